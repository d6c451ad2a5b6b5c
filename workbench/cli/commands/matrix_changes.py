"""The verbs of ``workbench matrix`` that change a table: where a theme stands by hand, and what it is called there."""

from typing import TYPE_CHECKING

from workbench.cli.call import Call
from workbench.cli.parser import Parser
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.study import Study

NONE = "none"
"""The column of what has too little evidence, as it is typed."""


def arguments(parser: Parser) -> None:
    """Add the verbs."""
    place = parser.verb("place", "put a theme into a column by hand, with a reason that stands beside it", run_place)
    place.add_argument("theme", metavar="THEME", help="a code, by its path")
    place.add_argument("column", metavar="COLUMN", help=f"a column's id or label, shared, mixed or {NONE}")
    place.add_argument("--why", default="", metavar="TEXT", help="the reason")
    unplace = parser.verb("unplace", "let a theme stand where the rule puts it", run_unplace)
    unplace.add_argument("theme", metavar="THEME", help="a code, by its path")
    for verb in (place, unplace):
        verb.add_argument("--matrix", metavar="NAME", default="", help="in which (default: the first of study.toml)")
    wording = parser.verb("wording", "call a theme something in the tables of a report", run_wording)
    wording.add_argument("theme", metavar="THEME", help="a code, by its path")
    wording.add_argument("text", metavar="TEXT", help="what it is called; an empty text takes it back")
    wording.add_argument("--matrix", metavar="NAME", default="", help="in that one only (default: in every table)")


def run_place(call: Call) -> None:
    """Place a theme, and say where it stands."""
    args = call.args
    with call.study() as study:
        theme = study.codes.find(args.theme)
        column = _column(study, args.matrix, args.column)
        study.synthesis.place(args.matrix, theme.id, column, args.why)
    call.console.say(f"{theme.path} stands in {column or NONE}, by hand")


def run_unplace(call: Call) -> None:
    """Take that back, and say where the theme stands."""
    args = call.args
    with call.study() as study:
        theme = study.codes.find(args.theme)
        study.synthesis.place(args.matrix, theme.id, None, "")
        rows = study.synthesis.matrix(args.matrix).rows
    column = next((row.column for row in rows if row.theme == theme.id), None)
    call.console.say(f"{theme.path} stands in {column or NONE}, by the rule")


def run_wording(call: Call) -> None:
    """Word a theme, and say what it is called."""
    args = call.args
    with call.study() as study:
        theme = study.codes.find(args.theme)
        study.synthesis.set_wording(args.matrix, theme.id, args.text)
        words = study.synthesis.wordings(args.matrix).get(theme.id, theme.name)
    call.console.say(f"{theme.path} is called {words}" + (f" in {args.matrix}" if args.matrix else ""))


def _column(study: "Study", name: str, typed: str) -> str:
    """A column's id, from its id or its label."""
    if typed.casefold() == NONE:
        return ""
    columns = study.synthesis.matrix(name).columns
    known = [*(id_ for id_, _ in columns), "mixed"]
    if typed in known:
        return typed
    labelled = [id_ for id_, label in columns if label.casefold() == typed.casefold()]
    if len(labelled) != 1:
        raise InputError(f"there is no column {typed}", f"There are {', '.join((*known, NONE))}.")
    return labelled[0]
