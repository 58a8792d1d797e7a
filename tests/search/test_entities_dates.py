"""Dates: what is found, its one form, and the days that a form means in a document of a known date."""

import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.entities.mentions import EntityType
from search.entities.values.anchoring import anchored
from search.entities.values.dates import normal_date
from search.entities.values.values import values


def dates(text: str) -> list[tuple[str, str]]:
    return [(one.surface, one.norm) for one in values(text) if one.type is EntityType.DATE]


FOUND = [
    ("Signed on 3 February 2025 here.", "3 February 2025", "2025-02-03"),
    ("Signed on Monday, Feb. 3, 2025.", "Monday, Feb. 3, 2025", "2025-02-03"),
    ("Signed on Monday, 3 February 2025.", "Monday, 3 February 2025", "2025-02-03"),
    ("Signed on 3 Feb 2025.", "3 Feb 2025", "2025-02-03"),
    ("Signed on 2024-12-31.", "2024-12-31", "2024-12-31"),
    ("Logged at 2025-02-03T10:00:00Z.", "2025-02-03", "2025-02-03"),
    ("It was 03.02.2025 then.", "03.02.2025", "2025-02-03"),
    ("Due 13/04/2021.", "13/04/2021", "2021-04-13"),
    ("Due 03/04/2021.", "03/04/2021", "03/04/2021"),
    ("Not a day: February 30, 2021.", "February 30, 2021", "february 30, 2021"),
    ("Open June 5-7, 2024.", "June 5-7, 2024", "2024-06-05/2024-06-07"),
    ("Open 5–7 June.", "5–7 June", "june 5-7"),
    ("Signed in March 2019.", "March 2019", "2019-03"),
    ("The April-June 2024 figures.", "April-June 2024", "2024-04-01/2024-06-30"),
    ("Founded in 1987, sold later.", "1987", "1987"),
    ("Since early 2024 nothing.", "early 2024", "2024-01-01/2024-04-30"),
    ("In late March 2024 it closed.", "late March 2024", "2024-03-21/2024-03-31"),
    ("By the end of 2024 it closed.", "the end of 2024", "2024-12"),
    ("In the summer of 2024 it closed.", "the summer of 2024", "2024-06-01/2024-08-31"),
    ("The 2023-24 season.", "2023-24", "2023-01-01/2024-12-31"),
    ("The war of 1939–1945.", "1939–1945", "1939-01-01/1945-12-31"),
    ("Music of the 1990s.", "the 1990s", "1990-01-01/1999-12-31"),
    ("Music of the mid-1990s.", "the mid-1990s", "1993-01-01/1996-12-31"),
    ("Music of the '90s.", "90s", "90s"),
    ("A 19th-century mill.", "19th-century", "1801-01-01/1900-12-31"),
    ("In the late nineteenth century.", "the late nineteenth century", "1868-01-01/1900-12-31"),
    ("Sales in Q3 2024 fell.", "Q3 2024", "2024-07-01/2024-09-30"),
    ("Sales in 3Q24 fell.", "3Q24", "2024-07-01/2024-09-30"),
    ("Sales in H1 2025 fell.", "H1 2025", "2025-01-01/2025-06-30"),
    ("The first half of 2025 was dry.", "The first half of 2025", "2025-01-01/2025-06-30"),
    ("The fourth quarter of 2024 was dry.", "The fourth quarter of 2024", "2024-10-01/2024-12-31"),
    ("The third quarter was dry.", "The third quarter", "quarter 3"),
    ("The third quarter of last year was dry.", "The third quarter of last year", "quarter 3 of last year"),
    ("The third quarter of fiscal 2024.", "The third quarter of fiscal 2024", "quarter 3 of fiscal 2024"),
    ("Plans for fiscal year 2024.", "fiscal year 2024", "fiscal 2024"),
    ("Plans for FY24 are made.", "FY24", "fiscal 2024"),
    ("It ends at the end of the year.", "the end of the year", "end of this year"),
    ("They met on Feb. 3 again.", "Feb. 3", "february 3"),
    ("They met on Monday, Feb. 3 again.", "Monday, Feb. 3", "monday february 3"),
    ("They met on the 3rd of May.", "3rd of May", "may 3"),
    ("They met in mid-June.", "mid-June", "mid june"),
    ("They meet next Tuesday.", "next Tuesday", "next tuesday"),
    ("They met a few weeks ago.", "a few weeks ago", "few weeks ago"),
    ("A few weeks ago they met.", "A few weeks ago", "few weeks ago"),
    ("They met three days earlier.", "three days earlier", "3 days earlier"),
    ("They met a year ago.", "a year ago", "1 year ago"),
    ("They met half a year ago.", "half a year ago", "6 months ago"),
    ("Over the past few months.", "the past few months", "last few months"),
    ("Over the last 3 months.", "the last 3 months", "last 3 months"),
    ("It takes 3-5 years.", "3-5 years", "3-5 years"),
    ("It takes twenty-five years.", "twenty-five years", "25 years"),
    ("It rests for a month.", "a month", "1 month"),
    ("It closed a century ago.", "a century ago", "1 century ago"),
    ("Sent Tue, 4 Mar 2025 09:12.", "Tue, 4 Mar 2025", "2025-03-04"),
    ("They met on Mon 3 Feb again.", "Mon 3 Feb", "monday february 3"),
    ("come by on tuesday, ok", "tuesday", "tuesday"),
    ("HELD ON MONDAY AGAIN", "MONDAY", "monday"),
    ("Open on Sundays.", "Sundays", "sundays"),
    ("Sales fell in the October-December quarter.", "the October-December quarter", "october-december"),
    ("Closed on Christmas Eve.", "Christmas Eve", "december 24"),
    ("Closed on New Year’s Day 2025.", "New Year’s Day 2025", "2025-01-01"),
    ("Built between 1992 and later.", "1992", "1992"),
    ("It opens late tonight.", "tonight", "today"),
]


