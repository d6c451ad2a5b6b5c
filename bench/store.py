"""What the log costs: the store against the bare driver, in one run, interleaved, as ratios.

    python bench/store.py [--quick] [--folder DIR]

The floors are sqlcipher3 itself, in write-ahead mode and with the same page cache, with the coding table and its
indexes as the store has them, but no log, no hash, no guard and no other table: what a program without history would
pay for the same rows.

    one durable coding    one row in one transaction, synchronous=FULL: goal p95 <= 3 x, encrypted <= 6 x
    opening               a study of 100,000 codings, its codes and 5,000 codings read: half a second is promised
    100,000 ingested      lines of another replica, every hash verified, against one executemany: goal <= 4 x
                          (the second floor writes the rows of the log too, but computes and checks nothing)

On a machine that others use, look at the spread: the ratio of the quietest round is the truest.

A ratio is taken within each round, where both sides saw the same machine; shown are the median and the spread.
"""

import argparse
import gc
import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlcipher3 import dbapi2

from workbench.identity import new_id
from workbench.store import Op, Store, put

if TYPE_CHECKING:
    from bench.measure import Goal

CODER = "ADA".ljust(26, "0")
CODES = [new_id() for _ in range(300)]
REVISIONS = [new_id() for _ in range(20)]


def coding(i: int) -> Op:
    """The i-th coding of a study of 20 transcripts and 300 codes."""
    start = i * 37 % 60_000
    span = [REVISIONS[i % 20], start, start + 120]
    return put("coding", new_id(), span=span, code=CODES[i % 300], coder=CODER)


def row(op: Op) -> tuple[Any, ...]:
    """The same coding as the table has it."""
    revision, start, end = op.body["span"]
    return (op.row, 1, None, revision, start, end, op.body["code"], CODER, None, None, None, None, None)


def bare(path: Path, like: Store, tables: tuple[str, ...], synchronous: str) -> Any:
    """A database with some of the store's tables and their indexes, and nothing else."""
    con = dbapi2.connect(str(path), isolation_level=None)
    con.execute("PRAGMA journal_mode=WAL")
    con.execute(f"PRAGMA synchronous={synchronous}")
    con.execute(f"PRAGMA cache_size={like.read('PRAGMA cache_size')[0][0]}")
    marks = ",".join("?" * len(tables))
    for (sql,) in like.read(
        f"SELECT sql FROM sqlite_master WHERE tbl_name IN ({marks}) AND type IN ('table', 'index') AND sql NOT NULL "
        "ORDER BY type DESC",
        tables,
    ):
        con.execute(sql)
    return con


def timed(work: Callable[[], object]) -> float:
    """Seconds of wall time."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """A folder for one round."""
    path = Path(tempfile.mkdtemp(dir=folder))
    yield path
    shutil.rmtree(path)


def new_store(path: Path, key: bytes | None = None) -> Store:
    """A store that has the codes already."""
    store = Store.open(path, CODER, key=key)
    store.write("add", [put("code", code, name=f"code {i}", parent=None) for i, code in enumerate(CODES)])
    return store


INSERT_CODING = f"INSERT INTO coding VALUES ({','.join('?' * 13)})"
INSERT_CHANGE = f"INSERT INTO change VALUES ({','.join('?' * 18)})"


def durable(folder: Path, writes: int) -> dict[str, tuple[float, float]]:
    """p50 and p95 in µs of one durable coding: the bare driver, the store and one that is encrypted take turns."""
    taken: dict[str, list[float]] = {"bare": [], "store": [], "encrypted": []}
    with scratch(folder) as here:
        store, sealed = new_store(here / "study.db"), new_store(here / "sealed.db", os.urandom(48))
        con = bare(here / "bare.db", store, ("coding",), "FULL")
        for i in range(writes):
            op = coding(i)
            values = row(op)
            start = time.perf_counter()
            con.execute("BEGIN IMMEDIATE")
            con.execute(INSERT_CODING, values)
            con.execute("COMMIT")
            middle = time.perf_counter()
            store.write("code", [op])
            end = time.perf_counter()
            sealed.write("code", [op])
            taken["encrypted"].append(time.perf_counter() - end)
            taken["store"].append(end - middle)
            taken["bare"].append(middle - start)
        con.close()
        for each in (store, sealed):
            each.close()
    return {side: (statistics.median(t) * 1e6, statistics.quantiles(t, n=20)[-1] * 1e6) for side, t in taken.items()}


def bulk(folder: Path, lines: list[str], rows: list[tuple[Any, ...]], log: list[tuple[Any, ...]]) -> dict[str, float]:
    """µs per coding: bare rows, bare rows with the rows of the log, and lines ingested."""

    def insert(con: Any, *parts: tuple[str, list[tuple[Any, ...]]]) -> None:
        con.execute("BEGIN IMMEDIATE")
        for statement, values in parts:
            con.executemany(statement, values)
        con.execute("COMMIT")
        con.close()

    taken = {}
    with scratch(folder) as here:
        store = new_store(here / "study.db")
        codings = bare(here / "bare.db", store, ("coding",), "NORMAL")
        taken["bare"] = timed(lambda: insert(codings, (INSERT_CODING, rows)))
        taken["store"] = timed(lambda: store.ingest(lines, durable=False))
        both = bare(here / "both.db", store, ("coding", "change"), "NORMAL")
        taken["bare with log"] = timed(lambda: insert(both, (INSERT_CHANGE, log), (INSERT_CODING, rows)))
        assert store.read("SELECT count(*) FROM coding") == [(len(rows),)]
        store.close()
        per_row = {side: seconds / len(rows) * 1e6 for side, seconds in taken.items()}
        return per_row | opening(here / "study.db", here / "bare.db")


def opening(study: Path, floor: Path) -> dict[str, float]:
    """ms until a study is open and its codes and the codings of one transcript are read; and of the bare driver."""
    wanted = 'SELECT id, revision, start, "end", code, coder FROM coding WHERE revision = ?'

    def open_store() -> None:
        store = Store.open(study, CODER)
        store.read("SELECT id, name, above, effective FROM code WHERE alive = 1")
        store.read(wanted, (REVISIONS[0],))
        store.close()

    def open_bare() -> None:
        con = dbapi2.connect(str(floor), isolation_level=None)
        con.execute(wanted, (REVISIONS[0],)).fetchall()
        con.close()

    return {"open": timed(open_store) * 1e3, "open bare": timed(open_bare) * 1e3}


def work_of_another(folder: Path, count: int) -> tuple[list[str], list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """A colleague's codings: as lines, as rows of the table, and as rows of the log."""
    ops = [coding(i) for i in range(count)]
    with scratch(folder) as here:
        colleague = Store.open(here / "colleague.db", "BO".ljust(26, "0"))
        for start in range(0, count, 1000):
            colleague.write("code", ops[start : start + 1000])
        lines, log = list(colleague.export()), colleague.read("SELECT * FROM change ORDER BY n")
        colleague.close()
    return lines, sorted(map(row, ops)), log


