"""Formats that only programs of the system read: Office documents of before 2007, and archives that are no zip or tar.

The programs are tried in the order of the registry until one finds something.
"""

import os
from collections.abc import Callable, Iterator
from functools import partial
from tempfile import TemporaryDirectory
from typing import BinaryIO

from search.extract import kinds
from search.extract.caps import Caps
from search.extract.extracted import Status
from search.extract.kinds import Kind
from search.extract.pieces import Part, Piece
from search.extract.programs import archives, office, seven_zip_header
from search.extract.programs.private import with_descriptor
from search.extract.programs.registry import (
    ANTIWORD,
    BSDTAR,
    CATDOC,
    LIBREOFFICE,
    SEVENZIP,
    install_one_of,
    installed_for,
)
from search.extract.trouble import Unreadable

READER = "foreign/2"

_Office = Callable[[str, BinaryIO, Kind, str, Caps], Iterator[Piece]]
_OFFICE: dict[str, _Office] = {
    ANTIWORD.name: office.by_antiword,
    CATDOC.name: office.by_catdoc,
    LIBREOFFICE.name: office.by_libreoffice,
}
_ARCHIVES = {BSDTAR.name: archives.by_bsdtar, SEVENZIP.name: archives.by_seven_zip}


def reader_name(kind: Kind) -> str:
    """What would read a file of `kind` now: "foreign/2 7z archive: bsdtar+7-Zip", or "foreign/2 7z archive: none"."""
    return f"{READER} {kind.format}: {'+'.join(name for name, _ in installed_for(kind)) or 'none'}"


def programs_for(kind: Kind) -> list[tuple[str, str]]:
    """Names and paths of the programs that read files of `kind`, best first. Unreadable: there is none here."""
    programs = installed_for(kind)
    if not programs:
        raise Unreadable(Status.UNSUPPORTED, f"{kind.format}: {install_one_of(kind)} to read it")
    return programs


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """What programs find in `file`. Unreadable: none is installed, or none can read it."""
    if kind is kinds.SEVEN_ZIP:
        seven_zip_header.check(file)
        file.seek(0)
    programs = programs_for(kind)
    with TemporaryDirectory(dir=os.environ.get("TMPDIR"), ignore_cleanup_errors=True) as folder:
        stranger = with_descriptor(file, folder, caps)
        if kind.type == "archive":
            openings = [partial(_ARCHIVES[name], path, stranger, folder, caps) for name, path in programs]
            yield from archives.read(openings, caps)
        else:
            yield from _first_with_text(_OFFICE[name](path, stranger, kind, folder, caps) for name, path in programs)


def _first_with_text(readings: Iterator[Iterator[Piece]]) -> Iterator[Piece]:
    """The pieces of the first reading that has any text. Unreadable: what the first said, when none has."""
    troubles: list[Unreadable] = []
    for pieces in readings:
        seen: list[Piece] = []
        try:
            while not seen or not _has_text(seen[-1]):
                seen.append(next(pieces))
        except StopIteration:
            continue
        except Unreadable as trouble:
            if trouble.status is Status.ENCRYPTED:
                raise
            troubles.append(trouble)
            continue
        yield from seen
        yield from pieces
        return
    if troubles:
        raise troubles[0]


def _has_text(piece: Piece) -> bool:
    return isinstance(piece, Part) and bool(piece.text.strip())
