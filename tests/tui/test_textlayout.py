"""Lines and rows of any text: they tile it, they fit, and offsets find them again."""

import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len, get_character_cell_size

from search.cancel import CancelToken
from search.errors import Cancelled
from tui import textcells
from tui.sanitize import safe
from tui.textlayout import DocumentLayout, LineIndex

PLAIN = ["a", "b", " ", " ", "\n", "\t", "word ", "longer-word", "é"]
WIDE_OR_JOINED = [
    "漢字",
    "が",
    "か\u3099",
    "e\u0301\u0302",
    "👍🏽",
    "👨\u200d👩\u200d👧",
    "❤\ufe0f",
    "🇫🇷",
    "🇵🇹🇯🇵",
    "ไม่",
    "한국",
]
LONE = ["\u0301", "\u200d", "\ufe0f", "\x1b", "\u202e", "\u2028", "\x0b", "\x85", "ᄒ\u1161\u11ab", "\u00ad"]
LETTERS = st.sampled_from([*PLAIN, *WIDE_OR_JOINED, *LONE])
TEXTS = st.lists(LETTERS, max_size=60).map("".join) | st.text(max_size=200)
WIDTHS = st.integers(1, 40)


def rows_of(layout: DocumentLayout) -> list[str]:
    return [layout.text[slice(*layout.row_span(row))] for row in range(len(layout.rows))]


def cells_on_screen(row: str) -> int:
    column = 0
    for piece in re.split("(\t)", row):
        column += textcells.TAB - column % textcells.TAB if piece == "\t" else cell_len(safe(piece))
    return column


def clusters_in(text: str) -> int:
    return sum(textcells.starts_cluster(text, offset, 0) for offset in range(len(text)))


@given(TEXTS)
def test_lines_are_what_newlines_part(text: str) -> None:
    lines = LineIndex(text)
    parts = text.split("\n")
    if len(parts) > 1 and not parts[-1]:
        del parts[-1]
    assert [text[slice(*lines.span(line))] for line in range(len(lines))] == parts
    for offset in range(len(text) + 1):
        line = lines.line_of(offset)
        assert line == min(text.count("\n", 0, offset), len(parts) - 1)


def test_lines_are_found_across_the_steps_of_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tui.textlayout._STEP_TEXT", 5)
    monkeypatch.setattr("tui.textlayout._STEP_LINES", 2)
    text = "one\ntwo\n\n\nthree and more\nfour\n"
    lines = LineIndex(text)
    assert [text[slice(*lines.span(line))] for line in range(len(lines))] == text.split("\n")[:-1]
    assert list(lines.longer_than(3)) == [4, 5]
    assert lines.longest() == 14


@given(TEXTS, WIDTHS)
def test_rows_tile_the_text(text: str, width: int) -> None:
    layout = DocumentLayout.build(text, width)
    reached = 0
    for row in range(len(layout.rows)):
        start, end = layout.row_span(row)
        assert start == reached
        assert start < end or not text or text[start : start + 1] == "\n"
        reached = end + (text[end : end + 1] == "\n")
        assert "\n" not in text[start:end]
    assert reached == len(text)


@given(TEXTS, WIDTHS)
def test_no_row_is_wider_than_the_screen_but_for_one_cluster(text: str, width: int) -> None:
    for row in rows_of(DocumentLayout.build(text, width)):
        # One space or tab at the break may hang over the edge.
        shown = row[:-1] if row[-1:] in (" ", "\t") else row
        assert cells_on_screen(shown) <= width or clusters_in(shown) == 1


@given(TEXTS, WIDTHS)
def test_no_row_begins_within_a_cluster(text: str, width: int) -> None:
    layout = DocumentLayout.build(text, width)
    before = 0
    for row in range(len(layout.rows)):
        start, _ = layout.row_span(row)
        line_start, _ = layout.lines.span(layout.lines.line_of(start))
        assert textcells.starts_cluster(text, start, line_start) or start - before == textcells.most_characters(width)
        before = start


@given(TEXTS, WIDTHS)
def test_an_offset_finds_the_row_that_holds_it(text: str, width: int) -> None:
    layout = DocumentLayout.build(text, width)
    for offset in range(len(text)):
        start, end = layout.row_span(layout.row_of(offset))
        assert start <= offset < end or text[offset] == "\n"
        assert start <= offset <= end


@given(TEXTS, WIDTHS, WIDTHS, st.integers(0, 200))
def test_an_offset_stays_findable_at_any_width(text: str, width: int, other: int, offset: int) -> None:
    offset = min(offset, len(text))
    first = DocumentLayout.build(text, width)
    for layout in (first, first.wrap(other), first.unwrap()):
        start, end = layout.row_span(layout.row_of(offset))
        assert start <= offset <= end + 1
    assert rows_of(first.wrap(other)) == rows_of(DocumentLayout.build(text, other))


