"""An older text as what it takes from a newer one, and the little that it says otherwise.

A *delta* is a list of pieces: a range of the newer text, its *base*, or words of its own. Deltas on deltas become one
delta on the last base before any text is touched, so that an old version costs little more than a new one to read.
"""

import json
import zlib
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from search.text.differing import Change, compare
from search.text.spans import Span

Piece = Span | str
"""A range of the base, or words."""

Pieces = list[Piece]

COMPARED = 32_000_000
"""Code points that are compared: what two longer texts do not begin and end with alike is stored as it is."""

_BLOCK = 1 << 16


def delta_between(text: str, base: str) -> Pieces:
    """`text` in pieces of `base`."""
    start = _alike(text, base)
    end = _alike_at_end(text, base, start)
    middle, other = base[start : len(base) - end], text[start : len(text) - end]
    if max(len(middle), len(other)) > COMPARED:
        changes = [Change(Span(0, len(middle)), Span(0, len(other)))]
    else:
        changes = [change for hunk in compare(middle, other) for change in hunk.changes]
    pieces: Pieces = []
    at = 0
    for before, after in changes:
        if start + before.start > at:
            pieces.append(Span(at, start + before.start))
        if after.end > after.start:
            pieces.append(other[after.start : after.end])
        at = start + before.end
    if len(base) > at:
        pieces.append(Span(at, len(base)))
    return pieces


def pack_delta(pieces: Sequence[Piece]) -> bytes:
    """A delta as bytes: places as steps from the end of the last range, compressed."""
    at = 0
    steps: list[int | str] = []
    for piece in pieces:
        if isinstance(piece, str):
            steps.append(piece)
        else:
            steps += (piece.start - at, piece.end - piece.start)
            at = piece.end
    return zlib.compress(
        json.dumps(steps, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"), 9
    )


def unpack_delta(data: bytes) -> Pieces:
    """The delta that `pack_delta` made; ValueError when it is damaged."""
    try:
        steps = json.loads(zlib.decompress(data).decode("utf-8", "surrogatepass"))
    except zlib.error as error:
        raise ValueError(str(error)) from error
    pieces: Pieces = []
    at = 0
    numbers: list[int] = []
    for step in steps:
        if isinstance(step, str):
            pieces.append(step)
            continue
        numbers.append(step)
        if len(numbers) == 2:
            start = at + numbers[0]
            at = start + numbers[1]
            pieces.append(Span(start, at))
            numbers.clear()
    return pieces


def compose(pieces: Sequence[Piece], base: Sequence[Piece]) -> Pieces:
    """What is in pieces of a text, which is itself in pieces of `base`, in pieces of that base."""
    starts = [0, *accumulate(map(_length, base))]
    composed: Pieces = []
    for piece in pieces:
        if isinstance(piece, str):
            composed.append(piece)
            continue
        at = bisect_right(starts, piece.start, hi=len(base)) - 1
        while at < len(base) and starts[at] < piece.end:
            first = max(piece.start - starts[at], 0)
            last = min(piece.end, starts[at + 1]) - starts[at]
            part = base[at]
            if first < last:
                taken = part[first:last] if isinstance(part, str) else Span(part.start + first, part.start + last)
                composed.append(taken)
            at += 1
    return composed


def apply(pieces: Sequence[Piece], base: str) -> str:
    """The text that is in `pieces` of `base`."""
    return "".join(piece if isinstance(piece, str) else base[piece.start : piece.end] for piece in pieces)


def _length(piece: Piece) -> int:
    return len(piece) if isinstance(piece, str) else piece.end - piece.start


def _alike(text: str, other: str) -> int:
    """How many code points two texts begin with alike."""
    most = min(len(text), len(other))
    at = 0
    while at < most and text[at : at + _BLOCK] == other[at : at + _BLOCK]:
        at += _BLOCK
    at = min(at, most)
    step = _BLOCK
    while step:
        if at + step <= most and text[at : at + step] == other[at : at + step]:
            at += step
        step //= 2
    return at


def _alike_at_end(text: str, other: str, begun: int) -> int:
    """How many code points two texts end with alike, beyond the `begun` that they begin with."""
    most = min(len(text), len(other)) - begun
    at = 0
    step = _BLOCK
    while (
        at + step <= most
        and text[len(text) - at - step : len(text) - at] == other[len(other) - at - step : len(other) - at]
    ):
        at += step
    while step:
        end, other_end = len(text) - at, len(other) - at
        if at + step <= most and text[end - step : end] == other[other_end - step : other_end]:
            at += step
        step //= 2
    return at
