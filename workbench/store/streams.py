"""Which stream of changes is ours.

A stream is one database file and one coder. That a stream is *mine* stands only in this machine's state folder, keyed
by the file's real path, its inode, the file's own token and the coder; so a copy of the file never goes on writing
under the original's name. Minting a new stream is always safe; going on with a doubtful one is not.
"""

import contextlib
import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path

from platformdirs import user_state_path

from workbench.identity import new_id
from workbench.store.database import MEMORY, Database


def state_dir() -> Path:
    """Where this machine remembers what is its own (``WORKBENCH_STATE`` overrides, for tests and odd set-ups)."""
    given = os.environ.get("WORKBENCH_STATE")
    return Path(given) if given else user_state_path("workbench", appauthor=False)


def own_stream(db: Database, actor: str) -> str:
    """The stream that ``actor`` writes to in this file; a new one where none is known to be ours."""
    if db.path == MEMORY:
        return new_id()
    known = _known(db, actor)
    if known and _fits(db, known["stream"], known["seq"]):
        return str(known["stream"])
    stream = new_id()
    remember(db, actor, stream, 0)
    return stream


def remember(db: Database, actor: str, stream: str, seq: int) -> None:
    """Note how far our stream has come, so that a file restored from a backup is found out when it is opened."""
    if db.path == MEMORY:
        return
    # Without a state folder each start mints a stream of its own: more names, nothing lost.
    with contextlib.suppress(OSError):
        record = _record(db, actor)
        record.parent.mkdir(parents=True, exist_ok=True)
        part = record.with_suffix(f".{os.getpid()}")
        said = {"stream": stream, "seq": seq, "file": str(db.path), "replica": db.meta("replica")}
        part.write_text(json.dumps(said), encoding="utf-8")
        part.replace(record)


def own_streams(db: Database, actors: Iterable[str]) -> frozenset[str]:
    """The streams of this file in which this machine goes on writing; a copied or restored file has none."""
    if db.path == MEMORY:
        return frozenset()
    known = [record for actor in set(actors) if (record := _known(db, actor))]
    return frozenset(str(record["stream"]) for record in known if _fits(db, record["stream"], record["seq"]))


def claim(db: Database) -> None:
    """Note that this file was made on this machine, where it was filled with nothing but the work of others."""
    remember(db, "", "", 0)


def written_here(db: Database) -> bool:
    """Whether this file, or the one it is a copy of, was made or worked in on this machine, wherever it lay."""
    replica = db.meta("replica")
    return any(_read(record).get("replica") == replica for record in (state_dir() / "streams").glob("*.json"))


def _record(db: Database, actor: str) -> Path:
    path = Path(db.path).resolve()
    key = "\x1f".join((str(path), str(path.stat().st_ino), db.meta("replica"), actor))
    return state_dir() / "streams" / (hashlib.sha256(key.encode()).hexdigest()[:32] + ".json")


def _known(db: Database, actor: str) -> dict[str, object]:
    try:
        return _read(_record(db, actor))
    except OSError:
        return {}


def _read(record: Path) -> dict[str, object]:
    try:
        known = json.loads(record.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return known if isinstance(known, dict) and {"stream", "seq"} <= known.keys() else {}


def _fits(db: Database, stream: object, seq: object) -> bool:
    """Whether the file holds at least what we last wrote to it, on one branch."""
    rows = db.read(
        "SELECT s.forked, max(h.seq) FROM stream s JOIN head h ON h.stream = s.no WHERE s.id = ? GROUP BY s.no",
        (stream,),
    )
    if not rows:
        return seq == 0
    forked, last = rows[0]
    return not forked and isinstance(seq, int) and last >= seq
