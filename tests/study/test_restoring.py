"""Going back to a backup: in place as a new replica, or in a new folder; and what is refused."""

import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from tests.study.test_backups import age, names
from workbench import study as door
from workbench.errors import BusyError, NewerError, NotFoundError, StudyError, WrongKeyError
from workbench.store import Store
from workbench.study import Study, restoring

Opened = Callable[..., Study]
WORDS = "correct horse battery"


def names_in(folder: Path, **more: str) -> set[str]:
    with closing(Study.open(folder, "ann", **more)) as study:
        assert study.log.verify().faults == ()
        return names(study)


@pytest.fixture
def backed_up(folder: Path, opened: Opened) -> Path:
    """A study with a backup of when it had one code, and one code more since."""
    study = opened(folder)
    study.codes.create("Mod", definition="At turde")
    study.backups.make()
    study.codes.create("Ansvar")
    study.close()
    return folder


def test_a_restored_study_is_what_the_backup_was_and_the_present_is_kept(backed_up: Path) -> None:
    done = restoring.restore(backed_up, restoring.find(backed_up), "ann")
    assert names_in(backed_up) == {"Mod"}
    book = (backed_up / "codebook" / "codebook.md").read_text(encoding="utf-8")
    assert "At turde" in book
    assert "Ansvar" not in book
    assert done.before is not None
    restoring.restore(backed_up, done.before, "ann")
    assert names_in(backed_up) == {"Mod", "Ansvar"}


def test_without_a_name_the_newest_is_meant_but_not_what_a_restore_replaced(backed_up: Path) -> None:
    newest = age(restoring.find(backed_up), timedelta(minutes=5))
    restoring.restore(backed_up, newest, "ann")
    assert restoring.find(backed_up) == newest
    assert restoring.find(backed_up, newest.name) == newest
    assert restoring.find(backed_up, newest.name[6:23]) == newest
    with pytest.raises(NotFoundError):
        restoring.find(backed_up, "study-1999")
    with pytest.raises(NotFoundError, match="several"):
        restoring.find(backed_up, "study-2")


def test_what_was_edited_by_hand_is_in_the_backup_of_the_present(backed_up: Path) -> None:
    book = backed_up / "codebook" / "codebook.md"
    text = book.read_text(encoding="utf-8")
    book.write_text(text.replace("Ansvar", "Medansvar"), encoding="utf-8")
    done = restoring.restore(backed_up, restoring.find(backed_up), "ann")
    assert names_in(backed_up) == {"Mod"}
    assert done.before is not None
    restoring.restore(backed_up, done.before, "ann")
    assert names_in(backed_up) == {"Mod", "Medansvar"}


def test_a_restored_study_goes_on_as_a_new_replica_and_gets_back_what_colleagues_have(
    backed_up: Path, opened: Opened
) -> None:
    study = opened(backed_up)
    colleague = list(study.log.export())
    streams, token = study._base.store.own(), study._base.store.db.meta("replica")
    study.close()
    restoring.restore(backed_up, restoring.find(backed_up), "ann")
    study = opened(backed_up)
    assert study._base.store.db.meta("replica") != token
    study.codes.create("Tillid")
    assert study._base.store.own()
    assert not study._base.store.own() & streams
    study.log.ingest(colleague)
    assert names(study) == {"Mod", "Ansvar", "Tillid"}
    verdict = study.log.verify()
    assert verdict.faults == ()
    assert study._base.store.read("SELECT count(*) FROM stream WHERE forked > 0") == [(0,)]


def test_a_backup_becomes_a_new_folder_beside_the_study(backed_up: Path, tmp_path: Path) -> None:
    there = tmp_path / "as it was"
    restoring.unpack(restoring.find(backed_up), there, "ann")
    assert names_in(there) == {"Mod"}
    assert names_in(backed_up) == {"Mod", "Ansvar"}
    with closing(Study.open(there, "ann")) as study, closing(Study.open(backed_up, "ann")) as origin:
        assert study.settings.groups == origin.settings.groups
        assert study.settings.facets == origin.settings.facets
        assert study.transcripts.document("A-1").text == origin.transcripts.document("A-1").text
        assert study._base.id == origin._base.id
        assert study._base.store.db.meta("replica") != origin._base.store.db.meta("replica")
        assert study.warnings == []
    assert "Nabohjælp" in (there / "codebook" / "study.toml").read_text(encoding="utf-8")
    with pytest.raises(StudyError, match="not empty"):
        restoring.unpack(restoring.find(backed_up), there, "ann")


