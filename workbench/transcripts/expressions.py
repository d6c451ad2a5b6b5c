"""Regular expressions of a user, kept from taking for ever: another process matches them, and is ended when it does.

Python's own ``re`` cannot be interrupted, and "(a+)+b" takes longer than anybody lives.
"""

import marshal
import sys
from collections.abc import Sequence
from pathlib import Path

from workbench.errors import InputError
from workbench.transcripts import matching

MOST = 100_000
"""Hits after which the search ends."""
PATIENCE, A_MILLION = 5.0, 1.0
"""Seconds that an expression may take, and so many more for each million characters."""

MORE = 2.0
"""Seconds after which the process ends by itself, where nobody is left to end it."""

Piece = tuple[str, Sequence[tuple[int, int]]]
"""A text, and the stretches of it that are searched."""


def matches(
    expression: str, texts: Sequence[Piece], *, seconds: float | None = None, most: int = MOST
) -> list[list[tuple[int, int]]]:
    """The hits [start, end) in each text, ascending, at most ``most`` in all; none reaches over the end of a stretch.

    Case counts, as written; "(?i)" in front lets it not. Raises ``InputError`` where the expression is none, matches
    the empty string, or takes longer than ``seconds`` (without: by the size of the texts).
    """
    import subprocess

    size = sum(len(text) for text, _ in texts)
    limit = PATIENCE + A_MILLION * size / 1e6 if seconds is None else seconds
    given = marshal.dumps(
        (limit + MORE, expression, [(text, [tuple(span) for span in spans]) for text, spans in texts], most)
    )
    command = [sys.executable, "-I", "-S", "-B", str(Path(matching.__file__))]
    try:
        done = subprocess.run(command, input=given, capture_output=True, timeout=limit, check=False)
    except subprocess.TimeoutExpired:
        raise InputError(
            f"the regular expression was still searching after {limit:.0f} seconds, and was ended",
            "Repeats inside repeats, as in (a+)+, take for ever. Write it simpler, or name fewer transcripts.",
        ) from None
    try:
        told = marshal.loads(done.stdout) if not done.returncode else "it is too large"
    except (EOFError, ValueError, TypeError):
        told = "it is too large"
    if isinstance(told, str):
        hint = "Use + in place of *, or name what it must hold." if "nothing at all" in told else _HINT
        raise InputError(f"the regular expression cannot be used: {told}", hint)
    found = [list(zip(flat[::2], flat[1::2], strict=True)) for flat in told]
    return found + [[] for _ in range(len(texts) - len(found))]


_HINT = "It is written as Python writes them; a backslash before . ( ) [ ] * + ? takes the sign as it is."
