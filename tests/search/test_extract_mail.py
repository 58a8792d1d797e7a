"""Mail messages: what stands above them, their text, their files, and what hostile ones do."""

import base64
import io
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from email.header import Header
from email.message import EmailMessage
from email.utils import format_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.caps import DEFAULT
from search.extract.extracted import Extracted, Metadata, Status
from search.extract.pieces import Member
from search.extract.reading import extract, pieces_of
from search.extract.sniff import sniff
from search.text.normalise import normalise

HEAD = b"From: Ana Blom <ana@example.org>\nTo: Board <board@example.org>\nSubject: Harbour\nMIME-Version: 1.0\n"
ABOVE = "Subject: Harbour\nFrom: Ana Blom <ana@example.org>\nTo: Board <board@example.org>"


def read(data: bytes, name: str = "message.eml") -> Extracted:
    return extract(io.BytesIO(data), name)


def body(data: bytes, name: str = "message.eml") -> str:
    """The text below what stands above it."""
    return read(data, name).text.removeprefix(ABOVE).removeprefix("\n\n")


def members(data: bytes, name: str = "message.eml") -> list[tuple[str, bytes]]:
    file = io.BytesIO(data)
    pieces = pieces_of(file, sniff(file, name), DEFAULT)
    return [(piece.path.decode(), b"".join(piece.chunks)) for piece in pieces if isinstance(piece, Member)]


def about(*lines: str) -> Metadata:
    return read(("\n".join(lines) + "\n\nwords\n").encode()).metadata


def multipart(*parts: bytes, subtype: str = "mixed", boundary: str = "b") -> bytes:
    start = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\n\n'.encode()
    return start + b"".join(b"--%s\n%s\n" % (boundary.encode(), part) for part in parts) + f"--{boundary}--\n".encode()


def attached(name: str, content: bytes, type_: str = "application/octet-stream") -> bytes:
    head = f"Content-Type: {type_}\nContent-Disposition: attachment; {name}\nContent-Transfer-Encoding: base64\n\n"
    return head.encode() + base64.encodebytes(content)


def test_a_message_reads_as_a_reader_sees_it() -> None:
    extracted = read(
        b"Received: from x\n  by y; Mon, 3 Jun 2024 08:00:09 +0000\nX-Spam: no\nDate: Mon, 3 Jun 2024 10:00:00 +0200\n"
        b"Cc: Cy <cy@example.org>\n\tand others\nBcc: dee@example.org\nMessage-ID: <4@example.org>\n"
        b"References: <1@example.org>\n <2@example.org>\nIn-Reply-To: <2@example.org> <3@example.org>\n"
        + HEAD
        + b"\nThe ship is in.\n\n> Is it?\n"
    )
    assert extracted.text == (
        f"{ABOVE}\nCc: Cy <cy@example.org> and others\nBcc: dee@example.org\nDate: Mon, 3 Jun 2024 10:00:00 +0200\n\n"
        "The ship is in.\n\n> Is it?"
    )
    assert (extracted.type, extracted.status) == ("mail", Status.OK)
    assert extracted.metadata == Metadata(
        title="Harbour",
        subject="Harbour",
        author="Ana Blom <ana@example.org>",
        sender="Ana Blom <ana@example.org>",
        recipients="Board <board@example.org>, Cy <cy@example.org> and others, dee@example.org",
        sent="2024-06-03T08:00:00Z",
        message_id="4@example.org",
        answers=("1@example.org", "2@example.org", "3@example.org"),
    )


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("Tue, 05 Mar 2019 10:00:00 +0200", "2019-03-05T08:00:00Z"),
        ("5 Mar 2019 10:00 -0000", "2019-03-05T10:00:00Z"),
        ("Tue,  5 Mar 19 10:00:00 EST (Eastern)", "2019-03-05T15:00:00Z"),
        ("Tue Mar  5 10:00:00 2019", "2019-03-05T10:00:00Z"),
        ("2019-03-05T10:00:00+02:00", "2019-03-05T08:00:00Z"),
        ("Thu, 1 Jan 1970 00:00:00 +0000", "1970-01-01T00:00:00Z"),
        ("Sat, 30 Feb 2019 10:00:00 +0200", None),
        ("Sat, 5 Mar 0219 10:00:00 +0200", None),
        ("tomorrow", None),
        ("5 Mar 99999999999999999999 10:00:00 +0200", None),
    ],
)
def test_dates_are_utc_or_nothing(written: str, sent: str | None) -> None:
    assert about("From: a@example.org", "Subject: x", f"Date: {written}").sent == sent


