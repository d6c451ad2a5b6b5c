"""The exchange itself: what is asked of a peer, and what it is given, whatever it is."""

import json
import random
import shutil
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from pathlib import Path

import pytest

from workbench.errors import StudyError
from workbench.identity import new_id
from workbench.store import Store, blob_id, put
from workbench.sync import Exchanged, Held, Names, exchange, is_hub, notebook
from workbench.sync.folder import Folder, root_of

Replica = Callable[..., Store]
Meet = Callable[..., Exchanged]
Open = Callable[..., Folder]


class Shelf:
    """A peer that keeps chains in memory, and counts what is asked of it."""

    label = "a shelf"
    live = True

    def __init__(self, study: str = "") -> None:
        self.holds = study
        self.chains: dict[Held, list[str]] = {}
        self.texts: dict[str, str] = {}
        self.got: list[tuple[Held, int]] = []

    def study(self) -> str:
        return self.holds

    def names(self) -> Names:
        return Names(tuple(self.chains), frozenset(self.texts), ("the shelf is dusty",))

    def get(self, held: Held, after: int = 0) -> Sequence[str]:
        self.got.append((held, after))
        return [line for line in self.chains.get(held, []) if json.loads(line)["q"] > after]

    def get_text(self, text: str) -> str | None:
        return self.texts.get(text)

    def put(self, lines: Sequence[str]) -> int:
        read = [json.loads(line) for line in lines]
        assert {line["s"] for line in read} == {read[0]["s"]}
        assert all(later["p"] == earlier["h"] for earlier, later in pairwise(read))
        self.chains[Held(read[0]["s"], read[0]["q"], read[-1]["q"], read[-1]["h"])] = list(lines)
        return len(lines)

    def put_text(self, text: str, line: str) -> None:
        self.texts[text] = line

    def erase(self, texts: Collection[str]) -> None:
        for text in texts:
            self.texts.pop(text, None)

    def left(self) -> tuple[str, ...]:
        return ("the shelf is full",)

    def wait(self, seconds: float) -> bool:
        return False

    def close(self) -> None:
        pass


def write(store: Store, name: str = "x", row: str = "C1") -> None:
    assert store.write("add", [put("code", row, name=name)])


def write_text(store: Store, text: str) -> str:
    name = blob_id(b"salt", text)
    assert store.write("memo", [put("memo", new_id(), text=[None, name])], texts=[(b"salt", text)])
    return name


def same(*stores: Store) -> bool:
    return len({store.digest() for store in stores}) == 1 and not any(store.waiting() for store in stores)


def test_only_what_is_lacking_is_asked_for_and_given(replica: Replica) -> None:
    ada, bo, shelf = replica("ada"), replica("bo"), Shelf()
    for i in range(5):
        write(ada, str(i))
    assert exchange(ada, shelf, breath=0).sent == 5
    assert exchange(bo, shelf, breath=0).taken == 5
    write(ada, "more")
    assert exchange(ada, shelf, breath=0).sent == 1
    assert sorted((held.first, held.last) for held in shelf.chains) == [(1, 5), (6, 6)]
    shelf.got.clear()
    done = exchange(bo, shelf, breath=0)
    assert (done.taken, done.troubles) == (1, ("the shelf is dusty", "the shelf is full"))
    assert [(held.first, after) for held, after in shelf.got] == [(6, 5)]
    shelf.got.clear()
    assert exchange(bo, shelf, breath=0)[:4] == (0, 0, 0, 0)
    assert shelf.got == []


def test_an_exchange_without_news_writes_nothing(replica: Replica) -> None:
    ada, watcher, shelf = replica("ada"), replica("ada"), Shelf()
    write(ada)
    write_text(ada, "x" * 2000)
    exchange(ada, shelf, breath=0)
    exchange(ada, shelf, breath=0)
    watcher.changed()
    exchange(ada, shelf, breath=0)
    assert not watcher.changed()


