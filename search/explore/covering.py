"""How much of what a question is about can be found by words: whether "0 hits" means that it is not there."""

from collections import Counter
from itertools import compress

from search.explore.results import Coverage
from search.explore.view import View
from search.extract.extracted import SEARCHABLE


def coverage_of(view: View, covered: bytearray) -> Coverage:
    """Counts over the versions with `covered[version]` 1."""
    counts = Counter(compress(view.states, covered))
    searchable = sum(counts.pop(status, 0) for status in SEARCHABLE)
    return Coverage(searchable + counts.total(), searchable, dict(sorted(counts.items())))