@given(st.datetimes(datetime(1980, 1, 1), datetime(2090, 1, 1)), st.integers(-14 * 60, 14 * 60))
def test_any_date_that_is_written_by_the_book_is_read(moment: datetime, minutes: int) -> None:
    local = moment.replace(microsecond=0, tzinfo=timezone(timedelta(minutes=minutes)))
    expected = f"{local.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"
    assert about("From: a@example.org", f"Date: {format_datetime(local)}").sent == expected


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        (b"=?utf-8?q?Gr=C3=BC=C3=9Fe?= aus =?iso-8859-1?b?S/Zsbg?=", "Grüße aus Köln"),
        (b"=?utf-8?b?4oI=?=\n =?utf-8?b?rCBsZWZ0?=", "€ left"),
        (b"=?utf-8?Q?two words?= =?UTF-8?B?w6k?=", "two wordsé"),
        (b"=?iso-2022-jp?B?GyRCJUYlOSVIGyhC?=", "テスト"),
        (b"=?x-no-such?q?caf=E9?=", "café"),
        (b"=?utf-8?x?none?= =?utf-8?q?open", "=?utf-8?x?none?= =?utf-8?q?open"),
        ("Grüße".encode(), "Grüße"),
        ("Grüße aus Köln und Düren".encode("latin-1"), "Grüße aus Köln und Düren"),
        (b"a\x00b\x1b[31m", "a\ufffdb\ufffd[31m"),
        (b"folded\n  and\tspaced ", "folded and spaced"),
    ],
)
def test_subjects_are_decoded(subject: bytes, expected: str) -> None:
    assert read(b"From: a@example.org\nSubject: " + subject + b"\n\nwords").metadata.subject == expected


@given(st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=200))
def test_any_subject_comes_back(subject: str) -> None:
    line = " ".join(normalise(subject).split())
    written = Header(line, "utf-8").encode().encode()
    assert read(b"From: a@example.org\nSubject: " + written + b"\n\nwords").metadata.subject == (line or None)


def test_ids_are_those_in_angle_brackets_without_the_own() -> None:
    found = about(
        "From: a@x", "Message-ID: <me@x>", "In-Reply-To: yours of Monday <a@x>", "References: <b@x><me@x> <a@x"
    )
    assert (found.message_id, found.answers) == ("me@x", ("b@x", "a@x"))
    assert about("From: a@x", "Message-ID: bare@x").message_id == "bare@x"


@pytest.mark.parametrize(
    ("head", "raw", "text"),
    [
        ("text/plain; charset=utf-8", "Grüße".encode(), "Grüße"),
        ("text/plain; charset=us-ascii", "Grüße".encode(), "Grüße"),
        ("text/plain; charset=utf-8", "Grüße aus Köln, schöne Tage".encode("latin-1"), "Grüße aus Köln, schöne Tage"),
        ("text/plain; charset=windows-1251", "Привет, мир".encode("cp1251"), "Привет, мир"),
        ('text/plain; charset="koi8-r"', "Привет, мир".encode("koi8-r"), "Привет, мир"),
        ("text/plain; charset=iso-2022-jp", "テスト".encode("iso2022_jp"), "テスト"),
        ("text/plain; charset=utf-7", b"caf+AOk-", "café"),
        ("text/plain; charset=rot13", b"plain", "plain"),
        ("text/html; charset=windows-1252", "<p>caf\xe9</p><p>two".encode("cp1252"), "café\n\ntwo"),
        ("text/html", b'<meta charset="koi8-r"><p>' + "Привет".encode("koi8-r"), "Привет"),
        ("text", b"plain", "plain"),
        ("", b"plain", "plain"),
    ],
)
def test_charsets_and_markup(head: str, raw: bytes, text: str) -> None:
    assert body(HEAD + f"Content-Type: {head}\n\n".encode() + raw) == text


