"""Words that want to be markup or a terminal's commands are shown as what they are, in every part of the walk."""

from collections.abc import Callable
from typing import Any

from workbench.study.anonymity import Leftover
from workbench.transcripts.identifiers import Finding
from workbench.tui.findings.occurrences import OccurrencesScreen
from workbench.tui.findings.screen import FindingsScreen

EVIL = "\x1b]0;x\x07[red]\u202eevil[/nothing]"


async def test_whatever_was_found_is_text_and_never_an_escape_or_markup(
    open_app: Any, seen: Callable[..., str], settle: Any, monkeypatch: Any
) -> None:
    async with open_app(size=(120, 40)) as (app, pilot):
        finding = Finding("name", 3, 3 + len(EVIL), EVIL, 0.9, EVIL)
        evil = Leftover("1", "", "", finding, (EVIL, EVIL), EVIL, EVIL)
        study = app.study
        inside = study.anonymity.findings()[0]._replace(replacement=EVIL)
        inside = inside._replace(finding=inside.finding._replace(text=EVIL, why=EVIL))
        monkeypatch.setattr(study.anonymity, "remembered", lambda: [inside, evil])
        app.open_findings()
        await settle(pilot)
        screen = app.screen
        assert isinstance(screen, FindingsScreen)
        for keys in (("j",), ("x",), ("escape", "t"), ("escape", "o"), ("question_mark",)):
            await pilot.press(*keys)
            await settle(pilot)
            text = seen(app)
            assert "\x1b" not in text
            assert "\u202e" not in text
            assert app.is_running
        await pilot.press("escape")
        await settle(pilot)
        assert "[red]" in seen(app)
        screen.action_everywhere()
        await settle(pilot)
        assert isinstance(app.screen, OccurrencesScreen)
        assert "[red]" in seen(app)
