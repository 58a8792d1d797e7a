"""One document: a version of it by id, by path or as of a date, with its text and units."""

from __future__ import annotations

import os
import sys
from itertools import takewhile

from search.cancel import NEVER, CancelToken
from search.entities.mentions import EntityType
from search.errors import NotFound
from search.explore.documents import Document, MentionSpan, VersionLine
from search.explore.ids import document_id, entity_id, number_of, version_id
from search.explore.view import View
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.records import StoredMention, VersionFacts
from search.memory.vouching import vouch
from search.query.matching import Matcher
from search.text.spans import Spans, merged


def open_document(
    ref: str, view: View, now: View, memory: Memory, upto: int = sys.maxsize, cancel: CancelToken = NEVER
) -> Document:
    """The document that `ref` names: "d12" and a path give its version in force in `view`, "v34" that version.

    Its text is whole, or at least `upto` code points of it. Raises NotFound, Cancelled, and MemoryDamaged when it is
    not what was remembered.
    """
    row = row_of(ref, view, now, memory)
    vouch(memory, [row.version])
    units = memory.units(row.text) if row.text is not None else ()
    versions = (view if view.get(row.version) is not None else now).versions_of(row.document)
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
        number=[line.version for line in versions].index(row.version) + 1,
        versions=tuple(
            VersionLine(version_id(line.version), line.seen_from, line.seen_to, line.recorded, line.status)
            for line in versions
        ),
        text=memory.text(row.text, upto, cancel) if row.text is not None else "",
        length=row.length,
        units=units,
    )


def matches_of(row: VersionFacts, matcher: Matcher, upto: int, memory: Memory, cancel: CancelToken) -> Spans:
    """The matches in the first `upto` code points of a version's text, which is read piece by piece. Cancelled."""
    if row.text is None:
        return Spans()
    pieces = ((start, piece[: upto - start]) for start, piece in memory.chunks(row.text))
    found = matcher.first_spans(takewhile(lambda piece: piece[0] < upto, pieces), None, cancel)
    if not matcher.entities:
        return found
    return merged(found, Spans(takewhile(lambda span: span[1] <= upto, memory.spans(row.text, matcher.entities))))


def mentions_of(ref: str, start: int, end: int, view: View, memory: Memory) -> tuple[MentionSpan, ...]:
    """The mentions that begin in that part of a version's text, by start."""
    row = version_row(ref, view)
    if row.text is None:
        return ()
    return tuple(
        MentionSpan(
            mention.start, mention.end, mention.type, entity_id(mention.entity), mention.surface, _norm(mention, row)
        )
        for mention in memory.mentions(row.text, start, end)
    )


def _norm(mention: StoredMention, row: VersionFacts) -> str:
    from search.entities.values.anchoring import anchored

    norm = mention.key.norm
    return anchored(norm, row.document_date) if mention.key.type is EntityType.DATE else norm


def version_row(ref: str, view: View) -> VersionFacts:
    """The facts of the version that `ref` ("v34") names; NotFound when there is none."""
    number = number_of("v", ref)
    row = view.get(number) if number is not None else None
    if row is None:
        raise NotFound(f"there is no version {ref}: `cristal history DOCUMENT` lists a document's versions")
    return row


def row_of(ref: str, view: View, now: View, memory: Memory) -> VersionFacts:
    """The facts of the version that `ref` names, a document's in force in `view`. NotFound."""
    number = number_of("v", ref)
    if number is not None:
        return view.get(number) or version_row(ref, now)
    document = document_of(ref, view, memory)
    row = view.latest(document)
    if row is not None:
        return row
    if view.as_of is not None and now.latest(document) is not None:
        raise NotFound(f"{ref} was not known yet at {view.as_of}")
    raise NotFound(f"there is no document {ref}: `cristal search` gives ids")


def document_of(ref: str, view: View, memory: Memory) -> int:
    """The number of the document that `ref` names by its id, by one of a version, or by a path. NotFound."""
    version = number_of("v", ref)
    if version is not None:
        return version_row(ref, view).document
    document = number_of("d", ref)
    if document is None:
        path = os.path.realpath(os.fsencode(os.path.expanduser(ref)))
        document = memory.locate(path, view.as_of) or memory.locate(path)
    if document is None:
        raise NotFound(f"{ref} is not remembered: `cristal add` remembers files, `cristal search` gives ids")
    return document
