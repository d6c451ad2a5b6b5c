"""The verbs of ``workbench codebook`` that carry it elsewhere, take another one in, or begin one."""

from pathlib import PurePath
from typing import TYPE_CHECKING

from workbench.cli.call import Call
from workbench.cli.files import STREAM, read_bytes, shown
from workbench.cli.parser import Parser
from workbench.errors import InputError

if TYPE_CHECKING:
    from workbench.study.books import Taken

_MOST = 200_000_000  # bytes that are read at all; how large a codebook may be is said where it is read
_SHOWN = 12


def arguments(parser: Parser) -> None:
    """Add the verbs."""
    export = parser.verb("export", "write the codebook: as text, for a report, or for another program", run_export)
    export.add_argument("file", metavar="FILE", nargs="?", help="where (default: stdout)")
    export.add_argument(
        "--format",
        metavar="FORMAT",
        help="text (people edit it by hand), md, docx, xlsx, csv, json, taguette or atlas (default: by FILE's suffix)",
    )
    _under(export, "that code and what is below it only")
    export.add_argument(
        "--no-counts", action="store_true", help="without numbers of passages, and without who made a code and when"
    )
    export.add_argument("--strict", action="store_true", help="refuse what would only be warned about")
    take = parser.verb(
        "import",
        "take a codebook in: codes that are missing here, and words that differ; nothing is deleted",
        run_import,
    )
    take.add_argument(
        "file",
        metavar="FILE",
        help="text, CSV, Excel or Word: ours, or another's with headings like code, definition, include; - for stdin",
    )
    _under(take, "below that code")
    _preview(take)
    start = parser.verb("start", "begin with a codebook that comes along, or list them", run_start)
    start.add_argument("name", metavar="NAME", nargs="?", help="which (default: list them)")
    start.add_argument("--language", metavar="da|en", default="", help="in which language (default: the study's)")
    _under(start, "below that code")
    _preview(start)


def _under(parser: Parser, help: str) -> None:
    parser.add_argument("--under", metavar="CODE", default="", help=help)


def _preview(parser: Parser) -> None:
    parser.add_argument("--preview", action="store_true", help="only say what would be done")
    parser.json_option()


def run_export(call: Call) -> None:
    """Write the codebook."""
    args = call.args
    format = chosen_format(args.format, args.file)
    with call.study() as study:
        content = study.books.export(format, under=args.under, counts=not args.no_counts)
        call.tell_blind(study)
        call.gate(study, content)
    call.deliver(content, args.file)


def chosen_format(given: str | None, file: str | None) -> str:
    """The format that was asked for, in so many words or by a file's name; text where nobody asked."""
    from workbench.study.books import BY_SUFFIX, FORMATS

    if given:
        if given.lower() not in FORMATS:
            raise InputError(f"a codebook is not written as {given}", f"There are {', '.join(FORMATS)}.")
        return given.lower()
    suffix = PurePath(file).suffix.lower() if file and file != STREAM else ""
    if suffix and suffix not in BY_SUFFIX:
        raise InputError(
            f"no codebook is written to files that end in {suffix}", f"Give --format: there are {', '.join(FORMATS)}."
        )
    return BY_SUFFIX.get(suffix, "text")


def run_import(call: Call) -> None:
    """Take a codebook in, or say what that would do."""
    args = call.args
    data, name = read_bytes(args.file, _MOST), shown(args.file)
    with call.study() as study:
        do = study.books.read if args.preview else study.books.take
        taken = do(name, under=args.under, data=data)
    _tell(call, taken)


def run_start(call: Call) -> None:
    """Take a starter in, or list them."""
    args = call.args
    if args.language not in ("", "da", "en"):
        raise InputError(f"no codebook to start with is in {args.language!r}", "There are da and en.")
    with call.study() as study:
        if not args.name:
            listed = study.books.starters(args.language)
        elif args.preview:
            taken = study.books.preview(args.name, language=args.language, under=args.under)
        else:
            taken = study.books.start(args.name, language=args.language, under=args.under)
    if args.name:
        _tell(call, taken)
    else:
        call.show([{"name": name, "summary": words} for name, words in listed], ("codebook", "what it is"), listed)


def _tell(call: Call, taken: "Taken") -> None:
    """Say what was done, or would be."""
    for warning in taken.warnings:
        call.console.note(f"warning: {warning}")
    if call.args.json:
        call.console.json(
            {
                "file": taken.file,
                "format": taken.format,
                "preview": call.args.preview,
                "added": list(taken.added),
                "changed": [{"code": change.path, "fields": list(change.fields)} for change in taken.changed],
                "same": taken.same,
                "warnings": list(taken.warnings),
            }
        )
        return
    call.console.say(f"codes {'that would change' if call.args.preview else 'changed'}: {taken.changes}")
    lines = [f"new: {path}" for path in taken.added]
    lines += [f"other words: {change.path} ({', '.join(change.fields)})" for change in taken.changed]
    most = len(lines) if call.args.preview else _SHOWN
    for line in lines[:most]:
        call.console.note(line)
    if len(lines) > most:
        call.console.note(f"… and {len(lines) - most} more")
