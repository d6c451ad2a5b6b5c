"""The room of the import: files are looked at, told what they are, and taken in by a process of its own."""

import asyncio
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input

from workbench.study import Study
from workbench.transcripts.preview import preview
from workbench.tui import study_app
from workbench.tui.importing import words
from workbench.tui.importing.asking import StrongScreen
from workbench.tui.importing.choosing import ChooseScreen
from workbench.tui.importing.files import Became, File, Files, shorter
from workbench.tui.importing.form import EncodingScreen, FileForm, SpeakerForm, said, telling
from workbench.tui.importing.screen import ImportScreen
from workbench.tui.widgets.ask import ConfirmScreen
from workbench.tui.widgets.lines import LinesScreen
from workbench.worker import Gone, Line
from workbench.worker.reading import Reading

PATIENCE = 60.0
NEW = "I: Hvad gør I så?\n\nR1: Vi ringer til hinanden. Det er det hele.\n"
EVIL = "R1: [/red] og [@click=app.quit]hej \x1b]0;x\x07 der \u202etxet. Vi ses.\n"


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with files to import."""
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "N-01.txt").write_text(NEW, encoding="utf-8")
    (folder / "N-02.txt").write_text(NEW.replace("hele", "meste"), encoding="utf-8")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 word/ rubbish")
    return folder


class Near:
    """What ``Reader`` is to the screens, with the same work done in a thread of this process: quicker to start."""

    def __init__(self, folder: Path, coder: str, passphrase: str | None = None) -> None:
        self._said: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._tell: list[Callable[[dict[str, Any]], object]] = []
        self._thread = threading.Thread(target=self._work, args=(folder, coder), daemon=True)
        self._thread.start()

    def _work(self, folder: Path, coder: str) -> None:
        study = Study.open(folder, coder)
        with suppress(Gone):
            Reading(study, Line(iter(self._said.get, None), self)).run()  # type: ignore[arg-type]
        study.close()

    def write(self, text: str) -> None:
        told = json.loads(text)
        tell = self._tell[0] if "end" not in told else self._tell.pop(0)
        tell(told)

    def flush(self) -> None:
        pass

    def ask(self, work: Any, tell: Callable[[dict[str, Any]], object]) -> None:
        self._tell.append(tell)
        self.say(**work)

    def say(self, **what: Any) -> None:
        self._said.put(json.dumps(what).encode())

    def stop(self) -> None:
        self._said.put(None)
        self._thread.join(PATIENCE)


@pytest.fixture
def near(monkeypatch: pytest.MonkeyPatch) -> None:
    """No process of its own."""
    monkeypatch.setattr(study_app, "Reader", Near)


async def until(app: Any, pilot: Any, wanted: Callable[[], object]) -> None:
    """Wait for another process."""
    deadline = time.monotonic() + PATIENCE
    while not wanted():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)
        await pilot.pause()
    await pilot.pause()


async def looked_at(app: Any, pilot: Any, *paths: Path) -> ImportScreen:
    """The room, when it has read the files."""
    screen = ImportScreen(paths)
    app.push_screen(screen)
    await pilot.pause()
    await until(app, pilot, lambda: not screen.under_way)
    return screen


@pytest.mark.usefixtures("near")
async def test_a_folder_is_chosen_looked_at_and_taken_in_and_the_library_has_it(
    open_app: Any, files: Path, seen: Any
) -> None:
    async with open_app(size=(160, 40)) as (app, pilot):
        app.imported_from = [files]
        await pilot.press("i")
        assert isinstance(app.screen, ChooseScreen)
        await pilot.press("enter")
        screen = app.screen
        assert isinstance(screen, ImportScreen)
        await until(app, pilot, lambda: not screen.under_way)
        text = seen(app)
        assert "I · interviewer · 1 turn, 4 words" in text
        assert "R1 · informant, no group · 1 turn, 8 words" in text
        assert "i takes in 2 of 3 files" in text
        assert "cannot be read" in text
        assert [t.name for t in app.study.transcripts.list()] == ["F-01", "K-01", "K-02"], "nothing is written yet"
        await pilot.press("i")
        await until(app, pilot, lambda: not screen.under_way)
        assert [(f.path.name, f.taken) for f in screen.files.all] == [
            ("N-01.txt", True),
            ("N-02.txt", True),
            ("broken.docx", False),
        ]
        assert "2 new" in seen(app)
        await until(app, pilot, lambda: len(app.study.transcripts.list()) == 5)
        assert app.study.transcripts.document("N-01").interviewer == ("I",)
        await pilot.press("q")
        await until(app, pilot, lambda: "N-01" in seen(app) and "N-02" in seen(app))
        assert app.readers == {}, "the process is let go"


@pytest.mark.usefixtures("near")
async def test_what_is_said_of_a_file_is_what_it_is_taken_in_as(open_app: Any, files: Path, seen: Any) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        screen = await looked_at(app, pilot, files / "N-01.txt", files / "N-02.txt")
        await pilot.press("enter")
        form = app.screen
        assert isinstance(form, FileForm)

        async def change(value: str, *keys: str) -> None:
            place = next(i for i, option in enumerate(form.shown) if option.value == value)
            form.query_one("#options").move(place)
            await pilot.press("enter", *keys)

        await change("id")
        app.screen.query_one(Input).value = "N-11"
        await pilot.press("enter")
        await change("site", *"Havnen", "enter")
        await change("kind")
        await change("speaker 1")
        assert isinstance(app.screen, SpeakerForm)
        await pilot.press(*"volunteer", "enter")
        assert "● group volunteer" in seen(app)
        await pilot.press("escape", "escape")
        front = screen.files.all[0].front
        assert front is not None
        assert (front.id, front.site, front.kind) == ("N-11", "Havnen", "document")
        assert [(one.label, one.group) for one in front.informants] == [("R1", "volunteer")]
        await pilot.press("w", "P")
        assert isinstance(app.screen, ConfirmScreen)
        assert "same person in all 2 files" in seen(app)
        await pilot.press("y", "i")
        await until(app, pilot, lambda: not screen.under_way)
        rows = {t.name: t for t in app.study.transcripts.list()}
        assert rows["N-02"].site == "Havnen"
        assert [(i.label, i.person, i.group) for i in rows["N-11"].informants] == [("R1", "R1", "volunteer")]
        assert [(i.label, i.person, i.group) for i in rows["N-02"].informants] == [("R1", "R1", "volunteer")]
        await pilot.press("enter")
        assert app.place == "coding"


@pytest.mark.usefixtures("near")
async def test_an_id_that_two_files_have_is_told_and_one_is_left_out(open_app: Any, files: Path, seen: Any) -> None:
    (files / "sub").mkdir()
    (files / "sub" / "N-01.txt").write_text(NEW.replace("ringer", "skriver"), encoding="utf-8")
    async with open_app(size=(120, 40)) as (app, pilot):
        screen = await looked_at(app, pilot, files / "N-01.txt", files / "sub" / "N-01.txt")
        assert seen(app).count("id of two files") == 2
        await pilot.press("i")
        assert not screen.under_way
        await pilot.press("x")
        assert "left out" in seen(app)
        assert "i takes in 1 of 2 files" in seen(app)
        assert "id of two files" not in seen(app)


@pytest.mark.usefixtures("near")
async def test_what_identifies_somebody_is_asked_about_before_anything_is_taken_in(
    open_app: Any, files: Path, seen: Any
) -> None:
    (files / "N-01.txt").write_text("R1: Skriv til anna@example.org i morgen, ikke?\n", encoding="utf-8")
    async with open_app(size=(120, 40)) as (app, pilot):
        screen = await looked_at(app, pilot, files / "N-01.txt")
        assert "e-mail address: anna@example.org" in seen(app)
        await pilot.press("i")
        assert isinstance(app.screen, StrongScreen)
        await pilot.press("enter")
        assert isinstance(app.screen, LinesScreen)
        assert "»anna@example.org«" in seen(app)
        await pilot.press("escape", "i", "down", "enter")
        await until(app, pilot, lambda: not screen.under_way)
        assert screen.private
        assert app.study._base.store.read("SELECT count(*) FROM revision WHERE private = 1") == [(1,)]
        await pilot.press("f")
        assert app.place == "findings", "from now on it is walked through"


@pytest.mark.usefixtures("near")
async def test_of_a_file_that_was_not_read_nobody_says_that_it_names_nobody(
    open_app: Any, files: Path, seen: Any
) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        screen = await looked_at(app, pilot, files / "broken.docx")
        await pilot.press("f")
        assert "Nothing was found" not in seen(app)
        assert "▌ It cannot be read" in seen(app)
        screen.files.all[0].refused = ""
        await pilot.press("f")
        assert "It is still being read" in seen(app)
        assert "Nothing was found" not in seen(app)


@pytest.mark.usefixtures("near")
async def test_a_correction_is_asked_about(open_app: Any, files: Path, seen: Any) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        app.study.transcripts.import_files([files / "N-01.txt"])
        (files / "N-01.txt").write_text(NEW.replace("hele", "meste"), encoding="utf-8")
        screen = await looked_at(app, pilot, files / "N-01.txt", files / "N-02.txt")
        assert "a correction?" in seen(app)
        await pilot.press("i")
        await until(app, pilot, lambda: isinstance(app.screen, ConfirmScreen))
        assert "It corrects N-01" in seen(app)
        await pilot.press("y")
        await until(app, pilot, lambda: not screen.under_way)
        became = screen.files.all[0].became
        assert became is not None
        assert became.state == "corrected"
        assert "1 new" in seen(app)
        assert "1 corrected" in seen(app)
        again = await looked_at(app, pilot, files / "N-01.txt")
        assert again.files.all[0].clash == "same"


@pytest.mark.usefixtures("near")
async def test_the_character_set_is_chosen_by_how_it_reads(open_app: Any, files: Path, seen: Any) -> None:
    (files / "N-01.txt").write_bytes("R1: Æbler på en ø, ikke?\n\nR2: Jo, så går vi.\n".encode("cp1252"))
    async with open_app(size=(120, 40)) as (app, pilot):
        screen = await looked_at(app, pilot, files / "N-01.txt")
        await pilot.press("enter", *"read as", "enter")
        assert isinstance(app.screen, EncodingScreen)
        assert "● cp1252" in seen(app)
        await pilot.press(*"mac", "enter")
        await until(app, pilot, lambda: not screen.under_way)
        assert isinstance(app.screen, FileForm)
        shown = screen.files.all[0].shown
        assert shown is not None
        assert shown.encoding == "mac_roman"


@pytest.mark.usefixtures("near")
async def test_files_that_want_to_be_something_else_are_shown_as_what_they_are(
    open_app: Any, files: Path, seen: Any
) -> None:
    name = "evil [red]\x1b]0;x\x07\u202e.txt" if os.name == "posix" else "evil [red].txt"
    (files / name).write_text(EVIL, encoding="utf-8")
    (files / "front.md").write_text(f"---\nid: '[/] [@click=app.quit]x'\nsite: '[bold]'\n---\n{EVIL}", encoding="utf-8")
    async with open_app(size=(160, 40)) as (app, pilot):
        screen = await looked_at(app, pilot, files)
        for index, file in enumerate(screen.files.all):
            screen.query_one("#table").move(index)
            await pilot.pause()
            for key in ("enter", "t", "f"):
                await pilot.press(key)
                text = seen(app)
                assert not {c for c in text if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0 or c == "\u202e"}
                if app.screen is not screen:
                    await pilot.press("escape")
            assert app.screen is screen, file.path.name
        assert "[/] [@click=app.quit]x" in seen(app)
        assert app.is_running


class Silent:
    """A process that is at work for ever."""

    def __init__(self, *given: Any) -> None:
        self.said: list[dict[str, Any]] = []

    def ask(self, work: Any, tell: Any) -> None:
        self.said.append(dict(work))

    def say(self, **what: Any) -> None:
        self.said.append(what)

    def stop(self) -> None:
        self.said.append({"stopped": True})


async def test_one_stops_it_and_leaves_only_after_being_asked_about_what_was_said(
    open_app: Any, files: Path, seen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(study_app, "Reader", Silent)
    async with open_app(size=(120, 40)) as (app, pilot):
        screen = ImportScreen([files])
        app.push_screen(screen)
        await pilot.pause()
        reader = app.readers["import"]
        assert "Reading" in seen(app)
        await pilot.press("a", "i")
        assert app.screen is screen, "one thing at a time"
        await pilot.press("escape")
        assert reader.said[-1] == {"do": "cancel"}
        screen._hear({"files": ["N-03.txt"], "more": False})
        screen._hear({"file": "N-03.txt", "preview": _told("N-03.txt"), "strong": []})
        screen._hear({"end": "cancelled", "words": ""})
        (file,) = screen.files.all
        assert file.front is not None
        file.say(file.front._replace(site="Havnen"))
        await pilot.press("escape")
        assert isinstance(app.screen, ConfirmScreen)
        await pilot.press("n")
        assert app.screen is screen
        await pilot.press("escape", "y")
        assert app.place == "library"
        assert reader.said[-1] == {"stopped": True}


async def test_who_leaves_while_files_are_taken_in_is_told_when_they_are(
    open_app: Any, files: Path, seen: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(study_app, "Reader", Silent)
    async with open_app(size=(120, 40)) as (app, pilot):
        screen = ImportScreen([files])
        app.push_screen(screen)
        await pilot.pause()
        reader = app.readers["import"]
        screen._hear({"files": ["N-03.txt"], "more": False})
        screen._hear({"file": "N-03.txt", "preview": _told("N-03.txt"), "strong": []})
        screen._hear({"end": "done", "words": ""})
        await pilot.press("i", "q")
        await until(app, pilot, lambda: app.place == "library")
        assert {"stopped": True} not in reader.said
        screen._hear({"file": "N-03.txt", "name": "N-03", "state": "new", "warnings": [], "why": ""})
        screen._hear({"end": "done", "words": ""})
        await pilot.pause()
        await until(app, pilot, lambda: "Imported: 1 new." in seen(app))
        assert reader.said[-1] == {"stopped": True}


async def test_an_empty_study_says_how_one_imports(tmp_path: Path, seen: Any) -> None:
    from workbench.study import init
    from workbench.tui.app import WorkbenchApp

    init(tmp_path / "empty", "Tom")
    app = WorkbenchApp(tmp_path / "empty", "ann")
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert "No transcripts yet. i imports files or a whole folder" in seen(app)


async def test_the_time_of_the_turn_is_told_where_it_is_known(open_app: Any, files: Path, seen: Any) -> None:
    cues = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v R1>Det er det hele.\n\n"
    cues += "00:12:31.000 --> 00:12:33.000\n<v R2>Ja, så gik vi hjem.\n"
    (files / "timed.vtt").write_text(cues, encoding="utf-8")
    async with open_app(size=(120, 40)) as (app, pilot):
        app.study.transcripts.import_files([files / "timed.vtt"])
        app.open_transcript("timed")
        await pilot.pause()
        await pilot.press("J")
        assert "turn 2 of 2 · 00:12:31" in seen(app)
        assert app.screen._turn(1, 20) == "2/2 · 00:12:31"
        assert app.screen._turn(1, 8) == "turn 2 of 2"
        await pilot.press("q")
        app.open_transcript("K-01")
        await pilot.pause()
        assert "turn 1 of 3 " in seen(app)


def _told(name: str) -> dict[str, Any]:
    from workbench.transcripts import preview as room

    return room.told(preview(NEW.encode(), name))


PROGRAM = """
import asyncio, sys
from pathlib import Path
from workbench.tui.app import WorkbenchApp
from workbench.tui.importing.screen import ImportScreen

