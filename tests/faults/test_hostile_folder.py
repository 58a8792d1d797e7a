"""A folder of hostile files among good ones: each comes to exactly what its case says, and nothing else happens."""

import json
import os
import random
import re
import shutil
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from search.extract.caps import Caps
from search.extract.extracted import Status
from search.ingest.scanning import scan
from search.text.normalise import normalise
from tests.faults import hostile
from tests.faults.hostile.case import SECRET, WORD, Case
from tests.faults.hostile.neighbours import NEIGHBOURS
from tests.faults.hostile.running import Answer, Frame, reading

pytestmark = pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="needs /proc")

Traces = dict[str, tuple[int, int, int]]
MEGABYTES_A_SECOND = 4
"""How much longer a large file may take."""


class Run(NamedTuple):
    """What came of one run: answers by name, and what could be seen around it before and after."""

    folder: Path
    cases: tuple[Case, ...]
    caps: Caps
    skipped: frozenset[str]
    answers: dict[str, Answer]
    files: tuple[Traces, Traces]
    descriptors: tuple[int, int]
    children: list[str]

    def frames(self, mark: str) -> list[tuple[str, Frame]]:
        """Those that say something about `mark`, each with the name of its file."""
        return [(name, frame) for name, answer in self.answers.items() for frame in answer if mark in frame.about]


BIG = pytest.param(True, marks=[pytest.mark.long, pytest.mark.timeout(3_600)])


