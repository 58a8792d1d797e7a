"""Copying: by OSC 52, by tmux, and to a file where a terminal may not copy."""

import stat
import sys
from pathlib import Path

import pytest

from tui.clipboard import LONGEST, copy

XTERM = {"TERM": "xterm-256color"}


class Terminal:
    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, text: str) -> None:
        self.asked.append(text)


def test_a_terminal_is_asked(tmp_path: Path) -> None:
    terminal = Terminal()
    assert copy("a quote", XTERM, terminal, tmp_path / "copied.txt") == ""
    assert terminal.asked == ["a quote"]
    assert not (tmp_path / "copied.txt").exists()


@pytest.mark.parametrize(
    "environ",
    [
        {"TERM": "linux"},
        {"TERM": "screen.xterm-256color"},
        {**XTERM, "STY": "1.tty"},
        {**XTERM, "VTE_VERSION": "7200"},
        {**XTERM, "TERM_PROGRAM": "Apple_Terminal"},
    ],
)
def test_what_a_terminal_may_not_take_is_in_a_file_of_the_users_own(environ: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "state" / "copied.txt"
    terminal = Terminal()
    assert copy("“é”\n\ud800", environ, terminal, file) == f"also in {file}"
    assert file.read_text(encoding="utf-8") == "“é”\n?"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert terminal.asked


def test_a_long_text_is_in_the_file_too(tmp_path: Path) -> None:
    file = tmp_path / "copied.txt"
    assert copy("x" * (LONGEST + 1), XTERM, Terminal(), file) == f"also in {file}"
    assert file.stat().st_size == LONGEST + 1


def test_the_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    told = copy("a quote", {"TERM": "linux"}, Terminal(), tmp_path / "file" / "copied.txt")
    assert told.startswith("not in ")


@pytest.mark.parametrize(("code", "asked"), [(0, []), (1, ["a quote"])])
def test_inside_tmux_its_own_command_copies(
    code: int, asked: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program = tmp_path / "tmux"
    program.write_text(
        f"#!{sys.executable}\nimport sys\nopen({str(tmp_path / 'taken')!r}, 'w').write(sys.stdin.read())\n"
        f"sys.exit({code} if sys.argv[1:] == ['load-buffer', '-w', '-'] else 9)\n"
    )
    program.chmod(0o700)
    monkeypatch.setenv("PATH", str(tmp_path))
    terminal = Terminal()
    assert copy("a quote", {**XTERM, "TMUX": "/tmp/x,1,0"}, terminal, tmp_path / "copied.txt") == ""
    assert (tmp_path / "taken").read_text() == "a quote"
    assert terminal.asked == asked
