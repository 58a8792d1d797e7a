"""Running programs, and finding them: small scripts stand in for the programs."""

import os
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from search.extract import kinds
from search.extract.extracted import Status
from search.extract.programs.installing import install_command
from search.extract.programs.registry import PROGRAMS, findings, install_one_of, installed_for, search_path
from search.extract.programs.running import run
from search.extract.trouble import Unreadable

Script = Callable[[str, str], str]


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Script:
    """Writes a shell script as a program of a given name; there are no others but those of the shell."""
    folder = tmp_path / "bin"
    folder.mkdir()
    monkeypatch.setenv("PATH", f"{folder}{os.pathsep}/nowhere")

    def written(name: str, body: str) -> str:
        path = folder / name
        path.write_text(f"#!/bin/sh\nPATH=/usr/bin:/bin\n{body}\n")
        path.chmod(path.stat().st_mode | stat.S_IXUSR)
        return str(path)

    return written


def said(command: str, folder: Path, seconds: float = 20, limit: int = 1 << 20) -> bytes:
    return b"".join(run([command, "an argument; $(touch x)"], str(folder), seconds=seconds, limit=limit))


def test_a_program_gets_its_file_its_folder_and_nothing_else(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET", "key")
    path = script("show", 'cat; pwd; echo "$1"; env')
    file = tmp_path / "file"
    file.write_bytes(b"content\n")
    with file.open("rb") as opened:
        opened.read(3)
        command = [path, "an argument; $(touch x)"]
        out = b"".join(run(command, str(tmp_path), stdin=opened, seconds=20, limit=1 << 20)).decode()
    first, folder, argument, *environment = out.splitlines()
    assert (first, folder, argument) == ("content", str(tmp_path), "an argument; $(touch x)")
    names = {line.partition("=")[0] for line in environment}
    assert (
        {"HOME", "TMPDIR", "LANG", "PATH"} <= names <= {"HOME", "TMPDIR", "LANG", "PATH", "PWD", "OLDPWD", "SHLVL", "_"}
    )
    assert f"HOME={tmp_path}" in environment
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("echo out; echo 'no such thing' >&2; echo more >&2; exit 3", "prog: no such thing"),
        ("exit 3", "prog: exit status 3"),
        ("printf 'prog: (null)\\n\\nprog: worse' >&2; exit 1", "prog: worse"),
        ("kill -9 $$", "prog: stopped by signal 9"),
        ("printf 'bad \\033[31m%s/file' \"$TMPDIR\" >&2; exit 1", "prog: bad \ufffd[31mfile"),
    ],
)
def test_complaints_are_the_reason(script: Script, tmp_path: Path, body: str, reason: str) -> None:
    with pytest.raises(Unreadable) as refused:
        said(script("prog", body), tmp_path)
    assert (refused.value.status, refused.value.reason) == (Status.FAILED, reason)


def test_what_came_before_trouble_is_given(script: Script, tmp_path: Path) -> None:
    pieces = run([script("prog", "echo words; exit 1")], str(tmp_path), seconds=20, limit=1 << 20)
    assert next(pieces) == b"words\n"
    with pytest.raises(Unreadable):
        next(pieces)


def test_a_program_that_does_not_end_is_ended(script: Script, tmp_path: Path) -> None:
    before = time.monotonic()
    with pytest.raises(Unreadable, match="takes more than"):
        said(script("prog", "exec sleep 100"), tmp_path, seconds=0.3)
    assert time.monotonic() - before < 50


def test_output_without_end_is_ended(script: Script, tmp_path: Path) -> None:
    with pytest.raises(Unreadable) as refused:
        said(script("prog", "exec yes"), tmp_path, limit=100_000)
    assert refused.value.status is Status.TOO_LARGE
    with pytest.raises(Unreadable, match="takes more than"):
        said(script("prog", "exec yes yyy >&2"), tmp_path, seconds=0.5)


def test_a_program_that_is_left_alone_is_ended(script: Script, tmp_path: Path) -> None:
    pieces = run([script("prog", "echo $$; exec sleep 100")], str(tmp_path), seconds=20, limit=100)
    process = int(next(pieces))
    pieces.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)


def test_what_cannot_be_started_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="nothing cannot be started"):
        said(str(tmp_path / "nothing"), tmp_path)


def test_programs_are_not_looked_for_where_the_documents_are(
    script: Script, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script("catdoc", "exit 0")
    monkeypatch.chdir(tmp_path / "bin")
    monkeypatch.setenv("PATH", f".{os.pathsep}{os.pathsep}bin{os.pathsep}/nowhere")
    assert search_path() == "/nowhere"
    assert installed_for(kinds.OLD_WORD) == []


def test_findings_say_what_is_here_and_what_it_is_for(script: Script) -> None:
    assert all(finding.path is None for finding in findings() if finding.name != "LibreOffice")
    path = script("xls2csv", "exit 0")
    assert [finding.path for finding in findings() if finding.name == "catdoc"] == [path]
    assert len(findings()) == len(PROGRAMS)
    assert all(finding.reads for finding in findings())


def test_one_of_several_is_enough() -> None:
    assert install_one_of(kinds.OLD_WORD) == "install antiword, catdoc or LibreOffice"
    assert install_one_of(kinds.EXCEL_BINARY) == "install LibreOffice"


@pytest.mark.parametrize(
    ("os_release", "command"),
    [
        ("NAME=Debian\nID=debian\n", "sudo apt install a-package"),
        ('ID=linuxmint\nID_LIKE="ubuntu debian"\n', "sudo apt install a-package"),
        ('ID="rocky"\nID_LIKE="rhel centos fedora"\n', "sudo dnf install b-package"),
        ("ID=arch\n", None),
        ("ID=unknown\n", None),
    ],
)
def test_the_command_that_installs(tmp_path: Path, os_release: str, command: str | None) -> None:
    file = tmp_path / "os-release"
    file.write_text(os_release)
    assert install_command({"debian": "a-package", "fedora": "b-package"}, str(file), "Linux") == command
    assert install_command({"debian": "a-package"}, str(tmp_path / "missing"), "Linux") is None
    assert install_command({"macos": "--cask c"}, str(file), "Darwin") == "brew install --cask c"
