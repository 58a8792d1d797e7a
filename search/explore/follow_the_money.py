"""Entities as FollowTheMoney has them (https://followthemoney.tech): lines of JSON that Aleph and its kin can load.

People, organisations, places and events have a schema there; groups, products and works have none and are left out.
Ids depend on type and normal form, or on the path of a document, so that exports of several memories agree.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator

from search.entities.lookup.directory import Directory, Entry
from search.entities.mentions import EntityType
from search.explore.finding import rows_naming
from search.explore.view import View
from search.memory.decisions import family
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.records import VersionFacts

SCHEMATA = {
    EntityType.PERSON: "Person",
    EntityType.ORGANISATION: "Organization",
    EntityType.PLACE: "Address",
    EntityType.EVENT: "Event",
}
PAGE = 500


def entity_lines(kind: EntityType | None, directory: Directory, view: View, memory: Memory) -> Iterator[str]:
    """A line for each entity of a type, or of all that have a schema, for each document that names it, and for each
    such pair, the documents before what refers to them.
    """
    told: set[int] = set()
    for type_ in (kind,) if kind is not None else SCHEMATA:
        if type_ not in SCHEMATA:
            continue
        offset = 0
        while matches := directory.top(type_, PAGE, offset).matches:
            offset += PAGE
            for match in matches:
                yield from _lines(match.entry, told, view, memory)


def _lines(entry: Entry, told: set[int], view: View, memory: Memory) -> Iterator[str]:
    row = next(row for row in family(memory, entry.entity) if row.entity == entry.entity)
    entity = _id("entity", row.type, row.norm)
    names = [entry.name]
    aliases = [alias for alias, _ in entry.aliases if alias != entry.name]
    said = {"full": names} if entry.type is EntityType.PLACE else {"name": names}
    yield _line(entity, SCHEMATA[entry.type], {**said, "alias": aliases})
    for facts in rows_naming(entry.entity, view, memory):
        document = _id("document", shown(facts.path))
        if facts.document not in told:
            told.add(facts.document)
            yield _line(document, "Document", _document(facts))
        yield _line(
            _id("mention", entity, document), "Mention", {"document": [document], "resolved": [entity], "name": names}
        )


def _document(facts: VersionFacts) -> dict[str, list[str]]:
    path = shown(facts.path)
    return {
        "title": [facts.title] if facts.title else [],
        "fileName": [path.rpartition("/")[2]],
        "date": [facts.document_date] if facts.document_date else [],
        "author": [facts.author] if facts.author else [],
    }


def _line(id_: str, schema: str, properties: dict[str, list[str]]) -> str:
    given = {name: values for name, values in properties.items() if values}
    return json.dumps({"id": id_, "schema": schema, "properties": given})


def _id(*parts: str) -> str:
    return f"cristal-{hashlib.blake2b(chr(0).join(parts).encode('utf-8', 'surrogatepass'), digest_size=16).hexdigest()}"
