"""Lines from elsewhere: any order, repeated, with gaps and forks; the content decides."""

import itertools
import json
import random
from collections.abc import Callable

import pytest

from workbench.errors import BusyError
from workbench.log.change import Change, decode, encode
from workbench.store import Report, Store, blob_id, delete, put

Replica = Callable[..., Store]
Make = Callable[..., Change]


def told(store: Store, *changes: Change) -> Report:
    return store.ingest([encode(change) for change in changes])


def digests_of_all_orders(replica: Replica, changes: list[Change], limit: int = 40) -> set[str]:
    """The digests of replicas that heard of ``changes`` singly in many orders, and of one that heard all at once."""
    orders = list(itertools.permutations(changes))
    random.Random(7).shuffle(orders)
    found = set()
    for i, order in enumerate(orders[:limit]):
        store = replica(f"order{i}")
        for change in order:
            told(store, change)
        found.add(store.digest())
        assert store.verify().faults == ()
    whole = replica("whole")
    told(whole, *changes)
    return found | {whole.digest()}


def test_what_was_exported_makes_the_same_study_elsewhere(replica: Replica) -> None:
    ada, bo = replica("ada"), replica("bo")
    name = blob_id(b"s", "I: Ja?\n")
    ada.write("import", [put("revision", "R1", text=name)], texts=[(b"s", "I: Ja?\n")])
    ada.write("add", [put("code", "C1", name="a", parent=None), put("code", "C2", name="b", parent="C1")])
    assert bo.ingest(ada.export()) == Report(applied=3, blobs=1)
    assert bo.digest() == ada.digest()
    assert bo.text(name) == "I: Ja?\n"
    assert list(bo.export()) == list(ada.export())


def test_the_same_lines_again_change_nothing(replica: Replica) -> None:
    ada, bo = replica("ada"), replica("bo")
    for i in range(3):
        ada.write("add", [put("code", f"C{i}", name="a")])
    lines = list(ada.export())
    heard: list[str] = []
    bo.ingest([*lines, *lines])
    bo.on_change.append(lambda: heard.append("changed"))
    before = bo.digest()
    assert bo.ingest(reversed(lines)) == Report(known=3)
    assert (bo.digest(), heard) == (before, [])


def test_a_change_waits_for_the_one_before_it_over_any_number_of_visits(replica: Replica) -> None:
    ada, bo = replica("ada"), replica("bo")
    for i in range(4):
        ada.write("add", [put("code", "C1", name=f"n{i}")])
    first, second, third, fourth = list(ada.export())
    assert bo.ingest([fourth, third, fourth]) == Report(waiting=2)
    assert bo.read("SELECT count(*) FROM code") == [(0,)]
    assert bo.verify().waiting == 2
    assert bo.ingest([third]) == Report(waiting=2)
    assert bo.ingest([first]) == Report(applied=1, waiting=2)
    assert bo.ingest([second]) == Report(applied=3)
    assert bo.read("SELECT name FROM code") == [("n3",)]
    assert bo.digest() == ada.digest()


def test_what_was_heard_is_told_once(replica: Replica) -> None:
    ada, bo = replica("ada"), replica("bo")
    ada.write("add", [put("code", "C1", name="a")])
    bo.ingest(ada.export())
    for _ in range(2):
        bo.write("add", [put("code", "C2", name="b"), put("code", "C3", name="c")])
    (first,) = (decode(line) for line in ada.export())
    told_by_bo = [change.deps for change in map(decode, bo.export()) if change.actor == "bo"]
    assert told_by_bo == [f'{{"{first.stream}":[[1,"{first.hash.hex()}"]]}}', "", "", ""]


def test_a_line_that_is_no_change_is_refused_alone(replica: Replica) -> None:
    ada, bo = replica("ada"), replica("bo")
    ada.write("add", [put("code", "C1", name="a")])
    line = next(iter(ada.export()))
    report = bo.ingest(["rubbish", line.replace('"a"', '"b"', 1), b"\xff\xfe", "", line.encode()])
    assert (report.applied, len(report.refused)) == (1, 4)
    assert bo.digest() == ada.digest()


@pytest.mark.parametrize("key", ["blob", "salt", "data"])
def test_a_text_that_is_not_what_its_name_says_is_refused(replica: Replica, key: str) -> None:
    ada, bo = replica("ada"), replica("bo")
    ada.write("import", [put("revision", "R1", text="?")], texts=[(b"s", "words")])
    blob, change = list(ada.export())
    spoilt = json.dumps(json.loads(blob) | {key: "00"}, separators=(",", ":"))
    for wrong in (spoilt, '{"blob":"x"}', '{"blob":', '{"blob":"00","salt":7,"data":"x"}'):
        assert len(bo.ingest([wrong, change]).refused) == 1
    assert bo.read("SELECT count(*) FROM blob") == [(0,)]


