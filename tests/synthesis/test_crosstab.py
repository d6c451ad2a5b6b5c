"""Cross tables: the χ² test against tables of the literature, against SciPy, and against a naive count."""

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.synthesis.crosstab import chi2_tail, counted, crosstab

TABLES = st.integers(1, 5).flatmap(
    lambda width: st.lists(st.lists(st.integers(0, 40), min_size=width, max_size=width), min_size=1, max_size=5)
)


def named(n: int) -> list[str]:
    return [f"c{i}" for i in range(n)]


def test_a_table_of_four_cells_is_tested_by_hand() -> None:
    table = crosstab(["men", "women"], ["right", "left"], [[43, 9], [44, 4]])
    # n (ad − bc)² over the product of the margins: 100 (43·4 − 9·44)² / (52 · 48 · 87 · 13)
    assert table.chi2 == pytest.approx(100 * (43 * 4 - 9 * 44) ** 2 / (52 * 48 * 87 * 13))
    assert (table.n, table.df, table.row_totals, table.column_totals) == (100, 1, (52, 48), (87, 13))
    assert table.v == pytest.approx(math.sqrt((table.chi2 or 0) / 100))
    assert not table.caution


@pytest.mark.parametrize(
    ("x", "df", "p"),
    # The critical values that every textbook's table has.
    [(3.841, 1, 0.05), (6.635, 1, 0.01), (5.991, 2, 0.05), (9.488, 4, 0.05), (18.307, 10, 0.05), (43.773, 30, 0.05)],
)
def test_the_tail_is_that_of_the_printed_tables(x: float, df: int, p: float) -> None:
    assert chi2_tail(x, df) == pytest.approx(p, rel=2e-3)


def test_the_tail_is_scipys() -> None:
    chi2 = pytest.importorskip("scipy.stats").chi2
    for df in (1, 2, 3, 4, 5, 7, 12, 25, 60, 301, 1000):
        for x in (0.0, 1e-9, 0.3, 1.0, 4.2, 9.9, 30.0, 77.7, 400.0, 1200.0):
            assert chi2_tail(x, df) == pytest.approx(float(chi2.sf(x, df)), rel=1e-9, abs=1e-300), (x, df)


@pytest.mark.parametrize(("x", "df"), [(-1.0, 1), (1.0, 0), (math.inf, 1), (math.nan, 2)])
def test_what_is_no_chi_square_is_refused(x: float, df: int) -> None:
    with pytest.raises(ValueError, match="χ²"):
        chi2_tail(x, df)


@settings(max_examples=examples(60))
@given(TABLES)
def test_the_test_is_scipys_on_what_is_left_without_empty_rows_and_columns(counts: list[list[int]]) -> None:
    stats = pytest.importorskip("scipy.stats")
    table = crosstab(named(len(counts)), named(len(counts[0])), counts)
    kept = [row for row in counts if any(row)]
    columns = [c for c in range(len(counts[0])) if any(row[c] for row in kept)]
    kept = [[row[c] for c in columns] for row in kept]
    if len(kept) < 2 or len(columns) < 2:
        assert (table.chi2, table.p, table.v, table.df, table.caution) == (None, None, None, 0, False)
        return
    found = stats.chi2_contingency(kept, correction=False)
    assert table.chi2 == pytest.approx(found.statistic, rel=1e-9, abs=1e-9)
    assert table.df == found.dof
    assert table.p == pytest.approx(found.pvalue, rel=1e-7, abs=1e-12)
    assert table.v == pytest.approx(stats.contingency.association(kept), abs=1e-7)
    below = [e for row in found.expected_freq for e in row]
    assert table.least == pytest.approx(min(below))
    assert table.few == pytest.approx(sum(e < 5 for e in below) / len(below))


@settings(max_examples=examples(60))
@given(TABLES)
def test_turning_a_table_round_changes_nothing_of_the_test(counts: list[list[int]]) -> None:
    rows, columns = named(len(counts)), named(len(counts[0]))
    one = crosstab(rows, columns, counts)
    other = crosstab(columns, rows, list(zip(*counts, strict=True)))
    assert (one.df, one.caution, one.n) == (other.df, other.caution, other.n)
    assert one.chi2 == pytest.approx(other.chi2)
    assert one.p == pytest.approx(other.p)
    assert one.v is None or 0 <= one.v <= 1


def test_few_expected_ask_for_caution() -> None:
    assert crosstab(["a", "b"], ["x", "y"], [[3, 2], [2, 4]]).caution
    assert not crosstab(["a", "b"], ["x", "y"], [[30, 20], [20, 40]]).caution
    one_rare = crosstab(["a", "b", "c"], ["x", "y", "z"], [[60, 60, 60], [60, 60, 60], [1, 1, 0]])
    assert one_rare.least is not None
    assert one_rare.least < 1
    assert one_rare.caution


def test_persons_are_counted_and_who_told_too_little_is_left_out() -> None:
    pairs = [("1", "g"), ("1", "g"), ("2", "h"), (None, "g"), ("2", None)]
    table = counted(pairs, {"1": "ja", "2": "nej", "3": "ved ikke"}, {"g": "G", "h": "H"}, "title")
    assert table.rows == ("ja", "nej", "ved ikke")
    assert table.counts == ((2, 0), (0, 1), (0, 0))
    assert (table.left_out, table.n, table.df) == (2, 3, 1)


@pytest.mark.parametrize("counts", [[[1, 2], [3]], [[1, 2]], [[1, -2], [3, 4]]])
def test_a_table_of_another_shape_is_refused(counts: list[list[int]]) -> None:
    with pytest.raises(ValueError, match=r"table|count"):
        crosstab(["a", "b"], ["x", "y"], counts)
