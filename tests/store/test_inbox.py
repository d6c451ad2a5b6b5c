"""What people should look at, and nothing else."""

import time
from collections.abc import Callable
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import StudyError
from workbench.log.change import Change, encode
from workbench.store import Item, Store, delete, put
from workbench.store.inbox import Reader

Replica = Callable[..., Store]
Make = Callable[..., Change]


def apart(replica: Replica) -> tuple[Store, Store]:
    """Two who have the same three codes and a coding, and then work apart."""
    ada, bo = replica("ada"), replica("bo")
    ada.write("add", [put("code", c, name=c.lower(), parent=None) for c in ("C1", "C2", "C3")])
    ada.write("add", [put("revision", "R1", transcript="T1"), put("transcript", "T1", name="K-03")])
    ada.write("code", [put("coding", "G1", span=["R1", 1, 5], code="C1", coder="ada")])
    bo.ingest(ada.export())
    return ada, bo


def meet(ada: Store, bo: Store) -> list[Item]:
    """Both tell each other everything; their inboxes are the same but for the arrival numbers."""
    ada.ingest(bo.export())
    bo.ingest(ada.export())
    here, there = ([_numberless(item) for item in store.inbox()] for store in (ada, bo))
    assert here == there
    return ada.inbox()


def _numberless(item: Item) -> Item:
    return item._replace(said=tuple(said._replace(n=0) for said in item.said))


def test_where_all_is_well_the_inbox_is_empty(replica: Replica) -> None:
    ada, bo = apart(replica)
    bo.write("rename", [put("code", "C1", name="other")])
    assert meet(ada, bo) == []


def test_a_dispute_names_both_values_and_who_and_which_is_shown(replica: Replica) -> None:
    ada, bo = apart(replica)
    ada.write("define", [put("code", "C1", definition="by ada")])
    bo.write("define", [put("code", "C1", definition="by bo")])
    (item,) = meet(ada, bo)
    assert (item.kind, item.ent, item.row, item.field) == ("dispute", "code", "C1", "definition")
    assert [(s.actor, s.value, s.shown, s.op) for s in item.said] == [
        ("ada", "by ada", False, "put"),
        ("bo", "by bo", True, "put"),
    ]
    assert all(s.ts > 1_600_000_000_000 for s in item.said)
    assert ada.read("SELECT definition FROM code WHERE id = 'C1'") == [("by bo",)]


def test_a_dispute_goes_when_somebody_who_saw_both_decides_or_the_row_goes(replica: Replica) -> None:
    ada, bo = apart(replica)
    for store in (ada, bo):
        store.write("move", [put("coding", "G1", span=["R1", 1, 9 if store is ada else 7])])
        store.write("note", [put("memo", "M1", text=[store.actor, None])])
    assert [(i.ent, i.said[0].value) for i in meet(ada, bo)] == [("coding", ["R1", 1, 9]), ("memo", ["ada", None])]
    ada.write("move", [put("coding", "G1", span=["R1", 1, 8])])
    bo.write("remove", [delete("memo", "M1")])
    assert meet(ada, bo) == []


def test_a_dispute_of_what_only_a_newer_program_knows_is_shown_too(replica: Replica) -> None:
    ada, bo = apart(replica)
    ada.write("theorise", [put("theory", "X1", claim="a")])
    bo.write("theorise", [put("theory", "X1", claim="b")])
    (item,) = meet(ada, bo)
    assert (item.kind, item.ent, item.row, item.field) == ("dispute", "theory", "X1", "claim")
    ada.write("remove", [delete("theory", "X1")])
    assert meet(ada, bo) == []


def test_a_move_that_would_close_a_circle_is_told_with_its_author(replica: Replica) -> None:
    ada, bo = apart(replica)
    ada.write("move", [put("code", "C1", parent="C2")])
    bo.write("move", [put("code", "C2", parent="C1")])
    (item,) = meet(ada, bo)
    assert (item.kind, item.row, item.field, item.target) == ("skipped move", "C2", "parent", "C1")
    assert [(s.actor, s.value, s.shown) for s in item.said] == [("bo", "C1", False)]
    ada.write("move", [put("code", "C2", parent="C3")])
    assert meet(ada, bo) == []


