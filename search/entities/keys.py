"""The normal form of a name on its own, before its document says more about it."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

from search.entities.gazetteer.load import gazetteer
from search.entities.mentions import EntityType
from search.text.folding import fold

_UNCHANGED = "llc llp lp plc gmbh ag sa nv bv oy ab asa spa srl kk pte pty bhd sdn"
LEGAL_FORMS = {
    form: spellings.split()[0]
    for spellings in (
        "inc incorporated",
        "corp corporation",
        "co",
        "ltd limited",
        *_UNCHANGED.split(),
    )
    for form in spellings.split()
}
"""What a company is in law, to its short form. "Group", "Holdings" and "Bank" tell companies apart, and are none."""

_UNSAID = frozenset({"of", "the", "and", "for", "in", "de", "&"})
_GENERATIONS = frozenset({"jr", "sr", "ii", "iii", "iv"})
_POSSESSIVE = re.compile(r"'s?(?=\s|$)")
_DOTTED = re.compile(r"\b(?:\w\.){2,}")
_NOT_WORD = re.compile(r"[^\w&]+")


@lru_cache(maxsize=1 << 16)
def plain_form(name: str) -> str:
    """Folded, with one space between words, without possessives and punctuation: "U.S." is "us", "O'Brien's" "obrien".

    A name of nothing but punctuation stays as it is, folded.
    """
    folded = fold(name)
    if folded.isalnum():
        return folded
    words = _POSSESSIVE.sub("", folded).replace("'", "")
    words = _DOTTED.sub(lambda dotted: dotted[0].replace(".", ""), words)
    return _NOT_WORD.sub(" ", words).strip() or folded


@lru_cache(maxsize=1 << 16)
def normal_form(name: str, kind: EntityType) -> str:
    """The plain form without what a name can lose: the title of a person, the legal form of an organisation, the plural
    of a group, a leading "the".
    """
    words = plain_form(name).split()
    first, last = 0, len(words)
    if kind is EntityType.PERSON:
        titles = _folded_titles()
        while last - first > 1 and words[first] in titles:
            first += 1
        while last - first > 1 and words[last - 1] in _GENERATIONS:
            last -= 1
    else:
        if last > 1 and words[0] == "the":
            first = 1
        if kind is EntityType.ORGANISATION:
            while last - first > 1 and words[last - 1] in LEGAL_FORMS:
                last -= 1
        elif kind is EntityType.GROUP and words[-1].removesuffix("s") in _folded_groups():
            words[-1] = words[-1].removesuffix("s")
    return " ".join(words[first:last])


@lru_cache(maxsize=1 << 14)
def with_legal_form(name: str) -> str:
    """The normal form of an organisation with the legal form it is written with, shortened: "softbank corp"."""
    words = plain_form(name).split()
    if len(words) > 1 and words[0] == "the":
        del words[0]
    return " ".join(words[:1] + [LEGAL_FORMS.get(word, word) for word in words[1:]])


def initials(words: Sequence[str]) -> str:
    """The first letters of a name's words, without those that abbreviations leave out."""
    return "".join(word[0] for word in words if word not in _UNSAID)


@cache
def _folded_titles() -> frozenset[str]:
    return frozenset(map(fold, gazetteer().titles))


@cache
def _folded_groups() -> frozenset[str]:
    return frozenset(word for name in gazetteer().groups for word in fold(name).split())
