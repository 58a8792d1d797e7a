"""What a scan lists, and what it refuses to open."""

import os
import socket
from pathlib import Path

import pytest

from search.ingest.scanning import ScannedFile, lists, scan


def scanned(root: Path, nested: frozenset[bytes] = frozenset()) -> dict[str, ScannedFile]:
    source = os.fsencode(root)
    return {os.fsdecode(file.path[len(source) + 1 :]): file for file in scan(source, nested)}


def test_files_come_in_the_order_of_their_paths_folder_by_folder(tmp_path: Path) -> None:
    for name in ("b/z.txt", "b/a.txt", "a.txt", "c.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("x")
    assert list(scanned(tmp_path)) == ["a.txt", "c.txt", "b/a.txt", "b/z.txt"]


def test_special_files_are_listed_with_the_reason_not_to_open_them(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    server = socket.socket(socket.AF_UNIX)
    server.bind(str(tmp_path / "socket"))
    (tmp_path / "zero").symlink_to("/dev/zero")
    (tmp_path / "broken").symlink_to("nowhere")
    (tmp_path / "plain.txt").write_text("x")
    server.close()
    reasons = {name: file.obstacle for name, file in scanned(tmp_path).items()}
    assert reasons == {
        "pipe": "named pipe",
        "socket": "socket",
        "zero": "symbolic link out of the source",
        "broken": "symbolic link to nothing",
        "plain.txt": None,
    }


def test_links_within_the_source_and_in_circles_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/up").symlink_to("..")
    (tmp_path / "folder/file.txt").write_text("x")
    (tmp_path / "twin.txt").symlink_to("folder/file.txt")
    (tmp_path / "self").symlink_to("self")
    found = scanned(tmp_path)
    assert {name for name, file in found.items() if file.obstacle is None} == {"folder/file.txt"}


def test_names_of_any_bytes(tmp_path: Path) -> None:
    for name in (b"new\nline.txt", b"esc\x1b[31m.txt", b"bad\xff.txt", b"-dash"):
        (tmp_path / os.fsdecode(name)).write_text("x")
    assert len(scanned(tmp_path)) == 4


def test_a_nested_source_is_left_to_itself(tmp_path: Path) -> None:
    (tmp_path / "inner").mkdir()
    (tmp_path / "inner/x.txt").write_text("x")
    (tmp_path / "y.txt").write_text("x")
    assert set(scanned(tmp_path, frozenset({os.fsencode(tmp_path / "inner")}))) == {"y.txt"}


def test_a_single_file_is_a_source_too(tmp_path: Path) -> None:
    (tmp_path / ".hidden.txt").write_text("x")
    assert [file.obstacle for file in scan(os.fsencode(tmp_path / ".hidden.txt"))] == [None]


def test_a_missing_source_raises(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        list(scan(os.fsencode(tmp_path / "nothing")))


def test_what_takes_the_place_of_a_source_is_not_it(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path)
    for name in ("pipe", "link"):
        with pytest.raises(NotADirectoryError):
            list(scan(os.fsencode(tmp_path / name)))


def test_a_path_is_listed_when_the_scan_lists_it(tmp_path: Path) -> None:
    for name in ("a.txt", ".hidden", "keep/b.log", "keep/c.txt", "drop/d.txt", "drop/deep/e.txt", "build/f", ".x/g"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("x")
    (tmp_path / ".gitignore").write_text("*.log\ndrop/\n/build\n")
    (tmp_path / "keep/.cristalignore").write_text("!b.log\n")
    source = os.fsencode(tmp_path)
    found = set(scanned(tmp_path))
    assert found == {"a.txt", "keep/b.log", "keep/c.txt"}
    for path in tmp_path.rglob("*"):
        if path.is_file():
            assert lists(source, os.fsencode(path)) == (str(path.relative_to(tmp_path)) in found)
    assert lists(source, source)
    assert lists(source, source + b"/keep")
    assert not lists(source, source + b"/drop")
    assert not lists(source, source + b"-other/a.txt")
