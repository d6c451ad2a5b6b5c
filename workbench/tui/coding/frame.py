"""The frame of the coding screen: what is on it, read from the study and kept up to where the cursor is."""

from bisect import bisect_left
from typing import TYPE_CHECKING, ClassVar, cast

from textual import events, on
from textual.app import ComposeResult
from textual.screen import Screen
from textual.widgets import Input

from workbench.study import CodeRow, CodingRow, MemoRow
from workbench.study.memos import Linking
from workbench.tui.coding.commands import coding_bindings
from workbench.tui.coding.document import Document, Span
from workbench.tui.coding.here import Here, definition, extent
from workbench.tui.coding.labels import labels
from workbench.tui.coding.looks import CodeLook, Looks
from workbench.tui.coding.marks import Marks
from workbench.tui.coding.panels import CodeTree, Desk, Foot, Shelf, SidePanel
from workbench.tui.coding.search import Finder
from workbench.tui.coding.view import TranscriptView
from workbench.tui.widgets.room import title_line, with_synced
from workbench.tui.widgets.rows import Bar
from workbench.tui.widgets.text import Line, Piece, clip, clock, fill, joined, width_of

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.tui.app import WorkbenchApp

PANELS_FROM = 100
"""Terminals of so many columns show the panels beside the text; narrower ones lay them over it."""
RECENT = 9
HEADING: Line = [(" Here", "accent")]


