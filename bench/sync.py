"""Sync: a folder's exchange against bare inserts of the same rows, the first join, and keys while others' work comes.

python -m bench sync [--quick]

exchange      a colleague's 100,000 codings published into a folder and taken in from it, every hash verified,
              against bare inserts of the same rows, as in ``bench.store``; in the same round
join          a new folder with that study, from nothing to open
open          that study opened
keys          in a transcript of a million characters with 10,000 codings: the next turn, and a tag and the next
              turn, from the write of the keys until the foot tells the turn; with and without 20,000 changes of a
              colleague coming in beside it, half of them in this transcript
"""

import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from bench.child import Pty
from bench.measure import Goal, middle, percentile, seconds
from bench.store import CODES, INSERT_CODING, REVISIONS, bare, coding, row
from bench.terminal import CODER, NAME, command
from tests import danish
from workbench.store import Op, put

COLLEAGUE = "Bo"
STREAMED = 20_000
_BATCH = 1_000


class Exchanging(NamedTuple):
    """One round, in seconds: bare inserts, publishing, taking in, joining, opening."""

    bare: float
    published: float
    taken: float
    joined: float
    opened: float


def measure(quick: bool = False) -> list[Goal]:
    """All goals of sync."""
    count, rounds = (10_000, 1) if quick else (100_000, 3)
    found = [exchanging(count) for _ in range(rounds)]
    return [*_exchange_goals(count, found), *_key_goals(quick, rounds)]


# --- the exchange itself


def exchanging(count: int) -> Exchanging:
    """One round of everything but keys, in folders of its own."""
    from workbench.store import Store
    from workbench.study import Study, init, join

    with tempfile.TemporaryDirectory(prefix="workbench-bench-") as name:
        home = Path(name)
        os.environ["WORKBENCH_STATE"] = str(home / "state")
        init(home / "ann", "Måling")
        ops = [coding(i) for i in range(count)]
        ann = Study.open(home / "ann", "ann")
        ann._base.write("add", _ground())
        (home / "shared").mkdir()
        ann.sync.run(str(home / "shared"))
        join(home / "bo", str(home / "shared"), coder="bo")
        bo = Study.open(home / "bo", "bo")
        for at in range(0, count, _BATCH):
            bo._base.write("code", ops[at : at + _BATCH])
        published = seconds(bo.sync.run)
        taken = seconds(ann.sync.run)
        assert ann._base.store.read("SELECT count(*) FROM coding") == [(count,)]
        like: Store = ann._base.store
        rows = sorted(map(row, ops))
        con = bare(home / "bare.db", like, ("coding",), "NORMAL")

        def insert() -> None:
            con.execute("BEGIN IMMEDIATE")
            con.executemany(INSERT_CODING, rows)
            con.execute("COMMIT")

        inserted = seconds(insert)
        con.close()
        ann.close()
        bo.close()
        joined = seconds(lambda: join(home / "cleo", str(home / "shared"), coder="cleo"))
        opened = seconds(lambda: _open(home / "cleo"))
    return Exchanging(inserted, published, taken, joined, opened)


def _ground() -> list[Op]:
    """The codes and texts that the codings name; of the texts no more than that they are there."""
    codes = [put("code", code, name=f"code {i}", short=f"k{i:03}") for i, code in enumerate(CODES)]
    texts = [put("revision", row, transcript=f"T{row[1:]}", characters=100_000) for row in REVISIONS]
    return [*codes, *texts, *(put("transcript", f"T{row[1:]}", name=f"T-{i:02}") for i, row in enumerate(REVISIONS))]


def _open(folder: Path) -> None:
    """Open a study and read what the first screen shows."""
    from workbench.study import Study

    study = Study.open(folder, "cleo")
    study.transcripts.list(), study.progress.table(), study.coders(), study.codes.list(), study.codings.count()
    study.close()


def _exchange_goals(count: int, found: Sequence[Exchanging]) -> list[Goal]:
    def goal(what: str, limit: float | None, of: Callable[[Exchanging], float]) -> Goal:
        ratios = tuple(of(one) / one.bare for one in found)
        chosen = found[middle(ratios)]
        took = of(chosen)
        return Goal(
            what,
            limit,
            ratios,
            f"{took:.2f} s ({count / took:,.0f}/s) ÷ {chosen.bare:.2f} s (bare inserts)",
        )

    return [
        goal(f"{count:,} changes taken in from a folder", None, lambda one: one.taken),
        goal(f"{count:,} changes published into a folder", None, lambda one: one.published),
        goal(f"a first join with {count:,} codings", None, lambda one: one.joined),
        goal(f"opening a study of {count:,} codings", None, lambda one: one.opened),
    ]


# --- keys meanwhile


class Team(NamedTuple):
    """Two folders with one study and the folder between them."""

    here: Path
    there: Path


