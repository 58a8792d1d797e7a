"""The number of a product belongs to its name: "Windows 10", "Firefox 131.2"."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from search.entities.mentions import EntityType, Mention
from search.entities.sighting.decide import Decided

_VERSION = re.compile(
    r"""[ \u00a0](?:[0-9]{1,4}(?:\.[0-9]{1,4}){0,3}|[A-Z]{1,2}[0-9]{1,4})(?:\s(?:Pro|Max|Plus|Ultra|Mini|Lite)\b)?
    (?![\w%]|[.,-]\w)""",
    re.X,
)


def with_versions(text: str, decided: Iterable[Decided], taken: Sequence[Mention]) -> Iterator[Decided]:
    """The spans, products with the numbers behind them that are not `taken` (sorted, not overlapping)."""
    starts = [mention.start for mention in taken]
    for one in decided:
        if one.type is EntityType.PRODUCT and (version := _VERSION.match(text, one.end)):
            index = bisect_left(starts, one.end)
            if index == len(starts) or starts[index] >= version.end():
                yield Decided(one.start, version.end(), one.type)
                continue
        yield one
