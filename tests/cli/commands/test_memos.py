"""``workbench memos``."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_memo_is_about_the_study_a_code_a_transcript_or_a_passage(run: Run, study: Path) -> None:
    run("codebook", "add", "Mod")
    ids = [
        run("memos", "add", "Om det hele.").out.strip(),
        run("memos", "add", "Om modet.", "--code", "Mod").out.strip(),
        run("memos", "add", "Om samtalen.", "--transcript", "H-02", "--kind", "method").out.strip(),
        run("memos", "add", "Om stedet.", "--transcript", "H-01", "--passage", 3, 30, "--coder", "bo").out.strip(),
    ]
    listed = {memo["id"]: memo for memo in run("memos", "--json").json}
    assert set(listed) == set(ids)
    of_study, of_code, of_transcript, of_passage = (listed[id_] for id_ in ids)
    assert (of_study["about"], of_study["text"], of_study["coder"]) == ("study", "Om det hele.", "ann")
    assert (of_code["about"], of_code["code"]) == ("code", "Mod")
    assert (of_transcript["about"], of_transcript["transcript"], of_transcript["kind"]) == (
        "transcript",
        "H-02",
        "method",
    )
    place = (of_passage["transcript"], of_passage["start"], of_passage["end"], of_passage["coder"])
    assert place == ("H-01", 3, 30, "bo")


def test_the_list_in_a_pipe_keeps_a_memo_on_its_line(run: Run, study: Path) -> None:
    run("memos", "add", "To\nlinjer\tmed mere", "--transcript", "H-01", "--passage", 3, 30)
    assert run("memos").rows == [["passage", "H-01 3–30", "note", "ann", "To linjer med mere"]]


@pytest.mark.parametrize(
    "words",
    [
        (" ",),
        ("x", "--code", "Nej"),
        ("x", "--transcript", "H-99"),
        ("x", "--passage", 1, 2),
        ("x", "--transcript", "H-01", "--passage", 1, 100_000),
        ("x", "--transcript", "H-01", "--passage", 9, 9),
        ("x", "--transcript", "H-01", "--code", "A"),
    ],
)
def test_a_wrong_memo_is_not_written(run: Run, study: Path, words: tuple[str | int, ...]) -> None:
    told = run("memos", "add", *words)
    assert (told.status, told.out) == (2, "")
    assert run("memos", "--json").json == []
