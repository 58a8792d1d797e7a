"""Bad input costs exactly the file that is bad, says why, and leaves nothing behind."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pytest

from search.errors import CristalError
from search.extract.extracted import Status
from search.ingest import attending
from tests.house import House, counts

READING = """
import os, signal, sys, time
from dataclasses import replace
from search.extract.isolation import answering, job, parent

pieces_of, look_again, caps_of = job.pieces_of, answering.look_again, parent.Caps

def misbehave(file, kind, caps):
    match os.path.basename(os.readlink(f"/proc/self/fd/{file.fileno()}")):
        case "hangs.txt":
            time.sleep(1000)
        case "eats.txt":
            eaten = bytearray(8 << 30)
        case "dies.txt":
            os.kill(os.getpid(), signal.SIGSEGV)
        case "leaves.txt":
            os._exit(3)
        case "raises.txt":
            raise ValueError("no\\x1b[31m idea")
        case "chatters.txt":
            os.write(1, b"on stdout\\n" * 10000)
            os.write(2, b"on stderr\\n" * 10000)
    yield from pieces_of(file, kind, caps)

def disturb(read):
    match read.name:
        case "grows.txt":
            with open(PATH + "/grows.txt", "ab") as other:
                other.write(b"more\\n")
        case "shrinks.txt":
            os.truncate(PATH + "/shrinks.txt", 3)
        case "rewritten.txt":
            with open(PATH + "/rewritten.txt", "r+b") as other:
                other.write(os.urandom(4).hex().encode())
        case "replaced.txt":
            with open(PATH + "/replaced.new", "wb") as other:
                other.write(b"another file")
            os.replace(PATH + "/replaced.new", PATH + "/replaced.txt")
        case "deleted.txt":
            if os.path.exists(read.path):
                os.unlink(read.path)
    return look_again(read)

job.pieces_of, answering.look_again = misbehave, disturb
parent.Caps = lambda **caps: caps_of(**(caps | {"seconds": SECONDS}))
parent.main()
"""

MISBEHAVING = """
import sys
from search.ingest import worker

recognise, titled, dated = worker.recognise, worker.title_of, worker.document_date

def stumble(text):
    if "stumble" in text:
        raise RecursionError("too deep")
    return recognise(text)

def untitled(name, extracted):
    if "untitled" in extracted.text:
        raise KeyError("title")
    return titled(name, extracted)

def undated(name, text, metadata):
    if "undated" in text:
        raise OverflowError("year")
    return dated(name, text, metadata)

