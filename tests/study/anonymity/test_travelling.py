"""Two replicas: what a colleague codes meanwhile finds its place, the earlier text stays at home, keeping merges."""

import gzip
import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.study.anonymity.conftest import N1, coded, passage
from workbench import study as door
from workbench.errors import InputError, StudyError
from workbench.store import blob_id
from workbench.study import Study


def in_folder(folder: Path) -> str:
    """Every letter that lies in a shared folder, unpacked."""
    found = []
    for path in folder.rglob("*"):
        if path.is_file():
            data = path.read_bytes()
            found.append((gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data).decode("utf-8", "replace"))
    return "\n".join(found)


def test_what_a_colleague_codes_in_the_old_text_meanwhile_stands_right_on_both_machines(
    study: Study, other: Study, shared: str
) -> None:
    study.sync.run(shared)
    other.sync.run(shared)
    hers = passage(other, "N-1", "det er jo Mettes nøgle", "om nøgler")
    after = passage(other, "N-1", "kalder han den", "senere")
    begins = passage(other, "N-1", "Mette Hansen, det er hende", "begynder")
    mine = passage(study, "N-1", "Mette, der bestemmer", "magt")
    study.anonymity.replace_word("Mette", "[navn]")
    for one in (study, other, study):
        one.sync.run(shared)
    for one in (study, other):
        assert coded(one, hers) == "det er jo [navn]s nøgle"
        assert coded(one, after) == "kalder han den"
        assert coded(one, begins) == "[navn] Hansen, det er hende"
        assert coded(one, mine) == "[navn], der bestemmer"
        assert one.corrections.queue() == []
        assert [i.label for i in one.transcripts.get("N-1").informants] == ["R1", "R2"]
    assert study.log.verify()
    assert other.log.verify()


def test_the_earlier_text_travels_no_more_and_the_key_file_never_does(
    study: Study, other: Study, shared: str, folder: Path
) -> None:
    memo = study.memos.add("study", "", "Mettes fødselsdag er i maj.")
    study.anonymity.replace_word("Mette", "[navn]", always=True, person="P1")
    study.anonymity.replace_word("Bo", "Kurt", person="Bo Bosen")
    study.sync.run(shared)
    other.sync.run(shared)
    assert "[navn]s nøgle" in other.transcripts.document("N-1").text
    travelled = in_folder(Path(shared))
    assert "nøgle" in travelled
    assert "Bosen" not in travelled
    assert "Mettes" not in travelled
    assert "Mette Hansen" not in travelled
    assert "har Bo den" not in travelled
    key = study.anonymity.keys.path
    assert key.is_file()
    assert not key.is_relative_to(folder)
    assert key.stat().st_mode & 0o077 == 0
    assert not list(folder.rglob("*.toml"))[1:]
    log = "\n".join(study.log.export())
    assert "Bosen" not in log
    assert "Mettes" not in log
    assert "[navn]s fødselsdag" in log
    assert other.memos.get(memo).text == "[navn]s fødselsdag er i maj."


def test_accepting_erases_the_earlier_texts_here_and_on_copies_that_sync_and_the_originals(
    study: Study, other: Study, shared: str, folder: Path
) -> None:
    coding = passage(study, "N-1", "det er jo Mettes nøgle", "om nøgler")
    memo = study.memos.add("study", "", "Ring til Mette.")
    study.sync.run(shared)
    other.sync.run(shared)
    study.anonymity.replace_word("Mette", "[navn]")
    study.anonymity.replace_word("Bo", "[navn]")
    done = study.anonymity.accept()
    assert done.texts >= 4
    for one in (study, other, study):
        one.sync.run(shared)
    for one in (study, other):
        texts = [data for (data,) in one._base.store.read("SELECT data FROM blob WHERE data IS NOT NULL")]
        assert not any("Mette " in text or "Mettes" in text or " Bo " in text for text in texts)
        assert coded(one, coding) == "det er jo [navn]s nøgle"
        assert one.memos.get(memo).text == "Ring til [navn]."
        assert one.log.verify()
    assert not any(re.search(r"\bMettes?\b", path.read_text("utf-8")) for path in (folder / "transcripts").iterdir())
    database = (folder / ".workbench" / "study.db").read_bytes()
    assert "Mettes nøgle".encode() not in database
    assert any("key file" in sentence for sentence in done.left)
    before = study.transcripts.document("N-1").text
    while study.undo():
        assert study.transcripts.document("N-1").text == before
    assert study.transcripts.document("N-1").text == before


