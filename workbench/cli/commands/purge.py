"""``workbench purge``: erase one text for ever, leaving the log whole."""

from typing import TYPE_CHECKING

from workbench.cli.call import Call
from workbench.cli.commands.withdraw import UNDO, finish, typed
from workbench.cli.parser import Parser
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.study import Study


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Erase one text for ever, here and on every copy that syncs: a memo or a coding's remark (by id, as the lists\n"
        "with --json give it), the example of a code (by path) or the answers to a survey (by name), each with all\n"
        "earlier versions; or a text by the beginning of its id, whatever it is. The log stays whole and says who did\n"
        "it and why. There is no undo."
    )
    parser.add_argument("kind", choices=("memo", "remark", "example", "survey", "text"))
    parser.add_argument(
        "name", metavar="ID", help="the memo, the coding, the code, the survey, or the beginning of the text's id"
    )
    parser.add_argument("--reason", required=True, metavar="TEXT", help="goes into the log for good: name nobody in it")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.json_option()


def run(call: Call) -> None:
    """Ask, and erase."""
    args = call.args
    with call.study() as study:
        name = study.codes.find(args.name).id if args.kind == "example" else args.name
        if not args.yes:
            _agree(call, study)
        done = study.withdrawals.purge(args.kind, name, args.reason)
    if args.json:
        call.console.json({"done": list(done.done), "left": list(done.left), "confirmed": done.confirmed})
    else:
        call.console.say(f"the {args.kind} {args.name} is erased")
    finish(call, done)


def _agree(call: Call, study: "Study") -> None:
    if not call.can_ask or call.args.json:
        raise InputError("what is erased does not come back, so it is asked for twice", "Say --yes.")
    if call.args.kind == "memo":
        call.console.say(study.memos.get(call.args.name).text)
    elif call.args.kind == "remark":
        call.console.say(study.codings.get(call.args.name).memo)
    call.console.note(f"{UNDO} To go ahead, type yes and press Enter:")
    if typed() != "yes":
        raise InputError("that was no yes", "Nothing was changed.")
