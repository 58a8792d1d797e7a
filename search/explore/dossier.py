"""The dossier of an entity: where it is named, with whom, and when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import islice

from search.cancel import NEVER, CancelToken
from search.entities.lookup.directory import Directory
from search.explore.finding import found_in, rows_naming
from search.explore.histogram import histogram
from search.explore.ids import document_id, version_id
from search.explore.names import Dossier, Found, NamingDocument, Period
from search.explore.naming import named_entry, shown_entity
from search.explore.together import CONSIDERED, SENTENCES_IN, Evidence, take_evidence, together
from search.explore.view import View
from search.memory.decisions import watched
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.records import VersionFacts

FOUND_LIMIT = 200
DOCUMENT_LIMIT = 200


def make_dossier(ref: str, directory: Directory, view: View, memory: Memory, cancel: CancelToken = NEVER) -> Dossier:
    """All about the entity that `ref` names: an id, one of its names, or a name much like it. NotFound, Cancelled.

    Counts are of every document; mentions are quoted from the latest ones up to `FOUND_LIMIT`, documents listed up to
    `DOCUMENT_LIMIT`, and the notes say so when there are more.
    """
    entry = named_entry(ref, directory, memory)
    rows = [row for row in rows_naming(entry.entity, view, memory) if row.text is not None]
    by_text = memory.counts_by_text(entry.entity)
    found: list[Found] = []
    beside: dict[int, Evidence] = {}
    mentions = found_in(entry.entity, rows, memory, cancel)
    for place, sentence, around in islice(mentions, FOUND_LIMIT):
        take_evidence(beside, sentence, around)
        found.append(place)
    complete = next(mentions, None) is None
    counts = {row.version: by_text.get(row.text or 0, 0) for row in rows}
    timeline = _timeline(rows, counts)
    dates = [row.document_date for row in rows if row.document_date]
    dossier = Dossier(
        entity=replace(shown_entity(entry, None), watched=entry.entity in watched(memory)),
        found_in=tuple(found),
        together=together(entry.entity, rows, beside, complete, directory, view, memory, cancel),
        timeline=timeline,
        first=min(dates, default=None),
        last=max(dates, default=None),
        histogram=histogram(timeline),
        documents=_documents(entry.entity, rows, counts, memory, cancel),
        mentions_total=len(found) if complete else sum(counts.values()),
        documents_total=len(rows),
        undated=len(rows) - len(dates),
        notes=(),
    )
    return replace(dossier, notes=_notes(dossier))


def _timeline(rows: Sequence[VersionFacts], counts: Mapping[int, int]) -> tuple[Period, ...]:
    """Mentions by the month of the document's date, by its year when no more is known; undated documents left out."""
    periods: Counter[str] = Counter()
    for row in rows:
        if row.document_date:
            periods[row.document_date[:7]] += counts[row.version]
    return tuple(Period(period, count) for period, count in sorted(periods.items()))


def _documents(
    entity: int, rows: Sequence[VersionFacts], counts: Mapping[int, int], memory: Memory, cancel: CancelToken
) -> tuple[NamingDocument, ...]:
    listed = []
    for row in rows[:DOCUMENT_LIMIT]:
        cancel.check()
        first = next(iter(memory.spans(row.text or 0, [entity])), None)
        listed.append(
            NamingDocument(
                document=document_id(row.document),
                version=version_id(row.version),
                path=shown(row.path),
                title=row.title,
                document_date=row.document_date,
                mentions=counts[row.version],
                start=first.start if first is not None else 0,
            )
        )
    return tuple(listed)


def _notes(dossier: Dossier) -> tuple[str, ...]:
    notes = []
    if len(dossier.found_in) < dossier.mentions_total:
        notes.append(
            f"the latest {len(dossier.found_in):,} of {dossier.mentions_total:,} mentions are listed; sentences that "
            f"name two were looked for in those, and for {CONSIDERED} names in {SENTENCES_IN} documents with each"
        )
    if len(dossier.documents) < dossier.documents_total:
        notes.append(f"the latest {len(dossier.documents):,} of {dossier.documents_total:,} documents are listed")
    return tuple(notes)
