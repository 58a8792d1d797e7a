"""Paths as text, for people and for JSON."""


def shown(path: bytes) -> str:
    r"""`path` as UTF-8, with bytes that are not UTF-8 as \xNN. Never fails; not meant to be turned back."""
    return path.decode("utf-8", "backslashreplace")
