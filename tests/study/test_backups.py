"""Backups that make themselves, are thinned out."""

import os
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import StudyError
from workbench.store import Store, backup
from workbench.study import Study, backups
from workbench.study.backups import DAY, HOUR

Opened = Callable[..., Study]
NOW = datetime(2026, 11, 23, 10, 12, tzinfo=UTC)


def names(study: Study) -> set[str]:
    return {code.name for code in study.codes.list()}


def age(path: Path, by: timedelta) -> Path:
    """Make a backup look as if it had been made so long before now."""
    stamp = f"{datetime.now(UTC) - by:%Y-%m-%dT%H%M%SZ}"
    return path.rename(path.with_name(f"study-{stamp}.db"))


def age_all(study: Study, by: timedelta) -> None:
    for number, found in reversed(list(enumerate(study.backups.list()))):
        age(found.path, by + timedelta(minutes=2 * number))


def begun(study: Study, monkeypatch: pytest.MonkeyPatch, by: timedelta) -> None:
    """Let the study's first change be so old."""
    monkeypatch.setattr(study.backups, "_begun", lambda: datetime.now(UTC) - by)


# --- which are kept

times = st.lists(
    st.integers(-40 * 24 * 60, 800 * 24 * 60).map(lambda minutes: NOW - timedelta(minutes=minutes)), max_size=80
)


@given(times)
def test_the_newest_is_kept_and_never_the_only_one_removed(made: list[datetime]) -> None:
    keep = set(backups.kept(made, NOW))
    assert keep <= set(made)
    assert not made or max(made) in keep
    assert len(made) != 1 or len(keep) == 1


@given(times)
def test_what_is_kept_is_kept_as_long_as_nothing_newer_comes(made: list[datetime]) -> None:
    keep = set(backups.kept(made, NOW))
    assert set(backups.kept(keep, NOW)) == keep


@given(times)
def test_there_is_one_of_each_day_week_and_month_that_had_one(made: list[datetime]) -> None:
    keep = set(backups.kept(made, NOW))
    past = {time for time in made if time.date() <= NOW.date()}
    for bucket, since in (
        (lambda time: time.date(), timedelta(days=14)),
        (lambda time: time.isocalendar()[:2], timedelta(weeks=8)),
        (lambda time: (time.year, time.month), timedelta(days=335)),
    ):
        wanted = {bucket(time) for time in past if NOW.date() - time.date() <= since}
        assert wanted <= {bucket(time) for time in keep}
    today = sorted(time for time in made if time.date() == NOW.date())
    assert set(today[-8:]) <= keep


@given(times)
def test_there_are_never_many(made: list[datetime]) -> None:
    keep = [time for time in backups.kept(made, NOW) if time.date() <= NOW.date()]
    assert len(keep) <= 8 + 14 + 9 + 13


