"""One document, whole: a version of it by id, by path or as of a date, with its text and units."""

from __future__ import annotations

import os
from datetime import date
from operator import attrgetter

from search.errors import NotFound
from search.explore.catalogue import Catalogue
from search.explore.ids import document_id, entity_id, number_of, version_id
from search.explore.results import Document, MentionSpan, VersionLine
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.records import VersionFacts
from search.query.dates import parse_moment


def open_document(ref: str, as_of: str | None, catalogue: Catalogue, memory: Memory) -> Document:
    """The document that `ref` names: "d12" and a path give its version in force, "v34" that version.

    Raises NotFound.
    """
    row = _row(ref, as_of, catalogue, memory)
    units = memory.units(row.text) if row.text is not None else ()
    lines = sorted(_versions_of(row.document, catalogue), key=attrgetter("seen_from", "version"))
    return Document(
        document=document_id(row.document),
        version=version_id(row.version),
        path=shown(row.path),
        title=row.title,
        type=row.type,
        status=row.status,
        reason=row.reason,
        document_date=row.document_date,
        modified=row.modified,
        gone=row.gone,
        versions=tuple(
            VersionLine(version_id(line.version), line.seen_from, line.seen_to, line.recorded, line.status)
            for line in lines
        ),
        text=memory.text(row.text) if row.text is not None else "",
        units=units,
    )


def mentions_of(ref: str, start: int, end: int, catalogue: Catalogue, memory: Memory) -> tuple[MentionSpan, ...]:
    """The mentions that begin in that part of a version's text, by start."""
    row = version_row(ref, catalogue)
    if row.text is None:
        return ()
    return tuple(
        MentionSpan(mention.start, mention.end, mention.type, entity_id(mention.entity), mention.surface)
        for mention in memory.mentions(row.text, start, end)
    )


def version_row(ref: str, catalogue: Catalogue) -> VersionFacts:
    """The facts of the version that `ref` ("v34") names; NotFound when there is none."""
    number = number_of("v", ref)
    row = catalogue.facts[number] if number is not None and number < len(catalogue.facts) else None
    if row is None:
        raise NotFound(f"there is no version {ref}: `cristal show DOCUMENT --json` lists a document's versions")
    return row


def _row(ref: str, as_of: str | None, catalogue: Catalogue, memory: Memory) -> VersionFacts:
    if number_of("v", ref) is not None:
        return version_row(ref, catalogue)
    document = number_of("d", ref)
    if document is None:
        document = memory.locate(os.path.realpath(os.fsencode(os.path.expanduser(ref))))
    if document is None:
        raise NotFound(f"{ref} is not remembered: `cristal add` remembers files, `cristal search` gives ids")
    instant = parse_moment(as_of, date.today()) if as_of else None
    scope = catalogue.scope(instant, "yes", False)
    versions = _versions_of(document, catalogue)
    for row in versions:
        if scope[row.version]:
            return row
    if instant is not None and versions:
        raise NotFound(f"{ref} was not known yet at {as_of}")
    raise NotFound(f"there is no document {ref}: `cristal search` gives ids")


def _versions_of(document: int, catalogue: Catalogue) -> list[VersionFacts]:
    return [row for row in catalogue.facts if row is not None and row.document == document]
