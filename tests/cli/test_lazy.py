"""Start-up is cheap because nothing is loaded that the command does not need."""

import subprocess
import sys

import pytest

HEAVY = ("textual", "rich", "sqlmodel", "sqlalchemy", "sqlcipher3", "spacy", "numpy", "pydantic", "rapidfuzz", "yaml")
# dataclasses brings inspect with it, which alone costs half of what a whole --help may
DEAR = ("dataclasses", "inspect", "subprocess", "importlib.metadata", "asyncio", "json", "pathlib", "difflib")


def loaded_by(*words: str) -> set[str]:
    """The modules in memory after a command."""
    code = (
        "import sys\n"
        "from workbench.__main__ import main\n"
        f"status = main({list(words)!r})\n"
        "sys.stdout.flush()\n"
        "sys.stderr.write('\\n' + ' '.join(sys.modules))\n"
        "sys.exit(status)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("words", [("--help",), ("--version",), ("matrix", "--help"), ("codebook", "add", "--help")])
def test_help_loads_nothing_heavy(words: tuple[str, ...]) -> None:
    loaded = loaded_by(*words)
    assert not loaded & set(HEAVY)
    assert "workbench.study" not in loaded
    assert "workbench.tui" not in loaded


def test_help_of_the_program_loads_no_command_and_no_dear_part_of_the_standard_library() -> None:
    # what Python itself loads here before any of ours (an editable install has its own start-up) does not count
    bare = subprocess.run(
        [sys.executable, "-c", "import sys; print(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    loaded = loaded_by("--help") - set(bare.stdout.split())
    assert not loaded & set(DEAR)
    assert {name for name in loaded if name.startswith("workbench.cli.commands.")} == set()
    assert "workbench.cli.commands" in loaded


def test_the_screens_are_loaded_by_the_program_and_not_by_the_command_line() -> None:
    code = "import sys, workbench.cli.entry, workbench.cli.call; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    assert not {name for name in done.stdout.split() if name.startswith(("workbench.tui", "textual"))}


def test_a_study_is_opened_without_the_rooms_of_agreement_and_the_transcript_without_the_library_s_dialogs() -> None:
    code = "import sys, workbench.study, workbench.tui.coding.screen, workbench.tui.library.screen; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    loaded = set(done.stdout.split())
    rooms = {f"workbench.study.agreement.{name}" for name in ("rooms", "work", "measuring", "rereading", "asked")}
    assert not loaded & (rooms | {"workbench.tui.agreement.screen", "workbench.tui.library.assigning"})
