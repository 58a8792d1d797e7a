"""The pictures of the README, made from the running app on the sample collection: `python screenshots/make.py`.

Writes SVG, and PNG beside it where `rsvg-convert` is installed (with Fira Code and Noto CJK for the letters).
"""

import asyncio
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tui.app import CristalApp
from tui.indexing import indexing_command
from tui.launch import Launch
from tui.places import seeds_folder
from tui.session import Session

HERE = Path(__file__).parent
SIZE = (120, 36)
PATIENCE_SECONDS = 20.0


async def take(memory: Path, name: str, query: str, *keys: str) -> None:
    """Type `query`, press `keys`, and write what is on the screen."""
    app = CristalApp(Session(memory), Launch("", (), None, False, False), {}, indexing_command)
    async with app.run_test(size=SIZE) as pilot:
        await _still(pilot)
        await pilot.press(*("space" if letter == " " else _key(letter) for letter in query))
        await _still(pilot)
        for key in keys:
            await pilot.press(key)
            await _still(pilot)
        svg = app.export_screenshot(title="cristal")
    file = HERE / f"{name}.svg"
    file.write_text(svg)
    if shutil.which("rsvg-convert"):
        spaced = re.sub("<text ", '<text xml:space="preserve" ', svg)
        png = file.with_suffix(".png")
        subprocess.run(["rsvg-convert", "--zoom", "1.2", "-o", str(png)], input=spaced, text=True, check=True)


async def _still(pilot: object) -> None:
    """Wait until nothing moves for a moment."""
    started = time.monotonic()
    while time.monotonic() - started < 1.0:
        await asyncio.sleep(0.05)
        await pilot.pause()  # type: ignore[attr-defined]


def _key(letter: str) -> str:
    from textual.keys import _character_to_key

    return _character_to_key(letter)


def main() -> None:
    """Make all pictures."""
    with tempfile.TemporaryDirectory() as scratch:
        papers, memory = Path(tempfile.gettempdir()) / "papers", Path(scratch) / "memory"
        shutil.copytree(seeds_folder(), papers)
        try:
            words = [sys.executable, "-m", "tui", "add", str(papers), "--memory", str(memory), "--quiet"]
            subprocess.run(words, check=True)
            asyncio.run(take(memory, "explorer", "inland sea megawatts", "enter", "n"))
            asyncio.run(take(memory, "dossier", "haas", "enter", "e", *"haas", "tab", "i"))
            asyncio.run(take(memory, "review", "softbank", "enter", "R"))
        finally:
            shutil.rmtree(papers)


if __name__ == "__main__":
    main()
