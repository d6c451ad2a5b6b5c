"""Moving, searching, filtering and folding panels away: what the coding screen does to nobody's work."""

from textual import on
from textual.widgets import Input

from workbench import sanitise
from workbench.tui.coding.cursor import Cursor
from workbench.tui.coding.document import Unit
from workbench.tui.coding.frame import PANELS_FROM, Frame
from workbench.tui.coding.search import Hits


class Reading(Frame):
    """The coding screen without what is written there."""

    # --- moving

    def action_step(self, unit: str, steps: int, extend: bool = False) -> None:
        """Go by units."""
        self.view.move(lambda cursor: cursor.step(Unit[unit.upper()], steps, extend))

    def action_turn(self, steps: int) -> None:
        """Go by turns."""
        self.view.move(lambda cursor: cursor.turn(steps))

    def action_page(self, share: float) -> None:
        """Go by a share of the screen."""
        self.view.page(share)

    def action_first(self) -> None:
        """To the beginning."""
        self.view.move(lambda cursor: cursor.place(0))

    def action_last(self) -> None:
        """To the end."""
        self.view.move(lambda cursor: cursor.place(len(self.source.text)))

    def action_extend(self) -> None:
        """Begin to extend, or let go."""
        self.view.move(Cursor.toggle)

    def action_grow(self) -> None:
        """A larger unit."""
        self.view.move(Cursor.grow)

    def action_shrink(self) -> None:
        """A smaller unit."""
        self.view.move(Cursor.shrink)

    def action_other_end(self) -> None:
        """The other end of the passage."""
        self.view.move(Cursor.other_end)

    def action_coding(self, steps: int) -> None:
        """To the next or the previous coding, and single it out."""
        shown = self.view.shown
        at = self.marks.start[self.marks.slot(self.singled)] if self.singled else self.passage.start
        slot = self.marks.neighbour(at, steps > 0, lambda row: shown is None or row.code in shown)
        if slot is None:
            self.workbench.say("There is no further coding that way.")
            return
        row = self.marks.row(slot)
        self.view.move(lambda cursor: cursor.place(row.start))
        self.single_out(row.id)
        self.tell()

    def action_another(self) -> None:
        """Single out the next of the codings at the cursor."""
        ids = [row.id for row in self.at_cursor()]
        if ids:
            self.single_out(ids[(ids.index(self.singled) + 1) % len(ids)] if self.singled in ids else ids[0])
            self.tell()

    # --- searching and filtering

    def action_search(self) -> None:
        """Type what to look for; it is marked while one types."""
        self._ask("search", "search in this transcript", self._needle)

    def action_turn_number(self) -> None:
        """Type the number of a turn."""
        self._ask("turn", f"turn, 1 to {len(self.document.turns):,}", "")

    def _ask(self, what: str, hint: str, text: str) -> None:
        prompt = self.query_one("#prompt", Input)
        self._asking = what
        prompt.placeholder = hint
        prompt.value = text
        prompt.display = True
        prompt.focus()

    @on(Input.Changed, "#prompt")
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        if self._asking == "search":
            self._needle = event.value.strip()
            self._found = -1
            self.view.show_hits(self._finder.find(self._needle))
            self.tell_status()

    @on(Input.Submitted, "#prompt")
    def _submitted(self, event: Input.Submitted) -> None:
        event.stop()
        asked, words = self._asking, event.value.strip()
        self._close_prompt()
        if asked == "search":
            if words and not len(self.view.hits):
                self.workbench.say(f"“{sanitise.line(words, 40)}” is not in this transcript.")
            elif words:
                self.action_found(1)
        elif words.isdecimal() and 1 <= int(words) <= len(self.document.turns):
            start = self.document.turn_span(int(words) - 1).start
            self.view.move(lambda cursor: cursor.place(start))
        elif words:
            self.workbench.say(f"There are turns 1 to {len(self.document.turns):,}.", "warning")

    def _close_prompt(self) -> None:
        self._asking = ""
        self.query_one("#prompt").display = False
        self.view.focus()
        self.tell_status()

    def action_found(self, steps: int) -> None:
        """To the next or the previous place the search found."""
        hits = self.view.hits
        if not len(hits):
            self.workbench.say("Nothing is searched for; / searches.")
            return
        here = self._found if 0 <= self._found < len(hits) and hits[self._found].overlaps(*self.passage) else -1
        self._found = (here + steps) % len(hits) if here >= 0 else hits.next(self.passage.start, steps)
        hit = hits[self._found]
        self.view.move(lambda cursor: cursor.drag(hit.start, hit.end - 1, Unit.WORD))

    def action_filter(self) -> None:
        """Show one code only, or all again."""
        if self._only:
            self._filter("")
        else:
            self.workbench.pick_code("Show only the codings of", self._filter)

    def _filter(self, code: str | None) -> None:
        if code is not None:
            self._show_only(code)
            self.view.repaint_all()
            self.tell()

    # --- panels

    def action_codes(self) -> None:
        """Show or hide the codes."""
        self._toggle("codes")

    def action_here(self) -> None:
        """Show or hide what is at the cursor."""
        self._toggle("here")

    def action_zen(self) -> None:
        """Hide both panels, or bring back what the width allows."""
        shown = [name for name in ("codes", "here") if self.query_one(f"#{name}-panel").display]
        self._wanted = dict.fromkeys(("codes", "here"), False) if shown else {}
        self._fit(self.app.size.width)
        self.call_after_refresh(self.tell)

    def _toggle(self, name: str) -> None:
        panel = self.query_one(f"#{name}-panel")
        self._wanted[name] = not panel.display
        if self.app.size.width < PANELS_FROM:  # over the text only one has room
            self._wanted[{"codes": "here", "here": "codes"}[name]] = False
        self._fit(self.app.size.width)
        self.call_after_refresh(self.tell)

    def action_escape(self) -> None:
        """Let go of one thing at a time: the prompt, the passage, what lies over the text, the search, the filter.

        Whoever was sent to a passage and has not gone on from it goes back to where they came from.
        """
        if self._asking:
            self._close_prompt()
        elif self._arrived is not None and self.view.cursor.anchor is not None and self.passage == self._arrived:
            self.workbench.go_back()
        elif self.view.cursor.selected or self.singled:
            self.single_out("")
            self.view.move(Cursor.release)
        elif self.app.size.width < PANELS_FROM and any(self._wanted.values()):
            self._wanted = {}
            self._fit(self.app.size.width)
        elif self._needle:
            self._needle = ""
            self.view.show_hits(Hits())
            self.tell_status()
        else:
            self._filter("")
