"""Cooperative cancellation: long work polls a token between bounded steps."""

from search.errors import Cancelled


class CancelToken:
    """Set once by the caller's thread, polled by the working thread. A plain attribute is enough under any memory
    model of CPython.
    """

    __slots__ = ("cancelled",)

    def __init__(self) -> None:
        self.cancelled = False

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self.cancelled = True

    def check(self) -> None:
        """Raise `Cancelled` when the answer is no longer wanted."""
        if self.cancelled:
            raise Cancelled


NEVER = CancelToken()
"""The token of work that nobody gives up."""
