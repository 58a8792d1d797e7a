"""What a 7z archive says in its first 32 bytes, which needs no program: whether it is whole, and locked to the names.

Source: 7zFormat.txt of the LZMA SDK, "SignatureHeader".
"""

import os
import zlib
from struct import unpack_from
from typing import BinaryIO

from search.extract.extracted import Status
from search.extract.trouble import Unreadable

_LENGTH, _CHECKED = 32, 12
_PACKED_LIST = b"\x17"
_AES = b"\x06\xf1\x07\x01"
_LONGEST_LIST = 1 << 16


def check(file: BinaryIO) -> None:
    """Unreadable: FAILED when the header or the list of contents is damaged or cut off, ENCRYPTED when not even the
    names can be read without a password.
    """
    file.seek(0)
    header = file.read(_LENGTH)
    if len(header) < _LENGTH or zlib.crc32(header[_CHECKED:]) != unpack_from("<L", header, 8)[0]:
        raise Unreadable(Status.FAILED, "damaged: its header makes no sense")
    place, size, crc = unpack_from("<2QL", header, _CHECKED)
    if _LENGTH + place + size > file.seek(0, os.SEEK_END):
        raise Unreadable(Status.FAILED, "cut short: its list of contents is lost")
    if size > _LONGEST_LIST:
        return
    file.seek(_LENGTH + place)
    listed = file.read(size)
    if zlib.crc32(listed) != crc:
        raise Unreadable(Status.FAILED, "damaged: its list of contents is not whole")
    if listed.startswith(_PACKED_LIST) and _AES in listed:
        raise Unreadable(Status.ENCRYPTED, "password needed")
