"""What the worker sends is what the writer receives."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.entities.mentions import EntityType, Mention
from search.extract.isolation.frames import receive, send
from search.ingest.wire import PackedMentions, packed_mentions

WORDS = st.text(st.characters(codec="utf-8"), max_size=8)
MENTIONS = st.lists(
    st.builds(
        Mention, st.integers(0, 2**32 - 1), st.integers(0, 2**32 - 1), st.sampled_from(list(EntityType)), WORDS, WORDS
    )
)


@given(MENTIONS)
def test_mentions_arrive_as_they_were(mentions: list[Mention]) -> None:
    pipe = io.BytesIO()
    forms, cells = packed_mentions(mentions)
    send(pipe, forms, cells)
    pipe.seek(0)
    frame = receive(pipe)
    assert frame is not None
    packed = PackedMentions(json.loads(frame[0]), frame[1])
    assert list(packed) == mentions
    assert [packed[at] for at in range(len(packed))] == mentions
    assert packed[-2:] == mentions[-2:]
    assert {type(mention.type) for mention in packed} <= {EntityType}


def test_no_mention_lies_outside() -> None:
    with pytest.raises(IndexError):
        PackedMentions([], b"")[0]


@given(st.binary(), st.binary(), st.integers(0))
def test_a_frame_that_was_cut_off_is_the_end(one: bytes, other: bytes, cut: int) -> None:
    pipe = io.BytesIO()
    send(pipe, {"a": 1}, one, other)
    whole = pipe.getvalue()
    pipe = io.BytesIO(whole[: cut % len(whole)])
    assert receive(pipe) is None
    pipe = io.BytesIO(whole * 2)
    assert receive(pipe) == receive(pipe) == (b'{"a": 1}', one + other)
    assert receive(pipe) is None
