"""The gazetteer in memory, loaded once, when it is first needed."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

_HISSING = ("s", "x", "ch", "sh")
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
    countries: frozenset[str]
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
    lexicon: frozenset[str]
    """English words in lower case, many more than the common ones, hardly any of them a name."""
    nouns: Mapping[str, str]
    """What a word in lower case says of a name beside it: the initials of `NOUNS`, in their order."""


NOUNS = {
    "p": "person_nouns",
    "o": "organisation_nouns",
    "l": "place_nouns",
    "w": "work_nouns",
    "d": "product_nouns",
    "e": "event_nouns",
    "v": "sayings",
}
"""Letters that stand for what a name is ("v": someone who says or does), and the word lists that tell it."""


def _nouns() -> dict[str, str]:
    letters: dict[str, str] = {}
    for letter, name in NOUNS.items():
        for word in sorted(word_list(name)):
            plural = f"{word[:-1]}ies" if word.endswith("y") else f"{word}es" if word.endswith(_HISSING) else f"{word}s"
            for form in {word} if letter == "v" else {word, plural}:
                letters[form] = letters.get(form, "") + letter
    return letters


def word_list(name: str) -> frozenset[str]:
    """The entries of one file of `words/`."""
    text = files(__package__).joinpath("words", f"{name}.txt").read_text(encoding="utf-8")
    lines = (line for line in text.split("\n") if not line.startswith("#"))
    return frozenset(entry.strip() for line in lines for entry in line.split(",") if entry.strip())


@cache
def gazetteer() -> Gazetteer:
    """The gazetteer of this installation. Loads in some 50 ms, then it is free."""
    pack = json.loads(gzip.decompress(files(__package__).joinpath("pack.json.gz").read_bytes()))
    groups = word_list("groups")
    return Gazetteer(
        first_names=frozenset(pack["first"]),
        surnames=frozenset(pack["last"]),
        word_surnames=frozenset(pack["lastc"]),
        places=frozenset(pack["loc"]) | word_list("places") | word_list("countries"),
        countries=frozenset(pack["countries"]) | word_list("countries"),
        name_places=frozenset(pack["amb"]),
        common_words=frozenset(pack["common"]),
        titles=word_list("titles"),
        roles=word_list("roles"),
        organisations=word_list("organisations"),
        organisation_ends=word_list("organisation_ends"),
        organisation_heads=word_list("organisation_heads"),
        products=word_list("products"),
        events=word_list("events"),
        event_ends=word_list("event_ends"),
        groups=groups | {f"{word}s" for word in groups if not word.endswith(_ENDINGS_WITHOUT_PLURAL)},
        place_ends=word_list("place_ends"),
        place_heads=word_list("place_heads"),
        not_names=word_list("not_names"),
        stop_words=word_list("stop_words"),
        lexicon=frozenset(pack["lexicon"]),
        nouns=_nouns(),
    )
