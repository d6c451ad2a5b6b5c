"""The codebook as it stood at a place in the log: the changes of codes that lie behind it, folded and planted again.

Who had seen what is answered as it was answered then: a stream that has forked since had not, and a branch that has
come since had not come.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from workbench.agreement.rounds import DONE, Given, blind
from workbench.codebook import Heading, render
from workbench.log import forest
from workbench.log.causality import Dot, seen
from workbench.log.registers import Entry, fold
from workbench.store import Past, Position, Store
from workbench.store import rows as tables
from workbench.store.database import Database
from workbench.store.history import LogHistory
from workbench.store.projection import history_of
from workbench.study.base import Base
from workbench.study.coderows import COLUMNS, CodeRow, Found, arranged
from workbench.study.counting import counted
from workbench.study.words import shown

_CHUNK = 500
_IN_TABLE = tables.shape("code").columns
_PLACES = tuple(_IN_TABLE.index(column) for column in COLUMNS)
_ABOVE, _SORT, _DRAFT = COLUMNS.index("above"), COLUMNS.index("sort"), COLUMNS.index("draft")


class Behind:
    """What lies behind a place in the log, and the log as the rules of causality could ask it there."""

    def __init__(self, db: Database, position: Position) -> None:
        numbers = dict(db.read("SELECT id, no FROM stream"))
        self._history = LogHistory(db)
        self._past = Past(db, position)
        self._forked = {numbers[stream] for stream, ends in position.items() if len(ends) > 1 and stream in numbers}
        self.has = self._past.has

    def forked(self, stream: int) -> bool:
        """Whether two changes behind the place follow the same one."""
        return stream in self._forked

    def heard(self, stream: int, upto: int, other: int, atleast: int) -> Iterable[tuple[int, bytes, int, bytes]]:
        """What the stream had recorded of the other, without what another branch has recorded since."""
        told = self._history.heard(stream, upto, other, atleast)
        if not self._history.forked(stream):
            return told
        return (row for row in told if self.has(Dot(stream, row[0], row[1])))

    def on_branch(self, tip: Dot, dot: Dot) -> bool:
        """Whether ``dot`` is ``tip`` or before it, where ``tip`` had come."""
        return self.has(tip) and self._history.on_branch(tip, dot)

    def seen(self, later: Dot, earlier: Dot) -> bool:
        """Whether ``earlier`` is in the past of ``later``."""
        return seen(self, later, earlier)

    def fold(self, entries: Sequence[Entry]) -> tuple[dict[str, Any], bool]:
        """The fields that some of a row's changes, given in order, leave in force, and whether the row lives."""
        streams = {entry.dot.stream for entry in entries}
        linear = len(streams) == 1 and not self.forked(next(iter(streams)))
        folded = fold(entries, self.seen, linear)
        return folded.fields, folded.alive


class Book(NamedTuple):
    """All codes there were at a place in the log, by row, the deleted and merged ones too.

    ``codes``: ``COLUMNS`` of each; ``alive``; ``effective``: what each counted as then. ``position``: the place.
    """

    position: Position
    codes: Found
    alive: Mapping[str, bool]
    effective: Mapping[str, str]


def book(base: Base, position: Position) -> Book:
    """The codes as they were at ``position``; of examples only those that may be seen."""
    db = base.store.db
    with db.reading():
        behind = Behind(db, position)
        codes: Found = {}
        alive: dict[str, bool] = {}
        for row, entries in changes(base):
            if there := [entry for entry in entries if behind.has(entry.dot)]:
                fields, alive[row] = behind.fold(there)
                cells = tables.values("code", row, fields, alive[row])
                codes[row] = tuple(cells[place] for place in _PLACES)
        grown = _planted(db, behind)
    above = forest.above(grown, alive)
    placed = {row: (*cells[:_ABOVE], above[row], *cells[_ABOVE + 1 :]) for row, cells in codes.items()}
    return Book(position, placed, alive, {row: forest.effective(grown.merged, row) for row in alive})


def changes(base: Base) -> Iterable[tuple[str, list[Entry]]]:
    """(row, its changes in the total order) of every code there ever was, without examples that are hidden."""
    hidden = base.blind.examples()
    rows = [row for (row,) in base.store.read("SELECT id FROM code ORDER BY id")]
    for i in range(0, len(rows), _CHUNK):
        for row, ent, entries in history_of(base.store.db, rows[i : i + _CHUNK]):
            if ent == "code":
                yield row, [_shown(base, entry) for entry in entries] if row in hidden else entries


def _shown(base: Base, entry: Entry) -> Entry:
    if "example" in entry.body:
        return entry._replace(body=json.loads(base.blind.body(entry.n, json.dumps(entry.body))))
    return entry


