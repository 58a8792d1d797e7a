"""Whoosh's own writer writes segments through our codec, and its own reader reads them back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import whoosh.index
from whoosh import query as wq
from whoosh.writing import MERGE_SMALL, OPTIMIZE, SegmentWriter

from search.index.codec.codec import Codec
from search.index.codec.files import KINDS
from search.index.engine import IndexDocument
from search.index.schema import SCHEMA
from search.index.writable_engine import open_writable
from search.query.nodes import TEXT, TITLE
from search.text.tokens import JOIN
from tests.search.plainly import analysed
from tests.search.test_index_scores import random_documents, stock

Postings = dict[tuple[str, str], dict[int, list[int]]]

ODD = [
    IndexDocument(121, "", "naïve 東京都 re-\ncord re-\ncord " + "many " * 300),
    IndexDocument(122, "Ünïcode", ""),
    IndexDocument(123, "", "far " + "filler " * 70_000 + "away"),
    IndexDocument(124, "", ""),
]


@pytest.fixture(scope="module")
def documents() -> list[IndexDocument]:
    return [*random_documents(7, 120), *ODD]


def opened(folder: Path) -> Any:
    folder.mkdir()
    return whoosh.index.create_in(str(folder), SCHEMA)


def add(index: Any, documents: list[IndexDocument], **options: Any) -> None:
    writer = SegmentWriter(index, codec=Codec())
    for version, title, text in documents:
        writer.add_document(version=version, title=title, text=text)
    writer.commit(**options)


def postings(index: Any) -> Postings:
    """All that a reader of Whoosh's says of the documents that are not deleted."""
    found: Postings = {}
    with index.reader() as reader:
        versions = reader.column_reader("version")
        for field, spelled in reader.all_terms():
            matcher = reader.postings(field, spelled)
            held = found.setdefault((field, spelled.decode()), {})
            while matcher.is_active():
                places = matcher.value_as("positions")
                assert matcher.weight() == matcher.value_as("frequency") == len(places)
                held[versions[matcher.id()]] = places
                matcher.next()
    return {term: held for term, held in found.items() if held}


def expected(documents: list[IndexDocument]) -> Postings:
    found: Postings = {}
    for version, fields in analysed(documents).items():
        for field, positions in fields.items():
            for word, places in positions.items():
                found.setdefault((field, word), {})[version] = places
    return found


@pytest.fixture(params=["one commit", "three commits", "merged", "optimized"])
def index(request: pytest.FixtureRequest, tmp_path: Path, documents: list[IndexDocument]) -> Iterator[Any]:
    index = opened(tmp_path / "index")
    match request.param:
        case "one commit":
            add(index, documents)
        case "three commits":
            for part in range(3):
                add(index, documents[part::3], merge=False)
        case "merged":
            for document in documents[:12]:
                add(index, [document], merge=False)
            add(index, documents[12:], mergetype=MERGE_SMALL)
        case "optimized":
            for part in range(3):
                add(index, documents[part::3], mergetype=OPTIMIZE)
    suffixes = [path.suffix for path in (tmp_path / "index").iterdir() if path.name.startswith("MAIN_") and path.suffix]
    segments = suffixes.count(".doc")
    assert sorted(suffixes) == sorted([*KINDS] * segments)
    assert segments == {"one commit": 1, "three commits": 3, "optimized": 1}.get(request.param, segments)
    assert segments < 10
    yield index
    index.close()


def test_whoosh_reads_what_it_wrote(index: Any, documents: list[IndexDocument]) -> None:
    assert postings(index) == expected(documents)
    with index.reader() as reader:
        assert reader.doc_count() == len(documents)
        for field in (TEXT, TITLE):
            words = [word for name, word in expected(documents) if name == field]
            assert [text.decode() for text in reader.lexicon(field)] == sorted(words)
            assert reader.field_length(field) == sum(length(document, field) for document in documents)
        versions = reader.column_reader("version")
        for number in reader.all_doc_ids():
            document = next(document for document in documents if document.version == versions[number])
            assert reader.doc_field_length(number, TEXT) == length(document, TEXT)
        for (field, word), held in list(expected(documents).items())[:40]:
            info = reader.term_info(field, word)
            frequencies = list(map(len, held.values()))
            assert (info.doc_frequency(), info.weight()) == (len(held), sum(frequencies))
            assert info.max_weight() == max(frequencies)
            assert reader.doc_frequency(field, word) == len(held)
            assert reader.frequency(field, word) == sum(frequencies)


def length(document: IndexDocument, field: str) -> int:
    positions = analysed([document])[document.version][field]
    return sum(len(places) for word, places in positions.items() if word != JOIN)


def test_scores_are_those_of_the_engine(index: Any, documents: list[IndexDocument], tmp_path: Path) -> None:
    open_writable(tmp_path / "ours").add(documents)
    for query in (
        wq.Term(TEXT, "al"),
        wq.And([wq.Term(TEXT, "many"), wq.Term(TEXT, "record")]),
        wq.Or([wq.Term(TITLE, "am"), wq.Term(TEXT, "far")]),
        wq.Phrase(TEXT, ["filler", "away"]),
    ):
        found = stock(tmp_path / "index", query)
        assert found
        assert found == pytest.approx(stock(tmp_path / "ours", query), rel=1e-9)


def test_deleted_documents_are_gone_after_a_merge(tmp_path: Path, documents: list[IndexDocument]) -> None:
    index = opened(tmp_path / "index")
    for part in range(3):
        add(index, documents[part::3], merge=False)
    gone = {1, 2, 30, 121}
    writer = SegmentWriter(index, codec=Codec())
    with index.reader() as reader:
        versions = reader.column_reader("version")
        for number in [number for number in reader.all_doc_ids() if versions[number] in gone]:
            writer.delete_document(number)
    writer.commit(merge=False)
    left = [document for document in documents if document.version not in gone]
    for optimize in (False, True):
        if optimize:
            SegmentWriter(index, codec=Codec()).commit(optimize=True)
        index = index.refresh()
        assert postings(index) == expected(left)
        with index.reader() as reader:
            assert reader.has_deletions() != optimize
            assert (reader.doc_count(), reader.doc_count_all()) == (len(left), len(left) + (not optimize) * len(gone))


def test_an_index_of_documents_without_words(tmp_path: Path) -> None:
    index = opened(tmp_path / "index")
    add(index, [IndexDocument(1, "", ""), IndexDocument(2, "", "...")])
    add(index, [IndexDocument(3, "", "")], optimize=True)
    assert postings(index) == {}
    with index.reader() as reader:
        assert sorted(reader.column_reader("version")) == [1, 2, 3]