@given(st.lists(st.sampled_from(["a", "bc", "def", "long-word", " ", "  "]), max_size=40).map("".join), WIDTHS)
def test_ascii_and_other_text_wrap_alike(text: str, width: int) -> None:
    ascii_rows = rows_of(DocumentLayout.build(text, width))
    wide_line = "漢" * 3
    others = rows_of(DocumentLayout.build(f"{text}\n{wide_line}", width))
    assert others[: len(ascii_rows)] == ascii_rows
    by_cluster = rows_of(DocumentLayout.build(text.replace("a", "a\u0301"), width))
    assert [row.replace("\u0301", "") for row in by_cluster] == ascii_rows


def test_words_are_kept_whole_and_long_ones_cut() -> None:
    assert rows_of(DocumentLayout.build("the quick brown fox", 10)) == ["the quick ", "brown fox"]
    assert rows_of(DocumentLayout.build("a incomprehensibilities b", 10)) == ["a ", "incomprehe", "nsibilitie", "s b"]
    assert rows_of(DocumentLayout.build("漢字漢字漢字", 5)) == ["漢字", "漢字", "漢字"]
    assert rows_of(DocumentLayout.build("a\tb\tc", 8)) == ["a\tb\t", "c"]
    assert rows_of(DocumentLayout.build("", 8)) == [""]
    assert rows_of(DocumentLayout.build("\n\n", 8)) == ["", ""]


def test_not_wrapped_each_line_is_a_row() -> None:
    layout = DocumentLayout.build("one two three\n漢字漢字漢字漢字漢字\n\tx", 4).unwrap()
    assert rows_of(layout) == ["one two three", "漢字漢字漢字漢字漢字", "\tx"]
    assert layout.width == 20
    assert not layout.wrapped


def test_lines_that_all_fit_cost_no_second_array() -> None:
    layout = DocumentLayout.build("short\nlines\n" * 1000, 80)
    assert layout.rows.starts is layout.lines.starts


def test_every_character_takes_the_cells_that_it_takes_on_the_screen() -> None:
    assigned = (*range(0x32000), *range(0xE0000, 0xE0200), 0xF0000, sys.maxunicode)
    characters = [chr(code) for code in assigned if chr(code) not in "\n\t\ufe0f"]
    cells = [get_character_cell_size(safe(character)) for character in characters]
    assert [textcells.measure(character, 0, 1) for character in characters] == cells
    layout = DocumentLayout.build("\n".join(character * 4 for character in characters), 4)
    expected: list[int] = []
    for line, size in enumerate(cells):
        expected.extend([5 * line, 5 * line + 2] if size == 2 else [5 * line])
    assert layout.rows.starts.tolist() == expected


def test_plain_characters_take_one_cell_and_stand_alone() -> None:
    plain = [chr(code) for code in range(sys.maxunicode + 1) if textcells.is_plain(chr(code), 0, 1)]
    assert len(plain) > 5000
    assert {get_character_cell_size(safe(character)) for character in plain} == {1}
    assert all(textcells.starts_cluster("a" + character, 1, 0) for character in plain)


@given(TEXTS.map(lambda text: text.replace("\n", "")), st.integers(0, 60))
def test_a_column_finds_the_cluster_that_begins_there(text: str, column: int) -> None:
    offset, reached = textcells.offset_at(text, 0, len(text), column)
    assert textcells.starts_cluster(text, offset, 0)
    assert reached == textcells.measure(text, 0, offset)
    assert reached >= column or offset == len(text)


def test_a_megabyte_on_one_line_or_in_one_cluster_is_laid_out() -> None:
    assert len(DocumentLayout.build("word " * 400_000, 80).rows) == 25_000
    assert len(DocumentLayout.build("漢" * 400_000, 80).rows) == 10_000
    marks = DocumentLayout.build("a" + "\u0301" * 1_000_000, 80)
    assert len(marks.rows) == -(-1_000_001 // textcells.most_characters(80))
    assert len(DocumentLayout.build("🇫🇷" * 100_000, 80).rows) == 2_500
    assert len(DocumentLayout.build("\n" * 1_000_000, 80).rows) == 1_000_000


def test_work_that_nobody_wants_stops() -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        DocumentLayout.build("text", 80, cancel=cancel)


def test_a_row_needs_a_cell() -> None:
    with pytest.raises(ValueError, match="at least one cell"):
        DocumentLayout.build("text", 0)
