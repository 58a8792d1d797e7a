"""What is remembered can be read back: files, versions, texts, and what they name."""

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.cancel import CancelToken
from search.entities.mentions import EntityType, Key, Mention
from search.entities.resolution.judging import Kind
from search.errors import Cancelled, MemoryDamaged, NotFound
from search.extract.extracted import Extracted, Metadata, Status, Unit
from search.memory.memory import Memory
from search.memory.packing import CHUNK, pack
from search.memory.records import (
    AliasCount,
    EntityCount,
    Location,
    NewVersion,
    Stamp,
    StoredMention,
    TextEntity,
    Unsearchable,
    VersionFacts,
)
from search.text.spans import Spans

JANUARY, FEBRUARY, MARCH = "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z"
SON = Mention(0, 3, EntityType.PERSON, "Son", "masayoshi son")
SON_WHOLE = Mention(10, 23, EntityType.PERSON, "Masayoshi Son", "masayoshi son")
ARM = Mention(30, 33, EntityType.ORGANISATION, "Arm", "arm")
SUM = Mention(40, 45, EntityType.MONEY, "$32bn", "usd 32000000000")


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory.create(tmp_path / "memory")


def news(
    text: str, path: bytes = b"/papers/a.txt", *mentions: Mention, document: int | None = None, at: str = JANUARY
) -> NewVersion:
    return NewVersion(
        source=1,
        document=document,
        path=path,
        stamp=Stamp(len(text), 1_700_000_000_000_000_000, 2, 3),
        digest=b"digest of " + text.encode("utf-8", "surrogatepass"),
        extracted=Extracted("text", "text/1", Status.OK, text),
        mentions=mentions,
        title="A title",
        document_date=None,
        date_origin=None,
        seen_from=at,
        recorded=at,
    )


def put(memory: Memory, *versions: NewVersion) -> list[int]:
    with memory.write() as write:
        write.add_source(b"/papers")
        return [write.remember(version) for version in versions]


def text_number(memory: Memory, version: int) -> int:
    number = next(facts.text for facts in memory.facts() if facts.version == version)
    assert number is not None
    return number


def everything(memory: Memory) -> bytearray:
    return bytearray(b"\1") * (max(facts.version for facts in memory.facts()) + 1)


def test_the_facts_of_a_version_are_what_was_remembered(memory: Memory) -> None:
    units = (Unit("page", 1, "page 1", 0, 4), Unit("page", 2, "page 2", 4, 9))
    metadata = Metadata(author="Ada \ud800", language="en", sender="Ann", message_id="2@x", answers=("0@x", "1@x"))
    extracted = Extracted("pdf", "pdf/1", Status.PARTIAL, "text 日本語", units, metadata, "2 pages unreadable")
    new = replace(news("x"), extracted=extracted, document_date="2024-06", date_origin="name", title="T\udfff")
    (version,) = put(memory, new)
    (facts,) = memory.facts()
    text = text_number(memory, version)
    assert facts == VersionFacts(
        version, 1, 1, b"/papers/a.txt", "T\ufffd", "Ada \ufffd", "en", "pdf", Status.PARTIAL, "2 pages unreadable",
        "2024-06", "name", 0.75, "2023-11-14T22:13:20Z", JANUARY, None, JANUARY, "scan", None, text, 8, 1, "Ann",
        None, None, "2@x", ("0@x", "1@x"), False,
    )  # fmt: skip
    assert memory.text(text) == "text 日本語"
    assert memory.units(text) == units


def test_sources_are_added_once_set_away_removed_and_brought_back(memory: Memory) -> None:
    with memory.write() as write:
        first = write.add_source(b"/papers/\xff")
        assert write.add_source(b"/papers/\xff") == first
        write.set_away(first, True)
    (source,) = memory.sources()
    assert (source.id, source.path, source.away, source.documents) == (first, b"/papers/\xff", True, 0)
    put(memory, replace(news("a"), source=first))
    assert memory.sources()[0].documents == 1
    with memory.write() as write:
        write.remove_source(first)
    assert [source.path for source in memory.sources()] == [b"/papers"]
    assert len(memory.facts()) == 1
    with memory.write() as write:
        assert write.add_source(b"/papers/\xff") == first
        write.set_away(first, False)
    assert (memory.sources()[0].away, memory.sources()[0].documents) == (False, 1)


