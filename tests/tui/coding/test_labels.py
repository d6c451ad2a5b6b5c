"""Two letters a code."""

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from workbench.tui.coding.labels import labels


def test_a_label_is_the_beginning_unless_an_earlier_code_has_it() -> None:
    names = ["Relationer", "Relationsarbejde", "Netværk", "Kende sit eget værd", "æresfølelse", "Rl"]
    assert list(labels(enumerate_ids(names)).values()) == ["Re", "Rl", "Ne", "Ke", "Ær", "R2"]


def enumerate_ids(names: list[str]) -> list[tuple[str, str]]:
    return [(str(number), name) for number, name in enumerate(names)]


@given(st.lists(st.text(max_size=12), max_size=30))
def test_every_code_has_two_cells_and_a_new_code_changes_no_other(names: list[str]) -> None:
    before = labels(enumerate_ids(names))
    assert all(cell_len(label) == 2 for label in before.values())
    after = labels(enumerate_ids([*names, "Ny kode"]))
    assert {code: after[code] for code in before} == before
