"""What the explorer needs to let people decide: names of a part of the memory, marks, decisions about one name."""

from collections.abc import Callable

import pytest

from search.errors import NotFound, QueryError
from search.explore import within as within_module
from search.explore.explorer import Explorer
from search.explore.names import Entity, EntityList
from search.explore.within import Within

Remembered = Callable[[dict[str, str | None]], Explorer]

FILES: dict[str, str | None] = {
    "harbour.txt": "Aiko Tanaka of Kestrel Bank spoke in Lisbon. Aiko Tanaka left.\n",
    "fleet.txt": "Aiko Tanaka visited the fleets in Osaka.\n",
    "copy.txt": "Aiko Tanaka visited the fleets in Osaka.\n",
    "letter.txt": "Bernard Oduya wrote from Lisbon about the harbour.\n",
}


@pytest.fixture
def explorer(remembered: Remembered) -> Explorer:
    return remembered(FILES)


def counts(listed: EntityList) -> dict[str, tuple[int, int]]:
    return {entity.name: (entity.mentions, entity.documents) for entity in listed.entities}


def named(explorer: Explorer, name: str) -> Entity:
    return next(entity for entity in explorer.entities(name).entities if entity.name == name)


@pytest.mark.parametrize("few", [200, 0])
def test_names_within_results_have_the_counts_of_all_hits(
    explorer: Explorer, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(within_module, "FEW", few)
    found = counts(explorer.entities(within=Within("fleets")))
    assert found == {"Aiko Tanaka": (2, 2), "Osaka": (2, 2)}
    assert counts(explorer.entities(within=Within("flee", typing=True))) == found
    assert counts(explorer.entities("tanka", within=Within("fleets"))) == {"Aiko Tanaka": (2, 2)}
    assert counts(explorer.entities(type="place", within=Within("lisbon"))) == {"Lisbon": (2, 2)}
    assert counts(explorer.entities(within=Within("nothing"))) == {}


def test_names_within_everything_are_those_of_the_memory(explorer: Explorer) -> None:
    assert counts(explorer.entities(within=Within(""))) == counts(explorer.entities())


def test_names_within_a_version(explorer: Explorer) -> None:
    (hit,) = explorer.search("kestrel").hits
    found = explorer.entities(within=Within(version=hit.version))
    assert counts(found)["Aiko Tanaka"] == (2, 1)
    assert "Osaka" not in counts(found)
    assert found.total == 3
    assert explorer.entities(within=Within(version=hit.version), limit=1).total == 3


def test_names_within_follow_decisions(explorer: Explorer) -> None:
    tanaka, oduya = named(explorer, "Aiko Tanaka"), named(explorer, "Bernard Oduya")
    everything = Within("tanaka OR oduya")
    assert "Bernard Oduya" in counts(explorer.entities(within=everything))
    explorer.judge("same", oduya.entity, tanaka.entity)
    assert counts(explorer.entities(type="person", within=everything)) == {"Aiko Tanaka": (5, 4)}
    explorer.judge("reject", tanaka.entity)
    assert counts(explorer.entities(type="person", within=everything)) == {}


def test_no_names_within_what_is_not_there(explorer: Explorer) -> None:
    with pytest.raises(NotFound):
        explorer.entities(within=Within(version="v999"))
    with pytest.raises(QueryError):
        explorer.entities(within=Within('"open'))


def test_watched_names_are_marked(explorer: Explorer) -> None:
    tanaka = named(explorer, "Aiko Tanaka")
    (line,) = explorer.judge("watch", tanaka.entity)
    assert [entity.name for entity in explorer.entities().entities if entity.watched] == ["Aiko Tanaka"]
    assert explorer.entity(tanaka.entity).entity.watched
    assert named(explorer, "Aiko Tanaka").watched
    explorer.undo(line.judgement)
    assert not any(entity.watched for entity in explorer.entities().entities)


def test_decisions_about_a_name_are_those_about_its_parts_too(explorer: Explorer) -> None:
    tanaka, oduya, osaka = (named(explorer, name) for name in ("Aiko Tanaka", "Bernard Oduya", "Osaka"))
    explorer.judge("watch", osaka.entity)
    (renamed,) = explorer.judge("rename", oduya.entity, "B. Oduya")
    (same,) = explorer.judge("same", oduya.entity, tanaka.entity)
    about = explorer.judgements(tanaka.entity)
    assert [line.judgement for line in about] == [same.judgement, renamed.judgement]
    assert [line.kind for line in explorer.judgements(osaka.entity)] == ["watch"]


def test_decisions_about_a_mention_outlast_what_they_did(explorer: Explorer) -> None:
    (hit,) = explorer.search("kestrel").hits
    first, second = (one for one in explorer.mentions(hit.version) if one.name == "Aiko Tanaka")
    place = f"{hit.version}@{first.start}-{first.end}"
    explorer.judge("reject", place)
    assert [line.kind for line in explorer.judgements(place)] == ["reject"]
    assert explorer.judgements(f"{hit.version}@{second.start}-{second.end}") == ()
