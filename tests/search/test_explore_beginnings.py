"""Texts read as far as they are needed, and hits excerpted as far as they are shown."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from search.cancel import CancelToken
from search.errors import Cancelled
from search.explore.explorer import Explorer
from search.memory.packing import CHUNK
from search.text.spans import Spans
from tests.house import House

LINE = "Nobody met the dragon at the harbour.\n"
TEXT = LINE * (2 * CHUNK // len(LINE) + 100)


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = House(tmp_path)
    house.write("long.txt", TEXT)
    house.write("b.txt", "A dragon alone.\n")
    house.write("c.txt", "The dragon, again a dragon.\n")
    house.add()
    return house


@pytest.fixture
def explorer(house: House) -> Iterator[Explorer]:
    explorer = Explorer.open(house.memory.folder)
    yield explorer
    explorer.close()


def long_one(house: House) -> str:
    return f"v{house.current()['long.txt'].version}"


def test_a_beginning_is_as_long_as_was_asked_for_and_tells_the_whole_length(house: House, explorer: Explorer) -> None:
    for upto in (0, 1, CHUNK, CHUNK + 1, 2 * CHUNK):
        found = explorer.document(long_one(house), upto=upto)
        assert upto <= len(found.text) < len(TEXT)
        assert TEXT.startswith(found.text)
        assert found.length == len(TEXT)
    assert explorer.document(long_one(house)).text == TEXT
    assert explorer.document(long_one(house), upto=len(TEXT)).text == TEXT


def test_matches_of_a_beginning_are_those_of_the_whole_as_far_as_it_goes(house: House, explorer: Explorer) -> None:
    version = long_one(house)
    for query in ("dragon", '"the dragon at"', "drag*"):
        whole = explorer.matches(version, query)
        assert len(whole) == TEXT.count("dragon")
        for upto in (10, 1_000, CHUNK - 5, CHUNK, CHUNK + 1_000):
            within = Spans(span for span in whole if span.end <= upto)
            found = explorer.matches(version, query, upto=upto)
            assert list(found)[: len(within)] == list(within)
            assert len(found) <= len(within) + 1


def test_reading_and_matching_are_given_up(house: House, explorer: Explorer) -> None:
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        explorer.document(long_one(house), cancel=cancel)
    with pytest.raises(Cancelled):
        explorer.matches(long_one(house), "dragon", cancel=cancel)


def test_an_older_text_is_read_and_matched_like_another(house: House, explorer: Explorer) -> None:
    version = long_one(house)
    house.write("long.txt", TEXT + "The end.\n")
    house.sync()
    assert long_one(house) != version
    explorer.refresh()
    assert explorer.document(version).text == TEXT
    assert TEXT.startswith(explorer.document(version, upto=10).text)
    assert len(explorer.matches(version, "dragon")) == TEXT.count("dragon")
    assert len(explorer.matches(version, "harbour", upto=len(LINE) * 3)) == 3


def test_hits_are_excerpted_as_far_as_was_asked_for_and_the_rest_afterwards(explorer: Explorer) -> None:
    whole = explorer.search("dragon")
    assert all(hit.excerpted and hit.snippets and hit.match_count for hit in whole.hits)
    listed = explorer.search("dragon", excerpts=1)
    assert [hit.excerpted for hit in listed.hits] == [True, False, False]
    assert [hit.snippets for hit in listed.hits[1:]] == [(), ()]
    assert listed.hits[:1] + explorer.excerpts(listed.hits[1:], "dragon") == whole.hits
    cancel = CancelToken()
    cancel.cancel()
    with pytest.raises(Cancelled):
        explorer.excerpts(listed.hits[1:], "dragon", cancel=cancel)
