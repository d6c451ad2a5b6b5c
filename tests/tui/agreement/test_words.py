"""Numbers, intervals and sentences of the agreement room, from values made by hand."""

from typing import Any

import pytest
from rich.cells import cell_len

from workbench.agreement import shown
from workbench.agreement.values import (
    EVERYTHING,
    FEW_TRANSCRIPTS,
    NO_VARIATION,
    NOT_USED,
    OK,
    ONE_CODER,
    RELIABLE,
    UNRELIABLE,
    CodeAgreement,
    Group,
    Interval,
    Measures,
    Nominal,
    Pair,
    Pooled,
)
from workbench.study.agreement import AgreementRow, AgreementTable
from workbench.tui.agreement import details, table, words
from workbench.tui.agreement.sheet import paragraphs
from workbench.tui.widgets.text import width_of

NOTHING = Measures(*[None] * 11)
NAMES = {"a": "ann", "b": "bo"}


def agreement(status: str = OK, alpha: float | None = 0.41, ci: Interval | None = None, **more: Any) -> CodeAgreement:
    """A code's agreement of two coders in eight transcripts."""
    pair = Pair("a", "b", 8, 10, 5, 7, 900, 0.98, 0.4, 0.48, 0.3, alpha)
    measures = NOTHING._replace(alpha=alpha, percent=0.981, f1=0.48, jaccard=0.31, cohen=0.4) if alpha else NOTHING
    made = CodeAgreement(
        status, measures, ci, 0.97 if ci else None, "", ("a", "b"), tuple("12345678"), 5, {"a": 19, "b": 31},
        {"a": 0.012, "b": 0.02}, {"a": 0, "b": 0}, (pair,), {}, 12, False,
    )  # fmt: skip
    return made._replace(**more)


def row(path: str, verdict: str = "", **more: Any) -> AgreementRow:
    """A code's row."""
    return AgreementRow(path, path, path.count(" / "), agreement(**more), verdict, 0)


def measured(*rows: AgreementRow, **more: Any) -> AgreementTable:
    """A table of them."""
    pooled = Pooled(0.5, Interval(0.4, 0.6), 0.9, "", len(rows), {("a", "b"): 0.5}, {})
    made = AgreementTable(
        EVERYTHING, ("ann", "bo"), NAMES, ("K-01", "K-02"), ("F-01",), {}, (), (), rows, pooled, (), "1f", "reliability"
    )
    return made._replace(**more)


def text(line: Any) -> str:
    """A line without its looks."""
    return "".join(piece for piece, _ in line)


@pytest.mark.parametrize(
    ("value", "told"),
    [(0.414, ".41"), (-0.05, "-.05"), (1.0, "1.00"), (0.999, "1.00"), (-0.001, ".00"), (None, "–"), (-1.2, "-1.20")],
)
def test_a_coefficient_is_written_as_people_write_it(value: float | None, told: str) -> None:
    assert words.number(value) == told


def test_an_interval_ends_at_one_at_most_and_is_nothing_where_there_is_none() -> None:
    assert words.with_interval(0.9, Interval(0.8, 1.07)) == ".90 [.80 1.00]"
    assert words.with_interval(0.9, None) == ".90"


def test_an_interval_is_drawn_over_its_scale_with_the_two_marks() -> None:
    drawn = text(table.interval_line(0.5, Interval(0.25, 0.75), 41, True))
    assert drawn == " " * 10 + "├" + "─" * 9 + "■" + "─" * 6 + "┼──┤" + " ┊" + " " * 8
    assert text(table.interval_line(0.5, None, 41, True))[20] == "□"
    assert "┊" not in text(table.interval_line(0.5, None, 41, False))


@pytest.mark.parametrize("width", [16, 20, 46])
@pytest.mark.parametrize("ci", [Interval(-0.4, 0.2), Interval(0.7, 1.4), Interval(1.0, 1.0), None])
def test_no_interval_is_wider_than_its_column(width: int, ci: Interval | None) -> None:
    for alpha in (-0.3, 0.0, 0.9, None):
        assert cell_len(text(table.interval_line(alpha, ci, width, True))) == width
    assert len(shown.scale(width, marks=True)) == width
    assert ".667" in shown.scale(width, marks=True)
    assert ".800" in shown.scale(width, marks=True)


