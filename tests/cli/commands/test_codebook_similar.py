"""``workbench codebook similar``."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def codes(run: Run, study: Path) -> Path:
    """Five codes, two of them named alike, two on the same passages."""
    for path in ("Ansvar", "At hjælpe / Ansvaret", "Lytte", "Høre efter", "Tid"):
        run("codebook", "add", path)
    for start in (0, 20, 40):
        for path in ("Lytte", "Høre efter"):
            run("code", "H-01", start, start + 12, path)
    return study


def test_a_name_lists_what_it_may_mean(run: Run, codes: Path) -> None:
    assert run("codebook", "similar", "ansvarene").rows[0][0] in ("Ansvar", "At hjælpe / Ansvaret")
    assert run("codebook", "similar", "ansvar", "--json").json[0] == {"code": "Ansvar", "codings": 0, "score": 100}
    assert run("codebook", "similar", "Kærlighed").out == ""


def test_without_a_name_the_pairs_are_listed(run: Run, codes: Path) -> None:
    told = run("codebook", "similar", "--json").json
    assert [(one["first"], one["second"], one["band"], one["shared"]) for one in told] == [
        ("Ansvar", "At hjælpe / Ansvaret", "almost surely", 0),
        ("Høre efter", "Lytte", "same passages", 3),
    ]
    assert told[1]["share"] == 1
    assert [row[0] for row in run("codebook", "similar").rows] == ["almost surely", "same passages"]
    assert len(run("codebook", "similar", "--names").rows) == 1
    assert "2 pairs" in run("codebook", "similar", terminal=True).out


def test_two_codes_are_said_to_be_two_and_that_is_taken_back(run: Run, codes: Path) -> None:
    told = run("codebook", "similar", "--apart", "Ansvar", "Ansvaret", "--why", "et ansvar er ikke ansvaret")
    assert told.out == "Ansvar | At hjælpe / Ansvaret\n"
    assert [row[0] for row in run("codebook", "similar").rows] == ["same passages"]
    assert run("codebook", "similar", "--dismissed").rows[0][0] == "almost surely (said to be two)"
    run("codebook", "similar", "--again", "Ansvar", "Ansvaret")
    assert len(run("codebook", "similar").rows) == 2


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("Ansvar", "--apart", "Ansvar", "Tid"), "three things"),
        (("--why", "fordi"), "--apart"),
        (("--limit", "0"), "--limit"),
        (("--apart", "Ansvar", "Ansvar"), "one code"),
        (("--apart", "Ansvar", "Findes ikke"), "there is no code"),
    ],
)
def test_what_means_nothing_is_refused(run: Run, codes: Path, words: tuple[str, ...], said: str) -> None:
    told = run("codebook", "similar", *words)
    assert told.status == 2
    assert said in told.err
