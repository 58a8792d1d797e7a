"""Several workers read side by side: faster, with the same outcome, and what stops one of them stops no other."""

import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path
from typing import Any, cast

import pytest

from search.extract.caps import DEFAULT as DEFAULT_CAPS
from search.ingest import attending, preparing
from search.ingest import sync as syncing
from search.ingest.adding import add_sources
from search.ingest.events import Finished
from search.ingest.journals import journal_of, journalled
from search.ingest.preparing import Told
from search.ingest.replies import Prepared, Request
from search.ingest.settings import DEFAULT, MOST_WORKERS, Settings
from search.ingest.sharing import Share, share_of
from search.ingest.sync import sync
from tests.collection import PEOPLE, write_collection
from tests.faults.comparing import differences, picture
from tests.house import House, counts

CORES = 3
MANY = Settings(memory=10_000)

FATAL = """
import os, signal, time
from search.ingest import worker

recognise = worker.recognise

def fatal(text):
    if "kills its reader" in text:
        os.kill(os.getpid(), signal.SIGKILL)
    if "never ends" in text:
        time.sleep(1_000)
    return recognise(text)

worker.recognise = fatal
worker.main()
"""


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Three cores, and workers that are started for whatever there is to do. Holds the process ids of all."""
    pids: list[int] = []
    start = subprocess.Popen

    def noted(command: Sequence[str], *rest: Any, **named: Any) -> "subprocess.Popen[bytes]":
        process = start(command, *rest, **named)
        if tuple(command[:-1]) == attending.COMMAND:
            pids.append(process.pid)
        return process

    monkeypatch.setattr(subprocess, "Popen", noted)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(CORES)))
    monkeypatch.setattr(preparing, "WORTH", 1)
    return pids


def add(house: House, settings: Settings = MANY) -> Finished:
    house.events = []
    only = add_sources(house.memory, [house.files])
    return sync(house.memory, house.engine, house.events.append, only, settings=settings)


def write_everything(folder: Path) -> None:
    """Texts, copies of texts, mails with something attached, and archives, all of them more than once."""
    write_collection(folder, 60)
    for number in range(6):
        (folder / f"copy-{number}.txt").write_text("The same words about Aiko Tanaka and the railway in Osaka.")
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", f"harbour {number}"
        mail.set_content(f"{PEOPLE[number]} sends {number}")
        mail.add_attachment(f"attached: the budget of {PEOPLE[0]}, {number}", filename="budget.txt")
        (folder / f"mail-{number}.eml").write_bytes(bytes(mail))
        with zipfile.ZipFile(folder / f"archive-{number}.zip", "w") as archive:
            archive.writestr("mail.eml", bytes(mail))
            for member in range(number):
                archive.writestr(f"inside-{member}.txt", f"member {member} of {number}, by {PEOPLE[member]}")


def change_everything(folder: Path) -> None:
    """Some of that changed, moved, copied and deleted."""
    files = sorted(folder.rglob("report-*"))
    for file in files[:10]:
        file.write_text(file.read_text() + "\nFarah Haddad amended the tariff.\n")
    for file in files[10:30]:
        file.rename(file.with_name(f"moved-{file.name}"))
    for file in files[30:35]:
        file.with_name(f"one-{file.name}").write_bytes(file.read_bytes())
        file.rename(file.with_name(f"two-{file.name}"))
    for file in files[35:40]:
        file.unlink()
    (folder / "archive-5.zip").rename(folder / "moved.zip")
    with zipfile.ZipFile(folder / "archive-4.zip", "w") as archive:
        archive.writestr("inside-0.txt", "what is left")


def backwards(
    requests: Iterable[Request], *rest: Any, prepare: Callable[..., Generator[Told, None, None]] = preparing.prepare
) -> Generator[Told, None, None]:
    """As if the file that was asked for last had been read first, and so on."""
    asked = list(requests)
    told: dict[bytes, list[Told]] = {request.path: [] for request in asked}
    for each in prepare(asked, *rest):
        told[each[0].path].append(each)
    for request in reversed(asked):
        yield from told[request.path]


def test_how_many_read_and_in_which_order_makes_no_difference(
    tmp_path: Path, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = tmp_path / "files"
    files.mkdir()
    write_everything(files)
    houses = []
    ways: tuple[tuple[Settings, Callable[..., Any]], ...] = (
        (replace(MANY, workers=1), preparing.prepare),
        (MANY, preparing.prepare),
        (MANY, backwards),
    )
    for number, _ in enumerate(ways):
        root = tmp_path / str(number)
        root.mkdir()
        (root / "files").symlink_to(files)
        houses.append(House(root))
    for change, workers in ((lambda _: None, (1, CORES, CORES)), (change_everything, (1, CORES, CORES))):
        change(files)
        finished = []
        for house, (settings, prepare), most in zip(houses, ways, workers, strict=True):
            started.clear()
            monkeypatch.setattr(syncing, "prepare", prepare)
            finished.append(counts(add(house, settings)))
            assert len(started) % most == 0
            assert bool(started)
        assert finished[1:] == [finished[0]] * 2
        first, *others = (picture(house.memory.folder) for house in houses)
        for other in others:
            assert differences(other, first) == []


@pytest.mark.parametrize("prepare", [preparing.prepare, backwards])
def test_of_two_copies_of_a_vanished_file_the_first_is_the_one_that_moved(
    prepare: Callable[..., Any], house: House, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    file = house.write("a.txt", "the harbour budget")
    add(house)
    document = house.documents()["a.txt"]
    file.unlink()
    for name in ("b.txt", "c.txt", "d.txt"):
        house.write(name, "the harbour budget")
    started.clear()
    monkeypatch.setattr(syncing, "prepare", prepare)
    assert counts(add(house)) == {"renamed": 1, "added": 2}
    assert len(started) >= CORES
    assert house.documents()["b.txt"] == document
    assert set(house.texts().values()) == {"the harbour budget"}
    assert set(house.texts()) == {"b.txt", "c.txt", "d.txt"}


def test_no_more_workers_than_there_is_to_do(house: House, started: list[int]) -> None:
    house.write("a.txt", "alpha")
    add(house)
    assert len(started) == 1
    started.clear()
    house.write("b.txt", "beta")
    house.write("c.txt", "gamma")
    add(house)
    assert len(started) == 2
    started.clear()
    add(house)
    assert started == []


def test_a_small_sync_is_done_by_one(house: House, started: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    for number in range(5):
        house.write(f"{number}.txt", f"text {number}")
    held: set[int] = set()
    ask = attending.Worker.ask

    def noted(worker: attending.Worker, line: str) -> None:
        held.add(id(worker))
        ask(worker, line)

    monkeypatch.setattr(attending.Worker, "ask", noted)
    add(house)
    assert len(held) == 1


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        ("it kills its reader", "the reader was stopped by signal 9"),
        ("it never ends", "took longer than 2 seconds to read"),
    ],
)
def test_a_lost_worker_costs_the_file_that_it_was_at(
    words: str, reason: str, house: House, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attending, "COMMAND", (sys.executable, "-c", FATAL))
    monkeypatch.setattr(preparing, "BASE_SECONDS", 1.0)
    settings = replace(MANY, caps=replace(DEFAULT_CAPS, seconds=1.0))
    write_everything(house.files)
    house.write("bad-1.txt", f"{words}, one")
    house.write("report-bad.txt", f"{words}, two")
    finished = add(house, settings)
    assert house.failures() == {"bad-1.txt": reason, "report-bad.txt": reason}
    assert finished.failures == 2
    assert len(started) == CORES + 2
    others = {name: status for name, status in house.statuses().items() if "bad" not in name}
    assert set(others.values()) == {"ok"}
    assert len(others) == 60 + 6 + 2 * 6 + 6 + 3 * 6 + sum(range(6)) - 6
    assert (house.memory.suspects(), journalled(house.memory.journal)) == ([], [])
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)


def test_a_further_worker_that_cannot_start_is_done_without(
    house: House, started: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    only_one = f"import os; os.mkdir({str(tmp_path / 'taken')!r}); from search.ingest import worker; worker.main()"
    monkeypatch.setattr(attending, "COMMAND", (sys.executable, "-c", only_one))
    for number in range(9):
        house.write(f"{number}.txt", f"text {number}")
    assert counts(add(house)) == {"added": 9}
    assert len(started) == CORES
    assert len(house.texts()) == 9


def test_the_journals_of_all_workers_are_found_and_what_they_name_is_read_last_and_alone(
    house: House, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in "abcde":
        house.write(f"{name}.txt", f"text {name}")
    for worker, name in ((0, "a"), (2, "c"), (MOST_WORKERS - 1, "d")):
        line = json.dumps({"path": str(house.files / f"{name}.txt")})
        journal_of(house.memory.journal, worker).write_text(f"{line}\n{{")
    asked: list[tuple[set[str], int]] = []

    def noted(requests: Iterable[Request], vanished: Any, caps: Any, journal: Path, share: Share) -> Any:
        requests = list(requests)
        asked.append(({os.path.basename(request.path).decode()[0] for request in requests}, share.workers))
        return preparing.prepare(requests, vanished, caps, journal, share)

    monkeypatch.setattr(syncing, "prepare", noted)
    assert counts(add(house)) == {"added": 5}
    assert asked == [({"b", "e"}, CORES), ({"a", "c", "d"}, 1)]
    assert house.memory.suspects() == []
    assert journalled(house.memory.journal) == []


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGTERM])
def test_who_is_asked_to_stop_suspects_no_file(ending: signal.Signals, house: House) -> None:
    write_collection(house.files, 20)
    house.write("report-poison.txt", "poison")
    command = [sys.executable, "-c", STOPPING, "add", str(house.files), "--memory", str(house.memory.folder)]
    for _ in range(2):
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as stopped:
            for is_reading in (False, True):
                while bool(journalled(house.memory.journal)) is not is_reading:
                    assert stopped.poll() is None
                    time.sleep(0.01)
            stopped.send_signal(ending)
            assert stopped.wait() == 130
    assert house.sync().failures == 0
    assert set(house.statuses().values()) == {"ok"}


IN_TURN = """
import os, sys, time
from search.ingest import turns, worker

