"""A study in which one interview was corrected, and an editor that does what a test tells it."""

import stat
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from workbench.study import Study
from workbench.tui.app import WorkbenchApp


@pytest.fixture(scope="module")
def corrected_folder(coded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """K-01 corrected by ann: of her two passages one has lost an edge, the other all of it; not to be written to."""
    home = copytree(coded_folder, tmp_path_factory.mktemp("corrected") / "study")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(tmp_path_factory.mktemp("state")))
        patch.setenv("WORKBENCH_DATA", str(tmp_path_factory.mktemp("data")))
        study = Study.open(home, "ann")
        text = study.transcripts.document("K-01").text
        changed = text.replace("Vi ringer til hinanden.", "Man skriver til hinanden.")
        study.corrections.correct("K-01", changed.replace("Og så drikker vi kaffe på", "Bagefter er der en fest på"))
        assert len(study.corrections.queue()) == 2
        study.close()
    return home


@pytest.fixture
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Path]:
    """``editor("a=b")``: the editor replaces every a by b; what it was given is noted in the file that is returned."""
    monkeypatch.setattr(WorkbenchApp, "suspend", lambda self: nullcontext())
    monkeypatch.delenv("VISUAL", raising=False)

    def edits(*replacing: str) -> Path:
        noted = tmp_path / "noted"
        sed = " ".join(f"-e 's/{old}/{new}/g'" for old, new in (pair.split("=") for pair in replacing))
        script = tmp_path / "editor.sh"
        script.write_text(
            f'#!/bin/sh\nls -ld "$1" "$(dirname "$1")" > "{noted}"\n'
            f'sed {sed or "-e s/a/a/"} "$1" > "$1.new" && cp "$1.new" "$1"\n',
            encoding="utf-8",
        )
        script.chmod(script.stat().st_mode | stat.S_IXUSR)
        monkeypatch.setenv("EDITOR", str(script))
        return noted

    return edits


async def settled(pilot: Any) -> None:
    """Everything that was set going has come to its end."""
    for _ in range(4):
        await pilot.pause()


@pytest.fixture
def settle() -> Callable[..., Any]:
    """``await settle(pilot)``."""
    return settled
