"""The program is killed in mid-work: what the screen had acknowledged is in the study when it is opened again.

A tag is acknowledged by its stripe in the margin. Every transcript here has one short sentence a turn, so each passage
has a row of its own and the stripes can be read off the screen, sentence by sentence.
"""

import random
import re
import time
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.terminal.driver import Terminal
from workbench.study import Study

CODES = ("Tillid", "Netværk", "Humor")
TURNS = 20
MARGIN = slice(3, 8)
"""Where the stripes stand in a row, between the label of the code and the cursor."""
_ROW = re.compile(r"R1\s+Svar nummer (\d+)\.")


class Killed(NamedTuple):
    """How a round ended: the ``stripes`` that stood on the screen, by sentence, and how many tags were keyed in."""

    coder: str
    transcript: str
    stripes: frozenset[int]
    asked: int


def striped(text: str) -> frozenset[int]:
    """The numbers of the sentences that have a stripe in the margin."""
    rows = ((row, _ROW.search(row)) for row in text.splitlines())
    return frozenset(int(found[1]) for row, found in rows if found and row[MARGIN].strip())


def tags(dice: random.Random) -> Iterator[tuple[str, ...]]:
    """The keys that tag one sentence after another; the first needs the palette, some others take it."""
    yield "c", dice.choice(CODES), "enter"
    for _ in count():
        if dice.random() < 0.2:
            yield "j", "c", dice.choice(CODES), "enter"
        else:
            yield "j", "1"


def work_until_killed(folder: Path, coder: str, transcript: str, dice: random.Random) -> Killed:
    """Tag sentence after sentence, some one by one and then a burst; ``kill -9`` somewhere within the burst."""
    keys = tags(dice)
    with Terminal(["--study", folder, "--coder", coder], 80, 30) as terminal:
        terminal.wait_for("F-01", "open")
        terminal.press("/", transcript, "enter").wait_without("F-01")
        terminal.press("enter").wait_for(f"turn 1 of {TURNS}", "Svar nummer 1.")
        calm, burst = dice.randint(0, 3), dice.randint(1, 8)
        for done in range(1, calm + 1):
            terminal.press(*next(keys)).wait(lambda text, done=done: done in striped(text), f"stripe {done}")
        terminal.press(*(key for _ in range(burst) for key in next(keys)))
        until = time.monotonic() + dice.random() * 0.2
        while time.monotonic() < until:
            terminal.look(0.001)
        terminal.kill()
        return Killed(coder, transcript, striped(terminal.text), calm + burst)


def check(folder: Path, killed: Killed) -> int:
    """Open the study and see that nothing acknowledged is missing; how many codings there are."""
    study = Study.open(folder, killed.coder)
    document = study.transcripts.document(killed.transcript)
    mine = [row for row in study.codings.of(document.revision) if row.coder == study.coder]
    study.close()
    stored = {document.sentences.index(row.start) + 1 for row in mine}
    assert killed.stripes <= stored, killed
    assert stored == set(range(1, len(mine) + 1)), killed  # in the order of the keys, without a gap
    assert len(mine) <= killed.asked, killed
    return len(mine)


def import_short_turns(folder: Path, number: int) -> None:
    """Add transcripts X-00, X-01, … of one sentence a turn."""
    text = "\n\n".join(f"R1: Svar nummer {n}." for n in range(1, TURNS + 1))
    files = [folder.parent / f"X-{n:02}.txt" for n in range(number)]
    for n, file in enumerate(files):
        file.write_text(f"{text}\n\nR1: Slut på {n}.\n".replace(f"\n\nR1: Svar nummer {TURNS}.", ""), encoding="utf-8")
    study = Study.open(folder, "ann")
    study.transcripts.import_files(files)
    study.close()


def crash(folder: Path, rounds: int, seed: int) -> tuple[int, int]:
    """Crash so often on one study; the codings acknowledged, and those that were only just stored when it died."""
    dice = random.Random(seed)
    import_short_turns(folder, rounds)
    acknowledged = unseen = 0
    for number in range(rounds):
        killed = work_until_killed(folder, f"coder {number}", f"X-{number:02}", dice)
        stored = check(folder, killed)
        acknowledged += len(killed.stripes)
        unseen += stored - len(killed.stripes)
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
