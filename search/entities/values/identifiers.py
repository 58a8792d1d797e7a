"""Identifiers that a machine gave out: of accounts, books, securities, firms, people, papers and court cases.

Those with check digits count only when these are right. Left out are card numbers, which nobody should want to find,
and tax numbers, whose rules differ by country and have too little redundancy.
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from search.entities.values.checks import ean_of, is_luhn, is_mod_10, is_mod_11, is_mod_11_2, is_mod_97
from search.entities.values.contacts import end_of_address

_LENGTHS = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29"
    " ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20"
    " LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29"
    " PT25 QA29 RO24 RS22 RU33 SA24 SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20"
    " YE30"
)
IBAN_LENGTHS = {code[:2]: int(code[2:]) for code in _LENGTHS.split()}
"""Country to characters, from the registry of ISO 13616."""

_COUNTRIES = (
    "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ"
    " CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO"
    " FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE"
    " JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO"
    " MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW"
    " PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM"
    " TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW EU XS"
)
_NUMBERING = frozenset(_COUNTRIES.split())
"""Who numbers securities: the countries of ISO 3166, EU, and XS for none of them."""

_AT_DIGITS = re.compile(
    r"""(?P<isbn>(?<![\w.-])97[89](?:[ -]?[0-9]){10}(?!\w|[.,-][0-9]))
      | (?P<orcid>(?<![\w-])000[09]-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X](?![\w-]))
      | (?P<doi>(?<![\w.])10\.[0-9]{4,9}/[^\s<>\"“”‘’«»\[\]{}|\\^`]{1,200})
      | (?P<docket>(?<![\w:.-])(?:[0-9]{1,2}:)?[0-9]{2}-(?i:cv|cr|mc|md|mj|bk|ap|civ)-[0-9]{1,6})\b
        (?:-[A-Z]{2,4}\b){0,3}
      | (?P<account>(?<=[A-Z]{2})(?<![\w-]..)[0-9]{2}[ \u00a0]?[A-Z0-9]{4})""",
    re.X,
)
_CODE_END = re.compile(
    r"[0-9]{1,20}(?![\w-])(?:(?P<firm>(?<=[A-Z0-9]{20})(?<![\w-].{20}))|(?<=[A-Z0-9]{12})(?<![\w-].{12}))"
)
_ANNOUNCED_DOCKETS = [
    re.compile(rf"{word}\sNos?\.\s(?P<code>[0-9]{{2}}-[0-9]{{1,5}})(?![\w-])") for word in ("Docket", "Case")
]
_ANNOUNCED_BOOK = re.compile(
    r"ISBN(?:-1[03])?(?::|\s?=)?[\s#]?(?P<code>[0-9](?:[ -]?[0-9]){8}[ -]?[0-9Xx])(?!\w|-[0-9])"
)
_ANNOUNCED_SERIES = re.compile(
    r"ISSN(?:-L)?(?:\s\((?:[Pp]rint|[Oo]nline)\))?:?\s?(?P<code>[0-9]{4}-[0-9]{3}[0-9Xx])(?!\w|-[0-9])"
)
_LEAST_DIGITS_OF_SECURITY = 4


class Identifier(NamedTuple):
    """A span, and scheme and code as one normal form: `iban DE89370400440532013000`, `doi 10.1000/182`."""

    start: int
    end: int
    norm: str


def identifiers(text: str, runs: Iterable[int]) -> Iterator[Identifier]:
    """Identifiers of the schemes iban, isin, lei, isbn (as thirteen digits), issn, orcid, doi and docket.

    Not sorted; the name of a scheme before the code is outside the span. An ISBN of ten digits, an ISSN and a docket
    number of the Supreme Court count only after it. `runs` is where runs of digits begin.
    """
    for run in runs:
        match = _AT_DIGITS.match(text, run)
        if match is None or match["account"]:
            found = (_account(text, run - 2) if match else None) or _security_or_firm(text, run)
        else:
            found = _publication_or_case(text, match)
        if found:
            yield found
    yield from _announced(text)


def _publication_or_case(text: str, match: re.Match[str]) -> Identifier | None:
    scheme, (start, end) = match.lastgroup, match.span()
    if scheme == "isbn":
        code = match[0].replace(" ", "").replace("-", "")
        return Identifier(start, end, f"isbn {code}") if is_mod_10(code) else None
    if scheme == "orcid":
        return Identifier(start, end, f"orcid {match[0]}") if is_mod_11_2(match[0].replace("-", "")) else None
    if scheme == "doi":
        end = end_of_address(text, start, end)
        return Identifier(start, end, f"doi {text[start:end].lower()}")
    court, kind, number = match["docket"].split("-")
    return Identifier(start, end, f"docket {court}-{kind.lower()}-{number:0>5}")


def _account(text: str, start: int) -> Identifier | None:
    length = IBAN_LENGTHS.get(text[start : start + 2])
    end = _end_of_code(text, start, length) if length else None
    if end is None:
        return None
    code = "".join(text[start:end].split())
    return Identifier(start, end, f"iban {code}") if is_mod_97(code[4:] + code[:4]) else None


def _end_of_code(text: str, start: int, length: int) -> int | None:
    """Where `length` capitals and figures end, which single spaces may part; None when they do not or go on."""
    end = start
    for _ in range(length):
        if text[end : end + 1] in (" ", "\u00a0"):
            end += 1
        char = text[end : end + 1]
        if not (char.isascii() and (char.isdecimal() or char.isupper())):
            return None
        end += 1
    return None if text[end : end + 1].isalnum() else end


def _security_or_firm(text: str, run: int) -> Identifier | None:
    match = _CODE_END.match(text, run)
    if match is None:
        return None
    end = match.end()
    start = end - (12 if match["firm"] is None else 20)
    code = text[start:end]
    if match["firm"] is not None:
        return Identifier(start, end, f"lei {code}") if code[18:].isdecimal() and is_mod_97(code) else None
    figures = sum(char.isdecimal() for char in code)
    sound = code[:2] in _NUMBERING and figures >= _LEAST_DIGITS_OF_SECURITY and is_luhn(code)
    return Identifier(start, end, f"isin {code}") if sound else None


def _announced(text: str) -> Iterator[Identifier]:
    for match in _ANNOUNCED_BOOK.finditer(text):
        code = match["code"].replace(" ", "").replace("-", "").upper()
        if is_mod_11(code):
            yield Identifier(*match.span("code"), f"isbn {ean_of(code)}")
    for match in _ANNOUNCED_SERIES.finditer(text):
        code = match["code"].upper()
        if is_mod_11(code.replace("-", "")):
            yield Identifier(*match.span("code"), f"issn {code}")
    for pattern in _ANNOUNCED_DOCKETS:
        for match in pattern.finditer(text):
            yield Identifier(*match.span("code"), f"docket {match['code']}")
