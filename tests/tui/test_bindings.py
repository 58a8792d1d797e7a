"""The key table: complete, without clashes, remappable, and the same everywhere it is shown."""

from pathlib import Path

import pytest

from tests.tui.conftest import Explore
from tui.bindings import INPUTS, PANES, TABLE, key_table, rows_in_reach, shown_keys, split_keys
from tui.keymap import KeymapError, read_keymap

UNDELIVERED = {"ctrl+h", "ctrl+i", "ctrl+j", "ctrl+m", "ctrl+b", "ctrl+enter", "ctrl+left_square_bracket"}


@pytest.mark.parametrize(
    "place", [*sorted(INPUTS), *PANES, "help", "coverage", "difference", "dossier", "menu", "review"]
)
def test_no_key_means_two_things_in_one_place(place: str) -> None:
    owners: dict[str, str] = {}
    for row in rows_in_reach(place):
        for key in split_keys(row.keys) if row.keys else ():
            assert owners.setdefault(key, row.id) == row.id


def test_no_key_that_terminals_do_not_deliver() -> None:
    keys = {key for row in TABLE if row.keys for key in split_keys(row.keys)}
    assert not keys & UNDELIVERED
    assert not any(key.startswith("alt+") for key in keys)


def test_key_table_has_every_binding_once() -> None:
    lines = key_table()
    assert len({line.id for line in lines}) == len(lines)
    assert {line.id for line in lines} == {row.id for row in TABLE if row.keys}
    by_id = {line.id: line for line in lines}
    assert by_id["match.next"].keys == "n"
    assert by_id["match.next"].where == "results, document"
    assert by_id["list.page_down"].keys == "Space PgDn"


def keymap_of(tmp_path: Path, text: str) -> dict[str, str]:
    path = tmp_path / "keymap.toml"
    path.write_text(text)
    return read_keymap(path)


def test_no_keymap_is_an_empty_one(tmp_path: Path) -> None:
    assert read_keymap(tmp_path / "keymap.toml") == {}


@pytest.mark.parametrize(
    "text", ['"match.next" = ["f3", "n"]', 'match.next = ["f3", "n"]', '[match]\n# keys\nnext = ["f3", "n"]']
)
def test_keymap_spellings(tmp_path: Path, text: str) -> None:
    assert keymap_of(tmp_path, text) == {"match.next": "f3,n"}


def test_two_keys_can_be_swapped(tmp_path: Path) -> None:
    assert keymap_of(tmp_path, 'match.next = "N"\nmatch.previous = "n"') == {"match.next": "N", "match.previous": "n"}


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('match.nxt = "n"', 'there is no "match.nxt"'),
        ('match.next = "not a key!"', '"not a key!" is not a key'),
        ('match.next = "ctrl+nonsense"', "is not a key"),
        ("match.next = 3", "needs a key"),
        ("match.next = []", "needs a key"),
        ('match.next = "ctrl+h"', "terminals do not deliver"),
        ('match.next = "alt+1"', "terminals do not deliver"),
        ('match.next = "N"', 'already the key of "match.previous"'),
        ('list.down = "q"', 'already the key of "app.close"'),
        ('query.open = "x"', "is typed as text"),
    ],
)
def test_mistakes_are_told_with_file_and_line(tmp_path: Path, line: str, complaint: str) -> None:
    with pytest.raises(KeymapError) as caught:
        keymap_of(tmp_path, f'# mine\nresults.sort = "S"\n\n{line}\n')
    assert str(caught.value).startswith(f"{tmp_path / 'keymap.toml'}:4: ")
    assert complaint in str(caught.value)


def test_every_mistake_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeymapError) as caught:
        keymap_of(tmp_path, 'a.b = "x"\nmatch.next = "ctrl+m"\n')
    assert [line.split(":")[1] for line in str(caught.value).split("\n")] == ["1", "2"]


def test_broken_toml_is_told(tmp_path: Path) -> None:
    with pytest.raises(KeymapError, match=r"keymap\.toml"):
        keymap_of(tmp_path, "match.next = ")


async def test_a_remapped_key_works_and_is_shown(explore: Explore) -> None:
    async with explore(keymap={"match.next": "x"}, query="rabbit") as seen:
        await seen.shows("match 1 of 3")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.shows("x next")
        await seen.press("x")
        await seen.shows("match 2 of 3")
        await seen.press("n")
        await seen.press("f1")
        await seen.shows("match.next")
        row = next(line for line in seen.text.split("\n") if "match.next" in line)
        assert "x" in row[: row.index("next match")].split()
        await seen.press("escape")
        await seen.shows("match 2 of 3")


@pytest.mark.parametrize("size", [(100, 200)])
async def test_help_lists_the_keys_of_the_pane(explore: Explore, size: tuple[int, int]) -> None:
    async with explore(query="rabbit", size=size) as seen:
        await seen.shows("match 1 of 3")
        await seen.press("enter")
        await seen.focuses("document")
        await seen.press("question_mark")
        await seen.shows("The document", "Everywhere", "The query language", 'entity:"Masayoshi Son"')
        page = " ".join(seen.text.split())
        for row in rows_in_reach("document"):
            if row.keys:
                assert row.id in page
                assert shown_keys(row, {}) in page
        await seen.press("q")
        await seen.focuses("document")
