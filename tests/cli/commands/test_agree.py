"""``workbench agree`` and its verbs."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from tests.cli.conftest import H01, H02, Run
from workbench.cli.commands.agree_check import _spelt
from workbench.study import Study

CALL, GIVE = "At ringe", "At give slip"


@pytest.fixture
def coded(run: Run, study: Path) -> Path:
    """Two coders are done with both interviews: they see one code's borders otherwise, the other ann alone used."""
    first, last = H01.index("Vi ringer"), H02.index("Man skal")
    rows = (
        ("H-01", "ann", CALL, first, first + 40),
        ("H-01", "bo", CALL, first, first + 25),
        ("H-02", "ann", CALL, last, last + 30),
        ("H-02", "bo", CALL, last, last + 30),
        ("H-02", "ann", GIVE, last + 10, last + 20),
    )
    text = "".join(f"{t},{coder},{code},{start},{end},\n" for t, coder, code, start, end in rows)
    opened = Study.open(study, "ann")
    opened.exchange.import_segments("transcript,coder,code,start,end,memo\n" + text, "codings.csv")
    opened.codes.create("Tomt")
    for coder in ("ann", "bo"):
        opened.progress.done(["H-01", "H-02"], coder)
    opened.close()
    return study


def codes(out: str) -> dict[str, dict[str, object]]:
    return {code["code"]: code for code in json.loads(out)["codes"]}


def test_the_json_is_what_scripts_rely_on(run: Run, coded: Path) -> None:
    told = run("agree", "--json")
    document = told.json
    assert (document["unit"], document["layer"], document["coders"]) == ("characters", "all", ["ann", "bo"])
    assert document["transcripts"] == 2
    by_code = codes(told.out)
    assert {code: said["status"] for code, said in by_code.items()} == {
        CALL: "few_transcripts",
        GIVE: "one_coder",
        "Tomt": "not_used",
    }
    assert by_code[CALL]["passages"] == {"ann": 2, "bo": 2}
    assert by_code[CALL]["f1"] == pytest.approx(2 * 55 / 125)
    assert by_code[CALL]["ci"] is None
    assert set(by_code["Tomt"]) >= {"percent", "jaccard", "cohen", "fleiss", "ac1", "u_alpha"}


def test_a_pipe_gets_markdown_and_a_file_what_its_name_says(run: Run, coded: Path, tmp_path: Path) -> None:
    told = run("agree")
    assert told.out.startswith("# Kodernes enighed\n")
    assert told.out == run("agree", "--format", "md").out
    assert run("agree", "-o", tmp_path / "a.csv").status == 0
    rows = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(encoding="utf-8"))))
    assert [row["code"] for row in rows] == [CALL, GIVE, "Tomt"]


def test_a_terminal_shows_the_worst_first_and_draws_alpha(
    run: Run, coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "140")
    monkeypatch.setenv("TERM", "xterm")
    lines = re.sub(r"\x1b\[[0-9;]*m", "", run("agree", "--details", terminal=True).out).splitlines()
    assert lines[0].startswith("2 coders (ann, bo) · 2 transcripts double-coded · characters")
    assert [line.split("  ")[0] for line in lines[3:5]] == [GIVE, CALL]
    assert "only ann used it (1 passage)" in lines[3]
    assert "□" in lines[4]
    assert any("not used (1): Tomt" in line for line in lines)
    assert any("All coefficients" in line for line in lines)


def test_a_narrow_terminal_has_numbers_in_place_of_the_line(
    run: Run, coded: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "70")
    assert not {"■", "□"} & set(run("agree", terminal=True).out)


def test_every_scope_can_be_said(run: Run, coded: Path) -> None:
    whole = codes(run("agree", "--json").out)[CALL]
    sentences = run("agree", "--unit", "sentences", "--rule", "half", "--json").json
    assert (sentences["unit"], sentences["scope"]["rule"]) == ("sentences", "half")
    assert [c["code"] for c in run("agree", "--code", CALL, "--json").json["codes"]] == [CALL]
    assert run("agree", "--transcript", "H-02", "--json").json["transcripts"] == 1
    assert run("agree", "--speech", "informants", "--group", "club", "--json").json["scope"]["group"] == "club"
    assert run("agree", "--person", "P1", "--trim", "--subtree", "--json").json["scope"]["person"] == "P1"
    assert run("agree", "--round", "1", "--coders", "ann,bo", "--json").json["coders"] == ["ann", "bo"]
    first = H01.index("Vi ringer")
    run("code", "H-01", first, first + 40, CALL, "--coder", "bo")
    assert codes(run("agree", "--json").out)[CALL] == whole
    current = run("agree", "--current", "--json")
    assert current.json["reading"] == "current"
    assert codes(current.out)[CALL]["alpha"] > whole["alpha"]
    assert "ikke et mål for pålidelighed" in run("agree", "--current").out
    assert run("agree", "--before", "2020-01-01", "--json").json["transcripts"] == 0
    assert run("agree", "--before", "2199-01-01", "--json").json["transcripts"] == 2
    assert run("agree", "--before", "change", "--json").json["transcripts"] == 0


