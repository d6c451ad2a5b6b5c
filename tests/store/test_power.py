"""The power goes, the disk fails or is full at any write: what was acknowledged is there, and nothing is half done.

A test that could not fail would prove nothing: without the sync at each commit, the same cuts do lose transactions.
"""

import random
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import apsw
import pytest

from tests.quick import QUICK, THOROUGH
from tests.store.disk import Disk, on_disk
from workbench.errors import StudyError
from workbench.log.change import decode, encode, sealed
from workbench.store import Op, Store, blob_id, delete, put

CUTS_A_RUN = 20
STRIDE = 1 if THOROUGH > 1 else 3
"""By day every third write is disturbed, by night every one."""
Mark = tuple[Any, ...]
"""How far a log has come: how many changes, the hash of the last, what waits, and how many texts."""


@pytest.fixture(scope="module")
def shelf() -> Iterator[Path]:
    """A folder in memory where there is one: the disk is played, so nobody has to wait for a real one."""
    with tempfile.TemporaryDirectory(dir=QUICK) as name:
        yield Path(name)


@pytest.fixture(scope="module")
def begun(shelf: Path) -> bytes:
    """A study that somebody has begun, as a file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(shelf / "state"))
        store = Store.open(shelf / "begun.db", "ada")
        store.write("add", [put("code", f"C{i}", name=f"code {i}", parent=None) for i in range(6)])
        store.write("code", [put("coding", f"G{i}", span=["R", i, i + 9], code=f"C{i % 6}") for i in range(20)])
        store.close()
    return (shelf / "begun.db").read_bytes()


@pytest.fixture(scope="module")
def elsewhere(shelf: Path) -> list[str]:
    """Lines of a colleague, whose stream is forked: what is taken in of it makes everything anew."""
    bo = Store.open(":memory:", "bo")
    for i in range(12):
        text = f"{i}" * 300
        ops = [put("code", f"C{i % 8}", name=f"bo {i}", parent=f"C{i % 5}")]
        bo.write("note", [*ops, put("memo", f"B{i}", text=[None, blob_id(b"s", text)])], texts=[(b"s", text)])
    lines = list(bo.export())
    bo.close()
    forks = [decode(line) for line in lines if '"q":9,' in line or '"q":20,' in line]
    return lines + [encode(sealed(fork._replace(verb="fork", hash=b""))) for fork in forks]


def mark(store: Store) -> Mark:
    """How far the log has come."""
    (found,) = store.read(
        "SELECT count(*), (SELECT hash FROM change ORDER BY n DESC LIMIT 1), (SELECT count(*) FROM pending), "
        "(SELECT count(*) FROM blob) FROM change"
    )
    return found


def some_work(store: Store, chance: random.Random, lines: list[str]) -> Callable[[], Any]:
    """The next transaction of a busy day."""
    code, word = f"C{chance.randrange(9)}", f"{chance.random()}"
    ops: list[Op] = [put("coding", f"G{chance.randrange(99)}", span=["R", 1, 9], code=code) for _ in range(3)]
    text = word * chance.randrange(1, 300)
    return chance.choice(
        [
            lambda: store.write("code", ops),
            lambda: store.write("code", ops[:1]),
            lambda: store.write("move", [put("code", code, name=word, parent=f"C{chance.randrange(9)}")]),
            lambda: store.write("delete", [delete("code", code), delete("coding", "G1")]),
            lambda: store.write("note", [put("memo", word, text=[None, blob_id(b"s", text)])], texts=[(b"s", text)]),
            lambda: store.ingest(chance.sample(lines, 9)),
            lambda: store.rebuild(),
        ]
    )


# --- power cuts --------------------------------------------------------------------------------------------------


class Cut(NamedTuple):
    """What a cut left: ``files``, when ``finished`` transactions had been acknowledged."""

    files: dict[str, bytes]
    finished: int


def run_with_cuts(folder: Path, begun: bytes, lines: list[str], seed: int, sync: str) -> tuple[list[Mark], list[Cut]]:
    """A day's work, cut at some of its writes; how far the log had come after each transaction, and what was left."""
    chance, cuts, marks = random.Random(seed), list[Cut](), list[Mark]()
    folder.mkdir()
    (folder / "study.db").write_bytes(begun)
    with on_disk(sync) as disk:
        store = Store.open(folder / "study.db", "ada")
        marks.append(mark(store))
        due = disk.calls + chance.randrange(60)

        def before(call: int, kind: str) -> None:
            nonlocal due
            if call >= due and len(cuts) < CUTS_A_RUN:
                cuts.append(Cut(disk.after_cut(chance), len(marks) - 1))
                due = call + chance.randrange(1, 60)

        disk.before = before
        while len(cuts) < CUTS_A_RUN:
            some_work(store, chance, lines)()
            marks.append(mark(store))
        store.close()
    return marks, cuts


