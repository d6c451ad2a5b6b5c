"""``workbench quotes pick`` and its like: choosing what is quoted, and how it is to be read."""

from workbench.cli.call import Call
from workbench.cli.parser import Parser, whole_number

_FROM_STDIN = "-"


def arguments(parser: Parser) -> None:
    """Add the verbs that change something."""
    pick = parser.verb("pick", "choose a passage to be quoted for a theme, and print the id of the pick", run_pick)
    pick.description = (
        "START and END count code points of the transcript's text, the end exclusive, as in `quotes --json`. --shown\n"
        "says how it is to be read: shortened with (…), explained with [words], nothing else changed."
    )
    pick.add_argument("transcript", metavar="TRANSCRIPT")
    pick.add_argument("start", metavar="START", type=whole_number)
    pick.add_argument("end", metavar="END", type=whole_number)
    pick.add_argument("theme", metavar="THEME")
    pick.add_argument("--shown", metavar="TEXT", default="", help="how it is to be read; - reads it from stdin")
    edit = parser.verb("edit", "say how a pick is to be read: shortened with (…), explained with [words]", run_edit)
    edit.add_argument("id", metavar="ID", help="of the pick, or the end of it")
    edit.add_argument("text", metavar="TEXT", help="'' for the passage as it stands; - reads it from stdin")
    unpick = parser.verb("unpick", "take a pick back; `log undo` brings it again", run_unpick)
    unpick.add_argument("id", metavar="ID")
    move = parser.verb("move", "let a pick stand before another one of the same theme, or last", run_move)
    move.add_argument("id", metavar="ID")
    move.add_argument("--before", metavar="ID", default="", help="the pick before which it is to stand")
    star = parser.verb("star", "mark a coding as a good example of its code", run_star)
    star.add_argument("coding", metavar="CODING", help="its id, as in `quotes --json`")
    star.add_argument("--off", action="store_true", help="it is none any more")


def run_pick(call: Call) -> None:
    """Pick one."""
    args = call.args
    shown = _text(args.shown)
    with call.study() as study:
        theme = study.codes.find(args.theme).id
        revision = study.transcripts.document(args.transcript).revision
        row = study.quotes.pick(theme, revision, args.start, args.end, shown)
        _warn(call, study.quotes.get(row).risks)
    call.console.say(row)


def run_edit(call: Call) -> None:
    """Edit one."""
    text = _text(call.args.text)
    with call.study() as study:
        row = study.quotes.find(call.args.id).id
        study.quotes.edit(row, text)
        _warn(call, study.quotes.get(row).risks)


def run_unpick(call: Call) -> None:
    """Take one back."""
    with call.study() as study:
        study.quotes.unpick(study.quotes.find(call.args.id).id)


def run_move(call: Call) -> None:
    """Put one somewhere else."""
    args = call.args
    with call.study() as study:
        before = study.quotes.find(args.before).id if args.before else ""
        study.quotes.move(study.quotes.find(args.id).id, before)


def run_star(call: Call) -> None:
    """Star a coding, or take the star away."""
    with call.study() as study:
        study.passages.star([call.args.coding], not call.args.off)


def _text(given: str) -> str:
    if given != _FROM_STDIN:
        return given
    from workbench.cli.files import read_text

    return read_text(given).strip()


def _warn(call: Call, risks: tuple[str, ...]) -> None:
    from workbench.cli.commands.quotes import RISKS

    for risk in risks:
        call.console.note(f"warning: {RISKS[risk]}")
