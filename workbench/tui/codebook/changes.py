"""The dialogs by which the codebook is changed: each asks what it must, says what follows, and calls one verb."""

from typing import TYPE_CHECKING

from workbench.tui.app import FAILED, WorkbenchApp
from workbench.tui.codebook import tree
from workbench.tui.library.finishing import listed
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.palette import CodePalette
from workbench.tui.widgets.picker import Picker, option

if TYPE_CHECKING:
    from workbench.study import CodeRow
    from workbench.tui.codebook.screen import CodebookScreen


def new(room: "CodebookScreen", parent: str | None) -> None:
    """Ask for a name and make the code; where others resemble it, ask whether one of them was meant."""
    app = room.workbench
    names = {code.id: code for code in room.codes}
    below = f"below {names[parent].name}" if parent in names else "at the top"

    def named(name: str | None) -> None:
        if name is None:
            return
        near = [names[m.id] for m in app.study.codes.near_duplicates(name) if m.id in names]
        if not near:
            make(True)
            return
        told = ", ".join(f"{code.name} ({code.count:,} codings)" for code in near)
        app.confirm(f"There is already {told}.\nMake “{name}” all the same?", make)

    def make(yes: bool) -> None:
        if yes and (made := app.do(app.study.codes.create, asked[0], parent=parent)) is not FAILED:
            room.codes = app.study.codes.list()
            room.show_code(made.id)

    asked: list[str] = []

    def keep(name: str | None) -> None:
        asked[:] = [name or ""]
        named(name)

    app.ask_line(f"New code {below}", "", keep, "A / B makes A, and B below it.")


def rename(app: WorkbenchApp, code: "CodeRow") -> None:
    """Ask for the new name."""

    def named(name: str | None) -> None:
        if name is not None:
            app.do(app.study.codes.rename, code.id, name)

    app.ask_line(f"Rename {code.name}", code.name, named, "Every coding keeps the code; only its name changes.")


def move(room: "CodebookScreen", code: "CodeRow") -> None:
    """Pick where it goes."""
    app = room.workbench

    def picked(parent: str | None) -> None:
        if parent is not None and app.do(app.study.codes.move, code.id, parent or None) is not FAILED:
            room.codes = app.study.codes.list()
            room.show_code(code.id)

    without = tree.subtree(room.codes, code.id)
    top = "" if code.parent is None else "to the top of the codebook"
    app.push_screen(CodePalette(f"Move {code.name} below …", picked, create=False, without=without, top=top))


def merge(room: "CodebookScreen", code: "CodeRow") -> None:
    """Pick the code it goes into, show what follows, ask."""
    app = room.workbench
    codes = {row.id: row for row in room.codes}

    def picked(into: str | None) -> None:
        if into is None or into not in codes:
            return
        target = codes[into]
        question = (
            f"{code.path}\n    {_codings(code.count)}{_by_coder(room, code)}\n"
            f"goes into\n{target.path}\n    {_codings(target.count)}\n\n"
            f"Together up to {_codings(code.count + target.count)}: where one coder has both on the very same passage, "
            f"they count once.{_unseen(room)} {_below(room, code, 'below ' + target.name)}"
            "No coding is rewritten: w takes the merge back exactly, at any time."
        )

        def answered(yes: bool) -> None:
            if yes and app.do(app.study.codes.merge, code.id, into) is not FAILED:
                app.say(f"{code.name} counts as {target.name} now.")
                room.codes = app.study.codes.list()
                room.show_code(into)

        app.confirm(question, answered)

    without = tree.subtree(room.codes, code.id)
    app.push_screen(CodePalette(f"Merge {code.name} into …", picked, create=False, without=without))


def unmerge(room: "CodebookScreen") -> None:
    """Pick the merge to take back."""
    app = room.workbench
    merged = app.study.codes.merged()
    if not merged:
        app.say("No code has been merged.")
        return

    def picked(code: str | None) -> None:
        if code is not None and app.do(app.study.codes.unmerge, code) is not FAILED:
            room.codes = app.study.codes.list()
            room.show_code(code)

    app.push_screen(Picker("Take a merge back", [option(row, words) for row, words in merged]), picked)


def delete(room: "CodebookScreen", code: "CodeRow") -> None:
    """Say what goes with it, ask, delete."""
    app = room.workbench
    question = (
        f"Delete {code.path}?\n\n{_codings(code.count).capitalize()} leave the tables with it.{_unseen(room)} "
        f"{_below(room, code, 'up one level')}u brings the code and its codings back."
    )

    def answered(yes: bool) -> None:
        if yes and app.do(app.study.codes.delete, code.id) is not FAILED:
            app.say(f"{code.name} is deleted; u brings it back.")

    app.confirm(question, answered)


def propose(room: "CodebookScreen", code: "CodeRow") -> None:
    """Show a draft to the team, after asking: the drafts above it go with it."""
    app = room.workbench
    if not code.draft:
        app.say(f"{code.name} is no draft: the team sees it.")
        return

    def answered(yes: bool) -> None:
        if yes and (proposed := app.do(app.study.codes.propose, code.id)) is not FAILED:
            more = f", and {len(proposed) - 1} above it" if len(proposed) > 1 else ""
            app.say(f"{code.name}{more}: the team sees it now.")

    app.confirm(
        f"Propose {code.path} to the team?\n\nWhoever codes blind with you sees it from then on, with its definition; "
        "your codings with it stay hidden. u takes it back.",
        answered,
    )


def exclusive(room: "CodebookScreen", code: "CodeRow") -> None:
    """Say that of the codes below it a passage bears one at most, or no longer."""
    app = room.workbench
    below = sum(row.parent == code.id for row in room.codes)
    if not code.exclusive and below < 2:
        app.say(f"Two codes or more must stand below {code.name} to exclude each other.")
    elif app.do(app.study.codes.set_exclusive, code.id, not code.exclusive) is not FAILED:
        now = "may stand together again" if code.exclusive else "exclude each other: a passage bears one at most"
        app.say(f"The codes below {code.name} {now}.")


def history(app: WorkbenchApp, code: "CodeRow") -> None:
    """Who did what to it, newest first."""
    entries = app.do(app.study.log.entries, 200, code.id)
    if entries is FAILED:
        return
    lines = [(f"{e.when:%Y-%m-%d %H:%M}  {e.coder}  {e.verb} {e.what}", "") for e in entries]
    app.push_screen(LinesScreen(f"History of {code.name}", lines or [("Nothing is recorded.", "dim")]))


def _codings(count: int) -> str:
    return f"{count:,} coding{'' if count == 1 else 's'}"


def _unseen(room: "CodebookScreen") -> str:
    """That the codings told of are not all, where one codes blind: whether there are more is not said."""
    blind = room.study.progress.blind()
    return (
        f" What others may have with it in {listed(blind)}, which you code blind, is not counted here." if blind else ""
    )


def _by_coder(room: "CodebookScreen", code: "CodeRow") -> str:
    names = {coder.id: coder.name for coder in room.study.coders()}
    counts: dict[str, int] = {}
    for coding in room.study.codings.with_code(code.id):
        counts[names.get(coding.coder, coding.coder)] = counts.get(names.get(coding.coder, coding.coder), 0) + 1
    return f" ({', '.join(f'{n:,} by {name}' for name, n in sorted(counts.items()))})" if counts else ""


def _below(room: "CodebookScreen", code: "CodeRow", where: str) -> str:
    below = sum(row.parent == code.id for row in room.codes)
    return (
        f"The {below} codes directly below it move {where}. "
        if below > 1
        else (f"The code below it moves {where}. " if below else "")
    )
