"""The document pane as its reader meets it: on a screen, with keys and a mouse."""

import re
from contextlib import suppress

import pytest
from rich.style import Style
from textual.app import App, ComposeResult
from textual.events import MouseMove
from textual.message import Message
from textual.pilot import Pilot
from textual.worker import WorkerCancelled

from search.text.spans import Span, Spans
from tests.tui.screen_text import screen_rows, screen_text
from tui.textlayout import DocumentLayout
from tui.widgets import text_pane
from tui.widgets.document_marks import Marks
from tui.widgets.document_row import Mark, draw_row
from tui.widgets.document_scrollbar import TICK
from tui.widgets.document_view import DocumentView, Position, Quote

SIZE = (41, 12)
"""Leaves forty cells beside the scrollbar."""

POEM = "\n".join(f"Line {number} of the poem: the rabbit ran over the hill and far away." for number in range(1, 101))


def spans_of(word: str, text: str) -> Spans:
    return Spans(match.span() for match in re.finditer(re.escape(word), text))


class Reader(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.posted: list[Message] = []
        self.animation_level = "none"

    def compose(self) -> ComposeResult:
        yield DocumentView(placeholder="Nothing is open.\nType to search.")

    def on_document_view_match_changed(self, event: DocumentView.MatchChanged) -> None:
        self.posted.append(event)

    def on_document_view_mention_changed(self, event: DocumentView.MentionChanged) -> None:
        self.posted.append(event)

    def on_document_view_position_changed(self, event: DocumentView.PositionChanged) -> None:
        self.posted.append(event)

    @property
    def view(self) -> DocumentView:
        return self.query_one(DocumentView)


def rows(app: Reader) -> list[str]:
    """The text on the screen, without the scrollbar."""
    return [row[: SIZE[0] - 1].rstrip() for row in screen_rows(app)]


def styles_of(app: Reader, word: str) -> list[Style]:
    strips = app.screen._compositor.render_strips(app.size)
    return [segment.style for strip in strips for segment in strip if segment.text == word and segment.style]


async def settle(pilot: Pilot[None]) -> None:
    """Wait for layouts made in threads too."""
    while len(pilot.app.workers):
        with suppress(WorkerCancelled):
            await pilot.app.workers.wait_for_complete()
        await pilot.pause()
    await pilot.pause()


async def test_without_a_document_the_placeholder_is_shown() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        assert screen_text(app).strip() == "Nothing is open.\nType to search."
        app.view.show("A document.")
        await pilot.pause()
        assert screen_text(app).strip() == "A document."
        app.view.clear("Gone\x1b[6n.")
        await pilot.pause()
        assert screen_text(app).strip() == "Gone␛[6n."
        assert app.view.position() == Position(0, 0, 0, 0)
        assert app.view.current_quote() is None
        assert app.view.next_match() is False


async def test_lines_wrap_at_words_and_hostile_characters_are_shown() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        app.view.show("The quick brown fox jumps over the lazy dog.\na\tb\tc\x1b[6n\u202e\n漢字" + "漢" * 20)
        await pilot.pause()
        assert rows(app)[:6] == [
            "The quick brown fox jumps over the lazy",
            "dog.",
            "a   b   c␛[6n\ufffd",
            "漢字" + "漢" * 18,
            "漢漢",
            "",
        ]


async def test_a_document_opens_at_its_first_match_at_one_third_of_the_height() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        app.view.show(POEM, spans_of("Line 50", POEM))
        await pilot.pause()
        assert rows(app)[4] == "Line 50 of the poem: the rabbit ran over"
        assert app.view.current_match == 0
        app.view.show(POEM, spans_of("Line", POEM), anchor=POEM.index("Line 30"))
        await pilot.pause()
        assert rows(app)[4] == "Line 30 of the poem: the rabbit ran over"
        assert app.view.current_match == 29


async def test_keys_move_like_a_pager() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        view = app.view
        view.show(POEM)
        view.focus()
        await pilot.pause()
        steps = [
            ("j", 1), ("down", 2), ("k", 1), ("up", 0), ("space", 11), ("pagedown", 22), ("b", 11), ("pageup", 0),
            ("ctrl+d", 6), ("ctrl+u", 0), ("G", 188), ("g", 0), ("end", 188), ("home", 0), ("k", 0),
        ]  # fmt: skip
        for key, top in steps:
            await pilot.press(key)
            await pilot.pause()
            assert view.scroll_offset.y == top, key


async def test_matches_are_gone_through_to_the_end_and_back() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        view = app.view
        view.show(POEM, spans_of("0 of", POEM))
        await pilot.pause()
        seen = [view.current_match]
        while view.next_match():
            seen.append(view.current_match)
            await pilot.pause()
            assert any("0 of" in row for row in rows(app))
        assert seen == list(range(10))
        assert view.current_match == 9
        while view.previous_match():
            seen.append(view.current_match)
        assert seen[10:] == list(range(8, -1, -1))
        assert view.last_match()
        assert view.current_match == 9
        assert view.first_match()
        assert view.current_match == 0


async def test_after_scrolling_away_the_next_match_is_looked_for_from_what_is_in_view() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        view = app.view
        view.show(POEM, spans_of("0 of", POEM))
        view.focus()
        await pilot.press("G")
        assert view.previous_match()
        assert view.current_match == 8
        await pilot.press("g")
        assert view.next_match()
        assert view.current_match == 0


async def test_messages_tell_matches_and_positions() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        view = app.view
        view.show(POEM, spans_of("0 of", POEM))
        await pilot.pause()
        view.next_match()
        await pilot.pause()
        told = [(event.index, event.total) for event in app.posted if isinstance(event, DocumentView.MatchChanged)]
        assert told == [(0, 10), (1, 10)]
        positions = [event.position for event in app.posted if isinstance(event, DocumentView.PositionChanged)]
        assert positions[-1] == view.position()
        assert positions[-1].line == 18
        assert positions[-1].lines == 100
        assert all(event.control is view for event in app.posted if isinstance(event, DocumentView.PositionChanged))
        view.focus()
        await pilot.press("G")
        await pilot.pause()
        assert view.position().percent == 100


async def test_matches_may_come_later_and_change_while_typing() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        view = app.view
        view.show(POEM)
        await pilot.pause()
        assert view.current_match == -1
        view.set_matches(spans_of("Line 7", POEM), reveal=True)
        await pilot.pause()
        assert view.current_match == 0
        view.set_matches(spans_of("Line 70", POEM), reveal=True)
        await pilot.pause()
        assert rows(app)[4].startswith("Line 70")
        view.set_matches(spans_of("Line", POEM))
        assert view.matches[view.current_match].start == POEM.index("Line 70")
        view.set_matches(Spans())
        assert view.current_match == -1


async def test_the_current_match_differs_by_more_than_colour() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        app.view.show("a rabbit, and another rabbit", spans_of("rabbit", "a rabbit, and another rabbit"))
        await pilot.pause()
        current, other = styles_of(app, "rabbit")
        assert current.bold and current.reverse
        assert other.bold and not other.reverse
        (plain,) = styles_of(app, "a ")
        assert not plain.bold


async def test_mentions_are_underlined_and_gone_through_with_braces() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        text = "Aiko met Brandt.\n" * 30
        app.view.show(text)
        app.view.set_mentions(spans_of("Aiko", text), ["person"] * 30)
        app.view.focus()
        await pilot.pause()
        assert all(style.underline for style in styles_of(app, "Aiko"))
        for _ in range(20):
            await pilot.press("}")
        assert app.view.current_mention == 19
        await pilot.press("{")
        await pilot.pause()
        assert app.view.current_mention == 18
        assert [style.reverse for style in styles_of(app, "Aiko")].count(True) == 1
        last = [event for event in app.posted if isinstance(event, DocumentView.MentionChanged)][-1]
        assert (last.index, last.total) == (18, 30)


async def test_a_match_over_a_mention_is_both() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        text = "by Aiko Tanaka"
        app.view.show(text, spans_of("Tanaka", text))
        app.view.set_mentions(spans_of("Aiko Tanaka", text))
        await pilot.pause()
        (style,) = styles_of(app, "Tanaka")
        assert style.underline and style.bold and style.reverse
        (before,) = styles_of(app, "Aiko ")
        assert before.underline and not before.bold


@pytest.mark.parametrize("at_once", [10**9, 0])
async def test_what_is_held_stays_in_view_when_the_width_changes(at_once: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_pane, "LAID_OUT_AT_ONCE", at_once)
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        view = app.view
        view.show(POEM, spans_of("Line 50", POEM))
        await settle(pilot)
        for width in (25, 100, 30, 60):
            await pilot.resize_terminal(width, 12)
            await settle(pilot)
            assert screen_rows(app)[4].startswith("Line 50 of the")
            assert view.text_width == min(width - 1, view.measure)
        view.goto_line(80)
        view.focus()
        await pilot.press("j")
        held = view.position().offset
        for width in (25, 100, 30, 60):
            await pilot.resize_terminal(width, 12)
            await settle(pilot)
            assert view.seen.start <= held < view.seen.end
        assert view.position().offset == held


async def test_a_large_text_is_drawn_as_it_was_until_a_thread_has_laid_it_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_pane, "LAID_OUT_AT_ONCE", 0)
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        view = app.view
        view.show(DocumentLayout.build(POEM, 20))
        assert view.drawn is not None
        assert view.drawn.width == 20
        await settle(pilot)
        assert rows(app)[0] == "Line 1 of the poem: the rabbit ran over"
        other = POEM.replace("poem", "song")
        view.show(POEM.replace("poem", "tale"))
        view.show(other)
        await settle(pilot)
        assert rows(app)[0] == "Line 1 of the song: the rabbit ran over"
        view.show(POEM.replace("poem", "tale"))
        view.clear("Nothing.")
        await settle(pilot)
        assert rows(app)[0] == "Nothing."


