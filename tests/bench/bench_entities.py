"""Speed and quality of recognition: python -m tests.bench.bench_entities [--texts FOLDER] [--gold FILE...]"""

import argparse
import resource
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from search.entities.mentions import EntityType
from search.entities.recognise import recognise

Labelled = tuple[int, int, str]

OURS = {
    EntityType.PERSON: "PER",
    EntityType.ORGANISATION: "ORG",
    EntityType.PLACE: "LOC",
    EntityType.GROUP: "MISC",
    EntityType.PRODUCT: "MISC",
    EntityType.WORK: "MISC",
    EntityType.EVENT: "MISC",
}
THEIRS = {
    "PER": "PER",
    "ORG": "ORG",
    "LOC": "LOC",
    "MISC": "MISC",
    "person": "PER",
    "corporation": "ORG",
    "group": "ORG",
    "location": "LOC",
    "product": "MISC",
    "creative-work": "MISC",
}
MAIN = ("PER", "ORG", "LOC")
NO_SPACE_BEFORE = frozenset([*".,;:!?%)]}", "'s", "n't", "'re", "'ve", "'ll", "'d", "'m", "''", "”", "’s", "’", "..."])
NO_SPACE_AFTER = frozenset([*"([{$£€#", "``", "“", "‘"])
SENTENCES_A_DOCUMENT = 20
"""Where a file has no document marks, as in sets of single messages."""


def sentences(path: Path) -> Iterator[list[tuple[str, str]] | None]:
    """(word, tag) of each sentence of a CoNLL file; None between documents."""
    sentence: list[tuple[str, str]] = []
    for line in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        columns = line.split()
        if columns and not line.startswith("-DOCSTART-"):
            if len(columns) > 1:
                sentence.append((columns[0], columns[-1]))
            continue
        if sentence:
            yield sentence
            sentence = []
        if columns:
            yield None
    if sentence:
        yield sentence


def documents(path: Path) -> Iterator[tuple[str, set[Labelled]]]:
    """Texts as they may have been written, with the gold spans."""
    marked = any(sentence is None for sentence in sentences(path))
    held: list[list[tuple[str, str]]] = []
    for sentence in sentences(path):
        if sentence is not None:
            held.append(sentence)
        if held and (sentence is None or (not marked and len(held) == SENTENCES_A_DOCUMENT)):
            yield written(held)
            held = []
    if held:
        yield written(held)


def written(held: list[list[tuple[str, str]]]) -> tuple[str, set[Labelled]]:
    """One sentence a line, punctuation set as in print."""
    text = ""
    gold: list[Labelled] = []
    for sentence in held:
        text += "\n" if text else ""
        previous, before, quoted = "", "O", False
        for word, tag in sentence:
            shown = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}.get(word, word)
            closes = word == '"' and quoted
            opened = previous == '"' and quoted
            if previous and not (word in NO_SPACE_BEFORE or previous in NO_SPACE_AFTER or closes or opened):
                text += " "
            quoted ^= word == '"'
            start = len(text)
            text += shown
            label = THEIRS.get(tag[2:])
            if label and tag[0] == "I" and before[2:] == tag[2:] and gold:
                gold[-1] = (gold[-1][0], len(text), label)
            elif label:
                gold.append((start, len(text), label))
            previous, before = word, tag
    return text, set(gold)


def overlaps(one: Labelled, others: set[Labelled]) -> bool:
    return any(one[2] == other[2] and one[0] < other[1] and other[0] < one[1] for other in others)


def quality(path: Path) -> None:
    """Precision, recall and F1 by type, exact and partial (same type, any overlap)."""
    counts: Counter[tuple[str, str]] = Counter()
    for text, gold in documents(path):
        ours = {(one.start, one.end, OURS[one.type]) for one in recognise(text) if one.type in OURS}
        for span in gold:
            counts[span[2], "gold"] += 1
            counts[span[2], "exact"] += span in ours
            counts[span[2], "found"] += overlaps(span, ours)
        for span in ours:
            counts[span[2], "ours"] += 1
            counts[span[2], "right"] += overlaps(span, gold)
    print(f"\n{path.name}\n{'':8}{'gold':>6}{'ours':>6} |     P     R    F1 | partial P     R    F1")
    for name, labels in [*((label, (label,)) for label in (*MAIN, "MISC")), ("P+O+L", MAIN)]:
        total = {
            what: sum(counts[label, what] for label in labels) for what in ("gold", "ours", "exact", "found", "right")
        }
        exact = scores(total["exact"], total["ours"], total["exact"], total["gold"])
        partial = scores(total["right"], total["ours"], total["found"], total["gold"])
        print(f"{name:8}{total['gold']:6}{total['ours']:6} |{exact} |   {partial}")


def scores(right: int, ours: int, found: int, gold: int) -> str:
    precision = 100 * right / ours if ours else 0.0
    recall = 100 * found / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{precision:6.1f}{recall:6.1f}{f1:6.1f}"


def speed(folder: Path) -> None:
    """Megabytes of UTF-8 a second of CPU time, one core, the gazetteer loaded."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.rglob("*.txt"))]
    recognise("")
    size = sum(len(text.encode()) for text in texts) / 1e6
    begun = time.process_time()
    mentions = sum(len(recognise(text)) for text in texts)
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{len(texts)} texts, {size:.2f} MB, {mentions} mentions, {size / seconds:.2f} MB/CPU-s, peak {peak:.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", type=Path, help="folder of .txt files to time")
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="CoNLL files, the tag in the last column")
    arguments = parser.parse_args()
    if arguments.texts:
        speed(arguments.texts)
    for path in arguments.gold:
        quality(path)


if __name__ == "__main__":
    main()
