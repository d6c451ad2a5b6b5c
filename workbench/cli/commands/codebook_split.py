"""``workbench codebook split`` and ``passages``: what bears a code, sorted into others or changed at once."""

from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.files import STREAM, read_text, shown
from workbench.cli.parser import Parser, whole_number
from workbench.errors import InputError
from workbench.sanitise import line

if TYPE_CHECKING:
    from workbench.study import Passage, SplitPreview, Study
    from workbench.study.splitting import Line

RESTS = ("keep", "parent", "delete")
UNITS = ("sentence", "turn")
_CHANGES = ("recode", "remove", "widen", "narrow", "star", "unstar")


def arguments(parser: Parser) -> None:
    """Add the verbs."""
    split = parser.verb(
        "split", "sort a code's passages into others, as a table says; one undo brings it back", run_split
    )
    split.description = (
        "Sort a code's passages into others, as a table says. `split CODE --list FILE.csv` writes its passages: fill\n"
        "the column `into` with the paths of codes. A name alone that no code has yet becomes a new code, beside CODE\n"
        "or below it. A full stop leaves a passage where it is, and so does an empty cell; a passage on two rows goes\n"
        "into two codes. Then `split CODE FILE.csv`. One undo brings it back."
    )
    split.add_argument("code", metavar="CODE")
    split.add_argument("file", metavar="FILE.csv", nargs="?", help="- for stdin; one wrong row refuses the whole file")
    split.add_argument(
        "--list", nargs="?", const=STREAM, metavar="FILE.csv", help="write the passages as a table (default: stdout)"
    )
    split.add_argument(
        "--rest",
        choices=RESTS,
        default="",
        help="the code stays beside the others, above the new ones (default where there are any), or goes",
    )
    split.add_argument("--preview", action="store_true", help="say what would be done, and do nothing")
    split.add_argument("--strict", action="store_true", help="refuse what would only be warned about")
    split.add_argument("--why", default="", metavar="TEXT", help="the reason, for the codebook's history")
    split.json_option()
    _passages(parser)


def _passages(parser: Parser) -> None:
    passages = parser.verb(
        "passages", "every passage that bears a code; or one change to all that are chosen", run_passages
    )
    passages.add_argument("code", metavar="CODE")
    add = passages.add_argument
    add("--by", action="append", default=[], metavar="NAME", help="only what this coder coded so")
    add("--group", action="append", default=[], metavar="GROUP", help="only informants of this group")
    add("--attribute", action="append", default=[], metavar="NAME=VALUE", help="only informants who are like this")
    add("--transcript", action="append", default=[], metavar="ID", help="only this transcript")
    add("--at", nargs=2, type=whole_number, metavar=("START", "END"), help="only this very passage")
    add("--starred", action="store_true", help="only good examples")
    add("--subtree", action="store_true", help="also those of the codes below it")
    add("--no-interviewer", action="store_true", help="not what only the interviewer says")
    change = passages.add_mutually_exclusive_group()
    change.add_argument("--recode", metavar="INTO", help="give their codings this code")
    change.add_argument("--remove", action="store_true", help="remove their codings")
    change.add_argument("--widen", choices=UNITS, help="widen them to whole ones, and by one more where they are")
    change.add_argument("--narrow", choices=UNITS, help="the other way round")
    change.add_argument("--star", action="store_true", help="mark them as good examples")
    change.add_argument("--unstar", action="store_true", help="mark them as such no longer")
    add("--why", default="", metavar="TEXT", help="the reason, where they are recoded or removed")
    add("--strict", action="store_true", help="refuse what would only be warned about")
    passages.json_option()


# --- split


def run_split(call: Call) -> None:
    """Write the table, or split the code as one says."""
    args = call.args
    with call.study() as study:
        code = study.codes.find(args.code).id
        if args.list:
            content = _table(study, code)
            call.tell_blind(study)
            call.gate(study, content)
            call.deliver(content, args.list)
            return
        if not args.file:
            raise InputError("no table says how it is split", "`--list FILE.csv` writes one to be filled in.")
        sheet = study.splitting.from_table(code, _lines(read_text(args.file), shown(args.file)), shown(args.file))
        preview = study.splitting.preview(sheet, rest=args.rest)
        if not args.preview:
            done = study.splitting.apply(sheet, rest=args.rest, why=args.why)
            call.tell_blind(study)
    if args.json:
        call.console.json(_split_document(preview, done=not args.preview))
        return
    call.console.table(("into", "passages", "codings"), preview.to)
    if preview.stays or preview.unsorted:
        call.console.note(f"passages that stay: {preview.stays:,}; not sorted: {preview.unsorted:,}")
    if args.preview:
        call.console.note(preview.rest[preview.chosen] or f"{line(args.code, 80)} cannot go yet")
    else:
        call.console.note(f"codings moved: {done.moved:,}, added: {done.added:,}; `log undo` takes it back as one")


