"""What a lead does in the library: gives transcripts to coders, draws a sample, lifts blindness."""

from typing import TYPE_CHECKING

from workbench.tui.app import FAILED

if TYPE_CHECKING:
    from workbench.tui.library.screen import LibraryScreen


def assign(room: "LibraryScreen") -> None:
    """Ask who codes what is marked, what is under the cursor, or everything that is shown."""
    from workbench.tui.library.assigning import AssignScreen, scopes

    here = room.current
    shown = [transcript.name for transcript in room.shown]
    marked = [transcript.name for transcript in room.all if transcript.name in room.marked]
    found = scopes(here.name if here else "", marked, shown, bool(room.needle))
    if found:
        room.app.push_screen(AssignScreen(found, room.coders, room.rounds))


def draw(room: "LibraryScreen") -> None:
    """Ask how much is drawn and for whom."""
    from workbench.tui.library.drawing import DrawScreen

    if room.all:
        room.app.push_screen(DrawScreen(room.coders, room.rounds))


def lift(room: "LibraryScreen") -> None:
    """Ask why, and let the coders of what is marked, or under the cursor, see each other's codings."""
    app = room.workbench
    here = room.current
    names = sorted(room.marked) or ([here.name] if here else [])
    blind = {row.name: [name for name in names if name in row.blind] for row in app.study.progress.rounds()}
    blind = {round_: found for round_, found in blind.items() if found}
    if not blind:
        app.say(f"{', '.join(names)}: nobody codes there blind." if names else "There is no transcript.")
        return

    def reasoned(reason: str | None) -> None:
        if reason is None:
            return
        lifted = [app.do(app.study.progress.lift, found, round_, reason) for round_, found in blind.items()]
        if FAILED not in lifted:
            app.say(f"{told}: blind no longer.")

    told = ", ".join(dict.fromkeys(name for found in blind.values() for name in found))
    rounds = ", ".join(blind)
    hint = (
        f"Round {rounds}: not everybody is done. From now on the coders see each other's codings there, and what they "
        "code later is not independent. The reason is kept for everybody to read."
    )
    app.ask_line(f"Why is {told} blind no longer?", "", reasoned, hint)
