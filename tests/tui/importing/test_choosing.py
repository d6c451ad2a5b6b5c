"""Choosing a file or a folder by typing its path or walking there."""

import os
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from workbench.tui.importing import choosing
from workbench.tui.importing.choosing import ChooseScreen, listed, parted, spelled


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home folder with interviews, and things nobody can import."""
    home = tmp_path / "home"
    (home / "interviews" / "Runde 2").mkdir(parents=True)
    (home / ".hidden").mkdir()
    for name in ("b.vtt", "A.TXT", "~$lock.docx", ".secret.txt", "photo.png"):
        (home / "interviews" / name).write_text("R1: Hej.\n")
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("USERPROFILE", str(home))
    return home


def test_only_folders_and_what_can_be_imported_are_listed(home: Path) -> None:
    found = listed(home / "interviews", (".txt", ".vtt", ".docx"))
    assert found == (("Runde 2",), ("A.TXT", "b.vtt"), "")
    assert listed(home, (".txt",)).folders == ("interviews",)
    assert listed(home / "nowhere", (".txt",)).why


def test_what_is_typed_is_parted_into_a_folder_and_the_beginning_of_a_name(home: Path) -> None:
    assert parted(f"~{os.sep}interviews{os.sep}b") == (home / "interviews", "b")
    assert parted(f"{home}{os.sep}") == (home, "")
    assert parted("~") == (home, "")
    assert parted("b.vt") == (Path(), "b.vt")
    assert parted(f"'{home}{os.sep}b'") == (home, "b"), "as a terminal writes what is dropped on it"
    assert parted(f"{os.sep}b") == (Path(os.sep), "b")
    assert spelled(home / "interviews") == f"~{os.sep}interviews"


def names(screen: Any) -> list[str]:
    return ["".join(text for text, _ in option.draw(70)).strip() for option in screen.shown]


async def test_one_walks_into_a_folder_and_takes_a_file_or_all_of_it(open_app: Any, home: Path) -> None:
    async with open_app() as (app, pilot):
        taken: list[str | None] = []
        app.push_screen(ChooseScreen(home, [home / "elsewhere"]), taken.append)
        await pilot.pause()
        assert names(app.screen) == [
            "▸ the whole folder  what is in its folders",
            f"interviews{os.sep}",
            f"↩ ~{os.sep}elsewhere  imported from before",
        ]
        await pilot.press("down", "enter")
        assert app.screen.query_one(Input).value == f"~{os.sep}interviews{os.sep}"
        assert names(app.screen)[0] == "▸ the whole folder  2 files and what is in its folders"
        await pilot.press(*"vtt")
        assert names(app.screen) == ["· b.vtt"]
        await pilot.press("tab")
        assert app.screen.query_one(Input).value == f"~{os.sep}interviews{os.sep}b.vtt"
        await pilot.press("enter")
        assert taken == [str(home / "interviews" / "b.vtt")]


async def test_a_path_that_is_not_there_is_told_and_can_be_mended(open_app: Any, home: Path, seen: Any) -> None:
    async with open_app() as (app, pilot):
        taken: list[str | None] = []
        app.push_screen(ChooseScreen(home), taken.append)
        await pilot.pause()
        app.screen.query_one(Input).value = f"~{os.sep}nowhere{os.sep}x"
        await pilot.pause()
        assert f"~{os.sep}nowhere: No such file or directory" in seen(app)
        await pilot.press("enter")
        assert "There is nothing at" in seen(app)
        app.screen.query_one(Input).value = f"~{os.sep}interviews{os.sep}photo.png"
        await pilot.press("enter")
        assert taken == [str(home / "interviews" / "photo.png")], "what is in it decides, not its name"


async def test_where_one_file_is_wanted_no_folder_is_offered_and_only_such_files(
    open_app: Any, home: Path, seen: Any
) -> None:
    (home / "interviews" / "codes.csv").write_text("code\nA\n", encoding="utf-8")
    async with open_app() as (app, pilot):
        app.push_screen(ChooseScreen(home / "interviews", suffixes=(".csv",)))
        await pilot.pause()
        assert "codes.csv" in seen(app)
        assert "Read are csv." in seen(app)
        assert "the whole folder" not in seen(app)
        assert [option.value for option in app.screen.shown if option.value.endswith((".txt", ".vtt"))] == []


async def test_the_folder_above_is_a_key_away(open_app: Any, home: Path) -> None:
    async with open_app() as (app, pilot):
        app.push_screen(ChooseScreen(home / "interviews"))
        await pilot.pause()
        await pilot.press("shift+tab")
        assert app.screen.query_one(Input).value == f"~{os.sep}"
        await pilot.press("tab")
        assert app.screen.query_one(Input).value == f"~{os.sep}", "the whole folder is written already"


def test_a_folder_with_more_than_anybody_reads_is_cut(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "MOST", 2)
    found = listed(home / "interviews", (".txt", ".vtt"))
    assert len(found.folders) + len(found.files) <= 2
