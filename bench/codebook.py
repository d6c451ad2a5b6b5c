"""A codebook of 10,000 codes against one of 2,000, both with 200,000 codings: what a key in the palette costs.

Names are typed letter by letter, as people type them, and misspelt. ``rank`` alone is timed in this process; the key,
from its write to the last byte that it causes, in the program itself, both studies side by side and pressed in turn.
Then the codebook's screen: from F3 to its first codes, against the first paint of a Textual app of one line.
"""

import csv
import io
import os
import random
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from time import process_time, sleep
from typing import NamedTuple

from bench.child import Pty
from bench.measure import Goal, middle, percentile
from bench.terminal import FLOOR, command
from tests import danish

FEW, MANY, CODINGS = 2_000, 10_000, 200_000
INTERVIEWS, CHARACTERS, CODERS = 40, 60_000, ("Måler", "Bo", "Eva", "Ib")
TYPED = ("tillid", "netværk", "fæles", "ansvra og", "møde håb", "hverdgen", "lytter", "samen med", "koordinator", "nvk")
F3, CLEAR = "\x1bOR", "\x15"
SETTLED = 0.12
BLINK = 0.3
"""Seconds of silence that there are where somebody can type: the cursor blinks."""


class Made(NamedTuple):
    """A study on disk, and the name of its first code."""

    folder: Path
    state: Path
    first: str


def names(number: int, seed: int = 3) -> list[str]:
    """Paths of codes, none twice: every tenth a theme, nine below it, of one to three words that people use."""
    dice = random.Random(seed)
    found: dict[str, None] = {}
    theme = ""
    while len(found) < number:
        own = " ".join(dice.choices(danish._WORDS, k=dice.choice((1, 2, 2, 3)))).capitalize()
        if len(found) % 10 == 0:
            own = theme = f"{own} {len(found) // 10 + 1}"
        found[own if own == theme else f"{theme} / {own}"] = None
    return list(found)


@contextmanager
def study(codes: int, codings: int) -> Iterator[Made]:
    """A study with so many codes and codings in a folder of its own."""
    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as home:
        made = Made(Path(home) / "study", Path(home) / "state", "")
        os.environ["WORKBENCH_STATE"] = str(made.state)
        interviews = [danish.interview(f"M-{n:02}", CHARACTERS, n) for n in range(1, INTERVIEWS + 1)]
        paths = names(codes)
        plain = dict(zip(danish.code_paths(codes), paths, strict=True))
        rows = list(csv.DictReader(io.StringIO(danish.codings(interviews, codings, codes, 6, CODERS))))
        out = io.StringIO()
        table = csv.DictWriter(out, rows[0].keys(), lineterminator="\n")
        table.writeheader()
        table.writerows(row | {"code": plain[row["code"]]} for row in rows)
        danish.study(made.folder, interviews, out.getvalue(), CODERS[0])
        yield made._replace(first=_unused(made, paths))


def _unused(made: Made, paths: list[str]) -> str:
    """Make the codes that no coding uses; the name of the code that stands first."""
    from workbench import study as door

    opened = door.Study.open(made.folder, CODERS[0])
    try:
        known = {code.path for code in opened.codes.list(counts=False)}
        text = "".join(f"# {path}\n" for path in paths if path not in known and " / " not in path)
        if text:
            opened.import_codebook(text, "codebook.md")
        return opened.codes.list(counts=False)[0].name
    finally:
        opened.close()


