"""``workbench log``: who did what and when; taken back, carried out of the study and into it."""

from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.cli.call import Call
from workbench.cli.files import STREAM, read_bytes, shown
from workbench.cli.parser import Parser, whole_number
from workbench.errors import CheckFailedError, InputError, NotFoundError

if TYPE_CHECKING:
    from workbench.study import Study

EVERYTHING = 1_000_000_000


def arguments(parser: Parser) -> None:
    """Add the command's verbs."""
    parser.json_option()
    parser.add_argument(
        "--limit", type=whole_number, default=50, metavar="N", help="the latest N (default: 50; 0: all)"
    )
    undo = parser.verb("undo", "take an entry back; what others have changed since stays", run_undo)
    undo.add_argument(
        "number", metavar="TX", nargs="?", type=whole_number, help="its number in the list (default: your last)"
    )
    parser.verb("redo", "make again what was taken back last", run_redo)
    export = parser.verb("export", "write the whole log as lines", run_export)
    export.add_argument("file", metavar="FILE", nargs="?", help="where (default: stdout)")
    take = parser.verb("import", "take in lines of this study from elsewhere, in any order", run_import)
    take.add_argument("files", metavar="FILE", nargs="+", help="- for stdin")


def run(call: Call) -> None:
    """List the latest entries, newest first."""
    with call.study() as study:
        entries = study.log.entries(call.args.limit if call.args.limit > 0 else EVERYTHING)
    call.show(
        [
            {
                "n": e.n,
                "when": e.when.isoformat(),
                "coder": e.coder,
                "verb": e.verb,
                "what": e.what,
                "changes": e.changes,
                "stream": e.stream,
                "tx": e.tx,
            }
            for e in entries
        ],
        ("tx", "when", "coder", "did", "what", "changes"),
        [(e.n, e.when.isoformat(" ", "seconds"), e.coder, e.verb, e.what, e.changes) for e in entries],
    )


def run_undo(call: Call) -> None:
    """Take back the coder's last entry, or the one that is named."""
    number = call.args.number
    with call.study() as study:
        if number is None:
            words = study.undo()
        else:
            entry = _entry(study, number)
            words = study.log.undo(entry[0], entry[1])
        who = study.coder_name
    if words is None:
        raise InputError(
            f"{who} has nothing to take back", "`workbench log` lists the entries: give the number of one."
        )
    call.console.say(f"taken back: {words}")


def run_redo(call: Call) -> None:
    """Make again what the coder took back last."""
    with call.study() as study:
        words, who = study.redo(), study.coder_name
    if words is None:
        raise InputError(f"{who} has taken nothing back that could be made again")
    call.console.say(f"made again: {words}")


def _entry(study: "Study", number: int) -> tuple[str, int]:
    for entry in study.log.entries(EVERYTHING):
        if entry.n == number:
            return entry.stream, entry.tx
    raise NotFoundError(f"the log has no entry {number}", "`workbench log --limit 0` lists them all.")


def run_export(call: Call) -> None:
    """Write the log."""
    with call.study() as study:
        text = "".join(f"{line}\n" for line in study.log.export())
        call.gate(study, text, told=False)  # it is no report: what it holds is the study
    call.deliver(text, call.args.file)


def run_import(call: Call) -> None:
    """Take lines in. A line that is no change is refused by itself, and makes the status 1."""
    files = call.args.files
    for name in files:
        if name != STREAM and not Path(name).is_file():
            raise InputError("there is no such file", "`log export FILE` writes one.", file=name)
    with call.study() as study:
        report = study.log.ingest(chain.from_iterable(map(_lines, files)))
    if not (report.applied or report.known or report.waiting or report.blobs) and report.refused:
        raise InputError(
            f"no change is in {', '.join(map(shown, files))}",
            "`workbench log export FILE` writes what can be taken in.",
        )
    call.console.say(
        f"changes taken in: {report.applied}, known: {report.known}, waiting for earlier ones: {report.waiting}, "
        f"texts: {report.blobs}"
    )
    if report.refused:
        reasons = "; ".join(dict.fromkeys(report.refused))
        raise CheckFailedError(f"lines refused: {len(report.refused)} ({reasons})", "The others were taken in.")


def _lines(name: str) -> Iterator[bytes]:
    return (line for line in read_bytes(name).splitlines() if line.strip())
