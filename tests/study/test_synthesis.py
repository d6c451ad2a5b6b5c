"""The matrix of a real study: counted a second time, at other moments, in other layers, and with other words."""

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from tests.synthesis.naive import Naive
from workbench.errors import InputError, NotFoundError
from workbench.store.moment import write_position
from workbench.study import Study
from workbench.study.synthesis import Side
from workbench.synthesis import Rule

Opened = Callable[..., Study]


def check(study: Study, rule: Rule) -> None:
    """Build a matrix of a study, and count all of it again."""
    synthesis = study.synthesis
    matrix = synthesis.matrix(rule.name, **{key: value for key, value in vars(rule).items() if key != "name"})
    names = study.synthesis._base.coder_names()
    evidence = [row._replace(coder=names.get(row.coder, row.coder)) for row in synthesis.voiced(rule.layer)]
    columns = [column for column, _ in matrix.columns]
    parts = synthesis.themes(), evidence, synthesis.speakers(), synthesis.interviews(rule.layer)
    Naive(matrix.rule, *parts, columns).check(matrix)


def test_every_table_of_the_sample_equals_a_naive_recount(sample_study: Study) -> None:
    rules = [sample_study.synthesis.rule(name) for name in sample_study.synthesis.names()]
    rules = [rule for rule in rules if rule.rows != "transcripts"]
    assert len(rules) == 4
    first = rules[0]
    layers = [replace(rule, layer=layer) for rule in rules for layer in ("ann", "bo", "consensus")]
    layers.append(replace(first, layer="consensus", min_informants=2, min_interviews=2))
    ways = ["facet:bearer, form", "coder", "kind", f"code:{sample_study.synthesis.themes()[0].path}"]
    for rule in [*rules, *layers, *(replace(first, by=by, columns=(), labels={}) for by in ways)]:
        check(sample_study, rule)


def test_what_stands_behind_a_cell_comes_in_pages_and_is_as_many_as_the_cell_says(sample_study: Study) -> None:
    synthesis = sample_study.synthesis
    by = {"by": "facet:bearer"}
    row = synthesis.matrix(**by).rows[0]
    for where, count in [("column:" + c, n) for c, n in row.cells.items()] + [(g, n) for g, n in row.groups.items()]:
        assert synthesis.evidence_count("", row.theme, where, **by) == count.excerpts
    whole = synthesis.evidence("", row.theme)
    assert len(whole) == row.total.excerpts
    assert [*synthesis.evidence("", row.theme, limit=50), *synthesis.evidence("", row.theme, offset=50)] == whole
    shared = synthesis.evidence("", row.theme, "shared")
    assert shared == synthesis.evidence("", row.theme, "Fælles kompetencer")
    assert 0 < len(shared) < len(whole)
    one = whole[7]
    text = sample_study.transcripts.document(one.transcript)
    assert text.text[one.start : one.end] == one.text
    assert text.turns[one.turn - 1].start <= one.start < text.turns[one.turn - 1].end
    persons = {s.id: s.person for s in synthesis.speakers()}
    assert set(one.people) <= set(persons.values())
    assert not one.starred
    sample_study.passages.star(one.codings)
    assert [q.start for q in synthesis.evidence("", row.theme) if q.starred] == [one.start]


@pytest.fixture
def said(study: Study) -> tuple[Study, str]:
    """The small study with a theme that a professional voices, and its row."""
    theme = study.codes.create("Mod").id
    document = study.transcripts.document("A-1")
    start = document.text.index("Man skal turde")
    study.codings.add(document.revision, start, start + 14, theme)
    study.progress.done(["A-1"])
    return study, theme


