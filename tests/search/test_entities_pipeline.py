"""The optional second recogniser: what it adds, what it may not touch, and that its failing costs nothing."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from types import SimpleNamespace

import pytest

from search.entities import pipeline as room
from search.entities.mentions import EntityType
from search.entities.pipeline import RULES, Pipeline, further, recogniser
from search.entities.recognise import recognise


class Sees:
    """Labels every occurrence of the given names, in the pieces that it is given."""

    max_length = 1_000_000

    def __init__(self, labels: dict[str, str]) -> None:
        self.labels = labels
        self.pieces: list[str] = []

    def __call__(self, text: str, /) -> SimpleNamespace:
        assert len(text) <= self.max_length
        self.pieces.append(text)
        ents = []
        for name, label in self.labels.items():
            start = text.find(name)
            while start >= 0:
                ents.append(SimpleNamespace(start_char=start, end_char=start + len(name), label_=label))
                start = text.find(name, start + 1)
        return SimpleNamespace(ents=ents)


class Fails(Sees):
    def __call__(self, text: str, /) -> SimpleNamespace:
        raise MemoryError(len(text))


def seen(text: str, labels: dict[str, str], taken: Sequence[tuple[int, int]] = ()) -> list[tuple[str, str]]:
    return [(one.type.value, text[one.start : one.end]) for one in further(text, taken, Sees(labels))]


def test_labels_become_our_types() -> None:
    text = "the Ob, Zed's, Wu, Ka, Vo, Ti and 5"
    labels = {
        "the Ob": "LOC",
        "Zed's": "PERSON",
        "Wu": "NORP",
        "Ka": "WORK_OF_ART",
        "Vo": "LAW",
        "Ti": "GPE",
        "5": "DATE",
    }
    assert seen(text, labels) == [
        ("place", "Ob"),
        ("person", "Zed"),
        ("group", "Wu"),
        ("work", "Ka"),
        ("work", "Vo"),
        ("place", "Ti"),
    ]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("They like 42 here", "42"),
        ("Zed\nUri", "Zed\nUri"),
        ("Ze\u0301 is", "Ze"),
        ("a ’s b", "’s"),
        ("x The y", "The "),
    ],
)
def test_what_is_no_name_is_dropped(text: str, name: str) -> None:
    assert seen(text, {name: "PERSON"}) == []


def test_what_overlaps_ours_is_dropped() -> None:
    text = "Anna Zed Uri Ob"
    labels = {"Anna Zed": "PERSON", "Zed": "PERSON", "Uri Ob": "ORG", "Ob": "GPE"}
    assert seen(text, labels, [(9, 12), (0, 4)]) == [("person", "Zed"), ("place", "Ob")]


def test_a_long_text_is_given_in_pieces() -> None:
    text = "Zed met Uri. " * 10
    pipeline = Sees({"Uri": "PERSON"})
    pipeline.max_length = 40
    found = further(text, [], pipeline)
    assert [text[one.start : one.end] for one in found] == ["Uri"] * 10
    assert "".join(pipeline.pieces) == text
    assert len(pipeline.pieces) > 3


def test_a_text_without_a_break_is_given_in_pieces() -> None:
    pipeline = Sees({})
    pipeline.max_length = 40
    assert further("Z" * 1000, [], pipeline) == []
    assert "".join(pipeline.pieces) == "Z" * 1000


TEXT = "Maria Lindqvist saw the glorp by Ob for $5 on Monday."


def test_the_names_of_both_are_recognised(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = recognise(TEXT)
    monkeypatch.setattr(
        room, "installed_pipeline", lambda: Sees({"glorp": "PRODUCT", "Lindqvist": "ORG", "Monday": "DATE"})
    )
    both = recognise(TEXT)
    (added,) = [one for one in both if one not in alone]
    assert (added.type, added.surface, added.norm) == (EntityType.PRODUCT, "glorp", "glorp")
    assert [one for one in both if one != added] == alone


def test_a_failing_pipeline_costs_no_name_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = recognise(TEXT)
    monkeypatch.setattr(room, "installed_pipeline", lambda: Fails({}))
    with pytest.warns(RuntimeWarning, match="only the rules"):
        assert recognise(TEXT) == alone


def test_the_recogniser_has_a_name() -> None:
    assert recogniser().startswith(RULES)


@pytest.mark.parametrize("code", ["import search.entities.recognise", "import search.ingest.worker"])
def test_nothing_loads_spacy_before_a_text_is_recognised(code: str) -> None:
    script = (
        f"{code}, search.entities.pipeline, sys\nsearch.entities.pipeline.recogniser()\nprint('spacy' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"


def test_a_real_pipeline_is_used_where_it_is_installed(any_installed_pipeline: Callable[[], Pipeline | None]) -> None:
    pipeline = any_installed_pipeline()
    if pipeline is None:
        pytest.skip("no pipeline is installed")
    assert "+" in recogniser()
    text = "Yesterday Angela Merkel flew from Berlin to Washington."
    found = further(text, [], pipeline)
    assert ("person", "Angela Merkel") in {(one.type.value, text[one.start : one.end]) for one in found}
