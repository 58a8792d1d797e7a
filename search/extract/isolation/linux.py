"""The calls with which a process on Linux locks itself in, and for which Python has no names.

Each returns whether it holds from now on, for this process and all that it starts; there is no way back. None of them
needs a privilege, but an old kernel or a container may refuse each.
"""

import ctypes
import errno
import os
import platform
import signal
import socket
import struct
from contextlib import suppress
from typing import NamedTuple, TypeAlias

_PR_SET_PDEATHSIG, _PR_SET_SECCOMP, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 22, 36, 38
_CLONE_NEWUSER, _CLONE_NEWNET, _CLONE_THREAD = 0x10000000, 0x40000000, 0x10000
_CAPABILITIES_VERSION = 0x20080522
_LANDLOCK_CREATE, _LANDLOCK_RESTRICT = 444, 446
_LANDLOCK_RIGHTS = ((1, 0x1FF3), (2, 1 << 13), (3, 1 << 14))
"""From which version on: to execute, write, remove and make; to move to another folder; to truncate (landlock.h)."""

_libc = ctypes.CDLL(None, use_errno=True)


def end_with_parent(how: signal.Signals) -> bool:
    """This process, but not what it starts, gets the signal `how` when the thread that started it ends."""
    return bool(_libc.prctl(_PR_SET_PDEATHSIG, int(how), 0, 0, 0) == 0)


def adopt_orphans() -> bool:
    """Processes that lose their parent somewhere below this one become its children."""
    return bool(_libc.prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)


def leave_network() -> bool:
    """Only a network without interfaces is to be had, by the same user."""
    if _libc.unshare(_CLONE_NEWNET) == 0:
        return True
    user, group = os.geteuid(), os.getegid()
    if _libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        return False
    for file, line in (("setgroups", "deny"), ("uid_map", f"{user} {user} 1"), ("gid_map", f"{group} {group} 1")):
        with suppress(OSError), open(f"/proc/self/{file}", "w") as setting:
            setting.write(line)
    return True


def drop_privileges() -> bool:
    """No capabilities, not even the superuser's, and none to be got from programs that would give them."""
    header = struct.pack("Ii", _CAPABILITIES_VERSION, 0)
    no_more = _libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0
    return bool(_libc.capset(header, bytes(24)) == 0 and no_more)


def forbid_changes() -> bool:
    """No file or folder is opened for writing, made, renamed, removed or executed (Landlock; Linux 5.13)."""
    version = _libc.syscall(_LANDLOCK_CREATE, None, ctypes.c_size_t(0), 1)
    if version < 1:
        return False
    rights = sum(right for least, right in _LANDLOCK_RIGHTS if version >= least)
    rules = _libc.syscall(_LANDLOCK_CREATE, struct.pack("Q", rights), ctypes.c_size_t(8), 0)
    if rules < 0:
        return False
    held = _libc.syscall(_LANDLOCK_RESTRICT, rules, 0) == 0
    os.close(rules)
    return bool(held)


class _Calls(NamedTuple):
    """The numbers of system calls on one kind of machine, which `audit` names (linux/audit.h)."""

    audit: int
    socket: int
    clone: int
    signals: tuple[int, ...]
    """Their first argument is a process."""

    processes: tuple[int, ...]
    """Start a program or a process that is no copy by clone; look into another one."""

    namespaces: tuple[int, ...]
    """Change what this process is in, or ask the kernel for things by other ways than calls."""


_CLONE3 = 435
_CALLS = {
    "x86_64": _Calls(
        audit=0xC000003E,
        socket=41,
        clone=56,
        signals=(62, 129, 200, 234, 297),
        processes=(57, 58, 59, 322, 101, 310, 311, 424, 434, 438),
        namespaces=(272, 308, 321, 425),
    ),
    "aarch64": _Calls(
        audit=0xC00000B7,
        socket=198,
        clone=220,
        signals=(129, 138, 130, 131, 240),
        processes=(221, 281, 117, 270, 271, 424, 434, 438),
        namespaces=(97, 268, 280, 425),
    ),
}

_LOAD, _EQUAL, _ANY_BIT, _AT_LEAST, _RETURN = 0x20, 0x15, 0x45, 0x35, 0x06
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16
_ALLOW, _ERROR = 0x7FFF0000, 0x00050000
_X32_CALLS = 0x40000000

_OWN_PROCESS = b"\xff\xfe\xfd\x7f"
"""Stands for the process that takes the filter on: a number that none has."""

_Step: TypeAlias = tuple[int, int, int, int]
"""An instruction of the packet filter: code, how many to skip if true and if false, operand (linux/filter.h)."""

_STEP = struct.Struct("HBBI")
_REFUSED: _Step = (_RETURN, 0, 0, _ERROR | errno.EPERM)


def forbid_calls(*, processes: bool) -> bool:
    """No sockets but those within this machine, no way into namespaces; without `processes` no sockets, no process but
    this one, and no signals to others (seccomp). Refused calls fail with EPERM.
    """
    program = _PROGRAMS[processes].replace(_OWN_PROCESS, struct.pack("I", os.getpid()))
    held = ctypes.create_string_buffer(program, len(program))
    described = struct.pack("HxxxxxxQ", len(program) // _STEP.size, ctypes.addressof(held))
    return bool(program) and bool(_libc.prctl(_PR_SET_SECCOMP, 2, ctypes.c_char_p(described), 0, 0) == 0)


def _program(calls: _Calls | None, *, processes: bool) -> bytes:
    """The filter, empty for a kind of machine that is not known."""
    if calls is None or struct.calcsize("P") != 8:
        return b""
    steps = [(_LOAD, 0, 0, _MACHINE), (_EQUAL, 1, 0, calls.audit), _REFUSED, (_LOAD, 0, 0, _NUMBER)]
    steps += [(_AT_LEAST, 0, 1, _X32_CALLS), _REFUSED]
    for number in calls.namespaces if processes else (*calls.namespaces, *calls.processes, calls.socket):
        steps += [(_EQUAL, 0, 1, number), _REFUSED]
    if processes:
        steps += _allowed_only(calls.socket, _EQUAL, int(socket.AF_UNIX))
    else:
        # Libraries fall back on clone, of which the flags can be seen.
        steps += [(_EQUAL, 0, 1, _CLONE3), (_RETURN, 0, 0, _ERROR | errno.ENOSYS)]
        steps += _allowed_only(calls.clone, _ANY_BIT, _CLONE_THREAD)
        (own,) = struct.unpack("I", _OWN_PROCESS)
        for number in calls.signals:
            steps += _allowed_only(number, _EQUAL, own)
    steps.append((_RETURN, 0, 0, _ALLOW))
    return b"".join(_STEP.pack(*step) for step in steps)


def _allowed_only(number: int, test: int, operand: int) -> list[_Step]:
    """The call is allowed when its first argument passes `test`."""
    load = (_LOAD, 0, 0, _FIRST_ARGUMENT)
    return [(_EQUAL, 0, 4, number), load, (test, 0, 1, operand), (_RETURN, 0, 0, _ALLOW), _REFUSED]


_PROGRAMS = {processes: _program(_CALLS.get(platform.machine()), processes=processes) for processes in (False, True)}
"""Made once: what a child has to do costs each child."""
