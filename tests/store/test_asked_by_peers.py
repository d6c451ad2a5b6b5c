"""What a peer asks of a replica: where its streams end, their lines, its texts; and what is its own notebook."""

import contextlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from workbench.errors import StudyError, WrongKeyError
from workbench.log.change import Change, decode, encode
from workbench.store import Store, blob_id, put

TEXT = "Man skal turde at spørge. " * 60
KEY = bytes(range(48))


def test_heads_name_where_a_stream_ends_and_who_writes_it(store: Store) -> None:
    store.write("add", [put("code", "A", name="a"), put("code", "B", name="b")])
    (head,) = store.heads()
    assert (head.seq, head.actor) == (2, "ada")
    assert store.has(head.stream, 2, head.hash)
    assert not store.has(head.stream, 1, head.hash)
    assert not store.has("elsewhere", 2, head.hash)


def test_a_chain_is_one_branch_in_order_above_what_is_known(store: Store, make: Callable[..., Change]) -> None:
    trunk = make("S", None, "A", hlc=1, name="first")
    left, right = (make("S", trunk, "A", hlc=2, name=name) for name in ("left", "right"))
    store.ingest([encode(c) for c in (trunk, left, right)])
    assert {h.hash for h in store.heads()} == {left.hash.hex(), right.hash.hex()}
    assert [decode(line) for line in store.chain("S", left.hash.hex())] == [trunk, left]
    assert [decode(line) for line in store.chain("S", right.hash.hex(), after=1)] == [right]
    assert store.chain("S", "00" * 32) == []
    assert store.chain("nobody", left.hash.hex()) == []


def test_what_waits_is_counted_and_not_said_to_be_here(store: Store, make: Callable[..., Change]) -> None:
    first = make("S", None, "A", hlc=1)
    second = make("S", first, "A", hlc=2)
    store.ingest([encode(second)])
    assert (store.waiting(), store.has("S", 2, second.hash.hex())) == (1, False)
    store.ingest([encode(first)])
    assert (store.waiting(), store.has("S", 2, second.hash.hex())) == (0, True)


def test_texts_are_here_wanted_or_erased(replica: Callable[..., Store]) -> None:
    ada, bo = replica("ada"), replica("bo")
    name, missing = blob_id(b"s", TEXT), blob_id(b"s", "another")
    ada.write("write", [put("memo", "M", text=[None, name])], texts=[(b"s", TEXT)])
    ada.write("remark", [put("coding", "G", memo={"text": missing})])
    assert ada.texts().here == {name}
    assert ada.texts().wanted == {missing}
    for head in ada.heads():
        bo.ingest(ada.chain(head.stream, head.hash))
    assert bo.texts().wanted == {name, missing}
    line = ada.text_line(name)
    assert line is not None
    assert ada.text_line(missing) is None
    assert bo.ingest([line]).blobs == 1
    assert bo.ingest([line]).blobs == 0
    assert bo.text(name) == TEXT


def test_a_text_from_before_anonymisation_stays_at_home(store: Store) -> None:
    name = blob_id(b"", TEXT)
    store.write("import", [put("revision", "R", transcript="T", text=name)], texts=[(b"", TEXT)])
    assert any(TEXT in line for line in store.export())
    store.write("anonymise", [put("revision", "R", private=1)])
    assert store.texts().here == store.texts().wanted == frozenset()
    assert store.text_line(name) is None
    assert not any(TEXT in line for line in store.export())
    assert store.text(name) == TEXT


@pytest.mark.parametrize("erasure_first", [True, False])
def test_an_erased_text_is_gone_for_ever_whatever_comes_first(
    replica: Callable[..., Store], erasure_first: bool
) -> None:
    ada, bo = replica("ada"), replica("bo")
    name = blob_id(b"s", TEXT)
    ada.write("write", [put("memo", "M", text=[None, name])], texts=[(b"s", TEXT)])
    early = list(ada.export())
    tx = ada.write("purge", [put("erasure", "E", text=name)])
    late = list(ada.export())
    for lines in (late, early) if erasure_first else (early, late):
        bo.ingest(lines)
    assert tx
    ada.undo(tx.stream, tx.tx)
    ada.rebuild()
    bo.ingest([*ada.export(), *early])
    for replica_ in (ada, bo):
        assert replica_.text(name) is None
        assert name in replica_.texts().erased
        assert replica_.verify().faults == ()
    assert ada.digest() == bo.digest()


