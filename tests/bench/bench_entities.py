"""Speed and quality of recognition.

    python -m tests.bench.bench_entities --texts FOLDER
    python -m tests.bench.bench_entities --wikigold FILE --wnut FILE --sec FILE... --passages FILE... --gold FILE...

The first times the installed weights. The second learns from the named sets and measures on the --gold files, which it
does not learn from, and on wikigold by cross-validation over documents (--folds) and with wikigold left out of the
learning (its texts are then as foreign as those of any user). With --spacy NAME an installed spaCy model is
measured on the same texts.
"""

import argparse
import importlib
import resource
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from search.entities.mentions import EntityType
from search.entities.recognise import recognise
from search.entities.spans.corpora import Annotated, conll, passages
from search.entities.spans.model import Model
from search.entities.spans.train import add_corpora, corpora, weights

Labelled = tuple[int, int, str]
Recogniser = Callable[[str], Iterable[Labelled]]

SHORT = {EntityType.PERSON: "PER", EntityType.ORGANISATION: "ORG", EntityType.PLACE: "LOC"}
FINE = {kind: kind.name for kind in (EntityType.GROUP, EntityType.PRODUCT, EntityType.WORK, EntityType.EVENT)}
MAIN = ("PER", "ORG", "LOC")
SPACY = {
    "PERSON": "PER",
    "ORG": "ORG",
    "GPE": "LOC",
    "LOC": "LOC",
    "FAC": "LOC",
    "NORP": "GROUP",
    "PRODUCT": "PRODUCT",
    "WORK_OF_ART": "WORK",
    "EVENT": "EVENT",
}


def gold(document: Annotated) -> set[Labelled]:
    """Marked spans; "MISC" where the set does not say which of the other types."""
    names = SHORT | FINE
    found = set()
    for start, end, allowed in document.spans:
        kinds = {names[kind] for kind in allowed if kind is not None}
        found.add((start, end, kinds.pop() if len(kinds) == 1 else "MISC"))
    return found


def overlaps(one: Labelled, others: set[Labelled]) -> bool:
    return any(one[2] == other[2] and one[0] < other[1] and other[0] < one[1] for other in others)


def ours(by: Model | None) -> Recogniser:
    names = SHORT | FINE
    return lambda text: [(one.start, one.end, names[one.type]) for one in recognise(text, by) if one.type in names]


def spacy(name: str) -> Recogniser:
    """Without "the" before and the possessive ending, as the sets mark names."""
    load = importlib.import_module("spacy").load
    pipeline = load(name, exclude=["tagger", "parser", "attribute_ruler", "lemmatizer", "tok2vec"])

    def found(text: str) -> list[Labelled]:
        spans = []
        for one in pipeline(text).ents:
            start, end = one.start_char, one.end_char
            if text[start:end].lower().startswith("the "):
                start += 4
            if text[start:end].endswith(("'s", "’s")):
                end -= 2
            if one.label_ in SPACY:
                spans.append((start, end, SPACY[one.label_]))
        return spans

    return found


def count(by: Recogniser, documents: Iterable[Annotated], counts: Counter[tuple[str, str]]) -> None:
    for document in documents:
        wanted = gold(document)
        coarse = any(label == "MISC" for _, _, label in wanted)
        found = set(by(document.text))
        if coarse:
            found = {(start, end, label if label in MAIN else "MISC") for start, end, label in found}
            wanted = {(start, end, label if label in MAIN else "MISC") for start, end, label in wanted}
        spans = {one[:2] for one in found}
        for span in wanted:
            counts[span[2], "gold"] += 1
            counts[span[2], "exact"] += span in found
            counts[span[2], "found"] += overlaps(span, found)
            counts[span[2], "untyped"] += span[:2] in spans
        for span in found:
            counts[span[2], "ours"] += 1
            counts[span[2], "right"] += overlaps(span, wanted)


