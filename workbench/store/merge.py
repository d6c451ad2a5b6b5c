"""Exchange: the log as lines, and lines from elsewhere taken in.

A change is applied only if the one it follows is applied; what comes too early waits. Names of files, orders and
repetitions mean nothing: the content decides, and every replica that has the same changes has the same study.
"""

import contextlib
import json
from collections.abc import Iterable
from hashlib import sha256
from itertools import islice
from typing import NamedTuple

from workbench.log.change import GENESIS, Body, Change, MalformedError, canonical_json, encode, parse
from workbench.log.clock import CEILING
from workbench.store.database import Database, explained
from workbench.store.history import record_heard, stream_number
from workbench.store.journal import INSERT_CHANGE
from workbench.store.projection import PLANTED, Applied, place_merged, plant_merged, rebuild

COLUMNS = "seq, tx, hlc, ts, actor, fmt, verb, ent, row, op, body, deps, undoes, more, prev, hash"
"""What the table holds of a change beside its numbers here: the change's own fields after its stream, in order."""

_BLOB = '{"blob":"'
_BATCH = 500
_ODD_CLOCKS = "odd clocks"
Parsed = tuple[Change, Body]
Link = tuple[int, str, int]
"""What a change has to fit to: sequence, actor and clock of the one before it."""


class Report(NamedTuple):
    """What came of lines from elsewhere.

    Changes applied, known before and waiting for earlier ones; texts; and for each refused line why.
    """

    applied: int = 0
    known: int = 0
    waiting: int = 0
    blobs: int = 0
    refused: tuple[str, ...] = ()


def export(db: Database, stream: str | None = None, after: int = 0) -> Iterable[str]:
    """The lines of one stream above a sequence, or everything: the texts that lie out of line, then all streams."""
    with explained(db.path):
        if stream is None:
            for text in sorted(texts_here(db)):
                yield text_line(db, text) or ""
        for no, name in db.read("SELECT no, id FROM stream WHERE ?1 IS NULL OR id = ?1 ORDER BY id", (stream,)):
            rows = db.con.execute(
                f"SELECT {COLUMNS} FROM change WHERE stream = ? AND seq > ? ORDER BY seq, hash", (no, after)
            )
            yield from (encode(Change(name, *row)) for row in rows)


def chain(db: Database, stream: str, tip: bytes, after: int = 0) -> list[str]:
    """The lines of the one branch of ``stream`` that ends in ``tip``, above a sequence, in order; none if not here."""
    query = (
        f"SELECT {COLUMNS} FROM change WHERE stream = (SELECT no FROM stream WHERE id = ?1) AND seq > ?2 AND seq <= "
        "(SELECT max(seq) FROM change WHERE stream = (SELECT no FROM stream WHERE id = ?1) AND hash = ?3) "
        "ORDER BY seq DESC"
    )
    lines = []
    for row in db.read(query, (stream, after, tip)):
        change = Change(stream, *row)
        if change.hash == tip:
            lines.append(encode(change))
            tip = change.prev
    return lines[::-1]


AT_HOME = "kept at home"
"""A scope of the file's own notebook: earlier words of memos, remarks and examples that do not travel any more."""
_NAMED = "'{\"text\":\"' || note.key || '\"}'"
_PRIVATE = (
    "SELECT text FROM revision WHERE private = 1 AND text IS NOT NULL "
    f"UNION ALL SELECT key FROM note WHERE scope = '{AT_HOME}' "
    "AND NOT EXISTS (SELECT 1 FROM memo WHERE blob = note.key AND alive = 1) "
    f"AND NOT EXISTS (SELECT 1 FROM coding WHERE memo = {_NAMED} AND alive = 1) "
    f"AND NOT EXISTS (SELECT 1 FROM code WHERE example = {_NAMED} AND alive = 1) "
    f"AND NOT EXISTS (SELECT 1 FROM reason WHERE words = {_NAMED} AND alive = 1) "
    f"AND NOT EXISTS (SELECT 1 FROM version WHERE note = {_NAMED} AND alive = 1)"
)


