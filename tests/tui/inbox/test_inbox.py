"""The inbox on the screen: sentences, sides, one key a choice."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, TextArea

from workbench.study import Study
from workbench.tui.codebook.screen import CodebookScreen
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.inbox.screen import InboxScreen
from workbench.tui.library.screen import LibraryScreen
from workbench.tui.synthesis.screen import SynthesisScreen
from workbench.tui.widgets.editor import TextEditor
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.palette import CodePalette
from workbench.tui.widgets.rows import Rows

EVIL = "\x1b]0;x\x07[red]\u202eevil[/nothing]"


@pytest.fixture(scope="module")
def prepared(coded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ann's study, which has heard what bo did at the same time; not to be written to."""
    place = tmp_path_factory.mktemp("apart")
    home, there = shutil.copytree(coded_folder, place / "ann"), shutil.copytree(coded_folder, place / "bo")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(place / "state"))
        ann, bo = Study.open(home, "ann"), Study.open(there, "bo")
        network, trust = (ann.codes.find(name).id for name in ("Netværk", "Tillid"))
        revision = ann.transcripts.document("K-01").revision
        memo = ann.memos.add("code", trust, "Et notat.")
        (coding,) = (c.id for c in ann.codings.of(revision) if c.code == network)
        humor = ann.codes.create("Humor").id
        bo.log.ingest(list(ann.log.export()))
        ann.codes.define(trust, definition="At turde.")
        bo.codes.define(trust, definition=f"At sige noget.\n{EVIL}")
        ann.memos.edit(memo, "Anns notat. " * 200)
        bo.memos.edit(memo, "Bos notat.")
        ann.codings.note(coding, "her")
        bo.codings.note(coding, "og der")
        ann.codings.add(revision, 0, 5, humor)
        bo.codes.delete(humor)
        ann.synthesis.place("", network, "shared", "derfor")
        bo.synthesis.place("", network, "volunteer", "fordi")
        ann.codes.create("Mod")
        bo.codes.create("Mod")
        ann.log.ingest(list(bo.log.export()))
        assert ann.inbox.count() == 6
        ann.close()
        bo.close()
    return home


