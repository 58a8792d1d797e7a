"""Asking the memory as it stood: what was there then, where it was, what it said, whom it named."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from search.errors import BadInput, NotFound
from search.explore.explorer import Explorer
from tests.house import House

JANUARY, MARCH, JUNE, OCTOBER = (f"2026-{month:02}-01T12:00:00Z" for month in (1, 3, 6, 10))
CLOCKS = ("search.memory.writing.now", "search.ingest.batch.now", "search.ingest.sync.now")


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A year of a folder: in March a report is changed, in June it is moved and a letter is deleted, in October the
    letter is back and a note is new.
    """
    made = House(tmp_path)

    def at(instant: str, look: Callable[[], object]) -> None:
        for clock in CLOCKS:
            monkeypatch.setattr(clock, lambda: instant)
        look()

    report = made.write("2025/report.txt", "The harbour was built by Alice Smith.\n\nIt cost five million dollars.")
    letter = made.write("letter.txt", "Dear harbour master, yours Bob Stone.")
    at(JANUARY, made.add)
    report.write_text("The harbour was built by Carol Jones.\n\nIt cost five million dollars.")
    at(MARCH, made.sync)
    (made.files / "old").mkdir()
    report.rename(made.files / "old" / "report.txt")
    letter.unlink()
    at(JUNE, made.sync)
    made.write("letter.txt", "Dear harbour master, yours Bob Stone.")
    made.write("note.txt", "A note on the harbour.")
    at(OCTOBER, made.sync)
    yield made


@pytest.fixture
def explorer(house: House) -> Iterator[Explorer]:
    opened = Explorer.open(house.memory.folder)
    yield opened
    opened.close()


def found(explorer: Explorer, query: str, as_of: str | None = None) -> dict[str, str | None]:
    """The names of what is found, and since when it is gone."""
    hits = explorer.search(query, as_of=as_of, sort="path").hits
    return {"/".join(Path(hit.path).parts[-2:]).removeprefix("files/"): hit.gone for hit in hits}


def test_documents_are_where_they_were(explorer: Explorer) -> None:
    assert found(explorer, "harbour", "2026-02-01") == {"2025/report.txt": None, "letter.txt": None}
    assert found(explorer, "harbour", "2026-07-01") == {"letter.txt": JUNE, "old/report.txt": None}
    assert found(explorer, "harbour") == {"letter.txt": None, "note.txt": None, "old/report.txt": None}
    assert found(explorer, "path:2025 harbour") == {}
    assert found(explorer, "path:2025 as-of:2026-02-01") == {"2025/report.txt": None}
    assert found(explorer, "harbour gone:only as-of:2026-07-01") == {"letter.txt": JUNE}
    assert found(explorer, "harbour", "2025-12-31") == {}


def test_texts_and_names_are_those_of_then(explorer: Explorer, house: House) -> None:
    assert found(explorer, "alice") == {}
    assert found(explorer, "alice", "2026-02-01") == {"2025/report.txt": None}
    assert found(explorer, "person:alice as-of:2026-02-01") == {"2025/report.txt": None}
    names = {entity.name for entity in explorer.entities(type="person", as_of="2026-02-01").entities}
    assert names == {"Alice Smith", "Bob Stone"}
    assert {entity.name for entity in explorer.entities(type="person").entities} == {"Carol Jones", "Bob Stone"}
    with pytest.raises(NotFound):
        explorer.entity("Carol Jones", as_of="2026-02-01")
    assert explorer.entity("Alice Smith", as_of="2026-02-01").found_in[0].path.endswith("2025/report.txt")
    old = explorer.document(str(house.files / "2025" / "report.txt"), as_of="2026-02-01")
    assert "Alice" in old.text
    assert (old.number, len(old.versions), old.versions[0].seen_to) == (1, 1, None)
    assert "Carol" in explorer.document(old.document).text
    with pytest.raises(NotFound):
        explorer.document(str(house.files / "note.txt"), as_of="2026-02-01")


