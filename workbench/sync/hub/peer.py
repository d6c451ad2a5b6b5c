"""The hub as a peer: a PostgreSQL server that holds the same log.

What the server has is asked from its branch ends each time, never from a position that was remembered: a server that
was lost, emptied or restored from an old backup simply lacks something, and is sent it again. Only within one
connection, the number of the last arrival says that nothing has changed; arrivals are numbered in the order of commits,
so nothing can appear behind it.
"""

import json
import time
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from workbench.errors import NewerError, StudyError
from workbench.log.change import canonical_json
from workbench.sync.bundle import portions
from workbench.sync.hub.address import read_address, refuse_sealed, schema_of
from workbench.sync.hub.chain import Chain
from workbench.sync.hub.connection import Server
from workbench.sync.peer import Held, Names, Notebook

if TYPE_CHECKING:
    from workbench.sync.hub.connection import Connection

FORMAT = 1
"""The number of the tables and functions in hub.sql; ``hub init`` brings an older server up to it."""

_PULL = 2000  # changes of one query
_PUSH_LINES, _PUSH_CHARACTERS = 500, 4_000_000  # of one call and so of one transaction of the server, about
_LISTENING, _POLLING = 5.0, 0.5  # seconds between questions where the server tells by itself, and where it does not
_DEAF = 60.0  # seconds until listening is tried again where it failed


