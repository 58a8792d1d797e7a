"""Markdown: sections where the headings are, and what the front matter says."""

import io

from search.extract.extracted import Extracted, Metadata
from search.extract.reading import extract


def read(text: str, name: str) -> Extracted:
    return extract(io.BytesIO(text.encode()), name)


def test_markdown_sections_and_front_matter() -> None:
    source = (
        "---\ntitle: 'The Plan'\nauthor: Jane Doe\ndate: 2025-02-03\n---\nintro\n\n# One **bold** [link](x) ##\ntext\n"
        "```\n# not a heading\n```\nTwo\n===\ntail\n#tag\n"
    )
    extracted = read(source, "plan.md")
    assert extracted.text == source
    assert extracted.metadata == Metadata("The Plan", "Jane Doe", "2025-02-03")
    assert [(unit.label, source[unit.start :].split("\n", 1)[0]) for unit in extracted.units] == [
        ("One bold link", "# One **bold** [link](x) ##"),
        ("Two", "Two"),
    ]
    assert extracted.units[-1].end == len(source)
    assert read("text\n\n# Heading\n", "a.md").metadata.title == "Heading"
    assert read("---\nnot front matter\n", "a.md").units == ()
