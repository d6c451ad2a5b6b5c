"""What people put into a table by hand: the column a theme stands in, and what a report calls it."""

from datetime import datetime
from typing import NamedTuple

from workbench import synthesis as room
from workbench.errors import InputError
from workbench.store import Op, put
from workbench.study.base import Base, storable
from workbench.study.log import local

MAX_WORDING = 200
"""Characters in what a theme is called in a report."""


class PlacedByHand(NamedTuple):
    """A theme put into a column: ``column`` is its id, "shared", "mixed", or "" for none; when and by whom, last."""

    theme: str
    column: str
    reason: str
    coder: str
    when: datetime | None


def placements(base: Base, matrix: str) -> list[PlacedByHand]:
    """What stands somewhere by hand in a matrix, in the order in which it was put there."""
    names = base.coder_names()
    hidden = base.blind.drafts()
    rows = base.store.read(
        'SELECT p.code, p."column", p.reason, p.coder, '
        "(SELECT max(c.ts) FROM change c WHERE c.row = p.id) FROM placement p "
        'WHERE p.alive = 1 AND p.matrix = ? AND p."column" IS NOT NULL ORDER BY 5, p.id',
        (matrix,),
    )
    return [
        PlacedByHand(code, column, reason or "", names.get(coder, coder or ""), local(ts) if ts else None)
        for code, column, reason, coder, ts in rows
        if code not in hidden
    ]


def place(base: Base, rule: room.Rule, theme: str, column: str | None, reason: str) -> list[Op]:
    """The change that puts a theme into a column, or with None takes that back. Raises InputError without a reason."""
    words = storable(reason.strip(), "the reason")
    if column is not None and not words:
        raise InputError("a theme is placed by hand with a reason", "Say why, in a sentence others can judge.")
    row = base.derive("placement", rule.name, theme)
    return [put("placement", row, place=[column, words or None], matrix=rule.name, code=theme, coder=base.coder)]


def wordings(base: Base, matrix: str) -> dict[str, str]:
    """Theme (row) → what it is called in the tables of a matrix; what is said of all matrices where it says nothing."""
    hidden = base.blind.drafts()
    rows = base.store.read(
        "SELECT w.code, w.words FROM wording w WHERE w.alive = 1 AND w.words > '' AND w.matrix IN ('', ?) "
        "ORDER BY w.matrix > '', w.id",
        (matrix,),
    )
    return {code: words for code, words in rows if code not in hidden}


def word(base: Base, matrix: str, theme: str, words: str) -> list[Op]:
    """The change that calls a theme something in the tables of ``matrix`` ('' in all); none where it says so already.

    Raises InputError for what is no line of at most ``MAX_WORDING`` characters.
    """
    said = " ".join(storable(words, "the wording").split())
    if len(said) > MAX_WORDING:
        raise InputError(
            f"a wording may have {MAX_WORDING} characters, not {len(said)}", "What a theme means is its definition."
        )
    row = base.derive("wording", matrix, theme)
    now = base.store.read("SELECT words FROM wording WHERE id = ? AND alive = 1", (row,))
    if (now[0][0] or "" if now else "") == said:
        return []
    return [put("wording", row, matrix=matrix, code=theme, words=said or None, coder=base.coder)]
