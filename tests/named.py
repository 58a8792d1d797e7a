"""A memory whose texts name whom a test wants, and the directory of it."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from search.entities.keys import normal_form
from search.entities.lookup.directory import Directory
from search.entities.mentions import EntityType, Mention
from search.explore.catalogue import Catalogue
from search.explore.naming import make_directory
from search.explore.view import View
from search.extract.extracted import Extracted, Status
from search.memory.memory import Memory
from search.memory.records import NewVersion, Stamp

AT = "2026-01-01T00:00:00Z"


class Bearer(NamedTuple):
    """Somebody whom texts call by `surfaces`, each so often; the first is the name."""

    type: EntityType
    surfaces: Mapping[str, int]

    @property
    def norm(self) -> str:
        return normal_form(next(iter(self.surfaces)), self.type)


def mentioning(bearers: Sequence[Bearer]) -> list[Mention]:
    """Mentions of them, one after the other."""
    called = [(each, surface) for each in bearers for surface, count in each.surfaces.items() for _ in range(count)]
    return [
        Mention(100 * place, 100 * place + 99, each.type, surface, each.norm)
        for place, (each, surface) in enumerate(called)
    ]


def naming(source: int, number: int, mentions: Sequence[Mention]) -> NewVersion:
    """The document of that number, whose text is long enough for `mentions` (sorted)."""
    path = f"/named/{number}.txt".encode()
    return NewVersion(
        source=source,
        document=None,
        path=path,
        stamp=Stamp(1, 1, 1, number),
        digest=path,
        extracted=Extracted("text", "text/1", Status.OK, f"text {number} ".ljust(mentions[-1].end + 1, ".")),
        mentions=mentions,
        title=f"text {number}",
        document_date=None,
        date_origin=None,
        seen_from=AT,
        recorded=AT,
    )


def remember(memory: Memory, mentions: Sequence[Mention]) -> None:
    """One more document, with `mentions`."""
    with memory.write() as write:
        write.remember(naming(write.add_source(b"/named"), len(memory.facts()), mentions))


def memory_of(folder: Path, bearers: Sequence[Bearer]) -> Memory:
    """A new memory of one text that names them."""
    memory = Memory.create(folder)
    remember(memory, mentioning(bearers))
    return memory


def view_of(memory: Memory) -> View:
    """The memory as it is now."""
    catalogue = Catalogue()
    catalogue.refresh(memory)
    return catalogue.now


def directory_of(memory: Memory) -> Directory:
    """Its directory as it is now."""
    return make_directory(view_of(memory), memory)
