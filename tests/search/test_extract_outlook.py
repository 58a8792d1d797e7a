"""Outlook's .msg files: letterhead, bodies in three forms, files, messages in messages, and damage."""

import base64
import io
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.extracted import Extracted, Metadata, Status
from search.extract.mail.compressed_rtf import decompressed
from search.extract.mail.rtf_html import html_of
from search.extract.reading import extract
from tests.faults.hostile.compound import compound
from tests.search.members import opened

SUBJECT, BODY, HTML, RTF, HEADERS, CLASS = 0x0037, 0x1000, 0x1013, 0x1009, 0x007D, 0x001A
SENDER, SENDER_SMTP, SUBMITTED, CODE_PAGE, INTERNET_CODE_PAGE = 0x0C1A, 0x5D01, 0x0039, 0x3FFD, 0x3FDE
NAME, ADDRESS, SMTP, KIND = 0x3001, 0x3003, 0x39FE, 0x0C15
DATA, LONG_NAME, METHOD = 0x3701, 0x3707, 0x3705

Values = Mapping[int, str | bytes | int | datetime]
Streams = dict[str, bytes]


class Old(str):
    """A text in the code page 1251."""


def properties(values: Values, header: int, folder: str = "") -> Streams:
    streams: Streams = {}
    fixed = bytes(header)
    for number, value in values.items():
        if isinstance(value, Old):
            streams[f"{folder}__substg1.0_{number:04X}001E"] = value.encode("cp1251")
        elif isinstance(value, str):
            streams[f"{folder}__substg1.0_{number:04X}001F"] = value.encode("utf-16-le")
        elif isinstance(value, bytes):
            streams[f"{folder}__substg1.0_{number:04X}0102"] = value
        elif isinstance(value, datetime):
            ticks = int((value - datetime(1601, 1, 1, tzinfo=UTC)).total_seconds()) * 10_000_000
            fixed += struct.pack("<HHLQ", 0x40, number, 6, ticks)
        else:
            fixed += struct.pack("<HHLQ", 0x03, number, 6, value)
    streams[f"{folder}__properties_version1.0"] = fixed
    return streams


def message(
    values: Values, people: Sequence[Values] = (), files: Sequence[Values] = (), within: Sequence[Streams] = ()
) -> Streams:
    """An item with recipients and files, and with other items in it."""
    streams = properties(values, 32)
    for number, person in enumerate(people):
        streams |= properties(person, 8, f"__recip_version1.0_#{number:08X}/")
    for number, file in enumerate(files):
        streams |= properties(file, 8, f"__attach_version1.0_#{number:08X}/")
    for number, inner in enumerate(within, len(files)):
        place = f"__attach_version1.0_#{number:08X}/"
        streams |= properties({METHOD: 5}, 8, place)
        streams |= {f"{place}__substg1.0_3701000D/{path}": data for path, data in inner.items()}
        streams[f"{place}__substg1.0_3701000D/__properties_version1.0"] = inner["__properties_version1.0"][8:]
    return streams


def read(streams: Streams) -> Extracted:
    return extract(io.BytesIO(compound(streams)), "message.msg")


def files(streams: Streams) -> dict[str, bytes]:
    return opened(compound(streams), "message.msg").files


LETTER: Values = {
    CLASS: "IPM.Note",
    SUBJECT: "Harbour",
    SENDER: "Ana Blom",
    SENDER_SMTP: "ana@example.org",
    SUBMITTED: datetime(2024, 6, 3, 8, 0, tzinfo=UTC),
    BODY: "The ship is in.\r\n",
}


def test_a_message_reads_as_a_reader_sees_it() -> None:
    headers = "Message-ID: <2@example.org>\r\nReferences: <1@example.org>\r\nDate: Mon, 3 Jun 2019 08:00:00 +0000\r\n"
    people: list[Values] = [
        {NAME: "Bo", SMTP: "bo@example.org", KIND: 1},
        {NAME: "Cy", ADDRESS: "/O=EXAMPLE/CN=CY", KIND: 2},
        {NAME: "dee@example.org", SMTP: "dee@example.org", KIND: 3},
    ]
    extracted = read(message({**LETTER, HEADERS: headers}, people))
    assert extracted.text == (
        "Subject: Harbour\nFrom: Ana Blom <ana@example.org>\nTo: Bo <bo@example.org>\nCc: Cy\nBcc: dee@example.org\n"
        "Date: Mon, 03 Jun 2024 08:00:00 +0000\n\nThe ship is in."
    )
    assert (extracted.type, extracted.status) == ("mail", Status.OK)
    assert extracted.metadata == Metadata(
        title="Harbour",
        subject="Harbour",
        author="Ana Blom <ana@example.org>",
        sender="Ana Blom <ana@example.org>",
        recipients="Bo <bo@example.org>, Cy, dee@example.org",
        sent="2024-06-03T08:00:00Z",
        message_id="2@example.org",
        answers=("1@example.org",),
    )


