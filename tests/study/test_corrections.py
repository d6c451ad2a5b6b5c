"""Corrections: another text, and everything that stood in the old one goes along; back again with an undo."""

import json
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError, NotFoundError, StudyError
from workbench.store import blob_id, put
from workbench.study import Study, corrections
from workbench.study.corrections import CHANGED, KEPT, LOST, MOVED, joining
from workbench.transcripts.moves import Moves
from workbench.transcripts.reanchor import align
from workbench.transcripts.turns import Turn

Open = Callable[..., Study]
NEW = """\
I: Hvad kræver det så af jer?

R1: Man skal tørre. Og man skal lytte, altså rigtigt lytte.

I: Ja, at lytte er vigtigt.
"""


def words(study: Study, coding: str) -> str:
    """The words a coding stands on now."""
    row = study.codings.get(coding)
    text = study.corrections.text_of(row.revision)
    assert text is not None
    return text[row.start : row.end]


def code(study: Study, transcript: str, passage: str, path: str = "Kode") -> str:
    document = study.transcripts.document(transcript)
    start = document.text.index(passage)
    return study.codings.add_new(document.revision, start, start + len(passage), path)


def state(study: Study) -> list[tuple[object, ...]]:
    return study._base.store.read("SELECT id, revision, start, end, anchor FROM coding WHERE alive = 1 ORDER BY id")


def sound(study: Study) -> bool:
    return not study._base.store.verify().faults


@pytest.fixture
def team(folder: Path, opened: Open, tmp_path: Path) -> tuple[Study, Study]:
    """Ann and Bo with the same study, each on a machine of their own."""
    ann, other = opened(folder, "ann"), tmp_path / "bo"
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns(".workbench"))
    bo = opened(other, "bo")
    meet(ann, bo)
    return ann, bo


def meet(ann: Study, bo: Study) -> None:
    """Exchange lines and texts; both have the same study then."""
    give(ann, bo)
    give(bo, ann)
    assert ann._base.store.digest() == bo._base.store.digest()


def give(one: Study, other: Study) -> None:
    other.log.ingest(list(one.log.export()))
    assert sound(other) or not other._base.store.texts().wanted


# --- one at work


def test_a_correction_takes_every_coding_along_and_undo_puts_all_back(study: Study) -> None:
    kept, changed = code(study, "A-1", "altså rigtigt lytte"), code(study, "A-1", "Man skal turde.")
    document = study.transcripts.document("A-1")
    note = study.memos.add("passage", document.id, "husk", revision=document.revision, start=3, end=7)
    before, text = state(study), study.transcripts.document("A-1").text
    preview = study.corrections.preview("A-1", NEW)
    assert state(study) == before
    done = study.corrections.correct("A-1", NEW)
    assert done is not None
    assert done.fates == preview.fates
    assert done.counts == {KEPT: 2, MOVED: 0, CHANGED: 1, LOST: 0}
    assert {fate.row: (fate.ent, fate.before, fate.after, fate.code) for fate in done.fates} == {
        kept: ("coding", "altså rigtigt lytte", "altså rigtigt lytte", "Kode"),
        changed: ("coding", "Man skal turde.", "Man skal tørre.", "Kode"),
        note: ("memo", "Hvad", "Hvad", ""),
    }
    assert study.transcripts.document("A-1").text == NEW
    assert (words(study, kept), words(study, changed)) == ("altså rigtigt lytte", "Man skal tørre.")
    assert sound(study)
    assert study.undo()
    assert study.transcripts.document("A-1").text == text
    assert state(study) == before
    assert sound(study)


def test_a_correction_is_one_transaction_and_holds_no_word_in_the_log(study: Study) -> None:
    ((last,),) = study._base.store.read("SELECT max(n) FROM change")
    study.corrections.correct("A-1", NEW.replace("tørre", "hemmelighedskræmmeri"))
    written = study._base.store.read("SELECT tx, verb, body FROM change WHERE n > ?", (last,))
    assert {verb for _, verb, _ in written} == {"correct transcript"}
    assert len({tx for tx, _, _ in written}) == 1
    assert not any("hemmelig" in body for _, _, body in written)


def test_the_same_text_is_no_correction(study: Study) -> None:
    text = study.transcripts.document("A-1").text
    assert study.corrections.correct("A-1", text) is None
    assert study.corrections.correct("A-1", "\ufeff" + text.replace("\n", "\r\n")) is None
    assert len(study.corrections.revisions("A-1")) == 1


@pytest.mark.parametrize("text", ["", " \n ", "R1: \x00", "R1: \ud800"])
def test_what_is_no_text_is_refused_and_nothing_changes(study: Study, text: str) -> None:
    with pytest.raises(InputError):
        study.corrections.correct("A-1", text)
    assert len(study.corrections.revisions("A-1")) == 1


def test_a_transcript_that_is_not_here_is_named(study: Study) -> None:
    with pytest.raises(NotFoundError, match="Z-9"):
        study.corrections.correct("Z-9", NEW)


