"""When a document is from, and what it is called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.dating import document_date
from search.extract.extracted import Extracted, Metadata, Status, Unit
from search.extract.iso_dates import pdf_date, stated_date
from search.extract.titling import title_of


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("minutes-2024-06-30.txt", "2024-06-30"),
        ("20240630_scan.pdf", "2024-06-30"),
        ("2024_06 report.md", "2024-06"),
        ("Protokoll 30.06.2024.txt", "2024-06-30"),
        ("IMG_20240630_101500.txt", "2024-06-30"),
        ("1861-Lincoln.txt", "1861"),
        ("report-2024-13-45.txt", "2024"),
        ("call 20249999.txt", None),
        ("1999-2000.txt", None),
        ("x123456789012.txt", None),
        ("agenda.txt", None),
    ],
)
def test_dates_in_file_names(name: str, date: str | None) -> None:
    assert document_date(name, "", Metadata()) == (date, "name" if date else None)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Date: 12 March 2025", "2025-03-12"),
        ("**Date:** March 12th, 2025", "2025-03-12"),
        ("Tokyo, 3 February 2025", "2025-02-03"),
        ("TOKYO, Feb. 3, 2025 – The company said", "2025-02-03"),
        ("New Delhi, India, 3 February 2025 (Agency)", "2025-02-03"),
        ("Published 2025-02-03", "2025-02-03"),
        ("Date: Mon, 3 Feb 2025 10:00:00 +0100", "2025-02-03"),
        ("Monday, 3 February 2025", "2025-02-03"),
        ("February 2025", "2025-02"),
        ("3.2.2025", "2025-02-03"),
        ("2025年2月3日", "2025-02-03"),
        ("Date: 31 February 2025", None),
        ("Date: 3 February 1066", None),
        ("On 3 February 2025 the company said that it would not.", None),
        ("In Tokyo, 3 February 2025 was a cold day.", None),
        ("Published 3/2/2025", None),
    ],
)
def test_date_lines(line: str, date: str | None) -> None:
    expected = (date, "text" if date else None)
    assert document_date("notes.txt", f"A title\n\n{line}\nMore words.", Metadata()) == expected
    assert document_date("notes.txt", "x" * 2000 + f"\n{line}", Metadata()) == (None, None)


def test_the_surest_sign_comes_first() -> None:
    text = "Date: 1 May 2020"
    assert document_date("2021-01-01.txt", text, Metadata(created="2022-02-02T23:00:00-05:00")) == (
        "2022-02-02",
        "metadata",
    )
    assert document_date("2021-01-01.txt", text, Metadata()) == ("2021-01-01", "name")
    assert document_date("plan 2021.txt", text, Metadata()) == ("2020-05-01", "text")


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2025-02-03T10:00:00Z", "2025-02-03T10:00:00Z"),
        ("2025-02-03 10:00", "2025-02-03"),
        ("2025-02-03T99:00:00Z", "2025-02-03"),
        ("20250203", "2025-02-03"),
        ("2025-02", "2025-02"),
        ("2025", "2025"),
        ("3 Feb 2025", "2025-02-03"),
        ("2025-00-00", None),
        ("1970", "1970"),
        ("9999-01-01", None),
        ("soon", None),
        ("", None),
    ],
)
def test_stated_dates(value: str, date: str | None) -> None:
    assert stated_date(value) == date


@given(st.text(max_size=60), st.text("0123456789-/.:DZ年月日 'March", max_size=30))
def test_no_text_upsets_a_date(text: str, dateish: str) -> None:
    for value in (text, dateish):
        for date in (stated_date(value), pdf_date(value), document_date(value, value, Metadata())[0]):
            assert date is None or 1500 <= int(date[:4]) <= 2100


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The Annual Report\n\nIt was a good year.", "The Annual Report"),
        ("\n== Notes ==\ntext", "Notes"),
        ("It was a good year. Then it was not.\n", "name"),
        ("This is the first line of a paragraph that is wrapped at some seventy\ncharacters and goes on.", "name"),
        ("and so it goes on", "name"),
        ("x" * 200, "name"),
        ("", "name"),
    ],
)
def test_titles_of_texts(text: str, title: str) -> None:
    assert title_of("name.txt", Extracted("text", "plain/1", Status.OK, text)) == title


def test_other_titles() -> None:
    heading = Extracted("html", "hypertext/1", Status.OK, "x", (Unit("section", 1, "The Heading", 0, 1),))
    assert title_of("a.html", heading) == "The Heading"
    assert (
        title_of("a.html", Extracted("html", "h", Status.OK, "x", metadata=Metadata(title="Stated\n title")))
        == "Stated title"
    )
    assert title_of("code.tar.py", Extracted("code", "plain/1", Status.OK, "Import This")) == "code.tar"
    assert title_of(".profile", Extracted("code", "plain/1", Status.OK, "")) == ".profile"
