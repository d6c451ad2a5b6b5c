"""Text for the screen: cut, filled and wrapped to cells, never longer, never harmful."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from workbench.sanitise import display
from workbench.tui.widgets.columns import Column, fit, table_row
from workbench.tui.widgets.text import clip, fill, joined, width_of, wrap

WORDS = st.text(st.characters() | st.sampled_from("æøå 漢 \x1b\n\t"), max_size=60)


@given(WORDS, st.integers(1, 40))
def test_a_clipped_text_is_one_line_that_fits(text: str, width: int) -> None:
    cut = clip(text, width)
    assert cell_len(cut) <= width
    assert "\n" not in cut
    assert "\x1b" not in cut


@given(st.lists(WORDS.filter(str.isprintable), max_size=4), st.integers(0, 60), st.booleans())
def test_a_filled_line_has_exactly_the_cells_asked_for(texts: list[str], width: int, right: bool) -> None:
    assert width_of(fill([(text, "") for text in texts], width, right)) == width


@given(WORDS, st.integers(2, 40))
def test_wrapped_lines_fit_and_keep_every_character_but_spaces(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == display(text).replace("\n", "").replace(" ", "")


def test_words_stay_whole_and_a_long_text_is_cut_with_an_ellipsis() -> None:
    assert wrap("Det er ikke altid, at det går", 12) == ["Det er ikke", "altid, at", "det går"]
    assert wrap("Det er ikke altid, at det går", 12, 2) == ["Det er ikke", "altid, at …"]
    assert wrap("Netværksledelse", 6) == ["Netvær", "kslede", "lse"]


def test_columns_give_way_by_priority_and_the_rest_grows_to_its_limit() -> None:
    columns = [
        Column("a", "A", 10, grow=1, most=14),
        Column("b", "B", 10, priority=5),
        Column("c", "C", 10, priority=9),
    ]
    assert [(c.key, w) for c, w in fit(columns, 40)] == [("a", 14), ("b", 10), ("c", 10)]
    assert [(c.key, w) for c, w in fit(columns, 25)] == [("a", 13), ("b", 10)]
    assert [(c.key, w) for c, w in fit(columns, 12)] == [("a", 12)]
    assert width_of(table_row(fit(columns, 25), {"a": [("x" * 30, "")]})) == 25


def test_empty_parts_are_left_out() -> None:
    assert joined(["Kommune A", "", "group"]) == "Kommune A · group"
