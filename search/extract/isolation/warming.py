"""What readers load when they are first used, loaded before any child is there: what the parent has, a child need not
get for itself. PDFium, for instance, looks through all fonts of the system at the first text in one it is not given.
"""

import io
from importlib import import_module

from search.extract import kinds
from search.extract.caps import DEFAULT
from search.extract.kinds import Kind
from search.extract.reading import pieces_of

_MODULES = ("bz2", "charset_normalizer", "email.utils", "lzma")
_PDF = b"""%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>endobj
4 0 obj<</Type/Font/Subtype/TrueType/BaseFont/Unknown>>endobj
5 0 obj<</Length 24>>stream
BT/F 9 Tf(warm up)Tj ET
endstream endobj
trailer<</Root 1 0 R>>
"""
_DOCUMENTS: tuple[tuple[Kind, bytes], ...] = (
    (kinds.PDF, _PDF),
    (kinds.TEXT, "Größe in einer älteren Kodierung".encode("latin-1")),
    (kinds.HTML, b"<title>One</title><p>Two"),
    (kinds.MAIL, b"From: a@example.org\nSubject: =?utf-8?q?One?=\nDate: Tue, 5 Mar 2019 10:00:00 +0000\n\nTwo"),
)
"""Written here, and therefore harmless."""


def warm_up() -> None:
    """Load all that. ImportError when something of Cristal is missing."""
    for name in _MODULES:
        import_module(name)
    for kind, content in _DOCUMENTS:
        for _ in pieces_of(io.BytesIO(content), kind, DEFAULT):
            pass
