"""A study in which ann and bo have both coded four interviews, and what the tests of the agreement rooms need."""

import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.agreement.values import EVERYTHING
from workbench.tui.agreement.episodes import EpisodesScreen
from workbench.tui.agreement.lanes import LanesScreen
from workbench.tui.agreement.screen import AgreementScreen
from workbench.tui.agreement.telling import Manner
from workbench.tui.widgets.rows import Rows

FIRST, SECOND, THIRD = "Vi ringer til hinanden.", "Det er det hele.", "Og så drikker vi kaffe"
DOUBLE = ("K-01", "K-02", "K-03", "K-04")
CODED = (
    ("ann", "K-01", FIRST, "Relationer / Netværk"),
    ("bo", "K-01", FIRST, "Relationer / Netværk"),
    ("ann", "K-02", FIRST, "Relationer / Netværk"),
    ("bo", "K-02", "Vi ringer", "Relationer / Netværk"),
    ("ann", "K-03", THIRD, "Relationer / Netværk"),
    ("bo", "K-03", THIRD, "Relationer / Tillid"),
    ("bo", "K-04", f"{FIRST} {SECOND}", "Relationer / Netværk"),
    ("ann", "K-02", SECOND, "Relationer / Tillid"),
    ("bo", "K-02", SECOND, "Relationer / Tillid"),
    ("ann", "K-04", SECOND, "Humor"),
    ("ann", "F-01", FIRST, "Humor"),
)
"""Who coded what where: alike, a boundary, another code, missed by ann, alike; only ann used Humor; F-01 is single."""


@pytest.fixture(scope="session")
def double_folder(small_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The study; not to be written to."""
    from workbench.study import Study

    home = shutil.copytree(small_folder, tmp_path_factory.mktemp("double") / "study")
    for name in ("K-03", "K-04"):
        text = (home / "transcripts" / "K-02.md").read_text(encoding="utf-8").replace("K-02", name)
        (home / "transcripts" / f"{name}.md").write_text(text, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(tmp_path_factory.mktemp("state")))
        for coder in ("ann", "bo"):
            study = Study.open(home, coder)
            study.codes.create("Mod")
            for who, transcript, words, path in CODED:
                if who == coder:
                    document = study.transcripts.document(transcript)
                    at = document.text.index(words)
                    study.codings.add(document.revision, at, at + len(words), study.codes.create(path).id)
            study.progress.done([*DOUBLE, *(["F-01"] if coder == "ann" else [])])
            study.close()
    return home


@pytest.fixture
def folder(double_folder: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return shutil.copytree(double_folder, tmp_path / "study")


async def painted(pilot: Any) -> None:
    """Wait until what was done is painted."""
    for _ in range(3):
        await pilot.pause()


Goes = Callable[..., Awaitable[Any]]


@pytest.fixture
def room() -> Goes:
    """``await room(app, pilot, path)``: the agreement, the cursor on a code."""

    async def go(app: Any, pilot: Any, path: str = "") -> AgreementScreen:
        app.open_agreement()
        await painted(pilot)
        screen = app.screen
        assert isinstance(screen, AgreementScreen)
        if path:
            screen.query_one(Rows).move([row.path for row in screen._rows].index(path))
            await pilot.pause()
        return screen

    return go


@pytest.fixture
def episodes() -> Goes:
    """``await episodes(app, pilot, path)``: the episodes of a code."""

    async def go(app: Any, pilot: Any, path: str = "Relationer / Netværk") -> EpisodesScreen:
        screen = EpisodesScreen(app.study.codes.find(path).id, EVERYTHING, Manner())
        app.push_screen(screen)
        await painted(pilot)
        return screen

    return go


@pytest.fixture
def lanes() -> Goes:
    """``await lanes(app, pilot, transcript)``: the episode of Netværk in a transcript, in its text."""

    async def go(app: Any, pilot: Any, name: str = "K-02") -> LanesScreen:
        code = app.study.codes.find("Netværk").id
        item = next(row.item for row in app.study.agreement.episodes(code).rows if row.name == name)
        screen = LanesScreen(code, EVERYTHING, Manner(), item, lambda item: None)
        app.push_screen(screen)
        await painted(pilot)
        return screen

    return go
