"""The shared folder: whatever happens to its files, nothing is lost, and what is wrong is said."""

import gzip
import json
import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import StudyError
from workbench.store import Store, blob_id, put
from workbench.sync import Exchanged, bundle, connect, exchange, files, notebook
from workbench.sync.folder import Folder

Replica = Callable[..., Store]
Meet = Callable[..., Exchanged]
Open = Callable[..., Folder]
DAY_S = 86_400
OTHER = "ZYXWVTSRQPNMKJHGFEDCBA9876"


def write(store: Store, name: str = "x", row: str = "C1") -> None:
    assert store.write("add", [put("code", row, name=name)])


def write_text(store: Store, text: str = "Jeg synes, at det er svært. " * 50) -> str:
    name = blob_id(b"salt", text)
    assert store.write("memo", [put("memo", "M", text=[None, name])], texts=[(b"salt", text)])
    return name


def bundles(shared: Path) -> list[Path]:
    return sorted(path for path in shared.rglob("*.jsonl*") if not path.name.startswith("."))


def everything(shared: Path) -> list[str]:
    return sorted(path.relative_to(shared).as_posix() for path in shared.rglob("*") if path.is_file())


def same(*stores: Store) -> bool:
    return len({store.digest() for store in stores}) == 1 and not any(store.waiting() for store in stores)


# --- what lies there


def test_the_folder_looks_as_it_is_promised(replica: Replica, meet: Meet, shared: Path) -> None:
    ada = replica("ada")
    write(ada, "æble")
    text = write_text(ada)
    meet(ada)
    (stream,) = {head.stream for head in ada.heads()}
    marker, blob, changes = sorted(everything(shared), key=lambda p: (p.count("/"), p))
    assert (marker, blob) == ("workbench.json", f"blobs/{text}")
    assert changes.startswith(f"changes/{stream}/00000001-00000002.")
    assert changes.endswith(".jsonl.gz")
    assert json.loads((shared / marker).read_text())["study"] == ada.db.meta("study")
    lines = gzip.decompress((shared / changes).read_bytes()).decode().splitlines()
    assert lines[:-1] == [line for line in ada.export() if not line.startswith('{"blob"')]
    assert json.loads(lines[-1])["study"] == ada.db.meta("study")
    assert (shared / blob).read_text().strip() == ada.text_line(text)


def test_two_who_share_a_folder_have_the_same(replica: Replica, meet: Meet) -> None:
    ada, bo = replica("ada"), replica("bo")
    write(ada)
    text = write_text(ada)
    write(bo, "y", "C2")
    assert meet(ada)[:4] == (2, 0, 1, 0)
    assert meet(bo)[:4] == (1, 2, 0, 1)
    assert meet(ada)[:4] == (0, 1, 0, 0)
    assert same(ada, bo)
    assert bo.text(text) == ada.text(text)


