"""Work for which only the last request counts: a search, a preview, a list of names."""

from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any, ParamSpec

from textual.screen import Screen
from textual.worker import Worker

P = ParamSpec("P")


def supersede(
    screen: Screen[Any],
    group: str,
    work: Callable[P, Coroutine[None, None, None]],
    *args: P.args,
    **kwargs: P.kwargs,
) -> Worker[None]:
    """Run `work` on the screen, and give up what its group was at. A failure is left to the screen to tell."""
    # A coroutine made here and given up before its first step would be complained about when the terminal is left.
    return screen.run_worker(partial(work, *args, **kwargs), group=group, exclusive=True, exit_on_error=False)
