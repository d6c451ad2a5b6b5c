"""A small study of three interviews for the screens, and what every test of them needs."""

from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from textual import events
from textual.css.stylesheet import Stylesheet
from textual.keys import _character_to_key
from textual.pilot import Pilot

from workbench.tui.app import WorkbenchApp

if TYPE_CHECKING:
    from workbench.study import Study

SETTINGS = """[study]
title = "Et lille studie"

[groups.professional]
label = "Fagprofessionelle"
column = "professional"
[groups.volunteer]
label = "Frivillige"
column = "volunteer"

[facets.kind]
values = ["formel", "reel"]

[matrix.competences]
title = "Kompetencer"
columns = ["professional", "volunteer"]
[matrix.overview]
title = "Data"
rows = "transcripts"
"""

TEXT = """---
id: {name}
site: {site}
kind: {kind}
interviewer: [I]
informants:
  - {{label: R1, person: P{name}, group: {group}}}
---
I: Hvad gør I så?

R1: Vi ringer til hinanden. Det er det hele.

R1: Og så drikker vi kaffe på [navn på sted], når det er overstået.
"""

PLACES = (("K-01", "Kommune A", "single", "professional"), ("K-02", "Kommune B", "group", "professional"))


def add(study: "Study", transcript: str, words: str, path: str) -> str:
    """Code the passage that reads ``words``; returns the coding."""
    document = study.transcripts.document(transcript)
    start = document.text.index(words)
    code = study.codes.create(path)
    return study.codings.add(document.revision, start, start + len(words), code.id)


@pytest.fixture(scope="session")
def small_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with settings and three transcripts, nothing coded; not to be written to."""
    folder = tmp_path_factory.mktemp("small")
    (folder / "codebook").mkdir()
    (folder / "transcripts").mkdir()
    (folder / "codebook" / "study.toml").write_text(SETTINGS, encoding="utf-8")
    for name, site, kind, group in (*PLACES, ("F-01", "Forening A", "single", "volunteer")):
        text = TEXT.format(name=name, site=site, kind=kind, group=group)
        (folder / "transcripts" / f"{name}.md").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def coded_folder(small_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same with two codes below a third, coded in two interviews by ann; not to be written to."""
    from shutil import copytree

    from workbench.study import Study

    home = copytree(small_folder, tmp_path_factory.mktemp("coded") / "study")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(tmp_path_factory.mktemp("state")))
        study = Study.open(home, "ann")
        add(study, "K-01", "Vi ringer til hinanden.", "Relationer / Netværk")
        add(study, "F-01", "Vi ringer til hinanden.", "Relationer / Netværk")
        add(study, "K-01", "drikker vi kaffe", "Relationer / Tillid")
        study.progress.done(["K-01", "F-01"])
        study.close()
    return home


@pytest.fixture
def folder(coded_folder: Path, tmp_path: Path) -> Path:
    """A study of one's own."""
    from shutil import copytree

    return copytree(coded_folder, tmp_path / "study")


@pytest.fixture(autouse=True, scope="session")
def parsed_once() -> Iterator[None]:
    """Hundreds of apps with the same style sheets: each is parsed once for each theme, as one app does it."""
    parse, known = Stylesheet._parse_rules, {}

    def parsed(self: Stylesheet, *sheet: Any, **more: Any) -> Any:
        key = (*sheet, *more.items(), *self._variables.items())
        if key not in known:
            known[key] = parse(self, *sheet, **more)
        return known[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Stylesheet, "_parse_rules", parsed)
        yield


async def press(app: WorkbenchApp, pilot: Any, *keys: str) -> None:
    """Press keys as fast as a terminal can deliver them, and wait for what they do; Pilot takes 65 ms for each."""
    for key in keys:
        name = _character_to_key(key) if len(key) == 1 else key
        app.post_message(events.Key(name, key if len(key) == 1 else None))
    for _ in range(200):
        await pilot.pause()
        if not app._under_way and not app._keys:
            break
    await pilot.pause()


Opened = Callable[..., AbstractAsyncContextManager[tuple[WorkbenchApp, "Pilot[None]"]]]


@pytest.fixture
def open_app(folder: Path) -> Opened:
    """``async with open_app() as (app, pilot)``: the app on ``folder``, its library on the screen."""

    @asynccontextmanager
    async def opened(coder: str | None = "ann", size: tuple[int, int] = (100, 30)) -> Any:
        app = WorkbenchApp(folder, coder)
        async with app.run_test(size=size, notifications=True) as pilot:
            pilot.press = partial(press, app, pilot)
            await pilot.pause()
            await pilot.pause()
            yield app, pilot

    return opened


@pytest.fixture
def seen() -> Callable[[WorkbenchApp], str]:
    """What a person sees, line by line."""

    def text(app: WorkbenchApp) -> str:
        return "\n".join("".join(s.text for s in strip) for strip in app.screen._compositor.render_strips())

    return text


@pytest.fixture
def coded() -> Callable[..., str]:
    """``coded(study, transcript, words, path)`` codes the passage that reads ``words``."""
    return add
