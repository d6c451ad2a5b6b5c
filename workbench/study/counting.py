"""How often each code is used, and which ones somebody used last: kept from one question to the next.

Arrival numbers have no gaps, so what is above the last one seen says what may be different now. Most of it is single
codings, of colleagues too, and then only the codes that these have ever borne are counted again.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.store import Store
from workbench.study.base import CODINGS, Base


def counts_of(codings: str = CODINGS) -> str:
    """The query that counts how many codings each code has of its own, of those that are in ``codings``."""
    return f"SELECT code, count(*) FROM {codings} GROUP BY code"


_MOST = 400
"""Above so many new changes all is counted again, and so many of one's own are looked at for what is recent."""

_SINGLE = frozenset(
    (
        "coding",
        "memo",
        "link",
        "pick",
        "version",
        "coder",
        "settlement",
        "sought",
        "assignment",
        "lift",
        "round",
        "wording",
        "summary",
        "survey",
    )
)
"""Kinds of rows that leave the codebook as it is; but assignments and lifts say from whom something is kept."""


_BOOK = frozenset(("code", "reason"))
"""Kinds of rows that are the codebook, and leave the codings as they are, as long as none is merged."""


class Since(NamedTuple):
    """What came above an arrival number: the new last one, which codings, and whether anything but single codings.

    ``other``: whether there is anything but codings and the codebook.
    """

    upto: int
    codings: tuple[str, ...]
    more: bool
    other: bool


def since(store: Store, upto: int) -> Since:
    """What came above ``upto`` (-1: nothing is known yet)."""
    rows = store.read(
        "SELECT c.n, c.ent, c.row, s.forked FROM change c JOIN stream s ON s.no = c.stream "
        "WHERE c.n > ? ORDER BY c.n LIMIT ?",
        (upto, _MOST + 1),
    )
    if not rows:
        return Since(max(upto, 0), (), upto < 0, upto < 0)
    ((last,),) = store.read("SELECT max(n) FROM change")
    # A change of a stream that has forked can alter what became of rows that it does not name.
    forked = any(first for *_, first in rows)
    unknown = upto < 0 or forked or last != rows[-1][0]
    kinds = {ent for _, ent, *_ in rows} - _SINGLE
    codings = tuple({row for _, ent, row, _ in rows if ent == "coding"})
    return Since(last, codings, unknown or bool(kinds), unknown or not kinds <= _BOOK)


def counted(store: Store, codings: str = CODINGS) -> dict[str, int]:
    """How many codings each code has of its own, of those that are in ``codings``."""
    return dict(store.read(counts_of(codings)))


def recounted(store: Store, counts: dict[str, int], codings: Iterable[str], seen: str = "") -> dict[str, int]:
    """``counts`` after changes of some ``codings``, be they new, gone or of another code than they were.

    ``seen``: `` AND …`` on a coding ``g``, where not all are counted.
    """
    rows = list(codings)
    marks = ",".join("?" * len(rows))
    touched = store.read(
        f"SELECT DISTINCT k.effective FROM change c CROSS JOIN code k ON k.id = json_extract(c.body, '$.code') "
        f"WHERE c.row IN ({marks}) AND c.ent = 'coding' AND k.effective IS NOT NULL",
        tuple(rows),
    )
    codes = [code for (code,) in touched]
    return {code: count for code, count in counts.items() if code not in codes} | _counted_of(store, codes, seen)


def _counted_of(store: Store, codes: Sequence[str], seen: str) -> dict[str, int]:
    """How many codings these codes have of their own."""
    marks = ",".join("?" * len(codes))
    rows = store.read(
        "SELECT code, count(*) FROM (SELECT DISTINCT g.revision, g.start, g.end, k.effective AS code, g.coder "
        "FROM code k CROSS JOIN coding g ON g.code = k.id CROSS JOIN revision r ON r.id = g.revision "
        f"WHERE k.effective IN ({marks}) AND g.alive = 1{seen}) GROUP BY code",
        tuple(codes),
    )
    return dict(rows)