def test_two_merges_into_each_other_are_one_class_and_one_item(replica: Replica) -> None:
    ada, bo = apart(replica)
    ada.write("merge", [put("code", "C1", merged="C2")])
    bo.write("merge", [put("code", "C2", merged="C1")])
    (item,) = meet(ada, bo)
    assert (item.kind, item.row, item.field, item.target) == ("skipped move", "C2", "merged", "C1")
    assert ada.read("SELECT effective FROM code WHERE id IN ('C1', 'C2')") == [("C2",), ("C2",)]


def test_a_disputed_place_whose_last_move_was_left_out_is_one_item_that_shows_the_other(replica: Replica) -> None:
    ada, bo = apart(replica)
    ada.write("move", [put("code", "C1", parent="C2"), put("code", "C2", parent="C3")])
    time.sleep(0.005)  # within one millisecond their clocks would not tell who was later
    bo.write("move", [put("code", "C2", parent="C1")])
    (item,) = meet(ada, bo)
    assert (item.kind, item.row, item.field) == ("dispute", "C2", "parent")
    assert [(s.value, s.shown) for s in item.said] == [("C3", True), ("C1", False)]
    ada.write("settle", [put("code", "C2", parent="C3")])
    assert meet(ada, bo) == []


def test_a_delete_that_an_edit_outlived_is_told_with_both_sides(replica: Replica) -> None:
    ada, bo = apart(replica)
    ada.write("delete", [delete("code", "C1")])
    bo.write("define", [put("code", "C1", definition="needed")])
    (item,) = meet(ada, bo)
    assert (item.kind, item.ent, item.row, item.field) == ("revived", "code", "C1", "alive")
    assert [(s.actor, s.op, s.value, s.shown) for s in item.said] == [
        ("ada", "del", None, False),
        ("bo", "put", {"definition": "needed"}, True),
    ]
    assert ada.read("SELECT alive FROM code WHERE id = 'C1'") == [(1,)]
    bo.write("delete", [delete("code", "C1"), delete("coding", "G1")])
    assert meet(ada, bo) == []


def test_codings_of_a_code_that_was_deleted_without_knowing_them_are_one_item(replica: Replica) -> None:
    ada, bo = apart(replica)
    ada.write("code", [put("coding", "G0", span=["R1", 7, 9], code="C1", coder="ada")])
    ada.write("note", [put("coding", "G1", memo="needed")])  # bo knew the coding, but not this
    ada.write("code", [put("coding", "G2", span=["R1", 7, 9], code="C2", coder="ada")])
    bo.write("delete", [delete("code", "C1")])
    assert meet(ada, bo) == [
        Item("dangling", "coding", "G0", "code", target="C1", state="deleted", rows=("G0", "G1")),
    ]
    ada.write("remove", [delete("coding", "G0"), delete("coding", "G1")])
    assert meet(ada, bo) == []


def test_what_somebody_deleted_knowingly_is_no_item_until_something_unknown_comes(replica: Replica) -> None:
    ada, bo = apart(replica)
    ada.write("merge", [put("code", "C1", merged="C2")])
    ada.write("delete", [delete("code", "C2"), delete("transcript", "T1")])
    assert meet(ada, bo) == []
    bo.write("note", [put("coding", "G1", memo="needed")])
    assert [(item.row, item.state) for item in meet(ada, bo)] == [("G1", "merged into a deleted code")]
    bo.write("define", [put("code", "C1", definition="needed")])
    assert [(item.row, item.state) for item in meet(ada, bo)] == [("C1", "deleted")]
    bo.write("unmerge", [put("code", "C1", merged=None)])
    assert meet(ada, bo) == []


def test_an_undo_that_deletes_knows_nothing(replica: Replica) -> None:
    ada, bo = apart(replica)
    made = ada.write("add", [put("code", "C9", name="new")])
    ada.write("code", [put("coding", "G9", span=["R1", 2, 3], code="C9", coder="ada")])
    assert made
    ada.undo(made.stream, made.tx)
    assert [(item.kind, item.rows) for item in meet(ada, bo)] == [("dangling", ("G9",))]