def test_the_file_in_the_folder_is_written_anew_with_its_front_matter(study: Study, folder: Path) -> None:
    file = folder / "transcripts" / "a.md"
    front = file.read_text(encoding="utf-8").split("I: ")[0]
    study.corrections.correct("A-1", NEW)
    assert file.read_text(encoding="utf-8") == front + NEW
    assert [one.state for one in study.transcripts.import_files([file])] == ["same"]
    assert study.undo()
    assert file.read_text(encoding="utf-8") == front + study.transcripts.document("A-1").text
    assert study.redo()
    assert file.read_text(encoding="utf-8") == front + NEW


def test_the_file_follows_where_an_entry_of_the_log_is_taken_back(study: Study, folder: Path) -> None:
    file = folder / "transcripts" / "a.md"
    before = file.read_bytes()
    study.corrections.correct("A-1", NEW)
    entry = study.log.entries(1)[0]
    code(study, "A-1", "altså rigtigt lytte")
    study.log.undo(entry.stream, entry.tx)
    assert file.read_bytes() == before


def test_the_file_follows_what_colleagues_correct_and_take_back(team: tuple[Study, Study], tmp_path: Path) -> None:
    ann, bo = team
    files = [study.folder / "transcripts" / "a.md" for study in team]
    before = files[1].read_bytes()

    def synced() -> list[bytes]:
        for study in (ann, bo, ann):
            study.sync.run(str(tmp_path / "shared"))
        return [file.read_bytes() for file in files]

    ann.corrections.correct("A-1", NEW)
    after, received = synced()
    assert received == after != before
    ann.undo()
    assert synced() == [before, before]
    files[1].write_bytes(before + b"R1: Og det her har jeg selv skrevet.\n")
    ann.redo()
    assert synced()[1] == before + b"R1: Og det her har jeg selv skrevet.\n"


def test_of_two_corrections_at_once_neither_file_follows_the_other_until_they_are_joined(
    team: tuple[Study, Study], tmp_path: Path
) -> None:
    ann, bo = team
    files = [study.folder / "transcripts" / "a.md" for study in team]
    text = ann.transcripts.document("A-1").text
    ann.corrections.correct("A-1", text.replace("kræver", "koster"))
    bo.corrections.correct("A-1", text.replace("vigtigt", "svært"))
    own = [file.read_bytes() for file in files]
    for study in (ann, bo, ann):
        study.sync.run(str(tmp_path / "shared"))
    assert [file.read_bytes() for file in files] == own
    bo.corrections.join("A-1")
    for study in (bo, ann):
        study.sync.run(str(tmp_path / "shared"))
    assert files[0].read_bytes() == files[1].read_bytes()
    assert ann.transcripts.document("A-1").text in files[0].read_text(encoding="utf-8")


def test_a_file_lets_go_of_names_that_a_colleague_replaces_and_never_gets_them_back(
    team: tuple[Study, Study], tmp_path: Path
) -> None:
    ann, bo = team
    files = [study.folder / "transcripts" / "a.md" for study in team]
    ann.corrections.replace("A-1", [(3, 7, "[navn]")])
    for study in (ann, bo):
        study.sync.run(str(tmp_path / "shared"))
    assert [file.read_text(encoding="utf-8").count("[navn]") for file in files] == [1, 1]
    text = bo.transcripts.document("A-1").text
    bo.corrections.correct("A-1", text.replace("vigtigt", "svært"))  # of an anonymised text: it has no names either
    bo.undo()
    ann.undo()
    for study in (ann, bo, ann):
        study.sync.run(str(tmp_path / "shared"))
    assert "[navn]" not in bo.transcripts.document("A-1").text
    assert [file.read_text(encoding="utf-8").count("[navn]") for file in files] == [1, 1]


def test_where_a_dispute_over_two_texts_is_settled_the_file_follows(team: tuple[Study, Study]) -> None:
    ann, bo = team
    text = ann.transcripts.document("A-1").text
    for study, word in ((ann, "svært"), (bo, "let")):
        study.corrections.correct("A-1", text.replace("vigtigt", word))
    meet(ann, bo)
    (item,) = [item for item in ann.inbox.items() if item.choices]
    shown = ann.transcripts.document("A-1").text
    other = next(choice.key for choice in item.choices if choice.key.startswith("other"))
    ann.inbox.settle(item.id, other)
    now = ann.transcripts.document("A-1").text
    assert now != shown
    assert (ann.folder / "transcripts" / "a.md").read_text(encoding="utf-8").endswith(now)


def test_a_file_that_holds_another_text_is_left_and_told(study: Study, folder: Path) -> None:
    file = folder / "transcripts" / "a.md"
    typed = file.read_text(encoding="utf-8").replace("turde", "turde noget")
    file.write_text(typed, encoding="utf-8")
    done = study.corrections.correct("A-1", NEW)
    assert file.read_text(encoding="utf-8") == typed
    assert done is not None
    assert any("a.md" in warning for warning in done.warnings)


def test_turns_and_sentences_of_the_new_text_are_those_of_an_import(study: Study, folder: Path, opened: Open) -> None:
    study.corrections.correct("A-1", NEW)
    made = study.transcripts.document("A-1")
    other = folder.parent / "other"
    shutil.copytree(folder, other, ignore=shutil.ignore_patterns(".workbench"))
    imported = opened(other).transcripts.document("A-1")
    assert (made.text, made.turns, made.sentences) == (imported.text, imported.turns, imported.sentences)


