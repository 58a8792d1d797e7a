"""Kinds by content: names lie, damaged files are still what they were."""

import bz2
import gzip
import io
import lzma
import random
import tarfile
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.sniff import sniff

HEADERS = "Return-Path: <a@b.org>\nReceived: from x\n\tby y\nFrom: A <a@b.org>\nSubject: hi\n\nbody"
ENVELOPE = "From a@b.org Thu Jan  1 00:00:00 2004\n"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
FLAT = f'<?xml version="1.0"?>\n<!-- c -->\n<office:document xmlns:office="{OFFICE}">'
XHTML = '<?xml version="1.0"?><!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "x"><html xmlns="y">'
CUE = "00:00:01,000 --> 00:00:02,000\r\nhello"


def kind(data: bytes | str, name: str = "unnamed") -> str:
    return sniff(io.BytesIO(data.encode() if isinstance(data, str) else data), name).format


def zipped(members: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file.getvalue()


def types(main: str) -> str:
    return f'<Types><Override PartName="/x" ContentType="application/vnd.{main}"/></Types>'


DOCX = zipped(
    {
        "[Content_Types].xml": types("openxmlformats-officedocument.wordprocessingml.document.main+xml"),
        "word/document.xml": random.Random(0).randbytes(20_000).hex(),
    }
)


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        ("plain", "report.pdf", "plain text"),
        (b"%PDF-1.4\n", "notes.txt", "PDF"),
        (b"\r\n\xef\xbb\xbf %PDF-1.4\n", "x", "PDF"),
        (b"junk \xff\0\n%PDF-1.4\n1 0 obj", "x", "PDF"),
        ("HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n1 0 obj", "x", "PDF"),
        ("a text about %PDF-1.4 files", "x.txt", "plain text"),
        ("b'%PDF-1.4\\n1 0 obj'", "test.py", "source code"),
        ("<html><p>x", "old.doc", "web page"),
        ("<p>a fragment", "old.doc", "web page"),
        ("<p>a fragment", "notes.txt", "plain text"),
        ("<!doctype html>", "notes.txt", "web page"),
        ("<html><?php echo 1 ?>", "page.php", "source code"),
        (XHTML, "x.xml", "web page"),
        (FLAT, "x.xml", "flat OpenDocument file"),
        ('<?xml version="1.0"?><!DOCTYPE svg PUBLIC "x" "y"><svg/>', "x", "XML"),
        ("<svg width='1'>", "x", "XML"),
        ("<rss version='2.0'>", "feed.rss", "XML"),
        ("<n:foo xmlns:n='x'>", "x", "XML"),
        ("a < b", "x.xml", "plain text"),
        ("{\\rtf1 x", "x.doc", "RTF document"),
        ('{"a": 1}', "x", "JSON"),
        ("[1, 2]", "x", "JSON"),
        ("[section]\na = 1", "x", "plain text"),
        ('{"cells": [{"cell_type": "code"}]}', "x", "Jupyter notebook"),
        ('{"nbformat": 4}', "x.json", "Jupyter notebook"),
        ("1\r\n" + CUE, "x.txt", "subtitles"),
        ("\ufeffWEBVTT\n\n", "x", "subtitles"),
        ("no cue", "x.srt", "plain text"),
        ("BEGIN:VCALENDAR\r\n", "x.txt", "calendar"),
        ("BEGIN:VCARD\n", "x", "contacts"),
        ("##fileformat=VCFv4.2\n", "genome.vcf", "plain text"),
        (HEADERS, "1700.M1P2.host:2,S", "mail message"),
        (HEADERS, "x.txt", "mail message"),
        ("1234      \n" + HEADERS, "5.emlx", "mail message"),
        (ENVELOPE + HEADERS, "inbox", "mailbox"),
        (ENVELOPE + HEADERS, "x.eml", "mail message"),
        (ENVELOPE + HEADERS, "0001.patch", "source code"),
        ("words", "x.eml", "plain text"),
        ("Package: x\nVersion: 1\n\n", "control", "plain text"),
        ("From here on, 2024 was quiet.\nIt was.", "x", "plain text"),
        ("#!/bin/sh\n", "run", "source code"),
        (gzip.compress(b"x", mtime=0), "x.txt", "gzip file"),
        (bz2.compress(b"x"), "x.txt", "bzip2 file"),
        (lzma.compress(b"x"), "x.txt", "xz file"),
        (lzma.compress(b"x", format=lzma.FORMAT_ALONE), "x.txt", "xz file"),
        (b"\x7fELF\2\1\1" + bytes(60) + b"x" * 4000, "x.docx", "ELF program"),
        (
            b"BM" + (70).to_bytes(4, "little") + bytes(4) + bytes([54, 0, 0, 0, 40, 0, 0, 0]) + b"text " * 99,
            "x",
            "BMP image",
        ),
        (b"MZ is how it begins", "x", "plain text"),
        ("\x1b[31mred\x1b[0m word\0 \x07 more of a log\n" * 100, "x.log", "plain text"),
        (b"caf\xe9 and a NUL \0 in a line of a log file\n" * 50, "x.log", "plain text"),
        (bytes(range(256)) * 20, "x.txt", "binary file"),
        (DOCX, "x.pdf", "Word document"),
        (DOCX[: len(DOCX) // 2], "x", "Word document"),
        (b"junk" * 999 + DOCX, "x.docx", "Word document"),
        (zipped({"backup.docx": DOCX}, zipfile.ZIP_STORED), "x.docx", "zip archive"),
        (zipped({"folder/word/document.xml": "x"}), "x", "zip archive"),
        (zipped({"word\\document.xml": "x"}), "x", "Word document"),
        (
            zipped({"[Content_Types].xml": types("ms-excel.sheet.binary.macroEnabled.main")}),
            "x",
            "binary Excel workbook",
        ),
        (zipped({"mimetype": "application/epub+zip"}, zipfile.ZIP_STORED), "x", "EPUB book"),
        (zipped({"a": "b", "mimetype": "application/vnd.oasis.opendocument.text"}), "x", "OpenDocument file"),
        (
            zipped({"mimetype": "application/x-krita", "content.xml": "", "META-INF/manifest.xml": ""}),
            "x",
            "zip archive",
        ),
        (zipped({"content.xml": "", "META-INF/manifest.xml": ""}), "x", "OpenDocument file"),
        (zipped({"META-INF/MANIFEST.MF": ""}), "x", "Java archive"),
    ],
)
def test_content_decides(data: bytes | str, name: str, expected: str) -> None:
    assert kind(data, name) == expected


@pytest.mark.parametrize("first", [True, False])
def test_a_directory_larger_than_what_is_read(first: bool) -> None:
    stated = {"[Content_Types].xml": types("openxmlformats-officedocument.spreadsheetml.sheet.main+xml")}
    others = {f"media/picture{number}.png": "x" for number in range(4000)}
    assert kind(zipped(stated | others if first else others | stated)) == "Excel workbook"


@pytest.mark.parametrize("format_", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_archives_of_text_are_archives(format_: int) -> None:
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w", format=format_) as archive:
        member = tarfile.TarInfo("notes.txt")
        member.size = 7000
        archive.addfile(member, io.BytesIO(b"words\n" * 1200))
    data = bytearray(file.getvalue())
    assert kind(bytes(data), "x.txt") == "tar archive"
    data[257:265] = bytes(8)
    data[148:156] = b" " * 8
    data[148:156] = b"%06o\0 " % sum(data[:512])
    assert kind(bytes(data), "x.txt") == "tar archive"


@pytest.mark.parametrize("size", [200, 1000, 8192, 20_000])
def test_noise_is_no_text(size: int) -> None:
    noise = random.Random(size)
    assert {kind(noise.randbytes(size), "x.txt") for _ in range(100)} <= {"binary file", "MP3 sound", "AAC sound"}


@given(st.binary(max_size=600), st.sampled_from(["x", "x.docx", "x.zip", "x.eml", "x.html", "x.xml", "x.pdf"]))
def test_any_bytes_have_a_kind(data: bytes, name: str) -> None:
    file = io.BytesIO(data)
    sniff(file, name)
    sniff(io.BytesIO(b"PK\x03\x04" + data), name)
    sniff(io.BytesIO(b"PK\x03\x04" + data + b"PK\x05\x06" + data[:18]), name)
    assert file.tell() == 0


@pytest.mark.parametrize("data", [DOCX, zipped({"mimetype": "application/epub+zip", "META-INF/container.xml": "x"})])
def test_damaged_archives_have_a_kind(data: bytes) -> None:
    for cut in range(0, len(data), max(1, len(data) // 20)):
        kind(data[:cut])
        kind(data[:cut] + bytes([data[cut] ^ 255]) + data[cut + 1 :])


@pytest.mark.parametrize(
    "start", ["<!doctype " + "a" * 9000, "<!--" * 3000, "<?" * 5000, "From " + "1" * 9000, "{" * 9000]
)
def test_hostile_starts_end(start: str) -> None:
    kind(start)
