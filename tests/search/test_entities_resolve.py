"""Resolution: which forms of a collection are one entity, why, and that nothing depends on their order."""

from hypothesis import given, settings
from hypothesis import strategies as st

from search.entities.mentions import EntityType, Key
from search.entities.resolution.resolve import FormCount, Group, Reason, block_of, resolve

PERSON, ORGANISATION, PLACE = EntityType.PERSON, EntityType.ORGANISATION, EntityType.PLACE


def rows(*forms: tuple[EntityType, str, str, int]) -> list[FormCount]:
    return [FormCount(*form) for form in forms]


def group_of(groups: tuple[Group, ...], norm: str) -> Group:
    return next(group for group in groups for key in group.keys if key.norm == norm)


def test_forms_of_one_norm_are_one_entity_under_its_full_name() -> None:
    groups = resolve(
        rows(
            (PERSON, "Walczak", "piotr walczak", 40),
            (PERSON, "Piotr Walczak", "piotr walczak", 5),
            (PERSON, "PIOTR WALCZAK", "piotr walczak", 1),
        )
    )
    (group,) = groups
    assert (group.name, group.mentions, group.keys, group.merges) == (
        "Piotr Walczak",
        46,
        (Key(PERSON, "piotr walczak"),),
        (),
    )


def test_types_stay_apart() -> None:
    resolution = resolve(rows((PERSON, "Lincoln", "lincoln", 3), (PLACE, "Lincoln", "lincoln", 3)))
    assert len(resolution) == 2


def test_a_middle_initial_is_no_difference_unless_there_are_two() -> None:
    one = [(PERSON, "Ana B. Costa", "ana b costa", 2), (PERSON, "Ana Costa", "ana costa", 9)]
    merged = group_of(resolve(rows(*one)), "ana b costa")
    assert merged.name == "Ana Costa"
    assert [merge.reason for merge in merged.merges] == [Reason.MIDDLE_INITIAL]
    two = resolve(rows(*one, (PERSON, "Ana C. Costa", "ana c costa", 1)))
    assert len(two) == 3


def test_a_lone_surname_needs_nine_tenths_on_one_person() -> None:
    def groups(others: int) -> int:
        forms = rows(
            (PERSON, "Costa", "costa", 7),
            (PERSON, "Ana Costa", "ana costa", 90),
            (PERSON, "Rui Costa", "rui costa", others),
        )
        return len(resolve(forms))

    assert groups(10) == 2
    assert groups(11) == 3


def test_a_lone_first_name_is_nobody_else() -> None:
    resolution = resolve(rows((PERSON, "Ana", "ana", 7), (PERSON, "Ana Costa", "ana costa", 90)))
    assert len(resolution) == 2


def test_an_abbreviation_is_what_documents_explain_it_to_be() -> None:
    forms = [
        (ORGANISATION, "BEA", "bea", 5),
        (ORGANISATION, "BEA", "baltic energy agency", 9),
        (ORGANISATION, "Baltic Energy Agency", "baltic energy agency", 3),
    ]
    assert group_of(resolve(rows(*forms)), "bea").name == "Baltic Energy Agency"
    ambiguous = (ORGANISATION, "BEA", "bureau of economic analysis", 2)
    assert group_of(resolve(rows(*forms, ambiguous)), "bea").keys == (Key(ORGANISATION, "bea"),)


def test_a_subsidiary_told_apart_by_its_legal_form_stays_apart() -> None:
    resolution = resolve(
        rows((ORGANISATION, "NordaTel", "nordatel", 50), (ORGANISATION, "NordaTel Corp.", "nordatel corp", 4))
    )
    assert len(resolution) == 2


def test_names_that_look_alike_are_not_merged() -> None:
    resolution = resolve(rows((PERSON, "Ana Thomson", "ana thomson", 5), (PERSON, "Ana Thompson", "ana thompson", 5)))
    assert len(resolution) == 2


WORD = st.sampled_from(["ana", "rui", "b", "costa", "silva", "who"])
NORM = st.lists(WORD, min_size=1, max_size=3).map(" ".join)
SURFACE = st.one_of(NORM.map(str.title), st.sampled_from(["Ac", "As", "Rb", "Who"]))
FORMS = st.lists(st.tuples(st.sampled_from([PERSON, ORGANISATION]), SURFACE, NORM, st.integers(1, 50)), max_size=12)


@given(FORMS, st.randoms())
@settings(max_examples=200)
def test_the_order_of_forms_does_not_matter(
    forms: list[tuple[EntityType, str, str, int]], random: st.DataObject
) -> None:
    in_order = rows(*forms)
    shuffled = list(in_order)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    groups = resolve(in_order)
    assert resolve(shuffled) == groups
    keys = {Key(row.type, row.norm) for row in in_order}
    assert sorted(key for group in groups for key in group.keys) == sorted(keys)
    assert all(group.root in group.keys for group in groups)
    assert sum(group.mentions for group in groups) == sum(row.mentions for row in in_order)


@given(FORMS)
@settings(max_examples=300)
def test_blocks_resolved_one_by_one_come_out_as_all_together(forms: list[tuple[EntityType, str, str, int]]) -> None:
    everything = rows(*forms)
    of_key: dict[Key, str] = {}
    for row in everything:
        key = Key(row.type, row.norm)
        block = block_of(key, row.surface)
        assert block is None or of_key.get(key) in (None, str(key), block)
        of_key[key] = block or of_key.get(key, str(key))
    one_by_one = [
        group
        for block in sorted(set(of_key.values()))
        for group in resolve(row for row in everything if of_key[Key(row.type, row.norm)] == block)
    ]
    assert sorted(one_by_one, key=lambda group: group.keys) == sorted(resolve(everything), key=lambda group: group.keys)
