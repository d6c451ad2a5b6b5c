"""A study into which names, a telephone number and a memo about somebody were put; all of them invented."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.tui.conftest import SETTINGS
from workbench.study import Study

TEXTS = {
    "K-01": """---
id: K-01
interviewer: [I]
informants:
  - {label: R1, group: professional}
---
I: Hvem ringer I til?

R1: Vi ringer altid til Mette Holgersen, og så kommer Mettes kollega fra Silkeborg.

R1: Hendes nummer er 61 72 83 94, og Mette svarer selv.
""",
    "K-02": """---
id: K-02
interviewer: [I]
informants:
  - {label: R1, group: professional}
---
I: Og hos jer?

R1: Her er det Mette Holgersen, der bestemmer. Vi skriver til mette@eksempel.dk.
""",
}


@pytest.fixture(scope="module")
def named_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Settings and two transcripts that name somebody; not to be written to."""
    folder = tmp_path_factory.mktemp("named") / "study"
    (folder / "codebook").mkdir(parents=True)
    (folder / "transcripts").mkdir()
    (folder / "codebook" / "study.toml").write_text(SETTINGS, encoding="utf-8")
    for name, text in TEXTS.items():
        (folder / "transcripts" / f"{name}.md").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(tmp_path_factory.mktemp("state")))
        patch.setenv("WORKBENCH_DATA", str(folder.parent / "data"))
        study = Study.open(folder, "ann")
        study.memos.add("study", "", "Husk at spørge Mette Holgersen igen.")
        study.anonymity.findings()  # looked through once: the copies remember it
        study.close()
    return folder


@pytest.fixture
def folder(named_folder: Path, tmp_path: Path) -> Path:
    """A copy of it, on the machine that has looked it through."""
    from shutil import copytree

    copytree(named_folder.parent / "data", os.environ["WORKBENCH_DATA"], dirs_exist_ok=True)
    return copytree(named_folder, tmp_path / "study")


async def settled(pilot: Any) -> None:
    """Everything that was set going has come to its end."""
    for _ in range(6):
        await pilot.pause()


@pytest.fixture
def settle() -> Callable[..., Any]:
    """``await settle(pilot)``."""
    return settled
