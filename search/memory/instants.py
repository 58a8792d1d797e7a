"""Instants as the catalogue writes them: RFC 3339 UTC in whole seconds with a Z, so that they compare as strings."""

from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_FIRST = datetime.min.replace(tzinfo=UTC)
_LAST = datetime.max.replace(tzinfo=UTC)


def instant(nanoseconds: int) -> str:
    """The instant that lies `nanoseconds` after 1970; beyond the years 1 to 9999 it is their first or last second."""
    try:
        moment = _EPOCH + timedelta(seconds=nanoseconds // 1_000_000_000)
    except OverflowError:
        moment = _FIRST if nanoseconds < 0 else _LAST
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ").zfill(20)


def nanoseconds(written: str) -> int:
    """How long after 1970 an instant or a day as RFC 3339 writes it is; 0 when it is written otherwise."""
    try:
        moment = datetime.fromisoformat(written)
    except ValueError:
        return 0
    since = moment.replace(tzinfo=moment.tzinfo or UTC) - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000_000


def now() -> str:
    """The present instant, by the system's clock."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
