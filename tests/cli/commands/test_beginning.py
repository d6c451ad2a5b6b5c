"""``workbench init`` and ``workbench demo``."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_study_is_begun_with_a_title(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "ny"
    told = run("init", folder, "--title", 'Havnen i "krise"', "--language", "da")
    assert told.status == 0
    assert "Havnen i" in (folder / "codebook" / "study.toml").read_text(encoding="utf-8")
    assert run("--study", folder, "transcripts", "--json").json == []


def test_a_study_is_begun_among_files_that_are_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    assert run("init", tmp_path).status == 0
    assert (tmp_path / "notes.txt").read_text() == "mine"


@pytest.mark.parametrize("words", [("--language", "dansk"), ()])
def test_what_cannot_be_begun_changes_nothing(run: Run, folder: Path, words: tuple[str, ...]) -> None:
    before = (folder / "codebook" / "study.toml").read_bytes()
    told = run("init", folder, *words)
    assert (told.status, told.out) == (2, "")
    assert "hint: " in told.err or "language" in told.err
    assert (folder / "codebook" / "study.toml").read_bytes() == before


def test_the_demo_is_written_once_and_opened_as_often_as_one_likes(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, opened: list[tuple[Path, str | None]]
) -> None:
    monkeypatch.chdir(tmp_path)
    written = run("demo")
    assert written.status == 0
    assert "workbench --study workbench-demo" in written.out
    assert opened == []
    coders = {coder["name"]: coder for coder in run("--study", "workbench-demo", "coders", "--json").json}
    assert {"ann", "bo"} <= coders.keys()
    assert coders["ann"]["codings"] > coders["bo"]["codings"] > 0
    run("--study", "workbench-demo", "codebook", "add", "Min egen")
    assert run("demo", terminal=True).status == 0
    assert opened == [(Path("workbench-demo"), "ann")]
    assert run("demo", "--no-open", terminal=True).status == 0
    assert len(opened) == 1
    codes = run("--study", "workbench-demo", "codebook", "--json").json
    assert "Min egen" in [code["code"] for code in codes]


def test_the_demo_does_not_go_into_a_folder_that_holds_something(run: Run, folder: Path) -> None:
    told = run("demo", folder)
    assert (told.status, told.out) == (2, "")
    assert "hint: " in told.err


PHRASE = "hestesko batteri"


@pytest.fixture
def typed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What a person types where a passphrase is asked for, from the front; nothing left: the terminal is closed."""
    words: list[str] = []

    def getpass(prompt: str) -> str:
        if not words:
            raise EOFError
        return words.pop(0)

    monkeypatch.setattr("getpass.getpass", getpass)
    return words


def test_an_encrypted_study_is_begun_after_saying_what_that_means(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WORKBENCH_PASSPHRASE", PHRASE)
    folder = tmp_path / "ny"
    told = run("init", folder, "--encrypt", "--title", "Havnen")
    assert told.status == 0
    assert "nobody can open the study again, and no backup helps" in told.err
    stub = (folder / "codebook" / "study.toml").read_text(encoding="utf-8")
    assert "encrypted = true" in stub
    assert "Havnen" not in stub
    assert run("--study", folder, "settings", "--json").json["study"]["title"] == "Havnen"
    again = run("init", folder, "--encrypt")
    assert (again.status, again.out) == (2, "")


def test_a_passphrase_is_typed_twice_and_meant(run: Run, tmp_path: Path, typed: list[str]) -> None:
    folder = tmp_path / "ny"
    for words, answer in (
        ([PHRASE, PHRASE + "x"], b"yes\n"),
        ([PHRASE, PHRASE], b"no\n"),
        ([PHRASE, PHRASE], b""),
        (["kort"], b"yes\n"),
        ([], b"yes\n"),
    ):
        typed[:] = words
        told = run("init", folder, "--encrypt", terminal=True, stdin=answer)
        assert (told.status, told.out) == (2, "")
        assert not folder.exists()
    typed[:] = [PHRASE, PHRASE]
    assert run("init", folder, "--encrypt", terminal=True, stdin=b"Yes\n").status == 0
    typed[:] = [PHRASE]
    assert run("--study", folder, "coders", "--json", terminal=True).json


def test_a_typing_error_may_happen_twice(run: Run, tmp_path: Path, typed: list[str]) -> None:
    folder = tmp_path / "ny"
    typed[:] = [PHRASE, PHRASE]
    run("init", folder, "--encrypt", terminal=True, stdin=b"yes\n")
    typed[:] = ["forkert", "igen", PHRASE]
    assert run("--study", folder, "coders", terminal=True).status == 0
    typed[:] = ["forkert", "igen", "og igen", PHRASE]
    told = run("--study", folder, "coders", terminal=True)
    assert (told.status, told.out) == (2, "")
    assert told.err.count("does not open this study") == 3


def test_without_a_terminal_nothing_asks(
    run: Run, tmp_path: Path, typed: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    typed[:] = [PHRASE] * 9
    told = run("init", tmp_path / "ny", "--encrypt")
    assert told.status == 2
    assert "WORKBENCH_PASSPHRASE" in told.err
    monkeypatch.setenv("WORKBENCH_PASSPHRASE", PHRASE)
    assert run("init", tmp_path / "ny", "--encrypt").status == 0
    monkeypatch.delenv("WORKBENCH_PASSPHRASE")
    told = run("--study", tmp_path / "ny", "transcripts")
    assert told.status == 2
    assert "WORKBENCH_PASSPHRASE_FILE" in told.err
    assert len(typed) == 9


def test_a_passphrase_comes_from_a_file_that_lies_elsewhere(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "key").write_text(PHRASE + "\n", encoding="utf-8")
    monkeypatch.setenv("WORKBENCH_PASSPHRASE_FILE", str(tmp_path / "key"))
    assert run("init", tmp_path / "ny", "--encrypt").status == 0
    assert run("--study", tmp_path / "ny", "coders").status == 0
    monkeypatch.setenv("WORKBENCH_PASSPHRASE_FILE", str(tmp_path / "no such file"))
    told = run("--study", tmp_path / "ny", "coders")
    assert told.status == 2
    assert "no such file" in told.err


def test_the_screens_are_handed_the_passphrase_and_not_opened_without(
    run: Run, tmp_path: Path, typed: list[str], opened: list[tuple[Path, str | None]]
) -> None:
    folder = tmp_path / "ny"
    typed[:] = [PHRASE, PHRASE]
    run("init", folder, "--encrypt", terminal=True, stdin=b"yes\n")
    typed[:] = ["forkert"] * 3
    assert run("--study", folder, terminal=True).status == 2
    assert opened == []
    typed[:] = [PHRASE]
    assert run("--study", folder, terminal=True).status == 0
    assert opened == [(folder, "ann")]


def test_a_plain_study_is_not_loaded_to_find_out_that_it_is_plain(folder: Path) -> None:
    """The screens are drawn before the study is opened, and everything that opens one takes its time to load."""
    code = (
        "import sys\nfrom pathlib import Path\nfrom workbench.cli.call import Call\n"
        f"assert Call(None, None).unlock(Path({str(folder)!r})) is None\n"
        "print('workbench.study' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout == "False\n"
