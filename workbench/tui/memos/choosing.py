"""What one picks in the memos room: kinds, what a memo is about, and the file that memos are written to."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from workbench.study.memos import MemoRow, in_order, label
from workbench.tui.app import FAILED, WorkbenchApp
from workbench.tui.widgets.picker import Picker, option

_ALL = ""
_STUDY = "study"


def kinds(memos: Iterable[MemoRow]) -> list[str]:
    """The kinds that some memos are of, in order."""
    return in_order(memo.kind or "note" for memo in memos)


def pick_kind(app: WorkbenchApp, title: str, then: Callable[[str], object]) -> None:
    """Pick a kind of memo."""
    found = app.do(app.study.memos.kinds)
    options = [option(kind, label(kind)) for kind in ([] if found is FAILED else found)]

    def picked(kind: str | None) -> None:
        if kind is not None:
            then(kind)

    app.push_screen(Picker(title, options), picked)


def pick_filter(app: WorkbenchApp, memos: Sequence[MemoRow], then: Callable[[str | None], object]) -> None:
    """Pick the kind that is to be shown; None is all of them."""
    options = [option(_ALL, "all memos", f"{len(memos):,}")]
    for kind in kinds(memos):
        options.append(option(kind, label(kind), f"{sum((memo.kind or 'note') == kind for memo in memos):,}"))

    def picked(kind: str | None) -> None:
        if kind is not None:
            then(kind or None)

    app.push_screen(Picker("Which memos?", options), picked)


def pick_subject(app: WorkbenchApp, title: str, then: Callable[[str, str], object]) -> None:
    """Pick what a memo is about: the study, a transcript or a code; ``then`` with which of them, and its row."""
    options = [option(f"{_STUDY} ", "the study")]
    options += [option(f"transcript {row}", name, "transcript") for name, row in app.study.transcripts.names().items()]
    options += [option(f"code {code.id}", code.path, "code") for code in app.study.codes.list()]

    def picked(choice: str | None) -> None:
        if choice is not None:
            about, _, target = choice.partition(" ")
            then(about, target)

    app.push_screen(Picker(title, options), picked)


def export(app: WorkbenchApp, memos: Sequence[str]) -> None:
    """Pick a format and a file for some memos (rows); a file that is there is asked about."""
    from workbench.exports import FORMATS
    from workbench.tui.synthesis.dialogs import format_options, look_through

    options = format_options(FORMATS)

    def picked(format: str | None) -> None:
        if format is not None:
            ask(format, str(app.folder / f"memos{FORMATS[format].suffix}"))

    def ask(format: str, path: str) -> None:
        title = f"Write {len(memos):,} memo{'' if len(memos) == 1 else 's'} as {format}"
        app.ask_line(title, path, lambda text: named(format, text), "The file to write.")

    def named(format: str, text: str | None) -> None:
        if text is None:
            return
        path = Path(text).expanduser()
        if path.is_dir():
            ask(format, str(path / f"memos{FORMATS[format].suffix}"))
        elif path.exists():
            app.confirm(f"{path} is there already. Write over it?", lambda yes: write(format, path) if yes else None)
        else:
            write(format, path)

    def write(format: str, path: Path) -> None:
        found = app.do(lambda: app.study.memos.export([app.study.memos.get(memo) for memo in memos], format, path))
        if found is not FAILED:
            app.say(f"Written: {found}")
            look_through(app, found)

    app.push_screen(Picker("Write the memos that are shown", options), picked)
