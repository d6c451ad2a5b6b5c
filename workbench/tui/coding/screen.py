"""The coding screen: what one does to the study there. Every verb is one call of the study."""

from dataclasses import replace

from workbench import sanitise
from workbench.study import CodingRow
from workbench.tui.app import FAILED
from workbench.tui.coding.asking import InVivo
from workbench.tui.coding.frame import RECENT
from workbench.tui.coding.rounds import Rounds

NEARBY = 3000
"""Characters around the passage whose codes the palette offers first."""
NAME_LENGTH = 40


class CodingScreen(Rounds):
    """Read a transcript, tag passages, write memos."""

    def __init__(self, name: str, start: int | None = None, end: int | None = None) -> None:
        super().__init__(name, start, end)
        self._last = ""
        self._editing = ""

    def reload(self) -> None:
        """Read again; borders of a coding that is gone are no longer edited."""
        super().reload()
        if self._editing not in self.marks:
            self._editing = ""

    # --- tagging

    def action_code(self) -> None:
        """Tag the passage with a code from the palette."""
        start, end = self.passage
        near = self.marks.overlapping(max(0, start - NEARBY), end + NEARBY)
        what = sanitise.line(self.source.text[start:end], 50)
        self.workbench.pick_code(f"Code “{what}”", self._picked, [self.marks.row(slot).code for slot in near])

    def _picked(self, code: str | None) -> None:
        if code is not None:
            self._apply(code)

    def chosen(self, code: str) -> None:
        """Tag the passage with a code that was clicked twice."""
        self._apply(code)

    def action_recent(self, number: int = 1) -> None:
        """Tag the passage with a recent code."""
        if number <= len(self.recent):
            self._apply(self.recent[number - 1])
        else:
            self.workbench.say(f"There is no recent code {number} yet; c picks one.")

    def action_repeat(self) -> None:
        """Tag the passage with the code used last."""
        if self._last or self.recent:
            self._apply(self._last or self.recent[0])
        else:
            self.workbench.say("No code has been used yet; c picks one.")

    def action_enter(self) -> None:
        """Keep the borders that are edited; else tag the passage."""
        if self._editing:
            self._keep_borders()
        else:
            self.action_code()

    def _apply(self, code: str) -> None:
        start, end = self.passage
        coding = self.do(self.study.codings.add, self.source.revision, start, end, code, reading=True)
        if coding is FAILED:
            return
        if code not in self.codes:
            self.read_codes()  # made a moment ago, in the palette
        self._last = code
        if coding in self.marks:
            self.workbench.say(f"That passage is tagged with {self.codes[code].name} already.")
            return
        self.began()
        row = self.study.codings.get(coding)
        self.view.repaint(self.marks.add(row))
        self._count(row.code, 1)
        self.recent = [row.code, *(c for c in self.recent if c != row.code)][:RECENT]
        self.view.cursor.settle()
        self._editing = ""
        self.single_out(row.id)
        self.recount()

    def _count(self, code: str, change: int) -> None:
        """Keep the counts of a code and of those above it true without reading the codebook again."""
        at: str | None = code
        while at is not None and (row := self.codes.get(at)) is not None:
            own = change if at == code else 0
            self.codes[at] = replace(row, count=row.count + own, total=row.total + change)
            self.miscounted.add(at)
            at = row.parent

    def action_in_vivo(self) -> None:
        """Make a code of the words in the passage; the palette has them as the name, with near duplicates."""
        words = sanitise.name(self.source.text[slice(*self.passage)]).strip(" .,;:!?…\"'»«“”–-").replace(" / ", " ")
        if not words:
            self.workbench.say("There are no words in the passage.")
            return
        self.app.push_screen(InVivo("New code in their words", self._picked, sanitise.line(words, NAME_LENGTH)))

    # --- removing, moving borders

    def action_remove(self) -> None:
        """Remove a coding; ``undo`` brings it back."""
        self.with_coding(
            "Remove which coding?", lambda row: self.if_mine(row, lambda: self._remove(row), "Remove it all the same?")
        )

    def _remove(self, row: CodingRow) -> None:
        if self.do(self.study.codings.remove, row.id) is FAILED or row.id not in self.marks:
            return
        if self.singled == row.id:
            self.single_out("")
        self.view.repaint(self.marks.remove(row.id))
        self._count(row.code, -1)
        self.recount()

    def action_borders(self) -> None:
        """Take a coding's borders into the hand: what moves the selection moves them, Enter keeps them."""
        self.with_coding("Edit the borders of which coding?", self._edit)

    def _edit(self, row: CodingRow) -> None:
        self.single_out(row.id)
        self.view.move(lambda cursor: cursor.select(row.start, row.end))
        self._editing = row.id
        self.tell()

    def _keep_borders(self) -> None:
        coding, (start, end) = self._editing, self.passage
        self._editing = ""
        if coding in self.marks:
            row = self.marks.row(self.marks.slot(coding))
            self.if_mine(row, lambda: self._move_borders(coding, start, end), "Move its borders all the same?")

    def _move_borders(self, coding: str, start: int, end: int) -> None:
        if self.do(self.study.codings.borders, coding, start, end) is not FAILED:
            self.reread(coding)
            self.view.cursor.settle()

    def told(self) -> str:
        """While borders are edited, how to end that."""
        return "borders: enter keeps, esc leaves" if self._editing else super().told()

    def action_escape(self) -> None:
        """Let go of one thing at a time, first of borders that are edited."""
        self._editing = ""
        super().action_escape()
