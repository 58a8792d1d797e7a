"""Check digits: arithmetic by which a misread identifier, or figures that are none, give themselves away.

Each takes the identifier without spaces and hyphens, in capitals, and says whether it is sound.
"""

_X_IS_TEN = {**{str(digit): digit for digit in range(10)}, "X": 10}


def is_mod_97(code: str) -> bool:
    """Of ISO 7064, MOD 97-10: letters count from A = 10, and the whole leaves 1 (LEI; IBAN with its start moved)."""
    return int("".join(str(int(char, 36)) for char in code)) % 97 == 1


def is_mod_11_2(code: str) -> bool:
    """Of ISO 7064, MOD 11-2, with "X" for ten (ORCID, ISNI)."""
    total = 0
    for char in code:
        total = total * 2 + _X_IS_TEN[char]
    return total % 11 == 1


def is_mod_11(code: str) -> bool:
    """Weights that fall to 1, "X" for ten (ISBN of ten digits, ISSN)."""
    return sum(weight * _X_IS_TEN[char] for weight, char in zip(range(len(code), 0, -1), code, strict=True)) % 11 == 0


def is_mod_10(code: str) -> bool:
    """Weights 1 and 3 in turn (EAN, ISBN of thirteen digits)."""
    return sum(int(char) * (3 if place % 2 else 1) for place, char in enumerate(code)) % 10 == 0


def is_luhn(code: str) -> bool:
    """Every other digit from the right doubled, letters as two digits from A = 10 (ISIN)."""
    digits = "".join(str(int(char, 36)) for char in code)
    return sum(sum(divmod(int(digit) * (1 + place % 2), 10)) for place, digit in enumerate(reversed(digits))) % 10 == 0


def ean_of(isbn: str) -> str:
    """The thirteen digits of an ISBN of ten."""
    body = f"978{isbn[:9]}"
    return body + str(-sum(int(char) * (3 if place % 2 else 1) for place, char in enumerate(body)) % 10)
