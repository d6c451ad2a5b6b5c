"""Files and disks that are not as they should be: a message, a hint, and nothing changed."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from workbench.errors import BusyError, NewerError, StudyError, WorkbenchError
from workbench.model import ENTITIES
from workbench.store import Store, put
from workbench.store.database import Database

Replica = Callable[..., Store]


@pytest.fixture
def file(replica: Replica, tmp_path: Path) -> Path:
    """A closed database with some work in it."""
    store = replica("ada")
    store.write("add", [put("code", f"C{i}", name=f"code {i}", parent=None) for i in range(50)])
    for i in range(150):
        store.write("code", [put("coding", f"G{i}", span=["R", i, i + 9], code=f"C{i % 50}", memo="m" * 50)])
    store.close()
    return tmp_path / "ada.db"


def refused(path: Path, kind: type[StudyError] = StudyError) -> str:
    """The message of an opening that must fail, leaving the file as it was."""
    before = path.read_bytes() if path.is_file() else b""
    with pytest.raises(kind) as error:
        Store.open(path, "ada", wait=0.1)
    assert error.value.hint
    assert not path.is_file() or path.read_bytes() == before
    return error.value.message


@pytest.mark.parametrize(
    "content", [b"Dear diary", b"\x00" * 4096, b"PK\x03\x04" * 2000, random.Random(1).randbytes(9000)]
)
def test_a_file_that_is_no_database_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "study.db"
    path.write_bytes(content)
    assert "not a workbench database" in refused(path)


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    in_another_process(path, "CREATE TABLE note (id INTEGER)")
    assert "not a workbench one" in refused(path)


def test_a_database_of_a_newer_workbench_is_refused(file: Path) -> None:
    in_another_process(file, "PRAGMA user_version = 99999", "PRAGMA journal_mode = DELETE")
    assert "99999" in refused(file, NewerError)
    assert NewerError.status == 2


def test_a_database_whose_tables_are_of_another_make_has_them_rebuilt(file: Path) -> None:
    """As after an update: the log stays, everything else is made anew."""
    tables = [f'DROP TABLE "{ent}"' for ent in ENTITIES if ent != "code"]
    in_another_process(
        file, "DROP VIEW v_coding", *tables, "ALTER TABLE code DROP COLUMN example", "PRAGMA user_version = 1000"
    )
    store = Store.open(file, "ada")
    assert store.read("SELECT count(*), count(example) FROM code") == [(50, 0)]
    assert store.read("SELECT count(*) FROM coding") == [(150,)]
    assert store.verify().faults == ()
    store.write("add", [put("code", "C1", name="later")])
    store.close()


def test_a_study_taken_over_by_another_version_is_not_written_any_more(replica: Replica) -> None:
    store = replica()
    store.write("add", [put("code", "C1", name="a")])
    in_another_process(Path(store.db.path), "PRAGMA user_version = 1000")
    with pytest.raises(NewerError):
        store.write("add", [put("code", "C2", name="b")])
    assert store.read("SELECT count(*) FROM code") == [(1,)]


def test_a_folder_or_a_place_that_is_not_there_is_refused(tmp_path: Path) -> None:
    (tmp_path / "folder.db").mkdir()
    (tmp_path / "a file").write_text("")
    for path in (tmp_path / "folder.db", tmp_path / "missing" / "study.db", tmp_path / "a file" / "study.db"):
        assert str(path) in refused(path)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.99])
def test_a_truncated_database_is_told_and_never_taken_for_whole(file: Path, share: float) -> None:
    size = file.stat().st_size
    with file.open("r+b") as spoilt:
        spoilt.truncate(int(size * share))
    assert use(file)


@pytest.mark.parametrize("seed", range(30))
def test_a_damaged_database_is_told_or_does_no_harm(file: Path, seed: int) -> None:
    chance, content = random.Random(seed), bytearray(file.read_bytes())
    for _ in range(chance.choice([1, 4, 30])):
        at = chance.randrange(100 if seed % 3 == 0 else len(content))
        content[at : at + 8] = chance.randbytes(8)
    file.write_bytes(content)
    use(file)


def use(path: Path) -> list[str]:
    """Whatever can be told to be wrong with a file; anything but a WorkbenchError is a bug."""
    told: list[str] = []
    try:
        store = Store.open(path, "ada", wait=0.1)
    except WorkbenchError as error:
        return [error.message]
    for step in (
        lambda: told.extend(store.verify().faults),
        lambda: store.write("code", [put("coding", "G7", code="C3"), put("code", "C3", name="n", parent="C4")]),
        lambda: store.read("SELECT * FROM coding"),
        lambda: store.inbox(),
        lambda: told.extend(store.ingest(list(store.export())).refused),
        lambda: store.rebuild(),
    ):
        try:
            step()
        except WorkbenchError as error:
            told.append(f"{error.message} {error.hint}")
    store.db.close()
    return told


# --- locked ------------------------------------------------------------------------------------------------------

HOLD = """
import sqlite3, sys
con = sqlite3.connect(sys.argv[1], isolation_level=None)
for statement in sys.argv[2:]:
    con.execute(statement)
