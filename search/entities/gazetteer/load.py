"""The gazetteer in memory, loaded once, when it is first needed."""

import gzip
import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_ENDINGS_WITHOUT_PLURAL = ("s", "ese", "ish", "ch", "sh")


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """Sets of words and names, capitalised as texts write them unless said otherwise."""

    first_names: frozenset[str]
    surnames: frozenset[str]
    """Surnames that are no common word."""
    word_surnames: frozenset[str]
    """Surnames that are common words too: "Son", "Brown"."""
    places: frozenset[str]
    name_places: frozenset[str]
    """Places that are names of persons too: "Adelaide", "Lincoln"."""
    common_words: frozenset[str]
    """In lower case."""
    titles: frozenset[str]
    roles: frozenset[str]
    organisations: frozenset[str]
    organisation_ends: frozenset[str]
    organisation_heads: frozenset[str]
    products: frozenset[str]
    events: frozenset[str]
    event_ends: frozenset[str]
    groups: frozenset[str]
    place_ends: frozenset[str]
    place_heads: frozenset[str]
    not_names: frozenset[str]
    stop_words: frozenset[str]


def _word_list(name: str) -> frozenset[str]:
    text = files(__package__).joinpath("words", f"{name}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.split("\n") if not line.startswith("#"))
    return frozenset(entry.strip() for line in lines for entry in line.split(",") if entry.strip())


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of this installation. Loads in some 50 ms, then it is free."""
    pack = json.loads(gzip.decompress(files(__package__).joinpath("pack.json.gz").read_bytes()))
    groups = _word_list("groups")
    return Gazetteer(
        first_names=frozenset(pack["first"]),
        surnames=frozenset(pack["last"]),
        word_surnames=frozenset(pack["lastc"]),
        places=frozenset(pack["loc"]) | _word_list("places"),
        name_places=frozenset(pack["amb"]),
        common_words=frozenset(pack["common"]),
        titles=_word_list("titles"),
        roles=_word_list("roles"),
        organisations=_word_list("organisations"),
        organisation_ends=_word_list("organisation_ends"),
        organisation_heads=_word_list("organisation_heads"),
        products=_word_list("products"),
        events=_word_list("events"),
        event_ends=_word_list("event_ends"),
        groups=groups | {f"{word}s" for word in groups if not word.endswith(_ENDINGS_WITHOUT_PLURAL)},
        place_ends=_word_list("place_ends"),
        place_heads=_word_list("place_heads"),
        not_names=_word_list("not_names"),
        stop_words=_word_list("stop_words"),
    )
