"""Names of one document that mean the same: short forms get the normal form of the full name.

A bare surname or first name goes to the person of that name mentioned last before it; an abbreviation goes to the only
name with these initials. A legal form is dropped, unless the document means another by the name without it: where one
sentence has both ("SoftBank and its unit SoftBank Corp."), or where a third begins like them ("SoftBank Group").
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from search.entities.keys import initials, normal_form, with_legal_form
from search.entities.mentions import EntityType

Name = tuple[str, EntityType]
"""The surface and type of a mention."""

_ABBREVIATED = (EntityType.ORGANISATION, EntityType.PLACE)


Between = Callable[[int, int], str]
"""The text between two names, by their places among the names of the document."""

_SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s|\n\s*\n")
_INTRODUCES = re.compile(r"\s*\((?:the\s)?[\s\"“”‘’']*\Z")
_LONGEST_SENTENCE = 400


def link(names: Sequence[Name], between: Between) -> list[str]:
    """The norm of each name; they are in text order."""
    forms = {name: normal_form(*name) for name in dict.fromkeys(names)}
    _keep_legal_forms(forms, names, between)
    expansions = _expansions(forms)
    people = _People(form for (_, kind), form in forms.items() if kind is EntityType.PERSON)
    norms = []
    for name in names:
        surface, kind = name
        norm = forms[name]
        if kind is EntityType.PERSON:
            norm = people.meant(norm)
        elif kind in _ABBREVIATED and surface.isupper():
            norm = expansions.get((norm, kind)) or norm
        norms.append(norm)
    return norms


def _keep_legal_forms(forms: dict[Name, str], names: Sequence[Name], between: Between) -> None:
    """Put the legal form back where the name without one is another's."""
    complete = {name: with_legal_form(name[0]) for name in forms if name[1] is EntityType.ORGANISATION}
    bare = {form for name, form in complete.items() if form == forms[name]}
    both = {forms[name] for name, form in complete.items() if form != forms[name] and forms[name] in bare}
    if not both:
        return
    all_bare = {forms[name] for name in complete}
    apart = {short for short in both if any(form.startswith(f"{short} ") for form in all_bare)}
    apart |= set(_in_one_sentence(both - apart, complete, forms, names, between))
    for name, form in complete.items():
        if forms[name] in apart:
            forms[name] = form


def _in_one_sentence(
    both: set[str], complete: dict[Name, str], forms: dict[Name, str], names: Sequence[Name], between: Between
) -> Iterator[str]:
    """Those that some sentence writes with and without a legal form, other than to say how it will be written."""
    places: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        if name in complete and forms[name] in both:
            places[forms[name]].append(place)
    for short, found in places.items():
        for one, other in pairwise(found):
            if complete[names[one]] != complete[names[other]]:
                words = between(one, other)
                ends = len(words) > _LONGEST_SENTENCE or _SENTENCE_END.search(words) is not None
                if not ends and not _INTRODUCES.fullmatch(words):
                    yield short
                    break


def _expansions(forms: dict[Name, str]) -> dict[Name, str | None]:
    """Initials to the norm with these initials; None when several have them."""
    expansions: dict[Name, str | None] = {}
    for (_, kind), form in forms.items():
        if kind in _ABBREVIATED and " " in form:
            letters = initials(form.split())
            if len(letters) > 1:
                known = expansions.setdefault((letters, kind), form)
                if known != form:
                    expansions[letters, kind] = None
    return expansions


class _People:
    """Who is meant by a name or part of one, while the text is read from its start."""

    def __init__(self, forms: Iterable[str]) -> None:
        full = [form for form in forms if " " in form]
        self._shorter = set(full)
        self._by_surname: dict[str, str] = {}
        self._by_first_name: dict[str, str] = {}
        # A part that comes before any full name means the first one that follows.
        for form in reversed(full):
            self._mention(self._without_middle(form))

    def meant(self, form: str) -> str:
        """The full name behind the next name in the text."""
        if " " in form:
            full = self._without_middle(form)
            self._mention(full)
            return full
        return self._by_surname.get(form) or self._by_first_name.get(form) or form

    def _mention(self, full: str) -> None:
        words = full.split()
        self._by_surname[words[-1]] = full
        self._by_first_name[words[0]] = full

    def _without_middle(self, full: str) -> str:
        """ "hillary rodham clinton" is "hillary clinton" where the document says that too."""
        first, *middle, last = full.split()
        shorter = f"{first} {last}"
        return shorter if middle and shorter in self._shorter else full
