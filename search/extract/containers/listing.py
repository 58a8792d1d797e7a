"""What all containers have in common: the names of their members as a text, and names and times that do no harm."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime

from search.extract.decoding import decode
from search.extract.pieces import Part
from search.text.normalise import normalise

UNNAMED = b"unnamed"

_BATCH = 1 << 20


def listing(names: Iterable[bytes]) -> Iterator[Part]:
    """The names of members, one a line, some megabyte at a time."""
    batch: list[bytes] = []
    size = 0
    for name in names:
        batch.append(name.replace(b"\n", b" ").replace(b"\r", b" "))
        size += len(name)
        if size >= _BATCH:
            yield _lines(batch)
            batch, size = [], 0
    if batch:
        yield _lines(batch)


def _lines(names: list[bytes]) -> Part:
    return Part(normalise(decode(b"\n".join(names))))


def harmless(name: bytes) -> bytes:
    """A member's name as a relative path that leads nowhere else: "/a", "../a" and "./a" are "a"."""
    steps = [step for step in name.replace(b"\0", b"").split(b"/") if step not in (b"", b".", b"..")]
    return b"/".join(steps) or UNNAMED


def instant(seconds: float) -> str | None:
    """RFC 3339 UTC of a time in seconds since 1970; None for its very beginning, which says "no time", and nonsense."""
    if not 0 < seconds < 1 << 40:
        return None
    try:
        return f"{datetime.fromtimestamp(int(seconds), UTC):%Y-%m-%dT%H:%M:%SZ}"
    except (ValueError, OverflowError, OSError):
        return None
