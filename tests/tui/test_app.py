"""The app itself: opening, who codes, errors as messages, changes that reach every screen, small terminals, bugs."""

from pathlib import Path
from typing import Any

import pytest

from workbench.errors import InputError, StudyError
from workbench.tui.app import FAILED, WorkbenchApp
from workbench.tui.codebook.screen import CodebookScreen
from workbench.tui.library.screen import LibraryScreen
from workbench.tui.synthesis.screen import SynthesisScreen
from workbench.tui.widgets.ask import TooSmall
from workbench.tui.widgets.help import HelpScreen
from workbench.tui.widgets.who import WhoScreen


async def test_the_first_frame_says_where_we_are_and_the_library_follows(folder: Path, seen: Any) -> None:
    app = WorkbenchApp(folder, "ann")
    first = []
    opened = app._open

    def open_and_look() -> None:
        first.append(seen(app))
        opened()

    app._open = open_and_look  # type: ignore[method-assign]
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "study" in first[0]
        assert "opening …" in first[0]
        assert isinstance(app.screen, LibraryScreen)
        assert "K-01" in seen(app)


async def test_a_folder_without_a_study_ends_with_the_error_and_its_hint(tmp_path: Path) -> None:
    app = WorkbenchApp(tmp_path, "ann")
    async with app.run_test() as pilot:
        await pilot.pause()
        await pilot.pause()
    assert isinstance(app.failure, StudyError)
    assert "init" in app.failure.hint
    assert app.return_code == 2


async def test_the_first_start_asks_who_codes_and_remembers_it(folder: Path, open_app: Any) -> None:
    from workbench.study import remembered_coder

    async with open_app(coder=None) as (app, pilot):
        assert isinstance(app.screen, WhoScreen)
        await pilot.press("escape")
        assert isinstance(app.screen, WhoScreen)
        await pilot.press(*"Bo")
        await pilot.press("enter")
        await pilot.pause()
        assert app.study.coder_name == "Bo"
        assert isinstance(app.screen, LibraryScreen)
    assert remembered_coder(folder) == "Bo"
    async with open_app(coder=None) as (app, pilot):
        assert app.study.coder_name == "Bo"


async def test_another_coder_takes_over_in_a_new_library(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        app.open_codebook()
        await pilot.pause()
        await app.run_action("app.coder")
        await pilot.pause()
        await pilot.press(*"cille", "enter")
        await pilot.pause()
        assert app.study.coder_name == "cille"
        assert isinstance(app.screen, LibraryScreen)
        assert len(app.screen_stack) == 2


async def test_what_the_study_refuses_becomes_a_message_and_nothing_else(open_app: Any, seen: Any) -> None:
    def refuse(word: str) -> str:
        raise InputError(f"[/red] {word}\x1b[2J", "[@click=app.quit]mend it")

    async with open_app() as (app, pilot):
        assert app.do(refuse, "no") is FAILED
        assert app.do(lambda: "yes") == "yes"
        await pilot.pause()
        text = seen(app)
        assert "[/red] no␛[2J" in text
        assert "[@click=app.quit]mend it" in text


async def test_a_change_reaches_the_room_on_top_and_the_one_below_when_it_comes_up(open_app: Any, coded: Any) -> None:
    async with open_app() as (app, pilot):
        app.open_codebook()
        await pilot.pause()
        reloads = {"library": 0, "codebook": 0}
        library, codebook = app.screen_stack[1], app.screen
        for name, screen in (("library", library), ("codebook", codebook)):
            reload = screen.reload

            def counted(name: str = name, reload: Any = reload) -> None:
                reloads[name] += 1
                reload()

            screen.reload = counted
        coded(app.study, "K-02", "kaffe", "Ny kode")
        await pilot.pause()
        assert reloads == {"library": 0, "codebook": 1}  # two changes, one repaint
        await pilot.press("q")
        await pilot.pause()
        assert app.screen is library
        assert reloads == {"library": 1, "codebook": 1}


async def test_what_another_process_wrote_is_shown(folder: Path, open_app: Any, coded: Any, seen: Any) -> None:
    from workbench.study import Study

    async with open_app() as (app, pilot):
        other = Study.open(folder, "bo")
        coded(other, "K-02", "kaffe", "Ny kode")
        other.close()
        assert "4 codings" not in seen(app)
        app._poll()
        await pilot.pause()
        assert "4 codings" in seen(app)


async def test_undo_and_redo_say_what_they_did(open_app: Any, coded: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        before = app.study.codings.count()
        coded(app.study, "K-02", "kaffe", "Relationer / Tillid")
        await pilot.press("u")
        await pilot.pause()
        assert app.study.codings.count() == before
        assert "Taken back: code Tillid in K-02" in seen(app)
        await pilot.press("U")
        await pilot.pause()
        assert app.study.codings.count() == before + 1


async def test_rooms_are_places_on_one_way_and_back_leads_along_it(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        for key, kind in (
            ("f3", CodebookScreen),
            ("f4", SynthesisScreen),
            ("f3", CodebookScreen),
            ("f2", LibraryScreen),
        ):
            await pilot.press(key)
            await pilot.pause()
            assert isinstance(app.screen, kind)
        assert len(app.screen_stack) == 2
        await pilot.press("q")
        assert isinstance(app.screen, LibraryScreen)


async def test_a_terminal_too_small_says_so_and_comes_back(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await pilot.resize_terminal(50, 10)
        await pilot.pause()
        assert isinstance(app.screen, TooSmall)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert isinstance(app.screen, LibraryScreen)


async def test_help_lists_the_keys_of_the_room_and_of_the_app(open_app: Any, seen: Any) -> None:
    async with open_app(size=(100, 84)) as (app, pilot):
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        text = seen(app)
        assert "Open the transcript for coding." in text
        assert "Leave; everything is already stored." in text
        await pilot.press("escape")
        assert isinstance(app.screen, LibraryScreen)


async def test_the_command_list_does_what_it_names(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("colon", *"codebo", "enter")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, CodebookScreen)


async def test_a_bug_ends_with_status_3_and_a_report_without_the_text(
    open_app: Any, monkeypatch: Any, capfd: Any
) -> None:
    secret = "jeg græd hele vejen hjem"

    def broken(*_: object) -> None:
        raise RuntimeError(secret)

    apps: list[WorkbenchApp] = []

    async def crash() -> None:
        async with open_app() as (app, pilot):
            apps.append(app)
            monkeypatch.setattr(app.screen, "filtered", broken)
            app.changed()
            await pilot.pause()

    with pytest.raises(RuntimeError):
        await crash()
    assert apps[0].return_code == 3
    told = capfd.readouterr()
    assert "workbench stopped because of a bug (RuntimeError)" in told.err
    assert "workbench/tui/study_app.py" in told.err
    assert secret not in told.out + told.err
