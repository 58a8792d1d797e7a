"""Mentions over time in even steps, so that the gaps are seen.

The step is the shortest one, from a month to a thousand years, of which `MOST` cover the whole time. Dates that are
less exact than the step are in no bar; the step gives way when the dates that do not say it are the more.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.explore.names import Histogram, Period

MOST = 60
_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?")


class Step(NamedTuple):
    """A length of time in months, and its name."""

    months: int
    name: str


_FINE = Step(1, "month"), Step(3, "quarter")
_COARSE = Step(12, "year"), Step(120, "decade"), Step(1200, "century"), Step(12000, "millennium")
_YEAR = 12


def histogram(periods: Iterable[Period]) -> Histogram:
    """The mentions of `periods` ("2024-06" or "2024") in even steps from the first to the last."""
    months: Counter[int] = Counter()
    years: Counter[int] = Counter()
    for period in periods:
        if (found := _DATE.match(period.period)) is None:
            continue
        year, month = int(found[1]) * _YEAR, int(found[2] or 0)
        if 1 <= month <= _YEAR:
            months[year + month - 1] += period.mentions
        else:
            years[year] += period.mentions
    if years.total() < months.total() and (fine := _fitting(months, _FINE)) is not None:
        return Histogram(fine.name, _bars(months, fine), years.total())
    whole = months + years
    coarse = _fitting(whole, _COARSE) or _COARSE[-1]
    return Histogram(coarse.name, _bars(whole, coarse), 0)


def _fitting(months: Counter[int], steps: Sequence[Step]) -> Step | None:
    """The first of `steps` that is long enough."""
    if not months:
        return steps[0]
    first, last = min(months), max(months)
    return next((step for step in steps if last // step.months - first // step.months < MOST), None)


def _bars(months: Counter[int], step: Step) -> tuple[Period, ...]:
    bars: Counter[int] = Counter()
    for month, mentions in months.items():
        bars[month // step.months] += mentions
    steps = range(min(bars), max(bars) + 1) if bars else ()
    return tuple(Period(_label(at * step.months, step), bars[at]) for at in steps)


def _label(month: int, step: Step) -> str:
    year, after = divmod(month, _YEAR)
    if step.name == "month":
        return f"{year:04}-{after + 1:02}"
    return f"{year:04}-Q{after // 3 + 1}" if step.name == "quarter" else f"{year:04}"
