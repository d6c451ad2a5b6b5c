"""A code's passages as a table that is sorted in a spreadsheet and comes back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench import sanitise
from workbench.errors import InputError
from workbench.interchange.splits import Row, parse, render

texts = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\n\t"), max_size=30)
names = st.text(st.characters(categories=("L", "N")), min_size=1, max_size=10).map(sanitise.name).filter(bool)
rows = st.builds(Row, names, st.integers(0, 10**6), st.integers(0, 10**6), names, names, texts, names)


@settings(max_examples=examples(60))
@given(st.lists(rows, max_size=5))
def test_what_is_written_is_read_again(given_rows: list[Row]) -> None:
    read = parse(render(given_rows), "x.csv")
    wanted = [(row.transcript, row.start, row.end, row.into) for row in given_rows]
    assert [(row.transcript, row.start, row.end, row.into) for row in read] == wanted


def test_rows_know_their_line_though_their_words_stand_on_several() -> None:
    text = render([Row("A", 0, 5, text="to\nlinjer", into="X"), Row("B", 1, 2, into="=1+1")])
    assert "'=1+1" in text
    assert [(row.line, row.into) for row in parse(text, "x.csv")] == [(2, "X"), (4, "=1+1")]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_columns_may_stand_anywhere_and_others_beside_them(delimiter: str) -> None:
    text = "\ufeff" + "\n".join(
        delimiter.join(r)
        for r in (("into", "END", "start", "min note", "Transcript"), ("X", "9", "3", "", "A-1"), ("", "", "", "", ""))
    )
    (row,) = parse(text, "x.csv")
    assert row == Row("A-1", 3, 9, into="X", line=2)


@pytest.mark.parametrize(
    ("text", "said", "line"),
    [
        ("transcript,start,end\n", "the column into is missing", 1),
        ("transcript,start,end,into,into\n", "twice", 1),
        ("transcript,start,end,into\nA,0\n", "too few", 2),
        ("transcript,start,end,into\nA,0,1,X\nA,x,1,X\n", "no whole number", 3),
        ("transcript,start,end,into\n,0,1,X\n", "transcript is empty", 2),
        ('transcript,start,end,into\nA,0,1,"X\n', "no CSV", 2),
        ("transcript,start,end,into\nA,0,1,X\x00\n", "no CSV", 2),
        ("", "is missing", 1),
    ],
)
def test_a_table_that_cannot_be_read_names_its_line(text: str, said: str, line: int) -> None:
    with pytest.raises(InputError, match=said) as caught:
        parse(text, "x.csv")
    assert (caught.value.file, caught.value.line) == ("x.csv", line)