class Tally:
    """How many codings each code has of its own, as far as whoever is at work may see; counted again where needed."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._upto = -1
        self._hidden: object = None  # what was kept from whoever looks when they were counted
        self._into: dict[str, str] = {}  # the code as which each code counted
        self._begun: _Begun | None = None
        self.known: dict[str, int] = {}
        """What was counted last."""

    def counts(self) -> dict[str, int]:
        """The numbers now; the same object as long as they are the same."""
        news = self._news()
        if news.other:
            self._hidden, self._into = self._base.blind.state(), self._effective()
            self.known = counted(self._base.store, self._base.codings())
        elif news.codings:
            self.known = recounted(self._base.store, self.known, news.codings, self._base.blind.sql())
        self._upto = news.upto
        return self.known

    def quick(self) -> bool:
        """Whether ``counts`` has not to look at every coding."""
        return not self._news().other

    def count_on(self, codes: int) -> bool:
        """Count a few codes more, where all are to be counted; whether it is done, and ``counts`` is quick."""
        if self.quick():
            return True
        hidden = self._base.blind.state()
        if self._begun is None or self._begun.hidden != hidden:
            into = self._effective()
            self._begun = _Begun(since(self._base.store, -1).upto, hidden, into, sorted(set(into.values())), {})
        begun = self._begun
        slice_, begun.left[:codes] = begun.left[:codes], []
        begun.counts.update(_counted_of(self._base.store, slice_, self._base.blind.sql()))
        if begun.left:
            return False
        self._upto, self._hidden, self._into, self.known = begun.upto, hidden, begun.into, begun.counts
        self._begun = None
        return self.quick()

    def _news(self) -> Since:
        """What came since; something else, where codes are merged now that were not, or another thing is hidden."""
        news = since(self._base.store, self._upto)
        if news.other or self._base.blind.state() != self._hidden:
            return news._replace(other=True)
        if news.more:
            into = self._effective()
            merged = any(into.get(code) != effective for code, effective in self._into.items())
            # A code that is new here may have been merged at once, or have been here before it was known.
            merged = merged or any(into[code] != code for code in into.keys() - self._into.keys())
            if not merged:
                self._into = into
            return news._replace(other=merged)
        return news

    def _effective(self) -> dict[str, str]:
        rows = self._base.store.read("SELECT id, effective FROM code WHERE effective IS NOT NULL")
        return dict(rows)


class _Begun(NamedTuple):
    """A count that is under way: where the log stood, what was hidden, what counts as what, what is left, the rest."""

    upto: int
    hidden: object
    into: dict[str, str]
    left: list[str]
    counts: dict[str, int]


class Recent:
    """The codes that a coder used last."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._coder = ""
        self._upto = 0
        self._codes: list[str] = []

    def of(self, coder: str) -> list[str]:
        """Newest first. Only what the coder wrote is walked through, however much colleagues wrote since."""
        ((last,),) = self._store.read("SELECT COALESCE(max(n), 0) FROM change")
        if coder != self._coder:
            self._codes = self._read(coder)
        elif last != self._upto:
            self._codes = self._grown()
        self._coder, self._upto = coder, last
        return self._codes

    def _grown(self) -> list[str]:
        """The codes after what was written since; where that was more than coding on, all is read again."""
        query = "SELECT ent, verb, row FROM change WHERE n > ? AND (actor = ? OR ent = 'code') ORDER BY n DESC LIMIT ?"
        news = self._store.read(query, (self._upto, self._coder, _MOST))
        if len(news) == _MOST or any(ent == "code" or verb != "code" for ent, verb, _ in news):
            return self._read(self._coder)
        used = [self._code_of(row) for _, _, row in news]
        return list(dict.fromkeys([*(code for code in used if code), *self._codes]))

    def _code_of(self, coding: str) -> str | None:
        rows = self._store.read(
            "SELECT e.id FROM coding g JOIN code k ON k.id = g.code JOIN code e ON e.id = k.effective AND e.alive = 1 "
            "WHERE g.id = ? AND g.coder = ?",
            (coding, self._coder),
        )
        return str(rows[0][0]) if rows else None

    def _read(self, coder: str) -> list[str]:
        streams = self._store.read(
            "SELECT DISTINCT h.stream FROM head h CROSS JOIN change c "
            "ON c.stream = h.stream AND c.seq = h.seq AND c.hash = h.hash WHERE c.actor = ?",
            (coder,),
        )
        used: list[tuple[int, str]] = []
        for (stream,) in streams:
            used += self._store.read(
                "SELECT c.n, k.effective FROM change c CROSS JOIN coding g ON g.id = c.row "
                "CROSS JOIN code k ON k.id = g.code CROSS JOIN code e ON e.id = k.effective AND e.alive = 1 "
                "WHERE c.stream = ? AND c.ent = 'coding' AND c.op = 'put' AND c.verb = 'code' AND g.coder = ? "
                "ORDER BY c.seq DESC LIMIT ?",
                (stream, coder, _MOST),
            )
        used.sort(reverse=True)
        return list(dict.fromkeys(code for _, code in used[:_MOST]))
