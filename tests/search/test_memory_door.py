"""Opening, making, migrating and refusing memories."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from search.errors import BadInput, CristalError, MemoryBusy, MemoryDamaged, NotFound
from search.memory import connections, schema
from search.memory.checking import require_sound
from search.memory.filesystem import refuse_network
from search.memory.instants import instant
from search.memory.memory import Memory
from search.memory.paths import shown


def test_a_new_memory_is_private_empty_and_opens_again(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "memory"
    made = Memory.create(folder)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE((folder / "memory.db").stat().st_mode) == 0o600
    assert made.generation() == 0
    assert made.facts() == []
    assert made.index_folder == folder / "index"
    again = Memory.create(folder)
    assert again.id() == made.id() == Memory.open(folder).id()
    assert len(made.id()) == 32


def test_a_folder_without_a_memory_is_not_found(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for folder in (tmp_path, tmp_path / "absent", tmp_path / "file"):
        with pytest.raises(NotFound, match="is not a memory; remember a folder"):
            Memory.open(folder)


def test_a_memory_whose_making_was_interrupted_is_made_again(tmp_path: Path) -> None:
    (tmp_path / "memory.db").touch()
    with pytest.raises(NotFound):
        Memory.open(tmp_path)
    assert Memory.create(tmp_path).generation() == 0


def test_bytes_that_are_no_database_are_damage(tmp_path: Path) -> None:
    (tmp_path / "memory.db").write_bytes(b"not a database at all" * 400)
    with pytest.raises(MemoryDamaged, match="is damaged"):
        Memory.open(tmp_path)
    with pytest.raises(MemoryDamaged, match="is damaged"):
        Memory.create(tmp_path)


def test_the_database_of_another_program_is_refused(tmp_path: Path) -> None:
    with sqlite3.connect(tmp_path / "memory.db") as other:
        other.execute("CREATE TABLE bookmark (url TEXT)")
    other.close()
    with pytest.raises(MemoryDamaged, match="another program"):
        Memory.open(tmp_path)


def test_torn_pages_are_found(tmp_path: Path) -> None:
    memory = Memory.create(tmp_path)
    with memory.write() as write:
        for number in range(2_000):
            write.event("filler", number=number, text="x" * 100)
    require_sound(memory)
    memory.close()
    file = tmp_path / "memory.db"
    size = file.stat().st_size
    with file.open("r+b") as raw:
        raw.seek(size // 2)
        raw.write(os.urandom(size // 4))
    with pytest.raises(MemoryDamaged):
        require_sound(Memory.open(tmp_path))


def test_an_older_catalogue_is_migrated_and_keeps_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = Memory.create(tmp_path)
    with old.write() as write:
        write.add_source(b"/papers")
    old.close()
    steps = len(schema.MIGRATIONS)
    step = """
    CREATE TABLE tag (name TEXT);
    CREATE TRIGGER tag_is_named BEFORE INSERT ON tag WHEN new.name = '' BEGIN SELECT RAISE(ABORT, 'no name'); END;
    INSERT INTO tag VALUES ('first');
    """
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, step))
    assert [source.path for source in Memory.open(tmp_path).sources()] == [b"/papers"]
    with sqlite3.connect(tmp_path / "memory.db") as raw:
        assert raw.execute("PRAGMA user_version").fetchone() == (steps + 1,)
        assert raw.execute("SELECT name FROM tag").fetchall() == [("first",)]
    raw.close()


def test_a_migration_that_fails_leaves_the_catalogue_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Memory.create(tmp_path).close()
    current = schema.MIGRATIONS
    monkeypatch.setattr(schema, "MIGRATIONS", (*current, "CREATE TABLE tag (name TEXT);\nCREATE TABLE meta (x);\n"))
    with pytest.raises(sqlite3.OperationalError):
        Memory.open(tmp_path)
    monkeypatch.setattr(schema, "MIGRATIONS", current)
    assert Memory.open(tmp_path).generation() == 0


def test_the_catalogue_of_a_newer_cristal_is_refused(tmp_path: Path) -> None:
    Memory.create(tmp_path).close()
    with sqlite3.connect(tmp_path / "memory.db") as raw:
        raw.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    raw.close()
    with pytest.raises(MemoryDamaged, match="written by a newer Cristal"):
        Memory.open(tmp_path)


def test_judgements_are_append_only(tmp_path: Path) -> None:
    Memory.create(tmp_path).close()
    with sqlite3.connect(tmp_path / "memory.db") as raw:
        raw.execute("INSERT INTO judgement (uid, at, kind, subject, seal) VALUES ('1', '2026', 'same', 'a', x'')")
        for statement in ("UPDATE judgement SET kind = 'different'", "DELETE FROM judgement"):
            with pytest.raises(sqlite3.IntegrityError, match="never"):
                raw.execute(statement)
    raw.close()


READ_ONLY = """
import os, sys
from pathlib import Path
from search.errors import CristalError
from search.memory.checking import require_sound
from search.memory.memory import Memory
import encodings.idna, sqlite3, json, urllib.parse
if os.getuid() == 0:
    os.setgid(65534); os.setuid(65534)
