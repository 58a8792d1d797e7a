"""What an EPUB file holds: its pages in reading order, their names, and what is encrypted (EPUB 3.3 and OPF 2.0.1).

Any of the files that say so may be missing or broken: the pages that are in the zip file are all found in any case.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from search.extract.epub.contents import labels_of, resolved
from search.extract.extracted import Metadata
from search.extract.hypertext import strip
from search.extract.iso_dates import stated_date
from search.extract.trouble import Unreadable
from search.extract.xml_events import Attributes, parse
from search.extract.zipped import Zipped
from search.text.normalise import normalise

CONTAINER, ENCRYPTION = "META-INF/container.xml", "META-INF/encryption.xml"

_PAGE_ENDINGS = (".xhtml", ".html", ".htm")
_PAGE_TYPES = frozenset(
    ("application/xhtml+xml", "text/html", "text/x-oeb1-document", "application/x-dtbook+xml", "image/svg+xml")
)
_CONTENTS_TYPE = "application/x-dtbncx+xml"
_FONT_METHODS = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")
_FIELDS = frozenset(("title", "creator", "date", "language"))
_FILED_UNDER = ("description", "subject", "publisher", "contributor")
_LIMIT, _LONGEST = 1000, 10_000


@dataclass(slots=True)
class Package:
    """A book without its text. `pages` are names of members, each once; `labels` and `encrypted` are by these names.

    `filed_under` is what is said of the book besides its metadata, a line for each: blurb, subjects, publisher.
    """

    pages: list[str] = field(default_factory=list)
    labels: dict[str, str] = field(default_factory=dict)
    encrypted: set[str] = field(default_factory=set)
    metadata: Metadata = field(default_factory=Metadata)
    filed_under: str = ""
    remarks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Item:
    name: str
    type: str
    is_contents: bool


class _Opf:
    """Collects from the events of the package document, which is the member `name`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.items: dict[str, _Item] = {}
        self.spine: list[str] = []
        self._field: str | None = None
        self._values: dict[str, list[str]] = {}

    def start(self, element: str, attributes: Attributes) -> None:
        self._field = None
        if element == "item":
            name = resolved(self.name, attributes.get("href", ""))
            is_contents = "nav" in attributes.get("properties", "").split()
            self.items[attributes.get("id", "")] = _Item(name, attributes.get("media-type", ""), is_contents)
        elif element == "itemref":
            self.spine.append(attributes.get("idref", ""))
        elif element in _FIELDS or element in _FILED_UNDER or attributes.get("property") == "dcterms:modified":
            self._field = element if element in (*_FIELDS, *_FILED_UNDER) else "modified"
            self._values.setdefault(self._field, []).append("")

    def end(self, _: str) -> None:
        self._field = None

    def characters(self, text: str) -> None:
        if self._field is not None:
            values = self._values[self._field]
            values[-1] = (values[-1] + text)[: _LIMIT if self._field in _FIELDS else _LONGEST]

    def filed_under(self) -> str:
        values = (value for name in _FILED_UNDER for value in self._values.get(name, ()))
        return "\n".join(dict.fromkeys(filter(None, (strip(value)[0].strip() for value in values))))

    def metadata(self) -> Metadata:
        lines = {
            name: [line for value in values if (line := " ".join(normalise(value).split()))]
            for name, values in self._values.items()
        }
        dates = [date for line in lines.get("date", ()) if (date := stated_date(line))]
        return Metadata(
            title=next(iter(lines.get("title", ())), None),
            author=", ".join(lines.get("creator", ()))[:_LIMIT] or None,
            created=next(iter(dates), None),
            modified=next(filter(None, map(stated_date, lines.get("modified", ()))), None),
            language=next(iter(lines.get("language", ())), None),
        )


def opened(zipped: Zipped) -> Package:
    """The package of a book: the pages of its spine, then those that are only in its manifest or in the zip file."""
    names = set(zipped.names)
    opf = _Opf(_package_document(zipped))
    package = Package(encrypted=_encrypted(zipped))
    if opf.name in names:
        try:
            parse(zipped.chunks(opf.name), opf.start, opf.end, opf.characters)
        except Unreadable as trouble:
            package.remarks.append(f"the list of chapters is damaged: {trouble.reason}")
    package.metadata, package.filed_under = opf.metadata(), opf.filed_under()
    spine = [opf.items[each].name for each in opf.spine if each in opf.items]
    unknown = [each for each in opf.spine if each not in opf.items]
    pages = {item.name for item in opf.items.values() if item.type in _PAGE_TYPES}
    listed = dict.fromkeys(spine)
    if len(spine) > len(listed):
        package.remarks.append(f"{len(spine) - len(listed)} chapters are listed more than once and read once")
    if missing := [*(name for name in listed if name not in names), *unknown]:
        package.remarks.append(f"{len(missing)} chapters are missing, first {missing[0][:100]}")
    others = (name for name in zipped.names if name in pages or name.lower().endswith(_PAGE_ENDINGS))
    readable = (name for name in listed if name in pages or name.lower().endswith(_PAGE_ENDINGS))
    package.pages = [name for name in dict.fromkeys((*readable, *others)) if name in names]
    tables = sorted(
        (item for item in opf.items.values() if item.is_contents or item.type == _CONTENTS_TYPE),
        key=lambda item: item.is_contents,
    )
    for table in tables:
        if table.name in names:
            package.labels |= labels_of(zipped, table.name)
    return package


def _package_document(zipped: Zipped) -> str:
    found: list[str] = []

    def start(element: str, attributes: Attributes) -> None:
        if element == "rootfile" and "full-path" in attributes:
            found.append(attributes["full-path"])

    _parse(zipped, CONTAINER, start)
    found += [name for name in zipped.names if name.lower().endswith(".opf")]
    return next((name for name in found if name in zipped), "")


def _encrypted(zipped: Zipped) -> set[str]:
    """The members that are encrypted by more than what only hides fonts (OCF 3.3, 4.2.6.3.2)."""
    found: set[str] = set()
    method: str | None = None

    def start(element: str, attributes: Attributes) -> None:
        nonlocal method
        if element == "EncryptedData":
            method = None
        elif element == "EncryptionMethod" and method is None:
            method = attributes.get("Algorithm", "")
        elif element == "CipherReference" and method not in _FONT_METHODS:
            found.add(resolved("", attributes.get("URI", "")))

    _parse(zipped, ENCRYPTION, start)
    return found


def _parse(zipped: Zipped, name: str, start: Callable[[str, Attributes], None]) -> None:
    """Call back for the elements of a member, as far as it is there and can be read."""

    def ignored(_: str) -> None:
        pass

    if name in zipped:
        try:
            parse(zipped.chunks(name), start, ignored, ignored)
        except Unreadable:
            pass
