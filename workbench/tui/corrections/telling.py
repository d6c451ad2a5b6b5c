"""What is said of a correction before and after it is written."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.study.corrections import Correction

STATUSES = ("kept", "moved", "changed", "lost")
ANOTHER = 0.5
"""Below this likeness a text is most likely another interview."""


def counted(correction: "Correction") -> str:
    """``34 passages kept, 2 changed, 1 lost``."""
    counts = correction.counts
    parts = [(status, counts.get(status, 0)) for status in STATUSES if counts.get(status)]
    if not parts:
        return "no passage was touched"
    (status, n), *rest = parts
    told = [f"{n:,} passage{'' if n == 1 else 's'} {status}", *(f"{m:,} {other}" for other, m in rest)]
    return ", ".join(told)


def question(name: str, correction: "Correction") -> str:
    """What is asked before a correction is written."""
    said = f"Keep the corrected text of {name}? Codings and memos: {counted(correction)}."
    if correction.counts.get("lost"):
        said += "\nWhat is lost is kept apart and shown for you to place; nothing is deleted."
    if correction.similarity < ANOTHER:
        said = f"Only {correction.similarity:.0%} of the text is as it was: is this another interview?\n{said}"
    return said


def to_look_at(correction: "Correction") -> int:
    """How many passages somebody should look at."""
    return sum(fate.status == "lost" or fate.edge for fate in correction.fates)
