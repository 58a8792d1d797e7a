"""What the explorer starts with."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Launch:
    """`add` is remembered first; `document` (an id or a path) is opened as soon as it is remembered.

    `sample`: the memory is that of the sample collection. `index`: look for new and changed files in the background.
    """

    query: str = ""
    add: tuple[Path, ...] = ()
    document: str | None = None
    sample: bool = False
    index: bool = True
