"""Whole folders of every format: what comes in, what is refused, what is a correction and what is nothing new."""

import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.errors import InputError
from workbench.study import Study, importing, init
from workbench.study.importing import DECLINED, Question
from workbench.transcripts import Time, read
from workbench.transcripts.front import Front, FrontInformant

VTT = """\
WEBVTT

00:01.000 --> 00:02.500
<v {a}>Vi graver i haven.</v>

00:03.000 --> 00:04.000
<v {b}>Og drikker kaffe.</v>
"""
WORDS = """\
R1: Vi graver i haven, og så drikker vi kaffe, når det regner.

I: Hvem kommer der?

R1: Alle dem fra opgangen.
"""


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder with a file of each kind that is text, and some that are none."""
    files = tmp_path / "hentet"
    (files / "dybt").mkdir(parents=True)
    (files / ".git").mkdir()
    (files / "T-01.vtt").write_text(VTT.format(a="R1", b="R2"), encoding="utf-8")
    (files / "T-02.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nR1: Hej med jer.\n\n", encoding="utf-8")
    segments = [{"start": 0, "end": 1.5, "text": " Hej.", "speaker": "SPEAKER_00"}]
    (files / "dybt" / "T-03.json").write_text(json.dumps({"segments": segments}), encoding="utf-8")
    (files / "T-04.txt").write_text("R2: Hvad så? #00:00:03-0#\nR1: Jo tak. #00:00:05-5#\n", encoding="utf-8")
    (files / "T-05.md").write_text("---\nid: T-05\nsite: Havn\n---\nR1: Nå.\n", encoding="utf-8")
    (files / "pakke.json").write_text('{"name": "x"}', encoding="utf-8")
    (files / "T-06.vtt").write_text("R1: Det er ingen VTT.\n", encoding="utf-8")
    (files / "~$T-07.docx").write_bytes(b"ejer")
    (files / ".git" / "T-08.md").write_text("R1: Skjult.\n", encoding="utf-8")
    (files / "billede.png").write_bytes(b"\x89PNG")
    return files


def states(done: list[importing.Imported]) -> dict[str, str]:
    return {one.file.name: one.state for one in done}


def changes(study: Study) -> int:
    return len(study.log.entries())


def test_a_folder_of_many_formats_comes_in_and_what_is_none_stops_nothing(study: Study, elsewhere: Path) -> None:
    steps: list[tuple[int, int]] = []
    done = study.transcripts.import_files([elsewhere], lambda at, of: steps.append((at, of)))
    assert states(done) == {
        "T-01.vtt": "new",
        "T-02.srt": "new",
        "T-03.json": "new",
        "T-04.txt": "new",
        "T-05.md": "new",
        "T-06.vtt": "refused",
        "pakke.json": "refused",
    }
    refused = {one.file.name: one.why for one in done if one.state == "refused"}
    assert refused["T-06.vtt"].startswith("line 1: it does not begin as a WebVTT file does. ")
    assert "is no transcript" in refused["pakke.json"]
    assert steps == [(i, 7) for i in range(8)]
    assert study.transcripts.document("T-01").text == "R1: Vi graver i haven.\n\nR2: Og drikker kaffe.\n"
    assert study.transcripts.document("T-01").times == (Time(1_000, 2_500), Time(3_000, 4_000))
    assert study.transcripts.document("T-03").times == (Time(0, 1_500),)
    assert study.transcripts.document("T-04").times == (Time(0, 3_000), Time(3_000, 5_500))
    assert study.transcripts.document("T-05").times == ()
    assert (study.folder / "transcripts" / "T-01.vtt").read_bytes() == (elsewhere / "T-01.vtt").read_bytes()


def test_a_second_time_changes_nothing(study: Study, elsewhere: Path) -> None:
    study.transcripts.import_files([elsewhere])
    before = changes(study)
    again = states(study.transcripts.import_files([elsewhere, elsewhere / "T-01.vtt", study.folder / "transcripts"]))
    assert set(again.values()) == {"same", "refused"}
    assert changes(study) == before


def test_the_first_opening_takes_in_every_format_and_tells_what_it_could_not(
    folder: Path, elsewhere: Path, opened: Callable[..., Study]
) -> None:
    shutil.copytree(elsewhere, folder / "transcripts", dirs_exist_ok=True)
    study = opened(folder)
    assert {"T-01", "T-02", "T-03", "T-04", "T-05", "A-1", "B-1", "C-1"} == set(study.transcripts.names())
    assert len([one for one in study.taken_in if one.state == "refused"]) == 2
    assert any("T-06.vtt was not taken in: line 1" in warning for warning in study.warnings)


def test_strict_one_wrong_file_refuses_the_lot(study: Study, elsewhere: Path) -> None:
    before = changes(study)
    with pytest.raises(InputError, match=r"T-06\.vtt:1: it does not begin"):
        study.transcripts.import_files([elsewhere], strict=True)
    assert changes(study) == before


def test_names_that_no_rule_would_take_for_a_label_are_informants(study: Study, tmp_path: Path) -> None:
    (tmp_path / "M.vtt").write_text(VTT.format(a="bo (han/ham)", b="?"), encoding="utf-8")
    study.transcripts.import_files([tmp_path / "M.vtt"])
    assert [i.label for i in study.transcripts.get("M").informants] == ["bo (han/ham)"]
    assert [turn.label for turn in study.transcripts.document("M").turns] == ["bo (han/ham)", "?"]


# --- corrections


@pytest.fixture
def known(study: Study, tmp_path: Path) -> Path:
    """A file that was taken in from elsewhere."""
    file = tmp_path / "D-1.txt"
    file.write_text(WORDS, encoding="utf-8")
    study.transcripts.import_files([file])
    return file


def correct(file: Path) -> str:
    """Correct a word in it."""
    text = file.read_text("utf-8").replace("kaffe", "sort kaffe")
    file.write_text(text, encoding="utf-8")
    return text


def test_another_text_is_a_correction_and_codings_follow(study: Study, known: Path) -> None:
    old = study.transcripts.document("D-1")
    start = old.text.index("Alle")
    code = study.codes.create("Fællesskab")
    study.codings.add(old.revision, start, start + 4, code.id)
    text = correct(known)
    (done,) = study.transcripts.import_files([known])
    assert (done.state, len(done.warnings)) == ("corrected", 2)
    assert "codings and memos there: 1 moved" in done.warnings[1] or "1 kept" in done.warnings[1]
    assert study.transcripts.document("D-1").text == text
    (coding,) = study.codings.of(study.transcripts.document("D-1").revision)
    assert text[coding.start : coding.end] == "Alle"
    assert (study.folder / "transcripts" / "D-1.txt").read_text("utf-8") == text
    assert not list((study.folder / "transcripts").glob("D-1-*"))


def test_the_earlier_file_is_no_new_correction_and_neither_is_another_reading_of_the_same_bytes(
    study: Study, known: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = tmp_path / "før"
    early.mkdir()
    shutil.copy(known, early)
    text = correct(known)
    study.transcripts.import_files([known])
    (done,) = study.transcripts.import_files([early])
    assert (done.state, "later one" in done.warnings[-1]) == ("same", True)
    # a newer workbench may read the same bytes in another way
    monkeypatch.setattr(
        importing.room, "read", lambda *given, **how: read(*given, **how)._replace(text="R1: x\n", sha256="0" * 64)
    )
    (done,) = study.transcripts.import_files([known])
    assert done.state == "same"
    monkeypatch.undo()
    assert study.transcripts.document("D-1").text == text


def test_somebody_at_a_terminal_is_asked_and_may_say_no(study: Study, known: Path) -> None:
    correct(known)
    asked: list[Question] = []

    def no(question: Question) -> bool:
        asked.append(question)
        return False

    before = changes(study)
    (done,) = study.transcripts.import_files([known], ask=no)
    assert (done.state, done.why) == ("refused", DECLINED)
    assert [(one.kind, one.name, str(one)) for one in asked] == [("correction", "D-1", asked[0].told)]
    assert changes(study) == before
    (done,) = study.transcripts.import_files([known], ask=lambda question: True)
    assert done.state == "corrected"


def test_an_interview_of_other_words_is_no_correction(study: Study, known: Path) -> None:
    known.write_text("R7: Slet ikke det samme. Her taler en anden om noget helt andet.\n", encoding="utf-8")
    (done,) = study.transcripts.import_files([known])
    assert done.state == "refused"
    assert "another id" in done.why
    assert study.transcripts.document("D-1").text == WORDS


def test_two_files_of_one_id_are_two_only_where_their_words_differ(study: Study, tmp_path: Path) -> None:
    place = tmp_path / "whisper"
    place.mkdir()
    (place / "W.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nR1: Hej med jer.\n\n", encoding="utf-8")
    (place / "W.vtt").write_text("WEBVTT\n\n00:01.000 --> 00:02.000\nR1: Hej med jer.\n", encoding="utf-8")
    (place / "W.txt").write_text("R1: Hej med jer. Og mere.\n", encoding="utf-8")
    done = study.transcripts.import_files([place])
    assert states(done) == {"W.srt": "new", "W.txt": "refused", "W.vtt": "same"}
    assert next(one.why for one in done if one.state == "refused").startswith("the id W is also that of W.srt")


def test_a_text_from_before_anonymisation_is_followed_by_one_that_travels(study: Study, tmp_path: Path) -> None:
    raw, clean = tmp_path / "raw", tmp_path / "clean"
    for place, text in ((raw, WORDS.replace("opgangen", "Solvang 4")), (clean, WORDS)):
        place.mkdir()
        (place / "E-1.txt").write_text(text, encoding="utf-8")
    study.transcripts.import_files([raw], private=True)
    (done,) = study.transcripts.import_files([clean])
    assert done.state == "corrected"
    private = [row.private for row in study.corrections.revisions("E-1")]
    assert private == [True, False]
    (refused,) = study.transcripts.import_files([raw], private=True)
    assert refused.state == "same"
    (raw / "E-1.txt").write_text(WORDS.replace("opgangen", "Solvang 6"), encoding="utf-8")
    (refused,) = study.transcripts.import_files([raw], private=True)
    assert (refused.state, "stays at home" in refused.why) == ("refused", True)


# --- identifiers, and what a person says


def test_what_may_say_who_somebody_is_is_warned_of_without_a_word_of_it(study: Study, tmp_path: Path) -> None:
    file = tmp_path / "F-1.txt"
    file.write_text("R1: Ring på 22 33 44 55, det er mit nummer.\n", encoding="utf-8")
    with pytest.raises(InputError, match="1 place in F-1 may say who somebody is"):
        study.transcripts.import_files([file], strict=True)
    (done,) = study.transcripts.import_files([file], ask=lambda question: question.kind != "identifiers")
    assert done.why == DECLINED
    (done,) = study.transcripts.import_files([file])
    assert [warning for warning in done.warnings if "1 phone" in warning and "22 33" not in warning]
    (again,) = study.transcripts.import_files([file])
    assert again.warnings == ()


def test_fronts_and_character_sets_that_somebody_chose_hold_for_their_file(study: Study, tmp_path: Path) -> None:
    old, meeting = tmp_path / "gammel.txt", tmp_path / "mødet.vtt"
    old.write_bytes("R1: På øen.\n".encode("cp850"))
    meeting.write_text(VTT.format(a="Mette L", b="bo"), encoding="utf-8")
    people = (FrontInformant("bo", "P9", "volunteer", {"role": "kok"}, 0),)
    front = Front("G-9", "Havn", "2021-02-03", "group", "online", ("Mette L",), people, {}, 0)
    study.transcripts.import_files([old, meeting], fronts={meeting: front}, encodings={old: "cp850"})
    assert study.transcripts.document("gammel").text == "R1: På øen.\n"
    row = study.transcripts.get("G-9")
    assert (row.site, row.kind, [(i.label, i.person, i.group) for i in row.informants]) == (
        "Havn",
        "group",
        [("bo", "P9", "volunteer")],
    )
    assert study.transcripts.document("G-9").interviewer == ("Mette L",)


def test_times_from_a_hostile_log_are_none(study: Study) -> None:
    from workbench.study.transcripts import times_of

    assert times_of("[[1, 2], null]", 2) == (Time(1, 2), None)
    for given in (
        "[[1, 2]]",
        "[[2, 1], null]",
        '[["1", 2], null]',
        "[[1e3, 2], null]",
        "[[true, 2], null]",
        "{",
        "[null, null]",
        None,
    ):
        assert times_of(given, 2) == ()


def test_who_withdraws_takes_their_times_along_and_a_file_that_cannot_be_written_anew(
    study: Study, tmp_path: Path
) -> None:
    (tmp_path / "M.vtt").write_text(VTT.format(a="bo (han/ham)", b="R2"), encoding="utf-8")
    people = (FrontInformant("bo (han/ham)", "P8", "", {}, 0), FrontInformant("R2", "P9", "", {}, 0))
    front = Front("M", "", "", "", "", (), people, {}, 0)
    study.transcripts.import_files([tmp_path / "M.vtt"], fronts={tmp_path / "M.vtt": front})
    original = study.folder / "transcripts" / "M.vtt"
    assert original.is_file()
    study.withdrawals.withdraw("P8")
    left = study.transcripts.document("M")
    assert (left.text, left.times) == ("R2: Og drikker kaffe.\n", (Time(3_000, 4_000),))
    assert not original.exists()
    (refused,) = study.transcripts.import_files([tmp_path / "M.vtt"])
    assert (refused.state, "withdrawn" in refused.why) == ("refused", True)


def test_in_an_encrypted_study_no_original_lies_about_and_times_are_there(tmp_path: Path) -> None:
    init(tmp_path / "s", "Lukket", passphrase="en lang sætning om både", coder="ann")
    study = Study.open(tmp_path / "s", "ann", passphrase="en lang sætning om både")
    try:
        (tmp_path / "M.vtt").write_text(VTT.format(a="A", b="B"), encoding="utf-8")
        study.transcripts.import_files([tmp_path / "M.vtt"])
        assert study.transcripts.document("M").times[0] == Time(1_000, 2_500)
        assert not (tmp_path / "s" / "transcripts" / "M.vtt").exists()
        assert any("still lies where it was" in warning for warning in study.warnings)
    finally:
        study.close()


def test_what_nobody_may_look_at_is_refused_and_the_other_files_of_the_folder_come_in(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "given"
    (folder / "shut").mkdir(parents=True)
    (folder / "shut" / "K-08.txt").write_text("R1: Hej.\n", "utf-8")
    (folder / "K-09.txt").write_text("R1: Dav.\n", "utf-8")
    really = Path.stat

    def stat(path: Path, *, follow_symlinks: bool = True) -> os.stat_result:  # who runs tests may be allowed anything
        if path.name == "K-08.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return really(path, follow_symlinks=follow_symlinks)

    opened = Path.open

    def open_(path: Path, mode: str = "r", **more: Any) -> object:
        if path.name == "K-08.txt":
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, mode, **more)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "stat", stat)
        patched.setattr(Path, "open", open_)
        files = list(importing.files_of([folder]))
        found = study.transcripts.import_files(files)
    assert [(one.file.name, one.state, one.why) for one in found] == [
        ("K-09.txt", "new", ""),
        ("K-08.txt", "refused", "it cannot be read: Permission denied"),
    ]