def test_nothing_to_accept_is_said(study: Study) -> None:
    with pytest.raises(StudyError, match="no text was anonymised"):
        study.anonymity.accept()


def test_what_is_kept_on_two_machines_is_kept_on_both_and_undo_brings_it_back(
    study: Study, other: Study, shared: str
) -> None:
    study.sync.run(shared)
    other.sync.run(shared)

    def kinds(one: Study) -> set[str]:
        return {found.finding.text for found in one.anonymity.findings() if found.finding.score >= 0.6}

    assert {"Mette Hansen", "Borup"} <= kinds(study)
    study.anonymity.keep_word("Borup")
    other.anonymity.keep_word("Borup")
    other.anonymity.keep_word("Mette Hansen", "N-1")
    for one in (study, other, study):
        one.sync.run(shared)
    for one in (study, other):
        assert not {"Mette Hansen", "Borup"} & kinds(one)
        assert one.inbox.count() == 0
    lines = "\n".join(study.log.export())
    cleared = [line for line in lines.splitlines() if '"e":"cleared"' in line]
    assert len(cleared) == 3
    assert not any("Borup" in line or "borup" in line for line in cleared)
    other.undo()
    assert "Mette Hansen" in kinds(other)


def test_rules_that_hold_always_catch_a_transcript_that_comes_later(study: Study, tmp_path: Path) -> None:
    study.anonymity.replace_word("Mette", "[navn]", always=True)
    later = tmp_path / "n3.md"
    later.write_text(N1.replace("N-1", "N-3").replace("Bo ", "Ib "), encoding="utf-8")
    study.transcripts.import_files([later])
    text = study.transcripts.document("N-3").text
    assert "det er jo [navn]s nøgle" in text
    assert "Mette" not in text.replace("Metteline", "")
    assert study.anonymity.applied == ["words of the key file were replaced in N-3"]
    assert study.anonymity.apply() == []
    study.undo()
    assert "Mettes nøgle" in study.transcripts.document("N-3").text
    later.write_text("---\nid: N-4\n---\nR1: Intet nyt.\n\nI: Nå.\n", encoding="utf-8")
    study.transcripts.import_files([later])
    assert "Mettes nøgle" in study.transcripts.document("N-3").text, "what was taken back stays so"
    assert len(study.anonymity.apply()) == 1


def test_an_encrypted_study_has_its_key_file_outside_too_and_is_warned_of_it(tmp_path: Path) -> None:
    home, words = tmp_path / "lukket", "fire ord ingen gætter"
    door.init(home, "Lukket", passphrase=words, coder="ann")
    (tmp_path / "n1.md").write_text(re.sub(r", group: \w+", "", N1), encoding="utf-8")
    study = Study.open(home, "ann", passphrase=words)
    try:
        study.transcripts.import_files([tmp_path / "n1.md"])
        study.anonymity.replace_word("Mette", "[navn]")
        path = study.anonymity.keys.path
        assert path.is_file()
        assert not path.is_relative_to(home)
        assert any("its key file is not" in warning for warning in study.anonymity.keys.warnings())
        assert "[navn]s nøgle" in study.transcripts.document("N-1").text
    finally:
        study.close()


def test_blind_nothing_of_hidden_codings_is_told(study: Study, other: Study, shared: str) -> None:
    study.progress.assign(["N-2"], ["ann", "bo"])
    study.sync.run(shared)
    other.sync.run(shared)
    revision = other.transcripts.document("N-2").revision
    other.codings.add(revision, 0, 5, other.codes.create("Ingeborgs").id, memo="Jeg talte med Mette Hansen")
    other.memos.add("passage", other.transcripts.get("N-2").id, "Mette Hansen igen", revision=revision, start=0, end=5)
    for one in (other, study):
        one.sync.run(shared)
    assert not [one for one in study.anonymity.findings() if one.where]
    done = study.anonymity.replace_word("Mette", "[navn]")
    assert study.anonymity.told["elsewhere"] == 0
    assert not any(one.fates for one in done)
    for one in (study, other):
        one.sync.run(shared)
    assert {memo.text for memo in other.memos.list()} == {"[navn] Hansen igen"}


