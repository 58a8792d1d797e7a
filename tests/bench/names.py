"""What finding names costs, and how often the right one is found, beside a plain RapidFuzz scan of all names.

python -m tests.bench.names [--sizes 10000 100000 1000000] [--queries N] [--scans N]

The memories are whole ones: names put together from the gazetteer, each in some text, a few in very many (Zipf), every
fifth person by surname alone too. A query counts as answered when the name meant is among the first ten; a surname or
an initial fits many people, and is answered by any of them.
"""

import argparse
import gc
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

from rapidfuzz import fuzz, process, utils

from search.entities.gazetteer.load import gazetteer
from search.entities.keys import normal_form, plain_form
from search.entities.mentions import EntityType, Mention
from search.explore.explorer import Explorer
from search.memory import spelling
from search.memory.memory import Memory
from search.text.folding import fold
from tests.named import naming

OF_TEXT, AGAIN = 500, 250
"""Names that a text brings, and names known already that it mentions."""
SHOWN, FIRST = 50, 10
ORGANISATIONS = ("Bank", "Group", "Holdings", "Institute", "University", "Partners", "Ministry", "Foundation", "Inc.")
WRITTEN = [
    line.split()
    for line in (
        "Mohammed Muhammad",
        "Mohamed Mohammad",
        "Gaddafi Qaddafi",
        "Gaddafi Kadhafi",
        "Tchaikovsky Chaikovsky",
        "Tchaikovsky Tschaikowski",
        "Zelensky Zelenskyy",
        "Zelenskyy Selenskyj",
        "Müller Mueller",
        "Schröder Schroeder",
        "Hussein Husain",
        "Youssef Yusuf",
        "Abdullah Abdallah",
        "Osama Usama",
        "Alexei Aleksey",
        "Dmitri Dmitry",
        "Sergei Sergey",
        "Yevgeny Evgeni",
        "Lukashenko Lukaschenko",
        "Yanukovych Janukowitsch",
        "Khrushchev Chruschtschow",
        "Dostoevsky Dostoyevskiy",
        "Rachmaninoff Rakhmaninov",
        "Omar Umar",
        "Hassan Hasan",
        "Fatima Fatimah",
        "Khalid Chalid",
        "Aisha Ayesha",
        "Rashid Rasheed",
        "Nasser Nasir",
        "Vladimir Wladimir",
        "Yuri Iouri",
        "al-Sisi el-Sissi",
        "al-Assad el-Asad",
        "Björnson Bjoernson",
        "Petrov Petroff",
        "Nikolai Nicolay",
        "Katherine Catherine",
        "Stephen Steven",
        "Hezbollah Hizbullah",
    )
]
"""Names and how else they are written."""

Lines = Iterator[tuple[str, str]]


class Asked(NamedTuple):
    """A query, and whether a name answers it."""

    query: str
    answers: Callable[[str], bool]