def test_another_study_is_refused_before_anything_travels(replica: Replica) -> None:
    ada, shelf = replica("ada"), Shelf("another")
    write(ada)
    with pytest.raises(StudyError, match="another study"):
        exchange(ada, shelf, breath=0)
    assert not shelf.chains


def test_progress_is_told(replica: Replica) -> None:
    ada, bo, shelf, said = replica("ada"), replica("bo"), Shelf(), list[tuple[str, int, int]]()
    for i in range(25):
        write(ada, str(i))
    write_text(ada, "x" * 2000)
    exchange(ada, shelf, breath=0, progress=lambda *words: said.append(words))
    assert said == [("texts sent", 1, 1), ("changes sent", 26, 26)]
    said.clear()
    exchange(bo, shelf, breath=0, batch=10, progress=lambda *words: said.append(words))
    taken = [("changes taken", 10, 26), ("changes taken", 20, 26), ("changes taken", 26, 26)]
    assert said == [*taken, ("texts taken", 1, 1)]


def test_what_is_taken_is_taken_by_whole_transactions(replica: Replica, monkeypatch: pytest.MonkeyPatch) -> None:
    ada, bo, shelf, batches = replica("ada"), replica("bo"), Shelf(), list[int]()
    for size in (4, 4, 9, 1, 2):
        ada.write("add", [put("code", "C", name=str(k)) for k in range(size)])
    exchange(ada, shelf, breath=0)
    ingest = bo.ingest

    def watch(lines: Sequence[str], durable: bool = True) -> object:
        batches.append(len(list(lines)))
        assert not bo.db.con.in_transaction
        return ingest(lines, durable=durable)

    monkeypatch.setattr(bo, "ingest", watch)
    exchange(bo, shelf, breath=0, batch=3)
    assert batches == [4, 4, 9, 3]


def test_both_branches_of_a_restored_backup_travel(replica: Replica, tmp_path: Path, meet: Meet) -> None:
    """A machine restored as a whole, so that nobody notices until the branches meet."""
    ada, bo, cy = replica("ada"), replica("bo"), replica("cy")
    for i in range(3):
        write(ada, str(i))
    trunk = list(ada.export())
    restored = Store.open(":memory:", "ada")
    restored.keep("study", ada.db.meta("study"))
    restored.ingest(trunk)
    restored._stream = ada.heads()[0].stream
    write(ada, "one way")
    write(ada, "one way on")
    write(restored, "the other way", "C2")
    meet(ada)
    assert len(restored.heads()) == 1
    done = meet(restored)
    assert (done.sent, done.taken) == (1, 2)
    assert meet(bo).taken == 6
    assert meet(ada).taken == 1
    assert same(ada, bo, restored)
    # and onwards from one who holds both, to a peer that has one branch, none, or both
    for k in range(3):
        shelf = Shelf()
        if k:
            shelf.put(ada.chain(*ada.heads()[0][::2]))
        if k == 2:
            shelf.put(ada.chain(*ada.heads()[1][::2]))
        exchange(bo, shelf, breath=0)
        fresh = Store.open(":memory:", "dan")
        exchange(fresh, shelf, breath=0)
        assert fresh.digest() == ada.digest()
        assert exchange(bo, shelf, breath=0).sent == 0
        fresh.close()
    restored.close()
    write(ada, "in a stream of its own")
    meet(ada, cy)
    assert len(cy.heads()) == 3


def test_a_gap_waits_and_is_not_asked_for_again_and_again(replica: Replica) -> None:
    ada, bo, shelf = replica("ada"), replica("bo"), Shelf()
    for i in range(6):
        write(ada, str(i))
    lines = list(ada.export())
    shelf.put(lines[4:])
    assert exchange(bo, shelf, breath=0, clock=lambda: 1000.0)[:5] == (0, 0, 0, 0, 2)
    shelf.got.clear()
    assert exchange(bo, shelf, breath=0, clock=lambda: 1500.0).waiting == 2
    assert shelf.got == []
    assert exchange(bo, shelf, breath=0, clock=lambda: 9000.0).waiting == 2
    assert len(shelf.got) == 1
    shelf.put(lines[:4])
    assert exchange(bo, shelf, breath=0, clock=lambda: 9001.0)[1:5] == (6, 0, 0, 0)
    exchange(bo, shelf, breath=0)
    assert not [key for key in bo.notes(f"exchange:{shelf.label}") if key.startswith("took")]


