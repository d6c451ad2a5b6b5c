"""The first coding by somebody who sits before a transcript is the beginning of what was given; no script is."""

from pathlib import Path

from workbench.study import Study, init

TEXT = "---\nid: K-01\ninterviewer: [I]\n---\nI: Hvad gør I så?\n\nR1: Vi ringer til hinanden.\n"


def opened(folder: Path) -> tuple[Study, str, str]:
    init(folder, "Et studie")
    (folder / "transcripts").mkdir(exist_ok=True)
    (folder / "transcripts" / "K-01.md").write_text(TEXT, encoding="utf-8")
    study = Study.open(folder, "ann")
    return study, study.transcripts.document("K-01").revision, study.codes.create("Kontakt").id


def states(study: Study) -> dict[str, str]:
    return {state.round: state.state for state in study.progress.given("K-01")}


def test_a_coding_begins_what_was_given_last_and_is_undone_with_that(tmp_path: Path) -> None:
    study, revision, code = opened(tmp_path)
    study.progress.assign(["K-01"], "ann", "1")
    study.progress.assign(["K-01"], "ann", "2")
    study.progress.assign(["K-01"], "bo", "2")
    study.codings.add(revision, 0, 5, code)
    assert set(states(study).values()) == {"assigned"}, "a script changes no state"
    study.codings.add(revision, 0, 9, code, reading=True)
    mine = {s.round: s.state for s in study.progress.given("K-01") if s.coder == "ann"}
    assert mine == {"1": "assigned", "2": "in progress"}
    assert [s.state for s in study.progress.given("K-01") if s.coder == "bo"] == ["assigned"]
    assert study.undo() == "code Kontakt in K-01"
    assert set(states(study).values()) == {"assigned"}
    assert study.codings.count() == 1
    study.close()


def test_a_coding_changes_no_state_where_nothing_was_given_or_all_is_done(tmp_path: Path) -> None:
    study, revision, code = opened(tmp_path)
    study.codings.add(revision, 0, 5, code, reading=True)
    assert states(study) == {}
    study.progress.done(["K-01"])
    study.codings.add(revision, 0, 9, code, reading=True)
    assert states(study) == {"1": "done"}
    study.close()
