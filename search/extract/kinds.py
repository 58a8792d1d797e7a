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
XML = Kind("xml", "XML", "xml")
JSON = Kind("json", "JSON", "json")
NOTEBOOK = Kind("notebook", "Jupyter notebook", "notebook")
SUBTITLES = Kind("subtitles", "subtitles", "subtitles")
CALENDAR = Kind("calendar", "calendar", "calendar")
CONTACTS = Kind("contacts", "contacts", "contacts")
PDF = Kind("pdf", "PDF", "pdf")
BINARY = Kind("binary", "binary file")

WORD = Kind("office", "Word document", "word")
EXCEL = Kind("office", "Excel workbook", "sheets")
EXCEL_BINARY = Kind("office", "binary Excel workbook", "foreign")
POWERPOINT = Kind("office", "PowerPoint presentation", "slides")
OPENDOCUMENT = Kind("office", "OpenDocument file", "opendocument")
FLAT_OPENDOCUMENT = Kind("office", "flat OpenDocument file", "flat_opendocument")
OLE = Kind("office", "Office document of before 2007", "ole")
OLD_WORD = Kind("office", "Word document of before 2007", "foreign")
OLD_EXCEL = Kind("office", "Excel workbook of before 2007", "foreign")
OLD_POWERPOINT = Kind("office", "PowerPoint presentation of before 2007", "ole")
RTF = Kind("office", "RTF document", "rtf")
EPUB = Kind("ebook", "EPUB book", "epub")
MOBI = Kind("ebook", "Kindle book")
MAIL = Kind("mail", "mail message", "mail")
MAILBOX = Kind("mail", "mailbox", "mailbox")
OUTLOOK = Kind("mail", "Outlook message", "ole")
OUTLOOK_MAILBOX = Kind("mail", "Outlook mailbox")
ZIP = Kind("archive", "zip archive", "zip")
JAR = Kind("archive", "Java archive", "zip")
TAR = Kind("archive", "tar archive", "tar")
GZIP = Kind("archive", "gzip file", "compressed")
BZIP2 = Kind("archive", "bzip2 file", "compressed")
XZ = Kind("archive", "xz file", "compressed")
SEVEN_ZIP = Kind("archive", "7z archive", "foreign")
RAR = Kind("archive", "RAR archive", "foreign")
CABINET = Kind("archive", "cabinet archive", "foreign")
IMAGE = Kind("image", "image", "image")
BITMAP = Kind("image", "BMP image", "image")
MP4 = Kind("video", "MPEG-4 video")

