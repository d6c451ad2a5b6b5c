"""``workbench transcripts edit`` and its like: a transcript gets another text, and what becomes of the codings."""

from typing import TYPE_CHECKING, Any

from workbench.cli.call import Call
from workbench.cli.parser import Parser, whole_number
from workbench.errors import InputError, NotFoundError, StudyError
from workbench.sanitise import line

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.study.corrections import Correction, Fate

ANOTHER = 0.5
"""Texts that have less in common are two interviews."""
_NOUNS = {"memo": "note", "link": "link of a memo", "pick": "quotation"}
_WORDS = {"kept": "as they are", "moved": "moved with their words", "changed": "with changed words", "lost": "lost"}


def add(parser: Parser) -> None:
    """Add the verbs to those of ``transcripts``."""
    edit = parser.verb("edit", "correct a transcript in your editor ($VISUAL or $EDITOR)", run_edit)
    edit.description = (
        "Open a transcript's text in your editor. What is coded goes along when it is saved; what has lost its place\n"
        "waits in `transcripts review`. Nothing happens where the text stays as it is. `log undo` takes it back."
    )
    edit.add_argument("transcript", metavar="ID")
    edit.add_argument("--yes", action="store_true", help="do not ask, whatever is lost")
    correct = parser.verb("correct", "give a transcript the text of a file; what is coded goes along", run_correct)
    correct.add_argument("transcript", metavar="ID")
    correct.add_argument("file", metavar="FILE", help="any format that can be imported; - for plain text from stdin")
    correct.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
    correct.add_argument("--yes", action="store_true", help="do not ask; also for a text that is quite another")
    correct.json_option()
    revisions = parser.verb("revisions", "list the texts a transcript has had", run_revisions)
    revisions.add_argument("transcript", metavar="ID")
    revisions.json_option()
    back = parser.verb("back", "read an earlier text of a transcript again", run_back)
    back.add_argument("transcript", metavar="ID")
    back.add_argument("n", metavar="N", type=whole_number, help="its number in `transcripts revisions`")
    review = parser.verb("review", "list what corrections have changed at an edge, or lost", run_review)
    review.add_argument("transcript", metavar="ID", nargs="?", default="")
    review.add_argument("--accept", metavar="ROW", action="append", help="leave this one as it stands now")
    review.add_argument("--accept-all", action="store_true", help="leave all that are listed")
    review.json_option()
    join = parser.verb("join", "make one text of what two people have corrected at once", run_join)
    join.add_argument("transcript", metavar="ID")
    join.add_argument("--prefer", choices=["mine", "theirs"], help="whose words stand where both changed the same")


def run_edit(call: Call) -> None:
    """Let somebody edit the text, and write what came of it."""
    from workbench.study.corrections.editing import in_editor

    with call.study() as study:
        document = study.transcripts.document(call.args.transcript)
    with in_editor(document.text, document.name, call.console.note) as text:
        if text is None:
            call.console.note("the text is as it was: nothing was changed")
            return
        with call.study() as study:
            text = study.corrections.onto(document.name, document.revision, text)
            _write(call, study, document.name, text)


def run_correct(call: Call) -> None:
    """Write the text of a file."""
    args = call.args
    text, turns, times = _read(args.file, args.transcript)
    with call.study() as study:
        if not args.dry_run:
            _write(call, study, args.transcript, text, turns=turns, times=times)
            return
        preview = study.corrections.preview(args.transcript, text)
        call.tell_blind(study)
    if args.json:
        call.console.json(_document(preview, written=False))
    else:
        call.console.say(_told(preview))
        _lost(call, preview)


def _read(file: str, transcript: str) -> tuple[str, Any, Any]:
    from workbench import transcripts as room
    from workbench.cli.files import STREAM, read_bytes

    source = room.read(read_bytes(file, room.MAX_BYTES), "stdin.txt" if file == STREAM else file)
    if source.front.line and source.front.id != transcript:
        raise InputError(
            f"this is {line(source.front.id, 60)}, not {line(transcript, 60)}",
            "The front matter says so: correct that one, or import it.",
            file=file,
        )
    timed = source.times if any(source.times) else None
    return source.text, source.turns if timed else None, timed


def _write(call: Call, study: "Study", transcript: str, text: str, *, turns: Any = None, times: Any = None) -> None:
    as_json = getattr(call.args, "json", False)
    preview = study.corrections.preview(transcript, text)
    _agree(call, preview)
    done = study.corrections.correct(transcript, text, turns=turns, times=times)
    if as_json:
        call.console.json(_document(done or preview, written=done is not None))
        return
    if done is None:
        call.console.note("it is the text the transcript has: nothing was changed")
        return
    call.console.say(_told(done))
    _finish(call, done)


