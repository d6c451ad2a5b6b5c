"""Where the codes stand: the replay of all moves and merges, written into the rows of the codes."""

from collections.abc import Iterable, Sequence
from typing import Any

from workbench.log import forest
from workbench.store.database import Database

_FIELDS = (forest.PARENT, forest.MERGED)
_REVIVED = "revived"


def note_moves(db: Database, n: int, code: str, body: dict[str, Any]) -> bool:
    """Remember what a put on a code says of where it stands; whether it says anything."""
    moves = [(n, f, code, body[f]) for f in _FIELDS if f in body and (body[f] is None or isinstance(body[f], str))]
    db.con.executemany("INSERT OR IGNORE INTO move VALUES (?, ?, ?, ?)", moves)
    return bool(moves)


def note_revived(db: Database) -> None:
    """Remember that a code may have come back to life, so that others may now stand elsewhere."""
    db.set_meta(_REVIVED, "1")


def after_codes(db: Database, codes: Sequence[tuple[int, str, str, dict[str, Any]]]) -> None:
    """Take in changes of codes, given as (n, row, op, body), once their rows are written."""
    moved = [note_moves(db, n, code, body) for n, code, op, body in codes if op == "put"]
    if codes and (any(moved) or any(op == "del" for _, _, op, _ in codes) or _unplanted(db)):
        replant(db)


def _unplanted(db: Database) -> bool:
    query = "SELECT 1 FROM code WHERE effective IS NULL UNION ALL SELECT 1 FROM meta WHERE key = ? LIMIT 1"
    return bool(db.con.execute(query, (_REVIVED,)).fetchone())


def planted(db: Database, without: Iterable[int] = ()) -> forest.Forest:
    """The forest as the log has it, or as it would be without the changes of some arrival numbers."""
    left_out = set(without)
    moves = db.con.execute(
        "SELECT m.n, m.field, m.code, m.target, c.hlc, s.id, c.seq, c.hash "
        "FROM move m JOIN change c ON c.n = m.n JOIN stream s ON s.no = c.stream"
    ).fetchall()
    moves.sort(key=lambda m: (m[4:], m[1]))
    return forest.replay(forest.Move(*m[:4]) for m in moves if m[0] not in left_out)


def replant(db: Database) -> None:
    """Write where every code stands and what it counts as."""
    grown = planted(db)
    codes = {code: bool(alive) for code, alive in db.con.execute("SELECT id, alive FROM code").fetchall()}
    above = forest.above(grown, codes)
    db.con.executemany(
        "UPDATE code SET above = ?1, effective = ?2 WHERE id = ?3 AND (above IS NOT ?1 OR effective IS NOT ?2)",
        [(above[code], forest.effective(grown.merged, code), code) for code in codes],
    )
    db.con.execute("DELETE FROM skipped")
    db.con.executemany("INSERT INTO skipped VALUES (?, ?, ?, ?)", grown.skipped)
    db.con.execute("DELETE FROM meta WHERE key = ?", (_REVIVED,))
