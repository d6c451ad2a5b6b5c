"""Clocks that nobody's can have shown: all replicas agree on such lines, and honest work goes on."""

import random
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.log.change import GENESIS, MAX_CLOCK, Change, canonical_json, encode, sealed
from workbench.log.clock import CEILING
from workbench.store import Store, put

Replica = Callable[..., Store]
Make = Callable[..., Change]

CLOCKS = (1, 2, 3, CEILING - 1, CEILING, CEILING + 1, CEILING + 2, CEILING + 3, 1 << 61, MAX_CLOCK - 1, MAX_CLOCK)


def hand_made(stream: str, before: Change | None, clock: int, heard: Sequence[Change], row: str, name: str) -> Change:
    """A change as somebody with bad intentions, or a broken machine, may write it."""
    seq, deps = before.seq + 1 if before else 1, dict[str, list[list[object]]]()
    for change in heard:
        if change.stream != stream:
            deps.setdefault(change.stream, []).append([change.seq, change.hash.hex()])
    return sealed(
        Change(
            *(stream, seq, seq, clock, 5, stream, 1, "test", "code", row, "put", canonical_json({"name": name})),
            *(canonical_json(deps) if deps else "", "", "", before.hash if before else GENESIS, b""),
        )
    )


@st.composite
def odd_logs(draw: st.DrawFn) -> list[Change]:
    """Some changes of three streams, forks among them, with clocks of all kinds."""
    changes: list[Change] = []
    for i in range(draw(st.integers(1, 9))):
        stream = draw(st.sampled_from("ABC"))
        own: list[Change | None] = [None, *(c for c in changes if c.stream == stream)]
        before = own[-1] if draw(st.booleans()) else draw(st.sampled_from(own))
        heard = draw(st.lists(st.sampled_from(changes), max_size=2, unique=True)) if changes else []
        clocks = sorted({*CLOCKS, *(c.hlc + 1 for c in changes if c.hlc < MAX_CLOCK)})
        changes.append(hand_made(stream, before, draw(st.sampled_from(clocks)), heard, f"R{i % 3}", f"n{i}"))
    return changes


def told(store: Store, lines: list[str], seed: int) -> None:
    """The lines in some order, some of them twice, in some portions."""
    chance = random.Random(seed)
    lines = lines + chance.sample(lines, len(lines) // 3)
    chance.shuffle(lines)
    while lines:
        size = chance.randrange(1, 5)
        store.ingest(lines[:size])
        lines = lines[size:]


def kept(store: Store) -> tuple[str, frozenset[bytes]]:
    """What is shown, and which changes were applied."""
    return store.digest(), frozenset(digest for (digest,) in store.read("SELECT hash FROM change"))


@settings(max_examples=examples(30))
@given(odd_logs(), st.lists(st.integers(0, 99), min_size=2, max_size=3))
def test_what_is_made_of_odd_clocks_is_the_same_in_every_order(changes: list[Change], seeds: list[int]) -> None:
    lines, found = [encode(change) for change in changes], set()
    for seed in seeds:
        store = Store.open(":memory:", "ada")
        told(store, lines, seed)
        found.add(kept(store))
        assert store.verify().faults == ()
        store.close()
    assert len(found) == 1


@settings(max_examples=examples(20))
@given(odd_logs(), st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["hear", "write", "meet"])), max_size=12))
def test_who_has_heard_odd_clocks_goes_on_writing_what_everybody_takes(
    changes: list[Change], program: list[tuple[int, str]]
) -> None:
    lines = [encode(change) for change in changes]
    stores = [Store.open(":memory:", f"coder{k}", clock=lambda: 1.7e9) for k in range(3)]
    written = 0
    for i, (k, what) in enumerate(program):
        if what == "hear":
            told(stores[k], random.Random(i).sample(lines, (len(lines) + 1) // 2), i)
        elif what == "meet":
            told(stores[k], list(stores[(k + 1) % 3].export()), i)
        else:
            stores[k].write("write", [put("code", f"R{j}", name=f"honest {i}") for j in range(3)])
            written += 3
    everything = [line for store in stores for line in store.export()] + lines
    for k, store in enumerate(stores):
        told(store, everything, k)
    assert len({kept(store) for store in stores}) == 1
    assert stores[0].read("SELECT count(*) FROM change WHERE actor LIKE 'coder%'") == [(written,)]
    for store in stores:
        assert store.verify().faults == ()
        store.close()


@pytest.mark.parametrize("clock", [CEILING + 2, 1 << 61, MAX_CLOCK])
def test_a_clock_out_of_nowhere_is_refused_and_spoils_nothing(store: Store, make: Make, clock: int) -> None:
    report = store.ingest([encode(make("S", None, "C1", hlc=clock, name="from the end of time"))])
    assert (report.applied, len(report.refused)) == (0, 1)
    store.write("add", [put("code", "C1", name="now")])
    assert store.read("SELECT name FROM code") == [("now",)]


def test_a_clock_that_goes_back_along_its_stream_is_refused(replica: Replica, make: Make) -> None:
    """Else the head of that stream would not tell how far its clock had come, and who counts on would be refused."""
    ahead = make("S", None, "C1", hlc=CEILING + 1, name="ahead")
    back = make("S", ahead, "C1", hlc=7, name="back")
    ada, bo = replica("ada"), replica("bo")
    assert ada.ingest([encode(ahead), encode(back)]).applied == 1
    for name in "abc":
        ada.write("rename", [put("code", "C1", name=name)])
    assert bo.ingest(reversed([*ada.export(), encode(back)])).applied == 4
    assert bo.digest() == ada.digest()


def test_a_clock_beside_the_ceiling_waits_for_what_it_names_over_any_number_of_visits(
    replica: Replica, make: Make
) -> None:
    first = make("S", None, "C1", hlc=CEILING + 1, name="first")
    second = make("T", None, "C1", hlc=CEILING + 2, name="second", heard=(first,))
    third = make("U", None, "C1", hlc=CEILING + 3, name="third", heard=(second,))
    store = replica("ada")
    for change in (third, second):
        assert store.ingest([encode(change)]).applied == 0
        store.close()
        store = replica("ada")
    assert store.ingest([encode(first)]).applied == 3
    assert store.read("SELECT name FROM code") == [("third",)]
    assert store.waiting() == 0
