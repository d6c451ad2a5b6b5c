"""``workbench search``: a list for people, lines for programs, one document for ``--json``."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_hits_are_lines_with_place_speaker_tier_and_excerpt(study: Path, run: Run) -> None:
    done = run("search", "planen")
    assert done.status == 0
    assert done.rows == [
        ["H-02", "2", "R1", "60–66", "exact", "Man skal kunne give slip på [planen] og alligevel vide, hvem der har…"]
    ]
    assert run("search", "plan").rows[0][4] == "lemma"
    assert run("search", "intetsteds").out == ""


def test_the_table_for_a_person_says_how_many_there_are(study: Path, run: Run) -> None:
    done = run("search", "båden", terminal=True)
    assert "1 hits in 1 transcripts · 1 exact" in done.out
    assert "the first 1 are shown" in run("search", "der", "--limit", 1, terminal=True).out


def test_json_counts_code_points_also_behind_an_emoji(study: Path, run: Run) -> None:
    (hit,) = run("search", "jeg har nøglen", "--json").json
    text = run("transcripts", "text", "H-01").out
    assert text[hit["start"] : hit["end"]] == hit["text"] == "Jeg\u202fhar nøglen"
    assert (hit["transcript"], hit["tier"], hit["speaker"], hit["turn"]) == ("H-01", "folded", "R2", 3)
    assert run("search", "nogen", "--json").json[0]["text"] == "no\u0301gen"


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        (("noeglen",), ["H-01"]),
        (("noeglen", "--exact"), []),
        (("nøglen", "--exact"), ["H-01"]),
        (("nøgle", "--lemma"), ["H-01"]),
        (("nøglem", "--fuzzy"), ["H-01"]),
        (("n.glen", "--regex"), ["H-01"]),
        (("der", "--group", "municipal"), ["H-01"]),
        (("der", "--speaker", "H-02:R1"), ["H-02"]),
        (("der", "--in", "H-02"), ["H-02"]),
        (("båden", "--no-interviewer"), []),
        (("R2", "--labels"), ["H-01"]),
        (("R2",), []),
    ],
)
def test_options_say_how_and_where(study: Path, run: Run, words: tuple[str, ...], hits: list[str]) -> None:
    assert sorted({row[0] for row in run("search", *words).rows}) == hits


@pytest.mark.parametrize(
    ("words", "error"),
    [
        (("(", "--regex"), "cannot be used"),
        (("x*", "--regex"), "nothing at all"),
        (("…",), "no word"),
        (("der", "--in", "H-9"), "no transcript called H-9"),
        (("der", "--speaker", "R9"), "no speaker called R9"),
        (("der", "--group", "x"), "no group called x"),
        (("der", "--code", "x"), "no code called x"),
        (("der", "--limit", "-1"), "--limit"),
        (("der", "--exact", "--lemma"), "not allowed with"),
        ((), "required"),
    ],
)
def test_what_cannot_be_searched_for_is_said(study: Path, run: Run, words: tuple[str, ...], error: str) -> None:
    done = run("search", *words)
    assert done.status == 2
    assert error in done.err
    assert done.out == ""


def test_codings_narrow_and_whoever_codes_blind_is_told_so(study: Path, run: Run) -> None:
    run("codebook", "add", "Ansvar")
    start = run("transcripts", "text", "H-02").out.index("ansvaret")
    run("code", "H-02", start, start + 8, "Ansvar")
    assert [row[0] for row in run("search", "ansvaret", "--code", "Ansvar").rows] == ["H-02"]
    assert run("search", "planen", "--code", "Ansvar").out == ""
    for coder in ("ann", "bo"):
        run("progress", "assign", "H-02", "--coder", coder)
    assert "blind" in run("search", "ansvaret", "--code", "Ansvar", "--coder", "bo").err


def test_what_a_file_holds_reaches_no_terminal_raw(study: Path, run: Run, tmp_path: Path) -> None:
    (tmp_path / "E-01.md").write_text("R1: Hej \x1b]0;x\x07[red] \u202edreng, hej.\n", encoding="utf-8")
    run("import", tmp_path / "E-01.md")
    for terminal in (False, True):
        out = run("search", "dreng", terminal=terminal).out
        assert "dreng" in out
        assert "\x1b]" not in out
        assert "\u202e" not in out
