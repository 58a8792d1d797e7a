"""The lines of iCalendar and vCard files: unfolded, split into name, parameters and value (RFC 5545, 6350).

The older forms with quoted-printable (vCard 2.1, vCalendar 1.0) are read as well.
"""

import quopri
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import BinaryIO, NamedTuple

from search.extract.blocks import Block, blocks_of
from search.extract.caps import Caps
from search.extract.decoding import decode
from search.extract.extracted import Status
from search.extract.pieces import CUT, Remark
from search.text.normalise import normalise

VALUE_LIMIT = 1 << 20
"""Code points of one unfolded line; what is longer is a picture or an attack, and is cut."""

_LINE = re.compile(r"(?:[\w-]{1,64}\.)?([A-Za-z][A-Za-z0-9-]{0,64})((?:;(?:[^\":;]|\"[^\"]*+\")*+)*+):")
_PARAMETER = re.compile(r';([A-Za-z0-9-]{1,64})(?:=("[^"]*"|[^";]*)((?:,"[^"]*")*))?')
_ESCAPE = re.compile(r"\\([\\;,nN:])")
_DATA = re.compile(r"data:[^,\n]{0,200};base64,", re.IGNORECASE)
_SOFT_END = re.compile(r"=[ \t]*\Z")


class ContentLine(NamedTuple):
    """A property: `name` and the names of `parameters` in capitals, `value` as written, but decoded."""

    name: str
    parameters: dict[str, str]
    value: str


def content_lines(file: BinaryIO, caps: Caps) -> Iterator[ContentLine | Remark]:
    """The properties of a file in order; a line that is none has the name "" and is its value.

    The limit for a text counts what is text here, not the pictures between.
    """
    room = caps.text
    depth = 0
    for line in _unfolded(_lines(blocks_of(file, replace(caps, text=sys.maxsize)))):
        if isinstance(line, Remark):
            yield line
        elif line.strip():
            parsed = _parsed(line)
            if not is_binary(parsed):
                room -= len(line)
                if room < 0:
                    yield Remark(Status.PARTIAL, f"first {caps.text:,} characters searched")
                    return
                if len(line) >= VALUE_LIMIT:
                    yield Remark(Status.PARTIAL, f"lines longer than {VALUE_LIMIT:,} characters are cut")
            if parsed.name in ("BEGIN", "END"):
                depth = max(depth + (1 if parsed.name == "BEGIN" else -1), 0)
            yield parsed
    if depth:
        yield CUT


def is_binary(line: ContentLine) -> bool:
    """Whether a value is bytes in base64: a picture, a sound, a file."""
    if _DATA.match(line.value):
        return True
    return line.parameters.get("ENCODING", "").upper() in ("B", "BASE64") or "BASE64" in line.parameters


def text_of(value: str) -> str:
    """A value of type text without its escapes."""
    return _ESCAPE.sub(lambda escape: "\n" if escape[1] in "nN" else escape[1], value) if "\\" in value else value


def parts_of(value: str) -> list[str]:
    """The parts of a structured value, split at semicolons that are not escaped, and without escapes."""
    parts = re.split(r"(?<!\\)(?:\\\\)*;", value) if "\\" in value else value.split(";")
    return [text_of(part).strip() for part in parts]


def _lines(blocks: Iterable[Block | Remark]) -> Iterator[str | Remark]:
    pending = ""
    for block in blocks:
        if isinstance(block, Remark):
            yield block
            continue
        *lines, pending = (pending[:VALUE_LIMIT] + normalise(block.text)).split("\n")
        yield from lines
    yield pending


def _unfolded(lines: Iterable[str | Remark]) -> Iterator[str | Remark]:
    """Lines put together: with those that begin with a space, and with those after "=" in quoted-printable."""
    folded: list[str] = []
    length = 0
    soft = False
    for line in lines:
        if isinstance(line, Remark):
            yield line
            continue
        if folded and (soft or line[:1] in (" ", "\t")):
            continued = line if soft else line[1:]
            if length < VALUE_LIMIT:
                folded.append(continued)
                length += len(continued)
        else:
            if folded:
                yield "".join(folded)[:VALUE_LIMIT]
            folded, length = [line], len(line)
        soft = _is_soft(folded[0]) and _SOFT_END.search(folded[-1]) is not None
        if soft:
            folded[-1] = _SOFT_END.sub("", folded[-1])
    if folded:
        yield "".join(folded)[:VALUE_LIMIT]


def _is_soft(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line[:200].upper()


def _parsed(line: str) -> ContentLine:
    found = _LINE.match(line)
    if found is None:
        return ContentLine("", {}, line)
    parameters: dict[str, str] = {}
    for name, value, more in _PARAMETER.findall(found[2]):
        # vCard 2.1 names types and encodings without saying that they are.
        parameters.setdefault(name.upper(), (value + more).replace('"', "") or name)
    value = line[found.end() :]
    if parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE" or "QUOTED-PRINTABLE" in parameters:
        value = normalise(decode(quopri.decodestring(value.encode("utf-8")), parameters.get("CHARSET")))
    return ContentLine(found[1].upper(), parameters, value)
