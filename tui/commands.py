"""Every action by name, in the command palette."""

from collections.abc import Iterator

from textual.command import DiscoveryHit, Hit, Hits, Provider

from tui.bindings import TABLE, Key, shown_keys
from tui.screens.main import MainScreen

THEME = Key("theme", "", "app.change_theme", "choose colours", ("application",), palette=True)


class CristalCommands(Provider):
    """The rows of the key table that make sense without their key."""

    async def discover(self) -> Hits:
        """Every command, before anything is typed."""
        for row, screen in self._commands():
            yield DiscoveryHit(
                row.description, lambda row=row, screen=screen: screen.perform(row), help=_keys(row, screen)
            )

    async def search(self, query: str) -> Hits:
        """The commands whose description matches `query`."""
        matcher = self.matcher(query)
        for row, screen in self._commands():
            words = f"{row.description} ({row.id})"
            score = matcher.match(words)
            if score > 0:
                yield Hit(
                    score,
                    matcher.highlight(words),
                    lambda row=row, screen=screen: screen.perform(row),
                    text=words,
                    help=_keys(row, screen),
                )

    def _commands(self) -> Iterator[tuple[Key, MainScreen]]:
        if isinstance(self.screen, MainScreen):
            for row in (*TABLE, THEME):
                if row.palette:
                    yield row, self.screen


def _keys(row: Key, screen: MainScreen) -> str | None:
    return shown_keys(row, screen.keymap) or None
