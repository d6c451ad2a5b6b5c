"""The study as it stood, made anew from the log, and checked against it."""

import random
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.errors import StudyError
from workbench.log.change import Change, encode
from workbench.store import Op, Store, delete, put
from workbench.store.moment import read_position, write_position

Replica = Callable[..., Store]
Make = Callable[..., Change]

codes = st.sampled_from(["C1", "C2", "C3"])
ops = st.one_of(
    st.builds(lambda c, n: put("code", c, name=f"n{n}"), codes, st.integers(0, 3)),
    st.builds(lambda c, p: put("code", c, parent=p), codes, st.none() | codes),
    st.builds(lambda c, m: put("code", c, merged=m), codes, st.none() | codes),
    st.builds(lambda c: delete("code", c), codes),
    st.builds(lambda c, k: put("coding", "G1", code=c, **{"facet.kind": [k]}), codes, st.sampled_from("xy")),
    st.builds(lambda: delete("coding", "G1")),
    st.builds(lambda n: put("theory", "T1", zz=n), st.integers(0, 2)),
)


@settings(max_examples=examples(20))
@given(st.lists(st.tuples(st.sampled_from(["ada", "bo", "meet"]), st.lists(ops, min_size=1, max_size=3)), max_size=8))
def test_every_moment_can_be_seen_again_as_it_was(program: list[tuple[str, list[Op]]]) -> None:
    now = 1.7e9
    ada, bo = (Store.open(":memory:", who, clock=lambda: now) for who in ("ada", "bo"))
    noted = []
    for who, changes in program:
        now += 1
        if who == "meet":
            ada.ingest(bo.export())
            bo.ingest(ada.export())
        else:
            (ada if who == "ada" else bo).write("write", changes)
        noted.append((ada.read("SELECT count(*) FROM change")[0][0], ada.position(), ada.digest()))
    for n, position, digest in noted:
        for moment in (n, position):
            past = ada.at(moment)
            assert past.digest() == digest
            past.close()
    ada.rebuild()
    assert noted == [] or ada.digest() == noted[-1][2]
    assert ada.verify().faults == bo.verify().faults == ()
    ada.close()
    bo.close()


def test_a_position_means_the_same_on_another_replica(replica: Replica) -> None:
    ada, bo = replica("ada"), replica("bo")
    ada.write("add", [put("code", "C1", name="a")])
    bo.write("add", [put("code", "C2", name="b")])
    ada.ingest(bo.export())
    position, digest = ada.position(), ada.digest()
    for store in (ada, bo):
        store.write("rename", [put("code", "C1", name="later")])
    bo.ingest(ada.export())
    past = bo.at(position)
    assert past.digest() == digest
    past.close()


def test_a_time_is_taken_by_the_clocks_of_those_who_wrote(replica: Replica) -> None:
    now = 1.7e9
    ada = replica("ada", clock=lambda: now)
    noted = []
    for name in "abc":
        now += 60
        ada.write("rename", [put("code", "C1", name=name)])
        noted.append((datetime.fromtimestamp(now, UTC), ada.digest()))
    for when, digest in noted:
        past = ada.at(when)
        assert past.digest() == digest
        past.close()
    before = ada.at(datetime.fromtimestamp(1.7e9, UTC))
    assert before.read("SELECT count(*) FROM code") == [(0,)]
    before.close()


def test_a_clock_that_was_put_back_takes_nothing_without_what_it_follows(replica: Replica) -> None:
    now = 1.7e9
    ada = replica("ada", clock=lambda: now)
    for name, later in (("a", 0), ("b", 60), ("c", 30)):
        now = 1.7e9 + later
        ada.write("rename", [put("code", "C1", name=name)])
    past = ada.at(datetime.fromtimestamp(1.7e9 + 40, UTC))
    assert past.read("SELECT name FROM code") == [("a",)]
    assert past.verify().faults == ()
    past.close()


def test_a_moment_before_a_fork_was_known_knows_of_no_fork(store: Store, make: Make) -> None:
    """Then it seemed that T had heard all of S; what came later must not change how that looked."""
    root = make("S", None, "C9", hlc=1, name="root")
    left = make("S", root, "C1", hlc=2, name="left")
    right = make("S", root, "C2", hlc=4, name="right")
    right2 = make("S", right, "C8", hlc=5, name="y")
    other = make("T", None, "C1", hlc=6, name="other", heard=(right2,))
    store.ingest([encode(c) for c in (root, left, other)])
    then, digest = len(store.history()), store.digest()
    store.ingest([encode(c) for c in (right, right2)])
    assert store.digest() != digest
    past = store.at(then)
    assert past.digest() == digest
    assert past.position().keys() == {"S", "T"}
    past.close()


def forked(make: Make) -> tuple[list[Change], tuple[Change, ...]]:
    """A stream of two branches, one longer, and their ends."""
    root = make("S", None, "C1", hlc=1, name="root")
    left = make("S", root, "C2", hlc=2, name="left")
    right = make("S", root, "C1", hlc=3, name="right")
    right2 = make("S", right, "C1", hlc=4, name="right2")
    return [root, left, right, right2], (left, right2)


def test_of_a_forked_stream_a_position_names_all_ends(store: Store, make: Make) -> None:
    changes, ends = forked(make)
    store.ingest([encode(c) for c in changes])
    position, digest = store.position(), store.digest()
    assert position == {"S": tuple((end.seq, end.hash.hex()) for end in ends)}
    third = make("S", changes[0], "C3", hlc=5, name="later branch")
    store.ingest([encode(c) for c in (third, make("S", ends[1], "C1", hlc=6, name="later"))])
    past = store.at(read_position(write_position(position)))
    assert (past.digest(), past.position()) == (digest, position)
    past.close()


