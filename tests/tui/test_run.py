"""``run``: refuses what is no terminal, loads nothing early."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.tui import run


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Yes."""
        return True


@pytest.mark.parametrize("stream", ["stdin", "stdout"])
def test_without_a_terminal_on_both_ends_it_says_what_to_use(
    stream: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", "xterm-256color")
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, None if name == stream else Terminal())
    with pytest.raises(WorkbenchError) as caught:
        run(tmp_path)
    assert "needs a terminal" in caught.value.message
    assert "--help" in caught.value.hint


@pytest.mark.parametrize("term", ["dumb", "unknown"])
def test_a_terminal_that_only_prints_lines_is_refused(
    term: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TERM", term)
    for name in ("stdin", "stdout"):
        monkeypatch.setattr(sys, name, Terminal())
    with pytest.raises(WorkbenchError, match="only print lines"):
        run(tmp_path)


def _loaded(statement: str) -> set[str]:
    script = (
        f"import sys; {statement}; print(' '.join(m.split('.')[0] if m.count('.') < 2 else m for m in sys.modules))"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_asking_for_the_interface_loads_no_textual() -> None:
    assert not {"textual", "rich", "sqlmodel"} & _loaded("import workbench.tui")


def test_the_first_frame_needs_no_study() -> None:
    script = "import sys; import workbench.tui.app; print([m for m in sys.modules if m.startswith('workbench.st')])"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
    assert not {"sqlmodel", "sqlalchemy", "spacy", "numpy", "sqlcipher3"} & _loaded("import workbench.tui.app")
