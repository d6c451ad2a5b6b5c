"""The memos room: everything that was noted, by date, kind or subject; read beside the list, one key to each verb."""

from collections.abc import Callable
from typing import Any

from textual import on

from workbench.study.memos import MemoRow
from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.memos import choosing
from workbench.tui.memos.drawing import LINK, facts, in_full, quote
from workbench.tui.memos.links import LinksScreen
from workbench.tui.memos.room import ORDERS, MemosRoom
from workbench.tui.memos.writing import Subject, Writer, if_mine
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.text import clip


class MemosScreen(MemosRoom):
    """What one does to memos. Every verb is one call of the study."""

    BINDINGS = bindings("memos")

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    # --- going somewhere

    def action_open(self) -> None:
        """Go to what it is about."""
        memo = self.current
        if memo is None:
            return
        place = self._places[memo.id]
        if memo.about == "passage" and not memo.lost:
            self.workbench.open_transcript(place.transcript, memo.start, memo.end)
        elif memo.about in ("passage", "transcript"):
            self.workbench.open_transcript(place.transcript)
        elif memo.about == "code":
            code = next((code.id for code in self.study.codes.list() if code.path == place.code), memo.target)
            self.workbench.open_codebook(code)
        else:
            self.action_read()

    def action_read(self) -> None:
        """Read it in full."""
        memo = self.current
        if memo is not None:
            links = self.workbench.do(self.study.memos.links, memo.id)
            told = in_full(memo, self._places[memo.id], [] if links is FAILED else links)
            self.app.push_screen(LinesScreen(clip(memo.title, 70), told))

    def action_links(self) -> None:
        """What it points to."""
        if (memo := self.current) is not None:
            self.app.push_screen(LinksScreen(memo.id))

    # --- writing

    def action_new(self) -> None:
        """Write a memo on the study."""
        kind = self._kind or "note"
        Writer(self.workbench, "Memo on the study", Subject("study"), kind, then=self.show_memo).new()

    def _touch(self, then: Callable[[MemoRow], object], what: str) -> None:
        memo = self.current
        if memo is not None:
            if_mine(self.workbench, memo, lambda: then(memo), what)

    def action_edit(self) -> None:
        """Change what it says."""

        def edit(memo: MemoRow) -> None:
            about = self._places[memo.id].words or "the study"
            subject = Subject(memo.about, memo.target, memo.revision, memo.start, memo.end)
            Writer(self.workbench, f"Memo on {clip(about, 50)}", subject, memo.kind).go_on(memo)

        self._touch(edit, "Change it all the same?")

    def action_kind(self) -> None:
        """Make it another kind."""

        def asked(memo: MemoRow) -> None:
            def picked(kind: str) -> None:
                self.workbench.do(self.study.memos.set_kind, memo.id, kind)

            choosing.pick_kind(self.workbench, f"“{clip(memo.title, 40)}” is", picked)

        self._touch(asked, "Change it all the same?")

    def action_move(self) -> None:
        """Let it be about something else."""

        def asked(memo: MemoRow) -> None:
            def picked(about: str, target: str) -> None:
                self.workbench.do(self.study.memos.move, memo.id, about, target)

            choosing.pick_subject(self.workbench, f"“{clip(memo.title, 40)}” is about", picked)

        self._touch(asked, "Move it all the same?")

    def action_remove(self) -> None:
        """Remove it."""

        def remove(memo: MemoRow) -> None:
            if self.workbench.do(self.study.memos.remove, memo.id) is not FAILED:
                self.workbench.say("Removed. u takes it back.")

        def asked(memo: MemoRow) -> None:
            question = f"Remove “{clip(memo.title, 60)}”?"
            self.workbench.confirm(question, lambda yes: remove(memo) if yes else None)

        memo = self.current
        if memo is not None and memo.coder == self.study.coder_name:
            asked(memo)
        else:
            self._touch(remove, "Remove it all the same?")

    # --- what is shown

    def action_only(self) -> None:
        """One kind, or all."""

        def picked(kind: str | None) -> None:
            self._kind = kind
            self.filtered()

        choosing.pick_filter(self.workbench, self._all, picked)

    def action_order(self) -> None:
        """Another order."""
        self._order = ORDERS[(ORDERS.index(self._order) + 1) % len(ORDERS)]
        self._words = ""
        self.filtered()

    def action_search(self) -> None:
        """Search for words in any form."""

        def asked(words: str | None) -> None:
            self._words = words or ""
            self.query_one(Rows).cursor = 0
            self.filtered()

        self.workbench.ask_line("Search the memos", self._words, asked, "Other forms of the words are found too.")

    def action_escape(self) -> None:
        """Take one filter away after the other; without one, go back."""
        if (self._words or self._kind is not None) and not self.query_one("#filter").has_focus:
            self._words, self._kind = "", None
            self.filtered()
        else:
            super().action_escape()

    def action_copy(self) -> None:
        """Copy it with its reference, and what it points to."""
        memo = self.current
        if memo is None:
            return
        links: Any = self.workbench.do(self.study.memos.links, memo.id)
        quotes = [f"{LINK} {quote(link)}" for link in ([] if links is FAILED else links)]
        self.app.copy_to_clipboard("\n\n".join((memo.text, *quotes, f"({facts(memo, self._places[memo.id])})")))
        self.workbench.say("Sent to the clipboard of the terminal; some terminals do not take it.")

    def action_export(self) -> None:
        """Write what is shown to a file."""
        if self._shown:
            choosing.export(self.workbench, [memo.id for memo in self._shown])
