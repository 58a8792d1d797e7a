"""Mentions over time, drawn with block characters: bars lying one a row, or standing one a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from search.explore.names import Period

_LYING = " ▏▎▍▌▋▊▉█"
_STANDING = " ▁▂▃▄▅▆▇█"
_WIDEST = 8
_YEARS_APART = 10


def lying_bars(bars: Sequence[Period], cells: int = 40) -> list[str]:
    """A row for each period: its name, a bar of at most `cells`, its mentions. An empty period has no bar."""
    most = max((bar.mentions for bar in bars), default=0)
    width = max((len(bar.period) for bar in bars), default=0)
    rows = []
    for bar in bars:
        drawn = _filled(_eighths(bar.mentions, most, cells), cells).strip()
        rows.append("  ".join([f"{bar.period:<{width}}", f"{drawn} {bar.mentions:,}".lstrip()]))
    return rows


def standing_bars(bars: Sequence[Period], width: int, height: int) -> list[str]:
    """`height` rows of columns over an axis, and a row of periods, in `width` cells. Each bar bears its mentions when
    all have room for that; the axis always tells the most. An empty period leaves its place empty.
    """
    if not bars:
        return []
    most = max(bar.mentions for bar in bars)
    margin = len(f"{most:,}")
    step = max(1, min(_WIDEST, (width - margin - 2) // len(bars)))
    wide = max(1, step - 1)
    numbered = step > margin
    tallest = height - 1 if numbered else height
    eighths = [_eighths(bar.mentions, most, tallest) for bar in bars]
    rows = []
    for row in reversed(range(height)):
        cells = []
        for bar, full in zip(bars, eighths, strict=True):
            number = f"{bar.mentions:,}" if numbered and bar.mentions and row == -(-full // 8) else ""
            cells.append((number or _STANDING[max(0, min(8, full - 8 * row))] * wide).ljust(step))
        told = f"{most:,}" if row == tallest - 1 else ""
        rows.append(f"{told:>{margin}} │{''.join(cells)}".rstrip())
    axis = f"{0:>{margin}} └{'─' * (step * len(bars))}"
    names = f"{'':{margin}}  {_names(bars, step, width - margin - 2)}"
    return [*rows, axis, names]


def _names(bars: Sequence[Period], step: int, width: int) -> str:
    """The periods under their bars: the first, and of the others those that fit, round ones before others."""
    length = len(bars[0].period)
    rounds = [at for at, bar in enumerate(bars) if _is_round(bar.period)]
    row = [" "] * max(width, length)
    for at in (0, *rounds, len(bars) - 1, *range(len(bars))):
        start = at * step
        around = row[max(0, start - 1) : start + length + 1]
        if start + length <= len(row) and not "".join(around).strip():
            row[start : start + length] = bars[at].period
    return "".join(row).rstrip()


def _is_round(period: str) -> bool:
    return period.endswith(("-01", "-Q1")) or (len(period) == len("2020") and int(period) % _YEARS_APART == 0)


def _eighths(count: int, most: int, cells: int) -> int:
    return max(1, round(count * cells * 8 / most)) if count else 0


def _filled(eighths: int, cells: int) -> str:
    return "".join(_LYING[max(0, min(8, eighths - 8 * cell))] for cell in range(cells))
