"""Fuzzy search over names: exact, half-typed, misspelt and swapped names find who is meant."""

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.cancel import CancelToken
from search.entities.directory import Directory, Entry
from search.entities.gazetteer.load import gazetteer
from search.entities.mentions import EntityType
from search.errors import Cancelled

PERSON, ORGANISATION, PLACE = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE

SMALL = Directory(
    [
        Entry(1, PERSON, "Masako Field", (("Masako Field", 3), ("Field", 20)), 23, 4),
        Entry(2, PERSON, "Zoë Müller-Østby", (("Müller-Østby", 2),), 9, 3),
        Entry(3, ORGANISATION, "Fieldstone Group", (("Fieldstone", 8),), 8, 2),
        Entry(4, PLACE, "Springfield", (), 50, 9),
        Entry(5, PERSON, "John Field", (("Field", 2),), 5, 1),
        Entry(6, ORGANISATION, "SoftGlass", (), 5, 1),
        Entry(7, PERSON, "Seán O’Brien", (), 4, 1),
    ]
)


def ids(name: str, kind: EntityType | None = None) -> list[int]:
    return [match.entry.entity for match in SMALL.find(name, kind).matches]


def test_the_exact_name_comes_first_then_what_it_begins() -> None:
    assert ids("field")[:3] == [1, 5, 3]
    assert SMALL.find("field").matches[0].alias == "Field"
    assert [match.score for match in SMALL.find("Masako Field").matches][:1] == [100.0]


@pytest.mark.parametrize(
    ("typed", "entity"),
    [
        ("mas", 1),
        ("field masako", 1),
        ("m fie", 1),
        ("Masaco Feild", 1),
        ("zoe muller ostby", 2),
        ("Ostby", 2),
        ("Muler-Ostby", 2),
        ("soft glass", 6),
        ("obrien", 7),
        ("sean o'b", 7),
        ("O'Brian", 7),
        ("FIELDSTONE", 3),
    ],
)
def test_a_name_as_people_type_it(typed: str, entity: int) -> None:
    assert entity in ids(typed)[:2]


def test_a_type_leaves_out_the_others() -> None:
    assert ids("field", ORGANISATION) == [3]
    assert ids("", PLACE) == [4]


def test_nothing_typed_gives_the_most_mentioned() -> None:
    assert ids("  ") == [4, 1, 2, 3, 5, 6, 7]
    top = SMALL.top(limit=2, offset=1)
    assert (top.total, [match.entry.entity for match in top.matches]) == (7, [1, 2])


def test_pages_continue_each_other() -> None:
    everything = SMALL.find("field", limit=100)
    pages = [SMALL.find("field", limit=2, offset=offset) for offset in range(0, everything.total, 2)]
    assert [match for page in pages for match in page.matches] == everything.matches
    assert {page.total for page in pages} == {everything.total} == {len(everything.matches)}


def test_what_is_like_nothing_finds_nothing() -> None:
    assert SMALL.find("qqqqxxxx").total == 0


def test_a_search_can_be_given_up() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        SMALL.find("field", cancel=token)


def test_the_order_of_entries_does_not_matter() -> None:
    entries = [match.entry for match in SMALL.top().matches]
    random.Random(5).shuffle(entries)
    assert Directory(entries).find("feild") == SMALL.find("feild")


@given(st.text(max_size=30))
@settings(max_examples=200)
def test_anything_can_be_typed(typed: str) -> None:
    ranked = SMALL.find(typed)
    scores = [match.score for match in ranked.matches]
    if None not in scores:
        assert scores == sorted(scores, key=lambda score: -(score or 0.0))
    assert len({match.entry.entity for match in ranked.matches}) == len(ranked.matches)


def _people(count: int) -> list[Entry]:
    chance = random.Random(11)
    first, last = sorted(gazetteer().first_names), sorted(gazetteer().surnames)
    names = [f"{chance.choice(first)} {chance.choice(last)}" for _ in range(count)]
    return [Entry(i, PERSON, name, (), chance.randrange(1, 100), 1) for i, name in enumerate(names)]


PEOPLE = _people(3000)
BIG = Directory(PEOPLE)


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
def test_the_person_meant_is_among_the_first_five(spoil: Callable[[str, random.Random], str], at_least: int) -> None:
    chance = random.Random(7)
    hits = 0
    for entry in chance.sample(PEOPLE, 100):
        matches = BIG.find(spoil(entry.name, chance), limit=5).matches
        hits += any(match.entry.name == entry.name for match in matches)
    assert hits >= at_least


def test_a_short_name_that_stands_in_the_query_is_not_the_name() -> None:
    directory = Directory([Entry(1, ORGANISATION, "LN", (), 9, 9), Entry(2, PERSON, "Abraham Lincoln", (), 1, 1)])
    assert directory.find("linkoln").matches[0].entry.entity == 2
