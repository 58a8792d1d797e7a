"""Regular expressions that are compiled when they are first used.

A set of all marks or of all ideographs takes milliseconds to compile, and most starts meet nothing but ASCII.
"""

import re
from typing import Any, cast


def late(expression: str) -> re.Pattern[str]:
    """The pattern of `expression`; re.error at its first use when that is none."""
    return cast(re.Pattern[str], _Late(expression))


class _Late:
    """Takes on the methods of the compiled pattern, one by one, so that each costs its detour once."""

    def __init__(self, expression: str) -> None:
        self._expression = expression

    def __getattr__(self, name: str) -> Any:
        found = getattr(re.compile(self._expression), name)
        setattr(self, name, found)
        return found
