"""Codings by place: found fast, in lanes that stay."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.study import CodingRow
from workbench.tui.coding.document import Span
from workbench.tui.coding.lanes import LAST, lowest_free, spread
from workbench.tui.coding.marks import Marks

LENGTH = 9000


def coding(name: str, start: int, end: int, code: str = "c") -> CodingRow:
    return CodingRow(name, "r", start, end, code, "ann", "", {}, None)


SPANS = st.tuples(st.integers(0, LENGTH - 1), st.integers(1, 3000)).map(lambda s: (s[0], min(s[0] + s[1], LENGTH)))
ROWS = st.lists(SPANS, max_size=40).map(
    lambda spans: [coding(f"g{i}", *span) for i, span in enumerate(sorted(spans, key=lambda s: (s[0], -s[1])))]
)


def filled(rows: list[CodingRow]) -> Marks:
    marks = Marks(LENGTH)
    marks.update(rows)
    return marks


@given(ROWS, SPANS)
def test_what_overlaps_a_stretch_is_what_a_look_at_all_finds(rows: list[CodingRow], span: tuple[int, int]) -> None:
    marks = filled(rows)
    start, end = span
    wanted = [row.id for row in rows if row.start < end and start < row.end]
    assert sorted(marks.row(slot).id for slot in marks.overlapping(start, end)) == sorted(wanted)


@given(ROWS)
def test_no_two_codings_that_overlap_share_a_lane(rows: list[CodingRow]) -> None:
    marks = filled(rows)
    for row in rows:
        lanes = [marks.lane[slot] for slot in marks.overlapping(row.start, row.end)]
        at = [marks.lane[s] for s in marks.overlapping(row.start, row.start + 1)]
        assert len(set(at)) == len(at)
        assert max(lanes) < len(rows)


@given(ROWS)
def test_all_at_once_gives_the_lanes_of_one_after_another(rows: list[CodingRow]) -> None:
    one_by_one = Marks(LENGTH)
    for row in rows:
        one_by_one.add(row)
    assert list(filled(rows).lane) == list(one_by_one.lane)


@given(ROWS, SPANS)
def test_one_more_coding_moves_no_other_and_goes_without_a_trace(rows: list[CodingRow], span: tuple[int, int]) -> None:
    marks = filled(rows)
    before = {row.id: marks.lane[marks.slot(row.id)] for row in rows}
    marks.add(coding("new", *span))
    assert {row.id: marks.lane[marks.slot(row.id)] for row in rows} == before
    marks.remove("new")
    assert "new" not in marks
    assert len(marks) == len(rows)
    assert not any(marks.row(slot).id == "new" for slot in marks.overlapping(0, LENGTH))


@given(ROWS, ROWS)
def test_updating_to_other_rows_holds_exactly_those(rows: list[CodingRow], other: list[CodingRow]) -> None:
    marks = filled(rows)
    changed = marks.update(other)
    assert sorted(row.id for row in marks.alive()) == sorted(row.id for row in other)
    for row in other:
        assert marks.row(marks.slot(row.id)) == row
        assert marks.span(marks.slot(row.id)) == (row.start, row.end)
    touched = {*changed}
    assert all(Span(row.start, row.end) in touched for row in other if row not in rows)


def test_a_freed_lane_is_taken_by_the_next() -> None:
    marks = filled([coding("a", 0, 100), coding("b", 0, 90), coding("c", 0, 80)])
    marks.remove("b")
    marks.add(coding("d", 10, 20))
    assert marks.lane[marks.slot("d")] == 1
    assert marks.lane[marks.slot("c")] == 2


def test_the_next_and_the_previous_coding_are_found_across_buckets() -> None:
    marks = filled([coding("a", 10, 20), coding("b", 5000, 5010), coding("long", 5000, 5100), coding("d", 8000, 8010)])

    def at(offset: int, forward: bool) -> str:
        slot = marks.neighbour(offset, forward, lambda row: row.id != "long")
        return marks.row(slot).id if slot is not None else ""

    assert [at(0, True), at(10, True), at(5000, True), at(8000, True)] == ["a", "b", "d", ""]
    assert [at(9000 - 1, False), at(8000, False), at(5000, False), at(10, False)] == ["d", "b", "a", ""]


def test_lanes_run_out_without_an_end_of_the_world() -> None:
    assert lowest_free(range(LAST)) == LAST
    assert spread([(0, 9)] * 300)[-3:] == [LAST] * 3
