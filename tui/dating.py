"""Instants and dates as people read them: instants in the time of this place, all as short as they allow."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tui.counting import counted

if TYPE_CHECKING:
    from search.explore.names import Histogram

_DAY_ENDS = "23:59:59"


def local(instant: str) -> datetime | None:
    """An RFC 3339 instant in the time of this place; None for what is not one."""
    try:
        return datetime.fromisoformat(instant).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


def day(instant: str) -> str:
    """The local day of an instant: "2024-06-30". What is not an instant is cut to the length of a day."""
    moment = local(instant)
    return instant[:10] if moment is None else moment.date().isoformat()


def minute(instant: str) -> str:
    """ "2024-06-30 18:05"; what is not an instant stays as it is."""
    moment = local(instant)
    return instant if moment is None else f"{moment:%Y-%m-%d %H:%M}"


def moment_text(instant: str) -> str:
    """ "2024-06-30" for the end of that day, "2024-06-30 18:00" for another moment in it."""
    moment = local(instant)
    if moment is None:
        return instant
    return f"{moment:%Y-%m-%d}" if f"{moment:%H:%M:%S}" == _DAY_ENDS else minute(instant)


def period_text(start: str, end: str | None) -> str:
    """ "from 2024-03-01 to 2024-06-30", "from 2024-03-01 18:00 to 18:05" within a day, "from 2024-03-01" until now."""
    if end is None:
        return f"from {day(start)}"
    first, last = local(start), local(end)
    if first is not None and last is not None and first.date() == last.date():
        return f"from {first:%Y-%m-%d %H:%M} to {last:%H:%M}"
    return f"from {day(start)} to {day(end)}"


def span_text(first: str | None, last: str | None, undated: int) -> str:
    """ "first dated 2024-05, last 2025-11-12, 2 documents undated": documents by their own dates."""
    if first is None or last is None:
        return "no document has a date"
    when = f"dated {first}" if first == last else f"first dated {first}, last {last}"
    return f"{when}, {counted(undated, 'document')} undated" if undated else when


def histogram_text(histogram: Histogram) -> str:
    """ "over time, by month, 3 mentions dated less exactly"."""
    vague = f", {counted(histogram.vague, 'mention')} dated less exactly" if histogram.vague else ""
    return f"over time, by {histogram.step}{vague}"
