"""Files made to break whoever reads them, and what must come of each: the tables `CASES` of the modules say it.

Every file is made when it is wanted, by a few lines, in a few seconds for all. The large ones are made only for long
runs; a quick run has small relatives of the same kind, and limits that are as much smaller (`caps`), so that the same
comes of both.
"""

import os
import stat
from itertools import chain
from pathlib import Path

from search.extract.caps import Caps
from tests.faults.hostile import (
    books,
    images,
    mail,
    markup,
    names,
    office,
    opendocument,
    pdf,
    rich_text,
    streams,
    texts,
    wrong_names,
    zip_archives,
)
from tests.faults.hostile.case import SECRET, Case, Content, Link, Scale, Sparse, Special

DOCUMENTS = (pdf, office, opendocument, books, rich_text, images)
FAMILIES = (*DOCUMENTS, zip_archives, streams, mail, markup, texts, wrong_names, names)


def make(folder: Path, big: bool) -> tuple[Case, ...]:
    """Write every file into the empty `folder`, and the one that nobody may read beside it."""
    scale = Scale(big, folder.with_name("secret"))
    scale.secret.write_text(SECRET)
    cases = tuple(chain.from_iterable(family.CASES for family in FAMILIES))
    for case in cases:
        path = folder / case.name
        path.parent.mkdir(exist_ok=True)
        _put(path, case.content(scale) if callable(case.content) else case.content)
    return cases


def caps(big: bool) -> Caps:
    """The limits under which the cases come to what they say."""
    if big:
        return Caps()
    return Caps(
        text=2_000_000,
        units=5_000,
        whole=4 << 20,
        inflated=6 << 20,
        members=300,
        member_bytes=4 << 20,
        members_bytes=24 << 20,
        file_bytes=24 << 20,
        seconds=5.0,
        memory=512 << 20,
    )


def _put(path: Path, content: Content) -> None:
    match content:
        case bytes():
            path.write_bytes(content)
        case Sparse():
            path.write_bytes(content.head)
            os.truncate(path, content.size)
        case Link():
            path.symlink_to(content.target)
        case Special.PIPE:
            os.mkfifo(path)
        case Special.SOCKET:
            os.mknod(path, stat.S_IFSOCK | 0o600)
