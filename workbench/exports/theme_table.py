"""The table a report shows: the themes of each column, with their numbers and a link to what is behind them."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import zip_longest

from workbench.exports import shapes
from workbench.exports.document import Line, Table, Text
from workbench.exports.in_words import column_labels
from workbench.exports.spoken import how_many
from workbench.exports.words import Words

HAND, CARRIED = "†", "‡"
_BLANK: Line = ()


def theme_table(
    matrix: shapes.Matrix, names: Mapping[str, str], anchors: Mapping[str, str], words: Words, counts: str
) -> Table:
    """Themes in the column they stand in, in the order of the rows, without those that are mixed or have no column.

    Every top-level theme that has others below it opens a band of rows: itself, bold, then those below it, each in its
    own column. Other top-level themes that follow each other share a band. ``counts``: see ``spoken``.
    """
    labels = column_labels(matrix, words)
    columns = columns_shown(matrix)
    parents = {row.parent for row in matrix.rows}
    first = True
    rows: list[tuple[Line, ...]] = []
    for band in _bands(matrix.rows):
        cells: dict[str, list[Line]] = {column: [] for column in columns}
        for row in band:
            if row.column not in cells:
                continue
            above = row.theme in parents
            said = how_many(row, words, counts, spelt=first)
            cell = _cell(row, names[row.theme], anchors.get(row.theme, ""), said, strong=above)
            first = False
            if above and row is band[0]:
                rows.append(tuple(cell if column == row.column else _BLANK for column in columns))
            else:
                cells[row.column].append(cell)
        rows.extend(zip_longest(*cells.values(), fillvalue=_BLANK))
    return Table(tuple(labels[column] for column in columns), tuple(rows), heads=0)


def columns_shown(matrix: shapes.Matrix) -> list[str]:
    """The columns, without those that the rule leaves nothing to stand in (unless something was put there by hand)."""
    used = {row.column for row in matrix.rows}
    ids = [column for column, _ in matrix.columns]
    possible = set(ids)
    if len(ids) == 2 and not matrix.shared_groups:
        possible = {ids[1]}
    elif matrix.rule.seen_from:
        possible = {ids[0], matrix.rule.seen_from}
    return [column for column in ids if column in possible or column in used]


def carried(row: shapes.Row) -> bool:
    """Whether one informant carries, wholly or mostly, what puts a theme where it stands."""
    if row.column in (None, "shared", "mixed"):
        return "" in row.carried
    return row.column in row.column_carried


def _bands(rows: Sequence[shapes.Row]) -> Iterable[list[shapes.Row]]:
    """The rows cut before every top-level theme, but consecutive ones with nothing below them kept together."""
    shown = {row.theme for row in rows}
    parents = {row.parent for row in rows}
    band: list[shapes.Row] = []
    flat = False
    for row in rows:
        top = row.parent not in shown
        alone = top and row.theme not in parents
        if top and band and not (alone and flat):
            yield band
            band = []
        flat = alone if top else flat
        band.append(row)
    if band:
        yield band


def _cell(row: shapes.Row, name: str, anchor: str, said: str, *, strong: bool) -> Line:
    marks = (HAND if row.placed is not None else "") + (CARRIED if carried(row) else "")
    mark = (Text(marks),) if marks else ()
    if not said:
        return (Text(name, strong=strong, to=anchor), *mark)
    return (Text(name, strong=strong), *mark, Text(" "), Text(said, to=anchor))
