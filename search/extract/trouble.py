"""What a reader says when a file cannot be read as it should be."""

from search.extract.extracted import Status


class Unreadable(Exception):
    """Expected trouble with a file: the status that it gets, and the reason as a sentence fragment."""

    def __init__(self, status: Status, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason
