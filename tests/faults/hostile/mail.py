"""Mail messages and mailboxes (RFC 5322, MIME, mbox)."""

import base64
from collections.abc import Iterable

from tests.faults.hostile.case import OK, PARTIAL, WORD, Case, Scale, cut, noise
from tests.faults.hostile.zips import stored, zipped

HEAD = "From: Ana Blom <ana@example.org>\nTo: bo@example.org\nSubject: %s\nDate: Mon, 3 Jun 2024 10:00:00 +0200\n"
MIME = HEAD % "message" + "MIME-Version: 1.0\n"
BODY = f"Content-Type: text/plain\n\n{WORD} in the body\n"


def multipart(*parts: str, boundary: str = "b") -> str:
    inside = "".join(f"--{boundary}\n{part}\n" for part in parts)
    return f'Content-Type: multipart/mixed; boundary="{boundary}"\n\n{inside}--{boundary}--\n'


def mixed(*parts: str) -> bytes:
    """A message of these parts."""
    return (MIME + multipart(*parts)).encode()


def attached(name: str, content: bytes, type_: str = "application/octet-stream") -> str:
    head = f'Content-Type: {type_}\nContent-Disposition: attachment; filename="{name}"\n'
    return f"{head}Content-Transfer-Encoding: base64\n\n{base64.encodebytes(content).decode()}"


def parts_in_parts(depth: int) -> bytes:
    """The words stand in the outermost; the innermost part is empty."""
    opening = "".join(f'Content-Type: multipart/mixed; boundary="b{n}"\n\n--b{n}\n' for n in range(depth))
    head = f'Content-Type: multipart/mixed; boundary="top"\n\n--top\n{BODY}\n--top\n'
    return (MIME + head + opening + "Content-Type: text/plain\n\nsparrow\n").encode()


def messages_in_messages(depth: int) -> bytes:
    wrapper = MIME + multipart(BODY, "Content-Type: message/rfc822\n\n%", boundary="b%d")
    start, _, _ = wrapper.partition("%\n")
    return ("".join(start.replace("b%d", f"b{n}") for n in range(depth)) + MIME + BODY).encode()


def many_parts(scale: Scale) -> bytes:
    return mixed(BODY, *["Content-Type: text/plain\n\na\n"] * scale.of(20_000, 100_000))


def many_attachments(scale: Scale) -> bytes:
    return mixed(BODY, *[attached("a.txt", b"sparrow")] * scale.of(600, 60_000))


def long_attachment(scale: Scale) -> bytes:
    """So much base64 that the attachment is larger than any may be."""
    line = base64.encodebytes(b"sparrow " * 1_200)
    start, _, end = mixed(BODY, attached("long.txt", b"%")).partition(base64.encodebytes(b"%"))
    return start + line * scale.of(1_000, 30_000) + end


def many_headers(scale: Scale) -> bytes:
    return b"X-Header: a\n" * scale.of(100_000, 1_000_000) + (MIME + BODY).encode()


def long_header(scale: Scale) -> bytes:
    return b"X-Header: a" + b"\n folded" * scale.of(200_000, 2_000_000) + b"\n" + (MIME + BODY).encode()


def encoded_words(scale: Scale) -> bytes:
    return (HEAD % ("=?utf-8?q?a_?= " * scale.of(20_000, 200_000)) + BODY).encode()


def many_recipients(scale: Scale) -> bytes:
    return (HEAD % "all" + "Cc: " + '"(a, <b' * scale.of(20_000, 200_000) + "\n" + BODY).encode()


def mailbox(messages: Iterable[bytes]) -> bytes:
    return b"".join(b"From ana@example.org Mon Jun  3 10:00:00 2024\n" + message + b"\n" for message in messages)


def many_messages(scale: Scale) -> bytes:
    return mailbox([(MIME + BODY).encode()] * scale.of(600, 60_000))


def with_charsets() -> bytes:
    names = ("x-unknown", "idna", "rot13", "utf-8\x00", "base64", "undefined", "unicode_escape", "a" * 10_000)
    return mixed(*(f"Content-Type: text/plain; charset={name}\n\n{WORD}-{n}\n" for n, name in enumerate(names)))


def by_smime() -> bytes:
    head = "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\n"
    return (MIME + head + "Content-Transfer-Encoding: base64\n\n" + base64.encodebytes(noise(900)).decode()).encode()


def by_pgp() -> bytes:
    head = 'Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\n\n'
    armour = "-----BEGIN PGP MESSAGE-----\n\naGVsbG8=\n-----END PGP MESSAGE-----"
    parts = ("pgp-encrypted\n\nVersion: 1\n", f"octet-stream\n\n{armour}\n")
    return (MIME + head + "".join(f"--b\nContent-Type: application/{part}" for part in parts) + "--b--\n").encode()


def odd_names() -> bytes:
    names = ("../../\x1b[31m/etc/pass\nwd", "con", "", "n" * 10_000)
    return mixed(BODY, *(attached(name, b"sparrow") for name in names))


def many_separators(scale: Scale) -> bytes:
    return b"From \n" * scale.of(400, 40_000) + mailbox([GOOD])


GOOD = (MIME + BODY).encode()
OUTSIDE = 'Content-Type: message/external-body; access-type=URL; URL="http://192.0.2.1/"\n\n'
WITH_ZIP = mixed(BODY, attached("a.zip", zipped(stored("b.txt", b"sparrow")), "application/zip"))
WITH_TEXT = mixed(BODY, attached("a.txt", b"sparrow " * 900))
TWO_MESSAGES = mailbox([GOOD, mixed(attached("a.txt", noise(9_000)))])
NOT_BASE64 = (MIME + f"Content-Transfer-Encoding: base64\n\n!!{WORD}!!\n").encode()
NO_BOUNDARY = (MIME + f"Content-Type: multipart/mixed\n\n{WORD}\n").encode()
EMPTY_BOUNDARY = (MIME + multipart(BODY, BODY, boundary="")).encode()
BOTH = (WORD, "sparrow")

CASES = (
    Case("parts-2000.eml", PARTIAL, "2,000 parts in each other; the first words are outside", parts_in_parts(2_000)),
    Case("parts-50.eml", PARTIAL, "50 parts in each other", parts_in_parts(50), BOTH),
    Case("messages-2000.eml", PARTIAL, "2,000 messages in each other: the 6th is refused", messages_in_messages(2_000)),
    Case("messages-4.eml", PARTIAL, "four messages in each other", messages_in_messages(4)),
    Case("parts.eml", OK, "100,000 parts one after the other", many_parts),
    Case("attachments.eml", PARTIAL, "60,000 attachments: as many as the limit allows", many_attachments),
    Case("long.eml", PARTIAL, "400 MB of attachment: read as far as the limit", long_attachment, (WORD, "sparrow")),
    Case("headers.eml", OK, "a million headers before those that count", many_headers),
    Case("long-header.eml", OK, "a header of two million lines", long_header),
    Case("encoded-words.eml", OK, "a subject of 200,000 encoded words", encoded_words),
    Case("recipients.eml", OK, "comments, quotes and angles that never end in Cc", many_recipients),
    Case("charsets.eml", OK, "charsets that are none", with_charsets(), tuple(f"{WORD}-{n}" for n in range(8))),
    Case("no-boundary.eml", OK, "several parts, and nothing to tell them apart", NO_BOUNDARY),
    Case("empty-boundary.eml", OK, "a boundary of no letters", EMPTY_BOUNDARY),
    Case("not-base64.eml", OK, "a body that says it is base64", NOT_BASE64, ()),
    Case("names.eml", OK, "attachments whose names lead elsewhere", odd_names(), BOTH),
    Case("zip.eml", OK, "a zip file in a message", WITH_ZIP, BOTH),
    Case("smime.eml", PARTIAL, "encrypted by S/MIME: all but who wrote whom when", by_smime(), ("Ana Blom",)),
    Case("pgp.eml", PARTIAL, "encrypted by PGP/MIME: the same", by_pgp(), ("Ana Blom",)),
    Case("outside.eml", OK, "a body on another machine", mixed(BODY, OUTSIDE)),
    Case("half.eml", PARTIAL, "50 %: a message that ends in an attachment", cut(WITH_TEXT, 50), BOTH),
    Case("nearly.eml", PARTIAL, "99 %: the last boundary is not there", cut(WITH_TEXT, 99), BOTH),
    Case("many.mbox", PARTIAL, "60,000 messages: as many as the limit allows", many_messages),
    Case("half.mbox", OK, "50 %: the first message is whole", cut(TWO_MESSAGES, 50)),
    Case("nearly.mbox", OK, "99 %: the last message ends early", cut(TWO_MESSAGES, 99)),
    Case("no-messages.mbox", OK, "a mailbox that is a text", f"{WORD} and no message\n".encode()),
    Case("separators.mbox", OK, "40,000 lines of nothing but separators, then a message", many_separators),
)
