"""Who is done with what, and every coding as it stands and as it stood at done: read once, then only what came since.

A coding whose changes all lie behind a place in the log stands there as it stands now; only the others are folded.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from workbench.agreement.rounds import DONE
from workbench.agreement.values import Range
from workbench.errors import StudyError
from workbench.store import Dot, Past
from workbench.study.agreement.codebook import Codebook
from workbench.study.agreement.homes import homes
from workbench.study.agreement.texts import Texts
from workbench.study.base import Base

NOW = ""
"""The place in the log that is wherever it stands."""


class Record(NamedTuple):
    """One coder's work on one transcript in one round (all rows); ``done`` is the position then, '' if not done.

    ``given``: somebody gave it to that coder, so that others may be blind with them.
    """

    transcript: str
    coder: str
    round: str
    done: str
    given: bool


class Coded(NamedTuple):
    """A coding, as far as agreement is concerned."""

    revision: str
    start: int
    end: int
    code: str
    coder: str


class Touched(NamedTuple):
    """A coding with ``code`` (as it was written) in a transcript is new, gone or another than it was."""

    transcript: str
    code: str


Ranges = Mapping[str, list[Range]]
"""Code, as it was written → the passages one coder gave it in one transcript, in the offsets of its present text."""

_QUIET = frozenset(
    (
        "coding",
        "memo",
        "link",
        "pick",
        "coder",
        "placement",
        "wording",
        "summary",
        "settlement",
        "ruling",
        "confirmation",
        "erasure",
        "person",
        "survey",
    )
)
"""Kinds of rows whose change leaves everything but single codings as it was."""


class Work:
    """What agreement is measured of. ``era`` grows when everything may be different; ``touched`` with every coding."""

    def __init__(self, base: Base, texts: Texts) -> None:
        self._base = base
        self.texts = texts
        self.codebook = Codebook(base)
        self.era = 0
        self.touched: list[Touched] = []
        self.settling = 0
        """Grows when something was settled, or taken back."""
        self._upto = -1
        self._shape: tuple[Any, ...] = ()
        self._pasts: dict[str, Past | None] = {}
        self._now: dict[str, Coded | None] = {}  # None: not alive, or nothing that can be counted
        self._trail: dict[str, tuple[Dot, ...]] = {}
        self._rows: dict[tuple[str, str], set[str]] = {}
        self._stood: dict[tuple[str, str, str], dict[str, Coded]] = {}
        self._ranges: dict[tuple[str, str, str], tuple[Ranges, int]] = {}
        self._records: dict[str, tuple[Record, ...]] = {}
        self._ticks: dict[str, dict[tuple[str, str], tuple[tuple[str, str], ...]]] = {}
        self._rounds: dict[str, tuple[int, str]] = {}

    # --- keeping up

    def refresh(self) -> None:
        """Take in what has come since the last time."""
        with self._base.store.db.reading():  # rows and their changes as of one moment, whoever writes meanwhile
            self._refresh()

    def _refresh(self) -> None:
        store = self._base.store
        ((last,),) = store.read("SELECT COALESCE(max(n), 0) FROM change")
        if last == self._upto:
            return
        shape = tuple(store.read("SELECT id, forked FROM stream ORDER BY no"))
        # What comes of a forked stream may change who had heard what, and so rows that it does not name.
        forked = any(first for _, first in shape) and bool(
            store.read(
                "SELECT 1 FROM change c JOIN stream s ON s.no = c.stream WHERE c.n > ? AND s.forked > 0 LIMIT 1",
                (self._upto,),
            )
        )
        if shape != self._shape or forked:
            self._pasts.clear()
        if self._upto < 0 or forked or shape[: len(self._shape)] != self._shape:
            self._anew()
        else:
            self._grown()
        self._upto, self._shape = last, shape

    def _anew(self) -> None:
        self.texts.read()
        self.codebook.read()
        self._trail = self._base.store.trail("coding")
        self._now.clear()
        self._rows.clear()
        self._stood.clear()
        self._ranges.clear()
        self._take(None)
        self._turn()

    def _turn(self) -> None:
        """Everything that follows from more than single codings is read again when it is asked for."""
        self.era += 1
        self.touched.clear()
        self._records.clear()
        self._ticks.clear()
        self._rounds.clear()

    def _grown(self) -> None:
        store = self._base.store
        kinds = {ent for (ent,) in store.read("SELECT DISTINCT ent FROM change WHERE n > ?", (self._upto,))}
        if kinds & {"transcript", "revision"}:  # codings may have come before the text they stand in
            self.settling += "settlement" in kinds
            self._anew()
            return
        if "code" in kinds:
            self.codebook.read()
        if not kinds <= _QUIET:
            self._turn()
        self.settling += "settlement" in kinds
        if "coding" in kinds:
            self._changed(store.trail("coding", after=self._upto))

    def _changed(self, news: Mapping[str, tuple[Dot, ...]]) -> None:
        before = {row: self._now.get(row) for row in news}
        for row, dots in news.items():
            self._trail[row] = (*self._trail.get(row, ()), *dots)
        self._take(news)
        for key, stood in self._stood.items():
            past = self.past(key[2])
            here = self._rows.get(key[:2], set())
            mine = [row for row in news if row in here and past is not None and any(map(past.has, news[row]))]
            if mine and past is not None:
                then = self._then(past, mine)
                for row in mine:
                    self._replace(stood, row, then.get(row), key)
        for row, was in before.items():
            self._moved(was, self._now.get(row))

    def _replace(self, stood: dict[str, Coded], row: str, now: Coded | None, key: tuple[str, str, str]) -> None:
        was = stood.pop(row, None)
        if now is not None and now.coder == key[1] and self.texts.of.get(now.revision) == key[0]:
            stood[row] = now
        self._ranges.pop(key, None)
        self.touched += [Touched(key[0], one.code) for one in (was, now) if one is not None]

    def _moved(self, was: Coded | None, now: Coded | None) -> None:
        for one in (was, now):
            if one is not None:
                transcript = self.texts.of.get(one.revision, "")
                self._ranges.pop((transcript, one.coder, NOW), None)
                self.touched.append(Touched(transcript, one.code))

    def _take(self, only: Collection[str] | None) -> None:
        """Read codings as they stand: those that are among ``only``, or all."""
        query = 'SELECT id, revision, start, "end", code, coder, alive FROM coding'
        read = self._base.store.read
        rows = read(query) if only is None else [r for row in only for r in read(query + " WHERE id = ?", (row,))]
        of = self.texts.of
        for row, revision, start, end, code, coder, alive in rows:
            home = of.get(revision, ""), coder
            if (here := self._rows.get(home)) is None:
                here = self._rows[home] = set()
            here.add(row)
            self._now[row] = _coded(revision, start, end, code, coder) if alive else None
        for row, revision, coder in homes(self._base.store, only):
            if row in self._now:
                self._rows.setdefault((of.get(revision, ""), coder), set()).add(row)

    # --- places in the log

    def past(self, position: str) -> Past | None:
        """What lies behind a position; None for what is none: a colleague's program may write anything."""
        if position not in self._pasts:
            try:
                self._pasts[position] = self._base.store.past(position)
            except (StudyError, RecursionError, OverflowError):
                self._pasts[position] = None
        return self._pasts[position]

    # --- who

    def records(self, before: str = NOW) -> tuple[Record, ...]:
        """Every assignment of a living transcript that lives, as things are or as they were at a position."""
        if before not in self._records:
            self._records[before] = tuple(self._read_records(before))
        return self._records[before]

    def _read_records(self, before: str) -> Iterable[Record]:
        for transcript, coder, round_, state, done, given in self._rows_of(
            "assignment", before, "transcript, coder, round, state, done, given", _assignment
        ):
            words = isinstance(transcript, str) and isinstance(coder, str) and isinstance(round_, str | None)
            if words and transcript in self.texts.now:
                finished = state == DONE and isinstance(done, str) and self.past(done) is not None
                yield Record(transcript, coder, round_ or "", done if finished else "", given == 1)

    def lifted(self, before: str) -> set[tuple[str, str]]:
        """The rounds and transcripts in which nobody was blind at a position, for a lead had said so."""
        rows = self._rows_of("lift", before, "round, transcript", lambda f: (f.get("round"), f.get("transcript")))
        return {(round_ or "", transcript) for round_, transcript in rows if isinstance(transcript, str)}

    def _rows_of(self, ent: str, before: str, columns: str, parts: Any) -> list[tuple[Any, ...]]:
        store = self._base.store
        if before == NOW:
            return store.read(f"SELECT {columns} FROM {ent} WHERE alive = 1 ORDER BY id")
        if (past := self.past(before)) is None:
            return []
        rows = [row for (row,) in store.read(f"SELECT id FROM {ent} ORDER BY id")]
        then = store.rows_then(past, ent, rows)
        return [parts(then[row].fields) for row in rows if row in then and then[row].alive]

    def ticks(self, before: str, transcript: str, coder: str) -> tuple[tuple[str, str], ...]:
        """The codes (as written) a coder has looked a transcript through for once more: (code, position)."""
        if before not in self._ticks:
            found: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
            names = "transcript, coder, code, done"
            for t, who, code, done in self._rows_of("sought", before, names, lambda f: map(f.get, names.split(", "))):
                if all(isinstance(part, str) for part in (t, who, code, done)) and self.past(done) is not None:
                    found[t, who] = (*found.get((t, who), ()), (code, done))
            self._ticks[before] = found
        return self._ticks[before].get((transcript, coder), ())

    def newest(self, round_: str) -> tuple[int, str]:
        """What rounds are ordered by: when they were first used, then their names."""
        if not self._rounds:
            names = dict(self._base.store.read("SELECT id, name FROM round"))
            first = self._base.store.read(
                "SELECT a.round, min(c.hlc) FROM assignment a JOIN change c ON c.row = a.id AND c.ent = 'assignment' "
                "GROUP BY a.round"
            )
            self._rounds = {row or "": (used, names.get(row) or "") for row, used in first}
        return self._rounds.get(round_, (0, ""))

    # --- what

    def coders(self) -> dict[str, list[str]]:
        """Transcript → everybody who has, or had, codings there."""
        found: dict[str, list[str]] = {}
        for transcript, coder in sorted(home for home in self._rows if isinstance(home[1], str)):
            found.setdefault(transcript, []).append(coder)
        return found

    def ranges(self, transcript: str, coder: str, position: str) -> Ranges:
        """What a coder has coded in a transcript, as it stands or as it stood at a position."""
        return self._measured((transcript, coder, position))[0]

    def elsewhere(self, transcript: str, coder: str, position: str) -> int:
        """How many codings stand in a text from which no way leads to the present one."""
        return self._measured((transcript, coder, position))[1]

    def _measured(self, key: tuple[str, str, str]) -> tuple[Ranges, int]:
        if key not in self._ranges:
            found: dict[str, list[Range]] = {}
            lost = 0
            for coded in self.codings(*key).values():
                span = self.texts.carry(coded.revision, coded.start, coded.end)
                if span is not None:
                    found.setdefault(coded.code, []).append(span)
                else:
                    lost += not self.texts.known(coded.revision)
            self._ranges[key] = found, lost
        return self._ranges[key]

    def codings(self, transcript: str, coder: str, position: str) -> Mapping[str, Coded]:
        """A coder's living codings in a transcript, by their rows."""
        if position == NOW:
            return {
                row: now
                for row in self._rows.get((transcript, coder), ())
                if (now := self._now[row]) is not None
                and now.coder == coder
                and self.texts.of.get(now.revision) == transcript
            }
        key = transcript, coder, position
        if key not in self._stood:
            past = self.past(position)
            here = self._rows.get((transcript, coder), set())
            then = self._then(past, here) if past is not None else {}
            of = self.texts.of
            self._stood[key] = {
                row: c
                for row, c in then.items()
                if c is not None and c.coder == coder and of.get(c.revision) == transcript
            }
        return self._stood[key]

    def _then(self, past: Past, rows: Iterable[str]) -> dict[str, Coded | None]:
        """Codings as they stood; what had not been made then, or did not live, is None or left out."""
        found: dict[str, Coded | None] = {}
        since = []
        behind, trail, now = past.all, self._trail, self._now
        for row in rows:
            if behind(trail.get(row, ())):
                found[row] = now[row]
            else:
                since.append(row)
        if not since:
            return found
        for row, then in self._base.store.rows_then(past, "coding", since).items():
            span, fields = then.fields.get("span"), then.fields
            if then.alive and isinstance(span, list) and len(span) == 3:
                found[row] = _coded(span[0], span[1], span[2], fields.get("code"), fields.get("coder"))
        return found


def _assignment(fields: Mapping[str, Any]) -> tuple[Any, ...]:
    progress = fields.get("progress")
    state, done = progress if isinstance(progress, list) and len(progress) == 2 else (None, None)
    return fields.get("transcript"), fields.get("coder"), fields.get("round"), state, done, fields.get("given")


def _coded(revision: Any, start: Any, end: Any, code: Any, coder: Any) -> Coded | None:
    """A coding, or None for what no program of ours writes."""
    words = isinstance(revision, str) and isinstance(code, str) and isinstance(coder, str)
    numbers = type(start) is int and type(end) is int
    return Coded(revision, start, end, code, coder) if words and numbers else None
