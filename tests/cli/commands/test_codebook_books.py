"""``workbench codebook export``, ``import`` and ``start``, and ``init --starter``."""

import csv
import io
import subprocess
import sys
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.cli.conftest import Run


@pytest.fixture
def tree(run: Run, study: Path) -> Path:
    """A codebook of three codes, one of them with a coding."""
    run("codebook", "add", "At hjælpe / At låne ud", "--definition", "=Ting, nøgler og både.")
    run("codebook", "add", "Ansvar")
    run("code", "H-01", 40, 60, "At hjælpe / At låne ud")
    return study


def paths(run: Run) -> list[str]:
    return [code["code"] for code in run("codebook", "--json").json]


@pytest.mark.parametrize("suffix", [".md", ".docx", ".xlsx", ".csv", ".json"])
def test_the_file_s_name_says_the_format(suffix: str, run: Run, tree: Path, tmp_path: Path) -> None:
    file = tmp_path / f"bog{suffix}"
    assert "written" in run("codebook", "export", file).err
    content = file.read_bytes()
    match suffix:
        case ".docx":
            assert docx.Document(io.BytesIO(content)).tables[0].cell(2, 1).text == "=Ting, nøgler og både."
        case ".xlsx":
            assert openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]["E3"].value == "=Ting, nøgler og både."
        case ".csv":
            assert list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))[1]["definition"].startswith("'=Ting")
        case _:
            assert "=Ting, nøgler" in content.decode()
    if suffix != ".json":
        assert run("codebook", "import", file).out == "codes changed: 0\n"


def test_a_format_may_be_said_and_an_unknown_one_is_refused(run: Run, tree: Path, tmp_path: Path) -> None:
    assert run("codebook", "export", "--format", "taguette").out.startswith("\ufefftag,description")
    assert run("codebook", "export", "--format", "md").out.startswith("# Kodebog")
    for words in (("--format", "odt"), (tmp_path / "x.odt",)):
        outcome = run("codebook", "export", *words)
        assert outcome.status == 2
        assert "taguette" in outcome.err


def test_bytes_are_not_for_a_terminal(run: Run, tree: Path) -> None:
    outcome = run("codebook", "export", "--format", "xlsx", terminal=True)
    assert (outcome.status, outcome.out) == (2, "")
    assert "not for a terminal" in outcome.err


def test_numbers_and_names_can_be_left_out_and_a_part_be_taken(run: Run, tree: Path) -> None:
    whole = run("codebook", "export", "--format", "csv").out
    assert "ann" in whole
    bare = run("codebook", "export", "--format", "csv", "--no-counts", "--under", "At hjælpe").out
    assert "ann" not in bare
    assert [row["path"] for row in csv.DictReader(io.StringIO(bare[1:]))] == ["At hjælpe", "At hjælpe / At låne ud"]
    assert run("codebook", "export", "--under", "Ansvar").out.startswith("# Ansvar {#")


def test_importing_a_table_and_looking_first(run: Run, tree: Path, tmp_path: Path) -> None:
    file = tmp_path / "vores.csv"
    file.write_text("Kode;Definition;Bemærkning\nAnsvar;At svare for noget;x\nMod;;\n", encoding="cp1252")
    seen = run("codebook", "import", file, "--preview")
    assert seen.out == "codes that would change: 2\n"
    assert "new: Mod" in seen.err
    assert "other words: Ansvar (definition)" in seen.err
    assert "columns that are not taken: Bemærkning" in seen.err
    assert "Mod" not in paths(run)
    done = run("codebook", "import", file, "--under", "At hjælpe", "--json").json
    assert (done["format"], done["added"]) == ("csv", ["At hjælpe / Ansvar", "At hjælpe / Mod"])
    assert paths(run) == ["At hjælpe", "At hjælpe / At låne ud", "At hjælpe / Ansvar", "At hjælpe / Mod", "Ansvar"]
    assert run("log", "undo").status == 0
    assert run("codebook", "import", "-", stdin=file.read_bytes()).out == "codes changed: 2\n"


def test_a_wrong_row_is_named_and_nothing_changed(run: Run, tree: Path, tmp_path: Path) -> None:
    file = tmp_path / "vores.csv"
    file.write_text("kode,overordnet\nMod,\nHåb,Tro\n", encoding="utf-8")
    before = paths(run)
    outcome = run("codebook", "import", file)
    assert (outcome.status, outcome.out) == (2, "")
    assert f"{file}:3: its parent" in outcome.err
    assert paths(run) == before