turns.LARGE = 1_000

def slow(text):
    with open(PATH, "ab", buffering=0) as file:
        file.write(b"begun\\n" if len(text) >= 1_000 else b"small\\n")
        time.sleep(0.7)
        file.write(b"done\\n" if len(text) >= 1_000 else b"")
    return []

worker.recognise = lambda text: slow(text) if text else []
worker.main()
"""


def test_large_texts_are_understood_one_at_a_time_and_waiting_is_not_being_late(
    house: House, started: list[int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log = tmp_path / "log"
    monkeypatch.setattr(attending, "COMMAND", (sys.executable, "-c", f"PATH = {str(log)!r}\n{IN_TURN}"))
    monkeypatch.setattr(preparing, "BASE_SECONDS", 1.0)
    for number in range(5):
        house.write(f"large-{number}.txt", f"text {number}, " * 200)
        house.write(f"small-{number}.txt", f"text {number}")
    finished = add(house, replace(MANY, caps=replace(DEFAULT_CAPS, seconds=0.5)))
    assert counts(finished) == {"added": 10}
    assert len(started) == CORES
    lines = log.read_text().split()
    assert lines.count("small") == 5
    assert [line for line in lines if line != "small"] == ["begun", "done"] * 5


STOPPING = """
import os, sys
from search.ingest import attending, preparing
from tui.cli import main
os.sched_getaffinity = lambda _: {0, 1}
preparing.WORTH = 1
attending.COMMAND = (sys.executable, "-c", '''
import sys
from search.ingest import worker
worker.READING = (sys.executable, "-c", \"\"\"
import time
from search.extract.isolation import job, parent
read = job.pieces_of
def pieces_of(file, kind, caps):
    if b"poison" in file.read(100):
        time.sleep(1000)
    file.seek(0)
    return read(file, kind, caps)
job.pieces_of = pieces_of
parent.main()
\"\"\")
worker.main()
''')
sys.exit(main(sys.argv[1:]))
"""


def test_when_everything_stops_at_a_file_those_beside_it_are_read_and_it_is_left_alone_the_second_time(
    house: House,
) -> None:
    write_collection(house.files, 20)
    poison = house.write("report-poison.txt", "poison")
    command = [sys.executable, "-c", STOPPING, "add", str(house.files), "--memory", str(house.memory.folder)]
    for _ in range(2):
        with subprocess.Popen(command, stderr=subprocess.DEVNULL) as stopped:
            for wanted in ([], [os.fsencode(poison)]):
                while journalled(house.memory.journal) != wanted:
                    assert stopped.poll() is None
                    time.sleep(0.01)
            stopped.send_signal(signal.SIGKILL)
    house.sync(DEFAULT)
    assert house.statuses()["report-poison.txt"] == "skipped"
    assert {status for name, status in house.statuses().items() if "poison" not in name} == {"ok"}
    assert len(house.texts()) == 20


def test_a_writer_that_takes_its_time_makes_no_worker_late(
    house: House, started: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "BASE_SECONDS", 0.5)
    caps = replace(DEFAULT_CAPS, seconds=0.5)
    files = [house.write(f"{number}.txt", f"text {number}") for number in range(4)]
    requests = [Request(1, os.fsencode(file), file.stat().st_size, None) for file in files]
    share = replace(share_of(MANY), workers=2, heard=1)
    texts = set()
    for _, reply, _ in preparing.prepare(requests, list, caps, house.memory.journal, share):
        assert isinstance(reply, Prepared)
        texts.add(reply.extracted.text)
        time.sleep(1.5)
    assert texts == {f"text {number}" for number in range(4)}
    assert len(started) == 2


def test_of_one_worker_little_waits_to_be_taken() -> None:
    inbox, one, other = attending.Inbox(10), cast(attending.Worker, object()), cast(attending.Worker, object())

    def put_all() -> None:
        for number in range(4):
            inbox.put(one, (b"head", str(number).encode() * 4))

    putting = threading.Thread(target=put_all)
    putting.start()
    inbox.put(other, (b"a head", b"and a body beyond that"))
    assert {worker for worker, _ in filter(None, (inbox.get(5.0), inbox.get(5.0)))} == {one, other}
    assert inbox.get(5.0) == (one, (b"head", b"1111"))
    assert putting.is_alive()
    inbox.close(one)
    putting.join(5.0)
    assert not putting.is_alive()
    assert inbox.get(0.0) is None


def test_the_share_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    cores = 8
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: set(range(cores)))
    assert share_of(DEFAULT).workers == 2
    assert share_of(MANY).workers == 8
    assert share_of(replace(MANY, workers=3)).workers == 3
    assert share_of(replace(DEFAULT, memory=1)).workers == 1
    half, whole = share_of(replace(DEFAULT, memory=150)), share_of(DEFAULT)
    assert (2 * half.ahead, 2 * half.heard, 2 * half.batch) == (whole.ahead, whole.heard, whole.batch)
    cores = 1
    assert share_of(MANY).workers == 1
