"""What is done to passages of a code: one verb of the study each, however many are meant, and one undo."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from workbench.tui.app import FAILED
from workbench.tui.codebook.asking import ask_why
from workbench.tui.passages.flow import harmless
from workbench.tui.widgets.palette import CodePalette

if TYPE_CHECKING:
    from workbench.study import Passage
    from workbench.tui.passages.screen import PassagesScreen


def counted(number: int, unit: str) -> str:
    """``1 passage``, ``1,203 passages``."""
    return f"{number:,} {unit}{'' if number == 1 else 's'}"


def codings(passages: Sequence["Passage"]) -> list[str]:
    """The codings (rows) on the passages, each once."""
    return list(dict.fromkeys(coding for passage in passages for coding in passage.codings))


def _others(room: "PassagesScreen", passages: Sequence["Passage"]) -> list[str]:
    return sorted({name for passage in passages for name in passage.coders} - {room.study.coder_name})


def _asked(room: "PassagesScreen", passages: Sequence["Passage"], question: str, do: Callable[[str], object]) -> None:
    """One's own coding is changed at once; several, or a colleague's, are asked about."""
    others = _others(room, passages)
    if len(passages) == 1 and not others:
        do("")
        return
    whose = f", also what {', '.join(harmless(name) for name in others)} coded" if others else ""
    ask_why(room.workbench, f"{question}{whose}?\n\nu takes it back as one.", do)


def recode(room: "PassagesScreen", passages: Sequence["Passage"]) -> None:
    """Pick the code they get instead."""
    app = room.workbench
    rows = codings(passages)

    def picked(into: str | None) -> None:
        if into is None or not rows:
            return
        code = app.do(room.study.codes.get, into)
        if code is FAILED:
            return

        def do(why: str) -> None:
            done = app.do(room.study.passages.recode, rows, into, why=why)
            if done is not FAILED:
                app.say(f"{counted(done, 'coding')}: now {code.name}. u takes it back.")

        what = f"Give {counted(len(rows), 'coding')} on {counted(len(passages), 'passage')} the code\n{code.path}"
        _asked(room, passages, what, do)

    title = f"Instead of {room.name_of_code}: " + (
        counted(len(passages), "passage") if len(passages) > 1 else _quoted(passages)
    )
    app.push_screen(CodePalette(title, picked, without=(room.code_id,)))


def remove(room: "PassagesScreen", passages: Sequence["Passage"]) -> None:
    """Take the code off them."""
    app = room.workbench
    rows = codings(passages)

    def do(why: str) -> None:
        done = app.do(room.study.passages.remove, rows, why=why)
        if done is not FAILED:
            app.say(f"{counted(done, 'coding')} removed. u takes it back.")

    what = f"Take {room.name_of_code} off {counted(len(passages), 'passage')}, {counted(len(rows), 'coding')}"
    _asked(room, passages, what, do)


def widen(room: "PassagesScreen", passages: Sequence["Passage"], unit: str, *, narrower: bool) -> None:
    """Move their borders by a unit; the marks and the cursor go with them."""
    done = room.workbench.do(room.study.passages.widen, codings(passages), unit, narrower=narrower)
    if done is FAILED:
        return
    if not done:
        room.workbench.say(f"It cannot be {'narrower' if narrower else 'wider'} by a {unit}.")
    room.went(done)


def star(room: "PassagesScreen", passages: Sequence["Passage"]) -> None:
    """Mark them as good examples; where all are, no longer."""
    on = not all(passage.starred for passage in passages)
    room.workbench.do(room.study.passages.star, codings(passages), on)


def example(room: "PassagesScreen", passage: "Passage") -> None:
    """Make it the example that stands in the codebook; one that is there is asked about."""
    app = room.workbench

    def do(why: str) -> None:
        span = (passage.revision, passage.start, passage.end)
        if app.do(room.study.codes.example_from, room.code_id, span, why=why) is not FAILED:
            app.say(f"The example of {room.name_of_code} now; u takes it back.")

    code = app.do(room.study.codes.get, room.code_id)
    if code is FAILED:
        return
    if not code.example:
        do("")
        return
    there = f"{room.name_of_code} has an example already:\n{code.example}\n\n"
    ask_why(app, f"{there}Put this one in its place?\n{_quoted([passage])}", do)


def _quoted(passages: Sequence["Passage"]) -> str:
    from workbench import sanitise

    return f"“{sanitise.line(passages[0].text, 60)}”" if passages else ""
