"""The terms of a segment behind Whoosh's doors: its own searcher runs every kind of query over them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA
from whoosh.codec import base
from whoosh.reading import TermInfo, TermNotFound

from search.index.codec.files import SegmentFiles
from search.index.codec.matcher import PostingMatcher
from search.index.spelling import WORD_FIELDS

Term = tuple[str, bytes]
"""A field and a term in it."""


class TermsReader(base.TermsReader):  # type: ignore[misc]
    """All terms of a segment, fields in order of their names."""

    def __init__(self, files: SegmentFiles) -> None:
        self._files = files

    def __contains__(self, term: Term) -> bool:
        field, text = term
        return field in self._files.lexicons and self._files.lexicons[field].find(text) is not None

    def indexed_field_names(self) -> list[str]:
        """The fields that have terms."""
        return [field for field in sorted(WORD_FIELDS) if len(self._files.lexicons[field])]

    def terms(self) -> Iterator[Term]:
        """Every term."""
        for field in self.indexed_field_names():
            yield from self._from(field, 0)

    def terms_from(self, fieldname: str, prefix: bytes) -> Iterator[Term]:
        """The terms from `prefix` on, those of later fields too."""
        for field in self.indexed_field_names():
            if field >= fieldname:
                yield from self._from(field, self._files.lexicons[field].place(prefix) if field == fieldname else 0)

    def _from(self, field: str, place: int) -> Iterator[Term]:
        return ((field, text) for text in self._files.lexicons[field].terms(place))

    def items(self) -> Iterator[tuple[Term, TermInfo]]:
        """Every term with its statistics."""
        return ((term, self.term_info(*term)) for term in self.terms())

    def items_from(self, fieldname: str, prefix: bytes) -> Iterator[tuple[Term, TermInfo]]:
        """The terms from `prefix` on with their statistics."""
        return ((term, self.term_info(*term)) for term in self.terms_from(fieldname, prefix))

    def term_info(self, fieldname: str, text: bytes) -> TermInfo:
        """The statistics of a term. Raises TermNotFound."""
        place = self._known_place(fieldname, text)
        postings = self._files.postings[fieldname]
        places = postings.entry(place).places
        documents, frequencies = postings.listed(places)
        lengths = self._files.lengths(fieldname)[documents]
        return TermInfo(
            weight=float(frequencies.sum(dtype=int)),
            df=places.size,
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(frequencies.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def _place(self, field: str, text: bytes) -> int:
        place = self._files.lexicons[field].find(text) if field in self._files.lexicons else None
        if place is None:
            raise KeyError(f"{field}:{text!r}")
        return place

    def _known_place(self, field: str, text: bytes) -> int:
        try:
            return self._place(field, text)
        except KeyError as error:
            raise TermNotFound(f"No term {error}") from error

    def frequency(self, fieldname: str, text: bytes) -> float:
        """How often a term occurs. Raises KeyError."""
        self._place(fieldname, text)
        weight: float = self.term_info(fieldname, text).weight()
        return weight

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        """How many documents hold a term. Raises KeyError."""
        place = self._place(fieldname, text)
        return self._files.postings[fieldname].entry(place).places.size

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> PostingMatcher:
        """The postings of a term, one after the other. Raises TermNotFound."""
        place = self._known_place(fieldname, text)
        lengths = self._files.lengths(fieldname)
        return PostingMatcher(self._files.postings[fieldname], place, lengths, (fieldname, text), format_, scorer)

    def cursor(self, fieldname: str, fieldobj: Any) -> Cursor:
        """A place in the lexicon of a field that can be moved."""
        return Cursor(self, self._files, fieldname, fieldobj)


class Cursor(base.FieldCursor):  # type: ignore[misc]
    """A place in the lexicon of a field; after the last term it is not valid."""

    def __init__(self, reader: TermsReader, files: SegmentFiles, field: str, fieldobj: Any) -> None:
        self._reader = reader
        self._lexicon = files.lexicons[field]
        self._field = field
        self._fieldobj = fieldobj
        self._place = 0

    def first(self) -> str | None:
        """Go to the first term."""
        self._place = 0
        return self.text()

    def find(self, term: str | bytes) -> str | None:
        """Go to the first term that is not before `term`."""
        text = term if isinstance(term, bytes) else self._fieldobj.to_bytes(term)
        self._place = self._lexicon.place(text)
        return self.text()

    def next(self) -> str | None:
        """Go to the next term."""
        self._place += 1
        return self.text()

    def text(self) -> str | None:
        """The term here, None at the end."""
        if not self.is_valid():
            return None
        text: str = self._fieldobj.from_bytes(self._lexicon.term(self._place))
        return text

    def term_info(self) -> TermInfo | None:
        """The statistics of the term here."""
        return self._reader.term_info(self._field, self._lexicon.term(self._place)) if self.is_valid() else None

    def is_valid(self) -> bool:
        """Whether there is a term here."""
        return self._place < len(self._lexicon)

    def all(self) -> list[str]:
        """Every term of the field."""
        return [self._fieldobj.from_bytes(text) for text in self._lexicon.terms()]


class Automata(base.Automata):  # type: ignore[misc]
    """Finds words that are spelled like another; a swap of neighbours is one edit."""

    def terms_within(self, fieldcur: Cursor, uterm: str, maxdist: int, prefix: int = 0) -> list[str]:
        """The words that begin with the same `prefix` letters and differ by at most `maxdist` edits."""
        words = [word for word in fieldcur.all() if word[:prefix] == uterm[:prefix]]
        near = process.extract(uterm, words, scorer=OSA.distance, score_cutoff=maxdist, limit=None)
        return sorted(word for word, _, _ in near)
