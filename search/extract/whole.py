"""Reading a file that has to be in memory at once, as far as the limits allow."""

from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.extracted import Status
from search.extract.pieces import Remark


def head_of(file: BinaryIO, caps: Caps) -> tuple[bytes, tuple[Remark, ...]]:
    """The bytes of `file` up to the limit, and a remark when it has more."""
    data = file.read(caps.whole)
    size = file.seek(0, 2)
    if size <= len(data):
        return data, ()
    return data, (Remark(Status.PARTIAL, f"first {megabytes(len(data))} of {megabytes(size)} searched"),)


def megabytes(size: int) -> str:
    """A size as sentences say it: "50 MB", "2.1 GB"."""
    return f"{size / (1 << 30):.1f} GB" if size >= 1 << 30 else f"{max(size >> 20, 1)} MB"