def losses(folder: Path, marks: list[Mark], cut: Cut) -> int:
    """How many acknowledged transactions a cut cost; whatever is left must be whole, and go on working."""
    folder.mkdir()
    for name, content in cut.files.items():
        (folder / name).write_bytes(content)
    store = Store.open(folder / "study.db", "ada")
    left, possible = mark(store), marks[: cut.finished + 2]
    assert left in possible, "the log stands where no transaction ended"
    assert store.verify().faults == ()
    store.write("after", [put("code", "C1", name="after the cut")])
    assert mark(store)[0] == left[0] + 1
    store.close()
    for path in folder.iterdir():
        path.unlink()
    folder.rmdir()
    return max(0, cut.finished - max(i for i, known in enumerate(possible) if known == left))


def lost_in(shelf: Path, begun: bytes, lines: list[str], seeds: range, sync: str = "") -> list[int]:
    """For each cut, how many acknowledged transactions it cost."""
    lost = []
    for seed in seeds:
        marks, cuts = run_with_cuts(shelf / f"run{sync}{seed}", begun, lines, seed, sync)
        lost += [losses(shelf / "after", marks, cut) for cut in cuts]
    return lost


@pytest.mark.parametrize("share", range(2))
def test_a_power_cut_loses_nothing_that_was_acknowledged(
    shelf: Path, begun: bytes, elsewhere: list[str], share: int
) -> None:
    lost = lost_in(shelf, begun, elsewhere, range(share * 5, share * 5 + 3))
    assert (len(lost), sum(lost)) == (60, 0)


def test_without_the_sync_at_each_commit_the_same_cuts_lose_work(
    shelf: Path, begun: bytes, elsewhere: list[str]
) -> None:
    """Lost, but never torn: that is what merged changes, which can be fetched again, are written with."""
    lost = lost_in(shelf, begun, elsewhere, range(3), "NORMAL")
    for seed in range(3, 20):  # about one cut in five; what is written differs from run to run
        if sum(map(bool, lost)) > 2:
            return
        lost += lost_in(shelf, begun, elsewhere, range(seed, seed + 1), "NORMAL")
    pytest.fail(f"nothing could be lost: {lost}")


@pytest.mark.nightly
@pytest.mark.parametrize("share", range(10))
def test_five_thousand_power_cuts_lose_nothing(shelf: Path, begun: bytes, elsewhere: list[str], share: int) -> None:
    lost = lost_in(shelf, begun, elsewhere, range(1000 + share * 25, 1025 + share * 25))
    assert (len(lost), sum(lost)) == (500, 0)