def _planted(db: Database, behind: Behind) -> forest.Forest:
    """The replay of the moves and merges behind the place."""
    moves = db.read(
        "SELECT m.n, m.field, m.code, m.target, c.hlc, s.id, c.seq, c.hash, c.stream "
        "FROM move m JOIN change c ON c.n = m.n JOIN stream s ON s.no = c.stream"
    )
    there = [move for move in moves if behind.has(Dot(move[8], move[6], move[7]))]
    there.sort(key=lambda move: (move[4:8], move[1]))
    return forest.replay(forest.Move(*move[:4]) for move in there)


def listed_then(base: Base, then: Book, *, counts: bool = False) -> list[CodeRow]:
    """The codes that lived then, as ``codes.list`` gave them, without those that are kept from whoever looks now."""
    living = {row: cells for row, cells in then.codes.items() if then.alive[row] and then.effective[row] == row}
    ranked = sorted(then.codes, key=lambda row: (_rank(then.codes[row][_SORT]), row))
    drafted = any(cells[_DRAFT] for cells in living.values())
    busy = _busy_then(base, then.position) if drafted else frozenset()
    return arranged(base, living, ranked, _counts(base, then) if counts else {}, {}, busy)


def text_of(codes: Sequence[CodeRow]) -> str:
    """Codes, depth first, as a codebook file holds them."""
    shorts = {code.id: code.short for code in codes}
    return render(
        Heading(
            short=code.short,
            name=code.name,
            parent=shorts.get(code.parent or "", ""),
            definition=code.definition,
            include=code.include,
            exclude=code.exclude,
            example=shown(code.example),
            facets=code.facets,
            colour=code.colour,
            exclusive=code.exclusive,
            status=code.status,
            depth=code.depth,
        )
        for code in codes
    )


def _rank(sort: Any) -> tuple[int, Any]:
    """The order of the database: nothing, numbers, texts."""
    return (0, 0) if sort is None else (1, sort) if isinstance(sort, int) else (2, sort)


def _counts(base: Base, then: Book) -> dict[str, int]:
    store: Store = base.store.at(then.position)
    try:
        return counted(store, base.codings())
    finally:
        store.close()


def _busy_then(base: Base, position: Position) -> frozenset[str]:
    """Whoever coded blind with somebody then."""
    store, past = base.store, base.store.past(position)

    def rows(ent: str) -> dict[str, Mapping[str, Any]]:
        known = [row for (row,) in store.read(f"SELECT id FROM {ent}")]
        return {row: then.fields for row, then in store.rows_then(past, ent, known).items() if then.alive}

    texts = rows("transcript")
    given = [
        Given(one.get("round") or "", one["transcript"], one["coder"], (one.get("progress") or [""])[0] == DONE)
        for _, one in sorted(rows("assignment").items(), reverse=True)
        if one.get("given") == 1 and one.get("coder") and one.get("transcript") in texts
    ]
    lifted = {(one.get("round") or "", one.get("transcript") or "") for one in rows("lift").values()}
    return frozenset(coder for coders in blind(given, lifted).values() for coder in coders)


def position_at(db: Database, when: datetime) -> Position:
    """How far each branch of the log had come by its own clock, with nothing taken without what it follows."""
    ms = int(when.timestamp() * 1000)
    with db.reading():
        late: dict[int, int] = {}
        for stream, seq in db.read("SELECT stream, seq FROM change WHERE ts > ?", (ms,)):
            late[stream] = min(seq, late.get(stream, seq))
        ends: dict[str, tuple[tuple[int, str], ...]] = {}
        for no, name, forked, last in db.read(
            "SELECT s.no, s.id, s.forked, max(h.seq) FROM stream s JOIN head h ON h.stream = s.no GROUP BY s.no"
        ):
            if forked:
                found = _branches(db, no, ms)
            else:
                upto = min(last, late.get(no, last + 1) - 1)
                found = db.read("SELECT seq, hash FROM change WHERE stream = ? AND seq = ?", (no, upto))
            if found:
                ends[name] = tuple((seq, digest.hex()) for seq, digest in found)
    return ends


def _branches(db: Database, stream: int, ms: int) -> list[tuple[int, bytes]]:
    """The ends of a forked stream at a time."""
    kept: dict[bytes, int] = {}
    continued: set[bytes] = set()
    for ts, seq, prev, digest in db.read(
        "SELECT ts, seq, prev, hash FROM change WHERE stream = ? ORDER BY seq, hash", (stream,)
    ):
        if ts <= ms and (seq == 1 or prev in kept):
            kept[digest] = seq
            continued.add(prev)
    return [(seq, digest) for digest, seq in kept.items() if digest not in continued]
