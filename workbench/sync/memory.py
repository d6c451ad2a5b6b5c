"""What an exchange remembers of a peer from one time to the next."""

from collections.abc import Collection, Iterable

from workbench.store import Store
from workbench.sync.peer import Held

AGAIN_S = 3600.0
"""What was taken and still could not be applied is taken again after so long, should it have been lost here."""


class Memory:
    """How far the peer once had a stream, since when it lacks what, which texts it saw, what could not follow.

    All of it spares work or waiting only; a spoilt or lost note costs some, and nothing else. ``now`` in seconds.
    """

    def __init__(self, store: Store, label: str, now: float, grace: float) -> None:
        self._store, self._scope, self._now, self._grace = store, f"exchange:{label}", now, grace
        self._before = store.notes(self._scope)
        self._notes = dict(self._before)

    def had(self, stream: str) -> int:
        """The last change of a stream that the peer was ever seen to have."""
        return int(self._number(f"had:{stream}", 0))

    def has(self, stream: str, last: int) -> None:
        """The peer has a stream up to ``last``."""
        if last > self.had(stream):
            self._notes[f"had:{stream}"] = str(last)

    def text(self, text: str) -> str:
        """Whether the peer's having a text was ``seen``, or is our doing (``sent``); '' for neither."""
        return self._notes.get(f"text:{text}", "")

    def text_is(self, text: str, how: str) -> None:
        """Note how the peer came to have a text."""
        self._notes[f"text:{text}"] = how

    def is_erased(self, text: str) -> bool:
        """Whether the peer was told once that a text is erased."""
        return f"erased:{text}" in self._notes

    def erased(self, text: str) -> None:
        """The peer was told that a text is erased."""
        self._notes[f"erased:{text}"] = "1"

    def waiting(self, chains: Collection[Held]) -> set[Held]:
        """Which of the chains were taken not long ago and wait here for what they follow. All others are forgotten."""
        self._forget("took:", map(_took, chains))
        return {c for c in chains if 0 <= self._now - self._number(_took(c), -AGAIN_S) < AGAIN_S}

    def took(self, chain: Held) -> None:
        """A whole chain was taken, and could not be applied yet."""
        self._notes[_took(chain)] = str(self._now)

    def due(self, kind: str, lost: Collection[str]) -> set[str]:
        """Which of what is lost has been so for the time of grace; the others are noted as lost since now."""
        self._forget(f"{kind}:", {f"{kind}:{name}" for name in lost})
        due = set()
        for name in lost:
            since = min(self._number(f"{kind}:{name}", self._now), self._now)
            self._notes[f"{kind}:{name}"] = str(since)
            if self._now - since >= self._grace:
                due.add(name)
        return due

    def write(self) -> None:
        """Write down what has changed, so that an exchange without news writes nothing."""
        news: dict[str, str | None] = {k: v for k, v in self._notes.items() if self._before.get(k) != v}
        news |= dict.fromkeys(self._before.keys() - self._notes.keys())
        if news:
            self._store.note(self._scope, news)

    def _number(self, key: str, otherwise: float) -> float:
        try:
            return float(self._notes[key])
        except (KeyError, ValueError):
            return otherwise

    def _forget(self, prefix: str, but: Iterable[str]) -> None:
        keep = set(but)
        for key in [key for key in self._notes if key.startswith(prefix) and key not in keep]:
            del self._notes[key]


def _took(chain: Held) -> str:
    # With its front, for the same end is another chain once a gap before it has closed.
    return f"took:{chain.stream}:{chain.first}:{chain.tip}"
