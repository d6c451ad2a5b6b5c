"""Every passage of a code: to read, to narrow, and to mend many of them with one key and one undo."""

from pathlib import Path
from typing import Any

import pytest

from workbench.tui.codebook.asking import WhyScreen
from workbench.tui.passages.screen import PassagesScreen
from workbench.tui.splitting.screen import SplittingScreen


@pytest.fixture
def folder(folder: Path) -> Path:
    """The small study, in which bo has coded what ann has in K-01, and what F-01 asks."""
    from workbench.study import Study

    study = Study.open(folder, "bo")
    code = study.codes.find("Netværk").id
    for name, words in (("K-01", "Vi ringer til hinanden."), ("F-01", "Hvad gør I så?")):
        document = study.transcripts.document(name)
        start = document.text.index(words)
        study.codings.add(document.revision, start, start + len(words), code, memo="Bos bemærkning" * (name == "K-01"))
    study.close()
    return folder


async def room(app: Any, pilot: Any, path: str = "Netværk") -> Any:
    """The passages of a code."""
    app.push_screen(PassagesScreen(app.study.codes.find(path).id))
    await pilot.pause()
    await pilot.pause()
    return app.screen


def told(screen: Any) -> list[tuple[str, str]]:
    """Transcript and text of what is shown."""
    return [(one.transcript, one.text) for one in screen._shown]


def count(app: Any, name: str) -> int:
    """Codings with a code."""
    return int(app.study.codes.find(name).count)


RINGING = "Vi ringer til hinanden."


async def test_it_shows_each_passage_in_its_place_with_all_who_coded_it(open_app: Any, seen: Any) -> None:
    async with open_app(size=(80, 24)) as (app, pilot):
        screen = await room(app, pilot)
        assert told(screen) == [("F-01", "Hvad gør I så?"), ("F-01", RINGING), ("K-01", RINGING)]
        text = seen(app)
        assert "3 passages · 2 transcripts" in text
        assert "Passages of Relationer / Netværk" in text
        assert "K-01 · turn 2  R1  Fagprofessionelle · ann, bo" in text
        assert "remark: Bos bemærkning" in text
        assert "Det er det hele." in text, "what is said around it"
        opened: list[Any] = []
        app.open_transcript = lambda *where: opened.append(where)
        await pilot.press("G", "enter")
        one = screen.current
        assert opened == [("K-01", one.start, one.end)]
        await pilot.press("S")
        assert isinstance(app.screen, SplittingScreen)
        await pilot.press("q")
        assert app.screen is screen
        foot = seen(app).split("\n")[-1]
        assert "S split" in foot
        assert "? all keys" in foot


async def test_it_is_narrowed_by_people_by_words_by_stars_and_widened_by_what_is_below(
    open_app: Any, seen: Any
) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot)
        await pilot.press("f", *"bo", "enter", "escape")
        assert told(screen) == [("F-01", "Hvad gør I så?"), ("K-01", RINGING)]
        assert "only bo" in seen(app)
        await pilot.press("f", *"friv", "enter", "escape")
        assert told(screen) == []
        assert "No passage matches" in seen(app)
        await pilot.press("escape")
        assert len(told(screen)) == 3, "escape takes it away"
        await pilot.press("slash", *"k-01 ringer", "enter")
        assert told(screen) == [("K-01", RINGING)]
        await pilot.press("asterisk", "escape", "s")
        assert told(screen) == [("K-01", RINGING)]
        assert "★" in seen(app)
        await pilot.press("asterisk")
        assert told(screen) == []
        await pilot.press("u", "s")
        assert len(told(screen)) == 3
        await pilot.press("escape", "q")
        screen = await room(app, pilot, "Relationer")
        assert "Nothing is coded with this code itself" in seen(app)
        await pilot.press("b")
        assert len(told(screen)) == 4
        assert "with the codes below" in seen(app)


async def test_on_a_small_screen_the_list_gives_way_and_the_keys_stay_to_be_seen(open_app: Any, seen: Any) -> None:
    async with open_app(size=(80, 24)) as (app, pilot):
        await room(app, pilot)
        await pilot.press("f")
        assert "enter on or off  esc done" in seen(app)
        await pilot.press("end", "escape", "r")
        assert "enter take" in seen(app)
        await pilot.resize_terminal(80, 16)
        await pilot.pause()
        assert "enter take" in seen(app)


async def test_marked_passages_get_another_code_in_one_change(open_app: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot)
        await pilot.press("space", "space")
        assert "2 marked" in seen(app)
        assert screen.current.transcript == "K-01", "marking goes on"
        await pilot.press("r", *"tillid", "enter")
        assert isinstance(app.screen, WhyScreen), "a colleague's coding is among them"
        assert "2 codings on 2 passages" in " ".join(seen(app).split())
        await pilot.press("y")
        await pilot.pause()
        assert told(screen) == [("K-01", RINGING)]
        assert (count(app, "Netværk"), count(app, "Tillid")) == (2, 3)
        await pilot.press("u")
        await pilot.pause()
        assert (count(app, "Netværk"), count(app, "Tillid")) == (4, 1)


async def test_ones_own_is_taken_off_at_once_and_a_colleagues_after_asking(open_app: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot)
        await pilot.press("j", "x")
        assert told(screen) == [("F-01", "Hvad gør I så?"), ("K-01", RINGING)]
        await pilot.press("x")
        assert "what bo coded" in " ".join(seen(app).split())
        await pilot.press("n", "A", "x", "y")
        await pilot.pause()
        assert told(screen) == []
        await pilot.press("u", "u")
        await pilot.pause()
        assert count(app, "Netværk") == 4


async def test_borders_are_widened_and_the_cursor_and_the_marks_go_with_them(open_app: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot)
        await pilot.press("G", "plus")
        await pilot.pause()
        assert screen.current.text.replace("\n", " ").startswith("Hvad gør I så?") or "Det er det hele." in (
            screen.current.text
        )
        wide = screen.current.text
        assert RINGING in wide
        assert screen.current.transcript == "K-01"
        await pilot.press("space", "less_than_sign", "minus", "u")
        await pilot.pause()
        assert screen.current.transcript == "K-01"
        await pilot.press("greater_than_sign")
        await pilot.pause()
        assert len(screen.current.text) >= len(RINGING)


async def test_a_passage_becomes_the_example_and_one_that_is_there_is_asked_about(open_app: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        await room(app, pilot)
        await pilot.press("e")
        await pilot.pause()
        assert "Hvad gør I så?" in app.study.codes.find("Netværk").example
        await pilot.press("G", "e")
        assert isinstance(app.screen, WhyScreen)
        await pilot.press("y")
        await pilot.pause()
        assert RINGING in app.study.codes.find("Netværk").example
        await pilot.press("y")
        assert "clipboard" in "\n".join(note.message for note in app._notifications)


async def test_a_code_that_is_gone_is_told(open_app: Any, seen: Any) -> None:
    async with open_app() as (app, pilot):
        screen = await room(app, pilot)
        app.study.codes.delete(screen.code_id)
        await pilot.pause()
        await pilot.pause()
        assert "not in the codebook any more" in " ".join(seen(app).split())
        await pilot.press("x", "r", "space", "A", "plus", "S", "e", "enter")
        assert app.screen is screen
