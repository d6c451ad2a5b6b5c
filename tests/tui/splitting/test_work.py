"""What lies on the desk: whatever is pressed, the numbers are right, and taking everything back is as before."""

from collections import Counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from workbench.study import Passage, Sheet, Target
from workbench.tui.splitting.work import Work, named, span

PASSAGES = 7
KEYS = ("1", "2", "a", ".")


def passage(n: int) -> Passage:
    """The nth passage."""
    return Passage("r", 10 * n, 10 * n + 5, "K-01", f"ord {n}", "", "", 1, (), (), (), (f"c{n}",), (), (), False, False)


def sheet(numbers: Any = range(PASSAGES), known: Any = None) -> Any:
    """A sheet with these passages, some of them sorted."""
    code: Any = None
    targets = tuple(Target(key, "", f"Kode {key}", True, "") for key in KEYS[:3])
    passages = tuple(passage(n) for n in numbers)
    where = {where: keys for where, keys in (known or {}).items() if where in {span(one) for one in passages}}
    return Sheet(code, targets, passages, where, len(passages) - len(where))


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("sort"), st.lists(st.sampled_from(KEYS), max_size=3, unique=True)),
        st.tuples(st.sampled_from(("back", "go_on", "undo", "redo")), st.none()),
        st.tuples(st.just("step"), st.integers(-3, 3)),
        st.tuples(st.just("narrow"), st.integers(1, 3)),
        st.tuples(st.just("take"), st.sets(st.integers(0, PASSAGES - 1), min_size=1)),
        st.tuples(st.just("all"), st.sampled_from(KEYS)),
    ),
    max_size=30,
)


@given(STEPS)
def test_the_numbers_are_right_and_all_can_be_taken_back(steps: list[tuple[str, Any]]) -> None:
    work = Work("bdf")
    work.take(sheet(), lambda one: True)
    stored: dict[Any, Any] = {}  # the study keeps also what goes away for a while
    for what, more in steps:
        there = {span(one) for one in work.passages}
        stored = {where: keys for where, keys in stored.items() if where not in there} | work.sorted
        if what == "sort" and work.current is not None:
            work.sort([work.current], tuple(more))
            work.go_on()
        elif what == "all" and (waiting := work.waiting()):
            work.sort(waiting, (more,))
        elif what in ("undo", "redo"):
            undone = what == "redo"
            if (step := work.last(undone=undone)) is not None:
                work.took(step, undone=undone)
        elif what in ("back", "go_on"):
            getattr(work, what)()
        elif what == "step":
            work.step(more)
        elif what == "narrow":
            work.narrow(lambda one, more=more: one.start // 10 % more == 0)
        elif what == "take":
            work.take(sheet(sorted(more), stored), lambda one: True)
        assert work.left == len(work.passages) - len(work.sorted)
        assert +work.counts == Counter(key for keys in work.sorted.values() for key in keys)
        assert all(work.sorted.values())
        assert (work.current is None) == (not work.shown)
    there = {span(one) for one in work.passages}
    stored = {where: keys for where, keys in stored.items() if where not in there} | work.sorted
    work.take(sheet(known=stored), lambda one: True)
    kept = dict(work.sorted)
    taken = 0
    while (step := work.last()) is not None:
        work.took(step)
        taken += 1
    while (step := work.last(undone=True)) is not None and taken:
        work.took(step, undone=True)
        taken -= 1
    assert work.sorted == kept, "taken back and done again"


def test_one_begins_behind_what_was_sorted_last() -> None:
    work = Work("bdf")
    work.take(sheet(known={("r", 0, 5): ("1",), ("r", 20, 25): (".",)}), lambda one: True)
    assert work.current == passage(3)
    for _ in range(4):
        work.sort([work.current], ("1",))
        work.go_on()
    assert work.current == passage(1), "then what was left for later"


def test_keys_of_the_study_that_mean_something_else_here_get_other_letters() -> None:
    work = Work("bd")
    work.take(sheet(), lambda one: True)
    assert [work.key_of(one) for one in work.targets] == ["1", "2", "b"]
    assert [work.target_at(key) for key in ("1", "b", ".", "a", "3", "")] == ["1", "a", ".", "", "", ""]


def test_codes_of_one_name_are_told_apart_by_their_paths() -> None:
    targets = [Target(key, "", path, False, "") for key, path in (("1", "A / X"), ("2", "B / X"), ("3", "B / Y"))]
    assert named(targets) == {"1": "A / X", "2": "B / X", "3": "Y"}
