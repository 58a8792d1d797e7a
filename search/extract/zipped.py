"""The parts of a document that is a zip file, by name: nothing is written anywhere, and what is inflated is bounded."""

from collections.abc import Iterator
from typing import BinaryIO

from search.extract.caps import Caps
from search.extract.containers import zip_entries as entries
from search.extract.containers.zip_data import check_password, start_of, unpacked
from search.extract.extracted import Status
from search.extract.pieces import Remark
from search.extract.trouble import Unreadable


class Zipped:
    """The members of a zip file by name. All that is read through one of these counts against `caps.inflated`.

    Where its list of contents is lost, `remarks` says so, and the members are those that are found without.
    Unreadable, from the start: there are none.
    """

    def __init__(self, file: BinaryIO, caps: Caps) -> None:
        self.remarks: tuple[Remark, ...] = ()
        self._file = file
        self._left = caps.inflated
        self._limit = caps.inflated
        contents = entries.contents(file)
        listed = [] if contents is None else list(entries.listed(file, contents))
        if contents is None or len(listed) & 0xFFFF != contents.promised & 0xFFFF:
            reason = "damaged zip file: its list of contents is lost"
            listed = list(entries.found(file))
            if not listed:
                raise Unreadable(Status.FAILED, reason)
            self.remarks = (Remark(Status.PARTIAL, f"{reason}, what was found is searched"),)
        self._members = {_name(entry.name): entry for entry in listed if not entry.name.endswith(b"/")}

    @property
    def names(self) -> list[str]:
        """The names of the members, in the order of the directory, without folders."""
        return list(self._members)

    def __contains__(self, name: object) -> bool:
        return name in self._members

    def chunks(self, name: str) -> Iterator[bytes]:
        """The bytes of a member. Unreadable: encrypted, more than may be inflated, or, behind what is left of it,
        damaged.
        """
        entry = self._members[name]
        check_password(entry)
        try:
            for chunk in unpacked(self._file, entry, start_of(self._file, entry)):
                taken = chunk[: self._left]
                self._left -= len(taken)
                yield taken
                if len(taken) < len(chunk):
                    raise Unreadable(Status.TOO_LARGE, f"unpacks to more than {self._limit >> 20} MB")
        except Unreadable as trouble:
            if trouble.status is Status.TOO_LARGE:
                raise
            raise Unreadable(Status.FAILED, trouble.reason) from trouble

    def left_of(self, name: str, limit: int) -> tuple[bytes, Unreadable | None]:
        """The first `limit` bytes of a member, or those before its damage, and that. Unreadable: any other trouble."""
        data = bytearray()
        try:
            for chunk in self.chunks(name):
                data += chunk
                if len(data) >= limit:
                    break
        except Unreadable as trouble:
            if trouble.status is not Status.FAILED:
                raise
            return bytes(data), trouble
        return bytes(data[:limit]), None


def _name(written: bytes) -> str:
    try:
        return written.decode()
    except UnicodeDecodeError:
        return written.decode("cp437")
