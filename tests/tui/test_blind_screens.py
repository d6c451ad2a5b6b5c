"""Whoever codes blind sees nothing of the others' work on any screen, neither when it comes nor afterwards."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from workbench.study import Study
from workbench.tui.live import Lull, Report, Standing

BLIND, OPEN = "K-02", "K-01"
SIZE = (120, 30)
ROOMS: dict[str, Sequence[str]] = {
    "memos": ("f11",),
    "library": ("f2", "g"),
    "done?": ("f2", "g", "j", "d"),
    "codebook": ("f3", "g"),
    "excerpts": ("f3", "g", "j", "enter"),
    "split": ("f3", "g", "j", "S"),
    "history": ("f3", "g", "j", "H"),
    "history of all codes": ("f3", "g", "H", "a"),
    "versions": ("f3", "V"),
    "then and now": ("f3", "V", "enter"),
    "what changed": ("f3", "o"),
    "deleted": ("f3", "R"),
    "merge?": ("f3", "g", "j", "M", *"tilli", "enter"),
    "delete?": ("f3", "g", "j", "D"),
    "synthesis": ("f4", "g"),
    "excerpts of a cell": ("f4", "g", "j", "enter"),
    "agreement": ("f7",),
    "inbox": ("f6",),
}
TEXTS = ((BLIND, "j"), (BLIND, "c"), (BLIND, "c", *"he"), (OPEN, "j"))


@pytest.fixture
def folder(folder: Path) -> Path:
    """The small study: ann and bo code K-02 blind, where ann has begun; in K-01 everybody sees everything."""
    study = Study.open(folder, "bo")
    study.codings.add(study.transcripts.document(OPEN).revision, 2, 9, study.codes.find("Tillid").id)
    study.progress.assign([BLIND], ["ann", "bo"])
    study.close()
    ann = Study.open(folder, "ann")
    ann.codings.add(ann.transcripts.document(BLIND).revision, 0, 18, ann.codes.find("Tillid").id)
    ann.memos.add("study", "", "Hvad er tillid her?", kind="analytic")
    ann.close()
    return folder


def work(folder: Path) -> None:
    """All that bo does while coding."""
    bo = Study.open(folder, "bo")
    text, other = bo.transcripts.document(BLIND), bo.transcripts.document(OPEN).revision
    trust = bo.codes.find("Tillid").id
    for start, end in ((0, 18), (3, 40), (22, 45), (60, len(text.text) - 1)):
        coding = bo.codings.add(text.revision, start, end, trust, memo="bos bemærkning")
        bo.codings.set_facet(coding, "kind", ["reel"])
    bo.codings.add_new(text.revision, 22, 44, "Hemmelig / Under", memo="nyt")
    bo.codings.add_new(other, 22, 44, "Hemmelig")
    bo.memos.add("passage", text.id, "bos memo", revision=text.revision, start=0, end=30)
    bo.memos.add("transcript", text.id, "et godt interview")
    bo.memos.link(bo.memos.list(about=["study"])[0].id, text.revision, 0, 18)
    bo.codes.define(trust, example="Vi ringer til hinanden.")
    bo.codes.delete(bo.codes.create("Slettet").id)
    bo.codings.remove(coding)
    bo.undo()
    bo.close()


async def everything(app: Any, pilot: Any, seen: Any) -> dict[str, str]:
    """What is on every screen."""
    found = {}
    for name, keys in ROOMS.items():
        found[name] = await _shown(app, pilot, seen, keys)
    for transcript, *keys in TEXTS:
        app.open_transcript(transcript)
        await pilot.pause()
        found[f"{transcript} {keys}"] = await _shown(app, pilot, seen, keys)
    return found


async def _shown(app: Any, pilot: Any, seen: Any, keys: Sequence[str]) -> str:
    await pilot.press(*keys)
    await pilot.pause()
    if (resting := getattr(app.screen, "_resting", None)) is not None:
        await until(pilot, lambda: resting.rested)  # what the panel tells when the cursor rests
    text = str(seen(app))
    while len(app.screen_stack) > 2 and app.screen is not app.room:
        app.pop_screen()
        await pilot.pause()
    app.clear_notifications()  # what one room has said must not stand over the next
    return text


async def test_every_screen_of_a_blind_coder_is_what_it_was_before_the_others_work(
    folder: Path, open_app: Any, seen: Any
) -> None:
    async with open_app(size=SIZE) as (app, pilot):
        before = await everything(app, pilot, seen)
        app.open_transcript(BLIND)
        await pilot.pause()
        screen, heard, shown = app.screen, app.heard, seen(app)
        assert "blind with bo" in shown
        assert "1 coding" in shown
        work(folder)
        await until(pilot, lambda: app.heard > heard and not any(lull.due for lull in _lulls(screen)))
        assert seen(app) == shown, "nothing comes, and nothing flashes"
        after = await everything(app, pilot, seen)
    for name, text in before.items():
        assert after[name] == text, name
    lead = Study.open(folder, "lead")
    assert len(lead.codings.of(lead.transcripts.document(BLIND).revision)) == 6
    lead.close()


def _lulls(screen: Any) -> list[Lull]:
    return [lull for lull in vars(screen).values() if isinstance(lull, Lull)]


async def until(pilot: Any, holds: Callable[[], object]) -> None:
    """Let the app go on until something holds."""
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        await pilot.pause(0.02)


def test_the_title_tells_who_codes_blind_that_all_is_synced_and_not_how_much_came() -> None:
    standing = Standing()
    standing.hear(Report("up to date", 3, 0, "", time.time()))
    assert standing.line() == [("3 new", "accent")]
    assert standing.line(count=False) == [("synced", "dim")]


async def test_an_app_in_which_one_codes_blind_counts_no_news(folder: Path, open_app: Any) -> None:
    async with open_app() as (app, _):
        app.live = object()
        app.standing.hear(Report("up to date", 3, 0, "", time.time()))
        assert app.synced() == [("synced", "dim")]
        app.study.progress.lift([BLIND], reason="enough")
        assert app.synced() == [("3 new", "accent")]
        app.live = None


async def test_what_is_deleted_or_merged_says_what_it_does_not_count(folder: Path, open_app: Any) -> None:
    async with open_app() as (app, pilot):
        await pilot.press("f3", "j", "D")
        assert "What others may have with it in K-02, which you code blind, is not counted here." in app.screen.question
        await pilot.press("n")
        app.study.progress.lift([BLIND], reason="enough")
        await pilot.press("D")
        assert "blind" not in app.screen.question
        await pilot.press("n")
