"""From the agreement of two coders to the passage where they differ most, and what holds there, in a terminal."""

from pathlib import Path

from tests.terminal.driver import Terminal
from workbench.study import Study

CODE = "Relationsarbejde"


def test_two_episodes_are_settled_and_one_is_taken_back(demo_folder: Path) -> None:
    with Terminal(["--study", demo_folder, "--coder", "ann"], 100, 30) as terminal:
        terminal.wait_for("23 interviews", "F-01")
        terminal.press("f7").wait_for("9 double-coded", ".667", ".800", "all 23 codes together: α .70")
        terminal.press("/").wait_for("type to filter")
        terminal.press(CODE, "enter").wait_without("Netværk")
        terminal.press("enter").wait_for("0 of 25 settled", "1 ann")
        worst = terminal.wait_match(r"split-merge +(\S+) +(\d+)")
        terminal.press("enter").wait_for(f"{worst[1]} · turn {worst[2]} of", "1 of 26")

        terminal.press("1").wait_for("2 of 26")
        terminal.press("+").wait_for("3 of 26")
        terminal.press("u").wait_for("Taken back: settle", "2 of 26")
        terminal.press("esc").wait_for("1 of 25 settled", "✓ as ann")
        assert terminal.leave() == 0

    study = Study.open(demo_folder, "bo")
    found = study.agreement.episodes(study.codes.find(CODE).id)
    first, second = found.rows[:2]
    assert (first.name, str(first.turn)) == (worst[1], worst[2])
    assert first.settled is not None
    assert (study.coders()[0].name, first.settled.choice) == ("ann", study.coders()[0].id)
    assert first.settled.how == "discussed"
    assert second.settled is None
    assert study.agreement.consensus().discussed == 1
    study.close()
