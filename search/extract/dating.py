"""The date of a document: what it says about when it is from, by the surest sign that it carries."""

import re

from search.extract.extracted import Metadata
from search.extract.iso_dates import WRITTEN_DATE, iso_date, written_date

SEARCHED = 2000
"""Code points at the start of a text in which a date line is looked for."""

_NAME_DAY = re.compile(r"(?<!\d)(\d{4})([-_.]?)(\d\d)\2(\d\d)(?!\d)", re.ASCII)
_NAME_DAY_FIRST = re.compile(r"(?<!\d)(\d{1,2})\.(\d{1,2})\.(\d{4})(?!\d)", re.ASCII)
_NAME_MONTH = re.compile(r"(?<!\d)(\d{4})[-_.](\d\d)(?![-_.]?\d)", re.ASCII)
_NAME_YEAR = re.compile(r"(?<![^\W_])(\d{4})(?![^\W_])", re.ASCII)
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


def document_date(name: str, text: str, metadata: Metadata) -> tuple[str | None, str | None]:
    """The ISO date of a document, possibly partial, and its origin: metadata, name or text; (None, None) without one.

    In this order: the date of creation that the file states, a date in the file name, a date line at the start of the
    text, a year in the file name.
    """
    if metadata.created is not None:
        return metadata.created[:10], "metadata"
    if (found := _in_name(name)) is not None:
        return found, "name"
    if (found := _in_text(text)) is not None:
        return found, "text"
    years = {year for year in _NAME_YEAR.findall(name) if iso_date(int(year))}
    if len(years) == 1:
        return years.pop(), "name"
    return None, None


def _in_name(name: str) -> str | None:
    for year, separator, month, day in _NAME_DAY.findall(name):
        if (separator or int(year) >= FIRST_PACKED_YEAR) and (found := iso_date(int(year), int(month), int(day))):
            return found
    for day, month, year in _NAME_DAY_FIRST.findall(name):
        if found := iso_date(int(year), int(month), int(day)):
            return found
    months = (iso_date(int(year), int(month)) for year, month in _NAME_MONTH.findall(name))
    return next((found for found in months if found is not None), None)


def _in_text(text: str) -> str | None:
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
        if is_date_line and (date := written_date(found["date"])):
            return date
    return None