async def test_a_layout_of_the_right_width_is_taken_as_it_is() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        layout = DocumentLayout.build(POEM, app.view.text_width)
        app.view.show(layout)
        await pilot.pause()
        assert app.view.drawn is layout


async def test_a_match_found_before_the_text_is_laid_out_is_revealed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text_pane, "LAID_OUT_AT_ONCE", 0)
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        app.view.show(POEM)
        app.view.set_matches(spans_of("Line 60", POEM), reveal=True)
        await settle(pilot)
        assert rows(app)[4].startswith("Line 60")


async def test_rows_are_not_wider_than_the_measure() -> None:
    app = Reader()
    async with app.run_test(size=(200, 12)) as pilot:
        app.view.show("word " * 100)
        await pilot.pause()
        assert max(map(len, (row.rstrip(TICK) for row in screen_rows(app)))) <= app.view.measure


async def test_unwrapped_lines_are_moved_sideways_to_their_match() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        view = app.view
        text = "start " + "x" * 300 + " needle\nshort\n" + "漢" * 100
        view.show(text)
        view.focus()
        await pilot.press("w")
        await pilot.pause()
        assert rows(app)[:4] == ["start " + "x" * 34, "short", "漢" * 20, ""]
        await pilot.press("right")
        await pilot.pause()
        assert rows(app)[:3] == ["x" * 40, "", "漢" * 20]
        view.set_matches(spans_of("needle", text), reveal=True)
        await pilot.pause()
        assert "needle" in rows(app)[0]
        await pilot.press("left")
        await pilot.press("w")
        await pilot.pause()
        assert view.scroll_offset.x == 0
        assert any("needle" in row for row in rows(app))


