"""``workbench withdraw PERSON``: take back what somebody said, wherever the study goes."""

from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.parser import Parser
from workbench.errors import CheckFailedError, InputError
from workbench.sanitise import line

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.study.withdrawals import CarriedOut, Preview
    from workbench.study.withdrawals.standing import State

UNDO = "There is no undo: the words are gone for ever, here now and on colleagues' copies when they sync."


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "Take back what a person said. Their turns leave every text, original, quotation, example and memo, here and\n"
        "on every copy that syncs; what is anchored in the rest is carried over, word by word. What others say about\n"
        "them stays, and is listed. There is no undo: let everybody sync first, then look at --preview."
    )
    parser.add_argument(
        "person", metavar="PERSON", nargs="?", help="the id written in the transcripts (P07), or TRANSCRIPT:LABEL"
    )
    parser.add_argument("--reason", default="", metavar="TEXT", help="goes into the log for good: name nobody in it")
    parser.add_argument("--preview", action="store_true", help="say what would happen and change nothing")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument(
        "--status", action="store_true", help="who withdrew, whose copies have confirmed it, what is left"
    )
    parser.json_option()


def run(call: Call) -> None:
    """Preview, ask, withdraw; or say how far withdrawals have come."""
    args = call.args
    if args.status:
        if args.person:
            raise InputError("--status is about every withdrawal", "Leave the person out.")
        show_status(call)
        return
    if not args.person:
        raise InputError("who withdraws?", "Name the person: P07, or TRANSCRIPT:LABEL. --status lists who has.")
    if args.json and not (args.preview or args.yes):
        raise InputError("--json asks nothing", "Say --preview, or --yes to go ahead.")
    with call.study() as study:
        preview = study.withdrawals.preview(args.person)
        if args.preview:
            call.tell_blind(study)
            show(call, preview)
            return
        if not args.yes:
            agree(call, preview)
        done = study.withdrawals.withdraw(args.person, args.reason)
    if args.json:
        call.console.json({"person": preview.person, "withdrawn": _document(preview), **_result(done)})
    else:
        call.console.say(f"{preview.person} has withdrawn")
    finish(call, done)


def agree(call: Call, preview: "Preview") -> None:
    """Ask on a terminal; raise InputError where nobody can answer, or the answer is another than the name."""
    if not call.can_ask:
        raise InputError("a withdrawal cannot be undone, so it is asked for twice", "See --preview, then say --yes.")
    show(call, preview)
    call.console.note(f"To go ahead, type {line(preview.person, 80)} and press Enter:")
    if typed() != preview.person:
        raise InputError("that was another name", "Nothing was changed.")


def typed() -> str:
    """A line from the terminal; '' where it is closed."""
    import sys

    return sys.stdin.readline().strip()


def finish(call: Call, done: "CarriedOut") -> None:
    """Say what was done here and what is left to people; raise CheckFailedError where something is still to do."""
    if not call.args.json:
        for sentence in done.done:
            call.console.say(f"  {sentence}")
        if done.left:
            call.console.say("what this program cannot reach, and people must:")
            for sentence in done.left:
                call.console.say(f"  - {sentence}")
    if not done.confirmed:
        raise CheckFailedError(
            "it is not finished on this machine", "Close the study everywhere else and open it again."
        )
    call.console.note("Sync now: colleagues' copies follow then. `workbench withdraw --status` says whose have.")


def show(call: Call, preview: "Preview") -> None:
    """Write what a withdrawal would do."""
    if call.args.json:
        call.console.json(_document(preview))
        return
    say = call.console.say
    say(f"{preview.person} speaks in {', '.join(preview.transcripts)}: {preview.turns} turns, {preview.words} words.")
    for what, (lost, shortened, kept) in (
        ("codings", preview.codings),
        ("notes on passages", preview.memos),
        ("links of memos", preview.links),
        ("quotations", preview.picks),
    ):
        if lost or shortened or kept:
            say(f"{what}: {lost} lost, {shortened} shortened, {kept} kept whole")
    if preview.summaries:
        say(f"summaries of what they say: {preview.summaries} removed")
    _listed(call, "nobody else speaks there, so these go altogether:", preview.emptied)
    _listed(call, "words of theirs are taken out of:", preview.quoting)
    places = [f"{m.transcript} {m.start}–{m.end}: {line(m.text, 100)}" for m in preview.mentions]
    _listed(call, "turns of others that name them stay as they are; read them:", places)
    _listed(call, "files that hold words of theirs, which you must see to yourself:", preview.files)
    _listed(call, "the log itself holds words of theirs, from where nothing can be taken:", preview.in_log)
    say(UNDO)


def _listed(call: Call, heading: str, items: tuple[str, ...] | list[str]) -> None:
    if items:
        call.console.say(heading)
        for item in items:
            call.console.say(f"  {item}")


def _document(preview: "Preview") -> dict[str, Any]:
    counts = ("lost", "shortened", "kept")
    return preview._asdict() | {
        "codings": dict(zip(counts, preview.codings, strict=True)),
        "memos": dict(zip(counts, preview.memos, strict=True)),
        "links": dict(zip(counts, preview.links, strict=True)),
        "picks": dict(zip(counts, preview.picks, strict=True)),
        "mentions": [mention._asdict() for mention in preview.mentions],
    }


def _result(done: "CarriedOut") -> dict[str, Any]:
    return {"done": list(done.done), "left": list(done.left), "confirmed": done.confirmed}


def show_status(call: Call) -> None:
    """Write who withdrew, whose copies have confirmed it, and what was erased by itself."""
    with call.study() as study:
        states, purged = study.withdrawals.status(), study.withdrawals.purged()
        if call.args.json:
            call.console.json({"withdrawals": [_state(s) for s in states], "purged": _purged(study)})
            return
    rows: list[tuple[object, ...]] = [
        (
            s.person,
            s.when.isoformat(" ", "seconds"),
            s.coder,
            ", ".join(s.transcripts),
            ", ".join(dict.fromkeys(c.coder for c in s.confirmed)),
            ", ".join(s.missing),
        )
        for s in states
    ]
    rows += [("(one text)", p.when.isoformat(" ", "seconds"), p.coder, p.text[:12], p.reason, "") for p in purged]
    call.console.table(("who", "when", "by", "where", "confirmed by", "not yet by"), rows)
    for s in states:
        if s.again:
            call.console.note(f"{s.person} speaks in {', '.join(s.again)}, which came later: withdraw once more")
    left: dict[str, dict[str, None]] = {}
    for c in (c for s in states for c in s.confirmed):
        for sentence in c.left:
            left.setdefault(sentence, {})[c.coder] = None
    if left:
        call.console.note("what no program can reach, and people must (and whose copy said so):")
        for sentence, coders in left.items():
            call.console.note(f"  - {sentence} ({', '.join(coders)})")


def _state(state: "State") -> dict[str, Any]:
    return {
        "person": state.person,
        "when": state.when.isoformat(),
        "coder": state.coder,
        "reason": state.reason,
        "transcripts": list(state.transcripts),
        "texts": state.texts,
        "confirmed": [
            {"coder": c.coder, "when": c.when.isoformat(), "replica": c.replica, "left": list(c.left)}
            for c in state.confirmed
        ],
        "missing": list(state.missing),
        "again": list(state.again),
    }


def _purged(study: "Study") -> list[dict[str, Any]]:
    return [
        {"text": p.text, "when": p.when.isoformat(), "coder": p.coder, "reason": p.reason}
        for p in study.withdrawals.purged()
    ]