def test_a_key_file_that_is_broken_stops_everything_with_its_line(study: Study) -> None:
    path = study.anonymity.keys.path
    path.parent.mkdir(parents=True)
    before = study.log.entries()
    for text, at in [
        ('[[word]]\nword = "Mette"\nby = [navn]\n', 3),
        ('[[word]]\nword = "Mette"\n', 1),
        ('\n\n[[word]]\nword = "Mette"\nby = "Mette 2"\n', 3),
        ('[[word]]\nword = "A"\nby = "x"\n[[word]]\nword = "A"\nby = "y"\n', 4),
        ('[[word]]\nword = "A"\nby = "x"\nalwyas = true\n', 1),
        ('study = "another"\n', 1),
        ("a = 1\nodd = 2\n", 1),
        ('[[word]]\nword = "A"\nby = "\\u0000"\n', 1),
        ("people = 3\n", 1),
        ("\x00", 1),
        ("a" + "[" * 100_000, 1),
    ]:
        path.write_text(text, encoding="utf-8")
        for tried in (
            lambda: study.anonymity.replace_word("Bo", "[navn]"),
            study.anonymity.findings,
            study.anonymity.apply,
            lambda: study.anonymity.leftovers_in("Bo"),
        ):
            with pytest.raises(InputError) as refused:
                tried()
            assert (refused.value.file, refused.value.line) == (str(path), at), text[:60]
            assert "Mette" not in refused.value.message
        assert path.read_text(encoding="utf-8") == text
    assert study.log.entries() == before


def test_the_key_file_lies_nowhere_that_others_see(study: Study, folder: Path, shared: str, tmp_path: Path) -> None:
    study.sync.run(shared)
    study.anonymity.replace_word("Mette", "[navn]")
    (tmp_path / "drop" / ".stfolder").mkdir(parents=True)
    link = tmp_path / "link"
    link.symlink_to(folder)
    for place in (
        folder / "key.toml",
        folder / ".workbench" / "k",
        Path(shared) / "key.toml",
        tmp_path / "drop" / "k",
        link / "k",
    ):
        with pytest.raises(InputError, match="may not lie"):
            study.anonymity.key_file(place)
    old = study.anonymity.key_file()
    new = study.anonymity.key_file(tmp_path / "stick" / "nøgle.toml")
    assert new.is_file()
    assert not old.exists()
    assert new == study.anonymity.key_file()
    assert study.anonymity.keys.read().rule("Mette") is not None


def test_findings_are_remembered_as_positions_and_looked_for_once(
    study: Study, monkeypatch: pytest.MonkeyPatch, opened: Callable[..., Study], folder: Path
) -> None:
    from workbench.transcripts import identifiers

    first = study.anonymity.findings()
    notes = json.dumps([study._base.store.notes(scope) for scope in ("findings", "findings of names known elsewhere")])
    assert notes.count("N-1") == 0
    assert not any(name in notes for name in ("Mette", "Hansen", "Borup"))

    def never(*_: object, **__: object) -> None:
        raise AssertionError("it was looked for again")

    monkeypatch.setattr(identifiers, "scan", never)
    monkeypatch.setattr(identifiers, "plain", never)
    assert study.anonymity.findings() == first
    study.close()
    assert opened(folder).anonymity.findings() == first


def test_a_colleagues_correction_with_the_name_is_told_of_and_the_rules_hold_for_it(
    study: Study, other: Study, shared: str, folder: Path, opened: Callable[..., Study]
) -> None:
    study.sync.run(shared)
    other.sync.run(shared)
    study.anonymity.replace_word("Mette", "[navn]", always=True)
    text = other.transcripts.document("N-2").text
    other.corrections.correct("N-2", text.replace("ved jeg ikke noget", "ved jeg intet"))
    for one in (study, other, study):
        one.sync.run(shared)
    study.corrections.join("N-2")
    study.close()
    again = opened(folder)
    joined = again.transcripts.document("N-2").text
    assert "den har [navn] lavet" in joined
    assert "ved jeg intet" in joined
    assert not re.search(r"\bMette\b", joined)
    assert all("earlier text" in one.where for one in again.anonymity.problems() if one.kind == "name")
    again.anonymity.accept()
    assert again.anonymity.problems() == []


