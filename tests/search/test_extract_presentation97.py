"""Presentations of before 2007, built here record by record."""

import io
import struct
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.caps import Caps
from search.extract.extracted import Extracted, Status
from search.extract.reading import extract
from tests.faults.hostile.compound import compound


def record(type_: int, content: bytes = b"", instance: int = 0, *, container: bool = False) -> bytes:
    return struct.pack("<2HL", instance << 4 | (0xF if container else 0), type_, len(content)) + content


def within(type_: int, *records: bytes, instance: int = 0) -> bytes:
    return record(type_, b"".join(records), instance, container=True)


def chars(text: str) -> bytes:
    return record(0x0FA0, text.encode("utf-16-le"))


def page(type_: int, notes: int, *shapes: bytes) -> bytes:
    """A slide or notes page with what its shapes say."""
    atom = record(0x03EF, bytes(12) + struct.pack("<3L", 0, notes, 0))
    return within(type_, atom, within(0x040C, *(within(0xF00D, shape) for shape in shapes)))


def listed(instance: int, *entries: tuple[int, int, Sequence[bytes]]) -> bytes:
    """Slides as (persistent object, number, texts of the outline)."""
    atoms = [
        part
        for persist, number, texts in entries
        for part in (record(0x03F3, struct.pack("<5L", persist, 0, len(texts), number, 0)), *texts)
    ]
    return within(0x0FF0, *atoms, instance=instance)


def presentation(objects: Sequence[bytes], earlier: bytes = b"", user: bytes | None = None) -> bytes:
    """A file with persistent objects from number 1 on, of which the first is the document, after `earlier` records."""
    stream = earlier
    places = []
    for each in objects:
        places.append(len(stream))
        stream += each
    directory = len(stream)
    stream += record(0x1772, struct.pack(f"<{1 + len(places)}L", len(places) << 20 | 1, *places))
    saving = len(stream)
    stream += record(0x0FF5, struct.pack("<2L4L", 0, 0, 0, directory, 1, 0))
    current = struct.pack("<2H4L", 0, 0x0FF6, 0x14, 0x14, 0xE391C05F, saving)
    return compound(
        {"PowerPoint Document": stream, "Current User": current if user is None else user, "Pictures": b"x"}
    )


def read(data: bytes, caps: Caps | None = None) -> Extracted:
    return extract(io.BytesIO(data), "a.ppt", caps or Caps())


OUTLINE = record(0x0F9E, struct.pack("<L", 0))
DOCUMENT = within(
    0x03E8,
    listed(0, (3, 256, [chars("A title\rof two lines")]), (2, 257, [record(0x0FA8, b"caf\xe9")])),
    listed(2, (4, 900, [])),
)
SLIDES = (page(0x03EE, 0, chars("second")), page(0x03EE, 900, OUTLINE, chars("in a box")))
NOTES = page(0x03F0, 0, chars("to be said"))


def test_slides_stand_in_their_order_with_outline_boxes_and_notes() -> None:
    stale = page(0x03EE, 0, chars("of an earlier saving"))
    found = read(presentation((DOCUMENT, *SLIDES, NOTES), earlier=stale))
    assert (found.status, found.reason) == (Status.OK, None)
    slides = [(unit.kind, unit.number, found.text[unit.start : unit.end]) for unit in found.units]
    assert slides == [
        ("slide", 1, "A title\nof two lines\nin a box\nto be said"),
        ("slide", 2, "second\ncafé"),
    ]


def test_comments_and_footers_are_read_and_names_of_things_are_not() -> None:
    comment = within(0x2EE0, record(0x0FBA, "Aiko".encode("utf-16-le")), record(0x0FBA, "why?".encode("utf-16-le"), 1))
    tags = within(0x1388, within(0x138A, record(0x0FBA, "___PPT10".encode("utf-16-le")), record(0x138B, comment)))
    footers = within(0x0FD9, record(0x0FBA, "Board only".encode("utf-16-le"), 2))
    slide = within(0x03EE, record(0x03EF, bytes(24)), tags, footers)
    found = read(presentation((within(0x03E8, listed(0, (2, 256, []))), slide)))
    assert found.text == "Aiko\nwhy?\nBoard only"


def test_where_the_slides_cannot_be_found_all_texts_are() -> None:
    found = read(presentation((DOCUMENT, *SLIDES, NOTES), user=b""))
    assert found.status is Status.PARTIAL
    assert found.reason == "damaged: its list of slides is not whole, all that was found is searched"
    for words in ("A title", "second", "café", "in a box", "to be said"):
        assert words in found.text


def test_pictures_alone_need_ocr() -> None:
    found = read(presentation((within(0x03E8, listed(0, (2, 256, []))), page(0x03EE, 0))))
    assert (found.status, found.reason) == (Status.NEEDS_OCR, "pictures without text")


def test_one_slide_listed_a_million_times_is_bounded() -> None:
    document = within(0x03E8, listed(0, *[(2, 256, [])] * 20_000))
    found = read(presentation((document, page(0x03EE, 0, chars("x" * 10_000)))), Caps(text=50_000))
    assert (found.status, found.reason) == (Status.PARTIAL, "first 50,000 characters searched")


@pytest.mark.parametrize("number", [1, 2])
def test_containers_without_end_end(number: int) -> None:
    deep = chars("at the bottom")
    for _ in range(number * 1_000):
        deep = within(0x03EE, deep)
    found = read(presentation((within(0x03E8, listed(0, (2, 256, []))), deep)))
    assert found.status in (Status.OK, Status.NEEDS_OCR)


@given(st.integers(0, 4_000), st.integers(0, 255))
def test_changed_bytes_raise_nothing_else(at: int, value: int) -> None:
    data = bytearray(presentation((DOCUMENT, *SLIDES, NOTES)))
    data[at % len(data)] = value
    found = read(bytes(data))
    assert found.reason is None or "Error" not in found.reason
