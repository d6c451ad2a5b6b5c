"""``workbench matrix [NAME]``: the tables of the synthesis, for a person, a report or a program."""

import argparse
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.commands import matrix_changes, matrix_drawn
from workbench.cli.files import STREAM
from workbench.cli.parser import Parser, whole_number
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.study import Study

DEFAULT = "md"
OVERVIEW = "transcripts"
"""What ``rows`` says of the table that is the data overview."""
READ = ("md", "html", "docx", "xlsx")
"""The formats that are there to be read: a file of them has the excerpts behind its numbers."""


def arguments(parser: Parser) -> None:
    """Add the command's arguments and verbs."""
    parser.description = (
        "The tables of study.toml: which themes are shared, and who voices them. NAME is one of them (without it: the\n"
        "first). On a terminal a table to look at; in a pipe or a file Markdown, unless --format or the file's name\n"
        "says otherwise. A file to be read has the excerpts behind its numbers, a pipe only with --excerpts."
    )
    _showing(parser)
    shown = parser.verb("show", "the same without a verb: show or write one, or compare it", run)
    shown.add_argument("name", metavar="NAME", nargs="?", default="", help="which (default: the first of study.toml)")
    _showing(shown, argparse.SUPPRESS)
    parser.otherwise("show")
    few = parser.verb("few", "the themes with too little evidence, each with why", run_few)
    few.add_argument("name", metavar="NAME", nargs="?", default="", help="in which (default: the first of study.toml)")
    few.add_argument("--layer", metavar="LAYER", help="all, consensus, or a coder's name")
    few.add_argument("--at", metavar="MOMENT", help="as it stood")
    few.json_option()
    matrix_changes.arguments(parser)
    parser.set_defaults(name="")


def _showing(parser: Parser, default: Any = None) -> None:
    """Add what says which table, as it stood when, written how; the options stand before a name and behind it."""

    def add(group: "Parser | argparse._ArgumentGroup", *names: str, **options: Any) -> None:
        if default is argparse.SUPPRESS:
            options["default"] = default
        group.add_argument(*names, **options)

    add(parser, "--format", metavar="FORMAT", help="md, html, json, csv, docx or xlsx: the same rows in each")
    add(parser, "--json", action="store_true", help="one JSON document on stdout and nothing else")
    add(parser, "-o", "--output", metavar="FILE", help="write it there")
    add(parser, "--layer", metavar="LAYER", help="all, consensus, or a coder's name (default: what study.toml says)")
    add(parser, "--under", metavar="CODE", help="that code and what is below it only (default: study.toml's rows)")
    add(parser, "--at", metavar="MOMENT", help="as it stood: a version's name, a day (its end), a time")
    add(
        parser,
        "--compare",
        metavar="WITH",
        help="what stands elsewhere than in that layer, or than at that moment",
    )
    add(parser, "--list", action="store_true", help="which matrices there are")
    add(parser, "--strict", action="store_true", help="refuse what would only be warned about")
    how = parser.add_argument_group("what is written")
    add(how, "--counts", metavar="HOW", help="how the table says how many: numbers, words or none (study.toml's)")
    add(how, "--quotes", metavar="N", type=whole_number, default=0, help="so many quotes a theme")
    add(how, "--picture", action="store_true", help="a heat map under the table")
    add(
        how,
        "--excerpts",
        action=argparse.BooleanOptionalAction,
        help="with all the excerpts behind the numbers, or without",
    )


def run(call: Call) -> None:
    """Show, write, compare or list matrices."""
    args = call.args
    if args.list:
        return _list(call)
    chosen = chosen_format(args.format, args.json, args.output)
    changes: dict[str, Any] = {} if args.layer is None else {"layer": args.layer}
    with call.study() as study:
        call.tell_blind(study)
        if args.under:
            changes["rows"] = study.codes.find(args.under).path
        if args.compare:
            return _compare(call, study, chosen, changes)
        if chosen or not call.console.terminal:
            return _write(call, study, chosen or DEFAULT, changes)
        if study.synthesis.rule(args.name).rows == OVERVIEW:
            return matrix_drawn.overview(call, study.synthesis.overview())
        return matrix_drawn.matrix(call, study, study.synthesis.matrix(args.name, **_when(call), **changes))


