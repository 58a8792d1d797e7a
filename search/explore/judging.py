"""What people decide about names: made, taken back, listed, exchanged."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from search.entities.lookup.directory import Directory
from search.entities.mentions import EntityType, Key
from search.entities.resolution.judgement_json import from_json, to_json
from search.entities.resolution.judging import CONTEXT, Anchor, Judgement, Kind, Place
from search.errors import BadInput, NotFound
from search.explore.decisions import Imported, JudgementLine, Part
from search.explore.ids import document_id, entity_id, number_of
from search.explore.opening import row_of
from search.explore.view import View
from search.memory.decisions import documents_with, entity_row, family, judgements_in, parts, rows_by_key
from search.memory.memory import Memory
from search.memory.packing import encoded, text_digest
from search.memory.records import EntityRow, StoredMention

_PLACE = re.compile(r"(?P<document>[dv][1-9]\d{0,17})@(?P<start>\d{1,12})(?:-(?P<end>\d{1,12}))?", re.ASCII)
_LONGEST_NAME = 500
_ID = re.compile(r"[0-9a-f]{4,32}")
_SURE = 100.0


class Judge:
    """Makes judgements in a memory. `directory` and `view` are of now: they say who bears a name. A directory is asked
    for only when somebody gives a name and no id: making one takes a while, and every judgement calls for another.
    """

    def __init__(self, memory: Memory, directory: Callable[[], Directory], view: View) -> None:
        self._memory, self._directory, self._view = memory, directory, view

    def judge(self, kind: str, subject: str, object_: str | None, reason: str | None) -> list[Judgement]:
        """Judge what `subject` names: an entity by its id or name, or a mention such as "v34@120" or "v34@120-133".

        `object_` is another entity for same and different, a type for retype, a name for rename. BadInput, NotFound.
        """
        wanted = _kind(kind)
        anchors = self._anchors(subject, whole=wanted in (Kind.REJECT, Kind.RETYPE))
        if isinstance(anchors[0], Place) and wanted in (Kind.RENAME, Kind.WATCH):
            raise BadInput(f'"{wanted}" is about a name, not about one mention: give a name or an id such as e56')
        other = self._object(wanted, object_)
        if other == anchors[0]:
            raise BadInput("both are one name already: name two")
        with self._memory.write() as write:
            return [write.judge(wanted, anchor, other, reason) for anchor in anchors]

    def undo(self, ref: str, reason: str | None) -> Judgement:
        """Take back the judgement with that id, or the beginning of one. BadInput, NotFound."""
        judgement = _of_id(ref, judgements_in(self._memory))
        with self._memory.write() as write:
            return write.undo(judgement, reason)

    def made_about(self, ref: str) -> set[str]:
        """The ids of the judgements about an entity with all of its parts, or about a mention. BadInput, NotFound."""
        wanted = set(map(_identity, self._anchors(ref, whole=True)))
        return {
            one.id
            for one in judgements_in(self._memory)
            if any(
                isinstance(anchor, Key | Place) and _identity(anchor) in wanted for anchor in (one.subject, one.object)
            )
        }

    def _anchors(self, ref: str, *, whole: bool) -> Sequence[Anchor]:
        place = _PLACE.fullmatch(ref)
        if place is not None:
            end = int(place["end"]) if place["end"] else None
            return [self._place(place["document"], int(place["start"]), end)]
        row = self._row(ref)
        if not whole or row.merged_into is not None:
            return [Key(row.type, row.norm)]
        return [Key(each.type, each.norm) for each in family(self._memory, row.entity)]

    def _row(self, ref: str) -> EntityRow:
        number = number_of("e", ref)
        if number is None:
            number = self._named(ref)
        row = entity_row(self._memory, number)
        if row is None:
            raise NotFound(f"there is no entity {ref}: `cristal entities NAME` gives ids")
        return row

    def _named(self, name: str) -> int:
        """The only entity that goes by exactly that name."""
        found = self._directory().find(name, limit=10).matches if name.strip() else []
        exact = [match.entry for match in found if match.score == _SURE]
        if not exact:
            near = ", ".join(f"{match.entry.name} (e{match.entry.entity})" for match in found[:3])
            raise NotFound(
                f'nobody and nothing is named exactly "{name}"' + (f": did you mean {near}?" if near else "")
            )
        if len(exact) > 1:
            which = ", ".join(f"e{entry.entity} ({entry.type}, {entry.name})" for entry in exact)
            raise BadInput(f'several are named "{name}": give one of {which}')
        return exact[0].entity

    def _place(self, ref: str, start: int, end: int | None) -> Place:
        row = row_of(ref, self._view, self._view, self._memory)
        if row.text is None:
            raise NotFound(f"{ref} has no text")
        text = self._memory.text(row.text)
        there = self._mention(row.text, start, end)
        if there is not None:
            start, end = there.start, there.end
        elif end is None:
            raise NotFound(f"nothing is named at {ref}@{start}: `cristal show {ref} --json` lists the mentions")
        if not start < end <= len(text):
            raise BadInput(f"{ref}@{start}-{end} is no part of its {len(text):,} characters")
        digest = text_digest()
        digest.update(encoded(text))
        return Place(
            text=digest.hexdigest(),
            start=start,
            end=end,
            quote=text[start:end],
            prefix=text[max(0, start - CONTEXT) : start],
            suffix=text[end : end + CONTEXT],
            type=there.key.type if there is not None else None,
            norm=there.key.norm if there is not None else None,
        )

    def _mention(self, text: int, start: int, end: int | None) -> StoredMention | None:
        around = self._memory.mentions(text, max(0, start - _LONGEST_NAME), start + 1)
        if end is not None:
            return next((one for one in around if (one.start, one.end) == (start, end)), None)
        return next((one for one in reversed(around) if one.start <= start < one.end), None)

    def _object(self, kind: Kind, object_: str | None) -> Anchor | str | None:
        if kind in (Kind.SAME, Kind.DIFFERENT):
            if object_ is None:
                raise BadInput(f'"{kind}" is about two names: name the other one too')
            row = self._row(object_)
            return Key(row.type, row.norm)
        if kind is Kind.RETYPE:
            try:
                return EntityType((object_ or "").strip().lower())
            except ValueError:
                raise BadInput(
                    f'"{object_ or ""}" is not a type of entity: choose from {", ".join(EntityType)}'
                ) from None
        if kind is Kind.RENAME:
            name = " ".join((object_ or "").split())
            if not name:
                raise BadInput("give the name that it is to be called by")
            return name
        if object_ is not None:
            raise BadInput(f'"{kind}" is about one name alone')
        return None


def _identity(anchor: Anchor) -> tuple[object, ...]:
    """What tells anchors apart: a mention is the same whatever was recognised there."""
    return (anchor.text, anchor.start, anchor.end) if isinstance(anchor, Place) else anchor


def parts_of(ref: str, memory: Memory) -> tuple[Part, ...]:
    """The names that are one with the entity `ref` ("e56"), the main one first. NotFound."""
    number = number_of("e", ref)
    found = parts(memory, number) if number is not None else []
    if not found:
        raise NotFound(f"there is no entity {ref}: `cristal entities NAME` gives ids")
    return tuple(
        Part(
            entity_id(part.row.entity),
            part.row.name,
            part.row.type,
            part.mentions,
            None if part.reason is None else f"{part.reason}: {part.same_as}",
        )
        for part in found
    )


def lines_of(judgements: Sequence[Judgement], memory: Memory) -> tuple[JudgementLine, ...]:
    """All judgements, the latest first."""
    undone: dict[str, str] = {}
    for judgement in reversed(judgements):
        if judgement.undoes is not None and judgement.id not in undone:
            undone.setdefault(judgement.undoes, judgement.id)
    anchors = [anchor for one in judgements for anchor in (one.subject, one.object)]
    rows = rows_by_key(memory, {anchor for anchor in anchors if isinstance(anchor, Key)})
    documents = documents_with(memory, {anchor.text for anchor in anchors if isinstance(anchor, Place)})
    return tuple(_line(judgement, undone.get(judgement.id), rows, documents) for judgement in reversed(judgements))


def _line(
    judgement: Judgement, undone_by: str | None, rows: dict[Key, EntityRow], documents: dict[str, int]
) -> JudgementLine:
    subject, other = judgement.subject, judgement.object
    place = subject if isinstance(subject, Place) else None
    document = documents.get(place.text) if place is not None else None
    return JudgementLine(
        judgement=judgement.id,
        at=judgement.at,
        kind=judgement.kind,
        subject=_shown(subject, rows),
        type=subject.type,
        document=document_id(document) if document is not None else None,
        object=other if other is None or isinstance(other, str) else _shown(other, rows),
        reason=judgement.reason,
        undoes=judgement.undoes,
        undone_by=undone_by,
    )


def _shown(anchor: Anchor, rows: dict[Key, EntityRow]) -> str:
    if isinstance(anchor, Place):
        return anchor.quote
    return rows[anchor].name if anchor in rows else anchor.norm


def export_judgements(memory: Memory) -> Iterator[str]:
    """Every judgement as a line of JSON, the earliest first."""
    return (json.dumps(to_json(judgement), ensure_ascii=False) for judgement in judgements_in(memory))


def import_judgements(lines: Iterable[str], memory: Memory) -> Imported:
    """Add the judgements of such lines, all or none; those that are known are passed over. BadInput, with the line."""
    given = [_read(line, number) for number, line in enumerate(lines, start=1) if line.strip()]
    with memory.write() as write:
        added = write.add_judgements(given)
    keys = {one.subject for one in added if isinstance(one.subject, Key)}
    waiting = len(keys) - len(rows_by_key(memory, keys))
    return Imported(len(added), len(given) - len(added), waiting)


def _read(line: str, number: int) -> Judgement:
    try:
        judgement = from_json(json.loads(line))
    except (ValueError, RecursionError) as error:
        raise BadInput(f"line {number} is no judgement: {error}; nothing was imported") from None
    if judgement.at > (datetime.now(UTC) + timedelta(days=1)).isoformat():
        raise BadInput(f"line {number} is no judgement: {judgement.at} has not come yet; nothing was imported")
    return judgement


def _of_id(ref: str, judgements: Sequence[Judgement]) -> Judgement:
    found = [one for one in judgements if one.id.startswith(ref)] if _ID.fullmatch(ref) else []
    if not found:
        raise NotFound(f"there is no judgement {ref}: `cristal judgements` lists them")
    if len(found) > 1:
        raise BadInput(f"several judgements begin with {ref}: give more of the id")
    return found[0]


def _kind(kind: str) -> Kind:
    made = [each for each in Kind if each is not Kind.UNDO]
    if kind not in made:
        raise BadInput(f'"{kind}" is no judgement: choose from {", ".join(made)}')
    return Kind(kind)
