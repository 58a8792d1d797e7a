"""ripgrep: no index, all files read for each question. A process a question, and that is timed."""

import re
import subprocess
from collections.abc import Sequence
from typing import Any

from tests.bench.engines.peer import Peer


class Ripgrep(Peer):
    note = "no index and no order; single words, beginnings and phrases inside a line only; a process each time"

    def query(self, kind: str, words: Sequence[str]) -> Any:
        if kind.startswith("prefix"):
            return rf"\b{re.escape(words[0])}"
        if kind in ("rare", "common"):
            return rf"\b{re.escape(words[0])}\b"
        return rf"\b{r'[^A-Za-z0-9]+'.join(words)}\b" if kind == "phrase" else None

    def run(self, query: Any) -> int:
        found = subprocess.run(["rg", "-l", "-i", query, self.files], capture_output=True, check=False)
        return found.stdout.count(b"\n")
