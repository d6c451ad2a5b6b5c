"""The search room: words above, hits below, each with how it was found; from a hit into its transcript, and back."""

from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, ClassVar, NamedTuple

from textual import on
from textual.widget import Widget
from textual.widgets import Input

from workbench.study.search import Hit
from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.search import drawing
from workbench.tui.search.filters import Filters, pick_group, pick_mode, pick_speaker
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Words, fill, joined

MOST = 2_000
"""Hits that are shown: nobody reads more, and the words can be made more exact."""
PURPOSE = "search"


class _Key(NamedTuple):
    """What makes a hit the same one in another list."""

    transcript: str
    start: int


class SearchScreen(Room):
    """Search the whole study. The letters are found at once; forms of the words by another process, a moment later."""

    place: ClassVar[str] = "search"
    BINDINGS = bindings("search")
    DEFAULT_CSS = """
    SearchScreen #words { margin: 0 1; border: none; height: 1; background: $surface; }
    SearchScreen #told { margin: 0 0 1 0; padding: 0 1; }
    SearchScreen #empty { margin: 1 2; color: $wb-dim; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.words = ""
        self.mode = "auto"
        self.filters = Filters()
        self.hits: list[Hit] = []
        self._more = False
        self._waiting = False
        self._asked = 0
        self._busy = ""
        self._texts: object = None
        self._firsts: set[int] = set()
        self._numbers: dict[str, int] = {}

    def body(self) -> Iterable[Widget]:
        """Where one types, what was found, and the hits."""
        yield Input(id="words", placeholder="what to look for; enter searches")
        yield Bar(self._told, id="told")
        yield Words(id="empty")
        yield Rows(id="hits")

    def on_mount(self) -> None:
        """Typing comes first: before anything was looked for, the list takes no keys."""
        self._show()
        self.query_one("#words", Input).focus()

    def on_unmount(self) -> None:
        """Let the process go, with its dictionary."""
        self.workbench.stop_reading(PURPOSE)

    def here(self) -> Line:
        """The search."""
        return [("Search", "strong")]

    def reload(self) -> None:
        """Search again if a text is another one, or hits depend on codings."""
        texts = self.workbench.do(self.study.search.material.state)
        if texts is FAILED or not self.words:
            self._texts = texts
        elif texts != self._texts or self.filters.code:
            self._search()
        self.query_one("#title", Bar).refresh()

    # --- searching

    @on(Input.Submitted, "#words")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.words = event.value.strip()
        self.hits = []
        self._search()
        self.query_one(Rows).focus()

    def _search(self) -> None:
        """Look for the words: what is quick at once, the rest in another process."""
        self._asked += 1
        self._waiting = self._more = False
        self._texts = self.study.search.material.state()
        if not self.words:
            self._take([])
            return
        quick = "folded" if self.mode == "auto" else self.mode if self.mode == "exact" else ""
        if quick and self.study.search.at_once():
            found = self.workbench.do(
                self.study.search.find, self.words, mode=quick, limit=MOST + 1, **self.filters.asked()
            )
            if found is FAILED:
                self._take([])
                return
            if self.mode == quick:
                self._take(found[:MOST], more=len(found) > MOST)
                return
            self._waiting = True
            self._take(found[:MOST], more=len(found) > MOST)
        else:
            self._waiting = True
            self._take([])
        self._ask()

    def _ask(self) -> None:
        """Have the whole search done beside the screens."""
        number = self._asked
        asked: dict[str, Any] = {"words": self.words, "mode": self.mode, "limit": MOST, **self.filters.asked()}
        if self.workbench.counts_beside:
            if self._busy == "regex":  # it may take long: whoever asks again does not wait for it
                self.workbench.stop_reading(PURPOSE)
            self._busy = self.mode
            self.workbench.read_beside(PURPOSE, {"do": "search", **asked}, lambda told: self._answered(number, told))
            return
        found = self.workbench.do(self.study.search.find, **{**asked, "limit": MOST + 1})
        told = {} if found is FAILED else {"hits": found[:MOST], "more": len(found) > MOST}
        self._answered(number, {"end": "done", **told})

    def _answered(self, number: int, told: dict[str, Any]) -> None:
        """The process has found what there is; an answer to an earlier question is none."""
        if number != self._asked or not self.is_attached:
            return
        self._waiting, self._busy = False, ""
        if told.get("end") == "trouble":
            self.workbench.say(str(told.get("words") or "the search did not come to an end"), "error")
        hits = [Hit(*fields) for fields in told["hits"]] if "hits" in told else self.hits
        self._take(hits, more=bool(told.get("more")))

    def _take(self, hits: Sequence[Hit], more: bool = False) -> None:
        """Show hits by transcript and place; the cursor stays on its hit, or near it."""
        before = self.current
        at = self.query_one(Rows).cursor if before is not None else 0
        self.hits = sorted(hits, key=lambda hit: (hit.transcript, hit.start))
        self._more = more
        if before is not None:
            key = _Key(before.transcript, before.start)
            at = next((i for i, hit in enumerate(self.hits) if _Key(hit.transcript, hit.start) >= key), at)
        self._show(at)

    # --- showing

    def _show(self, cursor: int = 0) -> None:
        self._firsts, self._numbers = set(), {}
        number = 0
        for name, group in groupby(self.hits, key=lambda hit: hit.transcript):
            self._firsts.add(number)
            self._numbers[name] = len(list(group))
            number += self._numbers[name]
        self.query_one(Rows).show(len(self.hits), self._draw, self._height, cursor=cursor)
        self.query_one(Rows).can_focus = bool(self.words)
        self.query_one("#told", Bar).refresh()
        empty = self.query_one("#empty", Words)
        empty.display = not self.hits
        empty.say(self._nothing())

    def _nothing(self) -> str:
        if not self.words:
            return (
                "Type a word, or several that follow each other, and press enter.\n"
                "Found are the letters themselves, then other forms of the words, compounds, and what is like them."
            )
        if self._waiting:
            return "Looking for it …"
        narrower = " x takes the filters away." if self.filters else ""
        return f"Nothing was found.{narrower} / changes the words, m how they are looked for."

    def _height(self, index: int, width: int) -> int:
        return 2 if index in self._firsts else 1

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        hit = self.hits[index]
        line = drawing.one_line(hit, width, here)
        if index in self._firsts:
            return (drawing.heading(hit.transcript, self._numbers[hit.transcript], width), line)
        return (line,)

    def _told(self, width: int) -> Line:
        how = drawing.MODES[self.mode][0]
        counts = drawing.counts(self.hits, self._more) if self.words and not (self._waiting and not self.hits) else ""
        waiting = "looking for forms of the words …" if self._waiting else ""
        shown = joined((counts, waiting))
        return fill([(how, "accent"), (self.filters.told(), "warning"), ("   ", ""), (shown, "dim")], width)

    @property
    def current(self) -> Hit | None:
        """The hit under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self.hits[cursor] if 0 <= cursor < len(self.hits) else None

    # --- commands

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    def action_open(self) -> None:
        """Open the transcript at the hit."""
        if (hit := self.current) is not None:
            self.workbench.open_transcript(hit.transcript, hit.start, hit.end)

    def action_words(self) -> None:
        """Type other words."""
        box = self.query_one("#words", Input)
        box.focus()
        box.action_end()

    def action_escape(self) -> None:
        """From the words to the list; from the list back."""
        if self.focused is self.query_one("#words") and self.words:
            self.query_one("#words", Input).value = self.words
            self.query_one(Rows).focus()
        else:
            self.workbench.go_back()

    def action_mode(self) -> None:
        """Pick how the words are looked for."""

        def picked(mode: str) -> None:
            self.mode = mode
            self._search()

        pick_mode(self.workbench, picked)

    def action_speaker(self) -> None:
        """Pick a speaker."""
        pick_speaker(self.workbench, lambda who: self._narrow(speaker=who))

    def action_people(self) -> None:
        """Pick a group."""
        pick_group(self.workbench, lambda group: self._narrow(group=group))

    def action_code(self) -> None:
        """Pick a code."""

        def picked(code: str | None) -> None:
            path = next((row.path for row in self.study.codes.list() if row.id == code), "")
            if path:
                self._narrow(code=path)

        self.workbench.pick_code("Only in passages with", picked)

    def action_interviewer(self) -> None:
        """With or without what interviewers say."""
        self._narrow(interviewer=not self.filters.interviewer)

    def action_everything(self) -> None:
        """No filter any more."""
        self.filters = Filters()
        self._search()

    def _narrow(self, **changes: Any) -> None:
        self.filters = self.filters._replace(**changes)
        self._search()

    def action_next_transcript(self) -> None:
        """First hit of the next transcript."""
        cursor = self.query_one(Rows).cursor
        self.query_one(Rows).move(min((first for first in self._firsts if first > cursor), default=cursor))

    def action_previous_transcript(self) -> None:
        """First hit of this transcript, or of the one before."""
        cursor = self.query_one(Rows).cursor
        self.query_one(Rows).move(max((first for first in self._firsts if first < cursor), default=cursor))

    def action_copy(self) -> None:
        """Copy the hit with its reference to the terminal's clipboard."""
        if (hit := self.current) is not None:
            reference = joined((hit.transcript, hit.speaker, f"{hit.start}–{hit.end}"), ", ")
            self.app.copy_to_clipboard(f"“{hit.before}{hit.text}{hit.after}” ({reference})")
            self.workbench.say("Sent to the clipboard of the terminal; some terminals do not take it.")
