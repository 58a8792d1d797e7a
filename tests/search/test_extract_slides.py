"""Presentations: slides in the order they are shown, each with what belongs to it."""

from search.extract.extracted import Status
from tests.search.office_packages import members, packed, read, relations


def shape(text: str, placeholder: str = "") -> str:
    kind = f'<p:nvPr><p:ph type="{placeholder}"/></p:nvPr>' if placeholder else ""
    return f"<p:sp>{kind}<p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp>"


def slide(*shapes: str, root: str = "p:sld") -> str:
    return f"<{root}><p:cSld><p:spTree>{''.join(shapes)}</p:spTree></p:cSld></{root}>"


TABLE = (
    "<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id='4' name='Table 1' descr='prices'/></p:nvGraphicFramePr><a:tbl>"
    "<a:tr><a:tc><a:txBody><a:p><a:r><a:t>a</a:t></a:r></a:p></a:txBody></a:tc>"
    "<a:tc><a:txBody><a:p><a:r><a:t>b</a:t></a:r></a:p></a:txBody></a:tc></a:tr>"
    "<a:tr><a:tc><a:txBody><a:p><a:r><a:t>c</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl></p:graphicFrame>"
)
PARTS: dict[str, str | bytes] = {
    "ppt/presentation.xml": (
        '<p:presentation><p:sldIdLst><p:sldId id="256" r:id="r2"/><p:sldId id="257" r:id="r1"/></p:sldIdLst>'
        "</p:presentation>"
    ),
    "ppt/_rels/presentation.xml.rels": relations(
        ("r1", "slide", "slides/slide1.xml"),
        ("r2", "slide", "/ppt/slides/slide10.xml"),
        ("r3", "slide", "slides/slide3.xml"),
        ("r4", "commentAuthors", "commentAuthors.xml"),
    ),
    "ppt/slides/slide10.xml": slide(
        shape("sub"),
        shape("The Title", "ctrTitle"),
        "<p:sp><p:txBody><a:p><a:r><a:rPr><a:hlinkClick r:id='h1'/></a:rPr><a:t>li</a:t></a:r><a:r><a:t>nk</a:t></a:r>"
        "<a:br/><a:r><a:t>next</a:t></a:r></a:p></p:txBody></p:sp>",
        TABLE,
    ),
    "ppt/slides/_rels/slide10.xml.rels": relations(
        ("h1", "hyperlink", "https://a.example/"),
        ("n1", "notesSlide", "../notesSlides/notesSlide1.xml"),
        ("c1", "comments", "../comments/comment1.xml"),
        ("d1", "diagramData", "../diagrams/data1.xml"),
        ("l1", "slideLayout", "../slideLayouts/slideLayout1.xml"),
    ),
    "ppt/slides/slide1.xml": slide(shape("hidden", "body")).replace("<p:sld>", '<p:sld show="0">'),
    "ppt/slides/slide3.xml": slide(shape("deleted")),
    "ppt/notesSlides/notesSlide1.xml": slide(shape("", "sldImg"), shape("spoken", "body"), root="p:notes"),
    "ppt/diagrams/data1.xml": "<dgm:dataModel><dgm:t><a:p><a:r><a:t>step</a:t></a:r></a:p></dgm:t></dgm:dataModel>",
    "ppt/slideLayouts/slideLayout1.xml": slide(shape("Click to edit", "title"), shape("Confidential")),
    "ppt/slideLayouts/_rels/slideLayout1.xml.rels": relations(("m", "slideMaster", "../slideMasters/slideMaster1.xml")),
    "ppt/slideMasters/slideMaster1.xml": slide(shape("Acme Ltd"), shape("Click to edit", "body")),
    "ppt/commentAuthors.xml": '<p:cmAuthorLst><p:cmAuthor id="0" name="Bob"/></p:cmAuthorLst>',
    "ppt/comments/comment1.xml": (
        '<p:cmLst><p:cm authorId="0"><p:text>why?</p:text></p:cm><p:cm authorId="9"><p:reply authorId="0"><a:p><a:r>'
        "<a:t>because</a:t></a:r></a:p></p:reply><p:txBody><a:p><a:r><a:t>how?</a:t></a:r></a:p></p:txBody></p:cm>"
        "</p:cmLst>"
    ),
    "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": b"book",
}