WRONG = (
    (("--code", "At ringd"), CALL),
    (("--round", "7"), "round"),
    (("--group", "clubb"), "club"),
    (("--person", "P9"), "person"),
    (("--coders", "annn"), "ann"),
    (("--before", "yesterday"), "2026-11-23"),
    (("--unit", "letters"), "characters"),
    (("--by", "pair", "--confusion"), "two tables"),
    (("--threshold", "80"), "maxqda"),
    (("--like", "maxqda", "--threshold", "0"), "from 1 to 100"),
    (("--format", "pdf"), "There are md"),
)


def test_a_wrong_wish_is_refused_with_a_hint(run: Run, coded: Path) -> None:
    for words, said in WRONG:
        told = run("agree", *words)
        assert (told.status, told.out) == (2, ""), words
        assert said in told.err
        assert "\nhint: " in told.err


def test_parts_confusion_and_what_others_show(run: Run, coded: Path) -> None:
    assert [part["transcript"] for part in run("agree", "--by", "transcript", "--json").json["parts"]] == [
        "H-01",
        "H-02",
    ]
    assert [part["pair"] for part in run("agree", "--by", "pair", "--json").json["parts"]] == ["ann · bo"]
    assert run("agree", "--by", "speaker").out.count("|") > 10
    assert "confusion" in run("agree", "--confusion", "--json").json
    nvivo = run("agree", "--like", "nvivo", "--json").json
    assert {row["transcript"] for row in nvivo["rows"]} == {"H-01", "H-02"}
    group = run("agree", "--like", "nvivo", "--coders", "ann", "--against", "bo", "--json").json
    assert [row["kappa"] for row in group["rows"]] == [row["kappa"] for row in nvivo["rows"]]
    assert run("agree", "--like", "nvivo", "--against", "bo").status == 2
    for program in ("maxqda", "inception"):
        assert run("agree", "--like", program, terminal=True).status == 0
    told = run("agree", "--compare")
    assert told.status == 2
    assert "Nor is there a second round" in told.err


def test_all_codes_at_once_stand_in_the_details_alone(run: Run, coded: Path) -> None:
    sets = run("agree", "--details", "--json").json["sets"]
    assert sets["masi"] <= sets["jaccard"] <= 1
    assert "sets" not in run("agree", "--json").json
    assert "stands beside the codes' own values" in run("agree", "--details", terminal=True).out


def test_check_names_every_code_that_fails_and_exits_with_1(run: Run, coded: Path) -> None:
    told = run("agree", "check", "--bound", "value", "--min", "0,5")
    assert told.status == 1
    assert [line.split(":")[0] for line in told.out.splitlines()] == [GIVE]
    assert "skipped for want of a bound: 1" in told.err
    assert run("agree", "check", "--bound", "value", "--min", ".5", "--code", CALL).status == 0


def test_check_passes_over_what_has_no_bound_unless_strict(run: Run, coded: Path) -> None:
    told = run("agree", "check")
    assert (told.status, told.out) == (
        0,
        "codes that reach 0.667 (alpha's lower bound): 0; skipped for want of a bound: 3\n",
    )
    strict = run("agree", "check", "--strict", "--json")
    assert strict.status == 1
    assert [code["code"] for code in strict.json["failed"]] == [CALL, GIVE, "Tomt"]


def test_nonsense_is_no_bound(run: Run, coded: Path) -> None:
    for value in ("1.1", "nan", "inf", "a lot", "1.000,5", "-1.5"):
        told = run("agree", "check", f"--min={value}")
        assert (told.status, told.out) == (2, ""), value


def test_a_value_that_just_fails_is_not_written_like_what_it_failed() -> None:
    assert _spelt(0.66699, 0.667) == "0.66699"
    assert _spelt(0.5, 0.667) == "0.500"