BY_EXTENSION: dict[str, Kind] = {
    extension: kind
    for kind, extensions in {
        TEXT: "txt text log rst adoc asciidoc org tex nfo me 1st",
        MARKDOWN: "md markdown mdown mkd mdx",
        HTML: "html htm xhtml xht shtml",
        CSV: "csv tsv tab psv",
        JSON: "json jsonl ndjson geojson har webmanifest",
        NOTEBOOK: "ipynb",
        SUBTITLES: "srt vtt",
        CALENDAR: "ics ical ifb",
        CONTACTS: "vcf vcard",
        XML: "xml xsl xslt xsd svg rss atom opml wsdl xmp kml gpx",
        PDF: "pdf",
        CODE: (
            "py pyi pyx js mjs cjs jsx ts tsx java kt kts scala groovy gradle c h cc cpp cxx hh hpp hxx m mm cs "
            "fs vb go rs rb php pl pm t r jl lua tcl sh bash zsh fish ps1 psm1 bat cmd awk sed sql hs lhs ml mli "
            "clj cljs edn erl ex exs el lisp scm rkt f f77 f90 f95 pas d dart swift zig nim v vhd vhdl sv asm s "
            "cmake mk make css scss sass less vue svelte yaml yml toml ini cfg "
            "conf properties env tf proto graphql thrift dtd nix bib cls sty patch diff ps eps po pot"
        ),
        WORD: "docx docm dotx dotm",
        EXCEL: "xlsx xlsm xltx xltm",
        EXCEL_BINARY: "xlsb",
        POWERPOINT: "pptx pptm ppsx ppsm potx potm",
        OLD_WORD: "doc dot",
        OLD_EXCEL: "xls xlt",
        OLD_POWERPOINT: "ppt pps pot",
        OPENDOCUMENT: "odt ods odp odg ott ots otp odf sxw sxc sxi",
        FLAT_OPENDOCUMENT: "fodt fods fodp",
        RTF: "rtf",
        EPUB: "epub",
        MOBI: "mobi azw azw3",
        MAIL: "eml emlx mht mhtml",
        MAILBOX: "mbox mbx",
        OUTLOOK: "msg",
        OUTLOOK_MAILBOX: "pst ost",
        ZIP: "zip",
        JAR: "jar war",
        TAR: "tar",
        GZIP: "gz tgz",
        BZIP2: "bz2 tbz2",
        XZ: "xz txz lzma",
        SEVEN_ZIP: "7z",
        RAR: "rar",
        CABINET: "cab",
        Kind("archive", "archive"): "zst lz4 iso deb rpm",
        IMAGE: "png jpg jpeg gif bmp tif tiff webp heic heif avif ico psd jp2",
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
    (b"\x89PNG\r\n\x1a\n", Kind("image", "PNG image", "image")),
    (b"\xff\xd8\xff", Kind("image", "JPEG image", "image")),
    (b"GIF87a", Kind("image", "GIF image", "image")),
    (b"GIF89a", Kind("image", "GIF image", "image")),
    (b"II*\0", Kind("image", "TIFF image", "image")),
    (b"MM\0*", Kind("image", "TIFF image", "image")),
    (b"8BPS\0", Kind("image", "Photoshop image", "image")),
    (b"\0\0\1\0", Kind("image", "icon")),
    (b"\0\0\0\x0cjP  ", Kind("image", "JPEG 2000 image", "image")),
    (b"\x1f\x8b", GZIP),
    (b"BZh", BZIP2),
    (b"\xfd7zXZ\0", XZ),
    (b"\x28\xb5\x2f\xfd", Kind("archive", "Zstandard archive")),
    (b"7z\xbc\xaf\x27\x1c", SEVEN_ZIP),
    (b"Rar!\x1a\x07", RAR),
    (b"MSCF\0", CABINET),
    (b"!<arch>\n", Kind("archive", "ar archive")),
    (b"\xed\xab\xee\xdb", Kind("archive", "RPM package")),
    (b"OggS", Kind("audio", "Ogg sound")),
    (b"fLaC", Kind("audio", "FLAC sound")),
    (b"ID3", Kind("audio", "MP3 sound")),
    (b"MThd", Kind("audio", "MIDI music")),
    (b"\x1aE\xdf\xa3", Kind("video", "Matroska video")),
    (b"FLV\1", Kind("video", "Flash video")),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", Kind("video", "Windows Media file")),
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
    (b"\xdb\xa5\x2d\0", OLD_WORD),
    (b"\x9b\xa5\x21\0", OLD_WORD),
    (b"\x31\xbe\0\0\0\xab", OLD_WORD),
    (b"\x09\0\x04\0", OLD_EXCEL),
    (b"\x09\x02\x06\0", OLD_EXCEL),
    (b"\x09\x04\x06\0", OLD_EXCEL),
    (b"\x09\x08\x08\0", OLD_EXCEL),
    (b"\x09\x08\x10\0", OLD_EXCEL),
    (b"!BDN", OUTLOOK_MAILBOX),
    (b"\x78\x9f\x3e\x22", Kind("mail", "Outlook attachment (winmail.dat)")),
    (b"\x04\x22\x4d\x18", Kind("archive", "LZ4 file")),
    (b"\x1f\x9d", Kind("archive", "compress file")),
    (b"LZIP\1", Kind("archive", "lzip file")),
    (b"AT&TFORM", Kind("image", "DjVu document")),
    (b"\xc5\xd0\xd3\xc6", Kind("image", "Encapsulated PostScript")),
    (b"\xd7\xcd\xc6\x9a", Kind("image", "Windows metafile")),
    (b"ITSF\3\0\0\0", Kind("ebook", "compiled HTML help")),
    (b"wOFF", Kind("font", "font")),
    (b"wOF2", Kind("font", "font")),
    (b"OTTO\0", Kind("font", "font")),
    (b"\0\1\0\0\0", Kind("font", "font")),
    (b"\xff\xfb", Kind("audio", "MP3 sound")),
    (b"\xff\xf3", Kind("audio", "MP3 sound")),
    (b"\xff\xf1", Kind("audio", "AAC sound")),
)
"""First bytes of binary formats. A text can begin with some of them, so they count only when the rest is no text."""

OLE_START = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""First bytes of the container of old Office documents, Outlook messages and encrypted Office documents."""

CONTAINERS: tuple[tuple[bytes, bytes, Kind], ...] = (
    (b"RIFF", b"WAVE", Kind("audio", "WAV sound")),
    (b"RIFF", b"AVI ", Kind("video", "AVI video")),
    (b"RIFF", b"WEBP", Kind("image", "WebP image", "image")),
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

MEDIA_TYPES: tuple[tuple[bytes, Kind], ...] = (
    (b"application/epub+zip", EPUB),
    (b"application/vnd.oasis.opendocument", OPENDOCUMENT),
    (b"application/vnd.sun.xml", OPENDOCUMENT),
    (b"application/vnd.stardivision", OPENDOCUMENT),
)
"""How the member "mimetype" of a zip file starts (OpenDocument 1.3 part 2, 3.3; EPUB OCF 3.3, 4.3)."""

CONTENT_TYPES: tuple[tuple[bytes, Kind], ...] = (
    (b"wordprocessingml.document.main+xml", WORD),
    (b"wordprocessingml.template.main+xml", WORD),
    (b"ms-word.document.macroenabled.main+xml", WORD),
    (b"ms-word.template.macroenabledtemplate.main+xml", WORD),
    (b"ms-excel.sheet.binary.macroenabled.main", EXCEL_BINARY),
    (b"spreadsheetml.sheet.main+xml", EXCEL),
    (b"spreadsheetml.template.main+xml", EXCEL),
    (b"ms-excel.sheet.macroenabled.main+xml", EXCEL),
    (b"ms-excel.template.macroenabled.main+xml", EXCEL),
    (b"presentationml.presentation.main+xml", POWERPOINT),
    (b"presentationml.slideshow.main+xml", POWERPOINT),
    (b"presentationml.template.main+xml", POWERPOINT),
    (b"ms-powerpoint.presentation.macroenabled.main+xml", POWERPOINT),
    (b"ms-powerpoint.slideshow.macroenabled.main+xml", POWERPOINT),
    (b"ms-powerpoint.template.macroenabled.main+xml", POWERPOINT),
)
"""The type of the main part, in small letters, as "[Content_Types].xml" of an Office document lists it (ECMA-376)."""

ZIPPED: tuple[tuple[str, Kind], ...] = (
    ("word/document", WORD),
    ("xl/workbook.bin", EXCEL_BINARY),
    ("xl/workbook", EXCEL),
    ("ppt/presentation", POWERPOINT),
    ("meta-inf/container.xml", EPUB),
    ("meta-inf/manifest.mf", JAR),
)
"""How a member's name starts, in small letters, in a zip file that says no type."""
