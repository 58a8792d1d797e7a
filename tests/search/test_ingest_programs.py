"""What only programs read is read as soon as one of them is installed, and not looked at before."""

from pathlib import Path

import pytest

from tests.faults.hostile.compound import compound
from tests.house import House, counts
from tests.search.test_extract_ole import word
from tests.search.test_extract_programs import Script, script
from tests.search.test_ingest_containers import zipped

__all__ = ["script"]


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_documents_of_before_2007_wait_for_a_program(house: House, script: Script) -> None:
    old = compound({"WordDocument": word(0), "1Table": b"x"})
    house.write("a.doc", old)
    house.write("b.zip", zipped({"c.doc": old + b"other", "d.txt": "plain"}))
    house.add()
    waiting = {"a.doc": "unsupported", "b.zip!/c.doc": "unsupported"}
    assert {name: house.statuses()[name] for name in waiting} == waiting
    assert counts(house.sync()) == {"unchanged": 2}
    script("antiword", "echo the word medlar")
    assert counts(house.sync()) == {"changed": 2}
    assert {name for name, text in house.texts().items() if "medlar" in text} == set(waiting)
    assert counts(house.sync()) == {"unchanged": 2}