def test_counts_and_coverage_are_those_of_then(explorer: Explorer) -> None:
    assert explorer.search("harbour", as_of="2026-02-01").coverage.documents == 2
    assert explorer.search("harbour").coverage.documents == 3
    then, now = explorer.status(as_of="2026-07-01"), explorer.status()
    assert (then.documents, then.versions, then.gone) == (2, 3, 1)
    assert (now.documents, now.versions, now.gone) == (3, 5, 0)
    with pytest.raises(BadInput):
        explorer.status(as_of="one day")


def test_superseded_text_is_found_and_says_which_version_it_is(explorer: Explorer) -> None:
    (hit,) = explorer.search("alice versions:all").hits
    assert (hit.number, hit.versions, hit.seen_from, hit.seen_to, hit.gone) == (1, 2, JANUARY, MARCH, None)
    assert explorer.search("harbour versions:all").total == 5


def test_every_clock_finds_and_sorts(explorer: Explorer) -> None:
    assert set(found(explorer, "seen:2026-10")) == {"letter.txt", "note.txt"}
    assert set(found(explorer, "recorded:2026-10")) == {"letter.txt", "note.txt"}
    assert found(explorer, "seen:2026-01") == {}
    assert set(found(explorer, "seen:2026-01 as-of:2026-02-01")) == {"2025/report.txt", "letter.txt"}
    by_seen = explorer.search("harbour", sort="seen").hits
    assert [hit.seen_from for hit in by_seen] == [OCTOBER, OCTOBER, MARCH]
    by_file = [hit.modified for hit in explorer.search("harbour", sort="modified").hits]
    assert by_file == sorted(by_file, reverse=True)


def test_the_history_of_a_document(explorer: Explorer) -> None:
    (hit,) = explorer.search("carol").hits
    history = explorer.history(hit.document)
    assert [(line.number, line.seen_from, line.seen_to, line.origin) for line in history.versions] == [
        (1, JANUARY, MARCH, "scan"),
        (2, MARCH, None, "scan"),
    ]
    assert [(line.inserted, line.deleted) for line in history.versions] == [(None, None), (2, 2)]
    assert [(stay.path.rpartition("files/")[2], stay.since, stay.until) for stay in history.stays] == [
        ("2025/report.txt", JANUARY, JUNE),
        ("old/report.txt", JUNE, None),
    ]
    (letter,) = explorer.search("bob").hits
    assert [(line.seen_from, line.seen_to) for line in explorer.history(letter.path).versions] == [
        (JANUARY, JUNE),
        (OCTOBER, None),
    ]


def test_two_versions_are_compared_by_words(explorer: Explorer) -> None:
    (hit,) = explorer.search("carol").hits
    difference = explorer.diff(hit.document)
    (hunk,) = difference.hunks
    (change,) = hunk.changes
    assert difference.before.text[slice(*change.before)] == "Alice Smith"
    assert difference.after.text[slice(*change.after)] == "Carol Jones"
    assert (difference.before.number, difference.after.number) == (1, 2)
    first = explorer.history(hit.document).versions[0].version
    for before, after in ((first, hit.version), ("1", "2"), ("2026-02-01", "2026-04-01"), (None, None)):
        assert explorer.diff(hit.document, before, after) == difference
    turned = explorer.diff(hit.document, "2", "1")
    assert (turned.before, turned.after) == (difference.after, difference.before)
    assert explorer.diff(first) == difference
    for before, after in (("3", "1"), ("0", "1"), ("someday", "2")):
        with pytest.raises(BadInput):
            explorer.diff(hit.document, before, after)
    with pytest.raises(NotFound):
        explorer.diff(hit.document, "2025-01-01", "2")
    (note,) = explorer.search("note").hits
    with pytest.raises(NotFound):
        explorer.diff(note.document)
