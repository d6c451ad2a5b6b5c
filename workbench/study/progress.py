"""Who works on what, and how far they are: assignments of transcripts to coders, by round."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from workbench.agreement.rounds import ASSIGNED, DONE, STARTED
from workbench.errors import InputError
from workbench.sanitise import line
from workbench.store import Op, delete, put
from workbench.study import sampling
from workbench.study.base import Base, not_found, storable
from workbench.study.rounds import RoundRow, lifting, rounds
from workbench.study.sampling import Sample
from workbench.study.who import coder_name

_ORDER = (ASSIGNED, STARTED, DONE)
FIRST_ROUND = "1"
BY = ("transcript", "group")
"""What a sample may be drawn by."""


class State(NamedTuple):
    """One coder's work on one transcript: ``state`` is '' where nobody said anything but codings are there.

    ``reach`` is how much of the text (0 to 1) lies before the end of the last passage coded. It is None, and
    ``codings`` 0, where both are kept from whoever looks, who codes the transcript blind.
    """

    transcript: str
    coder: str
    round: str
    state: str
    codings: int
    reach: float | None = 0.0


class Progress:
    """``study.progress``."""

    def __init__(self, base: Base) -> None:
        self._base = base

    # --- reading

    def table(self) -> list[State]:
        """Every coder who was given a transcript or has coded in it, by transcript, coder, round."""
        base, blind = self._base, self._base.blind.transcripts()
        work: dict[tuple[str, str], tuple[int, float]] = {}
        # Not joined to the codings: there are many of them, and each would ask again how long its text is.
        characters = dict(
            base.store.read("SELECT t.current, r.characters FROM transcript t JOIN revision r ON r.id = t.current")
        )
        for name, coder, current, revision, count, end in base.store.read(
            'SELECT t.name, g.coder, t.current, g.revision, count(*), max(g."end") '
            f"FROM {base.codings()} g JOIN transcript t ON t.id = g.transcript "
            "WHERE t.alive = 1 GROUP BY t.id, g.revision, g.coder"
        ):
            before, far = work.get((name, coder), (0, 0.0))
            length = characters.get(current) if revision == current else 0
            known = isinstance(length, int) and length > 0 and isinstance(end, int)
            work[name, coder] = before + count, min(max(end, 0) / length, 1.0) if known else far
        names = base.coder_names()
        states = []
        given = set()
        for row, name, coder, round_, state in base.store.read(
            "SELECT t.id, t.name, a.coder, r.name, a.state FROM assignment a JOIN transcript t ON t.id = a.transcript "
            "LEFT JOIN round r ON r.id = a.round WHERE a.alive = 1 AND t.alive = 1"
        ):
            given.add((name, coder))
            count, reach = work.get((name, coder), (0, 0.0))
            hidden = row in blind and coder != base.coder
            told = (0, None) if hidden else (count, reach)
            states.append(State(name or "", names.get(coder, coder or ""), round_ or "", state or ASSIGNED, *told))
        states += [
            State(t or "", names.get(c, c or ""), "", "", *told) for (t, c), told in work.items() if (t, c) not in given
        ]
        return sorted(states, key=lambda state: state[:4])

    def given(self, transcript: str) -> list[State]:
        """To whom one transcript was given, by coder and round; nothing of what they coded there, so it is cheap."""
        names = self._base.coder_names()
        return sorted(
            State(transcript, names.get(coder, coder), round_ or "", state or ASSIGNED, 0, None)
            for coder, round_, state in self._base.store.read(
                "SELECT a.coder, r.name, a.state FROM transcript t JOIN assignment a ON a.transcript = t.id "
                "LEFT JOIN round r ON r.id = a.round WHERE t.name = ? AND t.alive = 1 AND a.alive = 1",
                (transcript,),
            )
        )

    def done_by(self) -> dict[str, set[str]]:
        """Transcript row → the coders (rows) who have marked it done in some round.

        Of those who code a transcript blind, only whoever asks: what the others did there is not shown either.
        """
        blind, me = self._base.blind.transcripts(), self._base.coder
        done: dict[str, set[str]] = {}
        for transcript, coder in self._base.store.read(
            "SELECT transcript, coder FROM assignment WHERE alive = 1 AND state = ?", (DONE,)
        ):
            if transcript not in blind or coder == me:
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

    def rounds(self) -> list[RoundRow]:
        """The rounds in which something was given out, the oldest first."""
        return rounds(self._base)

    def blind(self) -> tuple[str, ...]:
        """The transcripts (names) whose codings by others are kept from whoever is at work."""
        hidden = self._base.blind.transcripts()
        return tuple(sorted(name for name, row in self._rows().items() if row in hidden)) if hidden else ()

    # --- states

    def done(self, transcripts: Iterable[str], coder: str = "", round: str = FIRST_ROUND) -> int:
        """Mark transcripts done, with the place in the log up to which work counts; returns how many changed."""
        return self._set(DONE, transcripts, [coder], round)

    def start(self, transcripts: Iterable[str], coder: str = "", round: str = FIRST_ROUND) -> int:
        """Mark transcripts as in progress (also what was done before)."""
        return self._set(STARTED, transcripts, [coder], round)

    def assign(self, transcripts: Iterable[str], coder: str | Sequence[str] = "", round: str = FIRST_ROUND) -> int:
        """Give transcripts to a coder, or to several at once; the state of one who has begun already stays.

        With the second who is asked to code a transcript in a round begins blind coding: until all who were asked are
        done, or a lead lifts it. Who only begins, without being asked, is no part of that.
        """
        return self._set(ASSIGNED, transcripts, [coder] if isinstance(coder, str) else coder, round)

    def unassign(self, transcripts: Iterable[str], coder: str = "", round: str = FIRST_ROUND) -> int:
        """Take assignments back, whatever their state; codings stay. So who leaves keeps nobody blind."""
        base = self._base
        who = self._who(coder)[0]
        ops = []
        for _, transcript in self._named(transcripts):
            row = self._assignment(transcript, who, round)
            if base.store.read("SELECT 1 FROM assignment WHERE id = ? AND alive = 1", (row,)):
                ops.append(delete("assignment", row))
        base.write("take assignment back", ops)
        return len(ops)

    def lift(self, transcripts: Iterable[str], round: str = FIRST_ROUND, reason: str = "") -> int:
        """Let the coders of transcripts see each other's work though not all are done; returns for how many.

        Only a lead may, and says why. Raises StudyError, and InputError where nobody codes blind.
        """
        ops = lifting(self._base, self._named(transcripts), round, reason)
        self._base.write("lift blind coding", ops)
        return len(ops)

    def sought(self, transcripts: Iterable[str], code: str, coder: str = "") -> int:
        """Say that a coder has looked done transcripts through once more for a code (row): now its absence counts.

        Raises NotFoundError for a code that is not in the codebook, InputError for a transcript the coder has not done.
        """
        base = self._base
        who, name = self._who(coder)
        rows = base.store.read("SELECT effective FROM code WHERE id = ? AND alive = 1", (code,))
        if not rows or code in base.blind.drafts():
            raise not_found("code", code, ())
        position, ops = base.position(), []
        for transcript, row in self._named(transcripts):
            if not base.store.read(
                "SELECT 1 FROM assignment WHERE transcript = ? AND coder = ? AND state = ? AND alive = 1",
                (row, who, DONE),
            ):
                raise InputError(
                    f"{line(name, 60)} is not done with {line(transcript, 60)}",
                    "Until then, whatever the codebook has is looked for: `workbench progress done`.",
                )
            at = base.derive("sought", row, who, rows[0][0] or code)
            ops.append(put("sought", at, transcript=row, coder=who, code=rows[0][0] or code, done=position))
        base.write("look for code", [*self._newcomer(who, name), *ops] if ops else [])
        return len(ops)

    def _set(self, state: str, transcripts: Iterable[str], coders: Sequence[str], round: str) -> int:
        base = self._base
        named = self._named(transcripts)
        position = base.position()
        in_round = base.derive("round", storable(round, "the round"))
        ops: list[Op] = []
        people: list[Op] = []
        for coder in coders:
            who, name = self._who(coder)
            before = len(ops)
            for _, transcript in named:
                row = self._assignment(transcript, who, round)
                rows = base.store.read("SELECT state, given, alive FROM assignment WHERE id = ?", (row,))
                fields: dict[str, Any] = {}
                if not rows or not rows[0][2]:
                    fields = {"round": in_round, "transcript": transcript, "coder": who}
                if not fields and state == ASSIGNED:  # who has begun is asked, and goes on
                    fields = {} if rows[0][1] else {"given": 1}
                elif fields or rows[0][0] != state:
                    fields["progress"] = [state, position if state == DONE else None]
                    if state == ASSIGNED:
                        fields["given"] = 1
                    elif rows and not rows[0][2] and rows[0][1]:
                        fields["given"] = None
                if fields:
                    ops.append(put("assignment", row, **fields))
            if len(ops) > before:
                people += self._newcomer(who, name)
        changed = len(ops)
        if ops and not base.store.read("SELECT 1 FROM round WHERE id = ? AND alive = 1", (in_round,)):
            ops.insert(0, put("round", in_round, name=round, codebook=position))
        base.write(f"mark {state}", [*people, *ops])
        return changed

    # --- samples

    def sample(self, count: int = 0, share: float = 0.0, *, seed: str = "1", by: str = "transcript") -> Sample:
        """Draw so many transcripts, or that share of them; the same seed draws the same everywhere.

        ``by`` group: in proportion to the groups whose informants speak in them. Nothing is recorded.
        """
        if by not in BY:
            raise not_found("way to draw", by, BY)
        if bool(count) == bool(share):
            raise InputError("a sample has a count or a share", "Give --count 5 or --share 0.2.")
        groups: dict[str, set[str]] = {}
        for name, group in self._base.store.read(
            'SELECT t.name, i."group" FROM transcript t LEFT JOIN informant i ON i.transcript = t.id AND i.alive = 1 '
            "JOIN revision r ON r.id = t.current WHERE t.alive = 1 AND t.name > '' AND r.characters > 0"
        ):
            groups.setdefault(name, set()).update([group] if group else ())
        stratum = {name: " + ".join(sorted(found)) if by == "group" else "" for name, found in groups.items()}
        return sampling.drawn(stratum, count or sampling.counted(share, len(stratum)), seed, by)

    # --- names and rows

    def _rows(self) -> dict[str, str]:
        return dict(self._base.store.read("SELECT name, id FROM transcript WHERE alive = 1"))

    def _named(self, transcripts: Iterable[str]) -> list[tuple[str, str]]:
        """Names with their rows. Raises NotFoundError."""
        rows = self._rows()
        for transcript in (given := list(dict.fromkeys(transcripts))):
            if transcript not in rows:
                raise not_found("transcript", transcript, rows)
        return [(transcript, rows[transcript]) for transcript in given]

    def _who(self, coder: str) -> tuple[str, str]:
        """A coder's row and name; '' is whoever is at work."""
        name = coder_name(coder) if coder else self._base.coder_name
        return self._base.coder_id(name), name

    def _newcomer(self, who: str, name: str) -> list[Op]:
        """What makes a coder known to the study, where that one is not."""
        known = self._base.store.read("SELECT 1 FROM coder WHERE id = ? AND alive = 1", (who,))
        return [] if known else [put("coder", who, name=name)]

    def _assignment(self, transcript: str, who: str, round: str) -> str:
        return self._base.derive("assignment", self._base.derive("round", round), transcript, who)
