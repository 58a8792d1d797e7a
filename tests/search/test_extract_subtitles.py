"""Subtitles: the words, and sections by the minute."""

import io

from hypothesis import given
from hypothesis import strategies as st

from search.extract.extracted import Extracted, Status
from search.extract.reading import extract

SRT = (
    "1\r\n00:00:01,500 --> 00:00:04,000\r\n<i>Hello</i> there.\r\n\r\n"
    "2\r\n00:00:58,000 --> 00:01:02,000 X1:1 X2:2\r\n{\\an8}2 < 3 &amp; more\r\n1984\r\n\r\n"
    "3\r\n00:12:30,000 --> 00:12:34,000\r\n- Bye.\r\n- Later."
)
VTT = (
    "WEBVTT - A film\n\nSTYLE\n::cue { color: red }\n\nNOTE by the translator\n\nintro\n"
    "00:01.000 --> 00:04.000 align:start\n<v Roger>Hi <c.loud>you</c>\n\n01:00:05.000 --> 01:00:06.000\n"
    "<00:00:05.500>two\n"
)


def read(text: str, name: str) -> Extracted:
    return extract(io.BytesIO(text.encode()), name)


def test_subrip() -> None:
    extracted = read(SRT, "film.srt")
    assert (extracted.type, extracted.status) == ("subtitles", Status.OK)
    assert extracted.text == "Hello there.\n2 < 3 & more\n1984\n- Bye.\n- Later.\n"
    assert [
        (unit.kind, unit.number, unit.label, extracted.text[unit.start : unit.end]) for unit in extracted.units
    ] == [
        ("section", 1, "00:00:01", "Hello there.\n2 < 3 & more\n1984\n"),
        ("section", 2, "00:12:30", "- Bye.\n- Later.\n"),
    ]


def test_webvtt() -> None:
    extracted = read(VTT, "film.vtt")
    assert extracted.text == "NOTE by the translator\nintro\nRoger: Hi you\ntwo\n"
    assert [unit.label for unit in extracted.units] == ["00:00:01", "01:00:05"]


def test_what_is_not_understood_stays() -> None:
    assert "lost words" in read("1\n00:00:01,500 --> 00:00:04,000\na\n\n2\n00:00:9 -> x\nlost words\n", "a.srt").text


@given(st.lists(st.sampled_from([*SRT.split("\r\n"), *VTT.split("\n"), "-->", "<", "{\\", "9" * 30]), max_size=40))
def test_any_lines_are_read(lines: list[str]) -> None:
    extracted = read("WEBVTT\n" + "\n".join(lines), "a.vtt")
    assert extracted.status in (Status.OK, Status.EMPTY)
    for before, unit in zip(extracted.units, extracted.units[1:], strict=False):
        assert before.end == unit.start
        assert before.number + 1 == unit.number
