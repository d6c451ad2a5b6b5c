"""Files read and taken in, and texts looked through, for screens whose keys are not to wait for it.

Each line is a piece of work, answered by any number of lines, the last of which holds ``end``: "done", "cancelled" or
"trouble", with ``words`` for people. ``{"do": "cancel"}`` meanwhile ends it at the next step.

``{"do": "preview", "paths": […], "encodings": {file: name}, "repair": [file, …]}`` finds the files and reads each;
nothing is written. ``{"files": […], "more": bool}`` comes first, then for each file what ``told`` makes of its preview,
``{"file": …, "preview": {…}, "sha256": …, "strong": [[kind, before, text, after], …]}``, or ``{"file": …, "refused":
why}``.

``{"do": "import", "files": [{"file", "front", "encoding", "repair"}, …], "private": bool}`` takes files in, one after
the other: ``{"file", "name", "state", "warnings", "why"}`` each. Where somebody has to decide it says
``{"file", "ask": "…"}`` and waits for ``{"do": "answer", "yes": bool}``.

``{"do": "scan", "transcripts": [name, …]}`` looks for what points to a person ([]: everywhere), tells ``{"done",
"of"}`` and at the end ``found``, a number: ``study.anonymity.findings`` has it from then on without looking again.

``{"do": "leaving", "file": …}`` looks through a file that was written for a report: ``{"kinds": {kind: how many}}``.

``{"do": "search", …}`` looks for words; ``workbench.worker.searching`` tells what is asked and answered.

``{"do": "new codes", …}`` and ``{"do": "together", …}`` count; ``workbench.worker.numbers`` tells it of them.

``{"do": "alike", …}``, ``"rested"`` and ``"moved"`` are about the codebook: ``workbench.worker.codebook`` tells it.

``{"do": "matrix", …}``, ``"evidence"``, ``"picks"``, ``"quote"`` and ``"compare"`` are the synthesis:
``workbench.worker.matrices`` tells it of them.
"""

import contextlib
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from workbench.errors import InputError, WorkbenchError
from workbench.worker import codebook, matrices
from workbench.worker.line import Gone, Line, opened
from workbench.worker.numbers import new_codes, together
from workbench.worker.searching import found

if TYPE_CHECKING:
    from workbench.study import Study
    from workbench.study.importing import Question
    from workbench.transcripts import Front, Source
    from workbench.transcripts.preview import Preview

MOST_FILES = 1000
"""Files that are taken from folders at once: more is a slip (a home folder), not a study."""
MOST_STRONG = 200
"""Findings of a file that are told with its preview."""
AROUND = 40
"""Characters before and after a finding that are told with it."""


class Cancelled(Exception):  # noqa: N818  no error: somebody said so
    """What is under way is not wanted any more."""