def test_two_years_of_hourly_work_leave_a_few_dozen_that_reach_back_a_year() -> None:
    kept: set[datetime] = set()
    start = NOW - timedelta(days=730)
    for hour in range(730 * 8):
        now = start + timedelta(days=hour // 8, hours=hour % 8)
        kept = set(backups.kept({*kept, now}, now))
        assert now in kept
    assert 25 <= len(kept) <= 44
    assert {time.date() for time in kept} >= {NOW.date() - timedelta(days=days) for days in range(1, 14)}
    assert date(2025, 12, 31) in {time.date() for time in kept}


# --- made by themselves


def test_a_backup_says_when_it_was_made_and_how_much_it_holds(study: Study) -> None:
    study.codes.create("Mod")
    path = study.backups.make("before the workshop")
    ((changes,),) = study._base.store.read("SELECT count(*) FROM change")
    (found,) = study.backups.list()
    assert found._replace(when=NOW) == backups.Backup(
        path, NOW, path.stat().st_size, changes, True, "before-the-workshop"
    )
    assert timedelta(0) <= datetime.now(UTC) - found.when < timedelta(minutes=1)
    assert path.name.startswith(f"study-{datetime.now(UTC):%Y-%m-%dT}")
    with closing(Store.open(path, "")) as copy:
        assert copy.digest() == study._base.store.digest()


def test_two_made_at_once_are_two(study: Study) -> None:
    assert len({study.backups.make() for _ in range(3)}) == len(study.backups.list()) == 3


def test_a_spoilt_backup_is_listed_as_such(study: Study) -> None:
    whole, torn, empty = (study.backups.make() for _ in range(3))
    torn.write_bytes(torn.read_bytes()[:-4096])
    empty.write_bytes(b"")
    assert {b.path: b.whole for b in study.backups.list()} == {whole: True, torn: False, empty: False}


def test_what_others_have_put_into_the_folder_is_left_alone(study: Study) -> None:
    mine = study.backups.make().with_name("my own copy.db")
    mine.write_text("x")
    (mine.parent / "study-2026-99-99T999999Z.db").write_text("x")
    study.backups.make()
    assert mine.exists()
    assert len(study.backups.list()) == 2


def test_closing_makes_one_when_the_last_is_an_hour_old_and_something_changed(folder: Path, opened: Opened) -> None:
    study = opened(folder)
    study.codes.create("Mod")
    study.close()
    study = opened(folder)
    assert study.backups.list() == []  # the work itself is younger than that
    study.backups.make()
    study.codes.create("Ansvar")
    study.close()
    study = opened(folder)
    assert len(study.backups.list()) == 1
    age_all(study, timedelta(minutes=61))
    study.close()
    assert len(opened(folder).backups.list()) == 2
    study = opened(folder)
    age_all(study, timedelta(minutes=61))
    study.close()
    assert len(opened(folder).backups.list()) == 2  # nothing was changed meanwhile


def test_a_first_backup_is_made_when_the_work_is_an_hour_old(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    assert not study.backups.due()
    begun(study, monkeypatch, timedelta(minutes=59))
    assert not study.backups.due()
    begun(study, monkeypatch, timedelta(minutes=61))
    assert study.backups.due()
    assert not study.backups.due(DAY)


def test_opening_makes_one_when_the_last_is_a_day_old(folder: Path, opened: Opened) -> None:
    study = opened(folder)
    study.backups.make()
    study.codes.create("Mod")
    age_all(study, timedelta(hours=25))
    study._base.store.close()  # as if the program had been killed
    study._closed = True
    assert len(opened(folder).backups.list()) == 2


def test_without_a_change_none_is_made(study: Study) -> None:
    study.backups.make()
    age_all(study, timedelta(days=400))
    assert not study.backups.due()
    study.codes.create("Mod")
    assert study.backups.due()


def test_a_backup_from_the_future_does_not_stop_them(study: Study) -> None:
    study.backups.make()
    study.codes.create("Mod")
    age_all(study, -timedelta(days=900))
    assert study.backups.due()
    made = study.backups.make()
    assert made in {b.path for b in study.backups.list()}


def test_a_damaged_newest_backup_is_followed_by_another(study: Study) -> None:
    study.backups.make().write_bytes(b"x")
    age_all(study, timedelta(hours=2))
    assert study.backups.due()


def test_a_large_study_is_backed_up_by_itself_only_once_a_day(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    study.backups.make()
    study.codes.create("Mod")
    age_all(study, timedelta(hours=20))
    monkeypatch.setattr(backups, "_QUICK_BYTES", 10)
    study.backups.keep_up(HOUR)
    assert len(study.backups.list()) == 1
    age_all(study, timedelta(hours=25))
    study.backups.keep_up(HOUR)
    assert len(study.backups.list()) == 2


def test_where_none_can_be_written_one_is_warned_and_can_work(
    folder: Path, opened: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = opened(folder)
    (folder / ".workbench" / "backups").write_text("a file in the way")
    study.codes.create("Mod")
    begun(study, monkeypatch, timedelta(hours=2))
    study.close()
    (warning,) = study.warnings
    assert "no backup could be made" in warning
    assert names(opened(folder)) == {"Mod"}


def test_old_ones_go_and_rests_of_broken_off_ones_too(study: Study) -> None:
    for days in range(40):
        age(study.backups.make(), timedelta(days=days, minutes=1))
    rest = study.backups.folder / ".study-2020.db.12.part"
    rest.write_bytes(b"half")
    os.utime(rest, (0, 0))
    study.backups.make()
    assert 14 <= len(study.backups.list()) < 30
    assert not rest.exists()


def test_after_a_withdrawal_one_backup_is_left_without_a_byte_of_it(study: Study) -> None:
    for _ in range(3):
        study.backups.make()
    rests = (".restored-5.db", "study-unreadable.db", ".study.db.7.part", "backups/.study-x.db.1.part")
    for name in (*rests, "backups/study-2026-11-23T101200Z-before-restore-damaged.db-wal"):
        (study.backups.folder.parent / name).write_bytes(b"half")
    only = study.backups.renew()
    assert [path.name for path in study.backups.folder.iterdir()] == [only.name]
    left = {path.name for path in study.backups.folder.parent.iterdir()}
    assert left <= {".gitignore", "backups", "study.db", "study.db-wal", "study.db-shm"}


def test_where_it_cannot_be_made_the_others_stay(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    study.backups.make()

    def full(*_: object, **__: object) -> None:
        raise StudyError("the disk is full; nothing was changed")

    monkeypatch.setattr(backup, "write", full)
    with pytest.raises(StudyError, match="full"):
        study.backups.renew()
    assert len(study.backups.list()) == 1


def test_one_that_cannot_be_removed_is_named(study: Study, monkeypatch: pytest.MonkeyPatch) -> None:
    old = study.backups.make()

    def refuse(path: Path) -> None:
        raise PermissionError(13, "no")

    monkeypatch.setattr(backups.backup, "remove", lambda path: refuse(path) if path == old else None)
    with pytest.raises(StudyError) as left:
        study.backups.renew()
    assert str(old) in left.value.message
