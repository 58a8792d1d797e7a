"""Recoll's own commands, on files: recollindex and recollq. A process a question, and that is timed."""

import re
import subprocess
from collections.abc import Sequence
from typing import Any

from tests.bench.engines.documents import Document, file_of
from tests.bench.engines.peer import LIMIT, Peer

_TOTAL = re.compile(r"^(\d+) results", re.MULTILINE)


class Recoll(Peer):
    note = "reads files, as text is handed to the others; keeps what it shows of them; a process each time"

    def finish(self) -> None:
        (self.folder / "recoll.conf").write_text(
            f"topdirs = {self.files}\nindexstemminglanguages =\nloglevel = 2\nfollowLinks = 0\n"
        )
        self._index()

    def query(self, kind: str, words: Sequence[str]) -> Any:
        if kind == "fuzzy":
            return None
        if kind == "phrase":
            return f'"{" ".join(words)}"'
        if kind == "typing" or kind.startswith("prefix"):
            return " ".join([*words[:-1], f"{words[-1]}*"])
        return (" OR " if kind.startswith("or") else " ").join(words)

    def run(self, query: Any) -> int:
        asked = ["recollq", "-c", self.folder, "-n", str(LIMIT), "-N", "-F", "url", query]
        found = subprocess.run(asked, capture_output=True, text=True, check=False).stdout
        total = _TOTAL.search(found)
        return int(total[1]) if total else 0

    def replace(self, before: Sequence[Document], after: Sequence[Document]) -> bool:
        for document in after:
            file_of(self.files, document.number).write_text(document.text, encoding="utf-8")
        self._index()
        return True

    def _index(self) -> None:
        subprocess.run(["recollindex", "-c", self.folder], check=True, capture_output=True)
