"""PowerPoint presentations of before 2007 (MS-PPT): the texts of slides in their order, with notes and comments.

The stream is a heap of records, of which each saving leaves older ones behind; what is in force is found through a
directory of persistent objects. Where that is damaged, all texts in the stream are taken as they stand.
"""

from collections.abc import Iterator, Mapping, Sequence
from struct import error, unpack_from
from typing import NamedTuple

from search.extract.caps import Caps
from search.extract.compound_file import CompoundFile, Entry
from search.extract.extracted import Status
from search.extract.pieces import Part, Piece, Remark, unit_part
from search.extract.whole import megabytes
from search.text.normalise import normalise

_CONTAINER = 0xF
_USER_EDIT, _PERSIST_DIRECTORY, _DOCUMENT, _SLIDE = 0x0FF5, 0x1772, 0x03E8, 0x03EE
_LIST, _PERSIST, _SLIDE_ATOM, _OUTLINE_REF = 0x0FF0, 0x03F3, 0x03EF, 0x0F9E
_TEXT_CHARS, _TEXT_BYTES, _STRING, _BINARY_TAG = 0x0FA0, 0x0FA8, 0x0FBA, 0x138B
_COMMENT, _FOOTERS = 0x2EE0, 0x0FD9
_SLIDES, _NOTES = 0, 2
"""What a list is of, as its instance says (2.4.14)."""

_DEEPEST = 50
_MOST_SAVINGS = 10_000
_PICTURES = "pictures"


class _Record(NamedTuple):
    """`start` and `end` are those of what it holds; `above` has the types of the containers that it is in."""

    type: int
    instance: int
    start: int
    end: int
    above: tuple[int, ...]


class _Listed(NamedTuple):
    """A slide or notes page as the document lists it, with the texts of its outline."""

    persist: int
    id: int
    texts: list[str]


def pieces_of_presentation(
    compound: CompoundFile, inside: Mapping[str, Entry], stream: Entry, caps: Caps
) -> Iterator[Piece]:
    """A part for each slide; NEEDS_OCR where there are only pictures."""
    data = compound.read(stream, caps.whole)
    current = inside.get("current user")
    user = compound.read(current, 20) if current is not None else b""
    is_blank = True
    try:
        for number, lines in enumerate(_slides(data, user), 1):
            text = normalise("\n".join(lines))
            is_blank = is_blank and not text.strip()
            yield unit_part("slide", number, text)
    except (error, KeyError, ValueError):
        yield Remark(Status.PARTIAL, "damaged: its list of slides is not whole, all that was found is searched")
        yield Part(normalise("\n".join(_strings(data, _records(data, 0, len(data), ())))))
    else:
        if is_blank and _PICTURES in inside:
            yield Remark(Status.NEEDS_OCR, "pictures without text")
    if stream.size > caps.whole:
        yield Remark(Status.PARTIAL, f"first {megabytes(caps.whole)} searched")
    if compound.is_damaged:
        yield Remark(Status.PARTIAL, "damaged: it is not whole")


def _slides(data: bytes, user: bytes) -> Iterator[list[str]]:
    """The lines of each slide. KeyError, ValueError, struct.error: the document does not lead to them."""
    (newest,) = unpack_from("<L", user, 16)
    persist, document = _persistent(data, newest)
    top = _record(data, persist[document], ())
    if top.type != _DOCUMENT:
        raise ValueError("no document")
    slides, notes = _lists(data, top)
    pages = {page.id: page for page in notes}
    for slide in slides:
        place = _record(data, persist[slide.persist], ())
        lines, notes_id = _lines(data, place, slide.texts)
        if notes_id in pages and pages[notes_id].persist in persist:
            page = pages[notes_id]
            lines += _lines(data, _record(data, persist[page.persist], ()), page.texts)[0]
        yield lines


