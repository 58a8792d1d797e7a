"""Mailboxes: which messages there are, what they are called, and that nothing between them is lost."""

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.caps import DEFAULT
from search.extract.extracted import Extracted, Status
from search.extract.mail import mailbox
from search.extract.pieces import Member
from search.extract.reading import extract, pieces_of
from search.extract.sniff import sniff

FROM = b"From ana@example.org Mon Jun  3 10:00:00 2024\n"


def read(data: bytes, name: str = "mail.mbox") -> Extracted:
    return extract(io.BytesIO(data), name)


def messages(data: bytes, name: str = "mail.mbox") -> list[tuple[str, bytes]]:
    file = io.BytesIO(data)
    pieces = pieces_of(file, sniff(file, name), DEFAULT)
    return [(piece.path.decode(), b"".join(piece.chunks)) for piece in pieces if isinstance(piece, Member)]


def message(number: int, body: bytes = b"words\n") -> bytes:
    return b"From: ana@example.org\nMessage-ID: <%d@example.org>\nSubject: x\n\n%s" % (number, body)


def test_the_messages_are_members_called_by_their_ids() -> None:
    data = FROM + message(1) + b"\n" + FROM.replace(b"2024", b"2021") + message(2, b"more\n\n") + b"\n"
    extracted = read(data)
    assert extracted.text == "mailbox of 2 messages, 2021-06-03 to 2024-06-03"
    assert (extracted.type, extracted.status) == ("mail", Status.OK)
    assert messages(data) == [("1@example.org.eml", message(1)), ("2@example.org.eml", message(2, b"more\n"))]
    assert messages(data[data.index(b"\n\nFrom ") + 2 :]) == [("2@example.org.eml", message(2, b"more\n"))]


def test_what_comes_later_leaves_a_message_what_it_is() -> None:
    alone, before = messages(FROM + message(1)), messages(FROM + message(1) + b"\n" + FROM + message(2))
    assert before[0] == alone[0]


def test_a_message_without_an_id_is_called_by_its_place_and_names_lead_nowhere() -> None:
    data = FROM + b"From: a@x\n\none\n\n" + FROM + b"Message-ID: <../../etc/a\\b@x>\nFrom: a@x\n\ntwo\n"
    assert [name for name, _ in messages(data)] == ["message-1.eml", "..-..-etc-a-b@x.eml"]


@pytest.mark.parametrize(
    ("line", "separates"),
    [
        (b"From ana@example.org Mon Jun  3 10:00:00 2024", True),
        (b"From ana at example.org  Mon Jun 03 10:00:00 2024", True),
        (b"From - Mon Jun  3 10:00:00 CEST 2024", True),
        (b"From ana@example.org Mon Jun  3 10:00:00 +0200 2024", True),
        (b"From ana@example.org Mon Jun  3 10:00 2024 remote from x", True),
        (b"From MAILER-DAEMON", True),
        (b">From ana@example.org Mon Jun  3 10:00:00 2024", False),
        (b"Fromage Mon Jun  3 10:00:00 2024", False),
        (b"from ana@example.org Mon Jun  3 10:00:00 2024", False),
    ],
)
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_lines_between_messages(line: bytes, separates: bool, end: bytes) -> None:
    data = (FROM + message(1) + b"\n" + line + b"\n" + message(2)).replace(b"\n", end)
    assert len(messages(data)) == 1 + separates


@pytest.mark.parametrize(
    "text",
    [
        b"\nFrom the harbour we saw it,\nand it was large.\n",
        b"\nFrom 2019 to 2021 we waited.\nThen it came.\n",
        b"words\nFrom here: on\nit: goes\n",
        b"\nFrom what I hear\nnote: it is late\n",
    ],
)
def test_prose_is_no_line_between_messages(text: bytes) -> None:
    assert messages(FROM + message(1, text)) == [("1@example.org.eml", message(1, text))]


def test_quoted_lines_lose_one_mark() -> None:
    quoted = FROM + message(1, b">From here\n>>From there\n> From afar\n >From\n")
    assert messages(quoted)[0][1] == message(1, b"From here\n>From there\n> From afar\n >From\n")


bodies = st.lists(
    st.sampled_from([b"words\n", b"\n", b">From x\n", b"long " * 300 + b"\n", b"\r\n", b"Subject: x\n", b"-" * 5000]),
    max_size=12,
).map(b"".join)


@given(st.lists(bodies, min_size=1, max_size=12), st.integers(64, 9000))
def test_any_messages_come_back_however_they_are_cut_for_reading(texts: list[bytes], piece: int) -> None:
    data = b"".join(FROM + message(number, text) + b"\n\n" for number, text in enumerate(texts))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(mailbox, "PIECE", piece)
        found = messages(data)
    assert [name for name, _ in found] == [f"{number}@example.org.eml" for number in range(len(texts))]
    for (_, content), text, number in zip(found, texts, range(len(texts)), strict=True):
        assert content == message(number, re.sub(rb"(?m)^>From", b"From", text)).rstrip(b"\r\n") + b"\n"


def test_a_mailbox_without_messages_is_a_message_or_a_text() -> None:
    assert "kestrel" in read(b"kestrel and no message\n").text
    assert read(b"From: a@example.org\nSubject: kestrel\n\nwords").metadata.subject == "kestrel"


def test_separators_alone_are_no_messages() -> None:
    data = b"From \n" * 50_000 + b"\n" + FROM + message(1)
    assert [name for name, _ in messages(FROM + message(0) + b"\n" + data)] == [
        "0@example.org.eml",
        "1@example.org.eml",
    ]