class Reading:
    """The work on one study."""

    def __init__(self, study: "Study", line: Line) -> None:
        self._study = study
        self._line = line
        self._does: dict[str, Callable[[Mapping[str, Any]], dict[str, Any]]] = {
            "preview": self._preview,
            "import": self._import,
            "scan": self._scan,
            "leaving": self._leaving,
            "search": lambda asked: found(study, asked),
            "new codes": lambda asked: new_codes(study, asked),
            "together": lambda asked: together(study, asked),
            "alike": lambda asked: codebook.alike(study, asked),
            "rested": lambda asked: codebook.rested(study, asked),
            "moved": lambda asked: codebook.moved(study, asked),
            "matrix": lambda asked: matrices.matrix(study, asked),
            "evidence": lambda asked: matrices.evidence(study, asked, line.tell),
            "quote": lambda asked: matrices.quote(study, asked),
            "picks": lambda asked: matrices.picks(study, asked),
            "compare": lambda asked: matrices.compare(study, asked),
        }

    def run(self) -> None:
        """Until the parent ends."""
        while True:
            asked = self._line.hear(None) or {}
            work = self._does.get(str(asked.get("do")))
            if work is None:
                continue  # a cancel that came too late
            try:
                self._study.changed()  # what others wrote meanwhile
                told = {"end": "done", "words": ""} | work(asked)
            except Cancelled:
                told = {"end": "cancelled", "words": ""}
            except WorkbenchError as error:
                told = {"end": "trouble", "words": f"{error.message}\n{error.hint}".strip()}
            except (KeyError, TypeError, ValueError, AttributeError):  # a question that is none
                told = {"end": "trouble", "words": "this could not be done"}
            self._line.tell(**told)

    def _step(self) -> None:
        """Between two steps: raises ``Cancelled`` where that was said, ``Gone`` where nobody is there any more."""
        while (said := self._line.hear(0)) is not None:
            if said.get("do") == "cancel":
                raise Cancelled

    # --- before anything is written

    def _preview(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        files, more = self._found([Path(path) for path in asked["paths"]])
        self._line.tell(files=[str(file) for file in files], more=more)
        encodings, repair = asked.get("encodings", {}), asked.get("repair", ())
        for file in files:
            self._step()
            name = str(file)
            try:
                told = self._previewed(file, str(encodings.get(name, "")), name in repair)
            except InputError as refused:
                told = {"refused": _why(refused)}
            except Exception as bug:  # noqa: BLE001  what one file does to a reader is nothing to the other files
                told = {"refused": f"reading it failed ({type(bug).__name__}), which is a mistake of this program"}
            self._line.tell(file=name, **told)
        return {}

    def _found(self, paths: Iterable[Path]) -> tuple[list[Path], bool]:
        """The files meant, each once, and whether there were more than is sensible."""
        files: dict[Path, None] = {}
        for path in paths:
            for file in self._below(path) if path.is_dir() else [path]:
                if len(files) >= MOST_FILES:
                    return list(files), True
                files[file] = None
        return list(files), False

    def _below(self, folder: Path) -> Iterator[Path]:
        """What can be imported in a folder and below it, hidden folders left out."""
        from workbench.transcripts.readers import SUFFIXES

        for here, folders, names in os.walk(folder):
            self._step()
            folders[:] = sorted(name for name in folders if not name.startswith("."))
            for name in sorted(names):
                if name.lower().endswith(tuple(SUFFIXES)) and not name.startswith((".", "~$")):
                    yield Path(here, name)

    def _previewed(self, file: Path, encoding: str, repair: bool) -> dict[str, Any]:
        from workbench.study.importing import bytes_of
        from workbench.transcripts import preview, read

        if not file.is_file():  # a pipe would be waited for
            raise InputError("it is no file" if file.exists() else "it is not there")
        data = bytes_of(file)
        groups = self._study.settings.groups or None
        shown = preview.preview(data, str(file), groups, encoding=encoding, repair=repair)
        front = None if shown.has_front else _heard(shown)
        source = read(data, str(file), groups=groups, encoding=encoding, repair=repair, front=front)
        # What is odd depends on who asks, which the screens take from the labels where the file does not say it.
        told = preview.told(shown._replace(warnings=source.warnings))
        return {"preview": told, "sha256": source.sha256, "strong": self._strong(source)}

    def _strong(self, source: "Source") -> list[list[str]]:
        told = []
        for one in self._study.anonymity.strong(source)[:MOST_STRONG]:
            before, after = source.text[max(one.start - AROUND, 0) : one.start], source.text[one.end :][:AROUND]
            told.append([one.kind, before, one.text, after])
        return told

    # --- taking in

    def _import(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        for one in asked["files"]:
            self._step()
            self._line.tell(**self._taken_in(one, bool(asked.get("private"))))
        return {"words": "\n".join(self._study.transcripts.warnings)}

    def _taken_in(self, one: Mapping[str, Any], private: bool) -> dict[str, Any]:
        from workbench.transcripts import preview

        file, name = Path(one["file"]), str(one["file"])
        front = preview.front_read(one["front"]) if one.get("front") else None
        asked: list[str] = []

        def ask(question: "Question") -> bool:
            asked.append(question.told)
            return self._answered(name, question.told)

        try:
            (done,) = self._study.transcripts.import_files(
                [file],
                private=private,
                fronts={file: front} if front is not None else {},
                encodings={file: one["encoding"]} if one.get("encoding") else {},
                repair=bool(one.get("repair")),
                ask=ask,
                look=False,  # what identifies somebody was told with the preview
            )
        except WorkbenchError as refused:  # one file that cannot be taken is no reason against the others
            return {"file": name, "name": "", "state": "refused", "warnings": [], "why": _why(refused)}
        why = done.why or ("; ".join(asked) if done.state == "corrected" else "")
        return {"file": name, "name": done.name, "state": done.state, "warnings": list(done.warnings), "why": why}

    def _answered(self, file: str, question: str) -> bool:
        self._line.tell(file=file, ask=question)
        while True:
            said = self._line.hear(None) or {}
            if said.get("do") == "cancel":
                raise Cancelled
            if said.get("do") == "answer":
                return said.get("yes") is True

    # --- looking through

    def _scan(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        names: Sequence[str] = [str(name) for name in asked.get("transcripts", ())]

        def progress(done: int, of: int) -> None:
            self._step()
            self._line.tell(done=done, of=of)

        return {"found": len(self._study.anonymity.findings(names, progress=progress))}

    def _leaving(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        from workbench.study.importing import bytes_of

        found = self._study.anonymity.leftovers_in(bytes_of(Path(asked["file"])))
        return {"kinds": dict(sorted(Counter(one.kind for one in found).items()))}


def _heard(shown: "Preview") -> "Front":
    """The front of a file that has none, with those whose label says that they ask as the interviewer."""
    asking = tuple(speaker.label for speaker in shown.speakers if speaker.kind == "interviewer")
    others = tuple(one for one in shown.front.informants if one.label not in asking)
    return shown.front._replace(interviewer=asking, informants=others)


def _why(refused: WorkbenchError) -> str:
    """Why, without the file's whole path: the screens know which file it is about."""
    message = refused.reason if isinstance(refused, InputError) else refused.message
    place = f"line {refused.line}: " if isinstance(refused, InputError) and refused.line else ""
    return f"{place}{message}{f'. {refused.hint}' if refused.hint else ''}"


def reading(folder: Path, coder: str, line: Line) -> int:
    """Do what is asked about the study in ``folder``, in the name of ``coder``; the exit status."""
    with contextlib.suppress(AttributeError, OSError):
        os.nice(5)  # whoever codes meanwhile comes first
    try:
        study = opened(folder, coder, line)
    except Gone:
        return 0
    except WorkbenchError as error:
        with contextlib.suppress(Gone):
            line.tell(end="trouble", words=error.message)
        return error.status
    try:
        Reading(study, line).run()
    except Gone:
        pass
    finally:
        study.close()
    return 0
