"""Undo takes back what one did, and nothing that anybody did since."""

import contextlib
import json
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.errors import StudyError
from workbench.model import ENTITIES
from workbench.store import Op, Store, delete, put
from workbench.store.schema import columns

Replica = Callable[..., Store]


def visible(store: Store) -> dict[str, list[tuple[Any, ...]]]:
    """What can be seen: living rows, codes where they stand (not by the moves that were written)."""
    seen = {}
    for ent in ENTITIES:
        shown = [c for c in columns(ent) if ent != "code" or c not in ("parent", "merged")]
        names = ", ".join(f'"{c}"' for c in shown)
        seen[ent] = store.read(f'SELECT {names} FROM "{ent}" WHERE alive = 1 ORDER BY id')
    seen["unknown"] = store.read("SELECT * FROM unknown WHERE alive = 1 ORDER BY id")
    return seen


def undo_last(store: Store) -> None:
    step = store.undo_list().done[-1]
    store.undo(step.stream, step.tx)


def redo_last(store: Store) -> None:
    step = store.undo_list().undone[-1]
    store.undo(step.stream, step.tx, "redo")


codes = st.sampled_from(["C1", "C2", "C3", "C4"])
codings = st.sampled_from(["G1", "G2", "G3"])
ops = st.one_of(
    st.builds(lambda c, n: put("code", c, name=f"n{n}"), codes, st.integers(0, 3)),
    st.builds(lambda c, p: put("code", c, parent=p), codes, st.none() | codes),
    st.builds(lambda c, m: put("code", c, merged=m), codes, st.none() | codes),
    st.builds(lambda c: delete("code", c), codes),
    st.builds(lambda g, c, a: put("coding", g, code=c, span=["R", a, a + 3]), codings, codes, st.integers(0, 3)),
    st.builds(
        lambda g, f, v: put("coding", g, **{f"facet.{f}": v}),
        codings,
        st.sampled_from(["kind", "bearer"]),
        st.sampled_from([["x"], ["x", "y"], [], None]),
    ),
    st.builds(lambda g: delete("coding", g), codings),
    st.builds(lambda n: put("memo", "M1", text=[f"t{n}", None]), st.integers(0, 3)),
    st.builds(lambda n: put("theory", "T1", zz=n), st.integers(0, 2)),
    st.builds(lambda g, n: put("coding", g, mood=n), codings, st.integers(0, 2)),
)
transactions = st.lists(ops, min_size=1, max_size=4)


@settings(max_examples=examples(70))
@given(st.lists(transactions, max_size=7), transactions)
def test_undo_restores_what_was_seen_before_and_redo_what_was_seen_after(
    before: list[list[Op]], last: list[Op]
) -> None:
    store = Store.open(":memory:", "ada")
    for transaction in before:
        store.write("before", transaction)
    was = visible(store)
    store.write("last", last)
    became = visible(store)
    try:
        undo_last(store)
    except StudyError:
        assert visible(store) == was  # it had changed nothing
        store.close()
        return
    assert visible(store) == was
    try:
        redo_last(store)
    except StudyError:
        assert was == became
    assert visible(store) == became
    store.rebuild()
    assert visible(store) == became
    store.close()


@settings(max_examples=examples(40))
@given(st.lists(transactions, min_size=2, max_size=5))
def test_undo_goes_back_step_by_step_and_redo_forward_again(program: list[list[Op]]) -> None:
    store = Store.open(":memory:", "ada")
    states = [visible(store)]
    for transaction in program:
        store.write("step", transaction)
        states.append(visible(store))
    seen = list(states)
    for step in reversed(store.undo_list().done[:]):
        after = states.pop()
        try:
            store.undo(step.stream, step.tx)
        except StudyError:
            assert states[-1] == after  # it had changed nothing
        assert visible(store) == states[-1]
    for step in reversed(store.undo_list().undone[:]):
        with contextlib.suppress(StudyError):
            store.undo(step.stream, step.tx, "redo")
    assert visible(store) == seen[-1]
    assert store.verify().faults == ()
    store.close()


def places(store: Store) -> list[tuple[Any, ...]]:
    """The living codes and what they stand under."""
    return store.read("SELECT id, above FROM code WHERE alive = 1 ORDER BY id")