memory = Memory.open(Path(sys.argv[1]))
print(memory.writable, memory.generation(), [source.path for source in memory.sources()], flush=True)
try:
    with memory.write():
        pass
except CristalError as error:
    print(error, flush=True)
sys.stdin.readline()
print(memory.generation(), flush=True)
"""


@pytest.mark.parametrize("writer_stays", [False, True])
def test_a_folder_that_cannot_be_written_opens_read_only_and_follows_its_writer(
    tmp_path_factory: pytest.TempPathFactory, writer_stays: bool
) -> None:
    folder = tmp_path_factory.mktemp("shared")
    for parent in (folder, *folder.parents):
        if parent.stat().st_mode & 0o077 == 0:
            parent.chmod(0o755)
    owner = Memory.create(folder)
    with owner.write() as write:
        write.add_source(b"/papers")
    for file in folder.iterdir():
        file.chmod(0o644)
    if not writer_stays:
        owner.close()
    if os.getuid() != 0:
        folder.chmod(0o500)
    try:
        reader = subprocess.Popen(
            [sys.executable, "-c", READ_ONLY, str(folder)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        assert reader.stdin and reader.stdout
        assert reader.stdout.readline() == "False 1 [b'/papers']\n"
        assert "is read-only; nothing was written" in reader.stdout.readline()
        folder.chmod(0o755)
        with owner.write() as write:
            write.add_source(b"/more")
        if not writer_stays:
            owner.close()
        assert reader.communicate("\n", timeout=60)[0] == "2\n"
        assert reader.returncode == 0
    finally:
        folder.chmod(0o755)


def test_a_transaction_is_undone_by_an_exception_and_counts_one_generation(tmp_path: Path) -> None:
    memory = Memory.create(tmp_path)
    with pytest.raises(ZeroDivisionError), memory.write() as write:
        write.add_source(b"/lost")
        raise ZeroDivisionError
    assert (memory.generation(), memory.sources()) == (0, [])
    with memory.write() as write:
        assert write.generation == 1
        write.add_source(b"/kept")
    assert memory.generation() == 1
    assert [source.path for source in memory.sources()] == [b"/kept"]


def test_what_a_writer_raises_itself_is_not_taken_for_damage(tmp_path: Path) -> None:
    memory = Memory.create(tmp_path)
    with pytest.raises(UnicodeDecodeError), memory.write():
        b"\xff".decode()


def test_a_second_writer_is_busy_and_readers_are_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "BUSY_TIMEOUT", 50)
    first, second = Memory.create(tmp_path), Memory.open(tmp_path)
    with first.write() as write:
        write.add_source(b"/papers")
        with pytest.raises(MemoryBusy, match="another process is writing"), second.write():
            pass
        assert second.sources() == []
    with second.write() as write:
        assert write.generation == 2


def test_every_thread_reads_and_close_closes_for_all(tmp_path: Path) -> None:
    memory = Memory.create(tmp_path)
    with memory.write() as write:
        write.add_source(b"/papers")
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.append(len(memory.sources()))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [1] * 8
    memory.close()
    assert [file.name for file in tmp_path.glob("memory.db*")] == ["memory.db"]


def test_network_file_systems_are_refused(tmp_path: Path) -> None:
    table = tmp_path / "mounts"
    table.write_bytes(
        b"/dev/sda / ext4 rw 0 0\n"
        b"host:/export /mnt/my\\040share nfs4 rw 0 0\n"
        b"/dev/sdb /mnt/my\\040share/local ext4 rw 0 0\n"
        b"old /srv nfs rw 0 0\nnew /srv xfs rw 0 0\n"
        b"user@host: /mnt/ssh fuse.sshfs rw 0 0\nbroken\n"
    )
    for folder in ("/mnt/my share", "/mnt/my share/deep/memory", "/mnt/ssh/x"):
        with pytest.raises(BadInput, match="network file system"):
            refuse_network(Path(folder), table)
    for folder in ("/home/me", "/mnt/my share/local/x", "/mnt/my shares", "/srv/memory"):
        refuse_network(Path(folder), table)
    refuse_network(Path("/mnt/ssh"), tmp_path / "no-such-table")


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CristalError, match="cannot be made"):
        Memory.create(tmp_path / "file" / "memory")


def test_paths_are_shown_whatever_their_bytes() -> None:
    assert shown("/Straße/日本".encode()) == "/Straße/日本"
    assert shown(b"/a\xff\xc3/b\xed\xa0\x80") == r"/a\xff\xc3/b\xed\xa0\x80"
    shown(bytes(range(256))).encode()


def test_instants_compare_as_strings_at_any_time() -> None:
    times = [-(10**30), -(10**18), -1, 0, 1_780_000_000_999_999_999, 10**19, 10**30]
    instants = [instant(time) for time in times]
    assert instants == sorted(instants)
    assert {len(each) for each in instants} == {20}
    assert instant(0) == "1970-01-01T00:00:00Z"
    assert instant(-1) == "1969-12-31T23:59:59Z"
    assert instants[0] == "0001-01-01T00:00:00Z"
