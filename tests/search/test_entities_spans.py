"""The span classifier: what it learns from, that learning is repeatable, and that what it learns is used."""

from importlib.resources import files
from pathlib import Path

import pytest

from search.entities.mentions import EntityType
from search.entities.recognise import recognise
from search.entities.spans.corpora import Annotated, conll, passages
from search.entities.spans.model import Model
from search.entities.spans.train import weights

MARKED = """# sport: a cup
[Zorvex|organisation] beat [Palmira Town|organisation] on [Sunday|date].
[Ana Lindqvist|person] scored.
----
# plain: nothing
It rained.
----
"""
COLUMNS = """-DOCSTART- O

Zorvex I-ORG
beat O
Ana I-PER
Lindqvist I-PER
. O
"""


def spans(one: Annotated) -> list[tuple[str, frozenset[EntityType | None]]]:
    return [(one.text[start:end], allowed) for start, end, allowed in one.spans]


def test_passages_give_the_spans_of_names(tmp_path: Path) -> None:
    file = tmp_path / "marked.txt"
    file.write_text(MARKED, encoding="utf-8")
    first, second = passages(file)
    assert first.text == "Zorvex beat Palmira Town on Sunday.\nAna Lindqvist scored."
    assert [surface for surface, _ in spans(first)] == ["Zorvex", "Palmira Town", "Ana Lindqvist"]
    assert second.text == "It rained." and not second.spans


def test_columns_are_set_as_in_print(tmp_path: Path) -> None:
    file = tmp_path / "columns.conll"
    file.write_text(COLUMNS, encoding="utf-8")
    (one,) = conll(file)
    assert one.text == "Zorvex beat Ana Lindqvist."
    assert spans(one) == [
        ("Zorvex", frozenset({EntityType.ORGANISATION})),
        ("Ana Lindqvist", frozenset({EntityType.PERSON})),
    ]


@pytest.fixture
def told() -> list[Annotated]:
    """Texts that say with one voice that whatever is sold at the stall is a product."""
    text = "She sold Zorvex at the stall."
    return [Annotated(text, [(9, 15, frozenset({EntityType.PRODUCT}))], frozenset({None}))] * 40


def test_learning_is_repeatable(told: list[Annotated]) -> None:
    assert weights(told) == weights(told)


def test_what_is_learnt_is_used(told: list[Annotated]) -> None:
    model = Model(weights(told))
    (mention,) = recognise("She sold Mirvan at the stall.", model)
    assert (mention.surface, mention.type) == ("Mirvan", EntityType.PRODUCT)


def test_the_weights_say_whose_texts_they_come_from() -> None:
    notice = files("search.entities.spans").joinpath("NOTICE").read_text(encoding="utf-8")
    assert all(name in notice for name in ("WikiGold", "WNUT-17", "SEC filings", "creativecommons.org"))
