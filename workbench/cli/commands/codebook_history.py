"""The verbs of ``workbench codebook`` that look back: what happened, how it stood, what has changed since."""

from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.parser import Parser, whole_number
from workbench.errors import InputError, NotFoundError

if TYPE_CHECKING:
    from workbench.study import Changed, Happened, Old, Study

_MOMENTS = "a version's name, round NAME, a day (its end), a time, or now"
_KINDS = (*("added", "split", "merged", "unmerged", "removed", "renamed", "moved", "redefined", "status", "reordered"),)


def arguments(parser: Parser) -> None:
    """Add the verbs."""
    history = parser.verb("history", "what happened to a code, or to all, by whom, when and why", run_history)
    history.add_argument("code", metavar="CODE", nargs="?", help="also one that was merged or deleted")
    history.add_argument(
        "--limit", type=whole_number, default=50, metavar="N", help="the latest N (default: 50; 0: all)"
    )
    history.json_option()
    at = parser.verb("at", "the codebook as it stood at a moment", run_at)
    at.add_argument("moment", metavar="MOMENT", help=_MOMENTS)
    at.add_argument("--counts", action="store_true", help="with the codings of then; takes a moment in a large study")
    at.add_argument("-o", "--output", metavar="FILE", help="write it there, as text or (FILE.json) as JSON")
    at.json_option()
    parser.verb("versions", "the states of the codebook that have a name", run_versions).json_option()
    version = parser.verb("version", "give the codebook as it is now a name", run_version)
    version.add_argument("name", metavar="NAME")
    version.add_argument("--note", metavar="TEXT", help="what it is, in a sentence or two")
    version.add_argument("--rename", metavar="NEW", help="give the version NAME another name instead")
    version.add_argument("--delete", action="store_true", help="let the name go instead; the codebook stays as it is")
    diff = parser.verb("diff", "what has become of the codebook between two moments", run_diff)
    diff.add_argument("since", metavar="A", help=_MOMENTS)
    diff.add_argument("until", metavar="B", nargs="?", default="now", help="the same (default: now)")
    diff.add_argument("--format", metavar="FORMAT", help="md, json, csv or another that is known")
    diff.add_argument("-o", "--output", metavar="FILE", help="write it there")
    diff.add_argument("--strict", action="store_true", help="refuse what would only be warned about")
    diff.json_option()
    changed = parser.verb("changed", "passages coded before their code was defined as it is now", run_changed)
    changed.add_argument("code", metavar="CODE", nargs="?", default="")
    changed.add_argument("--confirm", metavar="ID", nargs="+", help="these codings were looked at, and still fit")
    changed.json_option()


def run_history(call: Call) -> None:
    """List what happened, the latest first."""
    limit = max(call.args.limit, 0)
    with call.study() as study:
        found = study.history.code(_row(study, call.args.code)) if call.args.code else study.history.all(limit)
        call.tell_blind(study)
    shown = found[:limit] if limit else found
    call.show(
        [_happened(one) for one in shown],
        ("when", "coder", "did", "what", "why"),
        [(one.when.isoformat(" ", "seconds"), one.coder, _did(one), one.what, one.why) for one in shown],
        f"{len(shown)} of {len(found)}; `workbench log undo` takes one back" if len(shown) < len(found) else "",
    )


def _row(study: "Study", name: str) -> str:
    """The code of this path, or one that is no longer there."""
    try:
        return study.codes.find(name).id
    except NotFoundError:
        for find in (study.codes.find_merged, study.codes.find_deleted):
            try:
                return find(name)
            except NotFoundError:
                continue
        raise


def _did(one: "Happened") -> str:
    return f"{one.verb} (taken back)" if one.undone else one.verb


def _happened(one: "Happened") -> dict[str, Any]:
    return {
        "when": one.when.isoformat(),
        "coder": one.coder,
        "verb": one.verb,
        "what": one.what,
        "why": one.why,
        "undone": one.undone,
        "fields": [{"field": d.field, "before": d.before, "after": d.after} for d in one.details],
        "log": one.action,
        "stream": one.tx[0],
        "tx": one.tx[1],
    }


def run_at(call: Call) -> None:
    """Show the codebook as it stood, or write it."""
    from workbench.cli.commands.codebook import document

    args = call.args
    with call.study() as study:
        codes = study.history.at(args.moment, counts=args.counts)
        text = study.history.text_of(codes)
        call.tell_blind(study)
        if args.output:
            call.gate(study, text)
    paths = {code.id: code.path for code in codes}
    documents = [document(code, paths) for code in codes]
    if not args.counts:
        documents = [{key: value for key, value in one.items() if key not in ("codings", "total")} for one in documents]
    if args.output:
        as_json = args.json or args.output.lower().endswith(".json")
        return call.deliver(_json(documents) if as_json else text, args.output, json=as_json)
    counted = [(code.count, code.total) if args.counts else () for code in codes]
    call.show(
        documents,
        ("code", *(("own", "with its subtree") if args.counts else ()), "definition"),
        [
            ("  " * code.depth + code.name if call.console.terminal else code.path, *counts, code.definition)
            for code, counts in zip(codes, counted, strict=True)
        ],
        f"{len(codes)} codes",
    )
    return None


