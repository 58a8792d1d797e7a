"""Mentions over time as block characters: to scale, gaps seen, in the cells that there are."""

from hypothesis import given
from hypothesis import strategies as st

from search.explore.histogram import MOST
from search.explore.names import Period
from tui.chart import lying_bars, standing_bars


def months(*counts: int) -> list[Period]:
    return [Period(f"{2024 + at // 12}-{at % 12 + 1:02}", count) for at, count in enumerate(counts)]


def test_lying_bars_are_to_scale_and_gaps_are_rows() -> None:
    assert lying_bars(months(8, 0, 3, 1), cells=4) == ["2024-01  ████ 8", "2024-02  0", "2024-03  █▌ 3", "2024-04  ▌ 1"]


def test_standing_bars_bear_their_numbers_where_there_is_room() -> None:
    assert standing_bars(months(8, 0, 4), width=30, height=3) == [
        "  │8",
        "8 │███████         4",
        "  │███████         ███████",
        "0 └────────────────────────",
        "   2024-01 2024-02 2024-03",
    ]


def test_narrow_bars_leave_the_numbers_to_the_axis() -> None:
    rows = standing_bars(months(*[2_000, 0, 1] * 8), width=40, height=3)
    assert rows == [
        "2,000 │█  █  █  █  █  █  █  █",
        "      │█  █  █  █  █  █  █  █",
        "      │█ ▁█ ▁█ ▁█ ▁█ ▁█ ▁█ ▁█ ▁",
        "    0 └────────────────────────",
        "       2024-01     2025-01    2025-12",
    ]


def test_no_bars_are_no_rows() -> None:
    assert standing_bars([], 40, 4) == lying_bars([]) == []


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=MOST), st.integers(70, 200))
def test_every_bar_fits_and_every_mention_is_seen(counts: list[int], width: int) -> None:
    if not any(counts):
        return
    rows = standing_bars(months(*counts), width, 4)
    assert len(rows) == 6 and all(len(row) <= width for row in rows)
    axis = rows[4].index("└")
    step = rows[4].count("─") // len(counts)
    for at, count in enumerate(counts):
        column = axis + 1 + at * step
        bottom = rows[3][column : column + 1]
        assert (bottom in tuple("▁▂▃▄▅▆▇█")) == (count > 0)
