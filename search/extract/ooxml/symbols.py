"""Characters of fonts that have no letters, such as Symbol and Wingdings, as the characters that they look like."""

_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_‾αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼",
    "€ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈…⏐⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑⎛⎜⎝⎡⎢⎣⎧⎨⎩⎪ 〉∫",
)
"""The Symbol font from 0x20 and from 0xA0, as Unicode's table of Adobe's encoding has it."""

_TABLES = {
    "symbol": {start + i: c for start, row in zip((0x20, 0xA0), _SYMBOL, strict=True) for i, c in enumerate(row)},
    "wingdings": dict(
        zip(
            (0x28, 0x2A, 0x4A, 0x4C, 0x6C, 0x6E, 0x6F, 0x71, 0x72, 0x9F, 0xA7, 0xA8, 0xD8, 0xDF, 0xE0, 0xE8, 0xF0),
            "☎✉☺☹●■□❑❒•▪◻➢←→➔⇨",
            strict=True,
        )
    )
    | dict(zip((0xFB, 0xFC, 0xFD, 0xFE), "✗✓☒☑", strict=True)),
    "wingdings 2": dict(zip((0x4F, 0x50, 0x51, 0x52, 0x53, 0x54, 0xA3), "✗✓☒☑☒☒☐", strict=True)),
}


def symbol(font: str, code: str) -> str:
    """What the character of a hexadecimal `code` looks like in `font`; one that nothing is known about stays itself."""
    try:
        number = int(code, 16)
    except ValueError:
        return ""
    table = _TABLES.get(font.lower(), {})
    byte = number - 0xF000 if 0xF000 <= number <= 0xF0FF else number
    return table.get(byte) or (chr(number) if 0x20 <= number <= 0xFFFF else "")
