"""English inflections of a word: plural and singular, -s, -ed, -ing. The lexicon decides which of them exist.

A stem is believed only when its own forms include the word: "rated" leads to "rate" and not to "rat".
"""

import re
from collections.abc import Callable

from whoosh import query as wq

SHORTEST = 4
_SHORTEST_STEM = 3

_WORD = re.compile(r"[a-z]+")
_VOWEL = re.compile(r"[aeiouy]")
_SHORT_SYLLABLE = re.compile(r"(?:^|[^aeiou])[aeiouy][^aeiouwxy]$")
_ONE_VOWEL = re.compile(r"[^aeiouy]*[aeiouy][^aeiouy]*")
_HISSING = ("s", "x", "z", "ch", "sh")

# What the rules would take for forms of new, even, good, unit, custom, morn, the, see, nee, fee, dee, wee.
_ALONE = frozenset(
    {"news", "evening", "evenings", "goods", "united", "customs", "morning", "mornings", "thing"}
    | {"seed", "need", "feed", "deed", "weed"}
)


def variants(word: str) -> list[str]:
    """Candidate inflections of the folded `word`, sorted, without itself; none for short and for other words."""
    if len(word) < SHORTEST or not _WORD.fullmatch(word) or word in _ALONE:
        return []
    stems = _stems(word)
    found = {form for stem in stems or {word} for form in (stem, *_forms(stem))}
    if stems and word.endswith("ing"):
        found.add(word + "s")
    return sorted(found - {word} - _ALONE)


def expand_inflections(query: wq.Query, known: Callable[[str], bool]) -> tuple[wq.Query, list[str]]:
    """`query` with each word or'ed with those of its inflections that are `known`, and a note for each such word.

    Phrases, patterns and what is excluded stay exact.
    """
    notes: dict[str, None] = {}
    return _expanded(query, known, notes), list(notes)


def _expanded(query: wq.Query, known: Callable[[str], bool], notes: dict[str, None]) -> wq.Query:
    if isinstance(query, (wq.And, wq.Or)):
        return type(query)([_expanded(child, known, notes) for child in query.subqueries])
    if not isinstance(query, wq.Term):
        return query
    also = [form for form in variants(query.text) if known(form)]
    if not also:
        return query
    notes[f"{query.text}: also {', '.join(also)}"] = None
    return wq.Or([query, *(wq.Term(query.fieldname, form) for form in also)])


def _stems(word: str) -> set[str]:
    """The shorter words that `word` can be a form of."""
    candidates = set()
    for ending in ("s", "es", "ed", "d", "ing"):
        if word.endswith(ending):
            rest = word[: -len(ending)]
            candidates |= {rest, rest + "e"}
            if rest.endswith("i"):
                candidates.add(rest[:-1] + "y")
            if rest.endswith("y"):
                candidates.add(rest[:-1] + "ie")
            if rest[-1:] == rest[-2:-1]:
                candidates.add(rest[:-1])
    return {
        stem
        for stem in candidates
        if stem != word and len(stem) >= _SHORTEST_STEM and _VOWEL.search(stem) and word in _forms(stem)
    }


def _forms(stem: str) -> list[str]:
    """The plural or third person, the past and the -ing form of `stem`, in every spelling that English allows."""
    if stem.endswith("y") and stem[-2:-1] not in "aeiou":
        return [stem[:-1] + "ies", stem[:-1] + "ied", stem + "ing"]
    if stem.endswith("e"):
        dropped = stem if stem.endswith(("ee", "oe", "ye")) else stem[:-1]
        if stem.endswith("ie"):
            dropped = stem[:-2] + "y"
        return [stem + "s", stem + "d", dropped + "ing"]
    forms = [stem + "es"] if stem.endswith(_HISSING) else [stem + "s"]
    if stem.endswith("o"):
        forms.append(stem + "es")
    bases = [stem]
    if _SHORT_SYLLABLE.search(stem):
        doubled = stem + stem[-1]
        bases = [doubled] if _ONE_VOWEL.fullmatch(stem) else [stem, doubled]
    return forms + [base + ending for base in bases for ending in ("ed", "ing")]
