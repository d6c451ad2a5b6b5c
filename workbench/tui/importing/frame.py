"""The frame of the import: files on the screen, and what another process tells of them while the keys stay quick."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.containers import Container, Vertical, VerticalScroll
from textual.widget import Widget
from textual.widgets import Static

from workbench import sanitise
from workbench.tui.commands import bindings
from workbench.tui.findings.words import counted
from workbench.tui.importing import words
from workbench.tui.importing.files import Became, File, Files, shorter
from workbench.tui.importing.form import FileForm
from workbench.tui.widgets.ask import ConfirmScreen
from workbench.tui.widgets.columns import Fitted, head
from workbench.tui.widgets.room import Room, title_line
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Piece, Words

if TYPE_CHECKING:
    from workbench.tui.reading import Reader, Told

PURPOSE = "import"
_BAR = 24
"""Cells of the progress bar."""


class ImportFrame(Room):
    """The files that were chosen, and how far the process is that reads them and takes them in."""

    place: ClassVar[str] = "importing"
    BINDINGS = bindings("importing")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (130, "-wide")]
    DEFAULT_CSS = """
    ImportFrame #sides { height: 1fr; layout: horizontal; }
    ImportFrame #left { width: 3fr; height: 1fr; }
    ImportFrame #about { width: 2fr; height: 1fr; background: $surface; padding: 1 2; scrollbar-size-vertical: 1; }
    ImportFrame #about Static { height: auto; }
    ImportFrame #head { padding: 0 2 0 1; margin: 1 0 0 0; }
    ImportFrame #table { padding: 0 0 0 1; }
    ImportFrame #empty { margin: 1 2; color: $wb-dim; }
    ImportFrame #under { background: $background; }
    ImportFrame.-narrow #sides { layout: vertical; }
    ImportFrame.-narrow #left { width: 1fr; height: 2fr; }
    ImportFrame.-narrow #about { width: 1fr; height: 3fr; padding: 0 2; }
    """

    def __init__(self, paths: Sequence[Path]) -> None:
        super().__init__()
        self.files = Files()
        self.private = False
        self.under_way = ""
        """``preview`` or ``import`` while the other process is at it."""
        self._paths = list(paths)
        self._done = 0
        self._of = 0
        self._reader: Reader | None = None
        self._names: list[str] = []
        self._shown: list[File] = []
        self._fitted: tuple[int, Fitted] = (0, ())
        self._gone = False
        self._known: dict[str, str] = {}

    def body(self) -> Iterable[Widget]:
        """The files, what is known of the one under the cursor, how far it is."""
        with Container(id="sides"):
            with Vertical(id="left"):
                yield Bar(lambda width: head(self._columns(width)), id="head")
                yield Words("Looking for files …", id="empty")
                yield Rows(id="table")
            with VerticalScroll(id="about", can_focus=False):
                yield Static(id="text")
        yield Bar(self._under, id="under")

    def on_mount(self) -> None:
        """Read what was chosen."""
        self._read(self._paths)

    def on_unmount(self) -> None:
        """Let the process go, unless it is taking files in: that goes on."""
        self._gone = True
        if self.under_way != "import":
            self.workbench.stop_reading(PURPOSE)

    def here(self) -> Line:
        """The import, and whether as private."""
        private: list[Piece] = [(" · private", "warning")] if self.private else []
        return [("Import", "strong"), *private]

    def reload(self) -> None:
        """Read which transcripts there are."""
        self._known = {row.name: row.sha256 for row in self.study.transcripts.list()}
        self.query_one("#title", Bar).refresh()
        self.again()

    # --- showing

    def filtered(self) -> None:
        """Show the files."""
        rows, now = self.query_one(Rows), self.current
        self._shown = list(self.files.all)
        self._names = shorter([file.path for file in self._shown])
        cursor = next((i for i, file in enumerate(self._shown) if file is now), 0)
        rows.show(len(self._shown), self._draw, cursor=cursor)
        self.query_one("#empty", Words).display = not self._shown
        self._tell()

    @property
    def current(self) -> File | None:
        """The file under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    def _columns(self, width: int) -> Fitted:
        if self._fitted[0] != width:
            self._fitted = (width, words.columns(width))
        return self._fitted[1]

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        return (words.row(self._columns(width - 1), self._shown[index], self._names[index]),)

    def _tell(self) -> None:
        """Show the file under the cursor as it is now."""
        self.query_one("#text", Static).update(words.about(self.current))
        self.query_one("#under", Bar).refresh()

    def again(self) -> None:
        """Something about the files was changed."""
        self.files.compare(self._known)
        self.query_one(Rows).refresh()
        self._tell()

    @on(Rows.Moved)
    def _moved(self, event: Rows.Moved) -> None:
        self.query_one("#about").scroll_home(animate=False)
        self._tell()

    def _under(self, width: int) -> Line:
        if self.under_way:
            share = self._done / self._of if self._of else 0.0
            full = int(share * _BAR)
            what = "Reading" if self.under_way == "preview" else "Taking in"
            counted = f"  {what} {min(self._done + 1, self._of):,} of {self._of:,}" if self._of else f"  {what} …"
            bar: list[Piece] = [("█" * full, "accent"), ("░" * (_BAR - full), "dim"), (counted, "")]
            return title_line(bar, [("esc stops", "dim")], width)
        return title_line(self._summary(), (), width)

    def _summary(self) -> Line:
        ready, counts = self.files.ready, self.files.counts()
        told: list[Piece] = [(f"{n:,} {state}  ", "success" if state == "new" else "strong") for state, n in counts]
        if ready:
            told.append((f"i takes in {len(ready):,} of {counted(len(self.files), 'file')}", "accent"))
            told.append(("  as private" if self.private else "", "warning"))
            if self.files.strong:
                told.append((f"  {counted(self.files.strong, 'finding')} that may identify somebody", "warning"))
        elif not counts and len(self.files):
            told.append(("nothing to take in", "dim"))
        return told

    # --- the other process

    def _ask(self, what: str, work: dict[str, Any]) -> None:
        self.under_way, self._done = what, 0
        self._reader = self.workbench.read_beside(PURPOSE, {"do": what, **work}, self._hear)
        self.query_one("#under", Bar).refresh()

    def _read(self, paths: Sequence[Path], files: Sequence[File] = ()) -> None:
        """Have files read; ``files`` are known ones that are read anew."""
        self._of = len(files)
        encodings = {str(file.path): file.encoding for file in files if file.encoding}
        repair = [str(file.path) for file in files if file.repair]
        named = [str(path) for path in (*paths, *(file.path for file in files))]
        self._ask("preview", {"paths": named, "encodings": encodings, "repair": repair})

    def _hear(self, told: "Told") -> None:
        """An answer came."""
        if "ask" in told:
            self._answer(told)
            return
        if "files" in told:
            self._found(told)
        elif (file := self.files.of(str(told.get("file")))) is not None:
            self._done += 1
            if "state" in told:
                texts = tuple(map(str, told["warnings"]))
                file.became = Became(str(told["name"]), str(told["state"]), texts, str(told["why"]))
            elif why := file.heard(told):
                self.workbench.say(why, "warning")
        if "end" in told:
            self._ended(told)
        if not self._gone:
            self.again()
            if isinstance(self.app.screen, FileForm):
                self.app.screen.again()

    def _found(self, told: "Told") -> None:
        names = [str(name) for name in told["files"]]
        self._of = len(names)
        self.files.add(names)
        if told.get("more"):
            self.workbench.say(f"Only the first {len(names):,} files are shown: choose a folder further in.", "warning")
        if not self._gone:
            self.filtered()

    def _answer(self, told: "Told") -> None:
        reader, name = self._reader, sanitise.line(Path(str(told["file"])).name, 60)

        def answered(yes: bool | None) -> None:
            if reader is not None:
                reader.say(do="answer", yes=bool(yes))

        question = str(told["ask"])
        question = f"{question[:1].upper()}{question[1:]}."
        self.workbench.push_screen(ConfirmScreen(question, f"Take in {name}?"), answered)

    def _ended(self, told: "Told") -> None:
        what, self.under_way = self.under_way, ""
        if told["end"] == "trouble":
            self.workbench.say(str(told.get("words", "")), "error")
        elif told.get("words"):
            self.workbench.say(str(told["words"]), "warning")
        if not self.files.all and not self._gone:
            self.query_one("#empty", Words).say("There is no file that can be imported. a chooses others.")
        counts = ", ".join(f"{n:,} {state}" for state, n in self.files.counts())
        if what == "import":
            stopped = "Stopped. " if told["end"] == "cancelled" else ""
            self.workbench.say(f"{stopped}Imported: {counts or 'nothing'}.")
        if self._gone:
            self.workbench.stop_reading(PURPOSE)
