"""Which change had seen which.

Within a stream a change has seen all before it on its own branch. Of other streams it has seen what the stream had
recorded as heard (its ``deps``) up to there. A stream is *forked* where two changes follow the same one, as after a
restored backup; then its changes are told apart by the branch they stand on.
"""

from collections.abc import Iterable
from typing import NamedTuple, Protocol


class Dot(NamedTuple):
    """A change's place: stream (any hashable name), sequence and hash."""

    stream: int
    seq: int
    hash: bytes


class History(Protocol):
    """What the log can be asked."""

    def forked(self, stream: int) -> bool:
        """Whether the stream has two changes that follow the same one."""
        ...

    def heard(self, stream: int, upto: int, other: int, atleast: int) -> Iterable[tuple[int, bytes, int, bytes]]:
        """What ``stream`` recorded up to ``upto`` of ``other`` from ``atleast`` on.

        As (seq, hash, other seq, other hash); the changes that are named so need not have come yet.
        """
        ...

    def on_branch(self, tip: Dot, dot: Dot) -> bool:
        """In a forked stream, whether ``dot`` is ``tip`` or before it; not so where ``tip`` has not come yet."""
        ...


def seen(history: History, later: Dot, earlier: Dot) -> bool:
    """Whether ``earlier`` is in the past of ``later``."""
    if later.stream == earlier.stream:
        if earlier.seq >= later.seq:
            return False
        return not history.forked(later.stream) or history.on_branch(later, earlier)
    for seq, digest, other_seq, other_digest in history.heard(later.stream, later.seq, earlier.stream, earlier.seq):
        teller = Dot(later.stream, seq, digest)
        if teller != later and history.forked(later.stream) and not history.on_branch(later, teller):
            continue
        told = Dot(earlier.stream, other_seq, other_digest)
        if told == earlier or not history.forked(earlier.stream) or history.on_branch(told, earlier):
            return True
    return False


class Branches:
    """The forked part of a stream as pieces, each without a fork, so that no chain has to be walked change by change.

    ``first`` is the lowest sequence that two changes share; what lies below is the trunk, common to all.
    """

    def __init__(self, first: int, links: Iterable[tuple[bytes, bytes, int]]) -> None:
        """``links``: (hash, previous hash, sequence) of all changes from ``first`` on, the sequence ascending."""
        self.first = first
        self._piece: dict[bytes, int] = {}
        self._grows_from: list[tuple[int | None, int]] = []  # (piece or the trunk, sequence there)
        continued = set()
        for digest, previous, seq in links:
            before = self._piece.get(previous)
            if before is None or previous in continued:
                self._piece[digest] = len(self._grows_from)
                self._grows_from.append((before, seq - 1))
            else:
                self._piece[digest] = before
                continued.add(previous)

    def has(self, digest: bytes) -> bool:
        """Whether a change from ``first`` on is here."""
        return digest in self._piece

    def joined(self, tip: Dot, dot: Dot) -> bool:
        """Whether ``dot`` is ``tip`` or before it; both must be here, or in the trunk."""
        at, seq, goal = self._piece.get(tip.hash), tip.seq, self._piece.get(dot.hash)
        while at is not None and at != goal:
            at, seq = self._grows_from[at]
        return at == goal and dot.seq <= seq
