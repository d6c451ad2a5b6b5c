"""A shared folder in which somebody lays traps: each is refused by itself, quietly, and nothing else suffers."""

import gzip
import json
import os
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import pytest

from workbench.errors import StudyError
from workbench.log.change import encode
from workbench.store import Store, put
from workbench.sync import Exchanged, bundle, files
from workbench.sync.folder import Folder

Replica = Callable[..., Store]
Meet = Callable[..., Exchanged]
Open = Callable[..., Folder]


@pytest.fixture
def ada(replica: Replica, meet: Meet) -> Store:
    """Somebody who has put one change into the folder."""
    ada = replica("ada")
    ada.write("add", [put("code", "C1", name="x")])
    meet(ada)
    return ada


def whole(*lines: str, study: str) -> bytes:
    body = "".join(f"{line}\n" for line in lines).encode()
    foot = {"end": len(lines), "sha256": sha256(body).hexdigest(), "study": study}
    return gzip.compress(body + json.dumps(foot).encode() + b"\n")


def test_links_and_pipes_are_not_followed(
    ada: Store, replica: Replica, meet: Meet, shared: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "elsewhere"
    secret.mkdir()
    eve = replica("eve")
    eve.write("add", [put("code", "C9", name="from elsewhere")])
    name, data = bundle.pack(list(eve.export()), ada.db.meta("study"))
    (secret / name).write_bytes(data)
    (shared / "link.jsonl").symlink_to(secret / name)
    (shared / "linked").symlink_to(secret)
    (shared / "round").symlink_to(shared)
    os.mkfifo(shared / "pipe.jsonl.gz")
    bo = replica("bo")
    assert meet(bo).taken == 1
    with pytest.raises(OSError, match=r"link\.jsonl"):
        files.read(shared / "link.jsonl", 10)
    with pytest.raises(OSError, match="no file"):
        files.read(shared / "pipe.jsonl.gz", 10)


def test_nothing_is_written_through_a_link(replica: Replica, meet: Meet, shared: Path, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    shared.mkdir()
    (shared / "changes").symlink_to(tmp_path / "elsewhere")
    ada = replica("ada")
    ada.write("add", [put("code", "C1", name="x")])
    with pytest.raises(StudyError, match="cannot be written to"):
        meet(ada)
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_what_is_too_large_is_not_read(
    ada: Store, replica: Replica, meet: Meet, shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (shared / "huge.jsonl.gz").open("wb") as file:
        file.truncate(bundle.MAX_FILE + 1)
    done = meet(replica("bo"))
    assert done.taken == 1
    assert [said for said in done.troubles if "huge.jsonl.gz is too large" in said]


def test_a_name_that_would_write_to_the_terminal_is_made_harmless(
    ada: Store, replica: Replica, folder: Open, shared: Path
) -> None:
    for name in ("\x1b[2Jevil\u202e.jsonl", "new\nline.jsonl", b"\xff\xfe.jsonl".decode(errors="surrogateescape")):
        (shared / name).write_bytes(whole('{"h":1}', study=ada.db.meta("study")))
    bo = replica("bo")
    names = folder(bo).names()
    assert len(names.troubles) == 3
    for said in names.troubles:
        assert said.isprintable()
        said.encode()
    assert folder(bo).names() == names  # also when told from the notebook


def test_lines_that_are_no_changes_are_passed_over(ada: Store, replica: Replica, meet: Meet, shared: Path) -> None:
    good = next(iter(ada.export()))
    change = json.loads(good)
    hostile = [
        "[" * 500,
        json.dumps(change | {"s": "../../etc"}),
        json.dumps(change | {"q": 10**400}),
        json.dumps(change | {"b": {"name": "forged"}}),
        json.dumps(change | {"h": "z" * 64}),
        "{}",
        '{"blob":"x"}',
        "null",
    ]
    (shared / "hostile.jsonl").write_bytes(whole("{}", *hostile, good, study=ada.db.meta("study")))
    (shared / "nested.jsonl").write_bytes(whole('{"a":' * 900 + "1" + "}" * 900, study=ada.db.meta("study")))
    done = meet(replica("bo"))
    assert (done.taken, done.refused) == (1, ())


@pytest.mark.parametrize("stream", ["..", ".git", ".", "CON", "a" * 64, "changes"])
def test_a_stream_whose_name_is_a_path_stays_inside(
    replica: Replica, meet: Meet, shared: Path, tmp_path: Path, stream: str, make: Callable[..., object]
) -> None:
    ada = replica("ada")
    assert not ada.ingest([encode(make(stream, None, "C1", hlc=1, name="x"))]).refused  # type: ignore[arg-type]
    before = set(tmp_path.iterdir())
    meet(ada)
    assert set(tmp_path.iterdir()) - before <= {shared}
    (path,) = shared.rglob("*.jsonl.gz")
    assert path.parent.parent == shared / "changes"
    assert len(path.parent.name) == 26
    assert meet(replica("bo")).taken == 1


def test_folders_and_files_that_stand_in_the_way_are_walked_around(replica: Replica, meet: Meet, shared: Path) -> None:
    ada = replica("ada")
    ada.write("add", [put("code", "C1", name="x")])
    lines = list(ada.export())
    name = bundle.pack(lines, ada.db.meta("study"))[0]
    (shared / "changes" / json.loads(lines[0])["s"] / name / "inside").mkdir(parents=True)
    assert meet(ada).sent == 1
    assert meet(ada).sent == 0
    assert meet(replica("bo")).taken == 1


def test_a_folder_of_folders_without_end_has_an_end(ada: Store, replica: Replica, meet: Meet, shared: Path) -> None:
    deep = shared
    for _ in range(60):
        deep = deep / "d"
        deep.mkdir()
    (deep / "far.jsonl").write_bytes(b"{")
    assert meet(replica("bo")).taken == 1


def test_a_spoilt_notebook_costs_time_and_nothing_else(ada: Store, replica: Replica, meet: Meet, folder: Open) -> None:
    place = folder(ada).label
    for rubbish in ("", "[]", "null", '{"size": 1}', "[1,2,3,4,5,6,7]", '[1,2,"bundle","s",[[1]],"",0]'):
        for scope in (f"peer:{place}", f"exchange:{place}"):
            assert ada.notes(scope)
            ada.note(scope, dict.fromkeys(ada.notes(scope), rubbish))
        assert meet(ada)[:2] == (0, 0)


def test_what_another_program_has_begun_to_write_is_left_alone(replica: Replica, meet: Meet, shared: Path) -> None:
    shared.mkdir()
    theirs, ours = shared / ".film.mp4.part", shared / ".00000001-00000002.jsonl.gz.0123abcd.part"
    for path in (theirs, ours):
        path.write_bytes(b"half of it")
        os.utime(path, (1, 1))
    bo = replica("bo")
    bo.write("add", [put("code", "C1", name="x")])
    meet(bo)
    assert theirs.exists()
    assert not ours.exists()
