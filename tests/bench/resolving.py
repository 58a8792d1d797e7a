"""What resolving names costs when some documents come to many, beside resolving all of them again.

python -m tests.bench.resolving [--documents 100000] [--more 100]

Documents of a dozen names each, people and organisations put together from the gazetteer and drawn by Zipf's law, every
fourth mention of a person by surname alone.
"""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from itertools import accumulate
from pathlib import Path

from search.entities.gazetteer.load import gazetteer
from search.entities.keys import normal_form
from search.entities.mentions import EntityType, Mention
from search.ingest.resolving import resolve_entities, resolve_new_texts
from search.memory.memory import Memory
from search.memory.records import NewVersion
from tests.named import naming

NAMES_IN_ONE = 12
ENDS = ("Bank", "Group", "Institute", "University", "Ministry", "Inc.")


class Named:
    """Draws the names of documents."""

    def __init__(self, people: int) -> None:
        self.chance = random.Random(7)
        known = gazetteer()
        first, last = sorted(known.first_names), sorted(known.surnames)
        self.names = [
            (EntityType.PERSON, f"{self.chance.choice(first)} {self.chance.choice(last)}")
            if number % 3
            else (EntityType.ORGANISATION, f"{self.chance.choice(last)} {self.chance.choice(ENDS)}")
            for number in range(people)
        ]
        self.weights = list(accumulate(1 / rank for rank in range(1, people + 1)))

    def document(self, source: int, number: int) -> NewVersion:
        """A document that names a dozen of them."""
        mentions = []
        for place, (kind, name) in enumerate(self.chance.choices(self.names, cum_weights=self.weights, k=NAMES_IN_ONE)):
            alone = kind is EntityType.PERSON and self.chance.random() < 0.25
            surface = name.rpartition(" ")[2] if alone else name
            mentions.append(Mention(100 * place, 100 * place + 99, kind, surface, normal_form(surface, kind)))
        return naming(source, number, mentions)


def fill(memory: Memory, named: Named, first: int, last: int) -> None:
    """Remember documents by number."""
    for start in range(first, last, 1_000):
        with memory.write() as write:
            source = write.add_source(b"/named")
            for number in range(start, min(start + 1_000, last)):
                write.remember(named.document(source, number))


def timed(act: Callable[[], None]) -> float:
    """CPU seconds of `act`."""
    begun = time.process_time()
    act()
    return time.process_time() - begun


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--documents", type=int, default=100_000)
    parser.add_argument("--more", type=int, default=100)
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        memory = Memory.create(Path(folder) / "memory")
        named = Named(chosen.documents)
        fill(memory, named, 0, chosen.documents)
        everything = timed(lambda: resolve_new_texts(memory))
        rows = memory.entity_rows()
        print(f"{chosen.documents:,} documents, {len(rows):,} names, all resolved in {everything:.2f} CPU-s")
        fill(memory, named, chosen.documents, chosen.documents + chosen.more)
        some = timed(lambda: resolve_new_texts(memory))
        step_by_step = memory.entity_rows()
        again = timed(lambda: resolve_entities(memory))
        same = memory.entity_rows() == step_by_step
        print(f"{chosen.more:,} more documents: {some:.2f} CPU-s; everything again: {again:.2f} CPU-s")
        print(f"ratio {some / again:.3f}; the outcome is {'the same' if same else 'NOT THE SAME'}")


if __name__ == "__main__":
    main()
