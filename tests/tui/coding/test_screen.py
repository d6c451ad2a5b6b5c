"""The coding screen, mostly by its actions: what they do to the study, and that the screen shows it."""

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, TextArea

from workbench.study import Study
from workbench.tui.coding.asking import InVivo, Ticks
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.widgets.ask import ConfirmScreen
from workbench.tui.widgets.palette import CodePalette
from workbench.tui.widgets.picker import Picker

OpenedText = Any
RINGER = "Vi ringer til hinanden."


def passage(screen: CodingScreen) -> str:
    return screen.source.text[slice(*screen.passage)]


def code(screen: CodingScreen, name: str) -> str:
    return screen.study.codes.find(name).id


def codings(screen: CodingScreen) -> list[tuple[str, str]]:
    """Code name and text of every coding in the study's own order."""
    names = {row.id: row.name for row in screen.study.codes.list()}
    rows = screen.study.codings.of(screen.source.revision)
    return [(names[row.code], screen.source.text[row.start : row.end]) for row in rows]


def shown(screen: CodingScreen) -> list[tuple[str, str]]:
    """The same as the screen has it."""
    rows = sorted(screen.marks.alive(), key=lambda row: (row.start, -row.end, row.id))
    return [(screen.codes[row.code].name, screen.source.text[row.start : row.end]) for row in rows]


async def test_standing_on_a_sentence_and_taking_a_code_tags_the_sentence(open_text: OpenedText, seen: Any) -> None:
    async with open_text() as (screen, pilot):
        screen.action_step("sentence", 2)
        assert passage(screen) == "Det er det hele."
        screen._picked(code(screen, "Tillid"))
        await pilot.pause()
        assert ("Tillid", "Det er det hele.") in codings(screen)
        assert shown(screen) == codings(screen)
        screen.tell_counts()
        await pilot.pause()
        assert "3 codings" in seen(pilot.app)
        assert screen.codes[code(screen, "Relationer")].total == screen.study.codes.find("Relationer").total


async def test_the_same_code_twice_changes_nothing_and_says_so(open_text: OpenedText) -> None:
    async with open_text() as (screen, pilot):
        screen.action_step("sentence", 1)
        screen._picked(code(screen, "Netværk"))
        await pilot.pause()
        assert len(codings(screen)) == 2
        assert [n.message for n in pilot.app._notifications] == ["That passage is tagged with Netværk already."]
        screen.study.codings.remove(screen.at_cursor()[0].id)
        await pilot.pause()
        assert shown(screen) == codings(screen), "what others do afterwards is still seen"


async def test_recent_codes_have_digits_and_the_point_repeats_the_last(open_text: OpenedText) -> None:
    async with open_text() as (screen, pilot):
        await pilot.press("j", "j", "2")
        first = screen.recent[0]
        await pilot.press("j", "full_stop")
        tagged = [text for name, text in codings(screen) if name == screen.codes[first].name]
        assert {"Det er det hele.", "Og så drikker vi kaffe på [navn på sted], når det er overstået."} <= set(tagged)
        await pilot.press("9")
        assert len(codings(screen)) == 4


async def test_a_new_code_is_made_in_the_palette_and_used_at_once(open_text: OpenedText) -> None:
    async with open_text() as (screen, pilot):
        await pilot.press("c")
        assert isinstance(pilot.app.screen, CodePalette)
        await pilot.press(*"Humor", "enter")
        await pilot.pause()
        assert ("Humor", "Hvad gør I så?") in codings(screen)
        assert shown(screen) == codings(screen)


async def test_in_vivo_offers_the_words_as_a_name(open_text: OpenedText) -> None:
    async with open_text() as (screen, pilot):
        screen.action_step("sentence", 2)
        screen.action_in_vivo()
        await pilot.pause()
        assert isinstance(pilot.app.screen, InVivo)
        assert pilot.app.screen.query_one(Input).value == "Det er det hele"
        await pilot.press("enter")
        await pilot.pause()
        assert ("Det er det hele", "Det er det hele.") in codings(screen)


async def test_removing_asks_only_where_several_codings_are(open_text: OpenedText) -> None:
    async with open_text() as (screen, pilot):
        screen.action_step("sentence", 1)
        screen._picked(code(screen, "Tillid"))
        screen.action_escape()
        await pilot.pause()
        screen.action_remove()
        await pilot.pause()
        assert isinstance(pilot.app.screen, Picker)
        await pilot.press(*"Tillid", "enter")
        await pilot.pause()
        assert [name for name, _ in codings(screen)] == ["Netværk", "Tillid"]
        screen.action_remove()
        await pilot.pause()
        assert [name for name, _ in shown(screen)] == ["Tillid"]
        assert shown(screen) == codings(screen)


