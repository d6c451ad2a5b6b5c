"""The verbs of ``workbench codebook`` that change it. Each is one entry of the log, and ``log undo`` takes it back."""

from typing import TYPE_CHECKING

from workbench.cli.call import Call
from workbench.cli.commands import codebook_split
from workbench.cli.parser import Parser
from workbench.errors import InputError
from workbench.sanitise import line

if TYPE_CHECKING:
    from workbench.study.codes import CodeRow
    from workbench.study.merging import MergePreview

TOP = "-"
NONE = "none"
STATUSES = ("draft", "settled", NONE)
_WORDS = ("definition", "include", "exclude", "example", "colour")


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
    merge.add_argument("--preview", action="store_true", help="say what it would do, and do nothing")
    merge.json_option()
    reasoned = [add, rename, move, merge]
    for name, summary, run in (
        ("unmerge", "take a merge back: the code has again the codings it had", run_unmerge),
        ("delete", "take a code out of the codebook, with its codings; `restore` brings them back", run_delete),
        ("restore", "bring a deleted code back, with its codings", run_restore),
    ):
        verb = parser.verb(name, summary, run)
        verb.add_argument("code", metavar="CODE")
        reasoned.append(verb)
    for verb in (*reasoned, *_more(parser)):
        verb.add_argument("--why", default="", metavar="TEXT", help="the reason, for the codebook's history")
    codebook_split.arguments(parser)


def _more(parser: Parser) -> list[Parser]:
    propose = parser.verb(
        "propose", "show the team codes that were made while coding blind, and what they stand below", run_propose
    )
    propose.add_argument("codes", metavar="CODE", nargs="+")
    exclusive = parser.verb(
        "exclusive", "say that of the codes below this one a passage bears one at most", run_exclusive
    )
    exclusive.add_argument("code", metavar="CODE")
    exclusive.add_argument("--off", action="store_true", help="take it back: it may bear several")
    mark = parser.verb("mark", "say how far a code has come: still a draft, settled by the team, or neither", run_mark)
    mark.add_argument("code", metavar="CODE")
    mark.add_argument("status", metavar="STATUS", choices=STATUSES, help=", ".join(STATUSES))
    define = parser.verb("define", "say what a code means; an empty text takes the words away", run_define)
    define.add_argument("code", metavar="CODE")
    for text in _WORDS:
        shown = "COLOUR" if text == "colour" else "TEXT"
        define.add_argument(f"--{text}", metavar=shown, help="a name, or #rrggbb" if text == "colour" else None)
    define.add_argument(
        "--example-from",
        nargs=3,
        metavar=("TRANSCRIPT", "START", "END"),
        help="take this passage as its example",
    )
    define.add_argument(
        "--facet",
        action="append",
        default=[],
        metavar="NAME=VALUE[,VALUE]",
        help="what its codings start with; NAME= takes it away",
    )
    return [propose, exclusive, mark, define]


def run_add(call: Call) -> None:
    """Make a code and print its path."""
    with call.study() as study:
        code = study.codes.create(call.args.path, definition=call.args.definition, why=call.args.why)
    call.console.say(code.path)


def run_rename(call: Call) -> None:
    """Rename a code and print its path."""
    with call.study() as study:
        code = study.codes.find(call.args.code)
        study.codes.rename(code.id, call.args.name, why=call.args.why)
        now = study.codes.get(code.id)
    call.console.say(now.path)


def run_move(call: Call) -> None:
    """Move a code and print its path."""
    with call.study() as study:
        code = study.codes.find(call.args.code)
        parent = None if call.args.parent == TOP else study.codes.find(call.args.parent).id
        study.codes.move(code.id, parent, why=call.args.why)
        now = study.codes.get(code.id)
    call.console.say(now.path)


def run_merge(call: Call) -> None:
    """Merge a code into another, or say what that would do."""
    with call.study() as study:
        code, into = study.codes.find(call.args.code), study.codes.find(call.args.into)
        preview = study.codes.merge_preview(code.id, into.id) if call.args.preview or call.args.json else None
        if not call.args.preview:
            study.codes.merge(code.id, into.id, why=call.args.why)
            now = study.codes.get(into.id)
        call.tell_blind(study)
    if call.args.json and preview:
        call.console.json(_merge_document(code, into, preview, done=not call.args.preview))
    elif preview:
        _tell_merge(call, code, into, preview)
    else:
        call.console.say(f"{code.path} → {now.path} (its own codings now: {now.count})")


