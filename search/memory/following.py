"""A new version's text, packed; with what the text before it is, seen from there, when that takes less room.

Done before the transaction, since comparing two texts takes longer than a transaction may.
"""

from search.memory.deltas import delta_between, pack_delta
from search.memory.memory import Memory
from search.memory.packing import Former, Packed, pack
from search.memory.records import NewVersion

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
    if former is None or former.length < SHORT or former.digest == packed.digest:
        return packed
    delta = pack_delta(delta_between(memory.text(former.text), text))
    if len(delta) * GAIN > former.stored:
        return packed
    return Packed(packed.digest, packed.length, packed.chunks, former=Former(former.text, delta))
