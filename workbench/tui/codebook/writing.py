"""Writing to a file what the rooms of the codebook show: which format, which file, and what leaves with it."""

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from workbench.study.folder import write_file
from workbench.tui.app import FAILED
from workbench.tui.synthesis.dialogs import ask_file, look_through
from workbench.tui.widgets.picker import Picker, option

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp


class Kind(NamedTuple):
    """A kind of file: its ``key``, how a file of it ends, and what it is good for."""

    key: str
    suffix: str
    note: str = ""


COMPARED = (
    Kind("md", ".md", "to be read"),
    Kind("json", ".json", "every change with all it holds"),
    Kind("csv", ".csv", "a row a change"),
)


def write_out(
    app: "WorkbenchApp", title: str, stem: str, kinds: Sequence[Kind], content: Callable[[str], str | bytes]
) -> None:
    """Pick a kind and a file, and write there what ``content`` gives for the kind's key.

    A file that is there is asked about; what was written is looked through for what may identify somebody.
    """
    known = {kind.key: kind for kind in kinds}
    name = re.sub(r"[^\w-]+", "-", stem).strip("-") or "codebook"

    def picked(key: str | None) -> None:
        if key is not None:
            kind = known[key]
            ask_file(app, f"{title} as {kind.key}", f"{name}{kind.suffix}", lambda path: write(kind, path))

    def write(kind: Kind, path: Path) -> None:
        if app.do(lambda: write_file(path, content(kind.key))) is not FAILED:
            app.say(f"Written: {path}")
            look_through(app, path)

    app.push_screen(Picker(title, [option(kind.key, kind.key, kind.note or kind.suffix) for kind in kinds]), picked)


def write_comparison(app: "WorkbenchApp", since: str, until: str) -> None:
    """Write two compared states of the codebook, named as ``study.history.diff`` takes them."""
    render = app.study.history.render
    stem = f"codebook-{since}-{until}"
    write_out(app, "Write the comparison", stem, COMPARED, lambda key: render(since, until, key))
