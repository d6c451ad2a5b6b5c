"""A matrix as plots: how widely each theme is voiced, in each group or column, and one theme group by group."""

from workbench.exports import shapes
from workbench.exports.document import UNKNOWN, Figure, Provenance, plain
from workbench.exports.in_words import column_labels
from workbench.exports.plots.charts import Bar, Bars, Cell, Heat, HeatRow
from workbench.exports.plots.draw import draw
from workbench.exports.plots.words import Words

CARRIED = "*"
"""Stands after a number that rests mostly on one informant."""

_NOTHING = "–"
_SEPARATOR = " / "
_SHARED = "shared"


def heat(matrix: shapes.Matrix, language: str, provenance: Provenance = UNKNOWN, by: str = "") -> Figure:
    """Themes by "groups" or by "columns" (the default where the matrix goes by something else than groups).

    A cell is the share of informants who voice the theme, of those heard in interviews that are done. Themes without
    evidence are left out, and said to be.
    """
    words = Words(language)
    by_group = (by or ("groups" if matrix.rule.by == "group" else "columns")) == "groups"
    labels = column_labels(matrix, words)
    columns = tuple(matrix.groups) if by_group else tuple(labels.items())
    if not matrix.shared_groups and not by_group:
        columns = tuple(column for column in columns if column[0] != _SHARED)  # nobody's voice is counted there
    shown = [row for row in matrix.rows if row.total.excerpts]
    rows = tuple(
        HeatRow(row.path.rpartition(_SEPARATOR)[2], row.depth, tuple(_cell(row, key, by_group) for key, _ in columns))
        for row in shown
    )
    chart = Heat(words("theme"), tuple(label for _, label in columns), rows)
    left = len(matrix.rows) - len(shown)
    parts = [
        words("heat unit", done=matrix.done),
        words("subtree"),
        words("heat left one" if left == 1 else "heat left", n=left) if left else "",
    ]
    if matrix.shared_groups and not by_group:
        names = [dict(matrix.groups).get(group, group) for group in matrix.shared_groups]
        parts.append(words("heat shared", shared=labels[_SHARED], groups=words.listed(names)))
    if any(CARRIED in cell.words for row in rows for cell in row.cells):
        parts.append(words("heat carried", mark=CARRIED))
    caption = _caption(matrix, provenance, words, parts)
    said = [f"{row.path}: {_listed(one, chart)}." for row, one in zip(shown, rows, strict=True)]
    return Figure(draw(chart), plain(caption), " ".join(said) or words("heat none"))


def profile(matrix: shapes.Matrix, theme: str, language: str, provenance: Provenance = UNKNOWN) -> Figure:
    """One theme (a row's id): a bar for each group, with informants, those who could, and interviews.

    Raises ``KeyError`` for a theme that is no row of the matrix.
    """
    words = Words(language)
    rows = {row.theme: row for row in matrix.rows}
    row = rows[theme]
    bars = tuple(Bar(label, _share(row, group), _said(row, group, words)) for group, label in matrix.groups)
    chart = Bars(words("group"), words("profile scale"), bars)
    title = f"{row.path} ({words.number(row.total.informants, 'informant')}, "
    title += f"{words.number(row.total.interviews, 'interview')}, {words.number(row.total.excerpts, 'excerpt')})"
    unit = words("profile unit", done=matrix.done)
    caption = _caption(matrix, provenance, words, [unit, words("subtree")], title)
    said = " ".join(f"{bar.name}: {bar.words}." for bar in bars) or words("no groups")
    return Figure(draw(chart), plain(caption), f"{row.path}. {said}")


def _cell(row: shapes.Row, key: str, by_group: bool) -> Cell:
    carried = (row.carried if by_group else row.column_carried).get(key, "")
    mark = CARRIED if carried == "most" else ""  # of one informant alone the number says it
    found = (row.shares if by_group else row.column_shares).get(key)
    count = (row.groups if by_group else row.cells).get(key)
    if count is None or not count.excerpts:
        return Cell(0.0 if found and found.of else None, _NOTHING)
    if found is None or not found.of:
        return Cell(None, f"{count.informants}{mark}")
    return Cell(found.informants / found.of, f"{found.informants}/{found.of}{mark}")


def _share(row: shapes.Row, group: str) -> float | None:
    found = row.shares.get(group)
    return found.informants / found.of if found and found.of else None


def _said(row: shapes.Row, group: str, words: Words) -> str:
    count, found = row.groups[group], row.shares.get(group)
    if not count.excerpts and group in row.silent:
        return words(row.silent[group])
    interviews = words.number(count.interviews, "interview")
    if found is None or not found.of:
        return words("profile few", informants=words.number(count.informants, "informant"), interviews=interviews)
    share = words("of all", n=found.informants, all=found.of)
    return words("profile words", share=share, interviews=interviews)


def _listed(row: HeatRow, chart: Heat) -> str:
    return ", ".join(f"{column} {cell.words}" for column, cell in zip(chart.columns, row.cells, strict=True))


def _caption(matrix: shapes.Matrix, provenance: Provenance, words: Words, parts: list[str], title: str = "") -> str:
    """What the numbers are numbers of: unit, layer, coders, interviews, log."""
    said = [
        *parts,
        f"{words('layer')}: {words.layer(provenance.layer or matrix.rule.layer)}",
        f"{words('coders')}: {words.listed(provenance.coders)}" if provenance.coders else "",
        words.number(matrix.transcripts, "interview"),
        f"{words('log')} {provenance.log}" if provenance.log else "",
    ]
    head = title or matrix.rule.title or matrix.rule.name or words("matrix")
    return f"{head}. {_capital('; '.join(filter(None, said)))}."


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