async def test_a_line_too_long_to_count_is_still_read_sideways() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        view = app.view
        text = "漢" * 50_000 + " needle " + "é\u0301" * 50_000
        view.show(text)
        view.wrap = False
        await settle(pilot)
        view.set_matches(spans_of("needle", text), reveal=True)
        await pilot.pause()
        assert "needle" in rows(app)[0]


async def test_line_numbers_count_lines_and_not_rows() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        app.view.show(POEM)
        app.view.focus()
        await pilot.press("#")
        await pilot.pause()
        assert rows(app)[:3] == [
            "  1  Line 1 of the poem: the rabbit ran",
            "     over the hill and far away.",
            "  2  Line 2 of the poem: the rabbit ran",
        ]
        assert app.view.text_width == 35
        await pilot.press("#")
        await pilot.pause()
        assert rows(app)[0] == "Line 1 of the poem: the rabbit ran over"


async def test_a_line_is_gone_to_by_its_number() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        app.view.show(POEM)
        app.view.goto_line(40)
        await pilot.pause()
        assert rows(app)[4].startswith("Line 40")
        app.view.goto_line(10_000)
        await pilot.pause()
        assert app.view.position().percent == 100


async def test_the_quoted_line_is_that_of_the_current_match_while_it_is_in_view() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        view = app.view
        view.show(POEM, spans_of("Line 50", POEM))
        view.focus()
        await pilot.pause()
        assert view.current_line_text() == POEM.split("\n")[49]
        quote = view.current_quote()
        assert quote is not None
        assert POEM[quote.start : quote.end] == quote.text == view.current_line_text()
        await pilot.press("g")
        await pilot.pause()
        assert view.current_line_text() == POEM.split("\n")[0]
        view.show("x " * 1_000_000)
        await settle(pilot)
        assert len(view.current_line_text()) <= 40


