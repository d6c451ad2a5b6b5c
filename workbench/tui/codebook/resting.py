"""What the panel tells only when the cursor rests on a code: its examples, its memos, what was last done to it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from workbench.sanitise import line
from workbench.tui.app import FAILED
from workbench.tui.codebook.merging import PURPOSE
from workbench.tui.codebook.panel import More
from workbench.tui.widgets.text import joined

if TYPE_CHECKING:
    from workbench.study import CodeRow, Study
    from workbench.tui.codebook.panel import Panel
    from workbench.tui.reading import Told
    from workbench.tui.widgets.room import Room

PAUSE = 0.25
"""Seconds that the cursor has to rest."""
MANY, MUCH = 1_000, 20_000
"""Codes, and codings, above which another process looks."""


class Resting:
    """Shows a code in the panel: at once what its row says, after a pause what has to be looked for.

    In a large codebook another process looks for it.
    """

    def __init__(self, room: "Room", panel: "Panel") -> None:
        self._room = room
        self._panel = panel
        self._code: CodeRow | None = None
        self._origin = ""
        self._known: dict[str, More] = {}
        self._large = False
        self._asked = ""  # the code that another process is looking at
        self.counted = True
        """Whether codings have been counted."""

    @property
    def rested(self) -> bool:
        """Whether all is told of the code under the cursor."""
        return self._code is None or self._code.id in self._known

    def forget(self) -> None:
        """The study has changed: what was looked for is looked for again."""
        self._known.clear()

    def on(self, code: "CodeRow | None", codes: Sequence["CodeRow"]) -> None:
        """The cursor is on this code."""
        self._code = code
        self._large = self._room.workbench.counts_beside and (len(codes) > MANY or _total(codes) > MUCH)
        self._origin = "" if code is None or not code.origin else _name(self._room.study, code.origin, codes)
        known = self._known.get(code.id) if code is not None else None
        self._panel.show(code, self._origin, known, self.counted)
        if code is not None and known is None:
            self._room.set_timer(PAUSE, lambda: self._look(code))

    def _look(self, code: "CodeRow") -> None:
        if self._code is not code or code.id in self._known or not self._room.is_attached:
            return
        app = self._room.workbench
        if not self._large:
            found = app.do(more, self._room.study, code.id)
            if found is not FAILED:
                self._tell(code.id, found)
        elif not self._asked:  # else the next one is asked for when the answer comes
            self._asked = code.id
            app.read_beside(PURPOSE, {"do": "rested", "code": code.id}, self._heard)

    def _heard(self, told: "Told") -> None:
        asked, self._asked = self._asked, ""
        if told.get("end") == "done":
            self._tell(asked, More(told["starred"], told["memos"], _last(told["last"])))
        if self._code is not None and self._code.id != asked:
            self._look(self._code)

    def _tell(self, code: str, found: More) -> None:
        self._known[code] = found
        if self._code is not None and self._code.id == code and self._room.is_attached:
            self._panel.show(self._code, self._origin, found, self.counted)


def more(study: "Study", code: str) -> More:
    """Good examples, memos and the last change of a code."""
    last = next(iter(study.history.code(code)), None)
    told = [last.when.isoformat(), last.coder, last.verb, last.what, last.why] if last is not None else None
    return More(len(study.passages.of(code, starred=True)), len(study.memos.list(target=code)), _last(told))


def sentence(verb: str, what: str) -> str:
    """A step as one reads it: “renamed A → B”; “merged into it: A”."""
    return joined((verb, what), ": " if verb.endswith(" it") else " ")


def _last(told: Sequence[str] | None) -> str:
    """The last change in words."""
    if told is None:
        return ""
    when, coder, verb, what, why = told
    text = joined((f"last: {when[:16].replace('T', ' ')}", coder, line(sentence(verb, what), 60)))
    return f"{text} “{line(why, 80)}”" if why else text


def _total(codes: Sequence["CodeRow"]) -> int:
    return sum(code.count for code in codes)


def _name(study: "Study", code: str, codes: Sequence["CodeRow"]) -> str:
    """A code by its path; one that is no longer in the codebook by its name."""
    path = next((row.path for row in codes if row.id == code), "")
    if path:
        return path
    merged = dict(study.codes.merged()).get(code, "")
    deleted = dict(study.codes.deleted()).get(code, "")
    return merged or (f"{deleted} (deleted)" if deleted else "a code that is no longer here")
