"""Calendars: what an entry says, as lines."""

import io

from hypothesis import given
from hypothesis import strategies as st

from search.extract.extracted import Extracted, Status
from search.extract.reading import extract

ICS = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//A program//EN
X-WR-CALNAME:Team
BEGIN:VTIMEZONE
TZID:Europe/Berlin
BEGIN:DAYLIGHT
DTSTART:19810329T020000
TZNAME:CEST
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
UID:1@example.org
DTSTAMP:20240101T000000Z
DTSTART;TZID=Europe/Berlin:20240630T100000
DTEND:20240630T110000Z
SUMMARY:Board\\, meet
 ing
LOCATION:Room 1\\; first floor
ORGANIZER;CN="Jane: Doe":mailto:jane@example.org
ATTENDEE;CN=Bob;ROLE=REQ-PARTICIPANT:MAILTO:bob@example.org
ATTENDEE:mailto:eve@example.org
DESCRIPTION:First line\\nsecond
X-ALT-DESC;FMTTYPE=text/html:<p>Rich <b>words</b></p>
ATTACH;ENCODING=BASE64;VALUE=BINARY:QUJD
BEGIN:VALARM
TRIGGER:-PT5M
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
BEGIN:VTODO
SUMMARY:Call
DUE;VALUE=DATE:20240701
END:VTODO
END:VCALENDAR
"""


def read(text: str) -> Extracted:
    return extract(io.BytesIO(text.encode()), "a.ics")


def test_entries_are_sections_of_fields() -> None:
    extracted = read(ICS.replace("\n", "\r\n"))
    assert (extracted.type, extracted.status) == ("calendar", Status.OK)
    assert (extracted.metadata.title, extracted.metadata.created) == ("Team", "2024-06-30")
    assert [(unit.kind, unit.number, unit.label) for unit in extracted.units] == [
        ("section", 1, "Board, meeting"),
        ("section", 2, "Call"),
    ]
    first = extracted.text[extracted.units[0].start : extracted.units[0].end]
    assert first.split("\n") == [
        "Board, meeting",
        "Start: 2024-06-30 10:00 (Europe/Berlin)",
        "End: 2024-06-30 11:00 UTC",
        "Location: Room 1; first floor",
        "Organiser: Jane: Doe <jane@example.org>",
        "Attendee: Bob <bob@example.org>",
        "Attendee: eve@example.org",
        "Description: First line",
        "second",
        "Description: Rich words",
        "Description: Reminder",
        "",
        "",
    ]
    assert "Due: 2024-07-01" in extracted.text
    assert "1981" not in extracted.text
    assert "QUJD" not in extracted.text


@given(
    st.lists(
        st.sampled_from([*ICS.split("\n"), " ", ":", ";", '"', "BEGIN:VEVENT", 'X;A=":";B:c', "é=" * 30]), max_size=60
    )
)
def test_any_lines_are_read(lines: list[str]) -> None:
    extracted = read("BEGIN:VCALENDAR\n" + "\n".join(lines))
    assert extracted.status in (Status.OK, Status.EMPTY) or extracted.reason == "ends in the middle"
    assert [unit.number for unit in extracted.units] == list(range(1, len(extracted.units) + 1))


def test_hostile_lines_end() -> None:
    read(
        "BEGIN:VCALENDAR\n"
        + "A"
        + ';B="' * 200_000
        + "\n"
        + "X"
        + ";a=b" * 200_000
        + ":c\n"
        + " x" * 1_000_000
        + "\n x" * 300_000
    )


def test_a_calendar_of_time_zones_alone_says_which() -> None:
    zone = ICS[ICS.index("BEGIN:VTIMEZONE") : ICS.index("BEGIN:VEVENT")]
    extracted = read(f"BEGIN:VCALENDAR\nVERSION:2.0\n{zone}{zone.replace('Berlin', 'Paris')}END:VCALENDAR\n")
    assert (extracted.status, extracted.text) == (Status.OK, "Time zone: Europe/Berlin\nTime zone: Europe/Paris\n")
    assert "Time zone" not in read(ICS).text
