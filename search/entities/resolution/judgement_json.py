"""A judgement as a JSON object, and back: for the catalogue and for lines that people exchange.

`{"id", "at", "kind", "subject", "object", "reason", "undoes"}`, where an anchor is `{"type", "norm"}` or `{"text",
"start", "end", "quote", "prefix", "suffix", "type", "norm"}`; absent is null.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from search.entities.mentions import EntityType, Key
from search.entities.resolution.judging import Anchor, Judgement, Kind, Place

_ID = re.compile(r"[0-9a-f]{32}")
_INSTANT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?Z")
_DIGEST = re.compile(r"[0-9a-f]{40}")


def to_json(judgement: Judgement) -> dict[str, Any]:
    """The object for a judgement."""
    return {
        "id": judgement.id,
        "at": judgement.at,
        "kind": judgement.kind.value,
        "subject": anchor_to_json(judgement.subject),
        "object": object_to_json(judgement.object),
        "reason": judgement.reason,
        "undoes": judgement.undoes,
    }


def anchor_to_json(anchor: Anchor) -> dict[str, Any]:
    """The object for an anchor."""
    return anchor._asdict()


def object_to_json(value: Anchor | str | None) -> dict[str, Any] | str | None:
    """The object of a judgement: an anchor, a type, a name or nothing."""
    return value if value is None or isinstance(value, str) else anchor_to_json(value)


def from_json(value: object) -> Judgement:
    """The judgement that an object stands for; ValueError, with what is wrong with it."""
    if not isinstance(value, Mapping):
        raise ValueError("it is no object")
    judgement = Judgement(
        id=_matched(value, "id", _ID, "32 hexadecimal digits"),
        at=_at(value),
        kind=_kind(value.get("kind")),
        subject=anchor_from_json(value.get("subject"), "subject"),
        object=object_from_json(value.get("object")),
        reason=_text(value, "reason") if value.get("reason") is not None else None,
        undoes=_matched(value, "undoes", _ID, "32 hexadecimal digits") if value.get("undoes") is not None else None,
    )
    _check(judgement)
    return judgement


def anchor_from_json(value: object, what: str) -> Anchor:
    """The anchor that an object stands for. ValueError."""
    if not isinstance(value, Mapping):
        raise ValueError(f"its {what} is no object")
    if "quote" not in value:
        return Key(_type(value.get("type")), _text(value, "norm"))
    start, end = value.get("start"), value.get("end")
    if not isinstance(start, int) or not isinstance(end, int) or not 0 <= start < end:
        raise ValueError(f"the start and end of its {what} are no offsets")
    quote = _text(value, "quote")
    if len(quote) != end - start:
        raise ValueError(f"the quote of its {what} is not as long as from its start to its end")
    recognised = value.get("type") is not None
    return Place(
        text=_matched(value, "text", _DIGEST, "40 hexadecimal digits"),
        start=start,
        end=end,
        quote=quote,
        prefix=_text(value, "prefix"),
        suffix=_text(value, "suffix"),
        type=_type(value["type"]) if recognised else None,
        norm=_text(value, "norm") if recognised else None,
    )


def object_from_json(value: object) -> Anchor | str | None:
    """What the object of a judgement stands for. ValueError."""
    return value if value is None or isinstance(value, str) else anchor_from_json(value, "object")


def _check(judgement: Judgement) -> None:
    kind, other, place = judgement.kind, judgement.object, isinstance(judgement.subject, Place)
    if (kind is Kind.UNDO) != (judgement.undoes is not None):
        raise ValueError("an undo, and nothing else, names what it undoes")
    if kind in (Kind.SAME, Kind.DIFFERENT):
        if not isinstance(other, Key):
            raise ValueError(f'"{kind}" needs another name as its object')
    elif kind is Kind.RETYPE:
        _type(other)
    elif kind is Kind.RENAME:
        if not isinstance(other, str) or not other.strip():
            raise ValueError('"rename" needs a name as its object')
    elif other is not None:
        raise ValueError(f'"{kind}" has no object')
    if place and kind in (Kind.RENAME, Kind.WATCH):
        raise ValueError(f'"{kind}" is about a name, not about one place')


def _at(value: Mapping[str, Any]) -> str:
    """To the microsecond, so that instants compare as strings."""
    seconds, _, fraction = _matched(value, "at", _INSTANT, "an instant such as 2026-01-31T09:00:00Z")[:-1].partition(
        "."
    )
    try:
        datetime.fromisoformat(seconds)
    except ValueError:
        raise ValueError('its "at" is no instant') from None
    return f"{seconds}.{fraction:0<6}Z"


def _kind(value: object) -> Kind:
    try:
        return Kind(value)  # type: ignore[arg-type]
    except ValueError:
        raise ValueError(f"{value!r} is no kind of judgement: choose from {', '.join(Kind)}") from None


def _type(value: object) -> EntityType:
    try:
        return EntityType(value)  # type: ignore[arg-type]
    except ValueError:
        raise ValueError(f"{value!r} is no type of a name: choose from {', '.join(EntityType)}") from None


def _text(value: Mapping[str, Any], name: str) -> str:
    text = value.get(name)
    if not isinstance(text, str):
        raise ValueError(f'its "{name}" is no text')
    return text


def _matched(value: Mapping[str, Any], name: str, pattern: re.Pattern[str], what: str) -> str:
    text = _text(value, name)
    if not pattern.fullmatch(text):
        raise ValueError(f'its "{name}" is not {what}')
    return text
