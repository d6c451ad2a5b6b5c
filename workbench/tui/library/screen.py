"""The library: every transcript of the study, and how far each coder is with it."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from workbench.tui.app import FAILED
from workbench.tui.commands import bindings
from workbench.tui.library.rows import DONE, STARTED, columns, totals, values, work_of
from workbench.tui.widgets.columns import Fitted, head, table_row
from workbench.tui.widgets.room import Room, title_line
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Words, joined

if TYPE_CHECKING:
    from workbench.study.transcripts import TranscriptRow


class LibraryScreen(Room):
    """The room one starts in."""

    place: ClassVar[str] = "library"
    BINDINGS = bindings("library")
    DEFAULT_CSS = """
    LibraryScreen #totals { background: $background; margin: 1 0; }
    LibraryScreen #head { padding: 0 2 0 1; }
    LibraryScreen #table { padding: 0 0 0 1; }
    LibraryScreen #under { background: $surface; }
    LibraryScreen #empty { margin: 1 2; color: $wb-dim; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._all: list[TranscriptRow] = []
        self._shown: list[TranscriptRow] = []
        self._coders: list[str] = []
        self._fitted: tuple[int, Fitted] = (0, ())

    def body(self) -> Iterable[Widget]:
        """Totals, the table, what is under the cursor."""
        yield Bar(id="totals")
        yield Bar(lambda width: head(self._columns(width)), id="head")
        yield Words(id="empty")
        yield Rows(id="table")
        yield Bar(self._under, id="under")

    def reload(self) -> None:
        """Read transcripts and progress; the cursor stays on its transcript."""
        study = self.study
        self._all = study.transcripts.list()
        self._table = work_of(study.progress.table())
        names = [coder.name for coder in study.coders()]
        self._coders = sorted(names, key=lambda name: name != study.coder_name)
        self._highest = max((len(str(work.codings)) for work in self._table.values()), default=1)
        people = {i.person or i.id for t in self._all for i in t.informants}
        counts = {
            "interviews": sum(t.kind != "document" for t in self._all),
            "documents": sum(t.kind == "document" for t in self._all),
            "informants": len(people),
            "codes": len(study.codes.list()),
            "codings": study.codings.count(),
        }
        if not counts["documents"]:
            del counts["documents"]
        self.query_one("#totals", Bar).show(lambda width: title_line(totals(counts), (), width))
        self.query_one("#title", Bar).refresh()
        self.filtered()

    def filtered(self) -> None:
        """Show the transcripts that hold every word typed."""
        rows = self.query_one(Rows)
        here = self.current.name if self.current else ""
        words = self.needle.split()
        self._shown = [t for t in self._all if all(word in _searched(t) for word in words)]
        self._fitted = (0, ())
        cursor = next((i for i, t in enumerate(self._shown) if t.name == here), 0)
        rows.show(len(self._shown), self._draw, cursor=cursor)
        self.query_one("#head", Bar).refresh()
        empty = self.query_one("#empty", Words)
        empty.display = not self._shown
        if not self._all:
            empty.say("No transcripts yet. Press i and name a file or a folder: .txt or .md.")
        elif not self._shown:
            empty.say("No transcript matches. Escape takes the filter away.")

    @property
    def current(self) -> "TranscriptRow | None":
        """The transcript under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    def here(self) -> Line:
        """Nothing to add: the library is the study."""
        return ()

    def _columns(self, width: int) -> Fitted:
        if self._fitted[0] != width:
            self._fitted = (width, columns(self._coders, self._all, width))
        return self._fitted[1]

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        row = values(self._shown[index], self._coders, self._table, self._highest)
        return (table_row(self._columns(width - 1), row),)

    def _under(self, width: int) -> Line:
        now = self.current
        if now is None:
            return ()
        people = ", ".join(joined((i.label, i.group), " ") for i in now.informants)
        told = joined((now.site, now.date, now.kind, now.mode, people))
        return title_line([(now.name, "strong"), ("  ", ""), (told, "dim")], (), width)

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
        now = self.current
        if now is None:
            return
        name, me = now.name, self.study.coder_name
        state = self._table.get((name, me))
        if state is not None and state.state == DONE:
            question = f"{name} is done. Go on with it as {me}? What you had coded when you were done stays on record."
            verb, told = self.study.progress.start, f"{name}: {STARTED}."
        else:
            codings = state.codings if state else 0
            question = (
                f"Are you done with {name}? You have {codings} codings there. Agreement and the matrix count from here."
            )
            verb, told = self.study.progress.done, f"{name}: {DONE}."

        def answered(yes: bool) -> None:
            if yes and self.workbench.do(verb, [name], me) is not FAILED:
                self.workbench.say(told)

        self.workbench.confirm(question, answered)

    def action_assign(self) -> None:
        """Give the transcript to a coder, known or new."""
        from workbench.tui.widgets.who import WhoScreen

        now = self.current
        if now is None:
            return

        def named(coder: str | None) -> None:
            if coder and self.workbench.do(self.study.progress.assign, [now.name], coder) is not FAILED:
                self.workbench.say(f"{now.name} is assigned to {coder}.")

        self.app.push_screen(WhoScreen(self._coders, title=f"Who codes {now.name}?"), named)

    def action_import_files(self) -> None:
        """Ask for a path and import what lies there."""
        hint = "A file or a folder (.txt, .md). Nothing is changed when one of them cannot be read."
        self.workbench.ask_line("Import transcripts", "", self._import, hint)

    def _import(self, text: str | None) -> None:
        if text is None:
            return
        path = Path(text.strip("'\"")).expanduser()
        done = self.workbench.do(self.study.transcripts.import_files, [path])
        if done is FAILED:
            self.workbench.ask_line(
                "Import transcripts", text, self._import
            )  # a typing error is mended, not typed anew
            return
        counts = {state: sum(one.state == state for one in done) for state in ("new", "updated", "same")}
        told = ", ".join(f"{n} {state}" for state, n in counts.items() if n) or "nothing found there"
        warnings = [warning for one in done for warning in one.warnings]
        self.workbench.say(
            "\n".join([f"Imported: {told}.", *warnings[:5]]), "warning" if warnings or not done else "information"
        )


def _searched(transcript: "TranscriptRow") -> str:
    people = " ".join(
        f"{i.label} {i.person} {i.group} {' '.join(i.attributes.values())}" for i in transcript.informants
    )
    parts = (transcript.name, transcript.site, transcript.date, transcript.kind, transcript.mode, people)
    return " ".join(parts).casefold()
