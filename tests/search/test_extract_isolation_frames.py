"""Frames, names of members, and what is believed of a child."""

import io
import json
from dataclasses import astuple
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from search.extract.caps import DEFAULT
from search.extract.extracted import Metadata
from search.extract.isolation.found import begin, parsed
from search.extract.isolation.frames import receive, send, take
from search.extract.isolation.job import Job, room_for
from search.extract.isolation.members import JOINT, Names
from search.extract.kinds import TEXT

FRAMES = some.lists(some.tuples(some.dictionaries(some.text(), some.integers()), some.binary()))


def sent(frames: list[tuple[dict[str, int], bytes]]) -> bytes:
    pipe = io.BytesIO()
    for header, body in frames:
        send(pipe, header, body[:3], body[3:])
    return pipe.getvalue()


@given(FRAMES, some.integers(1, 50))
def test_frames_arrive_as_they_were_sent_however_they_are_cut(
    frames: list[tuple[dict[str, int], bytes]], size: int
) -> None:
    data = sent(frames)
    pipe, buffer = io.BytesIO(data), bytearray()
    received, taken = [], []
    while (frame := receive(pipe)) is not None:
        received.append((json.loads(frame[0]), frame[1]))
    for start in range(0, len(data), size):
        buffer += data[start : start + size]
        while (frame := take(buffer, 1 << 20)) is not None:
            taken.append((json.loads(frame[0]), frame[1]))
    assert received == taken == frames
    assert not buffer


def test_half_a_frame_is_none_and_a_huge_one_is_refused() -> None:
    data = sent([({"a": 1}, b"body")])
    assert receive(io.BytesIO(data[:-1])) is None
    assert take(bytearray(data[:-1]), 100) is None
    with pytest.raises(ValueError, match="large"):
        take(bytearray(data[:16]), 8)


@given(
    some.lists(
        some.sampled_from([b"a.txt", b"a (2).txt", b"a", b"/a", b"x/a.b", b".a", b"", b"x!/y", b"x! /y", b"!!//"])
    )
)
def test_each_name_is_given_once_and_never_looks_like_a_path_of_members(paths: list[bytes]) -> None:
    names = Names()
    given_out = [names.distinct(path) for path in paths]
    assert len(set(given_out)) == len(given_out)
    assert all(name and JOINT.encode() not in name and not name.startswith(b"/") for name in given_out)


def test_the_number_stands_before_the_ending() -> None:
    names = Names()
    paths = [b"x.y/a.txt", b"x.y/a.txt", b"x.y/a.txt", b"x.y/b", b"x.y/b", b".c", b".c"]
    assert [names.distinct(path) for path in paths] == [
        *(b"x.y/a.txt", b"x.y/a (2).txt", b"x.y/a (3).txt"),
        *(b"x.y/b", b"x.y/b (2)", b".c", b".c (2)"),
    ]


def job() -> Job:
    return Job(io.BytesIO(b"x"), TEXT, "a.txt", 1, "/a.txt", {}, False, room_for(DEFAULT, 1))


UNBELIEVABLE: list[dict[str, Any]] = [
    {"units": [["page", 1, "", 5, 2]]},
    {"units": [["page", 1, "", -1, 2]]},
    {"units": [["page", "1", "", 0, 2]]},
    {"units": [["page", 1, "", 0]]},
    {"units": 7},
    {"metadata": ["title"]},
    {"metadata": [7, *astuple(Metadata())[1:]]},
    {"metadata": [*astuple(Metadata())[:-1], [None]]},
    {"kind": ["text", "plain text"]},
    {"kind": ["text", "plain text", 7]},
    {"remarks": [["no such status", "reason"]]},
    {"remarks": [["partial", None]]},
    {"remarks": [["partial", "reason"]] * 1_000},
    {"peak": "large"},
]


@pytest.mark.parametrize("header", UNBELIEVABLE, ids=str)
def test_what_no_reader_says_is_not_believed(header: dict[str, Any]) -> None:
    with pytest.raises((ValueError, TypeError)):
        begin(job(), DEFAULT).take(header, b"")


def test_text_that_is_no_text_is_not_believed() -> None:
    with pytest.raises(ValueError, match="utf-8"):
        begin(job(), DEFAULT).take({"units": []}, b"\xff")


def test_lone_surrogates_do_not_get_out() -> None:
    header = json.dumps({"metadata": ["half \ud83d", ["\udc80", "pair \U0001f600", 7]]}).encode()
    assert parsed(header) == {"metadata": ["half \ufffd", ["\ufffd", "pair \U0001f600", 7]]}
    for nonsense in (b"", b"[]", b"7", b"{", b"\xff"):
        with pytest.raises(ValueError):
            parsed(nonsense)
