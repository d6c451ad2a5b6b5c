"""What every peer is, be it a shared folder or a server: it says what it has, gives it, and takes what it lacks.

A peer decides nothing. It need not know which changes are whose, what a replica lacks or in which order things should
come; ``workbench.sync.exchange`` decides that, alike for all peers. Changes are named by chains: an unbroken run of one
stream, certain by the hash of its last change, so a peer's claim can be compared with what is here without reading it.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple, Protocol


class Held(NamedTuple):
    """An unbroken chain of changes that a peer has: ``first`` to ``last`` of a stream, both included.

    ``tip``: the hash (hex) of ``last``, which vouches for all before it. ``name``: what the peer itself calls it, for
    nobody else to read. Chains of one stream may overlap, and branch where the stream does.
    """

    stream: str
    first: int
    last: int
    tip: str
    name: str = ""


class Names(NamedTuple):
    """What a peer has: chains of changes, ids of texts; and sentences for people about what is wrong there."""

    held: tuple[Held, ...] = ()
    texts: frozenset[str] = frozenset()
    troubles: tuple[str, ...] = ()


class Peer(Protocol):
    """A place through which replicas of one study exchange what they have.

    Every method raises StudyError, with a hint, where the place cannot be reached or refuses; nothing is lost then, and
    the same can be tried again later.
    """

    @property
    def label(self) -> str:
        """What people call it: the folder's path, the server's host and database; never a password."""

    @property
    def live(self) -> bool:
        """Whether several exchanges a second are fine."""

    def study(self) -> str:
        """The id of the study it holds; '' where it holds none yet."""

    def names(self) -> Names:
        """What is there now; cheap where nothing has changed since the last call."""

    def get(self, held: Held, after: int = 0) -> Sequence[str | bytes]:
        """The lines of a chain that ``names`` told of, above sequence ``after``, ascending; () where it has gone."""

    def get_text(self, text: str) -> str | bytes | None:
        """The line of a text that lies out of line; None where it has gone."""

    def put(self, lines: Sequence[str]) -> int:
        """Keep the lines of one unbroken chain of one stream, durably; how many, 0 where it takes none of them from us.

        The same lines again change nothing.
        """

    def put_text(self, text: str, line: str) -> None:
        """Keep the line of a text under its id, durably."""

    def erase(self, texts: Collection[str]) -> None:
        """Take texts away, wherever they lie there; what is not there is no error."""

    def left(self) -> tuple[str, ...]:
        """What it did not take, and what else people should know, since this was last asked; as sentences."""

    def wait(self, seconds: float) -> bool:
        """Wait until there may be something new, at most so long; whether there may be."""

    def close(self) -> None:
        """Let go of it."""


class Notebook(Protocol):
    """Where a peer remembers what spares it work; it belongs to one replica, never travels, and may be lost."""

    def read(self) -> dict[str, str]:
        """Everything that was remembered."""

    def write(self, notes: Mapping[str, str | None]) -> None:
        """Remember these, at once and together; None forgets a key."""
