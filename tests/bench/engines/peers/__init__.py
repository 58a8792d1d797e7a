"""Who is compared, and where each is found."""

import subprocess
import sys
from typing import NamedTuple


class Entry(NamedTuple):
    """A peer at `place`, `module:Class` below this package. It is there when its interpreter can run `needs`; `how`
    tells how to get it.
    """

    place: str
    interpreter: str
    needs: str
    how: str
    corpora: tuple[str, ...]
    """Those it is asked about by default."""
    reads: str | None = None
    """Whose index it reads, when that is not its own."""
    reads_files: bool = False
    by_two: bool = False
    """Whether indexing with two other processes at once is measured too."""


_ALL, _REAL = ("10k", "90k", "1m"), ("10k", "90k")
DEBIAN = "/usr/bin/python3"

PEERS = {
    "cristal": Entry("cristal:Cristal", sys.executable, "import search", "", _ALL, by_two=True),
    "tantivy": Entry("tantivy:Counting", sys.executable, "import tantivy", "pip install tantivy", _ALL),
    "tantivy-top": Entry("tantivy:Top", sys.executable, "import tantivy", "pip install tantivy", _ALL, reads="tantivy"),
    "fts5": Entry("fts5:Fts5", sys.executable, "import sqlite3", "", _ALL),
    "xapian": Entry("xapian:Xapian", DEBIAN, "import xapian", "apt-get install python3-xapian", _REAL),
    "recoll": Entry(
        "recoll:Recoll",
        sys.executable,
        "import shutil, sys; sys.exit(not shutil.which('recollq'))",
        "apt-get install recollcmd",
        ("10k",),
        reads_files=True,
    ),
    "ripgrep": Entry(
        "ripgrep:Ripgrep",
        sys.executable,
        "import shutil, sys; sys.exit(not shutil.which('rg'))",
        "apt-get install ripgrep",
        ("10k",),
        reads_files=True,
    ),
    "whoosh": Entry("stock_whoosh:StockWhoosh", sys.executable, "import whoosh", "", ("10k",)),
}


def is_here(name: str) -> bool:
    """Whether that peer can run on this machine."""
    entry = PEERS[name]
    try:
        return subprocess.run([entry.interpreter, "-c", entry.needs], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        return False