async def test_the_mouse_selects_text_of_the_document() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        view = app.view
        text = "The quick\tbrown fox\njumps over \x1b the 漢字漢字 dog. Short.\n\nend"
        view.show(text)
        await pilot.pause()
        await pilot.mouse_down(view, offset=(4, 0))
        await pilot._post_mouse_events([MouseMove], view, offset=(19, 1), button=1)
        await pilot.mouse_up(view, offset=(19, 1))
        await pilot.pause()
        chosen = text[4 : text.index("漢字漢字") + 2]
        assert app.screen.get_selected_text() == chosen
        assert view.current_quote() == Quote(chosen, 4, 4 + len(chosen))
        await pilot.resize_terminal(20, 12)
        await pilot.pause()
        assert app.screen.get_selected_text() == chosen
        view.show("other")
        await pilot.pause()
        assert view.selected is None


async def test_the_scrollbar_has_ticks_where_matches_are() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        app.view.show(POEM, spans_of("Line 100", POEM))
        app.view.focus()
        await pilot.press("g")
        await pilot.pause()
        bar = [row[SIZE[0] - 1 :] for row in screen_rows(app)]
        assert bar[-1] == TICK
        assert TICK not in bar[:-1]
        app.view.set_matches(Spans())
        await pilot.pause()
        assert TICK not in screen_text(app)


async def test_another_theme_is_taken_over() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        app.view.show("a rabbit", spans_of("rabbit", "a rabbit"))
        await pilot.pause()
        (before,) = styles_of(app, "rabbit")
        app.theme = "gruvbox"
        await pilot.pause()
        (after,) = styles_of(app, "rabbit")
        assert before.color != after.color


async def test_a_match_within_a_cluster_lights_all_of_it() -> None:
    app = Reader()
    async with app.run_test(size=SIZE) as pilot:
        text = "a 👨\u200d👩\u200d👧 b"
        app.view.show(text, Spans([(4, 5)]))
        await pilot.pause()
        assert styles_of(app, "👨\u200d👩\u200d👧")[0].reverse


def test_marks_touching_a_part_are_found_among_many() -> None:
    marks = Marks(Spans((start, start + 5) for start in range(0, 1000, 10)))
    assert [index for index, _ in marks.touching(12, 31)] == [1, 2, 3]
    assert [index for index, _ in marks.touching(15, 20)] == []
    assert marks.any_from(985, 995)
    assert not marks.any_from(991, 2000)
    assert not marks.select(100)
    assert marks.select_at(33)
    assert marks.current == 3
    assert marks.select_at(35)
    assert marks.current == 4


def test_a_mention_that_wraps_is_not_underlined_past_its_words() -> None:
    row = Span(0, 6)
    drawn = draw_row("Alice Liddell", row, 0, Style(), [Mark(0, 13, Style(underline=True))])
    assert [(segment.text, bool(segment.style and segment.style.underline)) for segment in drawn] == [
        ("Alice", True),
        (" ", False),
    ]
