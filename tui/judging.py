"""The commands about decisions on names: judge, judgements, and what `cristal entities` suggests and exports."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from search.errors import BadInput
from tui import output, shapes
from tui.counting import counted
from tui.dating import minute
from tui.exploring import exploring
from tui.output import BOLD, DIM, Writer
from tui.sanitize import safe_line

if TYPE_CHECKING:
    from search.explore.decisions import JudgementLine, SuggestionList
    from search.explore.explorer import Explorer
    from search.explore.names import Entity, Found

UNDO = "undo"
SHOWN_ID = 8
"""Digits of a judgement's id that are shown: enough to tell a few million apart from most others."""


def judge(chosen: argparse.Namespace) -> int:
    """Decide something about a name, or take a decision back."""
    with exploring(chosen) as explorer:
        if chosen.kind == UNDO:
            if chosen.object is not None:
                raise BadInput("`cristal judge undo ID` takes the id of one judgement")
            made: Sequence[JudgementLine] = [explorer.undo(chosen.subject, reason=chosen.reason)]
        else:
            made = explorer.judge(chosen.kind, chosen.subject, chosen.object, reason=chosen.reason)
    if chosen.json:
        output.print_json(_judgements_shape(made))
    elif not chosen.quiet:
        print_judgements(made, Writer(chosen))
    return 0


def judgements(chosen: argparse.Namespace) -> int:
    """List, export or import decisions."""
    with exploring(chosen) as explorer:
        if chosen.import_ is not None:
            return _import(chosen, explorer)
        if chosen.export is not None:
            return _export(chosen, explorer.export_judgements())
        made = explorer.judgements()
    if chosen.json:
        output.print_json(_judgements_shape(made))
    else:
        print_judgements(made, Writer(chosen))
    return 0 if made else 1


def suggest(chosen: argparse.Namespace) -> int:
    """List entities that may be one."""
    with exploring(chosen) as explorer:
        listed = explorer.merge_suggestions(type=chosen.type, limit=chosen.limit)
    if chosen.json:
        output.print_json({"schema": shapes.SCHEMA, **_suggestions_shape(listed)})
    else:
        print_suggestions(listed, Writer(chosen))
    return 0 if listed.total else 1


def follow_the_money(chosen: argparse.Namespace) -> int:
    """Print entities as FollowTheMoney has them."""
    with exploring(chosen) as explorer:
        found = False
        for line in explorer.follow_the_money(type=chosen.type):
            found = True
            print(line)
    return 0 if found else 1


def print_judgements(made: Iterable[JudgementLine], out: Writer) -> None:
    """Decisions, one a line."""
    for line in made:
        out.line(_judgement_line(line, out))


def _judgement_line(line: JudgementLine, out: Writer) -> str:
    subject = safe_line(line.subject) + (f" ({line.type})" if line.type else "")
    where = f" in {line.document}" if line.document else ""
    words = f"{subject}{where}" + (f" · {safe_line(line.object)}" if line.object else "")
    if line.undoes:
        words += f" · takes back {line.undoes[:SHOWN_ID]}"
    reason = f"  “{safe_line(line.reason)}”" if line.reason else ""
    undone = f"  undone by {line.undone_by[:SHOWN_ID]}" if line.undone_by else ""
    facts = out.styled(f"{line.judgement[:SHOWN_ID]}  {minute(line.at)}", DIM)
    return f"{facts}  {out.styled(f'{line.kind:<9}', BOLD)}  {words}{reason}{out.styled(undone, DIM)}"


def print_suggestions(listed: SuggestionList, out: Writer) -> None:
    """Pairs that may be one, each with what documents say of either."""
    for pair in listed.suggestions:
        together = f", {counted(pair.together, 'document')} with both" if pair.together else ""
        out.line(out.styled(f"{pair.likeness:>5.1f}  {pair.why}{together}", DIM))
        for entity, evidence in ((pair.entity, pair.evidence), (pair.other, pair.other_evidence)):
            _print_side(entity, evidence, out)
        same = f"cristal judge same {pair.other.entity} {pair.entity.entity}"
        out.line(out.styled(f"       {same}    {same.replace(' same ', ' different ')}", DIM))
    if not out.quiet and listed.total > len(listed.suggestions):
        out.line(out.styled(f"{len(listed.suggestions):,} of {listed.total:,} shown: --limit shows more", DIM))


def _print_side(entity: Entity, evidence: Sequence[Found], out: Writer) -> None:
    counts = f"{counted(entity.mentions, 'mention')} in {counted(entity.documents, 'document')}"
    out.line(f"       {out.styled(safe_line(entity.name), BOLD)}  {entity.type}  {counts}  {entity.entity}")
    for found in evidence:
        dated = f"{found.document_date} " if found.document_date else ""
        out.line(f"         {out.styled(dated, DIM)}{safe_line(' '.join(found.sentence.split()))}")


def _import(chosen: argparse.Namespace, explorer: Explorer) -> int:
    name = str(chosen.import_)
    try:
        lines = (sys.stdin.read() if name == "-" else chosen.import_.read_text(encoding="utf-8")).split("\n")
    except UnicodeDecodeError:
        raise BadInput(f"{safe_line(name)} is no text in UTF-8; `cristal judgements --export` writes one") from None
    except OSError as error:
        raise BadInput(f"{safe_line(name)} cannot be read: {(error.strerror or 'unknown error').lower()}") from None
    done = explorer.import_judgements(lines)
    if chosen.json:
        output.print_json({"schema": shapes.SCHEMA, **asdict(done)})
    elif not chosen.quiet:
        waiting = f"; {done.waiting:,} are about names that nothing names yet, and wait" if done.waiting else ""
        print(f"{counted(done.added, 'judgement')} added, {done.known:,} known{waiting}", file=sys.stderr)
    return 0


def _export(chosen: argparse.Namespace, lines: Iterable[str]) -> int:
    text = "".join(f"{line}\n" for line in lines)
    if str(chosen.export) == "-":
        sys.stdout.write(text)
        return 0
    Path(chosen.export).write_text(text, encoding="utf-8")
    if not chosen.quiet:
        count = text.count("\n")
        print(f"{counted(count, 'judgement')} in {safe_line(str(chosen.export))}", file=sys.stderr)
    return 0


def _judgements_shape(made: Iterable[JudgementLine]) -> shapes.Shape:
    return {"schema": shapes.SCHEMA, "judgements": [asdict(line) for line in made]}


def _suggestions_shape(listed: SuggestionList) -> shapes.Shape:
    return {
        "total": listed.total,
        "suggestions": [
            {
                "entity": shapes.entity_shape(pair.entity),
                "other": shapes.entity_shape(pair.other),
                "likeness": pair.likeness,
                "why": pair.why,
                "together": pair.together,
                "evidence": [asdict(found) for found in pair.evidence],
                "other_evidence": [asdict(found) for found in pair.other_evidence],
            }
            for pair in listed.suggestions
        ],
    }