def test_slides_come_as_they_are_shown_with_titles_as_labels() -> None:
    extracted = read(packed("pptx", PARTS), "pptx")
    assert extracted.status is Status.OK
    units = [(unit.kind, unit.number, unit.label) for unit in extracted.units]
    assert units == [("slide", 1, "The Title"), ("slide", 2, "")]
    first, second = (extracted.text[unit.start : unit.end] for unit in extracted.units)
    assert first == (
        "sub\n\nThe Title\n\nlink\nnext (https://a.example/)\n\nprices\n\na\tb\nc\n\nstep\n\nspoken\n\n"
        "Bob: why?\nBob: because\nhow?"
    )
    assert second == "hidden"
    assert extracted.text.endswith("hidden\n\nConfidential\n\nAcme Ltd")


def test_embedded_files_are_members() -> None:
    assert members(packed("pptx", PARTS), "pptx") == {b"ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": b"book"}


def test_slides_are_found_by_their_names_when_the_presentation_does_not_list_them() -> None:
    parts: dict[str, str | bytes] = {
        "ppt/presentation.xml": b"<p:presentation",
        "ppt/slides/slide10.xml": slide(shape("ten")),
        "ppt/slides/slide9.xml": slide(shape("nine", "title")),
    }
    extracted = read(packed("pptx", parts), "pptx")
    assert (extracted.text, extracted.status) == ("nine\n\nten", Status.PARTIAL)
    assert [unit.label for unit in extracted.units] == ["nine", ""]


def test_parts_that_lead_to_each_other_are_read_once() -> None:
    loop = relations(
        ("a", "notesSlide", "slide1.xml"), ("b", "slideLayout", "slide1.xml"), ("c", "slide", "slide1.xml")
    )
    parts: dict[str, str | bytes] = {
        "ppt/presentation.xml": "<p:presentation></p:presentation>",
        "ppt/slides/slide1.xml": slide(shape("round")),
        "ppt/slides/_rels/slide1.xml.rels": loop,
    }
    assert read(packed("pptx", parts), "pptx").text.count("round") <= 3


def test_a_truncated_presentation_has_a_status() -> None:
    data = packed("pptx", PARTS)
    for percent in range(0, 100, 10):
        extracted = read(data[: len(data) * percent // 100], "pptx")
        assert extracted.reason is None or "Error:" not in extracted.reason, extracted.reason


def test_a_presentation_of_pictures_needs_ocr() -> None:
    parts: dict[str, str | bytes] = {
        "ppt/presentation.xml": "<p:presentation></p:presentation>",
        "ppt/slides/slide1.xml": slide(),
        "ppt/media/image1.png": b"x",
    }
    assert read(packed("pptx", parts), "pptx").status is Status.NEEDS_OCR


def test_slides_that_are_not_there_or_there_again_are_counted_and_said() -> None:
    ids = "".join(f'<p:sldId r:id="r{number}"/>' for number in (1, 2, 1, 9, 3))
    parts: dict[str, str | bytes] = {
        "ppt/presentation.xml": f"<p:presentation><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(*((f"r{n}", "slide", f"slides/slide{n}.xml") for n in (1, 2, 3))),
        "ppt/slides/slide1.xml": slide(shape("first")),
        "ppt/slides/slide3.xml": slide(shape("last")),
        "ppt/slides/_rels/slide3.xml.rels": relations(("n", "notesSlide", "../notesSlides/notesSlide3.xml")),
    }
    found = read(packed("pptx", parts), "pptx")
    assert found.status is Status.PARTIAL
    assert found.reason == "lists 1 of its parts again, which are read once; slide 2 and 2 more are missing"
    assert [(unit.number, found.text[unit.start : unit.end]) for unit in found.units] == [(1, "first"), (5, "last")]
    del parts["ppt/_rels/presentation.xml.rels"]
    found = read(packed("pptx", parts), "pptx")
    assert found.text == "first\n\nlast"
    assert found.reason is not None
    assert found.reason.startswith("ppt/_rels/presentation.xml.rels")


def test_outlines_and_movements_hold_no_words_and_hide_none() -> None:
    outline = "<p:spPr><a:custGeom><a:pathLst><a:path><a:moveTo><a:pt x='0' y='0'/></a:moveTo></a:path></a:pathLst>"
    drawn = shape("within").replace("<p:txBody>", f"{outline}</a:custGeom></p:spPr><p:txBody>")
    moved = (
        "<p:timing><p:par><p:attrName>visibility</p:attrName><a:p><a:r><a:t>moved</a:t></a:r></a:p></p:par></p:timing>"
    )
    shown = slide(shape("before"), drawn).replace("</p:sld>", f"{moved}{shape('after')}</p:sld>")
    parts: dict[str, str | bytes] = {"ppt/presentation.xml": "<p:presentation/>", "ppt/slides/slide1.xml": shown}
    assert read(packed("pptx", parts), "pptx").text == "before\n\nwithin\n\nafter"
