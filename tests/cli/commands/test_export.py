"""``workbench export report``."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import H01, Run


@pytest.fixture
def coded(run: Run, study: Path) -> Path:
    """A theme with a quotation, its interview done."""
    first = H01.index("Vi ringer")
    run("code", "H-01", first, first + 27, "At ringe", "--new")
    run("progress", "done", "H-01", "H-02")
    return study


def test_the_report_goes_to_stdout_to_a_file_by_its_name_and_into_a_folder(run: Run, coded: Path) -> None:
    told = run("export", "report")
    assert told.status == 0
    assert told.out.startswith('# <a id="rapport"></a>Havnen\n')
    assert "„Vi ringer til hinanden. Så" in told.out
    for name, first in (("r.html", b"<!doctype html>"), ("r.docx", b"PK"), ("r.md", b"# ")):
        assert run("export", "report", "-o", name).status == 0
        assert (coded / name).read_bytes().lower().startswith(first.lower())
    assert run("export", "report", "-o", "rapport/", "--no-plots").status == 0
    assert (coded / "rapport" / "report.md").is_file()
    assert (coded / "rapport" / "themes" / "01-at-ringe.md").is_file()
    assert not (coded / "rapport" / "plots").exists()
    found = run("export", "report", "--json").json
    assert found["themes"][0]["code"] == "At ringe"
    assert run("export", "report", "--at", found["position"]).out == told.out
    assert json.loads(run("export", "report", "--format", "json", "--no-themes").out)["themes"] == []


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ((), "workbench export report"),
        (("docx",), "nothing is exported as 'docx'"),
        (("matrix",), "workbench matrix -o FILE"),
        (("report", "-o", "r.xlsx"), "workbench matrix -o FILE.xlsx"),
        (("report", "--format", "pdf"), "md, html, docx, json"),
        (("report", "--json", "--format", "md"), "two formats"),
        (("report", "-o", "rapport/", "--format", "docx"), "a folder is written in Markdown"),
        (("report", "--quotes", "mange"), "0 for none"),
        (("report", "--at", "engang"), "neither a version nor a moment"),
        (("report", "--matrix", "nono"), "harbour"),
        (("report", "-o", "nowhere/r.md"), "folder"),
    ],
)
def test_what_cannot_be_written_is_said_and_nothing_is(run: Run, study: Path, said: tuple[str, ...], hint: str) -> None:
    before = sorted(path for path in study.rglob("*") if ".workbench" not in path.parts)
    told = run("export", *said)
    assert told.status == 2
    assert hint in told.err
    assert told.out == ""
    assert sorted(path for path in study.rglob("*") if ".workbench" not in path.parts) == before


def test_who_may_be_recognised_by_a_quotation_is_told_of_and_refused_if_strict(run: Run, coded: Path) -> None:
    with (coded / "codebook" / "study.toml").open("a", encoding="utf-8") as settings:
        settings.write("\n[quotes]\nmin_same = 9\n")
    told = run("export", "report")
    assert "quotations in the report: 1 so described that fewer than the least share it" in told.err
    assert run("export", "report", "--strict", "-o", "r.md").status == 2
    assert not (coded / "r.md").exists()
    assert run("export", "report", "--strict", "--quotes", "0", "-o", "r.md").status == 0
