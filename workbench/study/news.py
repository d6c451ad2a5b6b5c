"""What is new in the database since somebody last looked: which rows, so that a screen reads those again and no more.

Arrival numbers have no gaps and follow the order of commits, whoever wrote; so the last one seen says it all.
"""

import json
from collections.abc import Callable, Iterable
from typing import NamedTuple

from workbench.store.database import Database
from workbench.study.base import Base
from workbench.study.counting import counts_of

SLICE = 100
"""Changes looked at in one go: a few milliseconds, so that a screen can answer a key between two slices."""


class News(NamedTuple):
    """Changes above an arrival number.

    ``upto`` is the last one looked at; ``more`` says that there are further ones; ``kinds`` are the kinds of rows that
    changed, ``codings`` those rows that are codings. ``texts``: texts that lie out of line came.
    ``anew``: everything may be different, whatever the rows say.
    """

    upto: int
    more: bool
    kinds: frozenset[str]
    codings: frozenset[str]
    texts: bool = False
    anew: bool = False

    def __bool__(self) -> bool:
        return bool(self.kinds) or self.texts or self.anew


class Newsroom:
    """Reads what arrived, for one reader: it remembers how far that one has come."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._upto = self._last()
        self._forks, self._texts = self._shape()
        self._blind = base.blind.state()

    def read(self, limit: int = SLICE) -> News:
        """The next changes, at most ``limit``; those of this process are among them."""
        rows = self._base.store.read(
            "SELECT n, ent, row FROM change WHERE n > ? ORDER BY n LIMIT ?", (self._upto, limit)
        )
        forks, texts, blind = self._forks, self._texts, self._blind
        self._forks, self._texts = self._shape()
        self._blind = self._base.blind.state()
        anew = forks != self._forks or blind != self._blind
        self._upto = rows[-1][0] if rows else self._upto
        codings = self._seen(row for _, ent, row in rows if ent == "coding")
        kinds = frozenset(ent for _, ent, _ in rows)
        more = len(rows) == limit
        return News(self._upto, more, kinds, codings, texts != self._texts, anew)

    def _seen(self, codings: Iterable[str]) -> frozenset[str]:
        """Those of some codings that are not kept from whoever is at work."""
        rows = frozenset(codings)
        if not rows or not self._base.blind.sql():
            return rows
        query = (
            "SELECT value FROM json_each(?) WHERE NOT EXISTS "
            f"(SELECT 1 FROM coding g WHERE g.id = value AND NOT (1{self._base.blind.sql()}))"
        )
        return frozenset(row for (row,) in self._base.store.read(query, (json.dumps(sorted(rows)),)))

    def _last(self) -> int:
        return int(self._base.store.read("SELECT COALESCE(max(n), 0) FROM change")[0][0])

    def _shape(self) -> tuple[int, int]:
        """What tells of rows that no new change names: where streams forked, and how many texts there are."""
        ((forks, texts),) = self._base.store.read(
            "SELECT (SELECT total(forked) FROM stream), (SELECT count(*) FROM blob)"
        )
        return int(forks), int(texts)


def tally(base: Base) -> Callable[[], dict[str, int]]:
    """What counts how often each code is used, in another thread: by a connection of its own, without a lock.

    SQLite lets go of Python while it counts, so the screens hear nothing of it.
    """
    path, key, query = base.store.db.path, base.store.db.key, counts_of(base.codings())

    def count() -> dict[str, int]:
        db = Database(path, key=key)
        try:
            return dict(db.read(query))
        finally:
            db.close()

    return count