def test_a_chain_that_gets_its_missing_front_is_asked_for_again(replica: Replica) -> None:
    ada, bo, shelf = replica("ada"), replica("bo"), Shelf()
    for i in range(6):
        write(ada, str(i))
    lines = list(ada.export())
    shelf.put(lines[4:])
    exchange(bo, shelf, breath=0, clock=lambda: 1000.0)
    shelf.chains.clear()
    shelf.put(lines)
    assert exchange(bo, shelf, breath=0, clock=lambda: 1001.0)[1:5] == (6, 0, 0, 0)


def test_a_chain_that_came_only_in_part_is_asked_for_again(replica: Replica) -> None:
    """Its file was just being moved, say."""
    ada, bo, shelf = replica("ada"), replica("bo"), Shelf()
    for i in range(6):
        write(ada, str(i))
    exchange(ada, shelf, breath=0)
    get = shelf.get
    shelf.get = lambda held, after=0: []  # type: ignore[method-assign]
    assert exchange(bo, shelf, breath=0).taken == 0
    shelf.get = lambda held, after=0: get(held, after)[:2]  # type: ignore[method-assign]
    assert exchange(bo, shelf, breath=0).taken == 2
    shelf.get = get  # type: ignore[method-assign]
    assert exchange(bo, shelf, breath=0).taken == 4
    assert same(ada, bo)


def test_lines_that_are_refused_are_reported_and_do_not_stop_the_rest(replica: Replica) -> None:
    ada, bo, shelf = replica("ada"), replica("bo"), Shelf()
    write(ada)
    exchange(ada, shelf, breath=0)
    (held,) = shelf.chains
    shelf.chains[Held("EVIL", 1, 2, "ab" * 32)] = ["no change", '{"h":1}']
    shelf.chains[held].append("{")
    shelf.get = lambda held, after=0: shelf.chains[held]  # type: ignore[method-assign]
    done = exchange(bo, shelf, breath=0)
    assert done.taken == 1
    assert len(done.refused) == 2
    assert exchange(bo, shelf, breath=0).refused == ()


def test_what_came_from_one_peer_goes_on_to_another(replica: Replica, meet: Meet) -> None:
    ada, bo, cy, shelf = replica("ada"), replica("bo"), replica("cy"), Shelf()
    write(ada)
    text = write_text(ada, "over land og hav " * 100)
    meet(ada)
    assert meet(bo).taken == 2
    assert exchange(bo, shelf, breath=0)[:4] == (2, 0, 1, 0)
    assert exchange(cy, shelf, breath=0)[:4] == (0, 2, 0, 1)
    write(cy, "back", "C2")
    exchange(cy, shelf, breath=0)
    assert exchange(bo, shelf, breath=0).taken == 1
    assert meet(bo).sent == 1
    assert meet(ada).taken == 1
    assert same(ada, bo, cy)
    assert cy.text(text) == ada.text(text)