def test_a_speaker_who_is_new_becomes_an_informant_and_nobody_is_taken_out(study: Study) -> None:
    study.corrections.correct("A-1", NEW.replace("R1:", "R7:") + "\nFlere: Ja!\n")
    assert [one.label for one in study.transcripts.get("A-1").informants] == ["R1", "R7"]
    assert study.undo()
    assert [one.label for one in study.transcripts.get("A-1").informants] == ["R1"]


def test_times_go_along_with_their_turns(study: Study) -> None:
    now = study.transcripts.document("A-1")
    times = [[0, 1_000], [1_000, 9_000], None]
    study._base.write("times", [put("revision", now.revision, times=json.dumps(times))])
    study.corrections.correct("A-1", "I: Goddag.\n\n" + NEW)
    ((told, count),) = study._base.store.read(
        "SELECT times, json_array_length(turns) FROM revision WHERE why = 'correction'"
    )
    assert json.loads(told) == [None, [0, 1_000], [1_000, 9_000], None]
    assert count == 4


def test_a_turn_made_of_two_has_their_time_and_of_one_divided_only_the_first_part_has_one(study: Study) -> None:
    now = study.transcripts.document("A-1")
    times = [[0, 1_000], [1_000, 9_000], [9_000, 12_000]]
    study._base.write("times", [put("revision", now.revision, times=json.dumps(times))])
    study.corrections.correct("A-1", now.text.replace("\n\nI: Ja, at", " Ja, at"))
    merged = study.transcripts.document("A-1")
    assert merged.times == ((0, 1_000), (1_000, 12_000))
    study.corrections.correct("A-1", merged.text.replace(" Og man", "\n\nI: Og man"))
    assert study.transcripts.document("A-1").times == ((0, 1_000), (1_000, None), None)


def test_turns_and_times_that_a_file_knows_are_taken_as_they_are(study: Study) -> None:
    study.corrections.correct("A-1", "anna: ja\n", turns=[Turn(0, 6, 8, "anna")], times=[(5, None)])
    document = study.transcripts.document("A-1")
    assert document.turns == (Turn(0, 6, 8, "anna"),)
    assert study._base.store.read("SELECT times FROM revision WHERE id = ?", (document.revision,)) == [("[[5,null]]",)]


def test_a_turn_that_was_moved_is_told_as_moved(study: Study) -> None:
    coding = code(study, "B-1", "med at turde")
    text = study.transcripts.document("B-1").text
    turn = "R1: Det er ikke det med at turde.\n"
    instead = "R2: Og så ventede vi længe på svar, alle sammen.\n"
    done = study.corrections.correct("B-1", f"{turn}\n" + text.replace(turn, instead))
    assert done is not None
    assert [fate.status for fate in done.fates] == [MOVED]
    assert words(study, coding) == "med at turde"


# --- exact replacements


def test_names_are_replaced_exactly_in_several_texts_as_one_step(study: Study) -> None:
    before = {name: study.transcripts.document(name) for name in ("A-1", "B-1")}
    codings = [code(study, "A-1", "lytte, altså"), code(study, "B-1", "Og at man lytter.")]
    edits = {name: [(at, at + 4, "[høre]") for at in _all(document.text, "lytt")] for name, document in before.items()}
    done = study.corrections.replace_all(edits, private_before=True)
    assert [one.transcript for one in done] == ["A-1", "B-1"]
    assert [words(study, one) for one in codings] == ["[høre]e, altså", "Og at man [høre]er."]
    assert [row.private for row in study.corrections.revisions("A-1")] == [True, False]
    assert study.undo()
    assert {name: study.transcripts.document(name) for name in before} == before
    assert sound(study)


def _all(text: str, part: str) -> list[int]:
    return [at for at in range(len(text)) if text.startswith(part, at)]


def test_a_speaker_who_is_renamed_stays_who_they_were(study: Study) -> None:
    text = study.transcripts.document("A-1").text
    (before,) = study.transcripts.get("A-1").informants
    edits = [(at, at + 2, "Lederen") for at in _all(text, "R1")]
    study.corrections.replace_all({"A-1": edits}, labels={"A-1": {"R1": "Lederen"}})
    (after,) = study.transcripts.get("A-1").informants
    assert after == before._replace(label="Lederen")
    assert "Lederen" in {turn.label for turn in study.transcripts.document("A-1").turns}


def test_a_label_from_an_earlier_text_that_is_typed_again_takes_nobody_over(study: Study) -> None:
    def informants() -> list[tuple[object, ...]]:
        return study._base.store.read('SELECT id, label, person, "group", alive FROM informant ORDER BY id')

    text = study.transcripts.document("A-1").text
    at = text.index("R1:")
    study.corrections.replace_all({"A-1": [(at, at + 2, "R4")]}, labels={"A-1": {"R1": "R4"}})
    before = informants()
    study.corrections.correct("A-1", text.replace("turde", "tørre"))  # an old file, corrected, in which R4 is still R1
    assert informants() == before


