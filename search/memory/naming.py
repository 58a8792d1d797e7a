"""Reading who and what is named where: mentions, forms and entities.

The number of an entity that was merged stands for the one that it was merged into, wherever numbers are given.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any

from search.cancel import NEVER, CancelToken
from search.entities.lookup.ranking import Ranking
from search.entities.mentions import NAMED, EntityType, Key
from search.errors import MemoryDamaged
from search.memory.mentions import read_cells
from search.memory.records import (
    AliasCount,
    EntityCount,
    EntityRow,
    Form,
    NamedEntity,
    StoredMention,
    TextEntity,
)
from search.memory.values import letter_of, type_of
from search.text.spans import Spans

COUNTED = 1_000_000
"""Code points whose mentions are counted to tell whom a text is about: a large text has millions of mentions."""

_PAGE = 5_000
_STEPS = 20_000
"""Steps of SQLite's machine between two looks at a cancel token; about a millisecond."""

# The given entities with all that were merged into them.
_GIVEN = """
WITH root (id) AS (
    SELECT coalesce(merged_into, id) FROM entity WHERE id IN (SELECT value FROM json_each(:entities))
), given (entity) AS (
    SELECT id FROM root UNION SELECT entity.id FROM root JOIN entity ON entity.merged_into = root.id
)
"""

_FORMS_OF = f"""{_GIVEN}
SELECT id FROM form WHERE entity IN given
"""

_FORMS = """
SELECT form.id, root.type, form.surface, root.id, own.type, own.norm, root.rejected FROM form
JOIN entity AS own ON own.id = form.entity
JOIN entity AS root ON root.id = coalesce(own.merged_into, own.id)
WHERE form.id IN (SELECT value FROM json_each(?))
"""

_TEXTS = f"""{_GIVEN}
SELECT DISTINCT form_text.text FROM form
CROSS JOIN form_text ON form_text.form = form.id
WHERE form.entity IN given
"""

_VERSIONS = f"SELECT id FROM version WHERE text IN ({_TEXTS})"

_BY_TEXT = f"""{_GIVEN}
SELECT form_text.text, SUM(form_text.count) FROM form
CROSS JOIN form_text ON form_text.form = form.id
WHERE form.entity IN given
GROUP BY form_text.text
"""

_ALIASES = f"""{_GIVEN}
SELECT coalesce(entity.merged_into, entity.id) AS root, form.surface, SUM(form.mentions) AS mentions FROM form
JOIN entity ON entity.id = form.entity
WHERE form.entity IN given AND form.mentions > 0
GROUP BY root, form.surface
ORDER BY root, SUM(form.mentions) DESC, form.surface
"""

_ENTITIES_OF = f"""
SELECT form.id, root.id, root.type, root.name FROM form
JOIN entity AS own ON own.id = form.entity
JOIN entity AS root ON root.id = coalesce(own.merged_into, own.id)
WHERE form.id IN (SELECT value FROM json_each(?)) AND NOT root.rejected
    AND root.type IN ({", ".join(f"'{letter_of(t)}'" for t in NAMED)})
"""

_FORM_PAGE = """
SELECT form.id, own.type, form.surface, own.norm, coalesce(own.merged_into, own.id), form.mentions FROM form
JOIN entity AS own ON own.id = form.entity
WHERE form.id > ? ORDER BY form.id LIMIT ?
"""

_NAMES = """
SELECT id, type, name, norm FROM entity
WHERE merged_into IS NULL AND NOT rejected AND (
    EXISTS (SELECT 1 FROM form WHERE form.entity = entity.id)
    OR EXISTS (SELECT 1 FROM entity AS other JOIN form ON form.entity = other.id WHERE other.merged_into = entity.id)
)
ORDER BY id
"""

# Forms in the order of their entities, so that groups come ready made and nothing is sorted; then anew those that are
# merged, whose documents cannot be added up.
_COUNTS = """
SELECT form.entity, SUM(form_text.count), COUNT(DISTINCT scope.document)
FROM form
CROSS JOIN form_text ON form_text.form = form.id
CROSS JOIN temp.scope ON scope.text = form_text.text
GROUP BY form.entity
"""

_MERGED_COUNTS = """
SELECT family.root, SUM(form_text.count), COUNT(DISTINCT scope.document)
FROM (
    SELECT merged_into AS root, id FROM entity WHERE merged_into IS NOT NULL
    UNION SELECT merged_into, merged_into FROM entity WHERE merged_into IS NOT NULL
) AS family
CROSS JOIN form ON form.entity = family.id
CROSS JOIN form_text ON form_text.form = form.id
CROSS JOIN temp.scope ON scope.text = form_text.text
GROUP BY family.root
"""

