"""``workbench withdraw`` and ``workbench purge``."""

from pathlib import Path

import pytest

from tests.cli.conftest import TEXTS, Run

HERS = "Jeg\u202fhar nøglen, og jeg låner den gerne ud."


@pytest.fixture
def coded(run: Run, study: Path) -> Path:
    """Ann has coded both speakers of H-01."""
    text = TEXTS["H-01"]
    at = text.index(HERS)
    assert run("code", "H-01", at, at + len(HERS), "Nøglen", "--new", "--memo", f"hun siger: {HERS}").status == 0
    assert run("code", "H-01", 3, at + 5, "Nøglen").status == 0
    return study


def test_a_preview_says_what_would_happen_and_changes_nothing(run: Run, coded: Path) -> None:
    before = run("log", "--json").json
    shown = run("withdraw", "P2", "--preview")
    assert shown.status == 0
    assert "P2 speaks in H-01 (R2): 1 turns, 9 words." in shown.out
    assert "codings: 1 lost, 1 shortened, 0 kept whole" in shown.out
    assert "There is no undo" in shown.out
    document = run("withdraw", "P2", "--preview", "--json").json
    assert document["codings"] == {"lost": 1, "shortened": 1, "kept": 0}
    assert document["transcripts"] == ["H-01 (R2)"]
    assert run("log", "--json").json == before


def test_without_a_terminal_it_takes_a_yes(run: Run, coded: Path) -> None:
    refused = run("withdraw", "P2")
    assert refused.status == 2
    assert "--yes" in refused.err
    done = run("withdraw", "P2", "--reason", "bad om det", "--yes")
    assert done.status == 0
    assert done.out.startswith("P2 has withdrawn\n")
    assert "transcripts/H-01.md was written anew" in done.out
    assert "exported or sent earlier" in done.out
    assert HERS not in run("transcripts", "text", "H-01").out
    assert HERS not in (coded / "transcripts" / "H-01.md").read_text(encoding="utf-8")
    assert run("verify").status == 0
    again = run("withdraw", "P2", "--yes")
    assert (again.status, again.out) == (2, "")


def test_on_a_terminal_the_name_is_typed(run: Run, coded: Path) -> None:
    other = run("withdraw", "P2", terminal=True, stdin=b"yes\n")
    assert other.status == 2
    assert "Nothing was changed" in other.err
    assert HERS in run("transcripts", "text", "H-01").out
    done = run("withdraw", "P2", terminal=True, stdin=b"P2\n")
    assert done.status == 0
    assert "P2 speaks in H-01 (R2)" in done.out


def test_the_status_says_who_has_confirmed_and_what_is_left(run: Run, coded: Path) -> None:
    run("coders", "--coder", "bo")
    run("memos", "add", "Noget.", "--coder", "bo")
    assert run("withdraw", "--status", "--json").json == {"withdrawals": [], "purged": []}
    run("withdraw", "H-01:R2", "--reason", "bad om det", "--yes")
    (state,) = run("withdraw", "--status", "--json").json["withdrawals"]
    assert (state["person"], state["reason"], state["coder"], state["transcripts"]) == (
        "P2",
        "bad om det",
        "ann",
        ["H-01"],
    )
    assert [c["coder"] for c in state["confirmed"]] == ["ann"]
    assert state["missing"] == ["bo"]
    assert any("the log goes on saying" in sentence for sentence in state["confirmed"][0]["left"])
    (row,) = run("withdraw", "--status").rows
    assert [row[i] for i in (0, 2, 3, 4, 5)] == ["P2", "ann", "H-01", "ann", "bo"]


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("P9",),
        ("P9", "--preview"),
        ("H-01:R9", "--yes"),
        ("P2", "--status"),
        ("P2", "--json"),
        ("P2", "--undo"),
    ],
)
def test_what_cannot_be_meant_is_refused(run: Run, coded: Path, words: tuple[str, ...]) -> None:
    before = run("log", "--json").json
    refused = run("withdraw", *words)
    assert (refused.status, refused.out) == (2, "")
    assert refused.err.startswith("workbench: ")
    assert run("log", "--json").json == before


def test_a_withdrawal_is_not_taken_back(run: Run, coded: Path) -> None:
    run("withdraw", "P2", "--yes")
    entry = next(e for e in run("log", "--json").json if e["verb"] == "withdraw")
    refused = run("log", "undo", entry["n"])
    assert refused.status == 2
    assert "cannot be taken back" in refused.err


def test_one_memo_is_purged_with_all_its_versions(run: Run, coded: Path) -> None:
    memo = run("memos", "add", "Hun hedder Karen.").out.strip()
    refused = run("purge", "memo", memo, "--reason", "et navn")
    assert refused.status == 2
    assert run("purge", "memo", memo, "--reason", "et navn", terminal=True, stdin=b"no\n").status == 2
    assert [m["id"] for m in run("memos", "--json").json] == [memo]
    done = run("purge", "memo", memo, "--reason", "et navn", "--yes", "--json")
    assert done.status == 0
    assert done.json["confirmed"] is True
    assert run("memos", "--json").json == []
    assert "Karen" not in run("log", "export").out
    (purged,) = run("withdraw", "--status", "--json").json["purged"]
    assert (purged["coder"], purged["reason"]) == ("ann", "et navn")
    assert run("verify").status == 0


def test_an_example_and_a_remark_are_purged(run: Run, coded: Path) -> None:
    run("codebook", "define", "Nøglen", "--example", "Karen siger det.")
    assert run("purge", "example", "Nøglen", "--reason", "et navn", "--yes").status == 0
    assert "Karen" not in run("log", "export").out
    coding = run("code", "H-01", 3, 20, "Nøglen", "--memo", "Karen igen").out.strip()
    assert run("purge", "remark", coding, "--reason", "et navn", "--yes").status == 0
    assert "Karen" not in run("log", "export").out + run("segments", "export").out
    assert run("purge", "remark", "nothing", "--reason", "x", "--yes").status == 2
