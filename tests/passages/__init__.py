"""Short passages of invented news whose entities are annotated: two files to learn from, one held out to measure on.

A file is a sequence of passages, each ended by a line `----`. A passage begins with a line `# kind: title`; then comes
its text, in which `[surface|type]` is an annotated span. The surface may run over a line end. `[`, `|` and `]` never
occur otherwise. The texts were written for this purpose. Most events and many names are invented, figures and scores
too: what is said of well-known people and bodies is no source for anything.

What a span holds (near to the guidelines of OntoNotes, with the types of `EntityType`):

* no possessive 's, no title before a person, no "the" before an organisation, no quotes around a work, no "about"
  before an amount, no "a year" after it; legal forms of companies, "Jr." and nicknames inside a name are inside;
* `place`: also rivers, mountains, streets, bridges, airports, stadiums, theatres, churches, prisons, hotels, and a
  government that is named by its city or country, "U.S." too; town and state are two spans;
* `organisation`: also courts, parties, newspapers, agencies, hospitals, museums, schools, bands, leagues, armies,
  militias, and every team, even one that is named by a city or country; the country behind an athlete is a place;
* `group`: adjectives and people of a nation, religion, region, language or party;
* `product`: also ships, spacecraft, drugs, services and software, with the maker when it stands before the model;
* `work`: also laws and treaties; `event`: also tournaments, storms and festivals, without the year around them;
* `date`: also periods of a day or longer, with "the", "last", "early" or "ago" where these make the date ("the 1990s",
  "early May"); not ages, clock times, parts of a day and seasons of a sport;
* `quantity`: a number with a physical unit; people, goods, points and marks are none;
* `identifier`: the number alone, without the name of its scheme.

Awards, job titles, species, diseases, hashtags, handles and currencies without an amount are no entities.
"""

import re
from dataclasses import dataclass
from pathlib import Path

_TOPICS = frozenset(
    {"politics", "business", "sport", "courts", "science", "culture", "disaster", "war", "obituary", "technology"}
)
_FORMS = frozenset(
    {"dateline", "headline", "table", "mail", "release", "post", "wrapped", "names", "places", "acronyms", "plain"}
)
KINDS = _TOPICS | _FORMS
"""What a passage is about, or the form that makes it hard."""

FILES = ("train-1", "train-2", "held")
"""The names that `load` knows: two to learn from, and one that only measures."""

_HEADER = re.compile(r"# (?P<kind>[a-z]+): (?P<title>.+)")
_SPAN = re.compile(r"\[(?P<surface>[^\[\]|]+)\|(?P<type>[a-z]+)\]|(?P<stray>[\[\]|])")


@dataclass(frozen=True, slots=True)
class Passage:
    """A text with its annotated spans `(start, end, type)`: half-open code-point offsets, in text order."""

    kind: str
    title: str
    text: str
    spans: tuple[tuple[int, int, str], ...]


def load(name: str) -> list[Passage]:
    """The passages of one of `FILES`; raises ValueError, with the line, where the markup is broken."""
    return parse(Path(__file__).with_name(f"{name}.txt").read_text(encoding="utf-8"))


def parse(marked: str) -> list[Passage]:
    """The passages of a file's content; raises ValueError, with the line, where the markup is broken."""
    passages: list[Passage] = []
    block: list[str] = []
    first = 1
    for number, line in enumerate(marked.split("\n"), 1):
        if line == "----":
            passages.append(_passage(block, first))
            block, first = [], number + 1
        else:
            block.append(line)
    if any(block):
        raise ValueError(f"line {first}: the last passage does not end with ----")
    return passages


def _passage(block: list[str], first: int) -> Passage:
    header = _HEADER.fullmatch(block[0]) if block else None
    if header is None or header["kind"] not in KINDS:
        raise ValueError(f"line {first}: not '# kind: title' of a known kind")
    marked = "\n".join(block[1:])
    if not marked.strip():
        raise ValueError(f"line {first}: a passage without text")
    text = ""
    spans: list[tuple[int, int, str]] = []
    done = 0
    for match in _SPAN.finditer(marked):
        if match["stray"]:
            line = first + 1 + marked.count("\n", 0, match.start())
            raise ValueError(f"line {line}: {match['stray']} outside [surface|type]")
        text += marked[done : match.start()]
        spans.append((len(text), len(text) + len(match["surface"]), match["type"]))
        text += match["surface"]
        done = match.end()
    return Passage(header["kind"], header["title"], text + marked[done:], tuple(spans))
