"""Encrypted studies: what opens one, what does not, and what stays as it was."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.study.conftest import A1, B1, SETTINGS
from workbench.errors import InputError, StudyError, WrongKeyError
from workbench.sealing import Seal
from workbench.study import Study, init, is_demo, known_coders, vault

WORDS = "hestesko batteri korrekt"
DATABASE = ".workbench/study.db"

Open = Callable[..., Study]


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    """An encrypted study with one transcript, one code and one coding, closed."""
    folder = tmp_path / "forseglet"
    init(folder, "Havnen", "da", passphrase=WORDS, coder="ann")
    (tmp_path / "a.md").write_text(A1, encoding="utf-8")
    study = Study.open(folder, "ann", passphrase=WORDS)
    study.transcripts.import_files([tmp_path / "a.md"])
    code = study.codes.create("At turde", definition="At gøre det alligevel.")
    study.codings.add(study.transcripts.document("A-1").revision, 24, 40, code.id)
    study.close()
    return folder


@pytest.fixture
def unlocked() -> Iterator[Open]:
    """Opens encrypted studies and closes them again."""
    studies: list[Study] = []

    def open_(folder: Path, coder: str = "ann", passphrase: str | None = WORDS) -> Study:
        studies.append(Study.open(folder, coder, passphrase=passphrase))
        return studies[-1]

    yield open_
    for study in studies:
        study.close()


def everything(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Every file with its time and its bytes."""
    return {
        p.relative_to(folder).as_posix(): (p.stat().st_mtime_ns, p.read_bytes())
        for p in sorted(folder.rglob("*"))
        if p.is_file()
    }


def readable(folder: Path) -> str:
    """All that a text editor could show of the folder's files."""
    return "\n".join(p.read_bytes().decode("utf-8", "replace") for p in sorted(folder.rglob("*")) if p.is_file())


# --- what one has


def test_what_was_coded_is_there_again(sealed: Path, unlocked: Open) -> None:
    study = unlocked(sealed)
    assert study.encrypted
    assert study.title == "Havnen"
    assert list(study.settings.groups) == ["professional", "volunteer", "education"]
    assert [(c.name, c.definition, c.count) for c in study.codes.list()] == [("At turde", "At gøre det alligevel.", 1)]
    assert study.transcripts.document("A-1").text.startswith("I: Hvad kræver det?")
    assert study.log.verify().faults == ()
    assert study.warnings == []


def test_the_folder_says_that_it_is_encrypted_and_nothing_else(sealed: Path, unlocked: Open) -> None:
    unlocked(sealed).codes.create("At lytte")
    assert {p.relative_to(sealed).as_posix() for p in sealed.rglob("*") if p.is_file()} - {
        DATABASE + "-wal",
        DATABASE + "-shm",
    } == {"codebook/study.toml", ".workbench/.gitignore", DATABASE}
    stub = (sealed / "codebook/study.toml").read_text(encoding="utf-8")
    assert [line.partition(" =")[0] for line in stub.splitlines() if not line.startswith("#")] == [
        "[study]",
        "id",
        "encrypted",
    ]
    for word in ("Havnen", "turde", "alligevel", "Fagprofessionelle", "lytte"):
        assert word not in readable(sealed)


def test_the_file_and_the_passphrase_suffice(sealed: Path, tmp_path: Path, unlocked: Open) -> None:
    """The folder moves to another machine: nothing of the first one's state is needed."""
    other = tmp_path / "elsewhere"
    shutil.move(sealed, other)
    shutil.rmtree(os.environ["WORKBENCH_STATE"])
    assert [c.name for c in unlocked(other).codes.list()] == ["At turde"]


def test_nothing_that_this_machine_keeps_for_itself_tells_the_passphrase(sealed: Path, unlocked: Open) -> None:
    unlocked(sealed).codes.create("Mod")
    state = Path(os.environ["WORKBENCH_STATE"])
    salt = (sealed / DATABASE).read_bytes()[:16]  # nobody else has it open in this process after `close`
    key = Seal.derive(WORDS, salt).database_key[:32]
    kept = b"".join(p.read_bytes() for folder in (state, sealed) for p in folder.rglob("*") if p.is_file())
    for secret in (WORDS.encode(), key, key.hex().encode()):
        assert secret not in kept


def test_what_is_imported_stays_where_it_was_and_that_is_said(sealed: Path, tmp_path: Path, unlocked: Open) -> None:
    (tmp_path / "b.md").write_text(B1, encoding="utf-8")
    study = unlocked(sealed)
    (done,) = study.transcripts.import_files([tmp_path / "b.md"])
    assert done.state == "new"
    assert not (sealed / "transcripts").exists()
    (warning,) = study.warnings
    assert str(tmp_path / "b.md") in warning


def test_known_coders_and_the_question_for_the_sample_need_no_passphrase_to_be_asked(sealed: Path) -> None:
    assert known_coders(sealed) == []
    assert known_coders(sealed, WORDS) == ["ann"]
    assert not is_demo(sealed)
    assert vault.is_encrypted(sealed)
    assert not vault.is_encrypted(sealed.parent)


