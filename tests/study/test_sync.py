"""Sync as the study has it: who the peer is, what is remembered, and a colleague's first day."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench import study as door
from workbench.errors import InputError, StudyError, WrongKeyError
from workbench.study import Study, join
from workbench.study.folder import DATABASE, SETTINGS
from workbench.study.sync import PASSWORD, spelled

Open = Callable[..., Study]
SECRET = "kaffe på plejehjemmet"


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    """A folder that a team shares, empty."""
    folder = tmp_path / "fælles"
    folder.mkdir()
    return folder


@pytest.fixture
def colleague(study: Study, shared: Path, tmp_path: Path, opened: Open) -> Study:
    """bo's copy of the study, made from the shared folder."""
    study.sync.run(str(shared))
    join(tmp_path / "bo", str(shared), coder="bo")
    return opened(tmp_path / "bo", "bo")


def tag(study: Study, words: str, path: str, transcript: str = "A-1") -> str:
    """Tag the passage that reads ``words``; returns the coding."""
    document = study.transcripts.document(transcript)
    start = document.text.index(words)
    return study.codings.add_new(document.revision, start, start + len(words), path)


def test_what_one_codes_the_other_has_after_both_have_synced(study: Study, colleague: Study) -> None:
    coding = tag(study, "turde", "Mod")
    assert study.sync.run().sent > 0
    assert colleague.sync.run().taken > 0
    assert colleague.codings.get(coding) == study.codings.get(coding)
    assert colleague._base.store.digest() == study._base.store.digest()


def test_what_came_in_reaches_the_codebook_file(study: Study, colleague: Study) -> None:
    study.codes.create("Relationer / Tillid", definition="At stole på nogen.")
    study.sync.run()
    colleague.sync.run()
    assert "At stole på nogen." in (colleague.folder / "codebook" / "codebook.md").read_text(encoding="utf-8")


def test_the_peer_is_remembered_after_the_first_exchange_and_can_be_forgotten(study: Study, shared: Path) -> None:
    assert study.sync.remembered() == ""
    assert study.sync.state().state == "never"
    study.sync.run(str(shared))
    assert study.sync.remembered() == str(shared)
    assert study.sync.state().state == "up to date"
    assert study.sync.forget() == str(shared)
    assert study.sync.remembered() == ""


def test_once_remembers_nothing(study: Study, shared: Path) -> None:
    study.sync.run(str(shared), once=True)
    assert study.sync.remembered() == ""


def test_a_peer_that_failed_is_not_remembered(study: Study, tmp_path: Path) -> None:
    with pytest.raises(StudyError):
        study.sync.run(str(tmp_path / "not" / "there"))
    assert study.sync.remembered() == ""


def test_without_a_peer_one_is_told_how_to_name_one(study: Study) -> None:
    with pytest.raises(StudyError, match="no peer") as error:
        study.sync.run()
    assert "workbench sync FOLDER" in error.value.hint


def test_a_missing_folder_is_made_below_one_that_is_there_and_that_is_said(study: Study, tmp_path: Path) -> None:
    told: list[str] = []
    study.sync.run(str(tmp_path / "new"), tell=told.append)
    assert (tmp_path / "new").is_dir()
    assert "was made" in told[0]


def test_a_folder_that_was_there_once_is_not_made_anew(study: Study, shared: Path, tmp_path: Path) -> None:
    study.sync.run(str(shared))
    shared.rename(tmp_path / "elsewhere")
    for address in ("", str(shared)):
        with pytest.raises(StudyError, match="not there"):
            study.sync.run(address)
    assert not shared.exists()


def test_the_folder_of_a_study_is_no_place_to_exchange(study: Study) -> None:
    with pytest.raises(StudyError, match="folder of a study itself"):
        study.sync.run(str(study.folder))


@pytest.mark.parametrize("where", ["inside", "transcripts", ".workbench", "codebook/below", "..", "../link"])
def test_neither_the_study_nor_the_shared_folder_lies_in_the_other(study: Study, where: str) -> None:
    (study.folder.parent / "link").symlink_to(study.folder / "transcripts")
    before = sorted(study.folder.parent.rglob("*"))
    with pytest.raises(StudyError, match="the study's own folder") as caught:
        study.sync.run(str(study.folder / where))
    assert "beside" in caught.value.hint
    assert sorted(study.folder.parent.rglob("*")) == before
    assert study.sync.remembered() == ""


def test_a_copy_is_not_made_inside_the_shared_folder(study: Study, shared: Path) -> None:
    study.sync.run(str(shared))
    with pytest.raises(StudyError, match="the study's own folder"):
        join(shared / "mine", str(shared))
    assert not (shared / "mine").exists()


@pytest.mark.parametrize("name", ["a" * 300, "circle", "circle/below"])
def test_a_folder_that_cannot_be_is_refused_in_words(study: Study, tmp_path: Path, name: str) -> None:
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    for attempt in (study.sync.run, lambda address: join(tmp_path / "mine", address)):
        with pytest.raises(StudyError) as caught:
            attempt(str(tmp_path / name))
        assert caught.value.hint
    assert not (tmp_path / "mine").exists()


