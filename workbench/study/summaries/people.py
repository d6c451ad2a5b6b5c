"""Everybody who was interviewed, each once however often they were heard."""

from typing import NamedTuple

from workbench.errors import NotFoundError
from workbench.sanitise import line
from workbench.study.base import Base, not_found


class Who(NamedTuple):
    """Somebody who was interviewed: a person's row, or an informant's who is nobody in particular.

    ``label`` is the written id (P07), else transcript and label (K-03 R1). ``groups`` are ids; ``informants`` the rows
    under which they speak.
    """

    id: str
    label: str
    groups: tuple[str, ...] = ()
    informants: tuple[str, ...] = ()


def people(base: Base) -> tuple[dict[str, Who], dict[str, str]]:
    """Everybody by id, in the order of the transcripts; and informant (row) → the person it is by now."""
    found: dict[str, Who] = {}
    became: dict[str, str] = {}
    for row, person, written, group, transcript, label in base.store.read(
        'SELECT i.id, i.person, p.name, i."group", t.name, i.label FROM informant i '
        "JOIN transcript t ON t.id = i.transcript LEFT JOIN person p ON p.id = i.person AND p.alive = 1 "
        "WHERE i.alive = 1 AND t.alive = 1 ORDER BY t.name, i.label, i.id"
    ):
        at = person or row
        if person:
            became[row] = person
        before = found.get(at, Who(at, written or f"{transcript or ''} {label or ''}".strip()))
        groups = (*before.groups, *([group] if group and group not in before.groups else []))
        found[at] = before._replace(groups=groups, informants=(*before.informants, row))
    return found, became


def person_called(base: Base, written: str) -> str:
    """The id of somebody called ``written``: P07, ``K-03 R1`` or ``K-03:R1``. Raises ``NotFoundError``."""
    everybody, _ = people(base)
    wanted = written.strip().casefold()
    found = [who.id for who in everybody.values() if wanted in (who.id.casefold(), who.label.casefold())]
    if not found:
        transcript, _, label = wanted.replace(":", " ").rpartition(" ")
        rows = base.store.read(
            "SELECT COALESCE(i.person, i.id), t.name, i.label FROM informant i JOIN transcript t "
            "ON t.id = i.transcript WHERE i.alive = 1 AND t.alive = 1"
        )
        spoken = {(str(name).casefold(), str(said).casefold()): who for who, name, said in rows}
        found = [spoken[transcript.strip(), label]] if (transcript.strip(), label) in spoken else []
    if not found:
        raise not_found("informant", written, [who.label for who in everybody.values()])
    if len(found) > 1:
        raise NotFoundError(f"{len(found)} people are called {line(written, 60)}", "Name a transcript: K-03:R1.")
    return found[0]
