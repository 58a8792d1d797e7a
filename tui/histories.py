"""Histories and differences as text for people. Whatever comes from documents is made safe here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from search.explore.units import unit_label
from search.text.differing import Hunk
from search.text.spans import Span
from tui.dating import minute
from tui.output import BOLD, DIM, Writer
from tui.sanitize import safe_line

if TYPE_CHECKING:
    from search.explore.documents import Difference, History, PastVersion, Side

DELETED, INSERTED = "\x1b[31m", "\x1b[32m"
CONTEXT = 2
"""Lines around a hunk that are shown because they say where it is."""


def print_history(history: History, out: Writer) -> None:
    """The versions of a document, the earliest first, then where it was when it was in more than one place."""
    out.line(out.styled(safe_line(history.path), BOLD))
    for line in history.versions:
        out.line(_version_line(line, out))
    if history.gone is not None:
        out.line(f"     gone since {minute(history.gone)}: the file is no longer there")
    if len(history.stays) > 1:
        for stay in history.stays:
            until = minute(stay.until) if stay.until else "now"
            out.line(out.styled(f"     {minute(stay.since)} to {until}  {safe_line(stay.path)}", DIM))


def _version_line(line: PastVersion, out: Writer) -> str:
    until = minute(line.seen_to) if line.seen_to else "now"
    words = [
        f"{sign}{count:,}" for sign, count in (("+", line.inserted), ("-", line.deleted)) if count is not None and count
    ]
    changed = f"{' '.join(words)} words" if words else ""
    dated = f"dated {line.document_date} ({line.date_origin})" if line.document_date else ""
    facts = (
        line.status if line.status != "ok" else "",
        f"{line.characters:,} characters",
        changed,
        dated,
        "from git" if line.origin == "git" else "",
        line.version,
    )
    told = " · ".join(filter(None, map(safe_line, facts)))
    return f"{line.number:>4} {minute(line.seen_from)} to {until:<16}  {told}"


def print_difference(difference: Difference, out: Writer) -> None:
    """Each hunk under where it is, words taken out as [-words-] and put in as {+words+}."""
    before, after = difference.before, difference.after
    out.line(out.styled(safe_line(difference.path), BOLD))
    out.line(
        out.styled(
            f"version {before.number} ({before.version}, {minute(before.seen_from)}) to "
            f"version {after.number} ({after.version}, {minute(after.seen_from)})",
            DIM,
        )
    )
    shown_to = Span(0, 0)
    for number, hunk in enumerate(difference.hunks):
        gap = after.text[shown_to.end : hunk.after.start]
        if number and gap.count("\n") <= 2 * CONTEXT:
            lead = gap
        else:
            if number:
                _print_plain(after.text[shown_to.end : _lines_on(after.text, shown_to.end, CONTEXT)], out)
            out.line(out.styled(f"@@ {_place(after, hunk.after)} @@", DIM))
            lead = after.text[_lines_back(after.text, hunk.after.start, CONTEXT) : hunk.after.start]
        _print_plain(lead, out)
        for line in _rendered(before.text, after.text, hunk, out):
            out.line(line)
        shown_to = hunk.after
    if difference.hunks:
        _print_plain(after.text[shown_to.end : _lines_on(after.text, shown_to.end, CONTEXT)], out)


def _rendered(old: str, new: str, hunk: Hunk, out: Writer) -> Iterator[str]:
    """The lines of a hunk."""
    parts: list[tuple[str, str]] = []
    at = hunk.after.start
    for change in hunk.changes:
        parts.append((new[at : change.after.start], ""))
        parts.append((old[slice(*change.before)], DELETED))
        parts.append((new[slice(*change.after)], INSERTED))
        at = change.after.end
    parts.append((new[at : hunk.after.end], ""))
    line = ""
    for text, style in parts:
        for number, piece in enumerate(text.split("\n")):
            if number:
                yield line
                line = ""
            line += _marked(piece, style, out)
    if line:
        yield line


def _marked(text: str, style: str, out: Writer) -> str:
    shown = safe_line(text)
    if not shown or not style:
        return shown
    return out.styled(f"[-{shown}-]" if style == DELETED else f"{{+{shown}+}}", style)


def _print_plain(text: str, out: Writer) -> None:
    if text:
        for line in text.removesuffix("\n").split("\n"):
            out.line(safe_line(line))


def _place(side: Side, part: Span) -> str:
    line = side.text.count("\n", 0, part.start) + 1
    unit = unit_label(side.units, part.start)
    return f"{safe_line(unit)}, line {line:,}" if unit else f"line {line:,}"


def _lines_back(text: str, offset: int, lines: int) -> int:
    for _ in range(lines):
        if not offset:
            break
        offset = text.rfind("\n", 0, offset - 1) + 1
    return offset


def _lines_on(text: str, offset: int, lines: int) -> int:
    for _ in range(lines):
        end = text.find("\n", offset)
        if end < 0:
            return len(text)
        offset = end + 1
    return offset
