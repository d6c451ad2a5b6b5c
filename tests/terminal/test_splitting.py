"""A code of sixty passages is split into three in a terminal, key by key, and comes back with one."""

from pathlib import Path

import pytest

from tests import danish
from tests.terminal.driver import Terminal
from workbench.study import Passage, Study

CODE, CODER = "Relationer / Netværk", "ann"
PASSAGES = 60
HUMAN = 1.0
"""Seconds that somebody takes for a key, reading and deciding included."""


@pytest.fixture
def sixty(tmp_path: Path) -> Path:
    """A study in which a code bears sixty passages in four interviews, some of them for two coders."""
    interviews = [danish.interview(f"K-{n:02}", 4_000, seed=n) for n in range(4)]
    rows = ["transcript,coder,code,start,end,memo"]
    for one in interviews:
        for n, (start, after) in enumerate(zip(one.borders, one.borders[1:], strict=False)):
            if n < PASSAGES // 4:
                end = start + len(one.text[start:after].rstrip())
                rows += [f"{one.name},{who},{CODE},{start},{end}," for who in (CODER, "bo")[: 1 + (n % 5 == 0)]]
    danish.study(tmp_path / "studie", interviews, "\n".join(rows) + "\n", CODER)
    return tmp_path / "studie"


def borne(folder: Path) -> dict[str, list[Passage]]:
    """The passages of every code."""
    study = Study.open(folder, CODER)
    found = {code.path: study.passages.of(code.id) for code in study.codes.list()}
    assert study.log.verify().faults == ()
    study.close()
    return found


class Person:
    """Somebody who presses keys, and counts them."""

    def __init__(self, terminal: Terminal) -> None:
        self.terminal = terminal
        self.keys = 0

    def press(self, *keys: str) -> Terminal:
        """Press keys; what is typed counts letter by letter."""
        self.keys += sum(1 if key in ("enter", "esc", "ctrl+s", "tab") else len(key) for key in keys)
        return self.terminal.press(*keys)


@pytest.mark.parametrize(
    ("columns", "lines"), [(80, 24), pytest.param(200, 60, marks=pytest.mark.nightly)], ids=["80x24", "200x60"]
)
def test_sixty_passages_are_sorted_into_three_within_two_minutes_and_one_key_brings_them_back(
    sixty: Path, columns: int, lines: int
) -> None:
    before = borne(sixty)
    with Terminal(["--study", sixty, "--coder", CODER], columns, lines) as terminal:
        terminal.wait_for("K-00")
        terminal.press("f3").wait_for("Codebook", "Netværk")
        terminal.press("/").wait_for("type to filter")
        terminal.press("netv", "enter").wait_for("netv")
        terminal.press("enter").wait_for("60 passages · 4 transcripts")
        person = Person(terminal)
        person.press("S").wait_for("1 of 60", "a new code to sort into")
        for number, name in enumerate(("Venskab", "Ledelse", "Telefon"), 1):
            person.press("n").wait_for("A new code to sort into")
            person.press(name, "enter").wait_for(f"{number} sorts into {name}")
        for n in range(PASSAGES - 1):
            person.press("123"[n % 3])
            if n == 20:  # somebody goes home, and comes back the next day
                person.terminal.wait_for("22 of 60").index("Ledelse")
                person.press("esc").wait_for("60 passages", "The sheet stays: 21 of 60 passages")
                person.press("S").wait_for("22 of 60", "not sorted")
        foot = person.terminal.wait_for("60 of 60").split("\n")[-1]
        assert foot.endswith("? all keys")
        person.press("3").wait_for("all sorted: ctrl+s splits")
        person.press("ctrl+s").wait_for("Split Netværk", "enter split it")
        person.press("enter").wait_for("u brings it", "Passages of Relationer / Netværk")
        assert person.keys * HUMAN < 120
        assert terminal.leave() == 0

    after = borne(sixty)
    assert {path: len(passages) for path, passages in after.items()} == {
        "Relationer": 0, CODE: 0, f"{CODE} / Venskab": 20, f"{CODE} / Ledelse": 20, f"{CODE} / Telefon": 20
    }  # fmt: skip
    moved = sorted((p.span, p.coders, p.memos) for path in after for p in after[path])
    assert moved == sorted((p.span, p.coders, p.memos) for p in before[CODE])

    with Terminal(["--study", sixty, "--coder", CODER], columns, lines) as terminal:
        terminal.wait_for("K-00")
        terminal.press("u").wait_for("Taken back: split code")
        assert terminal.leave() == 0
    assert borne(sixty) == before
