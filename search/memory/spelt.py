"""Names looked up in `names.db`: by how they begin, by the words that they hold, and by the trigrams that they share.

Most trigrams of a misspelt name are right. So the rarest of those that were typed are looked up, few or many as their
lists are long or short, for the names that stand in most of those lists. And most words of a misspelt name are right:
names that hold one of them as it was typed are looked up too. All these are compared with what was typed.
"""

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import islice
from threading import Lock

from search.cancel import CancelToken
from search.entities.lookup.keylist import Scored
from search.entities.lookup.scoring import alike, spelt
from search.entities.mentions import VALUES
from search.memory.bearers import Unsorted, entities_of
from search.memory.memory import Memory
from search.memory.spelling import discard, grams_of, spelling_of
from search.memory.values import letter_of

_LISTED = 300
"""So many names that begin or hold what was typed are listed; the most mentioned ones are compared elsewhere."""
_SEEN = 5_000
_NEEDED = 6
"""Trigrams by which names are found that hold the words typed."""
_READ = 12_000
_GRAMS, _READ_AT_MOST = 4, 40_000
"""So many trigrams are looked up whose lists are not longer than `_READ_AT_MOST` together, and more while they are not
longer than `_READ`.
"""
_COMPARED = 800
_HELD = 600
"""Names that are looked up by one word."""
_KEPT = 64
"""Lists of trigrams that are kept: who types on asks for most of them again."""

_BEGINNING = "SELECT id, key FROM name WHERE key >= ? AND key < ? ORDER BY key LIMIT ?"
_HOLDING = """
SELECT name.id, name.key FROM spelling CROSS JOIN name ON name.id = spelling.rowid
WHERE spelling MATCH ? AND {} LIMIT ?
"""
_STARTS = "instr(' ' || name.key, ?)"
_LIST = "SELECT group_concat(rowid) FROM spelling WHERE spelling MATCH ?"
_KEYS = "SELECT id, key FROM name WHERE id IN (SELECT value FROM json_each(?))"
_COUNTS = "SELECT term, names FROM gram WHERE term IN (SELECT value FROM json_each(?))"
_FORMS = "SELECT name, form FROM bearer WHERE name IN (SELECT value FROM json_each(?))"
_VALUES = "SELECT key, form FROM value WHERE type = ? AND key >= ? AND key < ? ORDER BY key LIMIT ?"


