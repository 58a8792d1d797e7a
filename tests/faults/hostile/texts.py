"""Plain texts: encodings, control characters, lines and files of any length."""

from tests.faults.hostile.case import EMPTY, OK, PARTIAL, TOO_LARGE, UNSUPPORTED, WORD, Case, Scale, Sparse, noise

GERMAN = "Die Überprüfung der größten Bücher dauert länger, sagt Jürgen Weiß; fünf Männer prüfen täglich. "
FRENCH = "L’été dernier, “l’œuvre” a coûté 30 € — voilà ce que l’élève a répété à sa mère. "
RUSSIAN = "Сокол сидел на старом дереве, и никто не знал, откуда он прилетел в этот город. "
JAPANESE = "隼は古い木の上に座っていた。誰もそれがどこから来たのか知らなかった。町の人々は驚いた。"
SIMPLIFIED = "红隼坐在一棵老树上，没有人知道它是从哪里飞来的。城里的人们都感到非常惊讶。"
TRADITIONAL = "紅隼坐在一棵老樹上，沒有人知道牠是從哪裡飛來的。城裡的人們都感到非常驚訝。"
KOREAN = "황조롱이는 오래된 나무 위에 앉아 있었고 그것이 어디에서 왔는지 아무도 몰랐다. "


def written(text: str, encoding: str, mark: bytes = b"") -> bytes:
    return mark + (text * 30 + "\n").encode(encoding)


