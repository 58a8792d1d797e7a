"""How the index names its fields and spells words."""

from search.query.nodes import TEXT, TITLE

VERSION = "version"
WORD_FIELDS = (TEXT, TITLE)

WORD_LIMIT = 200
"""Code points of a word that are indexed: longer words are found by their beginning, and megabytes without a space
cannot fill the lexicon."""


def term(word: str) -> bytes:
    """A folded word as the index spells it."""
    return word[:WORD_LIMIT].encode("utf-8", "replace")
