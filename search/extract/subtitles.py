"""Subtitles, SubRip and WebVTT: what is said, without the times, which are labels of sections a minute long.

SubRip has no standard; WebVTT is the W3C's. What is not understood stays in the text.
"""

import html
import re
from collections.abc import Iterator
from typing import BinaryIO

from search.extract.blocks import blocks_of
from search.extract.caps import Caps
from search.extract.extracted import Unit
from search.extract.kinds import Kind
from search.extract.pieces import Part, Piece, Remark
from search.text.normalise import normalise

READER = "subtitles/2"

SECTION = 60
"""Seconds of a section."""

_TIMES = re.compile(
    r"[ \t]*(?:(\d{1,3}):)?(\d{1,2}):(\d\d)(?:[,.]\d{1,3})?[ \t]*-->[ \t]*(?:\d{1,3}:)?\d{1,2}:\d\d(?:[,.]\d{1,3})?"
)
_COUNTER = re.compile(r"[ \t]*\d{1,7}[ \t]*\Z")
_VOICE = re.compile(r"<v(?:\.[^\s>]{0,100})?[ \t]+([^<>]{1,200})>")
_TAG = re.compile(r"</?(?:[a-zA-Z][^<>]{0,200}|\d[\d:.]{4,15})?>|\{\\[a-zA-Z][^{}]{0,100}\}")
_NOT_SAID = re.compile(r"(?:STYLE|REGION)[ \t]*\Z")


def read(file: BinaryIO, kind: Kind, caps: Caps) -> Iterator[Piece]:
    """The text of all cues, with sections from the first cue of each minute that has one."""
    cues = _Cues()
    for block in blocks_of(file, caps):
        if isinstance(block, Remark):
            yield block
            continue
        for line in normalise(block.text).split("\n"):
            cues.line(line)
        if block.is_last:
            cues.line("")
        yield cues.part()


class _Cues:
    """The lines read since the last part, and the section that they are in."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = 0
        self._starts: list[tuple[int, str]] = []
        self._label = ""
        self._number = 0
        self._minute = -1
        self._before: str | None = None
        self._dropping = False

    def line(self, line: str) -> None:
        """Take the next line. One is kept back: it may be the number or the name of the cue that follows."""
        if (times := _TIMES.match(line)) is not None:
            if self._before is not None and not _COUNTER.match(self._before):
                self._say(self._before)
            self._before = None
            self._dropping = False
            self._begin(*times.groups())
            return
        if self._before is not None and not self._dropping:
            self._say(self._before)
        if _NOT_SAID.match(line) or (self._dropping and line.strip()):
            self._dropping = True
            self._before = None
        else:
            self._dropping = False
            self._before = line

    def part(self) -> Part:
        """What was said since the last part."""
        text = "\n".join(self._lines)
        if self._lines:
            text += "\n"
        first = self._number - len(self._starts) + 1
        ends = [*(start for start, _ in self._starts), len(text)][1:]
        units = tuple(
            Unit("section", number, label, start, end)
            for number, ((start, label), end) in enumerate(zip(self._starts, ends, strict=True), first)
        )
        self._lines, self._starts, self._length = [], [], 0
        return Part(text, units, joint="")

    def _begin(self, hours: str | None, minutes: str, seconds: str) -> None:
        minute = (int(hours or 0) * 60 + int(minutes)) * 60 // SECTION
        if minute != self._minute:
            self._minute = minute
            self._number += 1
            self._starts.append((self._length, f"{int(hours or 0):02}:{int(minutes):02}:{seconds}"))

    def _say(self, line: str) -> None:
        said = html.unescape(_TAG.sub("", _VOICE.sub(r"\1: ", line)))
        if said.strip() and not said.startswith("WEBVTT"):
            self._lines.append(said)
            self._length += len(said) + 1
