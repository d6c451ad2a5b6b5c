"""Two interviews in which people are named, coded by two, and a second replica of them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workbench.study import Study

SETTINGS = """\
[study]
id = "01HZZZZZZZZZZZZZZZZZZZZZAN"
title = "Nøglen"
language = "da"
[groups.club]
label = "Klubben"
column = "club"
[groups.town]
label = "Kommunen"
column = "town"
[matrix.m]
columns = ["club", "town"]
"""
N1 = """\
---
id: N-1
kind: group
interviewer: [I]
informants:
  - {label: Mette, person: P1, group: club, role: formand}
  - {label: R2, person: P2, group: town}
---
I: Hvem har nøglen til skuret?

Mette: Det har jeg. Og så har Bo den anden, for Bo bor ude i Borup.

R2: Jamen det er jo Mettes nøgle. Mette Hansen, det er hende, man ringer til.

I: Så det er Mette, der bestemmer?

Mette: Ja, det siger Bo i hvert fald. Mette-ordningen, kalder han den.
"""
N2 = """\
---
id: N-2
kind: single
interviewer: [I]
informants:
  - {label: R1, person: P3, group: club}
---
I: Kender du ordningen?

R1: Ja, den har Mette lavet. Metteline var ikke med, og METTE sagde ja.

R1: Ellers ved jeg ikke noget om det.
"""


def passage(study: Study, transcript: str, words: str, code: str) -> str:
    """Code the first place where some words stand; the coding's id."""
    document = study.transcripts.document(transcript)
    start = document.text.index(words)
    return study.codings.add_new(document.revision, start, start + len(words), code)


def coded(study: Study, coding: str) -> str:
    """The words a coding stands on now, in the text that is read."""
    row = study.codings.get(coding)
    document = study.transcripts.revision(row.revision)
    assert document is not None
    assert study.transcripts.document(document.name).revision == row.revision
    return document.text[row.start : row.end]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study's folder with the two interviews, never opened."""
    home = tmp_path / "nøglen"
    (home / "codebook").mkdir(parents=True)
    (home / "transcripts").mkdir()
    (home / "codebook" / "study.toml").write_text(SETTINGS, encoding="utf-8")
    (home / "transcripts" / "n1.md").write_text(N1, encoding="utf-8")
    (home / "transcripts" / "n2.md").write_text(N2, encoding="utf-8")
    return home


@pytest.fixture
def opened() -> Iterator[Callable[..., Study]]:
    """Opens studies and closes them again."""
    studies: list[Study] = []

    def open_(folder: Path, coder: str = "ann") -> Study:
        studies.append(Study.open(folder, coder))
        return studies[-1]

    yield open_
    for study in studies:
        study.close()


@pytest.fixture
def study(folder: Path, opened: Callable[..., Study]) -> Study:
    """The study, opened as ann."""
    return opened(folder)


@pytest.fixture
def shared(tmp_path: Path) -> str:
    """A folder that a team shares."""
    (tmp_path / "delt").mkdir()
    return str(tmp_path / "delt")


@pytest.fixture
def other(tmp_path: Path, opened: Callable[..., Study]) -> Study:
    """The same study on bo's machine, from a folder of the same settings without transcripts."""
    home = tmp_path / "hos-bo"
    (home / "codebook").mkdir(parents=True)
    (home / "codebook" / "study.toml").write_text(SETTINGS, encoding="utf-8")
    return opened(home, "bo")
