"""The agreement room on the screen: the codes, the one under the cursor, and what else can be asked of them."""

from pathlib import Path
from typing import Any

import pytest

from workbench.study import Study
from workbench.tui.agreement.episodes import EpisodesScreen
from workbench.tui.agreement.screen import AgreementScreen
from workbench.tui.codebook.screen import CodebookScreen
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.picker import Picker
from workbench.tui.widgets.rows import Rows


async def take(app: Any, pilot: Any, words: str) -> None:
    """Take what ``words`` finds in the list that was asked."""
    await pilot.pause()
    assert isinstance(app.screen, Picker)
    await pilot.press(*words, "enter")
    await pilot.pause()
    await pilot.pause()


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_every_code_stands_with_its_value_and_what_it_rests_on(
    open_app: Any, room: Any, seen: Any, size: tuple[int, int]
) -> None:
    async with open_app(size=size) as (app, pilot):
        screen = await room(app, pilot, "Relationer / Netværk")
        lines = seen(app).splitlines()
        assert "Agreement" in lines[0]
        assert "2 coders" in lines[1] + lines[2]
        assert any(".667" in line and ".800" in line for line in lines)
        found = next(line for line in lines if line.split()[:1] == ["Netværk"])
        assert "■" in found
        assert "3 · 3" in found
        assert screen._rows[0].path == "Humor"
        assert "only ann used it" in next(line for line in lines if line.split()[:1] == ["Humor"])
        unused = next(line for line in lines if line.split()[:1] == ["Mod"])
        assert unused.split()[1] == "–"
        assert "not used" in unused
        assert "codes together: α" in lines[-2]
        assert "single-coded" in seen(app)


async def test_the_library_leads_there_by_a_key_and_the_room_is_opened_once(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("A")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, AgreementScreen)
        await pilot.press("f3")
        await pilot.pause()
        await pilot.press("f7")
        await pilot.pause()
        await pilot.pause()
        assert app.screen is screen


async def test_the_order_changes_and_pairs_come_and_go_and_the_cursor_stays_on_its_code(
    open_app: Any, room: Any, seen: Any
) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot, "Relationer / Netværk")
        await pilot.press("o")
        assert screen.row.path == "Relationer / Netværk"
        assert [row.path for row in screen._rows] == [row.path for row in screen.table.rows]
        await pilot.press("o")
        assert screen.row.path == "Relationer / Netværk"
        assert "by alpha" in seen(app)
        await pilot.press("p")
        assert "ann–bo" in seen(app)
        await pilot.press("escape")
        assert "ann–bo" not in seen(app)
        assert app.screen is screen


async def test_another_unit_another_reading_and_another_scope_are_said(open_app: Any, room: Any, seen: Any) -> None:
    async with open_app(size=(120, 30)) as (app, pilot):
        screen = await room(app, pilot, "Relationer / Netværk")
        characters = screen.row.agreement.measures.alpha
        await pilot.press("v")
        await take(app, pilot, "sentences any")
        assert screen.scope.unit == "sentences"
        assert " sentences " in seen(app)
        assert screen.row.path == "Relationer / Netværk"
        assert screen.row.agreement.measures.alpha != characters
        await pilot.press("t")
        assert screen.scope.reading == "current"
        assert "codings as they stand now" in seen(app)
        await pilot.press("t", "s")
        await take(app, pilot, "informants")
        assert screen.scope.speech == "informants"
        assert "informants' words only" in seen(app)


async def test_what_a_colleague_codes_after_done_shows_in_the_current_reading(
    open_app: Any, room: Any, folder: Path, coded: Any
) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot, "Relationer / Tillid")
        await pilot.press("t")
        before = screen.row.agreement.measures.alpha
        coded(app.study, "K-03", "Og så drikker vi kaffe", "Relationer / Tillid")
        await pilot.pause()
        await pilot.pause()
        assert screen.row.path == "Relationer / Tillid"
        assert screen.row.agreement.measures.alpha > before
        await pilot.press("u")
        await pilot.pause()
        assert screen.row.agreement.measures.alpha == before


async def test_beside_how_it_was_before_the_codebook_changed(open_app: Any, room: Any, seen: Any) -> None:
    async with open_app(size=(120, 30)) as (app, pilot):
        app.study.codes.define(app.study.codes.find("Netværk").id, definition="At finde sammen.")
        screen = await room(app, pilot, "Relationer / Netværk")
        await pilot.press("equals_sign")
        await pilot.pause()
        assert screen.comparison is not None
        text = seen(app)
        assert "α before" in text
        assert "→" in next(line for line in text.splitlines() if line.split()[:1] == ["Netværk"])
        await pilot.press("equals_sign")
        await pilot.pause()
        assert screen.comparison is None
        assert "α before" not in seen(app)


