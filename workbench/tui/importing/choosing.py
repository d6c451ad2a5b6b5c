"""Choosing a file or a folder: a path one types, and below it what lies there that can be imported."""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import ClassVar, NamedTuple

from textual import events
from textual.binding import BindingType
from textual.widget import Widget
from textual.widgets import Input

from workbench import sanitise
from workbench.tui.commands import bindings
from workbench.tui.widgets.picker import Option, Picker
from workbench.tui.widgets.rows import Rows
from workbench.tui.widgets.text import Line, Words, fill

MOST = 5000
"""Entries of a folder that are looked at."""
_HERE, _FOLDER, _FILE, _TYPED = "here:", "folder:", "file:", "typed:"
_ROOM = 14
"""Of the lines of a terminal, those that the dialog needs besides its list."""


class Listed(NamedTuple):
    """What lies in a folder: names of folders and of files that can be imported; ``why`` it could not be read."""

    folders: tuple[str, ...]
    files: tuple[str, ...]
    why: str = ""


def listed(folder: Path, suffixes: Iterable[str]) -> Listed:
    """What lies in ``folder``, hidden things left out."""
    wanted = tuple(suffixes)
    folders, files = [], []
    try:
        with os.scandir(folder) as entries:
            for seen, entry in enumerate(entries):
                if seen >= MOST:
                    break
                if entry.name.startswith((".", "~$")):
                    continue
                if _is_folder(entry):
                    folders.append(entry.name)
                elif entry.name.lower().endswith(wanted):
                    files.append(entry.name)
    except OSError as error:
        return Listed((), (), error.strerror or "it cannot be read")
    return Listed(tuple(sorted(folders, key=str.casefold)), tuple(sorted(files, key=str.casefold)))


def _is_folder(entry: "os.DirEntry[str]") -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def spelled(path: Path) -> str:
    """A path as one types it: the home folder is ``~``."""
    home = Path.home()
    return str(path) if not path.is_relative_to(home) else str(Path("~") / path.relative_to(home))


def parted(typed: str) -> tuple[Path, str]:
    """The folder that what is typed is in, and the part of a name after it."""
    given = typed.strip().strip("'\"")
    head, separator, tail = given.rpartition(os.sep)
    if os.altsep and os.altsep in tail:
        more, separator, tail = tail.rpartition(os.altsep)
        head = f"{head}{os.sep}{more}" if head else more
    if given in ("~", ".", ".."):
        head, tail = given, ""
    return Path(head or (os.sep if separator else ".")).expanduser(), tail


