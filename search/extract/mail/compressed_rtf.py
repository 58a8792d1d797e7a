"""The compression in which Outlook keeps the RTF of a message (MS-OXRTFCP): runs copied from the last 4,096 bytes."""

from struct import Struct

_HEADER = Struct("<LL4sL")
_COMPRESSED, _PLAIN = b"LZFu", b"MELA"
_WINDOW = 4096
_START = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)


def decompressed(data: bytes) -> bytes:
    """The RTF; of damaged data what comes before the damage, and nothing when it is in another form."""
    if len(data) < _HEADER.size:
        return b""
    _, size, form, _ = _HEADER.unpack_from(data)
    if form == _PLAIN:
        return data[_HEADER.size : _HEADER.size + size]
    if form != _COMPRESSED:
        return b""
    # A copy names its place in the window, which is kept here as the end of all that is known.
    known = bytearray(_START)
    _unpack(data, known, len(_START) + size)
    return bytes(known[len(_START) : len(_START) + size])


def _unpack(data: bytes, known: bytearray, most: int) -> None:
    """Append what follows in `data` to what is known, up to its end mark or until `most` bytes are."""
    at = _HEADER.size
    while at < len(data) and len(known) < most:
        flags = data[at]
        at += 1
        for bit in range(8):
            if not flags >> bit & 1:
                known += data[at : at + 1]
                at += 1
                continue
            if at + 2 > len(data):
                return
            reference = data[at] << 8 | data[at + 1]
            at += 2
            distance = (len(known) - (reference >> 4)) % _WINDOW
            if not distance:
                return
            _copy(known, distance, (reference & 15) + 2)


def _copy(known: bytearray, distance: int, length: int) -> None:
    """Append `length` bytes from `distance` before the end; they may reach into what is being appended."""
    start = len(known) - distance
    if start < 0:
        known += bytes(length)
        return
    run = known[start : start + length]
    while len(run) < length:
        run += run[: length - len(run)]
    known += run
