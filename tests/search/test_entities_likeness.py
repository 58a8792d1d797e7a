"""Names that may be one: what is alike is said, and what only seems so is not suggested."""

import pytest

from search.cancel import CancelToken
from search.entities.mentions import EntityType, Key
from search.entities.resolution.likeness import LARGEST_BLOCK, Why, alike
from search.errors import Cancelled

PERSON, ORGANISATION, PLACE = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE


@pytest.mark.parametrize(
    ("kind", "one", "other", "why"),
    [
        (PERSON, "alice smith", "alise smith", Why.SPELLING),
        (PERSON, "katarzyna nowakowska", "katarzina novakowska", Why.SPELLING),
        (PERSON, "masayoshi son", "son masayoshi", Why.ORDER),
        (PERSON, "h tsuji", "haruka tsuji", Why.INITIAL),
        (PERSON, "donald john trump", "donald trump", Why.MIDDLE),
        (ORGANISATION, "nordatel corp", "nordatel", Why.LEGAL_FORM),
        (ORGANISATION, "wto", "world trade organization", Why.ACRONYM),
        (ORGANISATION, "baltic energy agency", "baltik energy agency", Why.SPELLING),
    ],
)
def test_what_is_alike_is_told(kind: EntityType, one: str, other: str, why: Why) -> None:
    (pair,) = alike([Key(kind, one), Key(kind, other)])
    assert (pair.one, pair.other, pair.why) == (0, 1, why)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Key(PERSON, "ana costa"), Key(PERSON, "rui costa")),
        (Key(PERSON, "william"), Key(PERSON, "williams")),
        (Key(ORGANISATION, "flight 370 line"), Key(ORGANISATION, "flight 371 line")),
        (Key(PERSON, "li wu"), Key(PERSON, "lu wu")),
        (Key(PERSON, "h tsuji"), Key(PERSON, "kenji tsuji")),
        (Key(PLACE, "lincoln"), Key(PERSON, "abraham lincoln")),
        (Key(ORGANISATION, "alice smith inc"), Key(PERSON, "alise smith")),
    ],
)
def test_what_only_seems_alike_is_not(one: Key, other: Key) -> None:
    assert alike([one, other]) == []


def test_a_name_with_two_types_is_told() -> None:
    assert [pair.why for pair in alike([Key(PERSON, "jordan"), Key(PLACE, "jordan")])] == [Why.TYPE]
    assert [pair.why for pair in alike([Key(PERSON, "larry ellison"), Key(ORGANISATION, "ellison")])] == [Why.SURNAME]


def test_the_likeliest_come_first_and_each_pair_once() -> None:
    keys = [
        Key(PERSON, "h tsuji"),
        Key(PERSON, "haruka tsuji"),
        Key(PERSON, "tsuji haruka"),
        Key(PERSON, "haruki tsuji"),
    ]
    found = alike(keys)
    assert [pair.why for pair in found][:2] == [Why.ORDER, Why.SPELLING]
    assert len({(pair.one, pair.other) for pair in found}) == len(found)


def test_a_name_that_everybody_has_says_nothing() -> None:
    keys = [Key(PERSON, f"ana {chr(97 + n % 26)}{chr(97 + n // 26)} costa") for n in range(LARGEST_BLOCK + 1)]
    assert alike(keys) == []


def test_looking_is_given_up() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        alike([Key(PERSON, "ana costa")], token)
