"""Acknowledged is durable: processes that are killed, and many that write at once.

The processes are forked by a launcher that has imported everything and holds no database, so a round is short and
the test's own process (with its threads) never forks.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the launcher forks")


def launch(program: str, *arguments: object) -> Any:
    """What a launcher printed, as JSON."""
    run = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)], capture_output=True, text=True, timeout=3600
    )
    assert run.returncode == 0, run.stderr
    return json.loads(run.stdout)


KILLED_WRITERS = """
import json, os, random, select, signal, sys, time
from pathlib import Path
from workbench.store import Store, blob_id, delete, put
from workbench.identity import new_id

folder, rounds, chance = Path(sys.argv[1]), int(sys.argv[2]), random.Random(7)
path = folder / "study.db"

def operations(chance):
    code = f"CODE{chance.randrange(9)}"
    return chance.choice([
        lambda: [put("coding", new_id(), span=["R", i, i + 5], code=code, coder="ada") for i in range(3)],
        lambda: [put("code", code, name=new_id(), parent=f"CODE{chance.randrange(9)}")],
        lambda: [put("code", code, definition="x" * 3000), delete("code", f"CODE{chance.randrange(9)}")],
    ])()

def work(kind, seed, tell):
    chance, store = random.Random(seed), Store.open(path, "ada")
    while True:
        ops = operations(chance)
        if kind == "ingest":
            store.ingest(chance.sample(elsewhere, 40))
        if kind == "rebuild" and chance.random() < 0.3:
            store.rebuild()
        text = new_id() * 100
        ops.append(put("memo", new_id(), text=[None, blob_id(b"s", text)]))
        tx = store.write(f"write {len(ops)}", ops, texts=[(b"s", text)])
        os.write(tell, f"{tx.stream} {tx.tx}\\n".encode())

other = Store.open(folder / "other.db", "bo")
for i in range(150):
    other.write("add 1", [put("code", f"CODE{i % 9}", name=f"other {i}", parent=f"CODE{i % 5}")])
elsewhere = list(other.export())
other.close()

result = {"acknowledged": 0, "lost": 0, "torn": 0, "gaps": 0, "faults": []}
known = set()
for number in range(rounds):
    hear, tell = os.pipe()
    if not (child := os.fork()):
        os.close(hear)
        work(("write", "ingest", "write", "rebuild")[number % 4], number, tell)
    os.close(tell)
    said = os.read(hear, 4096)
    until = time.monotonic() + chance.random() * 0.03
    while (left := until - time.monotonic()) > 0:
        if select.select([hear], [], [], left)[0]:
            said += os.read(hear, 65536)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    while more := os.read(hear, 65536):
        said += more
    os.close(hear)
    lines = said.decode().splitlines()[: said.count(b"\\n")]
    known |= {(line.split()[0], int(line.split()[1])) for line in lines}
    store = Store.open(path, "reader")
    kept = store.read(
        "SELECT s.id, c.tx, c.verb, count(*) FROM change c JOIN stream s ON s.no = c.stream GROUP BY s.id, c.tx")
    result["lost"] += len(known - {(stream, tx) for stream, tx, *_ in kept})
    result["torn"] += sum(int(verb.split()[1]) != count for _, _, verb, count in kept)
    streams = store.read("SELECT count(*), max(seq) FROM change GROUP BY stream")
    result["gaps"] += sum(count != last for count, last in streams)
    if number % 10 == 9 or number == rounds - 1:
        result["faults"] += store.verify().faults
    store.close()
result["acknowledged"] = len(known)
print(json.dumps(result))
"""


def check_killed_writers(folder: Path, rounds: int) -> None:
    result = launch(KILLED_WRITERS, folder, rounds)
    assert result.pop("acknowledged") >= rounds
    assert result == {"lost": 0, "torn": 0, "gaps": 0, "faults": []}


def test_a_writer_that_is_killed_loses_nothing_it_acknowledged(tmp_path: Path) -> None:
    check_killed_writers(tmp_path, 30)


@pytest.mark.nightly
def test_a_thousand_killed_writers_lose_nothing(tmp_path: Path) -> None:
    check_killed_writers(tmp_path, 1000)


MANY_AT_ONCE = """
import json, os, sys, time
from pathlib import Path
from workbench.errors import WorkbenchError
from workbench.store import Store, put
from workbench.identity import new_id

