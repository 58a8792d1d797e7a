"""The facade over a real memory and a real index."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest

from search.cancel import CancelToken
from search.errors import BadInput, Cancelled, NotFound, QueryError
from search.explore.explorer import Explorer
from search.explore.results import Results

Remembered = Callable[[dict[str, str | None]], Explorer]

HARBOUR = (
    "The harbour plan\n\nLisbon, 3 February 2025\n\n"
    "Aiko Tanaka of Kestrel Bank said that the harbour needs $12 million."
    "\nTanaka will speak again in Lisbon. Bernard Oduya disagreed.\n"
)
FLEET = "# The fleet\n\nAiko Tanaka visited the fleets in Osaka.\n\n## Costs\n\nThe harbour costs were 5%.\n"
NOTES = "date,event\n2024-05-01,the café opened near the harbour\n"


def titles(results: Results) -> list[str]:
    return [hit.title for hit in results.hits]


@pytest.fixture
def explorer(remembered: Remembered) -> Explorer:
    return remembered(
        {
            "plans/harbour.txt": HARBOUR,
            "plans/fleet-2024-06.md": FLEET,
            "notes-2024-05-02.csv": NOTES,
            "image.png": "\x89PNG\r\n\x1a\n\0\0",
        }
    )


def test_every_match_of_a_snippet_is_where_it_says(explorer: Explorer) -> None:
    for query in ("harbour", "tanaka", "cafe", '"the harbour"', "har*", "harbor~", "person:tanaka", "lisbon OR osaka"):
        results = explorer.search(query)
        assert results.total, query
        for hit in results.hits:
            text = explorer.document(hit.version).text
            spans = set(explorer.matches(hit.version, query))
            for snippet in hit.snippets:
                assert text[snippet.start : snippet.start + len(snippet.text)] == snippet.text
                for start, end in snippet.matches:
                    assert (snippet.start + start, snippet.start + end) in spans
            assert hit.match_count == len(spans)


def test_the_unit_of_a_snippet_is_that_of_its_first_match(explorer: Explorer) -> None:
    (hit,) = explorer.search("costs 5").hits
    assert [snippet.unit for snippet in hit.snippets][-1] == "Costs"


def test_sorts(explorer: Explorer) -> None:
    assert titles(explorer.search("harbour", sort="newest")) == ["The harbour plan", "The fleet", "notes-2024-05-02"]
    assert titles(explorer.search("harbour", sort="oldest")) == ["notes-2024-05-02", "The fleet", "The harbour plan"]
    paths = [hit.path for hit in explorer.search("harbour", sort="path").hits]
    assert paths == sorted(paths)


def test_windows_of_a_result_fit_together(explorer: Explorer) -> None:
    whole = explorer.search("harbour", limit=10)
    parts = [explorer.search("harbour", limit=1, offset=place) for place in range(3)]
    assert [part.hits[0].version for part in parts] == [hit.version for hit in whole.hits]
    assert {part.total for part in parts} == {3}


def test_an_empty_query_finds_everything_newest_first(explorer: Explorer) -> None:
    results = explorer.search("  ")
    assert results.total == 4
    assert titles(results)[0] == "The harbour plan"


def test_coverage_is_of_what_the_question_is_about(explorer: Explorer) -> None:
    coverage = explorer.search("harbour").coverage
    assert (coverage.documents, coverage.searchable, coverage.unsearchable) == (4, 3, {"unsupported": 1})
    coverage = explorer.search("harbour path:plans").coverage
    assert (coverage.documents, coverage.searchable) == (2, 2)
    coverage = explorer.search("harbour type:csv").coverage
    assert (coverage.documents, coverage.searchable) == (1, 1)


def test_documents_that_cannot_be_searched_are_found_by_their_status(explorer: Explorer) -> None:
    assert titles(explorer.search("status:unsupported")) == ["image"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("path:plans", 2),
        ("path:*.csv", 1),
        ("path:PLANS harbour", 2),
        ("type:md", 1),
        ("type:csv", 1),
        ("date:2024", 2),
        ("date:2024-06..2025", 2),
        ("modified:2023", 4),
        ("seen:today", 4),
        ("seen:2001", 0),
        ("source:docs", 4),
        ("source:elsewhere", 0),
        ("place:lisbon", 1),
        ('org:"kestrel bank"', 1),
        ("person:tanaka -place:osaka", 1),
        ("gone:only", 0),
        ("gone:no harbour", 3),
    ],
)
def test_facts(explorer: Explorer, query: str, found: int) -> None:
    assert explorer.search(query).total == found


def test_a_name_nearly_right_is_searched_and_said(explorer: Explorer) -> None:
    results = explorer.search('person:"Ayko Tanakka"')
    assert results.total == 2
    assert results.notes == ('no person is named "Ayko Tanakka": searched for "Aiko Tanaka"',)
    assert explorer.search('person:"Xqzzw Vbrrt"').notes == ('no person is named "Xqzzw Vbrrt"',)


def test_an_entity_lights_all_its_names(explorer: Explorer) -> None:
    (hit,) = explorer.search('person:"Aiko Tanaka" place:lisbon').hits
    text = explorer.document(hit.version).text
    lit = [text[start:end] for start, end in explorer.matches(hit.version, 'person:"Aiko Tanaka"')]
    assert lit == ["Aiko Tanaka", "Tanaka"]


def test_inflections_are_said(explorer: Explorer) -> None:
    assert "fleet: also fleets" in explorer.search("fleet").notes


def test_typing_takes_the_last_word_for_a_beginning(explorer: Explorer) -> None:
    assert explorer.search("lisb").total == 0
    assert explorer.search("lisb", typing=True).total == 1


def test_a_query_error_has_a_place(explorer: Explorer) -> None:
    with pytest.raises(QueryError) as caught:
        explorer.search('harbour "open')
    assert caught.value.position == len("harbour ")


def test_a_search_that_is_given_up_stops(explorer: Explorer) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        explorer.search("harbour", cancel=token)


def test_suggestions(explorer: Explorer) -> None:
    suggestions = explorer.suggest("harbuor tanaka")
    assert suggestions.missing == ("harbuor",)
    assert "harbour tanaka" in suggestions.instead
    assert explorer.search(suggestions.instead[0]).total
    assert explorer.suggest("tanakka").entities[0].name == "Aiko Tanaka"


def test_entities_and_their_dossier(explorer: Explorer) -> None:
    listed = explorer.entities("tanaka")
    first = listed.entities[0]
    assert (first.name, first.type, first.mentions, first.documents) == ("Aiko Tanaka", "person", 3, 2)
    dossier = explorer.entity(first.entity)
    assert [found.text for found in dossier.found_in] == ["Aiko Tanaka", "Tanaka", "Aiko Tanaka"]
    for found in dossier.found_in:
        assert explorer.document(found.version).text[found.start : found.end] == found.text
        assert found.text in found.sentence
    beside = {other.name: other for other in dossier.together}
    assert beside["Kestrel Bank"].documents == 1
    assert beside["Kestrel Bank"].sentence == "Aiko Tanaka of Kestrel Bank said that the harbour needs $12 million."
    assert [(period.period, period.mentions) for period in dossier.timeline] == [("2024-06", 1), ("2025-02", 2)]
    assert explorer.entities("", type="place").total >= 2
    with pytest.raises(BadInput):
        explorer.entities("", type="planet")
    with pytest.raises(NotFound):
        explorer.entity("e99999")


def test_opening(explorer: Explorer) -> None:
    (hit,) = explorer.search("fleet type:md").hits
    by_version, by_document, by_path = (explorer.document(ref) for ref in (hit.version, hit.document, hit.path))
    assert by_version == by_document == by_path
    assert by_path.text == FLEET
    mentions = explorer.mentions(hit.version)
    assert [(mention.start, mention.end) for mention in mentions] == sorted((m.start, m.end) for m in mentions)
    assert explorer.mentions(hit.version, start=mentions[1].start)[0] == mentions[1]
    for ref in ("d999", "v999", "/nothing", "", "nonsense"):
        with pytest.raises(NotFound):
            explorer.document(ref)


def test_the_past_can_be_asked(remembered: Remembered) -> None:
    before = remembered({"a.txt": "the old harbour", "b.txt": "the other harbour"})
    day = max(before.document(document).versions[0].seen_from for document in ("d1", "d2"))
    time.sleep(1.1)
    explorer = remembered({"a.txt": "the new quay", "b.txt": None})
    assert explorer.search("old").total == 0
    assert explorer.search("old versions:all").total == 1
    assert explorer.search("quay").total == 1
    assert explorer.search(f"old as-of:{day}").total == 1
    assert explorer.search("old", as_of=day).as_of == day
    assert explorer.search("quay", as_of=day).total == 0
    assert explorer.document("d1", as_of=day).text == "the old harbour"
    assert explorer.document("d1").text == "the new quay"
    assert [hit.gone is not None for hit in explorer.search("harbour").hits] == [True]
    assert explorer.search("harbour gone:no").total == 0
    assert explorer.search("harbour gone:no", as_of=day).total == 2
    assert explorer.search("harbour gone:only").total == 1
    with pytest.raises(NotFound):
        explorer.document("d1", as_of="2001-01-01")


def test_an_open_explorer_sees_commits(remembered: Remembered) -> None:
    explorer = remembered({"a.txt": "the harbour"})
    assert explorer.search("quay").total == 0
    generation = explorer.generation
    remembered({"b.txt": "the quay"})
    assert explorer.refresh()
    assert explorer.generation > generation
    assert explorer.search("quay").total == 1
    assert not explorer.refresh()


def test_a_memory_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotFound):
        Explorer.open(tmp_path / "nothing")


def test_without_matches_a_hit_shows_what_follows_its_title(remembered: Remembered) -> None:
    explorer = remembered(
        {
            "a.md": "---\ntitle: The plan\ndate: 2024-01-02\n---\n# The plan\n\nWe begin.\n",
            "b.txt": "Only a title\n",
            "c.md": "---\nnever closed\n\nstill text\n",
        }
    )
    shown = {Path(hit.path).name: hit.snippets for hit in explorer.search("").hits}
    assert shown["a.md"][0].text.strip() == "We begin."
    assert shown["b.txt"][0].text.strip() == "Only a title"
    assert shown["c.md"][0].text.startswith("---")
    for hit in explorer.search("").hits:
        text = explorer.document(hit.version).text
        assert all(text[s.start : s.start + len(s.text)] == s.text for s in hit.snippets)