def test_who_stands_under_a_code_that_is_undone_goes_to_the_nearest_above_and_comes_back(replica: Replica) -> None:
    """Also what a colleague put there; that the code had a place stays written, so redo is exact on all replicas."""
    ada, bo = replica("ada"), replica("bo")
    ada.write("add", [put("code", "TOP", name="t", parent=None), put("code", "SUB", name="s", parent=None)])
    tx = ada.write("add", [put("code", "MID", name="m", parent="TOP")])
    assert tx is not None
    bo.ingest(ada.export())
    bo.write("move", [put("code", "SUB", parent="MID")])
    ada.ingest(bo.export())
    assert places(ada) == [("MID", "TOP"), ("SUB", "MID"), ("TOP", None)]
    ada.undo(tx.stream, tx.tx)
    assert places(ada) == [("SUB", "TOP"), ("TOP", None)]
    redo_last(ada)
    assert places(ada) == [("MID", "TOP"), ("SUB", "MID"), ("TOP", None)]
    bo.ingest(ada.export())
    assert (bo.digest(), bo.verify().faults) == (ada.digest(), ())


def test_who_was_put_under_a_code_before_there_was_one_stands_where_it_stood_when_that_is_undone(store: Store) -> None:
    store.write("add", [put("code", "TOP", name="t"), put("code", "SUB", name="s", parent="MID")])
    before = places(store)
    store.write("add", [put("code", "MID", name="m", parent="TOP")])
    assert ("SUB", "MID") in places(store)
    undo_last(store)
    assert places(store) == before
    redo_last(store)
    assert places(store) == [("MID", "TOP"), ("SUB", "MID"), ("TOP", None)]
    assert store.verify().faults == ()


def test_one_field_renamed_thrice_goes_back_name_by_name(store: Store) -> None:
    for name in "abc":
        store.write("rename", [put("code", "C1", name=name)])
    names = []
    for turn in (undo_last, undo_last, redo_last, redo_last, undo_last, undo_last, undo_last):
        turn(store)
        names += store.read("SELECT CASE WHEN alive THEN name END FROM code")
    assert [name for (name,) in names] == ["b", "a", "b", "c", "b", "a", None]


def test_a_second_delete_does_not_hide_the_first_from_undo(store: Store) -> None:
    store.write("add", [put("code", "C1", name="a")])
    store.write("delete", [delete("code", "C1")])
    store.write("delete", [delete("code", "C1")])
    undo_last(store)
    assert store.read("SELECT alive FROM code") == [(0,)]
    undo_last(store)
    assert store.read("SELECT alive, name FROM code") == [(1, "a")]


def test_undo_of_what_is_undone_already_is_refused_also_by_another(replica: Replica) -> None:
    ada, bo = replica("ada"), replica("bo")
    ada.write("rename", [put("code", "C1", name="a")])
    tx = ada.write("rename", [put("code", "C1", name="b")])
    assert tx is not None
    bo.ingest(ada.export())
    bo.undo(tx.stream, tx.tx)
    ada.ingest(bo.export())
    with pytest.raises(StudyError):
        ada.undo(tx.stream, tx.tx)
    assert ada.read("SELECT name FROM code") == [("a",)]


def writers(store: Store) -> dict[tuple[str, str, str], str]:
    """(entity, row, field) → the stream whose write is shown."""
    rows = store.read(
        "SELECT c.ent, c.row, c.body, s.id FROM change c JOIN stream s ON s.no = c.stream "
        "WHERE c.op = 'put' ORDER BY c.hlc, s.id, c.seq, c.hash"
    )
    return {(ent, row, field): stream for ent, row, body, stream in rows for field in json.loads(body)}


def values(store: Store, ent: str, row: str) -> dict[str, Any]:
    """A row's columns, its folder and unknown fields one by one."""
    table = ent if ent in ENTITIES else "unknown"
    names = [name for _, name, *_ in store.read(f'PRAGMA table_info("{table}")')]
    ((*cells,),) = store.read(f'SELECT * FROM "{table}" WHERE id = ?', (row,))
    shown: dict[str, Any] = dict(zip(names, cells, strict=True))
    facets = json.loads(shown.get("facets") or "{}")
    unknown: dict[str, Any] = json.loads(shown.get("x") or "{}")
    return shown | unknown | {f"facet.{name}": value for name, value in facets.items()}