def test_where_properties_are_silent_the_header_speaks() -> None:
    headers = "From: Ana <ana@example.org>\nTo: bo@example.org\nSubject: =?utf-8?q?Gr=C3=BC=C3=9Fe?=\n"
    headers += "Date: 3 Jun 2024 10:00 +0200\n"
    about = read(message({BODY: "words", HEADERS: headers})).metadata
    assert (about.sender, about.recipients, about.subject) == ("Ana <ana@example.org>", "bo@example.org", "Grüße")
    assert about.sent == "2024-06-03T08:00:00Z"


def test_old_texts_are_in_a_code_page() -> None:
    old: Values = {**LETTER, BODY: Old("Привет, мир"), SUBJECT: Old("Гавань"), CODE_PAGE: 1251}
    extracted = read(message(old, files=[{LONG_NAME: Old("письмо.txt"), DATA: b"words"}]))
    assert extracted.text.endswith("Привет, мир\n\nAttachments: письмо.txt")
    assert extracted.metadata.subject == "Гавань"


HTML_RTF = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}{\f1\fcharset204 Arial;}}"
    rb"{\colortbl\red0\green0\blue0;}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 The {\*\htmltag84 <b>}"
    rb"\htmlrtf {\b\htmlrtf0 ship"
    rb"{\*\htmltag92 </b>}\htmlrtf }\htmlrtf0  is in, caf\'e9, \u8364?\{x\}{\*\mhtmltag64 <hidden>}\htmlrtf \par hidden"
    rb"\htmlrtf0{\f1 \'cf\'f0\'e8}\par {\*\htmltag244 <br>}last\tab &amp; end{\*\htmltag72 </p>}}"
)