def test_a_file_without_front_matter_takes_nothing_from_what_is_known_of_an_interview(
    study: Study, tmp_path: Path
) -> None:
    def known() -> tuple[object, ...]:
        one = study.transcripts.get("A-1")
        return one.site, one.kind, one.informants, study.transcripts.document("A-1").interviewer

    before = known()
    file = tmp_path / "A-1.txt"
    file.write_text(NEW, encoding="utf-8")
    assert [one.state for one in study.transcripts.import_files([file])] == ["corrected"]
    assert study.transcripts.document("A-1").text == NEW
    assert known() == before


@pytest.mark.parametrize("edits", [[(5, 9, "x"), (7, 12, "y")], [(0, 10_000, "")], [(9, 4, "")]])
def test_edits_that_overlap_or_lie_outside_are_refused(study: Study, edits: list[tuple[int, int, str]]) -> None:
    with pytest.raises(InputError):
        study.corrections.replace("A-1", edits)
    assert len(study.corrections.revisions("A-1")) == 1


def test_what_is_made_of_a_text_that_stays_at_home_stays_at_home(folder: Path, opened: Open) -> None:
    study = opened(folder)
    study.transcripts.keep_at_home("A-1")
    study.corrections.correct("A-1", NEW)
    assert [row.private for row in study.corrections.revisions("A-1")] == [True, True]
    names = {row for (row,) in study._base.store.read("SELECT text FROM revision")}
    assert blob_id(b"", NEW) not in names  # from the name of a text that stays, nobody can tell what it says
    study.corrections.share("A-1")
    assert [row.private for row in study.corrections.revisions("A-1")] == [True, False]
    with pytest.raises(StudyError, match="anonymisation"):
        study.corrections.back("A-1", study.corrections.revisions("A-1")[0].id)


def test_a_text_that_was_erased_does_not_come_back_as_a_correction(study: Study) -> None:
    text = study.transcripts.document("A-1").text
    study.corrections.correct("A-1", NEW)
    old = study.corrections.revisions("A-1")[0]
    ((blob,),) = study._base.store.read("SELECT text FROM revision WHERE id = ?", (old.id,))
    study.withdrawals.purge("text", blob, "det skulle væk")
    assert study.corrections.revisions("A-1")[0].erased
    with pytest.raises(StudyError, match="erased"):
        study.corrections.correct("A-1", text)
    with pytest.raises(StudyError, match="erased"):
        study.corrections.back("A-1", old.id)


# --- earlier texts


def test_an_earlier_text_can_be_read_again_and_told_apart(study: Study) -> None:
    coding = code(study, "A-1", "Man skal turde.")
    study.corrections.correct("A-1", NEW)
    old, new = study.corrections.revisions("A-1")
    assert [(row.n, row.why, row.current, row.coder) for row in (old, new)] == [
        (1, "", False, "ann"),
        (2, "correction", True, "ann"),
    ]
    told = study.corrections.difference("A-1", old.id, new.id)
    assert [(one.before, one.after) for one in told] == [("", " så af jer"), ("turde", "tørre")]
    assert study.corrections.back("A-1", old.id) is not None
    assert words(study, coding) == "Man skal turde."
    assert [row.current for row in study.corrections.revisions("A-1")] == [True, False]
    assert study.corrections.back("A-1", old.id) is None
    assert study.corrections.correct("A-1", NEW) is not None
    assert len(study.corrections.revisions("A-1")) == 2
    with pytest.raises(NotFoundError):
        study.corrections.back("A-1", "nobody")


# --- the queue


def test_what_is_lost_or_cut_at_an_edge_waits_until_somebody_has_looked(study: Study) -> None:
    lost, edge, kept = (
        code(study, "A-1", "Ja, at lytte er vigtigt."),
        code(study, "A-1", "rigtigt lytte"),
        code(study, "A-1", "Og man skal"),
    )
    text = (
        study.transcripts.document("A-1")
        .text.replace("\nI: Ja, at lytte er vigtigt.\n", "")
        .replace("rigtigt", "virkelig")
    )
    done = study.corrections.correct("A-1", text)
    assert done is not None
    assert done.counts == {KEPT: 1, MOVED: 0, CHANGED: 1, LOST: 1}
    waiting = {fate.row: fate for fate in study.corrections.queue()}
    assert waiting.keys() == {lost, edge}
    assert (waiting[edge].before, waiting[edge].after, waiting[edge].edge) == ("rigtigt lytte", "virkelig lytte", True)
    assert (waiting[lost].before, waiting[lost].new) == ("Ja, at lytte er vigtigt.", None)
    assert study.corrections.queue("B-1") == []
    study.corrections.accept(edge)
    study.corrections.place(lost, *_span(study, "Man skal turde."))
    assert study.corrections.queue() == []
    assert [words(study, one) for one in (lost, edge, kept)] == ["Man skal turde.", "virkelig lytte", "Og man skal"]
    assert study.undo()
    assert study.undo()
    assert {fate.row for fate in study.corrections.queue()} == {lost, edge}
    study.corrections.accept(lost, edge)
    assert study.corrections.queue() == []
    with pytest.raises(NotFoundError):
        study.corrections.accept(kept)
    assert sound(study)


def test_what_changed_in_the_middle_of_a_passage_need_not_be_looked_at(study: Study) -> None:
    coding = code(study, "A-1", "Og man skal lytte")
    study.corrections.correct("A-1", study.transcripts.document("A-1").text.replace("Og man", "Og alle"))
    assert words(study, coding) == "Og alle skal lytte"
    assert study.corrections.queue() == []


