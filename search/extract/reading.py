"""The door of the room: an open file and its name in, what could be read of it out, whatever the file holds.

`pieces_of` reads in this process. Files of strangers are read through `search.extract.isolation`, which calls it in a
process that can do no harm.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, NamedTuple

from search.extract import (
    calendars,
    contacts,
    epub,
    foreign,
    hypertext,
    image,
    json_text,
    kinds,
    markdown,
    notebook,
    ocr,
    ole,
    opendocument,
    pdf,
    plain,
    rtf,
    subtitles,
    xml_text,
)
from search.extract.assembling import NO_MEMORY, Assembly, assembled, finished
from search.extract.caps import DEFAULT, Caps
from search.extract.containers import compressed, tar_archive, zip_archive
from search.extract.extracted import Extracted, Status, Unit
from search.extract.kinds import Kind
from search.extract.mail import mailbox, message
from search.extract.ooxml import sheets, slides, word
from search.extract.pieces import Part, Piece, Read, Remark
from search.extract.sniff import sniff
from search.extract.whole import megabytes

SNIFFER = "sniff/3"
"""What decides that a file has no reader."""


FOREIGN = "foreign"
"""The reader whose name says which programs it had."""

NONE = "none"
"""Stands for a reader where a file could not even be opened, or nobody came back from it."""


class Reader(NamedTuple):
    """A reader's name and version ("pdf/1"), and its function.

    `alone`: each of its files needs a process of its own, because it works outside Python, or unpacks without end.
    `programs`: it starts programs of the system.
    """

    name: str
    read: Read
    alone: bool = True
    programs: bool = False


READERS = {
    "plain": Reader(plain.READER, plain.read, alone=False),
    "json": Reader(json_text.READER, json_text.read, alone=False),
    "markdown": Reader(markdown.READER, markdown.read, alone=False),
    "hypertext": Reader(hypertext.READER, hypertext.read, alone=False),
    "xml": Reader(xml_text.READER, xml_text.read, alone=False),
    "notebook": Reader(notebook.READER, notebook.read, alone=False),
    "subtitles": Reader(subtitles.READER, subtitles.read, alone=False),
    "calendar": Reader(calendars.READER, calendars.read, alone=False),
    "contacts": Reader(contacts.READER, contacts.read, alone=False),
    "pdf": Reader(pdf.READER, pdf.read),
    "word": Reader(word.READER, word.read, alone=False),
    "slides": Reader(slides.READER, slides.read, alone=False),
    "sheets": Reader(sheets.READER, sheets.read, alone=False),
    "opendocument": Reader(opendocument.READER, opendocument.read, alone=False),
    "flat_opendocument": Reader(opendocument.READER, opendocument.read_flat, alone=False),
    "rtf": Reader(rtf.READER, rtf.read, alone=False),
    "epub": Reader(epub.READER, epub.read, alone=False),
    "mail": Reader(message.READER, message.read, alone=False),
    "mailbox": Reader(mailbox.READER, mailbox.read),
    "ole": Reader(ole.READER, ole.read, alone=False),
    "zip": Reader(zip_archive.READER, zip_archive.read),
    "tar": Reader(tar_archive.READER, tar_archive.read),
    "compressed": Reader(compressed.READER, compressed.read),
    "image": Reader(image.READER, image.read, alone=False),
    FOREIGN: Reader(foreign.READER, foreign.read, programs=True),
    "ocr": Reader(ocr.READER, ocr.read, programs=True),
}


def reader_of(kind: Kind) -> Reader | None:
    """The reader that takes files of `kind`; None when there is none in this process."""
    return READERS.get(kind.reader) if kind.reader is not None else None


def pieces_of(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """What the reader of `kind` yields about an open, seekable binary file."""
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    reader = reader_of(kind)
    if size == 0:
        yield Remark(Status.EMPTY, "0 bytes")
    elif size > caps.file_bytes:
        yield Remark(Status.TOO_LARGE, f"larger than {megabytes(caps.file_bytes)}")
    elif reader is not None:
        yield from reader.read(file, kind, caps)


def extract(file: BinaryIO, name: str, caps: Caps = DEFAULT) -> Extracted:
    """Read an open, seekable binary file called `name`, but for its members, in this process.

    Never raises for what the file holds: trouble is the status and the reason of the result.
    """
    kind = sniff(file, name)
    assembly = Assembly(kind)
    texts: list[str] = []
    units: list[Unit] = []
    try:
        for piece in assembled(pieces_of(file, kind, caps), assembly, caps):
            if isinstance(piece, Part):
                texts.append(piece.text)
                units += piece.units
    except MemoryError:
        assembly.remarks.append(NO_MEMORY)
    read = finished(assembly, name_of_reader(kind))
    return replace(read, text="".join(texts), units=tuple(units))


def current_readers() -> frozenset[str]:
    """The names and versions of all that decides about files today: who else decided is out of date."""
    foreign_kinds = {kind for kind in kinds.BY_EXTENSION.values() if kind.reader == FOREIGN}
    names = {reader.name for reader in READERS.values()} | {name_of_reader(kind) for kind in foreign_kinds}
    return frozenset(names | {SNIFFER, NONE, ocr.reader_name()})


def name_of_reader(kind: Kind) -> str:
    """The name and version of what decides about files of `kind`."""
    if kind.reader == FOREIGN:
        return foreign.reader_name(kind)
    reader = reader_of(kind)
    return reader.name if reader is not None else SNIFFER
