"""An episode in its transcript: a lane for each coder beside the text, the same keys that settle, the next one."""

from collections.abc import Callable
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult

from workbench.agreement.values import AGREED
from workbench.tui.agreement import words
from workbench.tui.agreement.commands import LANES, settling_bindings
from workbench.tui.agreement.laneview import ALIKE, DIFFERS, NO_LANES, SETTLED, LaneView, lanes_of
from workbench.tui.agreement.settling import Settling
from workbench.tui.agreement.telling import OWN, Manner, kind, legend, mark
from workbench.tui.app import FAILED
from workbench.tui.coding.cursor import Cursor
from workbench.tui.coding.document import Document, Span, Unit
from workbench.tui.coding.looks import Looks
from workbench.tui.widgets.room import Hints, title_line, with_synced
from workbench.tui.widgets.rows import Bar
from workbench.tui.widgets.text import Line, Piece, clip, fill, joined, width_of

if TYPE_CHECKING:
    from workbench.agreement.values import Scope
    from workbench.study.agreement import EpisodeRow, Episodes


class LanesScreen(Settling):
    """The episode ``item`` of a code in its text; ``follow`` is told where one has gone.

    ``found``: the episodes, where they have just been read; ``selecting``: begin with a passage of one's own.
    """

    place: ClassVar[str] = "lanes"
    BINDINGS = [*settling_bindings(LANES)]
    DEFAULT_CSS = """
    LanesScreen #heads { background: $surface; }
    LanesScreen #what { padding: 0 1; background: $surface; }
    LanesScreen #legend { padding: 0 1; background: $surface; }
    """

    def __init__(
        self,
        code: str,
        scope: "Scope",
        manner: Manner,
        item: str,
        follow: Callable[[str], object],
        selecting: bool = False,
        found: "Episodes | None" = None,
    ) -> None:
        super().__init__(code, scope, manner)
        self.item = item
        self._follow = follow
        self._begin = selecting
        self._given = found
        self._at = 0
        self._all: list[EpisodeRow] = []
        self._revision = ""
        self._extent = Span(0, 0)
        self._turns = 0
        self.view = LaneView(id="text")

    def compose(self) -> ComposeResult:
        """Title, whose lane is which, the text, what kind of episode it is, the keys that settle."""
        yield Bar(self._title, id="title")
        yield Bar(self._heads, id="heads")
        yield self.view
        yield Bar(self._what, id="what")
        yield Bar(self._legend, id="legend")
        yield Hints(self.place)

    def on_mount(self) -> None:
        """Read and show."""
        self.app.theme_changed_signal.subscribe(self, lambda theme: self._dress())
        self.reload()
        self.view.moved = self._selected
        self.view.focus()
        self.call_after_refresh(self._arrive)

    def _arrive(self) -> None:
        self._show_place()
        if self._begin:
            self._begin = False
            self.action_own()

    # --- reading

    @property
    def current(self) -> "EpisodeRow | None":
        """The episode one looks at."""
        return self._all[self._at] if self._at < len(self._all) else None

    def reload(self) -> None:
        """Read the episodes again; of one that is another now, what stands at its place."""
        self._all = list(self.read(self._given))
        self._given = None
        before = self._extent
        self.item = self.came_back or self.item
        at = next((i for i, row in enumerate(self._all) if row.item == self.item), None)
        if at is None:
            at = next((i for i, row in enumerate(self._all) if self._is_at(row, before)), None)
        self._at = min(self._at, max(len(self._all) - 1, 0)) if at is None else at
        self._dress()
        if self.current is None:
            self.view.lanes, self.view.extent = NO_LANES, Span(0, 0)
            self.tell()
        else:
            self._show(self.current, at is None or bool(self.came_back))

    def _is_at(self, row: "EpisodeRow", extent: Span) -> bool:
        return row.episode.revision == self._revision and extent.overlaps(row.episode.start, row.episode.end)

    def _show(self, row: "EpisodeRow", elsewhere: bool) -> None:
        """Put an episode on the screen; ``elsewhere``: go to its place in the text."""
        episode = row.episode
        self.item = row.item
        if episode.revision != self._revision:
            document = self.workbench.do(self.study.transcripts.revision, episode.revision)
            if document is FAILED or document is None:
                self.workbench.say("The text of this episode is not here; sync with your colleagues.", "warning")
                return
            self._revision, self._turns = episode.revision, len(document.turns)
            text = Document(document.text, document.turns, document.sentences)
            self.view.load(text, document.interviewer)
            elsewhere = True
        self._extent = self.view.extent = Span(episode.start, episode.end)
        self.view.lanes = lanes_of([r for r in self._all if r.episode.revision == self._revision], self.coders)
        self.view.repaint_all()
        if elsewhere:
            self._show_place()
        self._follow(row.item)
        self.tell()

    def _show_place(self) -> None:
        if self.view.size.height and self._extent.end:
            self.view.cursor.place(self._extent.start)
            self.view.show_passage(self._extent.start)

    def _dress(self) -> None:
        """Make the styles for the theme and the terminal at hand."""
        app = self.app
        plain = app.no_color or app.native_ansi_color or app.console.color_system == "standard"
        self.view.looks = Looks(app.theme_variables, app.current_theme.dark, plain)
        code = next((code for code in self.study.codes.list() if code.id == self.code), None)
        if code is not None:
            self.view.look = self.view.looks.code("", code.number, code.colour)
        self.view.repaint_all()

    # --- drawing

    def tell(self) -> None:
        """Paint what stands around the text again."""
        for bar in self.query(Bar):
            bar.refresh()

    def _title(self, width: int) -> Line:
        row, path = self.current, self.found.path if self.found else ""
        left: list[Piece] = [("Agreement ▸ ", "dim"), (path.rpartition(" / ")[2], "strong")]
        if row is not None:
            left += [(" ▸ ", "dim"), (row.name, "strong"), (f" · turn {row.turn} of {self._turns}", "")]
        right: Line = [(self.study.coder_name, "strong")]
        right = with_synced(right, self.workbench.synced(), width - width_of(left) - 4)
        room = width - width_of(left) - width_of(right) - 8
        if room >= 12:
            left.insert(0, (f"{clip(self.study.title, min(room, width // 3))} ▸ ", "dim"))
        return title_line(left, right, width)

    def _heads(self, width: int) -> Line:
        digits = {coder: i for i, coder in enumerate(self.coders, 1)}
        here = ", ".join(self.coders[coder] for coder in self.view.lanes.coders if coder in self.coders)
        told = joined((here, f"{SETTLED} settled", f"{ALIKE} alike", f"{DIFFERS} and underlined: they differ"))
        return fill([(self.view.head(self.coders, digits), "strong"), (told, "dim")], width)

    def _what(self, width: int) -> Line:
        row = self.current
        if row is None:
            return fill([("There is no episode of this code any more; esc goes back.", "dim")], width)
        what = kind(row, self.coders, self.codes)
        share = words.percent(row.episode.share) if row.episode.kind != AGREED else ""
        where = f"{self._at + 1} of {len(self._all)}"
        told = joined((f"{share} of its disagreement" if share else "", where))
        settled = mark(row, self.coders, self.names)
        if cell_len(f"{what}   {told}   {settled[0]}") > width:
            told = joined((share, where))
            settled = mark(row, self.coders, self.names, width - cell_len(f"{what}   {told}   "))
        return fill([(what, "strong"), (f"   {told}   ", "dim"), settled], width)

    def _legend(self, width: int) -> Line:
        if self.view.selecting:
            told = "j k sentence · w b word · ← → character · v extend · o other end · + - unit"
            keys: list[Piece] = [("enter ", "accent"), ("takes it  ", ""), ("esc ", "accent"), ("leaves  ", "")]
            return fill([*keys, (told, "dim")], width)
        return legend(self.current, self.coders, self.manner, width)

    # --- going

    def _go_to(self, at: int) -> None:
        self._at = at
        if self.view.selecting:
            self.view.select(False)
        self._show(self._all[at], True)

    def action_go(self, step: int) -> None:
        """The next episode of the code, wherever it is."""
        count = len(self._all)
        if count:
            self._go_to((self._at + step) % count)

    def action_unsettled(self, step: int) -> None:
        """The next one that is not settled."""
        if not self._unsettled(step):
            self.workbench.say("There is nothing more to settle here.")

    def _unsettled(self, step: int) -> bool:
        count = len(self._all)
        for away in range(1, count + 1):
            at = (self._at + step * away) % count
            if self.open_still(self._all[at]):
                self._go_to(at)
                return True
        return False

    def moved_on(self) -> None:
        """To the next episode that is not settled; after the last one stay."""
        if not self._unsettled(1):
            self.view.select(False)
            self.workbench.say("Everything is settled here. u takes the last one back.")

    def action_here(self) -> None:
        """Back to the episode."""
        self._show_place()

    def action_page(self, share: float) -> None:
        """By a share of the screen."""
        self.view.page(share)

    def action_first(self) -> None:
        """To the beginning of the text."""
        self.view.move(lambda cursor: cursor.place(0))

    def action_last(self) -> None:
        """To the end of the text."""
        self.view.move(lambda cursor: cursor.place(len(self.view.document.text)))

    def action_step(self, unit: str, steps: int) -> None:
        """Move what is selected; else scroll."""
        if self.view.selecting:
            self.view.move(lambda cursor: cursor.step(Unit[unit.upper()], steps))
        elif unit == Unit.SENTENCE.label:
            self.view.scroll_to(y=self.view.scroll_offset.y + steps, animate=False, immediate=True)

    # --- a passage of its own

    def _selected(self) -> None:
        """The cursor moved; who drags the mouse selects."""
        if not self.view.selecting and self.view.cursor.anchor is not None:
            self.view.select(True)
            self.tell()

    def action_own(self) -> None:
        """Select a passage; again: its other end."""
        if self.current is None:
            return
        if self.view.selecting:
            self.view.move(Cursor.other_end)
        else:
            self.view.select(True)
            self.view.into_view()
            self.tell()

    def action_extend(self) -> None:
        """Begin to extend, or let go."""
        if self.view.selecting:
            self.view.move(Cursor.toggle)

    def action_union(self) -> None:
        """Everything that any of them has; while selecting, the next larger unit."""
        if self.view.selecting:
            self.view.move(Cursor.grow)
        else:
            super().action_union()

    def action_intersection(self) -> None:
        """What all of them have; while selecting, the next smaller unit."""
        if self.view.selecting:
            self.view.move(Cursor.shrink)
        else:
            super().action_intersection()

    def action_enter(self) -> None:
        """Settle on what is selected; else open the transcript for coding."""
        row = self.current
        if row is None:
            return
        if self.view.selecting:
            start, end = self.view.cursor.passage
            self.settle(OWN, [(start, end)])
        else:
            self.workbench.open_transcript(row.name, row.episode.start, row.episode.end)

    def action_escape(self) -> None:
        """Leave the selecting; else go back."""
        if self.view.selecting:
            self.view.select(False)
            self.tell()
        else:
            self.workbench.go_back()