def test_a_table_can_be_asked_for_as_it_stood(said: tuple[Study, str]) -> None:
    study, theme = said
    synthesis = study.synthesis
    before, then = synthesis.matrix(), json.loads(write_position(study._base.store.position()))
    document = study.transcripts.document("B-1")
    start = document.text.index("Det er ikke")
    study.codings.add(document.revision, start, start + 20, theme)
    study.codes.rename(theme, "Modet")
    toml = study.export_settings().replace('shared_label = "Fælles"', 'shared_label = "Begge"\nmin_informants = 1')
    study.import_settings(toml, "study.toml")
    assert synthesis.matrix(at=then) == before
    assert (before.rows[0].column, synthesis.matrix().rows[0].column) == ("professional", "shared")
    assert synthesis.matrix(at="now") == synthesis.matrix()
    assert synthesis.as_of("now") is synthesis
    (compared,) = synthesis.compare("", Side(at=then), Side()).rows
    assert compared[1:5] == ("Modet", "professional", "shared", before.rows[0].total)
    assert compared.state == "moved"
    assert [quote.transcript for quote in synthesis.as_of(then).evidence("", theme)] == ["A-1"]
    assert synthesis.matrix(at=date.today() + timedelta(days=1)) == synthesis.matrix()
    with pytest.raises(NotFoundError):
        synthesis.matrix(at="no such moment")


def test_a_table_that_was_not_there_yet_is_built_of_what_was(said: tuple[Study, str]) -> None:
    study, _ = said
    then = study._base.position()
    toml = study.export_settings() + '\n[matrix.later]\nby = "kind"\n'
    study.import_settings(toml, "study.toml")
    assert study.synthesis.matrix("later", at=then).rows[0].column == "single"


def test_a_theme_is_called_otherwise_in_one_table_or_in_all(said: tuple[Study, str]) -> None:
    study, theme = said
    synthesis = study.synthesis
    synthesis.set_wording("", theme, "Mod   til at turde")
    synthesis.set_wording("competences", theme, "Mod (fælles)")
    assert (synthesis.wordings(), synthesis.wordings("competences")) == (
        {theme: "Mod til at turde"},
        {theme: "Mod (fælles)"},
    )
    assert study.log.entries(1)[0].what == "Mod"
    assert study.history.code(theme)[0].what == "“Mod (fælles)” in the table competences"
    synthesis.set_wording("competences", theme, "")
    assert synthesis.wordings("competences") == {theme: "Mod til at turde"}
    assert study.undo() == "word theme Mod"
    assert synthesis.wordings("competences") == {theme: "Mod (fælles)"}
    for matrix, code, words in (("none", theme, "x"), ("", "none", "x"), ("", theme, "x" * 201)):
        with pytest.raises((NotFoundError, InputError)):
            synthesis.set_wording(matrix, code, words)


def test_what_two_call_a_theme_is_a_dispute_that_a_third_wording_settles(
    said: tuple[Study, str], tmp_path: Path, opened: Opened
) -> None:
    ann, theme = said
    ann.close()
    bo, ann = opened(Path(shutil.copytree(ann.folder, tmp_path / "bo")), "bo"), opened(ann.folder)
    ann.synthesis.set_wording("", theme, "Ann siger")
    bo.synthesis.set_wording("", theme, "Bo siger")
    bo.log.ingest(list(ann.log.export()))
    (item,) = bo.inbox.items()
    assert "worded Mod in the tables of all matrices differently" in item.sentence
    assert {side.value for side in item.sides} == {"Ann siger", "Bo siger"}
    bo.inbox.settle(item.id, "write", "Begge siger")
    assert (bo.inbox.items(), bo.synthesis.wordings()) == ([], {theme: "Begge siger"})


def test_a_name_in_a_wording_is_found_and_replaced(said: tuple[Study, str]) -> None:
    study, theme = said
    study.synthesis.set_wording("", theme, "Mod hos Birthe Sørensen")
    study.anonymity.replace_word("Birthe Sørensen", "P1")
    assert study.synthesis.wordings() == {theme: "Mod hos P1"}


def test_where_a_theme_was_put_is_told_with_who_why_and_when(said: tuple[Study, str]) -> None:
    study, theme = said
    study.synthesis.place("", theme, "shared", "læst igen")
    (put,) = study.synthesis.placements()
    assert put[:4] == (theme, "shared", "læst igen", "ann")
    assert put.when is not None
    assert study.log.entries(1)[0].what == "Mod in competences"
    study.synthesis.place("", theme, None, "")
    assert study.synthesis.placements() == []


def test_a_transcript_whose_words_are_not_here_is_noted(said: tuple[Study, str]) -> None:
    study, _ = said
    study._base.store.db.con.execute("UPDATE blob SET data = NULL")
    study._base.store.db.con.commit()
    assert ("no_text", "A-1", 1) in study.synthesis.matrix().notes
