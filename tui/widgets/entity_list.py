"""Who and what the documents name: a fuzzy filter over a list."""

from collections.abc import Sequence

from textual import on
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

_AHEAD = 5


class EntityFilter(Input):
    """Part of a name, however it is spelled."""

    BINDINGS = bindings_for("filter")


class EntityOptions(OptionList, inherit_bindings=False):
    """The names."""

    BINDINGS = bindings_for("entities")


class EntityList(Vertical):
    """Title, filter and names."""

    DEFAULT_CSS = """
    EntityList > EntityFilter { height: 1; }
    EntityList > EntityOptions { height: 1fr; border: none; padding: 0; text-wrap: nowrap; text-overflow: ellipsis; }
    EntityList > EntityOptions:focus { border: none; }
    """

    class Filtered(Message):
        """Another name is looked for."""

        def __init__(self, name: str) -> None:
            self.name = name
            super().__init__()

    class EndNeared(Message):
        """The highlight is close to the last name that is listed."""

    class Chosen(Message):
        """A name was clicked."""

    def __init__(self) -> None:
        super().__init__(id="entities")
        self.entities: list[Entity] = []

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
            self.options.set_options(map(_option, self.entities))
            if self.entities:
                self.options.highlighted = places.get(before.entity, 0) if before is not None else 0
        self.query_one(".pane-title", Static).update(f"Names  {total:,}")

    def extend(self, entities: Sequence[Entity]) -> None:
        """List more at the end; those listed already are left out."""
        listed = {entity.entity for entity in self.entities}
        more = [entity for entity in entities if entity.entity not in listed]
        self.entities += more
        self.options.add_options(map(_option, more))

    def step(self, count: int) -> None:
        """Move the highlight by `count`."""
        if self.entities:
            at = self.options.highlighted
            wanted = 0 if at is None else max(0, min(len(self.entities) - 1, at + count))
            self.options.highlighted = wanted

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        self.post_message(self.Filtered(event.value))

    @on(OptionList.OptionHighlighted)
    def _moved(self, event: OptionList.OptionHighlighted) -> None:
        event.stop()
        if event.option_index >= len(self.entities) - _AHEAD:
            self.post_message(self.EndNeared())

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.post_message(self.Chosen())


def _option(entity: Entity) -> Option:
    counts = f"  {entity.type}  {entity.mentions:,} in {entity.documents:,}"
    return Option(Content.assemble((safe_line(entity.name), "bold"), (safe_line(counts), DIM)))