# --- what does not open it


@pytest.mark.parametrize("passphrase", [None, "", "hestesko batteri", WORDS + " "])
def test_without_its_passphrase_it_stays_shut_and_no_file_is_touched(sealed: Path, passphrase: str | None) -> None:
    before = everything(sealed.parent)
    for attempt in (lambda: Study.open(sealed, "bo", passphrase=passphrase), lambda: vault.check(sealed, passphrase)):
        with pytest.raises(WrongKeyError) as caught:
            attempt()
        assert caught.value.status == 2
        assert caught.value.hint
        assert everything(sealed.parent) == before


def test_a_wrong_passphrase_does_not_tidy_up_after_a_program_that_was_killed(sealed: Path, unlocked: Open) -> None:
    """SQLite would: whoever closes a database last writes its log back, key or no key."""
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom workbench.study import Study\n"
        f"study = Study.open(Path({str(sealed)!r}), 'ann', passphrase={WORDS!r})\n"
        "study.codes.create('Det sidste')\nos.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True)
    assert done.returncode == -signal.SIGKILL
    before = everything(sealed)
    assert DATABASE + "-wal" in before
    with pytest.raises(WrongKeyError):
        Study.open(sealed, "ann", passphrase="noget helt andet")
    assert everything(sealed) == before
    assert [c.name for c in unlocked(sealed).codes.list()] == ["At turde", "Det sidste"]


def test_the_database_of_another_study_is_refused_also_with_its_own_passphrase(sealed: Path, tmp_path: Path) -> None:
    init(tmp_path / "b", "En anden", passphrase="en helt anden", coder="ann")
    init(tmp_path / "c", "En tredje", passphrase=WORDS, coder="ann")
    for other, error in ((tmp_path / "b", WrongKeyError), (tmp_path / "c", StudyError)):
        shutil.copy(other / DATABASE, sealed / DATABASE)
        before = (sealed / DATABASE).read_bytes()
        with pytest.raises(error):
            Study.open(sealed, "ann", passphrase=WORDS)
        assert (sealed / DATABASE).read_bytes() == before