def test_another_study_is_refused_and_nothing_is_exchanged(
    study: Study, shared: Path, tmp_path: Path, opened: Open
) -> None:
    study.sync.run(str(shared))
    before = sorted(shared.rglob("*"))
    door.init(tmp_path / "other", "Another")
    other = opened(tmp_path / "other")
    with pytest.raises(StudyError, match="another study"):
        other.sync.run(str(shared))
    assert sorted(shared.rglob("*")) == before
    assert other.transcripts.list() == []


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("postgresql://anna:hemmelig@hub.example.org/team", "postgresql://anna@hub.example.org/team"),
        ("postgresql://hub.example.org/team?user=anna&password=hemmelig", "postgresql://anna@hub.example.org/team"),
        ("postgresql://anna@hub.example.org/team?sslpassword=hemmelig", "postgresql://anna@hub.example.org/team"),
        ("postgresql://anna@hub.example.org/team?scram_client_key=hemmelig", "postgresql://anna@hub.example.org/team"),
    ],
)
def test_a_password_is_taken_out_of_an_address(given: str, kept: str, study: Study) -> None:
    assert spelled(given) == (kept, True)
    study.sync.remember(given)
    assert study.sync.remembered() == kept
    assert "hemmelig" not in repr(study._base.store.read("SELECT * FROM note"))
    assert ".pgpass" in PASSWORD


@pytest.mark.parametrize("address", ["https://example.org/x", "mysql://a/b", "", "   "])
def test_what_is_neither_a_folder_nor_a_server_is_refused(address: str) -> None:
    with pytest.raises(InputError):
        spelled(address)


def test_an_encrypted_study_goes_to_no_server_unless_it_is_trusted(tmp_path: Path) -> None:
    door.init(tmp_path / "sealed", "Sealed", passphrase=SECRET, coder="ann")
    study = Study.open(tmp_path / "sealed", "ann", passphrase=SECRET)
    try:
        with pytest.raises(StudyError, match="encrypted") as error:
            study.sync.run("postgresql://nobody@127.0.0.1:1/team")
        assert "--trust-server" in error.value.hint
    finally:
        study.close()


# --- joining


def test_joining_gives_the_same_study_with_its_settings_in_their_order(study: Study, colleague: Study) -> None:
    assert colleague._base.id == study._base.id
    assert colleague.settings == study.settings
    assert colleague._base.store.digest() == study._base.store.digest()
    ours, theirs = ((s.folder / SETTINGS).read_text(encoding="utf-8").splitlines() for s in (study, colleague))
    tables = [line for line in ours if line.startswith("[")]
    assert [line for line in theirs if line in tables] == tables
    assert colleague.sync.remembered() == study.sync.remembered()


def test_a_joined_study_has_nothing_to_tell_at_first(study: Study, colleague: Study) -> None:
    assert colleague.sync.run().sent == 0
    assert study.sync.run().taken == 0


def test_joining_refuses_a_folder_that_holds_anything(study: Study, shared: Path, tmp_path: Path) -> None:
    study.sync.run(str(shared))
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("keep me")
    with pytest.raises(StudyError, match="not empty"):
        join(tmp_path / "mine", str(shared))
    assert (tmp_path / "mine" / "notes.txt").read_text() == "keep me"


@pytest.mark.parametrize("there", [True, False])
def test_joining_a_folder_where_nobody_has_synced_leaves_nothing_behind(
    shared: Path, tmp_path: Path, there: bool
) -> None:
    mine = tmp_path / "mine"
    if there:
        mine.mkdir()
    with pytest.raises(StudyError, match="nobody has synced there yet"):
        join(mine, str(shared))
    assert mine.exists() == there
    assert not there or not list(mine.iterdir())
    assert list(shared.iterdir()) == []


