"""The Whoosh schema: two fields of words, and the version number as a column."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

from whoosh import columns, fields

from search.index.positions import PackedPositions, pack
from search.query.nodes import TEXT, TITLE
from search.text.tokens import JOIN, analyse

VERSION = "version"
WORD_FIELDS = (TEXT, TITLE)

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
        positions: dict[bytes, array[int]] = {}
        for word, places in analyse(value).positions.items():
            known = positions.get(term(word))
            positions[term(word)] = places if known is None else array("I", sorted({*known, *places}))
        for spelled, places in positions.items():
            yield spelled, 0 if spelled == term(JOIN) else len(places), float(len(places)), pack(places)


def _schema() -> Any:
    schema = fields.Schema()
    for name in WORD_FIELDS:
        schema.add(name, WordField())
    schema.add(VERSION, fields.COLUMN(columns.NumericColumn("I")))
    return schema


SCHEMA = _schema()
