"""Cristal's index beside its peers, in one run.

python -m tests.bench.engines [--make | --folder EXTRACTED_DOCS] [--corpus 10k|90k|1m|all] [--peers NAME ...] [--reuse]

With --make the documents are those of Debian's documentation packages, downloaded; with --folder of packages that were
unpacked there; otherwise they are made up. Corpora and indexes are kept in the --cache folder. An index that is being
built can be interrupted, and goes on with --reuse; Ctrl+C prints what is known so far. The whole program is measured
on the files of the first corpus, unless --no-program.
"""

import argparse
import json
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from tests.bench.engines import bars, packages, report
from tests.bench.engines.corpora import LONG, SIZES, Corpus, corpus
from tests.bench.engines.peers import PEERS, is_here
from tests.bench.engines.program import bench_program, lines
from tests.bench.engines.running import Figures, run


def main() -> None:
    """Print a table a corpus."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.engines", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--corpus", choices=[*SIZES, "all"], default="10k")
    parser.add_argument("--peers", nargs="+", choices=list(PEERS), help="these, on every corpus")
    parser.add_argument("--folder", type=Path, help="unpacked packages, of which the corpora are made")
    parser.add_argument("--make", action="store_true", help="download the packages first, and make the corpora anew")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "cristal-bench")
    parser.add_argument("--reuse", action="store_true", help="ask indexes that were built before")
    parser.add_argument("--program", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--seconds", type=float, default=10, help="the most that a class of questions may take a peer")
    chosen = parser.parse_args()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    # Python that may not keep what it compiled starts slowly.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    documentation = _made_anew(chosen.cache) if chosen.make else chosen.folder
    for name in SIZES if chosen.corpus == "all" else [chosen.corpus]:
        _tell(f"{name}: reading or making the corpus")
        _bench(corpus(name, chosen.cache, documentation), chosen)


def _made_anew(cache: Path) -> Path | None:
    """Where the packages are; None when they cannot be had. The corpora and what was made of them are forgotten."""
    for name in SIZES:
        for kept in cache.glob(f"{name}*"):
            shutil.rmtree(kept) if kept.is_dir() else kept.unlink()
    try:
        return packages.fetch(cache)
    except (FileNotFoundError, subprocess.CalledProcessError) as error:
        _tell(f"the documents are made up: {error}")
        return None


def _bench(made: Corpus, chosen: argparse.Namespace) -> None:
    peers: dict[str, Figures] = {}
    program: dict[str, float] = {}
    try:
        for name in chosen.peers or [name for name, entry in PEERS.items() if made.name in entry.corpora]:
            if not is_here(name):
                _tell(f"{name} is left out: it is not here ({PEERS[name].how})")
                continue
            if PEERS[name].reads_files:
                made.lay_out()
            try:
                for step, figures in run(name, made, chosen.seconds, chosen.reuse):
                    peers[name] = figures
                    _tell(f"{made.name}: {name} {step}")
            except subprocess.CalledProcessError as error:
                _tell(f"{name} failed: {error}")
        if chosen.program and made.name == LONG:
            _tell("the whole program remembers and finds")
            program = bench_program(made, chosen.reuse)
    except KeyboardInterrupt:
        _tell("interrupted; this is what is known")
    made.file.with_suffix(".figures.json").write_text(json.dumps(peers | {"program": program}))
    _tell("", *report.table(made, peers), "")
    if program:
        _tell(*lines(made, program), "")
    _tell(*map(str, bars.of_index(made, peers)), *(map(str, bars.of_program(program)) if made.name == LONG else ()), "")


def _tell(*said: str) -> None:
    print("\n".join(said), flush=True)


if __name__ == "__main__":
    main()
