"""Pictures of text are read after everything else, when that is switched on, and each of them once."""

from dataclasses import replace
from pathlib import Path

import pytest

from search.ingest.events import Progress
from search.ingest.settings import DEFAULT
from tests.house import House, counts
from tests.search.office_packages import packed
from tests.search.test_extract_ocr import LISTED, drawn, png, scanned
from tests.search.test_extract_programs import Script, script
from tests.search.test_ingest_containers import zipped

__all__ = ["script"]

WITH_OCR = replace(DEFAULT, ocr=True)
PICTURE_ALONE: dict[str, str | bytes] = {"word/document.xml": "<w:document/>", "word/media/image1.png": b"x"}


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_what_waits_for_it_is_read_once(house: House, script: Script) -> None:
    house.write("a.pdf", scanned("words"))
    house.write("b.png", png(drawn("words")))
    house.write("c.zip", zipped({"d.pdf": scanned("other words"), "e.txt": "plain"}))
    house.write("f.docx", packed("docx", PICTURE_ALONE))
    script("tesseract", LISTED + "echo the word medlar")
    house.add()
    before = {"b.png": "needs-ocr", "a.pdf": "partial", "c.zip!/d.pdf": "partial", "f.docx": "needs-ocr"}
    assert {name: house.statuses()[name] for name in before} == before
    house.sync(WITH_OCR)
    texts = dict(sorted(house.texts().items()))
    assert [name for name, text in texts.items() if "medlar" in text] == ["a.pdf", "b.png", "c.zip!/d.pdf"]
    assert house.statuses()["f.docx"] == "needs-ocr"
    assert counts(house.sync(WITH_OCR))["unchanged"] > 0
    assert [event for event in house.events if isinstance(event, Progress)] == []