def show(what: str, ours: list[float], floor: list[float], goal: float) -> None:
    """One line of the table."""
    ratios = sorted(a / b for a, b in zip(ours, floor, strict=True))
    middle = statistics.median(ratios)
    print(
        f"{what:<44}{statistics.median(floor):>10.1f}{statistics.median(ours):>10.1f}"
        f"{middle:>8.2f}  ({ratios[0]:.2f} to {ratios[-1]:.2f})" + (f"   goal {goal:g}" if goal else "")
    )


def rounds_of(quick: bool, folder: Path | None = None) -> tuple[int, list[Any], list[Any]]:
    """How many codings are ingested, and what each round took: single codings, and all of them at once."""
    count, writes, rounds = (20_000, 300, 3) if quick else (100_000, 1000, 5)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        place = Path(name)
        os.environ["WORKBENCH_STATE"] = str(place / "state")
        singles = [durable(place, writes) for _ in range(rounds)]
        another = work_of_another(place, count)
        return count, singles, [bulk(place, *another) for _ in range(rounds)]


def measure(quick: bool = False) -> "list[Goal]":
    """The same for the table of all measurements."""
    from bench.measure import Goal

    count, singles, bulks = rounds_of(quick)
    p95 = tuple(s["store"][1] / s["bare"][1] for s in singles)
    sealed = tuple(s["encrypted"][1] / s["bare"][1] for s in singles)
    ingested = tuple(b["store"] / b["bare"] for b in bulks)
    beside_log = tuple(b["store"] / b["bare with log"] for b in bulks)
    return [
        Goal("one durable coding, p95", 3, p95),
        Goal("one durable coding, encrypted, p95", 6, sealed),
        Goal(f"{count:,} codings ingested, against bare rows", 4, ingested),
        Goal(f"{count:,} codings ingested, against bare rows and log", None, beside_log),
        Goal(
            f"a study of {count:,} codings opened, codes and one transcript read",
            None,
            tuple(b["open"] / b["open bare"] for b in bulks),
            f"{statistics.median(b['open'] for b in bulks):.0f} ms (promised: 500)",
        ),
    ]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="The store against the bare driver.")
    parser.add_argument("--quick", action="store_true", help="fewer and smaller rounds")
    parser.add_argument("--folder", type=Path, help="where to write (default: the temporary folder)")
    given = parser.parse_args()
    count, singles, bulks = rounds_of(given.quick, given.folder)
    print(f"{'µs (median of ' + str(len(singles)) + ' rounds)':<44}{'floor':>10}{'store':>10}{'ratio':>8}  (spread)")
    for kind, limit in (("store", 3), ("encrypted", 6)):
        for i, (label, goal) in enumerate((("p50", 0), ("p95", limit))):
            ours, floor = ([s[side][i] for s in singles] for side in (kind, "bare"))
            show(f"one durable coding, {kind}, {label}", ours, floor, goal)
    ingested = [b["store"] for b in bulks]
    show(f"{count:,} codings ingested / bare rows", ingested, [b["bare"] for b in bulks], 4)
    show(f"{count:,} codings ingested / bare rows and log", ingested, [b["bare with log"] for b in bulks], 0)
    show("the study opened, in ms", [b["open"] for b in bulks], [b["open bare"] for b in bulks], 0)


if __name__ == "__main__":
    main()
