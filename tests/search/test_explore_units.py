"""Where a quote is, as a citation says it."""

import pytest

from search.explore.units import unit_label
from search.extract.extracted import Unit


@pytest.mark.parametrize(
    ("unit", "said"),
    [
        (Unit("page", 12, "", 5, 9), "page 12"),
        (Unit("page", 12, "iv", 5, 9), "page 12"),
        (Unit("slide", 4, "", 5, 9), "slide 4"),
        (Unit("sheet", 2, "Budget", 5, 9), "sheet Budget"),
        (Unit("sheet", 2, "", 5, 9), "sheet 2"),
        (Unit("chapter", 3, "The storm", 5, 9), "The storm"),
        (Unit("section", 1, "Minutes", 5, 9), "Minutes"),
        (Unit("message", 7, "", 5, 9), "message 7"),
    ],
)
def test_a_place_is_named_by_its_unit(unit: Unit, said: str) -> None:
    assert [unit_label([unit], offset) for offset in (4, 5, 8, 9)] == [None, said, said, None]
