"""Real texts: what the documentation packages of Debian 12 hold, and the manual pages and modules of this machine.

By hand, in the folder that is then named to the bench:

    apt-get download linux-doc-6.1 python3.11-doc postgresql-doc-15 manpages manpages-dev debian-reference-en \
        perl-doc git-doc erlang-doc sqlite3-doc
    for each in *.deb; do dpkg-deb -x "$each" packages; done
"""

import gzip
import hashlib
import html
import os
import re
import subprocess
import sysconfig
from collections.abc import Iterator, Sequence
from pathlib import Path

RECIPE = (
    "linux-doc-6.1",
    "python3.11-doc",
    "postgresql-doc-15",
    "manpages",
    "manpages-dev",
    "debian-reference-en",
    "perl-doc",
    "git-doc",
    "erlang-doc",
    "sqlite3-doc",
)
INSTALLED = (Path("/usr/share/man"), Path("/usr/share/doc"), Path(sysconfig.get_path("stdlib")))

SHORTEST, LONGEST = 300, 400_000
"""Code points of a text that is taken."""
MOST_BYTES = 3_000_000

_SUFFIXES = frozenset(["html", "txt", "rst", "pod", "md", "py", "c", "h", "erl", "hrl"])
_MANUAL = re.compile(r"\.[1-9][a-z]*$")
_TRANSLATED = re.compile(r"/man/[a-z]{2}(?:_[A-Z]{2})?(?:[/.]|$)")
_PLAIN = re.compile(r"changelog|^README$|^NEWS$|^TODO$|^copyright$", re.IGNORECASE)
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL | re.IGNORECASE)
_TAG = re.compile(r"<[^>]+>")
_REQUEST = re.compile(r"^[.'](?:\\\"|[A-Za-z]{1,3}\b ?)", re.MULTILINE)
_ESCAPE = re.compile(r"\\f[BIRP]|\\-|\\&|\\\(..|\\s[+-]?\d")


def fetch(folder: Path) -> Path:
    """Download and unpack the packages of the recipe; where they are then. FileNotFoundError without apt-get,
    CalledProcessError when that fails.
    """
    downloads, unpacked = folder / "debs", folder / "packages"
    downloads.mkdir(parents=True, exist_ok=True)
    unpacked.mkdir(exist_ok=True)
    subprocess.run(["apt-get", "download", "-q", *RECIPE], cwd=downloads, check=True)
    for package in sorted(downloads.glob("*.deb")):
        subprocess.run(["dpkg-deb", "-x", package, unpacked], check=True)
    return unpacked


def texts(roots: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """(title, text) of every different document below `roots`, in an order that mixes them and is always the same."""
    found = [(_digest(str(file.relative_to(root))), file) for root in roots for file in _files(root)]
    seen: set[bytes] = set()
    for _, file in sorted(found):
        text = _text(file)
        digest = _digest(text)
        if SHORTEST <= len(text) <= LONGEST and digest not in seen:
            seen.add(digest)
            yield _bare(file.name), text


def _files(root: Path) -> Iterator[Path]:
    for folder, folders, names in os.walk(root):
        folders[:] = [name for name in folders if name not in ("site-packages", "__pycache__")]
        if _TRANSLATED.search(folder):
            continue
        for name in names:
            file = Path(folder, name)
            if _is_wanted(_bare(name)) and file.is_file() and not file.is_symlink():
                yield file


def _bare(name: str) -> str:
    return name.removesuffix(".gz")


def _is_wanted(name: str) -> bool:
    return name.rpartition(".")[2].lower() in _SUFFIXES or bool(_MANUAL.search(name) or _PLAIN.search(name))


def _text(file: Path) -> str:
    try:
        with gzip.open(file) if file.suffix == ".gz" else file.open("rb") as source:
            text = source.read(MOST_BYTES).decode("utf-8", "replace")
    except (OSError, EOFError):
        return ""
    name = _bare(file.name)
    if name.endswith(".html"):
        text = html.unescape(_TAG.sub(" ", _SCRIPT.sub(" ", text)))
        return re.sub(r"\n\s*\n+", "\n\n", re.sub(r"[ \t]+", " ", text)).strip()
    if _MANUAL.search(name):
        text = _ESCAPE.sub("", _REQUEST.sub("", text))
    return text.strip()


def _digest(text: str) -> bytes:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest()