print("held", flush=True)
sys.stdin.read()
"""


def in_another_process(path: Path, *statements: str) -> None:
    """Run statements by the ordinary driver, guards and all left out, in a process that ends."""
    run = subprocess.run([sys.executable, "-c", HOLD, path, *statements], capture_output=True, stdin=subprocess.DEVNULL)
    assert run.returncode == 0, run.stderr.decode()


@contextmanager
def held(path: Path, *statements: str) -> Iterator[None]:
    """While another process holds the file."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, path, *statements], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdout
        assert process.stdin
        assert process.stdout.readline() == b"held\n"
        yield
        process.stdin.close()


def test_a_database_that_another_process_writes_to_can_be_read_and_says_so_when_written(file: Path) -> None:
    store = Store.open(file, "ada", wait=0.1)
    with held(file, "BEGIN IMMEDIATE"):
        assert store.read("SELECT count(*) FROM code") == [(50,)]
        with pytest.raises(BusyError) as busy:
            store.write("add", [put("code", "C1", name="b")])
        assert busy.value.hint
        other = Store.open(file, "bo", wait=0.1)
        assert other.read("SELECT count(*) FROM coding") == [(150,)]
        other.close()
    assert store.write("add", [put("code", "C1", name="b")])
    assert store.verify().faults == ()
    store.close()


def test_a_database_that_another_process_has_for_itself_is_busy(file: Path) -> None:
    with held(file, "PRAGMA locking_mode = EXCLUSIVE", "BEGIN EXCLUSIVE"):
        assert "locked" in refused(file, BusyError)
    Store.open(file, "ada").close()


# --- disks -------------------------------------------------------------------------------------------------------


def test_a_full_disk_refuses_a_write_whole_and_all_is_well_when_there_is_room(replica: Replica) -> None:
    store = replica()
    store.write("add", [put("code", "C1", name="a")])
    pages = store.read("PRAGMA page_count")[0][0]
    outcomes = []
    for more in range(0, 60, 4):
        store.read(f"PRAGMA max_page_count = {pages + more}")
        before, count = store.digest(), len(store.history())
        ops = [put("memo", f"M{more}{i}", text=["w" * 1500, None], about="study") for i in range(12)]
        try:
            store.write("note", ops, texts=[(b"s", f"{more}" * 5000)])
        except StudyError as error:
            outcomes.append((error.message, error.hint))
        else:
            break
        assert (store.digest(), len(store.history())) == (before, count)
        assert not store.db.con.in_transaction
    assert len(outcomes) > 3
    assert set(outcomes) == {("the disk is full; nothing was changed", "Free some space and do it again.")}
    assert len(store.history()) == 13
    store.read("PRAGMA max_page_count = 1000000")
    store.write("add", [put("code", "C2", name="b")])
    assert store.verify().faults == ()


