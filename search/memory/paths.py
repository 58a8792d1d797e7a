"""Paths, of files and of what is inside them, and how people and JSON see them."""

import os

JOINT = b"!/"
"""Stands between the path of a container and that of a member inside it."""


def shown(path: bytes) -> str:
    r"""`path` as UTF-8, with bytes that are not UTF-8 as \xNN. Never fails; not meant to be turned back."""
    return path.decode("utf-8", "backslashreplace")


def parted(path: bytes) -> tuple[bytes, bytes]:
    """The file that a document's path leads to, and where in it the document is: empty when it is the file."""
    at = path.find(JOINT)
    while at >= 0 and not os.path.isfile(path[:at]):
        at = path.find(JOINT, at + 1)
    return (path[:at], path[at + len(JOINT) :]) if at >= 0 else (path, b"")
