"""The past of one document: its versions, where it was, and what two of its versions differ in."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from search.cancel import CancelToken
from search.errors import BadInput, NotFound
from search.explore.documents import Difference, History, PastVersion, Side, Stay
from search.explore.ids import document_id, number_of, version_id
from search.explore.opening import document_of
from search.explore.view import View
from search.memory.memory import Memory
from search.memory.paths import shown
from search.memory.records import VersionFacts
from search.text.differing import Change, compare
from search.text.spans import Span

COUNTED_LENGTH = 1_000_000
"""Code points of a text up to which changed words are counted for the history."""

_WORD = re.compile(r"\w+")


def history_of(ref: str, now: View, memory: Memory, cancel: CancelToken) -> History:
    """The past of the document that `ref` names. NotFound, Cancelled."""
    document = document_of(ref, now, memory)
    rows = now.versions_of(document)
    if not rows:
        raise NotFound(f"there is no document {ref}: `cristal search` gives ids")
    counts: list[tuple[int | None, int | None]] = [(None, None)]
    counts += [_changed_words(before, after, memory, cancel) for before, after in pairwise(rows)]
    return History(
        document=document_id(document),
        path=shown(rows[-1].path),
        gone=rows[-1].gone,
        stays=tuple(Stay(shown(at.path), at.since, at.until) for at in memory.locations(document)),
        versions=tuple(
            PastVersion(
                version=version_id(row.version),
                number=number,
                seen_from=row.seen_from,
                seen_to=row.seen_to,
                recorded=row.recorded,
                origin=row.origin,
                status=row.status,
                reason=row.reason,
                title=row.title,
                document_date=row.document_date,
                date_origin=row.date_origin,
                date_certainty=row.date_certainty,
                modified=row.modified,
                size=row.size,
                characters=row.length,
                inserted=inserted,
                deleted=deleted,
            )
            for number, (row, (inserted, deleted)) in enumerate(zip(rows, counts, strict=True), start=1)
        ),
    )


def difference(
    ref: str,
    before: str | None,
    after: str | None,
    view: View,
    moment: Callable[[str], View],
    memory: Memory,
    cancel: CancelToken,
) -> Difference:
    """What two versions of a document differ in: of `ref` the newest and the one before it, or those that are named.

    A version is named by its id ("v34"), its number in the history ("2") or a date, which means the one that was in
    force; `moment` gives the view of a date. NotFound, BadInput, Cancelled.
    """
    document = document_of(ref, view, memory)
    rows = view.versions_of(document)
    if len(rows) < 2:
        raise NotFound(f"{ref} has one version only: there is nothing to compare it with")
    new = _version(after, rows, moment) if after is not None else _default_after(ref, rows)
    place = rows.index(new)
    old = _version(before, rows, moment) if before is not None else rows[place - 1 if place else 1]
    if before is None and not place:
        old, new = new, old
    sides = [_side(row, rows, memory) for row in (old, new)]
    return Difference(
        document=document_id(document),
        path=shown(new.path),
        title=new.title,
        before=sides[0],
        after=sides[1],
        hunks=compare(sides[0].text, sides[1].text, cancel),
    )


def _default_after(ref: str, rows: Sequence[VersionFacts]) -> VersionFacts:
    number = number_of("v", ref)
    return next((row for row in rows if row.version == number), rows[-1])


def _version(name: str, rows: Sequence[VersionFacts], moment: Callable[[str], View]) -> VersionFacts:
    number = number_of("v", name)
    if number is not None:
        found = next((row for row in rows if row.version == number), None)
        if found is None:
            raise NotFound(f"{name} is not a version of this document: `cristal history DOCUMENT` lists them")
        return found
    if name.isascii() and name.isdigit() and len(name) < 4:
        if not 1 <= int(name) <= len(rows):
            raise BadInput(f"there is no version {name}: the document has {len(rows)}")
        return rows[int(name) - 1]
    latest = moment(name).latest(rows[0].document)
    if latest is None:
        raise NotFound(f"the document was not known yet at {name}")
    return next(row for row in rows if row.version == latest.version)


def _side(row: VersionFacts, rows: Sequence[VersionFacts], memory: Memory) -> Side:
    return Side(
        version=version_id(row.version),
        number=rows.index(row) + 1,
        seen_from=row.seen_from,
        seen_to=row.seen_to,
        text=memory.text(row.text) if row.text is not None else "",
        units=memory.units(row.text) if row.text is not None else (),
    )


def _changed_words(
    before: VersionFacts, after: VersionFacts, memory: Memory, cancel: CancelToken
) -> tuple[int | None, int | None]:
    if before.text is None or after.text is None or max(before.length, after.length) > COUNTED_LENGTH:
        return None, None
    if before.text == after.text:
        return 0, 0
    old, new = memory.text(before.text), memory.text(after.text)
    changes: list[Change] = [change for hunk in compare(old, new, cancel) for change in hunk.changes]
    return sum(_words(new, change.after) for change in changes), sum(_words(old, change.before) for change in changes)


def _words(text: str, part: Span) -> int:
    return len(_WORD.findall(text, *part))
