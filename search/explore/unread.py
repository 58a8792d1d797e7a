"""What could not be read, by reason: the other side of coverage."""

from collections.abc import Iterable
from itertools import groupby

from search.explore.ids import document_id, version_id
from search.explore.standing import UnreadDocument, UnreadGroup
from search.extract.extracted import Status
from search.memory.paths import parted, shown
from search.memory.records import VersionFacts

_READ = frozenset({Status.OK, Status.EMPTY})


def unread_groups(rows: Iterable[VersionFacts]) -> tuple[UnreadGroup, ...]:
    """The groups of those of `rows` that were not read wholly, the largest first."""
    unread = [row for row in rows if row.status not in _READ]
    unread.sort(key=lambda row: (row.status.value, row.reason or row.type, row.path))
    groups = [
        UnreadGroup(status, reason, tuple(map(_line, members)))
        for (status, reason), members in groupby(unread, key=lambda row: (row.status.value, row.reason or row.type))
    ]
    return tuple(sorted(groups, key=lambda group: (-len(group.documents), group.status, group.reason)))


def _line(row: VersionFacts) -> UnreadDocument:
    return UnreadDocument(
        document_id(row.document), version_id(row.version), shown(row.path), shown(parted(row.path)[0])
    )
