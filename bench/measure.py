"""What a measurement gives, and how several runs become one line of the table."""

import statistics
import time
from collections.abc import Callable, Sequence
from typing import NamedTuple


class Goal(NamedTuple):
    """One line of the table.

    ``runs`` are ratios (measured ÷ floor), one a run; ``limit`` is what the median may be, None for what is only told.
    ``seen`` says what the ratio is made of, in absolute numbers of the run in the middle.
    """

    what: str
    limit: float | None
    runs: tuple[float, ...]
    seen: str = ""

    @property
    def median(self) -> float:
        """The run in the middle."""
        return statistics.median(self.runs)

    @property
    def met(self) -> bool:
        """Whether the goal is reached (told only: yes)."""
        return self.limit is None or self.median <= self.limit


def percentile(samples: Sequence[float], share: float) -> float:
    """The sample below which ``share`` of them lie (nearest rank)."""
    ordered = sorted(samples)
    return ordered[min(int(share * len(ordered)), len(ordered) - 1)]


def seconds(do: Callable[[], object]) -> float:
    """How long one call takes."""
    begin = time.perf_counter()
    do()
    return time.perf_counter() - begin


def middle(ratios: Sequence[float]) -> int:
    """The index of the run whose ratio is the median (the lower of two)."""
    return sorted(range(len(ratios)), key=ratios.__getitem__)[(len(ratios) - 1) // 2]


def table(goals: Sequence[Goal]) -> str:
    """All goals as aligned text: goal, measured, spread, what it is made of."""
    head = ("what", "goal", "median", "spread", "")
    rows = [
        (
            goal.what,
            f"≤ {goal.limit:g} ×" if goal.limit is not None else "–",
            f"{goal.median:.2f} ×" + ("" if goal.met else "  MISSED"),
            f"{min(goal.runs):.2f}–{max(goal.runs):.2f}",
            goal.seen,
        )
        for goal in goals
    ]
    widths = [max(len(row[i]) for row in (head, *rows)) for i in range(4)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, (*widths, 0), strict=True)) for row in (head, *rows)
    ]
    return "\n".join(line.rstrip() for line in lines)
