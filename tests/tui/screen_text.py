"""The screen as plain text, for tests of layout."""

from typing import Any

from textual.app import App


def screen_rows(app: App[Any]) -> list[str]:
    """The rows of the current screen, without the spaces at their ends."""
    strips = app.screen._compositor.render_strips(app.size)
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def screen_text(app: App[Any]) -> str:
    """The rows as one text."""
    return "\n".join(screen_rows(app))
