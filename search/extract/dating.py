"""The date of a document: what it says about when it is from, by the surest sign that it carries."""

import re
from datetime import date, timedelta

from search.extract.extracted import Metadata
from search.extract.iso_dates import WRITTEN_DATE, iso_date, stated_date, written_date

SEARCHED = 2000
"""Code points at the start of a text in which a date line is looked for."""

FIRST_STATED = "1970-01-02"
"""Metadata with an earlier date state the zero of somebody's clock: of 1601, 1899, 1904 or 1970."""

_ZIP_ZERO = re.compile(r"1980-01-01(?:T00:00:00.*)?")

_NAME_DAY = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d\d)\2(\d\d)(?!\d)", re.ASCII)
_NAME_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)", re.ASCII)
_NAME_MONTH = re.compile(r"(?<!\d)(\d{4})[-_.](\d\d)(?![-_.]?\d)", re.ASCII)
_NAME_YEAR = re.compile(r"(?<![^\W_])(\d{4})(?![^\W_])", re.ASCII)
FIRST_NAME_YEAR = 1500
"""Smaller numbers in file names are numbers."""

FIRST_PACKED_YEAR = 1900
"""Eight digits without separators are a number, not a date, when they would be of before."""

_LABEL = (
    r"(?:dated?|published|posted|issued|released|created|(?:last )?updated|as of|effective|delivered|filed)"
    r"(?:[ \t]+(?:on|date))?"
)
_PLACE = r"(?:[^\W\d_](?:[^\W\d]|[.'’ -]){1,40},[ \t]*){1,2}"
_DATE_LINE = re.compile(
    rf"[ \t>*_#|]*(?:(?P<label>{_LABEL})[ \t:*_|–—-]*|(?P<place>{_PLACE}))?"
    r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?[ \t]+)?"
    rf"(?P<date>{WRITTEN_DATE})(?P<rest>[^\n]{{0,60}})",
    re.IGNORECASE,
)
_NOTHING_MORE = re.compile(
    r"[ \t*_|.,;)]*(?:(?:at[ \t]+|T)?\d{1,2}:\d\d(?::\d\d)?[ \t]*(?:[ap]\.?m\.?)?"
    r"[ \t]*(?:[A-Z]{1,4}|[+-]\d\d:?\d\d)?)?[ \t.]*",
    re.IGNORECASE,
)
_TEXT_FOLLOWS = re.compile(r"[ \t]*(?:[-–—:.(]|$)")


_TRUST = {"mail": 0.95, "metadata": 0.8, "name": 0.75, "text": 0.7}
_YEAR_ALONE = 0.5


def document_date(name: str, text: str, metadata: Metadata, today: date | None = None) -> tuple[str | None, str | None]:
    """The ISO date of a document, possibly partial, and its origin: mail, metadata, name or text; or (None, None).

    In this order: the date on which a mail was sent, the date of creation that the file states, a date in the file
    name, a date line at the start of the text, a year in the file name. A date after the day that follows `today`
    (which is the clock's if it is not given) is none.
    """
    last = ((today or date.today()) + timedelta(days=1)).isoformat()
    for stated, origin in ((metadata.sent, "mail"), (metadata.created, "metadata")):
        if stated is not None and (found := _meant(stated, last)) is not None:
            return found, origin
    if (found := _in_name(name, last)) is not None:
        return found, "name"
    if (found := _in_text(text, last)) is not None:
        return found, "text"
    years = {year for year in _NAME_YEAR.findall(name) if _named(last, int(year))}
    if len(years) == 1:
        return years.pop(), "name"
    return None, None


def certainty_of(found: str | None, origin: str | None) -> float | None:
    """How far a document's date is to be trusted, 0 to 1, by its origin: an order, not a frequency."""
    if found is None or origin is None:
        return None
    return _YEAR_ALONE if origin == "name" and len(found) == len("2024") else _TRUST[origin]


def _meant(stated: str, last: str) -> str | None:
    """The date that metadata state, if it can be meant."""
    found = stated_date(stated)
    if found is None or _ZIP_ZERO.fullmatch(found) or not FIRST_STATED <= found[:10] <= last:
        return None
    return found[:10]


def _named(last: str, year: int, month: int | None = None, day: int | None = None) -> str | None:
    """The date that numbers in a file name can mean."""
    found = iso_date(year, month, day) if year >= FIRST_NAME_YEAR else None
    return found if found is not None and found <= last else None


def _in_name(name: str, last: str) -> str | None:
    for year, separator, month, day in _NAME_DAY.findall(name):
        if (separator or int(year) >= FIRST_PACKED_YEAR) and (found := _named(last, int(year), int(month), int(day))):
            return found
    for day, month, year in _NAME_DAY_FIRST.findall(name):
        if found := _named(last, int(year), int(month), int(day)):
            return found
    months = (_named(last, int(year), int(month)) for year, month in _NAME_MONTH.findall(name))
    return next((found for found in months if found is not None), None)


def _in_text(text: str, last: str) -> str | None:
    for line in text[:SEARCHED].split("\n"):
        found = _DATE_LINE.match(line)
        if found is None:
            continue
        if found["label"]:
            is_date_line = True
        elif found["place"]:
            is_date_line = found["place"][0].isupper() and _TEXT_FOLLOWS.match(found["rest"]) is not None
        else:
            is_date_line = _NOTHING_MORE.fullmatch(found["rest"]) is not None
        if is_date_line and (written := written_date(found["date"])) is not None and written <= last:
            return written
    return None
