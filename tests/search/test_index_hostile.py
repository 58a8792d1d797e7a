"""An index folder made by an enemy, checksums and all, runs no code and reaches for no other file."""

import json
import os
import pickle
from pathlib import Path
from typing import Any

import pytest
from whoosh.filedb.structfile import StructFile

from search.errors import IndexDamaged
from search.index import blocks
from search.index.engine import IndexDocument
from search.index.manifest import Manifest, encode, read_manifest
from search.index.pages import FileRecord, measure
from search.index.toc import Toc
from search.index.whoosh_engine import open_engine
from search.index.writable_engine import open_writable
from tests.search.test_index_commits import found

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


def tables(folder: Path) -> tuple[Toc, Manifest]:
    return read_manifest(folder, 1, "")


def restated(folder: Path, files: dict[str, FileRecord]) -> None:
    """Write the manifest anew, with its own digest right."""
    (folder / "_MAIN_1.json").write_bytes(encode(Manifest("", 1, files)))


def try_everything(folder: Path) -> bool:
    """Whatever can be done with an index; True when something was refused."""
    refused = False
    for act in (
        lambda: found(open_engine(folder), "common"),
        lambda: found(open_engine(folder), "word7"),
        lambda: open_engine(folder).similar("word"),
        lambda: any(open_engine(folder).verify()),
        lambda: open_writable(folder).purge([3]),
    ):
        try:
            refused = act() is True or refused
        except IndexDamaged:
            refused = True
    return refused


@pytest.mark.parametrize("place", ["rare", "head", "block"])
def test_pickles_in_posting_lists(place: str, folder: Path, owned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forge(value: Any, protocol: int) -> bytes:
        kinds = {"rare": 3, "head": 6, "block": 3}
        common = place != "rare" and isinstance(value, tuple) and len(value) == kinds[place]
        rare = place == "rare" and len(value) == 3 and isinstance(value[0], tuple) and len(value[0]) <= blocks.RARE
        return pickle.dumps(Forged(owned) if common or rare else value, protocol)

    with monkeypatch.context() as patch:
        patch.setattr(blocks, "pickle", type("Pickle", (), {"dumps": staticmethod(forge)}))
        open_writable(folder).add(DOCUMENTS)
    assert try_everything(folder)
    assert not owned.exists()


@pytest.mark.parametrize(("kind", "place"), [(list, "table"), (dict, "dictionary")])
def test_pickles_elsewhere(kind: type, place: str, folder: Path, owned: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def forge(self: Any, value: Any, protocol: int = 2) -> None:
        self.file.write(pickle.dumps(Forged(owned) if isinstance(value, kind) else value, 2))

    with monkeypatch.context() as patch:
        patch.setattr(StructFile, "write_pickle", forge)
        with pytest.raises(IndexDamaged, match=r"mkdir does not belong"):
            open_writable(folder).add(DOCUMENTS)
    assert try_everything(folder)
    assert not owned.exists()


@pytest.mark.parametrize("suffix", [".toc", ".json", ".sum", ".trm", ".pst", ".version.col"])
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
    _, manifest = tables(folder)
    for name, record in manifest.files.items():
        restated(folder, manifest.files | {name: FileRecord(10**12, record.digest)})
        with pytest.raises(IndexDamaged):
            open_engine(folder)
    table = folder / "_MAIN_1.toc"
    os.truncate(table, 10**12)
    restated(folder, manifest.files | {table.name: FileRecord(10**12, manifest.files[table.name].digest)})
    with pytest.raises(IndexDamaged, match="too large"):
        open_engine(folder)


@pytest.mark.parametrize("name", ["../elsewhere", "/etc/passwd", "MAIN_x/../../elsewhere", "MAIN_x.trm/..", "a.txt"])
def test_names_that_lead_elsewhere(name: str, folder: Path, tmp_path: Path) -> None:
    open_writable(folder).add(DOCUMENTS)
    (tmp_path / "elsewhere").write_bytes(b"mine")
    _, manifest = tables(folder)
    restated(folder, manifest.files | {name: measure(tmp_path / "elsewhere")[0]})
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
    for writable in (False, True):
        with pytest.raises(IndexDamaged, match="another user"):
            open_engine(folder, writable=writable)


def test_tables_with_numbers_beyond_reason(folder: Path) -> None:
    open_writable(folder).add(DOCUMENTS)
    for name in ("_MAIN_99999999999999999999.toc", "_MAIN_0002.toc", "_MAIN_-1.toc"):
        (folder / name).write_bytes(b"")
    assert found(open_engine(folder), "word7") == {7}
    (folder / "_MAIN_999999999.toc").write_bytes(b"")
    with pytest.raises(IndexDamaged):
        open_engine(folder)
