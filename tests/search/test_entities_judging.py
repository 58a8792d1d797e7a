"""Judgements: the later wins, undoing works to any depth, places are found again, and lines of JSON say all."""

import json
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from search.entities.mentions import EntityType, Key, Mention
from search.entities.resolution.judgement_json import from_json, to_json
from search.entities.resolution.judging import (
    CONTEXT,
    Anchor,
    Judgement,
    Kind,
    Place,
    corrected,
    in_force,
    located,
    restored,
    verdicts,
)
from search.entities.resolution.resolve import FormCount, Group, Reason, resolve

PERSON, ORGANISATION, PLACE = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE
ANA, ANNA, COSTA = Key(PERSON, "ana costa"), Key(PERSON, "anna costa"), Key(PERSON, "costa")
TEXT = "0123456789abcdef0123456789abcdef01234567"


def made(
    number: int, kind: Kind, subject: Anchor, wanted: Anchor | str | None = None, undoes: int | None = None
) -> Judgement:
    """The judgement of that number, made in that second."""
    back = None if undoes is None else f"{undoes:032x}"
    return Judgement(f"{number:032x}", f"2026-01-01T00:00:{number:02}.000000Z", kind, subject, wanted, None, back)


def groups(*judgements: Judgement) -> dict[str, Group]:
    """Three people by what is known of them, by name."""
    forms = [
        FormCount(PERSON, "Ana Costa", "ana costa", 90),
        FormCount(PERSON, "Costa", "costa", 5),
        FormCount(PERSON, "Anna Costa", "anna costa", 5),
        FormCount(PLACE, "Lisbon", "lisbon", 3),
    ]
    return {group.name: group for group in resolve(forms, verdicts(judgements)) if not group.rejected}


def test_names_are_brought_together_and_apart_again() -> None:
    assert {name: len(group.keys) for name, group in groups().items()} == {"Ana Costa": 2, "Anna Costa": 1, "Lisbon": 1}
    same = made(1, Kind.SAME, ANNA, ANA)
    merged = groups(same)["Ana Costa"]
    assert merged.keys == (ANA, ANNA, COSTA)
    assert Reason.JUDGED in {merge.reason for merge in merged.merges}
    assert groups(same, made(2, Kind.UNDO, ANNA, undoes=1)) == groups()
    assert groups(same, made(2, Kind.UNDO, ANNA, undoes=1), made(3, Kind.UNDO, ANNA, undoes=2)) == groups(same)
    assert groups(same, made(2, Kind.DIFFERENT, ANA, ANNA)).keys() == groups().keys()
    assert groups(made(1, Kind.DIFFERENT, ANA, ANNA), made(2, Kind.SAME, ANNA, ANA)) == groups(same)


def test_the_object_gives_the_name_and_the_root() -> None:
    group = groups(made(1, Kind.SAME, ANA, ANNA))["Anna Costa"]
    assert (group.root, group.mentions) == (ANNA, 100)


def test_a_rule_does_not_bring_together_what_was_told_apart() -> None:
    assert groups(made(1, Kind.DIFFERENT, COSTA, ANA))["Costa"].keys == (COSTA,)


def test_two_told_apart_are_not_one_through_a_third() -> None:
    third = made(1, Kind.SAME, ANNA, COSTA), made(2, Kind.DIFFERENT, ANNA, ANA)
    assert all(not {ANA, ANNA} <= set(group.keys) for group in groups(*third).values())


def test_a_name_is_rejected_retyped_and_called_otherwise() -> None:
    assert "Lisbon" not in groups(made(1, Kind.REJECT, Key(PLACE, "lisbon")))
    retyped = groups(made(1, Kind.RETYPE, Key(PLACE, "lisbon"), "organisation"))["Lisbon"]
    assert (retyped.root, retyped.keys) == (
        Key(ORGANISATION, "lisbon"),
        (Key(ORGANISATION, "lisbon"), Key(PLACE, "lisbon")),
    )
    back = (
        made(1, Kind.RETYPE, Key(PLACE, "lisbon"), "organisation"),
        made(2, Kind.RETYPE, Key(ORGANISATION, "lisbon"), "place"),
    )
    assert groups(*back)["Lisbon"].root == Key(PLACE, "lisbon")
    named = made(1, Kind.RENAME, COSTA, "A. Costa"), made(2, Kind.RENAME, ANA, "Ana Maria Costa")
    assert "Ana Maria Costa" in groups(*named)
    assert "A. Costa" in groups(replace(named[1], at="2025-01-01T00:00:00.000000Z"), named[0])


def test_watching_is_taken_back() -> None:
    assert verdicts([made(1, Kind.WATCH, ANA)]).watched == {ANA}
    assert verdicts([made(1, Kind.WATCH, ANA), made(2, Kind.UNDO, ANA, undoes=1)]).watched == frozenset()


