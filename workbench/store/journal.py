"""Writing to the log: a transaction's changes are appended and applied in one database transaction."""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from workbench.errors import InputError, NewerError
from workbench.log.change import FOLD, GENESIS, Body, Change, MalformedError, canonical_json, sealed
from workbench.log.clock import tick
from workbench.store.database import Database
from workbench.store.history import record_heard, stream_number
from workbench.store.projection import Applied, apply_local

INSERT_CHANGE = f"INSERT INTO change VALUES ({','.join('?' * 18)})"


class Op(NamedTuple):
    """What is to be written of one row: ``put`` the fields of ``body``, or ``del``."""

    op: str
    ent: str
    row: str
    body: Body


def put(ent: str, row: str, **fields: Any) -> Op:
    """Set fields of a row, which comes into being where it is not."""
    return Op("put", ent, row, fields)


def delete(ent: str, row: str) -> Op:
    """Delete a row, as far as one has seen it."""
    return Op("del", ent, row, {})


class Tx(NamedTuple):
    """A transaction: its stream, the sequence of its first change, and the arrival number of its last."""

    stream: str
    tx: int
    n: int


class ForkedStreamError(Exception):
    """Somebody else has gone on from our last change (a restored backup, a cloned machine): a new stream is due."""


Clock = Callable[[], float]
Ops = Sequence[Op] | Callable[[], Sequence[Op]]
"""Operations, or what decides on them once nobody else can write any more."""


def write(
    db: Database,
    stream: str,
    actor: str,
    verb: str,
    ops: Ops,
    *,
    undoes: tuple[str, int] | None = None,
    blobs: Iterable[tuple[str, bytes, str]] = (),
    clock: Clock = time.time,
) -> Tx | None:
    """Append ``ops`` as one transaction of ``stream`` and apply them; None where there are none.

    ``blobs``: (id, salt, text) that they name. Raises InputError for what no log can hold.
    """
    with db.transaction() as con:
        tx = _append(db, stream, actor, verb, ops, undoes, clock)
        if tx:
            con.executemany("INSERT OR IGNORE INTO blob VALUES (?, ?, ?)", list(blobs))
    return tx


def _append(
    db: Database,
    stream: str,
    actor: str,
    verb: str,
    ops: Ops,
    undoes: tuple[str, int] | None,
    clock: Clock,
) -> Tx | None:
    con = db.con
    if (newer := db.meta("fold")) and int(newer) > FOLD:
        raise NewerError(
            "a colleague's newer workbench has written to this study",
            "Install it; until then, you can only read.",
        )
    no = stream_number(db, stream)
    heads = con.execute("SELECT seq, hash FROM head WHERE stream = ?", (no,)).fetchall()
    if len(heads) > 1:
        raise ForkedStreamError
    seq, prev = heads[0] if heads else (0, GENESIS)
    (highest,) = con.execute("SELECT hlc FROM clock").fetchone()
    now = max(int(clock() * 1000), 0)
    first, deps = seq + 1, _newly_heard(db, no)
    undone = canonical_json(list(undoes)) if undoes else ""
    applied = []
    for op in ops() if callable(ops) else ops:
        seq, highest = seq + 1, tick(now, highest)
        change = _change(stream, seq, first, highest, now, actor, verb, op, deps, undone, prev)
        n = con.execute(INSERT_CHANGE, (None, no, *change[1:])).lastrowid
        if deps:
            record_heard(db, no, seq, change.hash, deps)
            deps = ""
        prev = change.hash
        applied.append(Applied(n, no, change, op.body))
    if not applied:
        return None
    con.execute("UPDATE clock SET hlc = ?", (highest,))
    con.execute("DELETE FROM head WHERE stream = ?", (no,))
    con.execute("INSERT INTO head VALUES (?, ?, ?)", (no, seq, prev))
    apply_local(db, applied)
    return Tx(stream, first, applied[-1].n)


def _change(
    stream: str,
    seq: int,
    first: int,
    hlc: int,
    now: int,
    actor: str,
    verb: str,
    op: Op,
    deps: str,
    undone: str,
    prev: bytes,
) -> Change:
    try:
        body = canonical_json(op.body)
        return sealed(
            Change(
                stream, seq, first, hlc, now, actor, 1, verb, op.ent, op.row, op.op, body, deps, undone, "", prev, b""
            )
        )
    except MalformedError as error:
        raise InputError(f"a {op.ent} cannot be stored: {error}", "Take out what cannot be kept.") from error


def _newly_heard(db: Database, no: int) -> str:
    """The heads of other streams that stream ``no`` has not named yet, as a change spells them."""
    rows = db.con.execute(
        "SELECT s.id, h.seq, h.hash FROM head h JOIN stream s ON s.no = h.stream WHERE h.stream <> ?1 AND NOT EXISTS "
        "(SELECT 1 FROM dep d WHERE d.stream = ?1 AND d.ostream = h.stream AND d.oseq = h.seq AND d.ohash = h.hash) "
        "ORDER BY s.id, h.hash",
        (no,),
    ).fetchall()
    heads: dict[str, list[list[Any]]] = {}
    for stream, seq, digest in rows:
        heads.setdefault(stream, []).append([seq, digest.hex()])
    return canonical_json(heads) if heads else ""
