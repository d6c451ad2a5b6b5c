"""A small study of one's own, and the sample."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workbench import study as door
from workbench.study import Study

SETTINGS = """\
[study]
title = "Nabohjælp"   # a comment that must stay
language = "da"

[groups.professional]
label = "Kommunen"
column = "professional"

[groups.volunteer]
label = "De frivillige"
column = "volunteer"

[groups.education]
label = "Skolerne"
column = "shared"

[facets.kind]
values = ["formel", "reel"]

[facets.stance]
values = ["claims", "denies"]

[matrix.competences]
by = "group"
columns = ["professional", "volunteer"]
shared_label = "Fælles"
"""
A1 = """\
---
id: A-1
site: Kommune X
kind: single
interviewer: [I]
informants:
  - {label: R1, person: P1, group: professional, role: leder}
---
I: Hvad kræver det?

R1: Man skal turde. Og man skal lytte, altså rigtigt lytte.

I: Ja, at lytte er vigtigt.
"""
B1 = """\
---
id: B-1
kind: group
interviewer: [I]
informants:
  - {label: R1, person: P2, group: volunteer}
  - {label: R2, person: P3, group: volunteer}
---
I: Hvad kræver det?

R1: Tid. Og at man lytter.

R2: Mm.

R1: Det er ikke det med at turde.
"""
C1 = """\
---
id: C-1
kind: single
informants:
  - {label: R1, group: education}
---
R1: Vi lærer dem at sige fra.
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A study's folder with three transcripts, never opened."""
    home = tmp_path / "nabohjælp"
    (home / "codebook").mkdir(parents=True)
    (home / "transcripts").mkdir()
    (home / "codebook" / "study.toml").write_text(SETTINGS, encoding="utf-8")
    for name, text in (("a.md", A1), ("b.md", B1), ("c.txt", C1)):
        (home / "transcripts" / name).write_text(text, encoding="utf-8")
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
    """The small study, opened as ann."""
    return opened(folder)


@pytest.fixture(scope="session")
def sample_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo, written once in this process; tests that change it take a copy."""
    home = tmp_path_factory.mktemp("sample") / "demo"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(home.parent / "state"))
        door.demo(home)
    return home


@pytest.fixture
def sample_study(sample_made: Path, tmp_path: Path, opened: Callable[..., Study]) -> Study:
    """A copy of the demo, opened as ann."""
    return opened(Path(shutil.copytree(sample_made, tmp_path / "demo")))
