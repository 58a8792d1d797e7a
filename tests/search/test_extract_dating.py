"""When a document is from."""

from datetime import date as Day

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.dating import document_date
from search.extract.extracted import Metadata
from search.extract.iso_dates import pdf_date, stated_date


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
        ("Date: 3 February 1215", "1215-02-03"),
        ("Date: 3 February 0966", None),
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
            assert date is None or 1000 <= int(date[:4]) <= 2100


TODAY = Day(2024, 6, 30)


@pytest.mark.parametrize(
    "stated",
    [
        "1601-01-01T00:00:00Z",
        "1899-12-30",
        "1904-01-01T00:00:00Z",
        "1970-01-01T00:00:00Z",
        "1970",
        "1980-01-01T00:00:00Z",
        "1980-01-01",
        "2024-07-02",
        "2024-08",
        "2099",
        "0001-01-01",
        "soon",
    ],
)
def test_impossible_metadata_gives_way_to_the_next_sign(stated: str) -> None:
    assert document_date("2021-01-01.txt", "", Metadata(created=stated), TODAY) == ("2021-01-01", "name")
    assert document_date("a.eml", "", Metadata(sent=stated, created="2020-02-02"), TODAY) == ("2020-02-02", "metadata")


@pytest.mark.parametrize("stated", ["1970-01-02", "1980-01-02", "1980", "2024-07-01", "2024-06", "2024"])
def test_possible_metadata(stated: str) -> None:
    assert document_date("a", "", Metadata(created=stated), TODAY) == (stated, "metadata")


def test_a_mail_is_from_the_day_it_was_sent() -> None:
    sent = Metadata(sent="2024-05-01T23:30:00+02:00", created="2020-01-01")
    assert document_date("2021-01-01.eml", "Date: 1 May 2019", sent, TODAY) == ("2024-05-01", "mail")


def test_the_future_is_no_date_of_a_document() -> None:
    assert document_date("agenda 2030-01-01.txt", "Date: 5 May 2031\n\n5 May 2023", Metadata(), TODAY) == (
        "2023-05-05",
        "text",
    )
    assert document_date("vision 2050.txt", "", Metadata(), TODAY) == (None, None)
    assert document_date("invoice 1042.txt", "", Metadata(), TODAY) == (None, None)


@given(st.dates(), st.dates(Day(1000, 1, 1), Day(2100, 1, 1)))
def test_no_date_is_after_tomorrow(stated: Day, today: Day) -> None:
    found, _ = document_date(f"{stated}.txt", f"Date: {stated}", Metadata(created=str(stated)), today)
    assert found is None or (Day.fromisoformat(found) - today).days <= 1
