"""``workbench matrix [NAME]``: the tables of the synthesis, for a person, a report or a program."""

from pathlib import PurePath
from typing import TYPE_CHECKING

from workbench.cli.call import Call
from workbench.cli.files import STREAM
from workbench.cli.parser import Parser
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.synthesis import Count, Matrix, Overview, Row

DEFAULT = "md"


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "The tables of study.toml: which themes are shared, and who voices them. On a terminal a table to look at;\n"
        "in a pipe or a file Markdown, unless --format or the file's name says otherwise."
    )
    parser.add_argument("name", metavar="NAME", nargs="?", default="", help="which (default: the first of study.toml)")
    parser.add_argument("--format", metavar="FORMAT", help="md, json, csv, docx or xlsx: the same rows in each")
    parser.json_option()
    parser.add_argument("-o", "--output", metavar="FILE", help="write it there")
    parser.add_argument(
        "--layer", metavar="LAYER", help="all, consensus, or a coder's name (default: what study.toml says)"
    )
    parser.add_argument(
        "--under", metavar="CODE", help="that code and what is below it only (default: study.toml's rows)"
    )
    parser.add_argument("--list", action="store_true", help="which matrices there are")
    parser.add_argument("--strict", action="store_true", help="refuse what would only be warned about")


def run(call: Call) -> None:
    """Show or write one matrix, or list them."""
    args = call.args
    if args.list:
        return _list(call)
    chosen = chosen_format(args.format, args.json, args.output)
    changes = {} if args.layer is None else {"layer": args.layer}
    with call.study() as study:
        call.tell_blind(study)
        if args.under:
            changes["rows"] = study.codes.find(args.under).path
        if chosen or not call.console.terminal:
            content = study.synthesis.render(args.name, chosen or DEFAULT, **changes)
            call.gate(study, content)
            call.deliver(content, args.output, json=chosen == "json")
        elif study.synthesis.rule(args.name).rows == "transcripts":
            _draw_overview(call, study.synthesis.overview())
        else:
            _draw(call, study, study.synthesis.matrix(args.name, **changes))
    return None


def _list(call: Call) -> None:
    with call.study() as study:
        rules = [study.synthesis.rule(name) for name in study.synthesis.names()]
    call.show(
        [{"name": r.name, "title": r.title, "default": i == 0} for i, r in enumerate(rules)],
        ("matrix", "title", "by", "columns"),
        [(r.name, r.title, r.by, ", ".join(r.columns)) for r in rules],
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


def _draw(call: Call, study: "Study", matrix: "Matrix") -> None:
    """A table in ids, which are short; what they stand for is said below."""
    by_group = matrix.rule.by == "group"
    columns = matrix.groups if by_group else tuple(c for c in matrix.columns if c[0] != "shared")
    rows = []
    for row in matrix.rows:
        counts = [_cell((row.groups if by_group else row.cells).get(id_), matrix, id_) for id_, _ in columns]
        name = "  " * row.depth + row.path.rpartition(" / ")[2]
        rows.append((name, *counts, _excerpts(row), _stands(row)))
    headings = ("theme", *(id_ for id_, _ in columns), "excerpts", "stands in")
    names = dict(study.coders())
    coders = ", ".join(sorted(names.get(coder, coder) for coder in matrix.coders)) or "nobody"
    labels = dict(columns) | dict(matrix.columns)
    caption = (
        f"{matrix.rule.title or matrix.rule.name} · informants who voice it, of those in the {matrix.done} interviews "
        f"that are done · excerpts in interviews · a theme with its subtree · layer {matrix.rule.layer} ({coders}) · "
        f"{matrix.transcripts} transcripts\n" + " · ".join(f"{id_} = {label}" for id_, label in labels.items())
    )
    call.console.table(headings, rows, caption=caption)


def _cell(count: "Count | None", matrix: "Matrix", id_: str) -> str:
    if count is None or not count.excerpts:
        return "–"
    return f"{count.informants}/{matrix.denominators[id_]}" if id_ in matrix.denominators else str(count.informants)


def _excerpts(row: "Row") -> str:
    return f"{row.total.excerpts} in {row.total.interviews}" if row.total.excerpts else "–"


def _stands(row: "Row") -> str:
    if row.column is None:
        return "too little evidence" if row.total.excerpts or row.ignored or row.denied else ""
    return row.column + (" (by hand)" if row.placed is not None else "")


def _draw_overview(call: Call, overview: "Overview") -> None:
    shares = [*(part.whole for part in overview.parts), overview.total._replace(label="in all")]
    call.console.table(
        ("group", "sites", "interviews", "group", "single", "documents", "informants"),
        [(s.label or s.id or "–", s.sites, s.interviews, s.group, s.single, s.document, s.informants) for s in shares],
        caption="interviews by kind, informants as distinct persons; one with two groups counts in both, once in all",
    )
