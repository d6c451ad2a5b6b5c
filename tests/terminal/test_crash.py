"""The program is killed in mid-work: what the screen had acknowledged is in the study when it is opened again."""

import random
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.terminal.driver import Terminal
from workbench.study import Document, Study

CODES = ("Tillid", "Netværk", "Humor")


class Killed(NamedTuple):
    """How a round ended: ``acknowledged`` codings stood in the title, of ``asked`` that were keyed in."""

    coder: str
    transcript: str
    acknowledged: int
    asked: int


def tags(dice: random.Random) -> Iterator[tuple[str, ...]]:
    """The keys that tag one passage after another, each with a step on; the first needs the palette."""
    yield "c", dice.choice(CODES), "enter"
    for _ in count():
        if dice.random() < 0.2:
            yield "j", "c", dice.choice(CODES), "enter"
        else:
            yield "j", "1"


def work_until_killed(folder: Path, coder: str, transcript: str, dice: random.Random) -> Killed:
    """Tag passages in turn, some one by one and then a burst; ``kill -9`` somewhere within the burst."""
    keys = tags(dice)
    with Terminal(["--study", folder, "--coder", coder], 120, 30) as terminal:
        terminal.wait_for("F-01", "open")
        terminal.press("/", transcript, "enter").wait_for(transcript)
        terminal.press("enter").wait_for("turn 1 of")
        before = int(terminal.wait_match(r"([\d,]+) codings?\b")[1].replace(",", ""))
        calm, burst = dice.randint(0, 3), dice.randint(1, 8)
        for done in range(1, calm + 1):
            terminal.press(*next(keys)).wait_match(rf"\b{before + done:,} codings?\b")
        terminal.press(*(key for _ in range(burst) for key in next(keys)))
        until = time.monotonic() + dice.random() * 0.15
        while time.monotonic() < until:
            terminal.look(0.001)
        terminal.kill()
        shown = int(terminal.wait_match(r"([\d,]+) codings?\b")[1].replace(",", ""))
    return Killed(coder, transcript, shown - before, calm + burst)


def check(folder: Path, killed: Killed) -> int:
    """Open the study and see that nothing acknowledged is missing; how many codings there are."""
    study = Study.open(folder, killed.coder)
    document: Document = study.transcripts.document(killed.transcript)
    mine = [row for row in study.codings.of(document.revision) if row.coder == study.coder]
    study.close()
    assert [row.start for row in mine] == list(document.sentences[: len(mine)]), killed
    assert killed.acknowledged <= len(mine) <= killed.asked, killed
    return len(mine)


def crash(folder: Path, rounds: int, seed: int) -> tuple[int, int]:
    """Crash so often on one study; the codings acknowledged, and those that were only just stored when it died."""
    dice = random.Random(seed)
    acknowledged = unseen = 0
    for number in range(rounds):
        transcript = f"{dice.choice('KU')}-0{dice.randint(1, 8)}"
        killed = work_until_killed(folder, f"coder {number}", transcript, dice)
        stored = check(folder, killed)
        acknowledged += killed.acknowledged
        unseen += stored - killed.acknowledged
    study = Study.open(folder, "ann")
    assert study.log.verify().faults == ()
    assert study.codings.count() == 1112 + acknowledged + unseen
    study.close()
    return acknowledged, unseen


def test_what_the_screen_acknowledged_survives_a_kill(demo_folder: Path) -> None:
    acknowledged, _ = crash(demo_folder, 3, seed=1)
    assert acknowledged > 0, "nothing was acknowledged, so nothing was tested"


@pytest.mark.nightly
def test_what_the_screen_acknowledged_survives_fifty_kills(demo_folder: Path) -> None:
    acknowledged, unseen = crash(demo_folder, 50, seed=2)
    print(f"{acknowledged} codings acknowledged, {unseen} stored but not yet shown, in 50 kills")
    assert acknowledged > 50