class Measured(NamedTuple):
    """Seconds on the clock and of the processor, and the place of the first right answer from 0, None for none."""

    clock: list[float]
    cpu: list[float]
    places: list[int | None]


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.names", description=__doc__)
    parser.add_argument("--sizes", nargs="+", type=int, default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--queries", type=int, default=100, help="queries of each kind")
    parser.add_argument("--scans", type=int, default=15, help="of them asked of the plain scan too")
    parser.add_argument("--memory", type=Path, help="a folder to keep the memories in")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        for size in chosen.sizes:
            folder = (chosen.memory or Path(scratch)) / f"names-{size}"
            for name, figure in bench_names(folder, size, chosen.queries, chosen.scans):
                print(f"{size:>9,} {name:<34} {figure}", flush=True)


def bench_names(folder: Path, size: int, queries: int, scans: int) -> Lines:
    """A memory of `size` names: its file, the directory, and each kind of query asked of it and of the plain scan."""
    names = make_names(size)
    if not folder.exists():
        fill(folder, names)
    memory = Memory.open(folder)
    spelling.discard(folder)
    started, cpu = time.perf_counter(), time.process_time()
    spelling.level(memory)
    spent = f"{time.perf_counter() - started:.1f} s, {time.process_time() - cpu:.1f} CPU-s"
    file = folder / spelling.FILE
    size_of = f"{file.stat().st_size / 1e6:.0f} MB beside memory.db of" if file.exists() else "none beside"
    yield "names.db made in", f"{spent}; {size_of} {(folder / 'memory.db').stat().st_size / 1e6:.0f} MB"
    yield "a process that only searches", subprocess.check_output([sys.executable, "-c", _OPENING, folder], text=True)
    plain = [utils.default_process(name) for name in names]
    kinds = _kinds(names, queries)
    # What this program holds is no matter of the garbage collections during a search.
    gc.freeze()
    explorer = Explorer.open(folder)
    explorer.entities("a")
    every: list[Measured] = []
    for kind, asked in kinds.items():
        ours = _measure(asked, lambda query: [each.name for each in explorer.entities(query, limit=SHOWN).entities])
        theirs = _measure(asked[:scans], lambda query: _scan(query, plain, names))
        every.append(ours)
        yield kind, f"{_told(ours)}   scan of {len(asked[:scans])}: {_told(theirs)}   {_ratio(ours, theirs)}"
    typed = [query[:end] for query in _typing(names) for end in range(1, len(query) + 1)]
    keys = _measure([Asked(query, bool) for query in typed], lambda query: _asked(explorer, query))
    yield "every key of a name being typed", _times(keys)
    together = Measured([t for m in every for t in m.clock], [t for m in every for t in m.cpu], [])
    yield "all of the kinds together", _times(together)


def make_names(size: int) -> list[str]:
    """So many different names; those of `WRITTEN` stand in the middle."""
    chance = random.Random(17)
    known = gazetteer()
    first, last = sorted(known.first_names), sorted(known.surnames)
    names: dict[str, None] = {}
    while len(names) < size:
        draw = chance.random()
        if draw < 0.68:
            name = f"{chance.choice(first)} {chance.choice(last)}"
        elif draw < 0.76:
            name = f"{chance.choice(first)} {chance.choice('ABCDEFGHJKLMPRSTW')}. {chance.choice(last)}"
        elif draw < 0.82:
            name = f"{chance.choice(last)}, {chance.choice(last)} & {chance.choice(last)}"
        else:
            name = f"{chance.choice(last)} {chance.choice(ORGANISATIONS)}"
        if len(names) > size // 2 and len(names) % 20 == 0 and size // 2 + 20 * len(WRITTEN) * 5 > len(names):
            name = f"{chance.choice(first)} {chance.choice(WRITTEN)[0]}"
        names[" ".join(map(_capital, name.split(" ")))] = None
    return list(names)


def fill(folder: Path, names: Sequence[str]) -> None:
    """A memory that mentions each name in some text, and the first ones in many."""
    memory = Memory.create(folder)
    chance = random.Random(19)
    weights = list(accumulate(1 / (place + 2) for place in range(len(names))))
    with memory.write() as write:
        source = write.add_source(b"/names")
    for start in range(0, len(names), OF_TEXT * 20):
        with memory.write() as write:
            for begin in range(start, min(start + OF_TEXT * 20, len(names)), OF_TEXT):
                again = chance.choices(names, cum_weights=weights, k=AGAIN)
                mentions = sorted(_mentions([*names[begin : begin + OF_TEXT], *again], chance))
                write.remember(naming(source, begin, mentions))


def _mentions(names: Sequence[str], chance: random.Random) -> Iterator[Mention]:
    for place, name in enumerate(names):
        person = name.split()[-1] not in ORGANISATIONS and "&" not in name
        kind = EntityType.PERSON if person else EntityType.ORGANISATION
        norm = normal_form(name, kind)
        yield Mention(20 * place, 20 * place + 9, kind, name, norm)
        if person and chance.random() < 0.2:
            yield Mention(20 * place + 10, 20 * place + 19, kind, name.split()[-1], norm)


def _kinds(names: Sequence[str], count: int) -> dict[str, list[Asked]]:
    chance = random.Random(23)
    people = [name for name in chance.sample(names, min(len(names), 20 * count)) if len(name.split()) == 2]
    accented = [name for name in names if fold(name) != name.lower()]
    other = [name for name in names if name.split()[-1] in {one for one, _ in WRITTEN}]

    def some(sample: Sequence[str], spoil: Callable[[str], str]) -> list[Asked]:
        chosen = chance.sample(sample, min(count, len(sample)))
        return [Asked(spoil(name), name.__eq__) for name in chosen]

    return {
        "one typo in a full name": some(names, lambda name: _typo(name, chance)),
        "two typos in a full name": some(names, lambda name: _typo(_typo(name, chance), chance)),
        "one typo in a surname alone": [
            Asked(_typo(name.split()[-1], chance), _has_word(name.split()[-1])) for name in people[:count]
        ],
        "half of the last word missing": some(people, _half_typed),
        "words swapped": some(people, lambda name: " ".join(reversed(name.split()))),
        "initial and surname": [
            Asked(f"{name[0]}. {name.split()[-1]}", _fits(name[0], name.split()[-1])) for name in people[:count]
        ],
        "accents missing": some(accented, fold),
        "written otherwise": [
            Asked(f"{name.split()[0]} {chance.choice(_others(name.split()[-1]))}", name.__eq__)
            for name in chance.sample(other, min(count, len(other)))
        ],
    }


def _half_typed(name: str) -> str:
    last = len(name.rsplit(maxsplit=1)[-1])
    return name[: len(name) - last // 2]


def _others(name: str) -> list[str]:
    return [another for one, another in WRITTEN if one == name]


def _has_word(word: str) -> Callable[[str], bool]:
    return lambda name: plain_form(word) in plain_form(name).split()


def _fits(initial: str, surname: str) -> Callable[[str], bool]:
    wanted = plain_form(surname)

    def fits(name: str) -> bool:
        words = plain_form(name).split()
        return wanted in words and any(word.startswith(plain_form(initial)) for word in words if word != wanted)

    return fits


def _typo(name: str, chance: random.Random) -> str:
    at = chance.randrange(1, max(2, len(name) - 1))
    letter = chance.choice("abcdefghijklmnopqrstuvwxyz")
    return chance.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + letter + name[at:],
            name[:at] + letter + name[at + 1 :],
            name[:at] + name[at + 1 : at + 2] + name[at] + name[at + 2 :],
        ]
    )


