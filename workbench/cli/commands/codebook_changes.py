"""The verbs of ``workbench codebook`` that change it. Each is one entry of the log, and ``log undo`` takes it back."""

from workbench.cli.call import Call
from workbench.cli.parser import Parser

TOP = "-"


def arguments(parser: Parser) -> None:
    """Add the verbs."""
    add = parser.verb("add", "make a code, and the parents it lacks", run_add)
    add.add_argument("path", metavar="PATH", help='"Relationer / Netværk"')
    add.add_argument("--definition", default="", metavar="TEXT")
    rename = parser.verb("rename", "give a code another name; its codings follow by themselves", run_rename)
    rename.add_argument("code", metavar="CODE")
    rename.add_argument("name", metavar="NAME")
    move = parser.verb("move", "put a code below another", run_move)
    move.add_argument("code", metavar="CODE")
    move.add_argument("parent", metavar="PARENT", help=f"a code, or {TOP} for the top")
    merge = parser.verb("merge", "let the codings of A count as INTO-B", run_merge)
    merge.add_argument("code", metavar="A")
    merge.add_argument("into", metavar="INTO-B")
    for name, summary, run in (
        ("unmerge", "take a merge back: the code has again the codings it had", run_unmerge),
        ("delete", "take a code out of the codebook, with its codings; `log undo` brings them back", run_delete),
    ):
        parser.verb(name, summary, run).add_argument("code", metavar="CODE")
    propose = parser.verb(
        "propose", "show the team codes that were made while coding blind, and what they stand below", run_propose
    )
    propose.add_argument("codes", metavar="CODE", nargs="+")
    exclusive = parser.verb(
        "exclusive", "say that of the codes below this one a passage bears one at most", run_exclusive
    )
    exclusive.add_argument("code", metavar="CODE")
    exclusive.add_argument("--off", action="store_true", help="take it back: it may bear several")
    define = parser.verb("define", "say what a code means; an empty text takes the words away", run_define)
    define.add_argument("code", metavar="CODE")
    for text in ("definition", "include", "exclude", "example", "colour"):
        define.add_argument(f"--{text}", metavar="TEXT")


def run_add(call: Call) -> None:
    """Make a code and print its path."""
    with call.study() as study:
        code = study.codes.create(call.args.path, definition=call.args.definition)
    call.console.say(code.path)


def run_rename(call: Call) -> None:
    """Rename a code and print its path."""
    with call.study() as study:
        code = study.codes.find(call.args.code)
        study.codes.rename(code.id, call.args.name)
        now = study.codes.get(code.id)
    call.console.say(now.path)


def run_move(call: Call) -> None:
    """Move a code and print its path."""
    with call.study() as study:
        code = study.codes.find(call.args.code)
        parent = None if call.args.parent == TOP else study.codes.find(call.args.parent).id
        study.codes.move(code.id, parent)
        now = study.codes.get(code.id)
    call.console.say(now.path)


def run_merge(call: Call) -> None:
    """Merge a code into another."""
    with call.study() as study:
        code, into = study.codes.find(call.args.code), study.codes.find(call.args.into)
        study.codes.merge(code.id, into.id)
        now = study.codes.get(into.id)
        call.tell_blind(study)
    call.console.say(f"{code.path} → {now.path} (its own codings now: {now.count})")


def run_unmerge(call: Call) -> None:
    """Take a merge back and print the code's path."""
    with call.study() as study:
        code = study.codes.find_merged(call.args.code)
        study.codes.unmerge(code)
        now = study.codes.get(code)
    call.console.say(now.path)


def run_delete(call: Call) -> None:
    """Delete a code."""
    with call.study() as study:
        code = study.codes.find(call.args.code)
        study.codes.delete(code.id)
        call.tell_blind(study)
    call.console.say(f"{code.path} is out of the codebook (codings with it: {code.count}); `log undo` brings it back")


def run_propose(call: Call) -> None:
    """Show drafts to the team and print their paths."""
    with call.study() as study:
        codes = [study.codes.find(path).id for path in call.args.codes]
        proposed = list(dict.fromkeys(row for code in codes for row in study.codes.propose(code)))
        paths = {c.id: c.path for c in study.codes.list()}
    for row in proposed:
        call.console.say(paths[row])
    if not proposed:
        call.console.note("none of them is a draft: everybody sees them")


def run_define(call: Call) -> None:
    """Set what is given of a code's words and print its path."""
    args = call.args
    words = {key: getattr(args, key) for key in ("definition", "include", "exclude", "example", "colour")}
    given = {key: text for key, text in words.items() if text is not None}
    with call.study() as study:
        code = study.codes.find(args.code)
        study.codes.define(code.id, **given)
    call.console.say(code.path)


def run_exclusive(call: Call) -> None:
    """Mark a code's children as exclusive, or no longer, and print its path."""
    with call.study() as study:
        code = study.codes.find(call.args.code)
        study.codes.set_exclusive(code.id, not call.args.off)
    call.console.say(code.path)
