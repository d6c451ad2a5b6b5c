"""Settling an episode with one key, in the list of episodes and in the text."""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from textual.screen import Screen

from workbench.agreement.values import Range
from workbench.codebook.tree import SEPARATOR
from workbench.tui.agreement.telling import (
    ADJUDICATED,
    DISCUSSED,
    INTERSECTION,
    OWN,
    UNION,
    Manner,
    coder_order,
    taken_back,
    unsettled,
)
from workbench.tui.app import FAILED
from workbench.tui.widgets.picker import Picker, option
from workbench.tui.widgets.text import clip

if TYPE_CHECKING:
    from workbench.agreement.values import Scope
    from workbench.study import Study
    from workbench.study.agreement import EpisodeRow, Episodes
    from workbench.tui.app import WorkbenchApp

_OTHER = "…"


class Settling(Screen[None]):
    """What the list of episodes and the text have in common: the episodes of ``code`` (a row), and how one settles.

    A subclass says which one is meant (``current``), where to go from one that is settled, and what to paint.
    """

    def __init__(self, code: str, scope: "Scope", manner: Manner) -> None:
        super().__init__()
        self.code = code
        self.scope = scope
        self.manner = manner
        self.found: Episodes | None = None
        self.coders: dict[str, str] = {}
        """Who has which digit: row → name, in their order."""
        self.names: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        self._just: set[str] = set()
        """Settled since they were read: what is still to be settled is known before they are read again."""
        self._read_before: Sequence[EpisodeRow] = ()
        self.came_back = ""
        """The episode whose settling has just been taken back, or made again: there one goes on."""

    @property
    def workbench(self) -> "WorkbenchApp":
        """The app, by its own type."""
        return cast("WorkbenchApp", self.app)

    @property
    def study(self) -> "Study":
        """The study everything is read from."""
        return self.workbench.study

    @property
    def current(self) -> "EpisodeRow | None":
        """The episode that is meant."""
        raise NotImplementedError

    def read(self, given: "Episodes | None" = None) -> "Sequence[EpisodeRow]":
        """Read the episodes, unless they are ``given``, and everybody's names; () where the code is gone."""
        study = self.study
        if given is None:
            found = self.workbench.do(study.agreement.episodes, self.code, self.scope)
            given = None if found is FAILED else found
        self.found = given
        rows = given.rows if given else ()
        self.came_back = taken_back(self._read_before, rows, study.coder, self._just)
        self._read_before = rows
        self._just.clear()
        self.names = {study.coder: study.coder_name} | {coder.id: coder.name for coder in study.coders()}
        codes = study.codes.list()
        last = Counter(code.path.rpartition(SEPARATOR)[2] for code in codes)
        self.codes = {
            code.id: name if last[name := code.path.rpartition(SEPARATOR)[2]] == 1 else code.path for code in codes
        }
        self.coders = coder_order(rows, self.names)
        return rows

    def on_screen_suspend(self) -> None:
        """What is taken back while one is elsewhere does not move one here."""
        self._read_before = ()

    def open_still(self, row: "EpisodeRow") -> bool:
        """Whether an episode is still to be settled."""
        return unsettled(row) and row.item not in self._just

    def moved_on(self) -> None:
        """The current one has been settled: go to the next that is not."""
        raise NotImplementedError

    def tell(self) -> None:
        """Show how one settles."""
        raise NotImplementedError

    def settle(self, choice: str, ranges: Sequence[Range] = (), stay: bool = False, **manner: Any) -> None:
        """Settle the current episode; ``stay``: something about it was changed."""
        row = self.current
        if row is None:
            return
        how, reason = manner.get("how", self.manner.how), manner.get("reason", self.manner.reason)
        done = self.workbench.do(
            self.study.agreement.settle, row.item, choice, ranges=tuple(ranges), how=how, reason=reason
        )
        if done is not FAILED and not stay:
            self._just.add(row.item)
            self.moved_on()

    def action_settle(self, number: int = 0) -> None:
        """Settle it as the coder of this number has it."""
        row, coders = self.current, list(self.coders)
        if row is None:
            return
        if not number:  # from the list of commands
            self.workbench.say("Press a coder's digit: it stands at the foot.")
            return
        here = {coder for coder, _ in row.episode.ranges}
        if not 1 <= number <= len(coders) or coders[number - 1] not in here:
            self.workbench.say(f"There is no coder {number} here.")
        else:
            self.settle(coders[number - 1])

    def action_union(self) -> None:
        """Everything that any of them has."""
        self.settle(UNION)

    def action_intersection(self) -> None:
        """What all of them have."""
        self.settle(INTERSECTION)

    def action_nobody(self) -> None:
        """Not coded."""
        self.settle(OWN)

    def action_unsettle(self) -> None:
        """Take back how it was settled, by whomever."""
        row = self.current
        if row is not None and row.settled is not None:
            self.workbench.do(self.study.agreement.unsettle, row.item)
        elif row is not None:
            self.workbench.say("It is not settled.")

    def _again(self, **manner: str) -> None:
        """Something about how it was settled is to be different; what is not settled yet has only been told so."""
        row = self.current
        settled = row.settled if row is not None and not unsettled(row) else None
        if settled is not None:
            ranges = settled.ranges if settled.choice == OWN else ()
            kept = {"how": settled.how, "reason": settled.reason} | manner
            self.settle(settled.choice, ranges, stay=True, **kept)
        self.tell()

    def action_how(self) -> None:
        """Discussed or adjudicated."""
        row = self.current
        settled = row.settled if row is not None and not unsettled(row) else None
        now = settled.how if settled is not None else self.manner.how
        self.manner.how = ADJUDICATED if now == DISCUSSED else DISCUSSED
        self._again(how=self.manner.how)

    def action_reason(self) -> None:
        """Why they differed."""
        from workbench.study.agreement.settling import REASONS

        reasons = dict.fromkeys((*filter(None, REASONS), self.manner.reason, ""))
        options = [option(reason, reason or "no reason") for reason in reasons]
        options.insert(-1, option(_OTHER, "in other words …"))

        def picked(reason: str | None) -> None:
            if reason == _OTHER:
                self.workbench.ask_line("Why did they differ?", "", picked, "A few words; kept for the next.")
            elif reason is not None:
                self.manner.reason = reason
                self._again(reason=reason)

        self.app.push_screen(Picker("Why did they differ? (kept for the next)", options), picked)

    def action_memo(self) -> None:
        """Write a memo on the passage, or go on with the one that is there."""
        row = self.current
        if row is None:
            return
        study, episode = self.study, row.episode
        span = (episode.start, episode.end)
        mine = next(
            (
                memo
                for memo in study.memos.list(revision=episode.revision)
                if (memo.start, memo.end) == span and memo.coder == study.coder_name
            ),
            None,
        )

        def keep(text: str | None) -> None:
            if text is None or text.strip() == (mine.text if mine else ""):
                return
            if mine is None:
                self.workbench.do(
                    study.memos.add,
                    "passage",
                    episode.transcript,
                    text.strip(),
                    kind="settlement",
                    revision=episode.revision,
                    start=episode.start,
                    end=episode.end,
                )
            elif text.strip():
                self.workbench.do(study.memos.edit, mine.id, text.strip())
            else:
                self.workbench.do(study.memos.remove, mine.id)

        self.workbench.ask_text(f"Memo on “{clip(row.text, 50)}”", mine.text if mine else "", keep)

    def action_codebook(self) -> None:
        """The definition of the code."""
        if self.found is not None:
            self.workbench.open_codebook(self.found.code)
