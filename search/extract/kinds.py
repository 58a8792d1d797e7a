"""The kinds of files: what users filter by, what a format is called, and which reader takes it."""

from typing import NamedTuple


class Kind(NamedTuple):
    """`type` is as users filter it, `format` names it in a sentence, `reader` is None for what cannot be read."""

    type: str
    format: str
    reader: str | None = None


TEXT = Kind("text", "plain text", "plain")
CODE = Kind("code", "source code", "plain")
CSV = Kind("csv", "table", "plain")
MARKDOWN = Kind("markdown", "Markdown", "markdown")
HTML = Kind("html", "web page", "hypertext")
JSON = Kind("json", "JSON", "json")
PDF = Kind("pdf", "PDF", "pdf")
BINARY = Kind("binary", "binary file")

WORD = Kind("office", "Word document")
EXCEL = Kind("office", "Excel workbook")
POWERPOINT = Kind("office", "PowerPoint presentation")
OPENDOCUMENT = Kind("office", "OpenDocument file")
OLD_OFFICE = Kind("office", "Office document of before 2007, or an encrypted one")
RTF = Kind("office", "RTF document")
EPUB = Kind("ebook", "EPUB book")
MOBI = Kind("ebook", "Kindle book")
MAIL = Kind("mail", "mail message")
OUTLOOK = Kind("mail", "Outlook message")
ZIP = Kind("archive", "zip archive")
JAR = Kind("archive", "Java archive")
TAR = Kind("archive", "tar archive")
MP4 = Kind("video", "MPEG-4 video")

BY_EXTENSION: dict[str, Kind] = {
    extension: kind
    for kind, extensions in {
        TEXT: "txt text log rst adoc asciidoc org tex srt vtt nfo me 1st",
        MARKDOWN: "md markdown mdown mkd mdx",
        HTML: "html htm xhtml xht shtml",
        CSV: "csv tsv tab psv",
        JSON: "json jsonl ndjson geojson ipynb har webmanifest",
        PDF: "pdf",
        CODE: (
            "py pyi pyx js mjs cjs jsx ts tsx java kt kts scala groovy gradle c h cc cpp cxx hh hpp hxx m mm cs "
            "fs vb go rs rb php pl pm t r jl lua tcl sh bash zsh fish ps1 psm1 bat cmd awk sed sql hs lhs ml mli "
            "clj cljs edn erl ex exs el lisp scm rkt f f77 f90 f95 pas d dart swift zig nim v vhd vhdl sv asm s "
            "cmake mk make css scss sass less vue svelte xml xsl xslt xsd svg rss atom opml yaml yml toml ini cfg "
            "conf properties env tf proto graphql thrift dtd nix bib cls sty patch diff ps eps po pot"
        ),
        WORD: "docx docm dotx doc dot",
        EXCEL: "xlsx xlsm xltx xlsb xls",
        POWERPOINT: "pptx pptm ppsx potx ppt pps",
        OPENDOCUMENT: "odt ods odp odg ott fodt",
        RTF: "rtf",
        EPUB: "epub",
        MOBI: "mobi azw azw3",
        MAIL: "eml emlx mbox mbx",
        OUTLOOK: "msg pst",
        ZIP: "zip",
        JAR: "jar war",
        Kind("archive", "archive"): "tar gz tgz bz2 xz zst 7z rar lz4 cab iso deb rpm",
        Kind("image", "image"): "png jpg jpeg gif bmp tif tiff webp heic heif avif ico psd jp2",
        Kind("audio", "sound"): "mp3 wav flac ogg oga opus m4a aac aif aiff mid",
        Kind("video", "video"): "mp4 m4v mkv webm avi mov mpg mpeg wmv flv",
        Kind("database", "database"): "sqlite sqlite3 db mdb accdb",
        Kind("executable", "program"): "exe dll so dylib o a class pyc wasm",
    }.items()
    for extension in extensions.split()
}

BY_NAME: dict[str, Kind] = dict.fromkeys(
    ("makefile", "gnumakefile", "dockerfile", "containerfile", "jenkinsfile", "rakefile", "gemfile", "vagrantfile"),
    CODE,
)

