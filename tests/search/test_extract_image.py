"""Images have no text of their own."""

import io

from search.extract.extracted import Status
from search.extract.reading import extract


def test_an_image_needs_ocr() -> None:
    extracted = extract(io.BytesIO(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"), "x.png")
    assert (extracted.type, extracted.status, extracted.reason) == ("image", Status.NEEDS_OCR, "image")
