"""Chains, compared by hash."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from workbench.sync.bundle import Piece
from workbench.sync.chains import joined, lacking, on_branch
from workbench.sync.peer import Held

intervals = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 12)).map(lambda p: (p[0], p[0] + p[1])), max_size=8)


def branch(name: str, length: int, trunk: list[str] | None = None, common: int = 0) -> list[str]:
    """The hashes of a branch that shares its first ``common`` with ``trunk``."""
    return [*(trunk or [])[:common], *(f"{name}{i}" for i in range(common + 1, length + 1))]


def piece(hashes: list[str], first: int, last: int) -> Piece:
    return Piece("S", first, last, hashes[first - 2] if first > 1 else "0", hashes[last - 1], 0, "ada")


def everything(branches: list[list[str]], pieces: list[Piece]) -> set[str]:
    """The hashes of all changes in these pieces."""
    on = {digest: hashes for hashes in branches for digest in hashes}
    return {digest for p in pieces for digest in on[p.tip][p.first - 1 : p.last]}


@given(st.integers(0, 40), intervals)
def test_what_is_lacking_and_what_is_covered_are_everything(last: int, had: list[tuple[int, int]]) -> None:
    covered = {n for first, end in had for n in range(first, end + 1)}
    gaps = lacking(last, had)
    assert {n for first, end in gaps for n in range(first, end + 1)} == set(range(1, last + 1)) - covered
    assert all(first <= end for first, end in gaps)
    assert all(one[1] + 1 < other[0] for one, other in pairwise(gaps))


@given(st.lists(st.tuples(st.integers(0, 1), st.integers(1, 20), st.integers(0, 8)), max_size=25), st.integers(0, 20))
def test_joined_chains_hold_every_piece_and_nothing_else(cuts: list[tuple[int, int, int]], common: int) -> None:
    trunk = branch("a", 28)
    branches = [trunk, branch("b", 28, trunk, common)]
    pieces = [piece(branches[which], first, first + more) for which, first, more in cuts]
    chains = joined(enumerate(pieces))
    used = set()
    for held, parts in chains.items():
        ordered = [part for _, part in parts]
        assert (ordered[0].first, ordered[-1].last, ordered[-1].tip) == (held.first, held.last, held.tip)
        assert all(one.tip == other.prev for one, other in pairwise(ordered))
        used |= everything(branches, ordered)
    assert used == everything(branches, pieces)


def test_many_small_pieces_are_one_chain_and_a_larger_one_beside_them_adds_no_more_than_itself() -> None:
    hashes = branch("a", 100)
    small = [piece(hashes, n, n) for n in range(1, 101)]
    assert list(joined(enumerate(small))) == [Held("S", 1, 100, "a100")]
    with_larger = joined(enumerate([*small, piece(hashes, 1, 64)]))
    assert sorted((held.first, held.last) for held in with_larger) in ([(1, 64), (1, 100)], [(1, 64), (1, 100)])


@given(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 20), st.integers(0, 8)), max_size=8), st.data())
def test_what_of_a_branch_chains_cover_is_told_by_hash(cuts: list[tuple[int, int, int]], data: st.DataObject) -> None:
    trunk = branch("a", 28)
    every = {"a28": trunk}
    for name in "bc":
        new = branch(name, 28, data.draw(st.sampled_from(list(every.values()))), data.draw(st.integers(0, 27)))
        every[new[-1]] = new
    branches = list(every.values())
    held = [Held("S", n, n + more, branches[which][n + more - 1]) for which, n, more in cuts]
    known = {
        h for chain, (which, *_) in zip(held, cuts, strict=True) for h in branches[which][chain.first - 1 : chain.last]
    }
    for hashes in branches:
        covered = {n for first, last in on_branch(hashes, every, held) for n in range(first, last + 1)}
        assert covered == {n for n, digest in enumerate(hashes, 1) if digest in known}


def test_a_long_log_is_several_chains_that_follow_each_other() -> None:
    hashes = branch("a", 50_000)
    parts = [piece(hashes, n, n + 4_999) for n in range(1, 50_000, 5_000)]
    found = sorted(joined(enumerate(parts)))
    assert [(held.first, held.last) for held in found] == [(1, 20_000), (20_001, 40_000), (40_001, 50_000)]
