"""``workbench export report``: what the study has found, in one file or a folder, for who has not seen the study."""

import os
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from workbench.cli.call import Call
from workbench.cli.files import STREAM
from workbench.cli.parser import Parser
from workbench.errors import InputError
from workbench.sanitise import line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbench.study.reporting import ReportAsked

REPORT = "report"
_SUFFIXES = {".md": "md", ".html": "html", ".htm": "html", ".docx": "docx", ".json": "json"}
_ELSEWHERE = {
    "matrix": "`workbench matrix -o FILE`",
    "codebook": "`workbench codebook export FILE`",
    "quotes": "`workbench quotes -o FILE`",
    "segments": "`workbench segments export FILE`",
    "agreement": "`workbench agree -o FILE`",
    "saturation": "`workbench saturation -o FILE`",
    "survey": "`workbench survey -o FILE`",
    "memos": "`workbench memos -o FILE`",
    "settings": "`workbench settings export FILE`",
    "log": "`workbench log export FILE`",
}
"""What is exported by the command that shows it."""


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.description = (
        "The report: material, method, tables, a page for every theme with its quotes, agreement, survey, checklists.\n"
        "One file (.md, .html, .docx; .json for programs) or, where -o is a folder, a page for every table and theme\n"
        "with the drawings beside them. At its end the report names its place in the log: the same place gives the\n"
        "same bytes. A quotation that is not what was said refuses the whole."
    )
    parser.add_argument("what", metavar="FORMAT", nargs="?", default="", help="report")
    parser.add_argument("-o", "--output", metavar="FILE|FOLDER/", help="write it there (default: Markdown on stdout)")
    parser.add_argument("--format", metavar="FORMAT", help="md, html, docx or json (default: by the file's name)")
    parser.json_option()
    parser.add_argument(
        "--matrix", metavar="NAME", action="append", default=[], help="which table, several times (default: all)"
    )
    parser.add_argument("--layer", metavar="LAYER", default="", help="all, consensus, or a coder's name")
    parser.add_argument("--quotes", metavar="N", type=_number, default=None, help="so many a theme (default: 3)")
    parser.add_argument(
        "--at", metavar="MOMENT", default="now", help="as it stood: a version, a day, a time, a place in the log"
    )
    for part, what in _PARTS.items():
        parser.add_argument(f"--no-{part}", action="store_true", help=f"without {what}")
    parser.add_argument("--strict", action="store_true", help="refuse what would only be warned about")


_PARTS = {
    "overview": "the material",
    "method": "the method",
    "matrices": "the tables",
    "themes": "the themes' pages",
    "codebook": "the codebook",
    "agreement": "agreement between coders",
    "saturation": "new codes by interview",
    "survey": "the survey",
    "checklists": "COREQ and SRQR",
    "sensitivity": "what other thresholds would change",
    "plots": "drawings",
}


def _number(text: str) -> int:
    if not text.isdigit() or len(text) > 4:
        raise InputError(f"{text!r} is no number of quotations", "Give a whole number, 0 for none.")
    return int(text)


def run(call: Call) -> None:
    """Write the report."""
    _check(call.args.what)
    args = call.args
    folder = _is_folder(args.output)
    chosen = "md" if folder else _format(args.format, args.json, args.output)
    if folder and (args.json or args.format not in (None, "md")):
        raise InputError("a folder is written in Markdown", "Leave --format out, or name a file.")
    with call.study() as study:
        from workbench import exports

        call.tell_blind(study)
        written = study.report.written(_asked(call), args.at, look=True)
        _tell_risks(call, written.risks)
        call.gate(study, study.report.told(written.document))
        if folder:
            files = study.report.files(written.document)
            path = study.report.write_folder(files, Path(os.path.realpath(args.output)))
            call.console.note(f"written: {path} and {len(files) - 1} files beside it")
        else:
            content = exports.render(written.document, chosen)
            call.deliver(content, args.output, json=chosen == "json")


def _check(what: str) -> None:
    """Raise InputError unless the report was named: what else there is, is exported where it is shown."""
    if what == REPORT:
        return
    if how := _ELSEWHERE.get(what):
        raise InputError(f"{what} is no report", f"{how} writes it.")
    others = ", ".join(f"{name} ({how})" for name, how in _ELSEWHERE.items())
    named = f"nothing is exported as {line(what, 40)!r}" if what else "export what?"
    raise InputError(named, f"`workbench export report -o FILE` writes the report. Elsewhere: {others}.")


def _asked(call: Call) -> "ReportAsked":
    from workbench.study.reporting import QUOTES, ReportAsked

    args = call.args
    without = frozenset(part for part in _PARTS if getattr(args, f"no_{part}"))
    quotes = QUOTES if args.quotes is None else args.quotes
    return ReportAsked(tuple(args.matrix), args.layer, quotes, without)


def _is_folder(output: str | None) -> bool:
    """Whether a folder was named: it ends like one, or is one."""
    if not output or output == STREAM:
        return False
    return output.endswith(("/", os.sep)) or Path(output).is_dir()


def _format(given: str | None, json: bool, output: str | None) -> str:
    from workbench.study.reporting import FORMATS

    known = ", ".join(FORMATS)
    if json and given not in (None, "json"):
        raise InputError(f"--json and --format {given} are two formats", "Give one of them.")
    if json or given:
        name = "json" if json else str(given).lower()
        if name not in FORMATS:
            raise InputError(f"a report is not written as {given}", f"There are {known}.")
        return name
    suffix = PurePath(output).suffix.lower() if output and output != STREAM else ""
    if suffix and suffix not in _SUFFIXES:
        raise InputError(
            f"no report is written to files that end in {suffix}",
            f"There are {known}; a folder's name ends in /. For spreadsheets there is `workbench matrix -o FILE.xlsx`.",
        )
    return _SUFFIXES.get(suffix, "md")


def _tell_risks(call: Call, risks: "Mapping[str, int]") -> None:
    """Say which quotations in it may identify somebody; with --strict, refuse."""
    if not risks:
        return
    words = {
        "unique": "so described that fewer than the least share it",
        "place": "name a place with a single informant",
        "words": "hold what may identify somebody",
        "long": "are long",
        "unsaid": "in summaries are not what was said",
    }
    told = "; ".join(f"{n} {words.get(why, why)}" for why, n in sorted(risks.items()))
    said = f"quotations in the report: {told}"
    if call.args.strict and risks.keys() - {"long"}:
        raise InputError(said, "`workbench quotes` marks which. Nothing was written.")
    call.console.note(f"warning: {said}; `workbench quotes` marks which")
