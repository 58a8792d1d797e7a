"""Numbers in cells as the digits of a format show them: decimals, thousands, percent, powers of ten, fractions."""

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from search.extract.ooxml.format_codes import Section, Token

_PRECISE = Context(prec=800, rounding=ROUND_HALF_UP)
_EXACT = 1e15
_PLAIN = (-9, 20)
_MOST_PLACES = 30


def general(value: float) -> str:
    """A number in the format General, with the 15 digits that Excel keeps; plain as long as it has some 20 places."""
    if abs(value) < _EXACT and value.is_integer():
        return str(int(value))
    exact = Decimal(f"{value:.15g}")
    if not exact.is_finite():
        return str(value)
    if exact and not _PLAIN[0] <= exact.adjusted() <= _PLAIN[1]:
        digits, _, exponent = f"{value:.14e}".partition("e")
        return f"{digits.rstrip('0').rstrip('.')}E{exponent}"
    text = f"{exact:f}"
    return "0" if text == "-0" else text


def number_shower(section: Section) -> Callable[[float], str]:
    """Shows numbers that are not negative by a section without dates."""
    if section.has("general") or not section.has("digit"):
        return lambda value: "".join(general(value) if t.kind == "general" else _plain(t) for t in section.tokens)
    if section.has("exponent"):
        return _scientific(section.tokens)
    if section.has("slash"):
        return _fraction(section.tokens)
    return _decimal(section.tokens)


def fixed(value: float, places: int) -> str:
    """A number that is not negative with so many decimals, halves rounded up as its 15 decimal digits say."""
    digits = f"{value:.15g}"
    point = digits.find(".")
    if "e" in digits or (digits[-1] == "5" and point >= 0 and len(digits) - point - 2 == places):
        return f"{Decimal(digits).quantize(Decimal(1).scaleb(-places), context=_PRECISE):f}"
    return f"{value:.{places}f}"


def _decimal(tokens: tuple[Token, ...]) -> Callable[[float], str]:
    point = next((at for at, token in enumerate(tokens) if token.kind == "point"), len(tokens))
    before, after = tokens[:point], tokens[point + 1 :]
    slots = [at for at, token in enumerate(before) if token.kind == "digit"]
    first, last = (slots[0], slots[-1]) if slots else (len(before), len(before) - 1)
    zeros = sum(before[at].text == "0" for at in slots)
    decimals = [token.text for token in after if token.kind == "digit"]
    places = min(len(decimals), _MOST_PLACES)
    needed = max((at for at, text in enumerate(decimals[:places], 1) if text == "0"), default=0)
    grouped = any(token.kind == "comma" for token in before[first:last])
    scale = 100.0 ** sum(token.kind == "percent" for token in tokens)
    scale /= 1000.0 ** (_leading_commas(before[last + 1 :]) + _leading_commas(after[_past_digits(after) :]))
    torn = any(token.kind == "literal" for token in before[first : last + 1])
    prefix, suffix = _literals(before[:first]), _literals(before[last + 1 :])
    stop, tail = "." if point < len(tokens) else "", _literals(after)

    def shown(value: float) -> str:
        whole, _, rest = fixed(_scaled(value, scale), places).partition(".")
        whole = whole.lstrip("0").rjust(zeros, "0")
        rest = rest[:needed] + rest[needed:].rstrip("0")
        if torn:
            whole = _filled(before[first : last + 1], whole)
        elif grouped:
            whole = f"{int(whole or '0'):,}" if zeros <= 1 and whole else _grouped(whole)
        return f"{prefix}{whole}{suffix}{stop}{rest}{tail}"

    return shown


def _scaled(value: float, scale: float) -> float:
    return value if scale == 1.0 else float(f"{value:.15g}") * scale


def _scientific(tokens: tuple[Token, ...]) -> Callable[[float], str]:
    at = next(at for at, token in enumerate(tokens) if token.kind == "exponent")
    mantissa, exponents = tokens[:at], tokens[at + 1 :]
    digits = next((n for n, token in enumerate(mantissa) if token.kind == "point"), len(mantissa))
    step = max(sum(token.kind == "digit" for token in mantissa[:digits]), 1)
    places = sum(token.kind == "digit" for token in mantissa[digits:])
    width = max(sum(token.text == "0" for token in exponents), 1)
    show = _decimal(mantissa) if places or step else general
    plus = "+" if tokens[at].text == "e+" else ""
    tail = _literals(exponents)

    def shown(value: float) -> str:
        exact = Decimal(f"{value:.15g}")
        power = exact.adjusted() // step * step if exact else 0
        text = show(float(exact.scaleb(-power, _PRECISE)))
        if exact and step == 1 and text.strip().startswith("10"):
            power += 1
            text = show(float(exact.scaleb(-power, _PRECISE)))
        return f"{text}E{'-' if power < 0 else plus}{abs(power):0{width}}{tail}"

    return shown


def _fraction(tokens: tuple[Token, ...]) -> Callable[[float], str]:
    slash = next(at for at, token in enumerate(tokens) if token.kind == "slash")
    upper = slash
    while upper and tokens[upper - 1].kind == "digit":
        upper -= 1
    lower = slash + 1
    while lower < len(tokens) and (tokens[lower].kind == "digit" or tokens[lower].text.isdecimal()):
        lower += 1
    below = "".join(token.text for token in tokens[slash + 1 : lower])
    named = int(below) if below.isdecimal() and below.strip("0") else 0
    most = 10 ** min(max(len(below), 1), 7) - 1
    mixed = any(token.kind == "digit" for token in tokens[:upper])
    prefix, suffix = _literals(tokens[:upper]), _literals(tokens[lower:])

    def shown(value: float) -> str:
        exact = Fraction(f"{value:.15g}")
        whole, part = divmod(exact, 1) if mixed else (0, exact)
        near = part.limit_denominator(most)
        top, bottom = (round(part * named), named) if named else (near.numerator, near.denominator)
        if mixed and top == bottom:
            whole, top = whole + 1, 0
        pieces = [str(whole)] if mixed and (whole or not top) else []
        if top or not mixed:
            pieces.append(f"{top}/{bottom}")
        return f"{prefix.rstrip()}{' '.join(pieces)}{suffix}"

    return shown


def _leading_commas(tokens: tuple[Token, ...]) -> int:
    return next((at for at, token in enumerate(tokens) if token.kind != "comma"), len(tokens))


def _past_digits(tokens: tuple[Token, ...]) -> int:
    return max((at for at, token in enumerate(tokens, 1) if token.kind == "digit"), default=0)


def _filled(tokens: tuple[Token, ...], digits: str) -> str:
    """Digits, from the right, in the places between which there are other characters: 000-00-0000."""
    found: list[str] = []
    left = digits
    slots = sum(token.kind == "digit" for token in tokens)
    for token in reversed(tokens):
        if token.kind == "literal":
            found.append(token.text)
        elif token.kind == "digit":
            slots -= 1
            taken, left = (left, "") if slots == 0 else (left[-1:], left[:-1])
            found.append(taken)
    return "".join(reversed(found))


def _grouped(digits: str) -> str:
    head = len(digits) % 3
    return ",".join(filter(None, (digits[:head], *(digits[at : at + 3] for at in range(head, len(digits), 3)))))


def _literals(tokens: tuple[Token, ...]) -> str:
    return "".join(map(_plain, tokens))


def _plain(token: Token) -> str:
    return token.text if token.kind in ("literal", "percent", "slash", "point") else ""
