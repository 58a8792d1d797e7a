"""The parts of a message that are files: what they are called as members, and their bytes as they are asked for."""

from search.extract.mail.headers import header_at
from search.extract.mail.letterhead import instant
from search.extract.mail.mime import Leaf
from search.extract.mail.transfer import unpacked_pieces
from search.extract.pieces import Member

LONGEST_NAME = 200

_HEAD = 1 << 16
_NOWHERE = frozenset(("", ".", ".."))
_EXTENSIONS = {
    "application/gzip": "gz",
    "application/json": "json",
    "application/msword": "doc",
    "application/pdf": "pdf",
    "application/rtf": "rtf",
    "application/vnd.ms-excel": "xls",
    "application/vnd.ms-powerpoint": "ppt",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "docx",
    "application/xml": "xml",
    "application/zip": "zip",
    "image/bmp": "bmp",
    "image/gif": "gif",
    "image/jpeg": "jpg",
    "image/jpg": "jpg",
    "image/png": "png",
    "image/svg+xml": "svg",
    "image/tiff": "tif",
    "image/webp": "webp",
    "message/rfc822": "eml",
    "text/calendar": "ics",
    "text/css": "css",
    "text/csv": "csv",
    "text/html": "html",
    "text/javascript": "js",
    "text/plain": "txt",
    "text/rtf": "rtf",
    "text/vcard": "vcf",
    "text/x-vcard": "vcf",
    "text/xml": "xml",
}


def file_member(leaf: Leaf, number: int) -> Member:
    """A part as a file, unwrapped as it is drawn; `number` counts the files of its message."""
    name = named(leaf) or unnamed(leaf.type, number)
    modified = instant(leaf.header.parameters("content-disposition")[1].get("modification-date", ""))
    return Member(name.encode(), modified, unpacked_pieces(leaf.source, leaf.start, leaf.end, leaf.encoding))


def stated_name(leaf: Leaf) -> str:
    """The file name that a part states, "" without one."""
    return leaf.header.parameters("content-disposition")[1].get("filename") or leaf.parameters.get("name", "")


def named(leaf: Leaf) -> str:
    """What a part is called: by its name, an attached message by its subject, a part of a saved web page by its
    address; "" when nothing tells."""
    if leaf.type == "message/rfc822":
        head = b"".join(unpacked_pieces(leaf.source, leaf.start, min(leaf.end, leaf.start + _HEAD), leaf.encoding))
        subject = " ".join(header_at(head, 0, len(head))[0].lines("subject")[:1])
        return safe_name(subject.replace("/", "-").replace("\\", "-") + ".eml") if subject else ""
    return safe_name(stated_name(leaf) or leaf.header.raw("content-location").strip().partition("?")[0])


def unnamed(type_: str, number: int) -> str:
    """The name of a file of which nothing but its type is known."""
    return f"attachment-{number}.{_EXTENSIONS.get(type_, 'bin')}"


def safe_name(name: str) -> str:
    """The last step of a path without anything that leads elsewhere or moves a cursor; "" when nothing is left."""
    last = name.replace("\\", "/").rstrip("/").rpartition("/")[2]
    line = " ".join("".join(each for each in last if each.isprintable()).split()).strip()
    if line in _NOWHERE:
        return ""
    stem, dot, extension = line.rpartition(".")
    if len(line) > LONGEST_NAME and 0 < len(extension) < 20:
        return stem[: LONGEST_NAME - len(extension) - 1] + dot + extension
    return line[:LONGEST_NAME]
