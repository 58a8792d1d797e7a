"""Files through the process that reads for others: what is answered, in which order, and what is left out."""

import io
import json
import os
import re
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from hashlib import blake2b
from pathlib import Path
from typing import Any

import pytest

from search.extract.caps import Caps
from search.extract.isolation.client import Frame, Isolated
from search.extract.isolation.limits import report
from search.extract.reading import READERS

MOCK_PARENT = (sys.executable, "-m", "tests.faults.mock_parent")


@pytest.fixture
def isolated() -> Iterator[Isolated]:
    with Isolated() as running:
        yield running


def digest(content: bytes) -> str:
    return blake2b(content, digest_size=20).hexdigest()


def stamp(path: Path) -> list[int]:
    status = path.stat()
    return [status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino]


def headers(frames: list[Frame]) -> list[dict[str, Any]]:
    return [frame.header for frame in frames]


def wait_until(holds: Callable[[], Any], seconds: float = 10.0) -> None:
    until = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.01)


def test_a_document_is_answered_with_all_that_is_known_of_it(tmp_path: Path, isolated: Isolated) -> None:
    file = tmp_path / "a.html"
    file.write_text("<html lang=en><title>Größe</title><h1>One</h1><p>Two")
    (frame,) = isolated.read(file)
    header = frame.header
    assert header.pop("seconds") >= 0
    assert header.pop("peak") > 1 << 20
    reader = header.pop("reader")
    assert reader.startswith("hypertext/")
    metadata = header.pop("metadata")
    assert (metadata["title"], metadata["author"], metadata["answers"]) == ("Größe", None, [])
    assert frame.text[slice(*header["units"][0][3:])].split() == ["One", "Two"]
    header.pop("units")
    assert header == {
        "digest": digest(file.read_bytes()),
        "stamp": stamp(file),
        "name": "a.html",
        "type": "html",
        "status": "ok",
        "reason": None,
        "container": False,
    }


def test_what_cannot_be_opened_says_why(tmp_path: Path, isolated: Isolated) -> None:
    (tmp_path / "link").symlink_to("target")
    os.mkfifo(tmp_path / "pipe")
    assert headers(isolated.read(tmp_path / "nothing")) == [{"vanished": True}]
    assert headers(isolated.read(tmp_path / "link" / "below")) == [{"vanished": True}]
    (link,) = headers(isolated.read(tmp_path / "link"))
    assert link == {"unread": "a symbolic link took its place", "status": "failed", "stamp": None}
    for special in (tmp_path / "pipe", tmp_path):
        (header,) = headers(isolated.read(special))
        assert (header["unread"], header["status"]) == ("not a regular file", "skipped")
        assert header["stamp"] == stamp(special)


def test_a_file_over_the_limit_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_bytes(b"x" * (2 << 20))
    with Isolated(Caps(file_bytes=1 << 20)) as isolated:
        (header,) = headers(isolated.read(file))
    assert header == {"unread": "larger than 1 MB", "status": "too-large", "stamp": stamp(file)}


def test_known_content_is_not_read_again(tmp_path: Path, isolated: Isolated) -> None:
    file = tmp_path / "a.txt"
    file.write_text("content")
    for known, same in ((digest(b"content"), True), (digest(b"other"), False), ("again", False)):
        isolated.ask(file, known)
        (header,) = headers(isolated.answer())
        assert ("same" in header) == same
        assert header["digest"] == digest(b"content")
        assert header["stamp"] == stamp(file)


def test_moved_content_is_found_as_often_as_it_went(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.txt" for number in range(4)]
    for path in paths:
        path.write_text("moved")
    with Isolated(moved=[digest(b"moved")] * 2) as isolated:
        isolated.ask(paths[0], "known as something else")
        assert "same" not in isolated.answer()[0].header
        for path in paths[1:]:
            isolated.ask(path)
        assert ["same" in isolated.answer()[0].header for _ in paths[1:]] == [True, True, False]


def test_answers_come_in_the_order_of_the_requests(tmp_path: Path, isolated: Isolated) -> None:
    content: bytes | None
    expected = []
    for number in range(150):
        match number % 5:
            case 0:
                path, content = tmp_path / f"{number}.bin", b"\x7fELF" + bytes(100)
                expected.append("unsupported")
            case 1:
                path, content = tmp_path / f"{number}.txt", b""
                expected.append("empty")
            case 2:
                path, content = tmp_path / f"{number}.missing", None
                expected.append("vanished")
            case 3 if number % 7 == 0:
                path, content = tmp_path / f"{number}.pdf", b"%PDF-1.4"
                expected.append("alone")
            case _:
                path, content = tmp_path / f"{number}.txt", b"number %d" % number
                expected.append(f"number {number}")
        if content is not None:
            path.write_bytes(content)
        isolated.ask(path)
    answers = []
    for _ in expected:
        (frame,) = isolated.answer()
        alone = frame.header.get("name", "").endswith(".pdf")
        answers.append(
            "vanished" if "vanished" in frame.header else "alone" if alone else frame.text or frame.header["status"]
        )
    assert answers == expected


def test_only_what_needs_it_has_a_process_of_its_own() -> None:
    """A process costs more than most documents; what works outside Python, or unpacks without end, has its own."""
    alone = {name for name, reader in READERS.items() if reader.alone and not reader.programs}
    assert alone == {"pdf", "mailbox", "zip", "tar", "compressed"}


def test_names_that_are_no_text_survive(tmp_path: Path, isolated: Isolated) -> None:
    name = os.fsdecode(b"gr\xf6\xdfe.txt")
    (tmp_path / name).write_text("words")
    (frame,) = isolated.read(tmp_path / name)
    assert (frame.header["name"], frame.text) == (name, "words")


def test_members_are_documents_with_paths_of_their_own(tmp_path: Path, isolated: Isolated) -> None:
    inner, outer = io.BytesIO(), tmp_path / "a.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep/c.txt", "deepest")
    with zipfile.ZipFile(outer, "w") as archive:
        archive.writestr(zipfile.ZipInfo("b/odd!/name.txt", (2020, 2, 3, 4, 5, 6)), "first")
        archive.writestr("inner.zip", inner.getvalue())
        archive.writestr("picture.bin", bytes(range(256)))
    frames = isolated.read(outer)
    places = [(frame.header["member"], frame.header.get("closed", False)) for frame in frames[1:]]
    assert places == [
        ("b/odd! /name.txt", False),
        ("inner.zip", False),
        ("inner.zip!/deep/c.txt", False),
        ("inner.zip", True),
        ("picture.bin", False),
        (None, True),
    ]
    first = frames[1].header
    assert (first["name"], first["size"], first["digest"]) == ("name.txt", 5, digest(b"first"))
    assert first["modified"].startswith("2020-02-03")
    assert "stamp" not in first
    assert [frame.text for frame in frames[1:4] if frame.text] == ["first", frames[2].text, "deepest"]
    assert frames[-1].header["members"] == 3


