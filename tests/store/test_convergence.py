"""Whatever is merged in whatever order, every replica ends the same and nothing is lost."""

import contextlib
import os
import random
import shutil
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from tests.quick import QUICK
from tests.store.blank import blank
from workbench.errors import StudyError
from workbench.store import Store, blob_id, delete, put

REPLICAS = 4
DRIFT_S = (0.0, 0.0, 5 * 365 * 86_400.0, -30 * 86_400.0)
CODES = [f"CODE{i}" for i in range(7)]
TEXTS = {blob_id(salt, text): (salt, text) for salt, text in ((b"s%d" % i, f"long text {i}") for i in range(4))}
"""Texts that lie out of line, by name."""

replicas = st.integers(0, REPLICAS - 1)
codes = st.sampled_from(CODES)
seeds = st.integers(0, 999)


class Replicas(RuleBasedStateMachine):
    """Four database files of one study on machines with odd clocks, between which anything may happen."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp(dir=QUICK))
        os.environ["WORKBENCH_STATE"] = str(self.folder / "state")
        self.now = 1.7e9
        self.backups = 0
        self.acknowledged: set[tuple[str, int]] = set()
        self.texts: set[str] = set()
        self.erased: set[str] = set()
        self.stores: list[Store] = []
        blank(*(self.folder / f"{k}.db" for k in range(REPLICAS)))
        for k in range(REPLICAS):
            self.stores.append(self.open(k))
        self.write(0, *(put("code", c, name=c.lower(), parent=None) for c in CODES[:5]))
        for k in range(1, REPLICAS):
            self.send(0, k, 0)

    def open(self, k: int) -> Store:
        store = Store.open(self.folder / f"{k}.db", f"coder{k}", clock=lambda: self.now + DRIFT_S[k])
        store.db.con.execute("PRAGMA synchronous=OFF")
        return store

    def write(self, k: int, *ops: Any, texts: tuple[tuple[bytes, str], ...] = ()) -> None:
        self.now += 0.1
        tx = self.stores[k].write("test", ops, texts=texts)
        assert tx is not None
        self.acknowledged.add((tx.stream, tx.tx))

    def send(self, a: int, b: int, seed: int, lost: float = 0) -> None:
        """Everything ``a`` has to ``b``: shuffled, a third of it twice, in up to three portions, a share ``lost``."""
        chance = random.Random(seed)
        lines = list(self.stores[a].export())
        chance.shuffle(lines)
        lines = lines[int(lost * len(lines)) :]
        lines += lines[: len(lines) // 3]
        parts = chance.randrange(1, 4)
        for i in range(parts):
            assert not self.stores[b].ingest(lines[i::parts], durable=False).refused

    @rule(k=replicas, code=codes, parent=st.one_of(st.none(), codes))
    def move(self, k: int, code: str, parent: str | None) -> None:
        self.write(k, put("code", code, parent=parent))

    @rule(k=replicas, code=codes, into=st.one_of(st.none(), codes))
    def merge(self, k: int, code: str, into: str | None) -> None:
        self.write(k, put("code", code, merged=into))

    @rule(k=replicas, code=codes)
    def remove(self, k: int, code: str) -> None:
        self.write(k, delete("code", code))

    @rule(k=replicas, code=codes, v=st.integers(0, 3))
    def define(self, k: int, code: str, v: int) -> None:
        self.write(k, put("code", code, definition=f"d{v}"))

    @rule(k=replicas, i=st.integers(0, 4), code=codes, a=st.integers(0, 50))
    def tag(self, k: int, i: int, code: str, a: int) -> None:
        self.write(k, put("coding", f"CODING{i}", span=["R", a, a + 5], code=code, coder=f"coder{k}"))

    @rule(
        k=replicas,
        i=st.integers(0, 4),
        kind=st.sampled_from(["kind", "bearer"]),
        v=st.lists(st.sampled_from("ab"), max_size=2),
    )
    def facet(self, k: int, i: int, kind: str, v: list[str]) -> None:
        self.write(k, put("coding", f"CODING{i}", **{f"facet.{kind}": v}))

    @rule(k=replicas, i=st.integers(0, 4))
    def untag(self, k: int, i: int) -> None:
        self.write(k, delete("coding", f"CODING{i}"))

    @rule(k=replicas, v=st.integers(0, 9))
    def memo(self, k: int, v: int) -> None:
        self.write(k, put("memo", "MEMO", text=[f"body {v}", None]), put("memo", "MEMO", target=f"CODE{v % 5}"))

    @rule(k=replicas, name=st.sampled_from(sorted(TEXTS)))
    def long_memo(self, k: int, name: str) -> None:
        """A text beside the log: its line travels like the others, and may come long after the memo or be lost."""
        self.write(k, put("memo", "LONG", text=[None, name]), texts=(TEXTS[name],))
        self.texts.add(name)

    @rule(k=replicas, name=st.sampled_from(sorted(TEXTS)), i=st.integers(0, 1))
    def erase(self, k: int, name: str, i: int) -> None:
        """For ever, whether or not the text has come, and whatever becomes of the row that says so."""
        self.write(k, put("erasure", f"ERASURE{i}", text=name))
        self.erased.add(name)
        assert self.stores[k].text(name) is None

    @rule(k=replicas, i=st.integers(0, 1))
    def unerase(self, k: int, i: int) -> None:
        self.write(k, delete("erasure", f"ERASURE{i}"))

    @rule(
        k=replicas,
        row=st.sampled_from(["T1", "T2", "CODE1", "MEMO"]),
        field=st.sampled_from(["zz", "facet.kind", "span"]),
        v=st.one_of(st.integers(0, 9), st.lists(st.sampled_from("ab"), max_size=4), st.none()),
    )
    def newer_program(self, k: int, row: str, field: str, v: Any) -> None:
        """Entities, fields and kinds of values that this program does not know, under names that it does."""
        self.write(
            k, *(put(ent, row, **{field: v}) for ent in ("theory", "code", "memo")), put("coding", "CODING1", mood=v)
        )

    @rule(k=replicas, i=st.integers(0, 1))
    def newer_program_removes(self, k: int, i: int) -> None:
        self.write(k, delete("theory", f"T{i + 1}"))

    @rule(k=replicas, back=st.integers(1, 4))
    def undo(self, k: int, back: int) -> None:
        done = self.stores[k].undo_list().done
        if len(done) >= back:
            step = done[-back]
            with contextlib.suppress(StudyError):  # nothing of it is left
                self.stores[k].undo(step.stream, step.tx)

    @rule(a=replicas, b=replicas, seed=seeds)
    def exchange(self, a: int, b: int, seed: int) -> None:
        if a != b:
            self.send(a, b, seed)

    @rule(a=replicas, b=replicas, seed=seeds, lost=st.sampled_from([0.3, 0.7]))
    def torn_exchange(self, a: int, b: int, seed: int, lost: float) -> None:
        """Part of it never arrives: changes wait, and heads are named that have not come."""
        if a != b:
            self.send(a, b, seed, lost)

    @rule(a=replicas, b=replicas)
    def copied_database(self, a: int, b: int) -> None:
        """Somebody hands a colleague a copy of the whole file; the colleague's own work is safe with him first."""
        if a == b:
            return
        self.send(b, a, 1)
        for k in (a, b):
            self.stores[k].close()
        shutil.copy(self.folder / f"{a}.db", self.folder / f"{b}.db")
        for k in (a, b):
            self.stores[k] = self.open(k)

    @precondition(lambda self: self.backups < 4)  # each costs as much as twenty other steps
    @rule(
        k=replicas,
        machine=st.booleans(),
        code=codes,
        mine=st.integers(0, 3),
        other=codes,
        theirs=st.integers(4, 6),
    )
    def restored_backup(self, k: int, machine: bool, code: str, mine: int, other: str, theirs: int) -> None:
        """Work is done and handed on; then yesterday's backup comes back in place, and work goes on from there.

        With ``machine`` what the machine remembers is restored too, so nothing shows until the branches meet.
        """
        self.backups += 1
        kept, memory = self.folder / f"{k}.kept", self.folder / f"{k}.state"
        self.stores[k].close()
        shutil.copyfile(self.folder / f"{k}.db", kept)
        shutil.copytree(self.folder / "state", memory, dirs_exist_ok=True)
        self.stores[k] = self.open(k)
        self.write(k, put("code", code, definition=f"d{mine}"), delete("coding", "CODING1"))
        self.send(k, (k + 1) % REPLICAS, mine)
        self.stores[k].close()
        shutil.copyfile(kept, self.folder / f"{k}.db")
        if machine:
            shutil.copytree(memory, self.folder / "state", dirs_exist_ok=True)
        self.stores[k] = self.open(k)
        self.write(k, put("code", other, definition=f"d{theirs}", merged=None), put("coding", "CODING1", memo="m"))

    @rule(k=replicas, code=codes, v=st.integers(0, 3))
    def second_window(self, k: int, code: str, v: int) -> None:
        """The same coder opens the same study once more, and both windows write to one stream."""
        first, self.stores[k] = self.stores[k], self.open(k)
        self.write(k, put("code", code, definition=f"window{v}"))
        self.stores[k].close()
        self.stores[k] = first
        self.write(k, put("code", code, colour=f"c{v}"))

    @rule(k=replicas)
    def reopen(self, k: int) -> None:
        self.stores[k].close()
        self.stores[k] = self.open(k)

    @rule(k=replicas)
    def rebuilt(self, k: int) -> None:
        before = self.stores[k].digest()
        self.stores[k].rebuild()
        assert self.stores[k].digest() == before

    @invariant()
    def trees_have_no_cycle(self) -> None:
        for store in getattr(self, "stores", []):
            above = dict(store.read("SELECT id, above FROM code"))
            for code in above:
                steps, at = 0, code
                while at is not None:
                    at, steps = above.get(at), steps + 1
                    assert steps <= len(above) + 1

    def teardown(self) -> None:
        if not hasattr(self, "stores"):
            return
        try:
            self.check_that_all_is_one()
        finally:
            for store in self.stores:
                store.db.close()
            shutil.rmtree(self.folder)

    def check_that_all_is_one(self) -> None:
        for k in range(1, REPLICAS):
            self.send(k, 0, k)
        for k in range(1, REPLICAS):
            self.send(0, k, k * 7)
        assert len({s.digest() for s in self.stores}) == 1
        assert len({tuple(i._replace(said=()) for i in s.inbox()) for s in self.stores[:2]}) == 1
        for store in self.stores:
            kept = set(store.read("SELECT s.id, c.tx FROM change c JOIN stream s ON s.no = c.stream"))
            assert self.acknowledged <= kept
            assert store.read("SELECT count(*) FROM pending") == [(0,)]
            for name in self.texts | self.erased:
                assert store.text(name) == (None if name in self.erased else TEXTS[name][1])
            assert store.texts().erased == self.erased
        for store in self.stores[::3]:
            assert store.verify().faults == ()


def run(programs: int, steps: int) -> None:
    run_state_machine_as_test(Replicas, settings=settings(max_examples=programs, stateful_step_count=steps))


def test_four_replicas_converge_whatever_happens_between_them() -> None:
    run(50, steps=20)


@pytest.mark.nightly
@pytest.mark.parametrize("share", range(4))
def test_four_replicas_converge_in_ten_thousand_programs(share: int) -> None:
    run(2500, steps=60)
