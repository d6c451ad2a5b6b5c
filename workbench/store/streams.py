"""Which stream of changes is ours.

A stream is one database file and one coder. That a stream is *mine* stands only in this machine's state folder, keyed
by the file's real path, its inode, the file's own token and the coder; so a copy of the file never goes on writing
under the original's name. Minting a new stream is always safe; going on with a doubtful one is not.
"""

import contextlib
import hashlib
import json
import os
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
        part.write_text(json.dumps({"stream": stream, "seq": seq, "file": str(db.path)}), encoding="utf-8")
        part.replace(record)


def _record(db: Database, actor: str) -> Path:
    path = Path(db.path).resolve()
    key = "\x1f".join((str(path), str(path.stat().st_ino), db.meta("replica"), actor))
    return state_dir() / "streams" / (hashlib.sha256(key.encode()).hexdigest()[:32] + ".json")


def _known(db: Database, actor: str) -> dict[str, object]:
    try:
        known = json.loads(_record(db, actor).read_text(encoding="utf-8"))
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
