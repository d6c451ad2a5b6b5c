"""``workbench survey [NAME]``: a survey's answers beside the themes they belong to, and cross tables."""

import argparse
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.commands.matrix import DEFAULT, chosen_format
from workbench.cli.commands.saturation import output_options
from workbench.cli.parser import Parser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from workbench.study import Study
    from workbench.study.surveys import Crosstab, SurveyResult, ThemeResult
    from workbench.synthesis import Matrix

_FEW = "!"


def arguments(parser: Parser) -> None:
    """Add the command's verbs."""
    parser.description = (
        "Closed questions beside the interviews, as [survey.NAME] in study.toml describes them. `survey NAME` shows\n"
        "how they were answered: index means with standard deviation per group, beside what the interviews say of the\n"
        "theme each index is linked to. Fewer than 40 answers are marked !. Only the columns that study.toml names\n"
        "ever come into the study."
    )
    _shown(parser)
    show = parser.verb("show", "what the answers come to; the same without a verb", run)
    show.add_argument("name", metavar="NAME", nargs="?", default="", help="which (default: the first of study.toml)")
    _shown(show, argparse.SUPPRESS)
    parser.otherwise("show")
    parser.set_defaults(name="")
    listed = parser.verb("list", "which surveys and typed tables study.toml describes", _list)
    listed.json_option()
    taken = parser.verb("import", "take a file of answers in, instead of those before", _import)
    taken.add_argument("name", metavar="NAME", help="which survey")
    taken.add_argument("file", metavar="FILE.csv", nargs="?", default="", help="(default: what study.toml names)")
    crossed = parser.verb("crosstab", "two columns against each other, with the χ² test", _crosstab)
    crossed.add_argument("name", metavar="NAME", help="which survey")
    crossed.add_argument("column", metavar="COLUMN", help="whose words make the rows")
    crossed.add_argument("--by", metavar="COLUMN", default="", help="and the columns (default: the groups)")
    output_options(crossed)
    table = parser.verb("table", "a table whose counts stand in study.toml, with the χ² test", _table)
    table.add_argument("name", metavar="NAME", nargs="?", default="", help="which (default: the first)")
    output_options(table)
    removed = parser.verb("remove", "take a survey's answers out of the study", _remove)
    removed.add_argument("name", metavar="NAME", help="which survey")


def _shown(parser: Parser, default: Any = None) -> None:
    """Add what is shown and how; the options stand before a name and behind it."""

    def add(*names: str, **options: Any) -> None:
        if default is argparse.SUPPRESS:
            options["default"] = default
        parser.add_argument(*names, **options)

    add("--matrix", metavar="NAME", default="", help="beside which table (default: the first of study.toml)")
    add("--layer", metavar="LAYER", default="", help="of the table: all, consensus, or a coder's name")
    add("--format", metavar="FORMAT", help="md, html, docx, xlsx, csv or json: the same rows in each")
    add("--json", action="store_true", help="one JSON document on stdout and nothing else")
    add("-o", "--output", metavar="FILE", help="write it there")
    add("--strict", action="store_true", help="refuse what would only be warned about")


def run(call: Call) -> None:
    """Show or write a survey."""
    args = call.args
    chosen = chosen_format(args.format, args.json, args.output)
    with call.study() as study:
        call.tell_blind(study)
        if chosen or not call.console.terminal:
            content = study.surveys.render(args.name, chosen or DEFAULT, args.matrix, args.layer)
            call.gate(study, content)
            return call.deliver(content, args.output, json=chosen == "json")
        changes = {"layer": args.layer} if args.layer else {}
        return _draw(call, study.surveys.get(args.name), study.synthesis.matrix(args.matrix, **changes))


def _draw(call: Call, result: "SurveyResult", matrix: "Matrix") -> None:
    if not result.respondents:
        call.console.say(f"Nobody's answers to {result.name} have been taken in.")
        call.console.hint(f"`workbench survey import {result.name} FILE.csv` takes them in.")
        return
    rows = {row.theme: row for row in matrix.rows}
    lines: list[tuple[object, ...]] = []
    for theme in result.themes:
        row = rows.get(theme.code)
        for group, label in (("", "everybody"), *result.groups):
            stat = theme.groups[group] if group else theme.total
            beside = ["", ""]
            if row is not None:
                count = row.groups.get(group) if group else row.total
                of = matrix.denominators.get(group, 0) if group else row.spread.of_informants
                beside = [f"{count.informants if count else 0} of {of}", str(count.interviews if count else 0)]
            name = (theme.label, theme.path) if not group else ("", "")
            lines.append((name[0], label, _n(stat.n), _two(stat.mean), _two(stat.sd), name[1], *beside))
    call.console.table(
        ("index", "group", "n", "M", "SD", "theme", "voiced by", "interviews"),
        lines,
        caption=f"{result.title} · {result.respondents} answers · {_FEW} fewer than 40: with caution\n"
        f"voiced by: informants in the interviews, layer {matrix.rule.layer}; other people than those who answered",
        right=(2, 3, 4, 6, 7),
        folds=(0, 5),
    )
    call.console.table(*_questions(result), right=range(2, 4 + len(result.scale)), folds=(0,))
    for note in result.notes:
        call.console.note(f"note: {_told(note.kind, note.subject, note.n)}")