def _agree(call: Call, preview: "Correction") -> None:
    """Ask on a terminal where something is lost; refuse quite another text where nobody says to take it."""
    lost, other = preview.counts["lost"], preview.similarity < ANOTHER
    if call.args.yes or not (lost or other):
        return
    if other and not call.can_ask:
        raise StudyError(
            f"the two texts have {preview.similarity:.0%} in common: this is another interview",
            "Import it under an id of its own, or say --yes.",
        )
    if not call.can_ask:
        call.console.note(f"warning: {lost} lose their place; `workbench transcripts review` lists them")
        return
    from workbench.cli.commands.withdraw import typed

    call.console.note(_told(preview))
    _lost(call, preview)
    call.console.note("Go on? Type yes and press Enter:")
    if typed().casefold() not in ("y", "yes"):
        raise InputError("nobody said yes", "Nothing was changed.")


def _told(correction: "Correction") -> str:
    counts = correction.counts
    told = ", ".join(f"{counts[status]} {words}" for status, words in _WORDS.items() if counts[status])
    alike = f"{line(correction.transcript, 60)}: {correction.similarity:.1%} as before"
    return f"{alike}; coded passages and notes: {told or 'none'}"


def _finish(call: Call, correction: "Correction") -> None:
    for warning in correction.warnings:
        call.console.note(f"warning: {warning}")
    waiting = sum(fate.edge or fate.new is None for fate in correction.fates)
    if waiting:
        call.console.note(f"{waiting} to look at: `workbench transcripts review {line(correction.transcript, 60)}`")


def _lost(call: Call, correction: "Correction") -> None:
    for fate in correction.fates:
        if fate.new is None:
            call.console.note(f"  lost: {_passage(fate)}")


def _passage(fate: "Fate") -> str:
    what = f"{line(fate.code, 60)} ({fate.coder})" if fate.ent == "coding" else f"{_NOUNS[fate.ent]} ({fate.coder})"
    return f"{what} on “{line(fate.before, 80)}”"


def _document(correction: "Correction", *, written: bool) -> dict[str, Any]:
    return {
        "transcript": correction.transcript,
        "revision": correction.revision,
        "parent": correction.parent,
        "written": written,
        "similarity": round(correction.similarity, 4),
        "counts": correction.counts,
        "passages": [_fate(fate) for fate in correction.fates],
        "warnings": list(correction.warnings),
    }


def _fate(fate: "Fate") -> dict[str, Any]:
    return {
        "row": fate.row,
        "what": fate.ent,
        "status": fate.status,
        "edge": fate.edge,
        "transcript": fate.transcript,
        "code": fate.code or None,
        "coder": fate.coder,
        "before": {"revision": fate.old[0], "start": fate.old[1], "end": fate.old[2], "text": fate.before},
        "after": {"revision": fate.new[0], "start": fate.new[1], "end": fate.new[2], "text": fate.after}
        if fate.new
        else None,
    }


def run_revisions(call: Call) -> None:
    """List the texts."""
    with call.study() as study:
        rows = study.corrections.revisions(call.args.transcript)
    call.show(
        [row._asdict() | {"when": row.when.isoformat(timespec="seconds"), "why": row.why or "import"} for row in rows],
        ("n", "why", "when", "by", "characters", "sha256", "state"),
        [
            (
                row.n,
                row.why or "import",
                row.when.isoformat(" ", "seconds"),
                row.coder,
                row.characters,
                row.sha256[:12],
                _state(row),
            )
            for row in rows
        ],
        f"{len(rows)} texts · `workbench transcripts back ID N` reads an earlier one again",
    )


def _state(row: Any) -> str:
    words = ("erased" if row.erased else "" if row.here else "not here", "stays at home" if row.private else "")
    return ", ".join(word for word in ("read now" if row.current else "", *words) if word)


def run_back(call: Call) -> None:
    """Read an earlier text again."""
    with call.study() as study:
        rows = study.corrections.revisions(call.args.transcript)
        row = next((row for row in rows if row.n == call.args.n), None)
        if row is None:
            raise NotFoundError(
                f"{line(call.args.transcript, 60)} has {len(rows)} texts",
                "`workbench transcripts revisions` lists them.",
            )
        done = study.corrections.back(call.args.transcript, row.id)
    if done is None:
        call.console.note("it is the text that is read: nothing was changed")
        return
    call.console.say(_told(done))
    _finish(call, done)


def run_review(call: Call) -> None:
    """List the queue, or see to some of it."""
    args = call.args
    with call.study() as study:
        if args.accept or args.accept_all:
            rows = [fate.row for fate in study.corrections.queue(args.transcript)] if args.accept_all else args.accept
            study.corrections.accept(*rows)
            call.console.note(f"left as they stand: {len(set(rows))}")
        fates = study.corrections.queue(args.transcript)
        if not args.json:
            call.tell_blind(study)
    call.show(
        [_fate(fate) for fate in fates],
        ("row", "transcript", "status", "code", "coder", "before", "after"),
        [
            (f.row, f.transcript, f.status, f.code or "(note)", f.coder, line(f.before, 80), line(f.after, 80))
            for f in fates
        ],
        "`workbench transcripts review --accept ROW` leaves one as it stands; the screens put it elsewhere"
        if fates
        else "",
    )


def run_join(call: Call) -> None:
    """Make one text of several."""
    with call.study() as study:
        done = study.corrections.join(call.args.transcript, call.args.prefer or "")
    call.console.say(_told(done))
    _finish(call, done)
