"""The learnt weights, and the scores they give."""

import gzip
import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files

from search.entities.spans.features import Key, View, of_after, of_before, of_name, of_standing
from search.entities.spans.labels import LABELS

Scores = tuple[float, ...]
"""One number a label, in the order of `LABELS`."""
Weights = Mapping[str, Sequence[float]]
"""Feature to its weights, one a label; "" holds the scores that every sighting starts from."""

_NAMES, _CONTEXTS = 1 << 13, 1 << 13


class Model:
    """Scores of sightings; those of each group of features are kept for the keys seen last."""

    def __init__(self, weights: Weights) -> None:
        nothing = (0.0,) * len(LABELS)
        start = tuple(weights.get("", nothing))

        def total(features: Sequence[str], scores: Scores = nothing) -> Scores:
            rows = [scores, *(row for feature in features if (row := weights.get(feature)) is not None)]
            return tuple(map(sum, zip(*rows, strict=True)))

        self._name: Callable[[str], Scores] = lru_cache(_NAMES)(lambda name: total(of_name(name), start))
        self._before: Callable[[Key], Scores] = lru_cache(_CONTEXTS)(lambda key: total(of_before(key)))
        self._after: Callable[[Key], Scores] = lru_cache(_CONTEXTS)(lambda key: total(of_after(key)))
        self._standing: Callable[[Key], Scores] = lru_cache(_CONTEXTS)(lambda key: total(of_standing(key)))

    def __call__(self, seen: View) -> Scores:
        """The scores of one sighting."""
        groups = (
            self._name(seen.name),
            self._before(seen.before),
            self._after(seen.after),
            self._standing(seen.standing),
        )
        return tuple(map(sum, zip(*groups, strict=True)))


@cache
def model() -> Model:
    """The model of this installation."""
    packed = files(__package__).joinpath("weights.json.gz").read_bytes()
    return Model(json.loads(gzip.decompress(packed)))