@pytest.mark.parametrize(("text", "surface", "norm"), FOUND)
def test_dates_have_normal_forms(text: str, surface: str, norm: str) -> None:
    assert dates(text) == [(surface, norm)]
    assert normal_date(norm) == norm


def test_a_span_between_two_years_stays_two() -> None:
    assert dates("She served from 2019 to 2021.") == [("2019", "2019"), ("2021", "2021")]


@pytest.mark.parametrize(
    "text",
    [
        "She may go, and they march on.",
        "He won 3-2 at 10:30, after 6-4 and 7-5.",
        "Version 2.0.2024 of the tool, build 10.4.1.",
        "A third century BC vase.",
        "A man in his 20s spoke.",
        "Q1. What is it? Q2: why?",
        "It took a year and a day.",
        "A 16-year-old cat.",
        "It took nine minutes, two hours ago, at 10 a.m.",
        "It pays $20 a month.",
        "A holiday, a birthday and the day before.",
        "Some 2,019 people took 1990 chairs.",
        "He scored early in the second half.",
        "A quarter of the people.",
    ],
)
def test_no_date_is_seen(text: str) -> None:
    assert dates(text) == []


ANCHORED = [
    # Anchors: a Monday, the day after a leap day, the last day of a year.
    ("2019-03", "2025-02-03", "2019-03"),
    ("today", "2025-02-03", "2025-02-03"),
    ("yesterday", "2024-03-01", "2024-02-29"),
    ("tomorrow", "2024-12-31", "2025-01-01"),
    ("tuesday", "2025-02-03", "2025-01-28"),
    ("monday", "2025-02-03", "2025-02-03"),
    ("next tuesday", "2025-02-03", "2025-02-04"),
    ("next monday", "2025-02-03", "2025-02-10"),
    ("last monday", "2025-02-03", "2025-01-27"),
    ("this friday", "2025-02-03", "2025-02-07"),
    ("last week", "2025-02-03", "2025-01-27/2025-02-02"),
    ("this weekend", "2025-02-03", "2025-02-08/2025-02-09"),
    ("this month", "2025-02-03", "2025-02"),
    ("last month", "2024-03-01", "2024-02"),
    ("next year", "2024-12-31", "2025"),
    ("last quarter", "2025-02-03", "2024-10-01/2024-12-31"),
    ("last decade", "2025-02-03", "2010-01-01/2019-12-31"),
    ("this century", "2000-12-31", "1901-01-01/2000-12-31"),
    ("last summer", "2025-02-03", "2024-06-01/2024-08-31"),
    ("last summer", "2025-07-03", "2024-06-01/2024-08-31"),
    ("this winter", "2025-02-03", "2024-12-01/2025-02-28"),
    ("next spring", "2025-04-01", "2026-03-01/2026-05-31"),
    ("last march", "2025-02-03", "2024-03"),
    ("next march", "2025-03-03", "2026-03"),
    ("march", "2025-11-20", "2026-03"),
    ("december", "2025-02-03", "2024-12"),
    ("april-june", "2025-02-03", "2025-04-01/2025-06-30"),
    ("february 3", "2025-12-20", "2026-02-03"),
    ("february 29", "2025-02-03", "2024-02-29"),
    ("monday february 3", "2025-12-20", "2025-02-03"),
    ("june 5-7", "2025-02-03", "2025-06-05/2025-06-07"),
    ("quarter 3", "2025-02-03", "2024-07-01/2024-09-30"),
    ("quarter 3", "2025-07-01", "2025-07-01/2025-09-30"),
    ("quarter 3 of last year", "2025-11-03", "2024-07-01/2024-09-30"),
    ("half 1 of this year", "2025-11-03", "2025-01-01/2025-06-30"),
    ("end of march", "2025-02-03", "2025-03-25/2025-03-31"),
    ("end of this year", "2025-02-03", "2025-12"),
    ("early this month", "2025-02-03", "2025-02-01/2025-02-10"),
    ("mid june", "2025-02-03", "2025-06-11/2025-06-20"),
    ("summer of last year", "2025-02-03", "2024-06-01/2024-08-31"),
    ("90s", "2025-02-03", "1990-01-01/1999-12-31"),
    ("20s", "2025-02-03", "2020-01-01/2029-12-31"),
    ("30s", "2025-02-03", "1930-01-01/1939-12-31"),
    ("few weeks ago", "2025-02-03", "2024-12-23/2025-01-20"),
    ("3 days ago", "2025-02-03", "2025-01-31"),
    ("3 weeks ago", "2025-02-03", "2025-01-10/2025-01-16"),
    ("1 month ago", "2024-03-31", "2024-02"),
    ("2 years ago", "2025-02-03", "2023"),
    ("2 decades ago", "2025-02-03", "2000-01-01/2010-12-31"),
    ("2 months from now", "2025-11-30", "2026-01"),
    ("last 3 weeks", "2025-02-03", "2025-01-14/2025-02-03"),
    ("next 2 days", "2025-02-03", "2025-02-04/2025-02-05"),
    # Coarse anchors say what they can.
    ("last year", "2025", "2024"),
    ("last month", "2025-02", "2025-01"),
    ("february 3", "2025", "2025-02-03"),
    ("december 30", "2025", "2025-12-30"),
    ("quarter 3", "2025", "2025-07-01/2025-09-30"),
    ("end of this year", "2025-02", "2025-12"),
]


