"""How far withdrawals have come: whose copies have confirmed them, and what is left to people."""

from datetime import datetime
from typing import NamedTuple

from workbench.study.base import Base, parsed_list
from workbench.study.log import local
from workbench.study.withdrawals.leaving import Labels
from workbench.study.withdrawals.people import read_labels, transcript_names


class Confirmed(NamedTuple):
    """Somebody's copy of the study has carried a withdrawal out; ``left`` is what it could not reach."""

    coder: str
    when: datetime
    replica: str
    left: tuple[str, ...]


class State(NamedTuple):
    """How far a withdrawal has come. ``missing``: coders of whose copies none has confirmed it.

    ``again``: transcripts in which the person speaks, because they came later.
    """

    id: str
    person: str
    when: datetime
    coder: str
    reason: str
    transcripts: tuple[str, ...]
    texts: int
    confirmed: tuple[Confirmed, ...]
    missing: tuple[str, ...]
    again: tuple[str, ...]


class Purged(NamedTuple):
    """A text that was erased by itself, for a reason."""

    text: str
    when: datetime
    coder: str
    reason: str


def states(base: Base) -> list[State]:
    """Every withdrawal, the latest last."""
    coders, names = base.coder_names(), transcript_names(base)
    at_work = {actor for (actor,) in base.store.read("SELECT DISTINCT actor FROM change")} & coders.keys()
    states = []
    for row, person, transcripts, reason, coder in base.store.read(
        "SELECT id, person, transcripts, reason, coder FROM withdrawal WHERE alive = 1 ORDER BY id"
    ):
        where = read_labels(transcripts)
        confirmed = _confirmed(base, row, coders)
        missing = {coders[who] for who in at_work} - {c.coder for c in confirmed}
        ((texts,),) = base.store.read("SELECT count(*) FROM erasure WHERE withdrawal = ?", (row,))
        states.append(
            State(
                row,
                _called(base, person or "", where, names),
                _when(base, row),
                coders.get(coder, ""),
                reason or "",
                tuple(sorted(names.get(t, t) for t in where)),
                texts,
                confirmed,
                tuple(sorted(missing)),
                _again(base, person or "", names),
            )
        )
    return states


def _called(base: Base, person: str, labels: Labels, names: dict[str, str]) -> str:
    written = base.store.read("SELECT name FROM person WHERE id = ?", (person,))
    if written and written[0][0]:
        return str(written[0][0])
    return ", ".join(f"{names.get(t, t)}:{label}" for t in labels for label in sorted(labels[t]) if label)


def _again(base: Base, person: str, names: dict[str, str]) -> tuple[str, ...]:
    rows = base.store.read(
        "SELECT DISTINCT transcript FROM informant WHERE COALESCE(person, id) = ? AND alive = 1", (person,)
    )
    return tuple(sorted(names.get(t, t) for (t,) in rows))


def _confirmed(base: Base, withdrawal: str, coders: dict[str, str]) -> tuple[Confirmed, ...]:
    rows = base.store.read(
        'SELECT id, coder, replica, "left" FROM confirmation WHERE withdrawal = ? AND alive = 1', (withdrawal,)
    )
    found = [
        Confirmed(
            coders.get(coder, coder or ""),
            _when(base, row),
            replica or "",
            tuple(parsed_list(left, lambda text: isinstance(text, str))),
        )
        for row, coder, replica, left in rows
    ]
    return tuple(sorted(found, key=lambda c: (c.when, c.coder)))


def _when(base: Base, row: str) -> datetime:
    return local(base.store.read("SELECT COALESCE(min(ts), 0) FROM change WHERE row = ?", (row,))[0][0])


def purged(base: Base) -> list[Purged]:
    """The texts that were erased by themselves, in the order of their identifiers."""
    coders = base.coder_names()
    rows = base.store.read(
        "SELECT e.id, e.text, e.reason, (SELECT c.actor FROM change c WHERE c.row = e.id ORDER BY c.n LIMIT 1) "
        "FROM erasure e WHERE COALESCE(e.withdrawal, '') = '' ORDER BY e.id"
    )
    return [
        Purged(text or "", _when(base, row), coders.get(actor, ""), reason or "") for row, text, reason, actor in rows
    ]
