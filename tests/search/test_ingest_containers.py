"""Files inside files are documents of their own: found, cited, gone with what they are in, and never left half done."""

import io
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from search.ingest.sync import sync
from search.memory.records import UNFINISHED
from tests.house import House, counts


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return data.getvalue()


def mail(subject: str, sender: str, body: str, **headers: str) -> str:
    more = "".join(f"{name.replace('_', '-')}: {value}\n" for name, value in headers.items())
    return f"From: {sender}\nTo: Board <board@example.org>\nSubject: {subject}\n{more}\n{body}\n"


def test_the_files_of_an_archive_are_documents_below_it(house: House) -> None:
    inner = zipped({"deep.txt": "a plain word: quince"})
    house.write("a.zip", zipped({"b/c.txt": "the word medlar", "d.zip": inner}))
    house.add()
    assert house.statuses() == {
        "a.zip": "ok",
        "a.zip!/b/c.txt": "ok",
        "a.zip!/d.zip": "ok",
        "a.zip!/d.zip!/deep.txt": "ok",
    }
    assert "medlar" in house.texts()["a.zip!/b/c.txt"]
    assert "quince" in house.texts()["a.zip!/d.zip!/deep.txt"]
    assert "b/c.txt" in house.texts()["a.zip"]


def test_what_leaves_an_archive_is_gone_and_the_rest_stays_itself(house: House) -> None:
    file = house.write("a.zip", zipped({"stays.txt": "one", "leaves.txt": "two"}))
    house.add()
    before = house.documents()
    file.write_bytes(zipped({"stays.txt": "one", "comes.txt": "three"}))
    house.sync()
    after = house.documents()
    assert set(after) == {"a.zip", "a.zip!/stays.txt", "a.zip!/comes.txt"}
    assert after["a.zip!/stays.txt"] == before["a.zip!/stays.txt"]
    assert len([row for row in house.memory.facts() if row.document == before["a.zip!/stays.txt"]]) == 1
    gone = [row for row in house.memory.facts() if row.gone]
    assert [os.path.basename(row.path) for row in gone] == [b"leaves.txt"]


def test_an_archive_that_moves_or_goes_takes_its_files_along(house: House) -> None:
    file = house.write("a.zip", zipped({"x.txt": "words"}))
    house.add()
    before = house.documents()
    file.rename(house.files / "b.zip")
    assert counts(house.sync()) == {"renamed": 1}
    assert house.documents() == {"b.zip": before["a.zip"], "b.zip!/x.txt": before["a.zip!/x.txt"]}
    (house.files / "b.zip").unlink()
    house.write("other.txt", "something is still there")
    house.sync()
    assert set(house.documents()) == {"other.txt"}


def test_an_archive_that_did_not_change_is_not_read_again(house: House) -> None:
    house.write("a.zip", zipped({"x.txt": "words"}))
    house.add()
    assert counts(house.sync()) == {"unchanged": 1}


def test_an_archive_whose_reading_was_cut_off_is_read_again(house: House) -> None:
    house.write("a.zip", zipped({"x.txt": "words"}))
    house.add()
    document = house.documents()["a.zip"]
    with house.memory.write() as write:
        write.touch(document, UNFINISHED)
        write.gone(house.documents()["a.zip!/x.txt"], "2026-01-01T00:00:00Z")
    house.sync()
    assert set(house.documents()) == {"a.zip", "a.zip!/x.txt"}


def test_an_attachment_that_cannot_be_read_is_counted_and_the_mail_stays(house: House) -> None:
    body = (
        "--x\nContent-Type: text/plain\n\nsee the attachment\n"
        "--x\nContent-Type: application/zip; name=broken.zip\n"
        "Content-Disposition: attachment; filename=broken.zip\n\nPK\x03\x04 this is no zip\n--x--"
    )
    house.write("m.eml", mail("Hello", "Ann <ann@example.org>", body, Content_Type="multipart/mixed; boundary=x"))
    house.add()
    statuses = house.statuses()
    assert statuses["m.eml"] == "ok"
    assert statuses["m.eml!/broken.zip"] == "failed"
    assert "broken.zip" in " ".join(house.failures())


def test_a_mail_carries_its_fields_and_its_date(house: House) -> None:
    house.write(
        "m.eml",
        mail(
            "Term sheet",
            "Ann Lee <ann@example.org>",
            "Dear board",
            Date="Tue, 05 Mar 2019 10:00:00 +0200",
            Message_ID="<1@x>",
        ),
    )
    house.add()
    row = house.current()["m.eml"]
    assert (row.subject, row.title, row.type) == ("Term sheet", "Term sheet", "mail")
    assert row.sender is not None
    assert "ann@example.org" in row.sender
    assert row.recipients is not None
    assert "Board" in row.recipients
    assert (row.document_date, row.date_origin) == ("2019-03-05", "mail")
    assert row.message == "1@x"


def test_a_file_at_which_everything_stopped_is_read_last_then_left_alone_until_it_is_asked_for(house: House) -> None:
    poison, good = house.write("a.txt", "poison"), house.write("b.txt", "good")
    journal = house.memory.journal
    journal.write_text(json.dumps({"path": str(poison)}) + '\n{"path": "half')
    house.add()
    assert house.statuses() == {"a.txt": "ok", "b.txt": "ok"}
    assert house.memory.suspects() == []
    good.write_text("better")
    poison.write_text("poison again")
    for _ in range(2):
        with house.memory.write() as write:
            write.suspect(os.fsencode(poison))
    house.sync()
    assert house.texts() == {"a.txt": "poison", "b.txt": "better"}
    assert "stopped" in house.failures().get("a.txt", "stopped")
    house.events = []
    sync(house.memory, house.engine, house.events.append, retry_failed=True)
    assert house.texts() == {"a.txt": "poison again", "b.txt": "better"}


def test_what_failed_is_tried_again_when_it_is_asked_for_or_another_reader_is_there(house: House) -> None:
    house.write("broken.docx", b"PK\x03\x04 this is no document")
    house.add()
    assert house.statuses()["broken.docx"] == "failed"
    assert counts(house.sync()) == {"unchanged": 1}
    retried = sync(house.memory, house.engine, house.events.append, retry_failed=True)
    assert counts(retried) == {"changed": 1, "failures": 1}
    import sqlite3

    with sqlite3.connect(house.memory.folder / "memory.db") as connection:
        assert connection.execute("SELECT attempts FROM version").fetchone() == (2,)
        connection.execute("UPDATE version SET reader = 'word/0'")
    assert counts(house.sync()) == {"changed": 1, "failures": 1}