def test_a_settlement_that_is_undone_brings_its_item_back_and_redone_takes_it_away(replica: Replica) -> None:
    ada, bo = apart(replica)
    for n, store in enumerate((ada, bo)):
        store.write("write", [put("code", "C3", definition=str(n)), put("theory", "X1", claim=n)])
        store.write("move", [put("code", "C1", parent="C2") if n else put("code", "C2", parent="C1")])
    bo.write("delete", [delete("coding", "G1")])
    ada.write("note", [put("coding", "G1", memo="needed")])
    before = [_numberless(item) for item in meet(ada, bo)]
    assert [item.kind for item in before] == ["dispute", "dispute", "revived", "skipped move"]
    settled = ada.write(
        "settle",
        [
            put("code", "C3", definition="0"),
            put("theory", "X1", claim=1),
            put("coding", "G1"),
            put("code", "C1", parent=None),
        ],
    )
    assert settled
    assert meet(ada, bo) == []
    ada.undo(settled.stream, settled.tx)
    assert [_numberless(item) for item in meet(ada, bo)] == before
    for store in (ada, bo):
        store.rebuild()
        assert [_numberless(item) for item in store.inbox()] == before
    step = ada.undo_list().undone[-1]
    ada.undo(step.stream, step.tx, "redo")
    assert meet(ada, bo) == []


def test_a_reader_that_looks_again_sees_what_a_new_one_sees(replica: Replica) -> None:
    ada, bo = apart(replica)
    reader = Reader(ada.db)
    steps = (
        lambda: ada.write("define", [put("code", "C1", definition="a")]),
        lambda: bo.write("define", [put("code", "C1", definition="b")]),
        lambda: bo.write("delete", [delete("code", "C2")]),
        lambda: ada.write("code", [put("coding", "G2", span=["R1", 1, 2], code="C2", coder="ada")]),
        lambda: meet(ada, bo),
        lambda: ada.write("define", [put("code", "C1", definition="c"), delete("coding", "G2")]),
        lambda: ada.undo(ada.undo_list().done[-1].stream, ada.undo_list().done[-1].tx),
        lambda: meet(ada, bo),
        lambda: bo.write("note", [put("coding", "G1", memo="x")]),
        lambda: bo.write("delete", [delete("code", "C1")]),
        lambda: meet(ada, bo),
    )
    counts = []
    for step in steps:
        step()
        assert reader.items() == ada.inbox()
        counts.append(len(ada.inbox()))
    assert counts == [0, 0, 0, 0, 2, 0, 2, 2, 2, 2, 1]


ROWS = ("C1", "C2", "C3")
deeds = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from(["define", "parent", "merged", "delete", "code", "undo", "redo", "hear"]),
        st.sampled_from(ROWS),
        st.sampled_from((*ROWS, None)),
    ),
    max_size=24,
)


@settings(max_examples=60)
@given(deeds)
def test_whoever_looks_and_whenever_sees_the_same(program: list[tuple[int, str, str, str | None]]) -> None:
    both = [Store.open(":memory:", name) for name in ("ada", "bo")]
    readers = [Reader(store.db) for store in both]
    both[0].write("add", [*(put("code", c, name=c) for c in ROWS), put("revision", "R1")])
    try:
        for n, (who, deed, row, other) in enumerate([*program, (0, "hear", "", None), (1, "hear", "", None)]):
            _do(both[who], both[1 - who], deed, row, other, n)
            assert readers[who].items() == Reader(both[who].db).items()
        here, there = ([_numberless(item) for item in reader.items()] for reader in readers)
        assert both[0].digest() == both[1].digest()
        assert here == there
    finally:
        for store in both:
            store.db.close()


def _do(store: Store, peer: Store, deed: str, row: str, other: str | None, n: int) -> None:
    if deed in ("undo", "redo"):
        steps = store.undo_list()
        if found := (steps.done if deed == "undo" else steps.undone)[-1:]:
            with suppress(StudyError):
                store.undo(found[0].stream, found[0].tx, deed)
    elif deed == "hear":
        store.ingest(list(peer.export()))
    elif deed == "delete":
        store.write(deed, [delete("code", row)])
    elif deed == "code":
        store.write(deed, [put("coding", f"G{n % 3}", span=["R1", n, n + 1], code=row, coder=store.actor)])
    elif deed == "define":
        store.write(deed, [put("code", row, definition=str(n))])
    else:
        store.write(deed, [put("code", row, **{deed: other})])


