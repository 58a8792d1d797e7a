"""Zip archives: too much in them, too deep, in the wrong place, or not what they say."""

from tests.faults.hostile.case import (
    EMPTY,
    ENCRYPTED,
    FAILED,
    OK,
    PARTIAL,
    TOO_LARGE,
    UNSUPPORTED,
    WORD,
    Case,
    Scale,
    cut,
    noise,
)
from tests.faults.hostile.zips import Entry, encrypted, overlapping, packed, stored, zipped

LINE = f"{WORD} in a line\n".encode()
PIECE = LINE * (1 << 16)
"""1.1 MB."""
A, B = stored("a.txt", LINE), stored("b.txt", LINE)
GOOD = zipped(A, stored("b.txt", b"sparrow " * 9_000))


def named(*names: str) -> bytes:
    return zipped(*(stored(name, LINE) for name in names))


def escaping() -> bytes:
    up = "../../../escaped.txt"
    return named(up, f"a/{up}", "/escaped.txt", "C:\\escaped.txt", up.replace("/", "\\"), "")


def odd_names() -> bytes:
    shown = ("new\nline.txt", "\x1b[31mred.txt", "right\u202etxt.exe", "-rf.txt", " .txt")
    return named(*shown, "e\u0301.txt", "\xe9.txt", "n" * 60_000 + ".txt")


def many_long_members(scale: Scale) -> bytes:
    member = packed("last.txt", (PIECE, scale.of(2, 10)))
    return zipped(*(member._replace(name=b"%d.txt" % n) for n in range(scale.of(20, 3_000))), member)


def many_members(scale: Scale) -> bytes:
    return zipped(*(stored(f"{n}.txt", LINE) for n in range(scale.of(600, 60_000))))


def forty_two(scale: Scale) -> bytes:
    """Zips in zips, as in the 42.zip of old: no archive holds many files, and all together far too many."""
    level = zipped(packed("0.txt", (PIECE, scale.of(1, 16))))
    for _ in range(scale.of(2, 3)):
        level = zipped(*(packed(f"{n}.zip", (level, 1)) for n in range(16)))
    return level


def ten_deep() -> bytes:
    level = zipped(stored("bottom.txt", b"nobody digs so deep"))
    for depth in range(9, 0, -1):
        level = zipped(stored(f"{depth}.zip", level))
    return zipped(A, stored("0.zip", level))


def links(scale: Scale) -> bytes:
    link = stored("link.txt", str(scale.secret).encode())._replace(mode=0o120777)
    return zipped(link, stored("link.txt/a.txt", LINE), B)


def beside(member: Entry) -> bytes:
    """An archive of this member and a good one."""
    return zipped(member, B)


SECRET_A, SECRET_B = encrypted(A), encrypted(packed("b.txt", (LINE, 100)))
AES = stored("a.txt", noise(100))._replace(method=99, flags=1)
UNKNOWN_METHOD = stored("a.txt", noise(100))._replace(method=77)
WRONG_SUM = A._replace(crc=1)
SMALLER_THAN_IT_IS = packed("a.txt", (PIECE, 2))._replace(size=10)
LARGER_THAN_IT_IS = packed("a.txt", (LINE, 2))._replace(size=3 << 30)
TWINS = zipped(stored("a.txt", b"sparrow"), A)
SELF_EXTRACTING = b"MZ" + noise(2_000) + GOOD

CASES = (
    Case("many-long.zip", OK, "30 GB in all: refused at last", many_long_members, (WORD,), {"last.txt": TOO_LARGE}),
    Case("many.zip", PARTIAL, "60,000 files: as many as the limit allows", many_members),
    Case("forty-two.zip", PARTIAL, "16^3 files of 18 MB, three zips deep", forty_two, ()),
    Case("ten-deep.zip", OK, "zips in zips: those below the fifth are refused, and said to be", ten_deep()),
    Case(
        "overlapping.zip",
        OK,
        "250 members, the same bytes of the file",
        overlapping(PIECE, 250),
        (),
        {"same-0.txt": OK},
    ),
    Case("escaping.zip", OK, "names that lead out of the folder: names and no more", escaping()),
    Case("odd-names.zip", OK, "names with line ends, escapes, 60,000 letters", odd_names()),
    Case("twins.zip", OK, "the same name twice", TWINS, ("sparrow", WORD), {"a.txt": OK, "a (2).txt": OK}),
    Case("links.zip", OK, "a symbolic link to a file that nobody may read", links),
    Case("password.zip", OK, "encrypted, as its members say", beside(SECRET_A), (WORD,), {"a.txt": ENCRYPTED}),
    Case("passwords.zip", OK, "all encrypted", zipped(SECRET_A, SECRET_B), (), {"b.txt": ENCRYPTED}),
    Case("aes.zip", OK, "encrypted by AES", beside(AES), (WORD,), {"a.txt": ENCRYPTED}),
    Case("unknown-method.zip", OK, "a packing nobody has", beside(UNKNOWN_METHOD), (WORD,), {"a.txt": UNSUPPORTED}),
    Case("wrong-sum.zip", OK, "a member with a wrong checksum", beside(WRONG_SUM), (WORD,), {"a.txt": PARTIAL}),
    Case("says-less.zip", OK, "a member of 2 MB that says it has 10 bytes", beside(SMALLER_THAN_IT_IS)),
    Case("says-more.zip", OK, "a member of 34 bytes that says it has 3 GB", beside(LARGER_THAN_IT_IS)),
    Case("no-members.zip", EMPTY, "an archive of nothing", zipped(), ()),
    Case("half.zip", PARTIAL, "50 %: the list of members is lost, what is found is read", cut(GOOD, 50)),
    Case("nearly.zip", PARTIAL, "99 %: the same", cut(GOOD, 99)),
    Case("start.zip", FAILED, "20 bytes", GOOD[:20], ()),
    Case("self-extracting.exe", UNSUPPORTED, "a program with a zip file behind it", SELF_EXTRACTING, ()),
)