def test_known_files_hold_what_the_next_scan_compares_with(memory: Memory) -> None:
    hostile = Stamp(1, 2**70, -(2**65), 2**64 - 1)
    path = b"/papers/\xff\xfe.txt"
    (version,) = put(memory, replace(news("a", path), stamp=hostile))
    known = memory.known_files(1)[path]
    assert known == (path, 1, version, hostile, b"digest of a", Status.OK, "text/1")
    assert memory.known_files(2) == {}
    assert (memory.locate(path), memory.locate(b"/papers/other")) == (1, None)
    with memory.write() as write:
        write.touch(1, Stamp(1, 2, 3, 4))
    assert memory.known_files(1)[path].stamp == Stamp(1, 2, 3, 4)
    assert len(memory.facts()) == 1


def test_a_change_closes_the_version_before(memory: Memory) -> None:
    old, new = put(memory, news("old"), news("new", document=1, at=FEBRUARY))
    facts = {each.version: each for each in memory.facts()}
    assert (facts[old].seen_from, facts[old].seen_to) == (JANUARY, FEBRUARY)
    assert (facts[new].seen_from, facts[new].seen_to) == (FEBRUARY, None)
    assert memory.known_files(1)[b"/papers/a.txt"].version == new
    assert memory.locations(1) == [Location(b"/papers/a.txt", JANUARY, None)]


def test_a_clock_set_back_never_goes_below_what_was_seen(memory: Memory) -> None:
    put(memory, news("old", at=FEBRUARY), news("new", document=1, at=JANUARY))
    with memory.write() as write:
        write.rename(1, b"/papers/b.txt", JANUARY, Stamp(0, 0, 0, 0))
        write.gone(1, JANUARY)
    put(memory, news("back", document=1, at=JANUARY))
    assert {(facts.seen_from, facts.seen_to) for facts in memory.facts()} == {(FEBRUARY, FEBRUARY), (FEBRUARY, None)}
    assert [(each.since, each.until) for each in memory.locations(1)][-1] == (FEBRUARY, None)


def test_the_same_content_again_is_the_same_version_brought_up_to_date(memory: Memory) -> None:
    (version,) = put(memory, news("same"))
    extracted = Extracted("markdown", "text/2", Status.OK, "same", metadata=Metadata(author="Ada"))
    again = replace(news("same", document=1, at=FEBRUARY), extracted=extracted, stamp=Stamp(9, 9, 9, 9))
    assert put(memory, again) == [version]
    (facts,) = memory.facts(since=1)
    assert (facts.type, facts.author, facts.seen_from, facts.size) == ("markdown", "Ada", JANUARY, 9)
    assert memory.known_files(1)[b"/papers/a.txt"].stamp == Stamp(9, 9, 9, 9)


@pytest.mark.parametrize("change", [{"digest": b"other bytes"}, {"title": "Another title"}])
def test_another_digest_or_title_is_another_version_that_shares_the_text(
    memory: Memory, change: dict[str, bytes | str]
) -> None:
    put(memory, news("same"))
    put(memory, replace(news("same", document=1, at=FEBRUARY), **change))  # type: ignore[arg-type]
    assert len(memory.facts()) == 2
    assert len({facts.text for facts in memory.facts()}) == 1


