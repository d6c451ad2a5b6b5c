"""One can always leave, and what cannot be taken is told without ending the program."""

from pathlib import Path

from tests.terminal.driver import Terminal


def test_ctrl_q_leaves_from_the_first_question_as_it_says(demo_folder: Path) -> None:
    with Terminal(["--study", demo_folder]) as terminal:
        terminal.wait_for("Who is coding?")
        terminal.press("esc").wait_match(r"ctrl\+q[\s▌]+leaves")
        assert terminal.press("ctrl+q").until_end(3.0) == 0


def test_a_name_that_cannot_be_taken_is_asked_for_again(demo_folder: Path) -> None:
    with Terminal(["--study", demo_folder]) as terminal:
        terminal.wait_for("Who is coding?")
        terminal.press("n" * 101).wait_for("+ nnnn")
        terminal.press("enter").wait_for("1 to 100 printable characters", "esc leave")
        terminal.press("ctrl+u", "Klara").wait_for("Klara  is new here")
        terminal.press("enter").wait_for("23 interviews")
