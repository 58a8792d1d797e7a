"""What a document is called."""

import pytest

from search.extract.extracted import Extracted, Metadata, Status, Unit
from search.extract.titling import title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("The Annual Report\n\nIt was a good year.", "The Annual Report"),
        ("\n== Notes ==\ntext", "Notes"),
        ("It was a good year. Then it was not.\n", "name"),
        ("This is the first line of a paragraph that is wrapped at some seventy\ncharacters and goes on.", "name"),
        ("and so it goes on", "name"),
        ("x" * 200, "name"),
        ("", "name"),
    ],
)
def test_titles_of_texts(text: str, title: str) -> None:
    assert title_of("name.txt", Extracted("text", "plain/1", Status.OK, text)) == title


def test_other_titles() -> None:
    heading = Extracted("html", "hypertext/1", Status.OK, "x", (Unit("section", 1, "The Heading", 0, 1),))
    assert title_of("a.html", heading) == "The Heading"
    assert (
        title_of("a.html", Extracted("html", "h", Status.OK, "x", metadata=Metadata(title="Stated\n title")))
        == "Stated title"
    )
    assert title_of("code.tar.py", Extracted("code", "plain/1", Status.OK, "Import This")) == "code.tar"
    assert title_of(".profile", Extracted("code", "plain/1", Status.OK, "")) == ".profile"


@pytest.mark.parametrize(
    ("stated", "title"),
    [
        ("Microsoft Word - The Plan.doc", "The Plan.doc"),
        ("Untitled 1", "First line"),
        ("PowerPoint Presentation", "First line"),
    ],
)
def test_titles_that_programs_state(stated: str, title: str) -> None:
    extracted = Extracted("pdf", "pdf/1", Status.OK, "First line\n\ntext", metadata=Metadata(title=stated))
    assert title_of("a.pdf", extracted) == title


def test_a_mail_is_called_by_its_subject() -> None:
    assert (
        title_of("1.eml", Extracted("mail", "mail/1", Status.OK, "x", metadata=Metadata(subject="Re: Plan")))
        == "Re: Plan"
    )


def test_a_single_entry_names_its_file() -> None:
    entry, other = Unit("section", 1, "Board meeting", 0, 1), Unit("section", 2, "Call", 1, 2)
    assert title_of("a.ics", Extracted("calendar", "c/1", Status.OK, "xy", (entry,))) == "Board meeting"
    assert title_of("a.ics", Extracted("calendar", "c/1", Status.OK, "xy", (entry, other))) == "a"


def test_cells_are_no_title() -> None:
    sheet = Extracted("office", "sheets/1", Status.OK, "Name\tAge", (Unit("sheet", 1, "Sheet1", 0, 8),))
    assert title_of("people.xlsx", sheet) == "people"
    assert title_of("a.docx", Extracted("office", "word/1", Status.OK, "The Plan\n\ntext")) == "The Plan"
