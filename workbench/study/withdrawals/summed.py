"""Summaries of what one person says: they leave with that person, for there is nothing left that they sum up."""

from workbench.store import Op, delete
from workbench.study.base import Base
from workbench.study.withdrawals import leaving
from workbench.study.withdrawals.leaving import Labels


def of_those(base: Base, labels: Labels) -> list[str]:
    """The summaries (rows, removed ones too) of people who speak nowhere else than under these labels."""
    left: dict[str, bool] = {}
    alike: dict[str, str] = {}
    for row, person, transcript, label, alive in base.store.read(
        "SELECT id, person, transcript, label, alive FROM informant ORDER BY id"
    ):
        gone = label in labels.get(transcript, ())
        alike[row] = person or row
        if gone or alive:
            left[alike[row]] = left.get(alike[row], True) and gone
    rows = base.store.read("SELECT id, target FROM summary WHERE about = 'person' AND target > '' ORDER BY id")
    return [row for row, target in rows if left.get(alike.get(target, target), False)]


def going(base: Base, labels: Labels) -> tuple[list[Op], set[str]]:
    """What removes them, and the texts that are to be erased."""
    rows = of_those(base, labels)
    alive = {row for (row,) in base.store.read("SELECT id FROM summary WHERE alive = 1")}
    texts = (
        set().union(*(leaving.versions_of(base, row) for row in rows)) - base.store.texts().erased if rows else set()
    )
    return [delete("summary", row) for row in rows if row in alive], texts
