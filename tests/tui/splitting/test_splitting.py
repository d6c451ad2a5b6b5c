"""Splitting a code: one key sorts a passage and goes on; nothing is lost, and one undo brings everything back."""

import time
from pathlib import Path
from typing import Any

import pytest

from workbench.study import Study
from workbench.tui.commands import key_name, table
from workbench.tui.splitting.applying import ApplyScreen
from workbench.tui.splitting.desk import Desk
from workbench.tui.splitting.screen import SplittingScreen
from workbench.tui.splitting.targets import Targets
from workbench.tui.widgets.palette import CodePalette
from workbench.tui.widgets.picker import Picker

NEW = ("Møder", "Telefon")


def sheet(app: Any) -> Any:
    """The sheet as the study has it."""
    return app.study.splitting.open(app.study.codes.find("Samarbejde").id)


def where(app: Any) -> list[str]:
    """Where the passages go, in their order: ``1``, ``12``, or ``-``."""
    now = sheet(app)
    return ["".join(now.sorted.get(one.span, ("-",))) for one in now.passages]


def counts(app: Any) -> dict[str, int]:
    """Codings of each code."""
    return {code.path: code.count for code in app.study.codes.list()}


def notes(app: Any) -> str:
    """What was said in passing."""
    return "\n".join(note.message for note in app._notifications)


async def test_a_key_sorts_the_passage_and_the_next_one_comes(open_desk: Any, seen: Any) -> None:
    async with open_desk(*NEW) as (app, pilot, room):
        assert "Hvad gør I så?" in seen(app)
        assert "F-01" in seen(app)
        assert "ann, bo" in seen(app)
        assert "Bos bemærkning" in seen(app)
        await pilot.press("1", "2", ".")
        assert where(app) == ["1", "2", ".", *"------"]
        assert (room.work.at, room.work.left) == (3, 6)
        text = seen(app)
        assert "→ stays" in text
        assert "4 of 9   K-01" in text
        assert counts(app)["Samarbejde"] == 12, "nothing is changed before the split"


@pytest.mark.parametrize("size", [(80, 24), (200, 60), pytest.param((100, 30), marks=pytest.mark.nightly)])
async def test_nothing_moves_when_a_passage_is_sorted_and_no_hint_at_the_foot_is_cut(
    open_desk: Any, seen: Any, size: tuple[int, int]
) -> None:
    async with open_desk(*NEW, size=size) as (app, pilot, room):
        places = {one.id: one.region for one in room.query("*") if one.id}
        first = _standing(room, seen(app))
        for key in ("1", "2", ".", "1", "1"):
            await pilot.press(key)
            assert {one.id: one.region for one in room.query("*") if one.id} == places
            assert _standing(room, seen(app)) == first
        foot = seen(app).split("\n")[-1]
        hints = [f"{key_name(c.keys[0])} {c.label}" for c in table("splitting") if c.shown]
        shown = [hint for hint in hints if hint in foot]
        assert shown == hints[: len(shown)]
        assert foot.rstrip().endswith("? all keys")
        assert "ctrl+s split" in foot
        assert size[0] < 200 or shown == hints


def _standing(room: Any, text: str) -> tuple[int, list[tuple[int, int]]]:
    """The line on which the passage begins, and where the codes' names stand."""
    lines = text.split("\n")
    begin = room.work.current.text[:9]
    desk, codes = room.query_one(Desk).region, room.query_one(Targets).region
    found = next(y for y in range(desk.y, desk.bottom) if begin in lines[y])
    names = (*NEW, "stays", "not sorted")
    return found, [
        (y, at)
        for y in range(codes.y, codes.bottom)
        for name in names
        if (at := lines[y].find(name)) in codes.column_range
    ]


async def test_one_goes_back_and_sorts_again_and_takes_back_what_was_sorted(open_desk: Any, seen: Any) -> None:
    async with open_desk(*NEW) as (app, pilot, room):
        await pilot.press("1", "1", "backspace", "2")
        assert where(app)[:2] == ["1", "2"]
        assert room.work.at == 2
        await pilot.press("u")
        assert where(app)[:2] == ["1", "1"]
        assert room.work.at == 1, "it lies on the desk again"
        await pilot.press("u", "u")
        assert where(app) == list("-" * 9)
        await pilot.press("u")
        assert "Nothing was sorted in this sitting" in seen(app)
        assert counts(app)["Samarbejde"] == 12, "and no change of the study was taken back"
        await pilot.press("U", "U", "U")
        assert where(app)[:2] == ["1", "2"]


async def test_a_passage_goes_into_several_codes(open_desk: Any, seen: Any) -> None:
    async with open_desk(*NEW) as (app, pilot, room):
        await pilot.press("space", "2", "1")
        assert "into several: 1 2" in seen(app)
        assert where(app) == list("-" * 9), "not before enter"
        await pilot.press("enter", "space", "1", "2", "2", "enter", "space", "1", "escape")
        assert where(app)[:3] == ["21", "1", "-"]
        assert room.work.at == 2


