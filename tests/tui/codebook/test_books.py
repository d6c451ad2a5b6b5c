"""The codebook as a file: written, taken in after a look at what would change, begun from a starter."""

from pathlib import Path
from typing import Any

from textual.widgets import Input

from workbench.tui.codebook.books import TakeScreen
from workbench.tui.widgets.lines import LinesScreen


async def test_the_codebook_is_written_and_what_a_file_would_change_is_shown_before_it_is_taken_in(
    open_app: Any, at_code: Any, seen: Any, tmp_path: Path, monkeypatch: Any
) -> None:
    out = tmp_path / "out.md"
    async with open_app() as (app, pilot):
        await at_code(app, pilot)
        await pilot.press("E", "enter")
        app.screen.query_one(Input).value = str(out)
        await pilot.press("enter")
        text = out.read_text(encoding="utf-8")
        assert "## Tillid" in text
        monkeypatch.setattr("workbench.tui.importing.opening.choose", lambda app, then, suffixes: then(out))
        await pilot.press("I")
        assert isinstance(app.screen, LinesScreen)
        assert "There is nothing to take in." in seen(app)
        out.write_text(f"{text}\n# Humor\n\nDefinition: At le sammen.\n", encoding="utf-8")
        await pilot.press("escape", "I")
        assert isinstance(app.screen, TakeScreen)
        assert "New: 1 code" in seen(app)
        await pilot.press("y")
        assert app.study.codes.find("Humor").definition == "At le sammen."
        await pilot.press("b", "enter")
        assert "Nothing is deleted or moved." in seen(app)
        await pilot.press("y")
        assert len(app.study.codes.list()) > 5
        await pilot.press("u")
        assert len(app.study.codes.list()) == 4
