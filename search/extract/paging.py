"""Units of a text that is known as a whole."""

from collections.abc import Iterable

from search.extract.extracted import Unit


def sections(headings: Iterable[tuple[int, str]], length: int) -> tuple[Unit, ...]:
    """One unit of kind section from each heading, given as offset and label in order, to the next or to `length`."""
    found = list(headings)
    ends = [*(start for start, _ in found), length][1:]
    return tuple(
        Unit("section", number, label, start, end)
        for number, ((start, label), end) in enumerate(zip(found, ends, strict=True), 1)
    )
