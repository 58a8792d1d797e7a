"""The parts of documents that are zip files: what is left of damaged ones is kept, and said to be damaged."""

import io
import zipfile
import zlib

import pytest

from search.extract.caps import DEFAULT, Caps
from search.extract.containers.inflating import deflate, inflated
from search.extract.extracted import Status
from search.extract.trouble import Unreadable
from search.extract.zipped import Zipped

CONTENT = b"".join(b"word%d " % number for number in range(5_000))


def packed() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/", b"")
        archive.writestr("one.xml", CONTENT)
        archive.writestr("tw\u00f6.xml", b"two")
    return file.getvalue()


def opened(data: bytes, caps: Caps = DEFAULT) -> Zipped:
    return Zipped(io.BytesIO(data), caps)


def test_members_have_names_and_bytes() -> None:
    zipped = opened(packed())
    assert zipped.names == ["one.xml", "tw\u00f6.xml"]
    assert zipped.left_of("one.xml", 1 << 20) == (CONTENT, None)
    assert zipped.left_of("tw\u00f6.xml", 2) == (b"tw", None)
    assert zipped.remarks == ()


def test_a_wrong_checksum_is_noticed_behind_the_bytes() -> None:
    data = packed().replace(zlib.crc32(CONTENT).to_bytes(4, "little"), b"sums")
    found, damage = opened(data).left_of("one.xml", 1 << 20)
    assert found == CONTENT
    assert damage is not None
    assert (damage.status, damage.reason) == (Status.FAILED, "damaged: its checksum is another")


@pytest.mark.parametrize("percent", [30, 60, 99])
def test_a_list_of_contents_that_is_lost_is_done_without(percent: int) -> None:
    data = packed()
    zipped = opened(data[: len(data) * percent // 100])
    (remark,) = zipped.remarks
    assert remark == (Status.PARTIAL, "damaged zip file: its list of contents is lost, what was found is searched")
    found, damage = zipped.left_of("one.xml", 1 << 20)
    assert CONTENT.startswith(found)
    assert len(found) > len(CONTENT) * percent // 200
    assert (damage is None) == (found == CONTENT)


def test_nothing_found_is_a_failure() -> None:
    with pytest.raises(Unreadable, match="its list of contents is lost") as trouble:
        opened(b"PK\3\4" + bytes(10))
    assert trouble.value.status is Status.FAILED


def test_what_all_members_unpack_to_is_bounded() -> None:
    zipped = opened(packed(), Caps(inflated=len(CONTENT) + 1))
    assert zipped.left_of("one.xml", 1 << 20) == (CONTENT, None)
    with pytest.raises(Unreadable) as trouble:
        zipped.left_of("tw\u00f6.xml", 3)
    assert trouble.value.status is Status.TOO_LARGE


def test_what_precedes_a_damage_in_a_stream_is_given() -> None:
    stream = zlib.compressobj(9, zlib.DEFLATED, -15)
    good = stream.compress(CONTENT) + stream.flush(zlib.Z_FULL_FLUSH)
    given = b""
    with pytest.raises(Unreadable) as trouble:
        for chunk in inflated([good + b"\xff" * 100], deflate):
            given += chunk
    assert given == CONTENT
    assert (trouble.value.status, trouble.value.reason) == (Status.PARTIAL, "damaged compressed data")
