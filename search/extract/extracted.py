"""What a reader returns: text with citable units, metadata, and a status."""

from dataclasses import dataclass, field, fields
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

    `kind` is page, slide, sheet, chapter, message, section, paragraph or line; `number` counts from 1 within the kind;
    `start` and `end` are half-open code-point offsets into the text.
    """

    kind: str
    number: int
    label: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says about itself. Absent is None.

    Dates are ISO 8601, as exact as the file gives them ("2024", "2024-06", "2024-06-30" or an RFC 3339 instant), and as
    wrong. Of a mail: `sender`, `recipients` (To, Cc and Bcc, as written, with commas between) and `subject` are decoded
    headers, `sent` its date; `message_id` and `answers` (the ids of the messages it answers, the first of the thread
    first) are without angle brackets.
    """

    title: str | None = None
    author: str | None = None
    created: str | None = None
    modified: str | None = None
    language: str | None = None
    sent: str | None = None
    sender: str | None = None
    recipients: str | None = None
    subject: str | None = None
    message_id: str | None = None
    answers: tuple[str, ...] = ()

    def filled(self, other: "Metadata") -> "Metadata":
        """This, with what it lacks taken from `other`."""
        return Metadata(*(getattr(self, each.name) or getattr(other, each.name) for each in fields(self)))


@dataclass(frozen=True, slots=True)
class Extracted:
    """One file, read.

    `text` is already normalised (see `search.text.normalise`) and never changes again: all offsets are into it.
    `type` is the kind of document as users filter it: text, code, markdown, html, csv, json, pdf, office, ebook, mail,
    archive, image and so on (`search.extract.kinds`). `reason` is one sentence fragment when `status` is not
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
