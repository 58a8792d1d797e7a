"""Learns the weights from annotated texts; see NOTICE for those that the shipped weights come from.

    python -m search.entities.spans.train --wikigold FILE --wnut FILE --sec FILE... --passages FILE... \\
        --out weights.json.gz

Deterministic: the same texts give the same file. Takes a minute or two; needs nothing but the standard library.
"""

import argparse
import gzip
import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from search.entities.gazetteer.load import gazetteer
from search.entities.recognise import sight
from search.entities.sighting.candidates import Kind
from search.entities.sighting.sightings import Sighting, is_shown, poll
from search.entities.spans.corpora import NOTHING_OR_GROUP, Annotated, Span, conll, passages
from search.entities.spans.features import features, of_rules, view
from search.entities.spans.labels import LABELS, Label
from search.entities.spans.learning import Example, learn
from search.entities.values.values import values


def examples(documents: Iterable[Annotated]) -> Iterator[Example]:
    """One for each sighting that the classifier would be asked about."""
    known = gazetteer()
    for document in documents:
        sightings = sight(document.text, values(document.text))
        counted = poll(document.text, sightings, known)
        for index, one in enumerate(sightings):
            if one.kind is Kind.WORD and not is_shown(one, counted, known):
                continue
            allowed = _allowed(document, one)
            seen = view(document.text, sightings, index, counted)
            yield Example(features(seen), frozenset(map(LABELS.index, allowed)))


def weights(documents: Iterable[Annotated]) -> dict[str, list[float]]:
    """The weights that a model takes."""
    return learn(list(examples(documents)), len(LABELS), of_rules())


def _allowed(document: Annotated, one: Sighting) -> frozenset[Label]:
    """What the marked span with the largest overlap allows; of an unmarked one, nothing but what the rules say too."""

    def overlap(span: Span) -> int:
        return min(one.end, span[1]) - max(one.start, span[0])

    best = max(document.spans, key=overlap, default=None)
    if best is not None and overlap(best) > 0:
        return best[2]
    return document.unmarked & {None, one.type}


def corpora(arguments: argparse.Namespace) -> list[Annotated]:
    """The texts that the arguments name."""
    documents = [one for path in arguments.wikigold for one in conll(path)]
    documents += [one for path in arguments.wnut for one in conll(path, NOTHING_OR_GROUP)]
    documents += [one for path in arguments.sec for one in conll(path, NOTHING_OR_GROUP)]
    return documents + [one for path in arguments.passages for one in passages(path)]


def add_corpora(parser: argparse.ArgumentParser) -> None:
    """The arguments that `corpora` reads."""
    for name, kind in (
        ("wikigold", "CoNLL"),
        ("wnut", "WNUT-17 CoNLL"),
        ("sec", "SEC filings CoNLL"),
        ("passages", "passage"),
    ):
        parser.add_argument(f"--{name}", type=Path, nargs="*", default=[], help=f"{kind} files to learn from")


def main() -> None:
    """Write the weights that the arguments name."""
    parser = argparse.ArgumentParser(description="Learn the weights of the span classifier.")
    add_corpora(parser)
    parser.add_argument("--out", type=Path, required=True, help="file to write, a gzipped JSON object")
    arguments = parser.parse_args()
    learnt = weights(corpora(arguments))
    content = json.dumps(dict(sorted(learnt.items())), ensure_ascii=False, separators=(",", ":")).encode()
    arguments.out.write_bytes(gzip.compress(content, mtime=0))
    print(f"{len(learnt)} features, {arguments.out.stat().st_size} bytes")


if __name__ == "__main__":
    main()