@contextmanager
def team(characters: int, codings: int) -> Iterator[Team]:
    """A study with one long transcript and another, and a colleague's copy of it."""
    from workbench.study import Study, join

    with tempfile.TemporaryDirectory(prefix="workbench-bench-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        os.environ["WORKBENCH_STATE"] = str(home / "state")
        here, there, shared = home / "here", home / "there", home / "shared"
        texts = [danish.interview(NAME, characters, seed=5), danish.interview("X-01", characters // 5, seed=6)]
        danish.study(here, texts, danish.codings(texts[:1], codings, 60, 6, (CODER, COLLEAGUE)), CODER)
        shared.mkdir()
        study = Study.open(here, CODER)
        study.sync.run(str(shared))
        study.close()
        join(there, str(shared), coder=COLLEAGUE)
        yield Team(here, there)


def work(folder: Path, count: int, seed: int) -> None:
    """A colleague's ``count`` codings, half of them in the long transcript; not published yet."""
    from workbench.identity import new_id
    from workbench.study import Study

    dice = random.Random(seed)
    study = Study.open(folder, COLLEAGUE)
    texts = [study.transcripts.document(name) for name in (NAME, "X-01")]
    codes = [code.id for code in study.codes.list()]
    ops = []
    for i in range(count):
        one = texts[i % 2]
        start = dice.randrange(len(one.text) - 300)
        span = [one.revision, start, start + dice.randrange(20, 250)]
        ops.append(put("coding", new_id(), span=span, code=dice.choice(codes), coder=study.coder))
    for at in range(0, count, 50):
        study._base.write("code", ops[at : at + 50])
    study.close()


def publish(folder: Path) -> "subprocess.Popen[bytes]":
    """Let the colleague sync, in a process of its own."""
    arguments = [sys.executable, "-m", "workbench", "--study", str(folder), "--coder", COLLEAGUE, "sync"]
    return subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


class Latency(NamedTuple):
    """Seconds by kind of key, without and with others' work coming in, and how long all of that took to come."""

    alone: dict[str, list[float]]
    beside: dict[str, list[float]]
    streamed: float


KINDS = {"the next turn (J)": "", "a tag and the next turn (1 J)": "1"}


class Reader:
    """Somebody who goes from turn to turn and waits each time until the foot tells the new one."""

    def __init__(self, app: Pty) -> None:
        self._app = app
        self._turn = 1

    def steps(self, samples: int) -> dict[str, list[float]]:
        """Seconds of each step, the kinds in turn."""
        taken: dict[str, list[float]] = {what: [] for what in KINDS}
        for _ in range(samples):
            for what, before in KINDS.items():
                self._turn += 1
                pressed = self._app.send(f"{before}J")
                taken[what].append(self._app.until(f"turn {self._turn} of") - pressed)
                self._app.silence(0.02)
        return taken


def latency(folders: Team, samples: int, count: int, seed: int) -> Latency:
    """One run of both."""
    from workbench.store import Store
    from workbench.study.folder import DATABASE

    work(folders.there, count, seed)
    store = Store.open(folders.here / DATABASE, "")
    wanted = store.read("SELECT count(*) FROM change")[0][0] + count
    with Pty(command(folders.here)) as app:
        app.until(NAME)
        app.silence(0.5)
        app.send("\r")
        app.until("turn 1 of")
        app.silence(1.0)
        app.send("c")
        app.until("type a name")
        app.silence(0.3)
        app.send("Kode 1\r")
        app.silence(1.0)
        reader = Reader(app)
        reader.steps(5)
        alone = reader.steps(samples)
        colleague = publish(folders.there)
        before = store.read("SELECT count(*) FROM change")[0][0]
        wanted += before - wanted + count
        while store.read("SELECT count(*) FROM change")[0][0] < before + 100:
            app.silence(0.02)
        begin = time.perf_counter()
        beside: dict[str, list[float]] = {what: [] for what in KINDS}
        while store.read("SELECT count(*) FROM change")[0][0] < wanted and time.perf_counter() - begin < 120:
            for what, taken in reader.steps(2).items():
                beside[what] += taken
        took = time.perf_counter() - begin
        colleague.wait()
    store.close()
    return Latency(alone, beside, took)


def _key_goals(quick: bool, rounds: int) -> list[Goal]:
    size = (200_000, 2_000) if quick else (1_000_000, 10_000)
    count = STREAMED // 10 if quick else STREAMED
    with team(*size) as folders:
        found = [latency(folders, 10 if quick else 40, count, seed) for seed in range(rounds)]
    goals = []
    for what, before in KINDS.items():
        for share, limit in ((0.5, 2.5 if before else 2.0), (0.95, None)):
            pairs = [(percentile(one.beside[what], share), percentile(one.alone[what], share)) for one in found]
            ratios = tuple(beside / alone for beside, alone in pairs)
            beside, alone = pairs[middle(ratios)]
            one = found[middle(ratios)]
            seen = f"{beside * 1e3:.1f} ms ÷ {alone * 1e3:.1f} ms alone; {count:,} changes in {one.streamed:.1f} s"
            goals.append(Goal(f"{what} while others' work comes in, p{share * 100:.0f}", limit, ratios, seen))
    return goals
