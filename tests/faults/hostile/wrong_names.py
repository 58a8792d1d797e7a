"""Files whose name promises something else: what is in them decides."""

from tests.faults.hostile import office, pdf
from tests.faults.hostile.case import OK, UNSUPPORTED, WORD, Case, noise
from tests.faults.hostile.zips import stored, zipped

PAGE = f"<html><head><title>Page</title></head><body><p>{WORD}</p></body></html>".encode()
TEXT = f"{WORD} and other plain words\n".encode() * 20
RTF = b"{\\rtf1\\ansi kestrel\\par}"
PROGRAM = b"\x7fELF\2\1\1" + bytes(9) + noise(5_000)

CASES = (
    Case("pdf.txt", OK, "a PDF", pdf.GOOD),
    Case("pdf", OK, "a PDF, and no extension", pdf.GOOD),
    Case("pdf.docx", OK, "a PDF", pdf.GOOD),
    Case("text.pdf", OK, "a text", TEXT),
    Case("text.docx", OK, "a text", TEXT),
    Case("text.doc", OK, "a text", TEXT),
    Case("text.zip", OK, "a text", TEXT),
    Case("text.jpg", OK, "a text", TEXT),
    Case("text.rtf", OK, "a text", TEXT),
    Case("text.mp3", OK, "a text", TEXT),
    Case("page.txt", OK, "a web page", PAGE),
    Case("page.doc", OK, "a web page, as many sites make documents", PAGE),
    Case("page.xls", OK, "a web page, as many sites make tables", PAGE),
    Case("rtf.doc", OK, "an RTF document, as Word itself names them", RTF),
    Case("docx.pdf", OK, "a Word document", office.GOOD),
    Case("docx.zip", OK, "a Word document", office.GOOD),
    Case("docx.doc", OK, "a Word document", office.GOOD),
    Case("zip.docx", OK, "an archive", zipped(stored("a.txt", TEXT))),
    Case("program.docx", UNSUPPORTED, "a program", PROGRAM, ()),
    Case("program.txt", UNSUPPORTED, "a program", PROGRAM, ()),
)
