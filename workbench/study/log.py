"""The log as people see it: who did what and when, undo, exchange of lines, checks."""

import json
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import NamedTuple

from workbench.errors import NotFoundError, StudyError
from workbench.sanitise import line
from workbench.store import Report, Verdict
from workbench.study.base import CARRIED, Base
from workbench.study.kept import literal


class LogLine(NamedTuple):
    """One transaction: ``n`` is its last arrival number here, ``what`` it was about, in ``changes`` changes."""

    n: int
    when: datetime
    coder: str
    verb: str
    what: str
    changes: int
    stream: str
    tx: int


class Log:
    """``study.log``."""

    def __init__(
        self, base: Base, project: Callable[[], None], follow: Callable[[str, int], None] = lambda stream, tx: None
    ) -> None:
        self._base = base
        self._project = project
        self._follow = follow

    def entries(self, limit: int = 50, row: str = "") -> list[LogLine]:
        """The latest transactions that one may see, newest first; of one row where it is given."""
        hidden = self._base.blind.changes("c")
        # Of one's own work everything is told; of others', whatever touches something hidden is as if it were not.
        shown = f"HAVING c.actor = {literal(self._base.coder)} OR NOT max({hidden})" if hidden else ""
        counted = f"max(1, count(*) - sum({hidden}))" if hidden else "count(*)"
        rows = self._base.store.read(
            f"SELECT max(c.n), min(c.ts), c.actor, c.verb, {counted}, s.id, c.tx, min(c.n) FROM change c "
            "JOIN stream s ON s.no = c.stream WHERE ?1 = '' OR c.row = ?1 "
            f"GROUP BY c.stream, c.tx, c.actor, c.verb {shown} ORDER BY max(c.n) DESC LIMIT ?2",
            (row, limit),
        )
        names = self._base.coder_names()
        return [
            LogLine(n, local(ts), names.get(actor, actor), verb, self._what(n), count, stream, tx)
            for n, ts, actor, verb, count, stream, tx, first in rows
        ]

    def describe(self, stream: str, tx: int) -> str:
        """A transaction in a few words: its verb and what it was about; '' for one that one may not see."""
        if self._unseen(stream, tx):
            return ""
        query = (
            "SELECT max(c.n), c.verb, c.undoes FROM change c JOIN stream s ON s.no = c.stream "
            "WHERE s.id = ? AND c.tx = ?"
        )
        n, verb, undoes = self._base.store.read(query, (stream, tx))[0]
        seen = set()
        while undoes and undoes not in seen:  # an undo is about what it undoes, a redo about that again
            seen.add(undoes)
            before, original, further = self._base.store.read(query, tuple(json.loads(undoes)))[0]
            n, verb, undoes = (before, original, further) if before else (n, verb, "")
        return f"{verb} {self._what(n)}".strip() if n else ""

    def _what(self, n: int) -> str:
        """What a transaction was about, by a name people know: the transcript it brought, else its last change."""
        hidden = self._base.blind.changes("c")
        rows = self._base.store.read(
            "SELECT c.ent, c.row FROM change c JOIN change last ON last.n = ?1 AND c.stream = last.stream "
            f"AND c.tx = last.tx AND c.seq BETWEEN last.tx AND last.seq {f'WHERE NOT {hidden}' if hidden else ''} "
            "ORDER BY c.ent = 'reason', c.ent = 'withdrawal' DESC, c.ent = 'transcript' DESC, c.seq DESC LIMIT 1",
            (n,),
        )
        if not rows:
            return ""
        ((ent, row),) = rows
        queries = {
            "code": "SELECT name FROM code WHERE id = ?",
            "coder": "SELECT name FROM coder WHERE id = ?",
            "setting": "SELECT key FROM setting WHERE id = ?",
            "withdrawal": "SELECT p.name FROM withdrawal w JOIN person p ON p.id = w.person WHERE w.id = ?",
            "confirmation": "SELECT p.name FROM confirmation c JOIN withdrawal w ON w.id = c.withdrawal "
            "JOIN person p ON p.id = w.person WHERE c.id = ?",
            "transcript": "SELECT name FROM transcript WHERE id = ?",
            "coding": "SELECT k.name || ' in ' || t.name FROM coding g LEFT JOIN code k ON k.id = g.code "
            "LEFT JOIN revision r ON r.id = g.revision LEFT JOIN transcript t ON t.id = r.transcript WHERE g.id = ?",
            "pick": "SELECT k.name || ' in ' || t.name FROM pick p JOIN code k ON k.id = p.code "
            "JOIN revision r ON r.id = p.revision JOIN transcript t ON t.id = r.transcript WHERE p.id = ?",
            "lift": "SELECT t.name FROM lift l JOIN transcript t ON t.id = l.transcript WHERE l.id = ?",
            "sought": "SELECT k.name || ' in ' || t.name FROM sought s JOIN code k ON k.id = s.code "
            "JOIN transcript t ON t.id = s.transcript WHERE s.id = ?",
            "settlement": "SELECT k.name || ' in ' || t.name FROM settlement s JOIN code k ON k.id = s.code "
            "JOIN transcript t ON t.id = s.transcript WHERE s.id = ?",
            "round": "SELECT name FROM round WHERE id = ?",
            "version": "SELECT name FROM version WHERE id = ?",
            "placement": "SELECT k.name || ' in ' || p.matrix FROM placement p "
            "JOIN code k ON k.id = p.code WHERE p.id = ?",
            "wording": "SELECT k.name FROM wording w JOIN code k ON k.id = w.code WHERE w.id = ?",
            "summary": "SELECT k.name FROM summary s JOIN code k ON k.id = s.code WHERE s.id = ?",
            "survey": "SELECT name FROM survey WHERE id = ?",
            "link": "SELECT t.name FROM link l JOIN revision r ON r.id = l.revision "
            "JOIN transcript t ON t.id = r.transcript WHERE l.id = ?",
            "assignment": "SELECT t.name || ' for ' || c.name FROM assignment a "
            "LEFT JOIN transcript t ON t.id = a.transcript "
            "LEFT JOIN coder c ON c.id = a.coder WHERE a.id = ?",
            "attribute": "SELECT t.name || ' ' || i.label FROM attribute a JOIN informant i ON i.id = a.owner "
            "JOIN transcript t ON t.id = i.transcript WHERE a.id = ?",
            "informant": "SELECT t.name || ' ' || i.label FROM informant i "
            "JOIN transcript t ON t.id = i.transcript WHERE i.id = ?",
        }
        found = self._base.store.read(queries[ent], (row,)) if ent in queries else []
        return line(found[0][0], 80) if found and found[0][0] else ""

    def _unseen(self, stream: str, tx: int) -> bool:
        """Whether a transaction is somebody else's and touches what is kept from whoever is at work."""
        hidden = self._base.blind.changes("c")
        return bool(hidden) and bool(
            self._base.store.read(
                "SELECT 1 FROM change c JOIN stream s ON s.no = c.stream "
                f"WHERE s.id = ? AND c.tx = ? AND c.actor <> ? AND {hidden} LIMIT 1",
                (stream, tx, self._base.coder),
            )
        )

    def touches(self, stream: str, tx: int, *ents: str) -> bool:
        """Whether a transaction changed anything of these kinds."""
        rows = self._base.store.read(
            "SELECT DISTINCT c.ent FROM change c JOIN stream s ON s.no = c.stream WHERE s.id = ? AND c.tx = ?",
            (stream, tx),
        )
        return any(ent in ents for (ent,) in rows)

    def final(self, stream: str, tx: int) -> bool:
        """Whether a transaction has no undo: it belongs to a withdrawal, or what it would bring back was erased."""
        rows = self._base.store.read(
            "SELECT 1 FROM change c JOIN stream s ON s.no = c.stream WHERE s.id = ?1 AND c.tx = ?2 AND "
            "(c.ent IN ('withdrawal', 'erasure', 'confirmation') OR c.verb = ?3) LIMIT 1",
            (stream, tx, CARRIED),
        )
        if rows:
            return True
        from workbench.study.anonymity.undoing import nothing_to_go_back_to

        return nothing_to_go_back_to(self._base, stream, tx)

    def undo(self, stream: str, tx: int) -> str:
        """Undo any transaction; what others have changed since stays. Returns what was undone."""
        words = self.describe(stream, tx)
        if not words:
            raise NotFoundError("there is no such entry in the log")
        if self.final(stream, tx):
            raise StudyError("what was withdrawn or erased cannot be taken back", "The words are gone for ever.")
        self._base.store.undo(stream, tx)
        self._project()
        self._follow(stream, tx)
        return words

    def export(self) -> Iterable[str]:
        """The whole log as lines, texts included."""
        return self._base.store.export()

    def ingest(self, lines: Iterable[str | bytes]) -> Report:
        """Take in lines of this study from elsewhere: any order, repeated, with gaps."""
        report = self._base.store.ingest(lines)
        if report.applied:
            self._project()
        return report

    def verify(self) -> Verdict:
        """Check the chain, the texts and the tables."""
        return self._base.store.verify()

    def rebuild(self) -> None:
        """Make every table anew from the log."""
        self._base.store.rebuild()


def local(ms: int) -> datetime:
    """A claimed wall time; one that no calendar knows becomes the first."""
    try:
        return datetime.fromtimestamp(ms / 1000).astimezone()
    except (OverflowError, OSError, ValueError):
        return datetime.fromtimestamp(0).astimezone()
