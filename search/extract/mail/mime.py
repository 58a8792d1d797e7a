"""A message taken apart where its boundaries are (RFC 2046, 5.1), in one pass, without recursion.

A *multipart* holds parts; a part that holds none, an attached message among them, is a `Leaf`.
"""

from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from search.extract.mail.headers import Header, header_at

DEEPEST = 100
"""Multiparts within multiparts that are taken apart."""

_LONGEST_LINE = 1_000


class Leaf(NamedTuple):
    """A part with its body, which is `source[start:end]` as it was sent. `within` is the subtype of what holds it.

    The type of a multipart that lies too deep, or names no boundary, stays: its body is then all that it holds.
    """

    header: Header
    type: str
    parameters: dict[str, str]
    source: bytes
    start: int
    end: int
    within: str

    @property
    def encoding(self) -> str:
        """How the body was wrapped: "base64"."""
        return self.header.parameters("content-transfer-encoding")[0]


class Begin(NamedTuple):
    """A multipart of that subtype begins."""

    subtype: str


class End(NamedTuple):
    """The multipart that began last ends; `is_cut`: with the source, and not where it says."""

    is_cut: bool


Event: TypeAlias = Begin | Leaf | End


def parts_of(source: bytes) -> Iterator[Event]:
    """The parts of a message in their order. A multipart in which no part begins has a leaf of plain text."""
    boundaries = _Boundaries(source)
    at = 0
    while True:
        header, body = header_at(source, at, len(source))
        within = boundaries.innermost
        type_, parameters = _type(header, within)
        boundary = parameters.get("boundary", "").encode("utf-8", "replace")[:_LONGEST_LINE].rstrip()
        is_multipart = type_.startswith("multipart/") and bool(boundary) and boundaries.depth < DEEPEST
        if is_multipart:
            boundaries.open(type_.removeprefix("multipart/"), boundary)
            yield Begin(boundaries.innermost)
        line = boundaries.next_line(body)
        if not is_multipart:
            yield Leaf(header, type_, parameters, source, body, line.before, within)
        elif line.depth < boundaries.depth or line.is_last:
            yield Leaf(Header(), "text/plain", {}, source, body, line.before, boundaries.innermost)
        while line.depth < boundaries.depth or line.is_last:
            if not boundaries.depth:
                return
            is_ended = line.depth == boundaries.depth
            boundaries.close()
            yield End(not line.depth)
            if is_ended:
                line = boundaries.next_line(line.behind)
        at = line.behind


class _Line(NamedTuple):
    """A boundary: where what is before it ends and where the line behind it begins, and which multipart it is of, the
    outermost being 1; is_last: it ends that multipart."""

    before: int
    behind: int
    depth: int
    is_last: bool


class _Boundaries:
    """Those of the multiparts that have begun and not ended."""

    def __init__(self, source: bytes) -> None:
        self._source = source
        self._open: list[tuple[str, bytes, int]] = []
        self._depths: dict[bytes, int] = {}

    @property
    def depth(self) -> int:
        return len(self._open)

    @property
    def innermost(self) -> str:
        """The subtype of the multipart that began last."""
        return self._open[-1][0] if self._open else ""

    def open(self, subtype: str, boundary: bytes) -> None:
        self._open.append((subtype, boundary, self._depths.get(boundary, 0)))
        self._depths[boundary] = len(self._open)

    def close(self) -> None:
        _, boundary, outer = self._open.pop()
        # Mailers that give every multipart the same boundary exist.
        if outer:
            self._depths[boundary] = outer
        else:
            del self._depths[boundary]

    def next_line(self, start: int) -> _Line:
        """The next boundary from the line that begins at `start`; the end of the source is one that ends all."""
        source = self._source
        at = start - 1
        while self._open and (at := source.find(b"\n--", max(at, 0))) >= 0:
            end = source.find(b"\n", at + 3)
            end = end if end >= 0 else len(source)
            line = source[at + 3 : min(end, at + 3 + _LONGEST_LINE)].rstrip()
            is_last = line not in self._depths and line.endswith(b"--")
            depth = self._depths.get(line[:-2] if is_last else line)
            if depth is not None:
                before = at - 1 if source[at - 1 : at] == b"\r" else at
                return _Line(max(before, start), min(end + 1, len(source)), depth, is_last)
            at = end
        return _Line(len(source), len(source), 0, True)


def _type(header: Header, within: str) -> tuple[str, dict[str, str]]:
    type_, parameters = header.parameters("content-type")
    if "/" not in type_:
        # RFC 2046, 5.1.5: a digest is made of messages; RFC 2045, 5.2: all else is text.
        type_ = "message/rfc822" if within == "digest" and not type_ else "text/plain"
    return type_, parameters
