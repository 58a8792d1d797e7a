"""Several processes at one memory: who waits, who does not, and what a killed one leaves."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from search.errors import CristalError, MemoryBusy
from search.memory.checking import require_sound
from search.memory.memory import Memory

BEGIN = """
import sys, time
from pathlib import Path
from search.extract.extracted import Extracted, Status
from search.memory.checking import require_sound
from search.memory.memory import Memory
from search.memory.records import NewVersion, Stamp

def new(number):
    text = f"text {number} " + "word " * 2000
    return NewVersion(
        1, None, b"/p/%d" % number, Stamp(1, 1, 1, 1), b"%d" % number, Extracted("text", "text/1", Status.OK, text),
        (), "title", None, None, "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z",
    )

def say(what):
    print(what, flush=True)

memory = Memory.create(Path(sys.argv[1]))
"""


@contextmanager
def child(script: str, folder: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-c", BEGIN + script, str(folder)], stdout=subprocess.PIPE, stdin=subprocess.PIPE, text=True
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def heard(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_readers_see_whole_commits_while_another_process_writes(tmp_path: Path) -> None:
    script = """
with memory.write() as write:
    write.add_source(b"/p")
say("ready")
for batch in range(20):
    with memory.write() as write:
        for number in range(batch * 10, batch * 10 + 10):
            write.remember(new(number))
say("done")
"""
    with child(script, tmp_path) as writer:
        assert heard(writer) == "ready"
        memory = Memory.open(tmp_path)
        seen = 0
        while seen < 21:
            before = memory.generation()
            facts = memory.facts()
            after = memory.generation()
            assert len(facts) % 10 == 0
            assert (before - 1) * 10 <= len(facts) <= (after - 1) * 10
            seen = after
        assert heard(writer) == "done"
    assert len(memory.facts()) == 200
    require_sound(memory)


def test_killed_inside_a_transaction_leaves_the_last_commit(tmp_path: Path) -> None:
    script = """
with memory.write() as write:
    write.add_source(b"/p")
    write.remember(new(0))
with memory.write() as write:
    for number in range(1, 2000):
        write.remember(new(number))
    say("inside")
    time.sleep(600)
"""
    with child(script, tmp_path) as writer:
        assert heard(writer) == "inside"
        reader = Memory.open(tmp_path)
        assert len(reader.facts()) == 1
        writer.send_signal(signal.SIGKILL)
        writer.wait()
    memory = Memory.open(tmp_path)
    assert memory.generation() == 1
    assert [facts.path for facts in memory.facts()] == [b"/p/0"]
    require_sound(memory)
    with memory.write() as write:
        write.gone(1, "2026-02-01T00:00:00Z")
    assert reader.generation() == 2


def test_the_lock_of_a_living_process_names_it_and_that_of_a_dead_one_is_free(tmp_path: Path) -> None:
    script = """
with memory.lock(0):
    say("held")
    sys.stdin.readline()
"""
    with child(script, tmp_path) as holder:
        assert heard(holder) == "held"
        memory = Memory.open(tmp_path)
        with pytest.raises(MemoryBusy, match=rf"process {holder.pid}, since 2\d{{3}}-.*Z, is reading documents"):
            memory.lock(0.1).__enter__()
        assert memory.facts() == []
        holder.send_signal(signal.SIGKILL)
        holder.wait()
    with memory.lock(5):
        assert str(os.getpid()) in (tmp_path / "ingest.lock").read_text()


def test_the_lock_is_waited_for(tmp_path: Path) -> None:
    script = """
with memory.lock(0):
    say("held")
    time.sleep(0.2)
"""
    with child(script, tmp_path) as holder:
        assert heard(holder) == "held"
        with Memory.open(tmp_path).lock(60):
            assert heard(holder) == ""


def test_the_lock_excludes_within_a_process_and_is_free_after_an_exception(tmp_path: Path) -> None:
    memory = Memory.create(tmp_path)
    with pytest.raises(ZeroDivisionError), memory.lock(0):
        with pytest.raises(MemoryBusy, match=f"process {os.getpid()}"), memory.lock(0):
            pass
        raise ZeroDivisionError
    with memory.lock(0):
        pass


def test_what_the_lock_file_says_is_not_trusted(tmp_path: Path) -> None:
    memory = Memory.create(tmp_path)
    (tmp_path / "ingest.lock").write_bytes(b"what a killed process left, as long as it may be\n" * 3)
    with memory.lock(0):
        with pytest.raises(MemoryBusy, match=f"^process {os.getpid()}, since"), memory.lock(0):
            pass
        (tmp_path / "ingest.lock").write_bytes(b"pid \x1b[31m since ever")
        with pytest.raises(MemoryBusy, match=r"^another process is reading documents"), memory.lock(0):
            pass


def test_a_lock_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    memory = Memory.create(tmp_path)
    (tmp_path / "ingest.lock").unlink()
    (tmp_path / "ingest.lock").symlink_to("ingest.lock")
    with pytest.raises(CristalError, match="cannot be locked"), memory.lock(0):
        pass


def test_two_processes_may_make_the_same_memory(tmp_path: Path) -> None:
    script = "say(memory.id())"
    with child(script, tmp_path) as one, child(script, tmp_path) as other:
        assert heard(one) == heard(other) != ""
