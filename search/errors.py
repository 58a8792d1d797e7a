"""What can go wrong, in sentences for the person at the terminal.

Every message says what happened, where, and what to do. `exit_code` is what the command line exits with.
"""


class CristalError(Exception):
    """Base of every error that is shown to the user as one sentence."""

    exit_code = 3


class BadInput(CristalError):
    """The user asked for something that cannot be done as written."""

    exit_code = 2


class QueryError(BadInput):
    """The query cannot be understood.

    `position` is the code-point offset in the query where the trouble starts.
    """

    def __init__(self, message: str, position: int) -> None:
        super().__init__(message)
        self.position = position


class NotFound(CristalError):
    """A named document, source or entity is not in the memory."""

    exit_code = 1


class MemoryBusy(CristalError):
    """Another process is writing to the memory."""


class MemoryDamaged(CristalError):
    """The memory or the index cannot be read as it stands."""


class IndexDamaged(MemoryDamaged):
    """The index is not as it was written, or not the one of this memory. Nothing is lost: it is made again from the
    memory. `why` is a clause that says what was found.
    """

    def __init__(self, folder: object, why: object) -> None:
        super().__init__(
            f"The index in {folder} cannot be trusted ({why}): "
            "`cristal rebuild` makes it again from the memory, and so does the next sync."
        )
        self.why = str(why)


class DiskFull(CristalError):
    """There is no room to write."""


class Cancelled(Exception):
    """Work was given up because its answer is no longer wanted. Never shown."""
