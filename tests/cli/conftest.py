"""The command line as a person or a script meets it: words in, status, stdout and stderr out."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from workbench import cli

SETTINGS = """\
[study]
title = "Havnen"
language = "da"

[groups.municipal]
label = "Kommunen"
column = "municipal"
[groups.club]
label = "Foreningen"
column = "club"
[groups.school]
label = "Skolen"
column = "shared"

[facets.kind]
values = ["formel", "reel"]

[matrix.harbour]
title = "Hvem kan hvad på havnen"
columns = ["municipal", "club"]
shared_label = "Fælles"

[matrix.data]
title = "Data"
rows = "transcripts"
"""

# Decomposed letters, an emoji and a narrow space: what an exact text must survive.
H01 = """\
I: Hvordan får I båden i vandet?

R1: Vi ringer til hinanden. Så kommer der altid no\u0301gen fra klubben, også om natten. 🛶

R2: Jeg\u202fhar nøglen, og jeg låner den gerne ud.
"""

H02 = """\
I: Hvad kræver det af jer?

R1: Man skal kunne give slip på planen og alligevel vide, hvem der har ansvaret.
"""

FRONTS = {
    "H-01": """\
---
id: H-01
site: Havn A
date: 2021-05-03
kind: group
mode: online
interviewer: [I]
informants:
  - {label: R1, person: P1, group: municipal, role: havnefoged}
  - {label: R2, person: P2, group: club}
---
""",
    "H-02": """\
---
id: H-02
site: Havn B
kind: single
interviewer: [I]
informants:
  - {label: R1, person: P3, group: club}
---
""",
}
TEXTS = {"H-01": H01, "H-02": H02}


class Outcome(NamedTuple):
    """What came of a command."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)

    @property
    def rows(self) -> list[list[str]]:
        """The cells of a list in a pipe."""
        return [line.split("\t") for line in self.out.splitlines()]


Run = Callable[..., Outcome]


@pytest.fixture
def opened() -> list[tuple[Path, str | None]]:
    """The (folder, coder) on which the screens were opened."""
    return []


@pytest.fixture
def run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, opened: list[tuple[Path, str | None]]
) -> Run:
    """Run a command in this process; ``terminal`` and ``stdin`` say what it is connected to."""
    monkeypatch.setenv("WORKBENCH_CODER", "ann")
    monkeypatch.setenv("TERM", "dumb")

    def run(*words: str | Path | int, terminal: bool = False, stdin: bytes | None = None) -> Outcome:
        def open_tui(folder: Path, coder: str | None, passphrase: str | None = None) -> int:
            opened.append((folder, coder))
            return 0

        with monkeypatch.context() as patch:
            for stream in (sys.stdout, sys.stderr):
                patch.setattr(stream, "isatty", lambda: terminal)
            given = io.TextIOWrapper(io.BytesIO(stdin or b""))
            patch.setattr(given, "isatty", lambda: terminal, raising=False)
            patch.setattr(sys, "stdin", given)
            status = cli.main([str(word) for word in words], open_tui)
        return Outcome(status, *capsys.readouterr())

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study of two small interviews that nobody has opened yet."""
    study = tmp_path / "havnen"
    (study / "codebook").mkdir(parents=True)
    (study / "codebook" / "study.toml").write_text(SETTINGS, encoding="utf-8", newline="\n")
    (study / "transcripts").mkdir()
    for name, front in FRONTS.items():
        (study / "transcripts" / f"{name}.md").write_text(front + TEXTS[name], encoding="utf-8", newline="\n")
    return study


@pytest.fixture
def study(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The same study as the current folder, so that no command needs ``--study``."""
    monkeypatch.chdir(folder)
    return folder


class Process(NamedTuple):
    """What came of a command in a process of its own."""

    status: int
    out: bytes
    err: str


@pytest.fixture
def workbench(folder: Path) -> Callable[..., Process]:
    """Run a command in a process of its own, in the study's folder."""

    def workbench(*words: str, **environment: str) -> Process:
        done = subprocess.run(
            [sys.executable, "-m", "workbench", *words],
            cwd=folder,
            env=os.environ | {"WORKBENCH_CODER": "ann", **environment},
            capture_output=True,
            check=False,
            timeout=60,
        )
        return Process(done.returncode, done.stdout, done.stderr.decode())

    return workbench
