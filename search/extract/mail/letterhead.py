"""What stands above a message for its reader: subject, correspondents and date, and what threads are made of."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from search.extract.extracted import Metadata
from search.extract.iso_dates import FIRST_YEAR, LAST_YEAR, stated_date
from search.extract.mail.headers import Header

_ID = re.compile(r"<([^<>\s]+)>")
_LONGEST_DATE = 200


@dataclass(frozen=True, slots=True)
class Letterhead:
    """Every value is on one line, "" where there is none. `date` is as written, `sent` the same in RFC 3339 UTC."""

    subject: str = ""
    sender: str = ""
    to: str = ""
    cc: str = ""
    bcc: str = ""
    date: str = ""
    sent: str | None = None
    message_id: str | None = None
    answers: tuple[str, ...] = ()

    def text(self) -> str:
        """The lines above the message, as mail programs show them."""
        lines = {
            "Subject": self.subject,
            "From": self.sender,
            "To": self.to,
            "Cc": self.cc,
            "Bcc": self.bcc,
            "Date": self.date,
        }
        return "\n".join(f"{name}: {value}" for name, value in lines.items() if value)

    def metadata(self) -> Metadata:
        """The same as a document's metadata."""
        return Metadata(
            title=self.subject or None,
            author=self.sender or None,
            sent=self.sent,
            sender=self.sender or None,
            recipients=", ".join(filter(None, (self.to, self.cc, self.bcc))) or None,
            subject=self.subject or None,
            message_id=self.message_id,
            answers=self.answers,
        )


def letterhead_of(header: Header) -> Letterhead:
    """The letterhead that a header makes. Without a date, the first server that took the message says when."""
    dates = header.lines("date") or [line.rpartition(";")[2].strip() for line in header.lines("received")[-1:]]
    own, answers = thread_of(header)
    return Letterhead(
        subject=" ".join(header.lines("subject")[:1]),
        sender=", ".join(header.lines("from") or header.lines("sender")),
        to=", ".join(header.lines("to")),
        cc=", ".join(header.lines("cc")),
        bcc=", ".join(header.lines("bcc")),
        date=dates[0] if dates else "",
        sent=instant(dates[0]) if dates else None,
        message_id=own,
        answers=answers,
    )


def thread_of(header: Header) -> tuple[str | None, tuple[str, ...]]:
    """A message's id, and those of the messages that it answers, the first of the thread first (RFC 5322, 3.6.4)."""
    own = _ids(header.raw("message-id"))
    bare = header.raw("message-id").split()
    message_id = own[0] if own else next((word.strip("<>") for word in bare if "@" in word), None)
    named = [each for name in ("references", "in-reply-to") for value in header.every(name) for each in _ids(value)]
    return message_id, tuple(each for each in dict.fromkeys(named) if each != message_id)


def instant(written: str) -> str | None:
    """RFC 3339 UTC of a date as mails write it (RFC 5322, 3.3, and the older forms); None where it is no date."""
    from email.utils import parsedate_tz

    written = written[:_LONGEST_DATE]
    try:
        fields = parsedate_tz(written)
    except (ValueError, IndexError, TypeError):
        fields = None
    try:
        if fields is None:
            stated = stated_date(written)
            if stated is None or "T" not in stated:
                return stated
            moment = datetime.fromisoformat(stated).astimezone(UTC)
        else:
            year, month, day, hour, minute, second = fields[:6]
            local = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
            moment = local - timedelta(seconds=fields[9] or 0)
    except (ValueError, OverflowError):
        return None
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if FIRST_YEAR <= moment.year <= LAST_YEAR else None


def _ids(value: str) -> list[str]:
    return _ID.findall(value)