@pytest.mark.parametrize(
    ("encoding", "raw", "text"),
    [
        ("quoted-printable", b"caf=C3=A9 =\ngoes on =3D", "café goes on ="),
        ("Quoted-Printable", b"broken =ZZ =", "broken =ZZ "),
        ("base64", base64.encodebytes("café ".encode() * 40), "café " * 39 + "café "),
        ("base64", b"Y2Fm\n!w6k", "café"),
        ("base64", base64.encodebytes(b"the ship") + b"_____\nlist footer here\n", "the ship\nlist footer here"),
        ("base64", b"no base64, but words\n", "no base64, but words"),
        ("x-uuencode", b"begin 644 x\n%:&5L;&\\ \n`\nend\n", "hello"),
        ("8bit (mostly)", b"words", "words"),
    ],
)
def test_transfer_encodings_are_undone(encoding: str, raw: bytes, text: str) -> None:
    assert body(HEAD + f"Content-Transfer-Encoding: {encoding}\n\n".encode() + raw) == text


@given(st.binary(max_size=3000), st.integers(1, 200))
def test_any_file_comes_back(content: bytes, width: int) -> None:
    encoded = base64.b64encode(content)
    lines = b"\r\n".join(encoded[at : at + width] for at in range(0, len(encoded), width))
    part = attached("filename=a.bin", b"").rstrip() + b"\n\n" + lines
    assert members(HEAD + multipart(part)) == [("a.bin", content)]


def test_flowed_text_is_joined() -> None:
    raw = b"one \ntwo\n\n> quoted \n> goes on\n>> deeper \n-- \nsig \nend \n"
    text = "one two\n\n> quoted goes on\n>> deeper \n-- \nsig end "
    assert body(HEAD + b"Content-Type: text/plain; format=flowed\n\n" + raw) == text
    assert body(HEAD + b"Content-Type: text/plain; format=flowed; delsp=yes\n\nhar \nbour") == "harbour"


PLAIN = b"Content-Type: text/plain\n\n"
HTML = b"Content-Type: text/html\n\n"


@pytest.mark.parametrize(
    ("plain", "html", "text"),
    [
        (b"The ship is in.", b"<p>The <b>ship</b> is in.</p>", "The ship is in."),
        (b" \n", b"<p>The ship is in.</p>", "The ship is in."),
        (b"The ship", b"<p>The ship is in, and leaves at nine.</p>", "The ship is in, and leaves at nine."),
        (b"Use another program.", b"<p>The ship is in.</p>", "Use another program.\n\nThe ship is in."),
        (b"The ship is in.", b"<p></p>", "The ship is in."),
    ],
)
def test_of_alternatives_what_says_something_is_shown(plain: bytes, html: bytes, text: str) -> None:
    assert body(HEAD + multipart(PLAIN + plain, HTML + html, subtype="alternative")) == text


