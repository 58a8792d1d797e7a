"""Words that a page of a PDF parts by their places alone."""

import pytest

from tests.search.test_extract_pdf import pdf, read


def shown(pieces: str) -> str:
    """The text of a page that shows strings with moves between them, in thousandths of an em to the left."""
    return read(pdf([["x"]], drawn=(f" BT /F1 12 Tf 72 600 Td [{pieces}] TJ ET",))).text.partition("\n")[2]


NARROW, WIDE = -125, -280


@pytest.mark.parametrize(
    ("pieces", "text"),
    [
        pytest.param(f"(some) {WIDE} (even) {NARROW} (makes) {NARROW} (more)", "some even makes more", id="narrow"),
        pytest.param(f"(Some) {WIDE} (m) -20 (a) 40 (k) -30 (e) 10 (s)", "Some makes", id="letters pushed about"),
        pytest.param(f"(some) {WIDE} (h) -125 (e) -125 (a) -125 (d)", "some head", id="letters set apart"),
        pytest.param("(some words) -125 (more)", "some wordsmore", id="spaces that are written"),
    ],
)
def test_narrow_gaps_part_words_where_gaps_part_words(pieces: str, text: str) -> None:
    assert shown(pieces) == text