def _persistent(data: bytes, newest: int) -> tuple[dict[int, int], int]:
    """Where each persistent object is, and the number of the document (2.3.3, 2.3.4): the newest saving counts."""
    places: dict[int, int] = {}
    document = -1
    at, savings = newest, 0
    while at and savings < _MOST_SAVINGS:
        if _record(data, at, ()).type != _USER_EDIT:
            raise ValueError("no saving")
        earlier, directory, number = unpack_from("<3L", data, at + 16)
        document = number if document < 0 else document
        listed = _record(data, directory, ())
        if listed.type != _PERSIST_DIRECTORY:
            raise ValueError("no directory")
        place = listed.start
        while place + 4 <= listed.end:
            (entry,) = unpack_from("<L", data, place)
            first, count = entry & 0xFFFFF, entry >> 20
            count = min(count, (listed.end - place - 4) // 4)
            for offset, object_at in enumerate(unpack_from(f"<{count}L", data, place + 4)):
                places.setdefault(first + offset, object_at)
            place += 4 + 4 * count
        # Savings stand in the order of time: so it ends.
        at = earlier if earlier < at else 0
        savings += 1
    return places, document


def _lists(data: bytes, document: _Record) -> tuple[list[_Listed], list[_Listed]]:
    """The slides and the notes pages that the document lists."""
    slides: list[_Listed] = []
    notes: list[_Listed] = []
    for each in _records(data, document.start, document.end, (_DOCUMENT,)):
        if each.type != _LIST or each.instance not in (_SLIDES, _NOTES):
            continue
        into = slides if each.instance == _SLIDES else notes
        for record in _records(data, each.start, each.end, (_LIST,)):
            if record.type == _PERSIST:
                persist, _, _, number = unpack_from("<4L", data, record.start)
                into.append(_Listed(persist, number, []))
            elif into and record.type in (_TEXT_CHARS, _TEXT_BYTES):
                into[-1].texts.append(_text(data, record))
    return slides, notes


def _lines(data: bytes, page: _Record, outline: Sequence[str]) -> tuple[list[str], int]:
    """What a slide or notes page says, each text of its outline where it is shown; and the number of its notes."""
    lines: list[str] = []
    shown: set[int] = set()
    notes = -1
    for record in _records(data, page.start, page.end, (page.type,)):
        if record.type == _SLIDE_ATOM and record.end - record.start >= 20:
            (notes,) = unpack_from("<L", data, record.start + 16)
        elif record.type == _OUTLINE_REF and record.end - record.start >= 4:
            (index,) = unpack_from("<L", data, record.start)
            if index < len(outline) and index not in shown:
                shown.add(index)
                lines.append(outline[index])
        else:
            lines += _strings(data, iter((record,)))
    return lines + [text for index, text in enumerate(outline) if index not in shown], notes


def _strings(data: bytes, records: Iterator[_Record]) -> Iterator[str]:
    for record in records:
        is_string = record.type == _STRING and record.above[-1:] in ((_COMMENT,), (_FOOTERS,))
        if record.type in (_TEXT_CHARS, _TEXT_BYTES) or is_string:
            yield _text(data, record)


def _text(data: bytes, record: _Record) -> str:
    """Paragraphs and lines end in carriage returns and vertical tabs (2.9.42)."""
    encoding = "latin-1" if record.type == _TEXT_BYTES else "utf-16-le"
    return data[record.start : record.end].decode(encoding, "replace").replace("\v", "\n").replace("\r", "\n")


def _records(data: bytes, start: int, end: int, above: tuple[int, ...]) -> Iterator[_Record]:
    """All records between two places, those in containers behind these."""
    open_ends = [(end, above)]
    at = start
    while open_ends:
        limit, path = open_ends[-1]
        if at + 8 > limit:
            at = limit
            open_ends.pop()
            continue
        record = _record(data, at, path)
        record = record._replace(end=min(record.end, limit))
        yield record
        is_container = data[at] & 0xF == _CONTAINER or record.type == _BINARY_TAG
        if is_container and len(open_ends) < _DEEPEST:
            open_ends.append((record.end, (*path, record.type)))
            at = record.start
        else:
            at = record.end


def _record(data: bytes, at: int, above: tuple[int, ...]) -> _Record:
    version, type_, length = unpack_from("<2HL", data, at)
    return _Record(type_, version >> 4, at + 8, min(at + 8 + length, len(data)), above)