worker.READING = (sys.executable, "-c", READING)
worker.recognise, worker.title_of, worker.document_date = stumble, untitled, undated
worker.main()
"""


def misbehaving(folder: Path, seconds: float = 2.0) -> tuple[str, ...]:
    reading = f"PATH, SECONDS = {str(folder)!r}, {seconds}\n{READING}"
    return (sys.executable, "-c", f"READING = {reading!r}\n{MISBEHAVING}")


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_reader_that_misbehaves_costs_its_own_file(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attending, "COMMAND", misbehaving(house.files))
    bad = ("hangs", "eats", "dies", "leaves", "raises")
    for name in ("a", "f", "z", "chatters", *bad):
        house.write(f"{name}.txt", f"{name} speaks of Aiko Tanaka")
    assert counts(house.add()) == {"added": 9, "failures": 5}
    assert house.failures() == {
        "hangs.txt": "stopped after 2 seconds",
        "eats.txt": "needs more memory than a reader may use",
        "dies.txt": "the reader crashed (signal 11)",
        "leaves.txt": "the reader ended in the middle (exit status 3)",
        "raises.txt": "ValueError: no\x1b[31m idea",
    }
    assert {name for name, status in house.statuses().items() if status == "ok"} == {
        "a.txt",
        "f.txt",
        "z.txt",
        "chatters.txt",
    }
    assert counts(house.sync()) == {"unchanged": 9}


@pytest.mark.parametrize(
    ("word", "reason"),
    [
        ("stumble", "no names: RecursionError: too deep"),
        ("untitled", "no title: KeyError: 'title'"),
        ("undated", "no date: OverflowError: year"),
    ],
)
def test_what_cannot_be_made_of_a_text_does_not_lose_it(
    word: str, reason: str, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attending, "COMMAND", misbehaving(house.files))
    house.write("a.txt", f"a text to {word} over, by Aiko Tanaka")
    house.write("b.txt", "a text by Carla Mendes")
    assert counts(house.add()) == {"added": 2}
    rows = house.current()
    assert (rows["a.txt"].status, rows["a.txt"].reason) == (Status.PARTIAL, reason)
    assert rows["a.txt"].version in house.engine.versions()
    assert word in house.texts()["a.txt"]
    assert rows["b.txt"].status is Status.OK


@pytest.mark.parametrize("how", ["grows", "shrinks", "rewritten", "replaced", "deleted"])
def test_a_file_that_moves_under_the_reader(how: str, house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"{how}.txt"
    house.write("z.txt", "the harbour")
    with monkeypatch.context() as patch:
        patch.setattr(attending, "COMMAND", misbehaving(house.files))
        house.write(name, "first words and then some")
        finished = counts(house.add())
        assert house.texts()["z.txt"] == "the harbour"
        if how in ("replaced", "deleted", "shrinks"):
            assert finished["added"] in (1, 2)
        else:
            assert house.failures() == {name: "changed while it was read"}
            assert house.statuses()[name] == "failed"
    house.write(name, "settled at last")
    house.sync()
    assert house.texts()[name] == "settled at last"
    with monkeypatch.context() as patch:
        patch.setattr(attending, "COMMAND", misbehaving(house.files))
        house.write(name, "moving once more, with many words")
        finished = counts(house.sync())
        if how in ("grows", "rewritten"):
            assert finished == {"unchanged": 1, "failures": 1}
            assert house.texts()[name] == "settled at last"
    house.write(name, "settled for good")
    house.sync()
    assert house.texts()[name] == "settled for good"
    assert house.memory.pending() == []


def test_a_file_that_is_written_all_the_time(house: House) -> None:
    house.write("z.txt", "the harbour")
    house.write("busy.log", "line\n" * 1000)
    stop = threading.Event()

    def write_on() -> None:
        while not stop.is_set():
            with (house.files / "busy.log").open("a") as file:
                file.write("another line\n")

    thread = threading.Thread(target=write_on)
    thread.start()
    try:
        house.add()
    finally:
        stop.set()
        thread.join()
    assert house.texts()["z.txt"] == "the harbour"
    assert house.statuses()["busy.log"] in ("ok", "failed")
    house.sync()
    assert house.texts()["busy.log"] == (house.files / "busy.log").read_text()


def test_special_files_and_links(house: House) -> None:
    house.write("a.txt", "alpha")
    (house.files / "folder.txt").mkdir()
    house.write("folder.txt/b.txt", "beta")
    os.mkfifo(house.files / "pipe.txt")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(house.files / "socket.txt"))
    (house.files / "zero.txt").symlink_to("/dev/zero")
    (house.files / "broken.txt").symlink_to("nowhere")
    (house.files / "self").symlink_to("self")
    (house.files / "up").symlink_to("..")
    (house.files / "folder.txt/back").symlink_to("..")
    house.add()
    assert set(house.texts()) == {"a.txt", "folder.txt/b.txt"}
    assert {row.reason for row in house.current().values() if row.status is Status.SKIPPED} == {
        "named pipe",
        "socket",
        "symbolic link out of the source",
        "symbolic link to nothing",
    }
    generation = house.memory.generation()
    house.sync()
    assert house.memory.generation() == generation
    os.unlink(house.files / "a.txt")
    os.mkfifo(house.files / "a.txt")
    house.sync()
    assert house.statuses()["a.txt"] == "skipped"


def test_names_of_any_bytes(house: House) -> None:
    names = [b"new\nline.txt", b"esc\x1b[31m.txt", b"bad\xff\xfe.txt", b"-n", b"x" * 251 + b".txt", b" ", b"\x7f", b'"']
    for number, name in enumerate(names):
        (house.files / os.fsdecode(name)).write_text(f"text {number}")
    assert counts(house.add()) == {"added": len(names)}
    assert sorted(house.texts().values()) == [f"text {number}" for number in range(len(names))]
    assert counts(house.sync()) == {"unchanged": len(names)}
    for name in names:
        os.rename(house.files / os.fsdecode(name), house.files / os.fsdecode(b"z" + name[:250]))
    assert counts(house.sync()) == {"renamed": len(names)}


def test_content_decides_not_the_name(house: House, tmp_path: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(200, 200)
    document.save(tmp_path / "blank.pdf")
    document.close()
    blank = (tmp_path / "blank.pdf").read_bytes()
    house.write("pdf.txt", blank)
    house.write("text.pdf", "plain words in a file that says it is a PDF")
    house.write("broken.pdf", blank[: len(blank) // 2] + os.urandom(50))
    house.write("empty.pdf", "")
    house.write("empty.txt", "")
    house.write("zeros.txt", bytes(10_000))
    house.write("noise.html", os.urandom(10_000))
    house.write("encrypted.pdf", ENCRYPTED)
    house.add()
    rows = house.current()
    assert rows["pdf.txt"].type == "pdf"
    assert "plain words" in house.texts()["text.pdf"]
    assert rows["broken.pdf"].status is not Status.OK
    assert {rows["empty.pdf"].status, rows["empty.txt"].status} == {Status.EMPTY}
    assert rows["encrypted.pdf"].status is Status.ENCRYPTED
    assert rows["zeros.txt"].status is not Status.OK
    assert all(row.reason for row in rows.values() if row.status is not Status.OK)


ENCRYPTED = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj
3 0 obj<</Filter/Standard/V 1/R 2/P -4/O<0000000000000000000000000000000000000000000000000000000000000000>\
/U<1111111111111111111111111111111111111111111111111111111111111111>>>endobj
trailer<</Root 1 0 R/Encrypt 3 0 R/ID[<00><00>]>>
%%EOF
"""


