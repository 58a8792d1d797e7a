"""The JSON objects of the command line, in exactly the documented shapes (schema 1). Absent is null."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from search.explore.units import unit_label

if TYPE_CHECKING:
    from collections.abc import Iterable

    from search.explore.documents import Difference, Document, History, MentionSpan, Side
    from search.explore.names import Dossier, Entity, EntityList
    from search.explore.results import Hit, Results
    from search.explore.standing import StatusReport
    from search.ingest.events import Finished
    from search.text.spans import Span

Shape = dict[str, Any]
SCHEMA = 1


def search_shape(results: Results) -> Shape:
    """`cristal search --json`."""
    return {
        "schema": SCHEMA,
        "query": results.query,
        "total": results.total,
        "took_ms": round(results.took_ms, 1),
        "as_of": results.as_of,
        "notes": list(results.notes),
        "coverage": asdict(results.coverage),
        "hits": [_hit(hit) for hit in results.hits],
    }


def _hit(hit: Hit) -> Shape:
    return {
        "document": hit.document,
        "version": hit.version,
        "path": hit.path,
        "title": hit.title,
        "type": hit.type,
        "score": round(hit.score, 4),
        "document_date": hit.document_date,
        "modified": hit.modified,
        "seen_from": hit.seen_from,
        "gone": hit.gone,
        "match_count": hit.match_count,
        "entities": [asdict(tag) for tag in hit.entities],
        "snippets": [
            {
                "text": snippet.text,
                "start": snippet.start,
                "unit": snippet.unit,
                "matches": [list(span) for span in snippet.matches],
            }
            for snippet in hit.snippets
        ],
    }


def document_shape(document: Document, mentions: Iterable[MentionSpan]) -> Shape:
    """`cristal show --json`."""
    return {
        "schema": SCHEMA,
        "document": document.document,
        "version": document.version,
        "path": document.path,
        "title": document.title,
        "status": document.status,
        "reason": document.reason,
        "versions": [asdict(line) for line in document.versions],
        "text": document.text,
        "units": [asdict(unit) for unit in document.units],
        "mentions": [
            {
                "start": mention.start,
                "end": mention.end,
                "type": mention.type,
                "entity": mention.entity,
                "name": mention.name,
            }
            for mention in mentions
        ],
    }


def entities_shape(listed: EntityList) -> Shape:
    """`cristal entities --json`."""
    return {
        "schema": SCHEMA,
        "name": listed.name,
        "total": listed.total,
        "entities": [entity_shape(entity) for entity in listed.entities],
    }


def entity_shape(entity: Entity) -> Shape:
    """ENTITY, as in `cristal entities --json`."""
    return {
        "entity": entity.entity,
        "name": entity.name,
        "type": entity.type,
        "aliases": [asdict(alias) for alias in entity.aliases],
        "mentions": entity.mentions,
        "documents": entity.documents,
        "score": entity.score,
    }


def dossier_shape(dossier: Dossier) -> Shape:
    """`cristal entity --json`. Figures are not recognised yet: their list is empty."""
    return {
        "schema": SCHEMA,
        "entity": entity_shape(dossier.entity),
        "found_in": [asdict(found) for found in dossier.found_in],
        "together": [asdict(other) for other in dossier.together],
        "timeline": [asdict(period) for period in dossier.timeline],
        "figures": [],
    }


def status_shape(report: StatusReport) -> Shape:
    """`cristal status --json`. What is wrong with the index is for `cristal verify` to say."""
    index = report.index
    figures = {"engine": index.engine, "bytes": index.bytes, "segments": index.segments}
    return {"schema": SCHEMA, **asdict(report), "index": figures}


def history_shape(history: History) -> Shape:
    """`cristal history --json`."""
    return {"schema": SCHEMA, **asdict(history)}


def difference_shape(difference: Difference) -> Shape:
    """`cristal diff --json`: offsets are of either version's text, `unit` is where the words stand."""
    before, after = difference.before, difference.after
    return {
        "schema": SCHEMA,
        "document": difference.document,
        "path": difference.path,
        "before": _side(before),
        "after": _side(after),
        "changes": [
            {"before": _words(before, change.before), "after": _words(after, change.after)}
            for hunk in difference.hunks
            for change in hunk.changes
        ],
    }


def _side(side: Side) -> Shape:
    return {"version": side.version, "number": side.number, "seen_from": side.seen_from, "seen_to": side.seen_to}


def _words(side: Side, part: Span) -> Shape:
    text, unit = side.text[part.start : part.end], unit_label(side.units, part.start)
    return {"start": part.start, "end": part.end, "text": text, "unit": unit}


def finished_shape(finished: Finished) -> Shape:
    """`cristal add --json` and `cristal sync --json`."""
    return {"schema": SCHEMA, **asdict(finished)}
