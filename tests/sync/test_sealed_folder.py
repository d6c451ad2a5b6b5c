"""The shared folder of an encrypted study: nothing in it can be read without the passphrase."""

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import StudyError
from workbench.sealing import Seal, is_sealed, new_salt
from workbench.store import Store, blob_id, put
from workbench.sync import Exchanged, bundle, exchange
from workbench.sync.folder import Folder
from workbench.sync.salts import salt_at

Replica = Callable[..., Store]
Meet = Callable[..., Exchanged]
Open = Callable[..., Folder]
WORDS = "Jeg er bange for, at nogen læser det. " * 50


@pytest.fixture(scope="module")
def seal() -> Seal:
    return Seal.derive("hemmelig", b"salt of sixteen.")


@pytest.fixture
def ada(replica: Replica, meet: Meet, seal: Seal) -> Store:
    """Somebody who has put two changes and a text into the folder, sealed."""
    ada = replica("ada")
    ada.write("add", [put("code", "C1", name="bekymring")])
    ada.write("memo", [put("memo", "M", text=[None, blob_id(b"salt", WORDS)])], texts=[(b"salt", WORDS)])
    meet(ada, seal=seal)
    return ada


def test_every_file_is_sealed_and_who_has_the_passphrase_reads_it(
    ada: Store, replica: Replica, meet: Meet, shared: Path, seal: Seal
) -> None:
    for path in shared.rglob("*"):
        if path.is_file() and path.name != "workbench.json":
            assert is_sealed(path.read_bytes())
    assert not any(b"bange" in path.read_bytes() for path in shared.rglob("*") if path.is_file())
    bo = replica("bo")
    assert meet(bo, seal=seal)[:4] == (0, 2, 0, 1)
    assert bo.digest() == ada.digest()
    assert meet(ada, seal=seal) == Exchanged()


def test_without_a_passphrase_it_is_asked_for(ada: Store, replica: Replica, meet: Meet) -> None:
    with pytest.raises(StudyError, match="encrypted") as error:
        meet(replica("bo"))
    assert "WORKBENCH_PASSPHRASE" in error.value.hint
    with pytest.raises(StudyError, match="encrypted"):
        meet(replica("new", ""))


def test_another_passphrase_is_said_to_be_another(ada: Store, replica: Replica, meet: Meet, seal: Seal) -> None:
    with pytest.raises(StudyError, match="another passphrase"):
        meet(replica("bo"), seal=Seal.derive("forkert", seal.salt))


def test_who_joins_gets_the_salt_from_any_file(
    ada: Store, replica: Replica, shared: Path, folder: Open, seal: Seal
) -> None:
    (shared / "workbench.json").unlink()
    assert salt_at(str(shared)) == seal.salt
    peer = folder(replica("bo", ""), Seal.derive("hemmelig", salt_at(str(shared)) or new_salt()))
    assert peer.study() == ada.db.meta("study")
    (shared / "plain").mkdir()
    assert salt_at(str(shared / "plain")) is None
    with pytest.raises(StudyError):
        salt_at(str(shared / "missing"))


def test_a_stray_sealed_file_does_not_make_a_plain_folder_sealed(
    replica: Replica, meet: Meet, shared: Path, seal: Seal
) -> None:
    ada = replica("ada")
    for name in "xy":
        ada.write("add", [put("code", "C1", name=name)])
        meet(ada)
    (shared / "stray.jsonl.gz").write_bytes(seal.seal(b"x" * 100, "changes"))
    assert salt_at(str(shared)) is None


def test_plain_files_in_a_sealed_folder_are_left_alone_and_mentioned(
    ada: Store, replica: Replica, meet: Meet, shared: Path, seal: Seal
) -> None:
    eve = replica("eve")
    eve.write("add", [put("code", "C9", name="plain")])
    name, data = bundle.pack(list(eve.export()), ada.db.meta("study"))
    (shared / name).write_bytes(data)
    (shared / f"unpacked {name}").write_bytes(gzip.decompress(data))
    (shared / "text").write_text(str(ada.text_line(blob_id(b"salt", WORDS))))
    bo = replica("bo")
    done = meet(bo, seal=seal)
    assert done.taken == 2
    assert len([said for said in done.troubles if "is not encrypted" in said]) == 3
    assert bo.read("SELECT count(*) FROM code") == [(1,)]


def test_a_stray_sealed_file_in_a_plain_folder_is_left_alone_and_mentioned(
    replica: Replica, meet: Meet, shared: Path, seal: Seal
) -> None:
    bo = replica("bo")
    bo.write("add", [put("code", "C1", name="x")])
    meet(bo)
    name, data = bundle.pack(list(bo.export()), bo.db.meta("study"))
    (shared / f"stray {name}").write_bytes(seal.seal(data, "changes"))
    done = meet(replica("cy"))
    assert done.taken == 1
    assert "is encrypted" in done.troubles[0]


@pytest.mark.parametrize("harm", ["cut", "flipped", "swapped"])
def test_a_sealed_file_that_was_tampered_with_is_not_read_and_made_whole(
    ada: Store, replica: Replica, meet: Meet, shared: Path, seal: Seal, harm: str
) -> None:
    (changes,) = shared.rglob("*.jsonl.gz")
    (text,) = (shared / "blobs").iterdir()
    whole = {path: path.read_bytes() for path in (changes, text)}
    for path, data in whole.items():
        spoilt = {"cut": data[:-7], "flipped": data[:-1] + bytes([data[-1] ^ 1]), "swapped": seal.seal(b"{", "other")}
        path.write_bytes(spoilt[harm])
    assert meet(replica("bo"), seal=seal)[:4] == (0, 0, 0, 0)
    assert meet(ada, seal=seal)[:4] == (2, 0, 1, 0)
    assert meet(replica("bo"), seal=seal)[:4] == (0, 2, 0, 1)


def test_a_sealed_file_under_another_name_is_still_what_it_is(
    ada: Store, replica: Replica, meet: Meet, shared: Path, seal: Seal
) -> None:
    (changes,) = shared.rglob("*.jsonl.gz")
    (text,) = (shared / "blobs").iterdir()
    changes.rename(shared / "renamed")
    text.rename(shared / "text.jsonl")
    assert meet(replica("bo"), seal=seal)[:4] == (0, 2, 0, 1)


def test_sealed_bundles_are_rolled_up_too(replica: Replica, folder: Open, shared: Path, seal: Seal) -> None:
    ada, bo = replica("ada"), replica("bo")
    for i in range(9):
        ada.write("add", [put("code", "C1", name=str(i))])
        exchange(ada, folder(ada, seal, many=4, keep=0), breath=0)
    files = list(shared.rglob("*.jsonl.gz"))
    assert len(files) < 8
    assert all(is_sealed(path.read_bytes()) for path in files)
    assert exchange(bo, folder(bo, seal), breath=0).taken == 9


def test_a_salt_and_a_bundle_do_not_say_who_or_what(ada: Store, shared: Path) -> None:
    """What a cloud's owner can see: sizes, times, the study's id and the names of streams."""
    seen = b"".join(path.read_bytes() for path in shared.rglob("*") if path.is_file())
    for word in (b"bekymring", "læser".encode()):
        assert word not in seen
