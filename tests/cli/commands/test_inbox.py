"""``workbench inbox``: listed, told as JSON, settled by a script."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.study import Study

Run = Callable[..., Any]


SETTINGS = """\
[study]
title = "Havnen"
[groups.club]
column = "club"
"""
H01 = """\
I: Hvordan får I båden i vandet?

R1: Vi ringer til hinanden.
"""


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Ann's study, which has heard what bo did at the same time; not to be written to."""
    home = tmp_path_factory.mktemp("apart")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(home / "state"))
        here = home / "ann"
        (here / "codebook").mkdir(parents=True)
        (here / "transcripts").mkdir()
        (here / "codebook" / "study.toml").write_text(SETTINGS, encoding="utf-8")
        (here / "transcripts" / "H-01.txt").write_text(H01, encoding="utf-8")
        there = shutil.copytree(here, home / "bo")
        ann, bo = Study.open(here, "ann"), Study.open(there, "bo")
        for path in ("Havn", "Båd"):
            ann.codes.create(path)
        revision = ann.transcripts.document("H-01").revision
        memo = ann.memos.add("passage", "", "Et notat.", revision=revision, start=0, end=8)
        bo.log.ingest(list(ann.log.export()))
        havn, boat = (ann.codes.find(path).id for path in ("Havn", "Båd"))
        ann.codes.define(havn, definition="Et sted.")
        bo.codes.define(havn, definition="Et sted \x1b[31mved\nvandet.")
        ann.memos.edit(memo, "Anns notat.")
        bo.memos.edit(memo, "Bos notat.")
        ann.codings.add(revision, 3, 9, boat)
        bo.codes.delete(boat)
        ann.codes.create("Tov")
        bo.codes.create("Tov")
        ann.log.ingest(list(bo.log.export()))
        ann.close()
        bo.close()
    return here