async def test_a_passage_left_for_later_comes_again_at_the_end(open_desk: Any, seen: Any) -> None:
    async with open_desk(*NEW) as (app, pilot, room):
        await pilot.press("enter", *("1" * 8))
        assert where(app) == list("-11111111")
        assert room.work.at == 0
        await pilot.press("2")
        assert "all sorted: ctrl+s splits" in seen(app)
        await pilot.press("delete")
        assert where(app)[0] == "-"


async def test_a_new_code_is_asked_about_where_another_resembles_it(open_desk: Any, seen: Any) -> None:
    async with open_desk() as (app, pilot, room):
        assert "a new code to sort into" in seen(app)
        await pilot.press("1")
        assert "No code has the key 1 yet" in seen(app)
        await pilot.press("n", *"Ansvar", "enter")
        assert "1 sorts into Ansvar" in " ".join(seen(app).split())
        await pilot.press("n", *"Tilid", "enter")
        assert isinstance(app.screen, Picker)
        assert "Relationer / Tillid" in seen(app)
        await pilot.press("enter")
        await pilot.press("n", *"Netvaerk", "enter", "up", "enter")
        assert [(one.path, one.new) for one in room.work.targets] == [
            ("Ansvar", True),
            ("Relationer / Tillid", False),
            ("Netvaerk", True),
        ]
        assert "Ansvar" not in counts(app), "it is made with the split, not before"
        await pilot.press("c")
        assert isinstance(app.screen, CodePalette)
        names = [app.study.codes.get(option.value).name for option in app.screen.shown]
        assert "Samarbejde" not in names, "what it is already"
        assert "Tillid" not in names, "what is on the sheet"
        await pilot.press(*"netv", "enter")
        await pilot.press("4")
        assert room.work.targets[3].path == "Relationer / Netværk"
        assert where(app)[0] == "4"


async def test_leaving_loses_nothing_and_one_goes_on_where_one_was(open_desk: Any, seen: Any) -> None:
    async with open_desk(*NEW) as (app, pilot, room):
        await pilot.press("1", "2", "1", "escape")
        assert not isinstance(app.screen, SplittingScreen)
        assert "The sheet stays: 3 of 9 passages of Samarbejde are sorted." in notes(app)
        app.push_screen(SplittingScreen(room.code_id))
        await pilot.pause()
        await pilot.pause()
        assert "4 of 9" in seen(app)
        await pilot.press("2")
        assert where(app) == [*"1212", *"-----"]


async def test_the_split_is_one_change_and_one_undo_brings_all_back(open_desk: Any, seen: Any) -> None:
    async with open_desk(*NEW) as (app, pilot, _):
        before = counts(app)
        await pilot.press("1", "2", "space", "1", "2", "enter", *"111.", "ctrl+s")
        assert isinstance(app.screen, ApplyScreen)
        text = " ".join(seen(app).split())
        assert "2 are not sorted yet, and stay what they are" in text
        assert "1 stays what it is" in text
        await pilot.press("tab", *"to ting i en", "enter")
        await pilot.pause()
        assert not isinstance(app.screen, SplittingScreen)
        assert "Samarbejde is split" in notes(app)
        after = counts(app)
        assert (after["Samarbejde / Møder"], after["Samarbejde / Telefon"], after["Samarbejde"]) == (7, 4, 3)
        await pilot.press("u")
        await pilot.pause()
        assert counts(app) == before


async def test_the_code_stays_beside_the_others_or_goes_where_nothing_is_left(open_desk: Any, seen: Any) -> None:
    async with open_desk(*NEW) as (app, pilot, room):
        await pilot.press(".", "ctrl+s")
        assert app.screen is room
        assert "No passage is sorted into another code yet" in notes(app)
        await pilot.press("u", *("1" * 8), "ctrl+s")
        assert len(app.screen._possible) == 2, "as long as a passage is left, it does not go"
        await pilot.press("escape", "2", "P")
        assert "8 Møder" in " ".join(seen(app).split()).replace("Samarbejde / ", "")
        await pilot.press("escape", "ctrl+s")
        assert app.screen._possible == ["parent", "keep", "delete"]
        await pilot.press("j", "j", "ctrl+s")
        await pilot.pause()
        assert {"Møder", "Telefon"} <= set(counts(app))
        assert "Samarbejde" not in counts(app)
        await pilot.press("u")
        await pilot.pause()
        assert counts(app)["Samarbejde"] == 12


async def test_the_list_tells_where_each_goes_and_sorts_too(open_desk: Any, seen: Any) -> None:
    async with open_desk(*NEW) as (app, pilot, room):
        await pilot.press("1", "tab")
        text = seen(app)
        assert "1 Møder" in text
        assert text.count("K-02") == 3
        await pilot.press("j", "2", "tab")
        assert where(app)[:3] == ["1", "-", "2"]
        assert "4 of 9" in seen(app)
        await pilot.press("tab", "g", "enter")
        assert room.work.at == 0
        assert "→ 1 Møder" in seen(app)


