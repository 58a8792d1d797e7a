"""Fuzzy search over names: exact, half-typed, misspelt and swapped names find who is meant."""

import random
from collections.abc import Callable
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.cancel import CancelToken
from search.entities.gazetteer.load import gazetteer
from search.entities.lookup.directory import Directory, Match, Source
from search.entities.mentions import EntityType
from search.errors import Cancelled
from search.memory import bearers, spelling
from search.memory.bearers import Unsorted
from search.memory.memory import Memory
from search.memory.spelt import Indexed
from tests.named import Bearer, directory_of, memory_of, view_of

PERSON, ORGANISATION, PLACE = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE
MONEY, DATE, CONTACT = EntityType.MONEY, EntityType.DATE, EntityType.CONTACT

PEOPLE_AND_PLACES = [
    Bearer(PERSON, {"Masako Field": 3, "Field": 20}),
    Bearer(PERSON, {"Zoë Müller-Østby": 7, "Müller-Østby": 2}),
    Bearer(ORGANISATION, {"Fieldstone Group": 1, "Fieldstone": 7}),
    Bearer(PLACE, {"Springfield": 50}),
    Bearer(PERSON, {"John Field": 3, "Field": 2}),
    Bearer(ORGANISATION, {"SoftGlass": 5}),
    Bearer(PERSON, {"Seán O’Brien": 4}),
]
VALUES = [Bearer(MONEY, {"$47 million": 99}), Bearer(DATE, {"May 2024": 80}), Bearer(CONTACT, {"ann@field.example": 1})]
WAYS = ("compared directly", "looked up in the index", "looked at one by one")


def only_indexed(memory: Memory) -> Source:
    spelling.level(memory, fewest=0)
    opened = spelling.opened(memory)
    assert opened is not None
    return Indexed(memory, opened[0])


def found_by(memory: Memory, way: str) -> Directory:
    """The directory of `memory` in which names are found in one of three ways, and in no other."""
    if way == WAYS[0]:
        return directory_of(memory)
    source = only_indexed(memory) if way == WAYS[1] else Unsorted(memory, 0)
    ranking = bearers.ranking(memory, view_of(memory).scope())
    return Directory(ranking, partial(bearers.describe, memory), [source])


@pytest.fixture(scope="module", params=WAYS)
def small(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Directory:
    memory = memory_of(tmp_path_factory.mktemp("small") / "memory", [*PEOPLE_AND_PLACES, *VALUES])
    return found_by(memory, request.param)


def names(directory: Directory, typed: str, kind: EntityType | None = None) -> list[str]:
    return [match.entry.name for match in directory.find(typed, kind).matches]


def test_the_exact_name_comes_first_then_what_it_begins(small: Directory) -> None:
    assert names(small, "field")[:3] == ["Masako Field", "John Field", "Fieldstone Group"]
    assert small.find("field").matches[0].alias == "Field"
    assert [match.score for match in small.find("Masako Field").matches][:1] == [100.0]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mas", "Masako Field"),
        ("field masako", "Masako Field"),
        ("m fie", "Masako Field"),
        ("M. Field", "Masako Field"),
        ("Masaco Feild", "Masako Field"),
        ("zoe muller ostby", "Zoë Müller-Østby"),
        ("Zoe Mueller", "Zoë Müller-Østby"),
        ("Ostby", "Zoë Müller-Østby"),
        ("Muler-Ostby", "Zoë Müller-Østby"),
        ("soft glass", "SoftGlass"),
        ("obrien", "Seán O’Brien"),
        ("sean o'b", "Seán O’Brien"),
        ("O'Brian", "Seán O’Brien"),
        ("FIELDSTONE", "Fieldstone Group"),
        ("ann@fi", "ann@field.example"),
        ("an@field.example", "ann@field.example"),
    ],
)
def test_a_name_as_people_type_it(small: Directory, typed: str, meant: str) -> None:
    assert meant in names(small, typed)[:2]


def test_a_type_leaves_out_the_others(small: Directory) -> None:
    assert names(small, "field", ORGANISATION) == ["Fieldstone Group"]
    assert names(small, "", PLACE) == ["Springfield"]


def test_amounts_and_dates_are_found_by_how_they_begin(small: Directory) -> None:
    assert names(small, "$47 m", MONEY) == names(small, "$47 million") == ["$47 million"]
    assert names(small, "may", DATE) == ["May 2024"]
    assert names(small, "", MONEY) == ["$47 million"]


