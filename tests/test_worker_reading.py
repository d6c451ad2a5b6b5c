"""The worker that reads: what it answers to each question, and that one bad file or a cancel harms nothing else."""

import io
import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from workbench.study import Study, init
from workbench.transcripts.preview import front_read, read
from workbench.worker import Gone, Line
from workbench.worker import reading as module
from workbench.worker.reading import Reading

PATIENCE = 60.0
K01 = """---
id: K-01
site: Havnen
informants:
  - {label: R1, person: P1}
---
I: Hvad gør I så?

R1: Vi ringer til hinanden, og så drikker vi kaffe. Det er det hele.
"""


@pytest.fixture
def study(tmp_path: Path) -> Iterator[Study]:
    init(tmp_path / "study", "Havnen")
    opened = Study.open(tmp_path / "study", "ann")
    yield opened
    opened.close()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with a transcript of each kind that matters here."""
    folder = tmp_path / "files"
    (folder / "sub").mkdir(parents=True)
    (folder / ".hidden").mkdir()
    (folder / "K-01.md").write_text(K01, encoding="utf-8")
    (folder / "latin.txt").write_bytes("I: Hvad så?\n\nAnna: Så går jeg på arbejde i Ålborg.\n".encode("cp1252"))
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 word/ and nothing else")
    (folder / "sub" / "late.txt").write_text("R1: Hej med jer, skal vi begynde?\n", encoding="utf-8")
    (folder / ".hidden" / "no.txt").write_text("R1: Hej.\n", encoding="utf-8")
    (folder / "photo.png").write_bytes(b"\x89PNG")
    return folder


class Answers(io.StringIO):
    """What is answered; ``asked`` is set with a question, ``ended`` with the last of it."""

    def __init__(self) -> None:
        super().__init__()
        self.asked, self.ended = threading.Event(), threading.Event()

    def write(self, text: str) -> int:
        if '"ask"' in text:
            self.asked.set()
        if '"end"' in text:
            self.ended.set()
        return super().write(text)


def told(study: Study, *said: dict[str, Any], wait: float = PATIENCE) -> list[dict[str, Any]]:
    """What is answered to what is said, in a process whose parent goes after the last answer, or after ``wait``."""
    answers = Answers()

    def pipe() -> Iterator[bytes]:
        for one in said:
            if one["do"] == "answer":
                answers.asked.wait(wait)
            yield json.dumps(one).encode() + b"\n"
        answers.ended.wait(wait)

    line = Line(pipe(), answers)  # type: ignore[arg-type]
    with pytest.raises(Gone):
        Reading(study, line).run()
    return [json.loads(text) for text in answers.getvalue().splitlines()]


def test_a_folder_is_read_through_and_nothing_is_written(study: Study, files: Path) -> None:
    before = study._base.position()
    found, *answers, end = told(study, {"do": "preview", "paths": [str(files)]})
    names = [Path(name).name for name in found["files"]]
    assert (names, found["more"]) == (["K-01.md", "broken.docx", "latin.txt", "late.txt"], False)
    assert end == {"end": "done", "words": ""}
    by = {Path(answer["file"]).name: answer for answer in answers}
    assert read(by["K-01.md"]["preview"]).front.site == "Havnen"
    assert "refused" in by["broken.docx"]
    assert "mistake of this program" not in by["broken.docx"]["refused"]
    latin = read(by["latin.txt"]["preview"])
    assert latin.encoding == "cp1252"
    assert not any("counts as an informant" in warning for warning in latin.warnings), "the screens take it for one"
    assert study._base.position() == before
    assert study.transcripts.list() == []


def test_what_identifies_somebody_is_told_with_what_stands_around_it(study: Study, files: Path) -> None:
    (files / "latin.txt").write_text("R1: Skriv til mig på anna@example.org i morgen.\n", encoding="utf-8")
    _, answer, _ = told(study, {"do": "preview", "paths": [str(files / "latin.txt")]})
    assert ["email", "R1: Skriv til mig på ", "anna@example.org", " i morgen.\n"] in answer["strong"]


def test_a_file_is_read_anew_in_another_character_set(study: Study, files: Path) -> None:
    name = str(files / "latin.txt")
    question = {"do": "preview", "paths": [name], "encodings": {name: "mac_roman"}, "repair": []}
    assert read(told(study, question)[1]["preview"]).encoding == "mac_roman"


def test_what_is_no_file_and_more_files_than_anybody_means_are_told(
    study: Study, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    nowhere = str(files / "nowhere.txt")
    assert told(study, {"do": "preview", "paths": [nowhere]})[1] == {"file": nowhere, "refused": "it is not there"}
    if hasattr(os, "mkfifo"):
        os.mkfifo(files / "pipe.txt")
        assert told(study, {"do": "preview", "paths": [str(files / "pipe.txt")]})[1]["refused"] == "it is no file"
    monkeypatch.setattr(module, "MOST_FILES", 2)
    found = told(study, {"do": "preview", "paths": [str(files)]})[0]
    assert (len(found["files"]), found["more"]) == (2, True)


def test_a_mistake_in_a_reader_is_told_of_that_file_alone(
    study: Study, files: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from workbench.transcripts.readers import plain

    def broken(*given: Any, **more: Any) -> Any:
        raise KeyError("jeg græd hele vejen hjem")

    monkeypatch.setattr(plain, "read", broken)
    answers = told(study, {"do": "preview", "paths": [str(files / "latin.txt"), str(files / "K-01.md")]})
    assert answers[1]["refused"] == "reading it failed (KeyError), which is a mistake of this program"
    assert "preview" in answers[2]


def test_files_are_taken_in_with_what_was_said_of_them(study: Study, files: Path) -> None:
    name = str(files / "latin.txt")
    shown = read(told(study, {"do": "preview", "paths": [name]})[1]["preview"])
    front = shown.front._replace(id="L-01", site="Havnen", interviewer=("I",), informants=shown.front.informants[1:])
    given = json.loads(json.dumps(front._asdict() | {"informants": [one._asdict() for one in front.informants]}))
    assert front_read(given) == front
    work = [{"file": name, "front": given, "encoding": "cp1252"}, {"file": str(files / "broken.docx")}]
    *answers, end = told(study, {"do": "import", "files": work, "private": False})
    assert [(a["name"], a["state"]) for a in answers] == [("L-01", "new"), ("", "refused")]
    assert answers[1]["why"]
    assert end["end"] == "done"
    (row,) = study.transcripts.list()
    assert (row.name, row.site, [one.label for one in row.informants]) == ("L-01", "Havnen", ["Anna"])
    again = told(study, {"do": "import", "files": work[:1], "private": False})
    assert again[0]["state"] == "same"


def test_a_private_text_is_taken_in_as_one(study: Study, files: Path) -> None:
    told(study, {"do": "import", "files": [{"file": str(files / "latin.txt")}], "private": True})
    assert study._base.store.read("SELECT private FROM revision") == [(1,)]
    assert not (study.folder / "transcripts" / "latin.txt").exists()


@pytest.mark.parametrize("yes", [True, False])
def test_a_correction_is_asked_about_and_made_only_where_the_answer_is_yes(
    study: Study, files: Path, yes: bool
) -> None:
    file = files / "K-01.md"
    work = {"do": "import", "files": [{"file": str(file)}], "private": False}
    told(study, work)
    file.write_text(K01.replace("kaffe", "te"), encoding="utf-8")
    question, answer, _ = told(study, work, {"do": "answer", "yes": yes})
    assert "it corrects K-01" in question["ask"]
    assert answer["state"] == ("corrected" if yes else "refused")
    assert ("te." in study.transcripts.document("K-01").text) is yes


def test_what_is_cancelled_stops_at_the_next_file_and_keeps_what_was_taken_in(study: Study, files: Path) -> None:
    every = [{"file": str(files / name)} for name in ("K-01.md", "latin.txt")]
    answers = told(study, {"do": "import", "files": every, "private": False}, {"do": "cancel"})
    assert answers[-1]["end"] == "cancelled"
    assert len(study.transcripts.list()) == len(answers) - 1 < 2
    assert told(study, {"do": "cancel"}, wait=0) == [], "a cancel that came too late"


def test_a_question_that_is_none_is_answered_too(study: Study) -> None:
    for question in ({"do": "preview"}, {"do": "import", "files": 3}, {"do": "scan", "transcripts": 5}):
        assert told(study, question)[-1]["end"] == "trouble"
    assert told(study, {"do": "dance"}, wait=0) == []


def test_a_file_that_was_written_is_looked_through_and_only_kinds_are_told(study: Study, files: Path) -> None:
    written = files / "tabel.md"
    written.write_text("| tema | citat |\n|---|---|\n| Tillid | Skriv til anna@example.org |\n", encoding="utf-8")
    (answer,) = told(study, {"do": "leaving", "file": str(written)})
    assert (answer["end"], answer["kinds"]) == ("done", {"email": 1})
    assert "anna" not in str(answer)
    assert told(study, {"do": "leaving", "file": str(files / "ingen.md")})[-1]["end"] == "trouble"


def test_texts_are_looked_through_with_progress_and_what_is_found_is_there_afterwards(
    study: Study, files: Path
) -> None:
    (files / "latin.txt").write_text("R1: Skriv til mig på anna@example.org i morgen.\n", encoding="utf-8")
    study.transcripts.import_files([files / "latin.txt", files / "K-01.md"])
    *steps, end = told(study, {"do": "scan", "transcripts": []})
    assert steps[-1]["done"] == steps[-1]["of"] > 0
    assert end["end"] == "done"
    found = study.anonymity.findings()
    assert end["found"] == len(found) > 0
    assert "no transcript called" in told(study, {"do": "scan", "transcripts": ["X-99"]})[-1]["words"]
