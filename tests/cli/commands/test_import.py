"""``workbench import``."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

TEXT = "R1: Vi tog den lange vej hjem.\n"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A folder of three transcripts, one below another folder, and of something else."""
    files = tmp_path / "elsewhere"
    (files / "deep").mkdir(parents=True)
    (files / "A.txt").write_text(TEXT, encoding="utf-8")
    (files / "B.md").write_text(TEXT, encoding="utf-8")
    (files / "deep" / "C.txt").write_text(TEXT, encoding="utf-8")
    (files / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return files


def test_a_folder_is_walked_and_what_is_no_transcript_left_alone(run: Run, study: Path, elsewhere: Path) -> None:
    took = run("import", elsewhere)
    assert took.status == 0
    assert sorted(row[:2] for row in took.rows) == [["new", "A"], ["new", "B"], ["new", "C"]]
    assert took.err.splitlines()[-1] == "3 new"


def test_the_same_file_again_changes_nothing(run: Run, study: Path, elsewhere: Path) -> None:
    run("import", elsewhere)
    before = run("verify", "--json").json["changes"]
    again = run("import", elsewhere / "A.txt", "--json")
    assert [(i["id"], i["state"]) for i in again.json] == [("A", "same")]
    assert run("verify", "--json").json["changes"] == before


def test_without_a_path_it_is_the_studys_own_folder(run: Run, study: Path) -> None:
    run("transcripts")
    (study / "transcripts" / "H-03.txt").write_text(TEXT, encoding="utf-8")
    took = run("import", "--json").json
    assert {(i["id"], i["state"]) for i in took} == {("H-01", "same"), ("H-02", "same"), ("H-03", "new")}


def test_nothing_to_import_is_said(run: Run, study: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    told = run("import", tmp_path / "empty")
    assert (told.status, told.out) == (2, "")
    assert "there is no transcript in" in told.err
    assert "hint: " in told.err


def test_a_path_that_is_not_there_takes_nothing_in(run: Run, study: Path, elsewhere: Path) -> None:
    told = run("import", elsewhere / "A.txt", elsewhere / "nothing.txt")
    assert told.status == 2
    assert "nothing.txt" in told.err
    assert [t["id"] for t in run("transcripts", "--json").json] == ["H-01", "H-02"]


def test_one_bad_file_is_named_and_the_others_are_taken_in(run: Run, study: Path, elsewhere: Path) -> None:
    told = run("import", elsewhere / "picture.png", elsewhere / "A.txt", "--json")
    assert told.status == 2
    assert "picture.png: this is a picture" in told.err
    assert [(i["id"], i["state"]) for i in told.json] == [("", "refused"), ("A", "new")]
    assert "picture" in told.json[0]["why"]
    assert "1 new, 1 refused" in told.err
    assert [t["id"] for t in run("transcripts", "--json").json] == ["A", "H-01", "H-02"]


def test_strict_one_bad_file_takes_nothing_in(run: Run, study: Path, elsewhere: Path) -> None:
    told = run("import", "--strict", elsewhere / "B.md", elsewhere / "picture.png")
    assert (told.status, told.out) == (2, "")
    assert "picture.png" in told.err
    assert [t["id"] for t in run("transcripts", "--json").json] == ["H-01", "H-02"]


def test_strict_refuses_what_is_warned_about_else(run: Run, study: Path, elsewhere: Path) -> None:
    doubtful = elsewhere / "A.txt"
    doubtful.write_bytes("R1: Vi sejlede på fjorden, også om vinteren, og så blev det køligt.\n".encode("latin-1"))
    strict = run("import", "--strict", doubtful)
    assert (strict.status, strict.out) == (2, "")
    assert "A.txt" in strict.err
    assert len(run("transcripts", "--json").json) == 2
    took = run("import", doubtful)
    assert took.status == 0
    assert "warning: " in took.err
    assert len(run("transcripts", "--json").json) == 3


def test_strict_takes_in_what_is_clear(run: Run, study: Path, elsewhere: Path) -> None:
    assert run("import", "--strict", elsewhere / "B.md").rows[0][:2] == ["new", "B"]


def test_as_coder_is_said_to_change_nothing_where_there_are_no_codings(run: Run, study: Path, elsewhere: Path) -> None:
    assert "--as-coder changed nothing" in run("import", elsewhere, "--as-coder", "bo").err
    assert "bo" not in [coder["name"] for coder in run("coders", "--json").json]


def test_at_a_terminal_a_bar_is_drawn_on_stderr(
    run: Run, study: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    took = run("import", elsewhere, terminal=True)
    assert "importing" in took.err
    assert "importing" not in took.out


def test_a_private_text_is_no_file_of_the_study(run: Run, study: Path, elsewhere: Path) -> None:
    took = run("import", elsewhere / "A.txt", "--private")
    assert took.rows[0][:2] == ["new", "A"]
    assert not (study / "transcripts" / "A.txt").exists()
    assert run("transcripts", "text", "A").out == TEXT
    assert "den lange vej" not in run("log", "export").out
    assert "may have travelled" in run("import", elsewhere / "A.txt", "--private").err
    inside = study / "transcripts" / "raw.md"
    inside.write_text("R1: Jeg hedder Karen.\n", encoding="utf-8")
    assert "move it elsewhere" in run("import", inside, "--private").err


VTT = (
    "WEBVTT\n\n00:00:01.000 --> 00:00:02.500\n<v R1>Vi tog båden.</v>\n\n01:02:03.000 --> 01:02:04.000\n<v R2>Ja.</v>\n"
)


def test_a_recording_of_a_meeting_comes_with_its_times(run: Run, study: Path, tmp_path: Path) -> None:
    (tmp_path / "M-01.vtt").write_text(VTT, encoding="utf-8")
    assert run("import", tmp_path / "M-01.vtt").rows[0][:2] == ["new", "M-01"]
    assert run("transcripts", "text", "M-01").out == "R1: Vi tog båden.\n\nR2: Ja.\n"
    assert run("transcripts", "turns", "M-01", "--json").json == [
        {"turn": 1, "label": "R1", "start": 0, "speech": 4, "end": 17, "time": [1_000, 2_500]},
        {"turn": 2, "label": "R2", "start": 19, "speech": 23, "end": 26, "time": [3_723_000, 3_724_000]},
    ]
    assert run("transcripts", "turns", "M-01").rows[1] == ["2", "R2", "19", "26", "01:02:03", "01:02:04"]
    assert run("transcripts", "turns", "H-01").rows[0][4:] == ["", ""]


def test_another_character_set_can_be_chosen_and_letters_be_repaired(run: Run, study: Path, tmp_path: Path) -> None:
    old = tmp_path / "A.txt"
    old.write_bytes("R1: På øen.\n".encode("cp850"))
    assert run("import", old, "--encoding", "cp850").status == 0
    assert run("transcripts", "text", "A").out == "R1: På øen.\n"
    assert "no character set called nix" in run("import", old, "--encoding", "nix").err
    wrong = tmp_path / "B.txt"
    wrong.write_text("R1: PÃ¥ Ã¸en, â€œjaâ€\x9d.\n", encoding="utf-8")
    assert "repaired in 1 lines" in run("import", wrong, "--repair").err
    assert run("transcripts", "text", "B").out == "R1: På øen, “ja”.\n"
    again = run("import", "--json")
    assert {(i["id"], i["state"]) for i in again.json} == {(name, "same") for name in ("A", "B", "H-01", "H-02")}


def test_a_correction_is_said_in_a_pipe_and_asked_about_at_a_terminal(run: Run, study: Path, elsewhere: Path) -> None:
    run("import", elsewhere / "A.txt")
    (elsewhere / "A.txt").write_text(TEXT.replace("lange", "korte"), encoding="utf-8")
    asked = run("import", elsewhere / "A.txt", terminal=True, stdin=b"n\n")
    assert "it corrects A" in asked.err
    assert asked.status == 0
    assert "korte" not in run("transcripts", "text", "A").out
    assert run("import", "--strict", elsewhere / "A.txt").status == 2
    took = run("import", elsewhere / "A.txt")
    assert took.rows[0][:2] == ["corrected", "A"]
    assert "warning: " in took.err
    assert run("transcripts", "text", "A").out == TEXT.replace("lange", "korte")
    assert run("import", elsewhere / "A.txt").rows[0][:2] == ["same", "A"]


def test_what_may_say_who_somebody_is_is_asked_about_at_a_terminal(run: Run, study: Path, elsewhere: Path) -> None:
    telling = elsewhere / "D.txt"
    telling.write_text("R1: Ring på 22 33 44 55, det er mit nummer.\n", encoding="utf-8")
    assert run("import", telling, terminal=True, stdin=b"\n").err.count("1 place in D") == 1
    assert "D" not in [t["id"] for t in run("transcripts", "--json").json]
    assert run("import", telling, terminal=True, stdin=b"y\n").status == 0
    warned = run("import", "--private", telling)
    assert "1 place in D" not in warned.err
    assert "22 33" not in warned.err


def test_what_the_first_opening_took_in_is_looked_through_too(run: Run, study: Path) -> None:
    (study / "transcripts" / "H-03.txt").write_text("R1: Ring på 22 33 44 55, det er mit nummer.\n", encoding="utf-8")
    took = run("import")
    assert {(row[0], row[1]) for row in took.rows} == {("new", "H-01"), ("new", "H-02"), ("new", "H-03")}
    assert "1 place in H-03 may say who somebody is (1 phone)" in took.err
    assert "22 33" not in took.err
    assert "H-03" not in run("import").err
