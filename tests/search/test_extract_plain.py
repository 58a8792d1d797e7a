"""Plain text: as it is written, of any size."""

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract import blocks
from search.extract.caps import DEFAULT, Caps
from search.extract.extracted import Extracted, Status
from search.extract.kinds import TEXT
from search.extract.pieces import Part
from search.extract.reading import extract, pieces_of
from search.text.normalise import normalise


def read(data: bytes, name: str, caps: Caps = DEFAULT) -> Extracted:
    return extract(io.BytesIO(data), name, caps)


def test_form_feeds_part_pages() -> None:
    extracted = read(b"one\r\ntwo\r\n\fthree\n\f\n", "rfc.txt")
    assert extracted.text == "one\ntwo\n\nthree\n\n\n"
    assert [(u.kind, u.number, extracted.text[u.start : u.end]) for u in extracted.units] == [
        ("page", 1, "one\ntwo\n"),
        ("page", 2, "three\n\n\n"),
    ]


LINES = "Zürich façade, où l’été\nplain words\n東京 and more\n\n"


@given(st.integers(0, 60), st.integers(16, 90), st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-32-be"]))
def test_blocks_make_the_same_text(repeats: int, size: int, encoding: str) -> None:
    text = LINES * repeats
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", size)
        patch.setattr(blocks, "_LEAST", size // 2)
        assert read(text.encode(encoding), "a.txt").text == text or encoding == "utf-32-be"


def test_a_large_text_comes_in_blocks_that_end_with_lines() -> None:
    text = "".join(f"line {number} größe\r\n" for number in range(400_000))
    parts = [part for part in pieces_of(io.BytesIO(text.encode()), TEXT, DEFAULT) if isinstance(part, Part)]
    assert len(parts) > 1
    assert all(part.text.endswith("\n") and part.joint == "" for part in parts)
    assert "".join(part.text for part in parts) == normalise(text)


def test_a_large_text_in_a_legacy_encoding_is_found_late() -> None:
    head = b"plain ascii words\n" * 300_000
    assert read(head + "Le café coûte à l’été\n".encode("cp1252") * 20, "a.txt").text.endswith(
        "Le café coûte à l’été\n"
    )


def test_one_line_of_many_blocks_loses_no_character() -> None:
    text = "größe東京" * 1_000_000
    assert read(text.encode(), "a.txt").text == text


def test_pages_go_on_across_blocks() -> None:
    page = "words of a page\n" * 100_000
    extracted = read("\f".join([page] * 5).encode(), "a.txt")
    assert extracted.text == "\n".join([page] * 5)
    assert {unit.number for unit in extracted.units} == {1, 2, 3, 4, 5}
    assert [unit.number for unit in extracted.units] == sorted(unit.number for unit in extracted.units)


def test_what_was_not_searched_is_said() -> None:
    text = b"0123456789abcde\n" * (1 << 20)
    cut = read(text, "a.log", Caps(text=8_000_001))
    assert (cut.status, cut.reason) == (Status.PARTIAL, "first 7 MB of 16 MB searched")
    assert cut.text == text[:8_000_000].decode()


@pytest.mark.parametrize("seed", range(5))
def test_blocks_of_random_bytes_are_read_to_the_end(seed: int) -> None:
    data = random.Random(seed).randbytes(3000).translate(None, bytes([*range(9), *range(14, 32), 127])) + b"end"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", 64)
        patch.setattr(blocks, "_LEAST", 32)
        assert (
            "".join(part.text for part in pieces_of(io.BytesIO(data), TEXT, DEFAULT) if isinstance(part, Part))[-3:]
            == "end"
        )
