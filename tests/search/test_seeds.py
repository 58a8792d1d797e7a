"""The promises of the sample collection that a first run opens on."""

import csv
import json
import os
import re
import unicodedata
from calendar import day_name, month_name
from collections import Counter
from datetime import date
from html import unescape
from pathlib import Path

import pypdfium2
import pytest

from search.entities.recognise import recognise

SEEDS = Path(__file__).parents[2] / "seeds"
README = SEEDS / "README.md"
ENCODINGS = {"2025-06-30-berlin-note.txt": "cp1252", "2025-04-08-tomakomai-visit.txt": "shift_jis"}
MONTHS, WEEKDAYS = list(month_name)[1:], list(day_name)
WORD = re.compile(r"[^\W\d_]+|\d+")
VARIANTS = [
    "Masayoshi Son",
    "Son Masayoshi",
    "Son-san",
    "Mr Son",
    "Masayosi Son",
    "孫正義",
    "손정의",
    "Sam Altman",
    "Altmann",
    "サム・アルトマン",
    "سام ألتمان",
    "René Haas",
    "Rene Haas",
    "Prime Minister Ishiba",
    "石破茂",
    "Donald J. Trump",
    "SoftBank Corp.",
    "SoftBank Group Corp.",
    "SBKK",
    "SBOJ",
    "LY Corp.",
    "LY Corporation",
    "PayPay Corp.",
    "MGX",
]


def documents() -> list[Path]:
    suffixes = {".txt", ".md", ".html", ".csv", ".json", ".pdf"}
    return sorted(path for path in SEEDS.rglob("*") if path.suffix in suffixes and path != README)


def pages(path: Path) -> list[str]:
    pdf = pypdfium2.PdfDocument(path)
    try:
        return [page.get_textpage().get_text_range() for page in pdf]
    finally:
        pdf.close()


def text_of(path: Path) -> str:
    if path.suffix == ".pdf":
        return "\n".join(pages(path))
    return path.read_bytes().decode(ENCODINGS.get(path.name, "utf-8"))


def words(text: str) -> list[str]:
    return WORD.findall(unicodedata.normalize("NFKC", text).casefold())


def sequences(text: str, length: int) -> set[tuple[str, ...]]:
    found = words(text)
    return {tuple(found[at : at + length]) for at in range(len(found) - length + 1)}


def named(name: str) -> str:
    (path,) = SEEDS.rglob(name)
    return text_of(path)


def test_there_is_enough_in_every_format_and_not_too_much() -> None:
    found = documents()
    count = Counter(path.suffix for path in found)
    assert len(found) >= 28
    assert count[".pdf"] >= 3
    assert all(count[suffix] >= 2 for suffix in (".txt", ".md", ".html", ".csv", ".json"))
    assert sum(path.stat().st_size for path in SEEDS.rglob("*") if path.is_file()) < 900_000