def test_a_renamed_document_keeps_its_versions_and_is_found_at_both_paths(memory: Memory) -> None:
    put(memory, news("a"))
    before = memory.generation()
    with memory.write() as write:
        write.rename(1, b"/papers/b.txt", FEBRUARY, Stamp(5, 5, 5, 5))
    (facts,) = memory.facts(since=before)
    assert (facts.path, facts.seen_from, facts.seen_to) == (b"/papers/b.txt", JANUARY, None)
    assert memory.locations(1) == [
        Location(b"/papers/a.txt", JANUARY, FEBRUARY),
        Location(b"/papers/b.txt", FEBRUARY, None),
    ]
    assert memory.locate(b"/papers/a.txt") == memory.locate(b"/papers/b.txt") == 1
    assert memory.known_files(1)[b"/papers/b.txt"].stamp == Stamp(5, 5, 5, 5)
    put(memory, news("another", b"/papers/a.txt", at=FEBRUARY))
    assert memory.locate(b"/papers/a.txt") == 2
    with memory.write() as write:
        write.rename(2, b"/papers/c.txt", MARCH, Stamp(5, 5, 5, 5))
    assert memory.locate(b"/papers/a.txt") == 2


def test_a_rename_into_another_source_is_known_there(memory: Memory) -> None:
    put(memory, news("a"))
    with memory.write() as write:
        other = write.add_source(b"/other")
        write.rename(1, b"/other/a.txt", FEBRUARY, Stamp(1, 1, 1, 1), source=other)
    assert memory.known_files(1) == {}
    assert list(memory.known_files(other)) == [b"/other/a.txt"]
    assert memory.facts()[0].source == other


def test_a_document_whose_path_is_taken_by_a_rename_is_gone(memory: Memory) -> None:
    put(memory, news("a"), news("b", b"/papers/b.txt"))
    with memory.write() as write:
        write.rename(1, b"/papers/b.txt", FEBRUARY, Stamp(1, 1, 1, 1))
    assert {facts.document: facts.gone for facts in memory.facts()} == {1: None, 2: FEBRUARY}
    assert memory.known_files(1)[b"/papers/b.txt"].document == 1


def test_a_new_file_at_a_path_that_is_taken_is_the_document_there(memory: Memory) -> None:
    put(memory, news("a"), news("b", at=FEBRUARY))
    assert {facts.document for facts in memory.facts()} == {1}


def test_a_gone_document_stays_readable_and_may_come_back(memory: Memory) -> None:
    (version,) = put(memory, news("a", b"/papers/a.txt", SON))
    with memory.write() as write:
        write.gone(1, FEBRUARY)
        write.gone(1, MARCH)
    (facts,) = memory.facts()
    assert (facts.gone, facts.seen_to, facts.path) == (FEBRUARY, FEBRUARY, b"/papers/a.txt")
    assert memory.text(text_number(memory, version)) == "a"
    assert memory.known_files(1) == {}
    assert memory.locate(b"/papers/a.txt") == 1
    assert memory.totals().gone == 1
    with memory.write() as write, pytest.raises(ValueError, match="is gone"):
        write.rename(1, b"/papers/b.txt", MARCH, Stamp(1, 1, 1, 1))
    put(memory, news("a", document=1, at=MARCH))
    assert [(facts.seen_from, facts.seen_to, facts.gone) for facts in sorted(memory.facts())] == [
        (JANUARY, FEBRUARY, None),
        (MARCH, None, None),
    ]
    assert [(each.since, each.until) for each in memory.locations(1)] == [(JANUARY, FEBRUARY), (MARCH, None)]
    assert memory.totals().gone == 0


