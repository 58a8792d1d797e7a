"""What could not be read: seen by reason with one key, found, tried again, left out."""

import sys
from pathlib import Path

import pytest

from search.explore.standing import UnreadDocument, UnreadGroup
from tests.tui.conftest import Explore
from tui.ignoring import ignore


def groups(folder: Path) -> tuple[UnreadGroup, ...]:
    file = str(folder / "scan [1].pdf")
    return (
        UnreadGroup("needs-ocr", "3 pages without text", (UnreadDocument("d7", "v7", file, file),)),
        UnreadGroup(
            "encrypted",
            "password needed",
            (UnreadDocument("d8", "v8", f"{folder}/a.zip!/b\x1b.doc", f"{folder}/a.zip"),),
        ),
    )


async def test_one_key_lists_what_could_not_be_read_by_reason(explore: Explore, tmp_path: Path) -> None:
    async with explore() as seen:
        seen.explorer.groups = groups(tmp_path)
        await seen.press("tab", "c")
        await seen.shows("2 documents could not be read, or not wholly, for 2 reasons")
        await seen.shows(
            "needs-ocr: 3 pages without text (1)", "scan [1].pdf", "encrypted: password needed (1)", "a.zip!/b"
        )
        assert "\x1b" not in seen.text
        await seen.press("escape")
        await seen.hides("needs-ocr: 3 pages")


async def test_nothing_unread_is_said(explore: Explore) -> None:
    async with explore() as seen:
        await seen.press("tab", "c")
        await seen.shows("Everything that is remembered could be read")


async def test_enter_finds_the_document(explore: Explore, tmp_path: Path) -> None:
    async with explore() as seen:
        seen.explorer.groups = groups(tmp_path)
        await seen.press("tab", "c")
        await seen.shows("scan [1].pdf")
        await seen.press("j", "enter")
        await seen.shows("› path:")
        await seen.hides("password needed")


async def test_a_file_is_left_out_by_a_rule_beside_it_and_the_files_are_looked_at_again(
    explore: Explore, tmp_path: Path
) -> None:
    told = tmp_path / "told"
    command = (sys.executable, "-c", f"open({str(told)!r}, 'w').write('again')")
    async with explore(command=command) as seen:
        await seen.until(told.exists)
        told.unlink()
        seen.explorer.groups = groups(tmp_path)
        await seen.press("tab", "c")
        await seen.shows("scan [1].pdf")
        await seen.press("j", "i")
        await seen.shows("left out from now on")
        assert (tmp_path / ".cristalignore").read_text() == "/scan\\ \\[1\\].pdf\n"
        await seen.press("escape")
        await seen.until(told.exists, "another look at the files")


async def test_a_reason_with_many_documents_is_one_line_until_it_is_unfolded(explore: Explore, tmp_path: Path) -> None:
    many = tuple(UnreadDocument(f"d{n}", f"v{n}", f"/{n}.doc", f"/{n}.doc") for n in range(100, 130))
    async with explore() as seen:
        seen.explorer.groups = (UnreadGroup("unsupported", "Word of before 2007", many), *groups(tmp_path))
        await seen.press("tab", "c")
        await seen.shows("+ unsupported: Word of before 2007 (30)", "- needs-ocr", "scan [1].pdf")
        assert "107.doc" not in seen.text
        await seen.press("enter")
        await seen.shows("- unsupported: Word of before 2007 (30)", "107.doc")
        await seen.press("enter")
        await seen.hides("107.doc")
        await seen.press("enter", "down", "enter")
        await seen.shows("100.doc", "› path:")


async def test_a_file_is_opened_on_the_desktop(
    explore: Explore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opener = tmp_path / "xdg-open"
    opener.write_text(f"#!{sys.executable}\nimport sys\nopen({str(tmp_path / 'told')!r}, 'w').write(sys.argv[1])\n")
    opener.chmod(0o700)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("PATH", str(tmp_path))
    async with explore() as seen:
        seen.explorer.groups = groups(tmp_path)
        await seen.press("tab", "c")
        await seen.shows("scan [1].pdf")
        monkeypatch.delenv("DISPLAY", raising=False)
        monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
        await seen.press("j", "O")
        await seen.shows("there is no desktop here")
        monkeypatch.setenv("DISPLAY", ":0")
        await seen.press("O")
        await seen.until((tmp_path / "told").exists)
        await seen.until(lambda: (tmp_path / "told").read_text() == "/papers/v7")


async def test_all_are_tried_again(explore: Explore, tmp_path: Path) -> None:
    told = tmp_path / "told"
    command = (sys.executable, "-c", f"open({str(told)!r}, 'w').write('again')")
    async with explore(command=command) as seen:
        await seen.until(told.exists)
        told.unlink()
        await seen.press("tab", "c")
        await seen.shows("Everything")
        await seen.press("r")
        await seen.until(told.exists, "another try")


def test_a_rule_is_added_on_a_line_of_its_own(tmp_path: Path) -> None:
    (tmp_path / ".cristalignore").write_text("*.tmp")
    assert ignore(tmp_path / "#odd!.txt") == tmp_path / ".cristalignore"
    assert (tmp_path / ".cristalignore").read_text() == "*.tmp\n/\\#odd\\!.txt\n"
