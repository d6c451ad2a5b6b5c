"""``workbench memos``: the notes on passages, transcripts, codes and the study."""

from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.parser import Parser, whole_number
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.study.memos import MemoRow


def arguments(parser: Parser) -> None:
    """Add the command's verbs."""
    parser.json_option()
    add = parser.verb("add", "write a memo and print its id", run_add)
    add.description = "Write a memo on the study, on a code, on a transcript or on a passage of it, and print its id."
    add.add_argument("text", metavar="TEXT")
    add.add_argument("--code", metavar="CODE", help="it is about this code")
    add.add_argument("--transcript", metavar="ID", help="it is about this transcript")
    add.add_argument(
        "--passage",
        nargs=2,
        type=whole_number,
        metavar=("START", "END"),
        help="it is about this passage of the transcript",
    )
    add.add_argument("--kind", default="note", metavar="WORD", help="what sort of memo (default: note)")


def run(call: Call) -> None:
    """List the memos."""
    with call.study() as study:
        place = _places(study)
        documents = [_document(memo, place) for memo in study.memos.list()]
        if call.args.json or not call.console.terminal:
            call.gate(study, "\n".join(d["text"] for d in documents))
    call.show(
        documents,
        ("about", "what", "kind", "coder", "memo"),
        [(d["about"], _spelt(d), d["kind"], d["coder"], d["text"]) for d in documents],
    )


def run_add(call: Call) -> None:
    """Write one memo."""
    args = call.args
    if args.code and args.transcript:
        raise InputError("a memo is about one thing", "Give --code or --transcript, not both.")
    if args.passage and not args.transcript:
        raise InputError("a passage is in a transcript", "Give --transcript ID too.")
    with call.study() as study:
        if args.passage:
            document = study.transcripts.document(args.transcript)
            start, end = args.passage
            span = {"revision": document.revision, "start": start, "end": end}
            memo = study.memos.add("passage", document.id, args.text, kind=args.kind, **span)
        elif args.transcript:
            memo = study.memos.add("transcript", study.transcripts.get(args.transcript).id, args.text, kind=args.kind)
        elif args.code:
            memo = study.memos.add("code", study.codes.find(args.code).id, args.text, kind=args.kind)
        else:
            memo = study.memos.add("study", "", args.text, kind=args.kind)
    call.console.say(memo)


def _places(study: "Study") -> dict[str, str]:
    """What rows that a memo may be about are called."""
    names = {row: name for name, row in study.transcripts.names().items()}
    names |= dict(study.codes.deleted()) | {c.id: c.path for c in study.codes.list()}
    for revision in {memo.revision for memo in study.memos.list() if memo.revision}:
        document = study.transcripts.revision(revision)
        names[revision] = document.name if document else ""
    return names


def _document(memo: "MemoRow", place: dict[str, str]) -> dict[str, Any]:
    document: dict[str, Any] = {
        "id": memo.id,
        "about": memo.about,
        "transcript": None,
        "code": None,
        "start": None,
        "end": None,
        "kind": memo.kind,
        "coder": memo.coder,
        "text": memo.text,
    }
    if memo.about == "passage":
        document |= {"transcript": place.get(memo.revision, ""), "start": memo.start, "end": memo.end}
    elif memo.about in ("transcript", "code"):
        document[memo.about] = place.get(memo.target, memo.target)
    return document


def _spelt(document: dict[str, Any]) -> str:
    if document["about"] == "passage":
        return f"{document['transcript']} {document['start']}–{document['end']}"
    return document["transcript"] or document["code"] or ""