def test_a_position_of_before_the_fork_was_known_still_names_its_branch(store: Store, make: Make) -> None:
    changes, (_, right2) = forked(make)
    store.ingest([encode(c) for c in changes])
    past = store.at(read_position(f'{{"S":[3,"{right2.hash.hex()}"]}}'))
    assert past.read("SELECT id, name FROM code") == [("C1", "right2")]
    past.close()


def test_a_position_comes_back_from_its_json() -> None:
    """What is written of a stream with one end is what was always written."""
    one, several = {"S": ((3, "ab"),)}, {"S": ((3, "ab"), (5, "cd")), "T": ((1, "ef"),)}
    assert (write_position(one), read_position('{"S":[3,"ab"]}')) == ('{"S":[3,"ab"]}', one)
    assert read_position(write_position(several)) == several
    assert read_position("") == read_position(None) == read_position("{}") == {}


@pytest.mark.parametrize(
    "spoilt",
    [
        *("{", "[1]", "7", '"S"', '{"S":7}', '{"S":"ab"}', '{"S":[3]}', '{"S":[[3]]}', '{"S":["ab",3]}'),
        *('{"S":[3,"x"]}', '{"S":[3,7]}', '{"S":[[3,"ab"],7]}', '{"S":[true,"ab"]}', '{"S":[-1,"ab"]}'),
        *('{"S":[1e3,"ab"]}', '{"S":null}', f'{{"S":[{1 << 64},"ab"]}}', '{"S":[3,""]}', '{"S":{"3":"ab"}}'),
    ],
)
def test_a_spoilt_position_is_told(spoilt: str) -> None:
    with pytest.raises(StudyError):
        read_position(spoilt)


def test_rebuild_mends_whatever_was_made_of_the_log(store: Store) -> None:
    store.write("add", [put("code", c, name=c, parent=None) for c in ("C1", "C2")])
    store.write("move", [put("code", "C1", parent="C2", merged="C2"), put("theory", "T1", a=1)])
    whole = store.digest()
    chance = random.Random(5)
    spoilers = [
        "UPDATE code SET name = 'forged', above = 'C9'",
        "DELETE FROM code",
        "INSERT INTO dispute VALUES ('C1', 'name', 1)",
        "INSERT INTO skipped VALUES (1, 'parent', 'C1', 'C2')",
        "DELETE FROM move",
        "UPDATE unknown SET x = '{}'",
        "DELETE FROM head",
        "UPDATE stream SET forked = 1",
        "INSERT INTO dep VALUES (1, 1, 1, 1, x'00', x'00')",
    ]
    chance.shuffle(spoilers)
    for spoiler in spoilers:
        store.db.con.execute(spoiler)
        assert store.verify().faults, spoiler
        store.rebuild()
        assert store.verify().faults == (), spoiler
        assert store.digest() == whole


@pytest.mark.parametrize(
    "spoiler",
    [
        'UPDATE change SET body = \'{"name":"forged"}\' WHERE seq = 2',
        "UPDATE change SET body = 'no json' WHERE seq = 2",
        "UPDATE change SET ts = ts + 1 WHERE seq = 2",
        "UPDATE change SET actor = 'eve' WHERE seq = 2",
        "UPDATE change SET hash = x'00' WHERE seq = 3",
        "UPDATE change SET hash = 'text' WHERE seq = 3",
        "UPDATE change SET prev = 7 WHERE seq = 2",
        "UPDATE change SET stream = 99 WHERE seq = 3",
        "DELETE FROM change WHERE seq = 2",
        "DELETE FROM change WHERE seq = 1",
        "DELETE FROM change WHERE seq = 3",
        "INSERT INTO change SELECT n + 10, stream, seq + 1, tx, hlc, ts, actor, fmt, verb, ent, row, op, body, deps, "
        "undoes, more, prev, hash FROM change WHERE seq = 3",
    ],
)
def test_verify_finds_a_log_that_somebody_altered(store: Store, spoiler: str) -> None:
    for name in "abc":
        store.write("rename", [put("code", "C1", name=name)])
    assert store.verify().faults == ()
    for (trigger,) in store.read("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'change'"):
        store.db.con.execute(f"DROP TRIGGER {trigger}")
    store.db.con.execute(spoiler)
    assert store.verify().faults


def test_verify_finds_an_altered_text_and_one_that_has_not_come(store: Store) -> None:
    store.write("import", [put("revision", "R1", text="b1"), put("transcript", "T1", name="K-03", current="R1")])
    assert store.verify().faults == ("the text of K-03 has not come yet",)
    store.db.con.execute("INSERT INTO blob VALUES ('b1', x'00', 'words')")
    assert store.verify().faults == ("text b1 was altered",)


def test_verify_counts_what_it_checked(store: Store, make: Make) -> None:
    store.write("add", [put("code", "C1", name="a"), put("code", "C2", name="b")])
    root = make("S", None, "C3", hlc=1, name="x")
    store.ingest([encode(root), encode(make("S", make("S", root, "C3", hlc=2), "C3", hlc=3))])
    verdict = store.verify()
    assert (verdict.changes, verdict.streams, verdict.waiting, verdict.faults) == (3, 2, 1, ())
    assert verdict.digest == store.digest()