def test_what_was_put_aside_waits_again_when_it_is_lost_once_more(study: Study) -> None:
    coding = code(study, "A-1", "Ja, at lytte er vigtigt.")
    without = study.transcripts.document("A-1").text.replace("\nI: Ja, at lytte er vigtigt.\n", "")
    study.corrections.correct("A-1", without)
    study.corrections.accept(coding)
    assert study.corrections.queue() == []
    study.corrections.place(coding, *_span(study, "Man skal turde."))
    study.corrections.correct("A-1", "R1: Noget helt andet, som der intet er tilbage i.\n")
    assert [fate.row for fate in study.corrections.queue()] == [coding]


def test_a_passage_is_left_where_it_stands_by_putting_it_there(study: Study) -> None:
    coding = code(study, "A-1", "rigtigt lytte")
    study.corrections.correct("A-1", study.transcripts.document("A-1").text.replace("rigtigt", "virkelig"))
    (fate,) = study.corrections.queue()
    assert fate.new is not None
    study.corrections.place(coding, *fate.new[1:])
    assert study.corrections.queue() == []


def test_a_replaced_name_at_an_edge_waits_for_nobody_and_a_correction_taken_back_does(study: Study) -> None:
    text = study.transcripts.document("A-1").text
    code(study, "A-1", "Man skal turde.")
    at = text.index("Man skal turde")
    study.corrections.replace("A-1", [(at, at + 3, "[navn]")])
    assert study.corrections.queue() == []
    study.corrections.correct("A-1", study.transcripts.document("A-1").text.replace("rigtigt", "virkelig"))
    assert study.corrections.queue() == []
    coding = code(study, "A-1", "virkelig lytte")
    assert study.corrections.queue() == []
    study.corrections.back("A-1", study.corrections.revisions("A-1")[1].id)
    assert [(fate.row, fate.after) for fate in study.corrections.queue()] == [(coding, "rigtigt lytte")]


def test_a_turn_that_was_moved_and_corrected_is_told_as_changed(study: Study) -> None:
    code(study, "B-1", "med at turde")
    turn = "R1: Det er ikke det med at turde.\n"
    text = study.transcripts.document("B-1").text.replace("\n" + turn, "")
    done = study.corrections.correct("B-1", turn.replace("at turde", "at skulle turde") + "\n" + text)
    assert done is not None
    assert done.counts[CHANGED] == 1


def test_a_text_that_a_transcript_had_is_read_again_and_not_written_twice(study: Study) -> None:
    text = study.transcripts.document("A-1").text
    study.corrections.correct("A-1", NEW)
    study.corrections.correct("A-1", text)
    entry = study.log.entries(1)[0]
    assert entry.changes == 1
    assert len(study.corrections.revisions("A-1")) == 2
    assert study.undo()
    assert study.undo()  # the text of the correction is gone with it …
    study.corrections.correct("A-1", NEW)
    assert [row.current for row in study.corrections.revisions("A-1")] == [False, True]  # … and there again
    assert sound(study)


def test_nobody_is_given_the_label_of_another(study: Study) -> None:
    text = study.transcripts.document("B-1").text
    edits = [(at, at + 2, "R2") for at in _all(text, "R1")]
    study.corrections.replace_all({"B-1": edits}, labels={"B-1": {"R1": "R2"}})
    assert [one.label for one in study.transcripts.get("B-1").informants] == ["R1", "R2"]


def test_what_several_change_in_one_stretch_is_one_place() -> None:
    both = [joining._Edit(0, 10, "x", 0), joining._Edit(1, 2, "y", 1), joining._Edit(5, 6, "z", 1)]
    assert joining._merged([*both, joining._Edit(12, 13, "q", 1)]) == [both, [joining._Edit(12, 13, "q", 1)]]
    put_in = [joining._Edit(4, 4, "x", 0), joining._Edit(4, 4, "y", 1)]  # at one place: whose words come first?
    assert joining._clash(joining._merged(put_in)[0])


def test_what_is_joined_with_a_text_that_stays_at_home_stays_at_home(team: tuple[Study, Study]) -> None:
    ann, bo = team
    text = ann.transcripts.document("A-1").text
    ann.corrections.correct("A-1", text.replace("vigtigt", "svært"))
    bo.corrections.correct("A-1", text.replace("turde", "tørre"))
    now = ann.transcripts.document("A-1").revision
    ann._base.write("keep at home", [put("revision", now, private=1)])
    give(bo, ann)
    done = ann.corrections.join("A-1")
    assert next(row.private for row in ann.corrections.revisions("A-1") if row.id == done.revision)


def test_of_two_corrections_only_what_came_after_their_common_text_is_joined(team: tuple[Study, Study]) -> None:
    ann, bo = team
    ann.corrections.replace("A-1", [(3, 7, "[navn]")])
    text = ann.transcripts.document("A-1").text.replace("turde", "tørre")
    ann.corrections.correct("A-1", text)
    meet(ann, bo)
    ann.corrections.correct("A-1", text.replace("tørre", "tørre meget"))
    bo.corrections.correct("A-1", text.replace("vigtigt", "svært"))
    coding, short = code(ann, "A-1", "Ja, at lytte er"), code(ann, "A-1", " er")
    meet(ann, bo)
    ann.corrections.join("A-1")  # tørre was there before: only one of them has changed it since
    assert ann.transcripts.document("A-1").text == text.replace("tørre", "tørre meget").replace("vigtigt", "svært")
    assert (words(ann, coding), words(ann, short)) == ("Ja, at lytte er", " er")
    assert not any(row.private for row in ann.corrections.revisions("A-1"))  # the name had gone before


