"""What a leaf that stands for many words says of one folded word. The lexicon and the texts are asked the same way."""

import fnmatch
import re
from collections.abc import Callable

from whoosh import query as wq


def word_test(leaf: wq.Query) -> Callable[[str], bool] | None:
    """The test of a Prefix, Wildcard, FuzzyTerm or Regex; None for other nodes.

    Wildcards and patterns must match the whole word; a fuzzy word is one at an optimal string alignment distance of
    at most `maxdist`, with the first `prefixlength` letters alike.
    """
    if isinstance(leaf, wq.Prefix):
        prefix = leaf.text
        return lambda word: word.startswith(prefix)
    if isinstance(leaf, wq.Wildcard):
        glob = re.compile(fnmatch.translate(leaf.text)).match
        return lambda word: glob(word) is not None
    if isinstance(leaf, wq.Regex):
        expression = re.compile(leaf.text).fullmatch
        return lambda word: expression(word) is not None
    if isinstance(leaf, wq.FuzzyTerm):
        return _fuzzy(leaf.text, leaf.maxdist, leaf.text[: leaf.prefixlength])
    return None


def _fuzzy(wanted: str, edits: int, beginning: str) -> Callable[[str], bool]:
    from rapidfuzz.distance import OSA

    def test(word: str) -> bool:
        return (
            abs(len(word) - len(wanted)) <= edits
            and word.startswith(beginning)
            and OSA.distance(word, wanted, score_cutoff=edits) <= edits
        )

    return test
