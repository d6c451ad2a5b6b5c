"""Writing about what is coded: facets, voices, remarks and memos."""

from collections.abc import Callable

from workbench import sanitise
from workbench.study import CodingRow
from workbench.transcripts import voices
from workbench.tui.app import FAILED
from workbench.tui.coding.asking import Ticks, coding_options
from workbench.tui.coding.document import Span
from workbench.tui.coding.following import Following
from workbench.tui.coding.quotation import quotation
from workbench.tui.memos.linking import link
from workbench.tui.memos.writing import Subject, Writer
from workbench.tui.widgets.picker import Picker
from workbench.tui.widgets.text import joined

AS_THE_TEXT_SAYS = ""


class Writing(Following):
    """The coding screen without tagging."""

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
        if coding not in self.marks:  # a colleague has taken it away meanwhile
            return set()
        row = self.marks.row(self.marks.slot(coding))
        return {f"{facet} {value}" for facet, values in row.facets.items() for value in values}

    def _flip_facet(self, coding: str, key: str) -> None:
        facet, value = next(
            (f, v) for f, values in self.study.settings.facets.items() for v in values if f"{f} {v}" == key
        )
        if coding not in self.marks:
            self.workbench.say("That coding is no longer there.", "warning")
            return
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
        if coding not in self.marks:
            return set()
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
        subject = Subject("passage", self.transcript.id, self.source.revision, start, end)
        what = sanitise.line(self.source.text[start:end], 50)
        self._write_memo(f"Memo on “{what}”", subject, "note")

    def action_transcript_memo(self) -> None:
        """Write a memo on the transcript, or go on with the one that is there."""
        subject = Subject("transcript", self.transcript.id)
        self._write_memo(f"Memo on {self.transcript.name}", subject, "field")

    def _write_memo(self, title: str, subject: Subject, kind: str) -> None:
        Writer(self.workbench, title, subject, kind, do=self.do, then=self.noted_again).begin()

    def memo_here(self) -> str:
        """The memo (its row) that is on the passage, or points to it; '' for none."""
        on = [one.id for one in self.memos if Span(one.start, one.end).overlaps(*self.passage)]
        pointing = [one.memo.id for one in self.linking if Span(one.start, one.end).overlaps(*self.passage)]
        return next(iter((*on, *pointing)), "")

    def noted_again(self, memo: str) -> None:
        """Show memos and links as they are now."""
        before = self.noted()
        self.read_memos()
        self.view.repaint(*before, *self.noted())
        self.recount()

    def action_link(self) -> None:
        """Let a memo point to the passage, or no longer."""
        passage = (self.source.revision, *self.passage)
        what = sanitise.line(self.source.text[slice(*self.passage)], 50)
        link(self.workbench, f"“{what}” in which memo?", passage, self.do, self.noted_again)

    def action_copy(self) -> None:
        """Copy the passage with its reference."""
        text = quotation(self.source, self.passage)
        self.app.copy_to_clipboard(text)
        self.workbench.say(f"Sent to the clipboard: {sanitise.line(text, 60)}")