@pytest.mark.parametrize("page", ["first", "middle", "last"])
def test_a_damaged_file_is_an_error_with_a_hint_and_no_crash(sealed: Path, page: str) -> None:
    data = bytearray((sealed / DATABASE).read_bytes())
    pages = len(data) // 4096
    at = {"first": 0, "middle": pages // 2, "last": pages - 1}[page]
    data[at * 4096 + 100] ^= 0x10
    (sealed / DATABASE).write_bytes(data)
    with pytest.raises(StudyError) as caught:
        read_all(sealed)
    assert caught.value.hint


def read_all(folder: Path) -> None:
    """Open the study and read every page of it; raises StudyError for what does not hold."""
    study = Study.open(folder, "ann", passphrase=WORDS)
    try:
        for fault in study.log.verify().faults:
            raise StudyError(fault, "found by verify")
        study.codes.list()
        study.transcripts.list()
        list(study.log.export())
    finally:
        study.close()


def test_a_plain_database_is_not_taken_for_the_encrypted_one(sealed: Path, folder: Path) -> None:
    Study.open(folder, "ann").close()
    shutil.copy(folder / DATABASE, sealed / DATABASE)
    for passphrase in (WORDS, None):
        with pytest.raises(StudyError, match="says that this study is encrypted, but its database is not"):
            Study.open(sealed, "ann", passphrase=passphrase)


def test_an_encrypted_database_under_a_plain_study_toml_is_refused(sealed: Path) -> None:
    (sealed / "codebook/study.toml").write_text(SETTINGS, encoding="utf-8")
    before = everything(sealed)
    for passphrase in (WORDS, None):
        with pytest.raises(StudyError, match="encrypted"):
            Study.open(sealed, "ann", passphrase=passphrase)
    assert everything(sealed) == before


def test_a_database_that_is_gone_is_not_begun_anew(sealed: Path) -> None:
    (sealed / DATABASE).unlink()
    before = everything(sealed)
    with pytest.raises(StudyError, match="not here"):
        Study.open(sealed, "ann", passphrase=WORDS)
    assert everything(sealed) == before


def test_a_plain_study_does_not_mind_a_passphrase(folder: Path, unlocked: Open) -> None:
    study = unlocked(folder, "ann", WORDS)
    assert not study.encrypted
    assert len(study.transcripts.list()) == 3


def test_a_colleague_cannot_make_a_plain_study_say_that_it_is_encrypted(folder: Path, unlocked: Open) -> None:
    from workbench.store import put

    study = unlocked(folder, passphrase=None)
    study._base.write("x", [put("setting", "S" * 26, key="study.encrypted", value="true")])
    study.close()
    assert "encrypted" not in (folder / "codebook/study.toml").read_text(encoding="utf-8")
    unlocked(folder, passphrase=None)


@pytest.mark.skipif(not Path("/proc/locks").exists(), reason="locks are listed on Linux only")
def test_opening_it_again_does_not_drop_the_locks_of_who_has_it_open(sealed: Path, unlocked: Open) -> None:
    def locks() -> set[str]:
        inode = (sealed / DATABASE).stat().st_ino
        pid = str(os.getpid())
        return {
            line.split(maxsplit=1)[1]
            for _ in range(5)  # while other programs come and go, the list may leave something out
            for line in Path("/proc/locks").read_text().splitlines()
            if f":{inode} " in line and f" {pid} " in line
        }

    study = unlocked(sealed)
    study.codes.create("Mod")
    held = locks()
    assert held
    vault.check(sealed, WORDS)
    with pytest.raises(WrongKeyError):
        vault.check(sealed, "noget helt andet")
    assert locks() == held


# --- by hand


def test_what_somebody_puts_into_the_folder_is_not_swallowed_but_said(sealed: Path, unlocked: Open) -> None:
    (sealed / "transcripts").mkdir()
    (sealed / "transcripts" / "b.md").write_text(B1, encoding="utf-8")
    (sealed / "codebook" / "codebook.md").write_text("# Tid\n", encoding="utf-8")
    with (sealed / "codebook" / "study.toml").open("a", encoding="utf-8") as stub:
        stub.write('title = "Åbent"\n')
    before = everything(sealed)
    study = unlocked(sealed)
    assert [t.name for t in study.transcripts.list()] == ["A-1"]
    assert [c.name for c in study.codes.list()] == ["At turde"]
    assert study.title == "Havnen"
    assert len(study.warnings) == 2
    assert "codebook/codebook.md, transcripts/b.md" in study.warnings[0]
    assert "study.toml" in study.warnings[1]
    study.close()
    assert {k: v for k, v in everything(sealed).items() if k in before and not k.startswith(".workbench")} == {
        k: v for k, v in before.items() if not k.startswith(".workbench")
    }
    study = unlocked(sealed)
    study.transcripts.import_files([sealed / "transcripts"])
    assert [t.name for t in study.transcripts.list()] == ["A-1", "B-1"]


def test_settings_and_codebook_go_out_and_come_back(sealed: Path, unlocked: Open) -> None:
    study = unlocked(sealed)
    settings, book = study.export_settings(), study.export_codebook()
    assert not any(study.import_settings(settings, "s.toml"))
    assert study.import_codebook(book, "b.md") == 0
    done = study.import_settings(settings.replace("Havnen", "Havet"), "s.toml")
    assert done.changed == ("study.title",)
    assert study.import_codebook(book + "\n# At lytte\n", "b.md") == 1
    study.close()
    again = unlocked(sealed)
    assert again.title == "Havet"
    assert {c.name for c in again.codes.list()} == {"At turde", "At lytte"}
    assert sorted(p.name for p in (sealed / "codebook").iterdir()) == ["study.toml"]


# --- the beginning


@pytest.mark.parametrize("passphrase", ["", "kort", "       7", " " * 20])
def test_a_short_passphrase_is_refused_and_nothing_is_made(tmp_path: Path, passphrase: str) -> None:
    with pytest.raises(InputError, match="8 characters"):
        init(tmp_path / "ny", passphrase=passphrase)
    assert not (tmp_path / "ny").exists()


def test_two_studies_with_one_passphrase_have_different_keys(tmp_path: Path) -> None:
    fronts = set()
    for name in ("a", "b"):
        init(tmp_path / name, passphrase=WORDS, coder="ann")
        fronts.add((tmp_path / name / DATABASE).read_bytes()[:16])
    assert len(fronts) == 2


def test_a_database_that_lies_there_already_is_never_overwritten(sealed: Path) -> None:
    (sealed / "codebook/study.toml").unlink()
    before = everything(sealed)
    with pytest.raises(StudyError):
        init(sealed, passphrase=WORDS, coder="ann")
    assert everything(sealed) == before


def test_a_key_under_the_doormat_is_refused(sealed: Path, tmp_path: Path) -> None:
    state = Path(os.environ["WORKBENCH_STATE"])
    for place in (sealed, state):
        (place / "key.txt").write_text(WORDS, encoding="utf-8")
        with pytest.raises(InputError, match="beside"):
            vault.read_file(str(place / "key.txt"), sealed)
    (tmp_path / "key.txt").write_text(WORDS + "\nnotes\n", encoding="utf-8")
    assert vault.read_file(str(tmp_path / "key.txt"), sealed) == WORDS


@pytest.mark.parametrize("name", ["/dev/zero", "missing", "."])
def test_a_passphrase_file_that_is_none_is_refused_in_words(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="no passphrase was read") as caught:
        vault.read_file(str(tmp_path / name), tmp_path / "study")
    assert "WORKBENCH_PASSPHRASE_FILE" in caught.value.hint
