"""Two texts beside each other: nothing is left out on either side, and what differs is said without colours."""

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.tui.corrections.compare import Side, content, runs, sides, told
from workbench.tui.corrections.revisions import stretches

words = st.lists(st.sampled_from(["ja", "nej", "og", "så", "kaffe", ".", "\n", "[/]"]), max_size=12).map(" ".join)


@given(words, words)
@settings(max_examples=60)
def test_the_runs_of_each_side_are_its_text_and_what_is_equal_is_equal_on_both(before: str, after: str) -> None:
    left, right = runs(before, after)
    assert "".join(run.text for run in left) == before
    assert "".join(run.text for run in right) == after
    if before == after:
        assert not any(run.changed for run in (*left, *right))


@given(words, words)
@settings(max_examples=60)
def test_every_stretch_that_differs_is_in_a_difference(before: str, after: str) -> None:
    found = stretches(("a", "b"), before, after)
    assert bool(found) == (before != after)
    for _, left, right in found:
        assert "".join(run.text for run in left.runs) in before
        assert "".join(run.text for run in right.runs) in after


def test_changed_words_stand_in_brackets_and_neighbours_in_one_pair() -> None:
    left, right = runs("Vi ringer til dem.", "Vi går hen til dem.")
    assert told(Side("", left)) == "Vi ‹ringer› til dem."
    assert told(Side("", right)) == "Vi ‹går hen› til dem."


def test_a_passage_is_shown_with_what_stands_around_it_and_a_lost_one_with_a_note() -> None:
    text = "ord " * 100 + "Vi ringer." + " ord" * 100
    at = text.index("Vi")
    before, after = sides(("before", "now"), (text, at, at + 10), ("", 0, 0), "gone")
    assert content(before, "").plain.startswith("…ord")
    assert "‹Vi ringer.›" in content(before, "").plain
    assert content(before, "").plain.endswith("ord …")
    assert content(after, "").plain == "gone"


def test_hostile_text_is_text() -> None:
    evil = "\x1b]0;x\x07[red]\u202eevil[/nothing]"
    shown = content(sides(("a", "b"), (evil, 0, len(evil)), ("ja", 0, 2))[0], "underline")
    assert "\x1b" not in shown.plain
    assert "\u202e" not in shown.plain
    assert "[red]" in shown.plain
    assert "[/nothing]" in shown.plain


def test_blanks_beside_changed_words_stay_where_they_are() -> None:
    _, right = runs("Vi går så ned.", "Vi går så alle sammen ned.")
    assert told(Side("", right)) == "Vi går så ‹alle sammen› ned."


def test_where_lines_are_few_the_passage_stands_behind_its_own_turn_alone() -> None:
    before = "I: Hvad så?\n\nR1: " + "Vi siger det samme igen. " * 4
    left, _ = sides(("før", "nu"), (before + "Ja.", len(before), len(before) + 3), (before + "Nej.", 0, 0))
    near = content(left, "bold", near=True).plain
    assert near.endswith("‹Ja.›")
    assert near.startswith("…")
    assert "Hvad så" not in near
    assert len(near) < 80
