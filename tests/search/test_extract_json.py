"""JSON: as it is written, but for escapes."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract import blocks
from search.extract.extracted import Extracted
from search.extract.reading import extract


def read(data: bytes, name: str) -> Extracted:
    return extract(io.BytesIO(data), name)


def test_escapes_in_json_hide_no_word() -> None:
    data = rb'{"a": "Caf\u00e9\nbar\r\nbaz \ud83d\ude00 \"q\" C:\\new \/ \u0000 \ud800"}'
    text = read(data, "a.json").text
    assert text == '{"a": "Café\nbar\nbaz \U0001f600 \\"q\\" C:\\\\new / \ufffd \ufffd"}'


@given(st.lists(st.text(min_size=1, max_size=20), max_size=40), st.integers(8, 60))
def test_blocks_part_no_escape(strings: list[str], size: int) -> None:
    data = json.dumps(strings).encode()
    whole = read(data, "a.json").text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(blocks, "BLOCK", size)
        patch.setattr(blocks, "_LEAST", size // 2)
        assert read(data, "a.json").text == whole or any("\\" in each for each in map(json.dumps, strings))
