"""Exchange: what a peer has and this replica lacks is taken, what the peer lacks is given.

Chains are compared by hash, branch by branch, so a stream that forked (a copied database, a restored backup) travels
whole. Pulling comes first, then erasing, then pushing. What a peer once had and no longer has was perhaps only moved by
the program that carries the files; so a stream's own author restores it at once, and everybody else after ``GRACE_S``.
"""

import time
from collections.abc import Callable, Sequence
from typing import NamedTuple

from workbench.errors import StudyError
from workbench.store import Head, Report, Store, Texts
from workbench.sync import chains
from workbench.sync.bundle import portions
from workbench.sync.glance import transaction
from workbench.sync.memory import Memory
from workbench.sync.peer import Held, Names, Peer

GRACE_S = 30 * 60.0
"""How long what somebody else wrote may be missing at a peer before we put it back."""

BATCH = 300
"""So many changes are taken in at a time; a transaction is never cut."""

BREATH_S = 0.01
"""How long others may have the file between two batches."""

_MOST_REFUSED = 20
Progress = Callable[[str, int, int], None]


class Exchanged(NamedTuple):
    """What came of an exchange.

    Changes and texts sent and taken; how many changes here wait for earlier ones; why lines were refused; and what is
    wrong at the peer, as sentences.
    """

    sent: int = 0
    taken: int = 0
    texts_sent: int = 0
    texts_taken: int = 0
    waiting: int = 0
    refused: tuple[str, ...] = ()
    troubles: tuple[str, ...] = ()


def exchange(
    store: Store,
    peer: Peer,
    *,
    progress: Progress | None = None,
    batch: int = BATCH,
    grace: float = GRACE_S,
    breath: float = BREATH_S,
    clock: Callable[[], float] = time.time,
) -> Exchanged:
    """Bring ``store`` and ``peer`` to what both together know.

    ``progress`` is told what is done (in words), how much of it and of how much. Raises StudyError where the peer
    cannot be reached or holds another study; what was exchanged until then stays, and it can be tried again.
    """
    ours, theirs = store.db.meta("study"), peer.study()
    if ours and theirs and ours != theirs:
        raise StudyError(
            f"{peer.label} holds another study",
            "Each study has a place of its own: make a subfolder, or another database, for this one.",
        )
    memory = Memory(store, peer.label, clock(), grace)
    run = _Exchange(store, peer, peer.names(), progress, batch, breath, memory)
    try:
        run.take_changes()
        run.take_texts()
        run.erase()
        run.send_texts()
        run.send_changes()
    finally:
        memory.write()
    return run.result()


