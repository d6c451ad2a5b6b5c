"""The tables of the synthesis as files: what is gathered for them, and that it is what the study holds."""

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import NotFoundError
from workbench.study import Study
from workbench.study.synthesis import Side

ROOT = Path(__file__).parents[2]


def test_the_tables_among_the_documents_are_what_the_sample_gives(sample_study: Study) -> None:
    sys.path.insert(0, str(ROOT / "docs"))
    try:
        import make
    finally:
        sys.path.pop(0)
    made = make.tables(sample_study)
    assert {f"{name}.md" for name in made} == {path.name for path in (ROOT / "docs" / "tables").iterdir()}
    for name, written in made.items():
        assert (ROOT / "docs" / "tables" / f"{name}.md").read_bytes() == written.encode(), name
    page = made["competences"]
    # Every number leads somewhere, and every passage that is listed stands in the transcript it names.
    anchors = re.findall(r'<a id="([^"]+)">', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r"\]\(#([^)]*)\)", page)) <= set(anchors)
    verified = sample_study.search.verify(page)
    assert {one.status for one in verified} <= {"exact", "ambiguous"}
    assert len(verified) == page.count("\n#### ") > 1000


def test_the_passages_that_are_listed_are_those_that_are_counted(sample_study: Study) -> None:
    for name in ("competences", "volunteers"):
        rows = json.loads(sample_study.synthesis.render(name, "json", excerpts=True))["rows"]
        for row in rows:
            below = [one for one in rows if one["code"] == row["code"] or one["code"].startswith(row["code"] + " / ")]
            passages = {(e["transcript"], e["start"], e["end"]) for one in below for e in one["evidence"]}
            assert len(passages) == row["total"]["excerpts"], row["code"]
            assert row["counter_evidence"] == len(
                {(e["transcript"], e["start"], e["end"]) for one in below for e in one["denials"]}
            )
            assert {e["transcript"] for e in row["evidence"]} <= set(row["interviews"])


@pytest.fixture
def coded(study: Study) -> Study:
    """Two themes below one, one of them voiced by both sides."""
    for name, words, path in (
        ("A-1", "man skal lytte", "Møde / Lytte"),
        ("B-1", "at man lytter", "Møde / Lytte"),
        ("A-1", "Man skal turde", "Møde / Mod"),
    ):
        text = study.transcripts.document(name)
        start = text.text.index(words)
        known = [code for code in study.codes.list(counts=False) if code.path == path]
        code = known[0].id if known else study.codes.create(path).id
        study.codings.add(text.revision, start, start + len(words), code)
    return study


def test_a_theme_is_called_in_a_table_what_somebody_has_called_it_there(coded: Study) -> None:
    theme = coded.codes.find("Møde / Lytte").id
    coded.synthesis.set_wording("", theme, "At lytte")
    assert "At lytte [2, 2](#lytte)" in str(coded.synthesis.render())
    coded.synthesis.set_wording("competences", theme, "At høre | efter")
    written = str(coded.synthesis.render())
    assert "At høre \\| efter [2, 2](#lytte)" in written
    assert "Møde / Lytte\n\nStår i: Fælles. I tabellen: “At høre \\| efter”." in written


def test_how_many_is_said_as_asked_and_else_as_the_settings_say(coded: Study) -> None:
    coded.import_settings(
        coded.export_settings().replace("[matrix.competences]", "[matrix.competences]\ncounts = 'none'"), "x"
    )
    assert "[Lytte](#lytte)" in str(coded.synthesis.render())
    assert "Lytte [2, 2](#lytte)" in str(coded.synthesis.render(counts="numbers"))
    with pytest.raises(NotFoundError):
        coded.synthesis.render(counts="many")
    assert "```text" in str(coded.synthesis.render(figure=True))


def test_a_table_of_an_earlier_moment_and_what_has_changed_since(coded: Study) -> None:
    coded.history.name_version("before")
    text = coded.transcripts.document("B-1")
    start = text.text.index("turde")
    coded.codings.add(text.revision, start, start + 5, coded.codes.find("Møde / Mod").id)
    then = str(coded.synthesis.render(at="before"))
    assert "Mod [1, 1](#mod)" in then.replace("‡", "")
    assert "som det stod: before." in then
    assert "Mod [2, 2](#mod)" in str(coded.synthesis.render())
    found = coded.synthesis.compare("", Side(at="before"), Side())
    document = coded.synthesis.tables.compared(found, "", "before", "now")
    assert [(row["code"], row["state"]) for row in document.data["rows"]] == [  # type: ignore[attr-defined]
        ("Møde", "counts"),
        ("Møde / Lytte", "same"),
        ("Møde / Mod", "moved"),
    ]


def test_a_themes_section_has_what_the_team_has_written_of_it_and_the_quotes_that_were_picked(coded: Study) -> None:
    theme = coded.codes.find("Møde / Lytte").id
    coded.summaries.write(theme, "Begge sider vil *høres*.")
    quote = coded.synthesis.evidence("", theme, "volunteer")[0]
    coded.quotes.pick(theme, quote.revision, quote.start, quote.end, "at man (…)")
    written = str(coded.synthesis.render(quotes=1))
    section = written.split('<a id="lytte">')[1].split("\n### ", 1)[0]
    assert "\n\nBegge sider vil \\*høres\\*.\n\n| gruppe |" in section
    assert "**Citater**\n\n> at man (…)\n>\n> — En informant (B-1, R1)" in section
    row = next(
        row for row in json.loads(coded.synthesis.render("", "json", quotes=1))["rows"] if row["wording"] is None
    )
    assert row["summary"] is None
    assert "**Citater**" not in str(coded.synthesis.render())


def test_what_is_kept_from_who_codes_blind_is_in_no_table(
    study: Study, folder: Path, opened: Callable[..., Study]
) -> None:
    text = study.transcripts.document("A-1")
    code = study.codes.create("Mod").id
    start = text.text.index("Man skal turde")
    study.codings.add(text.revision, start, start + 14, code)
    study.codes.propose(code)
    study.progress.assign(["A-1"], "ann")
    study.progress.assign(["A-1"], "bo")
    bo = opened(folder, "bo")
    for format in ("md", "json", "csv"):
        assert "skal turde" in str(study.synthesis.render("", format, excerpts=True)) or format == "csv"
        assert "skal turde" not in str(bo.synthesis.render("", format, excerpts=True, quotes=2))
