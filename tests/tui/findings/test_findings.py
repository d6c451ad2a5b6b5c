"""The walk through what may identify somebody: what it says, one key a decision, one undo each."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from workbench.study import Study
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.findings.occurrences import OccurrencesScreen
from workbench.tui.findings.screen import FindingsScreen
from workbench.tui.findings.words import why
from workbench.tui.library.screen import LibraryScreen
from workbench.tui.widgets.ask import LineScreen


async def walk(app: Any, pilot: Any, settle: Any) -> FindingsScreen:
    """The walk, everything read."""
    await pilot.press("f9")
    await settle(pilot)
    assert isinstance(app.screen, FindingsScreen)
    return app.screen


def words(screen: FindingsScreen) -> list[tuple[str, str]]:
    return [(one.leftover.transcript, one.leftover.finding.text) for one in screen._shown]


def text_of(app: Any, name: str) -> str:
    return str(app.study.transcripts.document(name).text)


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_a_finding_tells_where_what_why_and_how_sure_and_shows_its_passage(
    open_app: Any, seen: Callable[..., str], settle: Any, size: tuple[int, int]
) -> None:
    async with open_app(size=size) as (app, pilot):
        await walk(app, pilot, settle)
        text = seen(app)
        assert "Findings" in text.splitlines()[0]
        assert "8 to decide" in text
        assert "K-01, turn 2" in text
        assert "name, almost certain" in text
        assert "a first name on the list" in text
        assert "enter → [navn]" in text
        assert "og så kommer Mettes" in " ".join(text.split())
        assert "An aid, not proof" in text
        assert sum("Mette Holgersen" in line for line in text.splitlines()) >= 3


async def test_outside_the_transcripts_is_listed_too_and_replaced(
    open_app: Any, seen: Callable[..., str], settle: Any
) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        screen = await walk(app, pilot, settle)
        await pilot.press("G")
        await settle(pilot)
        assert "memo by ann on the study" in seen(app)
        await pilot.press("o")
        await settle(pilot)
        assert app.screen is screen
        await pilot.press("enter")
        await settle(pilot)
        assert [memo.text for memo in app.study.memos.list()] == ["Husk at spørge [navn] igen."]


async def test_enter_replaces_here_the_next_is_under_the_cursor_and_u_brings_it_back(
    open_app: Any, seen: Callable[..., str], settle: Any
) -> None:
    async with open_app() as (app, pilot):
        screen = await walk(app, pilot, settle)
        await pilot.press("enter")
        assert screen.current.leftover.finding.text == "Mettes"
        await pilot.press("r")
        assert screen.current.leftover.finding.text == "Silkeborg"
        await settle(pilot)
        assert "ringer altid til [navn], og så kommer [navn]s kollega" in text_of(app, "K-01")
        assert "Mette svarer" in text_of(app, "K-01")
        assert screen.current.leftover.finding.text == "Silkeborg"
        await pilot.press("u")
        await settle(pilot)
        assert "kommer Mettes kollega" in text_of(app, "K-01")
        assert screen.current.leftover.finding.text == "Mettes"
        await pilot.press("u")
        await settle(pilot)
        assert len(words(screen)) == 8


async def test_all_of_them_are_decided_with_one_key_each_as_fast_as_one_can_press(open_app: Any, settle: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await walk(app, pilot, settle)
        await pilot.press(*["enter"] * 8)
        await settle(pilot)
        assert words(screen) == []
        text = text_of(app, "K-01") + text_of(app, "K-02")
        assert "Mette" not in text
        assert "61 72 83 94" not in text
        assert "[telefon]" in text
        assert "[e-mail]" in text
        assert app.study.anonymity.findings(weak=False, quasi=False) == []


async def test_k_keeps_in_this_transcript_and_capital_k_everywhere(open_app: Any, settle: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await walk(app, pilot, settle)
        await pilot.press("k")
        await settle(pilot)
        assert ("K-01", "Mette Holgersen") not in words(screen)
        assert ("K-02", "Mette Holgersen") in words(screen)
        await pilot.press("u")
        await settle(pilot)
        assert ("K-01", "Mette Holgersen") in words(screen)
        assert screen.current.leftover.finding.text == "Mette Holgersen"
        await pilot.press("K")
        await settle(pilot)
        assert "Mette Holgersen" not in {text for _, text in words(screen)}
        assert "Mette Holgersen" in text_of(app, "K-01")


async def test_own_text_and_a_pseudonym_that_is_the_same_the_second_time(open_app: Any, settle: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await walk(app, pilot, settle)
        await pilot.press("t")
        await settle(pilot)
        assert isinstance(app.screen, LineScreen)
        assert app.screen.query_one(Input).value == "[navn]"
        app.screen.query_one(Input).value = "[leder]"
        await pilot.press("enter")
        await settle(pilot)
        assert "ringer altid til [leder], og" in text_of(app, "K-01")
        at = words(screen).index(("K-01", "Mette"))
        screen.query_one("#findings").move(at)
        await pilot.press("r", "u")  # a placeholder that is taken back is no reason against a name
        await settle(pilot)
        screen.query_one("#findings").move(words(screen).index(("K-01", "Mette")))
        await pilot.press("p")
        await settle(pilot)
        line = text_of(app, "K-01").rpartition("og ")[2]
        name = line.split()[0]
        assert name not in ("Mette", "[navn]")
        assert name.isalpha()
        screen.query_one("#findings").move(words(screen).index(("K-01", "Mettes")))
        await pilot.press("p")
        await settle(pilot)
        assert f"kommer {name}s kollega" in text_of(app, "K-01")
        assert name not in " ".join(one.finding.text for one in app.study.anonymity.findings()), "it is nobody's name"


async def test_x_shows_every_place_first_then_replaces_them_all(
    open_app: Any, seen: Callable[..., str], settle: Any
) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        screen = await walk(app, pilot, settle)
        await pilot.press("x")
        await settle(pilot)
        assert isinstance(app.screen, OccurrencesScreen)
        text = " ".join(seen(app).split())
        assert "It stands 3 times in 3 places." in text
        assert "memo by ann" in text
        assert "Mette Holgersen" in text_of(app, "K-02")
        await pilot.press("escape")
        await settle(pilot)
        assert app.screen is screen
        assert len(words(screen)) == 8
        await pilot.press("x", "enter")
        await settle(pilot)
        assert "Mette Holgersen" not in text_of(app, "K-01") + text_of(app, "K-02")
        assert "Mette Holgersen" not in app.study.memos.list()[0].text
        await pilot.press("u")
        await settle(pilot)
        assert "Mette Holgersen" in text_of(app, "K-02")
        assert len(words(screen)) == 8


async def test_always_goes_into_the_key_file_and_holds_for_what_comes_later(
    open_app: Any, seen: Callable[..., str], settle: Any, folder: Path
) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        await walk(app, pilot, settle)
        await pilot.press("a")
        await settle(pilot)
        assert "in whatever comes later" in " ".join(seen(app).split())
        await pilot.press("enter")
        await settle(pilot)
        rule = app.study.anonymity.keys.read().rule("Mette Holgersen")
        assert rule.always
        assert folder not in app.study.anonymity.key_file().parents


async def test_s_puts_one_off_to_the_end_of_the_list(open_app: Any, seen: Callable[..., str], settle: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await walk(app, pilot, settle)
        await pilot.press("s")
        await settle(pilot)
        assert screen.current.leftover.finding.text == "Mettes"
        assert words(screen)[-1] == ("K-01", "Mette Holgersen")
        await pilot.press("G")
        await settle(pilot)
        assert "later · Mette Holgersen" in seen(app)


async def test_the_library_opens_one_transcript_and_coding_the_one_that_is_read(open_app: Any, settle: Any) -> None:
    async with open_app() as (app, pilot):
        app.screen.query_one("#table").move(1)
        await pilot.press("f")
        await settle(pilot)
        screen = app.screen
        assert {name for name, _ in words(screen)} == {"K-02"}
        await pilot.press("f")
        await settle(pilot)
        assert {name for name, _ in words(screen)} == {"K-01", "K-02", ""}
        await pilot.press("q")
        await settle(pilot)
        assert isinstance(app.screen, LibraryScreen)
        app.open_transcript("K-02")
        await settle(pilot)
        await pilot.press("f9")
        await settle(pilot)
        assert app.screen.current.leftover.transcript == "K-02"
        await pilot.press("o")
        await settle(pilot)
        assert isinstance(app.screen, CodingScreen)
        assert app.screen.source.text[slice(*app.screen.passage)] == "Mette Holgersen"
        await pilot.press("q")
        await settle(pilot)
        assert isinstance(app.screen, FindingsScreen)


async def test_an_empty_list_says_that_it_is_no_proof(open_app: Any, seen: Callable[..., str], settle: Any) -> None:
    async with open_app() as (app, pilot):
        await walk(app, pilot, settle)
        await pilot.press(*["enter"] * 8)
        await settle(pilot)
        text = " ".join(seen(app).split())
        assert "That is no proof" in text or "but what is hidden" in text
        assert "An aid, not proof" in text
        await pilot.press("enter", "k", "K", "p", "t", "x", "a", "s", "o", "f")
        await settle(pilot)
        assert isinstance(app.screen, FindingsScreen)


async def test_what_a_colleague_has_replaced_meanwhile_is_not_replaced_twice(
    open_app: Any, settle: Any, folder: Path
) -> None:
    async with open_app() as (app, pilot):
        screen = await walk(app, pilot, settle)
        other = Study.open(folder, "bo")
        other.anonymity.replace_word("Mette Holgersen", "[chef]")
        other.close()
        await pilot.press("enter")
        await settle(pilot)
        assert app.study.changed() in (True, False)
        app._hear()
        await settle(pilot)
        for _ in range(10):
            await pilot.pause(0.05)
        assert "[chef]" in text_of(app, "K-01")
        assert ("K-01", "Mette Holgersen") not in words(screen)


async def test_a_made_up_name_is_for_people_and_own_words_replace_what_is_proposed(
    open_app: Any, seen: Callable[..., str], settle: Any
) -> None:
    async with open_app() as (app, pilot):
        screen = await walk(app, pilot, settle)
        before = text_of(app, "K-01")
        screen.query_one("#findings").move(words(screen).index(("K-01", "61 72 83 94")))
        await pilot.press("p")
        await settle(pilot)
        assert "Made-up names are for people" in " ".join(seen(app).replace("▌", " ").split())
        assert text_of(app, "K-01") == before
        await pilot.press("t", *"[nr.]")
        await settle(pilot)
        assert "enter take" in seen(app)
        await pilot.press("enter")
        await settle(pilot)
        assert "nummer er [nr.], og" in text_of(app, "K-01")


async def test_what_could_not_be_looked_through_is_not_said_to_hold_nothing(
    open_app: Any, seen: Callable[..., str], settle: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_app() as (app, pilot):
        monkeypatch.setattr(type(app.study.anonymity), "remembered", lambda *_: None)
        await walk(app, pilot, settle)
        text = " ".join(seen(app).split())
        assert "Not everything could be looked through" in text
        assert "not looked through" in text.split("An aid")[0]
        assert "Nothing is left to decide" not in text
        assert "nothing to decide" not in text


async def test_what_only_its_giver_can_change_is_not_offered_to_be_replaced(
    open_app: Any, seen: Callable[..., str], settle: Any
) -> None:
    async with open_app() as (app, pilot):
        screen = await walk(app, pilot, settle)
        one = next(found for found in screen._all if found.leftover.place is not None)
        place = one.leftover.place._replace(fixed=True, where="id of the transcript K-01")
        lines = why(one._replace(leftover=one.leftover._replace(place=place)), 1, 80)
        said = "".join(text for text, _ in lines[2])
        assert "keeps it" in said
        assert "→" not in said
