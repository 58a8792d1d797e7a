"""The parts of the README that follow from the code: `python -m tests.readme` writes them anew."""

from pathlib import Path

from tui.bindings import key_table

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- keys: written by python -m tests.readme -->\n", "<!-- end of keys -->\n"


def keys_markdown() -> str:
    """Every key with what it does and where, one action a row."""
    rows: dict[str, tuple[dict[str, None], dict[str, None]]] = {}
    for line in key_table():
        keys, places = rows.setdefault(line.description, ({}, {}))
        keys.update(dict.fromkeys(f"`{key}`" for key in line.keys.split()))
        places.update(dict.fromkeys(line.where.split(", ")))
    body = (f"| {' '.join(keys)} | {does} | {_places(places)} |" for does, (keys, places) in rows.items())
    return "\n".join(["| keys | do | where |", "|---|---|---|", *body]) + "\n"


def _places(places: dict[str, None]) -> str:
    return "everywhere" if "everywhere" in places else ", ".join(places)


def with_keys(readme: str) -> str:
    """The README with the key table of the code."""
    before, _, rest = readme.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{keys_markdown()}{END}{after}"


if __name__ == "__main__":
    README.write_text(with_keys(README.read_text()))