def _merge_document(code: "CodeRow", into: "CodeRow", preview: "MergePreview", *, done: bool) -> dict[str, object]:
    return {
        "code": code.path,
        "into": into.path,
        "done": done,
        **preview._asdict(),
        "by_coder": dict(preview.by_coder),
        "below": list(preview.below),
        "matrix": [moved._asdict() for moved in preview.matrix],
    }


def _tell_merge(call: Call, code: "CodeRow", into: "CodeRow", preview: "MergePreview") -> None:
    say = call.console.say
    say(f"{code.path} → {into.path}: nothing was changed, this is what it would do")
    people = ", ".join(f"{name} {count}" for name, count in preview.by_coder)
    say(f"codings that move: {preview.own} in {preview.transcripts} transcripts{f' ({people})' if people else ''}")
    say(f"codings of {into.path}: now {preview.other}, then {preview.together} (both on one passage: {preview.twice})")
    for path in preview.below:
        say(f"moves below {into.path}: {path}")
    for moved in preview.matrix:
        say(f"changes column in {moved.matrix}: {moved.code}: {moved.before or 'none'} → {moved.after or 'none'}")


def run_unmerge(call: Call) -> None:
    """Take a merge back and print the code's path."""
    with call.study() as study:
        code = study.codes.find_merged(call.args.code)
        study.codes.unmerge(code, why=call.args.why)
        now = study.codes.get(code)
    call.console.say(now.path)


def run_delete(call: Call) -> None:
    """Delete a code."""
    with call.study() as study:
        code = study.codes.find(call.args.code)
        study.codes.delete(code.id, why=call.args.why)
        call.tell_blind(study)
    call.console.say(f"{code.path} is out of the codebook (codings with it: {code.count}); `log undo` brings it back")


def run_restore(call: Call) -> None:
    """Bring a deleted code back and print its path."""
    with call.study() as study:
        code = study.codes.find_deleted(call.args.code)
        study.codes.restore(code, why=call.args.why)
        now = next((one for one in study.codes.list() if one.id == code), None)
    call.console.say(f"{now.path} (codings with it: {now.count})" if now else "it is back, and counts as it did before")


def run_propose(call: Call) -> None:
    """Show unproposed codes to the team and print their paths."""
    with call.study() as study:
        codes = [study.codes.find(path).id for path in call.args.codes]
        proposed = list(dict.fromkeys(row for code in codes for row in study.codes.propose(code, why=call.args.why)))
        paths = {c.id: c.path for c in study.codes.list()}
    for row in proposed:
        call.console.say(paths[row])
    if not proposed:
        call.console.note("none of them is unproposed: everybody sees them")


def run_mark(call: Call) -> None:
    """Say how far a code has come and print its path."""
    status = "" if call.args.status == NONE else call.args.status
    with call.study() as study:
        code = study.codes.find(call.args.code)
        study.codes.set_status(code.id, status, why=call.args.why)
    call.console.say(code.path)


def run_define(call: Call) -> None:
    """Set what is given of a code's words and print its path."""
    args = call.args
    given = {key: text for key in _WORDS if (text := getattr(args, key)) is not None}
    if args.example_from and args.example is not None:
        raise InputError("a code has one example", "Give --example or --example-from.")
    with call.study() as study:
        code = study.codes.find(args.code)
        if args.example_from:
            transcript, *borders = args.example_from
            start, end = map(_position, borders)
            given["example"] = study.codes.quoted((study.transcripts.document(transcript).revision, start, end))
        facets = {**code.facets, **dict(map(_facet, args.facet))} if args.facet else None
        study.codes.define(code.id, facets=facets, why=args.why, **given)
    call.console.say(code.path)


def _facet(given: str) -> tuple[str, tuple[str, ...]]:
    name, equals, values = given.partition("=")
    if not equals or not name.strip():
        raise InputError(f"{line(given, 60)} names no facet", "Write NAME=VALUE, or NAME=VALUE,VALUE.")
    return name.strip(), tuple(value.strip() for value in values.split(",") if value.strip())


def _position(given: str) -> int:
    if not (given.isascii() and given.isdigit()):
        raise InputError(f"{line(given, 40)} is no whole number", "A passage is TRANSCRIPT START END.")
    return int(given)


def run_exclusive(call: Call) -> None:
    """Mark a code's children as exclusive, or no longer, and print its path."""
    with call.study() as study:
        code = study.codes.find(call.args.code)
        study.codes.set_exclusive(code.id, not call.args.off, why=call.args.why)
    call.console.say(code.path)
