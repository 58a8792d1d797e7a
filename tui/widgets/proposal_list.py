"""Facts and queries to try, where there is no document to read."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from textual import on
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui.bindings import bindings_for
from tui.sanitize import safe_line


class Choice(NamedTuple):
    """A query to try, and how it is shown."""

    label: str
    query: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading, lines to read, and queries to choose from."""

    heading: str
    lines: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()


class ProposalList(OptionList, inherit_bindings=False):
    """Sections one under the other; only choices can be highlighted."""

    BINDINGS = bindings_for("proposals")
    DEFAULT_CSS = """
    ProposalList { border: none; padding: 0; height: 1fr; }
    ProposalList:focus { border: none; }
    ProposalList > .option-list--option-disabled { color: $foreground; }
    """

    class Chosen(Message):
        """A query was chosen."""

        def __init__(self, query: str) -> None:
            self.query_text = query
            super().__init__()

    def __init__(self) -> None:
        super().__init__(id="proposals", markup=False)
        self._queries: dict[int, str] = {}
        self._sections: list[Section] = []

    @property
    def has_choices(self) -> bool:
        """Whether there is anything to choose."""
        return bool(self._queries)

    def show(self, sections: Sequence[Section]) -> None:
        """List `sections`; the highlight goes to the first choice, and stays where it is when nothing changed."""
        if list(sections) == self._sections:
            return
        self._sections = list(sections)
        self._queries.clear()
        options: list[Option] = []
        for number, section in enumerate(sections):
            gap = "\n" if number else ""
            options.append(Option(Content.styled(gap + safe_line(section.heading), "bold $accent"), disabled=True))
            options += [Option(Content("  " + safe_line(line)), disabled=True) for line in section.lines]
            for choice in section.choices:
                self._queries[len(options)] = choice.query
                options.append(Option(Content("  " + safe_line(choice.label))))
        self.set_options(options)
        self.highlighted = min(self._queries, default=None)

    def choose(self) -> None:
        """Post the highlighted choice."""
        query = self._queries.get(self.highlighted) if self.highlighted is not None else None
        if query is not None:
            self.post_message(self.Chosen(query))

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        self.choose()
