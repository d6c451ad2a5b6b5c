"""Four laptops, each with its own copy of a shared folder, and a cloud between them that does everything wrong.

Whatever it does: in the end every laptop has every change that anybody was told was written, all show the same, nothing
waits, and a text that was erased lies nowhere any more.
"""

import random
import shutil
import tempfile
from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.quick import QUICK
from tests.store.blank import blank
from tests.sync.cloud import Cloud, read
from workbench import identity
from workbench.identity import new_id
from workbench.store import Op, Store, blob_id, delete, put
from workbench.sync import exchange, notebook
from workbench.sync.folder import Folder

LAPTOPS = 4
GRACE_S = 600.0
KEEP_S = 1200.0
DRIFT_S = (0.0, 0.0, 5 * 365 * 86_400.0, -30 * 86_400.0)
CODES = [f"CODE{i}" for i in range(8)]
STUDY = "0123456789ABCDEFGHJKMNPQRS"


class Team:
    """Four laptops and what their people were told was written."""

    def __init__(self, root: Path, seed: int) -> None:
        self.root = root
        self.chance = random.Random(seed)
        self.views = [root / f"view{k}" for k in range(LAPTOPS)]
        for view in self.views:
            view.mkdir()
        self.cloud = Cloud(self.chance, self.views)
        self.now = 1.7e9
        self.acknowledged: set[tuple[str, int]] = set()
        self.texts: dict[str, str] = {}
        self.erased: set[str] = set()
        blank(*(root / f"{k}.db" for k in range(LAPTOPS)))
        self.stores = [self.open(k) for k in range(LAPTOPS)]
        self.folders = [self.connect(k) for k in range(LAPTOPS)]
        self.write(0, *(put("code", code, name=code, parent=None) for code in CODES))

    def open(self, k: int) -> Store:
        store = Store.open(self.root / f"{k}.db", f"coder{k}", clock=lambda: self.now + DRIFT_S[k])
        store.db.con.execute("PRAGMA synchronous=OFF")
        if not store.db.meta("study"):
            store.keep("study", STUDY)
        return store

    def connect(self, k: int) -> Folder:
        """With roll-up turned up so far that it happens within a round."""
        book = notebook(self.stores[k], f"view{k}")
        return Folder(str(self.views[k]), STUDY, book, keep=KEEP_S, many=4, clock=lambda: self.now + DRIFT_S[k])

    def write(self, k: int, *ops: Op, texts: tuple[tuple[bytes, str], ...] = ()) -> None:
        tx = self.stores[k].write("test", ops, texts=texts)
        assert tx is not None
        self.acknowledged.add((tx.stream, tx.tx))

    def step(self) -> None:
        self.now += 60
        k, dice = self.chance.randrange(LAPTOPS), self.chance.random()
        if dice < 0.45:
            self.work(k)
        elif dice < 0.8:
            if dice < 0.7:
                self.exchange(k)
            self.cloud.sync(k)
            if dice > 0.68:
                self.exchange(k)
        elif dice < 0.95:
            self.cloud.spoil()
        elif dice < 0.97:
            self.reopen(k)
        else:
            self.copied(k, (k + 1) % LAPTOPS)

    def work(self, k: int) -> None:
        chance, code = self.chance, self.chance.choice(CODES)
        dice = chance.random()
        if dice < 0.5:
            self.write(
                k, *(put("coding", new_id(), span=["R", i, i + 9], code=code) for i in range(chance.randrange(1, 4)))
            )
        elif dice < 0.7:
            self.write(k, put("code", code, **{chance.choice(["parent", "merged"]): chance.choice(CODES)}))
        elif dice < 0.75:
            self.write(k, delete("code", code))
        elif dice < 0.95:
            text = f"{new_id()} sagde " * 20
            name = blob_id(b"salt", text)
            self.texts[name] = text
            self.write(k, put("memo", new_id(), text=[None, name]), texts=((b"salt", text),))
        elif here := sorted(self.stores[k].texts().here):
            name = chance.choice(here)
            self.erased.add(name)
            self.write(k, put("erasure", new_id(), text=name))

    def exchange(self, k: int) -> None:
        if self.chance.random() < 0.5:
            self.folders[k] = self.connect(k)
        clock = self.now + DRIFT_S[k]
        done = exchange(self.stores[k], self.folders[k], grace=GRACE_S, breath=0, clock=lambda: clock)
        assert not done.refused

    def reopen(self, k: int) -> None:
        self.stores[k].close()
        self.stores[k] = self.open(k)
        self.folders[k] = self.connect(k)

    def copied(self, a: int, b: int) -> None:
        """Laptop ``b`` goes on with a copy of ``a``'s file; what only it had is handed over first."""
        self.stores[a].ingest(list(self.stores[b].export()))
        for k in (a, b):
            self.stores[k].close()
        shutil.copyfile(self.root / f"{a}.db", self.root / f"{b}.db")
        for k in (a, b):
            self.stores[k] = self.open(k)
            self.folders[k] = self.connect(k)

    def settle(self) -> bool:
        """Everything works again: a loss is seen, waited out, mended, and carried to all; whether it comes to rest."""
        before = None
        for _ in range(10):
            self.now += 2 * GRACE_S
            for k in range(LAPTOPS):
                self.folders[k] = self.connect(k)
                self.exchange(k)
                self.cloud.sync(k, faulty=False)
            # Nothing was carried, and nobody noted anything down to wait for.
            now = self.cloud.state(), [notebook(store, f"view{k}").read() for k, store in enumerate(self.stores)]
            if now == before:
                return True
            before = now
        return False

    def faults(self) -> list[str]:
        found = []
        if len({store.digest() for store in self.stores}) != 1:
            found.append("they differ")
        for k, store in enumerate(self.stores):
            kept = set(store.read("SELECT s.id, c.tx FROM change c JOIN stream s ON s.no = c.stream"))
            texts = store.texts()
            if lost := len(self.acknowledged - kept):
                found.append(f"{k} lacks {lost}")
            if store.waiting():
                found.append(f"{store.waiting()} wait at {k}")
            if texts.wanted or texts.here != self.texts.keys() - self.erased:
                found.append(f"texts at {k}")
        for place, files in [*enumerate(map(read, self.views)), ("the cloud", self.cloud.files)]:
            if any(
                text.encode()[:60] in data
                for text in map(self.texts.__getitem__, self.erased)
                for data in files.values()
            ):
                found.append(f"an erased text at {place}")
        return found + list(self.stores[0].verify().faults)


