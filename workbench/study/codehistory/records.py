"""The changes behind the codebook's history, transaction by transaction: who, when, why, and what was taken back."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from workbench.log.causality import Dot, seen
from workbench.store.history import LogHistory
from workbench.study.base import Base

TxName = tuple[str, int]
"""A transaction: its stream and number."""

_QUERY = (
    "SELECT c.n, s.id, c.tx, c.ts, c.actor, c.verb, c.row, c.op, c.body, c.stream, c.seq, c.hash, c.hlc "
    "FROM {ent} k CROSS JOIN change c ON c.row = k.id JOIN stream s ON s.no = c.stream WHERE c.ent = '{ent}' "
    "ORDER BY c.hlc, s.id, c.seq, c.hash"
)


class Record(NamedTuple):
    """A change: ``tx`` its transaction, ``ts`` the claimed wall time in ms, ``hlc`` the order clock's.

    ``body`` is without what is hidden.
    """

    n: int
    tx: TxName
    ts: int
    actor: str
    verb: str
    row: str
    op: str
    body: Mapping[str, Any]
    dot: Dot
    hlc: int


class Undos:
    """Which transactions were taken back, and which take others back."""

    def __init__(self, base: Base) -> None:
        self._undoes: dict[TxName, TxName] = {
            (stream, tx): (name[0], name[1])
            for stream, tx, undoes in base.store.read(
                "SELECT DISTINCT s.id, c.tx, c.undoes FROM change c JOIN stream s ON s.no = c.stream "
                "WHERE c.undoes <> ''"
            )
            for name in [json.loads(undoes)]
        }
        self._by: dict[TxName, list[TxName]] = {}
        for undo, what in self._undoes.items():
            self._by.setdefault(what, []).append(undo)

    def stands(self, tx: TxName) -> bool:
        """Whether a transaction is somebody's own work, no undo, and was not taken back."""
        return tx not in self._undoes and not self.undone(tx)

    def undone(self, tx: TxName) -> bool:
        """Whether a transaction was taken back, and that not taken back again."""
        return tx in self._by and self._undone(tx, frozenset())

    def _undone(self, tx: TxName, asked: frozenset[TxName]) -> bool:
        undos = (undo for undo in self._by.get(tx, ()) if undo not in asked)
        return any(not self._undone(undo, asked | {tx}) for undo in undos)

    def origin(self, tx: TxName) -> tuple[TxName, int]:
        """What a transaction takes back in the end, and over how many steps (an even number: it made it again)."""
        steps, passed = 0, {tx}
        while (before := self._undoes.get(tx)) is not None and before not in passed:
            tx, steps = before, steps + 1
            passed.add(tx)
        return tx, steps


class Records:
    """Read once, for one question. Nothing of what is kept from whoever is at work."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self.history = LogHistory(base.store.db)
        self._hidden = self._hidden_transactions()
        self._reasons = self._read_reasons()

    def of(self, ent: str) -> list[Record]:
        """All changes of codes, of placements or of wordings, in the total order."""
        examples = self._base.blind.examples()
        found = []
        for n, stream, tx, ts, actor, verb, row, op, body, no, seq, digest, hlc in self._base.store.read(
            _QUERY.format(ent=ent)
        ):
            if (stream, tx) in self._hidden:
                continue
            said = self._base.blind.body(n, body) if row in examples else body
            found.append(Record(n, (stream, tx), ts, actor, verb, row, op, json.loads(said), Dot(no, seq, digest), hlc))
        return found

    def saw(self, later: Record, earlier: Record) -> bool:
        """Whether whoever made ``later`` knew of ``earlier``."""
        return seen(self.history, later.dot, earlier.dot)

    def why(self, tx: TxName, *codes: str) -> str:
        """The reason that was given with a transaction: for one of these codes, else the only one there is."""
        given = self._reasons.get(tx, {})
        own = next((given[code] for code in codes if code in given), None)
        if own is None and len(set(given.values())) == 1:
            own = next(iter(given.values()))
        return self._base.words.of(own) if own is not None else ""

    def _read_reasons(self) -> dict[TxName, dict[str, Any]]:
        """Transaction → code → the words' name. Of reasons that were taken back with their change, too.

        The words are those a reason has now: what was replaced in it, or taken out, is not shown as if it stood.
        """
        hides = self._base.blind.drafts()
        found: dict[TxName, dict[str, Any]] = {}
        for stream, tx, target, body, words in self._base.store.read(
            "SELECT s.id, c.tx, r.target, c.body, r.words FROM reason r CROSS JOIN change c ON c.row = r.id "
            "JOIN stream s ON s.no = c.stream WHERE c.ent = 'reason' AND c.op = 'put'"
        ):
            given = "target" in json.loads(body)  # else its words were replaced: that is no reason for anything
            if given and words and target and target not in hides and (stream, tx) not in self._hidden:
                found.setdefault((stream, tx), {})[target] = words
        return found

    def _hidden_transactions(self) -> frozenset[TxName]:
        """Others' transactions that touch something hidden: they are as if they were not."""
        hidden = self._base.blind.changes("c")
        if not hidden:
            return frozenset()
        return frozenset(
            self._base.store.read(
                "SELECT DISTINCT s.id, c.tx FROM change c JOIN stream s ON s.no = c.stream "
                f"WHERE c.actor <> ? AND {hidden}",
                (self._base.coder,),
            )
        )
