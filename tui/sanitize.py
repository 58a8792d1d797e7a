"""Makes hostile text fit to be shown: every document text, name, path, snippet and error passes through here.

A terminal obeys control characters wherever they come from, and bidirectional controls reorder what is read. Each is
replaced by one visible character, so lengths and offsets never change: C0 controls and DEL by their control pictures
(U+2400 and on), the others by U+FFFD. The zero-width joiner and the soft hyphen stay: emoji and words need them, and
they harm nothing.
"""

import re

_PICTURES = {**{code: 0x2400 + code for code in range(0x20)}, 0x7F: 0x2421}
_REPLACED = (
    *range(0x80, 0xA0),  # C1: 0x9B alone starts a control sequence
    *(0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070)),  # bidirectional and deprecated controls
    *(0x200B, 0xFEFF),  # no width, no sign of being there
    *(0x2028, 0x2029),  # end a line in some programs and not in others
    *range(0xD800, 0xE000),  # cannot be encoded: writing one raises UnicodeEncodeError
)
_SHOWN = {**_PICTURES, **dict.fromkeys(_REPLACED, 0xFFFD)}
_LINE = {**_SHOWN, 0x09: 0x20, 0x0A: 0x20}
_TEXT = {code: shown for code, shown in _SHOWN.items() if code not in (0x09, 0x0A)}

_OTHERS = "\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u206f\ud800-\udfff\ufeff"
_hostile = re.compile(f"[\x00-\x0a{_OTHERS}]").search
_hostile_but_lines = re.compile(f"[\x00-\x08{_OTHERS}]").search


def is_safe(text: str) -> bool:
    """Whether `safe` would return the text as it is."""
    return _hostile(text) is None


def safe(text: str) -> str:
    """The text with every hostile character shown, tab and newline too: a name, a path, a message."""
    return text if _hostile(text) is None else text.translate(_SHOWN)


def safe_line(text: str) -> str:
    """Like `safe`, with a space for each tab and newline: prose on a surface of one line."""
    return text if _hostile(text) is None else text.translate(_LINE)


def safe_text(text: str) -> str:
    """Like `safe`, with tabs and newlines kept: a whole text on standard output."""
    return text if _hostile_but_lines(text) is None else text.translate(_TEXT)
