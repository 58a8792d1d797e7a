"""What a process that reads a stranger's file may use and do, and whether this system holds it to that."""

import json
import resource
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import dataclass
from typing import NamedTuple

from search.extract.isolation import linux

DESCRIPTORS = 512
TRYING = (sys.executable, "-P", "-m", "search.extract.isolation.trying")
TRYING_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Limits:
    """`memory` is bytes of address space, `seconds` of processor time.

    `programs`: it may start programs, and write files of up to `file_bytes`; otherwise it may do neither.
    """

    memory: int
    seconds: int
    programs: bool = False
    file_bytes: int = 0


class Held(NamedTuple):
    """Whether one limit holds on this system, and that as a sentence."""

    name: str
    holds: bool
    sentence: str


def allow_descriptors() -> None:
    """Let this process have as many files open as a batch of them needs, where the system starts with fewer."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = DESCRIPTORS if hard == resource.RLIM_INFINITY else min(DESCRIPTORS, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


def confine(limits: Limits) -> None:
    """Put this process, and whatever it starts, under `limits` for good, as far as the system can."""
    _lower(resource.RLIMIT_CORE, 0)
    # A second later the signal that says why would be one that does not.
    _lower(resource.RLIMIT_CPU, limits.seconds, limits.seconds + 1)
    _lower(resource.RLIMIT_FSIZE, limits.file_bytes if limits.programs else 0)
    _lower(resource.RLIMIT_NOFILE, DESCRIPTORS)
    if not limits.programs:
        # Counts all processes of the user: a program needs some, whatever else is running.
        _lower(resource.RLIMIT_NPROC, 0)
    if sys.platform == "linux":
        linux.end_with_parent(signal.SIGKILL)
        linux.drop_privileges()
        if not limits.programs:
            linux.forbid_changes()
        linux.forbid_calls(processes=limits.programs)
    _lower(resource.RLIMIT_AS, limits.memory)


def report() -> tuple[Held, ...]:
    """Which limits hold here, tried out in a process of its own."""
    tried = subprocess.run(TRYING, capture_output=True, timeout=TRYING_SECONDS, check=False)
    try:
        return tuple(Held(*each) for each in json.loads(tried.stdout))
    except ValueError:
        return (Held("limits", False, "the limits of readers cannot be tried out here"),)


def _lower(what: int, value: int, most: int | None = None) -> None:
    _, allowed = resource.getrlimit(what)
    pair = (value, value if most is None else most)
    if allowed != resource.RLIM_INFINITY:
        pair = min(pair[0], allowed), min(pair[1], allowed)
    with suppress(ValueError, OSError):
        resource.setrlimit(what, pair)