def _table(study: "Study", code: str) -> str:
    from workbench.interchange.splits import Row, render

    sheet = study.splitting.open(code)
    paths = {target.key: target.path for target in sheet.targets} | {".": "."}
    rows = []
    for one in sheet.passages:
        speaker, coders = ", ".join(one.speakers), ", ".join(one.coders)
        for key in sheet.sorted.get(one.span, ("",)):
            rows.append(Row(one.transcript, one.start, one.end, speaker, coders, one.text, paths.get(key, "")))
    return render(rows)


def _lines(text: str, file: str) -> "list[Line]":
    from workbench.interchange.splits import parse
    from workbench.study.splitting import Line

    return [Line(row.transcript, row.start, row.end, row.into, row.line) for row in parse(text, file)]


def _split_document(preview: "SplitPreview", *, done: bool) -> dict[str, Any]:
    return {
        "into": [{"code": path, "passages": passages, "codings": n} for path, passages, n in preview.to],
        "stays": preview.stays,
        "unsorted": preview.unsorted,
        "rest": {key: words or None for key, words in preview.rest.items()},
        "done": done,
    }


# --- passages


def run_passages(call: Call) -> None:
    """List the passages, or change them."""
    args = call.args
    with call.study() as study:
        code = study.codes.find(args.code)
        call.tell_blind(study)
        chosen = _chosen(study, code.id, args)
        if any(getattr(args, change) for change in _CHANGES):
            call.console.say(_change(study, chosen, args))
            return
        if args.json or not call.console.terminal:
            around = [words for one in chosen for words in (one.before, one.after)] if args.json else []
            call.gate(study, "\n".join([*(one.text for one in chosen), *around]))
    call.show(
        [_document(one) for one in chosen],
        ("transcript", "turn", "who", "passage", "coders", "text"),
        [
            (p.transcript, p.turn, ", ".join(p.speakers), f"{p.start}–{p.end}", ", ".join(p.coders), _text(p))
            for p in chosen
        ],
        _many(len(chosen), "passage"),
    )


def _chosen(study: "Study", code: str, args: Any) -> "list[Passage]":
    attributes = {}
    for given in args.attribute:
        name, equals, value = given.partition("=")
        if not (equals and name.strip() and value.strip()):
            raise InputError(f"{line(given, 60)} names no attribute", "Write NAME=VALUE.")
        attributes[name.strip()] = value.strip()
    found = study.passages.of(
        code,
        coders=args.by,
        groups=args.group,
        attributes=attributes,
        transcripts=args.transcript,
        subtree=args.subtree,
        starred=args.starred,
        interviewer=not args.no_interviewer,
    )
    if args.at:
        if len(args.transcript) != 1:
            raise InputError("a passage is in one transcript", "Give --transcript ID too.")
        found = [one for one in found if [one.start, one.end] == args.at]
    return found


def _change(study: "Study", chosen: "list[Passage]", args: Any) -> str:
    if not chosen:
        raise InputError("no passage is chosen", "Without a change, the same command lists them.")
    codings = [coding for one in chosen for coding in one.codings]
    passages = study.passages
    if args.recode:
        into = study.codes.find(args.recode)
        return f"codings recoded: {passages.recode(codings, into.id, why=args.why):,} → {into.path}"
    if args.remove:
        return f"codings removed: {passages.remove(codings, args.why):,}"
    if args.widen or args.narrow:
        moved = passages.widen(codings, args.widen or args.narrow, narrower=bool(args.narrow))
        return f"passages changed: {len(moved):,}"
    return f"codings changed: {passages.star(codings, bool(args.star)):,}"


def _document(one: "Passage") -> dict[str, Any]:
    found = one._asdict()
    return {
        key: list(value) if isinstance(value, tuple) else value for key, value in found.items() if key != "revision"
    }


def _text(one: "Passage") -> str:
    return ("★ " if one.starred else "") + one.text


def _many(count: int, unit: str) -> str:
    return f"{count:,} {unit}{'' if count == 1 else 's'}"