def _typing(names: Sequence[str]) -> list[str]:
    return random.Random(29).sample(names, 20)


def _scan(query: str, plain: Sequence[str], names: Sequence[str]) -> list[str]:
    found = process.extract(utils.default_process(query), plain, scorer=fuzz.WRatio, limit=FIRST)
    return [names[index] for _, _, index in found]


def _asked(explorer: Explorer, query: str) -> list[str]:
    return [each.name for each in explorer.entities(query, limit=SHOWN).entities]


def _measure(asked: Sequence[Asked], ask: Callable[[str], list[str]]) -> Measured:
    measured = Measured([], [], [])
    for query, answers in asked:
        clock, cpu = time.perf_counter(), time.process_time()
        found = ask(query)
        measured.cpu.append(time.process_time() - cpu)
        measured.clock.append(time.perf_counter() - clock)
        measured.places.append(next((place for place, name in enumerate(found[:FIRST]) if answers(name)), None))
    return measured


def _told(measured: Measured) -> str:
    asked = len(measured.places)
    first = sum(place == 0 for place in measured.places)
    ten = sum(place is not None for place in measured.places)
    return f"first {first / asked:.0%}, in ten {ten / asked:.0%}, {_times(measured)}"


def _times(measured: Measured) -> str:
    return f"p50/p95/max {_spread(measured.clock)} ms, CPU {_spread(measured.cpu)}"


def _spread(seconds: Sequence[float]) -> str:
    ranked = sorted(seconds)
    last = len(ranked) - 1
    return " / ".join(f"{1000 * ranked[round(share * last)]:.1f}" for share in (0.5, 0.95, 1.0))


def _ratio(ours: Measured, theirs: Measured) -> str:
    mean, of_scan = sum(ours.cpu) / len(ours.cpu), sum(theirs.cpu) / len(theirs.cpu)
    return f"CPU of scan / ours {of_scan / mean:.1f}"


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


_OPENING = """
import os, sys, time
from pathlib import Path
from search.explore.explorer import Explorer
def resident(kind):
    return next(int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith(kind))
explorer = Explorer.open(Path(sys.argv[1]))
before, started, cpu = resident("VmRSS"), time.perf_counter(), time.process_time()
explorer.entities("nobody")
spent = f"{time.perf_counter() - started:.1f} s, {time.process_time() - cpu:.1f} CPU-s"
for query in "maria andersn jo smithe k bank of".split():
    explorer.entities(query)
then, most = resident("VmRSS"), resident("VmHWM")
print(f"directory made in {spent}; RSS {before} MB before, {then} MB then, {most} MB at most", end="")
"""


if __name__ == "__main__":
    main()