def test_a_new_folder_of_what_is_no_backup_leaves_nothing_behind(backed_up: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.db"
    good = restoring.find(backed_up).read_bytes()
    (tmp_path / "there").mkdir()
    for target in (tmp_path / "new", tmp_path / "there"):
        bad.write_bytes(good[: len(good) // 2])
        with pytest.raises(StudyError):
            restoring.unpack(bad, target, "ann")
    assert not (tmp_path / "new").exists()
    assert list((tmp_path / "there").iterdir()) == []
    with closing(Store.open(tmp_path / "nobody's.db", "ann")):
        pass
    with pytest.raises(StudyError, match="no study"):
        restoring.unpack(tmp_path / "nobody's.db", tmp_path / "new", "ann")
    assert not (tmp_path / "new").exists()


def spoilt(kind: str, good: Path, tmp_path: Path) -> Path:
    bad = tmp_path / "bad.db"
    content = good.read_bytes()
    if kind == "torn":
        bad.write_bytes(content[: len(content) // 2])
    elif kind == "altered":
        bad.write_bytes(content[:30000] + b"\x09" * 5000 + content[35000:])
    elif kind == "rubbish":
        bad.write_bytes(b"SQLite format 3\x00" + b"rubbish" * 1000)
    elif kind == "foreign":
        other = tmp_path / "other"
        door.init(other, "Another", "en")
        with closing(Study.open(other, "ann")) as study:
            study.codes.create("X")
            shutil.copy(study.backups.make(), bad)
    else:
        shutil.copy(good, bad)
        with closing(Store.open(bad, "")) as store:
            store.db.con.execute("PRAGMA user_version=999999")
    return bad


@pytest.mark.parametrize("kind", ["torn", "altered", "rubbish", "foreign", "newer"])
def test_what_cannot_be_restored_is_refused_and_nothing_changed(backed_up: Path, tmp_path: Path, kind: str) -> None:
    bad = spoilt(kind, restoring.find(backed_up), tmp_path)
    before = sorted(path.name for path in (backed_up / ".workbench").rglob("*"))
    with pytest.raises(NewerError if kind == "newer" else StudyError) as refused:
        restoring.restore(backed_up, bad, "ann")
    assert refused.value.hint
    assert sorted(path.name for path in (backed_up / ".workbench").rglob("*")) == before
    assert names_in(backed_up) == {"Mod", "Ansvar"}


def test_while_the_study_is_open_nothing_is_restored(backed_up: Path, opened: Opened) -> None:
    study = opened(backed_up)
    with pytest.raises(BusyError):
        restoring.restore(backed_up, restoring.find(backed_up), "ann")
    assert names(study) == {"Mod", "Ansvar"}
    assert len(study.backups.list()) == 1


@pytest.mark.parametrize("kind", ["rubbish", "gone", "torn"])
def test_a_study_whose_database_is_lost_comes_back(backed_up: Path, kind: str) -> None:
    database = backed_up / ".workbench" / "study.db"
    if kind == "gone":
        database.unlink()
    else:
        database.write_bytes(b"rubbish" * 5000 if kind == "rubbish" else database.read_bytes()[:20000])
    restoring.restore(backed_up, restoring.find(backed_up), "ann")
    assert names_in(backed_up) == {"Mod"}


def test_an_encrypted_studys_backups_need_its_passphrase(tmp_path: Path) -> None:
    folder = tmp_path / "sealed"
    door.init(folder, "Sealed", "en", passphrase=WORDS)
    with closing(Study.open(folder, "ann", passphrase=WORDS)) as study:
        study.codes.create("Courage")
        made = study.backups.make()
        assert [b.whole for b in study.backups.list()] == [True]
        study.codes.create("Trust")
    assert b"Courage" not in made.read_bytes()
    for wrong in (None, "wrong passphrase"):
        with pytest.raises(WrongKeyError):
            restoring.restore(folder, made, "ann", wrong)
        with pytest.raises(WrongKeyError):
            restoring.check(made, wrong)
        with pytest.raises(WrongKeyError):
            restoring.unpack(made, tmp_path / "new", "ann", wrong)
    assert not (tmp_path / "new").exists()
    assert restoring.check(made, WORDS).changes > 0
    restoring.restore(folder, made, "ann", WORDS)
    assert names_in(folder, passphrase=WORDS) == {"Courage"}
    restoring.unpack(made, tmp_path / "new", "ann", WORDS)
    assert names_in(tmp_path / "new", passphrase=WORDS) == {"Courage"}
    assert sorted(p.name for p in (tmp_path / "new" / "codebook").iterdir()) == ["study.toml"]


@pytest.mark.parametrize("damage", ["front", "gone"])
def test_an_encrypted_study_whose_database_is_lost_comes_back(tmp_path: Path, damage: str) -> None:
    folder = tmp_path / "sealed"
    door.init(folder, "Sealed", "en", passphrase=WORDS)
    with closing(Study.open(folder, "ann", passphrase=WORDS)) as study:
        study.codes.create("Courage")
        made = study.backups.make()
    database = folder / ".workbench" / "study.db"
    if damage == "gone":
        database.unlink()
    else:
        database.write_bytes(b"\x05" * 4096 + database.read_bytes()[4096:])
    restoring.restore(folder, made, "ann", WORDS)
    assert names_in(folder, passphrase=WORDS) == {"Courage"}


def test_a_plain_backup_is_not_put_into_an_encrypted_study_nor_the_other_way_round(
    backed_up: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "sealed"
    door.init(folder, "Sealed", "en", passphrase=WORDS)
    with closing(Study.open(folder, "ann", passphrase=WORDS)) as study:
        sealed = study.backups.make()
    with pytest.raises(StudyError, match="sealed with a passphrase"):
        restoring.restore(folder, restoring.find(backed_up), "ann", WORDS)
    with pytest.raises(StudyError, match="sealed with a passphrase"):
        restoring.restore(backed_up, sealed, "ann", WORDS)


def test_a_backup_of_an_older_form_is_brought_into_todays(backed_up: Path) -> None:
    file = restoring.find(backed_up)
    with closing(Store.open(file, "")) as store:
        for name in ("note", "erasure", "withdrawal", "confirmation"):
            store.db.con.execute(f"DROP TABLE IF EXISTS {name}")
        store.db.con.execute("PRAGMA user_version=1001")
    restoring.check(file)
    restoring.restore(backed_up, file, "ann")
    assert names_in(backed_up) == {"Mod"}
