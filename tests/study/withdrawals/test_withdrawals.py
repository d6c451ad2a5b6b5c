"""One of three takes back what she said: on every replica, in every file, and nobody else loses a word."""

import json
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import InputError, NotFoundError, StudyError
from workbench.store import put
from workbench.study import Study
from workbench.study.withdrawals import CarriedOut
from workbench.study.words import ERASED, NOT_COME

SETTINGS = """\
[study]
id = "01HZZZZZZZZZZZZZZZZZZZZZZZ"
title = "Havnen"
language = "da"
[groups.club]
label = "Klubben"
column = "club"
[matrix.m]
columns = ["club"]
"""
G1 = """\
---
id: G-1
kind: group
interviewer: [I]
informants:
  - {label: R1, person: P1, group: club, role: formand}
  - {label: R2, person: P2, group: club, role: kasserer}
  - {label: R3, person: P3, group: club}
---
I: Hvordan får I båden i vandet?

R1: Vi ringer til hinanden, og så kommer der altid nogen ned på kajen.

R2: Jeg har nøglen til skuret, og jeg låner den aldrig ud til kommunen.

R3: Nej, for sidste gang fik vi den ikke igen før pinse.

R2: Det var mig, der måtte cykle ud og hente den hos borgmesteren selv.

R1: Som R2 siger, så er det nøglen, det hele hænger på.
"""
G2 = """\
---
id: G-2
kind: group
interviewer: [I]
informants:
  - {label: R1, person: P4, group: club}
  - {label: R5, person: P2, group: club, role: kasserer}
---
R5: Pengene ligger i en kagedåse, det har de gjort siden min far.

I: Og regnskabet?

R1: Det kender kun kassereren, og sådan skal det også være her.

R5: Regnskabet fører jeg i hånden, for maskinen forstår ikke kontingent.
"""
REMOVED = (
    "Jeg har nøglen til skuret, og jeg låner den aldrig ud til kommunen.",
    "Det var mig, der måtte cykle ud og hente den hos borgmesteren selv.",
    "Pengene ligger i en kagedåse, det har de gjort siden min far.",
    "Regnskabet fører jeg i hånden, for maskinen forstår ikke kontingent.",
)
QUOTED = (
    "cykle ud og hente den hos borgmesteren",
    "for maskinen forstår ikke kontingent",
    "nøglen til skuret og jeg låner",
)
_SCAN = """
import sys
from pathlib import Path
needles = [n.encode() for n in sys.argv[2:]]
for path in Path(sys.argv[1]).rglob("*"):
    if path.is_file():
        data = path.read_bytes()
        for needle in needles:
            if needle in data:
                print(path.relative_to(sys.argv[1]).as_posix())
"""
Open = Callable[..., Study]


def holding(folder: Path, *needles: str) -> set[str]:
    """The files that hold any of these words, read by another process: ours must not open the database's files."""
    done = subprocess.run([sys.executable, "-c", _SCAN, str(folder), *needles], capture_output=True, check=True)
    return set(done.stdout.decode().split())


def at(study: Study, name: str, words: str) -> tuple[str, int, int]:
    """The passage of a transcript that reads so."""
    document = study.transcripts.document(name)
    start = document.text.index(words)
    return document.revision, start, start + len(words)


def exchange(studies: list[Study], chance: random.Random) -> None:
    """Everybody hears everything, in any order, until nothing is new; and does what withdrawals ask for."""
    for _ in range(12):
        news = 0
        for to in chance.sample(studies, len(studies)):
            lines = [line for one in studies if one is not to for line in one.log.export()]
            chance.shuffle(lines)
            parts = chance.randint(1, 3)
            for part in range(parts):
                report = to.log.ingest(lines[part::parts])
                news += report.applied + report.blobs
            news += bool(to.withdrawals.carry_out())
        if not news:
            return
    raise AssertionError("they never agree")


def words(study: Study) -> dict[str, str]:
    """Coding → the words it stands on."""
    found = {}
    for transcript in study.transcripts.list():
        document = study.transcripts.document(transcript.name)
        for coding in study.codings.of(document.revision):
            found[coding.id] = document.text[coding.start : coding.end]
    return found


