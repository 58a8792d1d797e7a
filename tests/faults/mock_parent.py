"""The process that reads files, with a reader for mock files added: `python -m tests.faults.mock_parent`."""

import os
from typing import BinaryIO
from unittest.mock import patch

from search.extract.isolation import members, opening, parent
from search.extract.kinds import Kind
from search.extract.reading import READERS, Reader
from search.extract.sniff import sniff
from tests.faults import mock_reader

MOCKS = {
    "mock": Reader(mock_reader.READER, mock_reader.read),
    "mock_together": Reader(mock_reader.READER, mock_reader.read, alone=False),
    "mock_programs": Reader(mock_reader.READER, mock_reader.read, programs=True),
    "mock_other": Reader("other/1", mock_reader.read_other),
}


def sniffed(file: BinaryIO, name: str) -> Kind:
    return mock_reader.KINDS.get(os.path.splitext(name)[1]) or sniff(file, name)


if __name__ == "__main__":
    with (
        patch.dict(READERS, MOCKS),
        patch.object(opening, "sniff", sniffed),
        patch.object(members, "sniff", sniffed),
    ):
        parent.main()
