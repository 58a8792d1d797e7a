"""What stands beside the words of a document: where its links lead, and what someone has filed it under."""

import io
import zipfile

from search.extract.extracted import Extracted, Status
from search.extract.reading import extract

ODF = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:t" xmlns:xlink="urn:x" xmlns:meta="urn:m" xmlns:dc="urn:d" '
    'office:mimetype="application/vnd.oasis.opendocument.text"'
)
LOCKED = (
    '<encryption xmlns:e="urn:e"><e:EncryptedData><e:EncryptionMethod Algorithm="urn:shop"/><e:CipherData>'
    '<e:CipherReference URI="one.xhtml"/></e:CipherData></e:EncryptedData></encryption>'
)


def read(data: bytes | str, name: str) -> Extracted:
    return extract(io.BytesIO(data if isinstance(data, bytes) else data.encode()), name)


def book(chapter: str, *, locked: bool = False) -> bytes:
    opf = (
        '<package xmlns:dc="urn:dc"><metadata><dc:title>Tides</dc:title><dc:description>&lt;p&gt;On the '
        "&lt;b&gt;sea&lt;/b&gt;&lt;/p&gt;</dc:description><dc:subject>Oceans</dc:subject><dc:subject>Moon</dc:subject>"
        '<dc:publisher>Quay Press</dc:publisher><meta property="dcterms:modified">2024-06-30</meta></metadata>'
        '<manifest><item id="a" href="one.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("META-INF/container.xml", '<container><rootfile full-path="a.opf"/></container>')
        archive.writestr("a.opf", opf)
        archive.writestr("one.xhtml", chapter)
        if locked:
            archive.writestr("META-INF/encryption.xml", LOCKED)
    return file.getvalue()


def test_a_field_of_rtf_says_once_where_it_leads() -> None:
    link = r'{\field{\*\fldinst{HYPERLINK "https://a.example/x" }}{\fldrslt the report}}'
    own = r'{\field{\*\fldinst HYPERLINK "mailto:x@a.example"}{\fldrslt x@a.example}}'
    place = r'{\field{\*\fldinst HYPERLINK \\l "top"}{\fldrslt up}}'
    text = read(rf"{{\rtf1 see {link} now\par {link} again\par {own} or {place}\par}}", "a.rtf").text
    assert text == "see the report now (https://a.example/x)\nthe report again\nx@a.example or up"


def test_a_deleted_field_of_rtf_leads_nowhere() -> None:
    deleted = r'{\deleted\field{\*\fldinst HYPERLINK "https://a.example"}{\fldrslt gone}}'
    assert read(rf"{{\rtf1 left{deleted}\par}}", "a.rtf").text == "left"


def test_a_link_of_opendocument_says_where_it_leads() -> None:
    body = (
        '<text:p>see <text:a xlink:href="https://a.example/x">the report</text:a> now</text:p>'
        '<text:p><text:a xlink:href="#top">up</text:a> <text:a xlink:href="mailto:x@a.example">Xenia</text:a></text:p>'
    )
    flat = f"<office:document {ODF}><office:body><office:text>{body}</office:text></office:body></office:document>"
    assert read(flat, "a.fodt").text == "see the report now (https://a.example/x)\nup Xenia (mailto:x@a.example)"


def test_what_an_rtf_document_is_filed_under_stands_behind_it() -> None:
    info = r"{\info{\title Tides}{\keywords moon, sea}{\subject Oceans}{\doccomm a draft}{\*\company Quay}}"
    found = read(rf"{{\rtf1{info}words\par}}", "a.rtf")
    assert found.text == "words\n\nOceans\nmoon, sea\na draft\nQuay"
    assert found.metadata.title == "Tides"


def test_what_an_opendocument_file_is_filed_under_stands_behind_it() -> None:
    meta = (
        "<office:meta><dc:title>Tides</dc:title><dc:subject>Oceans</dc:subject><meta:keyword>moon</meta:keyword>"
        "<meta:keyword>sea</meta:keyword><dc:description>a\ndraft</dc:description></office:meta>"
    )
    body = "<office:body><office:text><text:p>words</text:p></office:text></office:body>"
    found = read(f"<office:document {ODF}>{meta}{body}</office:document>", "a.fodt")
    assert found.text == "words\n\nOceans\nmoon\nsea\na draft"
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", f"<office:document-content {ODF}>{body}</office:document-content>")
        archive.writestr("meta.xml", f"<office:document-meta {ODF}>{meta}</office:document-meta>")
    assert read(file.getvalue(), "a.odt").text == found.text


def test_what_a_book_is_filed_under_stands_behind_it() -> None:
    found = read(book("<p>Chapter</p>"), "a.epub")
    assert found.text == "Chapter\n\nOn the sea\nOceans\nMoon\nQuay Press"
    assert (found.metadata.title, found.metadata.modified) == ("Tides", "2024-06-30")
    assert found.units[-1].end == len("Chapter")


def test_a_locked_book_is_not_readable_for_its_blurb() -> None:
    found = read(book("<p>Chapter</p>", locked=True), "a.epub")
    assert (found.status, found.text) == (Status.ENCRYPTED, "")
