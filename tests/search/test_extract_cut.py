"""Documents that are cut off: where a format has a mark at its end, its absence is said, and the text is kept."""

import io
import json

import pytest

from search.extract.extracted import Extracted, Status
from search.extract.reading import extract

WORDS = [f"word{number}" for number in range(300)]

WHOLE = {
    "a.html": f"<html><body><p>{'</p><p>'.join(WORDS)}</p></BODY></html>\n",
    "a.xml": f"<?xml version='1.0'?>\n<all><word>{'</word><word>'.join(WORDS)}</word></all>\n",
    "a.svg": f"<svg xmlns='http://www.w3.org/2000/svg'><text>{'</text><text>'.join(WORDS)}</text></svg><!-- a -->",
    "a.json": json.dumps({"words": WORDS}),
    "list.json": json.dumps(WORDS) + "\n",
    "a.ipynb": json.dumps({"cells": [{"cell_type": "raw", "source": [word]} for word in WORDS]}),
    "a.rtf": "{\\rtf1 " + "\\par ".join(WORDS) + "}",
    "a.ics": "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:"
    + "\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:".join(WORDS)
    + "\nEND:VEVENT\nEND:VCALENDAR\n",
    "a.vcf": "BEGIN:VCARD\nFN:Jane\nNOTE:" + "\nNOTE:".join(WORDS) + "\nEND:VCARD\n",
    "a.eml": "From: a@example.org\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n"
    + "\n".join(WORDS)
    + "\n--b--\n",
}


def read(name: str, text: str) -> Extracted:
    return extract(io.BytesIO(text.encode()), name)


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_document_is_whole(name: str) -> None:
    assert read(name, WHOLE[name]).status is Status.OK


@pytest.mark.parametrize("percent", [25, 50, 75, 90])
@pytest.mark.parametrize("name", WHOLE)
def test_a_cut_document_keeps_its_words_and_says_so(name: str, percent: int) -> None:
    text = WHOLE[name][: len(WHOLE[name]) * percent // 100]
    extracted = read(name, text)
    assert (extracted.status, extracted.reason) == (Status.PARTIAL, "ends in the middle")
    *kept, _ = (word for word in WORDS if word in text)
    assert [word for word in kept if word not in extracted.text] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.html", "<p>a part of a page"),
        ("a.xml", "<one/>"),
        ("a.xml", "<!-- no element -->"),
        ("lines.jsonl", '{"a": 1}\n{"b": [2]}\n'),
        ("a.json", '"words"'),
        ("a.vcf", "END:VCARD\nBEGIN:VCARD\nFN:Jane\nEND:VCARD"),
    ],
)
def test_what_may_lack_an_end_is_whole(name: str, text: str) -> None:
    assert read(name, text).reason in (None, "no text")
