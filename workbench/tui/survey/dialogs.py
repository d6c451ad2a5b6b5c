"""What the survey asks: columns of a cross table, a format, a file; and what it tells."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from workbench.tui.app import FAILED, WorkbenchApp
from workbench.tui.synthesis.dialogs import export_as
from workbench.tui.widgets.lines import LinesScreen
from workbench.tui.widgets.picker import Option, Picker, option

if TYPE_CHECKING:
    from workbench.study.surveys import Crosstab, SurveyResult
    from workbench.synthesis.survey import Note

_ABOUT = (
    "An index is the mean of what a person answered of its questions, on the scale from {low} to {high}; questions "
    "marked ↔ are turned round. Who answered fewer of them than study.toml asks for (min_items) has no index.",
    "M is the mean of the persons' indices, ± their standard deviation (divided by n − 1). On the scale ● is the mean, "
    "─ one standard deviation to either side.",
    "! means fewer than 40 persons: the mean alone is then known to about ± a third of the standard deviation at best, "
    "and each person weighs more than 2 per cent.",
    "Beside it stands what the interviews say of the theme: informants who voice it, of those who could, and "
    "interviews. They are other people than those who answered: the numbers stand beside each other, never added.",
    "Only the columns that study.toml names were taken in; the rest of the file never came into the study.",
)


def note(one: "Note") -> str:
    """A note in a few words."""
    return {
        "no_theme": f"no theme is called {one.subject}",
        "not_taken_in": f"{one.subject} was not taken in: import the file again",
        "not_on_scale": f"{one.n} answers in {one.subject} are not on the scale",
        "no_group": f"{one.n} of no group",
        "other_group": f"{one.n} of {one.subject}, no group of the study",
    }.get(one.kind, one.kind)


def about(app: WorkbenchApp, result: "SurveyResult") -> None:
    """How it is counted."""
    ends = [f"{step} ({label})" for step, label in (result.scale[:1] + result.scale[-1:])] or ["–", "–"]
    paragraphs = [(text.format(low=ends[0], high=ends[-1]), "") for text in _ABOUT]
    paragraphs += [(note(one), "warning") for one in result.notes]
    app.push_screen(LinesScreen(result.title, [part for one in paragraphs for part in (one, ("", ""))]))


def excerpts(app: WorkbenchApp, code: str, path: str, changes: Mapping[str, Any]) -> None:
    """The excerpts of a theme, wherever they stand."""
    from workbench.tui.widgets.excerpts import ExcerptsScreen

    name = app.study.synthesis.rule().name

    def read() -> Any:
        return app.study.synthesis.evidence(name, code, **changes)

    app.push_screen(ExcerptsScreen(path, read))


def named_option(column: tuple[str, str]) -> Option:
    """A line for a column: its question, and its name where that is another."""
    name, question = column
    return option(name, question, name if name != question else "")


def ask_cross(app: WorkbenchApp, survey: str) -> None:
    """Pick the rows, then the columns."""
    form = app.study.surveys.form(survey)
    named = [(column, form.questions.get(column) or column) for column in form.columns]
    if len(named) < 2:
        app.say("There is only one column: name others in study.toml, as tables.")
        return

    def rows(row: str | None) -> None:
        if row is not None:
            others = [named_option(one) for one in named if one[0] != row]
            app.push_screen(Picker("Against which columns", others), lambda column: cross(row, column))

    def cross(row: str, column: str | None) -> None:
        if column is not None:
            found = app.do(app.study.surveys.crosstab, survey, row, column)
            if found is not FAILED:
                show_table(app, found)

    # What people chose among words is most often asked about; the group is what it is asked against.
    first = sorted(named, key=lambda one: (one[0] == form.group, one[0] not in form.tables))
    app.push_screen(Picker("Rows of the cross table", [named_option(one) for one in first]), rows)


def ask_table(app: WorkbenchApp) -> None:
    """Pick a table of study.toml."""
    tables = app.study.surveys.tables()
    if not tables:
        app.say("study.toml has no table: [table.NAME] with rows, columns and counts is one.")
        return

    def picked(name: str | None) -> None:
        if name is not None:
            show_table(app, tables[name])

    options = [option(name, table.title, f"n = {table.n}") for name, table in tables.items()]
    app.push_screen(Picker("Tables whose counts stand in study.toml", options), picked)


def show_table(app: WorkbenchApp, table: "Crosstab") -> None:
    """A cross table with its test."""
    app.push_screen(LinesScreen(table.title, told(table)))


def told(table: "Crosstab") -> Sequence[tuple[str, str]]:
    """A table cell by cell, column by column: readable at any width, and by a screen reader."""
    lines: list[tuple[str, str]] = []
    across = max((len(row) for row in table.rows), default=0)
    for i, (column, of) in enumerate(zip(table.columns, table.column_totals, strict=True)):
        lines.append((f"{column} ({of})", "strong"))
        for row, counts in zip(table.rows, table.counts, strict=True):
            share = counts[i] / of if of else 0.0
            lines.append(
                (f"  {row.ljust(min(across, 30))} {counts[i]:>5} {100 * share:>4.0f} %  {'█' * round(share * 20)}", "")
            )
    lines.append(("", ""))
    if table.chi2 is None or table.p is None or table.least is None:
        lines.append(("Nothing to test: fewer than two rows or columns hold anybody.", "dim"))
    else:
        p = "< .001" if table.p < 0.0005 else f"= {table.p:.3f}".replace("0.", ".", 1)
        test = f"Pearson's χ²({table.df}, N = {table.n}) = {table.chi2:.2f}, p {p}, Cramér's V = {table.v:.2f}"
        lines.append((test, "accent"))
        few = f"under 5 expected in {table.few:.0%} of the cells, least {table.least:.1f}"
        lines.append((f"! {few}: the test is too unsure here (Cochran 1954)" if table.caution else few, "dim"))
    if table.left_out:
        lines.append((f"{table.left_out} left out: one or the other is not told.", "dim"))
    return lines


def export(app: WorkbenchApp, survey: str, layer: str) -> None:
    """Pick a format and a file; a file that is there is asked about."""
    write = app.study.surveys.export
    export_as(app, "Export", survey, lambda format, path: write(survey, format, path, layer=layer))
