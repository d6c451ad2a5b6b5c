"""A text corrected in the person's own editor: private file, counts first, nothing written unasked."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.errors import InputError, StudyError
from workbench.study import Study
from workbench.tui.app import WorkbenchApp
from workbench.tui.coding.screen import CodingScreen
from workbench.tui.corrections import editor as room
from workbench.tui.corrections.asking import KeepScreen
from workbench.tui.library.screen import LibraryScreen
from workbench.tui.widgets.rows import Rows

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the editor of these tests is a shell script")


async def at_k01(app: Any, pilot: Any, settle: Any) -> None:
    """The library, the cursor on K-01."""
    await settle(pilot)
    rows = app.screen.query_one(Rows)
    rows.move(next(i for i, t in enumerate(app.screen.shown) if t.name == "K-01"))
    await settle(pilot)


async def test_what_becomes_of_the_passages_is_shown_before_it_is_written(
    open_app: Any, seen: Callable[..., str], settle: Any, editor: Callable[..., Path]
) -> None:
    editor("ringer=skriver", "Og så drikker vi kaffe på=Bagefter er der en fest på")
    async with open_app(size=(80, 24)) as (app, pilot):
        await at_k01(app, pilot, settle)
        before = app.study.transcripts.document("K-01").text
        await pilot.press("E")
        await settle(pilot)
        assert isinstance(app.screen, KeepScreen)
        text = " ".join(seen(app).replace("│", " ").split())
        assert "1 passage changed, 1" in text
        assert "What is lost is kept apart" in text
        assert "‹ringer›" in text
        assert "‹skriver›" in text
        assert app.study.transcripts.document("K-01").text == before
        await pilot.press("y")
        await settle(pilot)
        now = app.study.transcripts.document("K-01").text
        assert "Vi skriver til hinanden." in now
        assert now.endswith("overstået.") == before.endswith("overstået.")
        assert "K-01 is corrected" in seen(app)
        await pilot.press("u")
        await settle(pilot)
        assert app.study.transcripts.document("K-01").text == before


async def test_leaving_the_question_writes_nothing_and_e_goes_on_where_one_was(
    open_app: Any, seen: Callable[..., str], settle: Any, editor: Callable[..., Path]
) -> None:
    editor("ringer=skriver")
    async with open_app() as (app, pilot):
        await at_k01(app, pilot, settle)
        before = app.study.transcripts.document("K-01").text
        await pilot.press("E")
        await settle(pilot)
        editor("skriver=taler")
        await pilot.press("e")
        await settle(pilot)
        assert "‹taler›" in seen(app)
        await pilot.press("escape")
        await settle(pilot)
        assert isinstance(app.screen, LibraryScreen)
        assert app.study.transcripts.document("K-01").text == before
        assert len(app.study.corrections.revisions("K-01")) == 1
        await pilot.press("E")
        await settle(pilot)
        assert "Go on with what you have written in K-01" in " ".join(seen(app).replace("│", " ").split())
        await pilot.press("y")
        await settle(pilot)
        assert "‹taler›" in seen(app)


async def test_the_file_is_for_its_owner_alone_and_gone_afterwards(
    open_app: Any, settle: Any, editor: Callable[..., Path]
) -> None:
    noted = editor()
    async with open_app() as (app, pilot):
        await at_k01(app, pilot, settle)
        await pilot.press("E")
        await settle(pilot)
    folder, file = noted.read_text().splitlines()
    if not folder.startswith("d"):
        folder, file = file, folder
    assert folder.startswith("drwx------")
    assert file.startswith("-rw-------")
    assert not Path(folder.split()[-1]).exists()


async def test_an_editor_that_changes_nothing_fails_or_is_not_there_changes_nothing(
    open_app: Any, seen: Callable[..., str], settle: Any, editor: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    editor()
    async with open_app(size=(120, 30)) as (app, pilot):
        await at_k01(app, pilot, settle)
        await pilot.press("E")
        await settle(pilot)
        assert "Nothing was changed." in seen(app)
        monkeypatch.setenv("EDITOR", "false")
        await pilot.press("E")
        await settle(pilot)
        assert "the editor ended with status 1" in seen(app)
        monkeypatch.setenv("EDITOR", "no-such-editor-anywhere --wait")
        await pilot.press("E")
        await settle(pilot)
        assert "the editor no-such-editor-anywhere cannot be started" in seen(app)
        assert isinstance(app.screen, LibraryScreen)
        assert len(app.study.corrections.revisions("K-01")) == 1


def meanwhile(monkeypatch: pytest.MonkeyPatch, folder: Path, word: str, other: str) -> None:
    """While the editor is open, a colleague puts another word into K-01."""
    run = room._run

    def running(app: WorkbenchApp, words: list[str]) -> int:
        bo = Study.open(folder, "bo")
        bo.corrections.correct("K-01", bo.transcripts.document("K-01").text.replace(word, other))
        bo.close()
        return run(app, words)

    monkeypatch.setattr(room, "_run", running)


async def test_what_a_colleague_corrects_meanwhile_and_what_one_writes_become_one_text(
    open_app: Any, seen: Callable[..., str], settle: Any, editor: Callable[..., Path], folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    editor("ringer=skriver")
    meanwhile(monkeypatch, folder, "kaffe", "te")
    async with open_app(size=(120, 30)) as (app, pilot):
        await at_k01(app, pilot, settle)
        await pilot.press("E")
        await settle(pilot)
        assert "this holds both changes" in " ".join(seen(app).split())
        await pilot.press("y")
        await settle(pilot)
        now = app.study.transcripts.document("K-01").text
        assert "Vi skriver til hinanden." in now
        assert "drikker vi te" in now


async def test_where_both_change_the_same_words_nothing_is_taken_back_unasked_or_lost(
    open_app: Any, seen: Callable[..., str], settle: Any, editor: Callable[..., Path], folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    editor("ringer=skriver")
    alone = room._run
    meanwhile(monkeypatch, folder, "ringer", "taler")
    async with open_app(size=(120, 30)) as (app, pilot):
        await at_k01(app, pilot, settle)
        await pilot.press("E")
        await settle(pilot)
        assert "keeping yours takes theirs back" in " ".join(seen(app).split())
        await pilot.press("escape")
        await settle(pilot)
        assert "Vi taler til hinanden." in app.study.transcripts.document("K-01").text
        monkeypatch.setattr(room, "_run", alone)
        editor("hinanden=os selv")
        await pilot.press("E", "y")
        await settle(pilot)
        assert "keeping yours takes theirs back" in " ".join(seen(app).split())  # the draft knows what it was made of
        await pilot.press("y")
        await settle(pilot)
        assert "Vi skriver til os selv." in app.study.transcripts.document("K-01").text


async def test_what_cannot_be_kept_lies_in_a_file_that_outlives_the_app(
    open_app: Any, seen: Callable[..., str], settle: Any, editor: Callable[..., Path],
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path,
) -> None:  # fmt: skip
    editor("ringer=skriver")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    async with open_app(size=(160, 30)) as (app, pilot):
        await at_k01(app, pilot, settle)
        await pilot.press("E")
        await settle(pilot)

        def refused(*_: object) -> None:
            raise StudyError("the text of K-01 was changed meanwhile", "Look at it again; nothing was changed.")

        monkeypatch.setattr(app.study.corrections, "correct", refused)
        await pilot.press("y")
        await settle(pilot)
        (written,) = tmp_path.glob("workbench-*/K-01.txt")
        assert "skriver" in written.read_text(encoding="utf-8")
        assert written.stat().st_mode & 0o777 == 0o600
        assert written.name in "".join(seen(app).split())


def test_the_line_end_an_editor_adds_is_no_correction(
    editor: Callable[..., Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    editor()
    script = tmp_path / "editor.sh"
    script.write_text('#!/bin/sh\nprintf "\\n" >> "$1"\n')
    app = WorkbenchApp(tmp_path)
    assert room.edited(app, "R1: Ja.", "K 01/../x") is None
    script.write_text('#!/bin/sh\nprintf "R1: Ja.\\r\\nR1: Nej.\\r\\n" > "$1"\n')
    assert room.edited(app, "R1: Ja.", "x") == "R1: Ja.\nR1: Nej."
    script.write_text('#!/bin/sh\nprintf "\\303" > "$1"\n')
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    with pytest.raises(InputError, match="not UTF-8") as refused:
        room.edited(app, "R1: Ja.", "x")
    (written,) = tmp_path.glob("workbench-*/x.txt")  # nobody's work is thrown away
    assert f"kept in {written}" in refused.value.hint
    assert written.read_bytes() == b"\xc3"
    script.write_text('#!/bin/sh\nrm "$1"\n')
    assert room.edited(app, "R1: Ja.", "x") is None


async def test_the_open_coding_screen_shows_the_new_text_with_the_cursor_at_the_same_passage(
    open_app: Any, settle: Any, editor: Callable[..., Path]
) -> None:
    editor("Hvad gør I så?=Nå ja, og hvad gør I så i grunden?")
    async with open_app() as (app, pilot):
        app.open_transcript("K-01")
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, CodingScreen)
        start = screen.source.text.index("Det er det hele.")
        screen.view.move(lambda cursor: cursor.place(start))
        await pilot.press("E")
        await settle(pilot)
        await pilot.press("y")
        await settle(pilot)
        assert app.screen is screen
        assert "i grunden" in screen.source.text
        assert screen.source.text[slice(*screen.passage)] == "Det er det hele."
        assert {screen.source.text[row.start : row.end] for row in screen.marks.alive()} == {
            "Vi ringer til hinanden.",
            "drikker vi kaffe",
        }
        await pilot.press("u")
        await settle(pilot)
        assert "i grunden" not in screen.source.text
        assert screen.source.text[slice(*screen.passage)] == "Det er det hele."


async def test_a_colleagues_correction_reaches_the_open_coding_screen(open_app: Any, settle: Any, folder: Path) -> None:
    async with open_app() as (app, pilot):
        app.open_transcript("K-01")
        await settle(pilot)
        screen = app.screen
        start = screen.source.text.index("Det er")
        screen.view.move(lambda cursor: cursor.select(start, start + len("Det er det hele.")))
        bo = Study.open(folder, "bo")
        text = bo.transcripts.document("K-01").text
        bo.corrections.correct("K-01", text.replace("Vi ringer", "Ja, så vi ringer"))
        bo.close()
        assert app.study.changed()
        app._hear()
        await settle(pilot)
        assert "Ja, så vi ringer" in screen.source.text
        assert screen.source.text[slice(*screen.passage)] == "Det er det hele."
        assert screen.view.cursor.selected
        await pilot.press("c")
        await settle(pilot)
        await pilot.press(*"Mod", "enter")
        await settle(pilot)
        texts = {screen.source.text[row.start : row.end] for row in screen.marks.alive()}
        assert "Det er det hele." in texts
