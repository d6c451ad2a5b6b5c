"""Comparing: what a study knows of a file that is going to be imported."""

from hashlib import sha256
from pathlib import Path

from workbench.errors import InputError
from workbench.study.base import ACCEPTED, Base
from workbench.transcripts import Source

SCOPE = "imported"
"""The notebook of the files that were taken in: the hash of their bytes, and which transcript they became."""


def refuse_withdrawn(base: Base, source: Source, file: Path) -> None:
    """InputError: a text that was erased for ever does not come back.

    One that somebody has left comes neither as it was nor as a correction of what is left.
    """
    from workbench.study.withdrawals.people import all_labels

    left = all_labels(base).get(base.derive("transcript", source.front.id), frozenset())
    rows = base.store.read(
        "SELECT DISTINCT e.reason FROM revision r JOIN blob b ON b.id = r.text LEFT JOIN erasure e ON e.text = b.id "
        "WHERE r.sha256 = ? AND b.salt IS NULL",
        (source.sha256,),
    )
    gone = any(turn.label in left for turn in source.turns)
    if rows and not gone and all(reason == ACCEPTED for (reason,) in rows):
        raise InputError(
            "this is the text as it was before it was anonymised, and that was accepted for good",
            "Import the anonymised text: `workbench transcripts text ID` writes it.",
            file=str(file),
        )
    if rows or gone:
        raise InputError(
            "somebody in this interview has withdrawn, and this is the text as it was before",
            "Import it without that person's turns; `workbench withdraw --status` says who withdrew.",
            file=str(file),
        )


def standing(base: Base, source: Source, data: bytes, *, chosen: bool) -> str:
    """``new``, ``same``, ``older`` (a later text took its place) or ``corrected`` (this one is to take the place).

    ``chosen``: somebody said how to read the file, so that its bytes alone do not tell whether it is known.
    """
    rows = base.store.read(
        "SELECT t.id, r.sha256 FROM transcript t JOIN revision r ON r.id = t.current "
        "WHERE t.alive = 1 AND t.name = ? ORDER BY t.id",
        (source.front.id,),
    )
    if not rows:
        return "new"
    row, digest = rows[0]
    if digest == source.sha256:
        return "same"
    earlier = "SELECT 1 FROM revision WHERE transcript = ? AND sha256 = ? AND alive = 1"
    if base.store.read(earlier, (row, source.sha256)):
        return "older"
    # Another workbench may read the same file in another way: that is no correction by anybody.
    if not chosen and base.store.notes(SCOPE).get(sha256(data).hexdigest()) == row:
        return "older"
    return "corrected"


def at_home(base: Base, name: str) -> bool:
    """Whether the text of a transcript never leaves this machine."""
    return bool(
        base.store.read(
            "SELECT 1 FROM transcript t JOIN revision r ON r.id = t.current "
            "WHERE t.alive = 1 AND t.name = ? AND r.private = 1",
            (name,),
        )
    )