async def test_words_narrow_what_one_goes_through_and_all_of_it_is_sorted_at_once(open_desk: Any, seen: Any) -> None:
    async with open_desk(*NEW) as (app, pilot, room):
        await pilot.press("2", "slash", *"ringer", "enter")
        assert "of 3 with “ringer”" in seen(app)
        await pilot.press("a")
        assert "press the key into which all 3 passages go" in seen(app)
        await pilot.press("1")
        assert where(app) == ["2", "1", "-", "-", "1", "-", "-", "1", "-"]
        await pilot.press("u")
        assert where(app) == ["2", *"--------"]
        await pilot.press("a", "1", "escape")
        assert len(room.work.shown) == 9
        await pilot.press("slash", *"findes ikke", "enter")
        assert "No passage matches" in seen(app)
        await pilot.press("1", "space", "enter", "backspace", "delete", "tab", "tab", "escape")
        assert where(app) == ["2", "1", "-", "-", "1", "-", "-", "1", "-"]


async def test_what_a_colleague_codes_meanwhile_is_not_sorted_yet(open_desk: Any, seen: Any, folder: Path) -> None:
    async with open_desk(*NEW) as (app, pilot, room):
        await pilot.press("1")
        here = room.work.current
        bo = Study.open(folder, "bo")
        document = bo.transcripts.document("F-01")
        start = document.text.index("drikker")
        bo.codings.add(document.revision, start, start + 7, bo.codes.find("Samarbejde").id)
        bo.close()
        deadline = time.monotonic() + 30
        while "1 passage more" not in seen(app):
            assert time.monotonic() < deadline
            await pilot.pause(0.05)
        assert room.work.current == here
        assert (len(room.work.passages), room.work.left) == (10, 9)
        await pilot.press("2")
        assert room.work.current.text == "Det er det hele."


async def test_what_is_gone_is_told_and_takes_nothing(open_desk: Any, seen: Any) -> None:
    async with open_desk("Relationer / Tillid") as (app, pilot, room):
        await pilot.press("1")
        app.study.codes.delete(app.study.codes.find("Tillid").id)
        await pilot.pause()
        await pilot.pause()
        await pilot.press("1")
        assert "is not in the codebook any more" in seen(app)
        assert where(app) == list("-" * 9)
        app.study.codes.delete(room.code_id)
        await pilot.pause()
        await pilot.pause()
        assert "not in the codebook any more" in " ".join(seen(app).split())
        await pilot.press("1", "ctrl+s", "q")
        assert not isinstance(app.screen, SplittingScreen)


@pytest.mark.nightly
async def test_codes_are_renamed_and_taken_off_the_sheet(open_desk: Any, seen: Any) -> None:
    async with open_desk(*NEW) as (app, pilot, room):
        await pilot.press("1", "2", "r", "enter")
        app.screen.query_one("#line").value = "Aftaler"
        await pilot.press("enter")
        assert room.work.targets[0].path == "Aftaler"
        await pilot.press("e", "enter", *"at aftale", "ctrl+s")
        assert sheet(app).targets[0].definition == "at aftale"
        await pilot.press("x", "down", "enter")
        assert where(app)[:2] == ["1", "-"]
        await pilot.press("u")
        assert where(app)[:2] == ["-", "-"], "what went to the code that is off the sheet is passed over"
        await pilot.press("D", "y")
        assert room.work.targets == ()
        assert sheet(app).targets == ()


async def test_the_eleventh_code_has_a_letter_that_means_nothing_else(open_desk: Any, seen: Any) -> None:
    async with open_desk(*(f"Kode {n}" for n in range(1, 13)), size=(80, 24)) as (app, pilot, room):
        assert [room.work.key_of(one) for one in room.work.targets] == [*"1234567890", "b", "d"]
        assert "b + Kode 11" in seen(app)
        await pilot.press("b", "0", "d")
        assert where(app)[:3] == ["a", "0", "b"], "the study calls them by its own keys"
        assert room.work.left == 6


@pytest.mark.nightly
async def test_a_click_on_a_code_sorts_into_it(open_desk: Any, seen: Any) -> None:
    async with open_desk(*NEW, size=(80, 24)) as (app, pilot, _):
        for size in ((80, 24), (120, 24), (120, 40)):
            await pilot.resize_terminal(*size)
            await pilot.pause()
            lines = seen(app).split("\n")
            y = next(y for y, line in enumerate(lines) if "Telefon" in line)
            await pilot.click(offset=(lines[y].index("Telefon"), y))
            await pilot.pause()
        assert where(app)[:4] == ["2", "2", "2", "-"]


async def test_names_and_words_of_others_are_never_markup(open_desk: Any, seen: Any) -> None:
    hostile = "[/red]\x1b]52;c;eA==\x07[@click=app.quit]x"
    async with open_desk(hostile.replace("/", "|")) as (app, pilot, _):
        await pilot.press("1", "tab", "P", "escape", "tab", "ctrl+s")
        assert "[|red]␛]52" in seen(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.is_running
