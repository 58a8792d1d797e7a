"""Values of all kinds together: sound spans on any text, and who wins where two could be seen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.entities.mentions import Mention
from search.entities.values.values import values


def found(text: str) -> list[tuple[str, str]]:
    return [(one.type.value, one.surface) for one in values(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Write to a@b.example by May 5, 2024.", [("contact", "a@b.example"), ("date", "May 5, 2024")]),
        ("It cost $5 in 2019, 5% less.", [("money", "$5"), ("date", "2019"), ("percent", "5%")]),
        ("See https://example.org/2024-05-05/5%25", [("contact", "https://example.org/2024-05-05/5%25")]),
        ("From 5 May to 7 km.", [("date", "5 May"), ("quantity", "7 km")]),
        ("Rain fell on\n3 May\n2024.", [("date", "3 May 2024")]),
    ],
)
def test_each_value_is_seen_once(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


def test_no_value_ends_inside_a_letter() -> None:
    assert found("It was 5 km\u0301 and 5%\u0301 or 2024-05-05\u0301.") == []


def check(text: str, mentions: list[Mention]) -> None:
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert " ".join(text[mention.start : mention.end].split()) == mention.surface
        assert mention.surface and mention.norm
        end = mention.end


SIGNS = "$ € % - – + ( ) . , / : @ ' ’ \n"
WORDS = (
    "5 12 2024 1,000 3.5 May Feb. Monday million bn dollars percent km about from to and a of the end early last few"
    " weeks ago quarter third century half year month www. http:// xn-- a@b.co ISBN 978 0-306-40615-2 DE89 3704 +44 0"
    " (0) Q3 FY24 -cv- 10.1000/ minus °C USD Rs lakh crore 東 é \u0301 \u00a0"
)
PIECES = st.sampled_from([*SIGNS.split(" "), *WORDS.split(" "), " "])


@given(st.text())
def test_any_text_gives_sound_values(text: str) -> None:
    check(text, values(text))


@given(st.lists(PIECES, max_size=40), st.sampled_from(["", " "]))
@settings(max_examples=300)
def test_any_mixture_gives_sound_values(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    check(text, values(text))


@pytest.mark.parametrize(
    "piece",
    [
        "1 000 ",
        "1,",
        "1-",
        "$1-",
        "$1 to ",
        "+1 ",
        "(0",
        "0 1",
        "978-",
        "DE89 ",
        "A1",
        "10.1000/",
        "10.1000/(",
        "1:23-cv-",
        "end of the ",
        "early ",
        "third quarter of ",
        "May 1-",
        "Q1",
        "minus ",
        "about ",
        "half a ",
        "two ",
        "a.",
        "xn--",
        "://",
        "ISBN ",
        "Tel: ",
    ],
)
def test_a_long_text_of_anything_is_read(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    check(text, values(text))
