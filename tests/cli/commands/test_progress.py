"""``workbench progress`` and ``coders``."""

from pathlib import Path

from tests.cli.conftest import Run


def states(run: Run) -> set[tuple[str, str, str, str]]:
    return {(s["transcript"], s["coder"], s["round"], s["state"]) for s in run("progress", "--json").json}


def test_coder_names_whose_state_is_set_and_who_set_it_is_recorded(run: Run, study: Path) -> None:
    told = run("progress", "assign", "H-01", "H-02", "--coder", "bo")
    assert told.out == "bo: 2 of 2 transcripts newly assigned\n"
    assert states(run) == {("H-01", "bo", "1", "assigned"), ("H-02", "bo", "1", "assigned")}
    assert run("log", "--json").json[0]["coder"] == "ann"


def test_a_name_before_the_verb_says_who_is_at_work(run: Run, study: Path) -> None:
    run("--coder", "carl", "progress", "done", "H-01", "--coder", "bo")
    assert states(run) == {("H-01", "bo", "1", "done")}
    assert run("log", "--json").json[0]["coder"] == "carl"


def test_without_a_name_it_is_ones_own_state(run: Run, study: Path) -> None:
    run("progress", "start", "H-01")
    assert states(run) == {("H-01", "ann", "1", "in progress")}


def test_done_implies_assigned_and_twice_is_once(run: Run, study: Path) -> None:
    run("progress", "done", "H-01")
    assert run("progress", "done", "H-01").out == "ann: 0 of 1 transcripts newly done\n"
    assert states(run) == {("H-01", "ann", "1", "done")}


def test_rounds_are_kept_apart(run: Run, study: Path) -> None:
    run("progress", "done", "H-01")
    run("progress", "assign", "H-01", "--round", "pilot")
    assert states(run) == {("H-01", "ann", "1", "done"), ("H-01", "ann", "pilot", "assigned")}


def test_an_unknown_transcript_sets_nothing(run: Run, study: Path) -> None:
    told = run("progress", "done", "H-01", "H-1")
    assert (told.status, told.out) == (2, "")
    assert "H-01" in told.err
    assert states(run) == set()


def test_the_list_names_who_coded_without_being_asked(run: Run, study: Path) -> None:
    run("code", "H-02", 3, 9, "Mod", "--new")
    assert run("progress").rows == [["H-02", "ann", "", "not assigned", "1"]]


def test_coders_are_listed_with_what_they_coded(run: Run, study: Path) -> None:
    run("code", "H-02", 3, 9, "Mod", "--new")
    run("code", "H-01", 3, 9, "Mod")
    run("code", "H-01", 4, 9, "Mod", "--coder", "bo")
    assert run("coders", "--json").json == [
        {"name": "ann", "codings": 2, "transcripts": 2},
        {"name": "bo", "codings": 1, "transcripts": 1},
    ]
    assert run("coders").rows == [["ann", "2", "2"], ["bo", "1", "1"]]
