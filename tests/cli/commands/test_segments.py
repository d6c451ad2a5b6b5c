"""``workbench segments``."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run

CSV = """\
transcript,coder,code,start,end,memo,kind
H-01,bo,Hjælp / At ringe,40,60,,reel
H-01,bo,Hjælp,70,90,"""


def test_what_is_imported_is_exported_again(run: Run, study: Path, tmp_path: Path) -> None:
    file = tmp_path / "bo.csv"
    file.write_text(CSV + '"=1+1, siger hun",\n', encoding="utf-8")
    took = run("segments", "import", file)
    assert took.out == "codings added: 2, there already: 0, new codes: 2, new coders: 1\n"
    out = tmp_path / "out.csv"
    assert run("segments", "export", out).status == 0
    assert out.read_text(encoding="utf-8") == run("segments", "export").out
    again = run("segments", "import", out)
    assert again.out == "codings added: 0, there already: 2, new codes: 0, new coders: 0\n"
    assert [coder["name"] for coder in run("coders", "--json").json if coder["codings"]] == ["bo"]


def test_stdin_is_read_for_a_dash(run: Run, study: Path) -> None:
    assert run("segments", "import", "-", stdin=(CSV + ",\n").encode()).out.startswith("codings added: 2")


@pytest.mark.parametrize("row", ["H-01,bo,Hjælp,90,90,,", "H-09,bo,Hjælp,1,2,,", "H-01,bo,Hjælp,1,2,,nej"])
def test_one_wrong_row_refuses_the_whole_file_and_is_named(run: Run, study: Path, row: str) -> None:
    told = run("segments", "import", "-", stdin=f"{CSV},\n{row}\n".encode())
    assert (told.status, told.out) == (2, "")
    assert "standard input:4: " in told.err
    assert run("codebook", "--json").json == []
    assert run("segments", "export").out.count("\n") == 1


def test_a_file_that_is_not_there_is_named(run: Run, study: Path) -> None:
    told = run("segments", "import", "nothing.csv")
    assert told.status == 2
    assert "nothing.csv: it cannot be read" in told.err


def test_an_export_into_no_folder_is_refused(run: Run, study: Path) -> None:
    told = run("segments", "export", "no/such.csv")
    assert (told.status, told.out) == (2, "")
    assert "hint: Make the folder first" in told.err
    assert not (study / "no").exists()
