"""What the user may set about reading: `settings.toml` in the user's configuration folder, table `reading`.

[reading]
ocr = true            # read pictures of text with tesseract, after everything else
seconds = 20.0        # of wall-clock time for one document; and every other limit of search.extract.caps
"""

import tomllib
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from search.errors import BadInput
from search.extract.caps import DEFAULT as DEFAULT_CAPS
from search.extract.caps import Caps


@dataclass(frozen=True, slots=True)
class Settings:
    """The limits of reading, and whether pictures of text are read."""

    caps: Caps = DEFAULT_CAPS
    ocr: bool = False


DEFAULT = Settings()
_CAPS = {field.name: field.type for field in fields(Caps)}


def load_settings(file: Path) -> Settings:
    """The settings in `file`; those of nobody's choice when it does not exist. BadInput names the place of an error."""
    try:
        found = tomllib.loads(file.read_text("utf-8"))
    except FileNotFoundError:
        return DEFAULT
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadInput(f"{file} cannot be read ({error}): mend it or remove it") from error
    reading = found.pop("reading", {})
    if found or not isinstance(reading, dict):
        raise BadInput(f"{file}: there is only the table [reading], with {', '.join(('ocr', *_CAPS))}")
    settings = DEFAULT
    for name, value in reading.items():
        settings = _with(settings, name, value, file)
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