@settings(max_examples=examples(50))
@given(transactions, transactions, st.booleans())
def test_undo_never_takes_back_what_another_wrote_since(mine: list[Op], others: list[Op], heard: bool) -> None:
    ada, bo = Store.open(":memory:", "ada"), Store.open(":memory:", "bo")
    tx = ada.write("mine", mine)
    assert tx is not None
    if heard:
        bo.ingest(ada.export())
    bo.write("others", others)
    ada.ingest(bo.export())
    column = {"span": "start", "text": "body"}
    theirs = [key for key, stream in writers(ada).items() if stream != tx.stream]
    before = {key: values(ada, *key[:2]).get(column.get(key[2], key[2])) for key in theirs}
    with contextlib.suppress(StudyError):
        ada.undo(tx.stream, tx.tx)
    assert {key: values(ada, *key[:2]).get(column.get(key[2], key[2])) for key in theirs} == before
    ada.close()
    bo.close()


def test_a_row_that_outlived_a_delete_by_an_undo_comes_back_when_a_later_delete_is_undone(replica: Replica) -> None:
    ada, bo = replica("ada"), replica("bo")
    ada.write("add", [put("coding", "G1", code="C1")])
    edit = ada.write("edit", [put("coding", "G1", weight=5)])
    assert edit is not None
    bo.ingest(ada.export())
    ada.undo(edit.stream, edit.tx)
    bo.write("remove", [delete("coding", "G1")])
    ada.ingest(bo.export())
    assert ada.read("SELECT alive, weight FROM coding") == [(1, None)]
    ada.write("remove", [delete("coding", "G1")])
    undo_last(ada)
    assert ada.read("SELECT alive, weight FROM coding") == [(1, None)]
    redo_last(ada)
    assert ada.read("SELECT alive FROM coding") == [(0,)]


# Two rows of which everybody wants something: where all can be changed, undos and deletes seldom pass each other by.
contested = st.one_of(
    st.builds(lambda n: put("coding", "G1", weight=n), st.integers(0, 2)),
    st.just(delete("coding", "G1")),
    st.builds(lambda p: put("code", "C1", name="n", parent=p), st.sampled_from(["C2", "C3"])),
    st.just(delete("code", "C1")),
)
written = st.lists(contested, min_size=1, max_size=2) | transactions
races = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["undo", "redo", "hear", "hear", "undo theirs"]) | written),
    min_size=4,
    max_size=12,
)


def race(ada: Store, bo: Store, program: list[tuple[bool, list[Op] | str]]) -> None:
    """What two people write, undo and hear of each other; what cannot be undone is left."""
    for first, action in program:
        one, other = (ada, bo) if first else (bo, ada)
        steps = one.undo_list("bo" if first else "ada") if action == "undo theirs" else one.undo_list()
        choice = steps.undone if action == "redo" else steps.done
        if action == "hear":
            one.ingest(other.export())
        elif not isinstance(action, str):
            one.write("write", action)
        elif choice:
            with contextlib.suppress(StudyError):
                one.undo(choice[-1].stream, choice[-1].tx, action)


@settings(max_examples=examples(50))
@given(races, st.lists(written, min_size=1, max_size=3))
def test_after_any_race_one_goes_back_step_by_step_and_forward_again(
    program: list[tuple[bool, list[Op] | str]], mine: list[list[Op]]
) -> None:
    """Whatever undos, redos, deletes and edits had passed each other by before."""
    ada, bo = Store.open(":memory:", "ada"), Store.open(":memory:", "bo")
    race(ada, bo, program)
    ada.ingest(bo.export())
    states = [visible(ada)]
    for transaction in mine:
        ada.write("mine", transaction)
        states.append(visible(ada))
    for _ in range(2):
        for i in range(len(mine) - 1, -1, -1):
            step = ada.undo_list().done[-1]
            ada.undo(step.stream, step.tx)
            assert visible(ada) == states[i]
        for i in range(len(mine)):
            redo_last(ada)
            assert visible(ada) == states[i + 1]
    bo.ingest(ada.export())
    assert (bo.digest(), bo.verify().faults) == (ada.digest(), ())
    ada.close()
    bo.close()


