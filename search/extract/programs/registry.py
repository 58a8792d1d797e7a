"""The programs that can be made use of, in the order in which they are preferred, and where they are here."""

import os
import shutil
from typing import NamedTuple

from search.extract import kinds
from search.extract.kinds import Kind
from search.extract.programs.installing import install_command

SOFFICE = ("soffice", "libreoffice", "/Applications/LibreOffice.app/Contents/MacOS/soffice")
SEVEN_ZIP = ("7zz", "7z", "7za")


class Program(NamedTuple):
    """`commands` are the names of its executables for each kind of file, of which one is enough.

    `reads` says for people what it is good for. `packages` has the name of its package by family of systems.
    """

    name: str
    reads: str
    commands: dict[Kind, tuple[str, ...]]
    packages: dict[str, str]


class Finding(NamedTuple):
    """A program as it is here: `path` is None when it is missing, `install` a command or, on unknown systems, None."""

    name: str
    reads: str
    path: str | None
    install: str | None


ANTIWORD = Program(
    "antiword",
    "Word documents of before 2007",
    {kinds.OLD_WORD: ("antiword",)},
    {"debian": "antiword", "fedora": "antiword", "arch": "antiword", "macos": "antiword"},
)
CATDOC = Program(
    "catdoc",
    "Word and Excel documents of before 2007",
    {kinds.OLD_WORD: ("catdoc",), kinds.OLD_EXCEL: ("xls2csv",)},
    {"debian": "catdoc", "fedora": "catdoc", "arch": "catdoc", "macos": "catdoc"},
)
LIBREOFFICE = Program(
    "LibreOffice",
    "Word and Excel documents of before 2007, binary Excel workbooks",
    dict.fromkeys((kinds.OLD_WORD, kinds.OLD_EXCEL, kinds.EXCEL_BINARY), SOFFICE),
    {"debian": "libreoffice", "fedora": "libreoffice", "arch": "libreoffice-fresh", "macos": "--cask libreoffice"},
)
BSDTAR = Program(
    "bsdtar",
    "7z, RAR and cabinet archives",
    dict.fromkeys((kinds.SEVEN_ZIP, kinds.RAR, kinds.CABINET), ("bsdtar",)),
    {"debian": "libarchive-tools", "fedora": "bsdtar", "arch": "libarchive", "macos": "libarchive"},
)
SEVENZIP = Program(
    "7-Zip",
    "7z, RAR and cabinet archives",
    dict.fromkeys((kinds.SEVEN_ZIP, kinds.RAR, kinds.CABINET), SEVEN_ZIP),
    {"debian": "7zip", "fedora": "7zip", "arch": "7zip", "macos": "sevenzip"},
)
TESSERACT = Program(
    "Tesseract",
    "text in images and scanned PDFs",
    dict.fromkeys((kinds.IMAGE, kinds.PDF), ("tesseract",)),
    {
        "debian": "tesseract-ocr",
        "fedora": "tesseract",
        "arch": "tesseract tesseract-data-eng",
        "macos": "tesseract",
    },
)
PROGRAMS = (ANTIWORD, CATDOC, LIBREOFFICE, BSDTAR, SEVENZIP, TESSERACT)


def installed_for(kind: Kind) -> list[tuple[str, str]]:
    """Name and path of the programs here that read files of `kind`, best first."""
    return [(program.name, path) for program in _programs_for(kind) if (path := path_of(program, kind)) is not None]


def install_one_of(kind: Kind) -> str:
    """What to do to have files of `kind` read: "install catdoc, antiword or LibreOffice"."""
    *others, last = (program.name for program in _programs_for(kind))
    return f"install {', '.join(others)} or {last}" if others else f"install {last}"


def path_of(program: Program, kind: Kind) -> str | None:
    """The executable of `program` for `kind`, None when it is not installed."""
    folders = search_path()
    found = (shutil.which(command, path=folders) for command in program.commands[kind])
    return next(filter(None, found), None)


def search_path() -> str:
    """PATH without its relative folders, which lead into whatever folder is at hand: that of the documents."""
    return os.pathsep.join(filter(os.path.isabs, os.environ.get("PATH", os.defpath).split(os.pathsep)))


def findings() -> list[Finding]:
    """Every program, as it is on this system."""
    return [
        Finding(
            program.name,
            program.reads,
            next(filter(None, (path_of(program, kind) for kind in program.commands)), None),
            install_command(program.packages),
        )
        for program in PROGRAMS
    ]


def _programs_for(kind: Kind) -> list[Program]:
    return [program for program in PROGRAMS if kind in program.commands]
