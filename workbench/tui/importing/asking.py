"""Dialogs of the import: what identifies somebody, and what to do about it; how a file begins."""

from collections.abc import Sequence
from typing import ClassVar

from workbench import sanitise
from workbench.tui.findings.words import AID, kind_of
from workbench.tui.importing.files import File
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.picker import Picker, option


class StrongScreen(Picker):
    """Files hold what identifies somebody: look at it first, take them in as private, or as they are."""

    LOOK: ClassVar[str] = "look"
    PRIVATE: ClassVar[str] = "private"
    ANYWAY: ClassVar[str] = "anyway"
    DEFAULT_CSS = "StrongScreen > #dialog { width: 96; }"

    def __init__(self, files: Sequence[File]) -> None:
        count = sum(len(file.strong) for file in files)
        where = sanitise.line(files[0].path.name, 30) if len(files) == 1 else f"{len(files):,} files"
        told = f"{count:,} finding{'' if count == 1 else 's'} in {where} may identify somebody"
        options = [
            option(self.LOOK, "look at them first", "nothing is taken in yet"),
            option(self.PRIVATE, "import as private", "the texts never leave this machine"),
            option(self.ANYWAY, "import as they are", "F9 walks through the findings afterwards"),
        ]
        super().__init__(told, options)


def findings_screen(file: File) -> LinesScreen:
    """What in a file identifies somebody, each with what stands around it."""
    paragraphs = [(AID, "dim"), ("", "")]
    for one in file.strong:
        paragraphs.append((kind_of(one.kind), "accent"))
        paragraphs.append((sanitise.line(f"… {one.before}»{one.text}«{one.after} …"), ""))
    return LinesScreen(f"What identifies somebody in {sanitise.line(file.path.name, 50)}", paragraphs)


def text_screen(file: File) -> LinesScreen:
    """How a file begins."""
    head = file.shown.head if file.shown is not None else ""
    return LinesScreen(f"How {sanitise.line(file.path.name, 60)} begins", [(line, "") for line in head.split("\n")])
