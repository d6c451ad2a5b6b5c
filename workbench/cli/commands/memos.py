"""``workbench memos``: the notes on passages, transcripts, codes and the study, and what they point to."""

from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.commands import memos_writing
from workbench.cli.parser import Parser
from workbench.errors import InputError

if TYPE_CHECKING:
    from datetime import date

    from workbench.study import Study
    from workbench.study.memos import LinkRow, MemoRow, Place

SORTS = ("about", "date", "oldest", "kind")


def arguments(parser: Parser) -> None:
    """Add the command's arguments and verbs."""
    parser.description = (
        "List the memos, or write them to a file: Markdown has a section for each, with the words of the passages it\n"
        "points to. The last column of the list is the end of a memo's id, by which the verbs below name it."
    )
    parser.add_argument("--kind", action="append", default=[], metavar="KIND", help="only memos of this kind")
    parser.add_argument("--by", action="append", default=[], metavar="NAME", help="only what this coder wrote")
    parser.add_argument("--code", metavar="CODE", help="only those on this code")
    parser.add_argument("--transcript", metavar="ID", help="only those on this transcript and its passages")
    parser.add_argument("--about", action="append", default=[], metavar="WHAT", help="passage, transcript, code, study")
    parser.add_argument("--since", metavar="DATE", help="written on this day (2026-11-24) or after it")
    parser.add_argument("--until", metavar="DATE", help="written on this day or before it")
    parser.add_argument("--search", metavar="WORDS", help="only those that say this, in whatever form; the best first")
    parser.add_argument("--sort", choices=SORTS, help="by what they are about (default), date, oldest first, kind")
    parser.add_argument("--format", metavar="FORMAT", help="md, csv, json or another that is known")
    parser.json_option()
    parser.add_argument("-o", "--output", metavar="FILE", help="write it there")
    parser.add_argument("--strict", action="store_true", help="refuse what would only be warned about")
    memos_writing.arguments(parser)


def run(call: Call) -> None:
    """List the memos, or write them."""
    from workbench.cli.commands.matrix import chosen_format

    args = call.args
    chosen = "" if args.json else chosen_format(args.format, False, args.output)
    with call.study() as study:
        call.tell_blind(study)
        memos = _wanted(call, study)
        if chosen:
            content = study.memos.render(memos, chosen)
            call.gate(study, content)
            call.deliver(content, args.output, json=chosen == "json")
            return
        places = study.memos.places(memos)
        links = study.memos.links_of(memos) if args.json else {}
        documents = [_document(memo, places[memo.id], links[memo.id]) for memo in memos] if args.json else []
        if args.json or not call.console.terminal:
            quoted = [link.text for memo in memos for link in links.get(memo.id, ())]
            call.gate(study, "\n".join([*(memo.text for memo in memos), *quoted]))
    if args.json and args.output:
        import json

        call.deliver(json.dumps(documents, ensure_ascii=False, indent=2) + "\n", args.output, json=True)
        return
    call.show(
        documents,
        ("about", "what", "kind", "coder", "memo", "date", "links", "id"),
        [_row(memo, places[memo.id]) for memo in memos],
        f"{len(memos)} memos",
    )


def _wanted(call: Call, study: "Study") -> "list[MemoRow]":
    from workbench.study.memos import ABOUT, KINDS

    args = call.args
    for about in args.about:
        if about not in ABOUT:
            raise InputError(f"a memo is about one of {', '.join(ABOUT)}", f"--about {about} is none of them.")
    memos = study.memos.list(
        transcript=study.transcripts.get(args.transcript).id if args.transcript else "",
        code=study.codes.find(args.code).id if args.code else "",
        kinds=args.kind,
        coders=args.by,
        about=args.about,
        since=_day(args.since),
        until=_day(args.until),
    )
    if args.search is not None:
        hits = study.memos.search(args.search, memos)
        memos = list({hit.memo.id: hit.memo for hit in hits}.values())
    if args.sort in ("date", "oldest", "kind"):
        memos.sort(key=lambda memo: memo.created.timestamp() if memo.created else 0.0, reverse=args.sort != "oldest")
    if args.sort == "kind":
        order = {kind: number for number, kind in enumerate(KINDS)}
        memos.sort(key=lambda memo: (order.get(memo.kind, len(order)), memo.kind))
    return memos


def _day(given: str | None) -> "date | None":
    from datetime import date

    if given is None:
        return None
    try:
        return date.fromisoformat(given)
    except ValueError:
        raise InputError(f"{given} is no day", "Write one as 2026-11-24.") from None


def _document(memo: "MemoRow", place: "Place", links: "list[LinkRow]") -> dict[str, Any]:
    placed = memo.about == "passage"
    return {
        "id": memo.id,
        "about": memo.about,
        "transcript": place.transcript or None,
        "code": place.code or None,
        "start": memo.start if placed else None,
        "end": memo.end if placed else None,
        "kind": memo.kind,
        "coder": memo.coder,
        "text": memo.text,
        "title": memo.title,
        "created": memo.created.isoformat(timespec="seconds") if memo.created else None,
        "edited": memo.edited.isoformat(timespec="seconds") if memo.edited else None,
        "lost": memo.lost,
        "links": [memos_writing.link_document(link) for link in links],
    }


def _row(memo: "MemoRow", place: "Place") -> tuple[object, ...]:
    what = f"{place.transcript} {memo.start}–{memo.end}" if memo.about == "passage" else place.words
    return memo.about, what, memo.kind, memo.coder, memo.text, memo.day, len(memo.links) or "", memo.short
