"""Good files of all formats: whatever lies beside them, every one must be read, and says `WORD`."""

from tests.faults.hostile import books, mail, markup, office, opendocument, pdf, rich_text, streams, zip_archives
from tests.faults.hostile.case import WORD

TEXT = f"{WORD} and other plain words\n" * 20

NEIGHBOURS = {
    "plain.txt": TEXT.encode(),
    "wide.txt": TEXT.encode("utf-16"),
    "page.html": markup.page(""),
    "notes.md": f"# Notes\n\n{TEXT}".encode(),
    "table.csv": f"word,number\n{WORD},1\n".encode(),
    "data.json": markup.document("0}"),
    "drawing.svg": (markup.SVG % WORD).encode(),
    "notebook.ipynb": markup.notebook(WORD),
    "event.ics": markup.EVENT,
    "program.py": f"# {TEXT}".encode(),
    "paper.pdf": pdf.GOOD,
    "letter.docx": office.GOOD,
    "sheet.xlsx": office.GOOD_BOOK,
    "talk.pptx": office.GOOD_SLIDES,
    "letter.odt": opendocument.GOOD,
    "sheet.ods": opendocument.GOOD_SHEET,
    "letter.fodt": opendocument.GOOD_FLAT,
    "letter.rtf": rich_text.LONG,
    "book.epub": books.GOOD,
    "message.eml": mail.GOOD,
    "messages.mbox": mail.mailbox([mail.GOOD, mail.GOOD]),
    "message.msg": rich_text.MESSAGE,
    "files.zip": zip_archives.GOOD,
    "files.tar": streams.GOOD_TAR,
    "text.txt.gz": streams.gzipped((TEXT.encode(), 1)),
}
