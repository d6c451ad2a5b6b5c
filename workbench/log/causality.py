"""Which change had seen which.

Within a stream a change has seen all before it on its own branch. Of other streams it has seen what the stream had
recorded as heard (its ``deps``) up to there. A stream is *forked* where two changes follow the same one, as after a
restored backup; then branches are told apart by walking the chain.
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

    def previous(self, dot: Dot) -> Dot | None:
        """The change before on the same branch."""
        ...


def seen(history: History, later: Dot, earlier: Dot) -> bool:
    """Whether ``earlier`` is in the past of ``later``."""
    if later.stream == earlier.stream:
        if earlier.seq >= later.seq:
            return False
        return not history.forked(later.stream) or _on_branch(history, later, earlier)
    for seq, digest, other_seq, other_digest in history.heard(later.stream, later.seq, earlier.stream, earlier.seq):
        teller = Dot(later.stream, seq, digest)
        if teller != later and history.forked(later.stream) and not _on_branch(history, later, teller):
            continue
        told = Dot(earlier.stream, other_seq, other_digest)
        if told == earlier or not history.forked(earlier.stream) or _on_branch(history, told, earlier):
            return True
    return False


def _on_branch(history: History, tip: Dot, dot: Dot) -> bool:
    """Whether ``dot`` is ``tip`` or one of those before it."""
    at: Dot | None = tip
    while at is not None and at.seq > dot.seq:
        at = history.previous(at)
    return at == dot
