"""The explorer in a real terminal: keys as terminals send them, and the terminal in order afterwards."""

import os
import shlex
import shutil
import signal
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest

pytestmark = pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed")

PATIENCE = 30.0
EDITOR = """sh -c 'echo "editing $1"; cat "$1"; read line' sh"""
TALE = "The harbour of Lisbon was quiet.\n" + "A ship came in.\n" * 50 + "The harbour burned.\n"


class Terminal:
    """A tmux server of its own with one shell in it."""

    def __init__(self, socket: Path, home: Path) -> None:
        self._socket = socket
        environment = {**os.environ, "HOME": str(home), "TERM": "xterm-256color", "EDITOR": EDITOR}
        environment.pop("VISUAL", None)
        for name in ("TMUX", "COLUMNS", "LINES"):
            environment.pop(name, None)
        self._run("-f", "/dev/null", "new-session", "-d", "-x", "100", "-y", "30", "sh", env=environment)
        self.line("PS1='shell$ '")

    def _run(self, *words: str, env: dict[str, str] | None = None) -> str:
        command = ["tmux", "-u", "-S", str(self._socket), *words]
        return subprocess.run(command, check=True, capture_output=True, text=True, env=env).stdout

    def keys(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def type(self, text: str) -> None:
        self._run("send-keys", "-l", text)

    def line(self, command: str) -> None:
        self.type(command)
        self.keys("Enter")

    @property
    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def flag(self, name: str) -> str:
        return self._run("display-message", "-p", f"#{{{name}}}").strip()

    @property
    def buffer(self) -> str:
        return self._run("show-buffer")

    def until(self, *pieces: str, without: str = "\0") -> str:
        started = monotonic()
        while True:
            screen = self.screen
            if all(piece in screen for piece in pieces) and without not in screen:
                return screen
            if monotonic() - started > PATIENCE:
                raise AssertionError(f"waited in vain for {pieces}\n{screen}")
            sleep(0.05)

    def close(self) -> None:
        subprocess.run(["tmux", "-S", str(self._socket), "kill-server"], check=False, capture_output=True)
        self._socket.unlink(missing_ok=True)


@pytest.fixture(scope="module")
def memory(tmp_path_factory: pytest.TempPathFactory) -> Path:
    docs = tmp_path_factory.mktemp("docs")
    (docs / "lisbon.txt").write_text(TALE)
    with zipfile.ZipFile(docs / "papers.zip", "w") as papers:
        papers.writestr("ledger.csv", "date,port\n1755-11-01,Lisbon and its quay\n")
    (docs / "osaka.txt").write_text("Another harbour, in Osaka.\n" + "A train left.\n" * 600)
    folder = tmp_path_factory.mktemp("memory") / "m"
    subprocess.run([sys.executable, "-m", "tui", "add", str(docs), "--memory", str(folder), "--quiet"], check=True)
    return folder


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Terminal]:
    # A short path: the name of a Unix socket has about a hundred bytes at most.
    socket = Path("/tmp") / f"cristal-{os.getpid()}-{abs(hash(tmp_path)) % 10**8}"
    opened = Terminal(socket, tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def pid_file(terminal: Terminal, memory: Path, tmp_path: Path) -> Path:
    """Starts the explorer from the shell; the file holds its process id."""
    noted = tmp_path / "pid"
    start = f"cd {shlex.quote(str(Path.cwd()))}; echo $$ > {noted}; exec {sys.executable} -m tui --memory {memory}"
    terminal.line(f"sh -c {shlex.quote(start)}; echo code-$? over")
    terminal.until("type to search", "4 documents, 4 searchable")
    return noted


def in_order(terminal: Terminal, code: int) -> None:
    screen = terminal.until(f"code-{code} over")
    assert "type to search" not in screen
    assert terminal.flag("alternate_on") == "0"
    assert terminal.flag("mouse_any_flag") == "0"
    assert terminal.flag("cursor_flag") == "1"
    terminal.line("echo still $((40 + 2))")
    terminal.until("still 42")


def test_names_are_decided_about(terminal: Terminal, pid_file: Path) -> None:
    terminal.keys("Tab")
    terminal.until("s sort")
    terminal.keys("e")
    terminal.until("Ctrl+L where", "Osaka", "Lisbon")
    terminal.keys("C-l")
    terminal.until("Names in results  ")
    terminal.keys("Tab")
    terminal.until("m decide")
    terminal.keys("m")
    terminal.until("is no name", "watch it")
    terminal.keys("G")
    terminal.keys("Enter")
    terminal.until("is watched; m undoes", "* ")
    terminal.keys("m")
    terminal.until("stop watching it")
    terminal.keys("G")
    terminal.keys("Enter")
    terminal.until("taken back: ")
    terminal.keys("R")
    terminal.until("No two names look so much alike")
    terminal.keys("q")
    terminal.until("Names in results  ")
    terminal.keys("q")
    in_order(terminal, 0)


def test_search_read_and_quit(terminal: Terminal, pid_file: Path) -> None:
    assert terminal.flag("alternate_on") == "1"
    terminal.type("harbour")
    terminal.until("2 of 4", "The harbour of Lisbon was quiet.", "match 1 of 2")
    terminal.keys("Enter")
    terminal.until("n next", "y quote")
    terminal.keys("n")
    terminal.until("match 2 of 2", "The harbour burned.")
    terminal.keys("n")
    terminal.until("match 1 of 1", "Another harbour, in Osaka.")
    terminal.keys("N")
    terminal.until("match 2 of 2")
    terminal.keys("Escape")
    terminal.until("Enter read")
    terminal.keys("C-h")
    terminal.until("› harbou ")
    terminal.keys("Enter")
    terminal.until("y quote")
    terminal.keys("?")
    terminal.until("The document", "document.down")
    terminal.keys("Escape")
    terminal.until("match 1 of 2", without="document.down")
    terminal.keys("q")
    in_order(terminal, 0)


def test_from_a_name_to_its_dossier_and_to_the_place(terminal: Terminal, pid_file: Path) -> None:
    terminal.type("burned")
    terminal.until("match 1 of 1", "The harbour burned.")
    terminal.keys("Enter")
    terminal.until("y quote")
    terminal.keys("g")
    terminal.until("The harbour of Lisbon was quiet.", "line 1 of")
    terminal.type("}i")
    terminal.until("Lisbon  place", "In context, newest first", "Tab sections", "mention 1 of")
    terminal.keys("Tab")
    terminal.until("document 1 of")
    terminal.keys("BTab")
    terminal.until("mention 1 of")
    terminal.keys("Enter")
    terminal.until("y quote", "The harbour of Lisbon was quiet.", without="In context")
    terminal.keys("q")
    in_order(terminal, 0)


def test_a_quote_is_copied_into_tmux(terminal: Terminal, pid_file: Path) -> None:
    terminal.type("osaka")
    terminal.until("match 1 of 1")
    terminal.keys("Enter")
    terminal.until("y quote")
    terminal.keys("y")
    terminal.until("copied: “Another harbour, in Osaka.")
    copied = terminal.buffer
    assert copied.startswith("“Another harbour, in Osaka.”\n— ")
    assert "osaka.txt" in copied


def test_a_file_inside_an_archive_is_opened_in_the_editor(terminal: Terminal, pid_file: Path) -> None:
    terminal.type("quay")
    terminal.until("1 of 4", "1755-11-01,Lisbon and its quay")
    terminal.keys("Enter")
    terminal.until("y quote")
    terminal.keys("o")
    screen = terminal.until("editing /tmp/", "1755-11-01,Lisbon and its quay", without="y quote")
    copy = Path(screen.partition("editing ")[2].partition(".csv")[0].replace("\n", "") + ".csv")
    assert copy.name == "ledger.csv" and copy.exists()
    terminal.keys("Enter")
    terminal.until("y quote")
    terminal.keys("q")
    in_order(terminal, 0)
    assert not copy.exists()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_leaves_the_terminal_in_order(terminal: Terminal, pid_file: Path, number: signal.Signals) -> None:
    os.kill(int(pid_file.read_text()), number)
    in_order(terminal, 128 + number)


def test_ctrl_c_twice_quits(terminal: Terminal, pid_file: Path) -> None:
    terminal.keys("C-c")
    terminal.until("Ctrl+C once more quits")
    terminal.keys("C-c")
    in_order(terminal, 0)


def test_suspend_and_resume(terminal: Terminal, memory: Path) -> None:
    terminal.line(f"cd {shlex.quote(str(Path.cwd()))}; set -m; {sys.executable} -m tui --memory {memory}")
    terminal.until("type to search", "4 documents, 4 searchable")
    terminal.keys("C-z")
    terminal.until("Stopped", "shell$")
    terminal.line("echo outside $((40 + 2))")
    terminal.until("outside 42")
    terminal.line("fg")
    terminal.until("type to search")
    terminal.type("osaka")
    terminal.until("1 of 4")
    terminal.keys("C-q")
    terminal.until("shell$")


def test_time_is_travelled_and_versions_are_compared(terminal: Terminal, tmp_path: Path) -> None:
    docs, folder = tmp_path / "docs", tmp_path / "m"
    docs.mkdir()
    run = [sys.executable, "-m", "tui"]
    tale = docs / "tale.txt"
    tale.write_text(TALE)
    subprocess.run([*run, "add", str(docs), "--memory", str(folder), "--quiet"], check=True)
    # Instants are whole seconds: the one between the two versions has to be neither's.
    sleep(1.1)
    between = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    sleep(1.1)
    tale.write_text(TALE.replace("quiet", "loud") + "And was built again.\n")
    subprocess.run([*run, "sync", "--memory", str(folder), "--quiet"], check=True)
    terminal.line(f"cd {shlex.quote(str(Path.cwd()))}; {sys.executable} -m tui --memory {folder}; echo code-$? over")
    terminal.until("type to search", "1 document, 1 searchable")
    terminal.type("harbour")
    terminal.until("The harbour of Lisbon was loud.", "match 1 of 2")
    terminal.keys("Enter")
    terminal.until("y quote")
    terminal.keys("A")
    terminal.until("Enter apply")
    terminal.type(between)
    terminal.keys("Enter")
    terminal.until("The harbour of Lisbon was quiet.", "as of", "y quote", without="was loud")
    terminal.keys("A")
    terminal.until("Enter apply")
    terminal.keys("Escape")
    terminal.until("The harbour of Lisbon was loud.", "y quote", without="as of")
    terminal.keys("<")
    terminal.until("Version 1 of 2", "was quiet.")
    terminal.keys(".")
    terminal.until("was loud.", without="Version 1 of 2")
    terminal.keys("d")
    terminal.until("change 1 of 2", "- version 1 of 2", "- The harbour of Lisbon was quiet.")
    terminal.until("+ The harbour of Lisbon was loud.")
    terminal.keys("n")
    terminal.until("change 2 of 2", "+ And was built again.")
    terminal.keys("q")
    terminal.until("y quote", without="change 2 of 2")
    terminal.keys("q")
    in_order(terminal, 0)


def test_ends_with_its_terminal(terminal: Terminal, pid_file: Path) -> None:
    process = int(pid_file.read_text())
    terminal.close()
    started = monotonic()
    while monotonic() - started < PATIENCE:
        try:
            os.kill(process, 0)
        except ProcessLookupError:
            return
        sleep(0.05)
    os.kill(process, signal.SIGKILL)
    raise AssertionError("the explorer outlived its terminal")
