"""Office documents of before 2007, read by catdoc, antiword and LibreOffice."""

import codecs
import os
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO

from search.extract import kinds
from search.extract.caps import Caps
from search.extract.extracted import Status, Unit
from search.extract.kinds import Kind
from search.extract.ooxml import sheets, word
from search.extract.pieces import ENOUGH, Part, Piece, unit_part
from search.extract.programs.private import DESCRIPTOR_PATH, copied
from search.extract.programs.running import run
from search.extract.trouble import Unreadable
from search.text.normalise import normalise

_BREAK = "\f"
_CATDOC_OPTIONS = {
    kinds.OLD_WORD: ("-w",),
    kinds.OLD_EXCEL: ("-q0", "-c\t", f"-b{_BREAK}"),
}
_LIBREOFFICE_OPTIONS = ("--headless", "--norestore", "--nolockcheck", "--nodefault", "--nologo")
_MODERN = {
    kinds.OLD_WORD: ("doc", "docx", word.read, kinds.WORD),
    kinds.OLD_EXCEL: ("xls", "xlsx", sheets.read, kinds.EXCEL),
    kinds.EXCEL_BINARY: ("xlsb", "xlsx", sheets.read, kinds.EXCEL),
}
"""The ending of the old format and of the one it is converted to, whose reader takes it from there."""

_LEAST_UNIT = 500


def by_antiword(path: str, file: BinaryIO, kind: Kind, folder: str, caps: Caps) -> Iterator[Piece]:
    """A Word document, hidden text too, its paragraphs as units."""
    said = _Said((path, "-m", "UTF-8.txt", "-w", "0", "-s", DESCRIPTOR_PATH), file, folder, caps)
    yield from _paragraphs(_divided(said, "\n"))
    said.complain()


def by_catdoc(path: str, file: BinaryIO, kind: Kind, folder: str, caps: Caps) -> Iterator[Piece]:
    """A Word document with its paragraphs as units, a workbook with its sheets."""
    said = _Said((path, "-d", "utf-8", *_CATDOC_OPTIONS[kind], DESCRIPTOR_PATH), file, folder, caps)
    if kind is kinds.OLD_EXCEL:
        for number, sheet in enumerate(_divided(said, _BREAK), 1):
            yield unit_part("sheet", number, normalise(sheet))
    else:
        yield from _paragraphs(_divided(said, "\n"))
    said.complain()


def by_libreoffice(path: str, file: BinaryIO, kind: Kind, folder: str, caps: Caps) -> Iterator[Piece]:
    """The document converted to the format of after 2007, and read as that."""
    old, new, read, modern = _MODERN[kind]
    copied(file, os.path.join(folder, f"document.{old}"), caps)
    profile = f"-env:UserInstallation={Path(folder, 'profile').as_uri()}"
    command = (path, profile, *_LIBREOFFICE_OPTIONS, "--convert-to", new, f"document.{old}")
    deque(run(command, folder, seconds=caps.seconds, limit=caps.whole), maxlen=0)
    converted = Path(folder, f"document.{new}")
    if not converted.exists():
        raise Unreadable(Status.FAILED, "LibreOffice cannot read it")
    with converted.open("rb") as document:
        yield from read(document, modern, caps)


class _Said:
    """What a program says of the file, as text; it ends at trouble, which `complain` raises."""

    def __init__(self, command: Sequence[str], file: BinaryIO, folder: str, caps: Caps) -> None:
        self._pieces = run(command, folder, stdin=file, seconds=caps.seconds, limit=caps.inflated)
        self._trouble: Unreadable | None = None

    def __iter__(self) -> Iterator[str]:
        decoder = codecs.getincrementaldecoder("utf-8")("replace")
        try:
            for piece in self._pieces:
                yield decoder.decode(piece)
        except Unreadable as trouble:
            self._trouble = trouble

    def complain(self) -> None:
        """Raise Unreadable as `run` did, or ENCRYPTED when the program said so."""
        if self._trouble is not None and "encrypted" in self._trouble.reason.lower():
            raise Unreadable(Status.ENCRYPTED, "password needed")
        if self._trouble is not None:
            raise self._trouble


def _divided(pieces: Iterable[str], divider: str) -> Iterator[str]:
    """The text between dividers, without a blank end."""
    begun: list[str] = []
    for piece in pieces:
        first, *others = piece.split(divider)
        begun.append(first)
        for other in others:
            yield "".join(begun)
            begun = [other]
    if (last := "".join(begun)).strip():
        yield last


def _paragraphs(lines: Iterator[str]) -> Iterator[Part]:
    """Lines that are paragraphs, about a megabyte at a time."""
    number = 1
    batch: list[str] = []
    length = 0
    for line in lines:
        batch.append(normalise(line))
        length += len(line)
        if length > ENOUGH:
            yield _paragraph_part(batch, number)
            number += sum(1 for paragraph in batch if paragraph.strip())
            batch, length = [], 0
    yield _paragraph_part(batch, number)


def _paragraph_part(lines: Sequence[str], number: int) -> Part:
    """A part with a unit for as many paragraphs as make _LEAST_UNIT characters; `number` is that of the first."""
    units: list[Unit] = []
    start = end = 0
    first = number
    for line in lines:
        number += bool(line.strip())
        end += len(line) + 1
        if end - start > _LEAST_UNIT and number > first:
            units.append(Unit("paragraph", first, "", start, end - 1))
            start, first = end, number
    if number > first:
        units.append(Unit("paragraph", first, "", start, end - 1))
    return Part("\n".join(lines), tuple(units))
