"""The grammar: what is understood, and what is said of what is not."""

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from workbench import __version__
from workbench.cli.commands import COMMANDS

VERBS = {
    "transcripts": ("text",),
    "codebook": (
        "add", "rename", "move", "merge", "unmerge", "delete", "define", "similar", "history", "export", "import",
    ),
    "memos": ("add", "edit", "kind", "move", "link", "unlink", "links", "remove"),
    "segments": ("export", "import"),
    "progress": ("assign", "start", "done"),
    "log": ("undo", "redo", "export", "import"),
}  # fmt: skip


@pytest.mark.parametrize("words", [(c,) for c in COMMANDS] + [(c, v) for c, verbs in VERBS.items() for v in verbs])
def test_every_command_and_verb_has_help(run: Run, words: tuple[str, ...]) -> None:
    told = run(*words, "--help")
    assert told.status == 0
    assert told.out.startswith(f"usage: workbench {' '.join(words)} ")
    assert "--study DIR" in told.out


def test_help_names_every_command_and_the_exit_statuses(run: Run) -> None:
    told = run("--help")
    assert told.status == 0
    assert all(f"\n    {name}" in told.out for name in COMMANDS)
    assert "exit status: 0 done · 1 a check did not hold" in told.out


def test_the_version_is_one_line(run: Run) -> None:
    assert run("--version") == (0, f"workbench {__version__}\n", "")


def test_an_unknown_command_is_told_what_it_resembles(run: Run) -> None:
    told = run("matrx")
    assert told.status == 2
    assert told.out == ""
    assert told.err == (
        "workbench: workbench has no command 'matrx'\n"
        "hint: You may mean `workbench matrix`; `workbench --help` lists them.\n"
    )


def test_an_unknown_verb_is_told_what_it_resembles(run: Run) -> None:
    assert "`workbench codebook rename`" in run("codebook", "renam", "A", "B").err


def test_a_command_that_resembles_nothing_is_told_where_they_are_listed(run: Run) -> None:
    assert run("xyzzy").err.endswith("hint: `workbench --help` lists them.\n")


@pytest.mark.parametrize(
    "words",
    [
        ("code", "H-01"),
        ("code", "H-01", "one", "2", "A"),
        ("transcripts", "--jsn"),
        ("transcripts", "text"),
        ("coders", "ann"),
        ("matrix", "--js"),  # no abbreviations: the next option would change what a script means
        ("--study",),
        ("segments", "import"),
    ],
)
def test_wrong_arguments_are_the_users_error_with_a_hint(run: Run, words: tuple[str, ...]) -> None:
    told = run(*words)
    assert told.status == 2
    assert told.out == ""
    assert told.err.startswith("workbench: ")
    assert "\nhint: `workbench " in told.err
    assert "--help` shows how it is written" in told.err


def test_the_study_is_named_before_or_after_the_command(run: Run, folder: Path) -> None:
    before = run("--study", folder, "transcripts")
    after = run("transcripts", "--study", folder)
    deep = run("transcripts", "text", "H-02", "--study", folder)
    assert before.status == after.status == deep.status == 0
    assert before.out == after.out != ""


@pytest.mark.parametrize(
    "words", [("--coder", "bo", "codebook", "add", "A"), ("codebook", "add", "A", "--coder", "bo")]
)
def test_who_is_at_work_is_named_before_or_after_the_command(run: Run, study: Path, words: tuple[str, ...]) -> None:
    assert run(*words).status == 0
    assert run("log", "--json").json[0]["coder"] == "bo"


def test_who_is_at_work_is_what_the_environment_says_else(run: Run, study: Path) -> None:
    run("codebook", "add", "A")
    assert run("log", "--json").json[0]["coder"] == "ann"


def test_the_login_is_at_work_where_nobody_is_named(run: Run, study: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WORKBENCH_CODER")
    monkeypatch.setenv("LOGNAME", "karen")
    run("codebook", "add", "A")
    assert run("log", "--json").json[0]["coder"] == "karen"


def test_an_empty_name_codes_nothing(run: Run, study: Path) -> None:
    told = run("codebook", "add", "A", "--coder", " ")
    assert (told.status, told.out) == (2, "")
    assert run("codebook", "--json").json == []
