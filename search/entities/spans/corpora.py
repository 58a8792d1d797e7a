"""Annotated texts, read into one form: CoNLL files (a word and its tag a line) and passages with marks inside.

Sets differ in what they annotate: one label there may stand for several types here, and what one leaves unmarked may be
marked in another. So each span carries the types that it *allows*, and each text the labels that an unmarked span may
have.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from search.entities.mentions import NAMED, EntityType
from search.entities.spans.labels import Label

Span = tuple[int, int, frozenset[Label]]
"""Start, end, and the types that its mark allows."""

_MISCELLANEOUS = frozenset({EntityType.GROUP, EntityType.PRODUCT, EntityType.WORK, EntityType.EVENT})
_ALLOWED: dict[str, frozenset[Label]] = {
    "PER": frozenset({EntityType.PERSON}),
    "ORG": frozenset({EntityType.ORGANISATION}),
    "LOC": frozenset({EntityType.PLACE}),
    "MISC": _MISCELLANEOUS,
    "person": frozenset({EntityType.PERSON}),
    "corporation": frozenset({EntityType.ORGANISATION}),
    "group": frozenset({EntityType.ORGANISATION}),
    "location": frozenset({EntityType.PLACE}),
    "product": frozenset({EntityType.PRODUCT}),
    "creative-work": frozenset({EntityType.WORK}),
}
NOTHING: frozenset[Label] = frozenset({None})
NOTHING_OR_GROUP: frozenset[Label] = frozenset({None, EntityType.GROUP, EntityType.EVENT})
"""For sets that annotate neither nationalities nor events."""

_NO_SPACE_BEFORE = frozenset([*".,;:!?%)]}", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "''", "”", "’s", "’", "..."])
_NO_SPACE_AFTER = frozenset([*"([{$£€#", "``", "“", "‘"])
_SHOWN = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}
_SENTENCES_A_DOCUMENT = 20
"""Where a file has no document marks, as in sets of single messages."""
_MARK = re.compile(r"\[([^\[\]|]+)\|([a-z]+)\]")

_Words = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Annotated:
    """A text, its marked spans in order, and the labels that other spans may have."""

    text: str
    spans: list[Span]
    unmarked: frozenset[Label]


def conll(path: Path, unmarked: frozenset[Label] = NOTHING) -> list[Annotated]:
    """The documents of a CoNLL file (word first, tag last on a line), set as print would set them.

    Tags may be IOB1 or IOB2. Documents end at -DOCSTART- lines, or else after every 20 sentences.
    """
    sentences = list(_sentences(path))
    marked = any(sentence is None for sentence in sentences)
    documents = []
    held: list[_Words] = []
    for sentence in (*sentences, None):
        if sentence is not None:
            held.append(sentence)
        if held and (sentence is None or (not marked and len(held) == _SENTENCES_A_DOCUMENT)):
            documents.append(_printed(held, unmarked))
            held = []
    return documents


def passages(path: Path) -> list[Annotated]:
    """The passages of a file: blocks between lines of ----, each with a "# title" and marks like [Oslo|place]."""
    found = []
    for block in re.split(r"^----[ \t]*$", path.read_text(encoding="utf-8"), flags=re.M):
        body = re.sub(r"\A\s*(?:#[^\n]*\n)?", "", block).strip("\n")
        if not body.strip():
            continue
        text, spans, end = "", list[Span](), 0
        for mark in _MARK.finditer(body):
            text += body[end : mark.start()]
            kind = EntityType(mark[2])
            if kind in NAMED:
                spans.append((len(text), len(text) + len(mark[1]), frozenset({kind})))
            text += mark[1]
            end = mark.end()
        found.append(Annotated(text + body[end:], spans, NOTHING))
    return found


def _sentences(path: Path) -> Iterator[_Words | None]:
    """(word, tag) of each sentence; None between documents."""
    sentence: _Words = []
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        columns = line.split()
        if columns and not line.startswith("-DOCSTART-"):
            if len(columns) > 1:
                sentence.append((columns[0], columns[-1]))
            continue
        if sentence:
            yield sentence
            sentence = []
        if columns:
            yield None
    if sentence:
        yield sentence


def _printed(held: list[_Words], unmarked: frozenset[Label]) -> Annotated:
    """One sentence a line, punctuation set as in print."""
    text = ""
    spans: list[Span] = []
    for sentence in held:
        text += "\n" if text else ""
        previous, before, quoted = "", "O", False
        for word, tag in sentence:
            shown = _SHOWN.get(word, word)
            closes = word == '"' and quoted
            opened = previous == '"' and quoted
            if previous and not (word in _NO_SPACE_BEFORE or previous in _NO_SPACE_AFTER or closes or opened):
                text += " "
            quoted ^= word == '"'
            start = len(text)
            text += shown
            allowed = _ALLOWED.get(tag[2:])
            if allowed and tag[0] == "I" and before[2:] == tag[2:] and spans:
                spans[-1] = (spans[-1][0], len(text), allowed)
            elif allowed:
                spans.append((start, len(text), allowed))
            previous, before = word, tag
    return Annotated(text, spans, unmarked)
