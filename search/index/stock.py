"""Queries run by Whoosh's own matchers, one document after the other: for the kinds that have no faster way."""

from __future__ import annotations

from typing import Any

import numpy as np
from whoosh.reading import MultiReader, SegmentReader
from whoosh.searching import SearchContext, Searcher

from search.cancel import CancelToken
from search.index.codec.codec import Codec
from search.index.codec.documents import DocumentReader
from search.index.codec.segment import stored_segment
from search.index.codec.terms import TermsReader
from search.index.matches import Matches
from search.index.schema import SCHEMA
from search.index.segment import Segment

STEP = 256
"""Documents between two looks at the cancel token."""


def stock_matches(segments: list[Segment], query: Any, cancel: CancelToken) -> list[Matches]:
    """What matches in each segment, with Whoosh's scores. Raises Cancelled."""
    readers = [
        SegmentReader(None, SCHEMA, stored_segment(segment.record), codec=_Opened(segment)) for segment in segments
    ]
    if not readers:
        return []
    searcher = Searcher(MultiReader(readers))
    context = SearchContext(weighting=searcher.weighting, top_query=query, limit=None)
    return [_all(query.matcher(leaf, context), cancel) for leaf, _ in searcher.leaf_searchers()]


class _Opened(Codec):
    """The codec of one segment that is open already."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def terms_reader(self, storage: Any, segment: Any) -> TermsReader:
        return TermsReader(self._segment.files)

    def per_document_reader(self, storage: Any, segment: Any) -> DocumentReader:
        return DocumentReader(self._segment.files, segment)


def _all(matcher: Any, cancel: CancelToken) -> Matches:
    documents: list[int] = []
    scores: list[float] = []
    while matcher.is_active():
        if len(documents) % STEP == 0:
            cancel.check()
        documents.append(matcher.id())
        scores.append(matcher.score())
        matcher.next()
    return Matches(np.array(documents, np.int64), np.array(scores, np.float64))
