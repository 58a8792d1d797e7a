"""RTF, and the old Office and Outlook files in a compound file."""

import struct

from tests.faults.hostile.case import ENCRYPTED, FAILED, OK, PARTIAL, UNSUPPORTED, WORD, Case, Scale, cut, noise
from tests.faults.hostile.compound import compound


def rtf(body: str) -> bytes:
    return f"{{\\rtf1\\ansi {WORD}\\par {body} sparrow\\par}}".encode()


def groups(scale: Scale) -> bytes:
    count = scale.of(200_000, 1_000_000)
    return rtf("{" * count + "}" * count)


def open_groups(scale: Scale) -> bytes:
    return rtf("{\\b " * scale.of(200_000, 1_000_000))


def including(scale: Scale) -> bytes:
    return rtf(f'{{\\field{{\\*\\fldinst INCLUDETEXT "{scale.secret}"}}{{\\fldrslt robin}}}}')


def word_document(flags: int) -> bytes:
    """The start of a Word file (MS-DOC 2.5.1): its flags say whether it is encrypted."""
    start = struct.pack("<6H", 0xA5EC, 0xC1, 0, 0x409, 0, flags)
    return compound({"WordDocument": start + bytes(5_000), "1Table": noise(5_000)})


def workbook(*records: tuple[int, bytes]) -> bytes:
    """The records of an Excel file (MS-XLS 2.4)."""
    stream = b"".join(struct.pack("<2H", number, len(data)) + data for number, data in records)
    return compound({"Workbook": stream + bytes(5_000)})


def message(**properties: str) -> bytes:
    """An Outlook message (MS-OXMSG) of texts by the numbers of their properties."""
    texts = {f"__substg1.0_{name[1:]}001F": text.encode("utf-16-le") for name, text in properties.items()}
    return compound({"__properties_version1.0": bytes(32), **texts})


def patched(content: bytes, place: int, data: bytes) -> bytes:
    return content[:place] + data + content[place + len(data) :]


BOTH = (WORD, "sparrow")
BEGINNING, FILE_PASSWORD = (0x0809, struct.pack("<4H", 0x600, 5, 0, 0)), (0x002F, bytes(54))
MESSAGE = message(p001A="IPM.Note", p0037="a subject", p1000=f"{WORD} " * 900)
FIRST_TABLE, DIRECTORY = (512 * (1 + struct.unpack_from("<L", MESSAGE, place)[0]) for place in (76, 48))
CIRCLES = patched(MESSAGE, FIRST_TABLE, bytes(512))
OWN_CHILD = patched(MESSAGE, DIRECTORY + 128 + 68, struct.pack("<3L", 1, 1, 0))
LONG = rtf("robin\\par " * 900)
OBJECT = rtf(f"{{\\object{{\\*\\objdata {'0a' * 1_000_000}}}}}")
LETTERS = rtf("\\u-10179?\\u-8704?\\u99999999?\\'zz\\'0\\u?")

CASES = (
    Case("groups.rtf", OK, "a million groups in each other", groups, BOTH),
    Case("open-groups.rtf", PARTIAL, "a million groups that never end", open_groups, BOTH),
    Case("closing.rtf", OK, "more groups end than were opened", rtf("}" * 100_000)),
    Case("binary.rtf", PARTIAL, "two thousand million bytes announced, none there", rtf("\\bin2147483647 ")),
    Case("object.rtf", OK, "2 MB of an embedded object", OBJECT, BOTH),
    Case("letters.rtf", OK, "letters that are none", LETTERS, BOTH),
    Case("words.rtf", OK, "a control word of a million letters", rtf("\\" + "a" * 1_000_000)),
    Case("including.rtf", OK, "asks for the text of another file", including, BOTH),
    Case("half.rtf", PARTIAL, "50 %: what stands before the cut is kept", cut(LONG, 50)),
    Case("nearly.rtf", PARTIAL, "99 %: the same", cut(LONG, 99)),
    Case("password.doc", ENCRYPTED, "Word of before 2007, encrypted", word_document(0x0100), ()),
    Case("password.xls", ENCRYPTED, "Excel of before 2007, encrypted", workbook(BEGINNING, FILE_PASSWORD), ()),
    Case("good.msg", OK, "an Outlook message", MESSAGE),
    Case("half.msg", FAILED, "50 % of a compound file", cut(MESSAGE, 50), ()),
    Case("circles.msg", OK, "chains of sectors run in circles: no more is read than was announced", CIRCLES),
    Case("own-child.msg", FAILED, "the directory is its own child and sibling", OWN_CHILD, ()),
    Case("sectors.msg", FAILED, "sectors of 2^31 bytes", patched(MESSAGE, 30, b"\x1f\0"), ()),
    Case("tables.msg", OK, "four thousand million tables of sectors announced", patched(MESSAGE, 44, b"\xff" * 4)),
    Case("unknown.doc", UNSUPPORTED, "a file of some other program", compound({"Contents": noise(5_000)}), ()),
)