NORMS = st.lists(st.sampled_from(["ana", "rui", "b", "costa", "silva"]), min_size=1, max_size=3).map(" ".join)
KEYS = st.builds(Key, st.sampled_from([PERSON, ORGANISATION]), NORMS)
DECISIONS = st.lists(
    st.one_of(
        st.tuples(st.sampled_from([Kind.SAME, Kind.DIFFERENT]), KEYS, KEYS),
        st.tuples(st.sampled_from([Kind.RETYPE]), KEYS, st.sampled_from(["person", "place"])),
        st.tuples(st.sampled_from([Kind.RENAME]), KEYS, st.sampled_from(["One", "Another"])),
        st.tuples(st.sampled_from([Kind.REJECT, Kind.WATCH]), KEYS, st.none()),
    ),
    max_size=8,
)
Decision = tuple[Kind, Key, Key | str | None]


def decided(decisions: list[Decision]) -> list[Judgement]:
    return [made(number, *decision) for number, decision in enumerate(decisions)]


@given(st.lists(KEYS, min_size=1, max_size=10), DECISIONS, st.randoms())
@settings(max_examples=300)
def test_every_name_is_in_one_group_whatever_was_decided(
    keys: list[Key], decisions: list[Decision], random: st.DataObject
) -> None:
    forms = [FormCount(key.type, key.norm.title(), key.norm, count) for count, key in enumerate(keys, start=1)]
    judgements = decided(decisions)
    found = resolve(forms, verdicts(judgements))
    placed = [key for group in found for key in group.keys]
    assert len(placed) == len(set(placed))
    assert set(keys) <= set(placed) <= {*keys, *verdicts(judgements).retyped.values()}
    assert sum(group.mentions for group in found) == sum(form.mentions for form in forms)
    random.shuffle(judgements)  # type: ignore[attr-defined]
    random.shuffle(forms)  # type: ignore[attr-defined]
    assert resolve(forms, verdicts(judgements)) == found


@given(st.lists(KEYS, min_size=1, max_size=10), DECISIONS)
@settings(max_examples=200)
def test_undoing_everything_leaves_nothing_of_it(keys: list[Key], decisions: list[Decision]) -> None:
    forms = [FormCount(key.type, key.norm.title(), key.norm, count) for count, key in enumerate(keys, start=1)]
    judgements = decided(decisions)
    undone = [made(20 + number, Kind.UNDO, one.subject, undoes=number) for number, one in enumerate(judgements)]
    assert in_force(judgements + undone) == []
    assert resolve(forms, verdicts(judgements + undone)) == resolve(forms)
    again = [made(40 + number, Kind.UNDO, one.subject, undoes=20 + number) for number, one in enumerate(judgements)]
    assert in_force(judgements + undone + again) == judgements


@given(st.lists(KEYS, min_size=1, max_size=8), st.lists(st.tuples(st.booleans(), KEYS, KEYS), max_size=8))
@settings(max_examples=300)
def test_what_was_last_said_of_two_names_holds(keys: list[Key], said: list[tuple[bool, Key, Key]]) -> None:
    assume(all(one != other for _, one, other in said))
    judgements = [
        made(n, Kind.SAME if same else Kind.DIFFERENT, one, other) for n, (same, one, other) in enumerate(said)
    ]
    forms = [FormCount(key.type, key.norm.title(), key.norm, 1) for key in keys]
    of_key = {key: group.root for group in resolve(forms, verdicts(judgements)) for key in group.keys}
    if said:
        same, one, other = said[-1]
        if one in of_key and other in of_key:
            assert (of_key[one] == of_key[other]) == same


WORDS = "Ana Costa met Rui Silva in Lisbon; Costa left."


def place(
    start: int, end: int, text: str = WORDS, kind: EntityType | None = PERSON, norm: str | None = "costa"
) -> Place:
    around = text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
    return Place(TEXT, start, end, text[start:end], *around, kind, norm)


def mention(start: int, end: int, kind: EntityType, norm: str) -> Mention:
    return Mention(start, end, kind, WORDS[start:end], norm)


HERE = [mention(0, 9, PERSON, "ana costa"), mention(14, 23, PERSON, "rui silva"), mention(35, 40, PERSON, "ana costa")]


