"""The Whoosh schema: two fields of words, what their words start with, and the version number as a column.

A *start* is a beginning that many words of a segment share; it is indexed like a word of a field of its own, so that
typing one or two letters costs one posting list and nothing is cut off (see `starts`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

from whoosh import columns, fields, formats

from search.index.positions import PackedPositions, pack
from search.query.nodes import TEXT, TITLE
from search.text.tokens import JOIN, analyse

VERSION = "version"
WORD_FIELDS = (TEXT, TITLE)
STARTS = {TEXT: "text_starts", TITLE: "title_starts"}

WORD_LIMIT = 200
"""Code points of a word that are indexed: longer words are found by their beginning, and megabytes without a space
cannot fill the lexicon."""


def term(word: str) -> bytes:
    """A folded word as the index spells it."""
    return word[:WORD_LIMIT].encode("utf-8", "replace")


class WordField(fields.FieldType):  # type: ignore[misc]
    """A field of words with positions, cut into words by `search.text`."""

    def __init__(self) -> None:
        super().__init__(PackedPositions(), None, scorable=True)

    def index(self, value: str, **_: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Yield (term, frequency, weight, packed positions). The join has frequency 0, so it adds no length."""
        positions = analyse(value).positions
        for word in [word for word in positions if len(word) > WORD_LIMIT]:
            _shorten(positions, word)
        while positions:
            word, places = positions.popitem()
            yield term(word), 0 if word == JOIN else len(places), float(len(places)), pack(places)


def _shorten(positions: dict[str, array[int]], word: str) -> None:
    places = positions.pop(word)
    known = positions.get(word[:WORD_LIMIT])
    positions[word[:WORD_LIMIT]] = places if known is None else array("I", sorted({*known, *places}))


class StartField(fields.FieldType):  # type: ignore[misc]
    """A field of word beginnings: which documents, how often; filled by the codec, never from a value."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), None)


def _schema() -> Any:
    schema = fields.Schema()
    for name in WORD_FIELDS:
        schema.add(name, WordField())
        schema.add(STARTS[name], StartField())
    schema.add(VERSION, fields.COLUMN(columns.NumericColumn("I")))
    return schema


SCHEMA = _schema()