async def test_undo_and_redo_are_seen_at_once(open_text: OpenedText) -> None:
    async with open_text() as (screen, pilot):
        await pilot.press("j", "x", "u")
        await pilot.pause()
        assert len(shown(screen)) == 2
        assert shown(screen) == codings(screen)
        await pilot.press("U")
        await pilot.pause()
        assert len(shown(screen)) == 1


async def test_a_colleagues_coding_is_removed_only_after_asking(open_text: OpenedText) -> None:
    async with open_text(coder="bo") as (screen, pilot):
        screen.action_step("sentence", 1)
        screen.action_remove()
        await pilot.pause()
        assert isinstance(pilot.app.screen, ConfirmScreen)
        await pilot.press("n")
        assert len(codings(screen)) == 2
        screen.action_remove()
        await pilot.pause()
        await pilot.press("y")
        await pilot.pause()
        assert len(codings(screen)) == 1


async def test_borders_move_with_the_passage_and_enter_keeps_them(open_text: OpenedText) -> None:
    async with open_text() as (screen, pilot):
        screen.action_step("sentence", 1)
        screen.action_borders()
        assert passage(screen) == RINGER
        screen.action_step("word", -1)
        screen.action_step("word", -1)
        assert "enter keeps" in screen.told()
        screen.action_enter()
        await pilot.pause()
        assert ("Netværk", "Vi ringer til") in codings(screen)
        assert shown(screen) == codings(screen)
        assert screen.told() == ""


async def test_escape_leaves_borders_as_they_were(open_text: OpenedText) -> None:
    async with open_text() as (screen, pilot):
        screen.action_step("sentence", 1)
        screen.action_borders()
        screen.action_step("word", -1)
        screen.action_escape()
        await pilot.pause()
        assert ("Netværk", RINGER) in codings(screen)
        assert not screen.view.cursor.selected


async def test_facets_are_ticked_and_shown_beside_the_code(open_text: OpenedText, seen: Any) -> None:
    async with open_text() as (screen, pilot):
        screen.action_step("sentence", 1)
        screen.action_facets()
        await pilot.pause()
        assert isinstance(pilot.app.screen, Ticks)
        await pilot.press("down", "enter", "escape")
        await pilot.pause()
        assert screen.study.codings.of(screen.source.revision)[0].facets == {"kind": ("reel",)}
        assert "kind: reel" in seen(pilot.app)


async def test_voices_follow_the_text_until_they_are_corrected(open_text: OpenedText) -> None:
    async with open_text() as (screen, pilot):
        screen.action_step("sentence", 1)
        row = screen.at_cursor()[0]
        informant = screen.transcript.informants[0].id
        assert screen._voices_on(row.id) == {"", informant}
        screen.action_voices()
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert screen.study.codings.get(row.id).voices == ()
        await pilot.press("up", "enter", "escape")
        await pilot.pause()
        assert screen.study.codings.get(row.id).voices is None


async def test_memos_on_passage_and_transcript_are_written_and_gone_on_with(open_text: OpenedText, seen: Any) -> None:
    async with open_text() as (screen, pilot):
        for action, words in (
            (screen.action_memo, "Et spørgsmål"),
            (screen.action_transcript_memo, "Et kort interview"),
        ):
            action()
            await pilot.pause()
            pilot.app.screen.query_one(TextArea).text = words
            await pilot.press("ctrl+s")
            await pilot.pause()
        assert [memo.text for memo in screen.study.memos.list(revision=screen.source.revision)] == ["Et spørgsmål"]
        assert "¶" in seen(pilot.app)
        assert "Et spørgsmål" in seen(pilot.app)
        screen.action_transcript_memo()
        await pilot.pause()
        assert pilot.app.screen.query_one(TextArea).text == "Et kort interview"


async def test_a_remark_belongs_to_its_coding(open_text: OpenedText, seen: Any) -> None:
    async with open_text() as (screen, pilot):
        screen.action_step("sentence", 1)
        screen.action_note()
        await pilot.pause()
        pilot.app.screen.query_one(TextArea).text = "ironisk?"
        await pilot.press("ctrl+s")
        await pilot.pause()
        assert screen.study.codings.of(screen.source.revision)[0].memo == "ironisk?"
        assert "ironisk?" in seen(pilot.app)


