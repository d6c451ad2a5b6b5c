"""A person at the synthesis, in a real terminal: from a number to the words behind it and back, with four keys."""

from pathlib import Path

from tests.terminal.driver import Terminal


def test_four_keys_lead_from_a_number_to_the_words_and_back(demo_folder: Path) -> None:
    with Terminal(["--study", demo_folder, "--coder", "ann"], columns=80, lines=24) as terminal:
        terminal.wait_for("K-01")
        terminal.press("f4").wait_for("Relationsarbejde", "layer: all coders")
        terminal.press("j", "j", "j", "l", "l").wait_for("Tillid  volunteer: ")
        before = terminal.settle()
        line = terminal.line_of("Tillid ")
        assert "11/12 ■■■■" in line
        terminal.press("enter").wait_for("Tillid · Frivillige", "excerpts", " turn ")
        first = terminal.settle()
        terminal.press("j").settle()
        terminal.press("enter").wait_for("selected:")
        terminal.press("esc").wait_for("Tillid · Frivillige")
        assert terminal.settle().split("\n")[3] == first.split("\n")[3]
        terminal.press("esc").wait_for("Tillid  volunteer: ")
        assert terminal.settle() == before
        terminal.press("f").wait_for("too little evidence", "1 of 27 themes", "there are only")
        terminal.settle()
        terminal.press("esc").wait_for("Tillid  volunteer: ")
        terminal.press("x").wait_for("█")
        terminal.settle()
        terminal.press("esc").wait_for("Tillid  volunteer: ")
        terminal.press("2").wait_for("2 Set fra uddannelserne")
        assert terminal.leave() == 0