def test_after_a_scrub_no_byte_of_an_erased_text_is_left_in_the_file(replica: Callable[..., Store]) -> None:
    ada = replica("ada")
    path = Path(ada.db.path)
    texts = [f"{number} {TEXT}" for number in range(40)]
    ada.write(
        "write",
        [put("memo", f"M{i}", text=[None, blob_id(b"s", t)]) for i, t in enumerate(texts)],
        texts=[(b"s", t) for t in texts],
    )
    ada.write("purge", [put("erasure", f"E{i}", text=blob_id(b"s", t)) for i, t in enumerate(texts)])
    assert ada.scrub()
    ada.close()
    written = b"".join(file.read_bytes() for file in path.parent.glob("ada.db*"))
    assert "turde at spørge".encode() not in written
    assert b"purge" in written


def test_the_notebook_is_this_files_own(replica: Callable[..., Store]) -> None:
    ada, bo = replica("ada"), replica("bo")
    before = ada.digest()
    ada.note("peer", {"a": "1", "b": "2"})
    ada.note("peer", {"a": None, "b": "3"})
    ada.note("other", {"a": "4"})
    assert (ada.notes("peer"), ada.notes("other"), ada.notes("none")) == ({"b": "3"}, {"a": "4"}, {})
    bo.ingest(ada.export())
    assert (bo.notes("peer"), ada.digest()) == ({}, before)


def test_what_this_machine_writes_is_its_own_and_a_copy_has_nothing(
    replica: Callable[..., Store], tmp_path: Path
) -> None:
    ada = replica("ada")
    ada.write("add", [put("code", "A", name="a")])
    assert ada.own() == {ada.heads()[0].stream}
    ada.close()
    (tmp_path / "copy.db").write_bytes((tmp_path / "ada.db").read_bytes())
    assert replica("copy").own() == frozenset()


def test_an_encrypted_file_opens_with_its_key_alone(tmp_path: Path, capfd: Any) -> None:
    path = tmp_path / "sealed.db"
    store = Store.open(path, "ada", key=KEY)
    store.write("write", [put("memo", "M", text=[TEXT, None])])
    with store.session() as session:
        assert session.connection().exec_driver_sql("SELECT body FROM memo").scalar() == TEXT
    assert TEXT.encode()[:20] not in b"".join(file.read_bytes() for file in tmp_path.glob("sealed.db*"))
    store.close()
    assert path.read_bytes()[:16] == KEY[32:]
    with pytest.raises(WrongKeyError):
        Store.open(path, "ada", key=bytes(48))
    with pytest.raises(StudyError):
        Store.open(path, "ada")
    again = Store.open(path, "ada", key=KEY)
    assert again.verify().faults == ()
    again.close()
    assert capfd.readouterr().err == ""


def test_what_is_asked_again_is_told_anew_once_anybody_has_written(tmp_path: Path) -> None:
    here, there = (Store.open(tmp_path / "study.db", name) for name in ("ada", "bo"))
    assert (here.heads(), here.texts().here) == ([], frozenset())
    here.write("add", [put("code", "A", name="a")])
    assert [head.actor for head in here.heads()] == ["ada"]
    there.write("add", [put("code", "B", name="b")], texts=[(b"salt", TEXT)])
    assert sorted(head.actor for head in here.heads()) == ["ada", "bo"]
    assert here.texts().here == {blob_id(b"salt", TEXT)}
    here.close(), there.close()


def test_what_was_seen_in_a_transaction_that_came_to_nothing_is_not_kept(store: Store) -> None:
    store.write("add", [put("code", "A", name="a")])
    before = store.heads()
    with contextlib.suppress(KeyError), store.db.transaction() as con:
        con.execute("DELETE FROM head")
        assert store.heads() == []
        raise KeyError
    assert store.heads() == before
