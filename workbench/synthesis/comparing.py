"""Two matrices beside each other: another layer, another moment, another rule."""

from workbench.synthesis.values import Compared, Comparison, Count, Matrix, Row

_NOTHING = Count(0, 0, 0)


def compare(before: Matrix, after: Matrix) -> Comparison:
    """What stands elsewhere in ``after``, what has other numbers there, and what only one of the two has.

    Numbers are other where any count of a group, a column or the total is; shares and placements are not looked at.
    """
    was, now = ({row.theme: row for row in matrix.rows} for matrix in (before, after))
    rows = [_compared(was.get(theme), row) for theme, row in now.items()]
    rows += [
        Compared(theme, row.path, row.column, None, row.total, _NOTHING, "gone")
        for theme, row in was.items()
        if theme not in now
    ]
    return Comparison(tuple(rows), tuple((dict(before.columns) | dict(after.columns)).items()))


def _compared(before: Row | None, after: Row) -> Compared:
    theme, path = after.theme, after.path
    if before is None:
        return Compared(theme, path, None, after.column, _NOTHING, after.total, "new")
    same = (before.total, before.groups, before.cells) == (after.total, after.groups, after.cells)
    state = "moved" if before.column != after.column else "same" if same else "counts"
    return Compared(theme, path, before.column, after.column, before.total, after.total, state)
