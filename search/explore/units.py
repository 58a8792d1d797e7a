"""Which citable part of a text an offset lies in."""

from bisect import bisect_right
from collections.abc import Sequence
from operator import attrgetter

from search.extract.extracted import Unit


def unit_label(units: Sequence[Unit], offset: int) -> str | None:
    """The unit that holds `offset`, as a citation says it: "page 12", "sheet Budget", a section's or chapter's name;
    None outside.
    """
    place = bisect_right(units, offset, key=attrgetter("start")) - 1
    if place < 0 or offset >= units[place].end:
        return None
    unit = units[place]
    if unit.kind == "sheet" and unit.label:
        return f"sheet {unit.label}"
    if unit.kind in ("section", "chapter") and unit.label:
        return unit.label
    return f"{unit.kind} {unit.number}"
