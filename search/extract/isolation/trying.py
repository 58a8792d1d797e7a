"""The limits of readers, tried out: this process takes them on and then tries to break them, and says how that went.

    python -m search.extract.isolation.trying

prints a JSON array of `[name, whether the limit holds, a sentence]`.
"""

import json
import os
import socket
import sys
import tempfile
from collections.abc import Callable

from search.extract.isolation import linux
from search.extract.isolation.limits import Held, Limits, confine

_MEMORY = 1 << 29


def main() -> None:
    """Print what holds."""
    folder = tempfile.gettempdir()
    is_linux = sys.platform == "linux"
    is_cut_off = is_linux and linux.leave_network()
    confine(Limits(memory=_MEMORY, seconds=60))
    held = [
        _held("memory", _refused(_take_memory), "readers are held to their memory", "readers can take all memory"),
        _held(
            "network",
            is_cut_off or _refused(_open_socket),
            "readers have no network",
            "readers are not cut off from the network",
        ),
        _held(
            "files",
            _refused(lambda: os.close(os.open(folder, os.O_WRONLY | os.O_TMPFILE))) if is_linux else False,
            "readers cannot write files",
            "readers can make empty files, but not write into them",
        ),
        _held("processes", _refused(_start_process), "readers cannot start processes", "readers can start processes"),
        _held("end", is_linux, "readers end with Cristal", "a reader may outlive a killed Cristal for some seconds"),
    ]
    print(json.dumps(held))


def _held(name: str, holds: bool, if_so: str, if_not: str) -> Held:
    return Held(name, holds, if_so if holds else f"{if_not} on this system")


def _refused(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except (OSError, MemoryError):
        return True
    return False


def _take_memory() -> None:
    bytearray(2 * _MEMORY)


def _open_socket() -> None:
    socket.socket(socket.AF_INET, socket.SOCK_DGRAM).close()


def _start_process() -> None:
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)


if __name__ == "__main__":
    main()
