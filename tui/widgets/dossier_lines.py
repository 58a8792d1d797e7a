"""The rows of a dossier as styled text: cut to the width that there is, names lit, everything made safe."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.content import Content

from search.text.spans import Span
from tui.chart import standing_bars
from tui.counting import counted
from tui.dating import histogram_text, span_text
from tui.sanitize import safe_line
from tui.widgets.snippets import DIM, MATCH, lit, path_end

if TYPE_CHECKING:
    from search.explore.names import Alias, Dossier, Found, NamingDocument, Together

ALIASES_SHOWN = 30
SENTENCE_ROWS = 2
MEASURE = 110
"""Most cells of a row of a sentence: longer ones are hard to read."""
CHART_ROWS = 4
CHART_CELLS = 160
_INDENT = "  "
_LEAST_PATH = 12
_COUNT_CELLS = 7
_DATE_CELLS = 10


def heading(text: str) -> Content:
    """The heading of a section, a row above it free."""
    return Content.styled("\n" + safe_line(text), "bold $accent")


def facts(dossier: Dossier) -> Content:
    """Other names, when it was named first and last, and what was left out."""
    lines = [Content(safe_line(_aliases(dossier.entity.name, dossier.entity.aliases)))]
    lines.append(Content.styled(safe_line(span_text(dossier.first, dossier.last, dossier.undated)), DIM))
    lines += [Content.styled(safe_line(note), "$text-warning") for note in dossier.notes]
    return Content("\n").join(line for line in lines if line.plain)


def _aliases(name: str, aliases: Iterable[Alias]) -> str:
    used = sorted((alias for alias in aliases if alias.mentions), key=lambda alias: -alias.mentions)
    if not used or [alias.name for alias in used] == [name]:
        return ""
    named = [f"{alias.name} {alias.mentions:,}" for alias in used[:ALIASES_SHOWN]]
    more = [f"{len(used) - ALIASES_SHOWN:,} more"] if len(used) > ALIASES_SHOWN else []
    return "written " + ", ".join([*named, *more])


def timeline(dossier: Dossier, width: int) -> list[Content]:
    """The heading of the chart, and the chart; nothing for an entity that no dated document names."""
    rows = standing_bars(dossier.histogram.bars, min(CHART_CELLS, width), CHART_ROWS)
    if not rows:
        return []
    said = histogram_text(dossier.histogram)
    return [
        heading(said[0].upper() + said[1:]),
        Content("\n").join([*(Content.styled(row, "$text-primary") for row in rows[:-2]), *map(_dim, rows[-2:])]),
    ]


def place_line(found: Found, times: int, title: str, width: int, *, headed: bool) -> Content:
    """A sentence that names the entity `times` times; `headed`, under date, title, unit and path of its document."""
    flat = " ".join(found.sentence.split())
    named = _occurrences(flat, [found.text])
    lines = list(_sentence(flat, named, named[0] if named else Span(0, 0), width))
    if times > 1:
        lines[-1] = Content.assemble(lines[-1], (f" ({times:,} times)", DIM))
    if headed:
        unit = f"  {safe_line(found.unit)}" if found.unit else ""
        lines.insert(0, _headed(_date(found.document_date), title, unit, found.path, width))
    return Content("\n").join(lines)


def _headed(told: str, title: str, end: str, path: str, width: int) -> Content:
    """A document by its title and, where there is room, its path; by its path alone when it has no title."""
    if not title:
        name = path_end(path, width - cell_len(told + end) - 2)
        return Content.assemble((told, DIM), "  ", (name, "bold"), (end, DIM))
    name = safe_line(title)
    room = width - cell_len(told + name + end) - 4
    place = f"  {path_end(path, room)}" if room >= _LEAST_PATH else ""
    return Content.assemble((told, DIM), "  ", (name, "bold"), (end + place, DIM)).truncate(width, ellipsis=True)


def together_line(other: Together, names: Iterable[str], width: int) -> Content:
    """Name, type and documents of a companion, over the sentence that names both; `names` are those of the entity."""
    said = f"  {safe_line(other.type)}, in {counted(other.documents, 'document')} with it"
    head = Content.assemble((safe_line(other.name), "bold"), (said, DIM)).truncate(width, ellipsis=True)
    if other.sentence is None:
        return Content("\n").join([head, Content.styled(_INDENT + "no sentence names both", DIM)])
    flat = " ".join(other.sentence.split())
    one, both = _occurrences(flat, names), _occurrences(flat, [other.name])
    return Content("\n").join([head, *_sentence(flat, sorted([*one, *both]), _nearest(one, both), width)])


def document_line(document: NamingDocument, width: int) -> Content:
    """Date, mentions, title and path."""
    told = f"{_date(document.document_date)}{document.mentions:>{_COUNT_CELLS},}"
    return _headed(told, document.title, "", document.path, width)


def _sentence(text: str, named: Sequence[Span], around: Span, width: int) -> Iterator[Content]:
    """`SENTENCE_ROWS` rows at most of `text` with `named` lit, those `around` a part of it when it is longer."""
    inner = min(MEASURE, width - len(_INDENT))
    piece = _window(text, around, inner * SENTENCE_ROWS - inner // 4)
    inside = [Span(s.start - piece.start, s.end - piece.start) for s in named if piece.start <= s.start < piece.end]
    line = lit(text[piece.start : piece.end], inside, "", MATCH)
    before, after = "…" if piece.start else "", "…" if piece.end < len(text) else ""
    for row in Content.assemble((before, DIM), line, (after, DIM)).wrap(inner)[:SENTENCE_ROWS]:
        yield Content.assemble(_INDENT, row.rstrip())


def _occurrences(text: str, names: Iterable[str]) -> list[Span]:
    """Where any of `names` stands in `text`: as whole words, or anywhere when it has letters beyond ASCII, which may
    be of a script without spaces.
    """
    known = sorted({" ".join(name.split()) for name in names if name.strip()}, key=len, reverse=True)
    if not known:
        return []
    patterns = [rf"(?<![^\W_]){re.escape(name)}(?![^\W_])" if name.isascii() else re.escape(name) for name in known]
    return [Span(*match.span()) for match in re.finditer("|".join(patterns), text)]


def _nearest(one: Sequence[Span], other: Sequence[Span]) -> Span:
    """The shortest part that holds one of each; of one when there is no other."""
    pairs = (Span(min(a.start, b.start), max(a.end, b.end)) for a in one for b in other)
    return min(pairs, key=lambda part: part.end - part.start, default=next(iter([*one, *other]), Span(0, 0)))


def _window(text: str, span: Span, cells: int) -> Span:
    """A part of `text` in at most `cells` around `span`, cut between words where there are any."""
    if cell_len(text) <= cells:
        return Span(0, len(text))
    room = min(cells // 3, max(0, cells - cell_len(text[span.start : span.end])) // 2)
    start = span.start
    while start and (room := room - cell_len(text[start - 1])) >= 0:
        start -= 1
    if start and (word := text.find(" ", start, span.start)) >= 0:
        start = word + 1
    end, room = start, cells - 2
    while end < len(text) and (room := room - cell_len(text[end])) >= 0:
        end += 1
    if end < len(text) and (word := text.rfind(" ", max(start, span.end), end)) > 0:
        end = word
    return Span(start, end)


def _date(date: str | None) -> str:
    return f"{safe_line(date or 'undated'):<{_DATE_CELLS}}"


def _dim(row: str) -> Content:
    return Content.styled(row, DIM)
