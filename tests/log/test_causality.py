"""Which change had seen which: in streams, between streams, and where a stream is forked."""

import itertools
from collections.abc import Iterable
from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.log.causality import Branches, Dot, seen


class Log:
    """A log in memory: chains of dots, and what each had newly heard."""

    def __init__(self) -> None:
        self.before: dict[Dot, Dot | None] = {}
        self.told: dict[Dot, list[Dot]] = {}

    def add(self, stream: int, before: Dot | None = None, heard: Iterable[Dot] = (), mark: str = "") -> Dot:
        seq = before.seq + 1 if before else 1
        dot = Dot(stream, seq, sha256(f"{stream} {before} {mark}".encode()).digest())
        self.before[dot] = before
        self.told[dot] = list(heard)
        return dot

    def forked(self, stream: int) -> bool:
        mine = [before for dot, before in self.before.items() if dot.stream == stream]
        return len(mine) != len(set(mine))

    def heard(self, stream: int, upto: int, other: int, atleast: int) -> Iterable[tuple[int, bytes, int, bytes]]:
        for dot, told in self.told.items():
            if dot.stream == stream and dot.seq <= upto:
                yield from ((dot.seq, dot.hash, t.seq, t.hash) for t in told if t.stream == other and t.seq >= atleast)

    def on_branch(self, tip: Dot, dot: Dot) -> bool:
        mine = sorted((d for d in self.before if d.stream == tip.stream), key=lambda d: d.seq)
        shared = [one.seq for one, two in itertools.pairwise(mine) if one.seq == two.seq]
        links = [(d.hash, getattr(self.before[d], "hash", b""), d.seq) for d in mine if d.seq >= min(shared)]
        branches = Branches(min(shared), links)
        return tip in self.before and branches.joined(tip, dot)


def test_in_a_stream_the_later_has_seen_the_earlier_and_not_itself() -> None:
    log = Log()
    one = log.add(1)
    two = log.add(1, one)
    assert seen(log, two, one)
    assert not seen(log, one, two)
    assert not seen(log, one, one)


def test_streams_that_never_met_have_seen_nothing_of_each_other() -> None:
    log = Log()
    a, b = log.add(1), log.add(2)
    assert not seen(log, a, b)
    assert not seen(log, b, a)


def test_what_was_heard_once_stays_heard_and_nothing_later_with_it() -> None:
    log = Log()
    a1 = log.add(1)
    a2 = log.add(1, a1)
    a3 = log.add(1, a2)
    b1 = log.add(2)
    b2 = log.add(2, b1, heard=[a2])
    b3 = log.add(2, b2)
    assert [seen(log, b, a) for b in (b1, b2, b3) for a in (a1, a2, a3)] == [
        *(False, False, False),
        *(True, True, False),
        *(True, True, False),
    ]


def test_hearing_of_one_stream_says_nothing_of_another() -> None:
    log = Log()
    a, c = log.add(1), log.add(3)
    b = log.add(2, heard=[a])
    assert seen(log, b, a)
    assert not seen(log, b, c)


@pytest.fixture
def fork() -> tuple[Log, Dot, Dot, Dot, Dot, Dot]:
    """A stream that forks after its first change into two branches of two."""
    log = Log()
    root = log.add(1)
    left = log.add(1, root, mark="left")
    left2 = log.add(1, left)
    right = log.add(1, root, mark="right")
    right2 = log.add(1, right)
    return log, root, left, left2, right, right2


def test_a_branch_has_seen_the_trunk_and_nothing_of_the_other_branch(fork: tuple[Log, Dot, Dot, Dot, Dot, Dot]) -> None:
    log, root, left, left2, right, right2 = fork
    assert seen(log, left2, left)
    assert seen(log, left2, root)
    assert seen(log, right2, root)
    assert not seen(log, left2, right)
    assert not seen(log, right2, left)


def test_who_heard_of_one_branch_has_seen_nothing_of_the_other(fork: tuple[Log, Dot, Dot, Dot, Dot, Dot]) -> None:
    log, root, left, left2, right, _ = fork
    other = log.add(2, heard=[left2])
    assert seen(log, other, left2)
    assert seen(log, other, left)
    assert seen(log, other, root)
    assert not seen(log, other, right)


def test_what_one_branch_heard_the_other_has_not(fork: tuple[Log, Dot, Dot, Dot, Dot, Dot]) -> None:
    log, root, _, _, right, right2 = fork
    other = log.add(2)
    hearing = log.add(1, root, heard=[other], mark="hearing")
    after = log.add(1, hearing)
    assert seen(log, hearing, other)
    assert seen(log, after, other)
    assert not seen(log, right2, other)
    assert not seen(log, right, other)


def test_a_branch_that_is_named_but_has_not_come_tells_nothing_yet(fork: tuple[Log, Dot, Dot, Dot, Dot, Dot]) -> None:
    log, root, left, _, right, _ = fork
    missing = Dot(1, 5, b"has not come yet")
    other = log.add(2, heard=[missing])
    assert not seen(log, other, left)
    log.before[missing] = log.add(1, log.add(1, right, mark="on"), mark="last")
    assert seen(log, other, right)
    assert seen(log, other, root)
    assert not seen(log, other, left)


steps = st.lists(
    st.tuples(st.integers(0, 2), st.integers(0, 40), st.lists(st.integers(0, 40), max_size=2)), max_size=14
)


@given(steps)
def test_seen_is_the_past_as_a_walk_over_the_whole_graph_finds_it(
    program: list[tuple[int, int, list[int]]],
) -> None:
    """Random streams, forks included; each change tells of heads it truly knows, as a replica does."""
    log = Log()
    dots: list[Dot] = []
    past: dict[Dot, set[Dot]] = {}
    for number, (stream, at, ears) in enumerate(program):
        mine = [d for d in dots if d.stream == stream]
        before = mine[at % len(mine)] if mine and at % (len(mine) + 1) else None
        heard = [dots[ear % len(dots)] for ear in ears if dots and dots[ear % len(dots)].stream != stream]
        # A replica holds whole pasts, so what it tells of is told with everything behind it.
        known = set().union(*(past[h] | {h} for h in heard)) if heard else set()
        tips = [
            d for d in known if d.stream != stream and not any(d in past[o] and o.stream == d.stream for o in known)
        ]
        dot = log.add(stream, before, tips, mark=str(number))
        behind = (past[before] | {before}) if before else set()
        own = {d for d in known if d.stream == stream}
        if own - behind:
            # A change that tells of what heard another branch of its own stream is not made: that replica would mint.
            del log.before[dot], log.told[dot]
            continue
        past[dot] = behind | known
        dots.append(dot)
    for later, earlier in itertools.product(dots, dots):
        assert seen(log, later, earlier) == (earlier in past[later])
