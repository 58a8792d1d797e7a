"""What an RTF document says about itself in its group `info`."""

from search.extract.extracted import Metadata
from search.extract.iso_dates import iso_date
from search.extract.rtf.words import FILED_UNDER


class Stated:
    """Collects by the names of destinations; a title or author in Unicode follows the one that is not, and counts."""

    def __init__(self) -> None:
        self._lines: dict[bytes, str] = {}
        self._time: dict[bytes, int] = {}

    def note_time(self, part: bytes, value: int) -> None:
        """A year, month or day of the time that is told now."""
        self._time[part] = value

    def note(self, name: bytes, line: str) -> None:
        """A destination is complete; `line` is empty of one that is a time."""
        if line:
            self._lines[name] = line
        elif date := iso_date(*(self._time.get(part, 0) for part in (b"yr", b"mo", b"dy"))):
            self._lines.setdefault(name, date)
        self._time.clear()

    @property
    def filed_under(self) -> str:
        """The words that someone has filed the document under, a line for each kind."""
        return "\n".join(self._lines[name] for name in FILED_UNDER if name in self._lines)

    def metadata(self) -> Metadata:
        """What was found."""
        return Metadata(
            title=self._lines.get(b"title"),
            author=self._lines.get(b"author") or self._lines.get(b"operator"),
            created=self._lines.get(b"creatim"),
            modified=self._lines.get(b"revtim"),
        )
