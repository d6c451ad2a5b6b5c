"""A text in the person's own editor: the terminal is lent to it; what it leaves is read as the command line does."""

import subprocess
from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported

from workbench.errors import WorkbenchError
from workbench.study.corrections.editing import in_editor

if TYPE_CHECKING:
    from workbench.tui.app import WorkbenchApp


def edited(app: "WorkbenchApp", text: str, name: str) -> str | None:
    """``text`` after the person has been at it in the editor; None where nothing was changed.

    Raises ``WorkbenchError`` where there is no editor, where it failed, or where it left no text; its hint says where
    the words lie that could not be taken.
    """
    told: list[str] = []
    try:
        with in_editor(text, name, told.append, lambda words: _run(app, words)) as now:
            return now
    except WorkbenchError as error:
        error.hint = " ".join([error.hint, *(f"{words[0].upper()}{words[1:]}." for words in told)]).strip()
        raise


def _run(app: "WorkbenchApp", words: Sequence[str]) -> int:
    try:
        with app.suspend():
            return subprocess.call(words)
    except SuspendNotSupported:
        raise WorkbenchError(
            "an editor cannot be opened from here", "Use the command: workbench transcripts edit"
        ) from None
