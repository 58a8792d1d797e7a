"""Progress as typed events, one JSON object a line on the wire."""

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Scanned:
    """A source was listed: `files` regular files, `bytes` in all, `changed` of them to be read. `away`: it could not
    be.
    """

    source: str
    files: int
    bytes: int
    changed: int
    away: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the reading is. `rate` is bytes a second; `eta` seconds to go or None while unknown; `path` the file
    last read.
    """

    files: int
    of_files: int
    bytes: int
    of_bytes: int
    failures: int
    rate: float
    eta: float | None
    path: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A file could not be read into searchable text."""

    path: str
    status: str
    reason: str


@dataclass(frozen=True, slots=True)
class Committed:
    """A batch can be found from now on. `documents` is how many the batch held."""

    generation: int
    documents: int


@dataclass(frozen=True, slots=True)
class Finished:
    """The sync is over."""

    added: int
    changed: int
    renamed: int
    gone: int
    unchanged: int
    failures: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Remade:
    """The index could not be trusted, wholly or in part, and is made again from the memory; `why` is a clause."""

    why: str


Event = Scanned | Progress | Failed | Committed | Finished | Remade
_KINDS = {kind.__name__: kind for kind in (Scanned, Progress, Failed, Committed, Finished, Remade)}


def encode(event: Event) -> str:
    """One line of JSON, without the newline."""
    return json.dumps({"event": type(event).__name__, **asdict(event)})


def decode(line: str) -> Event:
    """The event of one line; ValueError when it is none."""
    fields = json.loads(line)
    kind = _KINDS.get(fields.pop("event", ""))
    if kind is None:
        raise ValueError(f"not an event: {line[:80]!r}")
    return kind(**fields)