def test_members_move_and_go_with_their_parent(memory: Memory) -> None:
    put(
        memory,
        news("mail", b"/papers/m.eml"),
        replace(news("zip", b"/papers/m.eml/z.zip"), parent=b"/papers/m.eml", member_path=b"z.zip"),
        replace(news("inner", b"/papers/m.eml/z.zip/i.txt"), parent=b"/papers/m.eml/z.zip", member_path=b"i.txt"),
    )
    assert list(memory.known_files(1)) == [b"/papers/m.eml"]
    with memory.write() as write:
        write.rename(1, b"/papers/m.eml/z.zip", FEBRUARY, Stamp(1, 1, 1, 1))
    base = b"/papers/m.eml/z.zip"
    assert {facts.document: facts.path for facts in memory.facts()} == {
        1: base,
        2: base + b"/z.zip",
        3: base + b"/z.zip/i.txt",
    }
    assert {facts.gone for facts in memory.facts()} == {None}
    with memory.write() as write:
        write.gone(1, MARCH)
    assert {facts.document: facts.gone for facts in memory.facts()} == {1: MARCH, 2: MARCH, 3: MARCH}
    put(memory, news("zip", base + b"/z.zip", document=2, at=MARCH))
    with memory.write() as write, pytest.raises(ValueError, match="document 1 is gone"):
        write.rename(1, b"/papers/m.eml", MARCH, Stamp(1, 1, 1, 1))


def test_pending_versions_are_searchable_ones_until_they_are_indexed(memory: Memory) -> None:
    locked = Extracted("pdf", "pdf/1", Status.ENCRYPTED, reason="password needed")
    empty = Extracted("text", "text/1", Status.EMPTY)
    versions = put(
        memory,
        news("a"),
        news("b", document=1, at=FEBRUARY),
        replace(news("c", b"/papers/c"), extracted=empty),
        replace(news("d", b"/papers/d"), extracted=locked),
    )
    assert [each.version for each in memory.pending()] == versions[:3]
    assert [memory.text(each.text) for each in memory.pending()] == ["a", "b", ""]
    before = memory.generation()
    with memory.write() as write:
        write.mark_indexed(versions[:2])
    assert [each.version for each in memory.pending()] == versions[2:3]
    assert {(facts.version, facts.indexed) for facts in memory.facts(before)} == {(each, True) for each in versions[:2]}
    with memory.write() as write:
        write.mark_unindexed([versions[0]])
    assert [each.version for each in memory.pending()] == [versions[0], versions[2]]


def test_facts_since_a_generation_are_those_that_changed_after_it(memory: Memory) -> None:
    put(memory, news("a"), news("b", b"/papers/b.txt"))
    assert len(memory.facts(since=0)) == 2
    seen = memory.generation()
    assert memory.facts(since=seen) == []
    with memory.write() as write:
        write.gone(2, FEBRUARY)
    assert [facts.document for facts in memory.facts(since=seen)] == [2]


def test_totals_add_up(memory: Memory) -> None:
    failed = Extracted("pdf", "pdf/1", Status.FAILED, reason="broken")
    put(
        memory,
        news("a", b"/papers/a", SON, SON_WHOLE, SUM),
        news("b", b"/papers/b", SON),
        replace(news("c", b"/papers/c"), extracted=failed),
        replace(news("d", b"/papers/d"), extracted=failed),
        news("a2", document=1, at=FEBRUARY),
    )
    with memory.write() as write:
        write.gone(4, FEBRUARY)
    totals = memory.totals()
    assert (totals.documents, totals.versions, totals.gone, totals.searchable) == (4, 5, 1, 2)
    assert (totals.entities, totals.mentions, totals.behind) == (2, 4, 3)
    assert (totals.by_status, totals.by_type) == ({"ok": 2, "failed": 2}, {"text": 2, "pdf": 2})
    assert totals.failures == (Unsearchable(b"/papers/c", Status.FAILED, "broken"),)


