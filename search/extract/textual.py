"""What kind of text this is. Formats that show themselves in their first lines are believed over the file name; the
name decides between those that do not: plain text, source code, tables, Markdown.
"""

import re

from search.extract import kinds
from search.extract.kinds import Kind
from search.extract.wide import wide_encoding

HEADERS_READ = 60
"""Lines of a mail header that are looked at."""

_HTML_START = re.compile(r"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FRAGMENT = re.compile(
    r"<(?:title|meta|link|base|style|script|frameset|center|div|table|p|h[1-6]|font|span|ul|ol|dl|a|img|abbr|b|i|br|form|main|nav)[\s>]",
    re.IGNORECASE,
)
_TAG_START = re.compile(r"<[a-zA-Z/!?]")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)\s*", re.DOTALL)
_PROLOGUE = re.compile(r"<\?.*?(?:\?>|\Z)\s*", re.DOTALL)
_DOCTYPE = re.compile(r"<!doctype\s+([^\s>\[]{1,100}+)[^>\[]*+(?:\[[^\]]*\]\s*)?>\s*", re.IGNORECASE)
_ROOT = re.compile(r"<(?:[^\s<>/:]{1,100}:)?([^\s<>/:]{1,100})[\s/>]")
_NAMESPACE = re.compile(r"<[^<>]{1,500}?\sxmlns[:=]")
_JSON = re.compile(r'\{\s*(?:"[^"\n]{0,200}"\s*:|\}\s*\Z)|\[\s*(?:[\[{"]|-?\d[^\n,\]]{0,40}[,\]]|\]\s*\Z)')
_NOTEBOOK = re.compile(r'"nbformat"\s*:\s*\d|"cell_type"\s*:\s*"')
_SUBRIP = re.compile(r"(?:\d{1,6}[ \t]*\r?\n)?\d{1,3}:\d\d:\d\d[,.]\d{1,3}[ \t]*-->[ \t]*\d")
_WEBVTT = re.compile(r"WEBVTT(?:[ \t\r\n]|\Z)")
_OBJECT = re.compile(r"BEGIN:(VCARD|V(?:CALENDAR|EVENT|TODO|JOURNAL|FREEBUSY|TIMEZONE))\s", re.IGNORECASE)
_ENVELOPE = re.compile(r"From [^\r\n]{1,200}\b\d{4}\b[^\r\n]{0,20}\r?\n(?=>?[A-Za-z][A-Za-z0-9-]{0,60}:)")
_BARE_ENVELOPE = re.compile(r"From [^\r\n]{0,200}\r?\n")
_EMLX = re.compile(r"\d{1,12}[ \t]*\r?\n(?=[A-Za-z][A-Za-z0-9-]{0,60}:)")
_FIELD = re.compile(r"([A-Za-z][A-Za-z0-9-]{0,60})[ \t]*:")
_TRACES = frozenset(
    ("received", "message-id", "return-path", "delivered-to", "mime-version", "x-mailer", "dkim-signature")
)
_CORRESPONDENCE = frozenset(("from", "to", "subject", "date", "cc", "sender", "reply-to"))


def textual_kind(head: bytes, promised: Kind | None) -> Kind:
    """The kind of a text of which `head` are the first bytes, and whose name promises `promised`."""
    wide = wide_encoding(head)
    text = head.decode(wide or "latin-1", "ignore").lstrip("\ufeff\xef\xbb\xbf \t\r\n\0")
    if (shown := _shown(text, promised)) is not None:
        return shown
    if promised is not None and promised.reader in ("plain", "markdown"):
        return promised
    if promised is kinds.JSON or (promised is kinds.HTML and _TAG_START.search(text)):
        return promised
    return kinds.CODE if text.startswith("#!") else kinds.TEXT


def _shown(text: str, promised: Kind | None) -> Kind | None:
    """The kind that the first lines show, if it is one that shows itself."""
    first = text[:1]
    if first == "<":
        return _markup(text, promised)
    if first in "{[" and first:
        if text.startswith("{\\rtf"):
            return kinds.RTF
        return _json(text, promised)
    if (found := _OBJECT.match(text)) is not None:
        return kinds.CONTACTS if found[1].upper() == "VCARD" else kinds.CALENDAR
    if _WEBVTT.match(text) or _SUBRIP.match(text):
        return kinds.SUBTITLES
    return _mail(text, promised)


def _markup(text: str, promised: Kind | None) -> Kind | None:
    """HTML or XML by the first element; programs and templates may begin with markup, and are what their names say."""
    if promised is kinds.CODE:
        return promised
    doctype = None
    at, before = 0, -1
    while at != before:
        before = at
        for skipped in (_PROLOGUE, _COMMENT, _DOCTYPE):
            if (found := skipped.match(text, at)) is not None:
                at = found.end()
                doctype = found[1].lower() if skipped is _DOCTYPE else doctype
    root = _ROOT.match(text, at)
    name = root[1] if root is not None else ""
    if doctype == "html" or _HTML_START.match(text, at) or name.lower() == "html":
        return kinds.HTML
    if name == "document" and ":office:1.0" in text:
        return kinds.FLAT_OPENDOCUMENT
    if promised is kinds.HTML:
        return promised
    is_declared = text.startswith("<?xml") or (doctype is not None and root is not None)
    if promised is kinds.XML or is_declared or name == "svg" or _NAMESPACE.match(text, at):
        return kinds.XML
    if promised is None or promised.reader not in ("plain", "markdown"):
        return kinds.HTML if _FRAGMENT.match(text, at) else None
    return None


def _json(text: str, promised: Kind | None) -> Kind | None:
    if promised is not None and promised.reader in ("plain", "markdown") and promised is not kinds.TEXT:
        return None
    if not _JSON.match(text):
        return None
    if promised is kinds.NOTEBOOK or _NOTEBOOK.search(text):
        return kinds.NOTEBOOK
    return kinds.JSON


def _mail(text: str, promised: Kind | None) -> Kind | None:
    """A message by its header fields, a mailbox by the line before the first: what a name can promise is weighed."""
    if promised is kinds.CODE or promised is kinds.MARKDOWN:
        return None
    promises_mail = promised is not None and promised.type == "mail"
    if _ENVELOPE.match(text):
        return kinds.MAIL if promised is kinds.MAIL else kinds.MAILBOX
    bare = _BARE_ENVELOPE.match(text)
    if (prefix := bare or _EMLX.match(text)) is not None:
        text = text[prefix.end() :]
    names = _field_names(text)
    traces, correspondence = len(names & _TRACES), len(names & _CORRESPONDENCE)
    if promises_mail:
        is_mail = traces + correspondence > 0 or "content-type" in names
    elif promised is None:
        is_mail = (traces > 0 and correspondence > 0) or correspondence > 2
    else:
        is_mail = traces > 0 and correspondence > 1
    if not is_mail:
        return None
    return kinds.MAILBOX if bare and promised is not kinds.MAIL else kinds.MAIL


def _field_names(text: str) -> set[str]:
    """The names, in small letters, of the header fields that a text starts with; none when it starts otherwise."""
    names: set[str] = set()
    for line in text.split("\n", HEADERS_READ)[:HEADERS_READ]:
        if not line.strip():
            break
        if line[0] in " \t":
            continue
        field = _FIELD.match(line)
        if field is None:
            # The last line may be cut short.
            return names if len(names) > 3 else set()
        names.add(field[1].lower())
    return names
