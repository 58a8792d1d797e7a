"""Who and what the documents name: a fuzzy filter over a list, of every type or of one."""

from collections.abc import Sequence

from rich.cells import cell_len, set_cell_size
from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from search.explore.results import Entity
from tui.bindings import bindings_for
from tui.sanitize import safe_line
from tui.widgets.snippets import DIM

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

_AHEAD = 5
_NAME_CELLS = 12
_TYPE_CELLS = 7
_SHORT = {"organisation": "org"}
_STYLES = {"person": "$text-primary", "organisation": "$text-success", "place": "$text-accent"}


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
        """Another name is looked for, or another type."""

    class EndNeared(Message):
        """The highlight is close to the last name that is listed."""

    class Chosen(Message):
        """A name was clicked."""

    def __init__(self) -> None:
        super().__init__(id="entities")
        self.entities: list[Entity] = []
        self._heading = next(iter(TYPES))
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

    @property
    def entity(self) -> Entity | None:
        """The highlighted entity."""
        index = self.options.highlighted
        return None if index is None or index >= len(self.entities) else self.entities[index]

    def show(self, entities: Sequence[Entity], total: int) -> None:
        """List `entities` of `total`. A highlight that was moved stays on its entity when that is still there."""
        before = self.entity if self.options.highlighted else None
        self.entities = list(entities)
        places = {entity.entity: index for index, entity in enumerate(self.entities)}
        with self.prevent(OptionList.OptionHighlighted):
            self.options.set_options(self._made(self.entities))
            if self.entities:
                self.options.highlighted = places.get(before.entity, 0) if before is not None else 0
        self.query_one(".pane-title", Static).update(f"{self._heading}  {total:,}")

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
            Option(_row(entity, f"{count:>{column}}", typed, self._width))
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


def _row(entity: Entity, counts: str, typed: bool, width: int) -> Content:
    """Name at the left; at the right its type, unless all have the same, and how often it is named."""
    kind = f"{_SHORT.get(entity.type, safe_line(entity.type)):<{_TYPE_CELLS}}  " if typed else ""
    room = max(_NAME_CELLS, width - cell_len(kind + counts) - 2)
    name = safe_line(entity.name[:width])
    shown = set_cell_size(name, room) if cell_len(name) <= room else set_cell_size(name, room - 1) + "…"
    return Content.assemble((shown, "bold"), "  ", (kind, _STYLES.get(entity.type, DIM)), (counts, DIM))
