"""Names of any bytes, and what looks like a file and is none."""

import os
import unicodedata

from tests.faults.hostile.case import OK, SKIPPED, WORD, Case, Link, Special

TEXT = f"{WORD}\n".encode()


def named(name: bytes | str) -> str:
    return name if isinstance(name, str) else os.fsdecode(name)


CASES = (
    Case("new\nline.txt", OK, "a line end in its name", TEXT),
    Case("escape\x1b[31m.txt", OK, "an escape sequence in its name", TEXT),
    Case(os.fsdecode(b"bytes\xff\xfe.txt"), OK, "a name that is no UTF-8", TEXT),
    Case("n" * 251 + ".txt", OK, "a name of 255 bytes", TEXT),
    Case("right\u202etxt.exe.txt", OK, "a name that reads backwards", TEXT),
    Case("-rf", OK, "a name that looks like an option", TEXT),
    Case(unicodedata.normalize("NFC", "café.txt"), OK, "composed: not the same file as its twin", TEXT),
    Case(unicodedata.normalize("NFD", "café.txt"), OK, "decomposed", TEXT),
    Case("space .txt ", OK, "a space at its end", TEXT),
    Case(" ", OK, "a space", TEXT),
    Case("$(reboot);'\"`.txt", OK, "what a shell would run", TEXT),
    Case("%s%n{0}.txt", OK, "what a formatter would fill", TEXT),
    Case("folder.txt/inside.txt", OK, "a folder with an extension", TEXT),
    Case("pipe.txt", SKIPPED, "a named pipe: whoever opens it waits for ever", Special.PIPE, ()),
    Case("socket.txt", SKIPPED, "a socket", Special.SOCKET, ()),
    Case("zero.txt", SKIPPED, "a link to a device without end", Link("/dev/zero"), ()),
    Case("memory.txt", SKIPPED, "a link to the memory of whoever reads it", Link("/proc/self/mem"), ()),
    Case("secret.txt", SKIPPED, "a link out of the folder", Link("../secret"), ()),
    Case("dangling.txt", SKIPPED, "a link to nothing", Link("nowhere"), ()),
    Case("self.txt", SKIPPED, "a link to itself", Link("self.txt"), ()),
    Case("up", None, "a link to the folder around it: not followed", Link("."), ()),
    Case("folder.txt/up", None, "a link to the folder above: not followed", Link(".."), ()),
)
