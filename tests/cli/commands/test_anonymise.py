"""check and anonymise as a script or a person meets them."""

import json
import re
from pathlib import Path

from tests.cli.conftest import Run

NAMED = """\
---
id: H-03
kind: single
interviewer: [I]
informants:
  - {label: Mette, person: P9, group: club}
---
I: Hvem låner båden ud?

Mette: Det gør Lone Sørensen, ring på 27 34 56 78. Lones nøgle hænger hos hende.
"""


def named(study: Path, run: Run) -> None:
    """Take in an interview in which people are named, and code it."""
    (study / "transcripts" / "H-03.md").write_text(NAMED, encoding="utf-8")
    assert run("import").status == 0
    text = run("transcripts", "text", "H-03").out
    start = text.index("Lones nøgle")
    assert run("code", "H-03", start, start + 11, "Nøgler", "--new").status == 0


def test_check_finds_nothing_and_says_that_this_is_no_proof(study: Path, run: Run) -> None:
    checked = run("check")
    assert (checked.status, checked.out) == (0, "")
    assert "aid, not proof" in checked.err
    assert run("check", "--json").json == {"findings": []}


def test_check_lists_what_may_identify_somebody_and_its_status_is_1(study: Path, run: Run) -> None:
    named(study, run)
    checked = run("check", "H-03", "--json")
    assert checked.status == 1
    findings = checked.json["findings"]
    assert {"kind", "transcript", "start", "end", "text", "score"} <= findings[0].keys()
    text = run("transcripts", "text", "H-03").out
    assert all(text[f["start"] : f["end"]] == f["text"] for f in findings if f["transcript"])
    assert {"Lone Sørensen", "27 34 56 78", "Mette"} <= {f["text"] for f in findings}
    assert run("check", "H-01").status == 0
    assert run("check", "H-99").status == 2


def test_replace_keep_and_undo_in_a_pipe_ask_nothing(study: Path, run: Run) -> None:
    named(study, run)
    done = run("anonymise", "replace", "Lone Sørensen", "--by", "Kirsten", "--person", "P20")
    assert done.status == 0, done.err
    assert "stay on this machine" in done.err
    assert run("anonymise", "replace", "Lone", "--pseudonym", "--person", "P20").out.startswith("replaced by Kirsten")
    assert "Det gør Kirsten, ring på" in run("transcripts", "text", "H-03").out
    assert "Kirstens nøgle" in run("transcripts", "text", "H-03").out
    assert run("anonymise", "replace", "Mette").status == 0
    assert run("anonymise", "replace", "27 34 56 78").status == 0
    assert "ring på [telefon]. " in run("transcripts", "text", "H-03").out
    informants = {t["id"]: t["informants"] for t in run("transcripts", "--json").json}["H-03"]
    assert [one["label"] for one in informants] == ["R1"]
    assert run("log", "undo").status == 0
    assert "ring på 27 34 56 78" in run("transcripts", "text", "H-03").out
    assert run("anonymise", "keep", "27 34 56 78").status == 0
    left = run("check", "H-03", "--json")
    assert "27 34 56 78" not in {f["text"] for f in left.json["findings"]}
    assert run("anonymise", "replace", "Ingen", "--json").status == 2
    assert run("anonymise", "replace", " ").status == 2


def test_no_export_lets_the_name_out_afterwards(study: Path, run: Run, tmp_path: Path) -> None:
    named(study, run)
    assert run("memos", "add", "Lone sagde noget om nøglen", "--code", "Nøgler").status == 0
    warned = run("memos", "--json")
    assert warned.err == "" or "Lone" not in warned.err
    assert run("anonymise", "replace", "Lone").status == 0
    assert run("anonymise", "replace", "Lone Sørensen", "--by", "[navn]").status in (0, 2)
    exports = [
        ["matrix", "--format", "md"],
        ["matrix", "--format", "json"],
        ["matrix", "--format", "csv"],
        ["matrix", "data", "--format", "md"],
        ["agree", "--format", "md"],
        ["agree", "--json"],
        ["agree", "--format", "csv"],
        ["segments", "export"],
        ["codebook", "export"],
        ["codebook", "--json"],
        ["settings", "export"],
        ["memos"],
        ["memos", "--json"],
        ["log", "export"],
        ["log", "--json"],
        ["inbox", "--json"],
        ["transcripts", "--json"],
        *(["transcripts", "text", name] for name in ("H-01", "H-02", "H-03")),
    ]
    for words in exports:
        done = run(*words)
        assert done.status == 0, (words, done.err)
        assert not re.search(r"\bLones?\b", done.out), words
        assert "warning: what is written" not in done.err, words


def test_an_export_that_holds_a_word_of_the_key_file_warns_and_with_strict_refuses(
    study: Path, run: Run, tmp_path: Path
) -> None:
    named(study, run)
    assert run("anonymise", "replace", "Lone", "--in", "H-03").status == 0
    assert run("codebook", "rename", "Nøgler", "Lones nøgler").status == 0
    for words in (["segments", "export"], ["codebook", "export"], ["matrix", "--format", "csv"], ["matrix", "--json"]):
        warned = run(*words)
        assert warned.status == 0
        assert re.search(r"warning: what is written may identify somebody: .*name 1", warned.err), words
        assert "Lone" not in warned.err
    file = tmp_path / "out.csv"
    refused = run("segments", "export", file, "--strict")
    assert refused.status == 2
    assert not file.exists()
    assert "Lone" not in refused.err
    assert run("matrix", "--strict", "-o", tmp_path / "m.md").status == 2
    checked = run("check", "--json").json["findings"]
    assert any(f["where"] == "name of the code Lones nøgler" and f["transcript"] == "" for f in checked)


def test_accept_is_asked_for_twice_and_says_what_it_cannot_reach(study: Path, run: Run) -> None:
    named(study, run)
    assert run("anonymise", "accept", "--yes").status == 2
    run("anonymise", "replace", "Lone")
    assert run("anonymise", "accept").status == 2
    assert run("anonymise", "accept", terminal=True, stdin=b"no\n").status == 2
    done = run("anonymise", "accept", "--yes", "--json")
    assert done.status == 0
    assert done.json["texts"] == 1
    assert any("key file" in sentence for sentence in done.json["left"])
    assert run("verify").status == 0
    assert run("log", "undo").status in (0, 2)
    assert "[navn]s nøgle" in run("transcripts", "text", "H-03").out


def test_the_key_file_is_named_moved_and_broken(study: Path, run: Run, tmp_path: Path) -> None:
    named(study, run)
    run("anonymise", "replace", "Lone")
    old = Path(run("anonymise", "key").out.strip())
    assert old.is_file()
    assert run("anonymise", "key", study / "key.toml").status == 2
    new = tmp_path / "stik" / "key.toml"
    assert run("anonymise", "key", new).out.strip() == str(new)
    new.write_text('[[word]]\nword = "Lone"\nby = 3\n', encoding="utf-8")
    for words in (["check"], ["anonymise"], ["anonymise", "apply"], ["anonymise", "replace", "Mette"]):
        broken = run(*words)
        assert broken.status == 2, words
        assert "key.toml:1:" in broken.err, words
    assert "nothing was looked through" in run("codebook", "export").err
    names = tmp_path / "navne.csv"
    names.write_text("Kajo\n", encoding="utf-8")
    assert json.loads(run("check", "--json").out or "{}") == {}
    new.unlink()
    assert run("anonymise", "names", names).out == "names added: 1, places added: 0, institutions added: 0\n"
    assert run("anonymise", "forget", "Lone").status == 2