def test_joining_that_breaks_off_leaves_nothing_behind(
    study: Study, shared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.sync.run(str(shared))

    def interrupted(what: str, done: int, total: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        join(tmp_path / "mine", str(shared), progress=interrupted)
    assert not (tmp_path / "mine").exists()


def test_an_encrypted_study_is_joined_with_its_passphrase_and_not_without(
    tmp_path: Path, shared: Path, opened: Open
) -> None:
    door.init(tmp_path / "ann", "Sealed", passphrase=SECRET, coder="ann")
    ann = Study.open(tmp_path / "ann", "ann", passphrase=SECRET)
    ann.codes.create("Relationer / Tillid")
    ann.sync.run(str(shared))
    ann.close()
    for wrong in (None, "en helt anden sætning"):
        with pytest.raises(WrongKeyError):
            join(tmp_path / "bo", str(shared), passphrase=wrong)
        assert not (tmp_path / "bo").exists()
    join(tmp_path / "bo", str(shared), passphrase=SECRET, coder="bo")
    bo = Study.open(tmp_path / "bo", "bo", passphrase=SECRET)
    assert bo.encrypted
    assert [code.path for code in bo.codes.list()] == ["Relationer", "Relationer / Tillid"]
    assert "Tillid" not in (tmp_path / "bo" / SETTINGS).read_text(encoding="utf-8")
    assert not (tmp_path / "bo" / "codebook" / "codebook.md").exists()
    bo.close()
    assert b"Relationer" not in (tmp_path / "bo" / DATABASE).read_bytes()


def sealed_folder(tmp_path: Path, shared: Path) -> None:
    """ann's encrypted study, synced once with the folder."""
    door.init(tmp_path / "ann", "Sealed", passphrase=SECRET, coder="ann")
    ann = Study.open(tmp_path / "ann", "ann", passphrase=SECRET)
    ann.codes.create("Tillid")
    ann.sync.run(str(shared))
    ann.close()


def test_asked_for_a_sealed_copy_joining_a_sealed_folder_takes_its_salt(tmp_path: Path, shared: Path) -> None:
    sealed_folder(tmp_path, shared)
    for wrong in (None, "en helt anden sætning"):
        with pytest.raises(WrongKeyError):
            join(tmp_path / "bo", str(shared), passphrase=wrong, encrypt=True)
    join(tmp_path / "bo", str(shared), passphrase=SECRET, encrypt=True, coder="bo")
    bo = Study.open(tmp_path / "bo", "bo", passphrase=SECRET)
    bo.codes.create("Mod")
    assert bo.sync.run().sent > 0
    bo.close()
    ann = Study.open(tmp_path / "ann", "ann", passphrase=SECRET)
    assert ann.sync.run().troubles == ()
    assert sorted(code.path for code in ann.codes.list()) == ["Mod", "Tillid"]
    ann.close()


def test_asked_for_a_sealed_copy_joining_never_makes_a_plain_one(study: Study, tmp_path: Path, shared: Path) -> None:
    with pytest.raises(StudyError, match="nobody has synced there yet"):
        join(tmp_path / "bo", str(shared), passphrase=SECRET, encrypt=True)
    study.sync.run(str(shared))
    with pytest.raises(StudyError, match="is not encrypted") as caught:
        join(tmp_path / "bo", str(shared), passphrase=SECRET, encrypt=True)
    assert "--encrypt" in caught.value.hint
    assert not (tmp_path / "bo").exists()


def test_plain_files_in_greater_number_do_not_make_who_has_the_passphrase_join_a_plain_study(
    study: Study, tmp_path: Path, shared: Path, opened: Open
) -> None:
    """Whoever carries the folder need not know the passphrase to put a study of their own into it."""
    sealed_folder(tmp_path, shared)
    study.sync.run(str(tmp_path / "other"))
    for number in range(8):
        for path in (tmp_path / "other").rglob("*.jsonl.gz"):
            (shared / f"{number} {path.name}").write_bytes(path.read_bytes())
    join(tmp_path / "bo", str(shared), passphrase=SECRET, coder="bo")
    bo = Study.open(tmp_path / "bo", "bo", passphrase=SECRET)
    assert bo.encrypted
    assert [code.path for code in bo.codes.list()] == ["Tillid"]
    bo.close()
    with pytest.raises(WrongKeyError):
        join(tmp_path / "cy", str(shared), encrypt=True)


# --- what is new


def test_news_name_the_rows_that_changed_and_no_others(study: Study, folder: Path, opened: Open) -> None:
    here, there = (study.transcripts.document(name).revision for name in ("A-1", "B-1"))
    other = opened(folder, "bo")
    newsroom = study.sync.newsroom()
    mine, theirs = tag(other, "turde", "Mod"), tag(other, "Tid", "Tid", "B-1")
    news = newsroom.read()
    assert news.codings == {mine, theirs}
    assert news.kinds >= {"coding", "code", "coder"}
    assert [row.id for row in study.codings.of(here, news.codings)] == [mine]
    assert [row.id for row in study.codings.of(there, news.codings)] == [theirs]
    assert not newsroom.read()
    other.codings.remove(mine)
    news = newsroom.read()
    assert news.codings == {mine}
    assert study.codings.of(here, news.codings) == []


def test_many_news_come_in_slices_and_none_is_left_out(study: Study, folder: Path, opened: Open) -> None:
    newsroom = study.sync.newsroom()
    other = opened(folder, "bo")
    document = other.transcripts.document("A-1")
    code = other.codes.create("Mod").id
    made = {other.codings.add(document.revision, i, i + 5, code) for i in range(30)}
    found: set[str] = set()
    more = True
    while more:
        news = newsroom.read(limit=7)
        assert len(news.codings) <= 7
        assert not news.codings & found
        found |= news.codings
        more = news.more
    assert found == made


def test_a_tally_is_the_count_of_each_code(sample_study: Study) -> None:
    counted = sample_study.sync.tally()()
    assert counted == {code.id: code.count for code in sample_study.codes.list() if code.count}