class Hub:
    """A study's hub on the server that ``address`` names; '' as ``study`` takes the only one that is there.

    ``seal``: the study's, where it is encrypted. A server reads what it is given, so that is refused unless the
    notebook says ``trust-server``.
    """

    live = True

    def __init__(self, address: str, study: str, notebook: Notebook, seal: object = None) -> None:
        where = read_address(address)
        self.label = where.label
        self._notebook = notebook
        if seal is not None and notebook.read().get("trust-server") != "1":
            refuse_sealed()
        self.server = Server(where)
        self._ear: Server | None = None
        self._deaf_until = 0.0
        self._study = study or where.study
        self._names: tuple[int, int, Names] | None = None  # connection, arrival, what was there then
        self._seen = -1
        self._met = 0  # the connection on which we were last recognised
        self._epoch = ""  # the hub's, as it was then
        self._actor = self._name = self._can = ""
        self._left: tuple[str, ...] = ()

    # --- who and what

    def study(self) -> str:
        """The id of the study. Raises StudyError where there is no hub, or none for this login."""
        if not self._study:
            self._study = self._only_one()
        self._meet()
        return self._study

    def _only_one(self) -> str:
        found = []
        for schema in self._schemas():
            found += self.server.read(f"SELECT study, title FROM {schema}.hub")
        if len(found) > 1:
            listed = ", ".join(f"{title} ({study})" if title else str(study) for study, title in found)
            raise StudyError(
                f"the server at {self.label} holds several studies for you: {listed}",
                "Say which one at the end of the address: ?study=ID, or &study=ID after another ?",
            )
        if not found:
            raise StudyError(
                f"the server at {self.label} holds no study for {self.server.user}",
                "A team lead lets colleagues in: `workbench hub add NAME --role LOGIN`.",
            )
        return str(found[0][0])

    def _schemas(self) -> list[str]:
        """The hubs that this login may look into; what else looks like one belongs to somebody else."""
        rows = self.server.read(
            "SELECT nspname FROM pg_namespace WHERE nspname ~ '^workbench_[0-9a-z]{26}$' "
            "AND pg_get_userbyid(nspowner) = nspname || '_owner' AND has_schema_privilege(oid, 'USAGE') ORDER BY 1"
        )
        return [str(schema) for (schema,) in rows]

    @property
    def _schema(self) -> str:
        return schema_of(self._study)

    def _meet(self) -> None:
        """Ask once a connection who we are here, and whether it is the server we knew."""
        self.server.connection()
        if self._met == self.server.connects:
            return
        if self._schema not in self._schemas():  # before anything of it is called
            raise StudyError(
                f"the server at {self.label} holds no hub for this study, or not for {self.server.user}",
                "A team lead sets it up with `workbench hub init ADDRESS`, and lets you in with `workbench hub add`.",
            )
        who = self.server.read(f"SELECT actor, name, can FROM {self._schema}.me()")
        if not who:
            raise StudyError(
                f"{self.server.user} does not belong to this study's team on the server",
                "A team lead lets colleagues in: `workbench hub add NAME --role LOGIN`.",
            )
        ((study, form),) = self.server.read(f"SELECT study, format FROM {self._schema}.hub")
        if form > FORMAT:
            raise NewerError("the server was set up by a newer workbench", "Install it; nothing was changed.")
        self._study, (self._actor, self._name, self._can) = study, who[0]
        self._met, self._epoch = self.server.connects, ""
        self._arrivals()

    def _recall(self, epoch: str, arrivals: int) -> None:
        """Note which server this is; say so where it is another one than before, or an older state of it."""
        known = self._notebook.read()
        before = known.get("epoch", "")
        if before and before != epoch:
            self._trouble("the server was set up anew; it is sent again what is here")
        elif before and arrivals < int(known.get("arrivals") or 0):
            self._trouble("the server has gone back to an older state; it is sent again what it lacks")
        if before != epoch or known.get("arrivals") != str(arrivals):
            self._notebook.write({"epoch": epoch, "arrivals": str(arrivals)})

    def _trouble(self, words: str) -> None:
        """Keep a sentence for people until somebody asks."""
        if words not in self._left:
            self._left = (*self._left, words)

    def _arrivals(self) -> int:
        """How far arrivals have come. Emptied behind an open connection, a hub counts anew, under another epoch."""
        ((n, epoch),) = self.server.read(f"SELECT a.n, h.epoch FROM {self._schema}.arrival a, {self._schema}.hub h")
        if epoch != self._epoch:
            self._epoch, self._names = epoch, None
            self._recall(epoch, int(n))
        return int(n)

    # --- what is there

    def names(self) -> Names:
        """What is there now: one short question where nothing has changed."""
        self._meet()
        arrivals = self._arrivals()
        if self._names is None or self._names[:2] != (self._met, arrivals):
            # the number is from before: what came since is asked for once more next time, never left out
            rows = self.server.read(
                f"SELECT stream, seq, hash FROM {self._schema}.head UNION ALL "
                f"SELECT NULL, 0, id FROM {self._schema}.text ORDER BY 1, 2, 3"
            )
            held = tuple(Held(stream, 1, seq, tip) for stream, seq, tip in rows if stream is not None)
            texts = frozenset(tip for stream, _, tip in rows if stream is None)
            if self._names is not None:  # where it is None, meeting has noted it
                self._notebook.write({"arrivals": str(arrivals)})
            self._names = self._met, arrivals, Names(held, texts)
        self._seen = arrivals
        return self._names[2]

    def get(self, held: Held, after: int = 0) -> Sequence[str | bytes]:
        """The lines of a chain above ``after``, fetched a batch at a time as they are read; () where it has gone."""
        self._meet()
        if after >= held.last:
            return ()
        if held.last - after <= _PULL:
            return self.part(held, after, held.last) or ()
        here = f"SELECT 1 FROM {self._schema}.change WHERE stream = %s AND seq = %s AND hash = %s"
        return Chain(self.part, held, after, _PULL) if self.server.read(here, held[:1] + held[2:4]) else ()

    def part(self, held: Held, after: int, last: int) -> list[str | bytes]:
        """The lines of a chain above ``after`` up to ``last``; none where they are not all there."""
        rows = self.server.read(
            f"SELECT seq, hash, line FROM {self._schema}.change "
            "WHERE stream = %s AND seq > %s AND seq <= %s ORDER BY seq",
            (held.stream, after, last),
        )
        if len(rows) != last - after or (last == held.last and rows[-1][1] != held.tip):
            rows = self._branch(held, after, last)
        return [line for _, _, line in rows] if len(rows) == last - after else []

    def _branch(self, held: Held, after: int, last: int) -> list[tuple[Any, ...]]:
        """The same where the stream branches: back from the tip, each change naming the one before it."""
        change = f"{self._schema}.change"
        return self.server.read(
            "WITH RECURSIVE back AS ("
            f"SELECT seq, hash, prev, line FROM {change} WHERE stream = %s AND seq = %s AND hash = %s UNION ALL "
            f"SELECT c.seq, c.hash, c.prev, c.line FROM {change} c JOIN back b "
            "ON c.stream = %s AND c.seq = b.seq - 1 AND c.hash = b.prev WHERE b.seq > %s) "
            "SELECT seq, hash, line FROM back WHERE seq > %s AND seq <= %s ORDER BY seq",
            (held.stream, held.last, held.tip, held.stream, after + 1, after, last),
        )

    def get_text(self, text: str) -> str | None:
        """The line of a text; None where it has gone."""
        self._meet()
        rows = self.server.read(f"SELECT salt, data FROM {self._schema}.text WHERE id = %s", (text,))
        return canonical_json({"blob": text, "data": rows[0][1], "salt": bytes(rows[0][0]).hex()}) if rows else None

    # --- what it takes

    def put(self, lines: Sequence[str]) -> int:
        """Send a chain, some hundred changes at a time, but never half of what was written together.

        The work of another coder is left out, and named as a trouble, unless this login belongs to a lead.
        """
        self._meet()
        if lines and (why := self._not_ours(lines[0])):
            self._trouble(why)
            return 0
        arrivals = 0
        for batch in portions(lines, _PUSH_LINES, _PUSH_CHARACTERS):
            arrivals = self._put(batch)
        self._notebook.write({"arrivals": str(arrivals)})
        return len(lines)

    def _not_ours(self, line: str) -> str:
        """Why the server would not take a chain from this login, or ''."""
        given = json.loads(line)
        if self._can == "lead" or (self._can == "code" and given["a"] == self._actor):
            return ""
        if self._can == "read":
            return "this login may only read on the server: what was written here stays here, until a lead allows more"
        return f"the server knows this login as {self._name}: what others wrote here goes when they sync, or a lead"

    def _put(self, batch: Sequence[str | bytes]) -> int:
        (added, arrivals), *_ = self.server.read(
            f"SELECT added, arrivals FROM {self._schema}.push(%b::text[])", (batch,)
        )
        if self._seen == arrivals - added:
            self._seen = arrivals  # nobody else wrote meanwhile: what is new is our own
        return int(arrivals)

    def put_text(self, text: str, line: str) -> None:
        """Send a text. One that was erased is left out: the erasure comes with the next pull."""
        self._meet()
        given = json.loads(line)
        try:
            self.server.read(
                f"SELECT {self._schema}.put_text(%s, %s, %s)", (text, bytes.fromhex(given["salt"]), given["data"])
            )
        except StudyError:
            if not self.server.read(f"SELECT 1 FROM {self._schema}.erased WHERE id = %s", (text,)):
                raise

    def erase(self, texts: Collection[str]) -> None:
        """Take texts away for ever. A lead's right: for others, what still lies there is named as a trouble."""
        self._meet()
        if not texts:
            return
        due = self.server.read(
            f"SELECT u.id, t.id FROM unnest(%b::text[]) AS u (id) LEFT JOIN {self._schema}.text t ON t.id = u.id "
            f"WHERE NOT EXISTS (SELECT 1 FROM {self._schema}.erased e WHERE e.id = u.id)",
            (list(texts),),
        )
        if self._can == "lead":
            if due:
                self.server.read(f"SELECT {self._schema}.erase(%b::text[])", ([text for text, _ in due],))
        elif any(there for _, there in due):
            self._trouble("texts that were taken back still lie on the server; they go when a lead syncs")

    def left(self) -> tuple[str, ...]:
        """What the server did not take, and what has become of it, since this was last asked."""
        left, self._left = self._left, ()
        return left

    # --- waiting

    def wait(self, seconds: float) -> bool:
        """Wait until the server tells of something, or, where it tells nothing, until a look shows it."""
        until = time.monotonic() + seconds
        while True:
            self._meet()
            if self._arrivals() != self._seen:
                return True
            left = until - time.monotonic()
            if left <= 0:
                return False
            if time.monotonic() < self._deaf_until or not self._listen(min(left, _LISTENING)):
                time.sleep(max(0.0, min(until - time.monotonic(), _POLLING)))

    def _listen(self, seconds: float) -> bool:
        """Listen on a connection of its own; False where the server does not know how. Poolers may stay silent."""
        ear = self._ear = self._ear or Server(self.server.address)
        channel, before = self._schema, ear.connects

        def listen(connection: "Connection") -> None:
            if ear.connects != before:
                connection.execute(f"LISTEN {channel}".encode())
                return  # what came before this is seen by the next look
            for _ in connection.notifies(timeout=seconds, stop_after=1):
                pass

        try:
            ear.run(listen)
        except StudyError:
            self._deaf_until = time.monotonic() + _DEAF
            return False
        return True

    def close(self) -> None:
        """Let go of the connections."""
        self.server.close()
        if self._ear is not None:
            self._ear.close()
