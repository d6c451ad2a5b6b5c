"""``workbench codebook`` and its verbs."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def tree(run: Run, study: Path) -> Path:
    """A codebook of four codes, one of them with a coding."""
    run("codebook", "add", "At hjælpe / At låne ud", "--definition", "Ting, nøgler og både.")
    run("codebook", "add", "At hjælpe / At ringe")
    run("codebook", "add", "Ansvar")
    run("code", "H-01", 40, 60, "At hjælpe / At låne ud")
    return study


def paths(run: Run) -> list[str]:
    return [code["code"] for code in run("codebook", "--json").json]


def test_adding_a_code_makes_its_parents(run: Run, study: Path) -> None:
    assert run("codebook", "add", "A / B / C", "--definition", "Tre.").out == "A / B / C\n"
    assert paths(run) == ["A", "A / B", "A / B / C"]
    assert [c["definition"] for c in run("codebook", "--json").json] == ["", "", "Tre."]


def test_the_json_counts_a_code_and_its_subtree(run: Run, tree: Path) -> None:
    codes = {code["code"]: code for code in run("codebook", "--json").json}
    parent, child = codes["At hjælpe"], codes["At hjælpe / At låne ud"]
    assert (parent["codings"], parent["total"], parent["parent"], parent["depth"]) == (0, 1, None, 0)
    assert (child["codings"], child["total"], child["parent"], child["depth"]) == (1, 1, "At hjælpe", 1)
    assert child["name"] == "At låne ud"


def test_the_list_in_a_pipe_names_codes_by_path(run: Run, tree: Path) -> None:
    assert run("codebook").rows[1] == ["At hjælpe / At låne ud", "1", "1", "Ting, nøgler og både."]


def test_the_list_on_a_terminal_is_a_tree(run: Run, tree: Path) -> None:
    shown = run("codebook", terminal=True).out.splitlines()
    assert any(line.startswith("At hjælpe ") for line in shown)
    assert any(line.startswith("  At låne ud ") for line in shown)


def test_renaming_keeps_the_codings(run: Run, tree: Path) -> None:
    assert run("codebook", "rename", "At hjælpe / At låne ud", "Udlån").out == "At hjælpe / Udlån\n"
    codes = {code["code"]: code["codings"] for code in run("codebook", "--json").json}
    assert codes["At hjælpe / Udlån"] == 1


def test_moving_goes_below_a_code_or_to_the_top(run: Run, tree: Path) -> None:
    assert run("codebook", "move", "Ansvar", "At hjælpe").out == "At hjælpe / Ansvar\n"
    assert run("codebook", "move", "At hjælpe / Ansvar", "-").out == "Ansvar\n"


def test_a_circle_is_refused(run: Run, tree: Path) -> None:
    before = paths(run)
    told = run("codebook", "move", "At hjælpe", "At hjælpe / At ringe")
    assert (told.status, told.out) == (2, "")
    assert "hint: " in told.err
    assert paths(run) == before


def test_merging_and_unmerging_are_each_others_inverse(run: Run, tree: Path) -> None:
    before = run("codebook", "--json").json
    merged = run("codebook", "merge", "At hjælpe / At låne ud", "Ansvar")
    assert merged.out == "At hjælpe / At låne ud → Ansvar (its own codings now: 1)\n"
    assert "At hjælpe / At låne ud" not in paths(run)
    assert run("codebook", "unmerge", "At låne ud").out == "At hjælpe / At låne ud\n"
    assert run("codebook", "--json").json == before


def test_unmerging_what_was_not_merged_names_what_was(run: Run, tree: Path) -> None:
    run("codebook", "merge", "At hjælpe / At ringe", "Ansvar")
    told = run("codebook", "unmerge", "At ring")
    assert told.status == 2
    assert "At ringe" in told.err


def test_deleting_is_undone_by_the_log(run: Run, tree: Path) -> None:
    before = run("codebook", "--json").json
    told = run("codebook", "delete", "At hjælpe / At låne ud")
    assert "codings with it: 1" in told.out
    assert "At hjælpe / At låne ud" not in paths(run)
    assert run("log", "undo").status == 0
    assert run("codebook", "--json").json == before


def test_defining_sets_only_the_words_that_are_given(run: Run, tree: Path) -> None:
    run("codebook", "define", "Ansvar", "--definition", "At svare for noget.", "--exclude", "skyld")
    run("codebook", "define", "Ansvar", "--exclude", "")
    (code,) = [c for c in run("codebook", "--json").json if c["code"] == "Ansvar"]
    assert (code["definition"], code["exclude"], code["include"]) == ("At svare for noget.", "", "")


def test_exclusive_is_said_in_the_file_and_read_back_from_it(run: Run, tree: Path) -> None:
    assert run("codebook", "exclusive", "At hjælpe").out == "At hjælpe\n"
    said = {code["code"]: code["exclusive"] for code in run("codebook", "--json").json}
    assert [code for code, on in said.items() if on] == ["At hjælpe"]
    file = tree / "codebook" / "codebook.md"
    written = file.read_text(encoding="utf-8")
    assert written.count("Exclusive: yes\n") == 1
    file.write_text(written.replace("Exclusive: yes\n", ""), encoding="utf-8")
    assert not any(code["exclusive"] for code in run("codebook", "--json").json)
    run("codebook", "exclusive", "Ansvar")
    run("codebook", "exclusive", "Ansvar", "--off")
    assert "Exclusive" not in run("codebook", "export").out
    assert run("codebook", "exclusive", "Ansvr").status == 2


@pytest.mark.parametrize(
    "words", [("rename", "Ansvr", "X"), ("move", "Ansvr", "-"), ("delete", "Ansvr"), ("define", "Ansvr")]
)
def test_an_unknown_code_names_those_near_it_and_changes_nothing(run: Run, tree: Path, words: tuple[str, ...]) -> None:
    before = run("codebook", "--json").json
    told = run("codebook", *words)
    assert (told.status, told.out) == (2, "")
    assert "Ansvar" in told.err
    assert run("codebook", "--json").json == before


def test_similar_lists_what_a_new_name_may_mean(run: Run, tree: Path) -> None:
    assert run("codebook", "similar", "at laane ud", "--json").json[0]["code"] == "At hjælpe / At låne ud"
    assert run("codebook", "similar", "ansvaret").rows[0][0] == "Ansvar"
    assert run("codebook", "similar", "Kærlighed").out == ""


def test_the_exported_text_makes_the_same_codebook_elsewhere(run: Run, tree: Path, tmp_path: Path) -> None:
    text = run("codebook", "export").out
    file = tmp_path / "book.md"
    assert run("codebook", "export", file).out == ""
    assert file.read_text(encoding="utf-8") == text
    other = tmp_path / "other"
    assert run("init", other).status == 0
    assert run("--study", other, "codebook", "import", file).out == "codes changed: 4\n"
    assert run("--study", other, "codebook", "export").out == text
    assert run("--study", other, "codebook", "import", "-", stdin=text.encode()).out == "codes changed: 0\n"


def test_a_codebook_with_a_mistake_is_refused_with_its_line(run: Run, tree: Path, tmp_path: Path) -> None:
    file = tmp_path / "book.md"
    file.write_text("# A {#aaaaaa}\n\n# B {#aaaaaa}\n", encoding="utf-8")
    before = paths(run)
    told = run("codebook", "import", file)
    assert told.status == 2
    assert "book.md:3" in told.err
    assert paths(run) == before
