"""What the user may set about reading: `settings.toml` in the user's configuration folder.

[reading]
ocr = true            # read pictures of text with tesseract, after everything else
seconds = 20.0        # of wall-clock time for one document; and every other limit of search.extract.caps

[machine]
memory = 300          # megabytes that all processes together take, with ordinary documents
workers = 2           # processes that read at a time; fewer where there are fewer cores, or memory is short
"""

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from search.errors import BadInput
from search.extract.caps import DEFAULT as DEFAULT_CAPS
from search.extract.caps import Caps

MOST_WORKERS = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """The limits of reading, and whether pictures of text are read; `memory` in megabytes, and how many `workers`, may
    be used for it.
    """

    caps: Caps = DEFAULT_CAPS
    ocr: bool = False
    memory: int = 300
    workers: int = MOST_WORKERS


DEFAULT = Settings()
_CAPS = {field.name: field.type for field in fields(Caps)}
_MACHINE = {"memory": 100_000, "workers": MOST_WORKERS}
"""What may be set there, and up to what."""


def load_settings(file: Path) -> Settings:
    """The settings in `file`; those of nobody's choice when it does not exist. BadInput names the place of an error."""
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return DEFAULT
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{file} cannot be read ({error}): mend it or remove it") from error
    reading, machine = found.pop("reading", {}), found.pop("machine", {})
    if found or not isinstance(reading, dict) or not isinstance(machine, dict):
        known = f"[reading], with {', '.join(('ocr', *_CAPS))}, and [machine], with {', '.join(_MACHINE)}"
        raise BadInput(f"{file}: there are only the tables {known}")
    settings = DEFAULT
    for name, value in reading.items():
        settings = _with(settings, name, value, file)
    for name, value in machine.items():
        settings = _with_machine(settings, name, value, file)
    return settings


def _with(settings: Settings, name: str, value: Any, file: Path) -> Settings:
    if name == "ocr" and isinstance(value, bool):
        return replace(settings, ocr=value)
    number = isinstance(value, (int, float)) and not isinstance(value, bool) and value > 0
    if name in _CAPS and number and (isinstance(value, int) or isinstance(getattr(settings.caps, name), float)):
        return replace(settings, caps=replace(settings.caps, **{name: value}))
    wanted = "true or false" if name == "ocr" else "a number above 0" if name in _CAPS else None
    if wanted is None:
        raise BadInput(f"{file}: reading has no {name}; it has {', '.join(('ocr', *_CAPS))}")
    raise BadInput(f"{file}: {name} must be {wanted}, not {value!r}")


def _with_machine(settings: Settings, name: str, value: Any, file: Path) -> Settings:
    if name not in _MACHINE:
        raise BadInput(f"{file}: machine has no {name}; it has {', '.join(_MACHINE)}")
    most = _MACHINE[name]
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most:
        raise BadInput(f"{file}: {name} must be a whole number from 1 to {most}, not {value!r}")
    return replace(settings, memory=value) if name == "memory" else replace(settings, workers=value)