class Frame(Screen[None]):
    """A transcript with its codings. Raises ``NotFoundError`` where there is no transcript of that name."""

    place: ClassVar[str] = "coding"
    BINDINGS = [*coding_bindings()]
    BLANK = True
    CSS_PATH = "coding.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (PANELS_FROM, "-wide")]

    def __init__(self, name: str, start: int | None = None, end: int | None = None) -> None:
        super().__init__()
        study = self.study
        self.source = study.transcripts.document(name)
        self.transcript = study.transcripts.get(name)
        self.document = Document(self.source.text, self.source.turns, self.source.sentences)
        self.marks = Marks(len(self.source.text))
        self.view = TranscriptView(self.document, self.marks, self.source.interviewer, id="text")
        self.codes: dict[str, CodeRow] = {}
        self.coders: dict[str, str] = {}
        self.recent: list[str] = []
        self.merged: list[tuple[str, str]] = []
        self.memos: list[MemoRow] = []
        self.linking: list[Linking] = []
        self.singled = ""
        """The coding singled out among those at the cursor, or ''."""
        self._looks: dict[str, CodeLook] = {}
        self._here = Here(self.document, self.transcript.informants)
        self._finder = Finder(self.source.text)
        self._needle = ""
        self._found = -1
        self._only = ""
        self._asking = ""
        self._told: Line = ()
        self._wanted: dict[str, bool] = {}
        self._goal = None if start is None else Span(start, end or start)
        self._arrived: Span | None = None
        """The passage to which somebody was sent, from a list to which escape goes back as long as it is selected."""

    @property
    def workbench(self) -> "WorkbenchApp":
        """The app, by its own type."""
        return cast("WorkbenchApp", self.app)

    @property
    def study(self) -> "Study":
        """The study everything is read from."""
        return self.workbench.study

    @property
    def passage(self) -> Span:
        """What a command is about."""
        return self.view.cursor.passage

    # --- the frame

    def compose(self) -> ComposeResult:
        """Title, codes, text, what is here, foot."""
        yield Bar(self._title, id="title")
        with Desk(id="desk"):
            with Shelf(id="codes-panel"):
                yield SidePanel(id="codes-heading")
                yield CodeTree(id="codes")
                yield SidePanel(id="recent")
            yield self.view
            yield SidePanel(right=False, id="here-panel")
        yield Input(id="prompt")
        with Desk(id="foot"):
            yield Foot(self.place)
            yield Bar(self._status, id="status")

    def on_mount(self) -> None:
        """Read, show, and go where one was sent."""
        self.query_one("#prompt").display = False
        self.query_one("#codes-heading", SidePanel).show([[(" Codes", "accent")]])
        self.app.theme_changed_signal.subscribe(self, lambda theme: self._dress())
        self._fit(self.app.size.width)
        self.load()
        self.view.moved = self.tell
        self.view.focus()
        self.call_after_refresh(self._go_to_goal)

    def _go_to_goal(self) -> None:
        if self._goal is not None:
            start, end = self._goal
            self.view.move(lambda cursor: cursor.place(start) if end <= start else cursor.select(start, end))
            self.view.cursor.settle()
            self.view.show_passage(start)
            self._arrived = self.passage
        self.tell()

    def on_resize(self, event: events.Resize) -> None:
        """Give the panels the room there is."""
        self._fit(event.size.width)

    def _fit(self, width: int) -> None:
        beside = width >= PANELS_FROM
        for name in ("codes", "here"):
            panel = self.query_one(f"#{name}-panel")
            panel.set_class(not beside, "over")
            panel.set_class(beside and width < 120, "slim")
            panel.set_class(width >= 160, "broad")
            panel.display = self._wanted.get(name, beside)

    def _title(self, width: int) -> Line:
        transcript = self.transcript
        who = " ".join(informant.label for informant in transcript.informants[:8])
        told = joined((transcript.site, transcript.kind, who))
        count = len(self.marks)
        number = f"{count:,} coding{'' if count == 1 else 's'}"
        right: list[Piece] = [(self.study.coder_name, "strong"), (f" · {number}", "")]
        left: list[Piece] = [(transcript.name, "strong")]
        room = width - width_of(left) - width_of(right) - 4
        for text, look in (*self.marked(), (told, "")):  # what does not fit must not push out who codes here
            if text and room > 6:
                left.append((f" · {clip(text, room - 3)}", look))
                room -= width_of(left[-1:])
        right = list(with_synced(right, self.workbench.synced(), width - width_of(left) - 4))
        room = width - width_of(left) - width_of(right) - 8
        if room >= 12:  # who works where comes before the name of the whole
            left.insert(0, (f"{clip(self.study.title, min(room, width // 3))} ▸ ", "dim"))
        return title_line(left, right, width)

    def marked(self) -> Line:
        """What stands right after the transcript's name, because it is not as always."""
        return ()

    def _status(self, width: int) -> Line:
        """Right in the foot: where one is and what is selected; before that what is searched, filtered or edited."""
        cursor = self.view.cursor
        what = cursor.unit.label
        if cursor.anchor is not None:
            what = f"{'extending' if cursor.sticky else 'selected'}: {extent(self.document, *cursor.passage)}"
        selected: Piece = (what, "accent" if cursor.selected else "dim")
        turn = self._turn(self.document.turn_at(cursor.focus.start), width - len(what) - 4)
        told = self.told()
        pieces: list[Piece] = [(told, "accent"), selected] if told else [(turn, "dim"), selected]
        if sum(len(text) for text, _ in pieces) + 4 > width:
            pieces = pieces[:1] if told else pieces[1:]
        line: list[Piece] = [pieces[0], *(piece for more in pieces[1:] for piece in ((" · ", "dim"), more)), (" ", "")]
        return fill(line, width, right=True)

    def _turn(self, at: int, width: int) -> str:
        """Which turn it is, and when in the recording it is said, in as many words as there is room for."""
        count = len(self.document.turns)
        turn = f"turn {at + 1} of {count}"
        when = self._when(self.document.turns[at].start)
        fitting = (f"{turn} · {when}", f"{at + 1}/{count} · {when}") if when else ()
        return next((words for words in fitting if len(words) <= width), turn)

    def _when(self, start: int) -> str:
        """When in the recording the turn that begins at ``start`` is said; '' where that is not known."""
        turns, times = self.source.turns, self.source.times
        at = bisect_left(turns, start, key=lambda turn: turn.start)
        time = times[at] if at < len(times) and turns[at].start == start else None
        return clock(time.start) if time else ""

    def told(self) -> str:
        """What the foot says instead of the turn: how far a search is, what is filtered; or ''."""
        if self._needle:
            at = f"{self._found + 1:,} of " if self._found >= 0 else ""
            return f"{at}{len(self.view.hits):,} found"
        code = self.codes.get(self._only)
        return f"only {clip(code.name, 20)}" if code else ""

    # --- reading the study

    def load(self) -> None:
        """Read everything from the study and paint it."""
        study = self.study
        self.read_coders()
        self.read_memos()
        self.recent = study.codes.recent(RECENT)
        self.marks.update(study.codings.of(self.source.revision))
        self.read_codes()
        if self.singled not in self.marks:
            self.single_out("")
        self.view.repaint_all()
        self.query_one("#title").refresh()
        self.tell()

    def read_coders(self) -> None:
        """Read who there is. Whoever has not written anything yet is not among the study's coders."""
        study = self.study
        self.coders = {study.coder: study.coder_name} | {coder.id: coder.name for coder in study.coders()}

    def read_memos(self) -> None:
        """Read the memos on passages of this text, and those that point to some."""
        self.memos = self.study.memos.list(revision=self.source.revision)
        self.linking = self.study.memos.linking(self.source.revision)
        self.view.show_memos(self.noted())

    def noted(self) -> list[Span]:
        """The passages that memos are on or point to."""
        on = [Span(memo.start, memo.end) for memo in self.memos]
        return [*on, *(Span(one.start, one.end) for one in self.linking)]

    def read_codes(self) -> None:
        """Read the codebook: names, counts and what the margin shows of it."""
        self.codes = {code.id: code for code in self.study.codes.list()}
        self.merged = self.study.codes.merged()
        self._dress()

    def _dress(self) -> None:
        """Make the styles for the theme and the terminal at hand."""
        app = self.app
        plain = app.no_color or app.native_ansi_color or app.console.color_system == "standard"
        looks = Looks(app.theme_variables, app.current_theme.dark, plain)
        by_number = sorted(self.codes.values(), key=lambda code: code.number)
        short = labels((code.id, code.name) for code in by_number)
        self._looks = {code.id: looks.code(short[code.id], code.number, code.colour) for code in by_number}
        self.view.looks, self.view.codes = looks, self._looks
        self._show_only(self._only)
        self.view.repaint_all()
        self.query_one(CodeTree).show(self.codes, self._looks)
        self.show_recent()

    def show_recent(self) -> None:
        """The recent codes with their digits."""
        known = [code for code in self.recent if code in self.codes]
        lines: list[Line] = [[], [(" Recent", "accent")]] if known else []
        for digit, code in enumerate(known, 1):
            look = self._looks[code]
            name: list[Piece] = [(f"{look.glyph}{look.label} ", look.ink), (self.codes[code].name, "")]
            lines.append([(f" {digit} ", "strong"), *name])
        panel = self.query_one("#recent", SidePanel)
        if panel.styles.height is None or panel.styles.height.value != len(lines):
            panel.styles.height = len(lines)
        panel.show(lines)

    # --- what is at the cursor

    def at_cursor(self) -> list[CodingRow]:
        """The codings with a character in the passage, those hidden by the filter left out."""
        rows = [self.marks.row(slot) for slot in self.marks.overlapping(*self.passage)]
        return rows if self.view.shown is None else [row for row in rows if row.code in self.view.shown]

    def single_out(self, coding: str) -> None:
        """Single a coding out ('': none)."""
        self.singled = coding
        self.view.single(self.marks.slot(coding) if coding else -1)

    def tell(self) -> None:
        """Bring the panels and the foot up to where the cursor is."""
        rows = self.at_cursor()
        if self.singled and all(row.id != self.singled for row in rows):
            self.single_out("")
        self.tell_status()
        self.query_one(CodeTree).mark(frozenset(row.code for row in rows))
        panel = self.query_one("#here-panel", SidePanel)
        if panel.size.width:
            memos = [memo for memo in self.memos if Span(memo.start, memo.end).overlaps(*self.passage)]
            linking = [one for one in self.linking if Span(one.start, one.end).overlaps(*self.passage)]
            width = panel.room
            lines = self._here.lines(width, rows, self.singled, self.codes, self._looks, self.coders, memos, linking)
            panel.show([*self.above_here(), HEADING, *lines])

    def above_here(self) -> list[Line]:
        """What the panel on the right says before what is at the cursor."""
        return []

    def tell_status(self) -> None:
        """Paint the end of the foot again if it says something else: what is painted far apart makes a frame dear."""
        bar = self.query_one("#status", Bar)
        if (now := self._status(bar.size.width)) != self._told:
            self._told = now
            bar.refresh()

    @on(CodeTree.Chosen)
    def _code_clicked(self, event: CodeTree.Chosen) -> None:
        code = self.codes.get(event.code)
        if code is None:
            return
        if event.apply:
            self.chosen(code.id)
        else:
            panel = self.query_one("#here-panel", SidePanel)
            panel.show([HEADING, [(f" {code.path}", "strong")], *definition(code, panel.room)])

    def chosen(self, code: str) -> None:
        """Somebody wants to use a code by the mouse."""

    def _show_only(self, code: str) -> None:
        self._only = code if code in self.codes else ""
        below = {self._only}
        for row in self.codes.values():  # depth first: a parent comes before what is below it
            if row.parent in below and row.parent:
                below.add(row.id)
        self.view.shown = frozenset(below) if self._only else None
