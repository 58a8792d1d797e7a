"""What people decided about names, through the engine: new versions, rebuilding, undoing, forgetting, exchange."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from search.entities.pipeline import recogniser
from search.errors import BadInput, CristalError, NotFound
from search.explore.explorer import Explorer
from search.explore.names import Entity
from search.ingest.rebuilding import rebuild
from search.ingest.resolving import resolve_entities
from search.memory import schema
from search.memory.checking import check
from search.memory.memory import Memory
from tests.house import House
from tui.doctor import examine

FIRST = (
    "Alice Smith of Kestrel Bank met Bob Stone in Lisbon. Smith left early. Stone stayed in Lisbon with Alise Smith."
)
SECOND = "Kestrel Bank Ltd. and Carol Jones signed. Ms Jones thanked Alice Smith."


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path)
    house.write("first.txt", FIRST)
    house.write("second.txt", SECOND)
    house.add()
    return house


@pytest.fixture
def explorer(house: House) -> Iterator[Explorer]:
    explorer = Explorer.open(house.memory.folder)
    yield explorer
    explorer.close()


def named(explorer: Explorer) -> dict[str, tuple[str, int]]:
    """Type and mentions of every name."""
    explorer.refresh()
    explorer._directories.expire()
    return {entity.name: (entity.type, entity.mentions) for entity in explorer.entities("", limit=100).entities}


def entity(explorer: Explorer, name: str) -> Entity:
    return next(each for each in explorer.entities(name, limit=10).entities if each.name == name)


def version(house: House, name: str) -> str:
    return f"v{house.current()[name].version}"


def surfaces(explorer: Explorer, version: str) -> list[tuple[str, str]]:
    return [(mention.name, mention.type) for mention in explorer.mentions(version)]


def test_two_are_one_from_now_on_and_two_again_when_that_is_undone(house: House, explorer: Explorer) -> None:
    before = named(explorer)
    (line,) = explorer.judge("same", "Alise Smith", "Alice Smith", reason="the same badge")
    assert (line.kind, line.subject, line.object, line.reason) == (
        "same",
        "Alise Smith",
        "Alice Smith",
        "the same badge",
    )
    assert named(explorer)["Alice Smith"] == ("person", before["Alice Smith"][1] + 1)
    assert "Alise Smith" not in named(explorer)
    assert explorer.search('person:"Alise Smith"').total == 2
    parts = explorer.parts(entity(explorer, "Alice Smith").entity)
    assert [(part.name, part.reason) for part in parts] == [
        ("Alice Smith", None),
        ("Alise Smith", "judged the same: Alice Smith"),
    ]
    undone = explorer.undo(line.judgement[:8])
    assert named(explorer) == before
    assert [each.undone_by for each in explorer.judgements()] == [None, undone.judgement]
    explorer.undo(undone.judgement)
    assert "Alise Smith" not in named(explorer)
    assert list(check(house.memory)) == []


def test_merged_ids_redirect(explorer: Explorer) -> None:
    old = entity(explorer, "Alise Smith").entity
    explorer.judge("same", old, "Alice Smith")
    explorer.refresh()
    assert explorer.entity(entity(explorer, "Alice Smith").entity).entity.name == "Alice Smith"
    assert explorer.entity(old).entity.name == "Alice Smith"


def test_what_a_rule_merged_is_told_apart_by_its_part(house: House, explorer: Explorer) -> None:
    house.write("third.txt", "It was Ms Jones again.")
    house.sync()
    explorer.refresh()
    whole = entity(explorer, "Carol Jones")
    part = next(part for part in explorer.parts(whole.entity) if part.reason is not None)
    assert part.reason == "surname: Carol Jones"
    explorer.judge("different", part.entity, whole.entity)
    assert named(explorer)["Jones"] == ("person", part.mentions)
    house.write("fourth.txt", "It was Ms Jones who wrote.")
    house.sync()
    assert named(explorer)["Jones"] == ("person", part.mentions + 1)


def test_a_name_is_rejected_everywhere_or_in_one_place(house: House, explorer: Explorer) -> None:
    first = version(house, "first.txt")
    place = FIRST.rindex("Lisbon")
    explorer.judge("reject", f"{first}@{place + 2}")
    assert named(explorer)["Lisbon"] == ("place", 1)
    assert surfaces(explorer, first).count(("Lisbon", "place")) == 1
    explorer.judge("reject", "Lisbon")
    assert "Lisbon" not in named(explorer)
    assert ("Lisbon", "place") not in surfaces(explorer, first)
    for line in explorer.judgements():
        explorer.undo(line.judgement)
    assert named(explorer)["Lisbon"] == ("place", 2)
    assert list(check(house.memory)) == []


def test_a_name_gets_another_type_and_another_name(house: House, explorer: Explorer) -> None:
    explorer.judge("retype", "Lisbon", "organisation")
    assert named(explorer)["Lisbon"] == ("organisation", 2)
    assert explorer.search("org:Lisbon").total == 1
    explorer.judge("rename", "Lisbon", "Lisbon \udcff")
    assert list(check(house.memory)) == []
    explorer.judge("rename", "Lisbon", "Lisbon Office")
    assert named(explorer)["Lisbon Office"] == ("organisation", 2)
    assert explorer.search('org:"Lisbon Office"').total == explorer.search("org:Lisbon").total == 1


def test_one_mention_is_said_to_mean_another_or_to_be_a_name(house: House, explorer: Explorer) -> None:
    first = version(house, "first.txt")
    explorer.judge("same", f"{first}@{FIRST.index('Smith left')}", "Bob Stone")
    assert named(explorer)["Bob Stone"] == ("person", 3)
    start = FIRST.index("early")
    explorer.judge("retype", f"{first}@{start}-{start + 5}", "work")
    assert named(explorer)["early"] == ("work", 1)
    with pytest.raises(NotFound, match="nothing is named"):
        explorer.judge("reject", f"{first}@{FIRST.index('with')}")


def test_judgements_hold_for_later_versions_and_for_names_recognised_again(house: House, explorer: Explorer) -> None:
    first = version(house, "first.txt")
    explorer.judge("reject", f"{first}@{FIRST.rindex('Lisbon')}")
    explorer.judge("same", "Alise Smith", "Alice Smith")
    explorer.judge("watch", "Bob Stone")
    house.write("first.txt", "A line before.\n" + FIRST)
    house.sync()
    explorer.refresh()
    assert version(house, "first.txt") != first
    assert surfaces(explorer, version(house, "first.txt")).count(("Lisbon", "place")) == 1
    expected = named(explorer)
    assert expected["Lisbon"] == ("place", 1)
    rebuild(house.memory, house.events.append)
    assert named(explorer) == expected
    assert entity(explorer, "Bob Stone").watched
    explorer.undo(explorer.judgements()[-1].judgement)
    assert named(explorer)["Lisbon"] == ("place", 2)
    rebuild(house.memory, house.events.append)
    assert named(explorer)["Lisbon"] == ("place", 2)
    assert list(check(house.memory)) == []


def test_resolving_what_is_new_ends_as_resolving_everything(house: House) -> None:
    for number, (one, other) in enumerate(
        [("Dana", "Smith"), ("Alice", "Smith"), ("Alice", "Stone"), ("K.", "Jones")] * 2
    ):
        house.write(f"more-{number}.txt", f"{one} {other} spoke. Smith and Stone left. The {number} WTO men stayed.")
        if number == 3:
            house.write("wto.txt", "The World Trade Organization (WTO) met. The WTO left.")
        house.sync()
    step_by_step = house.memory.entity_rows()
    resolve_entities(house.memory)
    assert house.memory.entity_rows() == step_by_step


def test_judgements_travel_as_lines(house: House, explorer: Explorer, tmp_path: Path) -> None:
    explorer.judge("same", "Alise Smith", "Alice Smith")
    explorer.judge("reject", f"{version(house, 'first.txt')}@{FIRST.rindex('Lisbon')}")
    line = explorer.judge("watch", "Bob Stone")[0]
    explorer.undo(line.judgement)
    lines = list(explorer.export_judgements())
    (tmp_path / "other").mkdir()
    other = House(tmp_path / "other")
    other.write("copy.txt", FIRST)
    other.add()
    there = Explorer.open(other.memory.folder)
    done = there.import_judgements(lines)
    assert (done.added, done.known, done.waiting) == (4, 0, 0)
    assert there.import_judgements(lines).known == 4
    assert named(there)["Lisbon"] == ("place", 1)
    assert "Alise Smith" not in named(there)
    assert list(there.export_judgements()) == lines
    with pytest.raises(BadInput, match="line 2"):
        there.import_judgements([lines[0], "{"])
    future = json.dumps(json.loads(lines[0]) | {"id": "f" * 32, "at": "9999-01-01T00:00:00Z"})
    with pytest.raises(BadInput, match="not come yet"):
        there.import_judgements([future])
    there.close()


def test_a_judgement_that_came_before_its_names_waits(house: House, explorer: Explorer, tmp_path: Path) -> None:
    explorer.judge("same", "Alise Smith", "Alice Smith")
    lines = list(explorer.export_judgements())
    (tmp_path / "other").mkdir()
    other = House(tmp_path / "other")
    there = Explorer.open(other.memory.folder)
    assert there.import_judgements(lines).waiting == 1
    other.write("copy.txt", FIRST)
    other.add()
    assert "Alise Smith" not in named(there)
    there.close()


def test_lines_that_undo_each_other_in_a_circle_or_another_subject_are_taken(house: House, explorer: Explorer) -> None:
    (line,) = explorer.judge("reject", "Lisbon")
    whole = json.loads(next(iter(explorer.export_judgements())))
    circle = [
        whole | {"id": one * 32, "kind": "undo", "undoes": other * 32, "at": f"2026-01-01T00:00:0{second}Z"}
        for second, (one, other) in enumerate([("a", "b"), ("b", "a"), ("c", "c")])
    ]
    assert explorer.import_judgements(map(json.dumps, circle)).added == 3
    assert "Lisbon" not in named(explorer)
    elsewhere = {"type": "person", "norm": "nobody"}
    undo = whole | {"id": "d" * 32, "kind": "undo", "undoes": line.judgement, "subject": elsewhere}
    undo["at"] = whole["at"].replace("Z", "")[:-6] + "999999Z"
    explorer.import_judgements([json.dumps(undo)])
    assert named(explorer)["Lisbon"] == ("place", 2)


@pytest.mark.parametrize("start", [0, 5_000, 1 << 40])
def test_a_line_about_a_place_that_is_not_there_puts_no_name_outside(
    start: int, house: House, explorer: Explorer
) -> None:
    (line,) = explorer.judge("retype", f"{version(house, 'first.txt')}@{FIRST.index('Lisbon')}", "work")
    whole = json.loads(next(iter(explorer.export_judgements())))
    explorer.undo(line.judgement)
    place = whole["subject"] | {"start": start, "end": start + len("Lisbon")}
    explorer.import_judgements([json.dumps(whole | {"id": "e" * 32, "subject": place})])
    assert sum(count for kind, count in named(explorer).values() if kind == "work") == 1
    nowhere = place | {"quote": "Porto!"}
    explorer.import_judgements([json.dumps(whole | {"id": "f" * 32, "subject": nowhere})])
    assert sum(count for kind, count in named(explorer).values() if kind == "work") == 1
    assert list(check(house.memory)) == []


def test_forgetting_takes_what_was_judged_of_what_only_that_document_said(house: House, explorer: Explorer) -> None:
    first = version(house, "first.txt")
    explorer.judge("reject", f"{first}@{FIRST.rindex('Lisbon')}")
    explorer.judge("rename", "Bob Stone", "Robert Stone")
    explorer.judge("rename", "Carol Jones", "Caroline Jones")
    document = house.documents()["first.txt"]
    (house.files / "first.txt").unlink()
    with house.memory.write() as write:
        purged = write.purge(document)
    assert purged.judgements == 2
    house.sync()
    raw = sqlite3.connect(house.memory.folder / "memory.db")
    said = "\n".join(raw.iterdump()).lower()
    raw.close()
    assert "lisbon" not in said
    assert "stone" not in said
    assert named(explorer)["Caroline Jones"][0] == "person"
    with sqlite3.connect(house.memory.folder / "memory.db") as db, pytest.raises(sqlite3.IntegrityError, match="never"):
        db.execute("DELETE FROM judgement")
    db.close()
    assert list(check(house.memory)) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("guess", "Lisbon"), "no judgement"),
        (("same", "Lisbon"), "two names"),
        (("same", "Lisbon", "Lisbon"), "one name already"),
        (("retype", "Lisbon", "fruit"), "not a type"),
        (("rename", "Lisbon", "  "), "to be called"),
        (("watch", "Lisbon", "Porto"), "one name alone"),
        (("reject", "Lisbo"), "did you mean Lisbon"),
        (("reject", "e999"), "no entity e999"),
        (("rename", "d1@3", "x"), "about a name"),
        (("reject", "d1@5000"), "nothing is named"),
        (("retype", "d1@5000-6000", "work"), "no part of"),
    ],
)
def test_what_cannot_be_judged_is_one_sentence(words: tuple[str, ...], said: str, explorer: Explorer) -> None:
    with pytest.raises(CristalError, match=said):
        explorer.judge(*words)
    assert explorer.judgements() == ()


def test_an_id_that_is_none_is_not_undone(explorer: Explorer) -> None:
    with pytest.raises(NotFound, match="no judgement"):
        explorer.undo("abcd")


def test_a_forged_judgement_is_told(house: House, explorer: Explorer) -> None:
    explorer.judge("rename", "Lisbon", "Porto")
    with sqlite3.connect(house.memory.folder / "memory.db") as raw:
        raw.execute("DROP TRIGGER judgement_is_not_changed")
        raw.execute("UPDATE judgement SET object = '\"Madrid\"'")
    raw.close()
    assert [finding for finding in check(house.memory) if "tables are described" in finding]
    with pytest.raises(CristalError, match="judgement"):
        explorer.judgements()


def test_likely_merges_are_suggested_with_evidence_until_somebody_says_no(explorer: Explorer) -> None:
    listed = explorer.merge_suggestions()
    pair = next(each for each in listed.suggestions if each.other.name == "Alise Smith")
    assert (pair.entity.name, pair.why, pair.together) == ("Alice Smith", "spelled nearly alike", 1)
    assert "Alise Smith" in pair.other_evidence[0].sentence
    assert len(pair.evidence) == 2
    explorer.judge("different", pair.other.entity, pair.entity.entity)
    assert explorer.merge_suggestions().total == listed.total - 1
    assert explorer.merge_suggestions(type="place").total == 0


def test_names_of_a_catalogue_of_before_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    current = schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", current[:3])
    with sqlite3.connect(tmp_path / "memory.db", isolation_level=None) as raw:
        raw.execute("PRAGMA journal_mode = WAL")
        schema.migrate(raw)
        people = [("p", "bob stone", "Bob Stone", 1), ("p", "stone", "Stone", 1)]
        raw.executemany("INSERT INTO entity (type, norm, name) VALUES (?, ?, ?)", (row[:3] for row in people))
        raw.execute("UPDATE entity SET merged_into = 1 WHERE id = 2")
        raw.executemany("INSERT INTO form (type, norm, surface, entity) VALUES (?, ?, ?, ?)", people)
    raw.close()
    monkeypatch.undo()
    memory = Memory.open(tmp_path)
    assert [(form.form, form.surface, form.norm, form.entity) for form in memory.forms()] == [
        (1, "Bob Stone", "bob stone", 1),
        (2, "Stone", "stone", 1),
    ]
    assert list(check(memory)) == []
    assert memory.recogniser() is None
    with memory.write() as write:
        assert write.regroup([2]) == {1, 2}
    memory.close()


def test_dates_mean_days_and_amounts_plain_numbers_in_their_document(house: House, explorer: Explorer) -> None:
    house.write("letter.txt", "Lisbon, 3 February 2025\n\nWe pay about $3.5 million next Tuesday, as last year.\n")
    house.sync()
    explorer.refresh()
    spans = {one.name: one.norm for one in explorer.mentions(version(house, "letter.txt"))}
    assert spans["next Tuesday"] == "2025-02-04"
    assert spans["last year"] == "2024"
    assert spans["$3.5 million"] == "~USD 3500000"


def test_a_rebuild_tells_what_recognised_the_names(house: House) -> None:
    assert house.memory.recogniser() == recogniser()
    with house.memory.write() as write:
        write.mark_recognised("rules/0", everything=True)
    assert [found.state for found in examine(house.memory.folder) if found.name == "names"] == ["warning"]
    house.write("third.txt", "Dana Reed spoke.")
    house.sync()
    assert house.memory.recogniser() == "rules/0"
    rebuild(house.memory, house.events.append)
    assert house.memory.recogniser() == recogniser()
    assert [found for found in examine(house.memory.folder) if found.name == "names"] == []
