"""Row numbers as the opaque ids that leave the engine, and back: d12 a document, v34 a version, e56 an entity."""

import re

_ID = re.compile(r"([dve])([1-9]\d{0,17})", re.ASCII)


def document_id(number: int) -> str:
    """The id of a document."""
    return f"d{number}"


def version_id(number: int) -> str:
    """The id of a version."""
    return f"v{number}"


def entity_id(number: int) -> str:
    """The id of an entity."""
    return f"e{number}"


def number_of(kind: str, text: str) -> int | None:
    """The row number in an id of `kind` ("d", "v" or "e"); None when `text` is no such id."""
    found = _ID.fullmatch(text)
    return int(found[2]) if found and found[1] == kind else None