def show(title: str, counts: Counter[tuple[str, str]]) -> None:
    """Precision, recall and F1 by type, exact and partial (same type, any overlap)."""
    print(f"\n{title}\n{'':12}{'gold':>6}{'ours':>6} |     P     R    F1 | partial P     R    F1 | untyped recall")
    others = sorted({label for label, _ in counts} - {*MAIN})
    for name, labels in [*((label, (label,)) for label in (*MAIN, *others)), ("P+O+L", MAIN)]:
        total = {
            what: sum(counts[label, what] for label in labels)
            for what in ("gold", "ours", "exact", "found", "right", "untyped")
        }
        exact = scores(total["exact"], total["ours"], total["exact"], total["gold"])
        partial = scores(total["right"], total["ours"], total["found"], total["gold"])
        untyped = 100 * total["untyped"] / max(1, total["gold"])
        print(f"{name:12}{total['gold']:6}{total['ours']:6} |{exact} |   {partial} |{untyped:6.1f}")


def scores(right: int, ours: int, found: int, gold: int) -> str:
    precision = 100 * right / ours if ours else 0.0
    recall = 100 * found / gold if gold else 0.0
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return f"{precision:6.1f}{recall:6.1f}{f1:6.1f}"


def read(path: Path) -> list[Annotated]:
    return conll(path) if path.suffix == ".conll" or ".conll." in path.name else passages(path)


def quality(arguments: argparse.Namespace) -> None:
    wikigold = [one for path in arguments.wikigold for one in conll(path)]
    own = [one for path in arguments.passages for one in passages(path)]
    others = corpora(argparse.Namespace(**{**vars(arguments), "wikigold": [], "passages": []}))
    foreign = {path.name: read(path) for path in arguments.gold}
    if arguments.spacy:
        recogniser = spacy(arguments.spacy)
        for name, documents in (("wikigold", wikigold), ("passages", own), *foreign.items()):
            report(f"{arguments.spacy}: {name}", [(recogniser, documents)])
        return
    report("wikigold left out", [(ours(Model(weights(others + own))), wikigold)])
    if arguments.folds:
        rounds: list[list[tuple[Recogniser, Sequence[Annotated]]]] = [[], []]
        for fold in range(arguments.folds):
            parts = [
                [one for i, one in enumerate(documents) if (i % arguments.folds == fold) is kept]
                for documents in (wikigold, own)
                for kept in (True, False)
            ]
            by = ours(Model(weights(parts[1] + parts[3] + others)))
            rounds[0].append((by, parts[0]))
            rounds[1].append((by, parts[2]))
        report(f"wikigold, {arguments.folds} folds", rounds[0])
        report(f"passages, {arguments.folds} folds", rounds[1])
    if foreign:
        whole = ours(Model(weights(wikigold + own + others)))
        for name, documents in foreign.items():
            report(name, [(whole, documents)])


def report(title: str, rounds: Sequence[tuple[Recogniser, Sequence[Annotated]]]) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for recogniser, documents in rounds:
        count(recogniser, documents, counts)
    show(title, counts)


def speed(folder: Path) -> None:
    """Megabytes of UTF-8 a second of CPU time, one core, lists and weights loaded."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in sorted(folder.rglob("*.txt"))]
    begun = time.process_time()
    recognise("Oslo")
    loading = time.process_time() - begun
    size = sum(len(text.encode()) for text in texts) / 1e6
    begun = time.process_time()
    mentions = sum(len(recognise(text)) for text in texts)
    seconds = time.process_time() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"loaded in {loading:.3f} CPU-s; {len(texts)} texts, {size:.2f} MB, {mentions} mentions,", end=" ")
    print(f"{size / seconds:.2f} MB/CPU-s, peak {peak:.0f} MiB")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--texts", type=Path, help="folder of .txt files to time")
    parser.add_argument("--gold", type=Path, nargs="*", default=[], help="CoNLL or passage files to measure on")
    parser.add_argument("--folds", type=int, default=5, help="of the cross-validation; 0: none")
    parser.add_argument("--spacy", help="a spaCy model to measure instead")
    add_corpora(parser)
    arguments = parser.parse_args()
    if arguments.texts:
        speed(arguments.texts)
    if arguments.wikigold or arguments.gold:
        quality(arguments)


if __name__ == "__main__":
    main()