@pytest.fixture
def folder(prepared: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(prepared, tmp_path / "study")


async def room(app: Any, pilot: Any, words: str = "") -> InboxScreen:
    """The inbox, the cursor on the item whose sentence holds ``words``."""
    app.open_inbox()
    await pilot.pause()
    await pilot.pause()
    screen = app.screen
    assert isinstance(screen, InboxScreen)
    at = next(i for i, item in enumerate(screen._shown) if words in item.sentence)
    screen.query_one(Rows).move(at)
    await pilot.pause()
    return screen


async def test_every_room_says_quietly_how_much_there_is_and_nothing_when_there_is_none(
    open_app: Any, seen: Callable[..., str]
) -> None:
    async with open_app(size=(80, 24)) as (app, pilot):
        assert "F6 6 to look at · ann" in seen(app).splitlines()[0]
        app.open_codebook()
        await pilot.pause()
        await pilot.pause()
        assert "F6 6 to look at" in seen(app).splitlines()[0]
        await pilot.press("f2")
        await pilot.pause()
        assert isinstance(app.screen, LibraryScreen)
        app.study.inbox.settle_all(force=True)
        await pilot.pause()
        await pilot.pause()
        assert "to look at" not in seen(app)


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_a_sentence_its_sides_and_its_choices_are_on_the_screen(
    open_app: Any, seen: Callable[..., str], size: tuple[int, int]
) -> None:
    async with open_app(size=size) as (app, pilot):
        await room(app, pilot, "defined")
        text = seen(app)
        flat = " ".join(text.replace("▌", " ").split())
        assert "ann and bo defined Relationer / Tillid" in flat
        assert "At turde." in text
        assert "At sige noget." in text
        assert "1 keep what is shown: " in text
        assert "2 take ann's “At turde.”" in text
        assert "3 write another text …" in text
        assert "Inbox" in text.splitlines()[0]
        assert "6 to look at" in text.splitlines()[0]


async def test_what_colleagues_typed_is_text_and_never_an_escape_or_markup(
    open_app: Any, seen: Callable[..., str]
) -> None:
    async with open_app() as (app, pilot):
        await room(app, pilot, "defined")
        assert "[red]" in seen(app)
        assert "\x1b" not in seen(app)
        assert "\u202e" not in seen(app)
        await pilot.press("r")
        await pilot.pause()
        assert isinstance(app.screen, LinesScreen)
        assert "[red]" in seen(app)
        assert "\x1b" not in seen(app)


async def test_one_key_settles_and_u_takes_it_back(open_app: Any, seen: Callable[..., str]) -> None:
    async with open_app(size=(80, 24)) as (app, pilot):
        screen = await room(app, pilot, "defined")
        await pilot.press("2")
        await pilot.pause()
        assert app.study.codes.find("Tillid").definition == "At turde."
        assert len(screen._shown) == 5
        assert "defined" not in " ".join(item.sentence for item in screen._shown)
        await pilot.press("u")
        await pilot.pause()
        assert len(screen._shown) == 6
        assert app.study.codes.find("Tillid").definition.startswith("At sige")


async def test_a_number_beyond_the_choices_does_nothing(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot, "defined")
        await pilot.press("5")
        await pilot.pause()
        assert len(screen._shown) == 6


async def test_a_third_text_begins_with_both(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot, "the memo on")
        await pilot.press("3")
        await pilot.pause()
        assert isinstance(app.screen, TextEditor)
        area = app.screen.query_one(TextArea)
        assert area.text == "Bos notat.\n\n" + "Anns notat. " * 200
        area.text = "Vores notat."
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert [memo.text for memo in app.study.memos.list()] == ["Vores notat."]
        assert app.screen is screen
        assert len(screen._shown) == 5


async def test_leaving_the_editor_settles_nothing(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot, "the memo on")
        await pilot.press("3")
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert app.screen is screen
        assert len(screen._shown) == 6


async def test_another_code_is_picked_for_codings_whose_code_is_gone(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await room(app, pilot, "uses Humor")
        await pilot.press("3")
        await pilot.pause()
        assert isinstance(app.screen, CodePalette)
        await pilot.press(*"Mod", "enter")
        await pilot.pause()
        await pilot.pause()
        assert sorted(c.count for c in app.study.codes.list() if c.name == "Mod") == [0, 1]


async def test_a_second_code_of_one_name_gets_another(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await room(app, pilot, "codes are called")
        await pilot.press("4")
        await pilot.pause()
        box = app.screen.query_one(Input)
        assert box.value == "Mod"
        box.value = "Dristighed"
        await pilot.press("enter")
        await pilot.pause()
        assert app.study.codes.find("Dristighed")
        assert app.study.inbox.count() == 5


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("remarks", CodingScreen),
        ("defined", CodebookScreen),
        ("the memo on", CodebookScreen),
        ("placed", SynthesisScreen),
        ("uses Humor", CodingScreen),
    ],
)
async def test_enter_goes_to_what_it_is_about_and_back_returns(open_app: Any, words: str, kind: type) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot, words)
        await pilot.press("enter")
        await pilot.pause()
        await pilot.pause()
        assert isinstance(app.screen, kind)
        if words == "defined":
            assert app.screen.current.name == "Tillid"
        await pilot.press("q")
        await pilot.pause()
        assert app.screen is screen
        assert words in screen.current.sentence


async def test_what_changed_while_one_looked_is_not_settled_but_shown_again(open_app: Any, folder: Path) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot, "defined")
        other = Study.open(folder, "cia")
        other.codes.define(other.codes.find("Tillid").id, definition="Noget tredje.")
        other.close()
        screen.action_choose(2)
        await pilot.pause()
        await pilot.pause()
        assert app.study.codes.find("Tillid").definition == "Noget tredje."
        assert "defined" not in " ".join(item.sentence for item in screen._shown)


async def test_the_filter_finds_what_somebody_wrote(open_app: Any, seen: Callable[..., str]) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot)
        await pilot.press("slash", *"og der", "enter")
        await pilot.pause()
        assert [item.item.field for item in screen._shown] == ["memo"]
        await pilot.press("escape")
        await pilot.pause()
        assert len(screen._shown) == 6
        await pilot.press("slash", *"zzz", "enter")
        await pilot.pause()
        assert "Nothing matches" in seen(app)


async def test_an_empty_inbox_says_what_would_stand_there(
    open_app: Any, seen: Callable[..., str], folder: Path
) -> None:
    study = Study.open(folder, "ann")
    study.inbox.settle_all(force=True)
    study.close()
    async with open_app(size=(80, 24)) as (app, pilot):
        await pilot.press("I")
        await pilot.pause()
        assert isinstance(app.screen, InboxScreen)
        assert "Nothing to look at." in seen(app)
        await pilot.press("1", "enter", "r")
        await pilot.pause()
        assert isinstance(app.screen, InboxScreen)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(app.screen, LibraryScreen)


async def test_the_inbox_is_opened_once_however_often_one_goes_there(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot, "defined")
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("f6")
        await pilot.pause()
        await pilot.pause()
        assert app.screen is screen
