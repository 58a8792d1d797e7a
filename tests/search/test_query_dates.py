"""Dates in queries."""

import re
import time
from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.errors import BadInput
from search.query.dates import Interval, overlaps, parse_interval, parse_moment

TODAY = date(2024, 7, 3)  # a Wednesday


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("2024", "2024-01-01", "2025-01-01"),
        ("2024-06", "2024-06-01", "2024-07-01"),
        ("2024-12", "2024-12-01", "2025-01-01"),
        ("2024-02-29", "2024-02-29", "2024-03-01"),
        ("2023..2025-06", "2023-01-01", "2025-07-01"),
        ("2023 .. 2023", "2023-01-01", "2024-01-01"),
        ("..2024", None, "2025-01-01"),
        ("2024..", "2024-01-01", None),
        ("9999", "9999-01-01", None),
        ("yesterday..", "2024-07-02", None),
        ("Today", "2024-07-03", "2024-07-04"),
        ("yesterday", "2024-07-02", "2024-07-03"),
        ("this week", "2024-07-01", "2024-07-08"),
        ("last week", "2024-06-24", "2024-07-01"),
        ("last-week", "2024-06-24", "2024-07-01"),
        ("this month", "2024-07-01", "2024-08-01"),
        ("last  month", "2024-06-01", "2024-07-01"),
        ("this year", "2024-01-01", "2025-01-01"),
        ("last year", "2023-01-01", "2024-01-01"),
        ("last 7 days", "2024-06-27", "2024-07-04"),
        ("last-2-weeks", "2024-06-20", "2024-07-04"),
        ("last 1 month", "2024-06-04", "2024-07-04"),
    ],
)
def test_intervals(text: str, start: str | None, end: str | None) -> None:
    assert parse_interval(text, TODAY) == Interval(start, end)


@pytest.mark.parametrize("text", ["", "soon", "2024-13", "2024-02-30", "24", "..", "2024..x", "last 0 days", "0000"])
def test_what_is_not_understood_is_answered_with_what_is(text: str) -> None:
    with pytest.raises(BadInput, match=re.escape("2023..2025-06")):
        parse_interval(text, TODAY)


def test_a_range_that_ends_before_it_begins() -> None:
    with pytest.raises(BadInput, match="ends before it begins"):
        parse_interval("2024..2023", TODAY)


@pytest.mark.parametrize(
    ("value", "inside"),
    [
        ("2024", True),
        ("2023", False),
        ("2024-06", True),
        ("2024-05", False),
        ("2024-07", False),
        ("2024-06-01", True),
        ("2024-06-30", True),
        ("2024-07-01", False),
        ("2024-05-31T14:59:59Z", False),
        ("2024-05-31T15:00:00Z", True),
        ("2024-06-30T14:59:59Z", True),
        ("2024-06-30T15:00:00Z", False),
    ],
)
def test_a_month_in_tokyo(zone: None, value: str, inside: bool) -> None:
    from search.query import dates

    dates._bounds.cache_clear()
    assert overlaps(value, parse_interval("2024-06", TODAY)) is inside
    dates._bounds.cache_clear()


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2024-06-30", "2024-06-30T14:59:59Z"),
        ("2024-06", "2024-06-30T14:59:59Z"),
        ("yesterday", "2024-07-02T14:59:59Z"),
        ("2024-06-30T18:00:00Z", "2024-06-30T18:00:00Z"),
        ("2024-06-30t18:00", "2024-06-30T09:00:00Z"),
    ],
)
def test_moments_in_tokyo(zone: None, text: str, moment: str) -> None:
    assert parse_moment(text, TODAY) == moment


@pytest.mark.parametrize("text", ["2024..", "2023..2024", "2024-06-30T99:00", "soon"])
def test_a_moment_is_one(text: str) -> None:
    with pytest.raises(BadInput):
        parse_moment(text, TODAY)


DAYS = st.dates(date(1900, 1, 1), date(2100, 1, 1))


@given(DAYS, DAYS, DAYS, st.sampled_from([4, 7, 10]))
def test_overlap_is_that_of_the_days(first: date, last: date, value: date, precision: int) -> None:
    first, last = min(first, last), max(first, last)
    interval = parse_interval(f"{first}..{last}", TODAY)
    partial = value.isoformat()[:precision]
    days = parse_interval(partial, TODAY)
    assert days.start is not None and days.end is not None
    expected = date.fromisoformat(days.start) <= last and date.fromisoformat(days.end) - timedelta(days=1) >= first
    assert overlaps(partial, interval) is expected
