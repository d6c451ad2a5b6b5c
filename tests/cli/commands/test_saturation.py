"""``workbench saturation`` and ``workbench cooccurrence``."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import H01, H02, Run


@pytest.fixture
def coded(run: Run, study: Path) -> Path:
    """Two codes that overlap in one interview, one of them in another too, and one that nobody uses."""
    first = H01.index("Vi ringer")
    run("code", "H-01", first, first + 25, "Fælles / At ringe", "--new")
    run("code", "H-01", first + 10, first + 40, "Om natten", "--new")
    second = H02.index("Man skal")
    run("code", "H-02", second, second + 40, "Om natten")
    run("codebook", "add", "Tomt")
    run("progress", "done", "H-01", "H-02")
    return study


def test_the_json_says_what_the_numbers_rest_on(run: Run, coded: Path) -> None:
    found = run("saturation", "--seed", 7, "--json").json
    assert (found["unit"], found["layer"], found["coders"], found["transcripts"]) == ("codes", "all", ["ann"], 2)
    assert (found["seed"], found["codes"], found["evidenced"]) == (7, 4, 2)
    assert [step["new_codes"] for step in found["steps"]] == [["Fælles / At ringe", "Om natten"], []]
    assert [step["interview"] for step in found["steps"]] == ["H-01", "H-02"]
    assert set(found["unused"]) == {"Fælles", "Tomt"}
    assert run("saturation", "--seed", 7, "--json").json == found


def test_options_reach_the_curve(run: Run, coded: Path) -> None:
    assert run("saturation", "--order", "coding", "--json").json["order"] == "coding"
    assert run("saturation", "--group", "municipal", "--json").json["transcripts"] == 1
    assert run("saturation", "--under", "Fælles", "--json").json["codes"] == 2
    assert run("saturation", "--permutations", 0, "--json").json["steps"][0]["band"] is None
    run("progress", "start", "H-02")
    assert run("saturation", "--json").json["left_out"] == ["H-02"]
    assert run("saturation", "--unfinished", "--json").json["transcripts"] == 2


def test_a_terminal_shows_a_curve_and_a_table(run: Run, coded: Path) -> None:
    told = run("saturation", terminal=True)
    assert told.status == 0
    assert "●" in told.out
    assert "new codes by interview" in told.out
    assert "not sought" in told.out
    assert "saturat" not in told.out.casefold()


def test_markdown_in_a_pipe_and_a_file_by_its_name(run: Run, coded: Path) -> None:
    assert run("saturation").out.startswith("# Nye koder pr. interview\n")
    assert run("cooccurrence").out.startswith("# Koder, der står sammen\n")
    assert run("saturation", "-o", "new.csv").status == 0
    assert (coded / "new.csv").read_text(encoding="utf-8").splitlines()[1].split(",")[1] == "H-01"
    assert run("cooccurrence", "-o", "pairs.json").status == 0
    assert len(json.loads((coded / "pairs.json").read_text(encoding="utf-8"))["pairs"]) == 1


@pytest.mark.parametrize(
    "words",
    [
        ("saturation", "--layer", "nobody"),
        ("saturation", "--under", "Ukendt"),
        ("saturation", "--seed", "-1"),
        ("saturation", "--permutations", "many"),
        ("cooccurrence", "Ukendt"),
        ("cooccurrence", "--within", "turns"),
        ("cooccurrence", "--within", "beside"),
        ("cooccurrence", "--min", "0"),
    ],
)
def test_what_cannot_be_asked_is_refused(run: Run, coded: Path, words: tuple[str, ...]) -> None:
    told = run(*words)
    assert (told.status, told.out) == (2, "")
    assert told.err


def test_pairs_within_what_was_asked_for(run: Run, coded: Path) -> None:
    (pair,) = run("cooccurrence", "--json").json["pairs"]
    assert (pair["first"], pair["second"], pair["together"]) == ("Fælles / At ringe", "Om natten", 1)
    assert pair["share"] == pytest.approx(2 / 3)
    assert run("cooccurrence", "--within", "same", "--json").json["pairs"] == []
    near = run("cooccurrence", "--within", "turns:2", "--json").json
    assert (near["within"], near["turns"], len(near["pairs"])) == ("near", 2, 1)
    assert [p["first"] for p in run("cooccurrence", "--subtree", "--json").json["pairs"]] == [
        "Fælles",
        "Fælles / At ringe",
    ]
    assert run("cooccurrence", "--min", 2, "--json").json["pairs"] == []
    assert run("cooccurrence", "Tomt", "--json").json["pairs"] == []
    assert len(run("cooccurrence", "Om natten", "--same-coder", "--json").json["pairs"]) == 1


def test_a_terminal_shows_the_pairs(run: Run, coded: Path) -> None:
    told = run("cooccurrence", terminal=True)
    assert "1 of 1" in told.out
    assert "on passages that overlap" in told.out
