"""How what was found in a document passes from the worker to the writer.

Mentions travel in columns beside a table of their forms, not as JSON: a large text names the same few thousand things
millions of times.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, overload

from search.entities.mentions import EntityType, Mention
from search.extract.extracted import Metadata

_CELLS = 3

WAITING = {"waiting": True}
"""The header of a frame that says nothing but that it is the turn of another worker."""

Form = tuple[str, str, str]
"""Type, surface and norm."""


def packed_mentions(mentions: Iterable[Mention]) -> tuple[list[Form], bytes]:
    """The table of forms, and for each mention its start, end and place in the table."""
    places: dict[Form, int] = {}
    cells = array("I")
    for start, end, type_, surface, norm in mentions:
        cells.extend((start, end, places.setdefault((type_, surface, norm), len(places))))
    return list(places), cells.tobytes()


def metadata_of(fields: dict[str, Any]) -> Metadata:
    """Metadata out of the header of a frame."""
    return Metadata(**(fields | {"answers": tuple(fields["answers"])}))


class PackedMentions(Sequence[Mention]):
    """Mentions out of what `packed_mentions` made, each built when it is asked for."""

    def __init__(self, forms: Iterable[Form], cells: bytes | memoryview) -> None:
        self._forms = [(EntityType(type_), surface, norm) for type_, surface, norm in forms]
        self._cells = array("I")
        self._cells.frombytes(cells)

    def __len__(self) -> int:
        return len(self._cells) // _CELLS

    def __iter__(self) -> Iterator[Mention]:
        cells = iter(self._cells)
        for start, end, form in zip(cells, cells, cells, strict=True):
            yield Mention(start, end, *self._forms[form])

    @overload
    def __getitem__(self, at: int) -> Mention: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[Mention]: ...

    def __getitem__(self, at: int | slice) -> Mention | Sequence[Mention]:
        if isinstance(at, slice):
            return [self[place] for place in range(len(self))[at]]
        place = range(len(self))[at] * _CELLS
        return Mention(self._cells[place], self._cells[place + 1], *self._forms[self._cells[place + 2]])
