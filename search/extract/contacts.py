"""vCards: each contact as lines of its fields, one section a contact, without pictures, sounds and keys (RFC 6350)."""

from collections.abc import Iterator
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.content_lines import ContentLine, content_lines, is_binary, parts_of, text_of
from search.extract.extracted import Unit
from search.extract.kinds import Kind
from search.extract.pieces import ENOUGH, Part, Piece, Remark
from search.text.normalise import normalise

READER = "contacts/3"


_NAMES = {
    "N": "Name",
    "NICKNAME": "Nickname",
    "ORG": "Organisation",
    "TITLE": "Title",
    "ROLE": "Role",
    "EMAIL": "E-mail",
    "TEL": "Telephone",
    "ADR": "Address",
    "LABEL": "Address",
    "URL": "Website",
    "BDAY": "Birthday",
    "ANNIVERSARY": "Anniversary",
    "NOTE": "Note",
    "IMPP": "Messaging",
    "CATEGORIES": "Categories",
    "RELATED": "Related",
    "MEMBER": "Member",
    "GEO": "Position",
    "TZ": "Time zone",
    "LANG": "Language",
}
_DROPPED = frozenset(
    ("BEGIN", "END", "VERSION", "PRODID", "UID", "REV", "CLASS", "MAILER", "SORT-STRING", "CLIENTPIDMAP")
)
_NOT_TEXT = frozenset(("PHOTO", "LOGO", "SOUND", "KEY"))
_STRUCTURED = frozenset(("N", "ADR", "ORG", "GENDER"))
_TYPES = frozenset(["HOME", "WORK", "CELL", "MOBILE", "FAX", "PAGER", "VIDEO", "MAIN", "OTHER", "IPHONE", "CAR"])


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The contacts of a file; what stands outside of them is text as it is written."""
    text: list[str] = []
    units: list[Unit] = []
    length = number = 0
    fields: list[str] = []
    label = ""

    def close() -> None:
        nonlocal length, number, label
        if fields or label:
            number += 1
            written = "\n".join((label, *fields) if label else fields) + "\n\n"
            units.append(Unit("section", number, label, length, length + len(written)))
            text.append(written)
            length += len(written)
        fields.clear()
        label = ""

    for line in content_lines(file, caps):
        if isinstance(line, Remark):
            yield line
            continue
        if line.name == "BEGIN" or (line.name == "END" and line.value.strip().upper() == "VCARD"):
            close()
            if length > ENOUGH:
                yield Part("".join(text), tuple(units), joint="")
                text, units, length = [], [], 0
        elif line.name == "FN":
            label = label or " ".join(text_of(line.value).split())
        elif field := _field(line):
            fields.append(field)
    close()
    yield Part("".join(text), tuple(units), joint="")


def _field(line: ContentLine) -> str | None:
    """A property as a line: "Telephone (work, fax): 030 1234"; None for what nobody reads."""
    if not line.name:
        return line.value
    if line.name in _DROPPED or line.name in _NOT_TEXT or is_binary(line):
        return None
    if line.name in _STRUCTURED:
        value = (
            " ".join(filter(None, parts_of(line.value)))
            if line.name == "N"
            else ", ".join(filter(None, parts_of(line.value)))
        )
    else:
        value = text_of(line.value)
    value = value.strip()
    if not value:
        return None
    stated = {*line.parameters.get("TYPE", "").upper().split(","), *line.parameters}
    types = ", ".join(sorted(each.lower() for each in stated & _TYPES))
    name = _NAMES.get(line.name) or line.name.removeprefix("X-").replace("-", " ").capitalize()
    return normalise(f"{name} ({types}): {value}" if types else f"{name}: {value}")