def test_a_stream_cannot_change_hands(store: Store, make: Make) -> None:
    mine = make("S", None, "C1", hlc=1, name="a")
    forged = make("S", mine, "C1", hlc=2, name="b", actor="somebody-else")
    for lines in ([mine, forged], [forged]):
        assert told(store, *lines).refused == ("a change that cannot follow the one it names",)
    assert store.read("SELECT name FROM code") == [("a",)]


def test_a_change_cannot_follow_one_of_another_stream(replica: Replica, make: Make) -> None:
    other = make("OTHER", None, "C1", hlc=1, name="a", actor="ada")
    crossing = make("S", other, "C1", hlc=2, name="b", actor="ada")
    together, apart = replica("together"), replica("apart")
    assert told(together, other, crossing).waiting == 1
    told(apart, other)
    assert told(apart, crossing).waiting == 1
    assert together.digest() == apart.digest()


def test_the_order_clock_follows_what_came_from_elsewhere(replica: Replica) -> None:
    ahead = replica("ahead", clock=lambda: 4e9)
    ada = replica("ada", clock=lambda: 1e9)
    ahead.write("add", [put("code", "C1", name="from the future")])
    ada.ingest(ahead.export())
    ada.write("rename", [put("code", "C1", name="now")])
    assert ada.read("SELECT name FROM code") == [("now",)]
    ahead.ingest(ada.export())
    assert ahead.digest() == ada.digest()


def test_one_name_for_rows_of_two_entities_is_two_rows_in_every_order(replica: Replica, make: Make) -> None:
    changes = [
        make("A", None, "X", hlc=1, name="code"),
        make("B", None, "X", hlc=2, ent="memo", kind="memo"),
        make("C", None, "X", hlc=3, ent="theory", a=1),
        make("D", None, "X", hlc=4, ent="idea", b=1),
        make("E", None, "X", hlc=5, name="other"),
    ]
    assert len(digests_of_all_orders(replica, changes, 12)) == 1
    store = replica("order0")
    assert store.read("SELECT name FROM code") == [("other",)]
    assert store.read("SELECT kind FROM memo") == [("memo",)]
    assert store.read("SELECT ent, x FROM unknown ORDER BY 1") == [("idea", '{"b":1}'), ("theory", '{"a":1}')]
    store.write("write", [put("memo", "X", kind="new"), put("round", "X", name="new")])
    store.write("write", [put("round", "X", name="newer")])
    assert store.read("SELECT row, field, count(*) FROM dispute") == [("X", "name", 2)]
    assert store.verify().faults == ()


# --- forks -------------------------------------------------------------------------------------------------------


def test_both_branches_of_a_fork_are_kept_and_dispute_each_other(replica: Replica, make: Make) -> None:
    root = make("S", None, "C1", hlc=1, name="root")
    left = make("S", root, "C1", hlc=2, name="left")
    right = make("S", root, "C1", hlc=3, name="right")
    assert len(digests_of_all_orders(replica, [root, left, right])) == 1
    store = replica("order0")
    assert store.read("SELECT name FROM code") == [("right",)]
    assert len(store.read("SELECT * FROM dispute WHERE field = 'name'")) == 2


def test_a_fork_found_late_is_seen_in_rows_it_did_not_touch(replica: Replica, make: Make) -> None:
    """Until the right branch comes, other seems to have heard of all of S; then it turns out that it had not."""
    root = make("S", None, "C9", hlc=1, name="root")
    left = make("S", root, "C1", hlc=2, name="left")
    left2 = make("S", left, "C8", hlc=3, name="x")
    right = make("S", root, "C2", hlc=4, name="right")
    right2 = make("S", right, "C8", hlc=5, name="y")
    other = make("T", None, "C1", hlc=6, name="other", heard=(right2,))
    store = replica()
    told(store, root, left, left2, other)
    assert store.read("SELECT * FROM dispute WHERE row = 'C1'") == []
    told(store, right)
    assert len(store.read("SELECT * FROM dispute WHERE row = 'C1'")) == 2
    assert store.verify().faults == ()
    told(store, right2)
    assert store.verify().faults == ()
    assert len(digests_of_all_orders(replica, [root, left, left2, right, right2, other], 30)) == 1


def test_a_head_that_was_named_before_it_came_settles_what_it_was_named_for(replica: Replica, make: Make) -> None:
    """S is known to be forked, but on which branch the named head stands can be told only when it is here."""
    root = make("S", None, "C9", hlc=1, name="root")
    left = make("S", root, "C9", hlc=2, name="left")
    right = make("S", root, "C1", hlc=3, name="right")
    right2 = make("S", right, "C8", hlc=4, name="x")
    other = make("T", None, "C1", hlc=5, name="other", heard=(right2,))
    store = replica()
    told(store, root, left, right, other)
    assert len(store.read("SELECT * FROM dispute WHERE row = 'C1'")) == 2
    told(store, right2)
    assert store.read("SELECT * FROM dispute WHERE row = 'C1'") == []
    assert store.verify().faults == ()
    assert len(digests_of_all_orders(replica, [root, left, right, right2, other], 60)) == 1