def write_folder(folder: Path) -> Path:
    """The folder of a study of two group interviews, never opened."""
    (folder / "codebook").mkdir(parents=True)
    (folder / "transcripts").mkdir()
    (folder / "codebook" / "study.toml").write_text(SETTINGS, encoding="utf-8", newline="\n")
    for name, text in (("G-1.md", G1), ("G-2.md", G2)):
        (folder / "transcripts" / name).write_text(text, encoding="utf-8", newline="\n")
    return folder


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """Such a folder of this test's own."""
    return write_folder(tmp_path / "alene")


@pytest.fixture(scope="module")
def team_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folders of Ann, Bo and Cy, made once: they have coded everything, quoted much, and exchanged it."""
    place = tmp_path_factory.mktemp("team")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WORKBENCH_STATE", str(place / "state"))
        studies = [Study.open(write_folder(place / name), name) for name in ("ann", "bo", "cy")]
        code = studies[0].codes.create("Nøglen")
        studies[0].codes.define(code.id, example=f"{REMOVED[0]} Det er sagen.", definition="Hvem der har den.")
        exchange(studies, random.Random(1))
        for study in studies:
            work(study, code.id)
        exchange(studies, random.Random(2))
        for study in studies:
            study.close()
    return place


def work(study: Study, code: str) -> None:
    """Code every turn and the whole of each interview, and quote what she says wherever one can."""
    for name in ("G-1", "G-2"):
        document = study.transcripts.document(name)
        for turn in document.turns:
            remark = f"{study.coder_name} om {turn.label}"
            study.codings.add(document.revision, turn.speech, turn.end, code, memo=remark)
        study.codings.add(document.revision, document.turns[0].start, document.turns[-1].end, code)
        study.memos.add("transcript", document.id, f"{study.coder_name}: “{QUOTED[0]}” siger hun. Godt.")
    revision, start, end = at(study, "G-1", REMOVED[1])
    study.memos.add("passage", "", "Hvem er borgmesteren?", revision=revision, start=start, end=end)
    whole = study.memos.add("study", "", "x " * 700 + QUOTED[1])
    study.memos.edit(whole, "Noget andet.")
    study.memos.add("study", "", f"»{REMOVED[2]}«")
    study.codings.note(study.codings.of(revision)[0].id, f"Jf. {QUOTED[2]}!")


@pytest.fixture
def team(team_made: Path, tmp_path: Path, opened: Open) -> list[Study]:
    """Ann, Bo and Cy at work, each in a folder of their own."""
    return [opened(Path(shutil.copytree(team_made / name, tmp_path / name)), name) for name in ("ann", "bo", "cy")]


def test_before_anybody_withdraws_the_words_are_everywhere(team: list[Study]) -> None:
    for study in team:
        held = holding(study.folder, *REMOVED, *QUOTED)
        assert {"transcripts/G-1.md", "transcripts/G-2.md", "codebook/codebook.md"} <= held
        assert any(name.startswith(".workbench/study.db") for name in held)
        assert all(holding(study.folder, words) for words in (*REMOVED, *QUOTED))


@pytest.mark.parametrize("seed", range(2))
def test_what_she_said_leaves_every_file_of_every_replica(team: list[Study], seed: int) -> None:
    chance = random.Random(seed)
    ann, bo, cy = team
    # Cy is on a train meanwhile, and codes what she said, on the old text.
    code = cy.codes.list()[0].id
    late = cy.codings.add(*at(cy, "G-1", f"R2: {REMOVED[1]}\n\nR1: Som R2 siger"), code, memo="sent")
    alone = cy.codings.add(*at(cy, "G-2", "en kagedåse"), code, memo="kun hende")
    note = cy.memos.add(
        "passage", "", "Sent.", **dict(zip(("revision", "start", "end"), at(cy, "G-2", "i hånden"), strict=True))
    )
    before = words(cy)
    done = bo.withdrawals.withdraw("P2", "bad om det i telefonen")
    assert done.confirmed
    exchange(team, chance)
    for study in team:
        assert holding(study.folder, *REMOVED, *QUOTED) == set()
        assert study.log.verify().faults == ()
        assert [t.name for t in study.transcripts.list()] == ["G-1", "G-2"]
        assert "P2" not in {i.person for t in study.transcripts.list() for i in t.informants}
        assert [m for m in study.memos.list() if m.about == "passage"] == []
        assert {m.text for m in study.memos.list() if m.about == "transcript"} == {
            f"{name}: “[…]” siger hun. Godt." for name in ("ann", "bo", "cy")
        }
        assert {m.text for m in study.memos.list() if m.about == "study"} == {"Noget andet."}
        assert study.codes.list()[0].example == "[…]. Det er sagen."
        assert not any(item.kind == "dispute" for item in study._base.store.inbox())
        (state,) = study.withdrawals.status()
        assert (state.person, state.reason, state.coder) == ("P2", "bad om det i telefonen", "bo")
        assert [c.coder for c in sorted(state.confirmed, key=lambda c: c.coder)] == ["ann", "bo", "cy"]
        assert (state.missing, state.again) == ((), ())
    assert len({study.log.verify().digest for study in team}) == 1
    now = words(ann)
    theirs = {
        coding: text for coding, text in before.items() if not any(said in text for said in (*REMOVED, "kagedåse"))
    }
    assert len(theirs) > 12
    assert {coding: now[coding] for coding in theirs} == theirs
    assert now[late] == "R1: Som R2 siger"
    assert alone not in now
    assert note not in {m.id for m in ann.memos.list()}
    assert sum("Hvordan får I båden" in text and "Som R2 siger" in text for text in now.values()) == 3
    assert (ann.folder / "transcripts" / "G-1.md").read_text(encoding="utf-8") == G1.replace(
        "  - {label: R2, person: P2, group: club, role: kasserer}\n", ""
    ).replace(f"R2: {REMOVED[0]}\n\n", "").replace(f"R2: {REMOVED[1]}\n\n", "")


def test_a_preview_says_all_that_and_changes_nothing(team: list[Study]) -> None:
    ann = team[0]
    (ann.folder / "codebook" / "tabel.csv").write_text(f"G-1,{REMOVED[0]}", encoding="utf-8")
    digest, position = ann.log.verify().digest, ann._base.position()
    found = ann.withdrawals.preview("P2")
    assert (ann.log.verify().digest, ann._base.position()) == (digest, position)
    assert (found.person, found.transcripts, found.emptied) == ("P2", ("G-1 (R2)", "G-2 (R5)"), ())
    assert (found.turns, found.words) == (4, 48)
    assert found.codings == (12, 6, 18)
    assert found.memos == (3, 0, 0)
    assert sorted(set(found.quoting)) == [
        "example of the code Nøglen",
        *(f"memo by {n} on {t}" for n in ("ann", "bo", "cy") for t in ("G-1", "G-2", "the study")),
        *(f"remark by {n} on Nøglen in G-1" for n in ("ann", "bo", "cy")),
    ]
    assert [(m.transcript, m.text) for m in found.mentions] == [
        ("G-1", "R1: Som R2 siger, så er det nøglen, det hele hænger på.")
    ]
    assert found.in_log == ()
    assert found.files == ("codebook/tabel.csv",)
    said = ann.withdrawals.withdraw("P2")
    assert any("codebook/tabel.csv holds words" in sentence for sentence in said.left)


def test_there_is_no_undo_and_what_came_before_can_still_be_undone(team: list[Study]) -> None:
    ann = team[0]
    ann.withdrawals.withdraw("P2")
    entry = next(e for e in ann.log.entries() if e.verb == "withdraw")
    assert entry.what == "P2"
    with pytest.raises(StudyError, match="cannot be taken back"):
        ann.log.undo(entry.stream, entry.tx)
    while ann.undo() is not None:
        pass
    assert [e for e in ann.log.entries(500) if e.verb == "undo"]
    ann.withdrawals.carry_out()
    assert holding(ann.folder, *REMOVED, *QUOTED) == set()
    assert ann.log.verify().faults == ()


def test_the_old_original_is_not_taken_in_again(team: list[Study], tmp_path: Path) -> None:
    ann = team[0]
    ann.withdrawals.withdraw("P2")
    old = tmp_path / "gammel.md"
    old.write_text(G1, encoding="utf-8")
    with pytest.raises(InputError, match="withdrawn"):
        ann.transcripts.import_files([old], strict=True)
    old.write_text(G1.replace("altid nogen", "altid nogle"), encoding="utf-8")
    (refused,) = ann.transcripts.import_files([old])
    assert (refused.state, "withdrawn" in refused.why) == ("refused", True)
    (now,) = ann.transcripts.import_files([ann.folder / "transcripts" / "G-1.md"])
    assert now.state == "same"


def test_only_leads_may_where_leads_are_named(home: Path, opened: Open) -> None:
    file = home / "codebook" / "study.toml"
    file.write_text(SETTINGS.replace('language = "da"', 'language = "da"\nleads = ["Bo"]'), encoding="utf-8")
    ann = opened(home, "ann")
    with pytest.raises(StudyError, match="only Bo"):
        ann.withdrawals.withdraw("P2")
    ann.close()
    assert opened(home, "bo").withdrawals.withdraw("P2").confirmed


def test_who_has_no_written_id_is_named_by_transcript_and_label(home: Path, opened: Open) -> None:
    file = home / "transcripts" / "G-1.md"
    file.write_text(G1.replace("person: P2, ", ""), encoding="utf-8")
    ann = opened(home, "ann")
    with pytest.raises(NotFoundError, match="no person"):
        ann.withdrawals.preview("P9")
    assert ann.withdrawals.preview("G-1:R2").transcripts == ("G-1 (R2)",)
    assert ann.withdrawals.preview("G-2:R5").person == "P2"
    ann.withdrawals.withdraw("G-1:R2")
    assert ann.withdrawals.status()[0].person == "G-1:R2"
    with pytest.raises(NotFoundError, match="no text holds"):
        ann.withdrawals.withdraw("G-1:R2")
    assert holding(home, *REMOVED[:2]) == set()
    assert holding(home, *REMOVED[2:])


def test_a_diary_goes_with_the_one_who_wrote_it(home: Path, opened: Open) -> None:
    front = "---\nid: D-1\nkind: document\ninformants:\n  - {label: R9, person: P9}\n---\n"
    diary = f"{front}I dag sejlede vi.\n\nI morgen igen.\n"
    (home / "transcripts" / "D-1.md").write_text(diary, encoding="utf-8")
    ann = opened(home, "ann")
    assert ann.withdrawals.preview("P9").emptied == ("D-1",)
    ann.withdrawals.withdraw("P9")
    assert [t.name for t in ann.transcripts.list()] == ["G-1", "G-2"]
    assert holding(home, "I dag sejlede", "I morgen igen") == set()
    assert ann.withdrawals.carry_out() == CarriedOut((), (), False)


def test_a_label_that_a_colleague_gave_to_another_meanwhile_stays_withdrawn(team: list[Study]) -> None:
    ann, bo, _ = team
    informant = next(i.id for i in bo.transcripts.get("G-1").informants if i.label == "R2")
    ann.withdrawals.withdraw("P2")
    bo._base.write("update transcript", [put("informant", informant, person=bo._base.derive("person", "P3"))])
    exchange(team, random.Random(1))
    for study in team:
        assert [i.label for i in study.transcripts.get("G-1").informants] == ["R1", "R3"]
        assert holding(study.folder, *REMOVED, *QUOTED) == set()


def test_two_people_withdraw_at_the_same_time_on_two_replicas(team: list[Study]) -> None:
    ann, bo, _ = team
    hers = "fik vi den ikke igen før pinse"
    ann.withdrawals.withdraw("P2")
    bo.withdrawals.withdraw("P3")
    exchange(team, random.Random(7))
    for study in team:
        document = study.transcripts.document("G-1")
        assert {turn.label for turn in document.turns} == {"I", "R1"}
        assert holding(study.folder, *REMOVED, *QUOTED, hers) == set()
        assert study.log.verify().faults == ()
        assert len(study.withdrawals.status()) == 2
        assert len(words(study)) == 21
    assert len({study.log.verify().digest for study in team}) == 1


def test_one_after_the_other_leaves_until_nobody_is_left(home: Path, opened: Open) -> None:
    (home / "transcripts" / "G-2.md").write_text(G2.replace("I: Og regnskabet?\n\n", ""), encoding="utf-8")
    ann = opened(home, "ann")
    code = ann.codes.create("A")
    ann.codings.add(*at(ann, "G-2", "Det kender kun kassereren"), code.id)
    ann.withdrawals.withdraw("P2")
    assert list(words(ann).values()) == ["Det kender kun kassereren"]
    assert ann.withdrawals.preview("P4").emptied == ("G-2",)
    done = ann.withdrawals.withdraw("P4")
    assert "transcripts/G-2.md was removed" in done.done
    assert [t.name for t in ann.transcripts.list()] == ["G-1"]
    assert words(ann) == {}
    assert not (home / "transcripts" / "G-2.md").exists()
    assert ann.log.verify().faults == ()
    assert holding(home, "kun kassereren", *REMOVED) == set()


def test_a_colleague_who_took_the_old_folder_in_meanwhile_loses_her_too(team: list[Study], opened: Open) -> None:
    ann = team[0]
    old = ann.folder.parent / "dan"
    (old / "transcripts").mkdir(parents=True)
    shutil.copytree(ann.folder / "codebook", old / "codebook")
    (old / "transcripts" / "G-1.md").write_text(G1, encoding="utf-8")
    (old / "transcripts" / "G-2 rettet.md").write_text(
        G2.replace("siden min far", "siden min farfar"), encoding="utf-8"
    )
    ann.withdrawals.withdraw("P2")
    dan = opened(old, "dan")
    assert holding(old, "Pengene ligger i en kagedåse")
    exchange([*team, dan], random.Random(5))
    for study in [*team, dan]:
        assert holding(study.folder, *REMOVED, "siden min farfar", *QUOTED) == set()
        assert study.log.verify().faults == ()
        assert study.withdrawals.status()[0].again == ()
        assert "P2" not in {i.person for t in study.transcripts.list() for i in t.informants}
    assert len({study.log.verify().digest for study in [*team, dan]}) == 1


def test_where_she_speaks_in_what_comes_later_is_said(team: list[Study], tmp_path: Path) -> None:
    ann, bo, _ = team
    more = tmp_path / "G-3.md"
    more.write_text(G2.replace("G-2", "G-3").replace("Pengene", "Alle pengene"), encoding="utf-8")
    bo.transcripts.import_files([more])
    ann.withdrawals.withdraw("P2")
    exchange(team, random.Random(3))
    assert ann.withdrawals.status()[0].again == ("G-3",)
    assert ann.withdrawals.withdraw("P2").confirmed
    exchange(team, random.Random(4))
    assert all(holding(study.folder, "pengene ligger i en kagedåse", *REMOVED) == set() for study in team)


def test_where_leads_are_named_what_comes_later_waits_for_one(team: list[Study], tmp_path: Path) -> None:
    ann, bo, cy = team
    key = "study.leads"
    ann._base.write("edit study.toml", [put("setting", ann._base.derive("setting", key), key=key, value='["ann"]')])
    exchange(team, random.Random(0))
    assert cy.settings.leads == ("ann",)
    code = cy.codes.list()[0].id
    cy.codings.add(*at(cy, "G-2", "en kagedåse"), code, memo="om kagedåsen selv")
    secret = tmp_path / "raa.md"
    secret.write_text(G1.replace("G-1", "G-0").replace("skuret", "Hansens skur"), encoding="utf-8")
    cy.transcripts.import_files([secret], private=True)
    bo.log.ingest(cy.log.export())
    ann.log.ingest(bo.log.export())
    cy.codings.add(*at(cy, "G-2", "i hånden"), code, memo="og hånden selv")
    ann.withdrawals.withdraw("P2")
    exchange([bo, cy], random.Random(1))
    cy.log.ingest(ann.log.export())
    assert cy.withdrawals.carry_out().confirmed
    ((mine,),) = cy._base.store.read("SELECT count(*) FROM change WHERE ent = 'erasure' AND actor = ?", (cy.coder,))
    assert mine == 0
    assert "Hansens skur" not in cy.transcripts.document("G-0").text
    assert holding(cy.folder, "Hansens skur", "og hånden selv")
    exchange(team, random.Random(2))
    for study in team:
        assert holding(study.folder, "Hansens skur", "kagedåsen selv", "og hånden selv", *REMOVED, *QUOTED) == set()
        assert study.log.verify().faults == ()
    assert len({study.log.verify().digest for study in team}) == 1


def test_a_voice_that_was_corrected_to_hers_is_hers_no_more(team: list[Study]) -> None:
    ann = team[0]
    informants = {i.label: i.id for i in ann.transcripts.get("G-1").informants}
    code = ann.codes.list()[0].id
    both = ann.codings.add(*at(ann, "G-1", "altid nogen ned"), code)
    hers = ann.codings.add(*at(ann, "G-1", "ned på kajen"), code)
    ann.codings.set_voices(both, [informants["R1"], informants["R2"]])
    ann.codings.set_voices(hers, [informants["R2"]])
    ann.withdrawals.withdraw("P2")
    assert ann.codings.get(both).voices == (informants["R1"],)
    assert ann.codings.get(hers).voices is None


def test_words_that_an_older_program_wrote_into_the_log_are_named(home: Path, opened: Open) -> None:
    ann = opened(home, "ann")
    # Past the door: today words never stand in the log.
    ann._base.store.write(
        "write memo", [put("memo", ann._base.derive("memo", "x"), about="study", text=[REMOVED[0], None])]
    )
    code = ann.codes.create("Nøglen", definition=f"Som når hun siger: {REMOVED[1]}")
    found = ann.withdrawals.preview("P2")
    assert found.in_log == ("1 of the log's entries “new code (code)”", "1 of the log's entries “write memo (memo)”")
    done = ann.withdrawals.withdraw("P2")
    assert sum("the log holds words of theirs" in sentence for sentence in done.left) == 2
    assert ann.memos.list() == []
    assert ann.codes.get(code.id).definition == "Som når hun siger: […]."
    assert holding(home, *REMOVED) <= {name for name in holding(home, *REMOVED) if name.startswith(".workbench/")}


def test_an_original_that_resists_is_removed_and_named(home: Path, opened: Open) -> None:
    ann = opened(home, "ann")
    odd = home / "transcripts" / "G-1.md"
    odd.write_text(G1.replace("  - {label: R1", "  - ? label\n    : R1 # {label: R1"), encoding="utf-8")
    extra = home / "transcripts" / "foto.jpg"
    extra.write_bytes(b"\xff\xd8\xff")
    done = ann.withdrawals.withdraw("P2")
    assert any("foto.jpg is nothing that can be read" in sentence for sentence in done.left)
    assert holding(home, *REMOVED) == set()


def test_opening_does_what_came_while_it_was_closed(team: list[Study], opened: Open) -> None:
    ann, bo, _ = team
    ann.withdrawals.withdraw("P2")
    lines = list(ann.log.export())
    bo.log.ingest(lines)
    bo.close()
    bo = opened(bo.folder, "bo")
    assert bo.carried_out.confirmed
    assert "transcripts/G-1.md was written anew" in bo.carried_out.done
    assert holding(bo.folder, *REMOVED, *QUOTED) == set()
    bo.close()
    assert opened(bo.folder, "bo").carried_out == CarriedOut((), (), False)


def test_what_cannot_be_written_now_is_not_confirmed_and_tried_again(
    team: list[Study], opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann = team[0]

    def refuse(path: Path, content: str) -> None:
        raise StudyError(f"{path} cannot be written")

    with monkeypatch.context() as patch:
        patch.setattr("workbench.study.withdrawals.aftermath.write_file", refuse)
        done = ann.withdrawals.withdraw("P2")
        assert not done.confirmed
        assert "transcripts/G-1.md cannot be written, and still holds what was taken back" in done.done
        assert ann.withdrawals.status()[0].missing == ("ann", "bo", "cy")
        ann.close()
        ann = opened(ann.folder, "ann")
        assert not ann.carried_out.confirmed
    ann.close()
    ann = opened(ann.folder, "ann")
    assert ann.carried_out.confirmed
    assert holding(ann.folder, *REMOVED, *QUOTED) == set()


def test_another_program_that_has_the_study_open_is_no_hindrance(team: list[Study], opened: Open) -> None:
    ann = team[0]
    again = opened(ann.folder, "ann")
    assert again.transcripts.document("G-1")
    assert ann.withdrawals.withdraw("P2").confirmed
    assert holding(ann.folder, *REMOVED, *QUOTED) == set()
    ann._base.store.db.con.execute("PRAGMA busy_timeout=50")
    with again._base.store.db.reading():
        again.transcripts.list()
        assert not ann.withdrawals.withdraw("P3").confirmed
    assert ann.withdrawals.carry_out().confirmed
    assert holding(ann.folder, "fik vi den ikke igen") == set()


def test_texts_that_are_not_here_say_so(team: list[Study]) -> None:
    ann, bo, _ = team
    document = ann.transcripts.document("G-1")
    memo = ann.memos.add("study", "", "Kommer senere.")
    coding = ann.codings.add(document.revision, 3, 10, ann.codes.list()[0].id, memo="også senere")
    code = ann.codes.create("Ny")
    ann.codes.define(code.id, example="Et eksempel.")
    lines = [json.loads(line) for line in ann.log.export()]
    bo.log.ingest(json.dumps(line) for line in lines if "blob" not in line)
    assert bo.memos.get(memo).text == NOT_COME
    assert bo.codings.get(coding).memo == NOT_COME
    assert bo.codes.get(code.id).example == NOT_COME
    assert NOT_COME not in bo.export_codebook() + bo.exchange.export_segments()
    bo.log.ingest(ann.log.export())
    assert bo.memos.get(memo).text == "Kommer senere."
    assert bo.codings.get(coding).memo == "også senere"
    assert bo.codes.get(code.id).example == "Et eksempel."


def test_purging_a_memo_takes_all_its_versions_and_leaves_the_log_whole(team: list[Study]) -> None:
    ann, bo, cy = team
    memo = ann.memos.add("study", "", "Hun hedder Karen Blixen.")
    ann.memos.edit(memo, "Hun hedder noget med Blixen.")
    coding = ann.codings.add(*at(ann, "G-1", "Hvordan"), ann.codes.list()[0].id, memo="Karen igen")
    exchange(team, random.Random(1))
    with pytest.raises(InputError, match="reason"):
        ann.withdrawals.purge("memo", memo, " ")
    ann.withdrawals.purge("memo", memo, "et navn")
    bo.withdrawals.purge("remark", coding, "et navn")
    exchange(team, random.Random(2))
    for study in (ann, bo, cy):
        assert holding(study.folder, "Blixen", "Karen") == set()
        assert study.log.verify().faults == ()
        assert memo not in {m.id for m in study.memos.list()}
        assert study.codings.get(coding).memo == ""
        assert [(p.coder, p.reason) for p in study.withdrawals.purged()] == [("ann", "et navn")] * 2 + [
            ("bo", "et navn")
        ]
    with pytest.raises(NotFoundError):
        ann.withdrawals.purge("memo", "nothing", "x")


def test_purging_a_text_by_itself_shows_where_it_was(team: list[Study]) -> None:
    ann = team[0]
    memo = ann.memos.add("study", "", "Hun hedder Karen Blixen.")
    ((text,),) = ann._base.store.read("SELECT blob FROM memo WHERE id = ?", (memo,))
    with pytest.raises(NotFoundError):
        ann.withdrawals.purge("text", "", "et navn")
    ann.withdrawals.purge("text", text[:12], "et navn")
    assert ann.memos.get(memo).text == ERASED
    assert holding(ann.folder, "Blixen") == set()
    assert ann.log.verify().faults == ()


def test_an_example_once_erased_does_not_come_back_from_a_file(team: list[Study]) -> None:
    ann = team[0]
    file = ann.folder / "codebook" / "codebook.md"
    text = file.read_text(encoding="utf-8")
    ann.withdrawals.withdraw("P2")
    assert REMOVED[0] in text
    assert "[…]. Det er sagen." in file.read_text(encoding="utf-8")


def test_text_from_before_anonymisation_stays_at_home(home: Path, opened: Open, tmp_path: Path) -> None:
    ann = opened(home, "ann")
    raw = tmp_path / "raw.md"
    raw.write_text("---\nid: RAW\n---\nR1: Jeg hedder Karen Blixen.\n", encoding="utf-8")
    ann.transcripts.import_files([raw], private=True)
    assert ann.transcripts.document("RAW").text == "R1: Jeg hedder Karen Blixen.\n"
    assert not (home / "transcripts" / "raw.md").exists()
    lines = list(ann.log.export())
    assert not any("Blixen" in line for line in lines)
    store = ann._base.store
    texts = store.texts()
    ((secret,),) = store.read("SELECT text FROM revision WHERE private = 1")
    assert secret not in texts.here | texts.wanted
    assert store.text_line(secret) is None
    other = Path(shutil.copytree(home / "codebook", tmp_path / "bo" / "codebook")).parent
    bo = opened(other, "bo")
    bo.log.ingest(lines)
    assert secret not in bo._base.store.texts().wanted
    with pytest.raises(NotFoundError, match="kept at home by ann"):
        bo.transcripts.document("RAW")
    assert bo.log.verify().faults == ()
    assert holding(other, "Blixen") == set()
    ann.transcripts.keep_at_home("G-1")
    assert not any(REMOVED[0] in line for line in ann.log.export())


def test_a_private_text_is_cut_where_it_lies(home: Path, opened: Open, tmp_path: Path) -> None:
    ann = opened(home, "ann")
    raw = tmp_path / "raw.md"
    raw.write_text(G1.replace("G-1", "RAW").replace("skuret", "Hansens skur"), encoding="utf-8")
    ann.transcripts.import_files([raw], private=True)
    other = Path(shutil.copytree(home / "codebook", tmp_path / "bo" / "codebook")).parent
    bo = opened(other, "bo")
    exchange([ann, bo], random.Random(1))
    bo.withdrawals.withdraw("P2")
    exchange([ann, bo], random.Random(2))
    assert "Hansens skur" not in ann.transcripts.document("RAW").text
    assert "ned på kajen" in ann.transcripts.document("RAW").text
    assert holding(home, "Hansens skur", *REMOVED) == set()
    assert not any("ned på kajen" in line and "RAW" in line for line in ann.log.export())
    with pytest.raises(NotFoundError, match="kept at home by ann"):
        bo.transcripts.document("RAW")
    assert bo.log.verify().faults == ann.log.verify().faults == ()


def test_reasons_and_worksheets_that_quote_her_keep_the_rest_and_are_read_so(home: Path, opened: Open) -> None:
    study = opened(home, "ann")
    revision, start, end = at(study, "G-1", "Nej, for sidste gang")
    study.codings.add_new(revision, start, end, "Havnen")
    code = study.codes.find("Havnen").id
    study.codes.rename(code, "Kajen", why=f"hun siger {QUOTED[0]} her")
    key = study.splitting.add_target(code, "Cykler", f"som når man må {QUOTED[0]} igen")
    study.withdrawals.withdraw("P2")
    assert study.history.code(code)[0].why == "hun siger […] her"
    (target,) = study.splitting.open(code).targets
    assert (target.key, target.path, target.definition) == (key, "Cykler", "som når man må […] igen")
    study.close()
    assert holding(home, QUOTED[0]) == set()


def test_nobody_is_called_what_no_database_can_be_asked_for(home: Path, opened: Open) -> None:
    for name in ("\udcff", "G-1:\udcff", "a\x00b"):
        with pytest.raises(NotFoundError):
            opened(home).withdrawals.preview(name)


def test_the_reason_for_a_place_by_hand_is_a_trace_too_and_the_log_is_said_to_hold_it(home: Path, opened: Open) -> None:
    study = opened(home, "ann")
    code = study.codes.create("Havnen").id
    study.synthesis.place("", code, "club", f"hun siger {QUOTED[0]} her")
    assert "reason for the place of Havnen by hand" in study.withdrawals.preview("P2").quoting
    done = study.withdrawals.withdraw("P2")
    assert study._base.store.read('SELECT "column", reason FROM placement') == [("club", "hun siger […] her")]
    assert any("“place theme (placement)”" in sentence for sentence in done.left)
