"""The coding screen when the text it shows is corrected: the new text, and the cursor at the same passage.

The study carries codings and memos along by itself; where one is and what one has selected only the screen knows.
"""

from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.tui.coding.cursor import Cursor
from workbench.tui.coding.document import Document, Span
from workbench.tui.coding.here import Here
from workbench.tui.coding.marks import Marks
from workbench.tui.coding.reading import Reading
from workbench.tui.coding.search import Finder

if TYPE_CHECKING:
    from workbench.study import Document as Source


class Corrected(Reading):
    """The coding screen, able to change its text for another of the same transcript."""

    def action_edit_text(self) -> None:
        """Correct the text in the editor."""
        self.workbench.edit_transcript(self.source.name)

    def action_revisions(self) -> None:
        """The texts it has had."""
        self.workbench.open_revisions(self.source.name)

    def text_again(self) -> bool:
        """Show the text that is read now, where that is another one. Returns whether it was."""
        try:
            now = self.study.transcripts.document(self.source.name)
        except WorkbenchError:  # erased, renamed, or not come yet: what is on the screen can still be read
            return False
        if now.revision == self.source.revision:
            return False
        before, self.source = self.source, now
        self.transcript = self.study.transcripts.get(now.name)
        if now.text == before.text and now.turns == before.turns:
            return True
        self._show_text(before, now)
        return True

    def _show_text(self, before: "Source", now: "Source") -> None:
        view, old = self.view, self.view.cursor
        at = view.rows.row_of(old.focus.start) - view.scroll_offset.y
        focus, anchor = self._carried(before, now, old.focus), self._carried(before, now, old.passage)
        self.single_out("")
        self.document = Document(now.text, now.turns, now.sentences)
        self.marks = Marks(len(now.text))
        self._here = Here(self.document, self.transcript.informants)
        self._finder = Finder(now.text)
        self._found = -1
        view.show_text(self.document, self.marks, now.interviewer)
        _stand(view.cursor, old, focus, anchor)
        view.scroll_to(y=max(0, view.rows.row_of(view.cursor.focus.start) - max(at, 0)), animate=False, immediate=True)
        view.into_view()
        if self._needle:
            view.show_hits(self._finder.find(self._needle))

    def _carried(self, before: "Source", now: "Source", span: Span) -> Span:
        """Where a passage of the text before stands in the new one; where nothing is left of it, the place it had."""
        found = self.study.corrections.way(before.revision, now.revision)(*span)
        if found is None:
            return Span(min(span.start, max(len(now.text) - 1, 0)), min(span.start, len(now.text)))
        return Span(found.start, found.end)


def _stand(cursor: Cursor, before: Cursor, focus: Span, passage: Span) -> None:
    """Stand where one stood, with what was selected selected."""
    if before.anchor is not None and passage.start < passage.end:
        backwards = before.focus.start < before.anchor.start
        cursor.select(passage.start, passage.end)
        if backwards:
            cursor.other_end()
        cursor.sticky = before.sticky
    else:
        cursor.place(focus.start, before.unit)
