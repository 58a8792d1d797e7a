"""The dossier of an entity, made naively from open documents and their mentions: a line counts as a sentence."""

from collections import Counter
from collections.abc import Sequence

from search.errors import NotFound
from search.explore.documents import Document, MentionSpan
from search.explore.histogram import histogram
from search.explore.names import Alias, Dossier, Entity, Found, NamingDocument, Period, Together
from search.explore.units import unit_label

Said = tuple[Document, Sequence[MentionSpan]]


def made_dossier(ref: str, said: Sequence[Said]) -> Dossier:
    naming = [(document, each) for document, each in said if any(mention.entity == ref for mention in each)]
    naming.sort(key=lambda one: one[0].document_date or "", reverse=True)
    found = [_found(document, mention) for document, each in naming for mention in each if mention.entity == ref]
    if not found:
        raise NotFound(f"there is no entity {ref}")
    mine = next(mention for _, each in naming for mention in each if mention.entity == ref)
    periods: Counter[str] = Counter()
    for place in found:
        if place.document_date:
            periods[place.document_date[:7]] += 1
    dates = [document.document_date for document, _ in naming if document.document_date]
    timeline = tuple(Period(*period) for period in sorted(periods.items()))
    return Dossier(
        entity=Entity(ref, mine.name, mine.type, (Alias(mine.name, len(found)),), len(found), len(naming), None),
        found_in=tuple(found),
        together=_together(ref, naming),
        timeline=timeline,
        first=min(dates, default=None),
        last=max(dates, default=None),
        histogram=histogram(timeline),
        documents=tuple(_naming(ref, document, each) for document, each in naming),
        mentions_total=len(found),
        documents_total=len(naming),
        undated=len(naming) - len(dates),
        notes=(),
    )


def _line(text: str, offset: int) -> str:
    end = text.find("\n", offset)
    return text[text.rfind("\n", 0, offset) + 1 : end if end >= 0 else len(text)]


def _found(document: Document, mention: MentionSpan) -> Found:
    return Found(
        document=document.document,
        version=document.version,
        path=document.path,
        start=mention.start,
        end=mention.end,
        text=document.text[mention.start : mention.end],
        sentence=_line(document.text, mention.start),
        unit=unit_label(document.units, mention.start),
        document_date=document.document_date,
    )


def _naming(ref: str, document: Document, mentions: Sequence[MentionSpan]) -> NamingDocument:
    mine = [mention.start for mention in mentions if mention.entity == ref]
    return NamingDocument(
        document.document, document.version, document.path, document.title, document.document_date, len(mine), mine[0]
    )


def _together(ref: str, naming: Sequence[Said]) -> tuple[Together, ...]:
    others: dict[str, Together] = {}
    for document, mentions in naming:
        lines = {_line(document.text, mention.start) for mention in mentions if mention.entity == ref}
        for mention in mentions:
            line = _line(document.text, mention.start)
            if mention.entity != ref:
                sentence = line if line in lines else None
                others.setdefault(
                    mention.entity, Together(mention.entity, mention.name, mention.type, len(naming), sentence)
                )
    return tuple(sorted(others.values(), key=lambda other: other.name))
