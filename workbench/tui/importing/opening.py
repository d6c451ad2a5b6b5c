"""The way into the import from the other rooms."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp

_RECENT = 5


def choose(app: "WorkbenchApp", then: Callable[[Path], object], suffixes: Sequence[str] = ()) -> None:
    """Have a file or a folder chosen; begins where one chose last. ``suffixes``: one file that ends so."""
    from workbench.tui.importing.choosing import ChooseScreen

    recent = app.imported_from

    def chosen(path: str | None) -> None:
        if path is None:
            return
        taken = Path(path).absolute()
        folder = taken if taken.is_dir() else taken.parent
        app.imported_from = [folder, *(known for known in recent if known != folder)][:_RECENT]
        then(taken)

    app.push_screen(ChooseScreen(recent[0] if recent else Path.cwd(), recent, suffixes), chosen)


def import_files(app: "WorkbenchApp") -> None:
    """Choose, and go to the room where files are looked at and taken in."""

    def look(path: Path) -> None:
        from workbench.tui.importing.screen import ImportScreen

        app.push_screen(ImportScreen([path]))

    choose(app, look)