def test_nothing_new_writes_nothing_and_reads_no_file(
    replica: Replica, meet: Meet, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada = replica("ada")
    write(ada)
    write_text(ada)
    meet(ada)
    meet(ada)
    before = {path: path.stat().st_mtime_ns for path in shared.rglob("*")}
    ada.changed()
    real, read = files.read, []
    monkeypatch.setattr(files, "read", lambda path, limit: read.append(path) or real(path, limit))
    assert meet(ada)[:4] == (0, 0, 0, 0)
    assert {Path(path).name for path in read} <= {"workbench.json"}
    assert {path: path.stat().st_mtime_ns for path in shared.rglob("*")} == before


def test_a_transaction_is_never_split_over_two_bundles(
    replica: Replica, meet: Meet, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bundle, "MOST_CHANGES", 4)
    monkeypatch.setattr(bundle.portions, "__defaults__", (4, bundle.MOST_BYTES))
    ada = replica("ada")
    for size in (1, 3, 2, 7, 1, 4, 4):
        ada.write("add", [put("code", "C", name=str(k)) for k in range(size)])
    meet(ada)
    assert len(bundles(shared)) > 3
    for path in bundles(shared):
        lines = [json.loads(line) for line in bundle.unpack(path.read_bytes()).lines]
        assert lines[0]["q"] == lines[0]["x"]
    ends = [json.loads(bundle.unpack(path.read_bytes()).lines[-1])["x"] for path in bundles(shared)]
    assert len(set(ends)) == len(ends)


def test_hundreds_of_files_cost_little_when_nothing_is_new(replica: Replica, shared: Path, folder: Open) -> None:
    ada, bo = replica("ada"), replica("bo")
    for i in range(300):
        write(ada, str(i))
    lines = list(ada.export())
    peer = folder(ada, many=10**9)
    for line in lines:
        peer.put([line])
    assert len(bundles(shared)) == 300
    cold = folder(bo)
    start = time.process_time()
    first = cold.names()
    took = time.process_time() - start
    for path in (*shared.rglob("*"), shared):
        if path.is_dir():
            os.utime(path, (1e9, 1e9))  # long since settled
    cold.names()
    again = anew = took
    for _ in range(3):  # the best of three: a cache may have been cold
        start = time.process_time()
        warm = cold.names()
        again = min(again, time.process_time() - start)
        start = time.process_time()
        fresh = folder(bo).names()
        anew = min(anew, time.process_time() - start)
    assert first.held == warm.held == fresh.held
    assert len(first.held) == 1
    assert again < took / 8
    assert anew < took / 2


def test_a_folder_that_is_not_looked_through_again_still_shows_what_comes(
    replica: Replica, shared: Path, folder: Open
) -> None:
    """Folders whose time has not changed are skipped, but for files that are not whole; a full look comes later."""
    ada, bo = replica("ada"), replica("bo")
    for i in range(4):
        write(ada, str(i))
    lines = list(ada.export())
    mine = folder(ada)
    mine.put(lines[:1])
    mine.put(lines[1:2])
    first, second = bundles(shared)
    whole = second.read_bytes()
    second.write_bytes(whole[:60])
    peer = folder(bo)

    def there() -> list[tuple[int, int]]:
        return sorted((held.first, held.last) for held in peer.names().held)

    def settled() -> None:
        for path in (*shared.rglob("*"), shared):
            os.utime(path, (1e9, 1e9))
        there()

    there()
    settled()
    assert there() == [(1, 1)]
    second.write_bytes(whole)
    assert there() == [(1, 2)]
    settled()
    mine.put(lines[2:3])
    assert there() == [(1, 3)]
    settled()
    first.write_bytes(b"{")
    assert there() == [(1, 3)]
    peer._listing._rescan = 0
    assert there() == [(2, 3)]


# --- what others do to files


@pytest.mark.parametrize("share", [0.0, 0.3, 0.99])
def test_what_has_not_arrived_whole_is_left_until_it_has(
    replica: Replica, meet: Meet, shared: Path, share: float
) -> None:
    ada, bo = replica("ada"), replica("bo")
    write(ada)
    write_text(ada)
    meet(ada)
    whole = {path: path.read_bytes() for path in (*bundles(shared), *(shared / "blobs").iterdir())}
    for path, data in whole.items():
        path.write_bytes(data[: int(share * len(data))])
    assert meet(bo) == Exchanged()
    for path, data in whole.items():
        path.write_bytes(data)
    assert meet(bo)[:4] == (0, 2, 0, 1)
    assert same(ada, bo)


def test_what_stays_torn_is_mentioned_after_a_day(replica: Replica, meet: Meet, shared: Path, folder: Open) -> None:
    ada, bo = replica("ada"), replica("bo")
    write(ada)
    meet(ada)
    (path,) = bundles(shared)
    path.write_bytes(path.read_bytes()[:-5])
    now = time.time()
    assert folder(bo, clock=lambda: now).names().troubles == ()
    assert folder(bo, clock=lambda: now + DAY_S - 5).names().troubles == ()
    (said,) = folder(bo, clock=lambda: now + DAY_S + 5).names().troubles
    assert path.name in said
    assert "whole" in said
    path.write_bytes(path.read_bytes()[:-5])
    assert folder(bo, clock=lambda: now + DAY_S + 9).names().troubles == ()  # something still happens to it


@pytest.mark.parametrize(
    "rename",
    [
        lambda name: name.replace(".jsonl", " (conflicted copy 2031-01-01).jsonl"),
        lambda name: name.replace(".jsonl", ".sync-conflict-20310101-120000-ABCDEFG.jsonl"),
        lambda name: name.replace(".jsonl", "_conf(1).jsonl"),
        lambda name: f"../other place/{name}",
        lambda name: f"../../{name} 2",
        lambda _: "noget helt andet.jsonl",
    ],
)
def test_names_and_places_mean_nothing(
    replica: Replica, meet: Meet, shared: Path, rename: Callable[[str], str]
) -> None:
    ada, bo = replica("ada"), replica("bo")
    write(ada)
    text = write_text(ada)
    meet(ada)
    (shared / "blobs" / "below").mkdir()
    (shared / "blobs" / text).rename(shared / "blobs" / "below" / text)
    for path in (*bundles(shared), shared / "blobs" / "below" / text):
        target = path.parent / rename(path.name)
        target.parent.mkdir(exist_ok=True)
        path.rename(target)
    assert meet(bo)[:4] == (0, 2, 0, 1)
    assert same(ada, bo)


def test_a_file_that_is_there_five_times_is_there_once(replica: Replica, meet: Meet, shared: Path) -> None:
    ada, bo = replica("ada"), replica("bo")
    write(ada)
    write_text(ada)
    meet(ada)
    for path in (*bundles(shared), *(shared / "blobs").iterdir()):
        for i in range(4):
            shutil.copy(path, path.with_name(f"{i} {path.name}"))
    assert meet(bo)[:4] == (0, 2, 0, 1)
    assert meet(ada) == Exchanged()


def test_what_was_deleted_its_author_puts_back_at_once(replica: Replica, meet: Meet, shared: Path) -> None:
    ada, bo = replica("ada"), replica("bo")
    write(ada)
    text = write_text(ada)
    meet(ada, bo, ada)
    before = everything(shared)
    for path in (*bundles(shared), shared / "blobs" / text):
        path.unlink()
    assert meet(ada)[:4] == (2, 0, 1, 0)
    assert everything(shared) == before


def test_what_was_torn_its_author_makes_whole_at_once(replica: Replica, meet: Meet, shared: Path) -> None:
    ada = replica("ada")
    write(ada)
    meet(ada)
    write(ada, "y")
    meet(ada)
    (first, second) = bundles(shared)
    for path in (first, second):
        path.write_bytes(path.read_bytes()[:50])
    assert meet(ada).sent == 2
    (one,) = bundles(shared)  # the torn ones are gone, for what was in them lies in the new one
    assert len(bundle.unpack(one.read_bytes()).lines) == 2
    assert meet(ada).sent == 0


def test_what_others_wrote_is_put_back_after_a_time_of_grace(replica: Replica, meet: Meet, shared: Path) -> None:
    ada, bo = replica("ada"), replica("bo")
    write(ada)
    write_text(ada)
    meet(ada, bo)
    before, now = everything(shared), time.time()
    for name in before:
        if name != "workbench.json":
            (shared / name).unlink()
    assert meet(bo, grace=100, clock=lambda: now)[:4] == (0, 0, 0, 0)
    assert meet(bo, grace=100, clock=lambda: now + 99)[:4] == (0, 0, 0, 0)
    assert meet(bo, grace=100, clock=lambda: now + 101)[:4] == (2, 0, 1, 0)
    assert everything(shared) == before


def test_a_move_that_comes_to_rest_within_the_time_of_grace_writes_nothing(
    replica: Replica, meet: Meet, shared: Path
) -> None:
    ada, bo = replica("ada"), replica("bo")
    write(ada)
    meet(ada, bo)
    (path,) = bundles(shared)
    aside, now = shared.parent / "aside", time.time()
    for again in range(3):
        shutil.move(path, aside)
        assert meet(bo, grace=100, clock=lambda: now + again * 1000).sent == 0  # noqa: B023 — called at once
        shutil.move(aside, path)
        assert meet(bo, grace=100, clock=lambda: now + again * 1000 + 500).sent == 0  # noqa: B023
    assert bundles(shared) == [path]


def test_what_a_peer_never_had_is_sent_at_once_whoever_wrote_it(replica: Replica, meet: Meet) -> None:
    ada, bo, cy = replica("ada"), replica("bo"), replica("cy")
    write(ada)
    write_text(ada)
    bo.ingest(list(ada.export()))
    assert meet(bo)[:4] == (2, 0, 1, 0)
    assert meet(cy)[:4] == (0, 2, 0, 1)
    assert same(ada, bo, cy)


def test_a_git_repository_will_do(replica: Replica, tmp_path: Path) -> None:
    def git(folder: Path, *words: str) -> None:
        environment = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        who = ["-c", "user.name=Ada", "-c", "user.email=ada@example.org", "-c", "commit.gpgsign=false"]
        subprocess.run(["git", *who, *words], cwd=folder, env=environment, check=True, capture_output=True)

    if not shutil.which("git"):
        pytest.skip("there is no git here")
    git(tmp_path, "init", "--bare", "-b", "main", "origin.git")
    stores, places = [replica("ada"), replica("bo")], [tmp_path / "a", tmp_path / "b"]
    for store, place in zip(stores, places, strict=True):
        git(tmp_path, "clone", "origin.git", place.name)
        git(place, "checkout", "-B", "main")
        write(store, store.actor, store.actor)
        write_text(store, store.actor * 1000)

    def sync(k: int) -> None:
        peer = connect(str(places[k]), stores[k].db.meta("study"), notebook(stores[k], str(places[k])))
        exchange(stores[k], peer, breath=0)
        git(places[k], "add", "-A")
        git(places[k], "commit", "--allow-empty", "-m", "sync")

    sync(0)
    git(places[0], "push", "origin", "main")
    sync(1)
    git(places[1], "pull", "--no-rebase", "--no-edit", "--allow-unrelated-histories", "origin", "main")
    sync(1)
    git(places[1], "push", "origin", "main")
    git(places[0], "pull", "--no-edit", "origin", "main")
    sync(0)
    assert same(*stores)


# --- many small ones become a larger one


def test_many_small_bundles_become_one_and_go_when_they_are_old(replica: Replica, shared: Path, folder: Open) -> None:
    ada, now = replica("ada"), time.time()
    for i in range(7):
        write(ada, str(i))
        exchange(ada, folder(ada, many=5, keep=100, clock=lambda: now), breath=0)
    small = [path for path in bundles(shared) if len(bundle.unpack(path.read_bytes()).lines) == 1]
    assert [len(bundle.unpack(path.read_bytes()).lines) for path in bundles(shared) if path not in small] == [5]
    assert len(small) == 7
    write(ada, "later")
    exchange(ada, folder(ada, many=5, keep=100, clock=lambda: now + 99), breath=0)
    assert len(bundles(shared)) == 9
    write(ada, "later still")
    exchange(ada, folder(ada, many=5, keep=100, clock=lambda: now + 101), breath=0)
    assert len(bundles(shared)) == 5
    bo = replica("bo")
    assert exchange(bo, folder(bo), breath=0).taken == 9
    assert same(ada, bo)


@pytest.mark.parametrize("harm", ["gone", "torn"])
def test_no_small_bundle_goes_where_the_larger_one_came_to_harm(
    replica: Replica, shared: Path, folder: Open, harm: str
) -> None:
    ada, now = replica("ada"), time.time()
    for i in range(7):
        write(ada, str(i))
        exchange(ada, folder(ada, many=5, keep=100, clock=lambda: now), breath=0)
    (large,) = [path for path in bundles(shared) if len(bundle.unpack(path.read_bytes()).lines) == 5]
    small = set(bundles(shared)) - {large}
    if harm == "gone":
        large.unlink()
    else:
        large.write_bytes(large.read_bytes()[:100])
    write(ada, "later")
    exchange(ada, folder(ada, many=5, keep=100, clock=lambda: now + 1000), breath=0)
    assert small <= set(bundles(shared))


def test_the_larger_bundle_is_read_back_before_it_counts(
    replica: Replica, shared: Path, folder: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that says it wrote and did not."""
    ada, now, real = replica("ada"), time.time(), files.write

    def lies(path: Path, data: bytes) -> None:
        real(path, data[:-9] if len(data) > 600 else data)

    monkeypatch.setattr(files, "write", lies)
    for i in range(12):
        write(ada, str(i))
        exchange(ada, folder(ada, many=5, keep=0, clock=lambda: now), breath=0)
    monkeypatch.setattr(files, "write", real)
    bo = replica("bo")
    assert exchange(bo, folder(bo), breath=0).taken == 12


# --- whose folder it is


def test_the_folder_of_another_study_is_refused(replica: Replica, meet: Meet, shared: Path) -> None:
    ada, eve = replica("ada"), replica("eve", OTHER)
    write(ada)
    write(eve, "not ours")
    meet(ada)
    before = everything(shared)
    with pytest.raises(StudyError, match="another study") as refused:
        meet(eve)
    assert "subfolder" in refused.value.hint
    assert everything(shared) == before
    assert eve.read("SELECT name FROM code") == [("not ours",)]


@pytest.mark.parametrize("marker", ["gone", "torn", "twice", "another's"])
def test_the_bundles_decide_whatever_the_marker_says(replica: Replica, meet: Meet, shared: Path, marker: str) -> None:
    ada, bo, eve = replica("ada"), replica("bo"), replica("eve", OTHER)
    write(ada)
    meet(ada)
    path = shared / "workbench.json"
    if marker == "gone":
        path.unlink()
    elif marker == "torn":
        path.write_bytes(path.read_bytes()[:30])
    elif marker == "twice":
        shutil.copy(path, shared / "workbench (conflicted copy).json")
        path.write_text(json.dumps({"study": OTHER}))
    else:
        path.write_text(json.dumps({"study": OTHER}))
    assert meet(bo).taken == 1
    with pytest.raises(StudyError, match="another study"):
        meet(eve)


def test_a_stray_bundle_alone_does_not_take_our_folder_from_us(replica: Replica, meet: Meet, shared: Path) -> None:
    ada, eve = replica("ada"), replica("eve", OTHER)
    write(ada)
    write(eve)
    meet(ada)
    for path in bundles(shared):
        path.unlink()
    name, data = bundle.pack(list(eve.export()), OTHER)
    (shared / name).write_bytes(data)
    assert meet(ada).sent == 1


def test_a_folder_that_has_only_its_marker_is_that_studys(replica: Replica, meet: Meet, shared: Path) -> None:
    shared.mkdir()
    (shared / "workbench.json").write_text(json.dumps({"study": OTHER}))
    ada = replica("ada")
    write(ada)
    with pytest.raises(StudyError, match="another study"):
        meet(ada)
    assert everything(shared) == ["workbench.json"]


def test_a_stray_bundle_of_another_study_is_left_alone_with_one_sentence(
    replica: Replica, meet: Meet, shared: Path, folder: Open
) -> None:
    ada, eve, bo = replica("ada"), replica("eve", OTHER), replica("bo")
    write(ada)
    meet(ada)
    for i in range(3):
        write(eve, str(i))
        name, data = bundle.pack(list(eve.export())[i:], OTHER)
        (shared / f"stray {name}").write_bytes(data)
    done = meet(bo)
    assert done.taken == 1
    assert len(done.troubles) == 1
    assert "another study" in done.troubles[0]
    assert "2 more" in done.troubles[0]
    assert same(ada, bo)


def test_a_subfolder_of_its_own_for_another_study_disturbs_nobody(replica: Replica, shared: Path, meet: Meet) -> None:
    ada, eve = replica("ada"), replica("eve", OTHER)
    write(ada)
    write(eve)
    meet(ada)
    inside = shared / "another study"
    peer = Folder(str(inside), OTHER, notebook(eve, str(inside)))
    assert exchange(eve, peer, breath=0).sent == 1
    assert meet(ada) == Exchanged()


def test_who_joins_takes_what_is_there(replica: Replica, meet: Meet, folder: Open, shared: Path) -> None:
    ada, bo = replica("ada"), replica("bo", "")
    write(ada)
    write_text(ada)
    meet(ada)
    (shared / "workbench.json").unlink()
    peer = folder(bo)
    assert peer.study() == ada.db.meta("study")
    assert exchange(bo, peer, breath=0)[:4] == (0, 2, 0, 1)
    assert same(ada, bo)


def test_who_joins_where_nothing_is_is_told_so(replica: Replica, shared: Path, folder: Open) -> None:
    bo = replica("bo", "")
    with pytest.raises(StudyError, match="not there"):
        folder(bo).study()
    shared.mkdir()
    assert folder(bo).study() == ""
    write(bo)
    with pytest.raises(StudyError, match="no study yet"):
        exchange(bo, folder(bo), breath=0)


# --- a place that cannot be trusted to be there


def test_a_folder_that_is_gone_is_an_error_and_comes_back(replica: Replica, meet: Meet, shared: Path) -> None:
    ada = replica("ada")
    write(ada)
    meet(ada)
    away = shared.rename(shared.with_name("unmounted"))
    write(ada, "y")
    with pytest.raises(StudyError, match="not there") as error:
        meet(ada)
    assert "Nothing is lost" in error.value.hint
    assert not shared.exists()
    away.rename(shared)
    assert meet(ada).sent == 1


def test_a_folder_that_goes_while_it_is_written_to_is_not_made_anew(
    replica: Replica, meet: Meet, folder: Open, shared: Path
) -> None:
    ada = replica("ada")
    write(ada)
    meet(ada)
    peer = folder(ada)
    peer.names()
    shutil.rmtree(shared)
    with pytest.raises(StudyError, match="not there any more"):
        peer.put(list(ada.export()))
    assert not shared.exists()


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("after", range(3))
def test_a_full_disk_leaves_nothing_half_there(
    replica: Replica, meet: Meet, shared: Path, monkeypatch: pytest.MonkeyPatch, call: str, after: int
) -> None:
    ada = replica("ada")
    write(ada)
    write_text(ada)
    real, calls = getattr(os, call), []

    def full(*arguments: object) -> None:
        calls.append(arguments)
        if len(calls) > after:
            raise OSError(28, "No space left on device")
        real(*arguments)

    monkeypatch.setattr(os, call, full)
    with pytest.raises(StudyError, match="No space left"):
        meet(ada)
    monkeypatch.undo()
    assert not [path for path in shared.rglob(".*") if path.is_file()]
    meet(ada)
    assert meet(replica("bo"))[:4] == (0, 2, 0, 1)


def test_a_file_is_on_the_disk_before_it_has_its_name(
    replica: Replica, meet: Meet, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, order = replica("ada"), list[str]()
    write(ada)
    meet(ada)
    write(ada, "y")
    for call in ("fsync", "replace"):
        real = getattr(os, call)
        monkeypatch.setattr(os, call, lambda *a, call=call, real=real: order.append(call) or real(*a))
    meet(ada)
    assert order == ["fsync", "replace", "fsync"]


def test_an_empty_place_where_a_drive_was_is_no_folder_to_fill(
    replica: Replica, meet: Meet, shared: Path, folder: Open
) -> None:
    ada = replica("ada")
    write(ada)
    meet(ada)
    book = notebook(ada, str(shared))
    book.write({"place": "another device"})
    shutil.rmtree(shared)
    shared.mkdir()
    with pytest.raises(StudyError, match="empty") as error:
        meet(ada)
    assert "Connect the drive" in error.value.hint
    assert everything(shared) == []
    (shared / "workbench.json").touch()
    assert meet(ada).sent == 1


def test_a_folder_that_was_emptied_is_filled_again(replica: Replica, meet: Meet, shared: Path) -> None:
    ada = replica("ada")
    write(ada)
    meet(ada)
    shutil.rmtree(shared)
    shared.mkdir()
    assert meet(ada).sent == 1


def test_a_folder_that_may_only_be_read_gives_and_says_why_it_takes_nothing(
    replica: Replica, meet: Meet, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ada, bo = replica("ada"), replica("bo")
    write(ada)
    meet(ada)
    write(bo, "y", "C2")

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(StudyError, match="cannot be written to: Permission denied"):
        meet(bo)
    monkeypatch.undo()
    assert bo.read("SELECT count(*) FROM code") == [(2,)]
    assert not [path for path in shared.rglob(".*") if path.is_file()]
    assert meet(bo).sent == 1


@pytest.mark.parametrize("where", ["a file", "parent/missing"])
def test_a_path_that_can_be_no_folder_is_refused(replica: Replica, tmp_path: Path, where: str) -> None:
    (tmp_path / "a file").write_text("")
    ada = replica("ada")
    write(ada)
    path = str(tmp_path / where)
    with pytest.raises(StudyError):
        exchange(ada, connect(path, ada.db.meta("study"), notebook(ada, path)), breath=0)


def test_something_new_ends_the_waiting(replica: Replica, meet: Meet, folder: Open, shared: Path) -> None:
    ada, bo = replica("ada"), replica("bo")
    write(ada)
    meet(ada)
    peer = folder(bo)
    exchange(bo, peer, breath=0)
    assert not peer.wait(0)
    write(ada, "y")
    meet(ada)
    assert peer.wait(0)
    assert exchange(bo, peer, breath=0).taken == 1
    path = bundles(shared)[-1]
    path.write_bytes(path.read_bytes()[:40])
    peer._listing._last_full = -1e9
    peer.names()
    assert not peer.wait(0)
    path.write_bytes(path.read_bytes()[:30])
    assert peer.wait(0)
    shutil.rmtree(shared)
    with pytest.raises(StudyError):
        peer.wait(0)
