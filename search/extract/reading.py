"""The door of the room: an open file and its name in, what could be read of it out, whatever the file holds."""

import os
from collections.abc import Callable
from dataclasses import replace
from typing import BinaryIO, NamedTuple

from search.extract import hypertext, json_text, limits, markdown, pdf, plain
from search.extract.extracted import Extracted, Status
from search.extract.paging import clipped
from search.extract.sniff import sniff
from search.extract.trouble import Unreadable

SNIFFER = "sniff/1"


class Reader(NamedTuple):
    """A reader's name and version, and its function from a file at its start and a type to what it read."""

    name: str
    read: Callable[[BinaryIO, str], Extracted]


READERS = {
    "plain": Reader(plain.READER, plain.read),
    "json": Reader(json_text.READER, json_text.read),
    "markdown": Reader(markdown.READER, markdown.read),
    "hypertext": Reader(hypertext.READER, hypertext.read),
    "pdf": Reader(pdf.READER, pdf.read),
}


def extract(file: BinaryIO, name: str) -> Extracted:
    """Read an open, seekable binary file called `name`.

    Never raises for what the file holds: trouble is the status and the reason of the result.
    """
    size = file.seek(0, os.SEEK_END)
    kind = sniff(file, name)
    if size == 0:
        return Extracted(kind.type, SNIFFER, Status.EMPTY, reason="0 bytes")
    if kind.reader is None:
        return Extracted(kind.type, SNIFFER, Status.UNSUPPORTED, reason=kind.format)
    if size > limits.MAX_BYTES:
        return Extracted(kind.type, SNIFFER, Status.TOO_LARGE, reason=f"larger than {limits.MAX_BYTES >> 20} MB")
    reader = READERS[kind.reader]
    try:
        return _finished(reader.read(file, kind.type))
    except Unreadable as trouble:
        return Extracted(kind.type, reader.name, trouble.status, reason=trouble.reason)
    except MemoryError:
        return Extracted(kind.type, reader.name, Status.TOO_LARGE, reason="needs more memory than a reader may use")
    except Exception as error:
        reason = f"{reader.name.partition('/')[0]}: {str(error) or type(error).__name__}"
        return Extracted(kind.type, reader.name, Status.FAILED, reason=reason)


def _finished(extracted: Extracted) -> Extracted:
    """`extracted` within the limits, and honest about having no text."""
    text = extracted.text
    if len(text) > limits.MAX_TEXT:
        return replace(
            extracted,
            text=text[: limits.MAX_TEXT],
            units=clipped(extracted.units, limits.MAX_TEXT),
            status=Status.PARTIAL,
            reason=f"only the first {limits.MAX_TEXT:,} characters",
        )
    if extracted.status is Status.OK and not text.strip():
        return replace(extracted, status=Status.EMPTY, reason="no text")
    return extracted
