"""Web pages, XML, JSON and their kin: what nests, repeats and never ends."""

import itertools
import json

from tests.faults.hostile.case import OK, PARTIAL, WORD, Case, Scale, cut
from tests.faults.hostile.markup_bombs import external, laughing, nested, quadratic

XML = "<root>%s</root>"
SVG = '<svg xmlns="http://www.w3.org/2000/svg"><text>%s</text></svg>'


def page(body: str, head: str = "") -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body><p>{WORD}</p>{body}<p>sparrow</p></body></html>".encode()


def attributes(tag: str, count: int = 200_000) -> str:
    return f"<{tag}" + "".join(f' a{n}="{n}"' for n in range(count)) + ">"


def never_ending(start: str, times: int) -> bytes:
    """What makes the standard library's parser quadratic: something is opened again and again, and never closed."""
    return f"<p>{WORD}</p>{start * times}".encode()


def outside(scale: Scale) -> bytes:
    secret = scale.secret.as_uri()
    head = '<base href="http://192.0.2.1/"><link rel=stylesheet href="//192.0.2.1/s">'
    return page(
        f'<img src="http://192.0.2.1/i.png"><iframe src="{secret}"></iframe><object data="{secret}"></object>', head
    )


def including(scale: Scale) -> bytes:
    secret = scale.secret.as_uri()
    include = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{secret}"/>'
    return f'<?xml-stylesheet href="{secret}"?><root><p>{WORD}</p>{include}</root>'.encode()


def notebook(*sources: str) -> bytes:
    cells = [{"cell_type": "markdown", "metadata": {}, "source": [source]} for source in sources]
    return json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}).encode()


def data_image(scale: Scale) -> bytes:
    return page(f'<img src="data:image/png;base64,{"A" * scale.of(1_000_000, 10_000_000)}">')


def name_spaces(count: int = 100_000) -> bytes:
    return ("<root" + "".join(f' xmlns:n{n}="{n}"' for n in range(count)) + f">{WORD}</root>").encode()


def document(tail: str) -> bytes:
    """A JSON document that says the word, and something else last."""
    return f'{{"word": "{WORD}", "last": {tail}'.encode()


def anchors() -> bytes:
    names = "abcdefghij"
    lines = (f"{name}: &{name} [{f'*{before},' * 9}]" for before, name in itertools.pairwise(names))
    return "\n".join([f"a: &a [{WORD}]", *lines]).encode()


def event(*lines: str) -> bytes:
    return "\n".join(["BEGIN:VCALENDAR", "BEGIN:VEVENT", *lines, "END:VEVENT", "END:VCALENDAR", ""]).encode()


BOTH = (WORD, "sparrow")
WRONG_ORDER = "<ul><li><i>" * 100_000 + "</ul></i></li>" * 100_000
NO_CHARACTERS = "&#99999999999;&#xD800;&#0;&nbsp&ampamp;" * 100_000
LINES = "".join(json.dumps({"word": WORD, "line": n}) + "\n" for n in range(100)).encode()
PARAGRAPHS = (XML % f"<p>{WORD}</p>{'<p>sparrow</p>' * 900}").encode()
DEEP_XML = (XML % f"<p>{WORD}</p>{nested('x', 'sparrow')}").encode()
WIDE_XML = (XML % f"<p>{WORD}</p>{attributes('x')}</x>").encode()
EVERY_SECOND = event(f"SUMMARY:{WORD}", "DTSTART:99999999T999999Z", "RRULE:FREQ=SECONDLY", *["BEGIN:VALARM"] * 50_000)
EVENT = event(f"SUMMARY:{WORD}", f"DESCRIPTION:{'sparrow ' * 90}")
CARD = f"BEGIN:VCARD\nVERSION:3.0\nFN:{WORD}\nPHOTO;ENCODING=b:{'A' * 5_000_000}".encode()
SUBTITLES = f"1\n99:99:99,999 --> -1:00\n{WORD}\n\n".encode() + b"1\n" * 100_000
FENCES = f"{WORD}\n\n{'`' * 100_000} a {'``` ' * 100_000}".encode()
LINKS = f"{WORD} {'[' * 100_000}{'![' * 100_000}".encode()
STARS = f"{WORD} {'*a **b _c ' * 100_000}".encode()
QUOTES = f"{WORD}\n\n{'> ' * 100_000}sparrow".encode()