def test_codings_of_a_code_that_nobody_has_are_told(store: Store) -> None:
    store.write("code", [put("coding", "G1", code="C9"), put("placement", "P1", code="C9", matrix="m")])
    assert store.inbox() == [
        Item("dangling", "coding", "G1", "code", target="C9", state="absent", rows=("G1",)),
        Item("dangling", "placement", "P1", "code", target="C9", state="absent", rows=("P1",)),
    ]


def test_a_code_merged_into_a_deleted_one_is_told_and_its_codings_with_it(replica: Replica) -> None:
    ada, bo = apart(replica)
    ada.write("merge", [put("code", "C1", merged="C2")])
    bo.write("delete", [delete("code", "C2")])
    assert meet(ada, bo) == [
        Item("dangling", "code", "C1", "merged", target="C2", state="deleted", rows=("C1",)),
    ]
    bo.write("delete", [delete("code", "C1")])
    ada.write("note", [put("coding", "G1", memo="needed")])
    assert meet(ada, bo) == [
        Item("dangling", "coding", "G1", "code", target="C2", state="merged into a deleted code", rows=("G1",)),
    ]


def test_a_deleted_code_that_was_merged_into_a_living_one_is_well(replica: Replica) -> None:
    ada, bo = apart(replica)
    ada.write("merge", [put("code", "C1", merged="C2"), delete("code", "C1")])
    assert meet(ada, bo) == []


def test_a_parent_that_nobody_has_is_told_and_one_that_was_deleted_is_not(store: Store) -> None:
    store.write("add", [put("code", "C1", name="a", parent="C9"), put("code", "C2", name="b", parent="C3")])
    store.write("add", [put("code", "C3", name="c"), delete("code", "C3"), put("code", "C4", name="d", merged="C8")])
    assert store.inbox() == [
        Item("dangling", "code", "C1", "parent", target="C9", state="absent", rows=("C1",)),
        Item("dangling", "code", "C4", "merged", target="C8", state="absent", rows=("C4",)),
    ]


def test_rows_of_transcripts_that_are_gone_are_told(store: Store) -> None:
    store.write("add", [put("transcript", "T1", name="x"), delete("transcript", "T1")])
    store.write("add", [put("informant", "I1", transcript="T1"), put("assignment", "A1", transcript="T2")])
    store.write("add", [put("code", "C1", name="a"), put("coding", "G1", code="C1", span=["R7", 0, 1])])
    assert [(i.ent, i.row, i.field, i.target, i.state) for i in store.inbox()] == [
        ("assignment", "A1", "transcript", "T2", "absent"),
        ("coding", "G1", "revision", "R7", "absent"),
        ("informant", "I1", "transcript", "T1", "deleted"),
    ]


def test_two_living_codes_of_one_name_in_one_place_are_told(replica: Replica) -> None:
    ada, bo = apart(replica)
    ada.write("add", [put("code", "C5", name="trust", parent="C1"), put("code", "C6", name="trust", parent="C2")])
    bo.write("add", [put("code", "C4", name="trust", parent="C1")])
    assert meet(ada, bo) == [Item("same name", "code", "C4", "name", target="C1", rows=("C4", "C5"))]
    ada.write("merge", [put("code", "C4", merged="C5")])
    assert meet(ada, bo) == []
    ada.write("unmerge", [put("code", "C4", merged=None), delete("code", "C5")])
    assert meet(ada, bo) == []


def test_one_name_at_the_top_is_told_without_a_parent(store: Store) -> None:
    store.write("add", [put("code", c, name="trust") for c in ("C2", "C1")] + [put("code", c) for c in ("C3", "C4")])
    assert store.inbox() == [Item("same name", "code", "C1", "name", rows=("C1", "C2"))]


def test_the_disputes_of_a_fork_are_of_one_actor(store: Store, make: Make) -> None:
    root = make("S", None, "C1", hlc=1, name="root")
    left, right = (make("S", root, "C1", hlc=hlc, name=name) for hlc, name in ((2, "left"), (3, "right")))
    store.ingest([encode(c) for c in (root, left, right)])
    (item,) = store.inbox()
    assert [(s.actor, s.value, s.shown) for s in item.said] == [("actor-S", "left", False), ("actor-S", "right", True)]