def test_the_marks_of_the_scale_stand_above_those_of_the_rows() -> None:
    for width in (16, 20, 31, 46):
        drawn, scale = text(table.interval_line(None, None, width, True)), shown.scale(width, marks=True)
        first, second = (i for i, cell in enumerate(drawn) if cell == "┊")
        assert scale.index(".667") + 3 == first
        assert abs(scale.index(".800") - second) <= 2


def test_codes_of_one_coder_come_first_and_unused_ones_last_but_in_the_order_of_the_codebook() -> None:
    rows = [
        row("A", status=NOT_USED, alpha=None, disagreement=0),
        row("B", disagreement=5),
        row("C", disagreement=50),
        row("D", status=ONE_CODER, alpha=-0.01, disagreement=1),
    ]
    assert [r.path for r in shown.ordered(rows, "disagreement")] == ["D", "C", "B", "A"]
    assert [r.path for r in shown.ordered(rows, "codebook")] == ["A", "B", "C", "D"]
    assert [r.path for r in shown.ordered(rows[1:3], "alpha")] == ["C", "B"]


def test_every_status_has_words_and_a_verdict_never_stands_by_colour_alone() -> None:
    one = row("A", status=ONE_CODER, alpha=-0.01, passages={"a": 7, "b": 0})
    assert words.verdict(one, NAMES, "reliability") == "only ann used it (7 passages)"
    assert words.verdict(row("A", status=NOT_USED, alpha=None), NAMES, "reliability") == "not used"
    assert "no variation" in words.verdict(row("A", status=NO_VARIATION, alpha=None), NAMES, "reliability")
    few = row("A", status=FEW_TRANSCRIPTS, why="two transcripts are too few for an interval")
    assert words.verdict(few, NAMES, "reliability") == "two transcripts are too few for an interval"
    bad = row("A", UNRELIABLE, ci=Interval(0.2, 0.5))
    assert words.verdict(bad, NAMES, "reliability").startswith("not reliable")
    assert words.look(bad, "reliability") == "warning"
    assert words.look(bad, "codebook") == ""
    assert words.verdict(bad, NAMES, "reflexive") == ""


def test_codes_of_one_name_are_told_apart_by_their_paths() -> None:
    rows = [row("Tid / Pres"), row("Rum / Pres"), row("Rum / Ro")]
    assert list(shown.names(rows).values()) == ["Tid / Pres", "Rum / Pres", "Ro"]


@pytest.mark.parametrize("width", [56, 76, 116, 196])
def test_a_row_fills_its_width_and_the_name_alpha_and_verdict_are_always_there(width: int) -> None:
    rows = [row("Relationer / Netværk", RELIABLE, ci=Interval(0.3, 0.5)), row("Humor", status=NOT_USED, alpha=None)]
    made = measured(*rows)
    fitted = table.columns(made, rows, width)
    assert {"code", "alpha", "verdict"} <= {column.key for column, _ in fitted}
    sizes = {column.key: size for column, size in fitted}
    for one in rows:
        cells = table.values(made, one, one.path, 24, sizes, False)
        assert width_of(table.table_row(fitted, cells)) <= width
    assert width_of(table.heads(made, fitted)) <= width


def test_what_is_below_says_why_and_whose_and_what_is_left_out() -> None:
    one = row("Netværk", UNRELIABLE, ci=Interval(0.2, 0.5), few_passages=True)
    made = measured(one, hidden=("K-09",), waiting={"K-03": ("bo",)})
    told = [text for text, _ in words.below(made, one)]
    assert told[0] == "α .41 [.20 .50]"
    assert told[1].startswith("not reliable")
    assert "98.1 % agree · F1 .48 · Jaccard .31 · Cohen .40 · used in 5 of 8 transcripts" in told
    assert "ann 19 passages (1.2 % of the text) · bo 31 passages (2.0 % of the text)" in told
    assert any("few passages" in one for one in told)
    assert any("wide by nature" in one for one in told)
    assert told[2] == "hidden while you code blind, until all are done there: K-09"
    assert "waiting: K-03 (for bo)" in told
    assert "single-coded, left out: F-01" in told


