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


# --- blind coding


def test_blind_coding_from_the_command_line(run: Run, study: Path) -> None:
    for coder in ("ann", "bo"):
        run("progress", "assign", "H-02", "--coder", coder)
    run("code", "H-02", 40, 50, "Mod", "--new", "--coder", "bo")
    run("progress", "done", "H-02", "--coder", "bo")
    ann, bo = run("progress", "--json").json
    assert (ann["codings"], ann["reach"], ann["blind"]) == (0, 0.0, True)
    assert (bo["state"], bo["codings"], bo["reach"], bo["blind"]) == ("done", None, None, True)
    assert run("progress").rows == [["H-02", "ann", "1", "assigned", "0"], ["H-02", "bo", "1", "done", ""]]
    assert run("codebook", "--json").json == []
    for command in ("segments", "matrix", "codebook"):
        told = run(*((command, "export") if command != "matrix" else (command,)))
        assert told.err == "note: ann codes H-02 blind: others' work there is left out\n"
        assert "Mod" not in told.out
    assert run("codebook", "--json", "--coder", "bo").json[0]["unproposed"] == "bo"
    assert run("codebook", "propose", "Mod").status == 2
    assert run("codebook", "propose", "Mod", "--coder", "bo").out == "Mod\n"
    assert [(c["code"], c["codings"], c["unproposed"]) for c in run("codebook", "--json").json] == [("Mod", 0, None)]
    assert "none of them is unproposed" in run("codebook", "propose", "Mod").err
    lifted = run("progress", "lift", "H-02", "--reason", "bo has left")
    assert lifted.out == "coded blind no longer in round 1: 1 of 1 transcripts\n"
    assert [c["codings"] for c in run("codebook", "--json").json] == [1]
    assert run("log", "undo").out == "taken back: lift blind coding H-02\n"
    assert [c["codings"] for c in run("codebook", "--json").json] == [0]
    assert run("progress", "unassign", "H-02", "--coder", "bo").out == "bo: 1 of 1 assignments taken back\n"
    assert [c["codings"] for c in run("codebook", "--json").json] == [1]


def test_lifting_needs_a_reason(run: Run, study: Path) -> None:
    assert run("progress", "lift", "H-02").status == 2
    assert run("progress", "lift", "H-02", "--reason", " ").status == 2


def test_a_terminal_draws_how_far_one_is(run: Run, study: Path) -> None:
    run("code", "H-02", 3, 52, "Mod", "--new")
    run("progress", "start", "H-02")
    run("progress", "done", "H-01", "--coder", "bo")
    out = run("progress", terminal=True).out
    assert "●●●●···· 47 %" in out or "●●●●···· 48 %" in out
    assert "●●●●●●●● done" in out


def test_a_sample_is_drawn_shown_and_given(run: Run, study: Path) -> None:
    drawn = run("progress", "sample", "--count", 2, "--by", "group", "--assign", "ann", "bo", "--round", "pilot")
    assert drawn.out == "H-01\nH-02\n"
    assert "seed 1" in drawn.err
    assert "club 1 of 1; club + municipal 1 of 1" in drawn.err
    assert states(run) == {(t, c, "pilot", "assigned") for t in ("H-01", "H-02") for c in ("ann", "bo")}
    (told,) = run("progress", "rounds", "--json").json
    assert (told["round"], told["blind"], told["assignments"]) == ("pilot", ["H-01", "H-02"], 4)
    assert told["codebook"]["codes"] == 0
    once = run("progress", "sample", "--share", "50%", "--seed", "b", "--json").json
    assert once == run("progress", "sample", "--share", "0.5", "--seed", "b", "--json").json
    assert (once["of"], len(once["transcripts"]), once["assigned"]) == (2, 1, 0)
    for wrong in (["--count", 3], ["--share", "2"], ["--share", "half"], [], ["--count", 1, "--by", "site"]):
        assert run("progress", "sample", *wrong).status == 2


def test_what_came_later_is_reread_and_ticked(run: Run, study: Path) -> None:
    run("progress", "done", "H-01")
    run("codebook", "add", "Mod")
    told = run("progress", "reread", "--json").json
    assert [(r["transcript"], r["coder"], r["code"]) for r in told] == [("H-01", "ann", "Mod")]
    assert run("progress", "reread", "--coder", "ann").rows[0][:3] == ["H-01", "ann", "Mod"]
    assert run("progress", "reread", "--coder", "nobody").status == 2
    assert run("progress", "sought", "Mod", "H-02").status == 2
    assert run("progress", "sought", "Mod", "H-01").out == "ann: looked for Mod in 1 transcripts\n"
    assert run("progress", "reread", "--json").json == []
