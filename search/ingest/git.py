"""The program git, run about a work tree that may be hostile: nothing that it configures is run, the network is not
reached, nothing is written.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import IO, BinaryIO, cast

from search.errors import BadInput
from search.memory.paths import shown

ANSWER_SECONDS = 60.0
"""How long git may take for a question about the repository itself: what it opens may be a pipe."""
_COMPLAINTS = 1 << 16
"""Bytes of what git complains about that are looked at."""

_HARMLESS = (
    "core.fsmonitor=false",
    "core.hooksPath=/dev/null",
    "core.pager=cat",
    "core.sshCommand=false",
    "core.alternateRefsCommand=false",
    "core.attributesFile=/dev/null",
    "core.commitGraph=false",  # it may tell other parents and dates than the commits do
    "core.bigFileThreshold=32m",
    "credential.helper=",
    "diff.external=",
    "gpg.program=false",
    "gc.auto=0",
    "maintenance.auto=false",
    "protocol.allow=never",
)
_ENVIRONMENT = {
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_ASKPASS": "false",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_PAGER": "cat",
    "GIT_TERMINAL_PROMPT": "0",
    "LC_ALL": "C",
    "SSH_ASKPASS": "false",
}
_OWN_CONFIGURATION = ("GIT_CONFIG_GLOBAL", "GIT_CONFIG_SYSTEM", "GIT_CONFIG_NOSYSTEM")


class Git:
    """Runs git in the folder `top`, an absolute path without links, the top of a work tree.

    Every method raises BadInput, in one sentence, when there is no git, or when it cannot go on.
    """

    def __init__(self, top: bytes) -> None:
        self.top = top

    def answer(self, *arguments: str) -> bytes:
        """The answer to a question that every repository can answer."""
        answer = self._ask(arguments)
        if answer.returncode:
            raise self._failed(answer.stderr)
        return answer.stdout

    def affirms(self, *arguments: str) -> bool:
        """Whether a question has an answer."""
        return self._ask(arguments).returncode == 0

    @contextmanager
    def running(self, arguments: Sequence[str | bytes], asked: BinaryIO | IO[bytes] | None) -> Iterator[BinaryIO]:
        """What git says, to its end; BadInput when it then fails."""
        with tempfile.TemporaryFile() as complaints:
            process = self.start(arguments, asked or subprocess.DEVNULL, complaints)
            try:
                yield cast(BinaryIO, process.stdout)
            except BaseException:
                process.kill()
                raise
            finally:
                cast(BinaryIO, process.stdout).close()
                code = process.wait()
            if code:
                complaints.seek(0)
                raise self._failed(complaints.read(_COMPLAINTS))

    def _ask(self, arguments: Sequence[str]) -> "subprocess.CompletedProcess[bytes]":
        process = self.start(arguments, subprocess.DEVNULL, subprocess.PIPE)
        try:
            told, complaints = process.communicate(timeout=ANSWER_SECONDS)
        except subprocess.TimeoutExpired:
            raise self.unfit(f"is a repository about which git says nothing in {ANSWER_SECONDS:.0f} seconds") from None
        finally:
            process.kill()
            process.wait()
        return subprocess.CompletedProcess(process.args, process.returncode, told, complaints)

    def start(
        self, arguments: Sequence[str | bytes], asked: int | BinaryIO | IO[bytes], complaints: int | IO[bytes]
    ) -> "subprocess.Popen[bytes]":
        """git with `arguments`, which says what it has to say through a pipe; whoever starts it ends it."""
        options = [word for each in _HARMLESS for word in ("-c", each)]
        command = ["git", "--no-pager", "--literal-pathspecs", "-C", self.top, *options, *arguments]
        try:
            return subprocess.Popen(
                command, stdin=asked, stdout=subprocess.PIPE, stderr=complaints, env=_environment(self.top)
            )
        except FileNotFoundError:
            raise BadInput("reading the past of a work tree needs git: install it, and try again") from None
        except OSError as error:
            raise BadInput(f"git cannot be started ({error.strerror}): install it again") from error

    def _failed(self, complaints: bytes) -> BadInput:
        if b"dubious ownership" in complaints:
            place = shown(self.top)
            return self.unfit(
                f"belongs to someone else; trust it with: git config --global --add safe.directory {place}"
            )
        lines = complaints.decode("utf-8", "backslashreplace").strip().split("\n")
        reason = next((line for line in lines if line.startswith("fatal: ")), lines[-1]).removeprefix("fatal: ")
        return self.unfit(f"is a repository that git cannot read ({reason or 'no reason given'}); git fsck says more")

    def unfit(self, sentence: str) -> BadInput:
        """The error that says so of the repository."""
        return BadInput(f"{shown(self.top)} {sentence}")


def _environment(top: bytes) -> dict[str, str]:
    """The user's own, but for what points git elsewhere; and no way to anything that is not the repository."""
    own = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name in _OWN_CONFIGURATION
    }
    return own | _ENVIRONMENT | {"GIT_CEILING_DIRECTORIES": os.fsdecode(os.path.dirname(top))}
