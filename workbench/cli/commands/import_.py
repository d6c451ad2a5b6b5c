"""``workbench import PATH…``: transcripts into the study."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import Any

from workbench.cli.call import Call
from workbench.cli.console import Console
from workbench.cli.parser import Parser
from workbench.errors import InputError

_FORMATS = "text, Markdown, Word, OpenDocument, RTF, PDF, HTML, VTT, SRT or Whisper's JSON"
_STATES = ("new", "updated", "corrected", "same", "refused")


class _Bar:
    """The bar of the work, out of the way while somebody is asked; none where nobody watches."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._drawn = ExitStack()
        self._step: Callable[[int, int], None] | None = None
        self._open = False

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def step(self, done: int, total: int) -> None:
        """So many files of so many are done."""
        if not self._open:
            self._open = True
            self._step = self._drawn.enter_context(self._console.progress("importing"))
        if self._step:
            self._step(done, total)

    def close(self) -> None:
        """Take the bar away; the next step draws it again."""
        self._open = False
        self._drawn.close()


def arguments(parser: Parser) -> None:
    """Add the command's arguments."""
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="*",
        help=f"files, or folders to walk ({_FORMATS}; default: the study's own transcripts/)",
    )
    parser.add_argument("--as-coder", metavar="NAME", help="whose codings they are, where what is imported holds any")
    parser.add_argument(
        "--private",
        action="store_true",
        help="texts from before anonymisation: they never leave this machine, and no copy lies in the study's folder",
    )
    parser.add_argument(
        "--encoding", metavar="NAME", default="", help="the character set of the files (default: found out for each)"
    )
    parser.add_argument(
        "--repair",
        action="store_true",
        help="mend letters that were read in a wrong character set before (“Ã¸” for “ø”)",
    )
    parser.add_argument("--strict", action="store_true", help="refuse what would only be warned or asked about")
    parser.json_option()


def run(call: Call) -> int:
    """Import, and say what became of each file; status 2 where one of them could not be taken."""
    from workbench.study.importing import DECLINED

    with call.study() as study:
        paths = [Path(path) for path in call.args.paths] or [study.folder / "transcripts"]
        files = _files(paths)
        if not files:
            raise InputError(
                f"there is no transcript in {', '.join(map(str, paths))}",
                f"Transcripts are {_FORMATS}: `workbench import PATH…` takes them from anywhere."
                if study.encrypted
                else f"Transcripts are {_FORMATS}: put them there, or say `workbench import PATH…`.",
            )
        with _Bar(call.console) as bar:
            imported = study.transcripts.import_files(
                files,
                bar.step,
                strict=call.args.strict,
                private=call.args.private,
                encodings=dict.fromkeys(files, call.args.encoding) if call.args.encoding else {},
                repair=call.args.repair,
                ask=_asking(call, bar),
            )
        # The first opening has taken in the study's own transcripts a moment ago: to the user they are new.
        first = {found.name: found for found in study.taken_in if found.state != "refused"}
        told = {} if call.args.private else _identifying(study, [name for name in first if first[name].state == "new"])
        imported = [
            i
            if i.state == "refused" or i.name not in first
            else first[i.name]._replace(file=i.file, warnings=(*i.warnings, *told.get(i.name, ())))
            for i in imported
        ]
    _tell(call, imported)
    return 2 if any(i.state == "refused" and i.why != DECLINED for i in imported) else 0


def _identifying(study: Any, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """What is said of transcripts that the opening took in without looking through them."""
    from workbench.study.importing import identifying

    found: dict[str, Counter[str]] = {}
    for one in study.anonymity.findings(names, weak=False, quasi=False) if names else ():
        found.setdefault(one.transcript, Counter())[one.finding.kind] += 1
    return {name: (identifying(name, counts),) for name, counts in found.items()}


def _tell(call: Call, imported: Sequence[Any]) -> None:
    """Say what became of the files."""
    for found in imported:
        for warning in found.warnings:
            call.console.note(f"warning: {found.file}: {warning}")
        if found.state == "refused":
            call.console.error(f"{found.file}: {found.why}")
    if call.args.as_coder:
        call.console.note("warning: transcripts hold no codings, so --as-coder changed nothing")
    call.show(
        [
            {"id": i.name, "file": str(i.file), "state": i.state, "warnings": list(i.warnings), "why": i.why}
            for i in imported
        ],
        ("", "transcript", "file"),
        [(i.state, i.name, i.file) for i in imported],
    )
    states = Counter(i.state for i in imported)
    call.console.note(", ".join(f"{states[state]} {state}" for state in _STATES if states[state]))


def _asking(call: Call, bar: _Bar) -> Callable[[Any], bool] | None:
    """How somebody at a terminal is asked; None where nobody can be."""
    if call.args.strict or call.args.json or not call.can_ask:
        return None

    def ask(question: Any) -> bool:
        bar.close()
        call.console.note(f"{question.file}: {question.told}")
        sys.stderr.write("take it in? [y/N] ")
        sys.stderr.flush()
        return sys.stdin.readline().strip().casefold() in ("y", "yes", "j", "ja")

    return ask


def _files(paths: Sequence[Path]) -> list[Path]:
    """The files that were named, and those in the folders that were; raises InputError for what is not there."""
    from workbench.study.importing import files_of

    for path in paths:
        with suppress(PermissionError):  # whether it is there, nobody may know: reading it says so
            if not path.exists():
                raise InputError(
                    f"there is no {path}", "Give the path of a transcript, or of a folder with transcripts."
                )
    return list(files_of(paths))
