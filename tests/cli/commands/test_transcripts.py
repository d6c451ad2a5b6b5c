"""``workbench transcripts``."""

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

from tests.cli.conftest import FRONTS, TEXTS, Process, Run


def test_the_list_says_what_scripts_rely_on(run: Run, study: Path) -> None:
    first, second = run("transcripts", "--json").json
    assert first == {
        "id": "H-01",
        "site": "Havn A",
        "date": "2021-05-03",
        "kind": "group",
        "mode": "online",
        "informants": [
            {"label": "R1", "person": "P1", "group": "municipal", "attributes": {"role": "havnefoged"}},
            {"label": "R2", "person": "P2", "group": "club", "attributes": {}},
        ],
        "characters": len(TEXTS["H-01"]),
        "words": first["words"],
        "sha256": sha256(TEXTS["H-01"].encode()).hexdigest(),
    }
    assert second["id"] == "H-02"
    assert 0 < second["words"] < first["words"] < 40


def test_the_list_in_a_pipe_is_one_transcript_a_line(run: Run, study: Path) -> None:
    rows = run("transcripts").rows
    assert [row[0] for row in rows] == ["H-01", "H-02"]
    assert rows[0][1:6] == ["Havn A", "2021-05-03", "group", "online", "R1 R2"]
    assert rows[1][2] == ""


def test_the_list_on_a_terminal_has_headings(run: Run, study: Path) -> None:
    shown = run("transcripts", terminal=True).out
    assert shown.splitlines()[0].split()[:3] == ["transcript", "site", "date"]
    assert "2 transcripts" in shown


def test_the_text_in_a_pipe_is_the_stored_text_to_the_byte(
    workbench: Callable[..., Process], run: Run, study: Path
) -> None:
    assert workbench("transcripts", "text", "H-01", PYTHONIOENCODING="latin-1").out == TEXTS["H-01"].encode()
    assert run("transcripts", "text", "H-02").out == TEXTS["H-02"]


def test_a_list_is_utf8_whatever_the_locale(workbench: Callable[..., Process]) -> None:
    listed = workbench("matrix", "--list", PYTHONIOENCODING="ascii").out
    assert listed.decode().startswith("harbour\tHvem kan hvad på havnen\t")


def test_the_text_holds_its_escapes_in_a_pipe_and_shows_them_on_a_terminal(run: Run, study: Path) -> None:
    text = "R1: Så \x1b]52;c;aGVq\x07 sejlede vi.\u202e"
    (study / "transcripts" / "H-03.txt").write_text(text, encoding="utf-8")
    run("import")
    assert run("transcripts", "text", "H-03").out == text
    shown = run("transcripts", "text", "H-03", terminal=True).out
    assert shown == "R1: Så ␛]52;c;aGVq␇ sejlede vi.·\n"


def test_a_transcript_that_is_not_there_names_those_that_are(run: Run, study: Path) -> None:
    told = run("transcripts", "text", "H01")
    assert (told.status, told.out) == (2, "")
    assert "H-01" in told.err
    assert len(FRONTS) == 2