def run_few(call: Call) -> None:
    """List the themes that stand in no column."""
    changes = {} if call.args.layer is None else {"layer": call.args.layer}
    with call.study() as study:
        call.tell_blind(study)
        matrix_drawn.few(call, study.synthesis.matrix(call.args.name, **_when(call), **changes))


def _when(call: Call) -> dict[str, str]:
    return {"at": call.args.at} if call.args.at else {}


def _write(call: Call, study: "Study", format: str, changes: dict[str, Any]) -> None:
    args = call.args
    if args.quotes < 0:
        raise InputError("--quotes takes a number", "0 is none.")
    to_file = bool(args.output) and args.output != STREAM and study.synthesis.rule(args.name).rows != OVERVIEW
    excerpts = args.excerpts if args.excerpts is not None else to_file and format in READ and not args.at
    if args.at and (args.excerpts or args.quotes):
        raise InputError("a table of an earlier moment has no excerpts", "Leave out --excerpts and --quotes.")
    asked = {"excerpts": excerpts, "quotes": args.quotes, "counts": args.counts, "figure": args.picture, **_when(call)}
    content = study.synthesis.render(args.name, format, **asked, **changes)
    call.gate(study, content)
    call.deliver(content, args.output, json=format == "json")
    if excerpts and args.excerpts is None:
        call.console.note("note: it holds the excerpts behind its numbers; --no-excerpts leaves them out")


def _compare(call: Call, study: "Study", chosen: str, changes: dict[str, Any]) -> None:
    """Hold the matrix beside another layer's, or beside what it was."""
    from workbench.exports import FORMATS
    from workbench.study.synthesis import Side

    args = call.args
    if "rows" in changes:
        raise InputError("--compare looks at every theme", "Leave out --under.")
    layer = next((name for name in _layers(study) if name.casefold() == args.compare.casefold()), "")
    now = Side(changes.get("layer", ""), args.at)
    before = Side(layer, args.at) if layer else Side(changes.get("layer", ""), args.compare)
    found = study.synthesis.compare(args.name, before, now)
    names = args.compare, args.layer or args.at or ("now" if not layer else study.synthesis.rule(args.name).layer)
    if chosen or not call.console.terminal:
        content = FORMATS[chosen or DEFAULT].write(study.synthesis.tables.compared(found, args.name, *names))
        call.gate(study, content)
        return call.deliver(content, args.output, json=chosen == "json")
    return matrix_drawn.compared(call, found, *names)


def _layers(study: "Study") -> list[str]:
    return ["all", "consensus", *(coder.name for coder in study.coders())]


def _list(call: Call) -> None:
    with call.study() as study:
        rules = [study.synthesis.rule(name) for name in study.synthesis.names()]
    call.show(
        [
            {
                "name": r.name,
                "title": r.title,
                "default": i == 0,
                "by": r.by,
                "columns": list(r.columns),
                "rows": r.rows,
                "layer": r.layer,
                "counts": r.counts,
            }
            for i, r in enumerate(rules)
        ],
        ("matrix", "title", "by", "columns"),
        [(r.name, r.title, "" if r.rows == OVERVIEW else r.by, ", ".join(r.columns)) for r in rules],
    )


def chosen_format(given: str | None, json: bool, output: str | None) -> str:
    """The format that was asked for, in so many words or by a file's name; '' where nobody asked."""
    from workbench.exports import FORMATS

    known = ", ".join(FORMATS)
    if json and given not in (None, "json"):
        raise InputError(f"--json and --format {given} are two formats", "Give one of them.")
    if json or given:
        name = "json" if json else str(given).lower()
        if name not in FORMATS:
            raise InputError(f"there is no format {name}", f"There are {known}.")
        return name
    if not output or output == STREAM:
        return ""
    suffix = PurePath(output).suffix.lower()
    by_suffix = {format.suffix.lstrip("."): name for name, format in FORMATS.items()}
    if suffix and suffix[1:] not in by_suffix:
        raise InputError(f"no format is written to files that end in {suffix}", f"Give --format: there are {known}.")
    return by_suffix[suffix[1:]] if suffix else DEFAULT
