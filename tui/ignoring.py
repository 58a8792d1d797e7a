"""Leaving a file out by a rule in the folder that it lies in."""

import re
from pathlib import Path

RULES = ".cristalignore"
_SPECIAL = re.compile(r"([\\\[\]*?!# ])")


def ignore(file: Path) -> Path:
    """Add a line that ignores `file`, and nothing else, to the rules of its folder; returns where. OSError."""
    rules = file.parent / RULES
    try:
        before = rules.read_text("utf-8", "surrogateescape")
    except FileNotFoundError:
        before = ""
    joint = "" if before.endswith("\n") or not before else "\n"
    line = "/" + _SPECIAL.sub(r"\\\1", file.name)
    with rules.open("a", encoding="utf-8", errors="surrogateescape") as lines:
        lines.write(f"{joint}{line}\n")
    return rules