def test_a_file_that_gives_more_than_a_thousand_times_its_size_is_not_read_to_its_end(tmp_path: Path) -> None:
    caps = Caps(member_bytes=1 << 20)
    level = b"words " * 150_000
    for name, copies in (("a.txt", 1), ("b.zip", 8), ("c.zip", 8)):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for number in range(copies):
                archive.writestr(f"{number}-{name}", level)
        level = file.getvalue()
    outer = tmp_path / "a.zip"
    outer.write_bytes(level)
    with Isolated(caps) as isolated:
        frames = isolated.read(outer)
    assert frames[-1].header["status"] == "partial"
    assert re.fullmatch(r"first \d MB of the files in the whole file searched", frames[-1].header["reason"])
    assert sum(len(frame.text) for frame in frames) < len(level) * 1_000 + (2 << 20)


def test_a_file_that_changes_while_it_is_read_is_read_once_more(tmp_path: Path) -> None:
    file = tmp_path / "a.mock"
    file.write_text("say before\npause 1")
    with Isolated(command=MOCK_PARENT) as isolated:
        isolated.ask(file)
        time.sleep(0.5)
        file.write_text("say after")
        (frame,) = isolated.answer()
    assert (frame.text, frame.header["digest"]) == ("after", digest(b"say after"))
    assert frame.header["stamp"] == stamp(file)


def test_a_file_that_changes_all_the_time_is_left_for_another_time(tmp_path: Path) -> None:
    file = tmp_path / "a.mock"
    file.write_text("say words\npause 0.3")
    done = threading.Event()

    def touch() -> None:
        while not done.wait(0.02):
            os.utime(file)

    toucher = threading.Thread(target=touch)
    toucher.start()
    try:
        with Isolated(command=MOCK_PARENT) as isolated:
            (header,) = headers(isolated.read(file))
    finally:
        done.set()
        toucher.join()
    assert (header["unread"], header["status"]) == ("changed while it was read", "failed")


def noted(journal: Path) -> list[str]:
    """The names in the journal, once it is not being written just now."""
    while True:
        try:
            return [os.path.basename(json.loads(line)["path"]) for line in journal.read_text().splitlines()]
        except ValueError:
            continue


def test_the_journal_names_what_is_being_read(tmp_path: Path) -> None:
    journal = tmp_path / "journal"
    # While the first one is read, the others arrive.
    instructions = {"0.mock": "pause 0.3"}
    instructions |= {"a.mocks": "pause 0.2", "b.mocks": "pause 1.5", "c.mocks": "pause 0.2", "d.mock": "pause 0.2"}
    for name, content in instructions.items():
        (tmp_path / name).write_text(content)
    journal.write_text("left by somebody else")
    with Isolated(journal=journal, command=MOCK_PARENT) as isolated:
        wait_until(lambda: not journal.read_text())
        for name in instructions:
            isolated.ask(tmp_path / name)
        seen: list[list[str]] = []
        while not seen or seen[-1] != ["d.mock"]:
            now = noted(journal)
            if now and (not seen or seen[-1] != now):
                seen.append(now)
            time.sleep(0.01)
        for _ in instructions:
            isolated.answer()
        wait_until(lambda: not journal.read_text())
    assert seen == [["0.mock"], ["a.mocks", "b.mocks", "c.mocks"], ["b.mocks"], ["c.mocks"], ["d.mock"]]


def test_a_parent_without_a_place_for_its_journal_reads_all_the_same(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("words")
    with Isolated(journal=tmp_path / "no folder" / "journal") as isolated:
        assert isolated.read(file)[0].text == "words"


def test_the_report_tries_the_limits_out() -> None:
    held = {each.name: each for each in report()}
    assert set(held) == {"memory", "network", "files", "processes", "end"}
    assert all(each.sentence and each.holds == ("this system" not in each.sentence) for each in held.values())
    if sys.platform == "linux":
        assert held["memory"].holds