def test_a_head_that_has_not_come_says_nothing_even_of_the_trunk(replica: Replica, make: Make) -> None:
    """It might stand on a branch that leaves the trunk before what is asked for."""
    root = make("S", None, "C1", hlc=1, name="root")
    trunk = make("S", root, "C9", hlc=2, name="trunk")
    left = make("S", trunk, "C8", hlc=3, name="left")
    right = make("S", trunk, "C8", hlc=4, name="right")
    right2 = make("S", right, "C8", hlc=5, name="right2")
    other = make("T", None, "C1", hlc=6, name="other", heard=(right2,))
    store = replica()
    told(store, root, trunk, left, right, other)
    assert len(store.read("SELECT * FROM dispute WHERE row = 'C1'")) == 2
    told(store, right2)
    assert store.read("SELECT * FROM dispute WHERE row = 'C1'") == []
    assert store.verify().faults == ()


def test_a_stream_may_fork_at_its_first_change_and_more_than_once(replica: Replica, make: Make) -> None:
    roots = [make("S", None, "C1", hlc=n, name=f"root{n}") for n in (1, 2, 3)]
    tips = [make("S", roots[0], "C1", hlc=n, name=f"tip{n}") for n in (4, 5)]
    assert len(digests_of_all_orders(replica, [*roots, *tips], 30)) == 1
    assert replica("order0").read("SELECT count(*) FROM head") == [(4,)]


def test_a_delete_on_one_branch_does_not_take_what_the_other_wrote(replica: Replica, make: Make) -> None:
    root = make("S", None, "C1", hlc=1, name="root")
    left = make("S", root, "C1", hlc=2, name="left")
    right = make("S", root, "C1", hlc=3, op="del")
    assert len(digests_of_all_orders(replica, [root, left, right])) == 1
    store = replica("order0")
    assert store.read("SELECT name, alive FROM code") == [("left", 1)]
    assert store.read("SELECT field FROM dispute") == [("alive",)]


def test_who_finds_the_own_stream_forked_goes_on_under_another_name(replica: Replica, make: Make) -> None:
    ada, bo = replica("ada"), replica("bo")
    tx = ada.write("add", [put("code", "C1", name="a")])
    assert tx is not None
    first = decode(next(iter(ada.export())))
    ada.write("rename", [put("code", "C1", name="b")])
    clone = make(tx.stream, first, "C1", hlc=first.hlc + 1, name="clone", actor="ada")
    told(ada, clone)
    after = ada.write("rename", [put("code", "C1", name="c")])
    assert after is not None
    assert after.stream != tx.stream
    assert ada.read("SELECT * FROM dispute") == []
    bo.ingest(ada.export())
    assert bo.digest() == ada.digest()
    assert len(list(bo.export())) == 4


def test_a_delete_and_an_edit_that_met_late_are_the_same_in_every_order(replica: Replica, make: Make) -> None:
    root = make("A", None, "C1", hlc=1, name="a")
    gone = make("A", root, "C1", hlc=2, op="del")
    edit = make("B", None, "C1", hlc=3, name="b", heard=(root,))
    again = make("C", None, "C1", hlc=4, op="del", heard=(edit,))
    assert len(digests_of_all_orders(replica, [root, gone, edit, again], 24)) == 1


def test_codes_find_their_places_in_every_order(replica: Replica, make: Make) -> None:
    top = make("A", None, "TOP", hlc=1, name="top", parent=None)
    under = make("A", top, "SUB", hlc=2, name="sub", parent="TOP")
    circle = make("B", None, "TOP", hlc=3, parent="SUB", heard=(under,))
    gone = make("C", None, "TOP", hlc=4, op="del", heard=(under,))
    merge = make("D", None, "SUB", hlc=5, merged="TOP", heard=(top,))
    assert len(digests_of_all_orders(replica, [top, under, circle, gone, merge])) == 1


def test_an_error_in_the_lines_leaves_nothing_behind(store: Store, make: Make) -> None:
    def lines() -> object:
        yield encode(make("S", None, "C1", hlc=1, name="a"))
        raise BusyError("the folder went away")

    before = store.digest()
    with pytest.raises(BusyError):
        store.ingest(lines())  # type: ignore[arg-type]
    assert (store.digest(), store.history()) == (before, [])
    assert not store.db.con.in_transaction


def test_lines_come_in_bundles_of_any_size(replica: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    ada = replica("ada")
    for i in range(12):
        ada.write("add", [put("code", f"C{i % 4}", name=f"n{i}", parent=f"C{i % 3}"), delete("code", f"C{i % 5}")])
    lines = list(ada.export())
    random.Random(3).shuffle(lines)
    for size in (1, 2, 5, 100):
        monkeypatch.setattr("workbench.store.merge._BATCH", size)
        other = replica(f"other{size}")
        assert other.ingest(lines).applied == 24
        assert other.digest() == ada.digest()
