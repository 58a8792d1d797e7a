"""Documents within a document: charts, formulas and sheets as folders of the zip file, and files of other programs."""

from collections.abc import Iterator

from search.extract.extracted import Status
from search.extract.opendocument.content import Content
from search.extract.pieces import Member, Part, Piece, Remark
from search.extract.trouble import Unreadable
from search.extract.xml_steps import steps
from search.extract.zipped import Zipped

_INSIDE = "/content.xml"
_OLE_START = b"\xd0\xcf\x11\xe0"


class Objects:
    """The objects of one file; each is read once. `remarks` says what could not be."""

    def __init__(self, zipped: Zipped) -> None:
        self.remarks: list[Remark] = []
        self._zipped = zipped
        self._unread = {name: True for name in zipped.names if name.endswith(_INSIDE)}

    def lines(self, reference: str) -> list[str]:
        """The text of the object that `reference`, such as "./Object 1", names; empty when there is none."""
        path = reference.removeprefix("#")
        name = path.removeprefix("./") + _INSIDE
        if not self._unread.pop(name, False):
            if path.startswith("./") and name not in self._zipped:
                self.remarks.append(Remark(Status.PARTIAL, f"{path[2:100]} is missing"))
            return []
        content = Content()
        try:
            for _ in steps(self._zipped.chunks(name), content.start, content.end, content.characters):
                pass
        except Unreadable as trouble:
            self.remarks.append(Remark(Status.PARTIAL, f"{name[:100]}: {trouble.reason}"))
        content.finish()
        return [part.text for part in content.ready() if part.text]

    def unplaced(self) -> Iterator[Piece]:
        """The text of objects that nothing referred to, and of those that are inside of other objects."""
        self.remarks.clear()
        for name in list(self._unread):
            if lines := self.lines(name.removesuffix(_INSIDE)):
                yield Part("\n".join(lines))
        yield from self.remarks

    def members(self) -> Iterator[Member]:
        """The files of other programs, as containers of OLE."""
        for name in self._zipped.names:
            if "/" in name or "." in name or self._zipped.left_of(name, len(_OLE_START))[0] != _OLE_START:
                continue
            yield Member(name.encode(), None, self._zipped.chunks(name))
