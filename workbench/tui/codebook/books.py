"""The codebook as a file: written for readers and for other programs, taken in from a file, begun from a starter."""

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from textual.widget import Widget

from workbench.sanitise import line
from workbench.tui.app import FAILED
from workbench.tui.codebook.asking import Asked, Paragraphs
from workbench.tui.codebook.writing import Kind, write_out
from workbench.tui.widgets.ask import ConfirmScreen
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.picker import Picker, option

if TYPE_CHECKING:
    from workbench.study import CodeRow
    from workbench.study.books import Taken
    from workbench.tui.app import WorkbenchApp
    from workbench.tui.codebook.doing import Doing

KINDS = (
    Kind("text", ".md", "the plain-text form, which is read back"),
    Kind("md", ".md", "to be read: a section for every code"),
    Kind("docx", ".docx", "for Word"),
    Kind("xlsx", ".xlsx", "for a spreadsheet"),
    Kind("csv", ".csv", "everything, a row a code"),
    Kind("taguette", ".csv", "for Taguette"),
    Kind("atlas", ".csv", "for ATLAS.ti"),
    Kind("json", ".json", "for a program"),
)
READ = (".md", ".txt", ".csv", ".tsv", ".tab", ".xlsx", ".docx")
"""How files end that a codebook is read from; what is typed is tried whatever its end."""
MOST = 20
"""Codes that are named in what taking a file in would do; more are counted."""


def export(room: "Doing", code: "CodeRow | None") -> None:
    """Write the codebook, in the form that is picked."""
    books = room.study.books
    write_out(room.workbench, "Write the codebook", "codebook", KINDS, books.export)


def take_in(room: "Doing") -> None:
    """Choose a file, show what would change, ask, take it in."""
    from workbench.tui.importing.opening import choose

    app = room.workbench

    def chosen(path: Path) -> None:
        found = app.do(app.study.books.read, path)
        if found is not FAILED:
            ask(app, found, f"Take in {line(path.name, 60)}", lambda: app.study.books.take(path))

    choose(app, chosen, READ)


def starter(room: "Doing") -> None:
    """Pick a codebook that comes with the program, show what it would add, ask, add it."""
    app = room.workbench
    offered = app.do(app.study.books.starters)
    if offered is FAILED:
        return

    def picked(name: str | None) -> None:
        if name is not None and (found := app.do(app.study.books.preview, name)) is not FAILED:
            ask(app, found, f"Begin with “{name}”", lambda: app.study.books.start(name))

    app.push_screen(Picker("Begin with a codebook", [option(name, name, about) for name, about in offered]), picked)


def ask(app: "WorkbenchApp", found: "Taken", title: str, take: "Callable[[], Taken]") -> None:
    """Show what taking codes in would do; where it would do anything, ask, and do it."""
    if not found.changes:
        app.push_screen(LinesScreen(title, [*told(found), ("There is nothing to take in.", "")]))
        return

    def answered(yes: bool | None) -> None:
        if yes and app.do(take) is not FAILED:
            app.say("The codes are in the codebook. u takes them out again.")

    app.push_screen(TakeScreen(title, told(found)), answered)


class TakeScreen(ConfirmScreen):
    """What would be added and changed, which scrolls, and the question."""

    DEFAULT_CSS = """
    TakeScreen > #dialog { width: 90; }
    TakeScreen #dialog-hints { margin: 1 0 0 0; }
    """

    def __init__(self, title: str, paragraphs: Paragraphs) -> None:
        super().__init__("", title)
        self._paragraphs = paragraphs

    def body(self) -> Iterable[Widget]:
        """What would happen."""
        yield Asked(self._paragraphs)


def told(taken: "Taken") -> Paragraphs:
    """What taking codes in would do."""
    lines: list[tuple[str, str]] = [(warning, "warning") for warning in taken.warnings]
    if taken.added:
        lines += [(f"New: {_codes(len(taken.added))}", "accent")]
        lines += [(f"    {path}", "") for path in taken.added[:MOST]]
        lines += _more(len(taken.added))
    if taken.changed:
        lines += [(f"Words that change: {_codes(len(taken.changed))}", "accent")]
        lines += [(f"    {one.path}: {', '.join(one.fields)}", "") for one in taken.changed[:MOST]]
        lines += _more(len(taken.changed))
    if taken.same:
        lines.append((f"{_codes(taken.same)} say{'s' if taken.same == 1 else ''} the same as here.", "dim"))
    return [*lines, ("Nothing is deleted or moved.", "dim")]


def _codes(count: int) -> str:
    return f"{count:,} code{'' if count == 1 else 's'}"


def _more(count: int) -> list[tuple[str, str]]:
    return [(f"    … and {count - MOST:,} more", "dim")] if count > MOST else []
