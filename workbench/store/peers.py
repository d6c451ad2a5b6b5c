"""What those ask who exchange with a replica: where its log ends, what it has, what it waits for."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, TypeVar

from workbench.log.change import FOLD
from workbench.store import merge, streams
from workbench.store.damage import tells
from workbench.store.database import Database

Found = TypeVar("Found")


class Head(NamedTuple):
    """Where a stream, or a branch of it, ends; ``hash`` as hex."""

    stream: str
    seq: int
    hash: str
    actor: str


class Texts(NamedTuple):
    """Names of the texts that lie out of line.

    Those here that may travel; those that rows name and that have not come; those emptied for ever.
    """

    here: frozenset[str]
    wanted: frozenset[str]
    erased: frozenset[str]


class AskedByPeers:
    """The part of a store that answers peers, and keeps this file's notes about them."""

    def __init__(self, db: Database) -> None:
        self.db = db
        self._kept: dict[str, Any] = {}  # what peers ask again and again, as it is in this state of the file
        self._kept_in: tuple[int, int] | None = None

    def _once(self, what: str, find: Callable[[], Found]) -> Found:
        """What ``find`` gives, asked for once as long as nobody writes to the file."""
        state = self.db.state()
        if state is None or state != self._kept_in:
            self._kept, self._kept_in = {}, state
        if what in self._kept:
            kept: Found = self._kept[what]
            return kept
        found = find()
        if state is not None:
            self._kept[what] = found
        return found

    @tells
    def heads(self) -> list[Head]:
        """Every end of every stream, by stream and sequence; a stream that forked has several."""
        return list(self._once("heads", self._heads))

    def _heads(self) -> list[Head]:
        rows = self.db.read(
            "SELECT s.id, h.seq, h.hash, c.actor FROM head h JOIN stream s ON s.no = h.stream CROSS JOIN change c "
            "ON c.stream = h.stream AND c.seq = h.seq AND c.hash = h.hash ORDER BY s.id, h.seq, h.hash"
        )
        return [Head(stream, seq, digest.hex(), actor) for stream, seq, digest, actor in rows]

    @tells
    def has(self, stream: str, seq: int, digest: str) -> bool:
        """Whether a change (its hash as hex) is applied here, not only waiting."""
        query = "SELECT 1 FROM change c JOIN stream s ON s.no = c.stream WHERE s.id = ? AND c.seq = ? AND c.hash = ?"
        return bool(self.db.read(query, (stream, seq, bytes.fromhex(digest))))

    @tells
    def chain(self, stream: str, tip: str, after: int = 0) -> list[str]:
        """The lines of the branch of ``stream`` that ends in ``tip`` (hex), above a sequence, in order."""
        return merge.chain(self.db, stream, bytes.fromhex(tip), after)

    @tells
    def texts(self) -> Texts:
        """The texts that lie out of line, by name."""
        return self._once(
            "texts",
            lambda: Texts(merge.texts_here(self.db), merge.texts_wanted(self.db), merge.texts_erased(self.db)),
        )

    @tells
    def text_line(self, text: str) -> str | None:
        """A text that may travel, as a line of JSON; None for any other."""
        return merge.text_line(self.db, text)

    @property
    def newer(self) -> bool:
        """Whether a newer workbench's rules stand in the log, so that this one may only read."""
        return int(self.db.meta("fold") or 1) > FOLD

    @tells
    def waiting(self) -> int:
        """How many changes came before the one they follow."""
        return int(self.db.read("SELECT count(*) FROM pending")[0][0])

    @tells
    def own(self) -> frozenset[str]:
        """The streams that this file writes, as far as this machine knows; a copied file has none."""
        return streams.own_streams(self.db, (head.actor for head in self.heads()))

    @tells
    def notes(self, scope: str) -> dict[str, str]:
        """This file's own notebook, which never travels."""
        return dict(self.db.read("SELECT key, value FROM note WHERE scope = ?", (scope,)))

    @tells
    def note(self, scope: str, notes: Mapping[str, str | None]) -> None:
        """Write into the notebook; None takes a key out."""
        with self.db.transaction(durable=False) as con:
            con.executemany(
                "INSERT OR REPLACE INTO note VALUES (?, ?, ?)",
                [(scope, key, value) for key, value in notes.items() if value is not None],
            )
            con.executemany(
                "DELETE FROM note WHERE scope = ? AND key = ?", [(scope, k) for k, v in notes.items() if v is None]
            )
