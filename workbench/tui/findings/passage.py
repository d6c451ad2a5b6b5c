"""The text around a finding, as the coding screen draws it: the words are selected, other findings underlined."""

from collections.abc import Collection
from typing import TYPE_CHECKING

from workbench.errors import WorkbenchError
from workbench.tui.coding.document import Document, Span
from workbench.tui.coding.looks import Looks
from workbench.tui.coding.marks import Marks
from workbench.tui.coding.search import Hits
from workbench.tui.coding.view import TranscriptView

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.study.anonymity import Leftover

NOTHING = Document(" ", (), ())


class Passage(TranscriptView, can_focus=False):
    """A text to look at; nothing is done in it."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(NOTHING, Marks(1), id=id)
        self._of = ""

    def on_mount(self) -> None:
        """Dress for the theme, and again when that changes."""
        self.app.theme_changed_signal.subscribe(self, lambda theme: self.dress())
        self.dress()

    def dress(self) -> None:
        """Take the theme's colours."""
        app = self.app
        plain = app.no_color or app.native_ansi_color or app.console.color_system == "standard"
        self.looks = Looks(app.theme_variables, app.current_theme.dark, plain)
        self.repaint_all()

    def show(self, study: "Study", leftover: "Leftover", others: Collection[tuple[int, int]]) -> None:
        """Show the words of ``leftover`` where they stand; ``others`` are the places of further findings there."""
        finding = leftover.finding
        start, end = finding.start, finding.end
        source = None
        if leftover.revision:
            try:
                source = study.transcripts.revision(leftover.revision) if leftover.revision != self._of else None
            except WorkbenchError:
                source = None
        if leftover.revision and leftover.revision == self._of:
            pass
        elif source is not None:
            self._of = leftover.revision
            document = Document(source.text, source.turns, source.sentences)
            self.show_text(document, Marks(len(source.text)), source.interviewer)
        else:  # a memo, a definition: what stands around the words is all there is to show
            self._of = ""
            before, after = leftover.context
            text = f"{before}{finding.text}{after}"
            start, end = len(before), len(before) + len(finding.text)
            self.show_text(Document(text, (), ()), Marks(len(text)))
            others = ()
        self.show_hits(Hits([Span(*other) for other in sorted(others)]))
        self.cursor.select(start, end)
        self.repaint_all()
        self.show_passage(start)