CASES = (
    Case("attributes.html", OK, "a tag with 200,000 attributes", page(attributes("p")), BOTH),
    Case("deep-div.html", OK, "100,000 blocks in each other", page(nested("div", "robin")), (*BOTH, "robin")),
    Case("deep-b.html", OK, "100,000 times bold", page("<b>" * 100_000), BOTH),
    Case("deep-table.html", OK, "50,000 tables in each other", page("<table><tr><td>" * 50_000), BOTH),
    Case("wrong-order.html", OK, "100,000 lists that end in the wrong order", page(WRONG_ORDER), BOTH),
    Case("less.html", OK, "a million <", page("<" * 1_000_000), BOTH),
    Case("comment.html", OK, "a comment that never ends: what follows is in it", page("<!-- " + "x" * 1_000_000)),
    Case("comments.html", OK, "200,000 comments open", never_ending("<!--", 200_000)),
    Case("closers.html", OK, "200,000 closing tags without end", never_ending("</a", 200_000)),
    Case("openers.html", OK, "200,000 tags without end", never_ending("<a ", 200_000)),
    Case("cdata.html", OK, "100,000 CDATA sections open", never_ending("<![CDATA[", 100_000)),
    Case("instructions.html", OK, "300,000 instructions open", never_ending("<?", 300_000)),
    Case("quotes.html", OK, "100,000 attributes whose quotes never close", never_ending('<a b="', 100_000)),
    Case("scripts.html", OK, "100,000 scripts open", never_ending("<script>", 100_000)),
    Case("titles.html", OK, "100,000 titles open", never_ending("<title>", 100_000)),
    Case("entities.html", OK, "characters that are none, 100,000 times", page(NO_CHARACTERS), BOTH),
    Case("number.html", OK, "one character reference of a million digits", page(f"&#{'9' * 1_000_000};"), BOTH),
    Case("data.html", OK, "an image of 10 MB in a tag", data_image, BOTH),
    Case("outside.html", OK, "a page of things that are elsewhere", outside, BOTH),
    Case("charset.html", OK, "says UTF-16, and is not", page("", "<meta charset=utf-16le>"), BOTH),
    Case("nul.html", OK, "NULs in a tag", page("<\0p\0>"), BOTH),
    Case("half.html", PARTIAL, "50 % of a page: it ends in a tag", cut(page(attributes("p", 500)), 50)),
    Case("laughs.xml", OK, "a thousand million words by entities: read as it is written", laughing(XML)),
    Case("quadratic.xml", OK, "one entity of 14 KB 20,000 times: the same", quadratic(XML)),
    Case("external.xml", OK, "entities that name a file: the same", lambda scale: external(XML, scale), ()),
    Case("including.xml", OK, "asks for the text of another file", including),
    Case("deep.xml", OK, "100,000 elements in each other", DEEP_XML, BOTH),
    Case("attributes.xml", OK, "an element with 200,000 attributes", WIDE_XML),
    Case("spaces.xml", OK, "100,000 name spaces", name_spaces()),
    Case("half.xml", PARTIAL, "50 %: read as far as it goes", cut(PARAGRAPHS, 50)),
    Case("nearly.xml", PARTIAL, "99 %: the same", cut(PARAGRAPHS, 99)),
    Case("laughs.svg", OK, "a thousand million words by entities: read as it is written", laughing(SVG)),
    Case("external.svg", OK, "a drawing with the words of a file", lambda scale: external(SVG, scale), ()),
    Case("nest.json", OK, "100,000 lists in each other", document("[" * 100_000 + "]" * 100_000 + "}")),
    Case("number.json", OK, "a number of a million digits", document("9" * 1_000_000 + "}")),
    Case("string.json", PARTIAL, "a string that never ends", document('"' + "\\u00e9" * 100_000)),
    Case("half.json", PARTIAL, "50 % of a document: read as it stands", cut(document(str([*range(900)]) + "}"), 50)),
    Case("half.jsonl", PARTIAL, "50 % of the lines", cut(LINES, 50)),
    Case("deep.ipynb", PARTIAL, "100,000 lists in a notebook: read as text", document("[" * 100_000)),
    Case("half.ipynb", PARTIAL, "50 % of a notebook: read as text", cut(notebook(WORD, "sparrow " * 900), 50)),
    Case("links.md", OK, "100,000 links open", LINKS),
    Case("stars.md", OK, "emphasis that opens and never closes", STARS),
    Case("fences.md", OK, "code that never ends", FENCES),
    Case("quotes.md", OK, "100,000 quotes in each other", QUOTES, BOTH),
    Case("seconds.ics", PARTIAL, "every second for ever, with 50,000 alarms", EVERY_SECOND),
    Case("half.ics", PARTIAL, "50 % of a calendar", cut(EVENT, 50)),
    Case("card.vcf", PARTIAL, "a card with 5 MB of picture, never ended", CARD),
    Case("times.srt", OK, "subtitles of nonsense times", SUBTITLES),
    Case("anchors.yaml", OK, "anchors that multiply: read as it is written", anchors()),
)
