"""How the coding screen stays in step with the study: what is written here is shown at once, and what others write
appears where it is, row by row, while cursor, selection and whatever dialog is open stay as they are."""

from collections.abc import Callable, Collection, Mapping
from typing import Any, ParamSpec, TypeVar

from textual.timer import Timer

from workbench.study.codes import with_counts
from workbench.study.news import News
from workbench.study.words import NOT_COME
from workbench.tui.app import FAILED
from workbench.tui.coding.corrected import Corrected
from workbench.tui.coding.document import Span
from workbench.tui.coding.panels import CodeTree
from workbench.tui.live import Lull
from workbench.tui.widgets.text import clip

P = ParamSpec("P")
R = TypeVar("R")

COUNTS_AFTER = 0.2
"""Seconds without a change after which counts are drawn."""
_FOLLOWED = frozenset(
    (
        "coding",
        "code",
        "coder",
        "memo",
        "link",
        "pick",
        "setting",
        "assignment",
        "round",
        "lift",
        "sought",
        "settlement",
        "placement",
        "wording",
        "summary",
        "survey",
    )
)
"""Kinds of rows that are followed one by one, or are nothing to this screen; for any other everything is read again."""
_NOTED = frozenset(("memo", "link"))
_TEXTS = frozenset(("transcript", "revision"))
"""Kinds of rows that say which text is read."""


class Following(Corrected):
    """The coding screen, in step with what is written here and elsewhere."""

    def __init__(self, name: str, start: int | None = None, end: int | None = None) -> None:
        super().__init__(name, start, end)
        self.miscounted: set[str] = set()
        """Codes whose count changed since it was drawn."""
        self._counting: Timer | None = None
        self._wrote = False
        self._known = False
        self._loaded = False
        self._elsewhere = self.workbench.heard
        touched, later = lambda: self.workbench.touched, self.set_timer
        self._loading = Lull(self._when_here(self.load), touched, later)
        self._codebook = Lull(self._when_here(self._codes_again), touched, later)
        self._numbers = Lull(self._when_here(self._counts_again), touched, later, apart=2.0, cheap=0.0)
        self._telling = Lull(self._when_here(self._tell_quietly), touched, later, apart=1.0, cheap=0.0)

    def _when_here(self, work: Callable[[], object]) -> Callable[[], None]:
        """``work``, as long as this is the room one is in; another reads everything when one comes back."""

        def do() -> None:
            if self.is_mounted and self.workbench.room is self:
                self.workbench.do(work)

        return do

    def on_mount(self) -> None:
        """Hear of every write of this process, to tell it from those of others."""
        self._heard = self.study.on_change
        self._heard.append(self._hear)

    def on_unmount(self) -> None:
        """Stop hearing."""
        if self._hear in self._heard:
            self._heard.remove(self._hear)

    def _hear(self) -> None:
        self._wrote = True

    # --- what is written here

    def reload(self) -> None:
        """Read the study again, unless the only change was one made here and already shown."""
        known, self._known = self._known, False
        before, self._elsewhere = self._elsewhere, self.workbench.heard
        if not known or before != self._elsewhere:
            self.load()

    def load(self) -> None:
        """Read everything; nothing waits to be read after that."""
        for lull in (self._loading, self._codebook, self._numbers):
            lull.done()
        if self._loaded:  # the first time it is the text that was just read
            self.text_again()
        self._loaded = True
        super().load()

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
        if self._counting is not None:
            self._counting.stop()
        self._counting = self.set_timer(COUNTS_AFTER, self.tell_counts)

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

    # --- what others write

    def follow(self, news: News) -> None:
        """Show what arrived. What is dear to read, and nobody waits for, is read when no key has come for a moment."""
        self._elsewhere = self.workbench.heard
        if news.kinds & _TEXTS and self.text_again():
            self.load()  # at once: nobody may select a passage in a text that is not read any more
            self.workbench.say(
                f"{clip(self.source.name, 40)} was corrected elsewhere; this is the text that is read now."
            )
            return
        if news.anew or news.kinds - _FOLLOWED:
            self._loading.ask()
        if "coder" in news.kinds:
            self.read_coders()
        if news.codings:
            self._numbers.ask()
        late = {row.id for row in self.marks.alive() if row.memo == NOT_COME} if news.texts else set[str]()
        if news.codings or late:
            self._follow_codings(news.codings | late)
        if "code" in news.kinds or (news.texts and any(code.example == NOT_COME for code in self.codes.values())):
            self._codebook.ask()
        if news.kinds & _NOTED or news.texts:
            before = self.noted()
            self.read_memos()
            self.view.repaint(*before, *self.noted())
            self.tell()

    def _follow_codings(self, codings: Collection[str]) -> None:
        marks, spans, focused = self.marks, list[Span](), self.singled
        now = {row.id: row for row in self.study.codings.of(self.source.revision, codings)}
        for coding in codings:
            row = now.get(coding)
            known = marks.row(marks.slot(coding)) if coding in marks else None
            if row == known:
                continue
            if coding == focused:
                self.single_out("")  # the slot it stands at may become another's
            if row is None:
                spans.append(marks.remove(coding))
            elif known is None:
                spans.append(marks.add(row))
            else:
                spans += marks.replace(row)
        if focused in marks and focused != self.singled:
            self.single_out(focused)
        if not spans:
            return
        self.view.repaint(*spans)
        if any(span.overlaps(*self.passage) for span in spans):
            self.tell()
        self._telling.ask()

    def _tell_quietly(self) -> None:
        """Tell how many codings there are now. The title is far from the text, and a frame with both is a dear one."""
        self.query_one("#title").refresh()

    def _codes_again(self) -> None:
        """Read the codebook; the codings too where merges let them count as others."""
        merged = self.study.codes.merged()
        if merged != self.merged:
            self.load()
            return
        self._numbers.done()
        self.read_codes()
        self.tell()

    def _counts_again(self) -> None:
        """Count anew how often each code is used."""
        self.workbench.beside(self.study.sync.tally(), self._counted)

    def _counted(self, counts: Mapping[str, int]) -> None:
        if not self.is_mounted:
            return
        now = {row.id: row for row in with_counts(list(self.codes.values()), counts)}
        changed = {code for code, row in now.items() if row != self.codes[code]}
        self.codes = now
        for tree in self.query(CodeTree):  # while the app ends, the screen stands without its widgets for a moment
            tree.repaint(changed)
