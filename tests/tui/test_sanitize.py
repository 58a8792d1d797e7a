"""Hostile characters are shown, one for one, and nothing else is touched."""

import subprocess
import sys
import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.segment import Segment
from rich.style import Style
from textual.color import Color

from tui.control_filter import ControlFilter
from tui.sanitize import is_safe, safe, safe_line, safe_text

BIDIRECTIONAL = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ANY_TEXT = st.text(st.characters(categories=None, exclude_categories=None))


def everything() -> str:
    return "".join(map(chr, range(sys.maxunicode + 1)))


def test_no_control_or_surrogate_or_bidirectional_character_is_left() -> None:
    shown = safe(everything())
    assert {unicodedata.category(character) for character in shown}.isdisjoint({"Cc", "Cs", "Zl", "Zp"})
    assert not set(shown) & set(BIDIRECTIONAL + "\u200b\ufeff")
    shown.encode()


def test_every_offset_stays() -> None:
    text = everything()
    for shown in (safe(text), safe_line(text), safe_text(text)):
        assert len(shown) == len(text)
        assert all(before == after for before, after in zip(text, shown, strict=True) if is_safe(before))


def test_letters_emoji_and_soft_hyphens_are_not_touched() -> None:
    for text in ("héllo wörld", "漢字", "👨‍👩‍👧", "co\u00adoperate", "e\u0301", "שלום", "ไทย"):
        assert is_safe(text)
        assert safe(text) is text


def test_controls_are_shown_as_their_pictures() -> None:
    assert safe("\x1b[31m\x07\x00\x7f") == "␛[31m␇␀␡"
    assert safe("a\u202eb\x9bc\ud800d") == "a\ufffdb\ufffdc\ufffdd"


def test_tabs_and_newlines_are_kept_only_where_asked() -> None:
    assert safe("a\tb\nc\rd") == "a␉b␊c␍d"
    assert safe_line("a\tb\nc\rd") == "a b c␍d"
    assert safe_text("a\tb\nc\rd") == "a\tb\nc␍d"


@given(ANY_TEXT)
def test_what_is_safe_stays_as_it_is(text: str) -> None:
    assert is_safe(safe(text))
    assert is_safe(safe_line(text))
    assert is_safe(safe_text(text).replace("\t", "").replace("\n", ""))
    assert safe(safe(text)) == safe(text)
    assert is_safe(text) == (safe(text) == text)


def test_making_text_safe_imports_nothing_of_the_terminal_toolkit() -> None:
    code = "import sys, tui.sanitize; print(sorted({'textual', 'rich'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


def test_the_filter_shows_controls_and_leaves_the_rest_of_the_line() -> None:
    bold = Style(bold=True)
    line = [Segment("plain"), Segment("a\x1b[6nb", bold), Segment("c")]
    assert ControlFilter().apply(line, Color(0, 0, 0)) == [Segment("plain"), Segment("a␛[6nb", bold), Segment("c")]


def test_the_filter_hands_a_clean_line_through() -> None:
    line = [Segment("plain"), Segment("漢字", Style(link="https://example.org/"))]
    assert ControlFilter().apply(line, Color(0, 0, 0)) is line


def test_the_filter_drops_links_with_controls() -> None:
    hostile = Style(bold=True, link="http://example.org/\x1b]52;c;aGk=\x07")
    (segment,) = ControlFilter().apply([Segment("here", hostile)], Color(0, 0, 0))
    assert segment.style is not None
    assert segment.style.link is None
    assert segment.style.bold
