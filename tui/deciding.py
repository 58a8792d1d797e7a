"""Decisions about names in words, and those that can be taken back.

Terms: a *decision* is what somebody chose once; it may be several judgements, one for each of the names that are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from search.explore.decisions import JudgementLine

_NAME_SHOWN = 40
_TOGETHER = timedelta(seconds=0.2)
"""Judgements that follow each other so closely were made by one decision."""


class Named(NamedTuple):
    """What is decided about: an entity, and the one mention of it when the reader is at one ("v34@120-133")."""

    entity: str
    name: str
    type: str
    mention: str | None = None


class Decision(NamedTuple):
    """The ids of its judgements, and what it says."""

    judgements: tuple[str, ...]
    said: str


def said(kind: str, subject: str, other: str | None, *, here: bool = False) -> str:
    """What a judgement says: "M. Son is Masayoshi Son". `here`: of one mention alone. Not made safe."""
    name, meant = cut(subject), cut(other or "")
    if kind == "same":
        told = f"{name} is {meant}"
    elif kind == "different":
        told = f"{name} is not {meant}"
    elif kind == "reject":
        told = f"{name} is no name"
    elif kind == "retype":
        told = f"{name} is of type {meant}"
    elif kind == "rename":
        told = f"{name} is called {meant}"
    else:
        told = f"{name} is watched"
    return f"{told}, here alone" if here else told


def cut(name: str) -> str:
    """A name that leaves room for the rest of a sentence."""
    return name if len(name) <= _NAME_SHOWN else name[: _NAME_SHOWN - 1] + "…"


def in_force(lines: Sequence[JudgementLine]) -> list[JudgementLine]:
    """Those of `lines` that nobody took back."""
    return [line for line in lines if line.undone_by is None and line.kind != "undo"]


def latest(about: Sequence[JudgementLine], every: Sequence[JudgementLine], name: str) -> Decision | None:
    """The last decision in force of which any judgement is in `about`; None when there is none. `every` judgement comes
    latest first: those that a decision made follow each other, and not all need be about the same name after it. `name`
    is what it is told with, if that is the name of any of its subjects.
    """
    wanted = {line.judgement for line in about}
    valid = in_force(every)
    place = next((place for place, line in enumerate(valid) if line.judgement in wanted), None)
    if place is None:
        return None
    first = last = place
    while first > 0 and _belong(valid[first - 1], valid[first]):
        first -= 1
    while last + 1 < len(valid) and _belong(valid[last], valid[last + 1]):
        last += 1
    made = valid[first : last + 1]
    subject = name if any(line.subject == name for line in made) else made[0].subject
    told = said(made[0].kind, subject, made[0].object, here=made[0].document is not None)
    return Decision(tuple(line.judgement for line in made), told)


def _belong(later: JudgementLine, earlier: JudgementLine) -> bool:
    """Whether one decision made both."""
    alike = (later.kind, later.object, later.document) == (earlier.kind, earlier.object, earlier.document)
    several = later.kind in ("reject", "retype") and later.document is None
    return alike and several and _instant(later) - _instant(earlier) <= _TOGETHER


def watches(lines: Sequence[JudgementLine]) -> tuple[str, ...]:
    """The ids of the judgements in force that mark a name."""
    return tuple(line.judgement for line in in_force(lines) if line.kind == "watch")


def _instant(line: JudgementLine) -> datetime:
    return datetime.fromisoformat(line.at)