def play(seed: int, steps: int) -> list[str]:
    root = Path(tempfile.mkdtemp(dir=QUICK))
    blank(root / "first")  # the first of all takes more random numbers than the others
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(root / "state"))
        patch.setattr(identity, "secrets", SimpleNamespace(randbits=random.Random(seed).getrandbits))
        patch.setattr(identity, "time", SimpleNamespace(time=lambda: 1.7e9))  # a round can be played again
        team = Team(root, seed)
        try:
            for _ in range(steps):
                team.step()
            return team.faults() if team.settle() else ["they never come to rest"]
        finally:
            for store in team.stores:
                store.db.close()
            shutil.rmtree(root)


def bad_rounds(first: int, rounds: int, steps: int) -> dict[int, list[str]]:
    return {seed: faults for seed in range(first, first + rounds) if (faults := play(seed, steps))}


@pytest.mark.parametrize("share", range(2))
def test_a_cloud_that_does_everything_wrong_loses_nothing(share: int) -> None:
    assert bad_rounds(1000 * share, 8, steps=40) == {}


@pytest.mark.nightly
@pytest.mark.parametrize("share", range(4))
def test_a_cloud_that_does_everything_wrong_loses_nothing_in_three_thousand_rounds(share: int) -> None:
    assert bad_rounds(100_000 * (share + 1), 750, steps=60) == {}