class ChooseScreen(Picker):
    """Type a path, or walk there; the result is the file or the folder that was taken, None when left.

    ``suffixes``: only one file that ends so is wanted, and no folder; none: transcripts are, also a folder of them.
    """

    places: ClassVar[tuple[str, ...]] = ("dialog", "choosing", "choice")
    BINDINGS: ClassVar[list[BindingType]] = bindings("choosing")
    DEFAULT_CSS = """
    ChooseScreen > #dialog { width: 92; }
    ChooseScreen Words { color: $wb-dim; }
    ChooseScreen #why { margin: 1 0 0 0; }
    """

    def __init__(self, start: Path, recent: Sequence[Path] = (), suffixes: Sequence[str] = ()) -> None:
        super().__init__("Import: choose a file" if suffixes else "Import: choose a file, or a folder with files")
        from workbench.transcripts.readers import SUFFIXES

        self._folders = not suffixes
        self._suffixes = tuple(suffixes or SUFFIXES)
        self._start = _with_slash(spelled(start))
        self._recent = [path for path in recent if path != start]
        self._known: dict[Path, Listed] = {}

    def body(self) -> Iterable[Widget]:
        """The path, what is there, what can be imported at all."""
        yield Input(self._start, id="query", select_on_focus=False)
        yield Words(id="why")
        rows = Rows(id="options")
        rows.can_focus = False
        yield rows
        yield Words(f"Read are {', '.join(sorted(suffix.lstrip('.') for suffix in self._suffixes))}.", id="formats")

    def on_mount(self) -> None:
        """Show where one begins."""
        self.query_one(Input).action_end()
        self.narrow(self._start)

    def narrow(self, query: str) -> None:
        """Show what fits what is typed."""
        super().narrow(self.query_one(Input).value)
        folder, _ = parted(query)
        why = self._listed(folder).why
        words = self.query_one("#why", Words)
        words.display = bool(why)
        words.say(f"{spelled(folder)}: {why}")

    def on_resize(self, event: events.Resize) -> None:
        """The list gives way."""
        self.narrow(self.query_one(Input).value)

    def _give_room(self) -> None:
        self.query_one(Rows).styles.height = max(min(len(self.shown), self.app.size.height - _ROOM), 2)

    def options(self, query: str) -> list[Option]:
        """The whole folder, its folders, its files; what is typed where it is a file by itself."""
        folder, part = parted(query)
        found = self._listed(folder)
        wanted = part.casefold()
        options = []
        if self._folders and not part and not found.why:
            options.append(self._whole(folder, found))
        for names, draw in ((found.folders, _folder), (found.files, _file)):
            fitting = [name for name in names if wanted in name.casefold()]
            fitting.sort(key=lambda name: not name.casefold().startswith(wanted))
            options += [draw(folder, name) for name in fitting]
        typed = folder / part
        if part and part not in (*found.folders, *found.files) and _there(typed):
            options.append(_line(f"{_TYPED}{typed}", "▸", part, "take this one"))
        if query == self._start:
            options += [_line(f"{_FOLDER}{path}", "↩", spelled(path), "imported from before") for path in self._recent]
        return options

    def _whole(self, folder: Path, found: Listed) -> Option:
        count = len(found.files)
        here = f"{count} file{'' if count == 1 else 's'}" if count else ""
        told = " and ".join(part for part in (here, "what is in its folders" if found.folders else "") if part)
        return _line(f"{_HERE}{folder}", "▸", "the whole folder", told or "nothing that can be imported")

    def _listed(self, folder: Path) -> Listed:
        if folder not in self._known:
            self._known[folder] = listed(folder, self._suffixes)
        return self._known[folder]

    def taken(self, choice: Option) -> None:
        """Go into a folder; or that is it."""
        kind, _, path = choice.value.partition(":")
        if f"{kind}:" == _FOLDER:
            self._write(_with_slash(spelled(Path(path))))
        else:
            self.dismiss(path)

    def action_take(self) -> None:
        """Take the line under the cursor; say so where there is none."""
        if self.current is None:
            self.workbench.say(f"There is nothing at {self.query_one(Input).value.strip()} that can be imported.")
        super().action_take()

    def action_complete(self) -> None:
        """Write the line under the cursor out."""
        if (choice := self.current) is None:
            return
        kind, _, path = choice.value.partition(":")
        self._write(_with_slash(spelled(Path(path))) if f"{kind}:" in (_FOLDER, _HERE) else spelled(Path(path)))

    def action_up_folder(self) -> None:
        """Go to the folder above."""
        folder, part = parted(self.query_one(Input).value)
        self._write(_with_slash(spelled(folder if part else folder.absolute().parent)))

    def _write(self, text: str) -> None:
        box = self.query_one(Input)
        box.value = text  # what fits is shown when the change is told
        box.action_end()


def _with_slash(text: str) -> str:
    return text if text.endswith(os.sep) else text + os.sep


def _there(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


def _line(value: str, mark: str, name: str, note: str = "") -> Option:
    def draw(width: int) -> Line:
        room = max(width - len(note) - 6, 12)
        return fill(
            [(f"{mark} ", "accent"), (f"{sanitise.line(name, room)}  ", ""), (sanitise.line(note), "dim")], width
        )

    return Option(value, draw)


def _folder(folder: Path, name: str) -> Option:
    return _line(f"{_FOLDER}{folder / name}", " ", f"{name}{os.sep}")


def _file(folder: Path, name: str) -> Option:
    return _line(f"{_FILE}{folder / name}", "·", name)