class Indexed:
    """The file of `memory`, opened by `spelling.opened`. Once it turns out to be damaged it is removed, and all names
    are looked at.
    """

    def __init__(self, memory: Memory, connection: sqlite3.Connection) -> None:
        self._memory = memory
        self._connection = connection
        self._turn = Lock()
        self._lists: dict[str, array[int]] = {}
        self._damaged = False

    def spelt(self, query: str, cancel: CancelToken) -> Iterable[Scored]:
        """Whoever bears a key in which each word of the query begins a word. Cancelled."""
        if not self._damaged:
            try:
                with self._turn:
                    names = dict(self._spelt(query, cancel))
                    values = self._values(query)
                    forms = self._forms(names)
                return [*self._borne(names, forms), *self._borne(values, {form: form for form in values})]
            except sqlite3.Error:
                self._give_up()
        return Unsorted(self._memory, 0).spelt(query, cancel)

    def alike(self, query: str, cancel: CancelToken) -> Iterable[Scored]:
        """Whoever bears a key that looks or sounds like the query; amounts and dates are not looked at. Cancelled."""
        if not self._damaged:
            try:
                with self._turn:
                    names = dict(self._alike(query, cancel))
                    forms = self._forms(names)
                return list(self._borne(names, forms))
            except sqlite3.Error:
                self._give_up()
        return Unsorted(self._memory, 0).alike(query, cancel)

    def _give_up(self) -> None:
        self._damaged = True
        if self._memory.writable:
            discard(self._memory.folder)

    def _spelt(self, query: str, cancel: CancelToken) -> Iterator[tuple[int, tuple[float, str]]]:
        end = query + "\U0010ffff"
        for name, key in self._connection.execute(_BEGINNING, (query, end, _LISTED)):
            yield name, (spelt(query, key) or 0.0, key)
        left = _LISTED
        for seen, (name, key) in enumerate(self._holding(query.split())):
            if seen % _LISTED == 0:
                cancel.check()
            score = spelt(query, key)
            if score is not None:
                left -= 1
                yield name, (score, key)
            if not left:
                return

    def _holding(self, words: Iterable[str]) -> Iterable[tuple[int, str]]:
        """Names that hold the beginnings of `words`, and others."""
        needed = [gram for word in words for gram in grams_of(f" {word}")]
        initials = [f" {word}" for word in words if len(word) == 1]
        counts = self._counts(needed)
        if not needed or len(counts) < len(set(needed)):
            return ()
        rarest = _rarest(counts)[:_NEEDED]
        query = _HOLDING.format(" AND ".join([_STARTS] * len(initials)) or "1")
        return self._connection.execute(query, (" AND ".join(map(_quoted, rarest)), *initials, _SEEN))

    def _alike(self, query: str, cancel: CancelToken) -> Iterator[tuple[int, tuple[float, str]]]:
        chosen = _numbers(self._sharing(query, cancel))
        names = {key: name for name, key in self._connection.execute(_KEYS, (chosen,))}
        words = query.split()
        for word in words if len(words) > 1 else ():
            cancel.check()
            names |= self._with_word(word, [other for other in words if other != word])
        for score, key in alike(query, list(names)):
            yield names[key], (score, key)

    def _sharing(self, query: str, cancel: CancelToken) -> list[int]:
        """The names that share most trigrams with the query, of those that it is worth to look up."""
        counts = self._counts(grams_of(spelling_of(query)))
        shared: Counter[int] = Counter()
        read = 0
        for number, gram in enumerate(_rarest(counts)):
            read += counts[gram]
            if number and read > (_READ if number >= _GRAMS else _READ_AT_MOST):
                break
            cancel.check()
            shared.update(self._list(gram))
        return _most_common(shared, _COMPARED)

    def _with_word(self, word: str, others: Iterable[str]) -> dict[str, int]:
        """Names, with their numbers, that hold `word` and, if those are many, a rare trigram of the other words."""
        own = grams_of(f" {word} ")
        counts = self._counts(own)
        if len(counts) < len(own):
            return {}
        holding = " AND ".join(map(_quoted, _rarest(counts)[:_NEEDED]))
        names = self._named(holding)
        if len(names) == _HELD:
            also = _rarest(self._counts([gram for other in others for gram in grams_of(f" {other} ")]))[:_NEEDED]
            names |= self._named(f"{holding} AND ({' OR '.join(map(_quoted, also))})") if also else {}
        return names

    def _named(self, match: str) -> dict[str, int]:
        return {key: name for name, key in self._connection.execute(_HOLDING.format("1"), (match, _HELD))}

    def _list(self, gram: str) -> "array[int]":
        """The names that have a trigram."""
        known = self._lists.pop(gram, None)
        if known is None:
            # Ten thousand rows as one text come four times faster than one by one.
            text = self._connection.execute(_LIST, (_quoted(gram),)).fetchone()[0]
            known = array("Q", map(int, text.split(","))) if text else array("Q")
        self._lists[gram] = known
        while len(self._lists) > _KEPT:
            del self._lists[next(iter(self._lists))]
        return known

    def _counts(self, grams: Collection[str]) -> dict[str, int]:
        """How many names have each trigram; those that no name has are missing."""
        return dict(self._connection.execute(_COUNTS, (json.dumps(list(grams)),)).fetchall())

    def _values(self, query: str) -> dict[int, tuple[float, str]]:
        """Forms of amounts and dates that begin with the query, with their scores."""
        end = query + "\U0010ffff"
        return {
            form: (spelt(query, key) or 0.0, key)
            for kind in VALUES
            for key, form in self._connection.execute(_VALUES, (letter_of(kind), query, end, _LISTED))
        }

    def _forms(self, names: Collection[int]) -> dict[int, int]:
        """The forms that have one of `names`, with it."""
        rows = self._connection.execute(_FORMS, (_numbers(names),))
        return {form: name for name, form in rows}

    def _borne(self, scored: Mapping[int, tuple[float, str]], forms: Mapping[int, int]) -> Iterator[Scored]:
        """Whoever bears what was scored; `forms` are numbers of forms, each with what it was scored by."""
        for form, entity in entities_of(self._memory, forms).items():
            score, key = scored[forms[form]]
            yield score, entity, key


def _most_common(counts: Counter[int], limit: int) -> list[int]:
    """Like `Counter.most_common` without the counts, for counts that are all small."""
    of_each = Counter(counts.values())
    least, room = 1, limit
    for count in sorted(of_each, reverse=True):
        least = count
        if room <= of_each[count]:
            break
        room -= of_each[count]
    chosen = [number for number, count in counts.items() if count > least]
    last = (number for number, count in counts.items() if count == least)
    return chosen + list(islice(last, limit - len(chosen)))


def _rarest(counts: Mapping[str, int]) -> list[str]:
    return sorted(counts, key=lambda gram: (counts[gram], gram))


def _quoted(gram: str) -> str:
    return '"' + gram.replace('"', '""') + '"'


def _numbers(numbers: Iterable[int]) -> str:
    return json.dumps(list(numbers))