class _Exchange:
    """One exchange."""

    def __init__(
        self,
        store: Store,
        peer: Peer,
        names: Names,
        progress: Progress | None,
        batch: int,
        breath: float,
        memory: Memory,
    ) -> None:
        self._store, self._peer, self._names = store, peer, names
        self._progress, self._batch, self._breath, self._memory = progress, batch, breath, memory
        self._sent = self._taken = self._texts_sent = self._texts_taken = 0
        self._refused: list[str] = []
        self._known: Texts | None = None

    # --- taking

    def take_changes(self) -> None:
        """Take every chain whose end is not here."""
        here = {head.stream: head.seq for head in self._store.heads()}
        lacking = [held for held in self._names.held if not self._has(held)]
        waiting = self._memory.waiting(lacking)
        lacking = sorted((h for h in lacking if h not in waiting), key=lambda h: (h.stream, h.first, -h.last))
        total = sum(max(0, held.last - max(held.first - 1, here.get(held.stream, 0))) for held in lacking)
        for held in lacking:
            if not self._has(held):  # it may have come with another
                self._take_chain(held, here.get(held.stream, 0), total)

    def _take_chain(self, held: Held, after: int, total: int) -> None:
        """Take a chain above ``after``; all of it where that is another branch, or leaves a gap."""
        whole = False
        for start in dict.fromkeys((max(after, held.first - 1), held.first - 1)):
            if start < held.last and not self._has(held):
                lines = self._peer.get(held, start)
                self._ingest(lines, total)
                whole = len(lines) >= held.last - start
        if whole and not self._has(held):
            self._memory.took(held)

    def _has(self, held: Held) -> bool:
        return self._store.has(held.stream, held.last, held.tip)

    def _ingest(self, lines: Sequence[str | bytes], total: int) -> None:
        for portion in portions(lines, self._batch):
            self._taken += self._take(portion).applied
            self._tell("changes taken", self._taken, max(total, self._taken))
            self._breathe()

    def _take(self, lines: Sequence[str | bytes]) -> Report:
        self._known = None
        report = self._store.ingest(lines, durable=False)
        self._refused += report.refused
        return report

    def _texts(self) -> Texts:
        """The texts as they are now; asked for once until something is taken."""
        if self._known is None:
            self._known = self._store.texts()
        return self._known

    def _breathe(self) -> None:
        if self._breath:
            time.sleep(self._breath)

    def take_texts(self) -> None:
        """Take the texts that are named here and have not come."""
        wanted = sorted(self._texts().wanted & self._names.texts)
        for number, text in enumerate(wanted, 1):
            line = self._peer.get_text(text)
            if line is not None:
                self._texts_taken += self._take([line]).blobs
            self._tell("texts taken", number, len(wanted))
            self._breathe()

    # --- erasing

    def erase(self) -> None:
        """Take away at the peer what was erased: always where it shows, and once more where it may lie in pieces."""
        erased = self._texts().erased
        fresh = {text for text in erased if not self._memory.is_erased(text)}
        if doomed := (erased & self._names.texts) | fresh:
            self._peer.erase(doomed)
        for text in fresh:
            self._memory.erased(text)

    # --- sending

    def send_texts(self) -> None:
        """Send the texts that the peer lacks, before the changes that name them."""
        here = self._texts().here
        for text in here & self._names.texts:
            if not self._memory.text(text):
                self._memory.text_is(text, "seen")
        missing = sorted(here - self._names.texts)
        lost = {text for text in missing if self._memory.text(text) == "seen"}
        waits = lost - self._memory.due("lost-text", lost)
        for number, text in enumerate(missing, 1):
            if text not in waits:
                line = self._store.text_line(text)
                if line is not None:
                    self._peer.put_text(text, line)
                    self._texts_sent += 1
                    self._memory.text_is(text, "sent")
            self._tell("texts sent", number, len(missing))

    def send_changes(self) -> None:
        """Send what of every branch the peer lacks."""
        own = self._store.own()
        branches: dict[str, list[Head]] = {}
        for head in self._store.heads():
            branches.setdefault(head.stream, []).append(head)
        missing: list[tuple[Head, chains.Interval]] = []
        lost: dict[str, list[tuple[Head, chains.Interval]]] = {}
        for stream, heads in branches.items():
            held = [h for h in self._names.held if h.stream == stream and self._has(h)]
            if len(heads) > 1:
                missing += self._missing_of_fork(heads, held)
                continue
            had = self._memory.had(stream)
            for first, last in chains.lacking(heads[0].seq, [(h.first, h.last) for h in held]):
                if stream in own or first > had:
                    missing.append((heads[0], (first, last)))
                    continue
                lost.setdefault(stream, []).append((heads[0], (first, min(last, had))))
                if last > had:
                    missing.append((heads[0], (had + 1, last)))
            self._memory.has(stream, max((h.last for h in held), default=0))
        for stream in self._memory.due("lost", lost):
            missing += lost[stream]
        self._send(missing)

    def _missing_of_fork(self, heads: Sequence[Head], held: Sequence[Held]) -> list[tuple[Head, chains.Interval]]:
        """What the peer lacks of a stream with several ends; what they have in common is sent once."""
        hashes = {head.hash: [_hash(line) for line in self._store.chain(head.stream, head.hash)] for head in heads}
        sent: list[Held] = []
        missing = []
        for head in heads:
            had = chains.on_branch(hashes[head.hash], hashes, [*held, *sent])
            missing += [(head, gap) for gap in chains.lacking(head.seq, had)]
            sent.append(Held(head.stream, 1, head.seq, head.hash))
        return missing

    def _send(self, missing: Sequence[tuple[Head, chains.Interval]]) -> None:
        total = sum(last - first + 1 for _, (first, last) in missing)
        for head, (first, last) in missing:
            lines = self._whole(head, first, last)
            for portion in portions(lines):
                kept = self._peer.put([str(line) for line in portion])
                self._sent += kept
                self._tell("changes sent", self._sent, max(total, self._sent))
                if not kept:
                    break
            else:
                self._memory.has(head.stream, last)

    def _whole(self, head: Head, first: int, last: int) -> list[str]:
        """The lines from ``first`` to ``last`` of a branch, and whatever else belongs to their transactions."""
        lines = self._store.chain(head.stream, head.hash, first - 1)
        begins = transaction(lines[0])[1]
        if isinstance(begins, int) and 0 < begins < first:
            lines = self._store.chain(head.stream, head.hash, begins - 1)
            first = begins
        count = last - first + 1
        ends = transaction(lines[count - 1])
        while count < len(lines) and transaction(lines[count]) == ends:
            count += 1
        return lines[:count]

    # --- saying what came of it

    def result(self) -> Exchanged:
        """What came of it."""
        refused = tuple(dict.fromkeys(self._refused))[:_MOST_REFUSED]
        return Exchanged(
            *(self._sent, self._taken, self._texts_sent, self._texts_taken),
            *(self._store.waiting(), refused, (*self._names.troubles, *self._peer.left())),
        )

    def _tell(self, what: str, done: int, total: int) -> None:
        if self._progress:
            self._progress(what, done, total)


def _hash(line: str) -> str:
    """The hash that stands at the front of every line of ours."""
    return line[6:70]
