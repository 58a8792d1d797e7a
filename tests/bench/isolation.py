"""What it costs to read files in processes that can do no harm, beside reading the same files in this one.

python -m tests.bench.isolation
"""

import random
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from search.extract.isolation.client import Isolated
from search.extract.reading import extract
from tests.collection import sentences

SMALL, SHORT, LONG = 10_000, 200, 50
PAGES = 20
"""Of a long PDF; a short one has one."""

SMALL_BYTES = 2_000
AHEAD = 512
HEAD = """%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[{kids}]/Count {count}>>endobj
3 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
"""
PAGE = """{page} 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>\
/Contents {stream} 0 R>>endobj
{stream} 0 obj<</Length {length}>>stream
{content}
endstream endobj
"""
TAIL = "trailer<</Root 1 0 R>>\n"


def bench_isolation(scratch: Path) -> Iterator[tuple[str, str]]:
    """Files a second and milliseconds a file for small texts, which are read together, and PDFs, read alone."""
    chance = random.Random(5)
    texts = _written(scratch / "texts", "txt", (_text(chance) for _ in range(SMALL)))
    short = _written(scratch / "short", "pdf", (_pdf(chance, 1) for _ in range(SHORT)))
    long = _written(scratch / "long", "pdf", (_pdf(chance, PAGES) for _ in range(LONG)))
    wall, cpu, _ = _isolated([])
    yield "isolation: starting, with all readers loaded", f"{wall:.2f} s, {cpu:.2f} CPU-s"
    kinds = (
        (f"{SMALL:,} texts of 2 KB", texts, 1, "files"),
        (f"{SHORT} PDFs of a page", short, 1, "pages"),
        (f"{LONG} PDFs of {PAGES} pages", long, PAGES, "pages"),
    )
    for name, files, parts, unit in kinds:
        seconds, used, peak = _isolated(files)
        used, seconds = used - cpu, seconds - wall
        alone = _in_this_process(files)
        rates = f"{parts * len(files) / used:,.0f} ({parts * len(files) / seconds:,.0f} a second)"
        yield f"isolation: {name}, {unit} a CPU-second", rates
        yield f"isolation: {name}, a file", f"{1000 * used / len(files):.2f} CPU-ms, in-process {1000 * alone:.2f}"
        yield f"isolation: {name}, largest process", f"{peak:.0f} MB RSS"


def _text(chance: random.Random) -> str:
    return "\n".join(sentences(chance, 30))[:SMALL_BYTES]


def _pdf(chance: random.Random, pages: int) -> str:
    numbers = range(4, 4 + 2 * pages, 2)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    drawn = (PAGE.format(page=number, stream=number + 1, **_content(chance)) for number in numbers)
    return "".join([HEAD.format(kids=kids, count=pages), *drawn, TAIL])


def _content(chance: random.Random) -> dict[str, object]:
    lines = " ".join(f"({line[:80]}) Tj T*" for line in sentences(chance, 20) if line.isascii() and line.isprintable())
    content = f"BT /F 12 Tf 14 TL 72 700 Td {lines} ET"
    return {"length": len(content), "content": content}


def _written(folder: Path, extension: str, contents: Iterator[str]) -> list[Path]:
    folder.mkdir()
    files = []
    for number, content in enumerate(contents):
        files.append(folder / f"{number}.{extension}")
        files[-1].write_text(content)
    return files


def _isolated(files: list[Path]) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds of the parent and its children, and the largest of them in MB."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    with Isolated() as isolated:
        for place in range(0, len(files), AHEAD):
            for file in files[place : place + AHEAD]:
                isolated.ask(file)
            for _ in files[place : place + AHEAD]:
                assert isolated.answer()[0].text
    seconds = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, after.ru_maxrss / 1024


def _in_this_process(files: list[Path]) -> float:
    """CPU seconds for one file."""
    started = time.process_time()
    for file in files:
        with file.open("rb") as opened:
            assert extract(opened, file.name).text
    return (time.process_time() - started) / len(files)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as scratch:
        for name, figure in bench_isolation(Path(scratch)):
            print(f"{name:<66} {figure}", flush=True)


if __name__ == "__main__":
    main()