@pytest.fixture(scope="module", params=[False, BIG], ids=["small", "big"])
def run(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    root = tmp_path_factory.mktemp("hostile")
    folder, home = root / "files", root / "home"
    folder.mkdir()
    home.mkdir()
    cases = hostile.make(folder, request.param)
    for name, content in NEIGHBOURS.items():
        (folder / f"good-{name}").write_bytes(content)
    found = {os.path.relpath(os.fsdecode(file.path), folder): file for file in scan(os.fsencode(folder))}
    names = [name for name, file in found.items() if file.obstacle is None]
    # Files that are read together shall have nothing in common.
    random.Random(1).shuffle(names)
    caps = hostile.caps(request.param)
    before = traces(root)
    with reading([str(folder / name) for name in names], caps, home) as process:
        descriptors = descriptors_of(process.pid)
        answers = dict(zip(names, process.answers, strict=True))
        left = descriptors_of(process.pid, most=descriptors)
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    skipped = frozenset(found) - frozenset(names)
    yield Run(folder, cases, caps, skipped, answers, (before, traces(root)), (descriptors, left), children)
    shutil.rmtree(root)


def traces(root: Path) -> Traces:
    """Everything below `root`, and when files were last written (in folders something may have been and gone)."""
    found = {}
    for folder, folders, files in os.walk(root):
        found[folder] = (os.lstat(folder).st_mode, 0, 0)
        for name in (*folders, *files):
            path = os.path.join(folder, name)
            status = os.lstat(path)
            if not stat.S_ISDIR(status.st_mode):
                found[path] = (status.st_mode, status.st_size, status.st_mtime_ns)
    return found


def descriptors_of(pid: int, most: int = 0) -> int:
    """How many files a process has open, once they are no more than `most` or it does not close any for a while."""
    deadline = time.monotonic() + 5
    while (count := len(os.listdir(f"/proc/{pid}/fd"))) > most > 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    return count


def said(answer: Answer) -> str:
    return "\n".join(frame.text for frame in answer)


def told(run: Run, name: str) -> tuple[str | None, str | None]:
    """Status and reason of a file; that of a container is told at its end."""
    if name in run.skipped:
        return Status.SKIPPED, "no file that a source has"
    return outcome(run.answers[name][-1].about) if name in run.answers else (None, None)


def outcome(about: dict[str, Any]) -> tuple[str, str | None]:
    """Status and reason."""
    return about["status"], about.get("reason", about.get("unread"))


def of_member(answer: Answer, path: str) -> str | None:
    """The status of a member, as it was told last; None when there is no such member."""
    told = [frame.about["status"] for frame in answer if frame.about.get("member") == path]
    return told[-1] if told else None


def test_every_file_comes_to_what_its_case_says(run: Run) -> None:
    wrong = []
    for case in run.cases:
        status, reason = told(run, case.name)
        if status != case.status:
            wrong.append(f"{case.name!r} is {status} ({reason}), not {case.status}: {case.note}")
    assert not wrong, "\n".join(wrong)


def test_members_come_to_what_their_case_says(run: Run) -> None:
    expected = {(case.name, path): status for case in run.cases for path, status in case.inside.items()}
    assert {(name, path): of_member(run.answers[name], path) for name, path in expected} == expected


def test_every_word_is_found(run: Run) -> None:
    lost = []
    for case in run.cases:
        text = said(run.answers[case.name]) if case.words else ""
        lost += [f"{case.name!r} does not say {word!r} but {text[:80]!r}" for word in case.words if word not in text]
    assert not lost, "\n".join(lost)


def test_every_neighbour_is_read(run: Run) -> None:
    answers = {name: run.answers[f"good-{name}"] for name in NEIGHBOURS}
    assert {name: outcome(answer[-1].about) for name, answer in answers.items()} == dict.fromkeys(answers, ("ok", None))
    assert [name for name, answer in answers.items() if WORD not in said(answer)] == []


def test_what_is_not_read_says_why(run: Run) -> None:
    silent = [
        (name, frame.about)
        for name, frame in run.frames("status")
        if frame.about["status"] != Status.OK and not outcome(frame.about)[1]
    ]
    assert silent == []


def test_texts_are_normalised_and_units_are_within_them(run: Run) -> None:
    documents = run.frames("units")
    assert [name for name, frame in documents if normalise(frame.text) != frame.text] == []
    assert [name for name, frame in documents if len(frame.text) > run.caps.text] == []
    assert [name for name, frame in documents if not units_within(frame)] == []


def units_within(frame: Frame) -> bool:
    edges = [0, *(edge for _, _, _, start, end in frame.about["units"] for edge in (start, end)), len(frame.text)]
    return edges == sorted(edges)


def test_no_file_takes_more_than_it_may(run: Run) -> None:
    documents = [(name, frame.about) for name, frame in run.frames("digest") if "same" not in frame.about]
    assert {name: about["peak"] >> 20 for name, about in documents if about["peak"] > run.caps.memory} == {}
    assert {name: about["seconds"] for name, about in documents if about["seconds"] > allowed(about, run.caps)} == {}


def allowed(about: dict[str, Any], caps: Caps) -> float:
    """Seconds for a document, and some for a machine that does other things beside."""
    size: int = about["size"] if "size" in about else about["stamp"][0]
    return caps.seconds + size / (MEGABYTES_A_SECOND << 20) + caps.seconds / 2


def test_nobody_sees_the_secret(run: Run) -> None:
    frames = run.frames("status")
    assert [name for name, frame in frames if SECRET in frame.text or SECRET in json.dumps(frame.about)] == []


def test_nothing_is_written_and_nothing_is_left(run: Run) -> None:
    before, after = run.files
    assert after == before
    assert run.descriptors[1] <= run.descriptors[0]
    assert run.children == []


def test_what_is_no_file_is_never_waited_for(run: Run, tmp_path: Path) -> None:
    """A listing may be old: what was a file then may be anything when it is opened."""
    expected = {
        "pipe.txt": "not a regular file",
        "socket.txt": "no such device or address",
        "zero.txt": "a symbolic link took its place",
        "memory.txt": "a symbolic link took its place",
        "dangling.txt": "a symbolic link took its place",
        "self.txt": "a symbolic link took its place",
        "folder.txt": "not a regular file",
    }
    gone = ("no-such-file.txt", "pipe.txt/inside.txt")
    names = (*expected, *gone, "one.txt")
    with reading([str(run.folder / name) for name in names], run.caps, tmp_path) as process:
        *unread, good = (answer[0].about for answer in process.answers)
    assert [about.get("unread", about) for about in unread] == [*expected.values(), *[{"vanished": True}] * len(gone)]
    assert good["status"] == Status.OK


OUTWARD = re.compile(r"outside|external|including|remote|acts|links|escap")
OPENED = re.compile(r'open(?:at)?\((?:AT_FDCWD, )?"([^"]*)", ([A-Z_|]*)')
WRITING = re.compile("O_WRONLY|O_RDWR|O_CREAT|O_TRUNC")


@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_readers_connect_to_nothing_and_open_nothing_for_writing(run: Run, tmp_path: Path) -> None:
    names = [case.name for case in run.cases if OUTWARD.search(case.name)]
    log = tmp_path / "log"
    under = ("strace", "-f", "-qq", "-o", str(log), "-e", "trace=%network,open,openat,creat,execve")
    with reading([str(run.folder / name) for name in names], run.caps, tmp_path, under=under) as process:
        assert len(list(process.answers)) == len(names)
    calls = log.read_text(errors="replace").split("\n")
    assert [call for call in calls if "AF_INET" in call] == []
    assert len([call for call in calls if "execve(" in call]) == 1
    opened = [found.groups() for call in calls if (found := OPENED.search(call)) is not None]
    assert len(opened) >= len(names)
    assert {path for path, flags in opened if WRITING.search(flags)} <= {os.devnull}