def test_an_episode_is_settled_and_unsettled(run: Run, coded: Path) -> None:
    found = run("agree", "episodes", CALL, "--json").json
    kinds = {episode["transcript"]: episode for episode in found["episodes"]}
    assert (kinds["H-01"]["kind"], kinds["H-02"]["kind"], found["agreed"]) == ("boundary", "agreed", 1)
    assert kinds["H-01"]["text"] == H01[kinds["H-01"]["start"] : kinds["H-01"]["end"]]
    item = kinds["H-01"]["item"]
    before = run("agree", "--json").json["codes"]
    assert run("agree", "settle", item[:12].lower(), "--as", "bo", "--reason", "slip").status == 0
    settled = run("agree", "episodes", CALL, "--json").json["episodes"][0]["settled"]
    assert (settled["choice"], settled["how"], settled["reason"]) == ("bo", "discussed", "slip")
    assert run("agree", "--json").json["codes"] == before
    layer = run("agree", "consensus", "--json").json
    assert (layer["agreed"], layer["discussed"], layer["unsettled"]) == (1, 1, 1)
    exported = run("segments", "export", "--layer", "consensus").out.splitlines()
    assert [line.split(",")[1] for line in exported[1:]] == ["consensus", "consensus"]
    assert run("agree", "unsettle", item).status == 0
    assert run("agree", "consensus", "--json").json["discussed"] == 0
    assert "no reliability" in " ".join(run("agree", "episodes", CALL, terminal=True).out.split())
    assert "no longer reliability" in run("agree", "consensus", terminal=True).out


def test_nothing_given_is_no_item_though_there_is_only_one(run: Run, coded: Path) -> None:
    item = run("agree", "episodes", CALL, "--json").json["episodes"][0]["item"]
    assert run("agree", "settle", item.lower(), "--as", "union").status == 0
    before = run("agree", "consensus", "--json").out
    for words in (("unsettle", ""), ("unsettle", " "), ("settle", "", "--as", "none")):
        told = run("agree", *words)
        assert told.status == 2
        assert "no item is given" in told.err
    assert run("agree", "consensus", "--json").out == before


def test_an_episode_of_the_current_reading_is_found_by_its_beginning(run: Run, coded: Path) -> None:
    start = H01.index("Vi ringer") + 60
    run("code", "H-01", start, start + 9, CALL)
    found = run("agree", "episodes", CALL, "--current", "--json").json["episodes"]
    episode = next(one for one in found if one["start"] == start)
    assert run("agree", "settle", episode["item"][:12], "--as", "union").status == 0


def test_own_passages_and_none_are_settlements_too(run: Run, coded: Path) -> None:
    (episode, _) = run("agree", "episodes", CALL, "--json").json["episodes"]
    start = episode["start"]
    assert (
        run("agree", "settle", episode["item"], "--own", f"{start}-{start + 9}", f"{start + 10}-{start + 20}").status
        == 0
    )
    assert len(run("agree", "consensus", "--json").json["codings"]) == 3
    assert run("agree", "settle", episode["item"], "--as", "none", "--how", "adjudicated").status == 0
    assert len(run("agree", "consensus", "--json").json["codings"]) == 1


WRONG_ITEMS = (
    ("settle", "NOSUCH", "--as", "union"),
    ("settle", "NOSUCH", "--as", "nobody"),
    ("settle", "NOSUCH"),
    ("settle", "NOSUCH", "--own", "9-3"),
    ("settle", "NOSUCH", "--as", "union", "--own", "1-2"),
    ("unsettle", "NOSUCH"),
    ("episodes", "No such code"),
)


def test_what_cannot_be_settled_changes_nothing(run: Run, coded: Path) -> None:
    for words in WRONG_ITEMS:
        told = run("agree", *words)
        assert (told.status, told.out) == (2, ""), words
    assert run("agree", "consensus", "--json").json["discussed"] == 0


def test_layers_of_codings_and_of_the_matrix(run: Run, coded: Path) -> None:
    mine = run("segments", "export", "--layer", "ANN").out.splitlines()[1:]
    assert len(mine) == 3
    assert len(run("segments", "export").out.splitlines()[1:]) == 5
    assert run("segments", "export", "--layer", "ben").status == 2
    assert run("matrix", "--layer", "bo", "--json").json["layer"] == "bo"
    assert run("matrix", "--layer", "consensus", "--json").json["layer"] == "consensus"
    assert run("matrix", "--layer", "nobody").status == 2


def test_without_anything_double_coded_it_says_what_would_make_it_so(run: Run, study: Path) -> None:
    run("progress", "assign", "H-01", "--coder", "bo")
    run("progress", "done", "H-01")
    told = run("agree", terminal=True)
    assert told.status == 0
    assert "waits for bo" in told.out
    assert run("agree", "--json").json["codes"] == []
    assert run("agree", "check").status == 0


def test_episodes_and_the_consensus_layer_are_looked_through_for_names_as_exports_are(run: Run, coded: Path) -> None:
    assert run("codebook", "rename", CALL, "Mettes opkald").status == 0
    named = "Mettes opkald"
    for words in (("agree", "episodes", named, "--json"), ("agree", "episodes", named), ("agree", "consensus")):
        told = run(*words)
        assert told.status == 0
        assert "may identify somebody: name 1" in told.err, words
        assert "Mette" not in told.err
