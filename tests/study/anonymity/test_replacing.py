"""A name replaced: whole words, everywhere, in one step; and what is coded stays where it belongs."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.study.anonymity.conftest import N1, N2, coded, passage
from workbench.errors import InputError, NotFoundError, StudyError
from workbench.study import Study
from workbench.study.anonymity.edits import edits, found_in, free_label, replaced
from workbench.transcripts import turns


def everything(study: Study) -> str:
    """All that the study says now: texts, labels, memos, remarks and codes."""
    rows = study.transcripts.list()
    said = [study.transcripts.document(row.name).text for row in rows]
    said += [f"{i.label} {i.person} {i.attributes}" for row in rows for i in row.informants]
    said += [str(study.transcripts.document(row.name).interviewer) for row in rows]
    said += [memo.text for memo in study.memos.list()]
    said += [c.memo for row in rows for c in study.codings.of(study.transcripts.document(row.name).revision)]
    return "\n".join([*said, study.export_codebook()])


def test_a_name_is_replaced_as_a_whole_word_with_its_genitive_and_parts_of_words_are_left_alone(study: Study) -> None:
    study.anonymity.replace_word("Mette", "[navn]")
    text = study.transcripts.document("N-1").text
    assert "det er jo [navn]s nøgle. [navn] Hansen" in text
    assert "[navn]-ordningen" in text
    assert "Metteline var ikke med, og [navn] sagde ja" in study.transcripts.document("N-2").text
    study.anonymity.replace_word("Bo", "Kurt")
    assert "har Kurt den anden, for Kurt bor ude i Borup" in study.transcripts.document("N-1").text


def test_codings_stand_on_the_same_words_afterwards_wherever_the_name_was(study: Study) -> None:
    before = passage(study, "N-1", "I: Hvem har nøglen", "før")
    around = passage(study, "N-1", "det er jo Mettes nøgle", "om")
    begins = passage(study, "N-1", "Mette Hansen, det er hende", "begynder")
    ends = passage(study, "N-1", "Så det er Mette", "slutter")
    exactly = passage(study, "N-2", "Mette", "præcis")
    last = passage(study, "N-1", "kalder han den", "efter")
    study.anonymity.replace_word("Mette", "[navn]")
    assert coded(study, before) == "I: Hvem har nøglen"
    assert coded(study, around) == "det er jo [navn]s nøgle"
    assert coded(study, begins) == "[navn] Hansen, det er hende"
    assert coded(study, ends) == "Så det er [navn]"
    assert coded(study, exactly) == "[navn]"
    assert coded(study, last) == "kalder han den"
    assert study.corrections.queue() == []
    assert study.anonymity.problems() == []


def test_a_speakers_label_is_replaced_with_the_informant_who_bears_it(study: Study) -> None:
    study.anonymity.replace_word("Mette", "[navn]")
    row = study.transcripts.get("N-1")
    assert sorted((i.label, i.person, i.group, i.attributes.get("role")) for i in row.informants) == [
        ("R1", "P1", "club", "formand"),
        ("R2", "P2", "town", None),
    ]
    assert [turn.label for turn in study.transcripts.document("N-1").turns] == ["I", "R1", "R2", "I", "R1"]


def test_a_pseudonym_may_be_a_label(study: Study) -> None:
    study.anonymity.replace_word("Mette", "Karen")
    assert [turn.label for turn in study.transcripts.document("N-1").turns] == ["I", "Karen", "R2", "I", "Karen"]
    assert {i.label for i in study.transcripts.get("N-1").informants} == {"Karen", "R2"}


def test_memos_remarks_and_codes_are_replaced_too_and_one_undo_takes_everything_back(study: Study) -> None:
    code = study.codes.create("Mettes nøgle")
    study.codes.define(code.id, definition="Det, Mette har", example="Mette sagde det")
    revision = study.transcripts.document("N-2").revision
    study.codings.add(revision, 0, 5, code.id, memo="tænk på Mette")
    study.memos.add("study", "", "Husk at ringe til Mette.")
    before = everything(study)
    assert "Mette" in before
    study.anonymity.replace_word("Mette", "[navn]")
    assert not re.search(r"\bMettes?\b", everything(study))
    assert study.anonymity.told["elsewhere"] == 5
    study.undo()
    assert everything(study) == before
    study.redo()
    assert not re.search(r"\bMettes?\b", everything(study))


def test_words_that_overlap_are_replaced_in_one_pass_the_longer_first() -> None:
    words = [("Mette", "A"), ("Mette Hansen", "B"), ("Hansen", "C")]
    assert replaced("Mette Hansens hus, Mette og Hansen", words) == "Bs hus, A og C"
    assert replaced("Jens’ og Jens hus", [("Jens", "Mads")]) == "Mads’ og Mads hus"
    assert replaced("Mettes", [("Mette", "Mads")]) == "Mads’"


def test_a_genitive_that_stays_is_no_part_of_what_is_replaced_so_a_coding_of_the_word_keeps_its_letters() -> None:
    text = "R1: Mettes hus og Mettes."
    assert edits(text, turns(text), [("Mette", "Karla")]).edits == ((4, 9, "Karla"), (18, 23, "Karla"))
    assert edits(text, turns(text), [("Mette", "Mads")]).edits == ((4, 10, "Mads’"), (18, 24, "Mads’"))


WORDS = st.sampled_from(["Bo", "Mette", "Mette Hansen", "Hansen", "Åse", "Lis"])


@settings(max_examples=60)
@given(
    st.lists(
        st.sampled_from(["Bo", "bor", "Borup", "Mette", "Mettes", "Hansen", "Åse", "A\u030ase", "Lis", "og", ".", "\n"])
    ),
    st.lists(WORDS, min_size=1, max_size=3, unique=True),
)
def test_after_replacing_no_word_is_left_and_everything_else_is_as_it_was(parts: list[str], words: list[str]) -> None:
    text = " ".join(parts)
    found = edits(text, turns(text), [(word, "[x]") for word in words]).edits
    after, at = "", 0
    for start, end, new in found:
        assert at <= start < end
        after += text[at:start] + new
        at = end
    after += text[at:]
    assert not any(found_in(after, word) for word in words)
    kept = "".join(text[i] for i in range(len(text)) if not any(start <= i < end for start, end, _ in found))
    assert kept == after.replace("[x]", "")  # a genitive is no part of what is replaced


def test_nobody_is_given_a_label_that_somebody_else_had_in_an_earlier_text() -> None:
    text = "Mette: Ja.\n\nR3: Nej.\n"
    words = [("Mette", "R2")]
    assert edits(text, turns(text), words, former={"R2": ["R3"], "R1": ["R3"]}).labels == {"Mette": "R4"}
    assert edits(text, turns(text), words, former={"R2": ["Mette"]}).labels == {"Mette": "R2"}


def test_labels_that_are_free() -> None:
    assert free_label({"r1", "R3"}) == "R2"
    assert free_label({"I"}, "I") == "I2"


def test_what_is_found_in_one_place_is_replaced_there_and_nowhere_else(study: Study) -> None:
    found = [one for one in study.anonymity.findings() if one.transcript == "N-2" and one.finding.text == "Mette"]
    assert len(found) == 1
    study.anonymity.replace(found, "[navn]")
    assert "den har [navn] lavet" in study.transcripts.document("N-2").text
    assert "METTE sagde" in study.transcripts.document("N-2").text
    assert "Mette" in study.transcripts.document("N-1").text
    with pytest.raises(StudyError, match="changed since"):
        study.anonymity.replace(found, "[navn]")


def test_a_label_that_was_found_is_replaced_wherever_it_stands_in_its_transcript(study: Study) -> None:
    found = [one for one in study.anonymity.findings(["N-1"]) if one.finding.kind == "label"]
    assert {one.finding.text for one in found} == {"Mette"}
    study.anonymity.replace(found[:1], found[0].replacement)
    document = study.transcripts.document("N-1")
    assert [turn.label for turn in document.turns] == ["I", "R1", "R2", "I", "R1"]
    assert "det er jo Mettes nøgle" in document.text


def test_a_word_that_stands_nowhere_is_said_to(study: Study) -> None:
    with pytest.raises(NotFoundError, match="nowhere"):
        study.anonymity.replace_word("Ingeborg", "[navn]")


@pytest.mark.parametrize(
    ("word", "by"),
    [("Mette", "Mette H."), ("", "x"), ("...", "x"), ("Mette", " "), ("Mette", "a\nb"), ("Mette", "\x00")],
)
def test_what_cannot_stand_for_a_word_is_refused(study: Study, word: str, by: str) -> None:
    before = study.log.entries()
    with pytest.raises(InputError):
        study.anonymity.replace_word(word, by)
    assert study.log.entries() == before
    assert not study.anonymity.keys.path.exists()


def test_a_pseudonym_in_use_is_not_itself_replaced_by_mistake(study: Study) -> None:
    study.anonymity.replace_word("Mette", "Karen")
    with pytest.raises(StudyError, match="for somebody else"):
        study.anonymity.replace_word("Karen", "[navn]")
    with pytest.raises(StudyError, match="itself a word"):
        study.anonymity.replace_word("Bo", "Mette")


def test_importing_the_files_again_brings_nobody_back(study: Study, folder: Path, tmp_path: Path) -> None:
    old = tmp_path / "n1-gammel.md"
    old.write_text(N1, encoding="utf-8")
    study.anonymity.replace_word("Mette", "[navn]")

    def said() -> object:
        row = study.transcripts.get("N-1")
        return row.informants, study.transcripts.document("N-1").interviewer, study.transcripts.document("N-1").text

    before = said()
    for path in (folder / "transcripts", old):
        study.transcripts.import_files([path])
        assert said() == before


def test_what_is_said_of_an_interview_stays_replaced_when_its_file_is_imported_again(
    study: Study, folder: Path
) -> None:
    file = folder / "transcripts" / "n2.md"
    file.write_text(N2.replace("kind: single", "kind: single\nsite: Borup Havn"), encoding="utf-8")
    study.transcripts.import_files([file])
    assert study.transcripts.get("N-2").site == "Borup Havn"
    study.anonymity.replace_word("Borup", "Byen")
    assert study.transcripts.get("N-2").site == "Byen Havn"
    study.transcripts.import_files([folder / "transcripts"])
    assert study.transcripts.get("N-2").site == "Byen Havn"
    study.undo()
    assert study.transcripts.get("N-2").site == "Borup Havn"


def test_a_codes_name_in_a_memo_is_no_unknown_capital_but_what_it_may_give_away_is_told_of_the_code(
    study: Study,
) -> None:
    study.codes.create("Fjumrethed / Tramsehygge")
    study.memos.add("study", "", "Vi så på Tramsehygge og på Fjumrethed og på Grimlehede i dag.")
    outside = [one for one in study.anonymity.findings() if one.place and one.place.ent == "memo"]
    assert [one.finding.text for one in outside] == ["Grimlehede"]


def test_the_reason_for_a_place_by_hand_is_looked_through_and_replaced(study: Study) -> None:
    code = study.codes.create("Nøgler").id
    study.synthesis.place("", code, "town", "Mette Hansen mente det")
    found = [one.place.where for one in study.anonymity.findings() if one.place and one.place.ent == "placement"]
    assert found == ["reason for the place of Nøgler in the table m"]
    study.anonymity.replace_word("Mette Hansen", "[navn]")
    assert study._base.store.read('SELECT "column", reason FROM placement') == [("town", "[navn] mente det")]
    study.undo()
    assert study._base.store.read('SELECT "column", reason FROM placement') == [("town", "Mette Hansen mente det")]
