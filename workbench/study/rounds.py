"""Rounds of coding: when each began, by which codebook it goes, and where coding is blind no longer."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from workbench.agreement.rounds import ASSIGNED, DONE, STARTED, Given, blind
from workbench.errors import InputError, StudyError
from workbench.sanitise import line
from workbench.store import Dot, Op, put
from workbench.study.base import Base, storable
from workbench.study.log import local


class RoundRow(NamedTuple):
    """A round of coding, as it was given out.

    ``codebook`` names the state of the log that it goes by ('' where it was not noted): ``codes`` were in the codebook
    then, and ``changed`` of all codes are new, gone or different since. ``done`` of ``given`` assignments are done.
    ``blind``: the transcripts (names) in which not all are done, and nobody has lifted it; ``lifted``: where one has.
    """

    name: str
    began: datetime | None
    codebook: str
    codes: int
    changed: int
    coders: tuple[str, ...]
    transcripts: int
    given: int
    done: int
    blind: tuple[str, ...]
    lifted: tuple[str, ...]


def rounds(base: Base) -> list[RoundRow]:
    """All rounds in which something was given out, the oldest first."""
    read, names = base.store.read, base.coder_names()
    given: dict[str, list[_Work]] = {}
    for row, *work in read(
        "SELECT a.round, t.name, COALESCE(a.coder, ''), COALESCE(a.state, ''), a.given FROM assignment a "
        "JOIN transcript t ON t.id = a.transcript WHERE a.alive = 1 AND t.alive = 1"
    ):
        given.setdefault(row or "", []).append(_Work._make(work))
    lifted: dict[str, set[str]] = {}
    for row, transcript in read(
        "SELECT l.round, t.name FROM lift l JOIN transcript t ON t.id = l.transcript WHERE l.alive = 1"
    ):
        lifted.setdefault(row or "", set()).add(transcript)
    found = []
    for row, name, codebook, ts, order in read(
        "SELECT r.id, r.name, r.codebook, (SELECT min(ts) FROM change c WHERE c.row = r.id), "
        "(SELECT min(hlc) FROM change c WHERE c.row = r.id) FROM round r WHERE r.alive = 1"
    ):
        works = given.get(row, [])
        codes, changed = _codes(base, codebook) if codebook else (0, 0)
        found.append(
            (
                (order or 0, name or ""),
                RoundRow(
                    name or "",
                    local(ts) if ts else None,
                    sha256(codebook.encode()).hexdigest()[:12] if codebook else "",
                    codes,
                    changed,
                    tuple(sorted({names.get(work.coder, work.coder) for work in works})),
                    len({work.transcript for work in works}),
                    len(works),
                    sum(work.state == DONE for work in works),
                    _blind(works, lifted.get(row, set())),
                    tuple(sorted(lifted.get(row, set()))),
                ),
            )
        )
    return [row for _, row in sorted(found) if row.given]


class _Work(NamedTuple):
    """An assignment: names, but the coder's row; ``asked`` 1 where it was given to the coder."""

    transcript: str
    coder: str
    state: str
    asked: int | None


def _blind(works: Iterable[_Work], lifted: set[str]) -> tuple[str, ...]:
    """The names of the transcripts of one round in which coding is blind."""
    given = (Given("", work.transcript, work.coder, work.state == DONE) for work in works if work.asked == 1)
    return tuple(sorted(transcript for _, transcript in blind(given, {("", name) for name in lifted})))


def _codes(base: Base, position: str) -> tuple[int, int]:
    """How many codes were in the codebook at a place in the log, and how many are not what they were."""
    drafts, hidden = base.blind.drafts(), base.blind.changes("c")
    try:
        past = base.store.past(position)
    except (StudyError, RecursionError, OverflowError):
        return 0, 0  # what no program of ours wrote
    trail = {row: dots for row, dots in base.store.trail("code").items() if row not in drafts}
    for row in base.blind.examples():
        query = f"SELECT c.stream, c.seq, c.hash FROM change c WHERE c.row = ? AND NOT {hidden}"
        trail[row] = tuple(Dot(*dot) for dot in base.store.read(query, (row,)))
    then = base.store.rows_then(past, "code", trail)
    living = sum(row.alive and not row.fields.get("merged") for row in then.values())
    return living, sum(not past.all(dots) for dots in trail.values())


def lifting(base: Base, transcripts: Iterable[tuple[str, str]], round: str, reason: str) -> list[Op]:
    """What lifts blindness in ``transcripts`` (name, row) for a round; nothing where it is lifted already.

    Raises StudyError for whoever is no lead, InputError without a reason and where nobody codes blind.
    """
    base.check_lead("lift blind coding")
    if not reason.strip():
        raise InputError("blind coding is lifted with a reason", "Say why, in a sentence others can judge.")
    in_round, ops = base.derive("round", round), []
    for name, transcript in transcripts:
        row = base.derive("lift", in_round, transcript)
        if base.store.read("SELECT 1 FROM lift WHERE id = ? AND alive = 1", (row,)):
            continue
        given = (
            Given(in_round, transcript, coder, state == DONE)
            for coder, state in base.store.read(
                "SELECT coder, state FROM assignment WHERE alive = 1 AND given = 1 AND round = ? AND transcript = ?",
                (in_round, transcript),
            )
        )
        if not blind(given, ()):
            raise InputError(
                f"nobody codes {line(name, 60)} blind in round {line(round, 40)}",
                "`workbench progress rounds` lists where somebody does.",
            )
        words = storable(reason.strip(), "the reason")
        ops.append(put("lift", row, round=in_round, transcript=transcript, coder=base.coder, reason=words))
    return ops


def begun(base: Base, revision: str) -> list[Op]:
    """What says that whoever is at work has begun with the transcript of a text: where it was given and no more.

    Of several rounds in which it waits, the one in which it was given last.
    """
    rows = base.store.read(
        "SELECT a.id FROM revision r JOIN assignment a ON a.transcript = r.transcript WHERE r.id = ? AND a.coder = ? "
        "AND a.alive = 1 AND a.state = ? ORDER BY (SELECT min(c.hlc) FROM change c WHERE c.row = a.id) DESC LIMIT 1",
        (revision, base.coder, ASSIGNED),
    )
    return [put("assignment", row, progress=[STARTED, None]) for (row,) in rows]
