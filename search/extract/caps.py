"""How much of one file is read, and with how much of the machine. What bites is said in the document's status."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Caps:
    """Limits for one file and what is inside it; every one is a setting.

    `text`: code points kept of one document. `units`: units kept of one text. `whole`: bytes of a file that a reader
    takes into memory at once. `inflated`: bytes unpacked from one compressed document (its XML, its streams).
    `members`, `member_bytes`, `members_bytes`: how many members of one container, bytes of one and of all of them.
    `depth`: containers within containers. `file_bytes`: larger files are not opened. `seconds`: wall-clock time of
    one document (a second more for each 4 MB), `memory`: bytes of address space of the process that reads it.
    """

    text: int = 100_000_000
    units: int = 100_000
    whole: int = 128 << 20
    inflated: int = 256 << 20
    members: int = 50_000
    member_bytes: int = 256 << 20
    members_bytes: int = 4 << 30
    depth: int = 5
    file_bytes: int = 64 << 30
    seconds: float = 20.0
    memory: int = 1 << 30


DEFAULT = Caps()
