"""``workbench summaries [THEME]``: what the evidence of a theme comes to, in the team's own words; and writing it."""

import argparse
from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.commands.matrix import chosen_format
from workbench.cli.parser import Parser
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.study.summaries import Cell, Framework

_FROM_STDIN = "-"
BY = ("group", "person")


def arguments(parser: Parser) -> None:
    """Add the command's arguments and verbs."""
    parser.description = (
        "The framework matrix: themes by groups or by informants, in each cell what the team wrote and how much it\n"
        "rests on. Without a verb a list of what is written; --missing lists where there is evidence and no words;\n"
        "a format writes the whole table. A summary is marked where its evidence has changed since."
    )
    _listing(parser)
    listed = parser.verb("list", "what is written; the same without a verb", run)
    listed.add_argument("theme", metavar="THEME", nargs="?", default="", help="a code, by its path, and those below it")
    _listing(listed, argparse.SUPPRESS)
    parser.otherwise("list")
    write = parser.verb("write", "write what a theme comes to, for all, a group or an informant", run_write)
    _cell_of(write)
    write.add_argument("text", metavar="TEXT", help="the words; - reads them from standard input")
    remove = parser.verb("remove", "take a summary away", run_remove)
    _cell_of(remove)
    history = parser.verb("history", "everything a cell has said, and who wrote it", run_history)
    _cell_of(history)
    history.json_option()
    parser.set_defaults(theme="")


def _listing(parser: Parser, default: Any = None) -> None:
    """Add what narrows and writes the list; the options stand before a theme and behind it."""

    def add(*names: str, **options: Any) -> None:
        if default is argparse.SUPPRESS:
            options["default"] = default
        parser.add_argument(*names, **options)

    add("--by", choices=BY, default=BY[0], help="by group (default) or by informant")
    add("--matrix", metavar="NAME", default="", help="the themes of that table (default: the first of study.toml)")
    add("--layer", metavar="LAYER", default="", help="all, consensus, or a coder's name (default: what the table says)")
    add("--missing", action="store_true", help="where there is evidence and nobody has written")
    add("--format", metavar="FORMAT", help="md, html, docx, xlsx, csv or json: the table of themes and cells")
    add("--json", action="store_true", help="one JSON document on stdout and nothing else")
    add("-o", "--output", metavar="FILE", help="write it there")
    add("--strict", action="store_true", help="refuse what would only be warned about")


def _cell_of(parser: Parser) -> None:
    parser.add_argument("theme", metavar="THEME", help="a code, by its path")
    whose = parser.add_mutually_exclusive_group()
    whose.add_argument("--group", metavar="GROUP", help="of this group; without it, of the theme as a whole")
    whose.add_argument("--person", metavar="P", help="of one informant: P07, or K-03:R1")


def run(call: Call) -> None:
    """List the summaries, or write the table."""
    args = call.args
    chosen = chosen_format(args.format, args.json, args.output)
    if args.missing and chosen not in ("", "json"):
        raise InputError("--missing is a list, and no table", "Leave --format out, or --missing.")
    changes: dict[str, Any] = {"layer": args.layer} if args.layer else {}
    with call.study() as study:
        call.tell_blind(study)
        if args.theme:
            changes["rows"] = study.codes.find(args.theme).path
        if chosen and not args.missing:
            content = study.summaries.render(args.matrix, chosen, args.by, **changes)
            call.gate(study, content)
            call.deliver(content, args.output, json=chosen == "json")
            return
        grid = study.summaries.grid(args.matrix, args.by, **changes)
        if not call.console.terminal:
            call.gate(study, "\n".join(cell.words for cell in grid.cells.values()))
    if args.missing:
        _missing(call, grid)
    else:
        _draw(call, grid)


def _draw(call: Call, grid: "Framework") -> None:
    rows = [
        (path, label, cell.words, f"{cell.informants} in {cell.interviews}", cell.excerpts, *_by(cell))
        for path, label, cell in _cells(grid)
        if cell.words
    ]
    call.console.table(
        ("theme", "of", "summary", "informants", "excerpts", "by", "when", "since"),
        rows,
        caption=(
            f"{grid.title or grid.name} · informants in interviews · a theme with its subtree · layer {grid.layer} · "
            f"since: excerpts that came or went after it was written\n"
            f"{len(grid.missing())} cells have evidence and no words: --missing lists them"
        ),
        right=(4,),
        folds=(0, 2),
    )


def _by(cell: "Cell") -> tuple[str, str, str]:
    by = cell.summary
    if by is None:
        return "", "", ""
    return by.coder, by.edited.date().isoformat() if by.edited else "", f"{by.since} changed" if by.since else ""


def _cells(grid: "Framework") -> "list[tuple[str, str, Cell]]":
    """(path, label, cell) of every cell, '' for the theme as a whole."""
    return [
        (theme.path, label, grid.cell(theme.id, column))
        for theme in grid.themes
        for column, label in (("", ""), *grid.columns)
    ]


def _missing(call: Call, grid: "Framework") -> None:
    paths, labels = {theme.id: theme.path for theme in grid.themes}, dict(grid.columns)
    found = [(paths[theme], column, grid.cell(theme, column)) for theme, column in grid.missing()]
    call.show(
        [
            {"theme": path, "by": grid.by, "column": column, "informants": cell.informants, "excerpts": cell.excerpts}
            for path, column, cell in found
        ],
        ("theme", "of", "informants", "excerpts"),
        [(path, labels[column], cell.informants, cell.excerpts) for path, column, cell in found],
        f"{len(found)} cells of {grid.title or grid.name} with evidence and no words",
    )


def run_write(call: Call) -> None:
    """Write one cell."""
    text = _text(call.args.text)
    if not text.strip():
        raise InputError("a summary needs words", "`workbench summaries remove THEME` takes one away.")
    with call.study() as study:
        study.summaries.write(*_named(call, study, text))


def run_remove(call: Call) -> None:
    """Take one away."""
    with call.study() as study:
        theme, _, about, target = _named(call, study, "")
        study.summaries.remove(theme, about, target)


def run_history(call: Call) -> None:
    """List what a cell has said."""
    with call.study() as study:
        theme, _, about, target = _named(call, study, "")
        told = study.summaries.history(theme, about, target)
        if call.args.json or not call.console.terminal:
            call.gate(study, "\n".join(words for *_, words in told))
    call.show(
        [{"when": when.isoformat(timespec="seconds"), "coder": coder, "summary": words} for when, coder, words in told],
        ("when", "by", "summary"),
        [(when.isoformat(" ", "seconds")[:19], coder, words or "(taken away)") for when, coder, words in told],
    )


def _named(call: Call, study: "Study", text: str) -> tuple[str, str, str, str]:
    """The cell as ``study.summaries.write`` takes it, with its words."""
    args = call.args
    theme = study.codes.find(args.theme).id
    if args.group:
        return theme, text, "group", args.group
    if args.person:
        return theme, text, "person", study.summaries.person(args.person)
    return theme, text, "", ""


def _text(given: str) -> str:
    if given != _FROM_STDIN:
        return given
    from workbench.cli.files import read_text

    return read_text(given)