def test_the_readme_names_every_document_and_says_that_it_is_fiction() -> None:
    readme = README.read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([^`]+)` \|", readme, re.MULTILINE))
    assert listed == {path.relative_to(SEEDS).as_posix() for path in documents()}
    assert "Written for this project; partly fictional; not a source." in readme


def test_everyone_called_invented_among_the_people_is_named_in_the_readme() -> None:
    invented = named("who-is-who.md").partition("## Invented people")[2]
    people = re.findall(r"^- \*\*(.+?)\*\*", invented, re.MULTILINE)
    readme = README.read_text(encoding="utf-8")
    assert len(people) >= 10
    assert [person for person in people if not re.search(re.escape(person).replace(r"\ ", r"\s+"), readme)] == []


def test_files_are_named_soberly_except_one() -> None:
    assert [path.name for path in documents() if not re.fullmatch(r"[a-z0-9.-]+", path.name)] == [
        "2025-02-20-孫正義-取材メモ.md"
    ]


def test_the_dates_span_more_than_eight_months() -> None:
    named_days = [re.search(r"2025-\d\d-\d\d", path.name) for path in documents()]
    days = sorted(date.fromisoformat(found.group()) for found in named_days if found)
    assert (days[-1] - days[0]).days > 245
    assert len({(day.year, day.month) for day in days}) >= 8


@pytest.mark.parametrize("suffix", [".md", ".html", ".pdf"])
def test_documents_say_their_title_author_and_date(suffix: str) -> None:
    for path in documents():
        if path.suffix != suffix:
            continue
        if suffix == ".pdf":
            meta = pypdfium2.PdfDocument(path).get_metadata_dict()
            assert meta["Title"] and meta["Author"], path
            assert meta["CreationDate"].startswith("D:" + path.stem[-7:].replace("-", "")), path
        elif suffix == ".html":
            page = text_of(path)
            assert re.search(r"<title>[^<]+</title>", page), path
            assert 'name="author"' in page, path
            assert f'datetime="{path.name[:10]}' in page, path
        else:
            front = text_of(path).split("\n---\n")[0]
            assert re.search(r"^title: .", front, re.MULTILINE), path
            assert re.search(r"^date: 2025-\d\d-\d\d$", front, re.MULTILINE), path


def test_weekdays_agree_with_their_dates() -> None:
    long = re.compile(rf"({'|'.join(WEEKDAYS)}),? (\d\d?) ({'|'.join(MONTHS)}) (2025)")
    short = re.compile(r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), (\d\d?) ([A-Z][a-z]{2}) (2025)")
    checked = 0
    for path in documents():
        for weekday, day, month, year in long.findall(text_of(path)) + short.findall(text_of(path)):
            number = [name[: len(month)] for name in MONTHS].index(month) + 1
            assert WEEKDAYS[date(int(year), number, int(day)).weekday()].startswith(weekday), (path, weekday, day)
            checked += 1
    assert checked > 250


def test_pdfs_have_several_pages_of_text() -> None:
    for path in documents():
        if path.suffix == ".pdf":
            lengths = [len(page.split()) for page in pages(path)]
            assert len(lengths) >= 3, path
            assert min(lengths) > 80, path


def test_tables_are_well_formed_and_newer_states_differ() -> None:
    states = []
    for path in documents():
        if path.suffix == ".csv":
            rows = list(csv.reader(text_of(path).split("\n")[:-1], strict=True))
            assert len({len(row) for row in rows}) == 1, path
            if path.name.startswith("capacity"):
                records = [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
                states.append({record["site"]: int(record["final_mw"]) for record in records})
        if path.suffix == ".json":
            assert json.loads(text_of(path))["title"], path
    assert [state["Sakai"] for state in states] == [150, 140, 180]
    assert [state["Abilene"] for state in states] == [200, 420, 780]


def test_briefings_change_their_figures_and_keep_the_old_ones() -> None:
    february, may, september = (named(f"briefing-2025-{month}.md") for month in ("02", "05", "09"))
    assert "1,000 people" in february and "1,200" not in february
    assert "850" in may and "$2.6 billion" in may
    assert "| Planned staff | 1,000 | 850 | 1,200 |" in september


def test_one_document_is_long_and_repeats_no_entry() -> None:
    log = named("monitoring-log-2025-11.txt")
    assert 150_000 <= len(log.encode()) <= 300_000
    entries = [line[6:] for line in log.split("\n") if re.match(r"\d\d:\d\d ", line)]
    assert len(entries) > 1_200
    assert len(set(entries)) == len(entries)


def test_scripts_encodings_and_line_ends_survived() -> None:
    japanese = named("2025-02-20-孫正義-取材メモ.md")
    arabic = named("2025-03-05-abu-dhabi-note.txt")
    assert len(re.findall(r"[\u3040-\u30ff\u4e00-\u9fff]", japanese)) > 500 and "孫正義" in japanese
    assert sum(unicodedata.bidirectional(char) == "AL" for char in arabic) > 500 and "Masayoshi Son" in arabic
    for name in ENCODINGS:
        (path,) = SEEDS.rglob(name)
        with pytest.raises(UnicodeDecodeError):
            path.read_bytes().decode("utf-8")
    assert "„" in named("2025-06-30-berlin-note.txt") and "€" in named("2025-06-30-berlin-note.txt")
    assert "苫小牧" in named("2025-04-08-tomakomai-visit.txt")
    endings = (SEEDS / "notes/2025-02-12-call-tallis.txt").read_bytes()
    assert endings.count(b"\r\n") == endings.count(b"\n") > 20


def test_the_typeset_column_has_ligatures_quotes_and_broken_words() -> None:
    column = named("2025-05-14-column-proof.txt")
    assert all(mark in column for mark in "ﬁﬂﬀﬃ“”‘’")
    assert len(re.findall(r"[a-zﬀ-ﬆ]-\n[a-zﬀ-ﬆ]", column)) >= 8


def test_the_hostile_note_is_hostile_and_still_text() -> None:
    note = named("2025-06-09-gateway-incident.txt")
    assert "\0" not in note
    for sequence in ("\x1b[2J", "\x1b]52;c;", "\x1b]0;", "\x1bP", "\x9b", "\x9d", "\u202e", "\u2066", "\u200b", "\b"):
        assert sequence in note


def test_no_other_document_holds_escapes() -> None:
    for path in documents():
        if path.name != "2025-06-09-gateway-incident.txt" and path.suffix != ".pdf":
            assert not re.search(r"[\x00-\x08\x0b-\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e]", text_of(path)), path


def test_names_recur_in_their_variants() -> None:
    everything = "\n".join(unescape(text_of(path)) for path in documents())
    for name in VARIANTS:
        assert name in everything, name


OUTSIDE = Path(os.environ.get("CRISTAL_OUTSIDE_ARTICLE", ""))


@pytest.mark.skipif(not OUTSIDE.is_file(), reason="CRISTAL_OUTSIDE_ARTICLE names no file")
def test_nothing_is_shared_with_an_outside_article() -> None:
    article = OUTSIDE.read_text(encoding="utf-8")
    eight = sequences(article, 8)
    sentences = {tuple(words(part)) for part in re.split(r"(?<=[.!?])[”\"]?\s+", article)}
    assert eight
    for path in [*documents(), README]:
        text = text_of(path).replace("-\n", "").replace("\ufffe", "")
        if path.suffix == ".html":
            text = unescape(re.sub(r"<[^>]+>", " ", text))
        assert not sequences(text, 8) & eight, path
        folded = " " + " ".join(words(text)) + " "
        assert not [part for part in sentences if len(part) > 3 and " " + " ".join(part) + " " in folded], path


def test_names_are_recognised_in_every_plain_text() -> None:
    for file in sorted((*SEEDS.rglob("*.txt"), *SEEDS.rglob("*.md"))):
        assert recognise(file.read_text(encoding="utf-8", errors="replace")), file