@pytest.mark.parametrize(("norm", "anchor", "days"), ANCHORED)
def test_a_form_means_days_in_a_document_of_a_known_date(norm: str, anchor: str, days: str) -> None:
    assert normal_date(norm) == norm
    assert anchored(norm, anchor) == days


@pytest.mark.parametrize(
    ("norm", "anchor"),
    [
        ("yesterday", None),
        ("yesterday", "2025"),
        ("last month", "2025"),
        ("next tuesday", "2025-02"),
        ("yesterday", "soon"),
        ("yesterday", "2025-02-30"),
        ("yesterday", "0001-01-01"),
        ("900 decades ago", "2025-02-03"),
        ("3 weeks", "2025-02-03"),
        ("3 days earlier", "2025-02-03"),
        ("fiscal 2024", "2025-02-03"),
        ("quarter 3 of fiscal 2024", "2025-02-03"),
        ("03/04/2021", "2025-02-03"),
    ],
)
def test_a_form_that_means_no_days_there_stays(norm: str, anchor: str | None) -> None:
    assert anchored(norm, anchor) == norm


WORDS = (
    "the early mid late end beginning of first second third fourth last next this past few a several couple three"
    " 12 2024 1990s '90s 19th century quarter half year month weeks days ago earlier from now Monday Feb. 3 3rd March"
    " summer 2025-02-03 fiscal Q3 - , / today decade half an hour 2023-24 / 1 June"
)
PHRASES = st.lists(st.sampled_from(WORDS.split(" ")), max_size=6).map(" ".join)
ISO_DAYS = st.dates().map(date.isoformat)
ANCHORS = st.one_of(ISO_DAYS, ISO_DAYS.map(lambda day: day[:7]), ISO_DAYS.map(lambda day: day[:4]), st.none())
NORMS = st.one_of(
    st.sampled_from([norm for norm, _, _ in ANCHORED] + [norm for _, _, norm in FOUND]), PHRASES.map(normal_date)
)
ISO = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|[0-9]{4}-[0-9]{2}-[0-9]{2}/[0-9]{4}-[0-9]{2}-[0-9]{2}")


@given(st.one_of(PHRASES, st.text(max_size=30)))
def test_a_normal_form_is_its_own(surface: str) -> None:
    norm = normal_date(surface)
    assert normal_date(norm) == norm


@given(NORMS, ANCHORS, ANCHORS)
def test_days_once_found_stay(norm: str, anchor: str | None, other: str | None) -> None:
    days = anchored(norm, anchor)
    assert days == norm or ISO.fullmatch(days)
    if days != norm:
        assert anchored(days, other) == days
        assert normal_date(days) == days
        first, _, last = days.partition("/")
        assert not last or first < last


@given(st.text(max_size=20), st.text(max_size=12))
def test_any_form_and_anchor_are_survived(norm: str, anchor: str) -> None:
    assert isinstance(anchored(norm, anchor), str)
