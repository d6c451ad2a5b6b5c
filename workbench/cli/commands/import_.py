"""``workbench import PATH…``: transcripts into the study."""

from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from workbench.cli.call import Call
from workbench.cli.parser import Parser
from workbench.errors import InputError


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "paths", metavar="PATH", nargs="*", help="files, or folders to walk (default: the study's own transcripts/)"
    )
    parser.add_argument("--as-coder", metavar="NAME", help="whose codings they are, where what is imported holds any")
    parser.add_argument(
        "--private",
        action="store_true",
        help="texts from before anonymisation: they never leave this machine, and no copy lies in the study's folder",
    )
    parser.add_argument("--strict", action="store_true", help="refuse what would only be warned about")
    parser.json_option()


def run(call: Call) -> None:
    """Import, and say what became of each file."""
    with call.study() as study:
        paths = [Path(path) for path in call.args.paths] or [study.folder / "transcripts"]
        files = list(_files(paths))
        if not files:
            raise InputError(
                f"there is no transcript in {', '.join(map(str, paths))}",
                "Transcripts are .md and .txt files: `workbench import PATH…` takes them from anywhere."
                if study.encrypted
                else "Transcripts are .md and .txt files: put them there, or say `workbench import PATH…`.",
            )
        with call.console.progress("importing") as step:
            imported = study.transcripts.import_files(files, step, strict=call.args.strict, private=call.args.private)
        # The first opening has taken in the study's own transcripts a moment ago: to the user they are new.
        first = {found.name: found for found in study.taken_in}
        imported = [first.get(i.name, i)._replace(file=i.file) for i in imported]
    for found in imported:
        for warning in found.warnings:
            call.console.note(f"warning: {found.file}: {warning}")
    if call.args.as_coder:
        call.console.note("warning: transcripts hold no codings, so --as-coder changed nothing")
    call.show(
        [{"id": i.name, "file": str(i.file), "state": i.state, "warnings": list(i.warnings)} for i in imported],
        ("", "transcript", "file"),
        [(i.state, i.name, i.file) for i in imported],
    )
    states = Counter(i.state for i in imported)
    call.console.note(", ".join(f"{states[state]} {state}" for state in ("new", "updated", "same") if states[state]))


def _files(paths: Iterable[Path]) -> Iterable[Path]:
    """The files that were named, and those in the folders that were; raises InputError for what is not there."""
    from workbench.study.transcripts import SUFFIXES

    for path in paths:
        if path.is_dir():
            yield from (p for p in sorted(path.rglob("*")) if p.suffix.lower() in SUFFIXES and p.is_file())
        elif path.exists():
            yield path
        else:
            raise InputError(f"there is no {path}", "Give the path of a transcript, or of a folder with transcripts.")
