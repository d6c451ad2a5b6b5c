"""What stands between the study's text and the terminal when everything above has failed: a filter and a report.

Text is made harmless where it enters a widget (``workbench.sanitise``). Textual itself lets escape sequences through
in every widget it has, so the filter here looks at each strip once more; and its crash report prints local variables,
which would put an interview on the screen of whoever is called to help, so the report here names only places in code.
"""

import re
import traceback
from pathlib import Path

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from workbench.errors import WorkbenchError
from workbench.sanitise import display

_RAW = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\ud800-\udfff]")
BUG = 3


def _harmless(match: re.Match[str]) -> str:
    # A strip is already measured: what was counted as no cell may not take one now.
    raw = match.group()
    return display(raw) if raw != "\n" and cell_len(raw) else ""


class EscapeFilter(LineFilter):
    """Takes controls, C1, directional overrides and half surrogates out of every strip, whatever widget it is from."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The segments, unchanged where nothing is suspect; Textual's own control segments pass."""
        if not any(_RAW.search(text) for text, _, control in segments if not control):
            return segments
        return [s if s.control else Segment(_RAW.sub(_harmless, s.text), s.style) for s in segments]


def status_of(error: BaseException) -> int:
    """The exit status that belongs to what ended the program."""
    return error.status if isinstance(error, WorkbenchError) else BUG


def report(error: BaseException) -> str:
    """What to print when the program ends by ``error``: no values, no message of a bug, no line of any transcript."""
    if isinstance(error, WorkbenchError):
        return f"{display(error.message)}\n{display(error.hint)}".rstrip()
    frames = traceback.extract_tb(error.__traceback__)
    places = "".join(f"  {_place(frame.filename)}:{frame.lineno} in {frame.name}\n" for frame in frames[-8:])
    return (
        f"workbench stopped because of a bug ({type(error).__name__}). What you did until now is stored.\n{places}"
        "Please report these lines; they hold nothing of your study."
    )


def _place(filename: str) -> str:
    """A source file without the folders above its package, which may name a person."""
    parts = Path(filename).parts
    for package in ("workbench", "site-packages"):
        if package in parts[:-1]:
            last = len(parts) - 1 - parts[::-1].index(package)
            return "/".join(parts[last + (package == "site-packages") :])
    return parts[-1] if parts else "?"
