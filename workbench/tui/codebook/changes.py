"""The dialogs by which one code is changed: each asks what it must, says what follows, and calls one verb."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.tui.app import FAILED
from workbench.tui.codebook import tree
from workbench.tui.codebook.asking import ColourScreen, Named, NameScreen, ask_why
from workbench.tui.library.finishing import listed
from workbench.tui.widgets.palette import CodePalette

if TYPE_CHECKING:
    from workbench.study import CodeRow, Study
    from workbench.tui.app import WorkbenchApp
    from workbench.tui.codebook.doing import Doing

STATUSES = ("", "draft", "settled")
"""In the order in which one key goes through them."""
_STATUS = {
    "": "is neither a draft nor settled now",
    "draft": "is a draft now: still being found",
    "settled": "is settled now: the team agrees on it",
}


def new(room: "Doing", parent: str | None) -> None:
    """Ask for a name and make the code; where others resemble it, ask whether one of them was meant."""
    app = room.workbench
    names = {code.id: code for code in room.codes}
    below = f"below {names[parent].name}" if parent in names else "at the top"

    def near(name: str, lemmas: bool = True) -> "list[CodeRow]":
        found = app.study.similar.you_may_mean(name, lemmas=lemmas)
        return [names[match.id] for match in found if match.id in names]

    def told(name: str) -> str:
        found = near(name, lemmas=False)  # the dictionary takes a moment to load: not while somebody types
        return f"you may mean {_counted(found)}" if found else ""

    def named(given: Named | None) -> None:
        if given is None:
            return
        if found := near(given.name):
            question = f"There is already {_counted(found)}.\nMake “{given.name}” all the same?"
            app.confirm(question, lambda yes: make(given) if yes else None)
        else:
            make(given)

    def make(given: Named) -> None:
        made = app.do(app.study.codes.create, given.name, parent=parent, why=given.why)
        if made is not FAILED:
            room.go_to(made.id)

    app.push_screen(NameScreen(f"New code {below}", hint="A / B makes A, and B below it.", near=told), named)


def rename(app: "WorkbenchApp", code: "CodeRow") -> None:
    """Ask for the new name."""

    def named(given: Named | None) -> None:
        if given is not None:
            app.do(app.study.codes.rename, code.id, given.name, why=given.why)

    hint = "Every coding keeps the code; only its name changes."
    app.push_screen(NameScreen(f"Rename {code.name}", code.name, hint), named)


def status(app: "WorkbenchApp", code: "CodeRow") -> None:
    """The next status: a draft, settled, neither."""
    now = STATUSES.index(code.status) if code.status in STATUSES else 0
    after = STATUSES[(now + 1) % len(STATUSES)]
    if app.do(app.study.codes.set_status, code.id, after) is not FAILED:
        app.say(f"{code.name} {_STATUS[after]}.")


def colour(app: "WorkbenchApp", code: "CodeRow") -> None:
    """Ask for a colour, and give it."""

    def given(what: str | None) -> None:
        if what is not None:
            app.do(app.study.codes.define, code.id, colour=what)

    app.push_screen(ColourScreen(f"Colour of {code.name}", code.colour), given)


def move(room: "Doing", code: "CodeRow") -> None:
    """Pick where it goes, say what goes with it, ask."""
    app = room.workbench
    codes = {row.id: row for row in room.codes}

    def picked(parent: str | None) -> None:
        if parent is None or (parent and parent not in codes):
            return
        where = f"below {codes[parent].path}" if parent else "to the top of the codebook"
        below = len(tree.subtree(room.codes, code.id)) - 1
        with_it = f"\n{codes_below(below)} below it {'goes' if below == 1 else 'go'} with it." if below else ""
        ask_why(app, f"Move {code.path}\n{where}?{with_it}", lambda why: to(parent, why))

    def to(parent: str, why: str) -> None:
        if app.do(app.study.codes.move, code.id, parent or None, why=why) is not FAILED:
            room.go_to(code.id)

    without = tree.subtree(room.codes, code.id)
    top = "" if code.parent is None else "to the top of the codebook"
    app.push_screen(CodePalette(f"Move {code.name} below …", picked, create=False, without=without, top=top))


def delete(room: "Doing", code: "CodeRow") -> None:
    """Say what goes with it, ask, delete."""
    app = room.workbench
    below = sum(row.parent == code.id for row in room.codes)
    moved = f" {codes_below(below)} directly below it move{'s' if below == 1 else ''} up one level." if below else ""
    question = (
        f"Delete {code.path}?\n\n{codings(code.count)} leave{'s' if code.count == 1 else ''} the tables with it."
        f"{unseen(app.study)}{moved}\nu brings the code and its codings back; R does so at any time."
    )

    def answered(why: str) -> None:
        if app.do(app.study.codes.delete, code.id, why=why) is not FAILED:
            app.say(f"{code.name} is deleted; u brings it back, and R at any time.")

    ask_why(app, question, answered)


def propose(room: "Doing", code: "CodeRow") -> None:
    """Show an unproposed code to the team, after asking: those above it go with it."""
    app = room.workbench
    if not code.draft:
        app.say(f"{code.name} is not unproposed: the team sees it.")
        return

    def answered(why: str) -> None:
        if (proposed := app.do(app.study.codes.propose, code.id, why=why)) is not FAILED:
            more = f", and {len(proposed) - 1} above it" if len(proposed) > 1 else ""
            app.say(f"{code.name}{more}: the team sees it now.")

    ask_why(
        app,
        f"Propose {code.path} to the team?\n\nWhoever codes blind with you sees it from then on, with its definition; "
        "your codings with it stay hidden. u takes it back.",
        answered,
    )


def exclusive(app: "WorkbenchApp", code: "CodeRow", codes: Sequence["CodeRow"]) -> None:
    """Say that of the codes below it a passage bears one at most, or no longer."""
    below = sum(row.parent == code.id for row in codes)
    if not code.exclusive and below < 2:
        app.say(f"Two codes or more must stand below {code.name} to exclude each other.")
    elif app.do(app.study.codes.set_exclusive, code.id, not code.exclusive) is not FAILED:
        now = "may stand together again" if code.exclusive else "exclude each other: a passage bears one at most"
        app.say(f"The codes below {code.name} {now}.")


def memo(app: "WorkbenchApp", code: "CodeRow") -> None:
    """Write a memo on the code, or go on with the one that whoever is at work has written; empty takes it away."""
    from workbench.tui.memos.writing import Subject, Writer

    Writer(app, f"Memo on {code.path}", Subject("code", code.id), "analytic").begin()


def codings(count: int) -> str:
    """``27 codings``."""
    return f"{count:,} coding{'' if count == 1 else 's'}"


def codes_below(count: int) -> str:
    """``The 3 codes``, ``The code``."""
    return f"The {count:,} codes" if count > 1 else "The code"


def unseen(study: "Study") -> str:
    """That the codings told of are not all, where one codes blind: whether there are more is not said."""
    blind = study.progress.blind()
    return (
        f" What others may have with it in {listed(blind)}, which you code blind, is not counted here." if blind else ""
    )


def _counted(found: "list[CodeRow]") -> str:
    return ", ".join(f"{code.name} ({codings(code.count)})" for code in found)
