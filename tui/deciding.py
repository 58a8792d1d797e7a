"""Decisions about names in words, and those that can be taken back.

Terms: a *decision* is what somebody chose once; it may be several judgements, one for each of the names that are one.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from search.explore.decisions import JudgementLine

_NAME_SHOWN = 40
_TOGETHER = timedelta(seconds=0.5)
"""Judgements that follow each other so closely were made by one decision."""


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


def latest(lines: Sequence[JudgementLine]) -> Decision | None:
    """The last decision in force; None when there is none. `lines` come latest first."""
    valid = in_force(lines)
    if not valid:
        return None
    first = valid[0]
    made = [first]
    for line in valid[1:]:
        if (line.kind, line.object, line.document) != (first.kind, first.object, first.document):
            break
        if _instant(made[-1]) - _instant(line) > _TOGETHER:
            break
        made.append(line)
    return Decision(
        tuple(line.judgement for line in made),
        said(first.kind, first.subject, first.object, here=first.document is not None),
    )


def watches(lines: Sequence[JudgementLine]) -> tuple[str, ...]:
    """The ids of the judgements in force that mark a name."""
    return tuple(line.judgement for line in in_force(lines) if line.kind == "watch")


def _instant(line: JudgementLine) -> datetime:
    return datetime.fromisoformat(line.at)
