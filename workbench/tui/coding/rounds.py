"""The coding screen as a step of a round: who else codes here, what there is to look for, and when one is done."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.agreement.rounds import ASSIGNED, DONE, STARTED
from workbench.tui.app import FAILED
from workbench.tui.coding.document import Unit
from workbench.tui.coding.looks import CodeLook
from workbench.tui.coding.painter import UNKNOWN
from workbench.tui.coding.panels import Foot
from workbench.tui.coding.writing import Writing
from workbench.tui.library.agreeing import MOST as WORTH
from workbench.tui.library.finishing import blind_with, finish, open_round, rounds_of
from workbench.tui.live import Lull
from workbench.tui.widgets.picker import Picker, option
from workbench.tui.widgets.text import Line, Piece, clip

if TYPE_CHECKING:
    from workbench.study.agreement import Reread
    from workbench.study.news import News
    from workbench.tui.beside import Counted

MOST = 8
"""Codes to look for that the panel names; more than that are counted."""
_ROUNDS = frozenset(("assignment", "round", "lift"))


class Rounds(Writing):
    """The coding screen without tagging, but knowing whether this transcript was given to whoever codes."""

    def __init__(self, name: str, start: int | None = None, end: int | None = None) -> None:
        super().__init__(name, start, end)
        self.state = ""
        """How far whoever codes is with this transcript in the round that counts now; '' where it was not given."""
        self.look_for: list[Reread] = []
        """The codes whoever codes has to look for here once more."""
        self._blind = ""
        self._was_done = False  # in some round
        self._told_end = False
        self._at_end = True  # whoever comes in at the end has not read up to it
        later = self.set_timer
        self._looking = Lull(self._when_here(self._read_look_for), lambda: self.workbench.touched, later, cheap=0.0)

    def load(self) -> None:
        """Read everything, and what round this is."""
        self.read_round()
        if self.state == DONE:
            self.query_one(Foot).say(())
        super().load()

    def read_round(self) -> None:
        """Read to whom the transcript was given, and who is how far."""
        study = self.study
        states = study.progress.given(self.transcript.name)
        mine = open_round([s for s in states if s.coder == study.coder_name], rounds_of(study, states))
        self.state = mine.state if mine is not None else ""
        self._blind = blind_with(study, self.transcript.name, states)
        self._was_done = any(s.state == DONE and s.coder == study.coder_name for s in states)
        if self._was_done:
            self._looking.ask()
        else:
            self.look_for = []

    def began(self) -> None:
        """Something was coded here: what was only given is in progress."""
        if self.state == ASSIGNED:
            self.state = STARTED

    def _read_look_for(self) -> None:
        """What to look for here: read in a quiet moment, because it asks what was coded when."""
        study = self.study
        if self.workbench.count_beside((), True, WORTH, self._counted_beside) or study.codings.count() > WORTH:
            return
        self._looked(study.agreement.reread(study.coder))

    def _counted_beside(self, counted: "Counted | None") -> None:
        """Another process has read it."""
        if counted is not None and counted.look_for is not None and self.is_mounted:
            from workbench.study.agreement import Reread

            self._looked([Reread(*row) for row in counted.look_for])

    def _looked(self, everywhere: "Sequence[Reread]") -> None:
        found = [one for one in everywhere if one.transcript == self.transcript.name] if self._was_done else []
        if found != self.look_for:
            self.look_for = found
            self.query_one("#title").refresh()
            self.tell()

    def follow(self, news: "News") -> None:
        """Show what arrived; when somebody is done, or a lead lifts blindness, more may be seen than before."""
        super().follow(news)
        if news.kinds & _ROUNDS:
            self._loading.ask()
        elif news.kinds & {"sought", "code"} and self._was_done:
            self._looking.ask()

    # --- what the screen says of it

    def marked(self) -> Line:
        """That one codes blind, and that there is something to look for."""
        count = len(self.look_for)
        told: list[Piece] = [(self._blind, "accent")] if self._blind else []
        return [*told, (f"{count} code{'' if count == 1 else 's'} to look for", "warning")] if count else told

    def above_here(self) -> list[Line]:
        """The codes to look for."""
        if not self.look_for:
            return []
        lines: list[Line] = [[(" Look for", "accent"), ("  L = looked for", "dim")]]
        for one in self.look_for[:MOST]:
            look: CodeLook = self._looks.get(one.code, UNKNOWN)
            name = one.path.rpartition(" / ")[2]
            lines.append([(" ", ""), (look.glyph, look.ink), (f"{look.label} ", look.ink), (clip(name, 40), "")])
        if len(self.look_for) > MOST:
            lines.append([(f"  and {len(self.look_for) - MOST} more", "dim")])
        return [*lines, []]

    def tell(self) -> None:
        """Bring panels and foot up to where the cursor is; at the end of the text say how one is done with it."""
        super().tell()
        at_end = self.view.cursor.focus.end >= self._end()
        if at_end == self._at_end:
            return
        self._at_end = at_end
        foot = self.query_one(Foot)
        if at_end and not self._told_end and self.state not in ("", DONE):
            self._told_end = True
            name = clip(self.transcript.name, 20)
            foot.say([("at the end: ", ""), ("d", "accent"), (f" = done with {name}, or go on", "")])
        else:
            foot.say(())

    def _end(self) -> int:
        """From where on one has come to the end: inside the last turn; of a single turn, its last sentence."""
        document = self.document
        last = len(document.turns) - 1
        if last > 0:
            return document.turn_span(last).start + 1
        return document.containing(Unit.SENTENCE, len(document.text)).end

    # --- commands

    def action_done(self) -> None:
        """Say that one is done here, or goes on with what was done."""
        finish(self.workbench, self.transcript.name)

    def action_looked_for(self) -> None:
        """Say which code one has looked for here."""
        if not self.look_for:
            self.workbench.say("There is nothing to look for here once more.")
            return
        options = [option(one.code, one.path, one.why) for one in self.look_for]
        self.app.push_screen(Picker("Looked for which code?", options), self._sought)

    def _sought(self, code: str | None) -> None:
        if code is None:
            return
        name = self.transcript.name
        path = next((one.path for one in self.look_for if one.code == code), "")
        if self.workbench.do(self.study.progress.sought, [name], code) is not FAILED:
            self.look_for = [one for one in self.look_for if one.code != code]
            self.workbench.say(f"Looked for in {name}: {path}. u takes it back.")
