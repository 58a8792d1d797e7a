"""Office Open XML files, part by part, for the tests of their readers."""

import io
import zipfile

from search.extract.caps import DEFAULT, Caps
from search.extract.extracted import Extracted
from search.extract.pieces import Member
from search.extract.reading import extract, pieces_of
from search.extract.sniff import sniff

TYPES = {
    "docx": ("/word/document.xml", "wordprocessingml.document.main+xml"),
    "xlsx": ("/xl/workbook.xml", "spreadsheetml.sheet.main+xml"),
    "pptx": ("/ppt/presentation.xml", "presentationml.presentation.main+xml"),
}
NAMES = (
    'xmlns:w="urn:w" xmlns:a="urn:a" xmlns:p="urn:p" xmlns:r="urn:r" xmlns:m="urn:m" xmlns:v="urn:v" xmlns:wp="urn:wp" '
    'xmlns:mc="urn:mc" xmlns:c="urn:c" xmlns:dgm="urn:dgm" xmlns:xdr="urn:xdr" xmlns:dc="urn:dc" xmlns:dcterms="urn:d"'
)
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def packed(extension: str, parts: dict[str, str | bytes], *, types: bool = True) -> bytes:
    """A file of these parts; those of text are XML fragments with every prefix declared."""
    file = io.BytesIO()
    part, kind = TYPES[extension]
    stated = f'<Override PartName="{part}" ContentType="application/vnd.openxmlformats-officedocument.{kind}"/>'
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        if types:
            archive.writestr("[Content_Types].xml", f"{XML}<Types>{stated}</Types>")
        for name, content in parts.items():
            archive.writestr(name, content if isinstance(content, bytes) else declared(content))
    return file.getvalue()


def declared(fragment: str) -> str:
    """A fragment as a document, with the prefixes declared at its root."""
    end = min(at for at in (fragment.find(">"), fragment.find("/>"), fragment.find(" ")) if at > 0)
    return f"{XML}{fragment[:end]} {NAMES}{fragment[end:]}"


def relations(*each: tuple[str, str, str]) -> str:
    """The part with the relations: id, last word of the type, target; a target with a colon is external."""
    items = "".join(
        f'<Relationship Id="{id_}" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/{kind}" '
        f'Target="{target}"{" TargetMode=" + chr(34) + "External" + chr(34) if ":" in target else ""}/>'
        for id_, kind, target in each
    )
    return f"<Relationships>{items}</Relationships>"


def read(data: bytes, extension: str, caps: Caps = DEFAULT) -> Extracted:
    return extract(io.BytesIO(data), f"file.{extension}", caps)


def members(data: bytes, extension: str) -> dict[bytes, bytes]:
    file = io.BytesIO(data)
    pieces = pieces_of(file, sniff(file, f"file.{extension}"), DEFAULT)
    return {piece.path: b"".join(piece.chunks) for piece in pieces if isinstance(piece, Member)}
