"""Two closed questions, or a question and the groups, against each other: a table of counts and the χ² test of it.

The test is Pearson's (1900), without a correction for continuity: χ² = Σ (observed − expected)² / expected over the
cells, expected = row total × column total / n, with (rows − 1)(columns − 1) degrees of freedom. Rows and columns in
which nobody is, say nothing and are left out of it. It asks that every person is counted once.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

FEW = 5
"""Persons expected in a cell below which the test leans on too few."""
SHARE = 0.2
"""The share of cells that may be such: Cochran 1954, Biometrics 10: 417–451; and none with fewer than 1 expected."""


class Crosstab(NamedTuple):
    """Counts by row and column, and what the χ² test says of them.

    ``counts`` are persons, one tuple a row, as ``rows`` and ``columns`` name them (labels). ``left_out``: persons of
    whom one of the two is not known. ``chi2`` (0 or more), ``p`` and ``v`` (Cramér's V, both 0 to 1) are ``None`` where
    fewer than two rows or columns hold anybody; then ``df`` is 0. ``few`` is the share (0 to 1) of the cells in which
    fewer than 5 are expected, ``least`` the smallest number expected in one (``None``: nothing is tested).
    """

    title: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    counts: tuple[tuple[int, ...], ...]
    left_out: int
    chi2: float | None
    df: int
    p: float | None
    v: float | None
    few: float
    least: float | None

    @property
    def n(self) -> int:
        """How many persons are in the table."""
        return sum(map(sum, self.counts))

    @property
    def row_totals(self) -> tuple[int, ...]:
        """Persons in each row."""
        return tuple(map(sum, self.counts))

    @property
    def column_totals(self) -> tuple[int, ...]:
        """Persons in each column."""
        return tuple(sum(row[i] for row in self.counts) for i in range(len(self.columns)))

    @property
    def caution(self) -> bool:
        """Whether p is unsure: fewer than 5 are expected in more than a fifth of the cells, or fewer than 1 in any."""
        return self.least is not None and (self.few > SHARE or self.least < 1)


def crosstab(
    rows: Sequence[str], columns: Sequence[str], counts: Sequence[Sequence[int]], *, title: str = "", left_out: int = 0
) -> Crosstab:
    """The table of ``counts`` (whole numbers, 0 or more; as many rows and columns as are named) with its test.

    Raises ValueError for a table of another shape.
    """
    table = tuple(tuple(row) for row in counts)
    if len(table) != len(rows) or any(len(row) != len(columns) for row in table):
        raise ValueError("a table has a number for every row and column")
    if any(count < 0 for row in table for count in row):
        raise ValueError("a count is 0 or more")
    tested = _tested(table)
    if not tested:
        return Crosstab(title, tuple(rows), tuple(columns), table, left_out, None, 0, None, None, 0.0, None)
    n = sum(map(sum, tested))
    across, down = [sum(row) for row in tested], [sum(column) for column in zip(*tested, strict=True)]
    expected = [[a * d / n for d in down] for a in across]
    cells = [(o, e) for row, expect in zip(tested, expected, strict=True) for o, e in zip(row, expect, strict=True)]
    chi2 = math.fsum((o - e) ** 2 / e for o, e in cells)
    df = (len(across) - 1) * (len(down) - 1)
    # Cramér 1946, Mathematical Methods of Statistics, p. 282 and 443; rounding may put it a hair above 1.
    v = min(1.0, math.sqrt(chi2 / (n * min(len(across) - 1, len(down) - 1))))
    few = sum(e < FEW for _, e in cells) / len(cells)
    least = min(e for _, e in cells)
    return Crosstab(title, tuple(rows), tuple(columns), table, left_out, chi2, df, chi2_tail(chi2, df), v, few, least)


def counted(
    pairs: Iterable[tuple[str | None, str | None]],
    rows: Mapping[str, str],
    columns: Mapping[str, str],
    title: str = "",
) -> Crosstab:
    """The table of what each person said: (row, column), ``None`` where that is not known. The mappings: id → label."""
    at, beside = {row: i for i, row in enumerate(rows)}, {column: i for i, column in enumerate(columns)}
    counts = [[0] * len(columns) for _ in rows]
    left_out = 0
    for row, column in pairs:
        if row is None or column is None:
            left_out += 1
        else:
            counts[at[row]][beside[column]] += 1
    return crosstab(tuple(rows.values()), tuple(columns.values()), counts, title=title, left_out=left_out)


def chi2_tail(x: float, df: int) -> float:
    """The probability (0 to 1) that χ² with ``df`` (1 or more) degrees of freedom is ``x`` (0 or more) or larger.

    For whole degrees of freedom the incomplete gamma function is a finite sum (Abramowitz & Stegun 1964, 26.4.4 and
    26.4.5): with h = x/2, e^−h Σ h^k / k! over k < df/2 where df is even; where it is odd, erfc(√h) and the same sum
    over the half numbers 1/2, 3/2, … < df/2, with Γ(k + 1) for k!.
    """
    if df < 1 or x < 0 or not math.isfinite(x):
        raise ValueError("χ² is a number of 0 or more, with 1 or more degrees of freedom")
    half = x / 2
    if half == 0:
        return 1.0
    first = 0.0 if df % 2 == 0 else 0.5
    # By logarithms: h^k and k! leave the range of numbers long before what they make together does.
    terms = [math.exp((first + i) * math.log(half) - half - math.lgamma(first + i + 1)) for i in range(df // 2)]
    return min(1.0, math.fsum([math.erfc(math.sqrt(half)) if df % 2 else 0.0, *terms]))


def _tested(table: Sequence[Sequence[int]]) -> list[list[int]]:
    """The table without empty rows and columns; nothing where that leaves no two of each."""
    kept = [row for row in table if any(row)]
    columns = [column for column in zip(*kept, strict=True) if any(column)]
    return [list(row) for row in zip(*columns, strict=True)] if len(kept) > 1 and len(columns) > 1 else []