def test_nothing_typed_gives_the_most_mentioned(small: Directory) -> None:
    by_weight = [
        "Springfield",
        "Masako Field",
        "Zoë Müller-Østby",
        "Fieldstone Group",
        "John Field",
        "SoftGlass",
        "Seán O’Brien",
    ]
    assert names(small, "  ") == by_weight
    top = small.top(limit=2, offset=1)
    assert (top.total, [match.entry.name for match in top.matches]) == (7, by_weight[1:3])


def test_an_entry_tells_how_often_and_under_which_names_somebody_is_mentioned(small: Directory) -> None:
    entry = small.find("masako field").matches[0].entry
    assert (entry.mentions, entry.documents, entry.aliases) == (23, 1, (("Field", 20), ("Masako Field", 3)))
    assert small.entry(entry.entity) == entry
    assert small.entry(0) is small.entry(10**6) is None
    assert len(small) == len(PEOPLE_AND_PLACES) + len(VALUES)


def test_pages_continue_each_other(small: Directory) -> None:
    everything = small.find("field", limit=100)
    pages = [small.find("field", limit=2, offset=offset) for offset in range(0, everything.total, 2)]
    assert [match for page in pages for match in page.matches] == everything.matches
    assert {page.total for page in pages} == {everything.total} == {len(everything.matches)}


def test_what_is_like_nothing_finds_nothing(small: Directory) -> None:
    assert small.find("qqqqxxxx").total == 0


def test_a_search_can_be_given_up(small: Directory) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        small.find("fild", cancel=token)


def test_the_order_in_which_names_came_does_not_matter(tmp_path_factory: pytest.TempPathFactory) -> None:
    shuffled = [*PEOPLE_AND_PLACES]
    random.Random(5).shuffle(shuffled)
    one, other = (
        directory_of(memory_of(tmp_path_factory.mktemp("order") / "memory", each))
        for each in (PEOPLE_AND_PLACES, shuffled)
    )
    assert names(one, "feild") == names(other, "feild")


@given(typed=st.text(max_size=30))
@settings(max_examples=200)
def test_anything_can_be_typed(small: Directory, typed: str) -> None:
    ranked = small.find(typed)
    scores = [match.score for match in ranked.matches]
    if None not in scores:
        assert scores == sorted(scores, key=lambda score: -(score or 0.0))
    assert len({match.entry.entity for match in ranked.matches}) == len(ranked.matches)
    assert all(inside(match) for match in ranked.matches)


def inside(match: Match) -> bool:
    bounds = [bound for span in match.ranges for bound in span]
    return bounds == sorted(bounds) and all(0 <= start < end <= len(match.alias) for start, end in match.ranges)


def _people(count: int) -> list[str]:
    chance = random.Random(11)
    first, last = sorted(gazetteer().first_names), sorted(gazetteer().surnames)
    return list(dict.fromkeys(f"{chance.choice(first)} {chance.choice(last)}" for _ in range(count)))


PEOPLE = _people(3000)


@pytest.fixture(scope="module", params=WAYS[:2])
def big(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Directory:
    chance = random.Random(13)
    named = [Bearer(PERSON, {name: chance.randrange(1, 10)}) for name in PEOPLE]
    return found_by(memory_of(tmp_path_factory.mktemp("big") / "memory", named), request.param)


def _typo(name: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(name) - 1)
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        ]
    )


@pytest.mark.parametrize(
    ("spoil", "at_least"),
    [
        (_typo, 99),
        (lambda name, chance: _typo(_typo(name, chance), chance), 96),
        (lambda name, chance: " ".join(reversed(_typo(name, chance).split(" "))), 97),
        (lambda name, chance: name[: max(6, 2 * len(name) // 3)], 97),
        (lambda name, chance: name.replace(" ", ""), 99),
    ],
    ids=["typo", "two typos", "swapped with a typo", "half-typed", "joined"],
)
def test_the_person_meant_is_among_the_first_five(
    big: Directory, spoil: Callable[[str, random.Random], str], at_least: int
) -> None:
    chance = random.Random(7)
    hits = 0
    for name in chance.sample(PEOPLE, 100):
        matches = big.find(spoil(name, chance), limit=5).matches
        hits += any(match.entry.name == name for match in matches)
    assert hits >= at_least


@pytest.mark.parametrize("way", WAYS)
def test_a_short_name_that_stands_in_the_query_is_not_the_name(
    tmp_path_factory: pytest.TempPathFactory, way: str
) -> None:
    both = [Bearer(ORGANISATION, {"LN": 9}), Bearer(PERSON, {"Abraham Lincoln": 1})]
    directory = found_by(memory_of(tmp_path_factory.mktemp("short") / "memory", both), way)
    assert names(directory, "linkoln")[0] == "Abraham Lincoln"
