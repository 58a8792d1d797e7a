"""Decisions in words, and which of them can be taken back."""

from dataclasses import replace
from typing import Any

import pytest

from search.explore.decisions import JudgementLine
from tui.deciding import latest, said, watches

LINE = JudgementLine("a1", "2026-01-01T00:00:01.000000Z", "reject", "Son", "person", None, None, None, None, None)


def line(judgement: str, at: str, **changes: Any) -> JudgementLine:
    return replace(LINE, judgement=judgement, at=f"2026-01-01T00:00:{at}Z", **changes)


@pytest.mark.parametrize(
    ("kind", "other", "told"),
    [
        ("same", "Masayoshi Son", "Son is Masayoshi Son"),
        ("different", "Masayoshi Son", "Son is not Masayoshi Son"),
        ("reject", None, "Son is no name"),
        ("retype", "place", "Son is of type place"),
        ("rename", "Mr Son", "Son is called Mr Son"),
        ("watch", None, "Son is watched"),
    ],
)
def test_what_a_decision_says(kind: str, other: str | None, told: str) -> None:
    assert said(kind, "Son", other) == told
    assert said(kind, "Son", other, here=True) == f"{told}, here alone"


def test_long_names_leave_room() -> None:
    assert len(said("same", "a" * 500, "b" * 500)) < 100


def test_what_one_decision_made_is_taken_back_whole() -> None:
    every = [
        line("d", "09.000000", subject="Oxford"),
        line("c", "02.000000", subject="M. Son"),
        line("b", "01.999990", subject="Masayoshi Son"),
        line("a", "01.900000"),
        line("z", "01.000000"),
    ]
    decision = latest([every[2]], every, "Masayoshi Son")
    assert decision is not None
    assert decision.judgements == ("c", "b", "a")
    assert decision.said == "Masayoshi Son is no name"


def test_decisions_that_follow_each_other_quickly_stay_two() -> None:
    every = [line("b", "01.100000", kind="watch"), line("a", "01.000000", kind="watch")]
    decision = latest(every, every, "Son")
    assert decision is not None
    assert decision.judgements == ("b",)
    retyped = [line("b", "01.1", kind="retype", object="place"), line("a", "01.0", kind="retype", object="event")]
    decision = latest(retyped, retyped, "Son")
    assert decision is not None
    assert decision.judgements == ("b",)


def test_what_was_taken_back_is_passed_over() -> None:
    undo = line("u", "05", kind="undo", undoes="b")
    every = [undo, line("b", "03", undone_by="u"), line("a", "01")]
    decision = latest(every, every, "Son")
    assert decision is not None
    assert decision.judgements == ("a",)
    assert latest(every[:2], every[:2], "Son") is None
    assert watches([line("w", "03", kind="watch"), line("v", "02", kind="watch", undone_by="u")]) == ("w",)
