"""Tagging passages, and what can be said of a tag."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import InputError, NotFoundError
from workbench.store import put
from workbench.study import Study


@pytest.fixture
def revision(study: Study) -> str:
    return study.transcripts.document("B-1").revision


def test_a_coding_has_its_place_code_and_coder(study: Study, revision: str) -> None:
    code = study.codes.create("Lytte")
    coding = study.codings.add(revision, 24, 40, code.id, facets={"kind": ["reel"]}, memo="måske")
    (row,) = study.codings.of(revision)
    assert row == (coding, revision, 24, 40, code.id, study.coder, "måske", {"kind": ("reel",)}, None)


def test_the_same_tag_twice_is_one(study: Study, revision: str) -> None:
    code = study.codes.create("Lytte")
    first = study.codings.add(revision, 24, 40, code.id)
    entries = study.log.entries()
    assert study.codings.add(revision, 24, 40, code.id) == first
    assert study.log.entries() == entries


@pytest.mark.parametrize(("start", "end"), [(5, 5), (6, 5), (-1, 5), (0, 10_000)])
def test_a_passage_outside_the_text_or_empty_is_refused(study: Study, revision: str, start: int, end: int) -> None:
    code = study.codes.create("Lytte")
    with pytest.raises(InputError):
        study.codings.add(revision, start, end, code.id)
    assert study.codings.of(revision) == []


def test_a_code_starts_its_codings_with_its_facets(study: Study, revision: str) -> None:
    code = study.codes.create("Lytte")
    study.codes.define(code.id, facets={"kind": ["formel"]})
    study.codings.add(revision, 24, 40, code.id)
    study.codings.add(revision, 24, 41, code.id, facets={})
    assert [dict(c.facets) for c in study.codings.of(revision)] == [{}, {"kind": ("formel",)}]


def test_facets_that_the_study_does_not_know_are_refused(study: Study, revision: str) -> None:
    code = study.codes.create("Lytte")
    with pytest.raises(NotFoundError, match="facet"):
        study.codings.add(revision, 24, 40, code.id, facets={"mood": ["x"]})
    with pytest.raises(NotFoundError, match="kind"):
        study.codings.add(revision, 24, 40, code.id, facets={"kind": ["x"]})


def test_everything_about_a_coding_can_be_changed_and_undone(study: Study, revision: str) -> None:
    code = study.codes.create("Lytte")
    coding = study.codings.add(revision, 24, 40, code.id)
    start = study.codings.get(coding)
    r2 = study.transcripts.get("B-1").informants[1].id
    study.codings.borders(coding, 20, 45)
    study.codings.set_facet(coding, "kind", ["reel"])
    study.codings.set_voices(coding, [r2])
    study.codings.note(coding, "hør")
    end = study.codings.get(coding)
    assert (end.start, end.end, end.voices, end.memo) == (20, 45, (r2,), "hør")
    for _ in range(4):
        assert study.undo()
    assert study.codings.get(coding) == start
    for _ in range(4):
        assert study.redo()
    assert study.codings.get(coding) == end
    assert study.redo() is None


def test_undo_survives_a_restart_and_says_what_it_undid(folder: Path, opened: Callable[..., Study]) -> None:
    study = opened(folder)
    revision = study.transcripts.document("B-1").revision
    study.codings.add(revision, 24, 40, study.codes.create("Lytte").id)
    study.close()
    study = opened(folder)
    assert study.undo() == "code Lytte in B-1"
    assert study.codings.of(revision) == []
    study.close()
    study = opened(folder)
    assert study.redo() == "code Lytte in B-1"
    assert len(study.codings.of(revision)) == 1


def test_undo_is_ones_own(folder: Path, opened: Callable[..., Study]) -> None:
    ann, bo = opened(folder, "ann"), opened(folder, "bo")
    revision = ann.transcripts.document("B-1").revision
    code = ann.codes.create("Lytte")
    ann.codings.add(revision, 24, 40, code.id)
    assert bo.undo() is None
    assert bo.changed()
    assert len(bo.codings.of(revision)) == 1


def test_a_removed_coding_is_gone_until_undone(study: Study, revision: str) -> None:
    coding = study.codings.add(revision, 24, 40, study.codes.create("Lytte").id)
    study.codings.remove(coding)
    assert study.codings.of(revision) == []
    with pytest.raises(NotFoundError):
        study.codings.get(coding)
    study.undo()
    assert [c.id for c in study.codings.of(revision)] == [coding]


def test_a_voice_must_be_an_informant_of_the_transcript(study: Study, revision: str) -> None:
    coding = study.codings.add(revision, 24, 40, study.codes.create("Lytte").id)
    stranger = study.transcripts.get("A-1").informants[0].id
    with pytest.raises(InputError):
        study.codings.set_voices(coding, [stranger])


def test_a_short_memo_and_a_long_one_read_the_same(study: Study, revision: str) -> None:
    short = study.memos.add("passage", "", "Kort.", revision=revision, start=3, end=9)
    long = study.memos.add("study", "", "Lang. " * 400)
    study.memos.edit(short, "x" * 2000)
    assert {m.id: (m.about, m.start, m.end, m.text, m.coder) for m in study.memos.list()} == {
        short: ("passage", 3, 9, "x" * 2000, "ann"),
        long: ("study", 0, 0, "Lang. " * 400, "ann"),
    }
    study.memos.remove(long)
    assert [m.id for m in study.memos.list()] == [short]
    study.undo()
    assert len(study.memos.list()) == 2
    with pytest.raises(InputError):
        study.memos.add("study", "", "  \n")
    with pytest.raises(InputError, match="NUL"):
        study.memos.add("study", "", "a\x00b")


def test_what_people_write_never_stands_in_the_log_itself(study: Study, revision: str) -> None:
    code = study.codes.create("Lytte")
    study.codes.define(code.id, example="Et eksempel på det.")
    coding = study.codings.add(revision, 24, 40, code.id, memo="En bemærkning.")
    study.codings.note(coding, "En anden bemærkning.")
    study.memos.add("study", "", "Et notat.")
    study.exchange.import_segments("transcript,coder,code,start,end,memo\nB-1,bo,Lytte,3,9,Fra en tabel.\n", "a.csv")
    changes = [line for line in study.log.export() if not line.startswith('{"blob"')]
    words = ("eksempel", "bemærkning", "notat", "tabel")
    assert not [line for line in changes if any(word in line for word in words)]
    assert sorted(c.memo for c in study.codings.of(revision)) == ["En anden bemærkning.", "Fra en tabel."]
    assert [row.split(",")[5] for row in study.exchange.export_segments().splitlines()[1:]] == [
        "Fra en tabel.",
        "En anden bemærkning.",
    ]
    assert study.codes.get(code.id).example == "Et eksempel på det."
    entries = study.log.entries()
    study.codings.note(coding, "En anden bemærkning.")
    study.codes.define(code.id, example="Et eksempel på det.")
    assert study.log.entries() == entries


def test_words_written_into_the_log_by_an_older_program_still_read_as_themselves(study: Study, revision: str) -> None:
    code = study.codes.create("Lytte")
    base = study._base
    span = [revision, 24, 40]
    base.store.write(
        "code", [put("coding", "C" * 26, span=span, code=code.id, coder=study.coder, memo='gammel {"text":"x"}')]
    )
    base.store.write("write memo", [put("memo", "M" * 26, about="study", text=["gammelt notat", None])])
    base.store.write("define code", [put("code", code.id, example="gammelt eksempel")])
    assert study.codings.get("C" * 26).memo == 'gammel {"text":"x"}'
    assert study.memos.get("M" * 26).text == "gammelt notat"
    assert study.codes.get(code.id).example == "gammelt eksempel"
