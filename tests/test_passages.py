"""The annotated passages are what they say they are: whole spans of known types, and nothing in two files."""

from itertools import pairwise

import pytest

from search.entities.mentions import EntityType
from tests.passages import FILES, Passage, load, parse


@pytest.fixture(scope="module", params=FILES)
def passages(request: pytest.FixtureRequest) -> list[Passage]:
    return load(request.param)


def test_types_are_those_of_the_recogniser(passages: list[Passage]) -> None:
    types = {kind.value for kind in EntityType}
    assert not [(one.title, span) for one in passages for span in one.spans if span[2] not in types]


def test_spans_are_sorted_apart_and_without_space_around(passages: list[Passage]) -> None:
    for one in passages:
        assert all(end <= start for (_, end, _), (start, _, _) in pairwise(one.spans)), one.title
        for start, end, _ in one.spans:
            surface = one.text[start:end]
            assert surface and surface == surface.strip(), one.title


def test_no_markup_is_left_in_a_text(passages: list[Passage]) -> None:
    assert not [one.title for one in passages if set("[]|") & set(one.text)]


def test_no_passage_is_there_twice() -> None:
    everything = [one for name in FILES for one in load(name)]
    assert len(everything) >= 120
    assert len({one.text for one in everything}) == len(everything)
    assert len({one.title for one in everything}) == len(everything)


def test_offsets_count_code_points() -> None:
    (one,) = parse("# names: two\n“Ŝan” said [Ngũgĩ\nOkelo|person]’s [𝔄cme|organisation].\n----\n")
    assert [(one.text[start:end], kind) for start, end, kind in one.spans] == [
        ("Ngũgĩ\nOkelo", "person"),
        ("𝔄cme", "organisation"),
    ]
    assert (one.kind, one.title, one.text) == ("names", "two", "“Ŝan” said Ngũgĩ\nOkelo’s 𝔄cme.")


@pytest.mark.parametrize(
    ("marked", "line"),
    [
        ("# names: a\nfine\n----\nno header\n----\n", 4),
        ("# gossip: unknown kind\ntext\n----\n", 1),
        ("# names: a\none\nleft [open\n----\n", 3),
        ("# names: a\none two|three\n----\n", 2),
        ("# names: a\nnested [one [two|person]|place]\n----\n", 2),
        ("# names: a\nno type [one|]\n----\n", 2),
        ("# names: a\nempty [|person]\n----\n", 2),
        ("# names: a\n----\n", 1),
        ("# names: a\nfine\n----\n# names: b\nnever ended\n", 4),
    ],
)
def test_broken_markup_is_refused_with_its_line(marked: str, line: int) -> None:
    with pytest.raises(ValueError, match=rf"^line {line}: "):
        parse(marked)