def test_events_come_back_latest_first(memory: Memory) -> None:
    with memory.write() as write:
        write.event("sync", added=3, path="/papers/\udcff")
        write.event("rebuild")
    latest, first = memory.events(10)
    assert (latest.kind, latest.detail) == ("rebuild", {})
    assert (first.kind, first.detail) == ("sync", {"added": 3, "path": "/papers/\udcff"})
    assert len(first.at) == 20
    assert memory.events(1) == [latest]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "é" * CHUNK,
        "𝕏" * (CHUNK - 1) + "ab" + "é\u2028\x00" * CHUNK,
        "x" * (CHUNK * 2),
        "lone \ud800 surrogate",
    ],
    ids=["empty", "short", "one full chunk", "astral over the border", "two full chunks", "surrogate"],
)
def test_texts_come_back_equal_whole_and_in_pieces(memory: Memory, text: str) -> None:
    (version,) = put(memory, news(text))
    number = text_number(memory, version)
    assert memory.text(number) == text
    pieces = list(memory.chunks(number))
    assert "".join(piece for _, piece in pieces) == text
    assert all(piece and text[start : start + len(piece)] == piece for start, piece in pieces)
    assert memory.verify_text(number)
    assert memory.facts()[0].length == len(text)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text())
def test_any_text_is_stored_once_and_comes_back(memory: Memory, text: str) -> None:
    first, second = put(memory, news(text, b"/papers/1"), replace(news(text, b"/papers/2"), digest=b"other"))
    assert text_number(memory, first) == text_number(memory, second)
    assert memory.text(text_number(memory, first)) == text


def test_a_text_packed_before_the_transaction_is_the_same_text(memory: Memory) -> None:
    (first,) = put(memory, news("one text"))
    with memory.write() as write:
        second = write.remember(news("one text", b"/papers/b.txt"), pack("one text"))
    assert text_number(memory, first) == text_number(memory, second)


def test_a_text_that_is_present_keeps_the_units_and_mentions_it_has(memory: Memory) -> None:
    (version,) = put(memory, news("same", b"/papers/a", SON))
    put(memory, news("same", b"/papers/b", ARM))
    assert [each.surface for each in memory.mentions(text_number(memory, version))] == ["Son"]


def test_damaged_texts_are_told(memory: Memory) -> None:
    (version,) = put(memory, news("x" * (CHUNK + 1)))
    number = text_number(memory, version)
    with sqlite3.connect(memory.folder / "memory.db") as raw:
        raw.execute("UPDATE chunk SET data = ? WHERE number = 1", (pack("y").chunks[0].data,))
    assert not memory.verify_text(number)
    with raw:
        raw.execute("UPDATE chunk SET data = x'00' WHERE number = 1")
    assert not memory.verify_text(number)
    with pytest.raises(MemoryDamaged, match="cannot be unpacked"):
        memory.text(number)
    with raw:
        raw.execute("DELETE FROM chunk WHERE number = 1")
    raw.close()
    assert not memory.verify_text(number)
    with pytest.raises(MemoryDamaged, match="of its"):
        memory.text(number)
    with pytest.raises(NotFound):
        memory.text(99)
    with pytest.raises(NotFound):
        next(memory.chunks(99))


def test_mentions_come_back_sorted_and_overlaps_become_one_span(memory: Memory) -> None:
    inside = Mention(20, 23, EntityType.PERSON, "Son", "masayoshi son")
    beyond = Mention(20, 28, EntityType.PERSON, "Son Corp", "masayoshi son")
    (version,) = put(memory, news("a text", b"/papers/a", SON, SON_WHOLE, inside, inside, beyond, ARM))
    text = text_number(memory, version)
    stored = memory.mentions(text)
    son, arm = stored[0].entity, stored[-1].entity
    assert stored == [
        StoredMention(0, 3, EntityType.PERSON, "Son", son, SON.key),
        StoredMention(10, 23, EntityType.PERSON, "Masayoshi Son", son, SON.key),
        StoredMention(20, 28, EntityType.PERSON, "Son Corp", son, SON.key),
        StoredMention(20, 23, EntityType.PERSON, "Son", son, SON.key),
        StoredMention(30, 33, EntityType.ORGANISATION, "Arm", arm, ARM.key),
    ]
    assert memory.spans(text, [son]) == Spans([(0, 3), (10, 28)])
    assert memory.spans(text, {son, arm}) == Spans([(0, 3), (10, 28), (30, 33)])
    assert memory.spans(text, []) == Spans()


