"""What a document of Office Open XML says about itself: its core and its extended properties (ECMA-376 parts 1, 2)."""

from search.extract.extracted import Metadata
from search.extract.iso_dates import stated_date
from search.extract.ooxml.package import Package
from search.extract.xml_events import Attributes
from search.text.normalise import normalise

_LONGEST = 1000
_PARTS = (r"docprops/core[^/]*\.xml", r"docprops/app[^/]*\.xml", r"package/services/metadata/core-properties/[^/]*")
_WORDS = ("subject", "keywords", "description", "category", "Manager", "Company")
_HEARD = frozenset(("title", "creator", "lastModifiedBy", "created", "modified", "language", *_WORDS))


def properties_of(package: Package) -> tuple[Metadata, str]:
    """The metadata, and the other words that someone has filed the document under: subject, keywords, company."""
    values: dict[str, str] = {}
    element = ""

    def start(name: str, attributes: Attributes) -> None:
        nonlocal element
        element = name

    def end(name: str) -> None:
        nonlocal element
        element = ""

    def characters(text: str) -> None:
        if element:
            values[element] = (values.get(element, "") + text)[:_LONGEST]

    for pattern in _PARTS:
        for part in package.like(pattern):
            for _ in package.parse(part, _HEARD, start, end, characters):
                pass
    lines = {name: " ".join(normalise(value).split()) for name, value in values.items()}
    metadata = Metadata(
        title=lines.get("title") or None,
        author=lines.get("creator") or lines.get("lastModifiedBy") or None,
        created=stated_date(lines.get("created", "")),
        modified=stated_date(lines.get("modified", "")),
        language=lines.get("language") or None,
    )
    return metadata, "\n".join(lines[name] for name in _WORDS if lines.get(name))
