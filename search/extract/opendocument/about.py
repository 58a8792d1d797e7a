"""What an OpenDocument file says about itself: its metadata, and whether it is encrypted."""

from search.extract.extracted import Metadata, Status
from search.extract.iso_dates import stated_date
from search.extract.trouble import Unreadable
from search.extract.xml_events import Attributes, parse
from search.extract.zipped import Zipped
from search.text.normalise import normalise

META, MANIFEST = "meta.xml", "META-INF/manifest.xml"

_FIELDS = frozenset(("title", "creator", "initial-creator", "creation-date", "date", "language"))
_FILED_UNDER = frozenset(("subject", "description", "keyword"))
_LIMIT = 1000
_PACKAGE = "encrypted-package"
"""The one member of a file that is encrypted as a whole (OpenDocument 1.4)."""


class About:
    """Collects from the events of the element `meta`; the first value of a name stands."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}
        self._name: str | None = None
        self._filed: list[str] = []

    def start(self, name: str, attributes: Attributes) -> None:
        """An element opens."""
        self._name = name if name in _FILED_UNDER or (name in _FIELDS and name not in self._values) else None
        if name in _FILED_UNDER:
            self._filed.append("")

    def end(self, name: str) -> None:
        """An element closes."""
        self._name = None

    def characters(self, text: str) -> None:
        """Text."""
        if self._name in _FILED_UNDER:
            self._filed[-1] = (self._filed[-1] + text)[:_LIMIT]
        elif self._name is not None:
            self._values[self._name] = (self._values.get(self._name, "") + text)[:_LIMIT]

    def filed_under(self) -> str:
        """The words that someone has filed the document under, a line for each: subject, description, keywords."""
        return "\n".join(filter(None, (" ".join(normalise(each).split()) for each in self._filed)))

    def metadata(self) -> Metadata:
        """What was found."""
        return Metadata(
            title=self._line("title"),
            author=self._line("initial-creator") or self._line("creator"),
            created=stated_date(self._values.get("creation-date", "")),
            modified=stated_date(self._values.get("date", "")),
            language=self._line("language"),
        )

    def _line(self, name: str) -> str | None:
        return " ".join(normalise(self._values.get(name, "")).split()) or None


def about(zipped: Zipped) -> About:
    """What meta.xml says, as far as it can be read."""
    found = About()
    if META in zipped:
        try:
            parse(zipped.chunks(META), found.start, found.end, found.characters)
        except Unreadable:
            pass
    return found


def check_password(zipped: Zipped) -> None:
    """Unreadable when the manifest says that the content is encrypted (OpenDocument 1.3 part 2, 3.4 and 4.8)."""
    if MANIFEST not in zipped:
        return
    encrypted: list[str] = []
    path = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal path
        if name == "file-entry":
            path = attributes.get("manifest:full-path", "")
        elif name == "encryption-data":
            encrypted.append(path)

    def ignored(_: str) -> None:
        pass

    try:
        parse(zipped.chunks(MANIFEST), start, ignored, ignored)
    except Unreadable as trouble:
        if trouble.status is Status.ENCRYPTED:
            raise
    if "content.xml" in encrypted or _PACKAGE in encrypted:
        raise Unreadable(Status.ENCRYPTED, "password needed")