async def test_searching_marks_while_one_types_and_n_goes_on(open_text: OpenedText) -> None:
    async with open_text() as (screen, pilot):
        await pilot.press("slash", *"DET ER")
        assert len(screen.view.hits) == 2
        await pilot.press("enter")
        assert passage(screen) == "Det er"
        first = screen.passage
        await pilot.press("n")
        assert screen.passage.start > first.start
        await pilot.press("n")
        assert screen.passage == first
        await pilot.press("N", "plus")
        assert passage(screen).endswith("når det er overstået.")


async def test_a_turn_is_found_by_its_number(open_text: OpenedText) -> None:
    async with open_text() as (screen, pilot):
        await pilot.press("colon", "3", "enter")
        assert passage(screen).startswith("Og så drikker")
        await pilot.press("colon", "9", "enter")
        assert passage(screen).startswith("Og så drikker")


async def test_going_from_coding_to_coding_singles_each_out(open_text: OpenedText) -> None:
    async with open_text() as (screen, _):
        screen.action_coding(1)
        assert screen.codes[screen.marks.row(screen.marks.slot(screen.singled)).code].name == "Netværk"
        screen.action_coding(1)
        assert passage(screen).startswith("Og så drikker")
        assert screen.codes[screen.marks.row(screen.marks.slot(screen.singled)).code].name == "Tillid"
        screen.action_step("sentence", -1)
        assert screen.singled == ""
        screen.action_coding(-1)
        assert passage(screen) == RINGER


async def test_a_filter_leaves_one_code_and_those_below_it(open_text: OpenedText) -> None:
    async with open_text() as (screen, _):
        screen.action_step("sentence", 1)
        screen._filter(code(screen, "Tillid"))
        assert screen.at_cursor() == []
        screen._filter(code(screen, "Relationer"))
        assert len(screen.at_cursor()) == 1
        screen.action_filter()
        assert screen.view.shown is None


async def test_what_another_process_does_is_shown(open_text: OpenedText, folder: Path) -> None:
    async with open_text() as (screen, pilot):
        other = Study.open(folder, "bo")
        document = other.transcripts.document("K-01")
        other.codings.add(document.revision, 0, 5, other.codes.find("Tillid").id)
        other.close()
        pilot.app._poll()
        await pilot.pause()
        assert len(shown(screen)) == 3
        assert shown(screen) == codings(screen)


async def test_a_passage_that_was_asked_for_is_selected(open_text: OpenedText) -> None:
    async with open_text("K-01", 24, 30) as (screen, _):
        assert tuple(screen.passage) == (24, 30)
        assert screen.view.cursor.selected


async def test_copying_gives_the_words_with_their_reference(open_text: OpenedText) -> None:
    async with open_text() as (screen, pilot):
        screen.action_step("sentence", 1)
        screen.action_copy()
        assert pilot.app.clipboard == f"“{RINGER}” (K-01, R1)"


async def test_an_unknown_transcript_is_a_message_and_no_screen(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        before = app.screen
        app.open_transcript("K-99")
        await pilot.pause()
        assert app.screen is before
        assert len(app._notifications) == 1


@pytest.mark.parametrize(("width", "panels"), [(80, False), (100, True), (200, True)])
async def test_panels_stand_beside_the_text_where_there_is_room(
    open_text: OpenedText, width: int, panels: bool
) -> None:
    async with open_text(size=(width, 24)) as (screen, pilot):
        assert screen.query_one("#here-panel").display == panels
        room = screen.view.scrollable_content_region.width - screen.view.text_left
        if not panels:
            assert room >= 70
            await pilot.press("C")
            assert screen.query_one("#codes-panel").display
            assert screen.view.scrollable_content_region.width - screen.view.text_left == room, "nothing moves"
            await pilot.press("I")
            assert not screen.query_one("#codes-panel").display
            assert screen.query_one("#here-panel").display
            await pilot.press("escape")
            assert not screen.query_one("#here-panel").display


async def test_a_code_called_like_markup_is_only_a_name(open_text: OpenedText, seen: Any) -> None:
    async with open_text() as (screen, pilot):
        made = screen.study.codes.create("[red]\x1b[2J[/]")
        screen._picked(made.id)
        screen.action_memo()
        await pilot.pause()
        pilot.app.screen.query_one(TextArea).text = "[/] \x1b]0;x\x07"
        await pilot.press("ctrl+s")
        await pilot.pause()
        text = seen(pilot.app)
        assert "[red]" in text
        assert "[/]" in text
        assert "\x1b" not in text


def test_every_key_of_the_table_does_something_that_exists() -> None:
    for binding in CodingScreen.BINDINGS:
        name = binding.action.partition("(")[0]  # type: ignore[union-attr]
        assert callable(getattr(CodingScreen, f"action_{name}")), name
