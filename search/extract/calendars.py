"""Calendars, iCalendar and vCalendar: each event, task or note as lines of its fields, one section each (RFC 5545)."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.content_lines import ContentLine, content_lines, is_binary, text_of
from search.extract.extracted import Metadata, Unit
from search.extract.hypertext import strip
from search.extract.iso_dates import stated_date
from search.extract.kinds import Kind
from search.extract.pieces import ENOUGH, Part, Piece, Remark
from search.text.normalise import normalise

READER = "calendar/3"


_SECTIONS = frozenset(("VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY"))
_NAMES = {
    "DTSTART": "Start",
    "DTEND": "End",
    "DUE": "Due",
    "COMPLETED": "Completed",
    "LOCATION": "Location",
    "ORGANIZER": "Organiser",
    "ATTENDEE": "Attendee",
    "DESCRIPTION": "Description",
    "COMMENT": "Comment",
    "CATEGORIES": "Categories",
    "CONTACT": "Contact",
    "URL": "Link",
    "CONFERENCE": "Conference",
    "ATTACH": "Attachment",
    "STATUS": "Status",
    "RRULE": "Repeats",
    "RDATE": "Also on",
    "EXDATE": "Not on",
    "RESOURCES": "Resources",
    "FREEBUSY": "Busy",
    "DURATION": "Duration",
    "REQUEST-STATUS": "Request status",
    "X-ALT-DESC": "Description",
}
_DROPPED = re.compile(
    "BEGIN|END|VERSION|PRODID|CALSCALE|METHOD|UID|DTSTAMP|CREATED|LAST-MODIFIED|SEQUENCE|TRANSP|CLASS|PRIORITY"
    "|PERCENT-COMPLETE|RECURRENCE-ID|RELATED-TO|GEO|ACTION|TRIGGER|REPEAT|TZ.*|X-LIC-.*|X-APPLE-.*|X-MOZ-.*|X-EVOLUTION-.*"
    "|X-MICROSOFT-(?:CDO|DISALLOW).*|X-MS-OLK-.*|X-PUBLISHED-TTL|X-WR-(?:TIMEZONE|RELCALID)|ACKNOWLEDGED|REFRESH-INTERVAL"
)
_DATES = frozenset(["DTSTART", "DTEND", "DUE", "COMPLETED", "RDATE", "EXDATE", "FREEBUSY"])
_MOMENT = re.compile(r"(\d{4})(\d\d)(\d\d)(?:T(\d\d)(\d\d)(\d\d)?(Z)?)?")
_ADDRESS = re.compile(r"mailto:", re.IGNORECASE)


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The entries of a calendar; its date is the start of the first event, its title the name that it gives itself.

    One that defines nothing but time zones is their names.
    """
    text: list[str] = []
    units: list[Unit] = []
    length = number = 0
    label = ""
    fields: list[str] = []
    metadata = Metadata()
    entry: str | None = None
    zones = 0
    zone_names: list[str] = []

    def close() -> None:
        nonlocal length, number, label
        if fields or label:
            written = "\n".join((label, *fields) if label else fields) + "\n\n"
            if entry is not None:
                number += 1
                units.append(Unit("section", number, label, length, length + len(written)))
            text.append(written)
            length += len(written)
        fields.clear()
        label = ""

    for line in content_lines(file, caps):
        if isinstance(line, Remark):
            yield line
            continue
        component = line.value.strip().upper()
        if line.name in ("BEGIN", "END") and component == "VTIMEZONE":
            zones = max(0, zones + (1 if line.name == "BEGIN" else -1))
        elif zones:
            if line.name == "TZID":
                zone_names.append(text_of(line.value).strip())
        elif line.name in ("BEGIN", "END") and component in _SECTIONS:
            close()
            entry = component if line.name == "BEGIN" else None
            if length > ENOUGH:
                yield Part("".join(text), tuple(units), joint="")
                text, units, length = [], [], 0
        elif line.name == "SUMMARY" and not label:
            label = " ".join(text_of(line.value).split())
        else:
            if line.name == "X-WR-CALNAME" and entry is None:
                metadata = metadata.filled(Metadata(title=text_of(line.value).strip() or None))
            elif line.name == "DTSTART" and entry is not None:
                metadata = metadata.filled(Metadata(created=stated_date(line.value)))
            if field := _field(line):
                fields.append(field)
    close()
    if not text and not number:
        text = [f"Time zone: {normalise(name)}\n" for name in zone_names]
    yield Part("".join(text), tuple(units), joint="")
    yield metadata


def _field(line: ContentLine) -> str | None:
    """A property as a line: "Start: 2024-06-30 10:00"; None for what nobody reads."""
    if not line.name:
        return line.value
    if _DROPPED.fullmatch(line.name) or is_binary(line):
        return None
    if line.name in _DATES:
        zone = line.parameters.get("TZID")
        value = _MOMENT.sub(_moment, line.value) + (f" ({zone})" if zone else "")
    elif line.name in ("ATTENDEE", "ORGANIZER"):
        address = _ADDRESS.sub("", line.value)
        person = line.parameters.get("CN")
        value = f"{person} <{address}>" if person and person != address else address
    else:
        value = text_of(line.value)
        if "html" in line.parameters.get("FMTTYPE", "").lower():
            value = strip(value)[0]
    if not value.strip():
        return None
    name = _NAMES.get(line.name) or line.name.removeprefix("X-").replace("-", " ").capitalize()
    return normalise(f"{name}: {value.strip()}")


def _moment(found: re.Match[str]) -> str:
    year, month, day, hour, minute, _, utc = found.groups()
    written = f"{year}-{month}-{day}"
    if hour is not None:
        written += f" {hour}:{minute}" + (" UTC" if utc else "")
    return written