async def test_behind_a_code_are_its_numbers_its_definition_its_parts_and_what_others_used_instead(
    open_app: Any, room: Any, seen: Any
) -> None:
    async with open_app(size=(120, 30)) as (app, pilot):
        screen = await room(app, pilot, "Relationer / Netværk")
        await pilot.press("i")
        assert isinstance(app.screen, LinesScreen)
        assert "Krippendorff" in seen(app)
        await pilot.press("end")
        await pilot.pause()
        assert "all codes at once, as sets: α" in seen(app)
        assert "It moves a lot" in seen(app)
        await pilot.press("escape", "b", "enter")
        assert isinstance(app.screen, LinesScreen)
        assert "K-04" in seen(app)
        await pilot.press("escape", "c")
        await pilot.pause()
        assert isinstance(app.screen, CodebookScreen)
        assert app.screen.current.name == "Netværk"
        await pilot.press("q", "x")
        await pilot.pause()
        assert "Netværk  but another: Tillid" in seen(app)
        assert "Tillid  but another: Netværk" not in seen(app)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, EpisodesScreen)
        await pilot.press("q", "f7")
        assert app.screen is screen


async def test_what_has_to_be_looked_through_again_is_listed_one_s_own_first(
    open_app: Any, room: Any, seen: Any
) -> None:
    async with open_app(size=(120, 30)) as (app, pilot):
        app.study.codes.define(app.study.codes.find("Netværk").id, definition="At finde sammen.")
        await room(app, pilot)
        await pilot.press("r")
        await pilot.pause()
        lines = [line for line in seen(app).splitlines() if "(redefined)" in line]
        assert "F-01  ann" in lines[0]
        assert "bo" in lines[-1]
        await pilot.press(*"K-02 bo", "enter")
        await pilot.pause()
        assert isinstance(app.screen, CodingScreen)


async def test_the_filter_shows_the_codes_that_match(open_app: Any, room: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot)
        await pilot.press("slash", *"tillid", "enter")
        await pilot.pause()
        assert [row.path for row in screen._rows] == ["Relationer / Tillid"]
        await pilot.press("slash", *"zzz", "enter")
        await pilot.pause()
        assert "No code matches" in seen(app)
        await pilot.press("escape")
        await pilot.pause()
        assert len(screen._rows) > 1


async def test_without_double_coding_the_room_says_what_would_make_it(
    open_app: Any, room: Any, seen: Any, folder: Path
) -> None:
    study = Study.open(folder, "bo")
    study.progress.start(["K-01", "K-02", "K-03", "K-04"], "bo")
    study.close()
    async with open_app() as (app, pilot):
        screen = await room(app, pilot)
        assert screen._rows == []
        assert "No transcript is done by two coders yet" in seen(app)
        assert "In the library (F2)" in seen(app)
        await pilot.press("enter", "x", "p", "i", "c", "r")
        await pilot.pause()
        assert app.screen is screen


async def test_who_codes_blind_sees_that_transcripts_are_hidden_and_why(
    open_app: Any, room: Any, seen: Any, folder: Path
) -> None:
    study = Study.open(folder, "bo")
    study.progress.assign(["K-02"], "ann", round="2")
    study.progress.assign(["K-02"], "bo", round="2")
    study.close()
    async with open_app(size=(120, 40)) as (app, pilot):
        screen = await room(app, pilot, "Relationer / Netværk")
        assert screen.table.hidden == ("K-02",)
        assert "hidden while you code blind, until all are done there: K-02" in seen(app)


async def test_reflexive_work_has_no_verdict_and_no_marks(open_app: Any, room: Any, seen: Any, folder: Path) -> None:
    settings = folder / "codebook" / "study.toml"
    text = settings.read_text(encoding="utf-8").replace('studie"', 'studie"\napproach = "reflexive"', 1)
    settings.write_text(text, encoding="utf-8")
    async with open_app() as (app, pilot):
        screen = await room(app, pilot)
        assert screen.table.approach == "reflexive"
        assert ".667" not in seen(app)
        assert "┊" not in seen(app)
        assert "verdict" not in seen(app)


async def test_the_smallest_terminal_still_shows_codes(open_app: Any, room: Any, seen: Any) -> None:
    async with open_app(size=(60, 15)) as (app, pilot):
        await room(app, pilot)
        assert app.screen.query_one(Rows).size.height >= 4
        assert "Netværk" in seen(app)


async def test_names_that_are_markup_are_shown_as_what_they_are(
    open_app: Any, room: Any, seen: Any, folder: Path, coded: Any
) -> None:
    for coder, transcript in (("ann", "K-01"), ("[/red] [@click=app.quit]x ]0;x", "K-02")):
        study = Study.open(folder, coder)
        coded(study, transcript, "Det er det hele.", "[/red] [@click=app.quit]y")
        study.progress.start(["K-01", "K-02"])
        study.progress.done(["K-01", "K-02"])
        study.close()
    async with open_app(size=(160, 40)) as (app, pilot):
        screen = await room(app, pilot, "[/red] [@click=app.quit]y")
        for key in ("i", "escape", "p", "b", "escape", "enter", "enter", "q", "q"):
            await pilot.press(key)
            await pilot.pause()
            assert "[@click=app.quit]" in seen(app)
        assert app.screen is screen
