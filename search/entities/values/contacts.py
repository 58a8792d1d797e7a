"""Mail and web addresses, and how the same address is written in one way.

International domains are given in their own letters, also where a text has their ASCII form (RFC 3492); domains and
schemes are in lower case (RFC 3986, section 6.2.2.1). Mail addresses are in lower case as a whole, as most providers
have it.
"""

import re
from collections.abc import Iterator

from search.entities.values.patterns import around
from search.text.spans import Span

_LETTER = r"[\w\u0300-\u036f\u0900-\u0dff\u0e00-\u0e7f]"
_LABEL = rf"{_LETTER}(?:{_LETTER}|-){{0,62}}"
_TOP = rf"(?:xn--[a-z0-9-]{{2,59}}|(?:(?![\d_]){_LETTER}){{2,24}})"
_LOCAL_PART = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}\Z")
_DOMAIN = re.compile(rf"(?:{_LABEL}\.){{1,8}}{_TOP}(?!\w|-\w)", re.I)
_REST = r"[^\s<>\"“”‘’«»\[\]{}|\\^`]{3,2000}"
_WITH_SCHEME = re.compile(f"://{_REST}")
_SCHEME_BEFORE = re.compile(r"(?<![\w@.-])(?i:https?)\Z")
_WITHOUT_SCHEME = re.compile(f"www\\.(?<![\\w@./-]....){_REST}")
_PUNCTUATION = ".,;:!?'*_…"
_ADDRESS = re.compile(
    r"(?P<scheme>(?i:https?)://)?(?P<user>[^/@?#]*@)?(?P<host>[^/?#:@]+)(?::(?P<port>[0-9]*))?(?P<rest>(?:[/?#].*)?)",
    re.S,
)
_DEFAULT_PORTS = {"http://": "80", "https://": "443"}


def contacts(text: str) -> Iterator[Span]:
    """Spans of web addresses and of mail addresses; not sorted."""
    for start, end in around(text, _WITH_SCHEME, _SCHEME_BEFORE):
        yield Span(start, end_of_address(text, start, end))
    for match in _WITHOUT_SCHEME.finditer(text):
        yield Span(match.start(), end_of_address(text, *match.span()))
    at = text.find("@")
    while at >= 0:
        domain = _DOMAIN.match(text, at + 1)
        local = _LOCAL_PART.search(text, max(0, at - 65), at) if domain else None
        if domain and local and (kept := local[0].lstrip(".-+")):
            yield Span(at - len(kept), domain.end())
        at = text.find("@", at + 1)


def normal_contact(surface: str) -> str:
    """One form of a mail or web address; it is its own normal form.

    "WWW.Example.org/" is "https://www.example.org": a scheme is added, a default port and a last slash are dropped.
    """
    if "@" in surface and "/" not in surface:
        local, _, domain = surface.removeprefix("mailto:").rpartition("@")
        return f"{local.casefold()}@{_host(domain)}"
    address = _ADDRESS.fullmatch(surface)
    if address is None:
        return surface.casefold()
    scheme = (address["scheme"] or "https://").lower()
    port = "" if address["port"] in (None, "", _DEFAULT_PORTS[scheme]) else f":{address['port']}"
    rest = address["rest"]
    if "?" not in rest and "#" not in rest:
        rest = rest.rstrip("/")
    return f"{scheme}{address['user'] or ''}{_host(address['host'])}{port}{rest}"


def end_of_address(text: str, start: int, end: int) -> int:
    """Without the punctuation of the sentence around it, and without a bracket that was opened before it."""
    while True:
        last = text[end - 1]
        if last in _PUNCTUATION or (last == ")" and text.count("(", start, end) < text.count(")", start, end)):
            end -= 1
        else:
            return end


def _host(host: str) -> str:
    labels = host.casefold().split(".")
    return ".".join(_in_letters(label) if label.startswith("xn--") else label for label in labels)


def _in_letters(label: str) -> str:
    try:
        letters = label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError):
        return label
    is_sound = not letters.isascii() and letters.isprintable() and not set(letters) & set("./@:?# ")
    return letters.casefold() if is_sound else label
