"""What has been done to a code, or to the whole codebook: when, by whom, what and why."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from workbench.tui.app import FAILED
from workbench.tui.codebook.asking import Paragraphs
from workbench.tui.codebook.resting import sentence
from workbench.tui.commands import bindings
from workbench.tui.corrections.compare import Side, runs, told
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, fill, joined, wrap

if TYPE_CHECKING:
    from datetime import datetime

    from workbench.study import CodeRow
    from workbench.study.codehistory import Happened

MOST = 1000
"""Steps of the whole codebook that are shown."""
_DATE, _WHO = 18, 14
_LINES = 3


class HappenedScreen(Room):
    """The steps, newest first; of the code, or of all codes where there is none."""

    place: ClassVar[str] = "happened"
    BINDINGS = bindings("happened")
    DEFAULT_CSS = """
    HappenedScreen #told { padding: 0 1; margin: 0 0 1 0; }
    HappenedScreen #empty { margin: 1 2; color: $wb-dim; }
    """

    def __init__(self, code: str = "") -> None:
        super().__init__()
        self._code = code
        self._path = ""
        self._everything = not code
        self._all: list[Happened] = []
        self._shown: list[Happened] = []

    def body(self) -> Iterable[Widget]:
        """How many steps, and the steps."""
        yield Bar(self._told, id="told")
        yield Words(id="empty")
        yield Rows(id="steps")

    def here(self) -> Line:
        """Whose history."""
        return [("Codebook", ""), (" ▸ ", "dim"), ("history", "strong")]

    def reload(self) -> None:
        """Read the steps again."""
        history = self.study.history
        found = (
            self.workbench.do(history.all, limit=MOST)
            if self._everything
            else self.workbench.do(history.code, self._code)
        )
        self._all = [] if found is FAILED else list(found)
        paths = {code.id: code.path for code in self.study.codes.list(counts=False)}
        self._path = paths.get(self._code, "a code that is gone")
        self.filtered()

    def filtered(self) -> None:
        """Those that hold every word typed."""
        words = self.needle.split()
        before = self.current
        self._shown = [step for step in self._all if all(word in _searched(step) for word in words)]
        at = next((i for i, step in enumerate(self._shown) if before is not None and step.tx == before.tx), 0)
        self.query_one(Rows).show(len(self._shown), self._draw, self._height, cursor=at)
        self.query_one("#told", Bar).refresh()
        empty = self.query_one("#empty", Words)
        empty.display = not self._shown
        empty.say("Nothing matches. Escape takes the filter away." if self._all else "Nothing is recorded.")

    @property
    def current(self) -> "Happened | None":
        """The step under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    def _told(self, width: int) -> Line:
        what = "The whole codebook" if self._everything else self._path
        n = len(self._shown)
        return fill([(what, "strong"), ("   ", ""), (f"{n:,} step{'' if n == 1 else 's'}, newest first", "dim")], width)

    def _height(self, index: int, width: int) -> int:
        return len(self._draw(index, width, False))

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        step = self._shown[index]
        look = "dim" if step.undone else ""
        room = max(width - _DATE - _WHO - 2, 20)
        undone = "  (taken back)" if step.undone else ""
        wrapped = wrap(sentence(step.verb, step.what) + undone, room, _LINES)
        top: list[Piece] = [
            (" ", ""),
            *fill([(f"{step.when:%Y-%m-%d %H:%M}", "dim")], _DATE),
            *fill([(step.coder, look or "strong")], _WHO - 2),
            ("  ", ""),
        ]
        gap: Piece = (" " * (_DATE + _WHO + 1), "")
        lines: list[Line] = [[*([gap] if i else top), (text, look)] for i, text in enumerate(wrapped)]
        lines += [[gap, (text, "dim")] for text in (wrap(f"“{step.why}”", room, _LINES) if step.why else ())]
        return lines

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_read()

    # --- commands

    def action_read(self) -> None:
        """The step in full."""
        if (step := self.current) is not None:
            names = {code.id: code.path for code in self.study.codes.list(counts=False)}
            self.app.push_screen(LinesScreen("What was done", in_full(step, names)))

    def action_all(self) -> None:
        """All codes, or the one."""
        if self._code:
            self._everything = not self._everything
            self.reload()

    def action_then(self) -> None:
        """The codebook as it was."""
        if (step := self.current) is not None:
            read_then(self, step.when, f"The codebook of {step.when:%Y-%m-%d %H:%M}")

    def action_take_back(self) -> None:
        """Take the step back, whoever made it."""
        step = self.current
        if step is None:
            return
        if step.undone:
            self.workbench.say("That has been taken back already.")
            return
        what = sentence(step.verb, step.what)
        question = f"Take this back?\n\n{step.coder}: {what}\n\nWhat was done to the same words since stays as it is."
        self.workbench.confirm(question, lambda yes: self._take_back(step) if yes else None)

    def _take_back(self, step: "Happened") -> None:
        done = self.workbench.do(self.study.log.undo, *step.tx)
        if done is not FAILED:
            self.workbench.changed()
            self.workbench.say(f"Taken back: {done}")


def in_full(step: "Happened", names: Mapping[str, str]) -> Paragraphs:
    """A step with every word that it changed."""
    lines = [
        (f"{step.when:%Y-%m-%d %H:%M}  {step.coder}", "accent"),
        (sentence(step.verb, step.what), "strong"),
        *([("(taken back since)", "dim")] if step.undone else []),
        (f"“{step.why}”" if step.why else "No reason was given.", "" if step.why else "dim"),
    ]
    for detail in step.details:
        before, after = runs(detail.before, detail.after)
        lines += [("", ""), (joined((names.get(detail.code, ""), detail.field)), "accent")]
        lines += [(f"− {told(Side('', before))}", "dim")] if detail.before else []
        lines += [(f"+ {told(Side('', after))}", "")] if detail.after else []
    return lines


def _searched(step: "Happened") -> str:
    return f"{step.when:%Y-%m-%d} {step.coder} {step.verb} {step.what} {step.why}".casefold()


def read_then(room: Room, moment: "datetime | str", title: str) -> None:
    """Show the codebook as it was, to be read."""
    found = room.workbench.do(room.study.history.at, moment)
    if found is not FAILED:
        room.app.push_screen(LinesScreen(title, as_read(found)))


def as_read(codes: "Sequence[CodeRow]") -> Paragraphs:
    """A codebook as a text to read: names in their places, with what they mean."""
    lines: list[tuple[str, str]] = []
    for code in codes:
        indent = "    " * code.depth
        marks = joined((code.status, "exclusive" if code.exclusive else ""), ", ")
        lines.append((f"{indent}{code.name}{f'  ({marks})' if marks else ''}", "strong"))
        told = (("", code.definition), ("Include: ", code.include), ("Exclude: ", code.exclude), ("", code.example))
        lines += [(f"{indent}  {name}{text}", "dim") for name, text in told if text]
    return lines or [("There was no code.", "dim")]