def test_a_text_that_was_taken_back_stays_so_when_earlier_ones_are_kept_at_home(study: Study) -> None:
    study.corrections.correct("A-1", NEW)
    assert study.undo()
    study.corrections.replace("A-1", [(3, 7, "[navn]")], private_before=True)
    assert [row.why for row in study.corrections.revisions("A-1")] == ["", "anonymised"]


def test_the_file_follows_from_one_of_two_corrections_to_the_other(study: Study, folder: Path) -> None:
    text = study.transcripts.document("A-1").text
    study.corrections.correct("A-1", text.replace("vigtigt", "svært"))
    begun, one = (row.id for row in study.corrections.revisions("A-1"))
    study.corrections.back("A-1", begun)
    study.corrections.correct("A-1", other := text.replace("vigtigt", "let"))
    study.corrections.back("A-1", one)
    assert study.undo()
    assert (folder / "transcripts" / "a.md").read_text(encoding="utf-8").endswith(other)


def _span(study: Study, passage: str) -> tuple[int, int]:
    text = study.transcripts.document("A-1").text
    return text.index(passage), text.index(passage) + len(passage)


def test_a_passage_is_put_only_where_there_is_text(study: Study) -> None:
    coding = code(study, "A-1", "Man skal turde.")
    with pytest.raises(InputError):
        study.corrections.place(coding, 0, 10_000)
    with pytest.raises(NotFoundError):
        study.corrections.place("nobody", 0, 1)


def test_of_a_blind_colleagues_codings_nothing_is_listed_or_counted(team: tuple[Study, Study]) -> None:
    ann, bo = team
    ann.progress.assign(["A-1"], ["ann", "bo"])
    meet(ann, bo)
    mine, theirs = code(ann, "A-1", "rigtigt lytte"), code(bo, "A-1", "rigtigt lytte", "Bos")
    meet(ann, bo)
    text = ann.transcripts.document("A-1").text.replace("rigtigt", "virkelig")
    assert sum(ann.corrections.preview("A-1", text).counts.values()) == 1
    done = ann.corrections.correct("A-1", text)
    assert done is not None
    assert [fate.row for fate in done.fates] == [mine]
    assert [fate.row for fate in ann.corrections.queue()] == [mine]
    with pytest.raises(NotFoundError):
        ann.corrections.accept(theirs)
    with pytest.raises(NotFoundError):
        ann.corrections.place(theirs, 0, 4)
    meet(ann, bo)
    assert [fate.row for fate in bo.corrections.queue()] == [theirs]
    assert words(bo, theirs) == "virkelig lytte"


# --- two at work


def test_what_a_colleague_codes_meanwhile_in_the_old_text_finds_its_place(team: tuple[Study, Study]) -> None:
    ann, bo = team
    coding = code(bo, "A-1", "Og man skal lytte")
    ann.corrections.correct("A-1", NEW)
    meet(ann, bo)
    assert words(ann, coding) == words(bo, coding) == "Og man skal lytte"
    assert bo.codings.get(coding).revision == ann.transcripts.document("A-1").revision


def test_a_correction_that_somebody_was_quicker_with_is_not_written_over(folder: Path, opened: Open) -> None:
    one, other = opened(folder, "ann"), opened(folder, "bo")
    text = one.transcripts.document("A-1").text
    document = one.transcripts.document("A-1")
    other.corrections.correct("A-1", text.replace("turde", "tørre"))
    mine = text.replace("vigtigt", "meget vigtigt")
    both = one.corrections.onto("A-1", document.revision, mine)
    assert both == text.replace("turde", "tørre").replace("vigtigt", "meget vigtigt")
    with pytest.raises(StudyError, match="same words"):
        one.corrections.onto("A-1", document.revision, text.replace("turde", "tude"))


