"""What the server holds, against what is here."""

from collections.abc import Iterable
from typing import NamedTuple

from workbench.store import Store
from workbench.sync.hub.address import schema_of
from workbench.sync.hub.connection import Server


class Stand(NamedTuple):
    """One branch of somebody's work: the coder's row, how many changes there are here and there, how many differ."""

    actor: str
    stream: str
    here: int
    there: int
    lacking_here: int
    lacking_there: int


class Checked(NamedTuple):
    """What a check found: every branch, texts lacking on either side, erased texts on the server, and its faults."""

    stands: tuple[Stand, ...]
    texts_lacking_here: int
    texts_lacking_there: int
    erased_there: int
    faults: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether nothing there was altered; what merely has not been exchanged yet is no fault."""
        return not self.faults and not self.erased_there

    @property
    def equal(self) -> bool:
        """Whether both sides have the same."""
        return not (self.texts_lacking_here or self.texts_lacking_there) and not any(
            s.lacking_here or s.lacking_there for s in self.stands
        )


def check(server: Server, study: str, store: Store) -> Checked:
    """Compare the hub with ``store``; the server recomputes every hash it holds."""
    schema = schema_of(study)
    rows = server.read(
        f"SELECT s.actor, c.stream, c.seq, c.hash FROM {schema}.change c JOIN {schema}.stream s ON s.id = c.stream"
    )
    there: dict[str, dict[str, int]] = {}
    actors: dict[str, str] = {}
    for actor, stream, seq, digest in rows:
        actors[stream] = actor
        there.setdefault(stream, {})[digest] = seq
    here: dict[str, set[str]] = {}
    for head in store.heads():
        actors.setdefault(head.stream, head.actor)
        here.setdefault(head.stream, set()).update(_hashes(store.chain(head.stream, head.hash)))
    stands = [
        Stand(
            *(actors[stream], stream, len(ours := here.get(stream, set())), len(theirs := there.get(stream, {}))),
            *(len(theirs.keys() - ours), len(ours - theirs.keys())),
        )
        for stream in sorted(here.keys() | there.keys(), key=lambda stream: (actors[stream], stream))
    ]
    held = {text for (text,) in server.read(f"SELECT id FROM {schema}.text")}
    texts = store.texts()
    faults = server.read(f"SELECT kind, name FROM {schema}.faults()")
    return Checked(
        tuple(stands),
        len(texts.wanted & held),
        len(texts.here - held),
        len(texts.erased & held),
        tuple(f"{kind} {name}" for kind, name in faults),
    )


def _hashes(lines: Iterable[str]) -> Iterable[str]:
    return (line[6:70] for line in lines)
