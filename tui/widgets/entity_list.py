"""Who and what the documents name: a fuzzy filter over a list, of every type or of one, in all documents or in some."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from tui.bindings import bindings_for
from tui.widgets.entity_row import entity_row

if TYPE_CHECKING:
    from search.explore.names import Entity

TYPES: dict[str, str | None] = {
    "Names": None,
    "People": "person",
    "Organisations": "organisation",
    "Places": "place",
    "Groups": "group",
    "Products": "product",
    "Works": "work",
    "Events": "event",
    "Amounts": "money",
    "Dates": "date",
}
"""What the list can be held to, by its heading."""

Scope = Literal["memory", "results", "document"]
"""Whose names are listed: those of all documents, of all that a search found, of the open one."""

_SCOPES: dict[Scope, str] = {"memory": "", "results": " in results", "document": " in document"}
_AHEAD = 5


class EntityFilter(Input):
    """Part of a name, however it is spelled."""

    BINDINGS = bindings_for("filter")


class EntityOptions(OptionList, inherit_bindings=False):
    """The names."""

    BINDINGS = bindings_for("entities")

    class Resized(Message):
        """The rows have another width now."""

    @on(events.Resize)
    def _tell(self) -> None:
        self.post_message(self.Resized())


class EntityList(Vertical):
    """Title, filter and names."""

    DEFAULT_CSS = """
    EntityList > EntityFilter { height: 1; }
    EntityList > EntityOptions { height: 1fr; border: none; padding: 0; text-wrap: nowrap; text-overflow: ellipsis; }
    EntityList > EntityOptions:focus { border: none; }
    """

    class Filtered(Message):
        """Another name is looked for, or another type, or elsewhere."""

    class EndNeared(Message):
        """The highlight is close to the last name that is listed."""

    class Chosen(Message):
        """A name was clicked."""

    def __init__(self) -> None:
        super().__init__(id="entities")
        self.entities: list[Entity] = []
        self.scope: Scope = "memory"
        self._heading = next(iter(TYPES))
        self._listed: tuple[str, str, Scope] | None = None
        self._width = 0

    def compose(self) -> ComposeResult:
        """Title, filter, names."""
        yield Static("Names", classes="pane-title", markup=False)
        yield EntityFilter(placeholder="find a name", compact=True, select_on_focus=True, id="entity-filter")
        yield EntityOptions(id="entity-options", markup=False)

    @property
    def filter(self) -> EntityFilter:
        """The input of the filter."""
        return self.query_one(EntityFilter)

    @property
    def options(self) -> EntityOptions:
        """The list of names."""
        return self.query_one(EntityOptions)

    @property
    def type(self) -> str | None:
        """The type that the list is held to; None for every one."""
        return TYPES[self._heading]

    def step_type(self) -> None:
        """Hold the list to the next type."""
        headings = list(TYPES)
        self._heading = headings[(headings.index(self._heading) + 1) % len(headings)]
        self.post_message(self.Filtered())

    def step_scope(self) -> None:
        """List the names of another part of the memory."""
        scopes = list(_SCOPES)
        self.scope = scopes[(scopes.index(self.scope) + 1) % len(scopes)]
        self.post_message(self.Filtered())

    @property
    def entity(self) -> Entity | None:
        """The highlighted entity."""
        index = self.options.highlighted
        return None if index is None or index >= len(self.entities) else self.entities[index]

    def show(self, entities: Sequence[Entity], total: int) -> None:
        """List `entities` of `total`. A highlight that was moved stays on its entity; where that is gone from the same
        list, on the one that took its place.
        """
        wanted = (self.filter.value, self._heading, self.scope)
        before, place = (self.entity, self.options.highlighted or 0) if self.options.highlighted else (None, 0)
        self.entities = list(entities)
        places = {entity.entity: index for index, entity in enumerate(self.entities)}
        fallback = min(place, len(self.entities) - 1) if wanted == self._listed else 0
        self._listed = wanted
        with self.prevent(OptionList.OptionHighlighted):
            self.options.set_options(self._made(self.entities))
            if self.entities:
                self.options.highlighted = places.get(before.entity, fallback) if before is not None else 0
        self.query_one(".pane-title", Static).update(f"{self._heading}{_SCOPES[self.scope]}  {total:,}")

    def extend(self, entities: Sequence[Entity]) -> None:
        """List more at the end; those listed already are left out."""
        listed = {entity.entity for entity in self.entities}
        more = [entity for entity in entities if entity.entity not in listed]
        self.entities += more
        self.options.add_options(self._made(more))

    def _made(self, entities: Sequence[Entity]) -> list[Option]:
        self._width = self.options.scrollable_content_region.width
        typed = self.type is None
        counts = [
            f"{entity.mentions:,}" if typed else f"{entity.mentions:,} in {entity.documents:,}" for entity in entities
        ]
        column = max(map(len, counts), default=0)
        return [
            Option(entity_row(entity, f"{count:>{column}}", typed=typed, width=self._width))
            for entity, count in zip(entities, counts, strict=True)
        ]

    @on(EntityOptions.Resized)
    def _fit(self) -> None:
        if self.entities and self.options.scrollable_content_region.width != self._width:
            highlighted = self.options.highlighted
            with self.prevent(OptionList.OptionHighlighted):
                self.options.set_options(self._made(self.entities))
                self.options.highlighted = highlighted

    def step(self, count: int) -> None:
        """Move the highlight by `count`."""
        if self.entities:
            at = self.options.highlighted
            wanted = 0 if at is None else max(0, min(len(self.entities) - 1, at + count))
            self.options.highlighted = wanted

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Filtered())

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_index >= len(self.entities) - _AHEAD:
            self.post_message(self.EndNeared())

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen())