def texts_here(db: Database) -> frozenset[str]:
    """The texts that lie here and may travel; one from before anonymisation does not."""
    rows = db.read(f"SELECT id FROM blob WHERE data IS NOT NULL AND id NOT IN ({_PRIVATE})")
    return frozenset(text for (text,) in rows)


def texts_wanted(db: Database) -> frozenset[str]:
    """The texts that living rows name and that have not come; erased ones and those kept at home never will."""
    named = " UNION ".join(
        (
            "SELECT text AS id FROM revision WHERE private IS NOT 1 AND alive = 1",
            "SELECT blob FROM memo WHERE alive = 1",
            "SELECT json_extract(memo, '$.text') FROM coding WHERE memo LIKE '{\"text\":\"%' "
            "AND json_valid(memo) AND alive",
            "SELECT json_extract(example, '$.text') FROM code WHERE example LIKE '{\"text\":\"%' "
            "AND json_valid(example) AND alive",
            "SELECT json_extract(words, '$.text') FROM reason WHERE words LIKE '{\"text\":\"%' "
            "AND json_valid(words) AND alive",
            "SELECT json_extract(note, '$.text') FROM version WHERE note LIKE '{\"text\":\"%' "
            "AND json_valid(note) AND alive",
        )
    )
    rows = db.read(f"SELECT id FROM ({named}) WHERE id IS NOT NULL AND id NOT IN (SELECT id FROM blob)")
    return frozenset(str(text) for (text,) in rows)


def texts_erased(db: Database) -> frozenset[str]:
    """The texts that were emptied for ever."""
    return frozenset(text for (text,) in db.read("SELECT id FROM blob WHERE data IS NULL"))


def text_line(db: Database, text: str) -> str | None:
    """A text that may travel, as a line; None for any other."""
    rows = db.read(f"SELECT salt, data FROM blob WHERE id = ? AND data IS NOT NULL AND id NOT IN ({_PRIVATE})", (text,))
    return canonical_json({"blob": text, "salt": rows[0][0].hex(), "data": rows[0][1]}) if rows else None


def blob_id(salt: bytes, text: str) -> str:
    """The name of a text that lies out of line."""
    return sha256(salt + text.encode()).hexdigest()


def ingest(db: Database, lines: Iterable[str | bytes], *, durable: bool = False) -> Report:
    """Take in lines in any order, with gaps, repetitions and forks. A line that is no change is refused by itself."""
    at_hand = lines if isinstance(lines, list | tuple) else list(lines)  # nobody waits for a slow reader
    with db.transaction(durable=durable):
        merge = _Merge(db)
        remaining = iter(at_hand)
        while batch := list(islice(remaining, _BATCH)):
            merge.take(batch)
        return merge.finish()


def _blob(line: str | bytes) -> tuple[str, bytes, str]:
    try:
        d = json.loads(line)
        name, salt, data = d["blob"], bytes.fromhex(d["salt"]), d["data"]
        if isinstance(data, str) and "\x00" not in data and blob_id(salt, data) == name:
            return name, salt, data
    except (KeyError, TypeError, ValueError, RecursionError):
        pass
    raise MalformedError("a text that is not what its name says")


class _Stream:
    """What one ingest knows of a stream: its number here and its ends, by hash."""

    def __init__(self, db: Database, name: str) -> None:
        self.no = stream_number(db, name)
        query = (
            "SELECT h.hash, h.seq, c.actor, c.hlc FROM head h CROSS JOIN change c "  # from the few to the many
            "ON c.stream = h.stream AND c.seq = h.seq AND c.hash = h.hash WHERE h.stream = ?"
        )
        self.heads: dict[bytes, Link] = {h: tuple(link) for h, *link in db.con.execute(query, (self.no,))}
        self.fresh: dict[bytes, Link] = {}  # of the batch that is not in the table yet
        ((self.forked,),) = db.con.execute("SELECT forked FROM stream WHERE no = ?", (self.no,)).fetchall()


