"""A quote says where it can be found again."""

from dataclasses import replace

from search.explore.documents import Document, VersionLine
from search.extract.extracted import Unit
from tui.citation import citation
from tui.dating import period_text

FIRST, SECOND = "2024-03-01T12:00:00Z", "2024-06-30T12:00:00Z"
DOCUMENT = Document(
    document="d1",
    version="v1",
    path="/docs/plan.pdf",
    title="The plan",
    type="pdf",
    status="ok",
    reason=None,
    document_date="2024-02-01",
    modified=FIRST,
    gone=None,
    number=2,
    versions=(VersionLine("v1", FIRST, SECOND, FIRST, "ok"), VersionLine("v2", SECOND, None, SECOND, "ok")),
    text="The harbour\nopens.",
    length=18,
    units=(Unit("page", 1, "", 0, 18),),
)


def test_the_newest_text_is_cited_by_title_page_date_and_path() -> None:
    assert citation(DOCUMENT, "The harbour\nopens.", 0) == (
        "“The harbour opens.”\n— The plan, page 1, 2024-02-01 (/docs/plan.pdf)\n"
    )


def test_an_older_text_says_which_version_it_is() -> None:
    cited = citation(replace(DOCUMENT, number=1), "The harbour", 0)
    assert cited.endswith(f"(/docs/plan.pdf, version 1 of 2, {period_text(FIRST, SECOND)})\n")
