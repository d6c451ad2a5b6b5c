"""Some coders at one small study: four short interviews, a few codes, all in one database."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.agreement.values import Scope
from workbench.study import Study
from workbench.study.agreement import AgreementRow, AgreementTable, Episodes

SETTINGS = """\
[study]
id = "01HZZZZZZZZZZZZZZZZZZZZZZZ"
title = "Havnen"
language = "da"
leads = [{leads}]
[groups.club]
label = "Klubben"
column = "club"
[groups.town]
label = "Kommunen"
column = "town"
[facets.kind]
values = ["formel", "reel"]
[matrix.m]
columns = ["club", "town"]
"""
TEXT = """\
---
id: {name}
interviewer: [I]
informants:
  - {{label: R1, person: P{n}, group: club}}
  - {{label: R2, person: Q{n}, group: town}}
---
I: Hvordan får I båden i vandet om foråret?

R1: Vi ringer til hinanden, og så kommer der altid nogen ned på kajen og tager fat.

R2: Nøglen til skuret ligger hos mig. Den låner vi kun ud, når nogen skriver under.
"""
NAMES = ("T-1", "T-2", "T-3", "T-4")
LENGTH = 212
"""Characters of every text, roughly: what is coded stays below."""


class Team:
    """Several people, each with the study open, all on one file."""

    def __init__(self, folder: Path, opened: Callable[..., Study]) -> None:
        self.folder = folder
        self._opened = opened
        self._studies: dict[str, Study] = {}

    def __getitem__(self, name: str) -> Study:
        if name not in self._studies:
            study = self._studies[name] = self._opened(self.folder, name)
            study._base.store.db.con.execute("PRAGMA synchronous=OFF")
        return self._studies[name]

    def tag(self, who: str, transcript: str, start: int, end: int, path: str = "Tillid") -> str:
        """One coding; returns its row."""
        study = self[who]
        revision = study.transcripts.document(transcript).revision
        return study.codings.add_new(revision, start, end, path)

    def done(self, *who: str, on: tuple[str, ...] = NAMES, round: str = "1") -> None:
        """They have coded those transcripts."""
        for name in who:
            self[name].progress.done(on, round=round)

    def code(self, path: str = "Tillid") -> str:
        """A code's row."""
        return self["ann"].codes.find(path).id

    def coder(self, who: str) -> str:
        """A coder's row."""
        return self[who].coder

    def table(self, who: str = "ann", **scope: object) -> AgreementTable:
        """Agreement as somebody sees it."""
        return self[who].agreement.table(Scope(**scope))  # type: ignore[arg-type]

    def row(self, path: str = "Tillid", who: str = "ann", **scope: object) -> AgreementRow:
        """One code of the table."""
        return next(row for row in self.table(who, **scope).rows if row.path == path)

    def alpha(self, path: str = "Tillid", **scope: object) -> float | None:
        """Alpha of one code."""
        return self.row(path, **scope).agreement.measures.alpha

    def episodes(self, path: str = "Tillid", who: str = "ann", **scope: object) -> Episodes:
        """The episodes of one code."""
        return self[who].agreement.episodes(self.code(path), Scope(**scope))  # type: ignore[arg-type]


def make(home: Path, leads: str = "") -> Path:
    """A folder with the study, never opened."""
    (home / "codebook").mkdir(parents=True)
    (home / "transcripts").mkdir()
    (home / "codebook" / "study.toml").write_text(SETTINGS.format(leads=leads), encoding="utf-8")
    for n, name in enumerate(NAMES, 1):
        (home / "transcripts" / f"{name}.md").write_text(TEXT.format(name=name, n=n), encoding="utf-8")
    return home


@pytest.fixture(scope="session")
def harbour(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study, opened once, with three codes in it; tests take a copy."""
    home = tmp_path_factory.mktemp("harbour")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(home / "state"))
        study = Study.open(make(home / "study"), "ann")
        for path in ("Tillid", "Netværk", "Humor"):
            study.codes.create(path)
        study.close()
    return home / "study"


@pytest.fixture
def team(harbour: Path, tmp_path: Path, opened: Callable[..., Study]) -> Team:
    """The team, before anybody has coded anything."""
    return Team(Path(shutil.copytree(harbour, tmp_path / "study")), opened)


@pytest.fixture
def coded(team: Team) -> Team:
    """Ann and bo have coded all four transcripts with Tillid, much alike, and are done; ann alone used Netværk."""
    for n, name in enumerate(NAMES):
        team.tag("ann", name, 50, 80 + n)
        team.tag("bo", name, 50, 90)
    team.tag("ann", "T-1", 100, 110)
    team.tag("ann", "T-2", 120, 140, "Netværk")
    team.done("ann", "bo")
    return team
