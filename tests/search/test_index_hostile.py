"""An index folder made by an enemy, checksums and all, runs no code and reaches for no other file."""

import json
import os
import pickle
from pathlib import Path
from typing import Any

import pytest

from search.errors import IndexDamaged
from search.index.codec.files import KINDS
from search.index.engine import IndexDocument
from search.index.manifest import Manifest
from search.index.pages import FileRecord, measure
from search.index.whoosh_engine import open_engine
from search.index.writable_engine import open_writable
from tests.search.forging import Forgery
from tests.search.test_index_commits import found
from tests.search.test_index_forged import acts

DOCUMENTS = [IndexDocument(version, "title", f"common word{version} common") for version in range(1, 20)]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


@pytest.fixture
def owned(tmp_path: Path) -> Path:
    """What the enemy's code would make."""
    return tmp_path / "owned"


class Forged:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, (str(self.path),))


def test_a_pickle_in_place_of_the_table_of_contents_runs_nothing(folder: Path, owned: Path) -> None:
    open_writable(folder).add(DOCUMENTS)
    forgery = Forgery(folder)
    table = folder / "_MAIN_1.toc"
    head = table.read_bytes()[:-100]
    for forged in (pickle.dumps(Forged(owned), 2), head + pickle.dumps([Forged(owned)], 2)):
        table.write_bytes(forged)
        forgery.finish()
        assert found(open_engine(folder), "common") == set(range(1, 20))
        assert not list(open_engine(folder).verify())
    for act in acts(folder):
        act()
    assert not owned.exists()
    assert found(open_engine(folder), "common") == {*range(1, 20), 70, 71} - {3}


@pytest.mark.parametrize("suffix", [".toc", ".json", *KINDS])
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
@pytest.mark.timeout(60)
def test_what_is_not_a_file_is_not_read(suffix: str, kind: str, folder: Path, tmp_path: Path) -> None:
    open_writable(folder).add(DOCUMENTS)
    path = next(path for path in folder.iterdir() if path.name.endswith(suffix))
    os.rename(path, tmp_path / "elsewhere")
    if kind == "link":
        path.symlink_to(tmp_path / "elsewhere")
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.mkdir()
    with pytest.raises(IndexDamaged):
        open_engine(folder)
    with pytest.raises(IndexDamaged):
        open_writable(folder)


def test_sizes_beyond_reason(folder: Path) -> None:
    open_writable(folder).add(DOCUMENTS)
    forgery = Forgery(folder)
    for name in (path.name for path in folder.iterdir() if path.suffix in (".toc", *KINDS)):
        forgery.finish(lambda manifest, name=name: with_file(manifest, name, 10**12))  # type: ignore[misc]
        with pytest.raises(IndexDamaged):
            open_engine(folder)
    os.truncate(folder / "_MAIN_1.toc", 10**12)
    forgery.finish(measured=False, change=lambda manifest: with_file(manifest, "_MAIN_1.toc", 10**12))
    with pytest.raises(IndexDamaged, match="too large"):
        open_engine(folder)


def with_file(manifest: Manifest, name: str, size: int) -> Manifest:
    return manifest._replace(files=manifest.files | {name: FileRecord(size, "")})


@pytest.mark.parametrize("name", ["../elsewhere", "/etc/passwd", "MAIN_x/../../elsewhere", "MAIN_x.trm/..", "a.txt"])
def test_names_that_lead_elsewhere(name: str, folder: Path, tmp_path: Path) -> None:
    open_writable(folder).add(DOCUMENTS)
    (tmp_path / "elsewhere").write_bytes(b"mine")
    record = measure(tmp_path / "elsewhere")
    Forgery(folder).finish(lambda manifest: manifest._replace(files=manifest.files | {name: record}))
    with pytest.raises(IndexDamaged, match="manifest"):
        open_engine(folder)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        b"[]",
        b'{"files": 3}',
        b'{"files": {"MAIN_x.trm": [1]}}',
        b"[" * 100_000,
        b'{"format": 1, "memory": "", "generation": 1' + b"0" * 5_000 + b', "files": {}}',
        b'{"files": {"a": [1e999, ""]}}',
        b"\xff\xfe",
        pickle.dumps({"files": {}}),
    ],
    ids=lambda content: repr(content[:20]),
)
def test_manifests_that_are_none(content: bytes, folder: Path) -> None:
    open_writable(folder).add(DOCUMENTS)
    (folder / "_MAIN_1.json").write_bytes(content)
    with pytest.raises(IndexDamaged, match="manifest"):
        open_engine(folder)


def test_a_manifest_of_another_generation(folder: Path) -> None:
    engine = open_writable(folder)
    engine.add(DOCUMENTS)
    manifest = (folder / "_MAIN_1.json").read_bytes()
    assert json.loads(manifest)["generation"] == 1
    engine.add([IndexDocument(50, "", "more")])
    (folder / "_MAIN_2.json").write_bytes(manifest)
    with pytest.raises(IndexDamaged):
        open_engine(folder)


@pytest.mark.parametrize("name", ["building", "MAIN_WRITELOCK", "DAMAGED"])
def test_a_link_in_place_of_our_own_files_harms_nothing(name: str, folder: Path, tmp_path: Path) -> None:
    engine = open_writable(folder)
    engine.add(DOCUMENTS)
    mine = tmp_path / "mine"
    (mine / "inner").mkdir(parents=True)
    (mine / "inner" / "letter.txt").write_text("dear")
    place = folder / name
    if place.is_dir():
        place.rmdir()
    else:
        place.unlink(missing_ok=True)
    place.symlink_to(mine if name == "building" else mine / "inner" / "letter.txt")
    if name == "DAMAGED":
        with pytest.raises(IndexDamaged) as caught:
            open_writable(folder)
        assert "dear" not in str(caught.value)
    else:
        open_writable(folder).add([IndexDocument(50, "", "more")])
        assert not place.is_symlink()
    assert (mine / "inner" / "letter.txt").read_text() == "dear"
    assert sorted(os.listdir(mine)) == ["inner"]


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder away")
def test_the_folder_of_another_user(folder: Path) -> None:
    open_writable(folder).add(DOCUMENTS)
    os.chown(folder, 65534, 65534)
    for opened in (open_engine, open_writable):
        with pytest.raises(IndexDamaged, match="another user"):
            opened(folder)


def test_tables_with_numbers_beyond_reason(folder: Path) -> None:
    open_writable(folder).add(DOCUMENTS)
    for name in ("_MAIN_99999999999999999999.toc", "_MAIN_0002.toc", "_MAIN_-1.toc"):
        (folder / name).write_bytes(b"")
    assert found(open_engine(folder), "word7") == {7}
    (folder / "_MAIN_999999999.toc").write_bytes(b"")
    with pytest.raises(IndexDamaged):
        open_engine(folder)