# Sorted by SQLite, which lets other threads run meanwhile.
_RANKED = f"""
WITH own (entity, mentions, documents) AS ({_COUNTS}), merged (entity, mentions, documents) AS ({_MERGED_COUNTS}),
tally AS (
    SELECT * FROM own WHERE entity NOT IN (SELECT merged_into FROM entity WHERE merged_into IS NOT NULL)
    UNION ALL SELECT * FROM merged
)
SELECT entity.id, entity.type, tally.mentions, tally.documents
FROM tally CROSS JOIN entity ON entity.id = tally.entity
WHERE entity.merged_into IS NULL AND NOT entity.rejected
ORDER BY tally.mentions DESC, entity.name, entity.id
"""

_UNLISTED = "SELECT id FROM entity WHERE merged_into IS NOT NULL UNION ALL SELECT id FROM entity WHERE rejected"


def mentions(connection: sqlite3.Connection, text: int, start: int, end: int) -> list[StoredMention]:
    """The mentions that begin in `text[start:end]`, by start; longer ones first where they start together."""
    cells = [
        (first, -stop, form)
        for piece in read_cells(connection, text, start, end)
        for first, stop, form in zip(*piece, strict=True)
        if start <= first < end
    ]
    rows = connection.execute(_FORMS, (_numbers({form for _, _, form in cells}),))
    forms: dict[int, tuple[EntityType, str, int, Key] | None] = {
        form: None if rejected else (type_of(type_), surface, entity, Key(type_of(own), norm))
        for form, type_, surface, entity, own, norm, rejected in rows
    }
    try:
        found = [(first, -stop, forms[form]) for first, stop, form in sorted(cells)]
        return [StoredMention(first, end, *form) for first, end, form in found if form is not None]
    except KeyError as error:
        raise MemoryDamaged(f"text {text} has a name that is not known; restore memory.db from a backup") from error


def spans(connection: sqlite3.Connection, text: int, entities: Collection[int]) -> Spans:
    """Where `text` names any of `entities`; mentions that overlap become one span."""
    wanted = {form for (form,) in connection.execute(_FORMS_OF, {"entities": _numbers(entities)})}
    joined: list[tuple[int, int]] = []
    for piece in read_cells(connection, text) if wanted else ():
        for start, end, form in zip(*piece, strict=True):
            if form not in wanted:
                continue
            if joined and start < joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            else:
                joined.append((start, end))
    return Spans(joined)


def texts_naming(connection: sqlite3.Connection, entities: Collection[int]) -> set[int]:
    """The texts that name any of `entities`."""
    return {text for (text,) in connection.execute(_TEXTS, {"entities": _numbers(entities)})}


def versions_naming(connection: sqlite3.Connection, entities: Collection[int]) -> frozenset[int]:
    """The versions, past ones too, that name any of `entities`."""
    return frozenset(version for (version,) in connection.execute(_VERSIONS, {"entities": _numbers(entities)}))


def forms(connection: sqlite3.Connection, after: int) -> list[Form]:
    """The next page of forms, those numbered above `after`, by number; empty at the end."""
    rows = connection.execute(_FORM_PAGE, (after, _PAGE))
    return [Form(form, type_of(type_), *rest) for form, type_, *rest in rows]


def counts_by_text(connection: sqlite3.Connection, entity: int) -> dict[int, int]:
    """How often each text that names `entity` does."""
    return dict(connection.execute(_BY_TEXT, {"entities": _numbers([entity])}).fetchall())


def rows(connection: sqlite3.Connection) -> list[EntityRow]:
    """Every entity, those merged into others too, by number."""
    found = connection.execute("SELECT id, type, norm, name, merged_into, rejected FROM entity ORDER BY id")
    return [entity_row(row) for row in found]


def rows_of(connection: sqlite3.Connection, numbers: Collection[int]) -> list[EntityRow]:
    """Those of the entities `numbers` that there are, as they are stored."""
    found = connection.execute(
        "SELECT id, type, norm, name, merged_into, rejected FROM entity "
        "WHERE id IN (SELECT value FROM json_each(?)) ORDER BY id",
        (_numbers(numbers),),
    )
    return [entity_row(row) for row in found]


