"""Four people at work on four databases and one folder, as real processes: killed, cut off, and robbed of files.

Whatever they were told was written is in the end in every database, and all four are the same. The processes are forked
by a launcher that has imported everything and holds no database, as in ``tests/store/test_crashes.py``.
"""

import json
import os
import subprocess
import sys
import tempfile

import pytest

from tests.quick import QUICK

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the launcher forks")

LAUNCHER = """
import json, os, random, select, shutil, signal, sys, time, traceback
from pathlib import Path
from workbench.identity import new_id
from workbench.store import Store, blob_id, delete, put
from workbench.sync import exchange, notebook
from workbench.sync.folder import Folder

root, seconds, seed = Path(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
shared, chance, PEOPLE = root / "shared", random.Random(seed), 4
DRIFT = (0.0, 0.0, 5 * 365 * 86400.0, -30 * 86400.0)
GRACE = 0.3

def database(k):
    store = Store.open(root / f"{k}.db", f"coder{k}", clock=lambda: time.time() + DRIFT[k])
    if not store.db.meta("study"):
        store.keep("study", "0123456789ABCDEFGHJKMNPQRS")
    return store

def sync(store, k, grace=GRACE):
    book = notebook(store, "shared")
    clock = lambda: time.time() + DRIFT[k]
    peer = Folder(str(shared), store.db.meta("study"), book, rescan=0, keep=2.0, many=8, clock=clock)
    done = exchange(store, peer, grace=grace, breath=0.001, clock=clock)
    assert not done.refused, done

def operations(chance):
    code = f"CODE{chance.randrange(9)}"
    return chance.choice([
        lambda: [put("coding", new_id(), span=["R", i, i + 5], code=code) for i in range(chance.randrange(1, 4))],
        lambda: [put("code", code, name=new_id(), parent=f"CODE{chance.randrange(9)}")],
        lambda: [put("code", code, definition="x" * 2000), delete("code", f"CODE{chance.randrange(9)}")],
    ])()

def work(k, seed, tell, until):
    chance, store, cut_off = random.Random(seed), database(k), 0.0
    while time.monotonic() < until:
        text = f"{new_id()} sagde " * 30
        ops = [*operations(chance), put("memo", new_id(), text=[None, blob_id(b"s", text)])]
        tx = store.write("write", ops, texts=[(b"s", text)])
        os.write(tell, f"{tx.stream} {tx.tx}\\n".encode())
        time.sleep(chance.random() * 0.02)
        if chance.random() < 0.05:
            cut_off = time.monotonic() + chance.random()
        if time.monotonic() > cut_off and chance.random() < 0.4:
            sync(store, k)
    store.close()

def forked(job, *arguments):
    hear, tell = os.pipe()
    if not (child := os.fork()):
        os.close(hear)
        try:
            job(*arguments, tell)
        except BaseException:
            os.write(tell, ("\\nerror " + json.dumps(traceback.format_exc()[-1500:]) + "\\n").encode())
        os._exit(0)
    os.close(tell)
    return child, hear

def vandal():
    files = [p for p in shared.rglob("*") if p.is_file() and not p.name.startswith(".")]
    if not files:
        return
    path, what = chance.choice(files), chance.randrange(5)
    try:
        if what == 0:
            path.unlink()
        elif what == 1:
            os.truncate(path, chance.randrange(path.stat().st_size + 1))
        elif what == 2:
            path.rename(path.with_name(path.name.replace(".jsonl", " (conflicted copy).jsonl")))
        elif what == 3:
            (shared / "moved").mkdir(exist_ok=True)
            path.rename(shared / "moved" / path.name)
        else:
            shutil.copy(path, path.with_name("copy of " + path.name))
    except OSError:
        pass

said, errors, count = {}, [], {"kills": 0, "copies": 0, "harm": 0}
def collect(hear, wait=0.0):
    while select.select([hear], [], [], wait)[0]:
        data = os.read(hear, 65536)
        if not data:
            return
        said[hear] = said.get(hear, b"") + data

def stop(k, kill=True):
    child, hear = people[k]
    if kill:
        os.kill(child, signal.SIGKILL)
    collect(hear, None if not kill else 0.0)
    os.waitpid(child, 0)
    collect(hear)
    os.close(hear)
    lines = said.pop(hear, b"").decode()
    for line in lines.splitlines()[: lines.count("\\n")]:
        if line.startswith("error"):
            errors.append(json.loads(line[6:]))
        elif line:
            known.add((line.split()[0], int(line.split()[1])))

def copy(a, b, tell):
    one, other = database(a), database(b)
    one.ingest(list(other.export()))  # what only the other knew is safe first
    other.close()
    one.close()
    shutil.copyfile(root / f"{a}.db", root / f"{b}.db")

def start(k):
    people[k] = forked(lambda tell: work(k, chance.randrange(10**9), tell, until))

known, people, until = set(), {}, time.monotonic() + seconds
for k in range(PEOPLE):
    start(k)
while time.monotonic() < until:
    time.sleep(chance.random() * 0.05)
    for _, hear in people.values():
        collect(hear)
    dice, k = chance.random(), chance.randrange(PEOPLE)
    if dice < 0.25:
        count["kills"] += 1
        stop(k)
        start(k)
    elif dice < 0.28:
        count["copies"] += 1
        other = (k + 1) % PEOPLE
        stop(k)
        stop(other)
        child, hear = people[k] = forked(lambda tell: copy(k, other, tell))
        stop(k, kill=False)
        start(k)
        start(other)
    else:
        count["harm"] += 1
        for _ in range(chance.randrange(1, 5)):
            vandal()
for k in range(PEOPLE):
    stop(k, kill=False)
for _ in range(len(list(shared.rglob("*.jsonl*")))):  # some have not read yet what is harmed here
    vandal()

stores = [database(k) for k in range(PEOPLE)]
for _ in range(3):
    for k, store in enumerate(stores):
        sync(store, k, grace=0)
kept = [set(s.read("SELECT s.id, c.tx FROM change c JOIN stream s ON s.no = c.stream")) for s in stores]
print(json.dumps({
    **count,
    "acknowledged": len(known),
    "lost": [len(known - have) for have in kept],
    "diverged": len({store.digest() for store in stores}) - 1,
    "waiting": [store.waiting() for store in stores],
    "wanted": [len(store.texts().wanted) for store in stores],
    "faults": [fault for store in stores for fault in store.verify().faults],
    "errors": errors,
}))
"""


def check(seconds: float, seed: int) -> None:
    with tempfile.TemporaryDirectory(dir=QUICK) as root:
        environment = {**os.environ, "WORKBENCH_STATE": f"{root}/state"}
        run = subprocess.run(
            [sys.executable, "-c", LAUNCHER, root, str(seconds), str(seed)],
            capture_output=True,
            text=True,
            timeout=seconds * 3 + 120,
            env=environment,
        )
    assert run.returncode == 0, run.stderr
    result = json.loads(run.stdout)
    print(result)
    assert result.pop("errors") == []
    assert min(result.pop("acknowledged"), result.pop("harm")) > seconds
    assert result.pop("kills") > seconds / 10
    result.pop("copies")
    none = [0, 0, 0, 0]
    assert result == {"lost": none, "diverged": 0, "waiting": none, "wanted": none, "faults": []}


def test_four_at_work_on_one_folder_lose_nothing_and_end_the_same() -> None:
    check(4, seed=1)


@pytest.mark.nightly
@pytest.mark.parametrize("share", range(2))
def test_four_at_work_on_one_folder_for_ten_minutes(share: int) -> None:
    check(300, seed=100 + share)
