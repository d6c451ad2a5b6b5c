"""Who works on what, and how far they are: assignments of transcripts to coders, by round."""

import json
from collections.abc import Iterable
from typing import Any, NamedTuple

from workbench.store import Op, put
from workbench.study.base import CODINGS, Base, not_found
from workbench.study.who import coder_name

ASSIGNED, STARTED, DONE = "assigned", "in progress", "done"
_ORDER = (ASSIGNED, STARTED, DONE)
FIRST_ROUND = "1"


class State(NamedTuple):
    """One coder's work on one transcript: ``state`` is '' where nobody said anything but codings are there."""

    transcript: str
    coder: str
    round: str
    state: str
    codings: int


class Progress:
    """``study.progress``."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def table(self) -> list[State]:
        """Every coder who was given a transcript or has coded in it, by transcript, coder, round."""
        counts: dict[tuple[str, str], int] = {}
        for name, coder, count in self._base.store.read(
            f"SELECT t.name, g.coder, count(*) FROM {CODINGS} g JOIN transcript t ON t.id = g.transcript "
            "WHERE t.alive = 1 GROUP BY t.id, g.coder"
        ):
            counts[name, coder] = count
        names = self._base.coder_names()
        states = []
        given = set()
        for name, coder, round_, state in self._base.store.read(
            "SELECT t.name, a.coder, r.name, a.state FROM assignment a JOIN transcript t ON t.id = a.transcript "
            "LEFT JOIN round r ON r.id = a.round WHERE a.alive = 1 AND t.alive = 1"
        ):
            given.add((name, coder))
            count = counts.get((name, coder), 0)
            states.append(State(name, names.get(coder, coder), round_ or "", state or ASSIGNED, count))
        states += [State(t, names.get(c, c), "", "", n) for (t, c), n in counts.items() if (t, c) not in given]
        return sorted(states)

    def done(self, transcripts: Iterable[str], coder: str = "", round: str = FIRST_ROUND) -> int:
        """Mark transcripts done, with the place in the log up to which work counts; returns how many changed."""
        return self._set(DONE, transcripts, coder, round)

    def start(self, transcripts: Iterable[str], coder: str = "", round: str = FIRST_ROUND) -> int:
        """Mark transcripts as in progress (also what was done before)."""
        return self._set(STARTED, transcripts, coder, round)

    def assign(self, transcripts: Iterable[str], coder: str = "", round: str = FIRST_ROUND) -> int:
        """Give transcripts to a coder; where the coder has begun already, nothing changes."""
        return self._set(ASSIGNED, transcripts, coder, round)

    def _set(self, state: str, transcripts: Iterable[str], coder: str, round: str) -> int:
        base = self._base
        name = coder_name(coder) if coder else base.coder_name
        who, in_round = base.coder_id(name), base.derive("round", round)
        rows = dict(base.store.read("SELECT name, id FROM transcript WHERE alive = 1"))
        position = base.position() if state == DONE else None
        ops: list[Op] = []
        for transcript in dict.fromkeys(transcripts):
            if transcript not in rows:
                raise not_found("transcript", transcript, rows)
            row = base.derive("assignment", in_round, rows[transcript], who)
            now = base.store.read("SELECT state FROM assignment WHERE id = ? AND alive = 1", (row,))
            if now and (now[0][0] == state or state == ASSIGNED):
                continue
            fields: dict[str, Any] = {} if now else {"round": in_round, "transcript": rows[transcript], "coder": who}
            ops.append(put("assignment", row, progress=[state, position], **fields))
        changed = len(ops)
        if ops and not base.store.read("SELECT 1 FROM round WHERE id = ? AND alive = 1", (in_round,)):
            ops.insert(0, put("round", in_round, name=round))
        if ops and not base.store.read("SELECT 1 FROM coder WHERE id = ? AND alive = 1", (who,)):
            ops.insert(0, put("coder", who, name=name))
        base.write(f"mark {state}", ops)
        return changed

    def done_by(self) -> dict[str, set[str]]:
        """Transcript row → the coders (rows) who have marked it done in some round."""
        done: dict[str, set[str]] = {}
        for transcript, coder in self._base.store.read(
            "SELECT transcript, coder FROM assignment WHERE alive = 1 AND state = ?", (DONE,)
        ):
            done.setdefault(transcript, set()).add(coder)
        return done

    def position(self, transcript: str, coder: str, round: str = FIRST_ROUND) -> dict[str, Any]:
        """Where the log stood when the coder said done; empty where that was not said. Names, not rows."""
        base = self._base
        rows = base.store.read(
            "SELECT a.done FROM assignment a JOIN transcript t ON t.id = a.transcript WHERE t.name = ? AND a.coder = ? "
            "AND a.round = ? AND a.alive = 1 AND a.state = ?",
            (transcript, base.coder_id(coder), base.derive("round", round), DONE),
        )
        return dict(json.loads(rows[0][0] or "{}")) if rows else {}