def test_starters_are_listed_looked_at_and_begun(run: Run, study: Path) -> None:
    assert [row[0] for row in run("codebook", "start").rows] == ["competences", "sympathy"]
    assert run("codebook", "start", "sympathy", "--preview").out == "codes that would change: 46\n"
    assert run("codebook", "start", "sympathy").out == "codes changed: 46\n"
    assert run("codebook", "start", "sympathy", "--language", "en", "--under", "Sympati").status == 0
    assert "Sympati / Sympathy / The receiver / Deflecting" in paths(run)
    wrong = run("codebook", "start", "andet")
    assert wrong.status == 2
    assert "competences, sympathy" in wrong.err
    assert run("codebook", "start", "sympathy", "--language", "fr").status == 2


def test_tables_are_narrowed_to_a_part_of_the_codebook(run: Run, tree: Path) -> None:
    rows = run("matrix", "--under", "At hjælpe", "--json").json["rows"]
    assert [row["code"] for row in rows] == ["At hjælpe", "At hjælpe / At låne ud"]
    assert run("matrix", "--under", "Findes ikke").status == 2
    for coder in ("ann", "bo"):
        run("code", "H-01", 45, 60, "Ansvar", "--coder", coder)
        run("progress", "done", "H-01", "--coder", coder)
    codes = [row["code"] for row in run("agree", "--under", "At hjælpe", "--json").json["codes"]]
    assert codes
    assert all(code.startswith("At hjælpe") for code in codes)


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_every_table_is_written_for_word_and_excel(format: str, run: Run, tree: Path, tmp_path: Path) -> None:
    file = tmp_path / f"matrix.{format}"
    assert run("matrix", "-o", file).status == 0
    assert run("matrix", "data", "--format", format, "-o", tmp_path / "data.bin").status == 0
    assert run("agree", "-o", tmp_path / f"agree.{format}").status == 0
    opened = docx.Document if format == "docx" else openpyxl.load_workbook
    for written in (file, tmp_path / "data.bin", tmp_path / f"agree.{format}"):
        opened(io.BytesIO(written.read_bytes()))


def test_what_leaves_is_looked_through_for_names(run: Run, tree: Path, tmp_path: Path) -> None:
    run("codebook", "define", "Ansvar", "--example", "Ring til Mette Sørensen på 22 33 44 55")
    for suffix in (".md", ".csv", ".xlsx", ".docx"):
        assert "may identify somebody" in run("codebook", "export", tmp_path / f"bog{suffix}").err
        refused = run("codebook", "export", tmp_path / f"streng{suffix}", "--strict")
        assert refused.status == 2
        assert not (tmp_path / f"streng{suffix}").exists()


def test_nothing_of_the_table_itself_looks_like_a_name(run: Run, tree: Path, tmp_path: Path) -> None:
    for suffix in (".csv", ".xlsx", ".docx"):
        assert "may identify" not in run("codebook", "export", tmp_path / f"bog{suffix}").err
        assert "may identify" not in run("matrix", "-o", tmp_path / f"matrix{suffix}").err


@pytest.mark.parametrize("encrypted", [False, True])
def test_a_study_may_begin_with_a_starter(
    encrypted: bool, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "ny"
    monkeypatch.setenv("WORKBENCH_PASSPHRASE", "lang og hemmelig sætning")
    more = ["--encrypt"] if encrypted else []
    assert run("init", home, "--starter", "competences", "--language", "en", *more).status == 0
    codes = run("--study", home, "codebook", "--json").json
    assert [code["code"] for code in codes][:2] == ["Competences", "Competences / With people"]
    assert run("init", tmp_path / "x", "--starter", "andet").status == 2
    assert not (tmp_path / "x" / "codebook").exists()


def test_a_codebook_that_is_there_is_not_written_over(run: Run, folder: Path, tmp_path: Path) -> None:
    home = tmp_path / "ny"
    (home / "codebook").mkdir(parents=True)
    (home / "codebook" / "codebook.md").write_text("# Min\n", encoding="utf-8")
    outcome = run("init", home, "--starter", "sympathy")
    assert outcome.status == 2
    assert "codebook start sympathy" in outcome.err
    assert (home / "codebook" / "codebook.md").read_text(encoding="utf-8") == "# Min\n"


def test_the_libraries_for_office_files_are_loaded_when_one_is_written() -> None:
    rooms = "workbench.exports, workbench.study.books, workbench.cli.commands.codebook_books"
    code = f"import sys, {rooms}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert not {"docx", "openpyxl", "lxml"} & set(done.stdout.split())