def one_line(scale: Scale) -> bytes:
    return f"{WORD} says the line ".encode() * (scale.of(8, 200) * 1_000_000 // 22)


def columns(scale: Scale) -> bytes:
    return ",".join([WORD, *map(str, range(scale.of(100_000, 1_000_000)))]).encode() + b",sparrow\n1,2\n"


def sparse_text(scale: Scale) -> Sparse:
    return Sparse((f"{WORD}\n" * 2_000).encode(), scale.of(20 << 20, 3 << 30))


def sparse_zeros(scale: Scale) -> Sparse:
    return Sparse(b"", scale.of(20 << 20, 3 << 30))


def huge(scale: Scale) -> Sparse:
    return Sparse(b"kestrel\n", scale.of(25 << 20, 65 << 30))


ESCAPES = "\0\x1b[31m\x1b]0;owned\x07\x1b]52;c;ZWNobyBoaQ==\x07\x9b2J\u202esdrow\u2066\u200b\x7f\x08"
CONTROLS = f"{WORD}{ESCAPES}{WORD}{' and plain words' * 200}".encode()
SURROGATES = WORD.encode() + b"\xed\xa0\xbd\xed\xb8\x80\xc0\xaf\xf8\x88\x80\x80\x80" + b" and plain words" * 20
BROKEN = ("été kestrel ".encode() * 100 + b"\xff") * 20

CASES = (
    Case("utf-8-mark.txt", OK, "UTF-8 with a mark", written(RUSSIAN, "utf-8", b"\xef\xbb\xbf"), ("Сокол",)),
    Case("utf-16-le.txt", OK, "UTF-16 with a mark", written(RUSSIAN, "utf-16-le", b"\xff\xfe"), ("Сокол",)),
    Case("utf-16-be.txt", OK, "UTF-16, the other way round", written(RUSSIAN, "utf-16-be", b"\xfe\xff"), ("Сокол",)),
    Case("utf-16-le-bare.txt", OK, "UTF-16 without a mark", written(GERMAN, "utf-16-le"), ("Überprüfung",)),
    Case("utf-16-be-bare.txt", OK, "the other way round", written(GERMAN, "utf-16-be"), ("Überprüfung",)),
    Case("utf-16-odd.txt", OK, "half a character at the end", written(GERMAN, "utf-16-le") + b"x", ("Überprüfung",)),
    Case("utf-32-le.txt", OK, "UTF-32 with a mark", written(RUSSIAN, "utf-32-le", b"\xff\xfe\0\0"), ("Сокол",)),
    Case("utf-32-be.txt", OK, "UTF-32 without a mark", written(RUSSIAN, "utf-32-be"), ("Сокол",)),
    Case("latin-1.txt", OK, "Western European of Unix", written(GERMAN, "latin-1"), ("Überprüfung", "größten")),
    Case("cp1252.txt", OK, "Western European of Windows", written(FRENCH, "cp1252"), ("œuvre", "30 €")),
    Case("cp1251.txt", OK, "Cyrillic of Windows", written(RUSSIAN, "cp1251"), ("Сокол",)),
    Case("koi8-r.txt", OK, "Cyrillic of Unix", written(RUSSIAN, "koi8-r"), ("Сокол",)),
    Case("shift-jis.txt", OK, "Japanese of Windows", written(JAPANESE, "shift_jis"), ("隼は古い木",)),
    Case("euc-jp.txt", OK, "Japanese of Unix", written(JAPANESE, "euc_jp"), ("隼は古い木",)),
    Case("iso-2022-jp.txt", OK, "Japanese of mail", written(JAPANESE, "iso2022_jp"), ("隼は古い木",)),
    Case("gb18030.txt", OK, "simplified Chinese", written(SIMPLIFIED, "gb18030"), ("红隼坐在一棵老树",)),
    Case("big5.txt", OK, "traditional Chinese", written(TRADITIONAL, "big5"), ("紅隼坐在一棵老樹",)),
    Case("euc-kr.txt", OK, "Korean", written(KOREAN, "euc_kr"), ("황조롱이",)),
    Case("broken-utf-8.txt", OK, "a wrong byte here and there", BROKEN, ("été",)),
    Case("surrogates.txt", OK, "halves of characters, too long forms", SURROGATES),
    Case("controls.txt", OK, "NUL, escape sequences, C1, bidirectional marks", CONTROLS),
    Case("nul-between.txt", OK, "a NUL here and there", (f"{WORD} and other plain words" * 5 + "\0").encode() * 100),
    Case("marks.txt", OK, "a letter with a million accents", (f"{WORD} e" + "\u0301" * 1_000_000).encode()),
    Case("empty.txt", EMPTY, "no bytes", b"", ()),
    Case("empty.pdf", EMPTY, "no bytes, whatever it promises", b"", ()),
    Case("empty.docx", EMPTY, "no bytes, whatever it promises", b"", ()),
    Case("empty.zip", EMPTY, "no bytes, whatever it promises", b"", ()),
    Case("empty.eml", EMPTY, "no bytes, whatever it promises", b"", ()),
    Case("one.txt", OK, "one letter", b"x", ("x",)),
    Case("one.pdf", OK, "one letter is a text, whatever it promises", b"x", ("x",)),
    Case("one.docx", OK, "one letter is a text, whatever it promises", b"x", ("x",)),
    Case("one.gz", OK, "one letter is a text, whatever it promises", b"x", ("x",)),
    Case("one-nul.txt", UNSUPPORTED, "one NUL is no text", b"\0", ()),
    Case("mark-only.txt", EMPTY, "a byte order mark and nothing", b"\xef\xbb\xbf", ()),
    Case("blank.txt", EMPTY, "spaces and lines", b" \n\t\r\n" * 1_000, ()),
    Case("noise.txt", UNSUPPORTED, "random bytes", noise(100_000), ()),
    Case("zeros.txt", UNSUPPORTED, "a megabyte of NULs", bytes(1 << 20), ()),
    Case("one-line.txt", PARTIAL, "200 MB on one line: its start", one_line),
    Case("columns.csv", OK, "a million columns", columns, (WORD, "sparrow")),
    Case("quote.csv", OK, "a quote that never ends", (f'{WORD},"' + "a,b\n" * 200_000).encode()),
    Case("sparse.txt", PARTIAL, "3 GB, most of them nothing: its start", sparse_text),
    Case("sparse-zeros.txt", UNSUPPORTED, "3 GB of nothing", sparse_zeros, ()),
    Case("huge.txt", TOO_LARGE, "larger than a file may be: not opened", huge, ()),
)
