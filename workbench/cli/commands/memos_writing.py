"""The verbs of ``workbench memos``: each is one entry of the log, and ``log undo`` takes it back."""

from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.parser import Parser, whole_number
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.study.memos import LinkRow

_FROM_STDIN = "-"
KINDS = "note, familiarisation, analytic, field, reflexive, decision, or a word of your own"


def arguments(parser: Parser) -> None:
    """Add the verbs."""
    add = parser.verb("add", "write a memo and print its id", run_add)
    add.description = (
        "Write a memo on the study, on a code, on a transcript or on a passage of it, and print its id.\n"
        "--link lets it point to passages anywhere in the study; they stay where they are when a text is corrected."
    )
    add.add_argument("text", metavar="TEXT", help="what it says; - reads it from standard input")
    _subject(add)
    add.add_argument("--kind", default="note", metavar="KIND", help=f"{KINDS} (default: note)")
    add.add_argument(
        "--link",
        nargs=3,
        action="append",
        default=[],
        metavar=("ID", "START", "END"),
        help="it points to this passage of a transcript; may be given several times",
    )
    edit = parser.verb("edit", "change what a memo says", run_edit)
    edit.add_argument("memo", metavar="MEMO")
    edit.add_argument("text", metavar="TEXT", help="what it says from now on; - reads it from standard input")
    kind = parser.verb("kind", "make a memo one of another kind", run_kind)
    kind.add_argument("memo", metavar="MEMO")
    kind.add_argument("kind", metavar="KIND", help=KINDS)
    move = parser.verb("move", "let a memo be about something else; without a word, about the study", run_move)
    move.add_argument("memo", metavar="MEMO")
    _subject(move)
    for name, summary, run in (
        ("link", "let a memo point to a passage", run_link),
        ("unlink", "let a memo point to a passage no longer", run_unlink),
    ):
        verb = parser.verb(name, summary, run)
        verb.add_argument("memo", metavar="MEMO")
        verb.add_argument("transcript", metavar="ID")
        verb.add_argument("start", type=whole_number, metavar="START")
        verb.add_argument("end", type=whole_number, metavar="END")
    links = parser.verb("links", "list the passages a memo points to", run_links)
    links.add_argument("memo", metavar="MEMO")
    links.json_option()
    remove = parser.verb("remove", "remove a memo, and its links with it", run_remove)
    remove.add_argument("memo", metavar="MEMO")


def _subject(parser: Parser) -> None:
    parser.add_argument("--code", metavar="CODE", help="it is about this code")
    parser.add_argument("--transcript", metavar="ID", help="it is about this transcript")
    parser.add_argument(
        "--passage",
        nargs=2,
        type=whole_number,
        metavar=("START", "END"),
        help="it is about this passage of the transcript",
    )


def run_add(call: Call) -> None:
    """Write one memo."""
    args = call.args
    _check_subject(call)
    text = _text(args.text)
    with call.study() as study:
        links = [_passage(study, name, _number(start), _number(end)) for name, start, end in args.link]
        about, target, span = _about(call, study)
        memo = study.memos.add(about, target, text, kind=args.kind, links=links, **span)
    call.console.say(memo)


def run_edit(call: Call) -> None:
    """Write it anew."""
    text = _text(call.args.text)
    with call.study() as study:
        study.memos.edit(study.memos.find(call.args.memo).id, text)


def run_kind(call: Call) -> None:
    """Give it another kind."""
    with call.study() as study:
        study.memos.set_kind(study.memos.find(call.args.memo).id, call.args.kind)


def run_move(call: Call) -> None:
    """Let it be about something else."""
    _check_subject(call)
    with call.study() as study:
        memo = study.memos.find(call.args.memo).id
        about, target, span = _about(call, study)
        study.memos.move(memo, about, target, **span)


def run_link(call: Call) -> None:
    """Draw a link, and print its id."""
    args = call.args
    with call.study() as study:
        memo = study.memos.find(args.memo).id
        link = study.memos.link(memo, *_passage(study, args.transcript, args.start, args.end))
    call.console.say(link)


def run_unlink(call: Call) -> None:
    """Take one away."""
    args = call.args
    with call.study() as study:
        memo = study.memos.find(args.memo)
        span = _passage(study, args.transcript, args.start, args.end)
        there = [link.id for link in memo.links if (link.revision, link.start, link.end) == span]
        if not there:
            raise InputError("the memo does not point to that passage", "`workbench memos links MEMO` lists its links.")
        study.memos.unlink(there[0])


def run_links(call: Call) -> None:
    """List them."""
    with call.study() as study:
        links = study.memos.links(study.memos.find(call.args.memo).id)
        if call.args.json or not call.console.terminal:
            call.gate(study, "\n".join(link.text for link in links))
    call.show(
        [link_document(link) for link in links],
        ("transcript", "turn", "who", "passage", "codes", "words"),
        [
            (
                link.transcript,
                link.turn or "",
                " ".join(link.speakers),
                f"{link.start}–{link.end}" + (" (lost)" if link.lost else ""),
                ", ".join(link.codes),
                link.text,
            )
            for link in links
        ],
    )


def run_remove(call: Call) -> None:
    """Remove one."""
    with call.study() as study:
        study.memos.remove(study.memos.find(call.args.memo).id)


def link_document(link: "LinkRow") -> dict[str, Any]:
    """A link as JSON: ``start`` and ``end`` count code points of the text that is read, unless it is ``lost``."""
    return {
        "id": link.id,
        "transcript": link.transcript,
        "start": link.start,
        "end": link.end,
        "turn": link.turn,
        "speakers": list(link.speakers),
        "text": link.text,
        "codes": list(link.codes),
        "coder": link.coder,
        "lost": link.lost,
    }


def _text(given: str) -> str:
    if given != _FROM_STDIN:
        return given
    from workbench.cli.files import read_text

    return read_text(given).strip()


def _check_subject(call: Call) -> None:
    args = call.args
    if args.code and args.transcript:
        raise InputError("a memo is about one thing", "Give --code or --transcript, not both.")
    if args.passage and not args.transcript:
        raise InputError("a passage is in a transcript", "Give --transcript ID too.")


def _about(call: Call, study: "Study") -> tuple[str, str, dict[str, Any]]:
    """What it is about, as ``study.memos.add`` takes it."""
    args = call.args
    if args.passage:
        document = study.transcripts.document(args.transcript)
        start, end = args.passage
        return "passage", document.id, {"revision": document.revision, "start": start, "end": end}
    if args.transcript:
        return "transcript", study.transcripts.get(args.transcript).id, {}
    if args.code:
        return "code", study.codes.find(args.code).id, {}
    return "study", "", {}


def _passage(study: "Study", transcript: str, start: int, end: int) -> tuple[str, int, int]:
    return study.transcripts.document(transcript).revision, start, end


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise InputError(f"{text!r} is no whole number", "--link takes ID START END.") from None
