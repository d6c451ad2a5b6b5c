"""What is written, and to whom: a person at a terminal, or a program behind a pipe.

Whatever came from a file or a person is made harmless here, so no command has to remember to.
"""

from __future__ import annotations

import re
import sys
from contextlib import contextmanager, suppress

from workbench import sanitise

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from typing import Any

    import rich.console

    Step = Callable[[int, int], None]

# JSON escapes the first 32 by itself; these are escaped too, which loses nothing and reaches no terminal.
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]")


def harmless_json(text: str) -> str:
    """A JSON document with every control or directional character spelled as an escape: the same document."""
    return _UNSAFE_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class Console:
    """Standard output and standard error of one run."""

    @property
    def terminal(self) -> bool:
        """Whether a person reads stdout."""
        return sys.stdout.isatty()

    @property
    def width(self) -> int:
        """How many columns a table may have."""
        return _rich(sys.stdout).width

    def say(self, text: str) -> None:
        """Write a line of ours, with whatever it quotes, on stdout."""
        sys.stdout.write(sanitise.display(text) + "\n")

    def note(self, text: str) -> None:
        """Write a line on stderr, where it disturbs no reader of stdout; if nobody is there to read it, never mind."""
        with suppress(OSError):
            sys.stderr.write(sanitise.display(text) + "\n")

    def error(self, text: str) -> None:
        """Say on stderr what went wrong."""
        self.note(f"workbench: {text}")

    def hint(self, text: str) -> None:
        """Say on stderr what to do about it."""
        self.note(f"hint: {text}")

    def json(self, document: Any) -> None:
        """Write one JSON document."""
        import json

        self.json_text(json.dumps(document, ensure_ascii=False, indent=2 if self.terminal else None))

    def json_text(self, text: str) -> None:
        """Write a JSON document that is spelled out already."""
        sys.stdout.write(harmless_json(text.rstrip("\n")) + "\n")

    def exact(self, text: str) -> None:
        """Write ``text``: byte by byte into a pipe or a file, made visible and ended by a newline on a terminal."""
        if self.terminal:
            sys.stdout.write(sanitise.display(text))
            if text and not text.endswith("\n"):
                sys.stdout.write("\n")
        else:
            self.raw(text.encode())

    def raw(self, data: bytes) -> None:
        """Write bytes as they are; never for a terminal."""
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()

    def table(
        self,
        headings: Sequence[str],
        rows: Iterable[Sequence[object]],
        *,
        caption: str = "",
        right: Collection[int] = (),
        folds: Collection[int] = (),
    ) -> None:
        """Write rows: as a table for a person; one tab-separated line a row, without headings, for a program.

        Whole numbers and the columns in ``right`` stand to the right; the columns in ``folds`` (default: the widest)
        give way where room is short; a row may hold fewer cells than there are headings.
        """
        cells = [["" if cell is None else cell for cell in row] for row in rows]
        if self.terminal:
            self._draw(headings, cells, caption, right, folds)
            return
        for row in cells:
            # ``line`` folds tabs and newlines, so a cell can never become two
            sys.stdout.write("\t".join(_cell(cell) for cell in row) + "\n")

    def _draw(
        self,
        headings: Sequence[str],
        rows: Sequence[Sequence[object]],
        caption: str,
        right: Collection[int],
        folds: Collection[int],
    ) -> None:
        from rich.box import SIMPLE_HEAD
        from rich.table import Table
        from rich.text import Text

        lines = [headings, *([_cell(cell, keep_indent=True) for cell in row] for row in rows)]
        widths = [max(len(line[i]) for line in lines if i < len(line)) for i in range(len(headings))]
        table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False, header_style="bold", padding=(0, 1, 0, 0))
        for i, heading in enumerate(headings):
            number = i in right or any(isinstance(row[i], int) for row in rows if i < len(row))
            gives_way = (
                i in folds if folds else widths[i] == max(widths)
            )  # the widest folds where room is short; the others stay whole
            table.add_column(
                Text(sanitise.line(heading)),
                justify="right" if number else "left",
                overflow="fold" if gives_way else "ellipsis",
                no_wrap=not gives_way,
            )
        for line in lines[1:]:
            table.add_row(*map(Text, line))
        console = _rich(sys.stdout)
        console.print(table)
        if caption:
            console.print(Text(sanitise.display(caption)), style="dim")

    @contextmanager
    def progress(self, title: str) -> Iterator[Step | None]:
        """A function that is told (done, total) of long work and draws a bar; None where nobody watches."""
        if not sys.stderr.isatty():
            yield None
            return
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

        columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn())
        with Progress(*columns, console=_rich(sys.stderr), transient=True) as bar:
            task = bar.add_task(title, total=None)
            yield lambda done, total: bar.update(task, completed=done, total=total)


def _rich(stream: Any) -> rich.console.Console:
    from rich.console import Console as RichConsole

    return RichConsole(file=stream, markup=False, emoji=False, highlight=False)


def _cell(value: object, *, keep_indent: bool = False) -> str:
    if isinstance(value, int):
        return str(value)
    text = str(value)
    indent = text[: len(text) - len(text.lstrip(" "))] if keep_indent else ""
    return indent + sanitise.line(text)
