"""What the screens have counted by another process: agreement by transcript, and what one has to look for again."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.study import Study


def answer(study: "Study", question: Mapping[str, Any]) -> dict[str, Any]:
    """The answer to ``{"transcripts": [row, …], "look_for": bool, "most": codings}`` as JSON has it.

    ``agreement`` is row → [alpha], [alpha, low, high] or [] where there is none; ``look_for`` a list of ``Reread``.
    In a study of more than ``most`` codings nothing is counted.
    """
    told: dict[str, Any] = {"agreement": {}, "look_for": []}
    if study.codings.count() > question["most"]:
        return told
    if question["look_for"]:
        told["look_for"] = [list(one) for one in study.agreement.reread(study.coder)]
    told["agreement"] = pooled(study, question["transcripts"])
    return told


def pooled(study: "Study", transcripts: Sequence[str]) -> dict[str, list[float]]:
    """Alpha over all codes in each transcript (row), with the ends of its interval where it has one; [] for none."""
    if not transcripts:
        return {}
    try:
        # Of all at once: what is unchanged is not counted again.
        found = study.agreement.each_transcript()
    except WorkbenchError:
        found = {}  # a column is no place to complain; the rooms of agreement say what is wrong
    told: dict[str, list[float]] = {row: [] for row in transcripts}
    for row, one in found.items():
        if row in told and one.alpha is not None:
            told[row] = [one.alpha, *(one.ci or ())]
    return told
