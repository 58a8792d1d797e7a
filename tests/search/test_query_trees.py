"""What is done to a tree between parsing and searching: binding and inflections."""

import pytest
from whoosh import query as wq

from search.query.binding import bind
from search.query.inflections import expand_inflections, variants
from search.query.language import parse
from search.query.nodes import ANY, Fact, VersionSet


def test_binding_replaces_facts_wherever_they_are() -> None:
    asked: list[Fact] = []

    def answer(fact: Fact) -> VersionSet:
        asked.append(fact)
        return VersionSet(fact.fieldname, frozenset({len(fact.value)}))

    tree = parse('a (type:pdf OR -author:me) "b c"').query
    before = repr(tree)
    assert bind(tree, answer) == wq.And(
        [
            wq.Term(ANY, "a"),
            wq.Or([VersionSet("type", frozenset({3})), wq.Not(VersionSet("author", frozenset({2})))]),
            wq.Phrase(ANY, ["b", "c"]),
        ]
    )
    assert [fact.value for fact in asked] == ["pdf", "me"]
    assert repr(tree) == before


@pytest.mark.parametrize(
    ("word", "others"),
    [
        ("company", {"companies"}),
        ("companies", {"company"}),
        ("report", {"reports", "reported", "reporting"}),
        ("reports", {"report", "reported", "reporting"}),
        ("create", {"creates", "created", "creating"}),
        ("creating", {"create", "creates", "created"}),
        ("stopped", {"stop", "stops", "stopping"}),
        ("rated", {"rate", "rates", "rating"}),
        ("boxes", {"box", "boxed", "boxing"}),
        ("carried", {"carry", "carries", "carrying"}),
        ("lying", {"lie", "lies", "lied"}),
        ("potato", {"potatoes"}),
        ("meeting", {"meetings", "meet", "meets"}),
    ],
)
def test_inflections_of_a_word(word: str, others: set[str]) -> None:
    assert others <= set(variants(word))


@pytest.mark.parametrize(
    ("word", "stranger"),
    [
        ("rated", "rat"),
        ("hoping", "hop"),
        ("class", "clas"),
        ("string", "str"),
        ("even", "evening"),
        ("meeting", "meetinged"),
    ],
)
def test_other_words_are_not_inflections(word: str, stranger: str) -> None:
    assert stranger not in variants(word)


@pytest.mark.parametrize("word", ["war", "news", "2024", "naïve", "東京", "a1b2", "", "need"])
def test_words_without_inflections(word: str) -> None:
    assert variants(word) == []


def test_the_lexicon_decides_and_the_notes_say_so() -> None:
    lexicon = {"companies", "reported", "reports"}
    tree = parse('title:company (report OR fund) "report company" -report report* report').query
    widened, notes = expand_inflections(tree, lexicon.__contains__)
    reports = wq.Or([wq.Term(ANY, form) for form in ("report", "reported", "reports")])
    assert widened == wq.And(
        [
            wq.Or([wq.Term("title", "company"), wq.Term("title", "companies")]),
            wq.Or([reports, wq.Term(ANY, "fund")]),
            wq.Phrase(ANY, ["report", "company"]),
            wq.Not(wq.Term(ANY, "report")),
            wq.Prefix(ANY, "report"),
            reports,
        ]
    )
    assert notes == ["company: also companies", "report: also reported, reports"]
