"""Names that are markup or terminal commands are shown as what they are, wherever a person can meet them."""

from collections.abc import Callable
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from workbench.errors import InputError
from workbench.tui.app import WorkbenchApp
from workbench.tui.widgets.rows import Rows

MARKUP, ACTION, TITLE = "[/red]", "[@click=app.quit]x", "]0;x"
HOSTILE = f"{MARKUP} {ACTION} \x1b{TITLE}\x07"
FRONT = """---
id: "[/red] [@click=app.quit]x"
site: "[bold]sted"
kind: group
informants:
  - {label: "[/]", person: "[red]", group: volunteer}
---
[/]: Jeg siger [/red] og [@click=app.quit]det \x1b]0;x\x07 her.
"""


@pytest.fixture
def hostile(small_folder: Path, tmp_path: Path, coded: Any) -> Path:
    """A study whose codes, coders, transcripts, texts and definitions want to be something else."""
    from workbench.study import Study

    home = copytree(small_folder, tmp_path / "hostile")
    (home / "transcripts" / "hostile.md").write_text(FRONT, encoding="utf-8")
    study = Study.open(home, f"{MARKUP} {ACTION}")
    for path in (HOSTILE, "[bold] / [/]"):
        try:
            code = study.codes.create(path)
        except InputError:  # the study may refuse what no terminal should see; what it takes has to be shown
            code = study.codes.create(f"{MARKUP} {ACTION}")
        study.codes.define(code.id, definition=HOSTILE, include="[/]", example="[red]")
    transcript = next(t for t in study.transcripts.list() if t.name.startswith("["))
    document = study.transcripts.document(transcript.name)
    study.codings.add(document.revision, 5, len(document.text) - 2, study.codes.list()[0].id, memo=HOSTILE)
    study.progress.done([transcript.name])
    study.close()
    return home


def raw(app: WorkbenchApp) -> str:
    """What is sent to the terminal as text, Textual's own control sequences left out."""
    filters = app.get_line_filters()
    assert any(type(f).__name__ == "EscapeFilter" for f in filters)
    return "\n".join("".join(s.text for s in strip) for strip in app.screen._compositor.render_strips())


async def test_hostile_names_are_shown_everywhere_and_do_nothing(hostile: Path) -> None:
    app = WorkbenchApp(hostile, f"{MARKUP} {ACTION}")
    async with app.run_test(size=(140, 40), notifications=True) as pilot:
        await pilot.pause()
        await pilot.pause()

        async def look(*wanted: str) -> None:
            await pilot.pause()
            await pilot.pause()
            text = raw(app)
            assert not {c for c in text if (ord(c) < 32 and c != "\n") or 0x7F <= ord(c) < 0xA0}
            for words in wanted:
                assert words in text

        steps: list[tuple[Callable[[], object], tuple[str, ...]]] = [
            (lambda: app.screen.query_one(Rows).action_last(), (MARKUP, ACTION, "[bold]sted", "[/] volunteer")),
            (lambda: app.confirm(HOSTILE, lambda yes: None), (MARKUP, ACTION, f"␛{TITLE}␇")),
            (app.pop_screen, ()),
            (lambda: app.ask_line(HOSTILE, HOSTILE, lambda text: None, HOSTILE), (f"{MARKUP} {ACTION}",)),
            (app.pop_screen, ()),
            (lambda: app.ask_text(HOSTILE, HOSTILE, lambda text: None), (f"{MARKUP} {ACTION}",)),
            (app.pop_screen, ()),
            (lambda: app.pick_code(HOSTILE, lambda code: None), (f"{MARKUP} {ACTION}", "[bold]")),
            (app.pop_screen, ()),
            (app.open_codebook, (f"{MARKUP} {ACTION}", "[bold]", "Definition")),
            (lambda: app.say(HOSTILE), (f"␛{TITLE}␇",)),
            (app.show_library, ()),
            (app.open_synthesis, (ACTION,)),
        ]
        for do, wanted in steps:
            do()
            await look(*wanted)
        app.open_codebook()
        await pilot.pause()
        await pilot.pause()
        app.screen.action_excerpts()
        await look("Jeg siger [/red] og [@click=app.quit]det ␛]0;x␇ her")
        app.screen.action_filter()
        await pilot.press(*"[/red]")
        await look("[/red]")
        assert app.is_running


async def test_a_coder_of_a_hostile_name_can_be_picked(hostile: Path) -> None:
    app = WorkbenchApp(hostile, None)
    async with app.run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        await pilot.pause()
        assert f"{MARKUP} {ACTION}" in raw(app)
        await pilot.press("enter")
        await pilot.pause()
        assert app.study.coder_name == f"{MARKUP} {ACTION}"
