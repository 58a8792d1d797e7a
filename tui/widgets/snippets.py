"""Hits and snippets as styled text: matches in bold and colour, everything made safe, runs of space as one."""

import re
from collections.abc import Iterable, Iterator

from rich.cells import cell_len
from textual.content import Content

from search.explore.results import Hit, Snippet
from search.text.spans import Span
from tui.dating import day
from tui.sanitize import safe, safe_line

MATCH = "bold $text-warning"
TITLE_MATCH = "bold underline $text-warning"
DIM = "dim"
_LEAD = 12
_ROOMY = 34


def lit(text: str, matches: Iterable[Span], plain: str, match: str) -> Content:
    """One line of `text` with its `matches` (sorted spans of it) in another style."""
    pieces: list[Content] = []
    done = 0
    for span in matches:
        start, end = max(span.start, done), min(span.end, len(text))
        if start < end:
            pieces += [
                Content.styled(_one_line(text[done:start]), plain),
                Content.styled(_one_line(text[start:end]), match),
            ]
            done = end
    pieces.append(Content.styled(_one_line(text[done:]), plain))
    return Content("").join(pieces)


def snippet_line(snippet: Snippet) -> Content:
    """A snippet from a little before its first match on, to be cut at the pane's edge."""
    first = snippet.matches[0].start if snippet.matches else 0
    skip = 0 if first <= _LEAD else snippet.text.find(" ", first - _LEAD, first) + 1 or first - _LEAD
    matches = [Span(span.start - skip, span.end - skip) for span in snippet.matches if span.start >= skip]
    line = lit(snippet.text[skip:].lstrip() if not skip else snippet.text[skip:], matches, "", MATCH)
    return Content.assemble(("…", DIM), line) if skip or snippet.start else line


def hit_lines(hit: Hit, width: int, snippets: int) -> Content:
    """A hit as an option: title, snippets (room for them while it is not excerpted), then date, matches and path."""
    lines = [lit(hit.title or hit.path, hit.title_matches if hit.title else (), "bold", TITLE_MATCH)]
    lines += [snippet_line(snippet) for snippet in hit.snippets[:snippets]]
    if not hit.excerpted:
        lines += [Content("")] * snippets
    facts = [*_version(hit, width), hit.document_date or hit.modified[:10]]
    if hit.gone:
        facts.append("gone")
    if hit.excerpted and not hit.snippets:
        facts.append("no text")
    elif hit.match_count and width >= _ROOMY:
        facts.append("1 match" if hit.match_count == 1 else f"{hit.match_count:,} matches")
    said = safe_line("  ".join(facts))
    lines.append(Content.styled(f"{said}  {path_end(hit.path, width - cell_len(said) - 2)}", DIM))
    return Content("\n").join(lines)


def _version(hit: Hit, width: int) -> Iterator[str]:
    """Which version of several it is; first of all, because nothing else may tell the hits of a document apart."""
    if hit.seen_to is not None and hit.number < hit.versions:
        number = f"v{hit.number:,} of {hit.versions:,}"
        yield f"{number}, until {day(hit.seen_to)}" if width >= _ROOMY else number


def path_end(path: str, cells: int) -> str:
    """The end of a path that fits in `cells`: the name matters most."""
    shown = safe(path)
    if cell_len(shown) <= cells:
        return shown
    if cells < 2:
        return ""
    kept: list[str] = []
    room = cells - 1
    for character in reversed(shown):
        room -= cell_len(character)
        if room < 0:
            break
        kept.append(character)
    return "…" + "".join(reversed(kept))


def _one_line(text: str) -> str:
    return re.sub(r" {2,}", " ", safe_line(text))
