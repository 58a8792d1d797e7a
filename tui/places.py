"""Where the memory, the sample memory and the sample collection are."""

import hashlib
import os
from pathlib import Path

import platformdirs

import search


def memory_folder(chosen: str | None) -> Path:
    """The memory to use: `--memory`, else CRISTAL_MEMORY, else the user's own."""
    named = chosen or os.environ.get("CRISTAL_MEMORY")
    return Path(named).expanduser() if named else platformdirs.user_data_path("cristal", appauthor=False) / "default"


def settings_file() -> Path:
    """Where the settings of reading are."""
    return platformdirs.user_config_path("cristal", appauthor=False) / "settings.toml"


def sample_memory() -> Path:
    """The memory of the sample collection: apart, so that it never mixes with the user's documents, and one for each
    place that the collection was installed at.
    """
    place = hashlib.blake2b(os.fsencode(seeds_folder()), digest_size=4).hexdigest()
    return platformdirs.user_cache_path("cristal", appauthor=False) / f"sample-{place}"


def seeds_folder() -> Path:
    """The sample collection, installed beside the engine."""
    return Path(search.__file__).resolve().parent.parent / "seeds"
