"""Which mails belong to one conversation, by the ids that their headers give.

A mail belongs with every message that it answers, whether that one is remembered or not: so two answers to a mail that
nobody kept are one thread.
"""

from collections.abc import Iterable

from search.memory.records import VersionFacts


def threads_of(rows: Iterable[VersionFacts]) -> dict[int, str]:
    """The thread of each document that is a mail with an id or with answers: the id of one message in it."""
    above: dict[str, str] = {}

    def root(message: str) -> str:
        at = message
        while (holder := above.setdefault(at, at)) != at:
            above[at] = above[holder]
            at = holder
        return at

    mails: dict[int, str] = {}
    for row in rows:
        ids = [*row.answers, *([row.message] if row.message else [])]
        if not ids:
            continue
        mails[row.document] = ids[-1]
        for message in ids[1:]:
            above[root(message)] = root(ids[0])
    return {document: root(message) for document, message in mails.items()}