async def main(study, folder):
    app = WorkbenchApp(Path(study), "ann")
    async with app.run_test(size=(100, 30)) as pilot:
        while not app.opened:
            await pilot.pause()
        screen = ImportScreen([Path(folder)])
        app.push_screen(screen)
        while screen.under_way or not screen.files.all:
            await asyncio.sleep(0.02)
        screen.private = True
        screen.action_take_in()
        while screen.under_way:
            await asyncio.sleep(0.02)
        print(len(app.study.transcripts.list()), *(f.became.state for f in screen.files.all))
    print(*sorted({"spacy", "simplemma", "docx", "lxml", "webvtt", "srt", "numpy"} & set(sys.modules)))

asyncio.run(main(*sys.argv[1:]))
"""


def test_nothing_that_reads_or_searches_is_loaded_by_the_screens_process(tmp_path: Path) -> None:
    from docx import Document

    from workbench.study import init

    init(tmp_path / "study", "Tom")
    folder = tmp_path / "files"
    folder.mkdir()
    document = Document()
    document.add_paragraph("R1: Vi ringer til hinanden. Det er det hele.")
    document.save(str(folder / "a.docx"))
    (folder / "b.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:04.000\n<v R1>Det er det hele.\n", encoding="utf-8")
    (folder / "c.txt").write_text("R1: Skriv til anna@example.org, ikke?\n", encoding="utf-8")
    command = [sys.executable, "-c", PROGRAM, str(tmp_path / "study"), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=3 * PATIENCE, check=False)
    assert (done.stdout.splitlines(), done.stderr) == (["3 new new new", ""], "")


# --- the words


def test_what_becomes_of_a_file_is_said_in_a_word() -> None:
    file = File(Path("A.txt"))
    assert words.state(file) == ("reading …", "dim")
    file.heard({"preview": _told("A.txt") | {"warnings": []}, "strong": []})
    assert words.state(file)[0] == "ready"
    for clash, told in (("twice", "id of two files"), ("same", "in the study"), ("other", "a correction?")):
        file.clash = clash
        assert words.state(file)[0] == told
    file.out = True
    assert words.state(file)[0] == "left out"
    file.became = Became("", "refused", (), "the file is empty")
    assert words.state(file)[0] == "not taken"
    assert not file.taken
    assert "not taken: the file is empty" in words.about(file).plain
    assert file.heard({"refused": "it is not there"}) == "it is not there"
    assert file.shown is not None, "as it was read before"
    gone = File(Path("B.txt"))
    assert gone.heard({"refused": "it is not there"}) == ""
    assert words.state(gone)[0] == "cannot be read"


def test_the_table_keeps_name_findings_and_state_at_every_width() -> None:
    for width in (57, 77, 117, 197):
        fitted = words.columns(width)
        assert {"file", "strong", "state"} <= {column.key for column, _ in fitted}
        assert sum(size for _, size in fitted) + 2 * (len(fitted) - 1) <= width


def test_paths_are_told_without_the_folder_they_share() -> None:
    assert shorter([Path("/a/b/c.txt"), Path("/a/b/d/e.txt")]) == ["c.txt", os.path.join("d", "e.txt")]
    assert shorter([Path("/a/b/c.txt")]) == ["c.txt"]
    assert shorter([]) == []


def test_a_file_that_is_chosen_twice_is_there_once() -> None:
    files = Files()
    files.add(["a.txt", "b.txt"])
    files.all[0].out = True
    files.add(["b.txt", "a.txt", "c.txt"])
    assert [str(file.path) for file in files.all] == ["a.txt", "b.txt", "c.txt"]
    assert files.all[0].out


def test_of_the_first_lines_those_tell_that_hold_letters_beyond_english_ones() -> None:
    assert telling("Ja.\nPå en ø.\nNej.\nÆh.\nÅh.") == "På en ø. … Æh."
    assert telling("Ja.\nNej.") == "Ja."
    assert said(" K-01 ") == "K-01"
    assert said("-") == ""
