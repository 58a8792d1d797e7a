"""What is written into the files of a segment is what is read from them: arrays, lexicons, postings."""

import os
import random
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.index.codec.arrays import TYPES, Array, ArrayFile, ArrayWriter
from search.index.codec.lexicon import BLOCK, Lexicon, write_lexicon
from search.index.codec.postings import FieldPostings, Places, Postings, Run
from search.index.pages import PAGE, Torn, measure

KIND = ".x"
LARGEST = {"<u1": 0xFF, "<u2": 0xFFFF, "<u4": 0xFFFFFFFF}

numbers = st.sampled_from(TYPES).flatmap(lambda of: st.lists(st.integers(0, LARGEST[of]), max_size=30))
lengths = st.sampled_from([0, 1, 7, PAGE // 4 - 3, PAGE - 1, PAGE, PAGE + 1, 2 * PAGE])
long_arrays = st.tuples(lengths, st.integers(0, 0xFFFF)).map(lambda pair: list(range(pair[1], pair[1] + pair[0])))


def written(folder: Path, fill: Any) -> ArrayFile:
    """A file that `fill` has written into."""
    path = folder / "file"
    with ArrayWriter(path, KIND) as writer:
        fill(writer)
        record = writer.close()
    assert measure(path) == record
    return ArrayFile(path, KIND)


@given(st.dictionaries(st.text(max_size=5), numbers | long_arrays, max_size=5), st.randoms(use_true_random=False))
@settings(max_examples=80, deadline=None)
def test_arrays_come_back(arrays: dict[str, list[int]], chance: random.Random) -> None:
    def fill(writer: ArrayWriter) -> None:
        for name, values in arrays.items():
            writer.add(name, values)

    with tempfile.TemporaryDirectory() as scratch:
        file = written(Path(scratch), fill)
        for name, values in arrays.items():
            assert file.count(name) == len(values)
            first, last = sorted(chance.randint(0, len(values)) for _ in range(2))
            assert file.slice(name, first, last).tolist() == values[first:last]
            assert file.slice(name).tolist() == values
        assert file.count("absent!") == 0


@given(
    st.lists(st.tuples(st.sampled_from("ab"), st.lists(st.integers(0, 0xFFFF), max_size=40)), max_size=30),
    st.sampled_from([1, 64, 1 << 20]),
    st.randoms(use_true_random=False),
)
@settings(max_examples=60, deadline=None)
def test_arrays_that_grow_side_by_side(parts: list[tuple[str, list[int]]], spool: int, chance: random.Random) -> None:
    expected: dict[str, list[int]] = {"a": [], "b": []}

    def fill(writer: ArrayWriter) -> None:
        growing = {name: writer.growing(name, "<u2") for name in expected}
        writer.add("between", b"whole")
        for name, values in parts:
            growing[name].append(np.array(values, np.int64))
            expected[name] += values
            assert growing[name].count == len(expected[name])
            first, last = sorted(chance.randint(0, len(expected[name])) for _ in range(2))
            assert growing[name].slice(first, last).tolist() == expected[name][first:last]

    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as scratch:
        patch.setattr("search.index.codec.arrays.SPOOL", spool)
        patch.setattr("search.index.codec.arrays._PART", 64)
        file = written(Path(scratch), fill)
        assert {name: file.slice(name).tolist() for name in expected} == expected
        assert file.slice("between").tobytes() == b"whole"
        assert os.listdir(scratch) == ["file"]


def test_what_grows_beyond_memory_is_whole(tmp_path: Path) -> None:
    values = np.arange(5_000_000, dtype=np.uint32)

    def fill(writer: ArrayWriter) -> None:
        growing = writer.growing("large", "<u4")
        for part in np.array_split(values, 7):
            growing.append(part)

    assert np.array_equal(written(tmp_path, fill).slice("large"), values)


def test_numbers_that_no_array_holds_are_refused(tmp_path: Path) -> None:
    with ArrayWriter(tmp_path / "file", KIND) as writer, pytest.raises(OverflowError):
        writer.add("name", [1 << 32])


def test_a_part_that_is_not_there_is_damage(tmp_path: Path) -> None:
    file = written(tmp_path, lambda writer: writer.add("name", [1, 2, 3]))
    for first, last in ((0, 4), (-1, 2), (2, 1), (3, 1 << 70)):
        with pytest.raises(Torn):
            file.slice("name", first, last)
    with pytest.raises(Torn):
        file.slice("absent")
    with pytest.raises(Torn, match="kind"):
        ArrayFile(tmp_path / "file", ".y")


@pytest.mark.parametrize("seed", [1, 2, pytest.param(3, marks=pytest.mark.long)])
def test_no_byte_that_was_changed_is_handed_out(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    arrays = {name: [chance.randrange(top) for _ in range(count)] for name, top, count in SHAPES}

    def fill(writer: ArrayWriter) -> None:
        for name, values in arrays.items():
            writer.add(name, values)

    written(tmp_path, fill)
    sound = (tmp_path / "file").read_bytes()
    for number in range(3_000 if seed == 3 else 200):
        damaged = bytearray(sound)
        harm = chance.randrange(3)
        place = chance.randrange(len(damaged))
        if harm == 0:
            damaged[place] ^= 1 << chance.randrange(8)
        elif harm == 1:
            del damaged[place:]
        else:
            damaged[place : place + chance.randrange(1, 9)] = chance.randbytes(chance.randrange(9))
        path = tmp_path / f"{number}"
        path.write_bytes(damaged)
        if damaged == sound:
            continue
        refused = False
        try:
            file = ArrayFile(path, KIND)
        except Torn:
            continue
        for name, values in arrays.items():
            try:
                assert file.slice(name).tolist() == values
            except Torn:
                refused = True
        # Between the arrays are bytes that nobody reads.
        assert refused or all(byte == 0 for byte in sound[place : place + 1]), (number, harm, place)


SHAPES = (("small", 1 << 8, 100), ("middle", 1 << 16, 20_001), ("large", 1 << 32, 9_999), ("empty", 1, 0))

terms_of = st.sets(
    st.one_of(
        st.text(min_size=1, max_size=6),
        st.text(alphabet="ab", min_size=1, max_size=40),
        st.tuples(st.sampled_from(["x" * 31, "x" * 32, "x" * 33, "é" * 40, "東" * 15]), st.text(max_size=3)).map(
            "".join
        ),
        st.text(alphabet="\0a", min_size=1, max_size=4),
    ),
    max_size=70,
).map(lambda words: sorted(word.encode("utf-8", "replace") for word in words))


@given(terms_of, st.lists(st.text(max_size=4), max_size=5))
@settings(max_examples=150, deadline=None)
def test_a_lexicon_of_any_words(terms: list[bytes], others: list[str]) -> None:
    terms = sorted(set(terms))
    with tempfile.TemporaryDirectory() as scratch:
        lexicon = Lexicon(written(Path(scratch), lambda writer: write_lexicon(writer, "name", terms)), "name")
        check_lexicon(lexicon, terms, [other.encode("utf-8", "replace") for other in others])


@pytest.mark.parametrize("count", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK, BLOCK * 1024, BLOCK * 1024 + 1])
def test_lexicons_at_the_borders_of_blocks(count: int, tmp_path: Path) -> None:
    terms = sorted(b"%x" % (number * 7) for number in range(count))
    lexicon = Lexicon(written(tmp_path, lambda writer: write_lexicon(writer, "name", terms)), "name")
    some = random.Random(count).sample(terms, min(count, 100))
    check_lexicon(lexicon, terms, [b"0", b"ffffff", *(term + b"!" for term in some)], some)


def check_lexicon(lexicon: Lexicon, terms: list[bytes], others: list[bytes], some: list[bytes] | None = None) -> None:
    assert len(lexicon) == len(terms)
    assert list(lexicon.terms()) == terms
    for term in terms if some is None else some:
        place = terms.index(term)
        assert lexicon.find(term) == lexicon.place(term) == place
        assert lexicon.term(place) == term
    for place in (0, 1, BLOCK - 1, BLOCK, len(terms)):
        assert list(lexicon.terms(place)) == terms[place:]
    for other in (*others, *(term[:-1].decode(errors="ignore").encode() for term in (some or terms)[:20])):
        assert lexicon.place(other) == sum(term < other for term in terms)
        assert lexicon.find(other) == (terms.index(other) if other in terms else None)
        first, last = lexicon.starting(other)
        assert terms[first:last] == [term for term in terms if term.startswith(other)]


def some_run(chance: random.Random, words: list[bytes], documents: int) -> Run:
    """Postings of these words, with frequencies and positions of every width."""
    counts, held, frequencies, positions = [], [], [], []
    for _ in words:
        own = sorted(chance.sample(range(documents), chance.randint(1, documents)))
        counts.append(len(own))
        held += own
        for _ in own:
            frequency = chance.choice([1, 1, 2, 254, 255, 256, 700])
            top = chance.choice([1 << 8, 1 << 16, 1 << 32]) if frequency < 3 else chance.choice([1 << 16, 1 << 32])
            frequencies.append(frequency)
            positions += sorted(chance.sample(range(top), frequency))
    arrays = [np.array(values, np.int64) for values in (counts, held, frequencies, positions)]
    return Run(words, arrays[0], arrays[1], arrays[2], arrays[3])


class Field:
    """Postings that were written in runs, and are read."""

    def __init__(self, folder: Path, runs: list[Run], documents: int) -> None:
        folder.mkdir(exist_ok=True)
        paths = [folder / name for name in ("dictionary", "postings", "positions")]
        dictionary, postings, positions = (ArrayWriter(path, KIND) for path in paths)
        with dictionary, postings, positions:
            field = FieldPostings(dictionary, postings, positions, "name", documents)
            for run in runs:
                field.add(run)
            field.finish()
            for writer in (dictionary, postings, positions):
                writer.close()
        words, lists, places = (ArrayFile(path, KIND) for path in paths)
        self.lexicon = Lexicon(words, "name")
        self.postings = Postings(words, lists, places, "name", documents)


def in_one(runs: list[Run]) -> Run:
    counts, documents, frequencies, positions = map(np.concatenate, zip(*(run[1:] for run in runs), strict=True))
    return Run([term for run in runs for term in run.terms], counts, documents, frequencies, positions)


def same(one: Run, other: Run) -> bool:
    return one.terms == other.terms and all(map(np.array_equal, one[1:], other[1:]))


@pytest.mark.parametrize("seed", [*range(6), *(pytest.param(seed, marks=pytest.mark.long) for seed in range(6, 60))])
def test_postings_come_back(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    documents = chance.choice([1, 3, 20])
    words = sorted({b"%x" % chance.randrange(1 << 16) for _ in range(40)})
    cuts = [0, *sorted(chance.sample(range(1, len(words)), 3)), len(words)]
    runs = [some_run(chance, words[first:last], documents) for first, last in pairwise(cuts)]
    field, whole = Field(tmp_path, runs, documents), in_one(runs)
    assert same(field.postings.run(0, len(words), words), whole)
    starts, ends = np.cumsum(whole.counts) - whole.counts, np.cumsum(whole.counts)
    bounds = np.append(0, np.cumsum(whole.frequencies))
    for place, word in enumerate(words):
        assert field.lexicon.find(word) == place
        entry = field.postings.entry(place)
        assert entry.places == Places(int(starts[place]), int(ends[place]))
        listed = field.postings.listed(entry.places)
        assert np.array_equal(listed.documents, whole.documents[starts[place] : ends[place]])
        assert np.array_equal(listed.frequencies, whole.frequencies[starts[place] : ends[place]])
        own: Array = whole.positions[bounds[starts[place]] : bounds[ends[place]]]
        assert np.array_equal(field.postings.positions(entry, listed.frequencies), own)
    first, last = sorted(chance.sample(range(len(words) + 1), 2))
    places = field.postings.places(first, last)
    assert np.array_equal(field.postings.documents(places), whole.documents[starts[first] : ends[last - 1]])
    assert np.array_equal(field.postings.frequencies(places), whole.frequencies[starts[first] : ends[last - 1]])
    assert np.array_equal(field.postings.counts(first, last), whole.counts[first:last])
