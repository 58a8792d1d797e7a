"""Cristal's index beside its peers, in one run.

python -m tests.bench.engines [--make] [--folder EXTRACTED_DOCS] [--corpus 10k|90k|1m|all] [--peers NAME ...] [--reuse]

With --make the documents are those of Debian's documentation packages, downloaded; with --folder of packages that were
unpacked there; otherwise they are made up. Corpora and indexes are kept in the --cache folder. An index that is being
built can be interrupted, and goes on with --reuse; Ctrl+C prints what is known so far.
"""

import argparse
import json
import tempfile
from pathlib import Path

from tests.bench.engines import packages, report
from tests.bench.engines.corpora import SIZES, Corpus, corpus
from tests.bench.engines.peers import PEERS, is_here
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
    parser.add_argument(
        "--seconds", type=float, default=20, help="the most that a peer is asked one class of questions"
    )
    chosen = parser.parse_args()
    documentation = chosen.folder
    if chosen.make:
        documentation = packages.fetch(chosen.cache)
        for name in SIZES:
            (chosen.cache / f"{name}.jsonl").unlink(missing_ok=True)
    for name in SIZES if chosen.corpus == "all" else [chosen.corpus]:
        print(f"{name}: reading or making the corpus", flush=True)
        _bench(corpus(name, chosen.cache, documentation), chosen)


def _bench(made: Corpus, chosen: argparse.Namespace) -> None:
    peers: dict[str, Figures] = {}
    try:
        for name in chosen.peers or [name for name, entry in PEERS.items() if made.name in entry.corpora]:
            if not is_here(name):
                print(f"{name} is left out: it is not here ({PEERS[name].how})")
                continue
            if name in ("recoll", "ripgrep"):
                made.lay_out()
            for step, figures in run(name, made, chosen.seconds, chosen.reuse):
                peers[name] = figures
                print(f"{made.name}: {name} {step}", flush=True)
    except KeyboardInterrupt:
        print("interrupted; this is what is known")
    made.file.with_suffix(".figures.json").write_text(json.dumps(peers))
    print("\n".join(["", *report.table(made, peers), ""]), flush=True)


if __name__ == "__main__":
    main()
