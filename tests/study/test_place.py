"""Where the database lies: beside the study, but not where a sync client or another machine writes too."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from tests.study.conftest import A1
from tests.study.test_owner import mark, mounts
from workbench.errors import BusyError, StudyError
from workbench.store import Store
from workbench.study import Study, known_coders, place

Opened = Callable[..., Study]


@pytest.fixture(autouse=True)
def data(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data directory of this test's own, and no OneDrive from the machine's environment."""
    for variable in ("OneDrive", "OneDriveConsumer", "OneDriveCommercial"):
        monkeypatch.delenv(variable, raising=False)
    folder = tmp_path_factory.mktemp("data")
    monkeypatch.setenv("WORKBENCH_DATA", str(folder))
    return folder


def work(folder: Path, name: str) -> None:
    study = Study.open(folder, "ann")
    study.codes.create(name)
    study.close()


def codes(folder: Path, **more: str) -> set[str]:
    with closing(Study.open(folder, "ann", **more)) as study:
        assert study.log.verify().faults == ()
        return {code.name for code in study.codes.list()}


def databases(data: Path) -> list[Path]:
    return sorted((data / "studies").rglob("study.db"))


def test_an_ordinary_study_has_its_database_in_its_folder(folder: Path, data: Path) -> None:
    work(folder, "Mod")
    assert place.find(folder).database == folder / ".workbench" / "study.db"
    assert databases(data) == []
    assert (folder / ".workbench" / ".gitignore").read_text() == "*\n"


def test_in_a_shared_folder_the_database_lies_in_the_data_directory_and_that_is_said_once(
    folder: Path, data: Path, opened: Opened
) -> None:
    mark(folder.parent)
    study = opened(folder)
    study.codes.create("Mod")
    ((database,),) = [databases(data)]
    assert database.parent.name.startswith("nabohjælp-")
    (said,) = study.warnings
    assert "Syncthing" in said
    assert str(database) in said
    assert "workbench sync" in said
    assert not (folder / ".workbench").exists()
    study.close()
    assert opened(folder).warnings == []
    assert codes(folder) == {"Mod"}
    assert known_coders(folder) == ["ann"]


def test_it_is_said_until_somebody_has_read_it(folder: Path, data: Path, opened: Opened) -> None:
    mark(folder.parent)
    for _ in range(2):
        opened(folder).close()
    study = opened(folder)
    assert len(study.warnings) == len(study.warnings) == 1
    study.close()
    assert opened(folder).warnings == []


def test_a_folder_that_has_become_shared_gives_its_database_away(folder: Path, data: Path, opened: Opened) -> None:
    work(folder, "Mod")
    stream = {head.stream for head in _heads(folder / ".workbench" / "study.db")}
    mark(folder.parent)
    study = opened(folder)
    assert any("was moved" in said for said in study.warnings)
    study.codes.create("Ansvar")
    study.close()
    assert sorted(path.name for path in (folder / ".workbench").iterdir()) == [".gitignore"]
    assert codes(folder) == {"Mod", "Ansvar"}
    assert len({head.stream for head in _heads(databases(data)[0])} - stream) == 1


def _heads(path: Path) -> list[object]:
    with closing(Store.open(path, "")) as store:
        return list(store.heads())


def test_its_backups_go_with_it(folder: Path, data: Path, opened: Opened) -> None:
    study = opened(folder)
    made = study.backups.make()
    study.close()
    mark(folder.parent)
    assert [b.path.name for b in opened(folder).backups.list()] == [made.name]
    assert not made.exists()


