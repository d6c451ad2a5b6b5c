"""A code that bears nine passages, three sentences in each of three transcripts, by ann and some of them by bo."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from workbench.study import Study

SENTENCES = ("Hvad gør I så?", "Vi ringer til hinanden.", "Det er det hele.")
NAMES = ("F-01", "K-01", "K-02")


@pytest.fixture(scope="session")
def split_folder(coded_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small study with the code Samarbejde; not to be written to."""
    from shutil import copytree

    home = copytree(coded_folder, tmp_path_factory.mktemp("split") / "study")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(tmp_path_factory.mktemp("state")))
        for coder in ("ann", "bo"):
            study = Study.open(home, coder)
            code = study.codes.create("Samarbejde").id
            for name in NAMES if coder == "ann" else NAMES[:1]:
                document = study.transcripts.document(name)
                for words in SENTENCES:
                    start = document.text.index(words)
                    memo = "Bos bemærkning" if coder == "bo" and words == SENTENCES[0] else ""
                    study.codings.add(document.revision, start, start + len(words), code, memo=memo)
            study.close()
    return home


@pytest.fixture
def folder(split_folder: Path, tmp_path: Path) -> Path:
    """A study of one's own."""
    from shutil import copytree

    return copytree(split_folder, tmp_path / "study")


@pytest.fixture
def open_desk(open_app: Any) -> Any:
    """``async with open_desk(*targets) as (app, pilot, room)``: Samarbejde on the desk, ``targets`` on its sheet."""

    @asynccontextmanager
    async def opened(*targets: str, size: tuple[int, int] = (100, 30)) -> AsyncIterator[tuple[Any, Any, Any]]:
        from workbench.tui.splitting.screen import SplittingScreen

        async with open_app(size=size) as (app, pilot):
            code = app.study.codes.find("Samarbejde").id
            for target in targets:
                app.study.splitting.add_target(code, target)
            room = SplittingScreen(code)
            app.push_screen(room)
            await pilot.pause()
            await pilot.pause()
            yield app, pilot, room

    return opened
