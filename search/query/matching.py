"""The matches of a query in a text: which spans to light.

A *match* is an occurrence of a leaf of the query: a word, a whole phrase, or the words that stand near each other. A
leaf under NOT lights nothing, and a leaf that does not occur lights nothing, whatever the rest of the query does.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from whoosh import query as wq

from search.cancel import NEVER, CancelToken
from search.query.leaves import is_ideograph
from search.query.nodes import ANY, TEXT, TITLE, Near, VersionSet, positive_leaves
from search.query.occurrences import Slot, Vocabulary
from search.query.patterns import word_test
from search.query.rows import Found, nearby_in, phrases_in
from search.text.characters import HYPHENS, IGNORABLE, KANA_VOICING, MARKS
from search.text.late import late
from search.text.spans import Spans
from search.text.tokens import tokens

PIECE = 1 << 18
"""Code points of a text between two polls of the cancel token."""

_CUT_WINDOW = 4096
_LONGEST_TAIL = 1 << 20
# No word, no line-end hyphen and no run of CJK goes on across these places.
_CUT = late(rf"(?<=[^\s{HYPHENS}])(?=\s)|(?=[^\w\s{KANA_VOICING}{MARKS}{IGNORABLE}{HYPHENS}])")


@dataclass(frozen=True, slots=True)
class Matcher:
    """Finds the matches of one query. `entities` are the numbers of the entities whose mentions match besides."""

    in_text: "_Leaves"
    in_title: "_Leaves"
    entities: frozenset[int]

    @property
    def is_empty(self) -> bool:
        """True when nothing can be lit, in no text."""
        return self.in_text.is_empty and self.in_title.is_empty and not self.entities

    def spans(self, text: str, cancel: CancelToken = NEVER, limit: int | None = None) -> Spans:
        """The matches in a text, or the first `limit` of them. Raises `Cancelled`."""
        if len(text) <= PIECE and limit is None:
            cancel.check()
            return self.in_text.spans_of(text)
        pieces = ((start, text[start : start + PIECE]) for start in range(0, len(text), PIECE))
        return self.in_text.spans(pieces, limit, cancel)

    def first_spans(self, chunks: Iterable[tuple[int, str]], count: int | None, cancel: CancelToken = NEVER) -> Spans:
        """The first `count` matches, or all, in a text that comes in chunks, each with its offset, without gaps from 0
        on.

        No more chunks are taken than are needed. Raises `Cancelled`.
        """
        return self.in_text.spans(chunks, count, cancel)

    def title_spans(self, title: str) -> Spans:
        """The matches in a title."""
        return self.in_title.spans_of(title)


def matcher(query: wq.Query) -> Matcher:
    """The matcher of a query tree, bound or not; facts that are not bound match nothing in a text."""
    leaves = list(positive_leaves(query))
    entities = frozenset(number for leaf in leaves if isinstance(leaf, VersionSet) for number in leaf.entities)
    return Matcher(_leaves(leaves, (ANY, TEXT)), _leaves(leaves, (ANY, TITLE)), entities)


@dataclass(frozen=True, slots=True)
class _Leaves:
    """The leaves of a query that look at one place."""

    vocabulary: Vocabulary
    phrases: tuple[tuple[str, ...], ...]
    nears: tuple[tuple[tuple[str, ...], int], ...]

    @property
    def is_empty(self) -> bool:
        known = self.vocabulary
        return not (known.words or known.ideographs or known.prefixes or known.tests or known.members)

    def spans_of(self, text: str) -> Spans:
        """The matches in a text that is searched at once."""
        out = Spans()
        if not self.is_empty:
            _settle(out, list(self._found(text, 0, len(text) + 1)), len(text) + 1)
        return out

    def spans(self, chunks: Iterable[tuple[int, str]], limit: int | None, cancel: CancelToken) -> Spans:
        """Each chunk is searched together with the end of the one before it, from a cut that is far enough from the
        border for every match that begins before the cut to be whole.
        """
        out = Spans()
        if self.is_empty:
            return out
        rest, offset = "", 0
        waiting: list[tuple[int, int]] = []
        for _, chunk in chunks:
            cancel.check()
            rest += chunk
            cut = self._cut(rest)
            if not cut:
                continue
            waiting += self._found(rest, offset, cut)
            rest, offset = rest[cut:], offset + cut
            waiting = _settle(out, waiting, offset)
            if limit is not None and len(out) > limit:
                break
        else:
            cancel.check()
            waiting += self._found(rest, offset, len(rest) + 1)
            _settle(out, waiting, offset + len(rest) + 1)
        return out if limit is None or len(out) <= limit else Spans(islice(out, limit))

    def _found(self, text: str, offset: int, before: int) -> Iterator[tuple[int, int]]:
        """The spans of the occurrences that begin `before` that place in `text`, which stands at `offset`."""
        alone, slots = self.vocabulary.find(text)
        yield from ((offset + start, offset + end) for start, end in alone if start < before)
        for found in self._rows(list(slots)):
            if found.begins < before:
                yield offset + found.start, offset + found.end

    def _rows(self, slots: list[Slot]) -> Iterator[Found]:
        yield from phrases_in(slots, self.phrases)
        for words, distance in self.nears:
            yield from nearby_in(slots, words, distance)

    def _cut(self, text: str) -> int:
        """A place with `reach` whole words after it, as late as is cheap to find; 0 when there is none."""
        reach = self.vocabulary.reach
        tail = 16 * reach
        while tail < min(len(text), _LONGEST_TAIL):
            places = _CUT.finditer(text, max(len(text) - tail - _CUT_WINDOW, 1), len(text) - tail)
            cut = max((place.start() for place in places), default=0)
            if cut and _holds(text, cut, reach):
                return cut
            tail *= 8
        return 0


def _holds(text: str, start: int, count: int) -> bool:
    """True when `text` holds more than `count` words from `start` on, a word broken at a line end counted as one."""
    last = -1
    for token in tokens(text, start):
        count += 1 if token.position == last else -1
        last = token.position
        if count < 0:
            return True
    return False


def _leaves(leaves: list[wq.Query], fields: tuple[str, str]) -> _Leaves:
    words: set[str] = set()
    prefixes: set[str] = set()
    ideographs: set[str] = set()
    tests = []
    phrases: dict[tuple[str, ...], None] = {}
    nears: dict[tuple[tuple[str, ...], int], None] = {}
    for leaf in leaves:
        if leaf.fieldname not in fields:
            continue
        if isinstance(leaf, wq.Term):
            words.add(leaf.text)
        elif isinstance(leaf, wq.Prefix):
            (ideographs if is_ideograph(leaf.text) else prefixes).add(leaf.text)
        elif isinstance(leaf, wq.Phrase):
            phrases[tuple(leaf.words)] = None
        elif isinstance(leaf, Near):
            nears[leaf.words, leaf.distance] = None
        elif test := word_test(leaf):
            tests.append(test)
    reach = max([2 * len(phrase) for phrase in phrases] + [len(near) + most for near, most in nears], default=0)
    members = frozenset(word for phrase in (*phrases, *(near for near, _ in nears)) for word in phrase)
    vocabulary = Vocabulary(
        words=frozenset(words),
        ideographs=frozenset(ideographs),
        prefixes=tuple(sorted(prefixes)),
        tests=tuple(tests),
        members=members,
        reach=reach + 2,
    )
    return _Leaves(vocabulary, tuple(phrases), tuple(nears))


def _settle(out: Spans, waiting: list[tuple[int, int]], before: int) -> list[tuple[int, int]]:
    """Append to `out`, in order and merged, the spans that start `before` an offset; return the others."""
    waiting.sort()
    for place, (start, end) in enumerate(waiting):
        if start >= before:
            return waiting[place:]
        if out.ends and start < out.ends[-1]:
            out.ends[-1] = max(end, out.ends[-1])
        else:
            out.starts.append(start)
            out.ends.append(end)
    return []
