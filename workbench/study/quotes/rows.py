"""Picks as the tables hold them."""

from collections.abc import Collection
from typing import Any, NamedTuple

from workbench.study.base import Base
from workbench.study.quotes.values import Span
from workbench.study.words import NOTES


class Row(NamedTuple):
    """A pick: ``code`` is what its theme counts as now; ``transcript`` a name, '' where its text is not here.

    ``shown`` is '' where nothing was edited, or a note that stands in for words that are not here. ``lost``: its
    passage has no place in the text that is read.
    """

    id: str
    code: str
    revision: str
    start: int
    end: int
    shown: str
    sort: int
    coder: str
    transcript: str
    lost: bool

    @property
    def span(self) -> Span:
        """(revision, start, end)."""
        return self.revision, self.start, self.end

    @property
    def words(self) -> str:
        """What somebody has made of the passage, as far as it is here."""
        return "" if self.shown in NOTES else self.shown


def picks(base: Base, where: str = "", given: tuple[Any, ...] = ()) -> list[Row]:
    """The picks that one may see, in the order in which they are to stand; of two of one passage and theme the first.

    ``where`` (`` AND …``) is a condition on the pick ``p``.
    """
    rows = base.store.read(
        "SELECT p.id, COALESCE(k.effective, p.code, ''), p.revision, p.start, p.end, p.shown, COALESCE(p.sort, 0), "
        "COALESCE(p.coder, ''), COALESCE(t.name, ''), "
        "t.current IS NOT p.revision OR t.alive IS NOT 1 OR p.end > COALESCE(r.characters, 0) "
        "FROM pick p LEFT JOIN code k ON k.id = p.code LEFT JOIN revision r ON r.id = p.revision "
        "LEFT JOIN transcript t ON t.id = r.transcript "
        f"WHERE p.alive = 1 AND p.start >= 0 AND p.start < p.end{where}{base.blind.sql('p')} "
        "ORDER BY COALESCE(p.sort, 0), t.name, p.start, p.end, p.id",
        given,
    )
    words = base.words.all(row[5] for row in rows)
    found: dict[tuple[str, Span], Row] = {}
    for (row, code, revision, start, end, _, sort, coder, transcript, lost), shown in zip(rows, words, strict=True):
        one = Row(row, code, revision or "", start, end, shown, sort, coder, transcript, bool(lost))
        before = found.get((code, one.span))
        # Two who could not see each other's work have picked it; whoever has edited it has given it more thought.
        if before is None or (one.shown and not before.shown):
            found[code, one.span] = one
    return list(found.values())


def on_passage(base: Base, span: Span, codes: Collection[str] = ()) -> list[str]:
    """The rows of all picks of a passage that one may see, for some codes (rows) or all."""
    rows = base.store.read(
        "SELECT p.id, COALESCE(k.effective, p.code, '') FROM pick p LEFT JOIN code k ON k.id = p.code "
        f"WHERE p.alive = 1 AND p.revision = ? AND p.start = ? AND p.end = ?{base.blind.sql('p')} ORDER BY p.id",
        span,
    )
    return [row for row, code in rows if not codes or code in codes]