def test_spans_that_touch_stay_two_and_nested_ones_are_swallowed(memory: Memory) -> None:
    places = ((0, 3), (3, 5), (10, 20), (12, 14), (16, 18))
    mentions = [Mention(start, end, EntityType.PERSON, "Son", "masayoshi son") for start, end in places]
    (version,) = put(memory, news("a text", b"/papers/a", *mentions))
    spans = memory.spans(text_number(memory, version), [named(memory, "Son")])
    assert spans == Spans([(0, 3), (3, 5), (10, 20)])


def named(memory: Memory, name: str) -> int:
    return next(each.entity for each in memory.entity_names() if each.name == name)


def test_forms_share_entities_by_type_and_norm(memory: Memory) -> None:
    put(memory, news("a", b"/papers/a", SON, SON_WHOLE, ARM), news("b", b"/papers/b", SON, SUM))
    forms = list(memory.forms())
    assert [(form.surface, form.norm) for form in forms] == [
        ("Son", "masayoshi son"),
        ("Masayoshi Son", "masayoshi son"),
        ("Arm", "arm"),
        ("$32bn", "usd 32000000000"),
    ]
    assert forms[0].entity == forms[1].entity != forms[2].entity
    assert [(each.type, each.name, each.norm) for each in memory.entity_names()] == [
        (EntityType.PERSON, "Son", "masayoshi son"),
        (EntityType.ORGANISATION, "Arm", "arm"),
        (EntityType.MONEY, "$32bn", "usd 32000000000"),
    ]


def test_versions_and_texts_that_name_entities_are_found_past_ones_too(memory: Memory) -> None:
    old, new, other = put(
        memory,
        news("old", b"/papers/a", SON),
        news("new", b"/papers/a", ARM, document=1, at=FEBRUARY),
        news("other", b"/papers/b", SON_WHOLE),
    )
    son, arm = named(memory, "Son"), named(memory, "Arm")
    assert memory.versions_naming([son]) == {old, other}
    assert memory.versions_naming([son, arm]) == {old, new, other}
    assert memory.versions_naming([]) == memory.versions_naming([999]) == frozenset()
    assert memory.texts_naming([son]) == {text_number(memory, old), text_number(memory, other)}
    assert memory.aliases([son, arm]) == {
        son: [AliasCount("Masayoshi Son", 1), AliasCount("Son", 1)],
        arm: [AliasCount("Arm", 1)],
    }


def test_entities_are_counted_inside_a_scope_by_mention_and_by_document(memory: Memory) -> None:
    again = Mention(50, 53, EntityType.PERSON, "Son", "masayoshi son")
    first, copy, second, third = put(
        memory,
        news("same text", b"/papers/a", SON, again, ARM),
        replace(news("same text", b"/papers/b"), digest=b"copy"),
        news("changed", b"/papers/a", SON_WHOLE, document=1, at=FEBRUARY),
        news("third", b"/papers/c", ARM),
    )
    son, arm = named(memory, "Son"), named(memory, "Arm")
    assert memory.entity_counts(everything(memory)) == {son: EntityCount(5, 2), arm: EntityCount(3, 3)}
    scope = bytearray(third + 1)
    assert memory.entity_counts(scope) == memory.entity_counts(bytearray()) == {}
    scope[copy] = 1
    assert memory.entity_counts(scope) == {son: EntityCount(2, 1), arm: EntityCount(1, 1)}
    scope[first] = scope[second] = 1
    assert memory.entity_counts(scope)[son] == EntityCount(5, 2)
    assert memory.entity_counts(scope[: second + 1])[son] == EntityCount(5, 2)


class GivenUpAfterOneLook(CancelToken):
    __slots__ = ("looks",)

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0

    def __getattribute__(self, name: str) -> object:
        if name == "cancelled" and (looks := object.__getattribute__(self, "looks")) > 0:
            return True
        if name == "cancelled":
            self.looks = looks + 1
        return object.__getattribute__(self, name)


