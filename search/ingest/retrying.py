"""Which files are read again though they have not changed, and which are left alone because they are dangerous."""

from collections.abc import Callable, Container, Iterable
from functools import cached_property

from search.extract.extracted import Status
from search.ingest.journals import clear, journalled
from search.ingest.replies import Request
from search.memory.failures import written
from search.memory.memory import Memory
from search.memory.records import KnownFile

QUARANTINED = "everything stopped twice while it was read; to try again: cristal sync --retry-failed"
ATTEMPTS = 2
"""How often everything may stop at a file before it is left alone."""

_SETTLED = frozenset({Status.OK, Status.EMPTY, Status.SKIPPED})


class Retries:
    """Decides about files whose reading had an outcome that another reader, or another try, may better."""

    def __init__(self, memory: Memory, retry_failed: bool) -> None:
        self._memory = memory
        self._retry_failed = retry_failed

    def of(self, source: int) -> Callable[[KnownFile], bool]:
        """Whether a known file of `source` is to be read again, itself or for what is inside it."""
        inside = {
            document
            for document, status, reader in self._memory.unread_members(source)
            if self._worth_it(status, reader)
        }
        return lambda file: file.document in inside or self._worth_it(file.status, file.reader)

    @cached_property
    def _readers(self) -> Container[str]:
        # Most syncs need none of the readers, and loading them takes longer than looking at ten thousand files.
        from search.extract.reading import current_readers

        return current_readers()

    def _worth_it(self, status: Status, reader: str) -> bool:
        return status not in _SETTLED and (self._retry_failed or reader not in self._readers)


class Suspects:
    """The files that were being read when everything stopped: the process, the machine, the power."""

    def __init__(self, memory: Memory, retry_failed: bool) -> None:
        self._memory = memory
        if memory.writable:
            self._take_over(retry_failed)
        self._attempts = {suspect.path: suspect.attempts for suspect in memory.suspects()}

    def parted(self, requests: Iterable[Request]) -> tuple[list[Request], list[Request], list[Request]]:
        """The requests to read, the suspects among them, which go last and alone, and those to leave alone."""
        ready: list[Request] = []
        late: list[Request] = []
        never: list[Request] = []
        for request in requests:
            attempts = self._attempts.get(request.path, 0)
            (never if attempts >= ATTEMPTS else late if attempts else ready).append(request)
        return ready, late, never

    def clear(self, requests: Iterable[Request]) -> None:
        """These were read without everything stopping."""
        read = [request.path for request in requests if request.path in self._attempts]
        if read:
            with self._memory.write() as write:
                write.clear_suspects(read)

    def _take_over(self, retry_failed: bool) -> None:
        """What the journal of a sync that never ended says goes into the memory."""
        paths = journalled(self._memory.journal)
        forgiven = [suspect.path for suspect in self._memory.suspects()] if retry_failed else []
        if paths or forgiven:
            with self._memory.write() as write:
                for path in paths:
                    write.suspect(path)
                write.clear_suspects(forgiven)
        with written(self._memory.folder):
            clear(self._memory.journal)