def entity_row(row: tuple[Any, ...]) -> EntityRow:
    """The row of an entity's id, type, norm, name, merged_into and rejected."""
    number, type_, norm, name, into, rejected = row
    return EntityRow(number, type_of(type_), norm, name, into, bool(rejected))


def names(connection: sqlite3.Connection) -> list[NamedEntity]:
    """Every entity that any form refers to, by number."""
    return list(_named(connection.execute(_NAMES)))


def entity(connection: sqlite3.Connection, number: int) -> NamedEntity | None:
    """The entity `number` or the one that it was merged into; None when there is none."""
    rows = connection.execute(
        "SELECT id, type, name, norm FROM entity "
        "WHERE id = (SELECT coalesce(merged_into, id) FROM entity WHERE id = ?)",
        (number,),
    )
    return next(_named(rows), None)


def aliases(connection: sqlite3.Connection, entities: Collection[int]) -> dict[int, list[AliasCount]]:
    """The surfaces of each of `entities` in the whole memory, the most frequent first."""
    found: dict[int, list[AliasCount]] = {}
    for number, surface, count in connection.execute(_ALIASES, {"entities": _numbers(entities)}):
        found.setdefault(number, []).append(AliasCount(surface, count))
    return found


def entities_in(connection: sqlite3.Connection, texts: Collection[int], limit: int) -> dict[int, list[TextEntity]]:
    """For each of `texts` that names anything: its `limit` most mentioned entities of the types `NAMED`, of a text
    longer than `COUNTED` those that its beginning mentions most.
    """
    counts = {
        text: Counter(form for piece in read_cells(connection, text, 0, COUNTED) for form in piece.forms)
        for text in texts
    }
    rows = connection.execute(_ENTITIES_OF, (_numbers({form for forms in counts.values() for form in forms}),))
    entities = {form: (entity, type_of(type_), name) for form, entity, type_, name in rows}
    found = {}
    for text, forms in counts.items():
        mentions: Counter[tuple[int, EntityType, str]] = Counter()
        for form, count in forms.items():
            if form in entities:
                mentions[entities[form]] += count
        named = [TextEntity(*entity, count) for entity, count in mentions.items()]
        named.sort(key=lambda one: (-one.mentions, one.name, one.entity))
        if named:
            found[text] = named[:limit]
    return found


def entity_counts(
    connection: sqlite3.Connection, scope: bytearray, cancel: CancelToken = NEVER
) -> dict[int, EntityCount]:
    """How often the versions in `scope` (`scope[version]` is 1) mention each entity that they mention.

    A text counts once for each document that holds it, however many versions of that document do.
    """
    with given_up(connection, cancel):
        fill_scope(connection, scope)
        rows = connection.execute(_COUNTS).fetchall()
        merged = connection.execute(_MERGED_COUNTS).fetchall()
        unlisted = connection.execute(_UNLISTED).fetchall()
    counts = {number: EntityCount(count, documents) for number, count, documents in (*rows, *merged)}
    for (number,) in unlisted:
        counts.pop(number, None)
    return counts


def ranking(connection: sqlite3.Connection, scope: bytearray, cancel: CancelToken = NEVER) -> Ranking:
    """The entities that `entity_counts` counts, the most mentioned first, then by name."""
    with given_up(connection, cancel):
        fill_scope(connection, scope)
        rows = connection.execute(_RANKED)
        return Ranking((entity, type_of(type_), count, documents) for entity, type_, count, documents in rows)


@contextmanager
def given_up(connection: sqlite3.Connection, cancel: CancelToken) -> Iterator[None]:
    """Statements inside the block are interrupted once `cancel` is set."""
    cancel.check()
    if cancel is not NEVER:
        connection.set_progress_handler(lambda: cancel.cancelled, _STEPS)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


def fill_scope(connection: sqlite3.Connection, scope: bytearray) -> None:
    """Fill `temp.scope` with the text and document of each version for which `scope[version]` is 1."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS scope "
        "(text INTEGER, document INTEGER, PRIMARY KEY (text, document)) WITHOUT ROWID"
    )
    connection.execute("DELETE FROM temp.scope")
    connection.execute(
        "INSERT OR IGNORE INTO temp.scope SELECT text, document FROM version "
        "WHERE text IS NOT NULL AND substr(?, id + 1, 1) = x'01'",
        (scope,),
    )


def _named(rows: sqlite3.Cursor) -> Iterator[NamedEntity]:
    return (NamedEntity(number, type_of(type_), name, norm) for number, type_, name, norm in rows)


def _numbers(numbers: Collection[int]) -> str:
    return json.dumps(sorted(set(numbers)))
