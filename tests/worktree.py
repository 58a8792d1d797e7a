"""A git work tree made up for tests, whose commits have the dates that the test gives."""

import os
import subprocess
from datetime import UTC, datetime
from pathlib import Path

FIRST = 1_400_000_000
"""When commits begin, in seconds after 1970."""
DAY = 86_400


def at(day: int) -> str:
    """The instant of that day's commit."""
    return datetime.fromtimestamp(FIRST + day * DAY, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


class GitWorktree:
    """A new work tree in `root`."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.day = 0
        self.git("init", "--quiet", "--initial-branch=main", ".")

    def git(self, *words: str | bytes | Path, seconds: int = FIRST) -> bytes:
        own = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        date = f"{seconds} +0000"
        dates = {"GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date, "GIT_CONFIG_GLOBAL": os.devnull}
        people = {
            f"GIT_{role}_{part}": "tests@example.org" for role in ("AUTHOR", "COMMITTER") for part in ("NAME", "EMAIL")
        }
        ran = subprocess.run(
            ["git", "-C", self.root, *words], env=own | dates | people, capture_output=True, check=False
        )
        assert ran.returncode == 0, ran.stderr
        return ran.stdout

    def write(self, name: str | bytes, content: str | bytes) -> None:
        file = os.path.join(os.fsencode(self.root), os.fsencode(name))
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "wb") as out:
            out.write(content.encode() if isinstance(content, str) else content)

    def commit(self, day: int | None = None, *, seconds: int = 0) -> str:
        """Commit everything, on the next day or on `day`; the name of the commit."""
        self.day = day if day is not None else self.day + 1
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message=x", seconds=FIRST + self.day * DAY + seconds)
        return self.git("rev-parse", "HEAD").decode().strip()

    def made(self, *entries: str) -> str:
        """The name of a tree with these entries, which need not be possible."""
        ran = subprocess.run(
            ["git", "-C", self.root, "mktree", "-z"],
            input="".join(f"{entry}\0" for entry in entries).encode(),
            capture_output=True,
            check=True,
        )
        return ran.stdout.decode().strip()

    def tree(self, commit: str) -> dict[bytes, bytes]:
        """The regular files of a commit, with their content."""
        found = {}
        for line in self.git("ls-tree", "-r", "-z", commit).split(b"\0")[:-1]:
            about, name = line.split(b"\t", 1)
            mode, _, blob = about.split()
            if mode.startswith(b"100"):
                found[name] = self.git("cat-file", "blob", blob)
        return found
