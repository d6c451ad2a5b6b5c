"""Two forests that stay forests, whatever is moved where."""

from hypothesis import given
from hypothesis import strategies as st

from workbench.log.forest import MERGED, PARENT, Forest, Move, above, effective, reaches, replay

CODES = "ABCDEF"
codes = st.sampled_from(CODES)
moves = st.lists(st.tuples(st.sampled_from([PARENT, MERGED]), codes, st.none() | codes), max_size=25)


def grown(*steps: tuple[str, str, str | None]) -> Forest:
    return replay(Move(n, field, code, target) for n, (field, code, target) in enumerate(steps, 1))


def test_a_move_that_would_close_a_circle_is_skipped_and_reported() -> None:
    forest = grown((PARENT, "A", "B"), (PARENT, "B", "C"), (PARENT, "C", "A"))
    assert forest.parent == {"A": "B", "B": "C"}
    assert forest.skipped == (Move(3, PARENT, "C", "A"),)


def test_a_code_under_itself_is_skipped() -> None:
    assert grown((PARENT, "A", "A"), (MERGED, "A", "A")).skipped == (
        Move(1, PARENT, "A", "A"),
        Move(2, MERGED, "A", "A"),
    )


def test_a_later_move_of_the_code_ends_the_report() -> None:
    assert grown((PARENT, "A", "B"), (PARENT, "B", "A"), (PARENT, "B", "C")).skipped == ()
    assert grown((PARENT, "A", "B"), (PARENT, "B", "A"), (MERGED, "B", "C")).skipped != ()


def test_parents_and_merges_are_two_forests() -> None:
    forest = grown((PARENT, "A", "B"), (MERGED, "B", "A"))
    assert (forest.parent, forest.merged, forest.skipped) == ({"A": "B"}, {"B": "A"}, ())


def test_of_two_merges_into_each_other_the_first_counts() -> None:
    forest = grown((MERGED, "A", "B"), (MERGED, "B", "A"))
    assert (effective(forest.merged, "A"), effective(forest.merged, "B")) == ("B", "B")


def test_an_unmerge_is_exact() -> None:
    forest = grown((MERGED, "A", "B"), (MERGED, "B", "C"), (MERGED, "B", None))
    assert forest.merged == {"A": "B"}
    assert effective(forest.merged, "A") == "B"


def test_reaching_counts_where_one_stands() -> None:
    assert reaches({"A": "B"}, "A", "A")
    assert reaches({"A": "B", "B": "C"}, "A", "C")
    assert not reaches({"A": "B"}, "B", "A")


def test_above_is_the_nearest_that_lives() -> None:
    forest = grown((PARENT, "A", "B"), (PARENT, "B", "C"))
    assert above(forest, {"A": True, "B": True, "C": True})["A"] == "B"
    assert above(forest, {"A": True, "B": False, "C": True})["A"] == "C"
    assert above(forest, {"A": True, "B": False, "C": False})["A"] is None
    assert above(forest, {"A": True, "C": True})["A"] == "C"  # B has not come yet


def test_above_follows_a_merge() -> None:
    forest = grown((PARENT, "A", "B"), (MERGED, "B", "D"))
    assert above(forest, dict.fromkeys("ABD", True))["A"] == "D"


def test_above_does_not_follow_a_merge_into_ones_own_child() -> None:
    forest = grown((PARENT, "B", "C"), (PARENT, "A", "B"), (PARENT, "D", "A"), (MERGED, "B", "D"))
    assert above(forest, dict.fromkeys("ABCD", True))["A"] == "C"


def test_a_knot_that_merges_tie_is_cut_at_its_smallest_code() -> None:
    forest = grown((PARENT, "B", "X"), (PARENT, "A", "Y"), (MERGED, "X", "A"), (MERGED, "Y", "B"))
    shown = above(forest, dict.fromkeys("ABXY", True))
    assert (shown["A"], shown["B"]) == (None, "A")


@given(moves, st.dictionaries(codes, st.booleans()))
def test_nothing_that_comes_out_has_a_circle(steps: list[tuple[str, str, str | None]], alive: dict[str, bool]) -> None:
    forest = grown(*steps)
    shown = above(forest, alive)
    for links in (forest.parent, forest.merged, shown):
        for start in links:
            at: str | None = start
            for _ in range(len(CODES) + 1):
                at = links.get(at) if at is not None else None
            assert at is None
    assert all(alive[up] and up not in forest.merged for up in shown.values() if up is not None)


@given(moves)
def test_every_move_is_in_force_replaced_or_reported(steps: list[tuple[str, str, str | None]]) -> None:
    forest = grown(*steps)
    last = {(field, code): (n, target) for n, (field, code, target) in enumerate(steps, 1)}
    reported = {(m.field, m.code): m.n for m in forest.skipped}
    for (field, code), (n, target) in last.items():
        links = forest.parent if field == PARENT else forest.merged
        assert reported.get((field, code)) == n or links.get(code) == target
        assert (field, code) not in reported or reported[field, code] == n