@pytest.fixture
def apart(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of it as the current folder."""
    home = shutil.copytree(prepared, tmp_path / "apart")
    monkeypatch.chdir(home)
    return home


def definition(run: Run) -> str:
    """What Havn means."""
    return next(str(c["definition"]) for c in run("codebook", "--json").json if "Havn" in c.values())


def test_an_empty_inbox_lists_nothing(run: Run, study: Path) -> None:
    assert run("inbox") == (0, "", "")
    assert run("inbox", "--json").json == []
    assert run("inbox", "settle", "--all", "shown") == (0, "settled as shown: 0\n", "")


def test_the_list_names_id_sentence_and_choices(run: Run, apart: Path) -> None:
    done = run("inbox")
    assert (done.status, done.err) == (0, "")
    assert [(len(row[0]), row[1].split(" (")[0], row[2]) for row in done.rows] == [
        (6, "ann and bo defined Havn differently; bo's “Et sted ␛[31mved vandet.”", "shown other write"),
        (6, "ann and bo wrote the memo on H-01, turn 1 differently; bo's “Bos notat.”", "shown other write"),
        (6, done.rows[2][1], "shown restore recode remove"),
        (6, done.rows[3][1], "shown merge merge-back rename"),
    ]
    assert done.rows[2][1].startswith("A coding by ann in H-01 uses Båd, which bo deleted on ")
    assert run("inbox").rows == done.rows
    shown = run("inbox", terminal=True)
    assert "settles one; --json tells all sides" in shown.out
    assert "\x1b[31mved" not in shown.out


def test_json_tells_all_sides_and_what_each_choice_does(run: Run, apart: Path) -> None:
    items = run("inbox", "--json").json
    assert [item["kind"] for item in items] == ["dispute", "dispute", "dangling", "same name"]
    assert set(items[0]) == {"id", "kind", "sentence", "about", "sides", "choices"}
    assert items[0]["about"] == {
        "what": "code",
        "field": "definition",
        "code": "Havn",
        "transcript": None,
        "turn": None,
        "start": None,
        "end": None,
    }
    assert [(s["coder"], s["value"], s["shown"]) for s in items[0]["sides"]] == [
        ("ann", "Et sted.", False),
        ("bo", "Et sted \x1b[31mved\nvandet.", True),
    ]
    assert items[0]["sides"][0]["when"][:2] == "20"
    assert [(c["choice"], c["needs"]) for c in items[2]["choices"]] == [
        ("shown", None),
        ("restore", None),
        ("recode", "code"),
        ("remove", None),
    ]
    about = items[1]["about"]
    assert (about["transcript"], about["turn"], about["start"], about["end"]) == ("H-01", 1, 0, 8)


def test_a_script_settles_one_by_its_id_and_the_log_takes_it_back(run: Run, apart: Path) -> None:
    item = run("inbox", "--json").json[0]
    done = run("inbox", "settle", item["id"], "other")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("settled: ann and bo defined Havn differently; ")
    assert item["id"] not in run("inbox").out
    assert definition(run) == "Et sted."
    assert run("log", "undo").out == "taken back: settle definition Havn\n"
    assert run("inbox", "--json").json[0] == item


def test_a_third_text_comes_from_a_file_or_from_a_pipe(run: Run, apart: Path, tmp_path: Path) -> None:
    first, memo, *_ = (item["id"] for item in run("inbox", "--json").json)
    (tmp_path / "third.txt").write_text("Både og.\n", encoding="utf-8")
    assert run("inbox", "settle", first, "write", "--text", tmp_path / "third.txt").status == 0
    assert run("inbox", "settle", memo, "write", "--text", "-", stdin=b"Begges.\n").status == 0
    assert [m["text"] for m in run("memos", "--json").json] == ["Begges."]
    assert definition(run) == "Både og."


def test_names_and_codes_are_given_by_to(run: Run, apart: Path) -> None:
    *_, coding, twice = (item["id"] for item in run("inbox", "--json").json)
    assert run("inbox", "settle", coding, "recode", "--to", "Havn").status == 0
    assert run("inbox", "settle", twice, "rename", "--to", "Reb").status == 0
    shown = run("codebook").out
    assert "Tov" in shown
    assert "Reb" in shown
    assert "~2" not in shown


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["zzzzzz", "shown"], "nothing called zzzzzz to look at"),
        (["ID", "later"], "later is no way to settle this"),
        (["ID", "write"], "write needs a text"),
        (["ID"], "settle needs an id and a choice"),
        ([], "settle needs an id and a choice"),
        (["ID", "shown", "--all", "shown"], "--all goes without an id"),
        (["--all", "other"], "invalid choice"),
        (["ID", "shown", "--force"], "--force goes with --all"),
        (["ID", "write", "--text", "x", "--to", "y"], "a choice takes one thing"),
        (["ID", "write", "--text", "no such file"], "cannot be read"),
    ],
)
def test_what_makes_no_sense_is_refused_and_changes_nothing(
    run: Run, apart: Path, words: list[str], message: str
) -> None:
    before = run("inbox", "--json").json
    done = run("inbox", "settle", *(before[0]["id"] if word == "ID" else word for word in words))
    assert (done.status, done.out) == (2, "")
    assert message in done.err
    assert run("inbox", "--json").json == before


def test_all_are_left_to_the_clock_but_for_memos(run: Run, apart: Path) -> None:
    done = run("inbox", "settle", "--all", "shown")
    assert (done.status, done.out) == (0, "settled as shown: 3\n")
    assert "left: " in done.err
    assert "wrote the memo on H-01, turn 1 differently" in done.err
    assert len(run("inbox", "--json").json) == 1
    assert run("inbox", "settle", "--all", "shown", "--force").out == "settled as shown: 1\n"
    assert run("inbox", "--json").json == []
    assert json.loads(run("memos", "--json").out)[0]["text"] == "Bos notat."
    assert run("log", "undo").status == 0
    assert len(run("inbox", "--json").json) == 1
