"""A passage as the example of a code: what was said, on one line, and in which transcript."""

import re

from workbench.errors import NotFoundError
from workbench.study.base import Base, check_span

LONGEST = 400
"""Characters of an example's quotation; of a longer one its beginning and its end are kept."""
CUT = "[…]"

_INSIDE = re.compile(r"[\w'’‑-]")


def as_example(base: Base, revision: str, start: int, end: int) -> str:
    """``"what was said" (K-03)``: in whole words, on one line. Raises where there is no such passage, or no text."""
    check_span(base, revision, start, end)
    rows = base.store.read(
        "SELECT t.name, b.data FROM revision r JOIN transcript t ON t.id = r.transcript "
        "LEFT JOIN blob b ON b.id = r.text WHERE r.id = ?",
        (revision,),
    )
    if not rows or rows[0][1] is None:
        raise NotFoundError("the text of that passage is not here", "Sync with your colleagues, or choose another.")
    name, text = rows[0]
    words = " ".join(_whole(text, start, end).split())
    return f'"{_cut(words)}" ({name or ""})'


def _whole(text: str, start: int, end: int) -> str:
    """The passage without half words: one that it begins or ends inside of is taken whole."""
    while start > 0 and _INSIDE.match(text, start) and _INSIDE.match(text, start - 1):
        start -= 1
    while end < len(text) and _INSIDE.match(text, end - 1) and _INSIDE.match(text, end):
        end += 1
    return text[start:end]


def _cut(words: str) -> str:
    if len(words) <= LONGEST:
        return words
    room = LONGEST - len(CUT) - 2
    first, last = words[: room * 2 // 3], words[-(room - room * 2 // 3) :]
    # A "word" without an end is cut where it must be.
    first = first.rpartition(" ")[0] or first
    last = last.partition(" ")[2] or last
    return f"{first} {CUT} {last}"
