"""How much of one file is read. Beyond it a document says so, in its status."""

MAX_BYTES = 512 << 20
"""Files over this are not opened further."""

MAX_TEXT = 200_000_000
"""Code points of text kept from one file."""

MAX_UNITS = 100_000
"""Units of one text; the last one runs to the end of the text."""