def test_a_text_that_was_erased_goes_everywhere_and_comes_back_nowhere(
    replica: Replica, meet: Meet, shared: Path
) -> None:
    ada, bo, shelf = replica("ada"), replica("bo"), Shelf()
    text = write_text(ada, "Det må ingen læse. " * 100)
    meet(ada, bo)
    exchange(bo, shelf, breath=0)
    kept = (shared / "blobs" / text).read_bytes()
    (shared / "blobs" / f"{text} (conflicted copy)").write_bytes(kept)
    (shared / "blobs" / f"{text}.half").write_bytes(kept[:400])
    (shared / "blobs" / "renamed half").write_bytes(kept[:300])
    (shared / "blobs" / f".{text}.12345678.part").write_bytes(kept[:300])
    ada.write("withdraw", [put("erasure", new_id(), text=text)])
    meet(ada)
    assert list((shared / "blobs").iterdir()) == []
    meet(bo)
    assert bo.text(text) is None
    assert exchange(bo, shelf, breath=0).sent == 1
    assert shelf.texts == {}
    (shared / "blobs" / "back again").write_bytes(kept)  # a laptop that was away
    assert meet(ada)[2:4] == (0, 0)
    assert list((shared / "blobs").iterdir()) == []
    assert "ingen læse".encode() not in b"".join(p.read_bytes() for p in shared.rglob("*") if p.is_file())


def test_a_text_that_nothing_names_is_not_taken(replica: Replica, meet: Meet, shared: Path) -> None:
    ada, bo = replica("ada"), replica("bo")
    write(ada)
    meet(ada)
    stray = Store.open(":memory:", "eve")
    text = write_text(stray, "not asked for " * 100)
    (shared / "blobs").mkdir()
    (shared / "blobs" / text).write_text(f"{stray.text_line(text)}\n")
    stray.close()
    assert meet(bo).texts_taken == 0
    assert bo.text(text) is None


@pytest.mark.parametrize("seed", range(6))
def test_any_two_who_meet_over_any_leftovers_are_the_same(replica: Replica, seed: int) -> None:
    """A peer that holds any heap of overlapping chains of what both wrote."""
    chance, shelf = random.Random(seed), Shelf()
    stores = [replica(name) for name in ("ada", "bo", "cy")]
    for i in range(40):
        store = chance.choice(stores)
        store.write("add", [put("code", f"C{i % 5}", name=f"{i} {k}") for k in range(chance.randrange(1, 5))])
        if chance.random() < 0.3:
            lines = chance.choice(stores).chain(*chance.choice(store.heads())[::2]) or store.chain(
                *store.heads()[0][::2]
            )
            first = chance.randrange(len(lines))
            shelf.put(lines[first : first + chance.randrange(1, 9)])
        if chance.random() < 0.2:
            exchange(store, shelf, breath=0, grace=0)
        if chance.random() < 0.1 and shelf.chains:
            del shelf.chains[chance.choice(list(shelf.chains))]
    for _ in range(3):
        for store in stores:
            exchange(store, shelf, breath=0, grace=0)
    assert same(*stores)
    assert all(exchange(store, shelf, breath=0, grace=0)[:4] == (0, 0, 0, 0) for store in stores)


def test_a_copied_database_goes_on_and_nothing_is_lost(replica: Replica, meet: Meet, tmp_path: Path) -> None:
    ada, bo = replica("ada"), replica("bo")
    write(ada, "before")
    meet(ada, bo)
    ada.close()
    shutil.copy(tmp_path / "ada.db", tmp_path / "copy.db")
    ada, copy = replica("ada"), replica("copy")
    write(ada, "at home", "C2")
    write(copy, "on the train", "C3")
    meet(ada, copy, bo, ada, copy)
    assert same(ada, copy, bo)
    assert bo.read("SELECT count(*) FROM code") == [(3,)]


def test_an_address_is_a_server_or_a_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, replica: Replica) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "place").mkdir()
    assert str(root_of("place")) == str((tmp_path / "place").resolve())
    assert root_of("place/") == root_of(str(tmp_path / "place"))
    assert is_hub("postgresql://ada@example.org/study")
    assert not is_hub("postgresql")
    book = notebook(replica("ada"), "x")
    book.write({"a": "1", "b": "2"})
    book.write({"a": None})
    assert notebook(replica("ada"), "x").read() == {"b": "2"}
    assert notebook(replica("ada"), "y").read() == {}
