"""One run of one command: its arguments, its output, and the study it is about."""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path

from workbench.errors import InputError, StudyError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Iterator, Sequence
    from typing import Any

    from workbench.cli.console import Console
    from workbench.study import Study

    OpenTui = Callable[[Path, str | None], int]


class Call:
    """What a command is given. ``args`` are its parsed arguments, ``console`` is where it writes."""

    def __init__(self, args: argparse.Namespace, console: Console, open_tui: OpenTui | None = None) -> None:
        self.args = args
        self.console = console
        self._open_tui = open_tui

    @property
    def folder(self) -> Path:
        """The study's folder, as it was named."""
        return Path(getattr(self.args, "study", None) or ".")

    @property
    def coder(self) -> str | None:
        """Who is said to be at work: ``--coder``, else WORKBENCH_CODER. Raises InputError for an empty name."""
        given: str | None = getattr(self.args, "coder", None)
        if given is not None and not given.strip():
            raise InputError("--coder names nobody", "Give --coder NAME, or leave it out.")
        return given or os.environ.get("WORKBENCH_CODER", "").strip() or None

    @contextmanager
    def study(self) -> Iterator[Study]:
        """The study, opened as whoever is at work (without a name, the login), and closed again."""
        from workbench.study import Study

        study = Study.open(self.folder, self.coder or "")
        try:
            yield study
        finally:
            study.close()
            for warning in study.warnings:
                self.console.note(f"warning: {warning}")

    def show(self, document: Any, headings: Sequence[str], rows: Sequence[Sequence[object]], caption: str = "") -> None:
        """Write a list as what was asked for: ``document`` for ``--json``, else ``rows`` under ``headings``."""
        if self.args.json:
            self.console.json(document)
        else:
            self.console.table(headings, rows, caption=caption)

    def deliver(self, content: str | bytes, file: str | None, *, json: bool = False) -> None:
        """Write ``content`` (``json``: it is a JSON document) to ``file``, or on stdout (also for ``-``)."""
        from workbench.cli.files import STREAM, write

        if file and file != STREAM:
            path = write(file, content)
            self.console.note(f"written: {path}")
        elif json:
            self.console.json_text(content if isinstance(content, str) else content.decode())
        elif isinstance(content, str):
            self.console.exact(content)
        elif self.console.terminal:
            raise InputError(
                "this format is not for a terminal", "Name a file with -o FILE, or pipe it into a program."
            )
        else:
            self.console.raw(content)

    def require_study(self) -> None:
        """Raise StudyError where the folder holds no study: cheaply, before the screens are drawn."""
        if not (self.folder / "codebook" / "study.toml").is_file():
            raise StudyError(
                f"there is no study in {self.folder.absolute()}",
                "`workbench init DIR` begins one, `workbench demo` writes a sample, --study DIR names another folder.",
            )

    def open_screens(self, folder: Path) -> int:
        """Open the screens on ``folder``; the exit status."""
        if self._open_tui is None:
            raise StudyError("there are no screens to open here", "Run `workbench` itself.")
        return self._open_tui(folder, self.coder)