def test_texts_without_a_name_are_shown_and_files_are_members() -> None:
    message = multipart(
        multipart(
            PLAIN + b"The body",
            multipart(
                HTML + b"<p>The body</p>",
                attached("filename=logo.png", b"\x89PNG", "image/png").replace(b"attachment", b"inline"),
                subtype="related",
                boundary="r",
            ),
            subtype="alternative",
            boundary="a",
        ),
        b"Content-Type: text/plain; name=notes.txt\n\nnotes",
        b"Content-Type: text/plain\n\nlist footer",
        attached("filename*0*=utf-8''caf%C3%A9%20; filename*1=bill.pdf", b"%PDF-", "application/pdf"),
        attached('filename="=?utf-8?q?Gr=C3=BC=C3=9Fe=2Edoc?="', b"doc"),
        attached("filename=../../etc/passwd", b"steps"),
        attached('filename="C:\\\\dir\\\\a\x1b[1m.txt"', b"up"),
        attached("filename=..", b"dots", "application/pdf"),
        b"Content-Type: text/calendar\n\nBEGIN:VCALENDAR",
        b"Content-Type: message/rfc822\n\nFrom: b@example.org\nSubject: Re: a/b\n\ninner words",
    )
    extracted = body(HEAD + message)
    names = ["logo.png", "notes.txt", "café bill.pdf", "Grüße.doc", "passwd", "a\ufffd[1m.txt", "attachment-7.pdf"]
    names += ["attachment-8.ics", "Re: a-b.eml"]
    assert extracted == "The body\n\nlist footer\n\nAttachments: " + ", ".join(names)
    found = members(HEAD + message)
    assert [name for name, _ in found] == names
    assert dict(found)["notes.txt"] == b"notes"
    assert dict(found)["Re: a-b.eml"] == b"From: b@example.org\nSubject: Re: a/b\n\ninner words"
    assert "inner words" in read(dict(found)["Re: a-b.eml"], "Re: a-b.eml").text


def test_files_of_uuencode_are_taken_out_of_the_text() -> None:
    message = HEAD + b"\nbefore\nbegin 644 hi.txt\n%:&5L;&\\ \n`\nend\nafter\nbegin with this\n"
    assert body(message) == "before\nafter\nbegin with this\n\nAttachments: hi.txt".replace("this\n\n", "this\n\n")
    assert members(message) == [("hi.txt", b"hello")]


def test_reports_and_digests() -> None:
    report = b"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\nStatus: 5.1.1\n"
    assert "Status: 5.1.1" in body(HEAD + multipart(PLAIN + b"failed", report, subtype="report"))
    digest = multipart(b"\nFrom: a@x\nSubject: one\n\nfirst", b"\nFrom: a@x\n\nsecond", subtype="digest")
    assert [name for name, _ in members(HEAD + digest)] == ["one.eml", "attachment-2.eml"]


@pytest.mark.parametrize(
    "message",
    [
        HEAD + b"Content-Type: multipart/mixed\n\nno boundary, kestrel\n",
        HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\nkestrel before no part\n',
        HEAD + b'Content-Type: multipart/mixed; boundary="b"\n\nkestrel before the end\n--b--\n',
        HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n\nkestrel, cut",
        HEAD + multipart(multipart(PLAIN + b"inner"), PLAIN + b"kestrel"),
        HEAD + multipart(multipart(PLAIN + b"inner"), PLAIN + b"kestrel").replace(b"\n", b"\r\n"),
        HEAD + multipart(b'Content-Type: multipart/mixed; boundary="c"\n\n--c\n\ninner\n', PLAIN + b"kestrel"),
        HEAD + b"Subject kestrel\n\nbody",
        HEAD + b"\n" + b"\n--x\nkestrel\n--\n",
        b"\xef\xbb\xbf\n\n" + HEAD + b"\nkestrel",
        HEAD.replace(b"\n", b"\r\n") + b"\r\nkestrel\r\n",
        (HEAD + b"\nkestrel").decode().encode("utf-16"),
        b"61\n" + b"From: a@example.org\nTo: b@example.org\nSubject: k\n\nkestrel\n" + b"<?xml version='1.0'?><plist>",
        b"From a@example.org Mon Jun  3 10:00:00 2024\n>From b\n" + HEAD + b"\nkestrel",
    ],
)
def test_broken_and_wrapped_messages_keep_their_words(message: bytes) -> None:
    extracted = read(message)
    assert "kestrel" in extracted.text
    assert extracted.reason in (None, "ends in the middle")
    assert "plist" not in extracted.text


def test_a_saved_web_page_has_its_pictures_but_not_its_styles() -> None:
    page = HEAD + multipart(
        b"Content-Type: text/html\nContent-Location: https://example.org/\n\n<p>The page</p>",
        b"Content-Type: text/css\nContent-Location: https://example.org/a.css\n\np { color: red }",
        b"Content-Type: image/png\nContent-Location: https://example.org/img/logo.png?v=2\n\n\x89PNG",
        subtype="related",
    )
    assert members(page, "page.mht") == [("logo.png", b"\x89PNG")]
    assert body(page, "page.mht") == "The page\n\nAttachments: logo.png"


