"""Writing about what is coded: facets, voices, remarks and memos; and how the screen stays in step with the study."""

from collections.abc import Callable, Sequence
from typing import Any, ParamSpec, TypeVar

from textual.timer import Timer

from workbench import sanitise
from workbench.study import CodingRow, MemoRow
from workbench.transcripts import voices
from workbench.tui.app import FAILED
from workbench.tui.coding.asking import Ticks, coding_options
from workbench.tui.coding.document import Span
from workbench.tui.coding.panels import CodeTree
from workbench.tui.coding.quotation import quotation
from workbench.tui.coding.reading import Reading
from workbench.tui.widgets.picker import Picker
from workbench.tui.widgets.text import joined

P = ParamSpec("P")
R = TypeVar("R")

AS_THE_TEXT_SAYS = ""
COUNTS_AFTER = 0.2
"""Seconds without a change after which counts are drawn."""


class Writing(Reading):
    """The coding screen without tagging."""

    def __init__(self, name: str, start: int | None = None, end: int | None = None) -> None:
        super().__init__(name, start, end)
        self.miscounted: set[str] = set()
        """Codes whose count changed since it was drawn."""
        self._counting: Timer | None = None
        self._wrote = False
        self._known = False
        self._elsewhere = 0

    # --- staying in step with the study

    def on_mount(self) -> None:
        """Hear of every write of this process, to tell it from those of others."""
        super().on_mount()
        self._heard = self.study.on_change
        self._heard.append(self._hear)

    def on_unmount(self) -> None:
        """Stop hearing."""
        if self._hear in self._heard:
            self._heard.remove(self._hear)

    def _hear(self) -> None:
        self._wrote = True

    def reload(self) -> None:
        """Read the study again, unless the only change was one made here and already shown."""
        known, self._known = self._known, False
        before, self._elsewhere = self._elsewhere, self.workbench.heard
        if not known or before != self._elsewhere:
            self.load()

    def do(self, fn: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> "R | Any":
        """``app.do`` for changes whose effect this screen shows by itself."""
        self._wrote = False
        result = self.workbench.do(fn, *args, **kwargs)
        if result is not FAILED and self._wrote:
            self._known = True
        return result

    def recount(self) -> None:
        """Codings or memos here are not what they were: what is at the cursor says so now, the counts in a moment.

        A count is no answer to a key, and on the other side of the screen it would make the frame that is one dear.
        """
        self.tell()
        if self._counting is None:
            self._counting = self.set_timer(COUNTS_AFTER, self.tell_counts)
        else:
            self._counting.reset()

    def tell_counts(self) -> None:
        """Bring the title, the counts of the codes and the recent ones up to date."""
        self._counting = None
        self.query_one("#title").refresh()
        self.query_one(CodeTree).repaint(self.miscounted)
        self.miscounted = set()
        self.show_recent()

    def reread(self, coding: str) -> None:
        """Show a coding as it is now."""
        focused = self.singled
        self.single_out("")
        self.view.repaint(*self.marks.replace(self.study.codings.get(coding)))
        self.single_out(focused)
        self.recount()

    # --- one of the codings here

    def with_coding(self, question: str, then: Callable[[CodingRow], object]) -> None:
        """``then`` with the coding meant: the one singled out, the only one here, or the one picked when asked."""
        rows = self.at_cursor()
        meant = [row for row in rows if row.id == self.singled] or rows
        if not meant:
            self.workbench.say("There is no coding here; > goes to the next.")
        elif len(meant) == 1:
            then(meant[0])
        else:
            options = coding_options(meant, self.codes, self.coders, self.source.text)
            self.app.push_screen(Picker(question, options), lambda picked: self._picked_coding(picked, then))

    def _picked_coding(self, coding: str | None, then: Callable[[CodingRow], object]) -> None:
        if coding is not None and coding in self.marks:
            then(self.marks.row(self.marks.slot(coding)))

    def if_mine(self, row: CodingRow, then: Callable[[], object], what: str) -> None:
        """Ask before touching what a colleague did."""
        if row.coder == self.study.coder:
            then()
            return
        who = sanitise.line(self.coders.get(row.coder, "somebody else"), 40)
        self.workbench.confirm(f"This is a coding of {who}. {what}", lambda yes: then() if yes else None)

    # --- facets and voices

    def action_facets(self) -> None:
        """Say more about a coding."""
        if not self.study.settings.facets:
            self.workbench.say("study.toml names no facets.")
        else:
            self.with_coding("Facets of which coding?", self._tick_facets)

    def _tick_facets(self, row: CodingRow) -> None:
        facets = self.study.settings.facets
        items = [(f"{facet} {value}", value, facet) for facet, values in facets.items() for value in values]
        self.app.push_screen(
            Ticks("Facets", items, lambda: self._facets_on(row.id), lambda key: self._flip_facet(row.id, key))
        )

    def _facets_on(self, coding: str) -> set[str]:
        row = self.marks.row(self.marks.slot(coding))
        return {f"{facet} {value}" for facet, values in row.facets.items() for value in values}

    def _flip_facet(self, coding: str, key: str) -> None:
        facet, value = next(
            (f, v) for f, values in self.study.settings.facets.items() for v in values if f"{f} {v}" == key
        )
        values = set(self.marks.row(self.marks.slot(coding)).facets.get(facet, ())) ^ {value}
        if self.do(self.study.codings.set_facet, coding, facet, values) is not FAILED:
            self.reread(coding)

    def action_voices(self) -> None:
        """Correct whose voice a coding is."""
        if not self.transcript.informants:
            self.workbench.say("No informants are known in this transcript.")
        else:
            self.with_coding("The voices of which coding?", self._tick_voices)

    def _tick_voices(self, row: CodingRow) -> None:
        items = [(AS_THE_TEXT_SAYS, "as the text says", "")]
        items += [(i.id, i.label, joined((i.group, i.person))) for i in self.transcript.informants]
        self.app.push_screen(
            Ticks(
                "Whose voice is it?", items, lambda: self._voices_on(row.id), lambda key: self._flip_voice(row.id, key)
            )
        )

    def _voices_on(self, coding: str) -> set[str]:
        row = self.marks.row(self.marks.slot(coding))
        if row.voices is not None:
            return set(row.voices)
        heard = voices(self.source.text, self.source.turns, row.start, row.end, self.source.interviewer).labels
        return {AS_THE_TEXT_SAYS, *(i.id for i in self.transcript.informants if i.label in heard)}

    def _flip_voice(self, coding: str, key: str) -> None:
        now = None if key == AS_THE_TEXT_SAYS else (self._voices_on(coding) - {AS_THE_TEXT_SAYS}) ^ {key}
        if self.do(self.study.codings.set_voices, coding, now) is not FAILED:
            self.reread(coding)

    # --- memos, copying

    def action_note(self) -> None:
        """Write the remark that belongs to a coding."""
        self.with_coding("A remark on which coding?", self._write_note)

    def _write_note(self, row: CodingRow) -> None:
        def keep(text: str | None) -> None:
            if text is not None and self.do(self.study.codings.note, row.id, text.strip()) is not FAILED:
                self.reread(row.id)

        code = self.codes.get(row.code)
        self.workbench.ask_text(f"Remark on this coding with {code.name if code else '?'}", row.memo, keep)

    def action_memo(self) -> None:
        """Write a memo on the passage, or go on with the one that is there."""
        start, end = self.passage
        mine = [m for m in self.memos if (m.start, m.end) == (start, end) and m.coder == self.study.coder_name]
        what = sanitise.line(self.source.text[start:end], 50)
        self._write_memo(f"Memo on “{what}”", mine, "passage", Span(start, end))

    def action_transcript_memo(self) -> None:
        """Write a memo on the transcript, or go on with the one that is there."""
        memos = self.study.memos.list(target=self.transcript.id)
        mine = [m for m in memos if m.about == "transcript" and m.coder == self.study.coder_name]
        self._write_memo(f"Memo on {self.transcript.name}", mine, "transcript", Span(0, 0))

    def _write_memo(self, title: str, mine: Sequence[MemoRow], about: str, span: Span) -> None:
        memos, revision = self.study.memos, self.source.revision if about == "passage" else ""

        def keep(text: str | None) -> None:
            if text is None or not (text.strip() or mine):
                return
            if not text.strip():
                self.do(memos.remove, mine[0].id)
            elif mine:
                self.do(memos.edit, mine[0].id, text.strip())
            else:
                self.do(
                    memos.add,
                    about,
                    self.transcript.id,
                    text.strip(),
                    revision=revision,
                    start=span.start,
                    end=span.end,
                )
            self.read_memos()
            self.view.repaint(span)
            self.recount()

        self.workbench.ask_text(title, mine[0].text if mine else "", keep)

    def action_copy(self) -> None:
        """Copy the passage with its reference."""
        text = quotation(self.source, self.passage)
        self.app.copy_to_clipboard(text)
        self.workbench.say(f"Sent to the clipboard: {sanitise.line(text, 60)}")
