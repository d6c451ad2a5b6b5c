"""What is done to the sheet besides sorting: codes put on it and taken off, a look ahead, and the split itself."""

from typing import TYPE_CHECKING

from workbench.tui.app import FAILED
from workbench.tui.passages.changes import counted
from workbench.tui.passages.flow import harmless
from workbench.tui.splitting.applying import ApplyScreen, Decided, in_full
from workbench.tui.splitting.work import STAY, named
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.palette import CodePalette
from workbench.tui.widgets.picker import Option, Picker, option
from workbench.tui.widgets.text import Line, fill

if TYPE_CHECKING:
    from collections.abc import Callable

    from workbench.study import Target
    from workbench.tui.splitting.sorting import Sorting

_NEW = "+"


def new(room: "Sorting") -> None:
    """Ask for a name; where codes resemble it, ask whether one of them was meant."""
    app = room.workbench

    def asked(name: str | None) -> None:
        if name is None:
            return
        codes = {code.id: code for code in room.study.codes.list()}
        near = [codes[m.id] for m in room.study.codes.near_duplicates(name) if m.id in codes and m.id != room.code_id]
        if not near:
            _add(room, name)
            return

        def draw(width: int) -> Line:
            return fill(
                [("+ ", "accent"), (f"“{harmless(name)}”", "strong"), ("  a new code all the same", "dim")], width
            )

        options = [option(code.id, harmless(code.path), f"{counted(code.count, 'coding')}, is there") for code in near]
        options.append(Option(_NEW, draw, name))
        app.push_screen(
            Picker("Do you mean one of these?", options),
            lambda chosen: _add(room, name if chosen == _NEW else chosen) if chosen else None,
        )

    app.ask_line("A new code to sort into", "", asked, "It is made with the split, not before. A / B makes B below A.")


def existing(room: "Sorting") -> None:
    """Pick a code of the codebook."""
    there = {one.code for one in room.work.targets if one.code}

    def picked(code: str | None) -> None:
        if code:
            _add(room, code)

    room.app.push_screen(CodePalette("Sort into …", picked, create=False, without={room.code_id, *there}))


def _add(room: "Sorting", into: str) -> None:
    key = room.workbench.do(room.study.splitting.add_target, room.code_id, into)
    if key is FAILED:
        return
    room.reload()
    added = next((one for one in room.work.targets if one.key == key), None)
    if added is not None:
        name = named(room.work.targets)[key]
        room.tell([(f"{room.work.key_of(added) or '–'} ", "accent"), (f"sorts into {harmless(name)}", "success")])


def _pick(room: "Sorting", title: str, *, only_new: bool) -> "Picker":
    names = named(room.work.targets)
    options = [
        option(one.key, harmless(names[one.key]), f"{room.work.counts[one.key]:,} sorted into it")
        for one in room.work.targets
        if one.new or not only_new
    ]
    return Picker(title, options)


def _new_one(room: "Sorting", title: str, then: "Callable[[Target], object]") -> None:
    """Pick one of the codes that the split will make; ``then`` hears it."""
    targets = {one.key: one for one in room.work.targets if one.new}

    def picked(key: str | None) -> None:
        if key is not None:
            then(targets[key])

    if not targets:
        room.workbench.say(
            "This is for codes that the split will make; n makes one. Others are mended in the codebook."
        )
    elif len(targets) == 1:
        picked(next(iter(targets)))
    else:
        room.app.push_screen(_pick(room, title, only_new=True), picked)


def _mend(room: "Sorting", target: "Target", path: str, definition: str) -> None:
    verb = room.study.splitting.rename_target
    if room.workbench.do(verb, room.code_id, target.key, path, definition) is not FAILED:
        room.reload()


def rename(room: "Sorting") -> None:
    """Give a code that is new on the sheet another name."""

    def ask(target: "Target") -> None:
        def named_(path: str | None) -> None:
            if path is not None:
                _mend(room, target, path, target.definition)

        room.workbench.ask_line(f"Rename {harmless(target.path)}", target.path, named_)

    _new_one(room, "Rename which?", ask)


def define(room: "Sorting") -> None:
    """Write what a code that is new on the sheet will mean."""

    def ask(target: "Target") -> None:
        def written(words: str | None) -> None:
            if words is not None:
                _mend(room, target, target.path, words)

        room.workbench.ask_text(f"What {harmless(target.path)} means", target.definition, written)

    _new_one(room, "Define which?", ask)


def drop(room: "Sorting") -> None:
    """Take a code off the sheet."""

    def picked(key: str | None) -> None:
        if key is not None and room.workbench.do(room.study.splitting.drop_target, room.code_id, key) is not FAILED:
            room.reload()

    if room.work.targets:
        room.app.push_screen(_pick(room, "Take which off the sheet?", only_new=False), picked)
    else:
        room.workbench.say("There is no code on the sheet yet.")


def discard(room: "Sorting") -> None:
    """Begin anew, after asking."""
    work = room.work
    if not work.targets and not work.sorted:
        room.workbench.say("The sheet is empty.")
        return

    def answered(yes: bool) -> None:
        if yes and room.workbench.do(room.study.splitting.discard, room.code_id) is not FAILED:
            work.forget()
            room.reload()

    codes = counted(len(work.targets), "code")
    room.workbench.confirm(
        f"Throw the sheet away? {codes} and where {counted(len(work.sorted), 'passage')} went are forgotten; "
        "no coding was changed by it.\nThis cannot be taken back.",
        answered,
    )


def preview(room: "Sorting") -> None:
    """Show what the split will do."""
    found = room.workbench.do(room.study.splitting.preview, room.code_id)
    if found is not FAILED:
        room.app.push_screen(LinesScreen(f"What splitting {harmless(room.name_of_code)} will do", in_full(found)))


def apply(room: "Sorting") -> None:
    """Ask what becomes of the rest, and split."""
    app, code = room.workbench, room.code
    if code is None:
        return
    if not any(count for key, count in room.work.counts.items() if key != STAY):
        app.say("No passage is sorted into another code yet: n makes one, c takes one that is there.")
        return
    found = app.do(room.study.splitting.preview, room.code_id)
    if found is FAILED:
        return

    def decided(answer: Decided | None) -> None:
        if answer is None:
            return
        done = app.do(room.study.splitting.apply, room.code_id, rest=answer.rest, why=answer.why)
        if done is FAILED:
            return
        room.over = True
        app.go_back()
        into = counted(len(done.targets), "code")
        app.say(f"{code.name} is split: {counted(done.moved, 'coding')} went to {into}. u brings it all back.")

    new_ones = any(one.new and room.work.counts[one.key] for one in room.work.targets)
    app.push_screen(ApplyScreen(code, found, new_ones), decided)