def _questions(result: "SurveyResult") -> tuple[tuple[str, ...], "Iterable[tuple[object, ...]]"]:
    """Question by question and group by group: per cent of each step."""
    headings = ("question", "group", *(f"{step} %" for step, _ in result.scale), "n", "no answer")
    return headings, [line for theme in result.themes for line in _answers(result, theme)]


def _answers(result: "SurveyResult", theme: "ThemeResult") -> "Iterable[tuple[object, ...]]":
    for item in theme.distributions:
        for group, label in (("", "everybody"), *result.groups):
            said = item.groups[group] if group else item.total
            shares = (f"{100 * share:.0f}" for share in said.shares)
            yield ("" if group else item.question, label, *shares, _n(said.n), said.missing)


def _list(call: Call) -> None:
    with call.study() as study:
        surveys = [(study.surveys.form(name), study.surveys.get(name)) for name in study.surveys.names()]
        tables = study.surveys.tables()
    document = {
        "surveys": [
            {
                "name": form.name,
                "title": result.title,
                "respondents": result.respondents,
                "columns": list(form.columns),
                "themes": [{"label": theme.label, "code": theme.path or None} for theme in result.themes],
            }
            for form, result in surveys
        ],
        "tables": [{"name": name, "title": table.title, "n": table.n} for name, table in tables.items()],
    }
    rows = [
        *(("survey", r.name, r.title, r.respondents, ", ".join(form.columns)) for form, r in surveys),
        *(("table", name, table.title, table.n, "") for name, table in tables.items()),
    ]
    call.show(document, ("kind", "name", "title", "n", "columns"), rows)


def _import(call: Call) -> None:
    with call.study() as study:
        taken = study.surveys.import_file(call.args.name, Path(call.args.file) if call.args.file else "")
    what = {
        "new": f"{taken.respondents} answers taken in",
        "replaced": f"{taken.respondents} answers taken in, instead of those before",
        "same": f"the {taken.respondents} answers were in the study already; nothing changed",
    }[taken.state]
    call.console.say(f"{taken.name}: {what}")
    if taken.left_out:
        columns = "1 column that study.toml does not name was" if taken.left_out == 1 else ""
        columns = columns or f"{taken.left_out} columns that study.toml does not name were"
        call.console.note(f"note: {columns} left out and are not in the study")
    for warning in taken.warnings:
        call.console.note(f"warning: {warning}")


def _crosstab(call: Call) -> None:
    with call.study() as study:
        table = study.surveys.crosstab(call.args.name, call.args.column, call.args.by)
        _deliver(call, study, table)


def _table(call: Call) -> None:
    with call.study() as study:
        _deliver(call, study, study.surveys.table(call.args.name))


def _deliver(call: Call, study: "Study", table: "Crosstab") -> None:
    args = call.args
    chosen = chosen_format(args.format, args.json, args.output)
    if chosen or not call.console.terminal:
        content = study.surveys.render_table(table, chosen or DEFAULT)
        call.gate(study, content)
        return call.deliver(content, args.output, json=chosen == "json")
    totals = table.column_totals
    rows: list[tuple[object, ...]] = [
        (label, *(f"{n} ({100 * n / of:.0f} %)" if of else str(n) for n, of in zip(counts, totals, strict=True)), total)
        for label, counts, total in zip(table.rows, table.counts, table.row_totals, strict=True)
    ]
    call.console.table(
        ("", *table.columns, "in all"),
        [*rows, ("in all", *totals, table.n)],
        caption=_tested(table),
        right=range(1, len(table.columns) + 2),
        folds=(0,),
    )
    return None


def _tested(table: "Crosstab") -> str:
    """The table's title, its test, and what to be careful with."""
    left = f" · {table.left_out} left out: one or the other is not told" if table.left_out else ""
    if table.chi2 is None or table.p is None:
        return f"{table.title}{left}\nnothing to test: fewer than two rows or columns hold anybody"
    p = "< .001" if table.p < 0.0005 else f"= {table.p:.3f}".replace("0.", ".", 1)
    test = f"χ²({table.df}, N = {table.n}) = {table.chi2:.2f}, p {p}, Cramér's V = {table.v:.2f}"
    few = f"\n! under 5 expected in {table.few:.0%} of the cells, least {table.least:.1f}: the test is too unsure here"
    return f"{table.title}{left}\n{test}; per cent of the column{few if table.caution else ''}"


def _remove(call: Call) -> None:
    with call.study() as study:
        study.surveys.remove(call.args.name)
    call.console.say(f"{call.args.name}: its answers are out of the study; `workbench log undo` brings them back")


def _n(n: int) -> str:
    return f"{n} {_FEW}" if n < 40 else str(n)


def _two(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _told(kind: str, subject: str, n: int) -> str:
    return {
        "no_theme": f"no theme is called {subject}",
        "not_taken_in": f"the column {subject} was not taken in: import the file again",
        "not_on_scale": f"{n} answers in {subject} are not on the scale, and count as none",
        "no_group": f"{n} answers tell no group; they are counted among everybody only",
        "other_group": f"{n} answers are from {subject}, which is no group of the study",
    }.get(kind, kind)
