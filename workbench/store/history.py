"""The log as the causality rules ask it."""

from collections.abc import Iterable

from workbench.log.causality import Dot
from workbench.store.database import Database


class LogHistory:
    """Answers from the tables; lives for one transaction."""

    def __init__(self, db: Database) -> None:
        self._con = db.con
        self._forked = {no for (no,) in self._con.execute("SELECT no FROM stream WHERE forked = 1").fetchall()}

    def forked(self, stream: int) -> bool:
        """Whether the stream has two changes that follow the same one."""
        return stream in self._forked

    def heard(self, stream: int, upto: int, other: int, atleast: int) -> Iterable[tuple[int, bytes, int, bytes]]:
        """(seq, hash, other seq, other hash) of what the stream recorded of the other."""
        rows: list[tuple[int, bytes, int, bytes]] = self._con.execute(
            "SELECT seq, hash, oseq, ohash FROM dep WHERE stream = ? AND ostream = ? AND oseq >= ? AND seq <= ?",
            (stream, other, atleast, upto),
        ).fetchall()
        return rows

    def previous(self, dot: Dot) -> Dot | None:
        """The change before on the same branch."""
        row = self._con.execute(
            "SELECT prev FROM change WHERE stream = ? AND seq = ? AND hash = ?",
            (dot.stream, dot.seq, dot.hash),
        ).fetchone()
        return Dot(dot.stream, dot.seq - 1, row[0]) if row and dot.seq > 1 else None
