"""Parts of a document, joined into one text with the unit that each part is."""

from collections.abc import Iterable

from search.extract import limits
from search.extract.extracted import Unit


def join_pages(pages: Iterable[str]) -> tuple[str, tuple[Unit, ...]]:
    """The normalised `pages`, a line feed between them, and one unit of kind page for each."""
    parts: list[str] = []
    units: list[Unit] = []
    start = 0
    for number, page in enumerate(pages, 1):
        parts.append(page)
        if number <= limits.MAX_UNITS:
            units.append(Unit("page", number, "", start, start + len(page)))
        start += len(page) + 1
    text = "\n".join(parts)
    return text, extended(units, len(text))


def sections(headings: Iterable[tuple[int, str]], length: int) -> tuple[Unit, ...]:
    """One unit of kind section from each heading, given as offset and label in order, to the next or to `length`."""
    found = list(headings)[: limits.MAX_UNITS]
    ends = [*(start for start, _ in found), length][1:]
    return tuple(
        Unit("section", number, label, start, end)
        for number, ((start, label), end) in enumerate(zip(found, ends, strict=True), 1)
    )


def clipped(units: Iterable[Unit], length: int) -> tuple[Unit, ...]:
    """The units of a text that was cut at `length`."""
    return tuple(
        Unit(unit.kind, unit.number, unit.label, unit.start, min(unit.end, length))
        for unit in units
        if unit.start < length
    )


def extended(units: list[Unit], length: int) -> tuple[Unit, ...]:
    """`units`, the last one running to `length` when there were too many to keep."""
    if len(units) == limits.MAX_UNITS:
        last = units[-1]
        units[-1] = Unit(last.kind, last.number, last.label, last.start, length)
    return tuple(units)