def test_one_mention_is_corrected_and_restored() -> None:
    spot = place(35, 40, norm="ana costa")
    rejected = made(1, Kind.REJECT, spot)
    assert corrected(HERE, [rejected]) == HERE[:2]
    assert restored(HERE[:2], [rejected, made(2, Kind.UNDO, spot, undoes=1)]) == HERE
    retyped = corrected(HERE, [made(1, Kind.RETYPE, spot, "place")])
    assert retyped[2] == mention(35, 40, PLACE, "costa")
    other = corrected(HERE, [made(1, Kind.SAME, spot, Key(PERSON, "rui silva"))])
    assert other[2] == mention(35, 40, PERSON, "rui silva")
    stranger = corrected(HERE, [made(1, Kind.DIFFERENT, spot, ANA)])[2]
    assert stranger.norm.startswith("costa #")
    assert restored([*HERE[:2], stranger], [made(1, Kind.DIFFERENT, spot, ANA)]) == HERE


def test_a_mention_that_was_told_apart_joins_nobody_by_rule() -> None:
    stranger = corrected(HERE, [made(1, Kind.DIFFERENT, place(35, 40, norm="ana costa"), ANA)])[2]
    forms = [
        FormCount(PERSON, "Ana Costa", "ana costa", 90),
        FormCount(stranger.type, stranger.surface, stranger.norm, 1),
    ]
    assert len(resolve(forms)) == 2


def test_what_nobody_recognised_becomes_a_name() -> None:
    added = corrected(HERE, [made(1, Kind.RETYPE, place(27, 33, kind=None, norm=None), "place")])
    assert mention(27, 33, PLACE, "lisbon") in added
    assert restored(added, [made(1, Kind.RETYPE, place(27, 33, kind=None, norm=None), "place")]) == HERE


def test_a_place_is_found_again_by_what_stands_around_it() -> None:
    later = "Yesterday it rained. " + WORDS
    assert located(place(35, 40), later, TEXT[::-1]) == place(35, 40)._replace(text=TEXT[::-1], start=56, end=61)
    swapped = "Costa left. Ana Costa met Rui Silva in Lisbon; Costa slept."
    assert located(place(35, 40), swapped, TEXT) is not None
    assert located(place(35, 40), "Costa is a word for coast.", TEXT) is None
    assert located(place(35, 40), "nobody", TEXT) is None
    assert located(place(0, 5, "Costa"), "Costa", TEXT) is not None


@given(
    st.text(alphabet="ab ", max_size=60), st.text(alphabet="ab ", max_size=60), st.integers(0, 50), st.integers(1, 5)
)
def test_a_place_found_again_holds_its_quote(text: str, other: str, start: int, length: int) -> None:
    assume(start + length <= len(text))
    spot = place(start, start + length, text)
    again = located(spot, other, TEXT)
    assert again is None or other[again.start : again.end] == spot.quote
    same = located(spot, text, TEXT)
    if len(text) >= 20:
        assert same is not None
        assert text[same.start : same.end] == spot.quote


PLACES = st.builds(lambda start, length: place(start, start + length), st.integers(0, 30), st.integers(1, 9))
JUDGEMENTS = st.one_of(
    st.builds(lambda key, other: made(1, Kind.SAME, key, other), st.one_of(KEYS, PLACES), KEYS),
    st.builds(lambda key, name: made(1, Kind.RENAME, key, name), KEYS, st.text(min_size=1).filter(str.strip)),
    st.builds(lambda spot: made(1, Kind.RETYPE, spot, "place"), PLACES),
    st.builds(lambda key: made(2, Kind.UNDO, key, undoes=1), KEYS),
)


@given(JUDGEMENTS)
def test_a_judgement_comes_back_from_its_line(judgement: Judgement) -> None:
    assert from_json(json.loads(json.dumps(to_json(judgement)))) == judgement


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"id": "x"}, "32 hexadecimal"),
        ({"at": "yesterday"}, "an instant"),
        ({"at": "2026-02-31T00:00:00Z"}, "no instant"),
        ({"kind": "guess"}, "no kind"),
        ({"subject": 3}, "no object"),
        ({"subject": {"type": "fruit", "norm": "a"}}, "no type"),
        ({"object": None}, "another name"),
        ({"undoes": "f" * 32}, "an undo"),
        ({"kind": "retype", "object": "fruit"}, "no type"),
        ({"kind": "rename", "object": " "}, "needs a name"),
        ({"kind": "watch"}, "has no object"),
        ({"subject": {"text": TEXT, "start": 3, "end": 2, "quote": "a"}}, "no offsets"),
        ({"subject": {"text": TEXT, "start": 3, "end": 5, "quote": "a"}}, "not as long"),
        ({"reason": 5}, "no text"),
    ],
)
def test_a_broken_line_says_what_is_wrong(changed: dict[str, object], said: str) -> None:
    whole = to_json(made(1, Kind.SAME, ANA, ANNA))
    with pytest.raises(ValueError, match=said):
        from_json(whole | changed)
    with pytest.raises(ValueError, match="no object"):
        from_json([whole])
