"""HTML: no word lost, none glued, sections where the headings are."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.extracted import Extracted, Metadata
from search.extract.reading import extract
from search.text.tokens import words


def read(text: str, name: str) -> Extracted:
    return extract(io.BytesIO(text.encode()), name)


def page(source: str) -> Extracted:
    return read(source, "page.html")


plain_words = st.lists(st.text("abcdeé", min_size=1, max_size=5), min_size=1, max_size=20)
blocks = st.sampled_from(
    ["p", "div", "td", "dt", "li", "br", "h2", "nav", "form", "option", "x-y", "P", "svg", "label"]
)


@given(plain_words, st.lists(st.tuples(blocks, st.booleans(), st.booleans()), min_size=20, max_size=20))
def test_every_word_survives_and_none_is_glued(texts: list[str], tags: list[tuple[str, bool, bool]]) -> None:
    source = "".join(
        "<" + "/" * closing + tag + ' title="a > b"' * attributes + ">" + text
        for text, (tag, closing, attributes) in zip(texts, tags, strict=False)
    )
    assert words(page(source).text) == [word for text in texts for word in words(text)]


@given(plain_words)
def test_inline_tags_part_no_word(texts: list[str]) -> None:
    source = "".join(f"<b>{text}</b><span class='x'></span>" for text in texts)
    assert page(f"<p>{source}").text == "".join(texts)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<table><tr><td>cell1<td>cell2</table>tail", "cell1\tcell2\n\ntail"),
        ("<p>one  \n two</p>\n<p>three", "one two\n\nthree"),
        ("<pre>\n a\n  <b>b</b> c</pre>d", " a\n  b c\n\nd"),
        ("a<script>x < y </b></script>b<style>p {}</style>c", "a\nb\nc"),
        ("a<!-- > <b> -->b<!-->c", "abc"),
        ("<![CDATA[a < b]]> c", "a < b c"),
        ("1 < 2 and a <b", "1 < 2 and a <b"),
        ("caf&eacute;&nbsp;x &amp; y &#99999999; &#1;z &lt;b&gt;", "café x & y \ufffd z <b>"),
        ('<p class=a">text "quoted" <b>bold</b>', 'text "quoted" bold'),
        ('<a title="a > b" href=x>link</a>', "link"),
        ("<select><option>first<option label='second'></select><button>push</button>x", "first\nsecond push x"),
        ("<input value='filled in' placeholder=hint><input type=hidden value=token>", "filled in hint"),
        ("<p>see<img src='data:image/png;base64,AAAA' alt='A map' title='A map'>here", "see A map here"),
        ("<a href=x>Home</a><a href=y>About</a><b>u</b>s", "Home Aboutus"),
        (
            "<noscript>kept</noscript><template>too</template><p hidden>and this<frame src=x.html>",
            "kept\ntoo\n\nand this",
        ),
        ("<textarea placeholder=hint>written</textarea>", "hint written"),
        ("<meta name=description content='About words'><p>text", "text\n\nAbout words"),
        ("<meta name=keywords content='text'><p>text", "text"),
        ("&eacute &copy2024 &#233 &#xe9", "é ©2024 é é"),
        ("<svg><title>drawn</title></svg><title>second", "second"),
    ],
)
def test_html_by_example(source: str, text: str) -> None:
    assert page("<title>t</title>" * ("<title>" not in source) + source).text.strip("\n") == text


def test_html_headings_are_sections() -> None:
    extracted = page("<body>intro<h1>First <i>one</i></h1><p>text<h2>\nSecond</h2>more<h3></h3>")
    text = extracted.text
    assert [(unit.kind, unit.number, unit.label) for unit in extracted.units] == [
        ("section", 1, "First one"),
        ("section", 2, "Second"),
    ]
    assert [text[unit.start : unit.end] for unit in extracted.units] == ["First one\n\ntext\n\n", "Second\n\nmore"]


def test_html_metadata() -> None:
    extracted = page(
        '<html lang="de"><head><title> A &amp; B\n</title><META content="Jane Doe" name=Author>'
        '<meta property="article:published_time" content="2025-02-03T10:00:00+01:00">'
        '<meta http-equiv="last-modified" content="Tue, 04 Mar 2025 10:00:00 GMT"></head><time datetime="2001-01-01">x'
    )
    assert extracted.metadata == Metadata("A & B", "Jane Doe", "2025-02-03T10:00:00+01:00", "2025-03-04", "de")
    assert page("<p><time datetime='2024-02-30'>x</time>").metadata.created is None
    assert page("<p><time datetime='2024-02-29'>x</time>").metadata.created == "2024-02-29"
    linked = '<script type="application/ld+json">{"datePublished": "2025-02-03"}</script>words'
    assert page(linked).metadata.created == "2025-02-03"


@pytest.mark.parametrize(
    "source",
    [
        "<!--" * 200_000,
        "<a " * 200_000,
        "</a" * 200_000,
        "<![CDATA[" * 100_000,
        "<?" * 300_000,
        '<a b="' * 100_000 + ">",
        '<a b = "> ' * 100_000,
        "<a b=    '>" * 50_000,
        "<p " + " ".join(f"a{number}=x" for number in range(200_000)) + ">",
        ("<meta " + "a" * 4000 + ">") * 500,
        "<div>" * 200_000,
        "<h1>x" * 100_000,
        "<pre> \n" * 100_000,
        "&" * 1_000_000,
        "&#" + "9" * 1_000_000,
        "<script>" * 100_000,
    ],
    ids=lambda source: source[:8],
)
def test_hostile_html_ends(source: str) -> None:
    assert page(f"<p>before{source}<p>").text.startswith("before")


@pytest.mark.parametrize(
    ("source", "date"),
    [
        ("<time datetime=2020-01-01>x</time><time class=published datetime=2024-05-06>y</time>", "2024-05-06"),
        ("<time datetime=2020-01-01>x</time><time pubdate datetime=2024-05-06>y</time>", "2024-05-06"),
        ("<meta name=DC.Date content=2024-05-06>", "2024-05-06"),
        ("<time datetime=2020-01-01>x</time>", "2020-01-01"),
    ],
)
def test_the_date_of_publication_comes_first(source: str, date: str) -> None:
    assert page(source).metadata.created == date
