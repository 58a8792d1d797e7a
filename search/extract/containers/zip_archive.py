"""Zip archives: the names of their members, then the members, unpacked as they are asked for and never to a disk.

Members that share their data, as bombs do, are refused; an archive whose list of contents is damaged is read by the
members' own headers.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import BinaryIO, NamedTuple

from search.extract.caps import Caps
from search.extract.containers import zip_entries as entries
from search.extract.containers.listing import harmless, listing
from search.extract.containers.zip_data import check_password, start_of, unpacked
from search.extract.containers.zip_entries import Entry
from search.extract.containers.zip_names import SAMPLE, as_utf8, is_utf8, legacy_encoding
from search.extract.extracted import Status
from search.extract.kinds import Kind
from search.extract.pieces import Member, Part, Piece, Remark
from search.extract.trouble import Unreadable
from search.text.normalise import normalise

READER = "zip/3"


class _Survey(NamedTuple):
    """What is learnt of all entries before any is told of: how many there are, of which some are `elsewhere`, some
    names that are not UTF-8, and where files begin.
    """

    total: int
    elsewhere: int
    names: bytes
    starts: list[int]


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The names, one a line, with the comments; then the members but for folders and symbolic links."""
    contents = entries.contents(file)
    survey = None if contents is None else _survey(entries.listed(file, contents), caps)
    if contents is None or survey is None or survey.total & 0xFFFF != contents.promised & 0xFFFF:
        contents = None
        yield Remark(Status.PARTIAL, "damaged zip file: its list of contents is lost, what was found is searched")
        # One more than may be read, so that it is said that there are more.
        found = list(islice(entries.found(file), caps.members + 1))
        survey = _survey(found, caps)

    if survey.elsewhere:
        yield Remark(Status.PARTIAL, f"in other parts of the archive: {survey.elsewhere:,} of the files listed in it")

    def members() -> Iterable[Entry]:
        return found if contents is None else entries.listed(file, contents)

    encoding = legacy_encoding(survey.names)
    if contents is not None and contents.comment.strip():
        yield Part(normalise(as_utf8(contents.comment, encoding).decode()))
    yield from listing(_lines(members(), encoding))
    places = _Places(file, sorted({*survey.starts, *([contents.start] if contents is not None else [])}))
    for entry in members():
        if _is_file(entry) and not entry.is_link and not entry.is_elsewhere:
            yield Member(_path(entry.name, encoding), entry.modified, _plain(file, entry, places))


def _survey(members: Iterable[Entry], caps: Caps) -> _Survey:
    total = elsewhere = 0
    names = bytearray()
    starts: list[int] = []
    for entry in members:
        total += 1
        if len(names) < SAMPLE and not is_utf8(entry.name):
            names += entry.name + b"\n"
        elsewhere += entry.is_elsewhere
        if len(starts) < caps.members and _is_file(entry) and not entry.is_elsewhere:
            starts.append(entry.offset)
    return _Survey(total, elsewhere, bytes(names), starts)


def _is_file(entry: Entry) -> bool:
    return not entry.name.endswith(b"/") or bool(entry.size)


def _lines(members: Iterable[Entry], encoding: str) -> Iterator[bytes]:
    for entry in members:
        if _is_file(entry):
            yield _path(entry.name, encoding)
        if entry.comment.strip():
            yield as_utf8(entry.comment, encoding)


def _path(name: bytes, encoding: str) -> bytes:
    path = as_utf8(name, encoding)
    return harmless(path if b"/" in path else path.replace(b"\\", b"/"))


class _Places:
    """Where members begin, of which none may reach into another and none be read twice: so bombs are built (D. Fifield,
    "A better zip bomb", 2019)."""

    def __init__(self, file: BinaryIO, starts: list[int]) -> None:
        self._file = file
        self._starts = starts
        self._taken: set[int] = set()

    def take(self, entry: Entry) -> int:
        """Where the member's data begin. Unreadable: it has none of its own."""
        start = start_of(self._file, entry)
        after = bisect_right(self._starts, entry.offset)
        is_alone = after == len(self._starts) or start + entry.compressed <= self._starts[after]
        if entry.offset in self._taken or not is_alone:
            raise Unreadable(Status.FAILED, "shares its data with another member, as bombs do")
        self._taken.add(entry.offset)
        return start


def _plain(file: BinaryIO, entry: Entry, places: _Places) -> Iterator[bytes]:
    """The bytes of a member. Unreadable as for `unpacked`, for a password, and when it shares them with others."""
    check_password(entry)
    yield from unpacked(file, entry, places.take(entry))