SIGNATURES: tuple[tuple[bytes, Kind], ...] = (
    (b"\x89PNG\r\n\x1a\n", Kind("image", "PNG image")),
    (b"\xff\xd8\xff", Kind("image", "JPEG image")),
    (b"GIF87a", Kind("image", "GIF image")),
    (b"GIF89a", Kind("image", "GIF image")),
    (b"II*\0", Kind("image", "TIFF image")),
    (b"MM\0*", Kind("image", "TIFF image")),
    (b"8BPS\0", Kind("image", "Photoshop image")),
    (b"\0\0\1\0", Kind("image", "icon")),
    (b"\0\0\0\x0cjP  ", Kind("image", "JPEG 2000 image")),
    (b"\x1f\x8b", Kind("archive", "gzip archive")),
    (b"BZh", Kind("archive", "bzip2 archive")),
    (b"\xfd7zXZ\0", Kind("archive", "xz archive")),
    (b"\x28\xb5\x2f\xfd", Kind("archive", "Zstandard archive")),
    (b"7z\xbc\xaf\x27\x1c", Kind("archive", "7z archive")),
    (b"Rar!\x1a\x07", Kind("archive", "RAR archive")),
    (b"MSCF\0", Kind("archive", "cabinet archive")),
    (b"!<arch>\n", Kind("archive", "ar archive")),
    (b"\xed\xab\xee\xdb", Kind("archive", "RPM package")),
    (b"OggS", Kind("audio", "Ogg sound")),
    (b"fLaC", Kind("audio", "FLAC sound")),
    (b"ID3", Kind("audio", "MP3 sound")),
    (b"MThd", Kind("audio", "MIDI music")),
    (b"\x1aE\xdf\xa3", Kind("video", "Matroska video")),
    (b"FLV\1", Kind("video", "Flash video")),
    (b"\0\0\1\xba", Kind("video", "MPEG video")),
    (b"\0\0\1\xb3", Kind("video", "MPEG video")),
    (b"SQLite format 3\0", Kind("database", "SQLite database")),
    (b"\0\1\0\0Standard ", Kind("database", "Access database")),
    (b"\x7fELF", Kind("executable", "ELF program")),
    (b"MZ", Kind("executable", "Windows program")),
    (b"\xca\xfe\xba\xbe", Kind("executable", "Java class or Mach-O program")),
    (b"\xcf\xfa\xed\xfe", Kind("executable", "Mach-O program")),
    (b"\xce\xfa\xed\xfe", Kind("executable", "Mach-O program")),
    (b"\0asm", Kind("executable", "WebAssembly program")),
    (b"!BDN", Kind("mail", "Outlook mailbox")),
)
"""First bytes of binary formats. A text can begin with some of them, so they count only when the rest is no text."""

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of the container of old Office documents, Outlook messages and encrypted Office documents."""

CONTAINERS: tuple[tuple[bytes, bytes, Kind], ...] = (
    (b"RIFF", b"WAVE", Kind("audio", "WAV sound")),
    (b"RIFF", b"AVI ", Kind("video", "AVI video")),
    (b"RIFF", b"WEBP", Kind("image", "WebP image")),
    (b"FORM", b"AIFF", Kind("audio", "AIFF sound")),
)
"""First four bytes, and the four at offset 8."""

MEDIA_BRANDS: dict[bytes, Kind] = {
    b"hei": Kind("image", "HEIC image"),
    b"mif": Kind("image", "HEIF image"),
    b"avi": Kind("image", "AVIF image"),
    b"M4A": Kind("audio", "MPEG-4 sound"),
    b"qt ": Kind("video", "QuickTime video"),
}
"""The start of the brand, at offset 8, of files with "ftyp" at offset 4."""

ZIPPED: tuple[tuple[bytes, Kind], ...] = (
    (b"mimetypeapplication/epub+zip", EPUB),
    (b"mimetypeapplication/vnd.oasis.opendocument", OPENDOCUMENT),
    (b"mimetypeapplication/vnd.sun.xml", OPENDOCUMENT),
    (b"word/document", WORD),
    (b"xl/workbook", EXCEL),
    (b"ppt/presentation", POWERPOINT),
    (b"META-INF/container.xml", EPUB),
    (b"META-INF/MANIFEST.MF", JAR),
)
"""What the first bytes or the list of members of a zip file hold."""
