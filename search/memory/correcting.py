"""The mentions of a text as people corrected them: by judgements about single places in it, or in other versions of the
documents that hold it.
"""

import json
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from search.entities.mentions import EntityType, Key, Mention
from search.entities.resolution.judging import Anchor, Judgement, Kind, Place, corrected, located, restored
from search.memory import judgements, texts
from search.memory.forms import store_mentions, uncount_forms
from search.memory.mentions import read_cells
from search.memory.regrouping import numbers_of
from search.memory.sealing import stored_findings
from search.memory.values import type_of

_SPELLED = """
SELECT form.id, entity.type, form.surface, entity.norm FROM form JOIN entity ON entity.id = form.entity
WHERE form.id IN (SELECT value FROM json_each(?))
"""


def correct_new(connection: sqlite3.Connection, text: int, recognised: Sequence[Mention]) -> None:
    """Correct what was just `recognised` and stored of `text`, if anybody judged any single mention."""
    if judgements.any_about_places(connection) and (about := _about(connection, text)):
        replace_mentions(connection, text, corrected(recognised, about))


def correct_again(connection: sqlite3.Connection, text: int) -> set[Key]:
    """Bring the stored mentions of `text` level with the judgements; the keys of those that are new or gone."""
    about = _about(connection, text)
    stored = mentions_of(connection, text)
    return replace_mentions(connection, text, corrected(restored(stored, about), about))


def replace_mentions(connection: sqlite3.Connection, text: int, mentions: Iterable[Mention]) -> set[Key]:
    """Store other mentions of `text`; the keys of those that are new or gone."""
    before, after = set(mentions_of(connection, text)), set(mentions)
    if before == after:
        return set()
    forms = {form for piece in read_cells(connection, text) for form in piece.forms}
    uncount_forms(connection, text, forms)
    connection.execute("DELETE FROM mention WHERE text = ?", (text,))
    store_mentions(connection, text, sorted(after), {})
    connection.execute("UPDATE text SET findings = ? WHERE id = ?", (stored_findings(connection, text), text))
    return {mention.key for mention in before ^ after}


def mentions_of(connection: sqlite3.Connection, text: int) -> list[Mention]:
    """The mentions of `text` as they were stored, whatever their names were merged into or are taken for."""
    pieces = list(read_cells(connection, text))
    forms = sorted({form for piece in pieces for form in piece.forms})
    rows = connection.execute(_SPELLED, (json.dumps(forms),))
    spelled = {form: (type_of(letter), surface, norm) for form, letter, surface, norm in rows}
    return [Mention(start, end, *spelled[form]) for piece in pieces for start, end, form in zip(*piece, strict=True)]


def _about(connection: sqlite3.Connection, text: int) -> list[Judgement]:
    """The judgements about places that `text` has too, with these places in it: where they say, if their quote stands
    there, else where it is found again.
    """
    about = judgements.about_text(connection, text)
    if not about:
        return []
    (digest,) = connection.execute("SELECT digest FROM text WHERE id = ?", (text,)).fetchone()
    whole = texts.whole(connection, text)
    found = []
    for judgement in about:
        place = judgement.subject
        assert isinstance(place, Place)
        stands = place.text == digest.hex() and whole[place.start : place.end] == place.quote
        there = place if stands else located(place, whole, digest.hex())
        if there is not None:
            found.append(replace(judgement, subject=there))
    return found


def recognise_again(connection: sqlite3.Connection, text: int, recognised: Sequence[Mention]) -> None:
    """Store what is now `recognised` in `text`, corrected."""
    replace_mentions(connection, text, corrected(recognised, _about(connection, text)))


def judged(connection: sqlite3.Connection, given: Iterable[Judgement]) -> set[int]:
    """Correct the texts that judgements are about; the entities that they, or what they undo, may bring together or
    apart.
    """
    given = list(given)
    undone = any(judgement.undoes is not None for judgement in given)
    known = {one.id: one for one in judgements.all_of_them(connection)} if undone else {}
    keys: set[Key] = set()
    corrected_texts: set[int] = set()
    for anchor in {anchor for judgement in given for anchor in _anchors(judgement, known)}:
        if isinstance(anchor, Key):
            keys.add(anchor)
        else:
            corrected_texts.update(judgements.texts_with(connection, anchor))
    for text in sorted(corrected_texts):
        keys |= correct_again(connection, text)
    return numbers_of(connection, keys)


def _anchors(judgement: Judgement, known: Mapping[str, Judgement]) -> Iterator[Anchor]:
    """What a judgement is about, and what those are that it undoes one after the other. They come from anywhere, and
    may undo each other in a circle.
    """
    met: Judgement | None = judgement
    seen: set[str] = set()
    while met is not None and met.id not in seen:
        seen.add(met.id)
        yield met.subject
        if isinstance(met.object, Key):
            yield met.object
        elif met.kind is Kind.RETYPE and isinstance(met.subject, Key) and isinstance(met.object, str):
            yield Key(EntityType(met.object), met.subject.norm)
        met = known.get(met.undoes) if met.undoes is not None else None