def der(tag: int, *content: bytes) -> bytes:
    data = b"".join(content)
    size = len(data)
    return bytes((tag,)) + (bytes((size,)) if size < 128 else b"\x82" + size.to_bytes(2, "big")) + data


SIGNED_ID = bytes.fromhex("06092a864886f70d010702")
DATA_ID = bytes.fromhex("06092a864886f70d010701")
ENVELOPED_ID = bytes.fromhex("06092a864886f70d010703")
SMIME = HEAD + b"Content-Type: application/pkcs7-mime; name=smime.p7m\nContent-Transfer-Encoding: base64\n\n"
INNER = b"Content-Type: text/plain; charset=utf-8\r\n\r\nsigned words " * 20


@pytest.mark.parametrize("indefinite", [False, True])
def test_what_was_signed_is_read(indefinite: bool) -> None:
    if indefinite:
        pieces = b"".join(der(0x04, INNER[at : at + 100]) for at in range(0, len(INNER), 100))
        content = b"\xa0\x80\x24\x80" + pieces + b"\0\0\0\0"
        inside = b"\x30\x80" + der(0x02, b"\1") + der(0x31) + b"\x30\x80" + DATA_ID + content + b"\0\0"
        message = b"\x30\x80" + SIGNED_ID + b"\xa0\x80" + inside + b"\0\0" * 3
    else:
        content = der(0x30, DATA_ID, der(0xA0, der(0x04, INNER)))
        signed = der(0x30, der(0x02, b"\1"), der(0x31, der(0x30)), content, der(0x31, b"certificates"))
        message = der(0x30, SIGNED_ID, der(0xA0, signed))
    assert body(SMIME + base64.encodebytes(message)).startswith("signed words")
    assert members(SMIME + base64.encodebytes(message)) == []


def test_what_is_encrypted_is_said_to_be_and_its_letterhead_found() -> None:
    sealed = read(SMIME + base64.encodebytes(der(0x30, ENVELOPED_ID, der(0xA0, b"secret"))))
    pgp = read(
        HEAD
        + multipart(
            b"Content-Type: application/pgp-encrypted\n\nVersion: 1\n",
            b"Content-Type: application/octet-stream\n\n-----BEGIN PGP MESSAGE-----\n",
            subtype="encrypted",
        )
    )
    inline = read(HEAD + b"\nhello\n-----BEGIN PGP MESSAGE-----\nabc\n-----END PGP MESSAGE-----\n")
    for extracted in (sealed, pgp, inline):
        assert (extracted.status, extracted.reason) == (Status.PARTIAL, "the message is encrypted")
        assert "Subject: Harbour" in extracted.text
    assert pgp.text == ABOVE


def test_a_signature_is_no_file() -> None:
    signature = b"Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----"
    message = HEAD + multipart(PLAIN + b"words", signature, subtype="signed")
    assert (body(message), members(message)) == ("words", [])


def tnef(*attributes: tuple[int, int, bytes]) -> bytes:
    data = b"\x78\x9f\x3e\x22\1\0"
    for level, number, content in attributes:
        data += bytes((level,)) + number.to_bytes(4, "little") + len(content).to_bytes(4, "little") + content
        data += (sum(content) & 0xFFFF).to_bytes(2, "little")
    return data


def mapi(*properties: tuple[int, int, bytes]) -> bytes:
    data = len(properties).to_bytes(4, "little")
    for number, type_, content in properties:
        data += type_.to_bytes(2, "little") + number.to_bytes(2, "little")
        if type_ in (0x1E, 0x1F, 0x102):
            data += (1).to_bytes(4, "little") + len(content).to_bytes(4, "little") + content + bytes(-len(content) % 4)
        else:
            data += content
    return data


