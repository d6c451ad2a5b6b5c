"""``workbench codebook``: history, at, versions, diff, changed."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def tree(run: Run, study: Path) -> Path:
    """Three codes, one with a coding, and a version; then one code is renamed and redefined, and two are merged."""
    run("codebook", "add", "At hjælpe / At låne ud", "--definition", "Ting, nøgler og både.")
    run("codebook", "add", "Ansvar")
    run("code", "H-01", 40, 60, "At hjælpe / At låne ud")
    run("codebook", "version", "begyndelsen", "--note", "før vi talte sammen")
    run("codebook", "rename", "At hjælpe / At låne ud", "Udlån", "--coder", "bo")
    run("codebook", "define", "At hjælpe / Udlån", "--definition", "Ting.")
    run("codebook", "merge", "Ansvar", "At hjælpe")
    return study


def test_history_tells_who_did_what_of_one_code_or_of_all(run: Run, tree: Path) -> None:
    one = run("codebook", "history", "At hjælpe / Udlån", "--json").json
    assert [(h["coder"], h["verb"], h["what"], h["undone"]) for h in one] == [
        ("ann", "redefined", "definition: “Ting, nøgler og både.” → “Ting.”", False),
        ("bo", "renamed", "At låne ud → Udlån", False),
        ("ann", "made", "At låne ud below At hjælpe; definition: “Ting, nøgler og både.”", False),
    ]
    assert one[1]["fields"] == [{"field": "name", "before": "At låne ud", "after": "Udlån"}]
    assert [row[1:4] for row in run("codebook", "history", "--limit", "2").rows] == [
        ["ann", "merged into", "Ansvar → At hjælpe"],
        ["ann", "redefined", "Udlån: definition: “Ting, nøgler og både.” → “Ting.”"],
    ]
    assert run("codebook", "history", "--limit", "0").rows[:2] == run("codebook", "history").rows[:2]


def test_the_history_of_what_is_gone_can_be_asked_for_too(run: Run, tree: Path) -> None:
    assert run("codebook", "history", "Ansvar", "--json").json[0]["verb"] == "merged into"
    run("codebook", "delete", "At hjælpe / Udlån")
    assert run("codebook", "history", "Udlån", "--json").json[0]["verb"] == "deleted"
    told = run("codebook", "history", "Udlånn")
    assert (told.status, told.out) == (2, "")


def test_the_codebook_of_a_moment_is_shown_and_written(run: Run, tree: Path, tmp_path: Path) -> None:
    assert run("codebook", "at", "begyndelsen").rows == [
        ["At hjælpe", ""],
        ["At hjælpe / At låne ud", "Ting, nøgler og både."],
        ["Ansvar", ""],
    ]
    assert [code["code"] for code in run("codebook", "at", "now", "--json").json] == ["At hjælpe", "At hjælpe / Udlån"]
    counted = run("codebook", "at", "begyndelsen", "--counts", "--json").json
    assert [(code["codings"], code["total"]) for code in counted] == [(0, 1), (1, 1), (0, 0)]
    assert "codings" not in run("codebook", "at", "begyndelsen", "--json").json[0]
    text, data = tmp_path / "then.md", tmp_path / "then.json"
    run("codebook", "at", "begyndelsen", "-o", text)
    run("codebook", "at", "begyndelsen", "-o", data)
    assert text.read_text(encoding="utf-8").count("At låne ud {#") == 1
    assert json.loads(data.read_text(encoding="utf-8"))[1]["name"] == "At låne ud"
    told = run("codebook", "at", "i går")
    assert (told.status, told.out) == (2, "")
    assert "begyndelsen" in told.err


def test_versions_are_named_listed_renamed_and_let_go(run: Run, tree: Path) -> None:
    (version,) = run("codebook", "versions", "--json").json
    assert (version["name"], version["note"], version["coder"]) == ("begyndelsen", "før vi talte sammen", "ann")
    assert run("codebook", "version", "begyndelsen", "--rename", "første").out == "første\n"
    assert run("codebook", "version", "begyndelsen", "--delete").status == 2
    assert run("codebook", "version", "første").status == 2
    assert run("codebook", "versions").rows[0][0] == "første"
    run("codebook", "version", "første", "--delete")
    assert run("codebook", "versions").rows == []
    assert run("log", "undo").out == "taken back: delete version første\n"
    assert run("codebook", "version", "x", "--delete", "--rename", "y").status == 2


def test_the_difference_is_written_in_every_format(run: Run, tree: Path, tmp_path: Path) -> None:
    data = run("codebook", "diff", "begyndelsen", "--json").json
    assert [(one["before"], one["after"], one["who"]) for one in data["renamed"]] == [("At låne ud", "Udlån", "bo")]
    assert [one["into"] for one in data["merged"]] == [["At hjælpe"]]
    assert (data["since"], data["until"], data["unchanged"]) == ("begyndelsen", "now", 1)
    written = run("codebook", "diff", "begyndelsen", "now").out
    assert "- **At hjælpe / Udlån** – før: “At låne ud” (bo, 20" in written
    file = tmp_path / "diff.csv"
    run("codebook", "diff", "begyndelsen", "-o", file)
    assert len(file.read_text(encoding="utf-8").splitlines()) == 4
    assert "renamed" in run("codebook", "diff", "begyndelsen", terminal=True).out
    assert run("codebook", "diff", "begyndelsen", "slutningen").status == 2
    assert run("codebook", "diff", "begyndelsen", "--format", "odt").status == 2


def test_what_was_coded_by_older_words_is_listed_until_it_is_confirmed(run: Run, tree: Path) -> None:
    (old,) = run("codebook", "changed", "--json").json
    assert (old["code"], old["coder"], old["before"], old["now"], old["fields"]) == (
        *("At hjælpe / Udlån", "ann", "Ting, nøgler og både.", "Ting.", ["definition"]),
    )
    assert run("codebook", "changed", "At hjælpe / Udlån").rows[0][:5] == [
        "At hjælpe / Udlån",
        "H-01",
        "40",
        "60",
        "ann",
    ]
    assert run("codebook", "changed", "At hjælpe").rows == []
    assert run("codebook", "changed", "--confirm", old["id"]).out == "looked at, and still fitting: 1\n"
    assert run("codebook", "changed", "--json").json == []
    assert run("codebook", "changed", "--confirm", "nothing").status == 2
    assert run("codebook", "changed", "--confirm", "\udcff").status == 2


def test_what_is_written_of_another_moment_is_looked_through_in_either_form(
    run: Run, tree: Path, tmp_path: Path
) -> None:
    run("codebook", "define", "At hjælpe", "--example", "Ring til Mette Sørensen på 22 33 44 55")
    for form in ((), ("--json",)):
        told = run("codebook", "at", "now", *form, "-o", tmp_path / "nu.json")
        assert "may identify somebody: name 1, phone 1" in told.err
    run("code", "H-02", 24, 60, "Ansvar", "--new")
    (tmp_path / "H-09.md").write_text("---\nid: H-09\n---\nR1: Ring til Mette Sørensen.\n", encoding="utf-8")
    run("import", tmp_path / "H-09.md")
    run("code", "H-09", 4, 27, "Ansvar")
    run("codebook", "define", "Ansvar", "--definition", "at tage det", "--coder", "bo")
    assert "may identify somebody: name 1" in run("codebook", "changed", "--json").err