def test_counting_is_given_up_in_the_middle(memory: Memory) -> None:
    mentions = [Mention(place, place + 1, EntityType.PERSON, f"n{place}", f"n{place}") for place in range(200)]
    put(memory, *(news(f"text {number}", b"/papers/%d" % number, *mentions) for number in range(100)))
    token = GivenUpAfterOneLook()
    with pytest.raises(Cancelled):
        memory.entity_counts(everything(memory), token)
    assert token.looks == 1
    gave_up = CancelToken()
    gave_up.cancel()
    with pytest.raises(Cancelled):
        memory.entity_counts(everything(memory), gave_up)
    assert len(memory.entity_counts(everything(memory), CancelToken())) == 200


def test_hits_show_the_most_mentioned_names_of_each_text(memory: Memory) -> None:
    more = [Mention(100 + place, 103 + place, EntityType.ORGANISATION, "Arm", "arm") for place in range(3)]
    first, second, third = put(
        memory,
        news("first", b"/papers/1", SON, SUM, *more),
        news("second", b"/papers/2", SON),
        news("third", b"/papers/3", SUM),
    )
    texts = [text_number(memory, version) for version in (first, second, third)]
    son, arm = named(memory, "Son"), named(memory, "Arm")
    in_second = [TextEntity(son, EntityType.PERSON, "Son", 1)]
    assert memory.entities_in([*texts, *texts], 5) == {
        texts[0]: [TextEntity(arm, EntityType.ORGANISATION, "Arm", 3), *in_second],
        texts[1]: in_second,
    }
    assert [len(each) for each in memory.entities_in(texts, 1).values()] == [1, 1]


def test_one_resolved_into_another_answers_for_it_until_it_is_judged_different(memory: Memory) -> None:
    short = Mention(0, 3, EntityType.PERSON, "Son", "son")
    (version, _) = put(memory, news("a", b"/papers/a", short), news("b", b"/papers/b", SON_WHOLE, ARM))
    son, masayoshi, arm = (each.entity for each in memory.entity_names())
    with memory.write() as write:
        write.regroup([son])
    assert [each.entity for each in memory.entity_names()] == [masayoshi, arm]
    merged = memory.entity(son)
    assert merged is not None
    assert (merged.entity, merged.name) == (masayoshi, "Masayoshi Son")
    assert memory.versions_naming([son]) == memory.versions_naming([masayoshi]) >= {version}
    assert memory.spans(text_number(memory, version), [masayoshi]) == Spans([(0, 3)])
    assert memory.entity_counts(everything(memory))[masayoshi] == EntityCount(2, 2)
    put(memory, news("c", b"/papers/c", short._replace(surface="SON")))
    assert next(form.entity for form in memory.forms() if form.surface == "SON") == masayoshi
    with memory.write() as write:
        write.judge(Kind.DIFFERENT, Key(EntityType.PERSON, "son"), Key(EntityType.PERSON, "masayoshi son"))
    assert memory.versions_naming([son]) & memory.versions_naming([masayoshi]) == set()
    assert [each.entity for each in memory.entity_names()] == [son, masayoshi, arm]


def test_chains_of_judgements_lead_to_one_entity_and_never_in_a_circle(memory: Memory) -> None:
    people = [Mention(place, place + 1, EntityType.PERSON, f"P{place}", f"p{place}") for place in range(3)]
    put(memory, news("a", b"/papers/a", *people))
    first, second, third = (each.entity for each in memory.entity_names())
    keys = [Key(EntityType.PERSON, f"p{place}") for place in range(3)]
    with memory.write() as write:
        for one, other in ((0, 1), (1, 2), (2, 0), (1, 0)):
            write.judge(Kind.SAME, keys[one], keys[other])
    roots = {found.entity for number in (first, second, third) if (found := memory.entity(number))}
    assert roots == {each.entity for each in memory.entity_names()} == {first}
    assert memory.entity(999) is None
