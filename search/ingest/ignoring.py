"""Ignore rules in the language of `.gitignore`, read from `.gitignore` and `.cristalignore` of every folder on the
way down.

The last rule that matches decides; rules of a deeper folder come later, `.cristalignore` comes after `.gitignore`,
and both come after the default rules, so that `!.notes/` brings a hidden folder back.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

RULE_FILES = (".gitignore", ".cristalignore")
DEFAULT_RULES = (
    ".*",
    "__pycache__/",
    "node_modules/",
    "lost+found/",
    "System Volume Information/",
    "$RECYCLE.BIN/",
    "Thumbs.db",
    "desktop.ini",
)
MAX_RULE_FILE = 1 << 20


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: `pattern` matches a path relative to the folder of the rule, with `/` between names."""

    pattern: re.Pattern[str]
    ignored: bool
    folders_only: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that hold in a folder, outermost first. Each group belongs to the folder `depth` names below the
    source.
    """

    groups: tuple[tuple[int, tuple[Rule, ...]], ...]

    def ignored(self, names: tuple[str, ...], is_folder: bool) -> bool:
        """Whether the file or folder at `names` (relative to the source) is left out.

        Folders above it are taken to be kept: the scan does not enter the others.
        """
        for depth, rules in reversed(self.groups):
            path = "/".join(names[depth:])
            for rule in reversed(rules):
                if (is_folder or not rule.folders_only) and rule.pattern.fullmatch(path):
                    return rule.ignored
        return False

    def entering(self, folder: Path, depth: int) -> "Rules":
        """The rules that hold in `folder`, `depth` names below the source."""
        rules = tuple(rule for name in RULE_FILES for rule in parse(_lines(folder / name)))
        return Rules((*self.groups, (depth, rules))) if rules else self


def parse(lines: Iterable[str]) -> tuple[Rule, ...]:
    """The rules of an ignore file, in order; comments, empty lines and patterns that cannot be understood are left
    out.
    """
    return tuple(rule for line in lines if (rule := _rule(line)) is not None)


def default_rules() -> Rules:
    """What is left out without being asked: hidden and system files and folders."""
    return Rules(((0, parse(DEFAULT_RULES)),))


def _lines(file: Path) -> list[str]:
    try:
        if not file.is_file() or file.stat().st_size > MAX_RULE_FILE:
            return []
        return file.read_text(encoding="utf-8", errors="surrogateescape").split("\n")
    except OSError:
        return []


def _rule(line: str) -> Rule | None:
    line = re.sub(r"(?<!\\)[ \t]+$", "", line.rstrip("\r"))
    if not line or line.startswith("#"):
        return None
    ignored = not line.startswith("!")
    pattern = line if ignored else line[1:]
    folders_only = pattern.endswith("/")
    pattern = pattern.rstrip("/") if folders_only else pattern
    anchored = "/" in pattern
    try:
        body = re.compile(("" if anchored else "(?:.*/)?") + _translate(pattern.removeprefix("/")), re.DOTALL)
    except re.error:
        return None
    return Rule(body, ignored, folders_only) if pattern else None


def _translate(pattern: str) -> str:
    """The regular expression of a glob in which `*` stays within a name and `**` crosses folders."""
    out: list[str] = []
    at = 0
    while at < len(pattern):
        if pattern.startswith("**/", at) and (at == 0 or pattern[at - 1] == "/"):
            out.append("(?:.*/)?")
            at += 3
        elif pattern[at:] == "**" and (at == 0 or pattern[at - 1] == "/"):
            out.append(".+")
            at += 2
        elif pattern[at] == "*":
            out.append("[^/]*")
            at += 1
        elif pattern[at] == "?":
            out.append("[^/]")
            at += 1
        elif pattern[at] == "[" and (closing := pattern.find("]", at + 2)) > 0:
            members = pattern[at + 1 : closing].replace("\\", "\\\\")
            negated = members[:1] in ("!", "^")
            out.append(f"(?!/)[{'^' if negated else ''}{members[1:] if negated else members}]".replace("[[", "[\\["))
            at = closing + 1
        elif pattern[at] == "\\" and at + 1 < len(pattern):
            out.append(re.escape(pattern[at + 1]))
            at += 2
        else:
            out.append(re.escape(pattern[at]))
            at += 1
    return "".join(out)