class _Merge:
    """One ingest, inside its transaction."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._streams: dict[str, _Stream] = {}
        self._early: dict[bytes, dict[bytes, Parsed]] = {}  # what waits for the change of a hash, by its own hash
        self._batch: list[Applied] = []
        self._to_plant: list[Applied] = []
        self._anew = False
        self._hlc, self._fold = 0, 1
        self._applied = self._known = self._blobs = 0
        self._refused: list[str] = []
        (self._n,) = db.con.execute("SELECT COALESCE(max(n), 0) FROM change").fetchone()
        if db.meta(_ODD_CLOCKS):
            self._take_up_odd_clocks()

    def take(self, lines: list[str | bytes]) -> None:
        """Append and apply of these lines, and of those that waited for them, what hangs together."""
        blobs = []
        for line in lines:
            try:
                if line[:9] in (_BLOB, _BLOB.encode()):
                    blobs.append(_blob(line))
                else:
                    self._link(parse(line))
            except MalformedError as error:
                self._refused.append(str(error))
        # What is there already is the same text, or what an erasure has left of it.
        insert = "INSERT INTO blob VALUES (?, ?, ?) ON CONFLICT (id) DO NOTHING"
        self._blobs += max(self._db.con.executemany(insert, blobs).rowcount, 0)
        if self._batch:
            self._append(self._batch)
            self._batch = []
            for stream in self._streams.values():
                stream.fresh.clear()

    def _link(self, parsed: Parsed) -> None:
        """Take a change, and all that waited for it, into the batch; or let it wait."""
        ready = [parsed]
        while ready:
            change, body = ready.pop()
            stream = self._streams.get(change.stream) or self._meet(change.stream)
            if change.prev in stream.heads:
                before: Link | None = stream.heads[change.prev]
            elif self._find(stream, change.seq, change.hash):
                self._known += 1
                continue
            else:
                before = (0, change.actor, -1) if change.seq == 1 else self._find(stream, change.seq - 1, change.prev)
            if before is None:
                self._early.setdefault(change.prev, {})[change.hash] = change, body
            elif before[:2] != (change.seq - 1, change.actor) or before[2] >= change.hlc:
                self._refused.append("a change that cannot follow the one it names")
            elif change.hlc <= CEILING or self._clock_can_be(stream, change, body):
                self._extend(stream, change, body)
                if change.hash in self._early:
                    ready += self._early.pop(change.hash).values()

    def _clock_can_be(self, stream: _Stream, change: Change, body: Body) -> bool:
        """Whether a clock above the ceiling came about by counting on from what the change had seen.

        A clock that nobody could have shown is refused, on every replica alike; else one such line would leave no
        numbers for what everybody writes next. It waits until all it names as heard is here.
        """
        named = json.loads(change.deps or "{}").items()
        heads = [(self._streams.get(s) or self._meet(s), q, bytes.fromhex(h)) for s, hs in named for q, h in hs]
        highest = CEILING
        for source, seq, digest in [(stream, change.seq - 1, change.prev), *heads]:
            clock = self._clock_of(source, seq, digest)
            if clock is None and digest != GENESIS:
                self._early.setdefault(digest, {})[change.hash] = change, body
                self._db.set_meta(_ODD_CLOCKS, "1")
                return False
            highest = max(highest, clock or 0)
        if change.hlc > highest + 1:
            self._refused.append("a clock that nobody's can have shown")
            return False
        return True

    def _clock_of(self, stream: _Stream, seq: int, digest: bytes) -> int | None:
        found = self._find(stream, seq, digest)
        return found[2] if found else None

    def _take_up_odd_clocks(self) -> None:
        """What waits for a change of another stream is looked at whatever comes."""
        rows = self._db.con.execute("SELECT line FROM pending").fetchall()
        odd = []
        for (line,) in rows:
            with contextlib.suppress(MalformedError):  # a damaged one is told of when its stream is met
                odd += [parsed for parsed in (parse(line),) if parsed[0].hlc > CEILING]
        if odd:
            marks = [(change.hash,) for change, _ in odd]
            self._db.con.executemany("DELETE FROM pending WHERE hash = ?", marks)
            for parsed in odd:
                self._link(parsed)
        else:
            self._db.set_meta(_ODD_CLOCKS, "")

    def _meet(self, name: str) -> _Stream:
        """A stream seen for the first time; what waited of it in the file waits here from now on."""
        self._streams[name] = _Stream(self._db, name)
        for (line,) in self._db.con.execute("SELECT line FROM pending WHERE stream = ?", (name,)).fetchall():
            try:
                change, body = parse(line)
                self._early.setdefault(change.prev, {})[change.hash] = change, body
            except MalformedError as error:
                self._refused.append(f"a change that had waited: {error}")
        self._db.con.execute("DELETE FROM pending WHERE stream = ?", (name,))
        return self._streams[name]

    def _find(self, stream: _Stream, seq: int, digest: bytes) -> Link | None:
        """A change that is here already."""
        if digest in stream.fresh:
            return stream.fresh[digest] if stream.fresh[digest][0] == seq else None
        query = "SELECT seq, actor, hlc FROM change WHERE stream = ? AND seq = ? AND hash = ?"
        row: Link | None = self._db.con.execute(query, (stream.no, seq, digest)).fetchone()
        return row

    def _extend(self, stream: _Stream, change: Change, body: Body) -> None:
        if stream.heads and stream.heads.pop(change.prev, None) is None:
            self._anew = self._anew or not stream.forked
            stream.forked = min(stream.forked or change.seq, change.seq)
            self._db.con.execute("UPDATE stream SET forked = ? WHERE no = ?", (stream.forked, stream.no))
        stream.heads[change.hash] = stream.fresh[change.hash] = change.seq, change.actor, change.hlc
        self._n += 1
        self._batch.append(Applied(self._n, stream.no, change, body))

    def _append(self, batch: list[Applied]) -> None:
        self._db.con.executemany(INSERT_CHANGE, [(n, no, *change[1:]) for n, no, change, _ in batch])
        self._anew = self._anew or self._named_before(batch)
        for item in batch:
            change = item.change
            if change.hlc > self._hlc:
                self._hlc = change.hlc
            if change.fmt > self._fold:
                self._fold = change.fmt
            if change.ent in PLANTED:
                self._to_plant.append(item)
            if change.deps:
                record_heard(self._db, item.stream, change.seq, change.hash, change.deps)
        self._applied += len(batch)
        if not self._anew:
            place_merged(self._db, batch)

    def _named_before(self, batch: list[Applied]) -> bool:
        """Whether somebody had named a change of a forked stream as heard before it came.

        On which branch it stood could not be told then, so who had seen what has to be asked again.
        """
        forked = {s.no for s in self._streams.values() if s.forked}
        if not forked:
            return False
        query = "SELECT 1 FROM dep WHERE stream IN (SELECT no FROM stream) AND ostream = ? AND oseq = ? AND ohash = ?"
        return any(
            self._db.con.execute(query, (no, change.seq, change.hash)).fetchone()
            for _, no, change, _ in batch
            if no in forked
        )

    def finish(self) -> Report:
        """Note where the streams end and what waits. Where it changed what had seen what, all is made anew."""
        con = self._db.con
        for stream in self._streams.values():
            con.execute("DELETE FROM head WHERE stream = ?", (stream.no,))
            con.executemany(
                "INSERT INTO head VALUES (?, ?, ?)", [(stream.no, q, h) for h, (q, *_) in stream.heads.items()]
            )
        waiting = [change for early in self._early.values() for change, _ in early.values()]
        con.executemany(
            "INSERT INTO pending VALUES (?, ?, ?, ?)", [(c.hash, c.stream, c.seq, encode(c)) for c in waiting]
        )
        con.execute("UPDATE clock SET hlc = max(hlc, ?)", (self._hlc,))
        if self._fold > int(self._db.meta("fold") or 1):
            self._db.set_meta("fold", str(self._fold))
        if self._anew:
            rebuild(self._db)
        else:
            plant_merged(self._db, self._to_plant)
        return Report(self._applied, self._known, len(waiting), self._blobs, tuple(self._refused))
