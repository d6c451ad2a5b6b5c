"""What every reader hands on, and the fence of three hyphens that front matter stands between."""

import re
from typing import NamedTuple

from workbench.errors import InputError

_FENCE = re.compile(r"---[^\S\n]*(?:\n|\Z)")
_CLOSING = re.compile(r"^---[^\S\n]*(?:\n|\Z)", re.MULTILINE)
MAX_FRONT = 60_000  # characters: some four hundred informants


class Stamp(NamedTuple):
    """When something was said: ``at`` is where it begins in the body, ``start`` and ``end`` are milliseconds.

    ``end`` is None where the file does not say it.
    """

    at: int
    start: int
    end: int | None


class Parts(NamedTuple):
    """What a file holds.

    ``front`` is the text between the fences (None: the file has no front matter), ``line`` the line it begins in.
    ``stamps`` are times that the file gives beside the text, ascending by ``at``; ``labels`` the speakers it names by
    itself, as they stand in the body. ``encoding`` is the character set it was read in, "" where the format has one of
    its own. ``hidden`` is text of the file that does not come along but may name somebody: author, title, comments.
    """

    front: str | None
    line: int
    body: str
    stamps: tuple[Stamp, ...] = ()
    labels: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    encoding: str = ""
    hidden: tuple[str, ...] = ()


def fenced(text: str) -> bool:
    """Whether the first line is nothing but three hyphens."""
    return _FENCE.match(text) is not None


def part(text: str) -> Parts:
    """``text``, whose first line is a fence, in two. InputError: the fence is never closed, or far too late."""
    opening = _FENCE.match(text)
    first = opening.end() if opening else 0
    closing = _CLOSING.search(text, first)
    if closing is None:
        raise InputError(
            "front matter begins here and is never closed", "End it with a line of three hyphens: ---", line=1
        )
    if closing.start() - first > MAX_FRONT:
        raise InputError(f"the front matter is too long (at most {MAX_FRONT:,} characters)", "", line=1)
    return Parts(text[first : closing.start()], 2, text[closing.end() :])