def test_with_a_broken_key_file_nothing_is_taken_in_unless_it_stays_at_home(study: Study, tmp_path: Path) -> None:
    path = study.anonymity.keys.path
    path.parent.mkdir(parents=True)
    path.write_text("[[word]\n", encoding="utf-8")
    later = tmp_path / "n3.md"
    later.write_text(N1.replace("N-1", "N-3"), encoding="utf-8")
    with pytest.raises(StudyError) as refused:
        study.transcripts.import_files([later])
    assert refused.value.message.startswith(f"{path}:1: ")
    assert "N-3" not in study.transcripts.names()
    (taken,) = study.transcripts.import_files([later], private=True)
    assert taken.state == "new"
    assert "not run" in study.anonymity.applied[-1]


def test_what_a_colleague_writes_with_the_name_is_replaced_when_the_study_is_next_opened(
    study: Study, other: Study, shared: str, folder: Path, opened: Callable[..., Study]
) -> None:
    for one in (study, other):
        one.sync.run(shared)
    study.anonymity.replace_word("Mette", "[navn]", always=True)
    memo, code = other.memos.add("study", "", "Mettes nøgle igen"), other.codes.create("Mettes rolle").id
    for one in (other, study):
        one.sync.run(shared)
    study.close()
    again = opened(folder)
    assert again.memos.get(memo).text == "[navn]s nøgle igen"
    assert again.codes.get(code).path == "[navn]s rolle"
    assert again.anonymity.applied == ["words of the key file were replaced in memos, codes and the like: 2"]
    again.undo()
    again.close()
    assert opened(folder).memos.get(memo).text == "Mettes nøgle igen"  # taken back, so it stays


def test_words_that_a_colleague_has_replaced_leave_nobodys_machine_any_more(
    study: Study, other: Study, shared: str, tmp_path: Path, opened: Callable[..., Study]
) -> None:
    memo = study.memos.add("study", "", "Mettes fødselsdag er i maj.")
    coding = passage(study, "N-1", "Hvem har nøglen", "om nøgler")
    study.codings.note(coding, "Det mener Mette.")
    for one in (study, other, study):
        one.sync.run(shared)
    study.anonymity.replace_word("Mette", "[navn]")
    for one in (study, other):
        one.sync.run(shared)
    home = other.folder
    other.close()
    again = opened(home, "bo")
    assert again.memos.get(memo).text == "[navn]s fødselsdag er i maj."
    exported = "\n".join(again.log.export())
    assert "Mettes fødselsdag" not in exported
    assert "mener Mette" not in exported
    (tmp_path / "et andet sted").mkdir()
    again.sync.run(str(tmp_path / "et andet sted"))
    assert "fødselsdag" in in_folder(tmp_path / "et andet sted")
    assert "Mettes fødselsdag" not in in_folder(tmp_path / "et andet sted")


def test_a_text_from_before_an_accepted_anonymisation_is_refused_with_the_right_reason(
    study: Study, tmp_path: Path
) -> None:
    study.anonymity.replace_word("Mette", "[navn]")
    study.anonymity.accept()
    (tmp_path / "igen.md").write_text(N1, encoding="utf-8")
    (done,) = study.transcripts.import_files([tmp_path / "igen.md"])
    assert done.state == "refused"
    assert "before it was anonymised" in done.why
    assert "withdrawn" not in done.why


