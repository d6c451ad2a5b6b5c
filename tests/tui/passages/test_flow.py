"""Lines of a passage: whole words in the width, the passage told apart from what stands around it."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from workbench.tui.passages.flow import cut, flow

LETTERS = st.text("abc æø\n  👩‍👧漢́\x1b", max_size=60)


@given(LETTERS, LETTERS, LETTERS, st.integers(20, 50))
def test_no_line_is_wider_than_there_is_room_and_no_word_of_the_passage_is_lost(
    before: str, text: str, after: str, width: int
) -> None:
    found = flow(before, text, after, width)
    lines = [found.draw(number) for number in range(len(found.lines))]
    assert all(sum(cell_len(piece) for piece, _ in line) <= width for line in lines)
    if all(c in "abc æø\n" for c in before + text + after):
        inside = "".join(piece for line in lines for piece, look in line if look == "")
        assert "".join(inside.split()) == "".join(text.split())


def test_what_stands_around_is_on_one_line_with_the_passage_and_dim() -> None:
    found = flow("R1: Ja.\n\nI: Hvad så? ", "Vi ringer.", " Det er det hele.\n\nR1: Og", 80)
    assert [found.draw(number) for number in range(len(found.lines))] == [
        [("R1: Ja. I: Hvad så? ", "dim"), ("Vi ringer.", ""), (" Det er det hele. R1: Og", "dim")]
    ]


def test_of_a_long_passage_the_beginning_is_shown_and_how_much_more_there_is() -> None:
    found = flow(" ".join(f"før{i}" for i in range(20)) + " ", "ord " * 200, "efter " * 20, 40)
    lines = cut(found, 5)
    assert len(lines) == 5
    first = next(i for i in range(len(found.lines)) if found.draw(i) == lines[0])
    assert ([look for _, look in lines[0]], lines[1][-1][1]) == (["dim"], ""), "one line of what stands before it"
    assert lines[-1] == [(f"… {len(found.lines) - first - 4} more lines", "dim")]