def test_a_study_that_is_cut_off_while_it_is_made_can_be_made(shelf: Path) -> None:
    for number in range(1, 500, 3 * STRIDE):
        folder = shelf / f"new{number}"
        folder.mkdir()
        with on_disk() as disk:
            files: dict[str, bytes] = {}

            def before(call: int, kind: str, number: int = number, disk: Disk = disk, files: Any = files) -> None:
                if call == number:
                    files |= disk.after_cut(random.Random(number))

            disk.before = before
            Store.open(folder / "study.db", "ada").close()
        for name, content in files.items():
            (folder / name).write_bytes(content)
        store = Store.open(folder / "study.db", "ada")
        store.write("add", [put("code", "C1", name="a")])
        assert store.verify().faults == ()
        store.close()
        if not files:
            assert number > 10
            return
    pytest.fail("the making of a study has no end")


# --- disks that fail ---------------------------------------------------------------------------------------------

TROUBLES = {
    "fails once": (apsw.IOError("disk I/O error"), True, "could not be read or written"),
    "fails": (apsw.IOError("disk I/O error"), False, "could not be read or written"),
    "is full": (apsw.FullError("database or disk is full"), False, "the disk is full"),
}


def answered(work: Callable[[], Any]) -> StudyError | None:
    """By what complaint some work was refused, if it was."""
    try:
        work()
    except StudyError as error:
        return error
    return None


def a_write(store: Store, lines: list[str]) -> None:
    ops = [put("code", f"C{i}", name="new", parent=f"C{i + 1}") for i in range(3)]
    text = "long " * 5000
    store.write("work", [*ops, put("memo", "M", text=[None, blob_id(b"s", text)])], texts=[(b"s", text)])


def an_ingest(store: Store, lines: list[str]) -> None:
    assert not store.ingest(lines).refused


def a_rebuild(store: Store, lines: list[str]) -> None:
    store.rebuild()


@pytest.mark.parametrize("work", [a_write, an_ingest, a_rebuild])
@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_disk_in_trouble_at_any_write_is_told_and_changes_nothing(
    shelf: Path, begun: bytes, elsewhere: list[str], work: Callable[[Store, list[str]], None], trouble: str
) -> None:
    """What is refused has not happened, what is not refused has, and both is still so when the disk is well again."""
    error, once, told = TROUBLES[trouble]
    path = shelf / f"{work.__name__} {trouble}.db"
    refused = 0
    for number in range(1, 500, STRIDE):
        path.write_bytes(begun)
        with on_disk() as disk:
            store = Store.open(path, "ada")
            store.write("before", [put("code", "C1", definition="acknowledged")])
            was, before = store.digest(), mark(store)
            start = disk.calls
            disk.fail_from(number, error, once=once)
            answer = answered(lambda store=store: work(store, elsewhere))
            happened = answer is None
            if answer:
                assert told in answer.message
                assert answer.hint
                assert (store.digest(), mark(store)) == (was, before)
                refused += 1
            reached = disk.calls - start
            disk.mend()
            assert store.read("SELECT definition FROM code WHERE id = 'C1'") == [("acknowledged",)]
            if not happened:
                work(store, elsewhere)
            store.write("after", [put("code", "C2", name="after")])
            assert store.verify().faults == ()
            now = store.digest(), mark(store)
            store.close()
        again = Store.open(path, "ada")
        assert (again.digest(), mark(again)) == now
        again.close()
        path.unlink()
        if happened and reached < number:
            break
    assert refused > 1


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_study_that_cannot_be_made_on_a_disk_in_trouble_can_be_made_later(shelf: Path, trouble: str) -> None:
    error, once, told = TROUBLES[trouble]
    path = shelf / f"made {trouble}.db"
    for number in range(1, 1000, 7):
        with on_disk() as disk:
            disk.fail_from(number, error, once=once)
            answer = answered(lambda: Store.open(path, "ada").close())
            assert answer is None or told in answer.message
            if answer is None and disk.calls < number:
                return
            disk.mend()
            store = Store.open(path, "ada")
            store.write("add", [put("code", "C1", name="a")])
            assert store.verify().faults == ()
            store.close()
        for left in shelf.glob(f"{path.name}*"):
            left.unlink()
    pytest.fail("the making of a study has no end")
