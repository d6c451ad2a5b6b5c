"""``workbench summaries``: listing, writing, what is missing, and the table in a format."""

from pathlib import Path

from tests.cli.conftest import Run

THEME = "At kunne låne"


def test_summaries_are_written_listed_missed_and_removed(run: Run, study: Path) -> None:
    run("codebook", "add", THEME)
    text = run("transcripts", "text", "H-01").out
    for words in ("Vi ringer til hinanden", "jeg låner den gerne ud"):
        start = text.index(words)
        run("code", "H-01", start, start + len(words), THEME)
    assert run("summaries", "write", THEME, "De låner ud.", "--group", "club").status == 0
    assert run("summaries", "write", THEME, "-", "--person", "P1", stdin="P1 ringer først.\n".encode()).status == 0
    assert [(row[1], row[2], row[4]) for row in run("summaries").rows] == [("Foreningen", "De låner ud.", "1")]
    assert [(row[1], row[2]) for row in run("summaries", "--by", "person").rows] == [("P1", "P1 ringer først.")]
    assert [one["column"] for one in run("summaries", THEME, "--missing", "--json").json] == ["municipal"]
    cells = [cell for one in run("summaries", "--json").json["themes"] for cell in one["cells"]]
    assert [(cell["column"], cell["summary"]) for cell in cells if cell["summary"]] == [("club", "De låner ud.")]
    assert "De låner ud." in run("summaries", THEME, "--format", "md").out
    assert run("summaries", "write", THEME, "De låner.", "--group", "club").status == 0
    told = run("summaries", "history", THEME, "--group", "club", "--json").json
    assert [one["summary"] for one in told] == ["De låner ud.", "De låner."]
    assert run("summaries", "remove", THEME, "--group", "club").status == 0
    for wrong in (
        ("remove", THEME, "--group", "club"),
        ("write", THEME, "Nej.", "--group", "nobody"),
        ("--missing", "--format", "docx"),
    ):
        assert run("summaries", *wrong).status == 2
