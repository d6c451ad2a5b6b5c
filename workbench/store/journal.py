"""Writing to the log: a transaction's changes are appended and applied in one database transaction."""

import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from workbench.errors import NewerError
from workbench.log.change import FOLD, GENESIS, Body, Change, canonical_json, sealed
from workbench.log.clock import tick
from workbench.store.database import Database
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


def write(
    db: Database,
    stream: str,
    actor: str,
    verb: str,
    ops: Sequence[Op],
    *,
    undoes: tuple[str, int] | None = None,
    blobs: Iterable[tuple[str, bytes, str]] = (),
    clock: Clock = time.time,
) -> Tx:
    """Append ``ops`` as one transaction of ``stream`` and apply them. ``blobs``: (id, salt, text) that they name."""
    with db.transaction() as con:
        tx = _append(db, stream, actor, verb, ops, undoes, clock)
        con.executemany("INSERT OR IGNORE INTO blob VALUES (?, ?, ?)", list(blobs))
    return tx


def _append(
    db: Database,
    stream: str,
    actor: str,
    verb: str,
    ops: Sequence[Op],
    undoes: tuple[str, int] | None,
    clock: Clock,
) -> Tx:
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
    heard = _newly_heard(db, no)
    first, deps = seq + 1, _spell_heads(heard)
    undone = canonical_json(list(undoes)) if undoes else ""
    applied = []
    for op in ops:
        seq, highest = seq + 1, tick(now, highest)
        body = canonical_json(op.body)
        change = sealed(
            Change(
                stream,
                seq,
                first,
                highest,
                now,
                actor,
                1,
                verb,
                op.ent,
                op.row,
                op.op,
                body,
                deps,
                undone,
                "",
                prev,
                b"",
            )
        )
        n = con.execute(INSERT_CHANGE, (None, no, *change_fields(change))).lastrowid
        if deps:
            _record_heard(db, no, change, heard)
            deps = ""
        prev = change.hash
        applied.append(Applied(n, no, change))
    con.execute("UPDATE clock SET hlc = ?", (highest,))
    con.execute("DELETE FROM head WHERE stream = ?", (no,))
    con.execute("INSERT INTO head VALUES (?, ?, ?)", (no, seq, prev))
    apply_local(db, applied)
    return Tx(stream, first, applied[-1].n if applied else 0)


def stream_number(db: Database, stream: str) -> int:
    """The short number of a stream in this file, given out on first sight."""
    row = db.con.execute("SELECT no FROM stream WHERE id = ?", (stream,)).fetchone()
    return int(row[0] if row else db.con.execute("INSERT INTO stream (id) VALUES (?)", (stream,)).lastrowid)


def _newly_heard(db: Database, no: int) -> list[tuple[int, str, int, bytes]]:
    rows: list[tuple[int, str, int, bytes]] = db.con.execute(
        "SELECT h.stream, s.id, h.seq, h.hash FROM head h JOIN stream s ON s.no = h.stream WHERE h.stream <> ?1 "
        "AND NOT EXISTS (SELECT 1 FROM told t WHERE t.stream = ?1 AND t.ostream = h.stream AND t.hash = h.hash) ORDER BY s.id, h.hash",
        (no,),
    ).fetchall()
    return rows


def _spell_heads(heard: list[tuple[int, str, int, bytes]]) -> str:
    heads: dict[str, list[list[Any]]] = {}
    for _, stream, seq, digest in heard:
        heads.setdefault(stream, []).append([seq, digest.hex()])
    return canonical_json(heads) if heads else ""


def _record_heard(db: Database, no: int, change: Change, heard: list[tuple[int, str, int, bytes]]) -> None:
    db.con.executemany(
        "INSERT OR IGNORE INTO dep VALUES (?, ?, ?, ?, ?, ?)",
        [(no, other, seq, change.seq, change.hash, digest) for other, _, seq, digest in heard],
    )
    db.con.executemany(
        "INSERT OR IGNORE INTO told VALUES (?, ?, ?)", [(no, other, digest) for other, _, _, digest in heard]
    )


def change_fields(change: Change) -> tuple[Any, ...]:
    """What the table holds of a change beside its numbers here."""
    c = change
    return (
        c.seq,
        c.tx,
        c.hlc,
        c.ts,
        c.actor,
        c.fmt,
        c.verb,
        c.ent,
        c.row,
        c.op,
        c.body,
        c.deps,
        c.undoes,
        c.more,
        c.prev,
        c.hash,
    )
