"""The container of old Office files and encrypted new ones (MS-CFB), version 3: sectors of 512 bytes."""

import struct
from collections.abc import Mapping

_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _SMALL_SECTOR, _SMALL = 512, 64, 4096
_STORAGE, _STREAM, _ROOT = 1, 2, 5


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A file with these streams, by their paths ("storage/stream")."""
    chains: list[int] = []
    small_chains: list[int] = []
    big, small = bytearray(), bytearray()

    def put(content: bytes) -> int:
        """The first sector of a stream."""
        if len(content) < _SMALL:
            return _append(small, small_chains, content, _SMALL_SECTOR)
        return _append(big, chains, content, _SECTOR)

    nodes = _tree(streams)
    starts = [put(streams[path]) if path in streams else 0 for path, _, _ in nodes]
    small_start = _append(big, chains, bytes(small), _SECTOR)
    small_table = struct.pack(f"<{len(small_chains)}L", *small_chains)
    small_table += b"\xff" * (-len(small_table) % _SECTOR)
    small_table_start = _append(big, chains, small_table, _SECTOR)
    listing = _entry("Root Entry", _ROOT, child=1 if nodes else _FREE, start=small_start, size=len(small))
    for (path, sibling, child), start in zip(nodes, starts, strict=True):
        kind = _STREAM if path in streams else _STORAGE
        listing += _entry(path.rpartition("/")[2], kind, sibling, child, start, len(streams.get(path, b"")))
    listing += bytes(-len(listing) % _SECTOR)
    listing_start = _append(big, chains, listing, _SECTOR)
    tables = 1
    while (len(chains) + tables) * 4 > tables * _SECTOR:
        tables += 1
    first_table = len(chains)
    chains += [_TABLE] * tables
    chains += [_FREE] * (tables * _SECTOR // 4 - len(chains))
    places = [*range(first_table, first_table + tables), *[_FREE] * (109 - tables)]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack(
        "<5H6x3L4x5L",
        0x3E,
        3,
        0xFFFE,
        9,
        6,
        0,
        tables,
        listing_start,
        _SMALL,
        *(small_table_start, len(small_table) // _SECTOR, _END, 0),
    )
    header += struct.pack("<109L", *places)
    return header + bytes(big) + struct.pack(f"<{len(chains)}L", *chains)


def _append(body: bytearray, chains: list[int], content: bytes, sector: int) -> int:
    if not content:
        return _END
    start = len(chains)
    count = -(-len(content) // sector)
    chains += [*range(start + 1, start + count), _END]
    body += content + bytes(-len(content) % sector)
    return start


def _tree(streams: Mapping[str, bytes]) -> list[tuple[str, int, int]]:
    """Path, next sibling and first child of each node, in the order of the directory, where the root is the first."""
    folders = {path.rpartition("/")[0] for path in streams if "/" in path}
    paths = sorted(folders | set(streams), key=lambda path: (path.count("/"), path.rpartition("/")[0], *_order(path)))
    number = {path: place for place, path in enumerate(paths, 1)}
    nodes = []
    for place, path in enumerate(paths):
        parent = path.rpartition("/")[0]
        following = paths[place + 1] if place + 1 < len(paths) else None
        sibling = number[following] if following is not None and following.rpartition("/")[0] == parent else _FREE
        child = next((number[below] for below in paths if below.rpartition("/")[0] == path), _FREE)
        nodes.append((path, sibling, child))
    return nodes


def _order(path: str) -> tuple[int, str]:
    name = path.rpartition("/")[2]
    return len(name), name.upper()


def _entry(name: str, kind: int, sibling: int = _FREE, child: int = _FREE, start: int = 0, size: int = 0) -> bytes:
    encoded = name.encode("utf-16-le")
    fields = struct.pack("<HBB3L36xLQ", len(encoded) + 2, kind, 1, _FREE, sibling, child, start, size)
    return encoded.ljust(64, b"\0") + fields
