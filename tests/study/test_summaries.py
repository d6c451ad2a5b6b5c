"""Summaries: one text a cell, what it rests on, how far it is behind; and what becomes of it wherever a memo goes."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from workbench.errors import InputError, NotFoundError, StudyError
from workbench.study import Study

Open = Callable[..., Study]


def tagged(study: Study, transcript: str, words: str, path: str = "Lytte") -> str:
    """The theme with which the passage that reads ``words`` is now coded."""
    document = study.transcripts.document(transcript)
    start = document.text.index(words)
    code = study.codes.create(path).id
    study.codings.add(document.revision, start, start + len(words), code)
    return code


def meet(*studies: Study) -> None:
    """All hear what all have written."""
    lines = [line for study in studies for line in study.log.export()]
    for study in studies:
        study.log.ingest(lines)


@pytest.fixture
def theme(study: Study) -> str:
    """A theme that a professional and a volunteer voice."""
    tagged(study, "A-1", "Og man skal lytte, altså rigtigt lytte.")
    return tagged(study, "B-1", "Tid. Og at man lytter.")


def test_a_cell_holds_one_text_and_the_log_holds_what_it_said_before_but_no_words(study: Study, theme: str) -> None:
    summaries = study.summaries
    assert summaries.get(theme) is None
    first = summaries.write(theme, "  At lytte er at give tid.\n", "group", "volunteer")
    assert first is not None
    assert (first.words, first.label, first.coder, first.history) == (
        "At lytte er at give tid.",
        "De frivillige",
        "ann",
        1,
    )
    assert summaries.write(theme, "At lytte er at give tid.", "group", "volunteer") == first
    summaries.write(theme, "Noget andet.", "group", "volunteer")
    summaries.write(theme, "Helheden.")
    summaries.write(theme, "P1 for sig.", "person", summaries.person("P1"))
    summaries.write(theme, "C for sig.", "person", summaries.person("c-1:r1"))
    assert [(one.about, one.label, one.words) for one in summaries.list()] == [
        ("", "", "Helheden."),
        ("group", "De frivillige", "Noget andet."),
        ("person", "P1", "P1 for sig."),
        ("person", "C-1 R1", "C for sig."),
    ]
    assert [one.words for one in summaries.list(theme, "")] == ["Helheden."]
    assert [words for *_, words in summaries.history(theme, "group", "volunteer")] == [
        "At lytte er at give tid.",
        "Noget andet.",
    ]
    assert not any("lytte er" in body for (body,) in study._base.store.read("SELECT body FROM change"))
    assert study.log.entries(1)[0].what == "Lytte"

    summaries.remove(theme, "group", "volunteer")
    assert summaries.get(theme, "group", "volunteer") is None
    assert study.undo() == "remove summary Lytte"
    assert summaries.get(theme, "group", "volunteer") is not None
    for about, target in (("group", "nobody"), ("person", "nobody"), ("site", "x")):
        with pytest.raises(NotFoundError):
            summaries.write(theme, "Nej.", about, target)
    with pytest.raises(InputError):
        summaries.write(theme, "Nej.", "", "volunteer")
    with pytest.raises(InputError):
        summaries.remove(theme, "group", "professional")


def test_the_grid_counts_what_the_matrix_counts_and_names_what_is_missing(study: Study, theme: str) -> None:
    study.summaries.write(theme, "Om tid.", "group", "volunteer")
    grid = study.summaries.grid()
    (row,) = study.synthesis.matrix().rows
    for group, count in row.groups.items():
        cell = grid.cell(theme, group)
        assert (cell.informants, cell.interviews, cell.excerpts) == tuple(count)
    assert grid.cell(theme).excerpts == row.total.excerpts == 2
    assert grid.missing() == ((theme, "professional"),)
    persons = study.summaries.grid(by="person")
    voiced = {label: persons.cell(theme, column).excerpts for column, label in persons.columns}
    assert voiced == {"P1": 1, "P2": 1, "P3": 0, "C-1 R1": 0}


def test_a_summary_says_how_many_excerpts_came_or_went_since_it_was_written(study: Study, theme: str) -> None:
    def since(about: str = "", target: str = "") -> int:
        found = study.summaries.get(theme, about, target, since=True)
        assert found is not None
        return found.since

    study.summaries.write(theme, "I alt.")
    study.summaries.write(theme, "Kommunen.", "group", "professional")
    assert (since(), since("group", "professional")) == (0, 0)
    tagged(study, "B-1", "Det er ikke det med at turde.", "Lytte / Turde")
    assert (since(), since("group", "professional")) == (1, 0)
    (first,) = study.synthesis.evidence("", theme, "professional")
    study.passages.star(first.codings, True)  # no other evidence than before
    assert since("group", "professional") == 0
    study.codings.remove(first.codings[0])
    assert (since(), since("group", "professional")) == (2, 1)
    study.undo()
    assert (since(), since("group", "professional")) == (1, 0)
    study.summaries.write(theme, "I alt, igen.")
    assert since() == 0


def test_what_was_written_of_a_merged_code_stands_in_the_cell_until_somebody_writes_there_again(
    study: Study, theme: str
) -> None:
    other = tagged(study, "A-1", "Man skal turde.", "Turde")
    study.summaries.write(theme, "Om at lytte.")
    study.summaries.write(other, "Om at turde.")
    study.codes.merge(other, theme)
    both = study.summaries.get(theme)
    assert both is not None
    assert (both.words, both.of) == ("Om at lytte.\n\nOm at turde.", ("Turde",))
    assert study.summaries.write(theme, both.words) == both
    after = study.summaries.write(theme, "Om begge.")
    assert after is not None
    assert (after.words, after.of) == ("Om begge.", ())
    study.codes.unmerge(other)
    assert [one.words for one in study.summaries.list()] == ["Om begge.", "Om at turde."]


def test_two_who_write_one_cell_at_a_time_are_told_and_neither_text_is_lost(
    folder: Path, tmp_path: Path, opened: Open
) -> None:
    ann = opened(folder)
    theme = tagged(ann, "B-1", "Tid. Og at man lytter.")
    bo = opened(shutil.copytree(folder, tmp_path / "bo", ignore=shutil.ignore_patterns(".workbench")), "bo")
    meet(ann, bo)
    ann.summaries.write(theme, "Anns ord.", "group", "volunteer")
    bo.summaries.write(theme, "Bos ord.", "group", "volunteer")
    meet(ann, bo)
    (item,) = ann.inbox.items()
    assert item.sentence.startswith("ann and bo wrote the summary of Lytte for the group volunteer differently; ")
    assert {side.value for side in item.sides} == {"Anns ord.", "Bos ord."}
    assert ann.inbox.settle_all()[1] == [item]  # words are not settled by the way
    shown = ann.summaries.get(theme, "group", "volunteer")
    assert shown is not None
    ann.inbox.settle(item.id, "other")
    other = ann.summaries.get(theme, "group", "volunteer")
    assert other is not None
    assert {(one.words, one.coder) for one in (shown, other)} == {("Anns ord.", "ann"), ("Bos ord.", "bo")}
    ann.undo()
    ann.inbox.settle(item.id, "write", "Begges ord.")
    meet(ann, bo)
    assert [one.words for one in bo.summaries.list()] == ["Begges ord."]
    assert bo.inbox.items() == []

    ann.summaries.remove(theme, "group", "volunteer")
    bo.summaries.write(theme, "Mere.", "group", "volunteer")
    meet(ann, bo)
    (item,) = ann.inbox.items()
    assert "deleted the summary of Lytte for the group volunteer" in item.sentence
    assert [one.words for one in ann.summaries.list()] == ["Mere."]


def test_whoever_codes_blind_sees_no_summary_that_a_partner_has_written_since_and_cannot_write_over_it(
    folder: Path, opened: Open
) -> None:
    ann, bo = opened(folder), opened(folder, "bo")
    theme = tagged(ann, "B-1", "Tid. Og at man lytter.")
    ann.summaries.write(theme, "Fra før.")
    ann.progress.assign(["A-1"], ["ann", "bo"])
    ann.summaries.write(theme, "Set af ann alene.", "group", "volunteer")
    assert [one.words for one in bo.summaries.list()] == ["Fra før."]
    assert bo.summaries.grid().cell(theme, "volunteer").words == ""
    assert not [entry for entry in bo.log.entries(3) if entry.verb == "write summary" and entry.when > _first(ann)]
    with pytest.raises(StudyError):
        bo.summaries.write(theme, "Over.", "group", "volunteer")
    with pytest.raises(StudyError):
        bo.summaries.history(theme, "group", "volunteer")
    assert len(ann.summaries.list()) == 2
    for coder in ("ann", "bo"):
        ann.progress.done(["A-1"], coder)
    assert len(bo.summaries.list()) == 2


def _first(study: Study) -> datetime:
    return next(entry.when for entry in reversed(study.log.entries(50)) if entry.verb == "write summary")


def test_a_withdrawal_takes_the_summaries_of_the_person_and_the_words_quoted_in_others(
    study: Study, theme: str
) -> None:
    summaries = study.summaries
    quote = "Og at man lytter"
    summaries.write(theme, "Kun om P2: tid.", "person", summaries.person("P2"))
    summaries.write(theme, f"De siger: {quote}, og mere. Tid. Og at man lytter.", "group", "volunteer")
    summaries.write(theme, "Om P1.", "person", summaries.person("P1"))
    preview = study.withdrawals.preview("P2")
    assert preview.summaries == 1
    study.withdrawals.withdraw("P2", "beder om det")
    left = [one.words for one in summaries.list()]
    assert "Om P1." in left
    assert not any("P2" in words for words in left)
    held = json.dumps([data for (data,) in study._base.store.read("SELECT data FROM blob")])
    assert "Kun om P2" not in held


def test_names_in_summaries_are_found_and_replaced_as_those_in_memos_are(study: Study, theme: str) -> None:
    from workbench.study.anonymity import elsewhere

    study.summaries.write(theme, "Marianne Holm siger det.", "group", "volunteer")
    base = study._base
    (place,) = [one for one in elsewhere.places(base) if one.ent == "summary"]
    assert (place.where, place.in_log) == ("summary of Lytte by ann", False)
    ((_, ops, texts),) = elsewhere.changes([("Marianne Holm", "[navn]")], [place])
    base.write("anonymise transcript", ops, texts=texts)
    assert [one.words for one in study.summaries.list()] == ["[navn] siger det."]


@pytest.mark.parametrize("by", ["group", "person"])
def test_every_format_has_the_words_and_the_numbers(study: Study, theme: str, by: str) -> None:
    hostile = "=1+1 | <script>alert(1)</script> [x](y)"
    study.summaries.write(theme, hostile, by, "volunteer" if by == "group" else study.summaries.person("P2"))
    data = json.loads(study.summaries.render(format="json", by=by))
    (cell,) = [cell for one in data["themes"] for cell in one["cells"] if cell["summary"]]
    assert (cell["summary"], cell["informants"], cell["excerpts"]) == (hostile, 1, 1)
    markdown, page = (str(study.summaries.render(format=format, by=by)) for format in ("md", "html"))
    assert "Lytte" in markdown
    assert "<script>alert" not in markdown + page
    for format in ("csv", "docx", "xlsx"):
        assert study.summaries.render(format=format, by=by)
