"""A collection made up for tests: as many files as wanted, in several formats, the same ones for the same seed."""

import json
import random
from pathlib import Path

PEOPLE = ["Aiko Tanaka", "Bernard Oduya", "Carla Mendes", "Dmitri Volkov", "Elif Arslan", "Farah Haddad"]
COMPANIES = ["Northwind Power Ltd", "Kestrel Bank", "Orbis Systems Inc.", "Hallmark Foods", "Tern Logistics GmbH"]
PLACES = ["Lisbon", "Nairobi", "Osaka", "Quito", "Tallinn", "Winnipeg"]
SUBJECTS = [
    "harbour",
    "budget",
    "pipeline",
    "vaccine",
    "railway",
    "election",
    "satellite",
    "drought",
    "museum",
    "tariff",
]
VERBS = ["approved", "delayed", "questioned", "financed", "cancelled", "praised", "inspected", "published"]
FILLERS = [
    "meanwhile",
    "committee",
    "quarterly",
    "reluctantly",
    "archive",
    "proposal",
    "ministerial",
    "estimate",
    "river",
]
FORMATS = ["txt", "md", "html", "csv", "json"]


def write_collection(folder: Path, files: int, seed: int = 7) -> None:
    """Write `files` files below `folder`, ten to a subfolder."""
    chance = random.Random(seed)
    for number in range(files):
        kind = FORMATS[number % len(FORMATS)]
        file = folder / f"part-{number // 10:03d}" / f"report-{number:04d}.{kind}"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_dressed(kind, sentences(chance, chance.randint(3, 40)), number), encoding="utf-8")


def sentences(chance: random.Random, count: int) -> list[str]:
    """Sentences that name people, places, companies, amounts and dates."""
    pick, number = chance.choice, chance.randint
    return [
        f"{pick(PEOPLE)} of {pick(COMPANIES)} {pick(VERBS)} the {pick(SUBJECTS)} in {pick(PLACES)} on {number(1, 28)} "
        f"March 20{number(10, 25)}, {pick(FILLERS)} for ${number(1, 900)} million, case {number(1000, 9999)}."
        for _ in range(count)
    ]


def queries(count: int = 50, seed: int = 11) -> list[str]:
    """Queries of every kind over such a collection."""
    chance = random.Random(seed)
    pick = chance.choice
    makers = [
        lambda: pick(SUBJECTS),
        lambda: f"{pick(SUBJECTS)} {pick(VERBS)}",
        lambda: f'"{pick(VERBS)} the {pick(SUBJECTS)}"',
        lambda: f"{pick(SUBJECTS)} OR {pick(SUBJECTS)}",
        lambda: f"{pick(SUBJECTS)} -{pick(PLACES)}",
        lambda: f"{pick(SUBJECTS)[:4]}*",
        lambda: f"{pick(FILLERS)[:-1]}x~",
        lambda: f'"{pick(SUBJECTS)} {pick(PLACES)}"~5',
        lambda: f'person:"{pick(PEOPLE)}" {pick(SUBJECTS)}',
        lambda: f"type:{pick(FORMATS)} {pick(SUBJECTS)}",
        lambda: f"{chance.randint(1000, 9999)}",
    ]
    return [pick(makers)() for _ in range(count)]


def _dressed(kind: str, lines: list[str], number: int) -> str:
    if kind == "md":
        return f"# Report {number}\n\n" + "\n\n".join(lines) + "\n"
    if kind == "html":
        return (
            f"<html><head><title>Report {number}</title></head><body><p>" + "</p><p>".join(lines) + "</p></body></html>"
        )
    if kind == "csv":
        return "number,sentence\n" + "".join(f'{place},"{line}"\n' for place, line in enumerate(lines))
    if kind == "json":
        return json.dumps({"report": number, "lines": lines}, indent=1) + "\n"
    return "\n".join(lines) + "\n"