def test_reasons_and_notes_on_versions_are_replaced_wherever_they_are_read_also_those_taken_back(
    study: Study, other: Study, shared: str, folder: Path
) -> None:
    code = study.codes.create("Nøgler", definition="hvad Mette mener").id
    study.codes.rename(code, "Skure", why="fordi Mettes skur er sagen")
    study.codes.rename(code, "Havne", why="det var Mettes ord")
    study.undo()
    study.history.name_version("begyndt", "som Mette ville")
    study.history.delete_version(study.history.name_version("glemt", "Mettes egen"))
    study.memos.remove(study.memos.add("study", "", "Mettes fødselsdag er i maj."))
    study.anonymity.replace_word("Mette", "[navn]")
    for one in (study, other):
        one.sync.run(shared)
        told = [done.why for done in one.history.code(code) if done.why]
        assert told[-1] == "fordi [navn]s skur er sagen"
        assert [version.note for version in one.history.versions()] == ["som [navn] ville"]
    assert not [found for found in study.anonymity.findings() if "Mette" in found.finding.text]
    assert not any(f"Mette{what}" in in_folder(Path(shared)) for what in ("s skur", "s ord", " ville"))
    # The newest is the replacement itself: it has no reason.
    assert [done.why for done in study.history.code(code)][:3] == ["", "", "det var [navn]s ord"]
    assert study._base.store.read("SELECT count(*) FROM reason WHERE alive = 1") == [(1,)]
    study.undo()
    assert [done.why for done in study.history.code(code)][:4] == ["", "", "", "det var Mettes ord"]
    assert study._base.store.read("SELECT count(*) FROM reason WHERE alive = 1") == [(1,)]
    study.redo()
    study.anonymity.accept()
    for one in (study, other):
        one.sync.run(shared)
        texts = [text for (text,) in one._base.store.read("SELECT data FROM blob WHERE data IS NOT NULL")]
        assert not [text for text in texts if re.search(r"\bMettes?\b", text)]
        assert told[-1] in [done.why for done in one.history.code(code)]
        assert one.log.verify()


def test_a_reason_and_a_note_that_a_colleague_writes_with_the_name_are_replaced_too(
    study: Study, other: Study, shared: str, folder: Path, opened: Callable[..., Study]
) -> None:
    code = study.codes.create("Nøgler").id
    for one in (study, other):
        one.sync.run(shared)
    study.anonymity.replace_word("Mette", "[navn]", always=True)
    other.codes.rename(code, "Skure", why="det siger Mette")
    other.history.name_version("begyndt", "som Mette ville")
    for one in (other, study):
        one.sync.run(shared)
    study.close()
    again = opened(folder)
    assert again.history.code(code)[0].why == "det siger [navn]"
    assert again.history.versions()[0].note == "som [navn] ville"


def test_earlier_reasons_and_notes_leave_no_colleagues_machine_any_more(
    study: Study, other: Study, shared: str, opened: Callable[..., Study]
) -> None:
    study.codes.rename(study.codes.create("Nøgler").id, "Skure", why="det siger Mette i dag")
    study.history.name_version("begyndt", "som Mette ville")
    for one in (study, other):
        one.sync.run(shared)
    study.anonymity.replace_word("Mette", "[navn]")
    for one in (study, other):
        one.sync.run(shared)
    home = other.folder
    other.close()
    exported = "\n".join(opened(home, "bo").log.export())
    assert "[navn] ville" in exported
    assert "siger Mette" not in exported
    assert "Mette ville" not in exported


def test_accepting_takes_the_words_out_of_worksheets_that_wait_too(study: Study, folder: Path) -> None:
    passage(study, "N-1", "det er jo Mettes nøgle", "Nøgler")
    code = study.codes.find("Nøgler").id
    key = study.splitting.add_target(code, "Mettes nøgler", "hvad Mette Hansen siger")
    study.anonymity.replace_word("Mette", "[navn]")
    study.anonymity.accept()
    (target,) = study.splitting.open(code).targets
    assert (target.key, target.path, target.definition) == (key, "[navn]s nøgler", "hvad [navn] Hansen siger")
    for file in (folder / ".workbench").rglob("*.db"):
        assert b"Mettes n" not in file.read_bytes()


def test_nobody_can_prove_by_the_log_what_an_erased_reason_said(study: Study) -> None:
    code = study.codes.create("Nøgler").id
    study.codes.rename(code, "Skure", why="det siger Xantippe")
    ((row, named),) = study._base.store.read("SELECT id, words FROM reason")
    for field in ("words", "note"):
        assert blob_id(study._base.words.salt(row, field), "det siger Xantippe") not in named
    study.anonymity.replace_word("Xantippe", "[navn]")
    study.anonymity.accept()
    assert study._base.store.read("SELECT DISTINCT salt FROM blob WHERE data IS NULL") == [(None,)]
    assert study.history.code(code)[0].why == "det siger [navn]"
    study.undo()  # the rename: there is nothing that the replacement could go back to
    assert study.codes.get(code).name == "Nøgler"
