"""The library: every transcript of the study, and how far each coder is with it."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from workbench.agreement.rounds import DONE
from workbench.tui.commands import bindings
from workbench.tui.findings.column import Left
from workbench.tui.library import lead
from workbench.tui.library.agreeing import MOST, Afterwards
from workbench.tui.library.finishing import blind_with, finish, rounds_of
from workbench.tui.library.rows import Shown, columns, totals, values
from workbench.tui.library.work import Table, cells_of, summary, summary_line, work_of
from workbench.tui.widgets.columns import Fitted, head, table_row
from workbench.tui.widgets.room import Room, title_line
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words, joined

if TYPE_CHECKING:
    from workbench.study.transcripts import TranscriptRow


class LibraryScreen(Room):
    """The room one starts in."""

    place: ClassVar[str] = "library"
    BINDINGS = bindings("library")
    DEFAULT_CSS = """
    LibraryScreen #totals { background: $background; margin: 1 0 0 0; }
    LibraryScreen #summary { background: $background; margin: 0 0 1 0; }
    LibraryScreen #head { padding: 0 2 0 1; }
    LibraryScreen #table { padding: 0 0 0 1; }
    LibraryScreen #under { background: $surface; }
    LibraryScreen #empty { margin: 1 2; color: $wb-dim; }
    """

    def __init__(self) -> None:
        super().__init__()
        self.all: list[TranscriptRow] = []
        self.shown: list[TranscriptRow] = []
        self.coders: list[str] = []
        """Everybody who codes, whoever is at work first."""
        self.rounds: list[str] = []
        """The rounds of coding, the oldest first."""
        self.marked: set[str] = set()
        self.blind: dict[str, str] = {}
        """Transcripts that are coded blind by whoever is at work → with whom, in words."""
        self._table: Table = {}
        self._elsewhere: Collection[str] = ()  # where there is agreement to be had, but not here
        self._about = Shown(())
        self._fitted: tuple[int, Fitted] = (0, ())

    def body(self) -> Iterable[Widget]:
        """Totals, who is how far, the table, what is under the cursor."""
        yield Bar(id="totals")
        yield Bar(id="summary")
        yield Bar(lambda width: head(self._columns(width)), id="head")
        yield Words(id="empty")
        yield Rows(id="table")
        yield Bar(self._under, id="under")

    def on_mount(self) -> None:
        """Read and show; what is dear to count comes after the first frame."""
        app = self.workbench
        self.afterwards = Afterwards(
            self.study, self._more, lambda: app.touched, self.set_timer, app.count_beside, lambda: app.screen is self
        )
        self.left = Left(app, self._more, lambda: app.screen is self)

    def on_screen_resume(self) -> None:
        """Go on with what was not counted because one was elsewhere."""
        self.afterwards.go_on()
        self.left.ask({transcript.sha256 for transcript in self.all})

    def on_unmount(self) -> None:
        """Count nothing more."""
        self.afterwards.stop()
        self.left.stop()

    def reload(self) -> None:
        """Read transcripts and progress; the cursor stays on its transcript."""
        study = self.study
        self.all = study.transcripts.list()
        self.marked &= {transcript.name for transcript in self.all}
        states = study.progress.table()
        self.rounds = rounds_of(study, states)
        self.blind = {name: blind_with(study, name, states) for name in study.progress.blind()}
        self._table = work_of(states, self.rounds)
        names = [coder.name for coder in study.coders()]
        self.coders = sorted(names, key=lambda name: name != study.coder_name)
        people = {i.person or i.id for t in self.all for i in t.informants}
        counts = {
            "interviews": sum(t.kind != "document" for t in self.all),
            "documents": sum(t.kind == "document" for t in self.all),
            "informants": len(people),
            "codes": len(study.codes.list(counts=False)),
            "codings": study.codings.count(),
        }
        if not counts["documents"]:
            del counts["documents"]
        self.query_one("#totals", Bar).show(lambda width: title_line(totals(counts), (), width))
        told = summary(self._table, [t.name for t in self.all], self.coders)
        self.query_one("#summary", Bar).show(lambda width: summary_line(told, width))
        self.query_one("#title", Bar).refresh()
        done = {(state.transcript, state.coder) for state in states if state.state == DONE}
        self._count_later(done, counts["codings"] <= MOST)
        self.left.ask({transcript.sha256 for transcript in self.all})
        self.filtered()

    def _count_later(self, done: Collection[tuple[str, str]], unasked: bool) -> None:
        """Let agreement, and what there is to look for, be counted when nobody is at the keys."""
        by = Counter(transcript for transcript, _ in done)
        double = [t for t in self.all if by[t.name] > 1 and t.name not in self.blind]
        self._elsewhere = () if unasked else [t.name for t in double]
        mine = any(coder == self.study.coder_name for _, coder in done)
        self.afterwards.ask(double if unasked else (), mine and unasked)

    def _more(self) -> None:
        """Something was counted."""
        self._tell()
        self.query_one(Rows).refresh()
        self.query_one("#under", Bar).refresh()

    def _tell(self) -> None:
        """What the table is about, as it is now."""
        counted = self.afterwards
        look_for = {name: len(codes) for name, codes in counted.look_for.items()}
        agreement = counted.agreement | dict.fromkeys(self.blind, "blind") | dict.fromkeys(self._elsewhere, "see A")
        at_work = {coder for _, coder in self._table}
        # A lead who codes nothing needs no column.
        coders = [coder for coder in self.coders if coder in at_work] or self.coders[:1]
        self._about = Shown(coders, cells_of(self.rounds), self.marked, look_for, agreement, self.left.told)
        self._fitted = (0, ())
        self.query_one("#head", Bar).refresh()

    def filtered(self) -> None:
        """Show the transcripts that hold every word typed."""
        rows = self.query_one(Rows)
        here = self.current.name if self.current else ""
        words = self.needle.split()
        self.shown = [t for t in self.all if all(word in _searched(t) for word in words)]
        self._tell()
        cursor = next((i for i, t in enumerate(self.shown) if t.name == here), 0)
        rows.show(len(self.shown), self._draw, cursor=cursor)
        empty = self.query_one("#empty", Words)
        empty.display = not self.shown
        if not self.all:
            empty.say("No transcripts yet. i imports files or a whole folder; each is looked at before it is taken in.")
        elif not self.shown:
            empty.say("No transcript matches. Escape takes the filter away.")

    @property
    def current(self) -> "TranscriptRow | None":
        """The transcript under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self.shown[cursor] if 0 <= cursor < len(self.shown) else None

    def here(self) -> Line:
        """Nothing to add: the library is the study."""
        return ()

    def _columns(self, width: int) -> Fitted:
        if self._fitted[0] != width:
            self._fitted = (width, columns(self._about, self.all, width))
        return self._fitted[1]

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        fitted = self._columns(width - 1)
        return (table_row(fitted, values(self.shown[index], self._about, self._table, fitted)),)

    def _under(self, width: int) -> Line:
        now = self.current
        if now is None:
            return ()
        people = ", ".join(joined((i.label, i.group), " ") for i in now.informants)
        told = joined((now.site, now.date, now.kind, now.mode, people))
        left: list[Piece] = [(now.name, "strong"), ("  ", "")]
        if codes := self.afterwards.look_for.get(now.name):
            left.append((f"r: look for {', '.join(path.rpartition(' / ')[2] for path in codes)}  ", "warning"))
        if found := self.left.told.get(now.name):
            left.append((f"f: {found}  ", "dim" if found.endswith("weak") else "warning"))
        if now.name in self.blind:
            left.append((f"{self.blind[now.name]}  ", "accent"))
        return title_line([*left, (told, "dim")], (), width)

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self.query_one("#under", Bar).refresh()

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_open()

    # --- commands

    def action_open(self) -> None:
        """Open the transcript under the cursor."""
        if self.current is not None:
            self.workbench.open_transcript(self.current.name)

    def action_done(self) -> None:
        """Say that the coder is done with it, or goes on with what was done."""
        if self.current is not None:
            finish(self.workbench, self.current.name)

    def action_mark(self) -> None:
        """Mark it, or take the mark away; the cursor goes on."""
        if (now := self.current) is None:
            return
        self.marked ^= {now.name}
        self._tell()
        self.query_one(Rows).refresh()
        self.query_one(Rows).action_down()

    def action_unmark(self) -> None:
        """Take all marks away."""
        self.marked.clear()
        self.filtered()

    def action_assign(self) -> None:
        """Give transcripts to coders, or take them back."""
        lead.assign(self)

    def action_draw(self) -> None:
        """Draw a reliability sample."""
        lead.draw(self)

    def action_lift(self) -> None:
        """Lift blindness."""
        lead.lift(self)

    def action_look_for(self) -> None:
        """List what there is to look for."""
        from workbench.tui.library.look_for import LookForScreen

        self.app.push_screen(LookForScreen(self.current.name if self.current else ""))

    def action_findings(self) -> None:
        """What may identify somebody in this transcript."""
        if self.current is not None:
            self.workbench.open_findings(self.current.name, only=True)

    def action_memo(self) -> None:
        """Write a memo on the transcript."""
        if (here := self.current) is not None:
            from workbench.tui.memos.writing import Subject, Writer

            Writer(self.workbench, f"Memo on {here.name}", Subject("transcript", here.id), "field").begin()

    def action_edit(self) -> None:
        """Correct the text in the editor."""
        if self.current is not None:
            self.workbench.edit_transcript(self.current.name)

    def action_revisions(self) -> None:
        """The texts it has had."""
        if self.current is not None:
            self.workbench.open_revisions(self.current.name)

    def action_import_files(self) -> None:
        """Choose files, look at them, and take them in."""
        from workbench.tui.importing.opening import import_files

        import_files(self.workbench)


def _searched(transcript: "TranscriptRow") -> str:
    people = " ".join(
        f"{i.label} {i.person} {i.group} {' '.join(i.attributes.values())}" for i in transcript.informants
    )
    parts = (transcript.name, transcript.site, transcript.date, transcript.kind, transcript.mode, people)
    return " ".join(parts).casefold()
