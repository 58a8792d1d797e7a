"""How many terminal cells text takes, and where a row of it may end.

Terms: a *cell* is one column of the terminal; a *cluster* is a character with what belongs to it (combining marks,
joined emoji, the other half of a flag) and is never cut; *plain* characters take one cell and stand alone, which most
scripts of one letter per cell do, so that most text is measured by its length. Hostile characters are measured as the
characters that `tui.sanitize.safe` shows for them. A tab reaches to the next multiple of four cells of its row.
"""

from search.text.late import late
from tui.sanitize import safe

TAB = 4
"""Cells between tab stops."""

MOST_CELLS = 2
"""Of any one character but a tab."""


def most_characters(width: int) -> int:
    """Characters that a row is cut after, whatever their cells: a million marks on one letter are not drawn at once.
    No script needs as many.
    """
    return 32 + 8 * width


_PLAIN = (
    "\x00-\x08\n-\u02ff\u0370-\u0482\u048a-\u0590\u05d0-\u05ea\u061c\u061d-\u064a\u0671-\u06d5\u10a0-\u10ff"
    "\u1e00-\u200b\u200e-\u205f\u2066-\u20cf\u2100-\u22ff\u2400-\u25fc\ud800-\udfff\ufeff\ufffd"
)
_WIDE = (
    "\u2e80-\u2e99\u2e9b-\u2ef3\u2f00-\u2fd5\u2ff0-\u3029\u3030-\u303e\u3041-\u3096\u309b-\u30ff\u3105-\u312f"
    "\u3131-\u3163\u3165-\u318e\u3400-\u4dbf\u4e00-\ua48c\uac00-\ud7a3\uff01-\uff60\U00020000-\U0002fffd"
)
_NOT_PLAIN = late(f"[^{_PLAIN}]")
_NOT_SINGLE = late(f"[^{_PLAIN}{_WIDE}]")
_RUNS = late(f"([{_PLAIN}]+)|[{_WIDE}]+")

_JOINER = "\u200d"
_EMOJI_SELECTOR = "\ufe0f"


class _Cells(dict[str, int]):
    """Cells of single characters, looked up in Rich's tables once each."""

    def __missing__(self, character: str) -> int:
        from rich.cells import get_character_cell_size

        self[character] = cells = get_character_cell_size(safe(character))
        return cells


_cells = _Cells()


def is_plain(text: str, start: int, end: int) -> bool:
    """Whether every character in the range takes one cell and stands alone."""
    return _NOT_PLAIN.search(text, start, end) is None


def _is_flag_letter(character: str) -> bool:
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def starts_cluster(text: str, offset: int, lowest: int) -> bool:
    """Whether a cluster starts at `offset`; nothing before `lowest` belongs to it."""
    if offset <= lowest or offset >= len(text):
        return True
    character, before = text[offset], text[offset - 1]
    if before == "\n":
        return True
    if before == _JOINER or _cells[character] == 0:
        return False
    if not _is_flag_letter(character):
        return True
    first = offset
    while first > lowest and _is_flag_letter(text[first - 1]):
        first -= 1
    return (offset - first) % 2 == 0


def measure(text: str, start: int, end: int, column: int = 0) -> int:
    """Cells of a range of one line that begins `column` cells from the left; at least what Rich measures."""
    if is_plain(text, start, end):
        return end - start
    reached = column
    for offset in range(start, end):
        character = text[offset]
        if character == "\t":
            reached += TAB - reached % TAB
        else:
            reached += 1 if character == _EMOJI_SELECTOR else _cells[character]
    return reached - column


def row_break(text: str, start: int, end: int, width: int) -> int:
    """Where the row that begins at `start` ends: after the last space or tab that leaves it at most `width` cells wide,
    else at the last cluster that fits, else after its only cluster, and after `most_characters` at the latest. `end`
    when the rest of the line fits.

    The space at the break is part of the row and may hang over its edge.
    """
    window = min(start + width + 2, end)
    if is_plain(text, start, window):
        return plain_row_break(text, start, end, width)
    if _NOT_SINGLE.search(text, start, window) is None and width >= MOST_CELLS:
        return plain_row_break(text, start, end, _fitting(text, start, window, width))
    return _row_break_by_cluster(text, start, end, width)


def plain_row_break(text: str, start: int, end: int, length: int) -> int:
    """`row_break` where `length` characters fit and any character may begin a row."""
    edge = start + length
    if edge >= end:
        return end
    space = text.rfind(" ", start, edge + 1)
    return edge if space < 0 else space + 1


def _fitting(text: str, start: int, end: int, width: int) -> int:
    """How many characters of a range without clusters `width` cells hold."""
    column = 0
    for run in _RUNS.finditer(text, start, end):
        size = 1 if run.lastindex else MOST_CELLS
        room = (width - column) // size
        if run.end() - run.start() > room:
            return run.start() - start + room
        column += size * (run.end() - run.start())
    return end - start


def _row_break_by_cluster(text: str, start: int, end: int, width: int) -> int:
    cells = _cells
    limit = start + most_characters(width)
    column = 0
    cluster = gap = start
    flag_letters = 0
    before = ""
    for offset in range(start, min(end, limit)):
        character = text[offset]
        size = cells[character]
        is_flag = size == 1 and _is_flag_letter(character)
        if offset == start or (size and before != _JOINER and not (is_flag and flag_letters % 2)):
            cluster = offset
            if before == " " or before == "\t":
                gap = offset
        flag_letters = flag_letters + 1 if is_flag else 0
        if character == "\t":
            size = TAB - column % TAB
        elif character == _EMOJI_SELECTOR:
            size = 1
        column += size
        hangs = character in " \t" and column - size <= width
        if column > width and cluster > start and not hangs:
            return gap if gap > start else cluster
        before = character
    return min(end, limit)


def offset_at(text: str, start: int, end: int, column: int) -> tuple[int, int]:
    """The first cluster of a line that begins at `column` cells or later, and the column where it begins."""
    if is_plain(text, start, min(start + column + 1, end)):
        offset = min(start + column, end)
        return offset, offset - start
    reached = 0
    for offset in range(start, end):
        if reached >= column and starts_cluster(text, offset, start):
            return offset, reached
        reached += measure(text, offset, offset + 1, reached)
    return end, reached