LIMITED = """
import json, resource, signal, sys
from pathlib import Path
from workbench.errors import StudyError
from workbench.store import Store, put

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path, acknowledged, refused = Path(sys.argv[1]), [], []
store = Store.open(path, "ada")
store.db.con.execute("PRAGMA wal_autocheckpoint = 20")
unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (path.stat().st_size + int(sys.argv[2]), unlimited[1]))
for i in range(400):
    try:
        store.write("note", [put("memo", f"M{i}", text=["w" * 900, None])])
        acknowledged.append(f"M{i}")
    except StudyError as error:
        refused.append((error.message, error.hint))
        if len(refused) == 5:
            break
resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
store.write("note", [put("memo", "LAST", text=["x", None])])
kept = {row for (row,) in store.read("SELECT id FROM memo")}
print(json.dumps([len(acknowledged), refused, sorted({*acknowledged, "LAST"} ^ kept), store.verify().faults]))
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="limits of file size are of Unix")
@pytest.mark.parametrize("room", [30_000, 100_000, 250_000])
def test_a_disk_that_takes_no_more_loses_nothing_it_took(file: Path, room: int) -> None:
    run = subprocess.run([sys.executable, "-c", LIMITED, str(file), str(room)], capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    acknowledged, refusals, wrong, faults = json.loads(run.stdout)
    assert acknowledged > 0
    assert len(refusals) == 5
    assert all(hint and ("disk" in message or "full" in message) for message, hint in refusals)
    assert (wrong, faults) == ([], [])


READ_ONLY = """
import json, os, sys
from pathlib import Path
from workbench.errors import WorkbenchError
from workbench.store import Store, put
import workbench.store.verify, workbench.store.inbox, sqlcipher3.dbapi2

answers = []
for path in sys.argv[1:]:
    if os.geteuid() == 0:
        os.setuid(65534)  # for root no file is read-only
    store = None
    try:
        store = Store.open(Path(path), "ada", wait=0.1)
        codes = store.read("SELECT count(*) FROM code")[0][0]
        store.write("add", [put("code", "C1", name="b")])
        answers.append("written")
    except WorkbenchError as error:
        answers.append([type(error).__name__, error.message, bool(error.hint), codes if store else None])
print(json.dumps(answers))
"""


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="permissions are of Unix")
def test_a_file_or_a_folder_that_may_not_be_written_is_told(
    file: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Also where the tests run as root: the process gives that up, so its folder must be open to everybody."""
    folder = Path("/tmp") / tmp_path_factory.mktemp("open").name
    content = file.read_bytes()
    places = [folder / name / "study.db" for name in ("file", "folder", "empty", "secret")]
    try:
        for place in places:
            place.parent.mkdir(parents=True)
            if place.parent.name != "empty":
                place.write_bytes(content)
        for path, mode in (
            (folder, 0o755),
            (places[0], 0o444),
            (places[0].parent, 0o777),
            (places[1], 0o644),
            (places[1].parent, 0o555),
            (places[2].parent, 0o555),
            (places[3], 0o000),
        ):
            path.chmod(mode)
        run = subprocess.run(
            [sys.executable, "-c", READ_ONLY, *map(str, places)],
            capture_output=True,
            text=True,
            env=os.environ | {"WORKBENCH_STATE": str(folder / "nowhere")},
        )
        assert run.returncode == 0, run.stderr
        for answer in json.loads(run.stdout):
            assert answer[0] == "StudyError"
            assert answer[2]
        assert [place.read_bytes() == content for place in places if place.exists()] == [True] * 3
    finally:
        for place in places:
            place.parent.chmod(0o755)
            for left in place.parent.iterdir():
                left.unlink()
            place.parent.rmdir()
        folder.rmdir()


def test_closing_a_store_whose_file_is_gone_is_quiet(replica: Replica, tmp_path: Path) -> None:
    store = replica("ada")
    store.write("add", [put("code", "C1", name="a")])
    for left in tmp_path.glob("ada.db*"):
        left.unlink()
    store.close()


def test_a_wait_for_the_write_ahead_log_ends(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "study.db"
    with held(path, "BEGIN EXCLUSIVE", "CREATE TABLE x (y)"), pytest.raises(BusyError):
        Database(path, wait=0.1)
