"""Texts that follow each other, as deltas: what the text before is, seen from the next, when that takes less room.

Compared before the transaction, since that takes longer than a transaction may.
"""

from itertools import pairwise

from search.memory.deltas import delta_between, pack_delta
from search.memory.memory import Memory
from search.memory.packing import Former, Packed, pack
from search.memory.records import NewVersion, StoredText, VersionFacts

SHORT = 400
"""Code points below which a text is not worth a delta."""

GAIN = 2
"""How many times less room than the whole text a delta must take."""


def pack_version(memory: Memory, new: NewVersion) -> Packed:
    """The text of `new`, and the delta on it of the text that its document has now."""
    text = new.extracted.text
    packed = pack(text)
    if len(text) < SHORT:
        return packed
    former = memory.text_before(new.document, new.path)
    if former is None or former.digest == packed.digest:
        return packed
    delta = _delta(memory, former, text)
    return packed if delta is None else Packed(packed.digest, packed.length, packed.chunks, former=delta)


def thin_out(memory: Memory, origin: str) -> None:
    """Store older texts as deltas on the newer ones, as far as they are not yet, in documents with versions of
    `origin`.
    """
    histories: dict[int, list[VersionFacts]] = {}
    for row in memory.facts():
        histories.setdefault(row.document, []).append(row)
    for rows in histories.values():
        if any(row.origin == origin for row in rows):
            rows.sort(key=lambda row: (row.seen_from, row.version), reverse=True)
            for newer, older in pairwise(row.text for row in rows if row.text is not None):
                _rest(memory, older, newer)


def _rest(memory: Memory, older: int, newer: int) -> None:
    former = memory.whole_text(older) if older != newer else None
    delta = _delta(memory, former, memory.text(newer)) if former is not None else None
    if delta is not None:
        with memory.write() as write:
            write.stand_on(delta, newer)


def _delta(memory: Memory, former: StoredText, text: str) -> Former | None:
    """`former` as a delta on `text`, None when it is not worth it."""
    if min(former.length, len(text)) < SHORT:
        return None
    delta = pack_delta(delta_between(memory.text(former.text), text))
    return Former(former.text, delta) if len(delta) * GAIN <= former.stored else None
