"""Splitting a code: its passages one at a time, each sorted by one key, until the split is made as one change.

The study keeps the sheet, so nothing is lost by leaving: what was sorted is there when one comes back.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import events, on
from textual.containers import Container, Vertical
from textual.widget import Widget

from workbench.tui.agreement.sheet import Sheet as Lines
from workbench.tui.app import FAILED
from workbench.tui.passages.changes import counted
from workbench.tui.passages.drawing import labels
from workbench.tui.passages.flow import harmless
from workbench.tui.splitting.commands import splitting_bindings
from workbench.tui.splitting.desk import Desk, reader
from workbench.tui.splitting.everything import Everything
from workbench.tui.splitting.sorting import Sorting
from workbench.tui.splitting.targets import Targets
from workbench.tui.splitting.work import STAY, Span, span
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, clip, fill, joined, width_of, wrap

if TYPE_CHECKING:
    from workbench.study import Passage, Sheet
    from workbench.tui.study_app import Failure

_WIDE = 100
_LOW = 20
"""Lines of a screen that has none to spare for remarks."""
_BEGIN: Line = [
    ("n ", "accent"), ("a new code to sort into   ", ""), ("c ", "accent"), ("a code that is there   ", ""),
    (". ", "accent"), ("it stays", ""),
]  # fmt: skip


class SplittingScreen(Sorting):
    """The desk at which the code ``code_id`` (a row) is split."""

    place: ClassVar[str] = "splitting"
    BINDINGS = splitting_bindings()
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (_WIDE, "-wide")]
    DEFAULT_CSS = """
    SplittingScreen #both { height: 1fr; layout: vertical; }
    SplittingScreen #targets { width: 1fr; height: 3; background: $surface; }
    SplittingScreen #right { height: 1fr; width: 1fr; }
    SplittingScreen #more { height: 2; }
    SplittingScreen #head { padding: 0 2 0 1; }
    SplittingScreen #all { padding: 0 0 0 1; }
    SplittingScreen #empty { margin: 1 2; color: $wb-dim; }
    SplittingScreen #said { background: $surface; }
    SplittingScreen.-wide #both { layout: horizontal; }
    SplittingScreen.-wide #targets { width: 28%; min-width: 30; max-width: 48; height: 1fr; }
    """

    def __init__(self, code_id: str) -> None:
        super().__init__(code_id)
        self._groups: dict[str, str] = {}
        self._searched: dict[Span, str] = {}

    def body(self) -> Iterable[Widget]:
        """The codes, the passage or the list, and a line of what was done."""
        with Container(id="both"):
            yield Targets(self.work, id="targets")
            with Vertical(id="right"):
                yield Bar(self._where, id="where")
                yield Bar(self._goes, id="goes")
                yield Desk(reader(self.study), id="desk")
                yield Lines(self._more, id="more")
                yield Bar(self.table.head, id="head")
                yield Everything(id="all")
                yield Words(id="empty")
        yield Bar(self._said, id="said")

    def here(self) -> Line:
        """The code."""
        return [("Split ", ""), (harmless(self.code.path) if self.code else "a code that is gone", "strong")]

    # --- reading

    def on_mount(self) -> None:
        """Put the sheet on the desk."""
        self.query_one(Targets).gathered = lambda: self.gathered
        wide = self.app.size.width >= _WIDE  # Textual says so only after the first frame, and everything would jump
        self.set_class(wide, "-wide")
        self.set_class(not wide, "-narrow")
        super().on_mount()

    def on_unmount(self) -> None:
        """Say that nothing is lost."""
        done = len(self.work.sorted)
        if done and not self.over and self.workbench.is_running and self.workbench.opened:
            name = harmless(self.name_of_code)
            self.workbench.say(
                f"The sheet stays: {done:,} of {len(self.work.passages):,} passages of {name} are sorted."
            )

    def reload(self) -> None:
        """Read the sheet again; the passage that is on the desk stays there. New codings of colleagues are unsorted."""
        came = self.work.came
        found: Sheet | Literal[Failure.FAILED] = FAILED
        self.code = next((code for code in self.study.codes.list() if code.id == self.code_id), None)
        if self.code is not None:
            found = self.workbench.do(self.study.splitting.open, self.code_id)
        self._groups = {group.id: group.label for group in self.study.settings.groups.values()}
        self._searched.clear()
        if found is not FAILED:
            self.work.take(found, self._is_wanted)
        else:
            self.work.narrow(lambda one: False)
        meant = self.code.definition if self.code else ""
        self.query_one(Targets).stays = meant or "it keeps the code that is split"
        self.table.again()
        self.query_one(Desk).forget()
        self.query_one("#title", Bar).refresh()
        if (more := self.work.came - came) > 0:
            self.tell([(f"{counted(more, 'passage')} more: a colleague has coded meanwhile", "warning")])
        self._fit()
        self.shown_anew()

    def _is_wanted(self, one: "Passage") -> bool:
        words = self.needle.split()
        if not words:
            return True
        text = self._searched.get(span(one))
        if text is None:
            parts = (one.transcript, one.text, *one.speakers, *one.groups, *one.coders, *one.memos)
            text = self._searched[span(one)] = " ".join(parts).casefold()
        return all(word in text for word in words)

    def filtered(self) -> None:
        """Go through what holds every word typed."""
        self.work.narrow(self._is_wanted)
        self.shown_anew()

    # --- showing

    def on_resize(self, event: events.Resize) -> None:
        """The codes stand beside the passage or above it."""
        self._fit()

    def _fit(self) -> None:
        targets, strip = self.query_one(Targets), self.app.size.width < _WIDE
        lines = targets.fit(strip)
        targets.styles.height = lines if strip else None
        noted = any(one.memos for one in self.work.passages)
        self.query_one("#more").styles.height = (2 if strip else 4) if noted and self.app.size.height > _LOW else 0

    def shown_anew(self) -> None:
        """Show all of it anew: the sheet, the filter or the view is another."""
        none = self.work.current is None
        for name in ("#where", "#goes", "#desk", "#more"):
            self.query_one(name).display = not self.listing and not none
        for name in ("#head", "#all"):
            self.query_one(name).display = self.listing and not none
        empty = self.query_one("#empty", Words)
        empty.display = none
        if self.code is None:
            empty.say(
                "This code is not in the codebook any more: it was deleted or merged. The sheet stays; q goes back."
            )
        elif self.work.passages:
            empty.say("No passage matches. Escape takes the words away.")
        else:
            empty.say("Nothing is coded with this code: there is nothing to sort.")
        if self.listing:
            self.query_one(Everything).show(len(self.work.shown), self.table.draw, cursor=self.work.at)
        if self.focused is None or self.focused is self.query_one(Everything):
            self.query_one(Everything).focus()
        self.stepped()

    def stepped(self) -> None:
        """Show what one key changes: the passage, and the numbers."""
        if self.listing:
            rows = self.query_one(Everything)
            rows.repaint_cursor()
            rows.move(self.work.at)
        else:
            self.query_one(Desk).show(self.work.current)
            self.query_one("#more", Lines).again()
        for name in ("#where", "#goes", "#said"):
            self.query_one(name, Bar).refresh()
        self.query_one(Targets).again()

    @on(Rows.Moved, "#all")
    def _moved(self, event: Rows.Moved) -> None:
        """The mouse has put the cursor somewhere; what the keys do is there already."""
        if self.listing and event.index == event.rows.cursor != self.work.at:
            self.work.move(event.index)
            self.stepped()

    @on(Rows.Chosen, "#all")
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_list()

    @on(Targets.Chosen)
    def _clicked(self, event: Targets.Chosen) -> None:
        if event.key:
            self.action_sort(event.key)

    def _where(self, width: int) -> Line:
        one = self.work.current
        if one is None:
            return ()
        shown = len(self.work.shown)
        of = f"{shown:,}" if shown == len(self.work.passages) else f"{shown:,} with “{clip(self.needle, 20)}”"
        place: list[Piece] = [
            (f" {self.work.at + 1:,} of {of}", "strong"),
            (f"   {harmless(one.transcript)}", "accent"),
            (f" · turn {one.turn:,}" if one.turn else "", "dim"),
            (f"   {harmless(' '.join(one.speakers))}", "strong"),
        ]
        who = joined((labels(one.groups, self._groups), ", ".join(one.coders)))
        return fill([*place, ("   ", ""), (clip(harmless(who), max(width - width_of(place) - 3, 0)), "dim")], width)

    def _goes(self, width: int) -> Line:
        one = self.work.current
        if one is None:
            return ()
        goes = self.table.where(one)
        line: list[Piece] = [(f" → {goes}", "success") if goes else (" not sorted yet", "dim")]
        if one.starred:
            line.append(("   ★", "warning"))
        also = [name.rpartition(" / ")[2] for name in one.codes if self.code is None or name != self.code.path]
        if also and (room := width - width_of(line) - 4) > 12:
            line.append((clip(f"   also {', '.join(also)}", room), "dim"))
        return fill(line, width)

    def _more(self, width: int) -> Sequence[Line]:
        one = self.work.current
        height = self.query_one("#more").size.height
        if one is None or not height:
            return ()
        text = "\n".join(dict.fromkeys(memo.replace("\n", " ") for memo in one.memos))
        told = wrap(text, max(min(width - 12, 100), 20), height) if text else []
        return [[("   remark " if not i else "          ", "accent"), (line, "")] for i, line in enumerate(told)]

    def _said(self, width: int) -> Line:
        work, line = self.work, self.said
        if self.gathered is not None:
            keys = " ".join(work.key_of(one) for one in work.targets if one.key in self.gathered)
            keys = joined((keys, STAY if STAY in self.gathered else ""), " ")
            line = [
                (f"into several: {keys or 'press their keys'}", "accent"),
                ("   enter sorts it, esc lets go", "dim"),
            ]
        elif self.for_all:
            count = counted(len(work.waiting()), "passage")
            line = [(f"press the key into which all {count} go", "accent"), ("   esc lets go", "dim")]
        elif not line and not work.targets and work.passages:
            line = _BEGIN
        elif work.passages and not work.left:
            ahead: Line = [("ctrl+s ", "accent"), ("splits, ", ""), ("P ", "accent"), ("looks ahead", "")]
            line = [*line[:1], ("   " * bool(line), ""), ("all sorted: ", "success"), *ahead]
        return fill([(" ", ""), *line], width)
