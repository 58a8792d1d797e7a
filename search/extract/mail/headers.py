"""The header of a message or of one of its parts: its fields (RFC 5322, RFC 2045), as they are written or decoded.

Encoded words are those of RFC 2047, parameters those of RFC 2231; both are also read as mailers got them wrong.
"""

import re
from binascii import a2b_qp
from collections.abc import Iterable, Iterator
from urllib.parse import unquote_to_bytes

from search.extract.mail.charsets import in_charset
from search.extract.mail.transfer import unpacked_base64
from search.text.normalise import normalise

READ = frozenset(
    (
        *("subject", "from", "sender", "to", "cc", "bcc", "date", "received"),
        *("message-id", "references", "in-reply-to"),
        *("content-type", "content-transfer-encoding", "content-disposition", "content-location"),
    )
)
"""The fields that are kept; a header can have a million others."""

_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:([^\n]*+(?:\n[ \t][^\n]*+)*+)\n?")
_BLANK = re.compile(rb"[ \t]*\r?\n")
_ENVELOPE = re.compile(rb">*From [^\n]*\n")
_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([A-Za-z0-9._:-]{2,40})", re.IGNORECASE)
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,80})\?([bBqQ])\?((?:[^?=]|=(?!\?[^=])|\?(?!=))*+)\?=")
_LONGEST_PARAMETERS = 1 << 16
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[^;]*)', re.DOTALL)
_ESCAPED = re.compile(r'\\(["\\])')


class Header:
    """The fields that are in `READ`, in their order, unfolded."""

    def __init__(self, fields: Iterable[tuple[str, str]] = ()) -> None:
        self._fields = list(fields)

    def raw(self, name: str) -> str:
        """The first field of that name as it is written, "" without one."""
        return next((value for each, value in self._fields if each == name), "")

    def every(self, name: str) -> Iterator[str]:
        """The fields of that name as they are written."""
        return (value for each, value in self._fields if each == name)

    def lines(self, name: str) -> list[str]:
        """The fields of that name, decoded, each on one line; empty ones are left out."""
        return [line for value in self.every(name) if (line := decoded(value))]

    def parameters(self, name: str) -> tuple[str, dict[str, str]]:
        """A structured field's value and its parameters: ("text/plain", {"charset": "utf-8"})."""
        return parameters(self.raw(name))


def header_at(data: bytes, start: int, end: int) -> tuple[Header, int]:
    """The header that begins at `start`, and where what it stands before begins.

    It ends at a blank line, or at a line that is no field: then that line belongs to the body.
    """
    names: list[str] = []
    values: list[bytes] = []
    at = start
    charset = None
    while at < end:
        if (field := _FIELD.match(data, at, end)) is not None:
            name = field[1].decode("ascii").lower()
            if name in READ:
                names.append(name)
                values.append(field[2].replace(b"\r", b"").replace(b"\n", b""))
                if name == "content-type" and (found := _CHARSET.search(values[-1])):
                    charset = found[1].decode("ascii")
            at = field.end()
        elif (envelope := _ENVELOPE.match(data, at, end)) is not None:
            at = envelope.end()
        else:
            blank = _BLANK.match(data, at, end)
            return Header(zip(names, _texts(values, charset), strict=True)), blank.end() if blank is not None else at
    return Header(zip(names, _texts(values, charset), strict=True)), end


def decoded(value: str) -> str:
    """A field's value on one line, its encoded words as what they stand for."""
    return " ".join(normalise(_without_encoded_words(value)).split())


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """The value of a structured field in small letters, and its parameters by their names."""
    value = value[:_LONGEST_PARAMETERS]
    plain: dict[str, str] = {}
    sections: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, written in _PARAMETER.findall(value):
        name, star, section = name.lower().partition("*")
        if not star:
            plain.setdefault(name, decoded(_unquoted(written)))
            continue
        number = section.removesuffix("*") or "0"
        if number.isdecimal() and len(number) < 6:
            is_extended = section.endswith("*") or not section
            sections.setdefault(name, {}).setdefault(int(number), (_unquoted(written), is_extended))
    for name, numbered in sections.items():
        plain[name] = _joined_sections([numbered[number] for number in sorted(numbered)])
    head = value.partition(";")[0].split()
    return (head[0].lower() if head else ""), plain


def _texts(values: list[bytes], charset: str | None) -> list[str]:
    """Values as text. Those beyond ASCII are decoded together, because together they say more about how."""
    together = b"\n".join(values)
    if not together.isascii():
        texts = in_charset(together, charset).split("\n")
        if len(texts) == len(values):
            return texts
    return [value.decode("latin-1") for value in values]


def _without_encoded_words(value: str) -> str:
    if "=?" not in value:
        return value
    parts: list[str] = []
    together: list[bytes] = []
    charset = ""
    at = 0
    # A character may be cut in two by the end of an encoded word, so neighbours are decoded together.
    for word in _ENCODED_WORD.finditer(value):
        between = value[at : word.start()]
        apart = bool(between.strip()) or not together
        if apart or word[1].lower() != charset:
            parts.append(in_charset(b"".join(together), charset))
            together = []
            parts.append(between if apart else "")
        charset = word[1].lower()
        together.append(_content(word[2], word[3]))
        at = word.end()
    parts += [in_charset(b"".join(together), charset), value[at:]]
    return "".join(parts)


def _content(encoding: str, text: str) -> bytes:
    data = text.encode("utf-8", "surrogatepass")
    return unpacked_base64(data) if encoding in "bB" else a2b_qp(data.replace(b" ", b"_"), header=True)


def _unquoted(written: str) -> str:
    written = written.strip()
    if not written.startswith('"'):
        return written
    return _ESCAPED.sub(r"\1", written[1:].removesuffix('"'))


def _joined_sections(sections: list[tuple[str, bool]]) -> str:
    first, is_extended = sections[0]
    charset = None
    if is_extended and first.count("'") >= 2:
        charset, _, rest = first.split("'", 2)
        sections[0] = (rest, True)
    data = b"".join(unquote_to_bytes(text) if extended else text.encode() for text, extended in sections)
    return " ".join(normalise(in_charset(data, charset)).split())
