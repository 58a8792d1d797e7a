"""The dossier of an entity over a real memory: with whom it is named, when, where, and how much was left out."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from search.cancel import CancelToken
from search.entities.mentions import EntityType, Mention
from search.errors import Cancelled, NotFound
from search.explore import dossier, together
from search.explore.explorer import Explorer
from search.explore.histogram import MOST, histogram
from search.explore.names import Period
from search.explore.surprise import surprise
from search.extract.extracted import Extracted, Status
from search.ingest.resolving import resolve_entities
from search.memory.memory import Memory
from search.memory.records import NewVersion, Stamp

NAMES = {
    "Ulla Weber": EntityType.PERSON,
    "Pavel Novak": EntityType.PERSON,
    "Ingrid Holm": EntityType.PERSON,
    "Kestrel Bank": EntityType.ORGANISATION,
    "Globe News": EntityType.ORGANISATION,
    "Lisbon": EntityType.PLACE,
}
FIRST, LATER = "2024-01-01T00:00:00Z", "2025-01-01T00:00:00Z"

Note = tuple[str, str | None]
"""A text and the date of its document."""
Remember = Callable[..., Explorer]


@pytest.fixture
def remember(tmp_path: Path) -> Iterator[Remember]:
    """Remembers notes as documents in the order given, with every one of `NAMES` in them, and opens the memory."""
    opened: list[Explorer] = []

    def remembered(notes: Sequence[Note], seen_from: str = FIRST) -> Explorer:
        memory = Memory.create(tmp_path / "memory")
        with memory.write() as write:
            source = write.add_source(f"/notes-{len(opened)}".encode())
            for number, (text, date) in enumerate(notes):
                write.remember(_version(source, number, text, date, seen_from))
        resolve_entities(memory)
        memory.close()
        opened.append(Explorer.open(tmp_path / "memory"))
        return opened[-1]

    yield remembered
    for explorer in opened:
        explorer.close()


def _version(source: int, number: int, text: str, date: str | None, seen_from: str) -> NewVersion:
    return NewVersion(
        source=source,
        document=None,
        path=f"/notes-{source}/{number:03d}.txt".encode(),
        stamp=Stamp(len(text), 1_700_000_000_000_000_000, source, number),
        digest=f"{source} {number}".encode(),
        extracted=Extracted("text", "text/1", Status.OK, text),
        mentions=sorted(
            Mention(found.start(), found.end(), kind, name, name.casefold())
            for name, kind in NAMES.items()
            for found in re.finditer(name, text)
        ),
        title=f"Note {number}",
        document_date=date,
        date_origin=None,
        seen_from=seen_from,
        recorded=seen_from,
    )


def told(explorer: Explorer, name: str, as_of: str | None = None) -> list[tuple[str, int]]:
    return [(other.name, other.documents) for other in explorer.entity(name, as_of=as_of).together]


AGENCY_EVERYWHERE = [
    *[("Ulla Weber met Pavel Novak, said Globe News.", None)] * 3,
    *[("Ulla Weber was away, said Globe News.", None)] * 3,
    *[("It rained, said Globe News.", None)] * 14,
]


def test_a_rare_companion_comes_before_an_agency_that_is_named_everywhere(remember: Remember) -> None:
    explorer = remember(AGENCY_EVERYWHERE)
    assert told(explorer, "Ulla Weber") == [("Pavel Novak", 3), ("Globe News", 6)]
    assert [other.name for other in explorer.entity("Pavel Novak").together] == ["Ulla Weber", "Globe News"]


def test_the_counts_of_many_documents_are_those_of_few(remember: Remember, monkeypatch: pytest.MonkeyPatch) -> None:
    explorer = remember([*AGENCY_EVERYWHERE, *AGENCY_EVERYWHERE[:2]])
    few = explorer.entity("Ulla Weber").together
    assert [(other.name, other.documents) for other in few] == [("Pavel Novak", 5), ("Globe News", 8)]
    monkeypatch.setattr(together, "MANY", 1)
    assert explorer.entity("Ulla Weber").together == few


def test_only_those_named_in_the_same_documents_are_together(remember: Remember) -> None:
    explorer = remember([("Ulla Weber and Lisbon.", None), ("Pavel Novak.", None)])
    assert told(explorer, "Ulla Weber") == [("Lisbon", 1)]
    assert told(explorer, "Pavel Novak") == []


def test_a_sentence_that_names_both_proves_it_and_weighs_more(remember: Remember) -> None:
    explorer = remember(
        [("Ulla Weber came. Ingrid Holm left. Pavel Novak met Ulla Weber.", None), *[("Rain.", None)] * 5]
    )
    first, second = explorer.entity("Ulla Weber").together
    assert (first.name, first.sentence) == ("Pavel Novak", "Pavel Novak met Ulla Weber.")
    assert (second.name, second.sentence) == ("Ingrid Holm", None)
    explorer = remember([("Pavel Novak.", None)], LATER)
    assert told(explorer, "Ulla Weber") == [("Pavel Novak", 1), ("Ingrid Holm", 1)]


def test_the_sentence_is_the_latest_one(remember: Remember) -> None:
    explorer = remember(
        [("Ulla Weber left Lisbon.", "2023-01"), ("Ulla Weber loves Lisbon.", "2025"), ("Ulla Weber.", "2026")]
    )
    (lisbon,) = explorer.entity("Ulla Weber").together
    assert lisbon.sentence == "Ulla Weber loves Lisbon."


def test_a_sentence_about_the_two_is_preferred_to_a_list(remember: Remember) -> None:
    explorer = remember(
        [
            ("There were Ulla Weber, Pavel Novak, Ingrid Holm and Globe News.", "2025"),
            ("Pavel Novak and Ulla Weber fell out.", "2024"),
        ]
    )
    sentences = {other.name: other.sentence for other in explorer.entity("Ulla Weber").together}
    assert sentences["Pavel Novak"] == "Pavel Novak and Ulla Weber fell out."
    assert sentences["Ingrid Holm"] == "There were Ulla Weber, Pavel Novak, Ingrid Holm and Globe News."


def test_ties_go_by_name(remember: Remember) -> None:
    explorer = remember([("Pavel Novak, Ingrid Holm and Ulla Weber.", None)])
    assert told(explorer, "Ulla Weber") == [("Ingrid Holm", 1), ("Pavel Novak", 1)]


def test_a_text_in_two_documents_counts_twice(remember: Remember) -> None:
    explorer = remember([("Ulla Weber in Lisbon.", "2024-05")] * 2)
    assert told(explorer, "Ulla Weber") == [("Lisbon", 2)]
    found = explorer.entity("Ulla Weber")
    assert (found.mentions_total, found.documents_total) == (2, 2)
    assert found.timeline == (Period("2024-05", 2),)


def test_the_past_knows_only_its_own_documents(remember: Remember) -> None:
    remember([("Ulla Weber met Pavel Novak.", "2023-03")], FIRST)
    explorer = remember([("Ulla Weber met Ingrid Holm.", "2024-03")] * 2, LATER)
    assert told(explorer, "Ulla Weber") == [("Ingrid Holm", 2), ("Pavel Novak", 1)]
    assert told(explorer, "Ulla Weber", as_of="2024-06-30") == [("Pavel Novak", 1)]
    then = explorer.entity("Ulla Weber", as_of="2024-06-30")
    assert (then.first, then.last, then.documents_total) == ("2023-03", "2023-03", 1)
    with pytest.raises(NotFound):
        explorer.entity("Ingrid Holm", as_of="2024-06-30")


def test_merged_names_are_one_and_rejected_ones_are_nobody(remember: Remember, tmp_path: Path) -> None:
    explorer = remember([("Ulla Weber met Pavel Novak.", None), ("Ingrid Holm met Kestrel Bank in Lisbon.", None)])
    merged = explorer.entity("Ingrid Holm").entity.entity
    explorer.judge("same", "Ulla Weber", "Ingrid Holm")
    explorer.judge("reject", "Kestrel Bank")
    explorer.judge("watch", "Ulla Weber")
    after = Explorer.open(tmp_path / "memory")
    one = after.entity("Ulla Weber")
    assert {other.name for other in one.together} == {"Pavel Novak", "Lisbon"}
    assert (one.mentions_total, one.documents_total, one.entity.watched) == (2, 2, True)
    assert after.entity(merged) == one
    assert not after.entity("Lisbon").entity.watched
    after.close()


def test_when_and_where(remember: Remember) -> None:
    explorer = remember(
        [
            ("Lisbon. Ulla Weber. Ulla Weber.", "2024-05-02"),
            ("Ulla Weber.", "2024-08"),
            ("Ulla Weber.", None),
            ("Ulla Weber.", "2024"),
            ("Nobody.", "2020"),
        ]
    )
    found = explorer.entity("Ulla Weber")
    assert (found.first, found.last, found.undated) == ("2024", "2024-08", 1)
    assert found.histogram.step == "month" and found.histogram.vague == 1
    assert [(bar.period, bar.mentions) for bar in found.histogram.bars] == [
        ("2024-05", 2),
        ("2024-06", 0),
        ("2024-07", 0),
        ("2024-08", 1),
    ]
    listed = [(document.document_date, document.mentions, document.start) for document in found.documents]
    assert listed == [("2024-08", 1, 0), ("2024-05-02", 2, 8), ("2024", 1, 0), (None, 1, 0)]
    assert [place.document_date for place in found.found_in] == ["2024-08", "2024-05-02", "2024-05-02", "2024", None]
    assert found.notes == ()


def test_what_is_left_out_is_said(remember: Remember, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dossier, "FOUND_LIMIT", 3)
    monkeypatch.setattr(dossier, "DOCUMENT_LIMIT", 4)
    explorer = remember([*[("Ulla Weber.", "2024")] * 6, ("Ulla Weber left with Pavel Novak.", "2023")])
    found = explorer.entity("Ulla Weber")
    assert (len(found.found_in), found.mentions_total) == (3, 7)
    assert (len(found.documents), found.documents_total) == (4, 7)
    assert found.notes[0].startswith("the latest 3 of 7 mentions are listed")
    assert found.notes[1] == "the latest 4 of 7 documents are listed"
    (pavel,) = found.together
    assert pavel.sentence == "Ulla Weber left with Pavel Novak."
    monkeypatch.setattr(dossier, "FOUND_LIMIT", 7)
    monkeypatch.setattr(dossier, "DOCUMENT_LIMIT", 7)
    assert explorer.entity("Ulla Weber").notes == ()


def test_companions_are_counted_beyond_those_that_are_shown(
    remember: Remember, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(together, "LIMIT", 1)
    assert told(remember(AGENCY_EVERYWHERE), "Ulla Weber") == [("Pavel Novak", 3)]


def test_it_can_be_given_up(remember: Remember) -> None:
    explorer = remember([("Ulla Weber.", None)])
    cancel = CancelToken()
    explorer.entity("Ulla Weber", cancel=cancel)
    cancel.cancel()
    with pytest.raises(Cancelled):
        explorer.entity("Ulla Weber", cancel=cancel)


def test_surprise_is_that_of_the_literature() -> None:
    assert surprise(110, 2552, 221, 31_777) == pytest.approx(270.72, abs=0.01)
    assert surprise(5, 10, 50, 100) == pytest.approx(0)
    assert surprise(10, 10, 100, 100) == 0
    assert surprise(1, 50, 50, 100) < 0 < surprise(49, 50, 50, 100)
    assert surprise(3, 3, 3, 20) > surprise(3, 3, 15, 20)


@pytest.mark.parametrize(
    ("periods", "step", "bars", "first", "last"),
    [
        (["2024-05"], "month", 1, "2024-05", "2024-05"),
        (["2020-01", "2024-12"], "month", MOST, "2020-01", "2024-12"),
        (["2020-01", "2025-01"], "quarter", 21, "2020-Q1", "2025-Q1"),
        (["2001-12", "2025-04"], "year", 25, "2001", "2025"),
        (["1865", "2025"], "decade", 17, "1860", "2020"),
        (["0001", "9999"], "millennium", 10, "0000", "9000"),
        (["2024", "2024-05"], "year", 1, "2024", "2024"),
    ],
)
def test_the_step_fits_the_time(periods: list[str], step: str, bars: int, first: str, last: str) -> None:
    made = histogram([Period(period, 2) for period in periods])
    assert (made.step, len(made.bars), made.bars[0].period, made.bars[-1].period) == (step, bars, first, last)
    assert sum(bar.mentions for bar in made.bars) + made.vague == 2 * len(periods)


def test_no_dates_no_bars() -> None:
    assert histogram([]).bars == ()
    assert histogram([Period("soon", 1), Period("2024-13", 1)]).bars == (Period("2024", 1),)
