"""Another name, looked for as in the list of names: part of it, however it is spelled."""

import asyncio

from textual import on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from search.entities.mentions import NAMED
from search.errors import CristalError
from search.explore.names import Entity
from tui.bindings import Keymap, bindings_for
from tui.deciding import Named
from tui.sanitize import safe_line
from tui.screens.superseding import supersede
from tui.session import Session
from tui.widgets.entity_row import entity_row
from tui.widgets.key_line import KeyLine

TYPING_DELAY = 0.08


class OtherInput(Input):
    """Part of the other name."""

    BINDINGS = bindings_for("other")


class SeekScreen(ModalScreen[Entity | None], inherit_bindings=False):
    """A heading, the filter, those who bear such a name. Closes with the chosen one, or with none."""

    DEFAULT_CSS = """
    SeekScreen { align: center middle; }
    SeekScreen > Vertical {
        width: 64; max-width: 100%; height: 90%; max-height: 24; background: $surface; padding: 0 1;
    }
    SeekScreen .heading { height: auto; max-height: 3; color: $accent; text-style: bold; }
    SeekScreen OtherInput, SeekScreen OtherInput:focus { height: 1; background: $panel; }
    SeekScreen OptionList { height: 1fr; padding: 0; background: transparent; scrollbar-size-vertical: 1; }
    SeekScreen OptionList { scrollbar-gutter: stable; text-wrap: nowrap; text-overflow: ellipsis; }
    SeekScreen OptionList, SeekScreen OptionList:focus { border: none; }
    SeekScreen KeyLine { color: $text-muted; }
    """

    def __init__(self, heading: str, named: Named, session: Session, keymap: Keymap) -> None:
        """Begins with those that are called like `named`, which is left out itself. A name is no amount and no date."""
        super().__init__()
        self._heading, self._named = heading, named
        self._session, self._keymap = session, keymap
        self._entities: list[Entity] = []

    def compose(self) -> ComposeResult:
        """Heading, filter, names, keys."""
        with Vertical():
            yield Static(safe_line(self._heading), classes="heading", markup=False)
            yield OtherInput(
                self._named.name, placeholder="find a name", compact=True, select_on_focus=True, id="other"
            )
            names = OptionList(markup=False)
            names.can_focus = False
            yield names
            yield KeyLine(self._keymap)

    def on_mount(self) -> None:
        """Type at once."""
        self.query_one(KeyLine).place = "other"
        self.query_one(OtherInput).focus()
        supersede(self, "seek", self._seek, 0.0)

    @on(Input.Changed)
    def _typed(self) -> None:
        supersede(self, "seek", self._seek, TYPING_DELAY)

    async def _seek(self, delay: float) -> None:
        await asyncio.sleep(delay)
        try:
            found = (await self._session.entities(self.query_one(OtherInput).value)).entities
        except CristalError as error:
            self.query_one(".heading", Static).update(safe_line(str(error)))
            return
        self._entities = [entity for entity in found if self._may_be(entity)]
        names = self.query_one(OptionList)
        width = names.scrollable_content_region.width
        column = max((len(f"{entity.mentions:,}") for entity in self._entities), default=0)
        names.set_options(
            Option(entity_row(entity, f"{entity.mentions:>{column},}", typed=True, width=width))
            for entity in self._entities
        )
        names.highlighted = 0 if self._entities else None

    def _may_be(self, entity: Entity) -> bool:
        return entity.entity != self._named.entity and (entity.type in NAMED or self._named.type not in NAMED)

    @on(OptionList.OptionSelected)
    def _clicked(self) -> None:
        self.action_choose()

    def action_step(self, count: int) -> None:
        """Another name, without leaving the filter."""
        names = self.query_one(OptionList)
        if names.highlighted is not None:
            names.highlighted = max(0, min(len(self._entities) - 1, names.highlighted + count))

    def action_choose(self) -> None:
        """Close with the highlighted name."""
        index = self.query_one(OptionList).highlighted
        if index is not None and index < len(self._entities):
            self.dismiss(self._entities[index])
