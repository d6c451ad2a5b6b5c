"""What the changes of one row mean."""

import itertools
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from workbench.log.causality import Dot
from workbench.log.registers import ALIVE, Entry, Folded, fold, outliving


def row(*changes: tuple[str, dict[str, Any]], knows: dict[int, set[int]]) -> Folded:
    """Fold changes numbered from 1; ``knows``: number → the numbers it had seen."""
    entries = [Entry(n, Dot(n, 1, bytes([n])), op, body) for n, (op, body) in enumerate(changes, 1)]
    return fold(entries, lambda later, earlier: earlier.stream in knows.get(later.stream, set()))


def test_a_later_write_of_one_field_leaves_the_others() -> None:
    folded = row(("put", {"a": 1, "b": 1}), ("put", {"b": 2}), knows={2: {1}})
    assert folded == Folded({"a": 1, "b": 2}, True, {})


def test_two_who_did_not_know_each_other_are_both_reported_and_the_last_shown() -> None:
    folded = row(("put", {"a": 0}), ("put", {"a": 1}), ("put", {"a": 2}), knows={2: {1}, 3: {1}})
    assert folded == Folded({"a": 2}, True, {"a": (2, 3)})


def test_two_who_wrote_the_same_dispute_nothing() -> None:
    assert row(("put", {"a": 1}), ("put", {"a": 1}), knows={}).disputes == {}


def test_different_fields_dispute_nothing() -> None:
    assert row(("put", {"a": 1}), ("put", {"b": 2}), knows={}) == Folded({"a": 1, "b": 2}, True, {})


def test_a_dispute_of_three_of_whom_two_agree_names_all_three() -> None:
    assert row(("put", {"a": 1}), ("put", {"a": 2}), ("put", {"a": 1}), knows={}).disputes == {"a": (1, 2, 3)}


def test_a_write_that_has_seen_all_sides_settles_it() -> None:
    folded = row(("put", {"a": 1}), ("put", {"a": 2}), ("put", {"a": 3}), knows={3: {1, 2}})
    assert folded == Folded({"a": 3}, True, {})


def test_a_write_that_has_seen_one_side_replaces_only_that() -> None:
    assert row(("put", {"a": 1}), ("put", {"a": 2}), ("put", {"a": 3}), knows={3: {1}}).disputes == {"a": (2, 3)}


def test_a_delete_takes_what_its_author_had_seen() -> None:
    folded = row(("put", {"a": 1}), ("del", {}), knows={2: {1}})
    assert folded == Folded({"a": 1}, False, {})


def test_an_edit_outlives_a_delete_that_had_not_seen_it_and_the_delete_is_reported() -> None:
    folded = row(("put", {"a": 1}), ("del", {}), ("put", {"a": 2}), knows={2: {1}, 3: {1}})
    assert folded == Folded({"a": 2}, True, {ALIVE: (2,)})


def test_an_edit_that_knew_of_the_delete_revives_without_a_report() -> None:
    folded = row(("put", {"a": 1}), ("del", {}), ("put", {"a": 2}), knows={2: {1}, 3: {1, 2}})
    assert folded == Folded({"a": 2}, True, {})


def test_an_edit_is_gone_when_one_of_several_deletes_had_seen_it() -> None:
    assert not row(("put", {"a": 1}), ("del", {}), ("del", {}), knows={3: {1}}).alive


def test_a_row_that_was_only_ever_deleted_does_not_live() -> None:
    assert row(("del", {}), knows={}) == Folded({}, False, {})
    assert fold([], lambda later, earlier: True, linear=True).alive is False


def test_what_keeps_a_row_alive_is_what_no_delete_had_seen() -> None:
    entries = [Entry(n, Dot(n, 1, b""), op, {}) for n, op in ((1, "put"), (2, "del"), (3, "put"))]
    assert [e.n for e in outliving(entries, lambda later, earlier: earlier.stream < later.stream == 2)] == [3]


def test_an_empty_put_revives_and_sets_nothing() -> None:
    assert row(("put", {"a": 1}), ("del", {}), ("put", {}), knows={2: {1}, 3: {1, 2}}) == Folded({"a": 1}, True, {})


changes = st.lists(
    st.tuples(st.sampled_from(["put", "put", "del"]), st.dictionaries(st.sampled_from("ab"), st.integers(0, 2))),
    max_size=8,
)


@given(changes)
def test_the_short_way_of_one_stream_is_the_long_way(ops: list[tuple[str, dict[str, int]]]) -> None:
    entries = [Entry(n, Dot(1, n, b""), op, body if op == "put" else {}) for n, (op, body) in enumerate(ops, 1)]

    def seen(later: Dot, earlier: Dot) -> bool:
        return earlier.seq < later.seq

    assert fold(entries, seen, linear=True) == fold(entries, seen)


@given(changes, st.data())
def test_a_dispute_names_exactly_the_writes_that_nobody_later_had_seen(
    ops: list[tuple[str, dict[str, int]]], data: st.DataObject
) -> None:
    knows: dict[int, set[int]] = {}
    for n in range(1, len(ops) + 1):
        direct = data.draw(st.sets(st.integers(1, n - 1))) if n > 1 else set()
        knows[n] = direct.union(*(knows[d] for d in direct))
    folded = row(*((op, body if op == "put" else {}) for op, body in ops), knows=knows)
    for field in "ab":
        writes = [n for n, (op, body) in enumerate(ops, 1) if op == "put" and field in body]
        open_ends = [n for n in writes if not any(n in knows[m] for m in writes if m > n)]
        differ = any(ops[a - 1][1][field] != ops[b - 1][1][field] for a, b in itertools.combinations(open_ends, 2))
        assert folded.disputes.get(field) == (tuple(open_ends) if differ else None)
        if writes:
            assert folded.fields[field] == ops[writes[-1] - 1][1][field]