def test_three_coders_have_pairs_and_a_value_without_each() -> None:
    three = agreement(
        coders=("a", "b", "c"),
        pairs=tuple(Pair(i, j, 8, 1, 1, 1, 1, 0.9, 0.5, 0.5, 0.3, 0.5) for i, j in ("ab", "ac", "bc")),
        without={"a": 0.74, "b": 0.58, "c": None},
    )
    told = words.pair_values(three, {**NAMES, "c": "cia"})
    assert told == "pairs: ann–bo .50, ann–cia .50, bo–cia .50 · without ann .74, without bo .58, without cia –"
    assert words.pair_values(agreement(), NAMES) == ""


def test_all_numbers_are_told_with_the_note_that_some_saturate() -> None:
    one = row("Netværk", UNRELIABLE, ci=Interval(0.2, 0.5))
    told = [text for text, _ in details.numbers(measured(one), one, {})]
    assert any(text.startswith("Krippendorff’s α") and text.endswith(".410") for text in told)
    assert any("come near 1" in text for text in told)
    assert "ann and bo: both 10 · only ann 5 · only bo 7 characters" in told


def test_codes_that_exclude_each_other_are_told_together_with_what_breaks_it() -> None:
    one = row("Relationer", UNRELIABLE, ci=Interval(0.2, 0.5))
    rated = Nominal(3, 0.5, 0.9, 0.5, 0.5, 0.5, 0.8, 0.85)
    group = Group("Relationer", agreement(), rated, 0.55, 0.125, "", {}, ())
    assert words.together(measured(one, groups=(group,)), one) == (
        "the codes below exclude each other: any of them α .41 · each of them or none: α .50 · "
        "which of them: cu-α .55, on 12.5 % of the text"
    )
    broken = measured(one, groups=(group._replace(cu_alpha=None, violations=(("t", "a", 5, 9),)),))
    assert words.together(broken, one).endswith("1 passage with two of them (i)")
    assert ("  two of them: K-01, ann, 5–9", "warning") in details.numbers(broken, one, {"t": "K-01"})
    assert words.together(measured(one), one) == ""


def test_the_parts_of_a_study_stand_with_the_worst_first() -> None:
    good, bad = measured(row("A", alpha=0.9)), measured(row("A", alpha=0.2))
    told = [text for text, _ in details.parts([("K-01", good), ("K-02", bad), ("K-03", measured())], "A")]
    assert [text.split()[:2] for text in told[1:]] == [["K-02", ".20"], ["K-01", ".90"], ["K-03", "–"]]


def test_without_double_coding_it_says_what_to_do_next() -> None:
    told = words.nothing(measured(double=(), single=("K-01",), waiting={"K-02": ("bo",)}, hidden=("K-03",)))
    assert "Done by one alone: K-01. Give some of them to a second coder." in told
    assert "Given to several and not done by all: K-02 for bo." in told
    assert "Hidden while you code blind, until all are done there: K-03." in told


def test_the_head_gives_way_where_the_line_is_short() -> None:
    made = measured()
    wide, short = words.head(made, 200), words.head(made, 78)
    assert "2 transcripts double-coded (1 single-coded, left out) · characters · 95 % over transcripts" in wide
    assert "2 double-coded, 1 single" in short
    assert len(short) <= 78


def test_what_is_pooled_gives_way_from_its_end() -> None:
    told = words.pooled(measured(row("A")), 200)
    assert told == "all 1 code together: α .50 [.40 .60] · left out: 1 single-coded"
    assert words.pooled(measured(row("A")), 40) == "all 1 code together: α .50 [.40 .60]"


def test_a_paragraph_wraps_with_its_later_lines_set_in() -> None:
    lines = [text(line) for line in paragraphs([("en to tre fire fem", "")], 12)]
    assert lines == ["en to tre", "  fire fem"]


def test_in_reflexive_work_nothing_is_coloured_and_differences_are_material() -> None:
    alone = row("Humor", status=ONE_CODER, passages={"a": 3, "b": 0})
    assert words.look(alone, "reliability") == "warning"
    assert words.look(alone, "reflexive") == "dim"
    told = words.pooled(measured(alone, approach="reflexive"), 78)
    assert words.MATERIAL in told
    assert words.MATERIAL not in words.pooled(measured(alone), 200)


def test_the_passages_of_a_coder_stand_below_each_other() -> None:
    rows = (row("Netværk", passages={"a": 28, "b": 8}), row("Humor", passages={"a": 1, "b": 17}))
    told = [text(table.values(measured(*rows), one, one.path, 20, {}, False)["passages"]) for one in rows]
    assert told == ["28 ·  8", " 1 · 17"]
