"""The last layer: the filter on strips, and the report of a bug."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import ControlType, Segment
from textual.color import Color

from workbench.errors import InputError
from workbench.tui.guard import BUG, EscapeFilter, report, status_of

BLACK = Color(0, 0, 0)
CONTROLS = {chr(c) for c in (*range(32), *range(0x7F, 0xA0), *range(0xD800, 0xE000))}


@given(st.text(st.characters() | st.sampled_from(sorted(CONTROLS)), max_size=40))
def test_nothing_a_terminal_obeys_passes_and_no_cell_is_added(text: str) -> None:
    shown = "".join(s.text for s in EscapeFilter().apply([Segment(text)], BLACK))
    assert not CONTROLS & set(shown)
    assert cell_len(shown) <= max(cell_len(text), len(text))


def test_harmless_segments_are_the_same_objects_and_textuals_own_controls_pass() -> None:
    harmless = [Segment("Det går, som det går")]
    assert EscapeFilter().apply(harmless, BLACK) is harmless
    moved = [Segment("\x1b[2J", None, [(ControlType.CLEAR,)]), Segment("\x1b[2J")]
    kept, cleaned = EscapeFilter().apply(moved, BLACK)
    assert kept is moved[0]
    assert "\x1b" not in cleaned.text


def test_the_report_of_a_bug_names_places_and_no_values() -> None:
    def read(secret: str) -> None:
        raise KeyError(secret)

    with pytest.raises(KeyError) as caught:
        read("jeg græd hele vejen hjem")
    text = report(caught.value)
    assert status_of(caught.value) == BUG == 3
    assert "KeyError" in text
    assert "test_guard.py" in text
    assert "in read" in text
    assert "græd" not in text
    assert "/" not in text.replace("workbench/", "").replace("  test_guard", "")


def test_an_error_that_is_the_users_keeps_its_words_and_its_status() -> None:
    error = InputError("the id is missing\x1b[2J", "Write one.", file="K-01.md", line=3)
    assert report(error) == "K-01.md:3: the id is missing␛[2J\nWrite one."
    assert status_of(error) == 2
