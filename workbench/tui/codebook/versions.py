"""The named states of the codebook: name the one of today, read one, compare one with today or with another."""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.widget import Widget

from workbench.tui.app import FAILED
from workbench.tui.codebook.asking import Named, NameScreen
from workbench.tui.codebook.history import read_then
from workbench.tui.commands import bindings
from workbench.tui.widgets.columns import Column, Fitted, fit, head, table_row
from workbench.tui.widgets.room import Room
from workbench.tui.widgets.rows import Bar, Rows
from workbench.tui.widgets.text import Line, Words

if TYPE_CHECKING:
    from workbench.study.codehistory import Version

COLUMNS = (
    Column("name", "version", 22, grow=1, most=40),
    Column("when", "named", 16, priority=1),
    Column("coder", "by", 8, priority=2, grow=1, most=20),
    Column("note", "note", 16, priority=3, grow=3),
)


class VersionsScreen(Room):
    """The versions, newest first."""

    place: ClassVar[str] = "versions"
    BINDINGS = bindings("versions")
    DEFAULT_CSS = """
    VersionsScreen #told { padding: 0 1; margin: 0 0 1 0; }
    VersionsScreen #head { padding: 0 2 0 1; }
    VersionsScreen #list { padding: 0 0 0 1; }
    VersionsScreen #empty { margin: 1 2; color: $wb-dim; }
    """

    def __init__(self) -> None:
        super().__init__()
        self._all: list[Version] = []
        self._shown: list[Version] = []
        self._marked = ""

    def body(self) -> Iterable[Widget]:
        """What can be done, and the versions."""
        yield Bar(self._told, id="told")
        yield Bar(lambda width: head(_fitted(width)), id="head")
        yield Words(id="empty")
        yield Rows(id="list")

    def here(self) -> Line:
        """Where we are."""
        return [("Codebook", ""), (" ▸ ", "dim"), ("versions", "strong")]

    def reload(self) -> None:
        """Read them again."""
        found = self.workbench.do(self.study.history.versions)
        self._all = [] if found is FAILED else list(found)
        if self._marked not in {version.id for version in self._all}:
            self._marked = ""
        self.filtered()

    def filtered(self) -> None:
        """Those that hold every word typed."""
        words = self.needle.split()
        self._shown = [v for v in self._all if all(word in f"{v.name} {v.coder} {v.note}".casefold() for word in words)]
        self.query_one(Rows).show(len(self._shown), self._draw)
        self.query_one("#told", Bar).refresh()
        self.query_one("#head", Bar).display = bool(self._shown)
        empty = self.query_one("#empty", Words)
        empty.display = not self._shown
        nothing = "No version has a name yet. n names the codebook as it stands today, to be compared later."
        empty.say("No version matches. Escape takes the filter away." if self._all else nothing)

    @property
    def current(self) -> "Version | None":
        """The version under the cursor."""
        cursor = self.query_one(Rows).cursor
        return self._shown[cursor] if 0 <= cursor < len(self._shown) else None

    def _told(self, width: int) -> Line:
        marked = self._mark()
        if marked is not None:
            return [("● ", "accent"), (marked.name, "strong"), (" is marked: enter compares another with it", "dim")]
        return [("enter compares with today; m marks one, to compare two", "dim")] if self._shown else ()

    def _mark(self) -> "Version | None":
        return next((version for version in self._all if version.id == self._marked), None)

    def _draw(self, index: int, width: int, here: bool) -> Sequence[Line]:
        version = self._shown[index]
        mark = ("● ", "accent") if version.id == self._marked else ("  ", "")
        cells: dict[str, Line] = {
            "name": [mark, (version.name, "strong" if version.kind == "version" else "")],
            "when": [(f"{version.when:%Y-%m-%d %H:%M}" if version.when else "", "dim")],
            "coder": [(version.coder, "")],
            "note": [(version.note, "dim")],
        }
        return (table_row(_fitted(width - 1), cells),)

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        self.action_compare()

    # --- commands

    def action_compare(self) -> None:
        """Compare it with today, or with the one that is marked."""
        from workbench.tui.codebook.differences import DifferencesScreen

        version, marked = self.current, self._mark()
        if version is None:
            return
        if marked is None or marked.id == version.id:
            self.app.push_screen(DifferencesScreen(version.name))
        else:  # they are listed the newest first
            newer, older = sorted((marked, version), key=self._all.index)
            self.app.push_screen(DifferencesScreen(older.name, newer.name))

    def action_mark(self) -> None:
        """Mark it, or no longer."""
        if (version := self.current) is not None:
            self._marked = "" if version.id == self._marked else version.id
            self.query_one(Rows).refresh()
            self.query_one("#told", Bar).refresh()

    def action_name(self) -> None:
        """Give today's codebook a name."""

        def named(given: Named | None) -> None:
            if given is not None and self.workbench.do(history.name_version, given.name, given.why) is not FAILED:
                self.workbench.say(f"{given.name}: the codebook as it stands now. enter compares it with a later one.")

        history = self.study.history
        hint = "Such as: before the second round. The second line is a note, and may stay empty."
        self.app.push_screen(NameScreen("Name the codebook as it stands", hint=hint, second="note"), named)

    def action_read(self) -> None:
        """Read the codebook as it was."""
        if (version := self.current) is not None:
            read_then(self, version.name, f"The codebook “{version.name}”")

    def action_rename(self) -> None:
        """Give it another name."""
        version = self._of_somebody()
        if version is not None:
            rename = self.study.history.rename_version

            def named(given: Named | None) -> None:
                if given is not None:
                    self.workbench.do(rename, version.id, given.name, given.why or None)

            hint = f"The note is: {version.note}" if version.note else ""
            self.app.push_screen(NameScreen(f"Rename {version.name}", version.name, hint, second="another note"), named)

    def action_remove(self) -> None:
        """Remove the name."""
        version = self._of_somebody()
        if version is not None:
            remove = self.study.history.delete_version
            question = f"Remove the name “{version.name}”? The codebook stays as it is."
            self.workbench.confirm(question, lambda yes: self.workbench.do(remove, version.id) if yes else None)

    def _of_somebody(self) -> "Version | None":
        """The version under the cursor, where somebody has named it: a round's name is the round's."""
        version = self.current
        if version is not None and version.kind == "round":
            self.workbench.say("That is the codebook by which a round of coding goes; the round names it.")
            return None
        return version


def _fitted(width: int) -> Fitted:
    return fit(COLUMNS, width)