def test_three_hundred_folders_deep(house: House) -> None:
    deep = "/".join(["d"] * 300)
    house.write(f"{deep}/a.txt", "at the bottom")
    assert counts(house.add()) == {"added": 1}
    assert house.texts() == {f"{deep}/a.txt": "at the bottom"}


def test_a_path_longer_than_the_system_takes(house: House) -> None:
    house.write("a.txt", "alpha")
    here = os.open(house.files, os.O_RDONLY)
    for _ in range(25):
        os.mkdir("d" * 200, dir_fd=here)
        below = os.open("d" * 200, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = below
    os.close(here)
    assert counts(house.add()) == {"added": 2, "failures": 1}
    assert set(house.failures().values()) == {"folder cannot be listed: file name too long"}
    assert counts(house.sync()) == {"unchanged": 2}


def test_one_long_line(house: House) -> None:
    house.write("line.txt", "word " * 1_000_000)
    house.write("z.txt", "the harbour")
    assert counts(house.add()) == {"added": 2}
    assert house.statuses() == {"line.txt": "ok", "z.txt": "ok"}


@pytest.mark.long
def test_fifty_megabytes_on_one_line(house: House) -> None:
    house.write("line.txt", "Aiko Tanaka of Kestrel Bank said no. " * (50_000_000 // 37))
    house.write("z.txt", "the harbour")
    assert counts(house.add()) == {"added": 2}
    assert house.statuses() == {"line.txt": "ok", "z.txt": "ok"}


def peak_of(memory: Path, *words: str) -> int:
    """Megabytes that the command itself took at most."""
    script = "import sys; from tui.cli import main; code = main(sys.argv[1:]); "
    # What getrusage says includes the process that started this one.
    script += "print(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0]); sys.exit(code)"
    done = subprocess.run(
        [sys.executable, "-c", script, *words, "--memory", str(memory), "--quiet"],
        check=True,
        capture_output=True,
        text=True,
    )
    return int(done.stdout) // 1024


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
@pytest.mark.timeout(3_600)
@pytest.mark.parametrize(
    "files", [3_000, pytest.param(20_000, marks=pytest.mark.long), pytest.param(200_000, marks=pytest.mark.long)]
)
def test_tiny_files_without_number(files: int, house: House, tmp_path: Path) -> None:
    for number in range(files):
        house.write(f"{number // 500}/{number}.txt", f"file {number}")
    assert peak_of(house.memory.folder, "add", str(house.files)) < 300
    assert len(house.memory.facts()) == files
    os.rename(house.files, tmp_path / "moved")
    (house.files).mkdir()
    os.rename(tmp_path / "moved", house.files / "moved")
    assert counts(house.sync()) == {"renamed": files}


DROPPED = """
import ctypes, os, sys
if os.getuid() == 0:
    for capability in (1, 2):  # to read and to search whatever the permissions say
        if ctypes.CDLL(None).prctl(24, capability, 0, 0, 0):
            sys.exit("cannot drop what root may do")
os.execv(sys.executable, [sys.executable, "-c", sys.argv[1], *sys.argv[2:]])
"""
UNPRIVILEGED = """
import sys
from pathlib import Path
from tests.faults.test_hostile_files import unprivileged
unprivileged(Path(sys.argv[1]))
"""


def unprivileged(root: Path) -> None:
    house = House(root)
    house.write("file.txt", "in the file")
    house.write("folder/a.txt", "in the folder")
    house.write("names/b.txt", "in the folder of names")
    house.write("z.txt", "the harbour")
    new = house.write("new.txt", "never seen")
    new.chmod(0)
    assert counts(house.add()) == {"added": 5, "failures": 1}
    assert house.failures() == {"new.txt": "permission denied"}
    before = house.texts()
    for name, mode in (("file.txt", 0), ("folder", 0), ("names", 0o444)):
        (house.files / name).chmod(mode)
    house.sync()
    assert house.texts() == before
    assert house.failures() == {
        "file.txt": "permission denied; what it said before stays",
        "folder": "folder cannot be listed: permission denied",
    }
    generation = house.memory.generation()
    house.sync()
    assert (house.memory.generation(), house.texts()) == (generation, before)
    for name, mode in (("file.txt", 0o600), ("folder", 0o700), ("names", 0o700), ("new.txt", 0o600)):
        (house.files / name).chmod(mode)
    house.sync()
    assert house.texts() == before | {"new.txt": "never seen"}
    (house.files / "folder/a.txt").write_text("in the folder, amended")
    (house.files / "folder").chmod(0)
    assert "folder/a.txt" in house.texts()
    (house.files / "folder").chmod(0o700)
    house.sync()
    assert house.texts()["folder/a.txt"] == "in the folder, amended"
    house.files.chmod(0)
    assert counts(house.sync()) == {}
    house.files.chmod(0o700)
    assert len(house.texts()) == 5
    print("done")


@pytest.mark.skipif(sys.platform != "linux" and os.getuid() == 0, reason="root may read everything here")
def test_what_may_not_be_read_is_not_gone(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", DROPPED, UNPRIVILEGED, str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[2],
    )
    assert (done.stdout, done.stderr[-2000:]) == ("done\n", "")


@pytest.mark.parametrize(
    ("command", "said"),
    [
        ((sys.executable, "-c", "raise ImportError('no module named gazetteer')"), "no module named gazetteer"),
        ((sys.executable, "-c", ""), "it was not ready"),
        (("/nowhere/python",), "No such file"),
    ],
)
def test_a_worker_that_cannot_start_is_one_clear_error(
    command: tuple[str, ...], said: str, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attending, "COMMAND", command)
    house.write("a.txt", "alpha")
    with pytest.raises(CristalError, match=f"cannot start .*{said}.*install Cristal again"):
        house.add()
    assert house.current() == {}
    monkeypatch.undo()
    assert counts(house.sync()) == {"added": 1}


def test_a_worker_that_never_gets_ready(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attending, "COMMAND", (sys.executable, "-c", "import time; time.sleep(1000)"))
    monkeypatch.setattr(attending, "START_SECONDS", 0.3)
    house.write("a.txt", "alpha")
    with pytest.raises(CristalError, match="not ready in"):
        house.add()


def children(pid: int) -> list[int]:
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                fields = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == pid and fields[0] != "Z":
                found.append(int(entry.name))
    return found


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@contextmanager
def reading_for_ever(house: House) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    """A `cristal add` whose worker hangs in a file, and the worker's process number."""
    script = "import sys; from search.ingest import attending; from tui.cli import main; "
    script += f"attending.COMMAND = {misbehaving(house.files, 1000.0)!r}; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", script, "add", str(house.files), "--memory", str(house.memory.folder)]
    parent = subprocess.Popen(command, stderr=subprocess.PIPE)
    try:
        workers: list[int] = []
        while not workers:
            assert parent.poll() is None
            workers = children(parent.pid)
            time.sleep(0.02)
        yield parent, workers[0]
    finally:
        parent.kill()
        parent.wait()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="needs /proc")
@pytest.mark.parametrize("ending", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("delay", [0.0, 1.0])
def test_no_worker_outlives_its_parent(ending: signal.Signals, delay: float, house: House) -> None:
    house.write("hangs.txt", "words")
    with reading_for_ever(house) as (parent, worker):
        time.sleep(delay)
        parent.send_signal(ending)
        parent.wait(timeout=30)
        deadline = time.monotonic() + 20
        while running(worker) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert not running(worker)
        assert b"Traceback" not in parent.communicate()[1]


def test_nothing_of_a_worker_reaches_the_terminal(house: House) -> None:
    for name in ("dies", "leaves", "chatters", "z"):
        house.write(f"{name}.txt", f"{name} speaks")
    script = "import sys; from search.ingest import attending; from tui.cli import main; "
    script += f"attending.COMMAND = {misbehaving(house.files)!r}; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", script, "add", str(house.files), "--memory", str(house.memory.folder), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    lines = [line for line in done.stderr.split("\n") if line]
    assert len(lines) == 2
    assert all(line.startswith("not searchable: ") for line in lines)
    assert done.stdout.startswith("{")
