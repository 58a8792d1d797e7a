"""All figures in one run, beside a peer on the same texts.

Without a folder a collection is made up; with one (thousands of text and HTML files) the figures are of real documents.
"""

import argparse
import tempfile
from pathlib import Path

from tests.bench.ingesting import bench_ingest
from tests.bench.startup import bench_startup
from tests.bench.terminal import bench_large_file, bench_terminal
from tests.bench.typing_ahead import bench_typing
from tests.collection import write_collection


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path)
    parser.add_argument("--files", type=int, default=5_000, help="files to make up when no folder is given")
    parser.add_argument("--megabytes", type=int, default=100, help="size of the large text file")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder, memory = chosen.folder, Path(scratch) / "memory"
        if folder is None:
            folder = Path(scratch) / "files"
            write_collection(folder, chosen.files)
        for lines in (
            bench_ingest(folder, memory),
            bench_typing(memory),
            bench_startup(memory),
            bench_terminal(memory, folder),
            bench_large_file(Path(scratch), chosen.megabytes),
        ):
            for name, figure in lines:
                print(f"{name:<58} {figure}", flush=True)


if __name__ == "__main__":
    main()
