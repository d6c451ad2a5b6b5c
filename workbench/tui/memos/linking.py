"""From a passage to the memos that may point to it: pick one, or write a new one that does."""

from collections.abc import Callable
from typing import Any

from workbench.study.memos import MemoRow, label
from workbench.tui.app import FAILED, WorkbenchApp
from workbench.tui.memos.writing import Subject, Writer
from workbench.tui.widgets.picker import Option, Picker, option
from workbench.tui.widgets.text import clip, joined

_NEW = ""
Passage = tuple[str, int, int]
"""The row of a text, and a passage of it."""


def link(
    app: WorkbenchApp, title: str, passage: Passage, do: Callable[..., Any], then: Callable[[str], object]
) -> None:
    """Pick the memo that is to point to ``passage``; one that does already points there no longer.

    ``do`` carries the verb out, ``then`` hears when something was drawn or taken away.
    """
    found = app.do(app.study.memos.list)
    if found is FAILED:
        return
    memos = {memo.id: memo for memo in sorted(found, key=_first, reverse=True)}

    def picked(choice: str | None) -> None:
        if choice == _NEW:
            Writer(app, "New analytic memo", Subject("study"), "analytic", (passage,), do, then).new()
        elif choice is not None:
            _flip(app, memos[choice], passage, do)
            then(choice)

    options = [_option(memo, passage) for memo in memos.values()]
    app.push_screen(Picker(title, [*options, option(_NEW, "+ a new analytic memo")]), picked)


def _first(memo: MemoRow) -> tuple[bool, str]:
    """Analytic memos come before others, the one that was last linked or written first."""
    return memo.kind == "analytic", max((memo.id, *(link.id for link in memo.links)))


def _option(memo: MemoRow, passage: Passage) -> Option:
    linked = any((one.revision, one.start, one.end) == passage for one in memo.links)
    number = f"{len(memo.links)} link{'' if len(memo.links) == 1 else 's'}" if memo.links else ""
    told = joined((label(memo.kind), memo.coder, number))
    return option(memo.id, f"{'✓ ' if linked else ''}{clip(memo.title, 40)}", told)


def _flip(app: WorkbenchApp, memo: MemoRow, passage: Passage, do: Callable[..., Any]) -> None:
    drawn = [one.id for one in memo.links if (one.revision, one.start, one.end) == passage]
    if drawn:
        if do(app.study.memos.unlink, drawn[0]) is not FAILED:
            app.say(f"“{clip(memo.title, 40)}” does not point here any more. u takes it back.")
    elif do(app.study.memos.link, memo.id, *passage) is not FAILED:
        app.say(f"“{clip(memo.title, 40)}” points here now.")
