"""Rows as they were at a place in the log, against the whole study made anew at that place."""

import random
from collections.abc import Callable

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.log.change import Change, encode
from workbench.store import Op, Past, Store, delete, put
from workbench.store.moment import write_position
from workbench.store.rows import values

Replica = Callable[..., Store]
Make = Callable[..., Change]

rows = st.sampled_from(["G1", "G2", "G3"])
ops = st.one_of(
    st.builds(lambda g, n: put("coding", g, span=["R", n, n + 5], code="C"), rows, st.integers(0, 4)),
    st.builds(lambda g, k: put("coding", g, **{"facet.kind": [k]}), rows, st.sampled_from("xy")),
    st.builds(lambda g: delete("coding", g), rows),
    st.builds(lambda n: put("code", "C", name=f"n{n}"), st.integers(0, 2)),
)


def as_they_are(store: Store) -> dict[str, tuple[object, ...]]:
    """What the projection of a study, here or then, says of codings."""
    return {row[0]: row for row in store.read("SELECT * FROM coding")}


def then(store: Store, past: Past) -> dict[str, tuple[object, ...]]:
    """The same, from the present tables and a fold of what was written since."""
    now, trail = as_they_are(store), store.trail("coding")
    since = [row for row, dots in trail.items() if not past.all(dots)]
    folded = store.rows_then(past, "coding", since)
    kept = {row: now[row] for row in trail if row not in since}
    return kept | {row: values("coding", row, dict(was.fields), was.alive) for row, was in folded.items()}


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["ada", "bo", "meet"]), st.lists(ops, min_size=1, max_size=3)), max_size=8))
def test_rows_stand_as_they_stood_at_every_place(program: list[tuple[str, list[Op]]]) -> None:
    ada, bo = Store.open(":memory:", "ada"), Store.open(":memory:", "bo")
    noted = []
    for who, changes in program:
        if who == "meet":
            ada.ingest(bo.export())
            bo.ingest(ada.export())
        else:
            (ada if who == "ada" else bo).write("write", changes)
        noted.append((write_position(ada.position()), as_they_are(ada)))
    for position, stood in noted:
        assert then(ada, ada.past(position)) == stood
    ada.close()
    bo.close()


def test_where_a_stream_has_forked_only_the_branch_that_was_there_counts(replica: Replica, make: Make) -> None:
    first = make("S", None, "G1", hlc=1, ent="coding", span=["R", 0, 5])
    left = make("S", first, "G1", hlc=2, ent="coding", span=["R", 1, 5])
    right = make("S", first, "G2", hlc=3, ent="coding", span=["R", 2, 5])
    further = make("S", left, "G3", hlc=4, ent="coding", span=["R", 3, 5])
    store = replica()
    store.ingest([encode(change) for change in (first, left)])
    position, stood = write_position(store.position()), as_they_are(store)
    changes = [right, further]
    random.Random(1).shuffle(changes)
    store.ingest([encode(change) for change in changes])
    assert then(store, store.past(position)) == stood


def test_a_place_is_behind_another_when_all_of_it_is(replica: Replica) -> None:
    ada, bo = replica("ada"), replica("bo")
    ada.write("add", [put("code", "C1", name="a")])
    bo.write("add", [put("code", "C2", name="b")])
    early, apart = ada.position(), bo.position()
    ada.ingest(bo.export())
    late = ada.position()
    assert ada.past(early).behind(ada.past(late))
    assert ada.past(apart).behind(ada.past(late))
    assert not ada.past(late).behind(ada.past(early))
    assert not ada.past(early).behind(ada.past(apart))


def test_of_a_stream_that_never_came_nothing_was_there(replica: Replica) -> None:
    ada, bo = replica("ada"), replica("bo")
    bo.write("add", [put("coding", "G1", code="C")])
    ada.write("add", [put("coding", "G2", code="C")])
    assert ada.rows_then(ada.past(bo.position()), "coding", ["G1", "G2"]) == {}