def test_while_another_window_has_it_open_nothing_is_moved(folder: Path, data: Path, opened: Opened) -> None:
    study = opened(folder)
    mark(folder.parent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("workbench.store.moving.WAIT_S", 0.1)
        patch.setattr("workbench.store.moving.bring.__defaults__", (0.1,))
        with pytest.raises(BusyError, match="another window"):
            Study.open(folder, "bo")
    study.codes.create("Mod")
    study.close()
    assert databases(data) == []
    assert codes(folder) == {"Mod"}
    assert len(databases(data)) == 1


def test_a_database_that_a_sync_client_brings_back_is_taken_in(folder: Path, data: Path, opened: Opened) -> None:
    work(folder, "Mod")
    home = folder / ".workbench" / "study.db"
    shutil.copy(home, old := folder.parent / "old.db")
    with closing(Study.open(folder, "ann")) as study:
        study.codes.create("Ansvar")
    shutil.copy(home, newer := folder.parent / "newer.db")
    shutil.copy(old, home)
    mark(folder.parent)
    work(folder, "Tillid")
    shutil.copy(newer, home)
    study = opened(folder)
    assert any("were taken in" in said for said in study.warnings)
    assert {code.name for code in study.codes.list()} == {"Mod", "Ansvar", "Tillid"}
    assert not home.exists()
    assert [b.reason for b in study.backups.list()] == ["taken-in"]
    study.close()
    shutil.copy(newer, home)
    (home.parent / "study.db-wal").write_bytes(b"")
    assert codes(folder) == {"Mod", "Ansvar", "Tillid"}
    assert sorted(path.name for path in home.parent.iterdir()) == [".gitignore"]


def test_a_colleagues_database_in_a_shared_folder_is_read_and_left_to_him(
    folder: Path,
    data: Path,
    opened: Opened,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    work(folder, "Mod")
    home = folder / ".workbench" / "study.db"
    before = home.read_bytes()
    mark(folder.parent)
    with monkeypatch.context() as patch:
        for variable in ("WORKBENCH_STATE", "WORKBENCH_DATA"):
            patch.setenv(variable, str(tmp_path_factory.mktemp("bo")))
        study = opened(folder, "bo")
        assert {code.name for code in study.codes.list()} == {"Mod"}
        assert any("another machine" in said for said in study.warnings)
        study.close()
        study = opened(folder, "bo")
        assert study.warnings == []
        study.close()
        assert home.read_bytes() == before
    work(folder, "Ansvar")
    assert not home.exists()
    assert codes(folder) == {"Mod", "Ansvar"}


def test_where_a_database_is_used_it_stays_when_the_folder_is_shared_no_longer(folder: Path, data: Path) -> None:
    mark(folder.parent)
    work(folder, "Mod")
    (folder.parent / ".stfolder").rmdir()
    work(folder, "Ansvar")
    assert codes(folder) == {"Mod", "Ansvar"}
    assert len(databases(data)) == 1
    assert not (folder / ".workbench" / "study.db").exists()


def test_another_data_directory_later_does_not_hide_the_study(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(folder.parent)
    work(folder, "Mod")
    monkeypatch.setenv("WORKBENCH_DATA", str(tmp_path_factory.mktemp("elsewhere")))
    assert codes(folder) == {"Mod"}


def test_a_machine_that_has_forgotten_everything_finds_it_too(
    folder: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(folder.parent)
    work(folder, "Mod")
    monkeypatch.setenv("WORKBENCH_STATE", str(tmp_path_factory.mktemp("new state")))
    assert codes(folder) == {"Mod"}


@pytest.mark.parametrize("elsewhere", [False, True])
def test_a_shared_folder_that_was_renamed_keeps_its_study(
    folder: Path,
    data: Path,
    opened: Opened,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    elsewhere: bool,
) -> None:
    mark(folder.parent)
    work(folder, "Mod")
    renamed = folder.rename(folder.parent / "another name")
    if elsewhere:
        monkeypatch.setenv("WORKBENCH_DATA", str(tmp_path_factory.mktemp("elsewhere")))
    study = opened(renamed)
    assert any("another name now" in said for said in study.warnings)
    assert {code.name for code in study.codes.list()} == {"Mod"}
    study.close()
    assert codes(renamed) == {"Mod"}
    assert opened(renamed).warnings == []


def test_a_copy_of_a_shared_folder_does_not_take_the_originals_database(folder: Path, data: Path) -> None:
    mark(folder.parent)
    work(folder, "Mod")
    copy = Path(shutil.copytree(folder, folder.parent / "copy"))
    work(copy, "Ansvar")
    assert codes(folder) == {"Mod"}
    assert len(databases(data)) == 2


@pytest.mark.parametrize("how", ["marked", "network"])
def test_a_data_directory_that_is_shared_itself_is_refused_with_advice(
    folder: Path, data: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    if how == "marked":
        mark(folder.parent)
        mark(data)
    else:
        mounts(monkeypatch, **{"/": "ext4", str(folder.parent): "nfs4", str(data): "nfs4"})
    with pytest.raises(StudyError) as refused:
        Study.open(folder, "ann")
    assert "WORKBENCH_DATA" in refused.value.hint
    assert list(data.rglob("study.db")) == []
    assert not (folder / ".workbench").exists()


def test_a_container_is_not_trusted_with_the_only_database(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mark(folder.parent)
    monkeypatch.setattr(place, "_in_container", lambda: True)
    work(folder, "Mod")  # WORKBENCH_DATA is set
    monkeypatch.delenv("WORKBENCH_DATA")
    monkeypatch.setattr(place, "user_data_path", lambda *_, **__: folder.parent.parent / "home")
    (folder / "x").mkdir()
    other = Path(shutil.copytree(folder, folder.parent / "other"))
    with pytest.raises(StudyError, match="container"):
        Study.open(other, "ann")


def test_an_encrypted_study_moves_sealed(tmp_path: Path, data: Path) -> None:
    from workbench import study as door

    folder, words = tmp_path / "shared" / "sealed", "correct horse battery"
    door.init(folder, "Sealed", "en", passphrase=words)
    with closing(Study.open(folder, "ann", passphrase=words)) as study:
        study.codes.create("Withdrawn courage")
    mark(tmp_path / "shared")
    assert codes(folder, passphrase=words) == {"Withdrawn courage"}
    assert not (folder / ".workbench" / "study.db").exists()
    assert b"courage" not in databases(data)[0].read_bytes()
    assert codes(folder, passphrase=words) == {"Withdrawn courage"}
    with pytest.raises(StudyError):
        Study.open(folder, "ann", passphrase="something else")


def test_a_transcript_is_imported_into_the_moved_study(folder: Path, data: Path, opened: Opened) -> None:
    mark(folder.parent)
    opened(folder).close()
    (folder.parent / "d.md").write_text(A1.replace("A-1", "D-1"), encoding="utf-8")
    study = opened(folder)
    study.transcripts.import_files([folder.parent / "d.md"])
    assert "D-1" in study.transcripts.names()


KILLED = """
import os, random, shutil, signal, sys, time
from contextlib import closing
from pathlib import Path
from workbench.study import Study
folder, chance = Path(sys.argv[1]), random.Random(3)
data = Path(os.environ["WORKBENCH_DATA"])
names = set()
for number in range(int(sys.argv[2])):
    with closing(Study.open(folder, "ann")) as study:
        study.codes.create(f"Code {number}")
    names.add(f"Code {number}")
    (folder.parent / ".stfolder").mkdir()
    if not (child := os.fork()):
        Study.open(folder, "ann").close()
        os._exit(0)
    time.sleep(chance.random() * 0.25)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    with closing(Study.open(folder, "ann")) as study:
        assert not study.log.verify().faults
        assert {c.name for c in study.codes.list()} == names, number
        where = Path(study._base.store.db.path)
    assert where.is_relative_to(data), where
    assert not (folder / ".workbench" / "study.db").exists()
    # back into the folder, for the next round
    (folder.parent / ".stfolder").rmdir()
    shutil.move(where, folder / ".workbench" / "study.db")
    shutil.rmtree(where.parent)
print("ok")
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the program forks")
@pytest.mark.parametrize("rounds", [3, pytest.param(200, marks=pytest.mark.nightly)])
def test_killed_while_it_moves_a_study_is_whole_at_the_next_start(folder: Path, rounds: int) -> None:
    run = subprocess.run(
        [sys.executable, "-c", KILLED, folder, str(rounds)], capture_output=True, text=True, timeout=900
    )
    assert run.stdout == "ok\n", run.stderr