def _json(document: Any) -> str:
    import json

    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def run_versions(call: Call) -> None:
    """List the versions, the newest first."""
    with call.study() as study:
        found = study.history.versions()
    call.show(
        [
            {
                "name": one.name,
                "kind": one.kind,
                "when": one.when.isoformat() if one.when else None,
                "coder": one.coder,
                "note": one.note,
                "mark": one.mark or None,
            }
            for one in found
        ],
        ("version", "when", "by", "note", "mark"),
        [
            (one.name, one.when.isoformat(" ", "minutes")[:16] if one.when else "", one.coder, one.note, one.mark)
            for one in found
        ],
    )


def run_version(call: Call) -> None:
    """Name the codebook as it is, or rename a version, or let one go."""
    args = call.args
    if args.rename and args.delete:
        raise InputError("--rename and --delete are two things", "Give one of them.")
    with call.study() as study:
        if args.rename or args.delete:
            known = [one for one in study.history.versions() if args.name in (one.name, one.mark, one.id)]
            if len(known) != 1 or known[0].kind != "version":
                raise NotFoundError(
                    "there is no single version of that name", "`workbench codebook versions` lists them."
                )
        if args.delete:
            study.history.delete_version(known[0].id)
        elif args.rename:
            study.history.rename_version(known[0].id, args.rename, args.note)
        else:
            study.history.name_version(args.name, args.note or "")
    call.console.say(args.rename or args.name)


def run_diff(call: Call) -> None:
    """Show what differs between two moments, or write it."""
    from workbench.cli.commands.matrix import DEFAULT, chosen_format

    args = call.args
    chosen = chosen_format(args.format, args.json, args.output)
    with call.study() as study:
        call.tell_blind(study)
        if chosen or not call.console.terminal:
            content = study.history.render(args.since, args.until, chosen or DEFAULT)
            call.gate(study, content)
            return call.deliver(content, args.output, json=chosen == "json")
        found = study.history.diff(args.since, args.until)
    rows = [(kind, one) for kind in _KINDS for one in getattr(found, kind)]
    call.console.table(
        ("change", "code", "what", "who", "when", "why"),
        [(kind, one.path_after or one.path_before, _what(one), one.who, _day(one), one.why) for kind, one in rows],
        caption=f"from {found.since} to {found.until} · {found.unchanged} codes unchanged",
    )
    return None


def _what(one: "Changed") -> str:
    if one.into:
        return f"into {', '.join(one.into)}" + (f" ({one.passages} passages)" if one.passages else "")
    if one.field in ("", "sort"):
        return f"out of {one.before}" if one.before else ""
    return f"{one.field}: {one.before or '–'} → {one.after or '–'}"


def _day(one: "Changed") -> str:
    return one.when.strftime("%Y-%m-%d") if one.when else ""


def run_changed(call: Call) -> None:
    """List what is to be looked at again, or say that it was."""
    args = call.args
    with call.study() as study:
        if args.confirm:
            confirmed = study.history.confirm(args.confirm)
            call.console.say(f"looked at, and still fitting: {confirmed}")
            return
        found = study.history.changed(study.codes.find(args.code).id if args.code else "")
        call.tell_blind(study)
        if args.json or not call.console.terminal:
            call.gate(study, "\n".join(one.passage.text for one in found))
    call.show(
        [_old(one) for one in found],
        ("code", "transcript", "start", "end", "coder", "since", "reads otherwise", "passage"),
        [
            (
                *(one.path, one.passage.transcript, one.passage.start, one.passage.end, one.coder),
                *(one.since.strftime("%Y-%m-%d"), ", ".join(one.fields), one.passage.text),
            )
            for one in found
        ],
        f"{len(found)} codings by whoever had not seen how their code is defined now",
    )


def _old(one: "Old") -> dict[str, Any]:
    return {
        "id": one.coding,
        "code": one.path,
        "transcript": one.passage.transcript,
        "start": one.passage.start,
        "end": one.passage.end,
        "coder": one.coder,
        "since": one.since.isoformat(),
        "fields": list(one.fields),
        "before": one.before,
        "now": one.now,
        "text": one.passage.text,
    }
