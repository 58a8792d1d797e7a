"""Whatever a file does to its reader costs that file and nothing else, and is said in its status."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from search.extract.caps import Caps
from search.extract.isolation.client import PARENT, Frame, Isolated
from search.extract.isolation.limits import Held, report

MOCK_PARENT = (sys.executable, "-m", "tests.faults.mock_parent")
CAPS = Caps(seconds=1.0, memory=1 << 28, text=1_000_000, member_bytes=2 << 20, members_bytes=7 << 20, members=100)

SEEDS = Path(__file__).parents[2] / "seeds"

Write = Callable[[str, str], Path]

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def written(name: str, instructions: str) -> Path:
        file = tmp_path / name
        file.write_text(instructions)
        return file

    return written


@pytest.fixture
def isolated() -> Iterator[Isolated]:
    with Isolated(CAPS, command=MOCK_PARENT) as running:
        yield running


def held() -> dict[str, Held]:
    return {each.name: each for each in report()}


def said(frame: Frame) -> tuple[str, str | None, str]:
    return frame.header["status"], frame.header["reason"], frame.text


def only(frames: list[Frame]) -> tuple[str, str | None, str]:
    (frame,) = frames
    return said(frame)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def wait_until(holds: Callable[[], Any], seconds: float = 10.0) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


MISDEEDS = {
    "say words": ("ok", None, "words"),
    "hang": ("failed", "stopped after 1 seconds", ""),
    "spin": ("failed", "stopped after 1 seconds", ""),
    "stutter": ("failed", "stopped after 1 seconds", ""),
    "pages 2\nhang": ("partial", "stopped after 1 seconds", "page 1\npage 2"),
    "abort": ("failed", "the reader crashed (signal 6)", ""),
    "signal 11": ("failed", "the reader crashed (signal 11)", ""),
    "say before\nsignal 11": ("partial", "the reader crashed (signal 11)", "before"),
    "exit 0": ("failed", "the reader ended in the middle (exit status 0)", ""),
    "exit 3": ("failed", "the reader ended in the middle (exit status 3)", ""),
    "allocate 1024": ("too-large", "needs more memory than a reader may use", ""),
    "say before\nallocate 1024": ("partial", "needs more memory than a reader may use", "before"),
    "exhaust": ("too-large", "needs more than 256 MB of memory", ""),
    "raise no \x1b idea": ("failed", "ValueError: no \x1b idea", ""),
    "refuse encrypted": ("encrypted", "it is encrypted", ""),
    "say before\nrefuse encrypted": ("partial", "it is encrypted", "before"),
    "remark one page is gone\nsay the rest": ("partial", "one page is gone", "the rest"),
    "lie !": ("failed", "the reader crashed and answered nonsense", ""),
    "lie {}": ("failed", "the reader crashed and answered nonsense", ""),
    "kind nobody": ("unsupported", "mock file that nobody reads", ""),
    "kind other": ("ok", None, "read as mock file of another kind"),
    "say words\nkind other": ("ok", None, "words"),
    "": ("empty", "0 bytes", ""),
    "title Nothing": ("empty", "no text", ""),
}


@pytest.mark.parametrize("instructions", MISDEEDS)
def test_each_misdeed_ends_with_its_status(write: Write, isolated: Isolated, instructions: str) -> None:
    assert only(isolated.read(write("a.mock", instructions))) == MISDEEDS[instructions]
    assert only(isolated.read(write("b.mock", "say still there"))) == ("ok", None, "still there")


def test_neighbours_in_a_batch_are_all_read_whatever_one_of_them_does(write: Write, isolated: Isolated) -> None:
    expected = {}
    for number, (instructions, outcome) in enumerate(MISDEEDS.items()):
        expected[write(f"{number}-misdeed.mocks", instructions)] = outcome
        expected[write(f"{number}-good.mocks", f"say number {number}")] = ("ok", None, f"number {number}")
    for path in expected:
        isolated.ask(path)
    assert {path: only(isolated.answer()) for path in expected} == expected


def test_endless_text_is_cut_and_said_so(write: Write, isolated: Isolated) -> None:
    status, reason, text = only(isolated.read(write("a.mock", "talk")))
    assert (status, reason, len(text)) == ("partial", "first 1,000,000 characters searched", 1_000_000)


def test_what_a_label_may_not_hold_is_replaced(write: Write, isolated: Isolated) -> None:
    (frame,) = isolated.read(write("a.mock", "label"))
    assert frame.header["units"] == [["section", 1, "half \ufffd a pair", 0, 8]]


def test_nothing_is_written_removed_or_sent(write: Write, isolated: Isolated, tmp_path: Path) -> None:
    limits = held()
    victim = write("victim.txt", "still here")
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        port = server.getsockname()[1]
        attempts = [f"write {tmp_path}/new", f"write {victim}", f"connect {port}"]
        if limits["files"].holds:
            attempts += [f"touch {tmp_path}/new", f"remove {victim}"]
        for attempt in attempts:
            assert only(isolated.read(write("a.mock", attempt)))[0] == "failed", attempt
        with pytest.raises(TimeoutError):
            server.accept()
    assert victim.read_text() == "still here" or not limits["files"].holds
    assert not (tmp_path / "new").exists() or not limits["files"].holds


@linux_only
def test_processes_are_not_started_or_do_not_stay(write: Write, isolated: Isolated) -> None:
    for instructions in ("multiply", "kill", "run /bin/true"):
        assert only(isolated.read(write("a.mock", instructions)))[0] == "failed"
        assert children(isolated.pid) == []


@linux_only
def test_a_reader_has_nothing_open_but_its_files_and_its_pipe(write: Write, isolated: Isolated) -> None:
    path = write("a.mock", "look")
    for _ in range(2):
        _, _, text = only(isolated.read(path))
        places = text.split()
        pipes = [place for place in places if place.startswith("pipe:")]
        assert len(pipes) == 1
        assert sorted({*places} - {*pipes}) == ["/dev/null", str(path)]


@linux_only
def test_programs_and_their_files_end_with_their_reader(write: Write, isolated: Isolated) -> None:
    status, _, text = only(isolated.read(write("a.mockp", "leave\nexit 1")))
    assert status == "partial"
    for pid in text.split():
        assert not Path(f"/proc/{pid}").exists()
    status, _, kept = only(isolated.read(write("b.mockp", "keep")))
    assert status == "ok"
    assert not os.path.exists(os.path.dirname(kept))
    assert "ok" in only(isolated.read(write("c.mockp", "run /bin/echo ok")))
    assert children(isolated.pid) == []


@linux_only
def test_nothing_piles_up_over_many_files(write: Write, isolated: Isolated) -> None:
    verbs = ("say words", "exit 1", "abort", "members 2", "raise no", "")
    paths = [write(f"{number}.mock{'s' * (number % 2)}", verbs[number // 2 % 6]) for number in range(500)]
    isolated.read(paths[0])
    before = os.listdir(f"/proc/{isolated.pid}/fd")
    for path in paths:
        isolated.ask(path)
    for _ in paths:
        isolated.answer()
    assert isolated.read(write("last.mock", "say last"))[0].text == "last"
    assert children(isolated.pid) == []
    assert os.listdir(f"/proc/{isolated.pid}/fd") == before


@linux_only
@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGTERM])
def test_a_child_ends_with_the_parent(write: Write, isolated: Isolated, how: signal.Signals) -> None:
    isolated.ask(write("a.mock", "hang"))
    wait_until(lambda: children(isolated.pid))
    (child,) = children(isolated.pid)
    os.kill(isolated.pid, how)
    wait_until(lambda: not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text())


def test_a_parent_that_nobody_listens_to_ends(write: Write) -> None:
    process = subprocess.Popen(MOCK_PARENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None and process.stdout is not None
    caps = '{"moved": [], "caps": {"seconds": 1000}, "journal": null}\n'
    hangs = write("a.mock", "hang")
    process.stdin.write(f'{caps}{{"path": "{hangs}", "known": null, "ocr": false}}\n'.encode())
    process.stdin.flush()
    time.sleep(0.5)
    process.stdout.close()
    assert process.wait(10) is not None
    process.stdin.close()


def test_members_before_trouble_are_kept(write: Write, isolated: Isolated) -> None:
    frames = isolated.read(write("a.mock", "say listing\nmember a.txt one\nmember a.txt two\nhang"))
    container, one, two, closed = frames
    assert said(container) == ("ok", None, "listing")
    assert container.header["container"]
    assert [frame.header["member"] for frame in (one, two)] == ["a.txt", "a (2).txt"]
    assert [one.text, two.text] == ["one", "two"]
    assert closed.header == {
        "closed": True,
        "member": None,
        "status": "partial",
        "reason": "stopped after 1 seconds",
        "members": 2,
    }


def test_a_container_has_time_while_its_members_are_read(write: Write, isolated: Isolated) -> None:
    frames = isolated.read(write("a.mock", "member a.mock hang\nmember b.mock hang\nmember c.txt read"))
    assert [frame.header["status"] for frame in frames] == ["ok", "failed", "failed", "ok", "ok"]


def test_members_of_members_come_depth_first(write: Write, isolated: Isolated) -> None:
    inner = "member b.txt deep;member c.mock member d.txt deeper".replace(";", "\n")
    frames = isolated.read(write("a.mocks", f"member x.mocks {inner.replace(chr(10), ';')}\nmember y.txt last"))
    assert [(frame.header["member"], "closed" in frame.header) for frame in frames[1:]] == [
        ("x.mocks", False),
        ("x.mocks!/b.txt", False),
        ("x.mocks!/c.mock", False),
        ("x.mocks!/c.mock!/d.txt", False),
        ("x.mocks!/c.mock", True),
        ("x.mocks", True),
        ("y.txt", False),
        (None, True),
    ]


def test_members_beyond_the_limits_say_so(write: Write, isolated: Isolated) -> None:
    # So large a file that what is inside it is no bomb.
    large = "pause 0\n" * 5_000
    frames = isolated.read(
        write("a.mock", f"{large}megabytes 3\n" + "megabytes 2\n" * 5 + "broken b.mock\nmember c.txt c")
    )
    statuses = [(frame.header["status"], frame.header["reason"]) for frame in frames[1:]]
    assert statuses == [
        ("too-large", "member larger than 2 MB"),
        *[("unsupported", "binary file")] * 3,
        ("too-large", "the files in it have more than 7 MB"),
        ("too-large", "the files in it have more than 7 MB"),
        ("partial", "cut short"),
        ("ok", None),
        ("ok", None),
    ]
    frames = isolated.read(write("b.mock", "members 200"))
    assert len(frames) == 102
    assert (frames[-1].header["status"], frames[-1].header["reason"]) == ("partial", "first 100 files in it searched")


def test_containers_are_not_opened_below_the_last_level(write: Write, isolated: Isolated) -> None:
    content = "say bottom"
    for level in range(7, 0, -1):
        content = f"member {level}.mock {content}"
    frames = isolated.read(write("a.mock", content))
    documents = [frame for frame in frames if "closed" not in frame.header]
    assert [frame.header["status"] for frame in documents] == ["ok"] * 6 + ["too-large"]
    assert documents[-1].header["reason"] == "containers nested deeper than 5"


def test_containers_in_containers_do_not_multiply(write: Write) -> None:
    with Isolated(Caps(members=4, depth=4), command=MOCK_PARENT) as isolated:
        frames = isolated.read(write("a.mock", "copies 4"))
    documents = [frame for frame in frames if "closed" not in frame.header]
    assert 16 < len(documents) < 32
    assert frames[-1].header["status"] == "partial"
    assert frames[-1].header["reason"] == "first 16 files in the whole file searched"


WRITES = ("O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC")
HARMLESS = ('"/dev/null"', '"/proc/self/')


@linux_only
@pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")
def test_seen_from_outside_no_file_is_opened_for_writing_and_no_socket_made(tmp_path: Path) -> None:
    log = tmp_path / "calls"
    traced = ("strace", "-f", "-qq", "-o", str(log), "-e", "trace=open,openat,creat,network,rename,unlink,mkdir")
    files = sorted(path for path in SEEDS.rglob("*") if path.is_file())
    with Isolated(command=(*traced, *PARENT)) as isolated:
        for path in files:
            isolated.ask(path)
        documents = [frame for _ in files for frame in isolated.answer() if "units" in frame.header]
    assert len({frame.header["type"] for frame in documents}) > 3
    calls = log.read_text(errors="replace").split("\n")
    assert sum(str(files[0]) in call for call in calls) == 1
    opened = [call for call in calls if "open" in call and not any(harmless in call for harmless in HARMLESS)]
    assert opened
    assert [call for call in opened if any(mode in call for mode in WRITES)] == []
    assert [call for call in calls if call and "open" not in call and "+++" not in call and "---" not in call] == []
