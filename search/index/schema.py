"""The Whoosh schema: two fields of words, and the version number as a column."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Any

from whoosh import columns, fields

from search.index.positions import PackedPositions, pack
from search.index.spelling import VERSION, WORD_FIELDS, term
from search.text.tokens import JOIN, analyse


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
