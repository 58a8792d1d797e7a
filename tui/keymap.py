"""The user's own keys: `keymap.toml` in the configuration folder.

Each line maps a binding id to a key or a list of keys: `"match.next" = ["n", "f3"]`. Textual would accept unknown ids,
keys that no terminal sends and clashes in silence, so all three are refused here with file and line.
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import platformdirs

from search.errors import BadInput
from tui.bindings import INPUTS, PANES, TABLE, rows_in_reach, split_keys

_NAMED = frozenset(
    [
        "enter",
        "escape",
        "tab",
        "space",
        "backspace",
        "delete",
        "insert",
        "home",
        "end",
        "pageup",
        "pagedown",
        "up",
        "down",
        "left",
        "right",
    ]
) | {f"f{number}" for number in range(1, 25)}
_MODIFIERS = frozenset({"ctrl", "shift", "alt", "super"})
_UNDELIVERED = frozenset({f"ctrl+{key}" for key in ("h", "i", "j", "m", "b", "left_square_bracket", "enter")}) | {
    f"alt+{digit}" for digit in range(10)
}


class KeymapError(BadInput):
    """The user's keymap cannot be used as written; the message has one line a problem."""


def keymap_path() -> Path:
    """Where the user's keymap is looked for."""
    return platformdirs.user_config_path("cristal") / "keymap.toml"


def read_keymap(path: Path) -> dict[str, str]:
    """Binding id to keys separated by commas; empty when there is no file. KeymapError names every problem."""
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise KeymapError(f"{path}: cannot be read: {error}") from error
    try:
        entries = dict(_entries(tomllib.loads(source)))
    except tomllib.TOMLDecodeError as error:
        raise KeymapError(f"{path}: {error}") from error
    lines = _lines(source)
    keymap: dict[str, str] = {}
    problems: list[tuple[int, str]] = []
    for name, value in entries.items():
        keys = [value] if isinstance(value, str) else value
        problem = _problem(name, keys)
        if problem:
            problems.append((lines.get(name, 1), problem))
        else:
            keymap[name] = ",".join(split_keys(",".join(keys)))
    problems += [(lines.get(name, 1), problem) for name, problem in _clashes(keymap)]
    if problems:
        raise KeymapError("\n".join(f"{path}:{line}: {problem}" for line, problem in sorted(problems)))
    return keymap


def _entries(table: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    for name, value in table.items():
        if isinstance(value, dict):
            yield from _entries(value, f"{prefix}{name}.")
        else:
            yield prefix + name, value


def _lines(source: str) -> dict[str, int]:
    """Line numbers (from 1) of the ids; `tomllib` keeps none."""
    found: dict[str, int] = {}
    section = ""
    for number, line in enumerate(source.split("\n"), start=1):
        if header := re.match(r"\s*\[([^\[\]]+)\]", line):
            section = re.sub(r"[\s\"']", "", header[1]) + "."
        elif entry := re.match(r"\s*([\w.\-\"' ]+?)\s*=", line):
            found.setdefault(section + re.sub(r"[\s\"']", "", entry[1]), number)
    return found


def _problem(name: str, keys: Any) -> str | None:
    rows = [row for row in TABLE if row.id == name and row.keys]
    if not rows:
        return f'there is no "{name}" to bind; the help (F1) lists the ids'
    if not isinstance(keys, list) or not keys or not all(isinstance(key, str) and key for key in keys):
        return f'"{name}" needs a key or a list of keys'
    typed = any(place in INPUTS or place in ("screen", "application") for row in rows for place in row.places)
    for key in keys:
        if "," in key or not _is_key(key):
            return f'"{key}" is not a key; write for example "n", "ctrl+d", "f3", "pagedown" or "comma"'
        if split_keys(key)[0] in _UNDELIVERED:
            return f'terminals do not deliver "{key}"'
        if typed and _is_typed(split_keys(key)[0]):
            return f'"{key}" is typed as text where "{name}" works'
    return None


def _is_key(key: str) -> bool:
    *modifiers, name = key.split("+") if len(key) > 1 else [key]
    if not set(modifiers) <= _MODIFIERS:
        return False
    return name in _NAMED or (len(name) == 1 and name.isprintable()) or _is_character_name(name)


def _is_character_name(name: str) -> bool:
    try:
        unicodedata.lookup(name.replace("_", " ").upper())
    except KeyError:
        # Textual's own short names of characters whose Unicode names have a hyphen or a qualifier.
        return name in {"slash", "backslash", "underscore", "minus", "plus", "hyphen_minus", "full_stop"}
    return True


def _is_typed(key: str) -> bool:
    return "+" not in key.removeprefix("shift+") and (key == "space" or key not in _NAMED)


def _clashes(keymap: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Remapped ids whose keys already do something else where they work."""
    told: set[tuple[str, str]] = set()
    for place in (*INPUTS, *PANES, "help", "difference", "dossier", "menu", "review"):
        owners: dict[str, str] = {}
        for row in sorted(rows_in_reach(place), key=lambda row: row.id in keymap):
            for key in split_keys(keymap.get(row.id, row.keys)) if row.keys else ():
                owner = owners.setdefault(key, row.id)
                if owner != row.id and (row.id, owner) not in told and row.id in keymap:
                    told.add((row.id, owner))
                    yield row.id, f'"{key}" of "{row.id}" is already the key of "{owner}"'