def test_a_text_that_changes_while_a_correction_is_being_written_stops_it(
    folder: Path, opened: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = opened(folder, "ann"), opened(folder, "bo")

    def slow(before: str, after: str) -> Moves:
        monkeypatch.undo()
        other.corrections.correct("A-1", before.replace("turde", "tørre"))
        return align(before, after)

    monkeypatch.setattr(corrections, "align", slow)
    text = one.transcripts.document("A-1").text
    with pytest.raises(StudyError, match="meanwhile"):
        one.corrections.correct("A-1", text.replace("turde", "tude"))
    assert one.transcripts.document("A-1").text == text.replace("turde", "tørre")


def test_who_withdraws_leaves_corrected_texts_too_and_the_rest_stays_placed(study: Study) -> None:
    stays, leaves = code(study, "B-1", "Hvad kræver det?"), code(study, "B-1", "Det er ikke det")
    text = study.transcripts.document("B-1").text
    study.corrections.correct("B-1", text.replace("Hvad", "Hvad mon").replace("turde", "tørre"))
    study.withdrawals.withdraw("P2")
    assert study.transcripts.document("B-1").text == "I: Hvad mon kræver det?\n\nR2: Mm.\n"
    assert words(study, stays) == "Hvad mon kræver det?"
    assert {row for row, *_ in state(study)} == {stays} - {leaves}
    assert sound(study)


def test_who_withdraws_leaves_earlier_texts_under_the_label_of_then_and_times_stay_with_their_turns(
    study: Study,
) -> None:
    now = study.transcripts.document("B-1")
    times = [[n * 1_000, n * 1_000 + 900] for n in range(len(now.turns))]
    study._base.write("times", [put("revision", now.revision, times=json.dumps(times))])
    edits = [(turn.start, turn.start + 2, "R9") for turn in now.turns if turn.label == "R2"]
    study.corrections.replace_all({"B-1": edits}, labels={"B-1": {"R2": "R9"}})
    study.withdrawals.withdraw("P3")
    texts = [text for (text,) in study._base.store.read("SELECT data FROM blob WHERE data IS NOT NULL")]
    assert not any("Mm." in text for text in texts)
    left = study.transcripts.document("B-1")
    assert [time for turn, time in zip(now.turns, times, strict=True) if turn.label != "R2"] == [
        list(time) if time else None for time in left.times
    ]


def test_two_corrections_at_once_are_in_the_inbox_and_become_one_text(team: tuple[Study, Study]) -> None:
    ann, bo = team
    text = ann.transcripts.document("A-1").text
    early = code(ann, "A-1", "Man skal turde.")
    ann.corrections.correct("A-1", text.replace("turde", "tørre"))
    bo.corrections.correct("A-1", text.replace("vigtigt", "meget vigtigt") + "\nR2: Enig i det hele, faktisk.\n")
    late = code(bo, "A-1", "Enig i det hele", "Enighed")
    meet(ann, bo)
    for study in (ann, bo):
        assert study.corrections.conflicts() == ["A-1"]
        (item,) = study.inbox.items()
        assert item.about.transcript == "A-1"
        assert {"shown", "other", "join"} <= {choice.key for choice in item.choices}
        settled, left = study.inbox.settle_all()
        assert (settled, [one.id for one in left]) == ([], [item.id])
    bo.inbox.settle(bo.inbox.items()[0].id, "join")
    meet(ann, bo)
    assert ann.corrections.conflicts() == []
    assert ann.inbox.items() == []
    joined = text.replace("turde", "tørre").replace("vigtigt", "meget vigtigt") + "\nR2: Enig i det hele, faktisk.\n"
    assert ann.transcripts.document("A-1").text == bo.transcripts.document("A-1").text == joined
    assert (words(ann, early), words(ann, late)) == ("Man skal tørre.", "Enig i det hele")
    assert bo.undo()
    meet(ann, bo)
    assert ann.corrections.conflicts() == ["A-1"]


def test_where_both_changed_the_same_words_a_person_decides(team: tuple[Study, Study]) -> None:
    ann, bo = team
    text = ann.transcripts.document("A-1").text
    ann.corrections.correct("A-1", text.replace("turde", "tørre").replace("vigtigt", "ret vigtigt"))
    bo.corrections.correct("A-1", text.replace("turde", "tude").replace("Hvad", "Hvad mon"))
    meet(ann, bo)
    with pytest.raises(StudyError, match="1 place"):
        ann.corrections.join("A-1")
    with pytest.raises(InputError):
        ann.corrections.join("A-1", "nobody's")
    ann.corrections.join("A-1", "theirs")
    assert ann.transcripts.document("A-1").text == text.replace("turde", "tude").replace(
        "vigtigt", "ret vigtigt"
    ).replace("Hvad", "Hvad mon")
    with pytest.raises(StudyError, match="disputes"):
        ann.corrections.join("A-1")


def test_two_who_correct_alike_do_not_dispute(team: tuple[Study, Study]) -> None:
    ann, bo = team
    ann.corrections.correct("A-1", NEW)
    bo.corrections.correct("A-1", NEW)
    meet(ann, bo)
    assert ann.corrections.conflicts() == []
    assert ann.inbox.items() == []


def test_what_one_side_has_anonymised_does_not_come_back_by_the_other(team: tuple[Study, Study]) -> None:
    ann, bo = team
    text = ann.transcripts.document("A-1").text
    at = text.index("turde")
    ann.corrections.replace("A-1", [(at, at + 5, "[navn]")], private_before=True)
    bo.corrections.correct("A-1", text.replace("vigtigt", "meget vigtigt"))
    meet(ann, bo)
    bo.corrections.join("A-1")
    joined = text.replace("turde", "[navn]").replace("vigtigt", "meget vigtigt")
    assert bo.transcripts.document("A-1").text == joined
    assert [row.sha256 for row in bo.corrections.revisions("A-1") if not row.private] == [
        bo.transcripts.get("A-1").sha256
    ]


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(("ann", "bo")),
        st.sampled_from(("correct", "correct", "code", "code", "undo", "join", "meet", "give", "take", "accept")),
        st.integers(0, 10_000),
    ),
    max_size=14,
)
TALK = """\
I: Hvad gør I, når der ikke kommer nogen?

R1: Så ringer vi rundt til naboerne, og så kommer der altid et par stykker alligevel.

R1: Mette fra kommunen siger, at vi skal skrive det ned. Det gør vi ikke altid, men vi burde.

I: Ja.

R1: Ja. Det er jo frivilligt, det hele, og sådan skal det også være.
"""


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Callable[[], tuple[Path, Path]]:
    """Two fresh copies of a study with one transcript, for ann and for bo."""
    from tests.study.conftest import SETTINGS

    home = tmp_path_factory.mktemp("pair") / "study"
    (home / "codebook").mkdir(parents=True)
    (home / "transcripts").mkdir()
    (home / "codebook" / "study.toml").write_text(SETTINGS, encoding="utf-8")
    (home / "transcripts" / "t.md").write_text(f"---\nid: T-1\n---\n{TALK}", encoding="utf-8")

    def made() -> tuple[Path, Path]:
        ann, bo = (tmp_path_factory.mktemp("machine") / name for name in ("ann", "bo"))
        for copy in (ann, bo):
            shutil.copytree(home, copy)
        return ann, bo

    return made


