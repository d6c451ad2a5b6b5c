"""``workbench plot KIND``: the pictures of a study, drawn on a terminal, or written as SVG, PNG or a page."""

from pathlib import PurePath
from textwrap import wrap
from typing import TYPE_CHECKING, NamedTuple

from workbench.cli.call import Call
from workbench.cli.files import STREAM
from workbench.cli.parser import Parser
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.exports.document import Figure
    from workbench.study import Study

KINDS = ("heat", "profile", "saturation", "agreement")
FORMATS = ("text", "svg", "png", "html")
_SUFFIXES = {".svg": "svg", ".png": "png", ".html": "html", ".htm": "html", ".txt": "text"}
_WIDTH = 96
"""Columns of the text in a pipe or a file."""


class _Plot(NamedTuple):
    """A picture and what it is called."""

    title: str
    figure: "Figure"


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "A picture of the study. heat [MATRIX]: how widely each theme is voiced; profile THEME: one theme, group by\n"
        "group; saturation: new codes by interview; agreement: each code's coefficient with its interval. As text on\n"
        "a terminal and in a pipe; in a file as SVG, PNG or HTML, by its name or --format."
    )
    parser.add_argument("kind", metavar="KIND", choices=KINDS, help="heat, profile, saturation or agreement")
    parser.add_argument("subject", metavar="NAME", nargs="?", default="", help="heat: the matrix; profile: the theme")
    parser.add_argument("--matrix", metavar="NAME", default="", help="which matrix (default: the first of study.toml)")
    parser.add_argument("--by", choices=("groups", "columns"), default="", help="heat: what stands side by side")
    parser.add_argument("--layer", metavar="LAYER", help="all, consensus, or a coder's name; not for agreement")
    parser.add_argument("--format", metavar="FORMAT", choices=FORMATS, help="text, svg, png or html")
    parser.add_argument("--ascii", action="store_true", help="text: drawn with signs that every terminal has")
    parser.json_option()
    parser.add_argument("-o", "--output", metavar="FILE", help="write it there")
    parser.add_argument("--strict", action="store_true", help="refuse what would only be warned about")


def run(call: Call) -> None:
    """Draw or write one picture."""
    args = call.args
    _refuse(call)
    format = _format(call)
    drawn = format == "text" and call.console.terminal and args.output in (None, STREAM) and not args.json
    with call.study() as study:
        call.tell_blind(study)
        language = "en" if drawn else study.language
        plot = _plot(call, study, language)
        if drawn:
            _draw(call, plot.figure)
            return
        from workbench.exports import plots

        # A picture's letters cannot be looked through; the same ones are in the drawing.
        call.gate(study, plots.svg(plot.figure, language))
    content = _json(plot) if args.json else _written(plot, format, language, ascii=args.ascii)
    call.deliver(content, args.output, json=args.json)


def _refuse(call: Call) -> None:
    """Raise InputError for options that do not go together."""
    args = call.args
    if args.kind == "profile" and not args.subject:
        raise InputError("profile is of one theme", "Name it by its path: `workbench plot profile 'Trust / Time'`.")
    if args.kind in ("saturation", "agreement") and (args.subject or args.matrix):
        raise InputError(f"{args.kind} is of no matrix and no theme", f"Say `workbench plot {args.kind}`.")
    if args.kind == "heat" and args.subject and args.matrix:
        raise InputError("the matrix is named twice", "Name it after heat, or with --matrix.")
    if args.kind == "agreement" and args.layer is not None:
        raise InputError("agreement is between coders, not of a layer", "`workbench agree --coders` chooses coders.")
    if args.by and args.kind != "heat":
        raise InputError("--by goes with heat", "The other pictures have one thing to go by.")
    if args.json and args.format:
        raise InputError("--json is a format of its own", "Leave --format out.")


def _format(call: Call) -> str:
    args = call.args
    if args.format or args.json or not args.output or args.output == STREAM:
        return args.format or "text"
    suffix = PurePath(args.output).suffix.lower()
    if suffix not in _SUFFIXES:
        raise InputError(
            f"no picture is written to files that end in {suffix or 'nothing'}", f"Give --format: {', '.join(FORMATS)}."
        )
    return _SUFFIXES[suffix]


def _plot(call: Call, study: "Study", language: str) -> _Plot:
    from workbench.exports import plots
    from workbench.exports.agreement_words import AgreementWords
    from workbench.exports.curve_words import Words

    args = call.args
    if args.kind == "agreement":
        table = study.agreement.table()
        return _Plot(AgreementWords(language)("title"), plots.forest(table, language))
    if args.kind == "saturation":
        from workbench.study.saturation import CurveAsked

        found = study.saturation.curve(CurveAsked(layer=args.layer or "all"))
        origin = study.synthesis.provenance(found.asked.layer)
        return _Plot(Words(language)("curve title"), plots.saturation(found, language, origin))
    changes = {} if args.layer is None else {"layer": args.layer}
    matrix = study.synthesis.matrix((args.kind == "heat" and args.subject) or args.matrix, **changes)
    origin = study.synthesis.provenance(matrix.rule.layer)
    if args.kind == "heat":
        title = matrix.rule.title or matrix.rule.name
        return _Plot(title, plots.heat(matrix, language, origin, args.by))
    theme = study.codes.find(args.subject)
    if theme.id not in {row.theme for row in matrix.rows}:
        raise InputError(f"{theme.path} is no row of this matrix", "--matrix names one that has it.")
    return _Plot(theme.path, plots.profile(matrix, theme.id, language, origin))


def _draw(call: Call, figure: "Figure") -> None:
    from workbench.exports import plots

    call.console.say(plots.text(figure, min(call.console.width, 120), ascii=call.args.ascii))
    caption = "".join(run.text for run in figure.caption)
    call.console.say("\n" + "\n".join(wrap(caption, max(min(call.console.width, 120), 30))))


def _written(plot: _Plot, format: str, language: str, *, ascii: bool) -> str | bytes:
    from workbench.exports import Document, plots, render
    from workbench.exports.document import Records, Section

    if format == "svg":
        return plots.svg(plot.figure, language)
    if format == "png":
        return plots.png(plot.figure)
    if format == "html":
        section = Section(plot.title, 1, (plot.figure,))
        return render(Document(language, (section,), Records((), ()), {}), "html")
    caption = "".join(run.text for run in plot.figure.caption)
    return f"{plots.text(plot.figure, _WIDTH, ascii=ascii)}\n\n{caption}\n"


def _json(plot: _Plot) -> str:
    import json

    from workbench.exports.plots.charts import table

    header, rows = table(plot.figure.drawing.chart)
    caption = "".join(run.text for run in plot.figure.caption)
    found = {"title": plot.title, "caption": caption, "columns": header, "rows": rows}
    return json.dumps(found | {"words": plot.figure.alternative}, ensure_ascii=False, indent=2) + "\n"
