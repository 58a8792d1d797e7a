"""What every text goes through once, when it is extracted: after this, nothing in it moves.

Line ends become LF; control characters and lone surrogates, which no terminal, database or JSON writer can be trusted
with, become U+FFFD one for one.
"""

import re

_UNWANTED = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def normalise(text: str) -> str:
    """CRLF, CR and form feed to LF; every other control character but tab, and lone surrogates, to U+FFFD.

    Idempotent. Only CRLF changes the length.
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "\f" in text:
        text = text.replace("\f", "\n")
    return _UNWANTED.sub("\ufffd", text)