def measure(quick: bool = False) -> list[Goal]:
    """All goals; ``quick`` one run with a tenth of everything."""
    runs, share = (1, 10) if quick else (3, 1)
    with ExitStack() as stack:
        few, many = (stack.enter_context(study(codes // share, CODINGS // share)) for codes in (FEW, MANY))
        ranked = [_ranked(few, many) for _ in range(runs)]
        keys = [_keys(few, many) for _ in range(runs)]
        opened = [_opened(many, 2 if quick else 5) for _ in range(runs)]
    size = f"{MANY // share:,} codes ÷ {FEW // share:,}"
    return [
        *_against(ranked, f"rank alone, a letter typed, {size}"),
        *_against(keys, f"a key in the palette to the painted screen, {size}"),
        *_opening(opened),
    ]


class Pair(NamedTuple):
    """Seconds with few codes and with many, in turn."""

    few: list[float]
    many: list[float]


def _ranked(few: Made, many: Made) -> Pair:
    """``study.codes.rank`` at every letter, in time of the processor: nothing in it waits."""
    from workbench import study as door

    opened = []
    for one in (few, many):
        os.environ["WORKBENCH_STATE"] = str(one.state)
        opened.append(door.Study.open(one.folder, CODERS[0]))
    found = Pair([], [])
    try:
        for each in opened:
            each.codes.rank("")
            each.codes.ready()
        for turn in range(2):
            for word in TYPED:
                for n in range(1, len(word) + 1):
                    for each, samples in zip(opened, found, strict=True):
                        begin = process_time()
                        each.codes.rank(word[:n])
                        if turn:  # the first time what is folded and placed is remembered
                            samples.append(process_time() - begin)
    finally:
        for each in opened:
            each.close()
    return found


def _keys(few: Made, many: Made) -> Pair:
    """The keys of the same words in the palettes of two running programs."""
    found = Pair([], [])
    with (
        Pty(command(few.folder), WORKBENCH_STATE=str(few.state)) as one,
        Pty(command(many.folder), WORKBENCH_STATE=str(many.state)) as other,
    ):
        for app in (one, other):
            app.until("M-01")
            app.silence(1.0)
            app.send("\r")
            app.until("turn 1 of")
            app.silence(1.0)
            app.press("j")
            app.send("c")
            app.until("type a name")
            app.silence(BLINK)
        for turn in range(2):
            for word in TYPED:
                for letter in word:
                    for app, samples in ((one, found.few), (other, found.many)):
                        taken = app.press(letter)
                        if turn:
                            samples.append(taken)
                for app in (one, other):
                    app.press(CLEAR, SETTLED)
    return found


class Opened(NamedTuple):
    """Seconds: the first paint of the floor, from F3 to the first code, and to the last number."""

    floor: list[float]
    codes: list[float]
    numbers: list[float]


def _opened(many: Made, samples: int) -> Opened:
    found = Opened([], [], [])
    for _ in range(samples):
        with Pty(FLOOR) as floor:
            floor.until("the floor is at key")
            found.floor.append(floor.silence(0.3) - floor.started)
        with Pty(command(many.folder), WORKBENCH_STATE=str(many.state)) as app:
            app.until("M-01")
            app.silence(1.5)
            pressed = app.send(F3)
            found.codes.append(app.until(many.first) - pressed)
            found.numbers.append(app.silence(1.5) - pressed)
        sleep(0.1)
    return found


def _against(found: list[Pair], what: str) -> list[Goal]:
    goals = []
    for share, limit in ((0.5, 2.0), (0.95, None)):
        pairs = [(percentile(run.many, share), percentile(run.few, share)) for run in found]
        ratios = tuple(many / few for many, few in pairs)
        many, few = pairs[middle(ratios)]
        goals.append(Goal(f"{what}, p{share * 100:.0f}", limit, ratios, f"{many * 1e3:.2f} ms ÷ {few * 1e3:.2f} ms"))
    return goals


def _opening(found: list[Opened]) -> list[Goal]:
    goals = []
    for what, limit, samples in (
        ("F3 to the first codes", 3.0, [run.codes for run in found]),
        ("F3 to the last number", None, [run.numbers for run in found]),
    ):
        pairs = [(percentile(ours, 0.5), percentile(run.floor, 0.5)) for ours, run in zip(samples, found, strict=True)]
        ratios = tuple(ours / floor for ours, floor in pairs)
        ours, floor = pairs[middle(ratios)]
        goals.append(Goal(what, limit, ratios, f"{ours * 1e3:.0f} ms ÷ {floor * 1e3:.0f} ms (a minimal Textual app)"))
    return goals
