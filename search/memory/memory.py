"""The catalogue of one folder: the door of this room.

Every method may be called from any thread; each thread has its own connection and keeps no transaction between calls.
Besides what is said of each, all of them raise MemoryDamaged, MemoryBusy and CristalError as `failures.explained` says.
"""

import os
import sqlite3
import sys
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from search.cancel import NEVER, CancelToken
from search.errors import CristalError, MemoryDamaged, NotFound
from search.extract.extracted import Status, Unit
from search.memory import meta, naming, past, purging, regrouping, texts, versions
from search.memory.beginning import FILE, INDEX, bring_up, make, no_memory
from search.memory.connections import Connections
from search.memory.failures import explained
from search.memory.filesystem import refuse_network
from search.memory.locking import ingest_lock
from search.memory.past import FirstVersion, KnownPlace
from search.memory.paths import shown
from search.memory.records import (
    AliasCount,
    EntityCount,
    EntityRow,
    Form,
    KnownFile,
    Location,
    LoggedEvent,
    NamedEntity,
    PendingVersion,
    Source,
    StoredMention,
    StoredText,
    Suspect,
    TextEntity,
    Totals,
    VersionFacts,
)
from search.text.spans import Spans

if TYPE_CHECKING:
    from search.memory.writing import Write


class Memory:
    """The catalogue in `folder`, open; from `Memory.open` or `Memory.create`.

    `writable` is False when this process may not write there; then the memory can only be read.
    """

    def __init__(self, folder: Path, connections: Connections) -> None:
        self.folder = folder
        self.writable = connections.writable
        self._connections = connections

    @classmethod
    def open(cls, folder: Path) -> "Memory":
        """The memory in `folder`, brought up to the current version; NotFound when there is none."""
        file = folder / FILE
        return cls._opened(folder, writable=os.access(folder, os.W_OK) and os.access(file, os.W_OK))

    @classmethod
    def read(cls, folder: Path) -> "Memory":
        """Like `open`, to be read only: a full disk has no room for what a writer needs."""
        return cls._opened(folder, writable=False)

    @classmethod
    def create(cls, folder: Path) -> "Memory":
        """A new memory in `folder`, which only its owner may enter when it is made here; or the one that is there."""
        refuse_network(folder)
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise CristalError(
                f"{_shown(folder)} cannot be made ({error.strerror}); name another with --memory"
            ) from error
        try:
            return cls.open(folder)
        except NotFound:
            with explained(folder):
                make(folder)
        return cls.open(folder)

    @property
    def journal(self) -> Path:
        """Where those who read files note what they are at."""
        return self.folder / "reading"

    @property
    def index_folder(self) -> Path:
        """Where the index over this memory belongs."""
        return self.folder / INDEX

    def id(self) -> str:
        """32 hexadecimal digits drawn when the memory was made."""
        with self.reading() as connection:
            return meta.memory_id(connection)

    def generation(self) -> int:
        """How many commits the memory has seen. Cheap: readers look again when it moved."""
        with self.reading() as connection:
            return meta.generation(connection)

    def sources(self) -> list[Source]:
        """The remembered sources, in the order in which they were added, each with its documents that are not gone."""
        with self.reading() as connection:
            return versions.sources(connection)

    def known_files(self, source: int) -> dict[bytes, KnownFile]:
        """The files of `source` as its last scan left them, by path. Members are no files."""
        with self.reading() as connection:
            return versions.known_files(connection, source)

    def unread_members(self, source: int) -> list[tuple[int, Status, str]]:
        """For each member in a file of `source` that could not be read, or not wholly: the file's document, the
        member's status, and the reader that tried.
        """
        with self.reading() as connection:
            return versions.unread_members(connection, source)

    def suspects(self) -> list[Suspect]:
        """The files that were being read when everything stopped."""
        with self.reading() as connection:
            return versions.suspects(connection)

    def facts(self, since: int = 0) -> list[VersionFacts]:
        """The facts about every version whose row changed after the generation `since`, in no particular order."""
        with self.reading() as connection:
            return versions.facts(connection, since)

    def locate(self, path: bytes, as_of: str | None = None) -> int | None:
        """The document that is at `path`, or was at the instant `as_of`, else the last one that had been."""
        with self.reading() as connection:
            return versions.locate(connection, path, as_of)

    def locations(self, document: int) -> list[Location]:
        """Where `document` has been, in the order of time."""
        with self.reading() as connection:
            return versions.locations(connection, document)

    def places(self, path: bytes) -> list[KnownPlace]:
        """Where documents were, at `path` or below it, in the order of time. Members are left out."""
        with self.reading() as connection:
            return past.places(connection, path)

    def first_version(self, document: int) -> FirstVersion:
        """The earliest version of `document`."""
        with self.reading() as connection:
            return past.first_version(connection, document)

    def moved(self) -> dict[int, list[Location]]:
        """Where each document has been that was in more than one place, in the order of time."""
        with self.reading() as connection:
            return versions.moved(connection)

    def forgotten(self) -> int:
        """The generation at which something was last forgotten, 0 when nothing ever was."""
        with self.reading() as connection:
            return meta.number(connection, "forgotten")

    def pending(self) -> list[PendingVersion]:
        """The searchable versions, past ones too, that are not in the index; the oldest number first."""
        with self.reading() as connection:
            return versions.pending(connection)

    def indexed(self) -> dict[int, bool]:
        """For every version, whether it is searchable and said to be in the index."""
        with self.reading() as connection:
            return versions.indexed(connection)

    def rebuilding(self) -> bool:
        """Whether a rebuild of the index was begun and is not over."""
        with self.reading() as connection:
            return meta.number(connection, "rebuilding") > 0

    def totals(self) -> Totals:
        """The memory in figures."""
        with self.reading() as connection:
            return versions.totals(connection)

    def events(self, limit: int) -> list[LoggedEvent]:
        """The last `limit` events, the latest first."""
        with self.reading() as connection:
            return versions.events(connection, limit)

    def last_text(self) -> int:
        """The number of the newest text, 0 when there is none."""
        with self.reading() as connection:
            return texts.last(connection)

    def resolved_text(self) -> int:
        """The newest text when entities were last brought level with the forms, 0 when they never were."""
        with self.reading() as connection:
            return meta.number(connection, "resolved")

    def recogniser(self) -> str | None:
        """What recognised the names in the oldest texts, None before any did."""
        with self.reading() as connection:
            return meta.noted(connection, "recogniser")

    def text(self, text: int, upto: int = sys.maxsize, cancel: CancelToken = NEVER) -> str:
        """The whole of `text`, or at least its first `upto` code points. NotFound, MemoryDamaged, Cancelled."""
        with self.reading() as connection:
            return texts.beginning(connection, text, upto, cancel)

    def whole_text(self, text: int) -> StoredText | None:
        """What is known of `text` without reading it; None when it is stored as a delta on another."""
        with self.reading() as connection:
            return texts.stored(connection, text)

    def text_before(self, document: int | None, path: bytes) -> StoredText | None:
        """The text that `document` has now, or if it is None the document at `path`; None unless it is stored whole."""
        with self.reading() as connection:
            return texts.before(connection, document, path)

    def text_length(self, text: int) -> int:
        """How many code points `text` has; NotFound for an unknown one."""
        with self.reading() as connection:
            return texts.length(connection, text)

    def chunks(self, text: int) -> Iterator[tuple[int, str]]:
        """The pieces of `text` with the offset of each, read one by one; NotFound for an unknown text."""
        if self.whole_text(text) is None:
            yield from texts.cut(self.text(text))  # each chunk of a delta would take all of it
            return
        for number in count():
            with self.reading() as connection:
                piece = texts.chunk(connection, text, number)
            if piece is None:
                return
            yield piece

    def verify_text(self, text: int) -> bool:
        """Whether `text` still has the digest that it was stored with; NotFound for an unknown one."""
        with self.reading() as connection:
            return texts.is_sound(connection, text)

    def units(self, text: int) -> tuple[Unit, ...]:
        """The citable parts of `text`, as its reader gave them."""
        with self.reading() as connection:
            return texts.units(connection, text)

    def mentions(self, text: int, start: int = 0, end: int = sys.maxsize) -> list[StoredMention]:
        """The mentions that begin in `text[start:end]`, by start; longer ones first where they start together."""
        with self.reading() as connection:
            return naming.mentions(connection, text, start, end)

    def spans(self, text: int, entities: Collection[int]) -> Spans:
        """Where `text` names any of `entities`; mentions that overlap become one span."""
        with self.reading() as connection:
            return naming.spans(connection, text, entities)

    def texts_naming(self, entities: Collection[int]) -> set[int]:
        """The texts that name any of `entities`."""
        with self.reading() as connection:
            return naming.texts_naming(connection, entities)

    def versions_naming(self, entities: Collection[int]) -> frozenset[int]:
        """The versions, past ones too, that name any of `entities`."""
        with self.reading() as connection:
            return naming.versions_naming(connection, entities)

    def forms(self) -> Iterator[Form]:
        """Every form, by number, read page by page."""
        after = 0
        while True:
            with self.reading() as connection:
                page = naming.forms(connection, after)
            if not page:
                return
            yield from page
            after = page[-1].form

    def counts_by_text(self, entity: int) -> dict[int, int]:
        """How often each text that names `entity` does."""
        with self.reading() as connection:
            return naming.counts_by_text(connection, entity)

    def entities_since(self, text: int) -> list[int]:
        """The entities that texts after `text` name, those that could be one together; all of them for 0."""
        with self.reading() as connection:
            return regrouping.entities_since(connection, text)

    def entity_rows(self) -> list[EntityRow]:
        """Every entity, those merged into others too, by number."""
        with self.reading() as connection:
            return naming.rows(connection)

    def entity_names(self) -> list[NamedEntity]:
        """Every entity that any form refers to, by number."""
        with self.reading() as connection:
            return naming.names(connection)

    def entity(self, number: int) -> NamedEntity | None:
        """The entity `number` or the one that it was merged into; None when there is none."""
        with self.reading() as connection:
            return naming.entity(connection, number)

    def aliases(self, entities: Collection[int]) -> dict[int, list[AliasCount]]:
        """The surfaces of each of `entities` in the whole memory, the most frequent first."""
        with self.reading() as connection:
            return naming.aliases(connection, entities)

    def entities_in(self, texts: Collection[int], limit: int) -> dict[int, list[TextEntity]]:
        """For each of `texts` that names anything: the `limit` entities of the types `NAMED` that it mentions most."""
        with self.reading() as connection:
            return naming.entities_in(connection, texts, limit)

    def entity_counts(self, scope: bytearray, cancel: CancelToken = NEVER) -> dict[int, EntityCount]:
        """How often the versions in `scope` (`scope[version]` is 1) mention each entity that they mention; Cancelled.

        A text counts once for each document that holds it, however many versions of that document do.
        """
        with self.reading() as connection:
            return naming.entity_counts(connection, scope, cancel)

    def pending_purge(self) -> list[int]:
        """The versions that were forgotten but whose bytes may still lie in the index or in free pages."""
        with self.reading() as connection:
            return purging.pending(connection)

    def scrub(self) -> bool:
        """Write the file anew without what was forgotten; False while a reader holds on to it, and again later."""
        with self.reading() as connection:
            if scrubbed := purging.scrub(connection):
                purging.settle(connection)
        return scrubbed

    def lock(self, wait: float) -> AbstractContextManager[None]:
        """Hold the ingest lock; MemoryBusy, naming its holder, when it is not free within `wait` seconds."""
        return ingest_lock(self.folder, wait)

    @contextmanager
    def write(self) -> "Iterator[Write]":
        """One transaction: durable, and a generation further, when the block ends; undone when it raises. MemoryBusy
        when another process writes for longer than five seconds.
        """
        if not self.writable:
            raise CristalError(f"the memory in {_shown(self.folder)} is read-only; nothing was written")
        from search.memory.writing import Write

        with self.reading() as connection:
            connection.execute("BEGIN IMMEDIATE")
            try:
                generation = meta.generation(connection) + 1
                yield (write := Write(connection, generation))
                write.seal()
                connection.execute("UPDATE meta SET value = ? WHERE key = 'generation'", (generation,))
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                raise

    def close(self) -> None:
        """Release the files; no thread may be inside a call."""
        self._connections.close()

    @classmethod
    def _opened(cls, folder: Path, *, writable: bool) -> "Memory":
        file = folder / FILE
        with explained(folder):
            try:
                present = file.stat().st_size > 0
            except (FileNotFoundError, NotADirectoryError):
                present = False
            except OSError as error:
                raise MemoryDamaged(
                    f"{_shown(folder)} cannot be read ({error.strerror}); check its permissions"
                ) from error
            if not present:
                raise no_memory(folder)
            refuse_network(folder)
            memory = cls(folder, Connections(file, writable=writable))
            memory._bring_up()
        return memory

    def _bring_up(self) -> None:
        try:
            with self.reading() as connection:
                bring_up(connection, self.folder, writable=self.writable)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection of this thread, for the modules of this room; what goes wrong comes as a sentence."""
        with explained(self.folder):
            yield self._connections.get()


def _shown(folder: Path) -> str:
    return shown(os.fsencode(folder))
