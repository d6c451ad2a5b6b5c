"""How codes and their agreement are shown, alike in both front ends: in which order, by which names, drawn how."""

from collections.abc import Iterable, Sequence
from typing import Protocol, TypeVar

from workbench.agreement.values import NOT_USED, ONE_CODER, CodeAgreement, Interval
from workbench.agreement.verdict import RELIABLE_FROM, TENTATIVE_FROM

MARKS = (TENTATIVE_FROM, RELIABLE_FROM)
"""Where the verdicts change, on the scale."""

ORDERS = ("disagreement", "codebook", "alpha")
"""How codes may be ordered; the first is the one that is meant where nothing is said."""


class Row(Protocol):
    """What is needed of a row of a table."""

    @property
    def code(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def agreement(self) -> CodeAgreement: ...


R = TypeVar("R", bound=Row)


def ordered(rows: Iterable[R], order: str = ORDERS[0]) -> list[R]:
    """The codes in one of ``ORDERS``, the worst first; but for the codebook's, only one coder's first, unused last."""
    if order == "codebook":
        return list(rows)

    def key(row: R) -> tuple[int, float, float]:
        status, alpha = row.agreement.status, row.agreement.measures.alpha
        rank = 0 if status == ONE_CODER else 2 if status == NOT_USED else 1
        cost = -row.agreement.disagreement
        return (rank, cost, 0) if order == "disagreement" else (rank, 2 if alpha is None else alpha, cost)

    return sorted(rows, key=key)


def names(rows: Sequence[R]) -> dict[str, str]:
    """What each code is called in a table: the last part of its path, all of it where two would be called alike."""
    last = [row.path.rpartition(" / ")[2] for row in rows]
    return {row.code: row.path if last.count(name) > 1 else name for row, name in zip(rows, last, strict=True)}


def drawn(alpha: float | None, ci: Interval | None, width: int, *, marks: bool) -> str:
    """``├──■──┤`` on a scale from 0 to 1 of ``width`` cells; ``□`` is a value without an interval, ``◂`` below 0."""
    cells = [" "] * width
    if marks:
        for value in MARKS:
            cells[at(value, width)] = "┊"
    if ci is not None:
        low, high = at(ci.low, width), at(ci.high, width)
        for x in range(low, high + 1):
            cells[x] = "┼" if cells[x] == "┊" else "─"
        cells[high] = "┤"
        cells[low] = "◂" if ci.low < 0 else "├"
    if alpha is not None:
        cells[at(alpha, width)] = ("■" if ci is not None else "□") if alpha >= 0 else "◂"
    return "".join(cells)


def scale(width: int, *, marks: bool) -> str:
    """The head of that column: the two marks above their places, the first ending and the second beginning there."""
    if not marks:
        return "0".ljust(width - 1) + "1"
    text = [" "] * (width + 4)
    first, second = (f"{value:.3f}"[1:] for value in MARKS)
    start = at(MARKS[0], width) - len(first) + 1
    text[start : start + len(first)] = first
    start = max(at(MARKS[1], width), start + len(first))
    start = min(start, width - len(second))
    text[start : start + len(second)] = second
    return "".join(text)[:width]


def at(value: float, width: int) -> int:
    """The cell of a value on the scale; what lies outside of it, at its end."""
    return round(max(0.0, min(value, 1.0)) * (width - 1))
