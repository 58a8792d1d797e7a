"""What a reader returns: text with citable units, metadata, and a status."""

from dataclasses import dataclass, field
from enum import StrEnum


class Status(StrEnum):
    """How far a file could be read. The first three are searchable."""

    OK = "ok"
    PARTIAL = "partial"
    EMPTY = "empty"
    NEEDS_OCR = "needs-ocr"
    ENCRYPTED = "encrypted"
    TOO_LARGE = "too-large"
    UNSUPPORTED = "unsupported"
    FAILED = "failed"
    SKIPPED = "skipped"

    @property
    def searchable(self) -> bool:
        """Whether documents of this status are in the index."""
        return self in SEARCHABLE


SEARCHABLE = frozenset({Status.OK, Status.PARTIAL, Status.EMPTY})


@dataclass(frozen=True, slots=True)
class Unit:
    """A citable part of a text.

    `kind` is page, slide, sheet, chapter, message, section or line; `number` counts from 1 within the kind; `start`
    and `end` are half-open code-point offsets into the text.
    """

    kind: str
    number: int
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says about itself. Absent is None.

    Dates are ISO 8601, as exact as the file gives them ("2024", "2024-06", "2024-06-30" or an RFC 3339 instant).
    """

    title: str | None = None
    author: str | None = None
    created: str | None = None
    modified: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Extracted:
    """One file, read.

    `text` is already normalised (see `search.text.normalise`) and never changes again: all offsets are into it.
    `type` is the kind of document as users filter it: text, code, markdown, html, csv, json, pdf, or the kind of an
    unsupported file ("image", "archive", "office", "binary"). `reason` is one sentence fragment when `status` is not
    ok ("password needed", "no text layer"). `reader` names the reader and its version ("pdf/1"), so that a newer one
    can read again.
    """

    type: str
    reader: str
    status: Status
    text: str = ""
    units: tuple[Unit, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    reason: str | None = None
