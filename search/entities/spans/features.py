"""What can be true of a sighting: of its words, of the words around it, and of its standing in the document.

Each of the four groups depends on a small key, so that the scores of a group are computed once for each key.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from search.entities.gazetteer.load import gazetteer
from search.entities.mentions import EntityType
from search.entities.sighting.candidates import Kind
from search.entities.sighting.sightings import Poll, Sighting
from search.entities.spans.labels import LABELS

_WINDOW = 32
_APPOSITION_WINDOW = 56
_NEIGHBOUR = 5
_APPOSITION = 6
"""Words after a comma among which the noun of an apposition is looked for."""
_TOKEN = re.compile(r"['’]s\b|[^\W\d_][^\W_]*(?:['’-][^\W_]+){0,3}|[0-9][0-9.,:]{0,20}|\S")
_ENDS_LINE = ".!?:;\n\"”’'"
_WHERE = "in at near from outside across throughout toward towards around into to"
_PREPOSITIONS = frozenset(_WHERE.split())
_WHOSE = "the a an its his her their our this that"
_DETERMINERS = frozenset(_WHOSE.split())
_REPEATED = re.compile(r"(.)\1+")
_QUOTES = "\"“”‘’'«»"

Key = tuple[str, ...]
CAMEL = "camel"


class View(NamedTuple):
    """The keys of the four groups."""

    name: str
    before: Key
    after: Key
    standing: Key


def view(text: str, sightings: Sequence[Sighting], index: int, poll: Poll) -> View:
    """What is to be seen of one sighting: `before` and `after` are two words each, nearest first."""
    one = sightings[index]
    left = _left(text, one.start)
    right = _right(text, one.end)
    name = _written(one.name) if one.kind is Kind.HEADING else one.name
    return View(name, left[:2], right[:2], _standing(text, sightings, index, poll, left, right))


def _written(heading: str) -> str:
    """A name of a heading as it would stand elsewhere: "WORLD BANK" is "World Bank", "NATO" stays."""
    known = gazetteer()
    if heading in known.organisations or heading in known.places:
        return heading
    return " ".join(word.capitalize() for word in heading.split(" "))


def _left(text: str, start: int) -> Key:
    """Words before on the line, nearest first; "^" at its beginning, unless the line is one of a wrapped paragraph."""
    window = text[max(0, start - _WINDOW) : start]
    broken = window.rfind("\n")
    if broken >= 0:
        above = window[:broken].rstrip(" ")
        if not above or above[-1] in _ENDS_LINE or "\n" in above:
            window = window[broken + 1 :]
            return (*_tokens(window)[:-4:-1], "^")
    words = _tokens(window)[:-5:-1]
    return (*words, "^") if start <= _WINDOW else tuple(words)


def _right(text: str, end: int) -> Key:
    """Words after on the line; "$" at its end, unless the line is one of a wrapped paragraph."""
    window = text[end : end + (_APPOSITION_WINDOW if text[end : end + 1] == "," else _WINDOW)]
    broken = window.find("\n")
    if broken >= 0 and (not window[:broken].strip(" ") or window[broken + 1 : broken + 2] == "\n"):
        below = window[broken + 1 : broken + 2]
        if not below.islower():
            return (*_tokens(window[:broken]), "$")
    return (*_tokens(window), "$")


def _tokens(window: str) -> list[str]:
    return [_plain(token) for token in _TOKEN.findall(window)]


@lru_cache(maxsize=1 << 15)
def _plain(token: str) -> str:
    if token[0].isdecimal():
        return "00" if len(token) == 4 and token.isdecimal() else "0"
    return token.lower().replace("’", "'")


@lru_cache(maxsize=1 << 15)
def _class(word: str) -> str:
    """What sort of word it is, said coarsely."""
    letters = gazetteer().nouns.get(word)
    if letters:
        return f"<{letters}>"
    if word in _PREPOSITIONS:
        return "in"
    if not word[0].isalpha() or len(word) < 4:
        return word
    for ending in ("ed", "ing", "ly", "s"):
        if word.endswith(ending):
            return f"-{ending}"
    return "~"


def _apposition(right: Key) -> str:
    """The class of the noun in ", a spokesman for" and the like, "" if none follows."""
    if len(right) < 3 or right[0] != "," or right[1] not in _DETERMINERS:
        return (
            ""
            if len(right) < 2 or right[0] not in ",("
            else {"who": "who", "which": "which", "0": "0"}.get(right[1], "")
        )
    nouns = gazetteer().nouns
    for word in right[2 : 2 + _APPOSITION]:
        letters = nouns.get(word)
        if letters and letters != "v":
            return letters[0]
    return "?"


def _standing(text: str, sightings: Sequence[Sighting], index: int, poll: Poll, left: Key, right: Key) -> Key:
    one = sightings[index]
    first, _, last = one.name.rpartition(" ")
    verdict = f"{one.type or '?'}{int(one.certainty)}"
    folded = one.name.casefold() if one.kind is Kind.HEADING else ""
    vote = str((poll.folded.get(folded) if folded else poll.winners.get(one.name)) or "?")
    part = "initials" if one.name in poll.initials else ""
    if not first and last in poll.shown:
        part = "shown" if one.kind is not Kind.WORD or last in poll.inside else "opens"
    count = poll.counts[one.name]
    before = after = ""
    if index:
        other = sightings[index - 1]
        if other.type and 0 <= one.start - other.end <= _NEIGHBOUR:
            before = f"{text[other.end : one.start].strip()}{other.type}"
    if index + 1 < len(sightings):
        other = sightings[index + 1]
        if other.type and 0 <= other.start - one.end <= _NEIGHBOUR:
            after = f"{text[one.end : other.start].strip()}{other.type}"
    quoted = one.start > 0 and text[one.start - 1] in _QUOTES and text[one.end : one.end + 1] in _QUOTES
    flags = "".join(
        (
            str(one.kind.value),
            "o" if one.opens else "",
            "t" if one.titled else "",
            "q" if quoted else "",
            "~" if poll.casual else "",
        )
    )
    return (
        verdict,
        vote,
        part,
        "1" if count == 1 else "2" if count < 4 else "4",
        before,
        after,
        flags,
        _class(left[0]),
        _class(right[0]),
        _apposition(right),
        "1" if not first else "2" if first.find(" ") < 0 else "3",
        left[1] if len(left) > 1 and left[0] in ("of", "for", "at") else "",
    )


def of_rules() -> dict[str, list[float]]:
    """What the rules' verdicts and the document's votes are worth before anything is learnt: weights by feature."""
    worth = {}
    for index, label in enumerate(LABELS):
        if label is not None:
            for certainty, weight in ((1, 0.8), (2, 1.6), (3, 3.0)):
                worth[f"r={label}{certainty}"] = [weight if i == index else 0.0 for i in range(len(LABELS))]
            worth[f"{Kind.HEADING.value} v={label}"] = [2.0 if i == index else 0.0 for i in range(len(LABELS))]
            worth[f"v={label}"] = [1.0 if i == index else 0.0 for i in range(len(LABELS))]
    worth[CAMEL] = [2.0 if label is EntityType.ORGANISATION else 0.0 for label in LABELS]
    return worth


def features(seen: View) -> list[str]:
    """All that is true of a sighting."""
    return [*of_name(seen.name), *of_before(seen.before), *of_after(seen.after), *of_standing(seen.standing)]


def _shape(word: str) -> str:
    written = "".join(
        "X" if letter.isupper() else "x" if letter.islower() else "0" if letter.isdecimal() else letter
        for letter in word[:12]
    )
    return _REPEATED.sub(r"\1", written)


@lru_cache(maxsize=1 << 14)
def _lists(word: str) -> str:
    """Letters of the lists that a word is on."""
    known = gazetteer()
    lower = word.lower()
    letters = "".join(
        letter
        for letter, entries in (
            ("F", known.first_names),
            ("S", known.surnames),
            ("W", known.word_surnames),
            ("P", known.places),
            ("N", known.name_places),
            ("O", known.organisations),
            ("E", known.organisation_ends),
            ("H", known.organisation_heads),
            ("e", known.place_ends),
            ("h", known.place_heads),
            ("G", known.groups),
            ("T", known.titles),
            ("R", known.roles),
            ("V", known.event_ends),
        )
        if word in entries
    )
    return letters + ("c" if lower in known.common_words else "l" if lower in known.lexicon else "")


def of_name(name: str) -> list[str]:
    """Of the words of the name."""
    known = gazetteer()
    words = name.split(" ")
    first, last, count = words[0], words[-1], min(len(words), 4)
    a, z = _lists(first), _lists(last)
    found = [
        f"n={count}",
        f"a={first.lower()}",
        f"z={last.lower()}",
        f"shape={' '.join(map(_shape, words[:4]))}",
        f"z3={last[-3:].lower()}",
        f"z2={last[-2:].lower()}{count}",
        f"a3={first[:3].lower()}{count}",
        f"A={a}{count}",
        f"Z={z}{count}",
        f"AZ={a} {z}",
    ]
    found += [f"A:{letter}{count}" for letter in a]
    found += [f"Z:{letter}{count}" for letter in z]
    if any(before.islower() and after.isupper() for before, after in pairwise(name)):
        found.append(CAMEL)
    if count == 1:
        found.append(f"w={last}")
        if last.isupper():
            found.append(f"upper={min(len(last), 7)}")
    else:
        found += [f"m={word.lower()}" for word in words[1:-1]]
        found.append(f"common={sum(word.lower() in known.lexicon for word in words)}/{count}")
        found += [f"M:{letter}" for word in words[1:-1] for letter in _lists(word)]
    for title, entries in (
        ("place", known.places),
        ("organisation", known.organisations),
        ("product", known.products),
        ("event", known.events),
        ("group", known.groups),
    ):
        if name in entries:
            found.append(f"is={title}{count}")
    return found


def of_before(words: Key) -> list[str]:
    """Of the words before, nearest first."""
    first, second = words[0], words[1] if len(words) > 1 else "^"
    return [f"-1={first}", f"-2={second} {first}", f"-1c={_class(first)}", f"-2c={_class(second)} {first}"]


def of_after(words: Key) -> list[str]:
    """Of the words after."""
    first, second = words[0], words[1] if len(words) > 1 else "$"
    return [f"+1={first}", f"+2={first} {second}", f"+1c={_class(first)}", f"+2c={first} {_class(second)}"]


def of_standing(key: Key) -> list[str]:
    """Of the rules' verdict, the document's vote and the neighbours, alone and together."""
    verdict, vote, part, number, before, after, flags, left, right, apposition, count, of = key
    kind = verdict[:-1]
    return [
        f"r={verdict}",
        f"v={vote}",
        f"rv={verdict} {vote}",
        f"part={part} {vote}",
        f"number={number}{count}",
        f"flags={flags}",
        f"{flags[0]} v={vote}",
        f"casual={flags[-1] == '~'} {flags[0]}",
        f"casual n={flags[-1] == '~'}{count} {left == '^'}",
        f"flags r={flags} {verdict}",
        f"before={before}",
        f"after={after}",
        f"before r={before} {kind}",
        f"after r={after} {kind}",
        f"lr={left} {right}",
        f"l n={left} {count}",
        f"r n={right} {count}",
        f"l v={left} {vote}",
        f"r v={right} {vote}",
        f"ap={apposition}",
        f"ap v={apposition} {vote}",
        f"of={of}",
    ]
