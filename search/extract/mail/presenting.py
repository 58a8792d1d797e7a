"""A message as the pieces of a document: what stands above it, then its text, the names of its files, and the files."""

from collections.abc import Iterable, Iterator

from search.extract.mail.alternatives import Written
from search.extract.mail.letterhead import Letterhead
from search.extract.pieces import Member, Part, Piece


def heading(above: Letterhead) -> Iterator[Piece]:
    """The pieces that come first."""
    yield above.metadata()
    if lines := above.text():
        yield Part(lines)


def content(texts: Iterable[Written], files: list[Member]) -> Iterator[Piece]:
    """The pieces that come behind the heading."""
    for written in texts:
        yield Part(written.text, joint="\n\n")
    if files:
        names = ", ".join(file.path.decode("utf-8", "replace") for file in files)
        yield Part(f"Attachments: {names}", joint="\n\n")
    yield from files