def uncompressed(rtf: bytes) -> bytes:
    return struct.pack("<LL4sL", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf


def test_a_web_page_comes_out_of_rtf_as_it_went_in() -> None:
    page = html_of(HTML_RTF)
    assert page == "<p>The <b>ship</b> is in, café, €{x}При\n<br>last\t&amp; end</p>"
    assert html_of(rb"{\rtf1\ansi no page}") is None


@pytest.mark.parametrize(
    "bodies",
    [
        {HTML: "<p>The <b>ship</b> is in, café</p>".encode("cp1252"), INTERNET_CODE_PAGE: 1252},
        {HTML: "<p>The <b>ship</b> is in, café</p>"},
        {HTML: "<p>The ship is in, café</p>".encode(), BODY: " "},
        {RTF: uncompressed(HTML_RTF)},
        {RTF: uncompressed(rb"{\rtf1\ansi\ansicpg1252 The {\b ship} is in, caf\'e9\par}")},
        {BODY: "The ship is in, café", RTF: uncompressed(HTML_RTF[:200])},
    ],
)
def test_bodies_in_three_forms(bodies: Values) -> None:
    text = read(message({SUBJECT: "x", SENDER: "Ana", **bodies})).text
    assert text.count("The ship is in, café") == 1
    assert "<" not in text


EXAMPLE = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def test_compressed_rtf_is_that_of_the_specification() -> None:
    assert decompressed(EXAMPLE) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    loop = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert decompressed(loop) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


@given(st.binary(max_size=300), st.integers(0, 2**32 - 1))
def test_no_compressed_rtf_grows_beyond_its_bounds(data: bytes, size: int) -> None:
    packed = struct.pack("<LL4sL", 0, size, b"LZFu", 0) + data
    assert len(decompressed(packed)) <= min(size, len(data) * 17)


def test_files_and_messages_are_members() -> None:
    inner = message(
        {**LETTER, SUBJECT: "Re: a/b", BODY: "inner words: größer"},
        [{NAME: "Bo", SMTP: "bo@example.org", KIND: 1}],
        [{LONG_NAME: "deep.txt", DATA: b"deep words"}],
    )
    outer: list[Values] = [{LONG_NAME: "../a\\b.pdf", DATA: b"bytes" + bytes(5000)}, {LONG_NAME: "gone"}]
    streams = message(LETTER, files=outer, within=[inner])
    found = files(streams)
    assert list(found) == ["b.pdf", "Re: a-b.eml"]
    assert found["b.pdf"] == b"bytes" + bytes(5000)
    within = opened(found["Re: a-b.eml"], "Re: a-b.eml")
    assert within.text.startswith("Subject: Re: a/b\nFrom: Ana Blom <ana@example.org>\nTo: Bo <bo@example.org>")
    assert "inner words: größer" in within.text
    assert within.files == {"deep.txt": b"deep words"}
    extracted = read(streams)
    assert extracted.text.endswith("The ship is in.\n\nAttachments: b.pdf, Re: a-b.eml")
    assert (extracted.status, extracted.reason) == (Status.PARTIAL, "the file gone is not in it")


def test_a_message_in_messages_is_written_without_end() -> None:
    streams: Streams = {}
    for depth in range(300):
        place = "__attach_version1.0_#00000000/__substg1.0_3701000D/" * depth
        streams |= properties({SUBJECT: f"level {depth}", BODY: "words"}, 24 if depth else 32, place)
        streams |= properties({METHOD: 5}, 8, f"{place}__attach_version1.0_#00000000/")
    found = files(streams)
    assert list(found) == ["level 1.eml"]
    assert found["level 1.eml"].count(b"Subject: level") == 299


def test_what_was_signed_is_read_and_what_is_encrypted_said() -> None:
    signed = b"Content-Type: multipart/signed; boundary=b\n\n--b\n\nsigned words\n--b--\n"
    sealed: Values = {**LETTER, CLASS: "IPM.Note.SMIME.MultipartSigned", BODY: ""}
    extracted = read(message(sealed, files=[{LONG_NAME: "smime.p7m", DATA: signed}]))
    assert extracted.text.endswith("\n\nsigned words")
    locked = bytes.fromhex("301806092a864886f70d010703a00b") + bytes(11)
    extracted = read(message({**sealed, CLASS: "IPM.Note.SMIME"}, files=[{LONG_NAME: "smime.p7m", DATA: locked}]))
    assert (extracted.status, extracted.reason) == (Status.PARTIAL, "the message is encrypted")


def test_a_contact_has_its_details() -> None:
    contact: Values = {
        CLASS: "IPM.Contact",
        NAME: "Ana Blom",
        0x3A16: "Harbour Ltd",
        0x3A1C: "+46 1",
        0x8005: "ana@x.org",
    }
    text = read(message({**contact, 0x8006: "/O=EXAMPLE/CN=ANA", 0x1000: "met in May"})).text
    assert text == "Name: Ana Blom\nCompany: Harbour Ltd\nMobile phone: +46 1\nana@x.org\n\nmet in May"
    meeting: Values = {CLASS: "IPM.Appointment", SUBJECT: "Board", 0x0060: datetime(2024, 6, 3, 8, tzinfo=UTC)}
    assert read(message({**meeting, 0x8002: "Room 5"})).text == "Subject: Board\n\nStart: 2024-06-03 08:00\nRoom 5"


@pytest.mark.parametrize("percent", range(10, 100, 10))
def test_a_cut_message_is_said_to_be_damaged(percent: int) -> None:
    whole = compound(message(LETTER, files=[{LONG_NAME: "a.bin", DATA: bytes(range(256)) * 100}]))
    found = opened(whole[: len(whole) * percent // 100], "message.msg")
    assert found.remarks or found.refused


@given(st.lists(st.tuples(st.integers(0, 1 << 20), st.integers(0, 255)), min_size=1, max_size=30))
def test_no_damage_is_more_than_damage(changes: list[tuple[int, int]]) -> None:
    attached: list[Values] = [{LONG_NAME: "a.bin", DATA: bytes(9000)}, {LONG_NAME: "b.txt", DATA: b"words"}]
    data = bytearray(compound(message({**LETTER, RTF: EXAMPLE}, [{NAME: "Bo", KIND: 1}], attached)))
    for place, value in changes:
        data[place % len(data)] = value
    found = opened(bytes(data), "message.msg", most=1 << 20)
    assert len(found.text) < 1 << 20


def test_an_embedded_message_survives_what_mime_could_mistake() -> None:
    body = "--=_1\n--=_1--\n.\nFrom here\n" + base64.b64encode(b"x" * 100).decode()
    inner = message(
        {SUBJECT: "in\r\nBcc: evil@example.org", BODY: body}, files=[{LONG_NAME: "ä\n'\".txt", DATA: b"--=_1--\n"}]
    )
    ((name, data),) = files(message(LETTER, within=[inner])).items()
    within = opened(data, name)
    assert body in within.text
    assert "\nBcc:" not in within.text
    assert list(within.files.values()) == [b"--=_1--\n"]