def _corrected(text: str, dice: random.Random) -> str:
    words = text.split(" ")
    for _ in range(dice.choice((1, 1, 2, 5))):
        at = dice.randrange(len(words))
        words[at] = dice.choice(("[navn]", words[at] + " øh", words[at][:-1], "", "noget andet"))
    lines = " ".join(words).split("\n")
    if dice.random() < 0.3:
        lines.insert(dice.randrange(len(lines)), lines.pop(dice.randrange(len(lines))))
    return "\n".join(lines)


def _step(study: Study, other: Study, what: str, seed: int) -> None:
    dice = random.Random(seed)
    document = study.transcripts.document("T-1")
    if what == "correct":
        new = _corrected(document.text, dice)
        if new.strip():
            study.corrections.correct("T-1", new)
    elif what == "code":
        start = dice.randrange(len(document.text) - 1)
        study.codings.add_new(document.revision, start, min(start + 1 + dice.randrange(60), len(document.text)), "Kode")
    elif what == "undo":
        study.undo()
    elif what == "join" and study.corrections.conflicts():
        study.corrections.join("T-1", dice.choice(("mine", "theirs")))
    elif what == "accept":
        study.corrections.accept(*(fate.row for fate in study.corrections.queue()[:1]))
    elif what == "meet":
        give(study, other)
        give(other, study)
    elif what == "give":
        give(study, other)
    elif what == "take":
        give(other, study)


def _accounted_for(study: Study) -> None:
    """Every living coding stands in the text that is read, or waits, or was put aside; none is lost from the log."""
    store = study._base.store
    current = study.transcripts.document("T-1")
    aside = {item.split()[-1] for (item,) in store.read("SELECT item FROM ruling WHERE alive = 1")}
    waiting = {fate.row for fate in study.corrections.queue() if fate.new is None}
    for row, revision, start, end in store.read("SELECT id, revision, start, end FROM coding WHERE alive = 1"):
        if revision == current.revision:
            assert 0 <= start < end <= len(current.text)
        else:
            assert row in waiting | aside
    written = {row for (row,) in store.read("SELECT DISTINCT row FROM change WHERE ent = 'coding'")}
    assert written == {row for (row,) in store.read("SELECT id FROM coding")}


def _converges(pair: Callable[[], tuple[Path, Path]], steps: list[tuple[str, str, int]]) -> None:
    homes = dict(zip(("ann", "bo"), pair(), strict=True))
    studies = {name: Study.open(home, name) for name, home in homes.items()}
    try:
        done = {"ann": 0, "bo": 0}
        for who, what, seed in steps:
            if what == "undo" and not done[who]:
                continue  # of what the test itself has begun with nothing is undone
            done[who] += -1 if what == "undo" else what in ("code", "correct")
            _step(studies[who], studies["bo" if who == "ann" else "ann"], what, seed)
        meet(studies["ann"], studies["bo"])
        for study in studies.values():
            assert sound(study)
            _accounted_for(study)
            for moves, parents in study._base.store.read("SELECT moves, parents FROM revision WHERE moves > ''"):
                assert set(json.loads(moves)) == set(json.loads(parents))
    finally:
        for study in studies.values():
            study.close()


@given(CHANGES)
@settings(max_examples=12)
def test_two_who_correct_and_code_at_once_end_with_the_same_and_nothing_is_lost(
    pair: Callable[[], tuple[Path, Path]], steps: list[tuple[str, str, int]]
) -> None:
    _converges(pair, steps)


@pytest.mark.nightly
@given(CHANGES)
@settings(max_examples=500)
def test_two_who_correct_and_code_at_once_end_with_the_same_in_many_ways(
    pair: Callable[[], tuple[Path, Path]], steps: list[tuple[str, str, int]]
) -> None:
    _converges(pair, steps)


def test_the_moves_of_a_correction_can_be_read_by_everybody(study: Study) -> None:
    before = study.transcripts.document("A-1")
    study.corrections.correct("A-1", NEW)
    ((told,),) = study._base.store.read("SELECT moves FROM revision WHERE moves > ''")
    assert Moves.read(json.loads(told)[before.revision], len(before.text), len(NEW)) is not None