path, seconds = Path(sys.argv[1]) / "study.db", float(sys.argv[2])

def write(number, until):
    # Two of the six are one coder with two windows open, writing to one stream.
    store, done, errors = Store.open(path, f"coder{max(number, 1)}"), 0, []
    while time.monotonic() < until:
        try:
            if done % 7 == 6:
                store.write("move", [put("code", f"C{number}", parent=f"C{done % 6}", name=str(done))])
            else:
                store.write("code", [put("coding", new_id(), span=["R", done, done + 1], code="C1", coder=str(number))])
            done += 1
        except WorkbenchError as error:
            errors.append(str(error))
    store.close()
    return {"written": done, "errors": errors}

def read(number, until):
    store, last, reads, odd, errors = Store.open(path, "reader"), 0, 0, 0, []
    while time.monotonic() < until:
        try:
            store.changed()
            ((count, top, codings, logged),) = store.read(
                "SELECT (SELECT count(*) FROM change), (SELECT max(n) FROM change), (SELECT count(*) FROM coding), "
                "(SELECT count(*) FROM change WHERE ent = 'coding')")
            odd += count != (top or 0) or count < last or codings != logged
            last, reads = count, reads + 1
        except WorkbenchError as error:
            errors.append(str(error))
    store.close()
    return {"reads": reads, "odd": odd, "errors": errors}

start = time.monotonic() + 0.2
children = []
for number in range(8):
    hear, tell = os.pipe()
    if not os.fork():
        time.sleep(max(0, start - time.monotonic()))
        answer = (write if number < 6 else read)(number, start + seconds)
        os.write(tell, json.dumps(answer).encode())
        os._exit(0)
    os.close(tell)
    children.append(hear)
answers = [json.loads(os.fdopen(hear).read()) for hear in children]
store = Store.open(path, "reader")
print(json.dumps({
    "written": sum(a.get("written", 0) for a in answers),
    "each": [a.get("written", a.get("reads")) for a in answers],
    "odd": sum(a.get("odd", 0) for a in answers),
    "errors": [e for a in answers for e in a["errors"]],
    "kept": store.read("SELECT count(*), max(n) FROM change")[0],
    "streams": store.read("SELECT count(*), max(seq), count(DISTINCT seq) FROM change GROUP BY stream"),
    "faults": store.verify().faults,
}))
"""


def check_many_at_once(folder: Path, seconds: float) -> None:
    result = launch(MANY_AT_ONCE, folder, seconds)
    assert result["errors"] == []
    assert result["written"] > 100  # waiting is not fair in SQLite: at this rate one may come to write but once
    assert result["kept"] == [result["written"]] * 2
    assert all(count == highest == distinct for count, highest, distinct in result["streams"])
    assert (result["odd"], result["faults"]) == (0, [])


def test_six_write_and_two_read_at_once_and_nothing_is_lost_or_locked(tmp_path: Path) -> None:
    check_many_at_once(tmp_path, 5)


@pytest.mark.nightly
def test_six_write_and_two_read_for_five_minutes(tmp_path: Path) -> None:
    check_many_at_once(tmp_path, 300)


FRESH_FOLDERS = """
import json, os, sys, time
from pathlib import Path
from workbench.store import Store, put

answers = []
for number in range(12):
    path, start, children = Path(sys.argv[1]) / f"{number}.db", time.monotonic() + 0.02, []
    for who in ("ada", "bo", "ada"):
        hear, tell = os.pipe()
        if not os.fork():
            try:
                while time.monotonic() < start:
                    pass
                store = Store.open(path, who)
                store.write("add", [put("code", f"C{os.getpid()}", name=who)])
                answer = f"{store.verify().faults}"
                store.close()
            except BaseException as error:
                answer = repr(error)
            os.write(tell, answer.encode())
            os._exit(0)
        os.close(tell)
        children.append(hear)
    answers += [os.fdopen(hear).read() for hear in children]
    store = Store.open(path, "reader")
    answers.append(str(store.read("SELECT count(*) FROM code")[0][0]))
    store.close()
print(json.dumps(answers))
"""


def test_several_who_open_a_fresh_folder_at_once_all_can_work(tmp_path: Path) -> None:
    assert launch(FRESH_FOLDERS, tmp_path) == ["()", "()", "()", "3"] * 12