WINMAIL = tnef(
    (1, 0x69007, (1251).to_bytes(4, "little") + bytes(4)),
    (1, 0x69003, mapi((0x1000, 0x1E, "Привет, the ship".encode("cp1251") + b"\0"), (0x3FDE, 3, bytes(4)))),
    (2, 0x69002, bytes(14)),
    (2, 0x18010, b"SHORT~1.TXT\0"),
    (2, 0x6800F, b"the cargo"),
    (2, 0x69005, mapi((0x3707, 0x1F, "long näme.txt".encode("utf-16-le")))),
)


def test_winmail_is_opened() -> None:
    message = HEAD + multipart(PLAIN + b"", attached("filename=winmail.dat", WINMAIL, "application/ms-tnef"))
    assert body(message) == "Привет, the ship\n\nAttachments: long näme.txt"
    assert members(message) == [("long näme.txt", b"the cargo")]
    broken = HEAD + multipart(PLAIN + b"words", attached("filename=winmail.dat", b"no tnef", "application/ms-tnef"))
    assert members(broken) == [("winmail.dat", b"no tnef")]


@given(st.binary(max_size=400), st.integers(0, len(WINMAIL)))
def test_any_winmail_is_survived(tail: bytes, cut: int) -> None:
    message = HEAD + multipart(PLAIN + b"words", attached("filename=winmail.dat", WINMAIL[:cut] + tail))
    assert "words" in body(message)
    assert read(message).status is Status.OK


TOKENS = (
    "\n \n\r\n --b --b-- --a --a-- Content-Type: multipart/mixed; boundary=b\n multipart/alternative;boundary=a\n "
    "text/html text/plain; charset= message/rfc822\n Content-Disposition: attachment; filename= filename*0*= a''%41 "
    "Content-Transfer-Encoding: base64\n quoted-printable\n =?utf-8?q? =?= ?= begin_644 From: Subject: word é < > ="
)
tokens = st.lists(st.sampled_from(TOKENS.split(" "))).map("".join)


@given(tokens, st.binary(max_size=50))
def test_nothing_raises_and_the_text_is_normal(text: str, tail: bytes) -> None:
    message = HEAD + text.encode() + tail
    extracted = read(message)
    assert normalise(extracted.text) == extracted.text
    assert "Harbour" in extracted.text
    assert extracted.status is not Status.FAILED
    assert all(name and "/" not in name and name not in (".", "..") for name, _ in members(message))


def nested(depth: int) -> Iterator[bytes]:
    for level in range(depth):
        yield b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (level, level)
    yield b"Content-Type: text/plain\n\nsparrow\n"


def test_parts_lie_in_each_other_without_end() -> None:
    assert read(HEAD + b"".join(nested(90))).reason == "ends in the middle"
    deep = read(HEAD + b"".join(nested(20_000)))
    assert (deep.status, deep.reason) == (
        Status.PARTIAL,
        "parts nested too deeply to be taken apart; ends in the middle",
    )
    assert "sparrow" in deep.text


def test_twenty_thousand_parts_are_read() -> None:
    message = HEAD + multipart(*[PLAIN + b"part %d" % number for number in range(20_000)])
    text = body(message)
    assert text.count("part ") == 20_000
    assert text.endswith("part 19999")


def test_the_standard_library_writes_what_is_read() -> None:
    message = EmailMessage()
    message["Subject"] = "Besprechung über die Häfen, und zwar eine mit einer sehr langen Überschrift, die umbricht"
    message["From"] = "Jürgen Groß <jg@example.org>"
    message["To"] = "a@example.org, b@example.org"
    message.set_content("Schöne Grüße\n" * 30)
    message.add_alternative("<p>" + "Schöne Grüße<br>" * 30, subtype="html")
    message.add_attachment("später".encode(), maintype="text", subtype="plain", filename="später über alles.txt")
    extracted = read(message.as_bytes())
    assert extracted.metadata.subject == message["Subject"]
    assert extracted.metadata.sender == "Jürgen Groß <jg@example.org>"
    assert "Schöne Grüße\nSchöne Grüße" in extracted.text
    assert members(message.as_bytes()) == [("später über alles.txt", "später".encode())]
