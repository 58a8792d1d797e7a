"""The parts of a message that are its text, as a reader sees them."""

from search.extract.hypertext import source_of, strip
from search.extract.mail.alternatives import Written, telling
from search.extract.mail.charsets import in_charset
from search.extract.mail.mime import Leaf
from search.extract.mail.transfer import unpacked
from search.text.normalise import normalise

_MARKUP = frozenset(("text/html", "text/enriched", "text/richtext", "application/xhtml+xml"))


class Shown:
    """The texts so far of a message whose parts come one by one; of alternatives only what `telling` leaves."""

    def __init__(self) -> None:
        self._texts: list[Written] = []
        self._multiparts: list[list[int] | None] = []

    def begin(self, subtype: str) -> None:
        """A multipart begins."""
        self.next_part()
        self._multiparts.append([] if subtype == "alternative" else None)

    def next_part(self) -> None:
        """Another part begins."""
        if self._multiparts and (starts := self._multiparts[-1]) is not None:
            starts.append(len(self._texts))

    def add(self, written: Written) -> None:
        """The part is a text."""
        self._texts.append(written)

    def end(self) -> None:
        """The multipart that began last ends."""
        starts = self._multiparts.pop()
        if starts:
            ends = [*starts[1:], len(self._texts)]
            forms = [self._texts[start:end] for start, end in zip(starts, ends, strict=True)]
            self._texts[starts[0] :] = telling(forms)

    def joined_by(self, others: list[Written]) -> None:
        """Another form of all this has been found."""
        self._texts = telling([self._texts, others])

    @property
    def texts(self) -> list[Written]:
        """What is shown, without empty texts."""
        return [written for written in self._texts if written.text.strip()]


def text_of(leaf: Leaf) -> Written:
    """A part that is a text, decoded and normalised."""
    data = unpacked(leaf.source[leaf.start : leaf.end], leaf.encoding)
    charset = leaf.parameters.get("charset")
    if leaf.type in _MARKUP:
        return from_markup(data, charset)
    text = normalise(in_charset(data, charset))
    if leaf.parameters.get("format", "").lower() == "flowed":
        text = unflowed(text, leaf.parameters.get("delsp", "").lower() == "yes")
    return Written(text.strip("\n"), True)


def from_markup(data: bytes, charset: str | None) -> Written:
    """The text of a web page whose character set is known from elsewhere or named in it."""
    source = normalise(in_charset(data, charset)) if charset else source_of(data)
    return Written(strip(source)[0].strip("\n"), False)


def unflowed(text: str, delete_space: bool) -> str:
    """Lines that were broken to be joined again (RFC 3676), joined."""
    lines: list[str] = []
    going_on: list[str] = []
    depth = 0
    for line in text.split("\n"):
        words = line.lstrip(">")
        quoted = len(line) - len(words)
        words = words.removeprefix(" ")
        is_signature = words == "-- "
        if going_on and (quoted != depth or is_signature):
            lines.append("".join(going_on))
            going_on = []
        if not going_on:
            depth = quoted
            going_on.append(">" * quoted + " " if quoted else "")
        if words.endswith(" ") and not is_signature:
            going_on.append(words[:-1] if delete_space else words)
        else:
            lines.append("".join([*going_on, words]))
            going_on = []
    return "\n".join([*lines, "".join(going_on)] if going_on else lines)
