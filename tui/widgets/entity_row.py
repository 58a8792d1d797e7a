"""A name as a row: what it is called, what it is, how often it is named; and how its type is told in text.

A type is never told by colour alone: rows have its name, and marks in a document differ in how they are drawn.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from tui.sanitize import safe_line
from tui.widgets.snippets import DIM, lit

if TYPE_CHECKING:
    from search.explore.names import Entity

WATCHED = "*"
"""Stands before the names that somebody watches."""

_NAME_CELLS = 12
_TYPE_CELLS = 7
_NAME = "bold"
FOUND = "bold underline"
_SHORT = {"organisation": "org", "identifier": "id", "quantity": "amount"}
STYLES = {"person": "$text-primary", "organisation": "$text-success", "place": "$text-accent"}


def entity_row(entity: Entity, counts: str, *, typed: bool, width: int) -> Content:
    """Name at the left; at the right its type, when it is `typed`, and how often it is named."""
    kind = f"{_SHORT.get(entity.type, safe_line(entity.type)):<{_TYPE_CELLS}}  " if typed else ""
    mark = f"{WATCHED} " if entity.watched else ""
    room = max(_NAME_CELLS, width - cell_len(kind + counts + mark) - 2)
    return Content.assemble(
        (mark, "bold $text-warning"),
        _fitted(_name(entity, width), room),
        "  ",
        (kind, STYLES.get(entity.type, DIM)),
        (counts, DIM),
    )


def _name(entity: Entity, width: int) -> Content:
    """The name with the letters by which it was found; when that was by another one, that one behind it."""
    matched = entity.matched
    if matched is None:
        return Content.styled(safe_line(entity.name[:width]), _NAME)
    found = lit(matched.name[:width], matched.ranges, _NAME, FOUND)
    if matched.name == entity.name:
        return found
    return Content.assemble((safe_line(entity.name[:width]), _NAME), "  ", found.stylize_before(DIM))


def _fitted(name: Content, cells: int) -> Content:
    return (
        name.pad_right(cells - name.cell_length) if name.cell_length <= cells else name.truncate(cells, ellipsis=True)
    )
