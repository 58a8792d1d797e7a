"""Whatever happens to files, and whatever the clock says, histories stay whole."""

import tempfile
from collections import defaultdict
from itertools import pairwise
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from search.extract.extracted import Extracted, Status
from search.memory.memory import Memory
from search.memory.records import Location, NewVersion, Stamp, VersionFacts

PATHS = st.sampled_from([b"/p/a", b"/p/b", b"/p/c", b"/p/\xff"])
INSTANTS = st.integers(10, 40).map(lambda day: f"2026-{day // 10:02}-{day % 10 + 1:02}T00:00:00Z")
CONTENTS = st.sampled_from(["one", "two", "three"])
ANY = st.integers(0, 9)


class Histories(RuleBasedStateMachine):
    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="histories")
        self.memory = Memory.create(Path(self.folder.name) / "memory")
        with self.memory.write() as write:
            self.source = write.add_source(b"/p")

    def teardown(self) -> None:
        self.memory.close()
        self.folder.cleanup()

    def documents(self) -> dict[int, list[VersionFacts]]:
        found: dict[int, list[VersionFacts]] = defaultdict(list)
        for facts in sorted(self.memory.facts()):
            found[facts.document].append(facts)
        return found

    def remember(self, document: int | None, path: bytes, content: str, at: str) -> None:
        new = NewVersion(
            self.source, document, path, Stamp(len(content), 1, 1, 1), content.encode(),
            Extracted("text", "text/1", Status.OK, content), (), "title", None, None, at, at,
        )  # fmt: skip
        with self.memory.write() as write:
            write.remember(new)

    @rule(path=PATHS, content=CONTENTS, at=INSTANTS)
    def appears(self, path: bytes, content: str, at: str) -> None:
        self.remember(None, path, content, at)
        assert self.memory.facts()

    @rule(path=PATHS, content=CONTENTS, at=INSTANTS)
    def appears_where_something_was(self, path: bytes, content: str, at: str) -> None:
        document = self.memory.locate(path)
        self.remember(document, path, content, at)
        if document is not None:
            assert self.documents()[document][-1].gone is None

    @rule(which=ANY, path=PATHS, content=CONTENTS, at=INSTANTS)
    def changes_or_returns(self, which: int, path: bytes, content: str, at: str) -> None:
        documents = self.documents()
        if documents:
            document = sorted(documents)[which % len(documents)]
            self.remember(document, path, content, at)
            latest = self.documents()[document][-1]
            assert (latest.gone, latest.seen_to, latest.path) == (None, None, path)

    @rule(which=ANY, path=PATHS, at=INSTANTS)
    def is_renamed(self, which: int, path: bytes, at: str) -> None:
        present = [document for document, versions in self.documents().items() if versions[-1].gone is None]
        if present:
            document = present[which % len(present)]
            with self.memory.write() as write:
                write.rename(document, path, at, Stamp(2, 2, 2, 2))
            assert self.documents()[document][-1].path == path

    @rule(which=ANY, at=INSTANTS)
    def goes(self, which: int, at: str) -> None:
        documents = self.documents()
        if documents:
            document = sorted(documents)[which % len(documents)]
            with self.memory.write() as write:
                write.gone(document, at)
            assert self.documents()[document][-1].gone is not None

    @invariant()
    def versions_do_not_overlap_and_one_is_open_unless_gone(self) -> None:
        for versions in self.documents().values():
            present = versions[-1].gone is None
            assert [facts.seen_to is None for facts in versions] == [False] * (len(versions) - 1) + [present]
            ends = [(facts.seen_from, facts.seen_to or "9") for facts in versions]
            assert all(start <= end for start, end in ends)
            assert all(end <= start for (_, end), (start, _) in pairwise(ends))
            assert len({(facts.path, facts.gone) for facts in versions}) == 1

    @invariant()
    def no_path_holds_two_documents_and_no_document_two_paths(self) -> None:
        at_path: dict[bytes, list[Location]] = defaultdict(list)
        for document, versions in self.documents().items():
            history = self.memory.locations(document)
            assert_apart(history)
            assert (history[-1].until is None) == (versions[-1].gone is None)
            assert history[-1].path == versions[-1].path
            for location in history:
                at_path[location.path].append(location)
        for locations in at_path.values():
            assert_apart(sorted(locations, key=lambda each: (each.since, each.until or "9")))

    @invariant()
    def the_next_scan_compares_with_exactly_the_files_that_are_there(self) -> None:
        present = {
            versions[-1].path: (document, versions[-1].version)
            for document, versions in self.documents().items()
            if versions[-1].gone is None
        }
        known = self.memory.known_files(self.source)
        assert {path: (file.document, file.version) for path, file in known.items()} == present
        assert all(self.memory.locate(path) == document for path, (document, _) in present.items())
        assert self.memory.sources()[0].documents == len(present)


def assert_apart(locations: list[Location]) -> None:
    ends = [(each.since, each.until or "9") for each in locations]
    assert all(start <= end for start, end in ends)
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=60, stateful_step_count=30, deadline=None)
