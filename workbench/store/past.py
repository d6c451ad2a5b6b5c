"""What had been written at a place in the log: rows as they were then, without the whole study being made anew.

Of most rows nothing has been written since, and then they stand as they stood; only the others are folded again, from
the part of their changes that lies behind the place.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from workbench.log.causality import Dot
from workbench.store.database import Database
from workbench.store.history import LogHistory
from workbench.store.moment import Position, read_position
from workbench.store.projection import fold_row, history_of

_CHUNK = 500


class Then(NamedTuple):
    """A row as it was: its fields as they were written (composites whole), and whether it lived."""

    fields: Mapping[str, Any]
    alive: bool


class Past:
    """What lies behind one place in the log; of a stream that has not come here, nothing."""

    def __init__(self, db: Database, position: Position | str) -> None:
        ends = read_position(position) if isinstance(position, str) else position
        history = LogHistory(db)
        numbers = dict(db.read("SELECT id, no FROM stream"))
        self._history = history
        self._upto: dict[int, int] = {}
        self._tips: dict[int, tuple[Dot, ...]] = {}
        for stream, tips in ends.items():
            if (no := numbers.get(stream)) is None or not tips:
                continue
            self._upto[no] = max(seq for seq, _ in tips)
            if history.forked(no):
                self._tips[no] = tuple(Dot(no, seq, bytes.fromhex(digest)) for seq, digest in tips)

    def has(self, dot: Dot) -> bool:
        """Whether a change of this file lies behind the place."""
        if dot.seq > self._upto.get(dot.stream, 0):
            return False
        tips = self._tips.get(dot.stream)
        return tips is None or any(tip == dot or self._history.on_branch(tip, dot) for tip in tips)

    def all(self, dots: Iterable[Dot]) -> bool:
        """Whether all of these changes lie behind the place. Asked of every coding there is."""
        for dot in dots:
            if dot.seq > self._upto.get(dot.stream, 0) or (dot.stream in self._tips and not self.has(dot)):
                return False
        return True

    def behind(self, other: "Past") -> bool:
        """Whether everything behind this place is behind ``other`` too; places of forked streams by their ends."""
        return all(upto <= other._upto.get(no, 0) for no, upto in self._upto.items()) and all(
            other.has(tip) for tips in self._tips.values() for tip in tips
        )


def trail(db: Database, ent: str, after: int = 0) -> dict[str, tuple[Dot, ...]]:
    """Of each row of an entity its last change in every stream; of a forked stream all of them.

    ``after``: only rows with a change above that arrival number, and only those changes.
    """
    forked = {no for (no,) in db.read("SELECT no FROM stream WHERE forked > 0")}
    found: dict[str, tuple[Dot, ...]] = {}
    # Put together here: grouped by the database, all of it would be sorted first.
    for row, stream, seq, digest in db.read(
        "SELECT row, stream, seq, hash FROM change WHERE ent = ? AND n > ?", (ent, after)
    ):
        dot = Dot(stream, seq, digest)
        if (before := found.get(row)) is None:
            found[row] = (dot,)
        elif stream in forked:
            found[row] = (*before, dot)
        else:
            last = max((dot, *(one for one in before if one.stream == stream)), key=lambda one: one.seq)
            found[row] = (*(one for one in before if one.stream != stream), last)
    return found


def rows_then(db: Database, past: Past, ent: str, rows: Collection[str]) -> dict[str, Then]:
    """Rows as they were at a place; one that nobody had written yet is left out."""
    history = LogHistory(db)
    wanted = list(rows)
    found: dict[str, Then] = {}
    for i in range(0, len(wanted), _CHUNK):
        for row, entity, entries in history_of(db, wanted[i : i + _CHUNK]):
            behind = [entry for entry in entries if past.has(entry.dot)]
            if entity == ent and behind:
                folded = fold_row(history, behind)
                found[row] = Then(folded.fields, folded.alive)
    return found
