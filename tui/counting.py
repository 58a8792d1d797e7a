"""Numbers with what they count."""


def counted(number: int, noun: str) -> str:
    """ "1 document", "2,140 documents"."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"