@settings(max_examples=examples(30))
@given(races, st.data())
def test_whatever_is_undone_after_a_race_redo_brings_back_exactly(
    program: list[tuple[bool, list[Op] | str]], data: st.DataObject
) -> None:
    """Also what is not the latest, is another's, or is an undo itself."""
    ada, bo = Store.open(":memory:", "ada"), Store.open(":memory:", "bo")
    race(ada, bo, program)
    ada.ingest(bo.export())
    steps = ada.read("SELECT DISTINCT s.id, c.tx FROM change c JOIN stream s ON s.no = c.stream ORDER BY c.n")
    if steps:
        was = visible(ada)
        with contextlib.suppress(StudyError):
            ada.undo(*data.draw(st.sampled_from(steps)))
            redo = ada.read(
                "SELECT s.id, c.tx FROM change c JOIN stream s ON s.no = c.stream ORDER BY c.n DESC LIMIT 1"
            )
            ada.undo(*redo[0], "redo")
        assert visible(ada) == was
    bo.ingest(ada.export())
    assert (bo.digest(), bo.verify().faults) == (ada.digest(), ())
    ada.close()
    bo.close()


def test_undo_reports_what_it_left_alone(replica: Replica) -> None:
    ada, bo = replica("ada"), replica("bo")
    tx = ada.write("define", [put("code", "C1", name="a", definition="d", colour="red")])
    assert tx is not None
    bo.ingest(ada.export())
    bo.write("rename", [put("code", "C1", name="b")])
    ada.ingest(bo.export())
    assert ada.undo(tx.stream, tx.tx) == [("C1", "name")]
    assert ada.read("SELECT name, definition, colour FROM code") == [("b", None, None)]


def test_an_edit_of_another_process_between_reading_and_writing_is_not_taken_back(
    replica: Replica, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second process writes as late as it can: just before the first may."""
    ada, again = replica("ada"), replica("ada")
    tx = ada.write("rename", [put("code", "C1", name="a")])
    assert tx is not None
    ada.write("define", [put("code", "C1", definition="d")])
    begin = ada.db.transaction

    def late(**more: Any) -> Any:
        again.write("rename", [put("code", "C1", name="b")])
        return begin(**more)

    monkeypatch.setattr(ada.db, "transaction", late)
    with pytest.raises(StudyError):
        ada.undo(tx.stream, tx.tx)
    assert ada.read("SELECT name, definition FROM code") == [("b", "d")]


def test_nothing_is_left_to_undo_twice(store: Store) -> None:
    tx = store.write("add", [put("code", "C1", name="a")])
    assert tx is not None
    store.undo(tx.stream, tx.tx)
    with pytest.raises(StudyError) as refused:
        store.undo(tx.stream, tx.tx)
    assert refused.value.hint
    assert store.read("SELECT alive FROM code") == [(0,)]


def test_an_undone_move_leads_back_to_where_the_code_truly_stood(store: Store) -> None:
    """The move before had been skipped: it would have closed a circle."""
    store.write("add", [put("code", c, name=c) for c in "ABC"])
    store.write("move", [put("code", "A", parent="B"), put("code", "C", parent="A")])
    store.write("move", [put("code", "B", parent="C")])
    store.write("move", [put("code", "B", parent=None)])
    undo_last(store)
    assert store.read("SELECT id, above FROM code ORDER BY id") == [("A", "B"), ("B", None), ("C", "A")]


def test_the_list_of_what_can_be_undone_is_each_coders_own_and_survives_a_restart(replica: Replica) -> None:
    ada, bo = replica("ada"), replica("bo")
    for name in "abc":
        ada.write(f"rename {name}", [put("code", "C1", name=name), put("code", "C2", name=name)])
    bo.ingest(ada.export())
    bo.write("other", [put("code", "C3", name="x")])
    ada.ingest(bo.export())
    undo_last(ada)
    undo_last(ada)
    redo_last(ada)
    for store in (ada, replica("ada")):
        steps = store.undo_list()
        assert [(s.verb, s.changes) for s in steps.done] == [("rename a", 2), ("redo", 2)]
        assert len(steps.undone) == 1
        assert [s.verb for s in store.undo_list("bo").done] == ["other"]
    ada.write("rename", [put("code", "C1", name="d")])
    assert ada.undo_list().undone == []
    assert ada.read("SELECT name FROM code WHERE id = 'C2'") == [("b",)]
