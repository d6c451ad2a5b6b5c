"""A survey: reading files as people have them, distributions, index means, cross tables."""

import statistics
from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.errors import InputError
from workbench.synthesis import answers as files
from workbench.synthesis.survey import Answers, Form, IndexStat, Topic, analysed, crossed, stat

GROUPS = {"professional": "Fagfolk", "volunteer": "Frivillige"}
FORM = Form(
    "trivsel",
    "Trivsel",
    group="hvem",
    groups={"ansat": "professional", "Frivillig": "volunteer"},
    missing=("99", "ved ikke"),
    scale=((1, "Uenig"), (2, "Hverken"), (3, "Enig")),
    themes=(Topic("tillid", "Tillid", "Relationer / Tillid", ("q1", "q2"), ("q2",)), Topic("t2", items=("q3",))),
    tables=("år",),
    questions={"q1": "Vi holder aftaler."},
    order={"år": ("over", "under")},
)
TEXT = """nr;hvem;q1;q2;q3;år;kommentar
1;ansat;1;3;Enig;under;"nå; ja"
2;Ansat;3;1;99;over;
3;frivillig;Enig;;2;over;x
4;andre;2;2;ved ikke;under;
5;;3;3;1;;
"""


def taken(text: str = TEXT, form: Form = FORM) -> Answers:
    return files.read(text, form, GROUPS, "a.csv").answers


def test_only_the_columns_that_are_asked_for_are_kept() -> None:
    found = files.read(TEXT, FORM, GROUPS, "a.csv")
    assert found.left_out == 2
    assert found.answers.columns == ("hvem", "q1", "q2", "q3", "år")
    assert "kommentar" not in files.kept(found.answers)
    assert "nå" not in files.kept(found.answers)


def test_nothing_tells_in_which_order_people_answered() -> None:
    head, *rows = TEXT.splitlines()
    assert taken("\n".join([head, *reversed(rows)])) == taken()


@pytest.mark.parametrize(
    "written", [TEXT.replace(";", ","), TEXT.replace(";", "\t"), "\ufeff" + TEXT, TEXT + ";;;;;;\n\n"]
)
def test_a_file_is_read_however_it_is_written(written: str) -> None:
    written = written.replace('"nå, ja"', '"nå"').replace('"nå\t ja"', '"nå"')
    assert taken(written.replace("\n", "\r\n")) == taken()


def test_what_is_kept_is_read_back() -> None:
    assert files.opened(files.kept(taken())) == taken()
    assert files.opened("") == Answers()
    assert files.opened("a\tb\n1\n1\t2\t3\n") == Answers(("a", "b"), (("1", ""), ("1", "2")))


@settings(max_examples=examples(80))
@given(st.text(max_size=60), st.sampled_from([FORM, FORM._replace(delimiter=";")]))
def test_whatever_a_file_holds_it_is_taken_in_or_refused_with_a_reason(text: str, form: Form) -> None:
    for written in (text, "hvem;q1;q2;q3;år\n" + text):
        found = read_or_refused(written, form)
        if isinstance(found, InputError):
            assert found.file == "a.csv"
            assert found.reason
        else:
            assert files.opened(files.kept(found)) == found
            analysed(form, found, GROUPS)


def read_or_refused(text: str, form: Form) -> Answers | InputError:
    try:
        return taken(text, form)
    except InputError as error:
        return error


@dataclass
class Wrong:
    """A file that is refused, the line that is named, and what is said."""

    text: str
    line: int
    says: str


@pytest.mark.parametrize(
    "wrong",
    [
        Wrong("", 1, "not there"),
        Wrong("hvem;q1;q3;år\n", 1, "q2"),
        Wrong("hvem;q1;q2;q3;år;q1\n", 1, "two columns are called q1"),
        Wrong("hvem;q1;q2;q3;år\n", 1, "nobody answered"),
        Wrong("hvem;q1;q2;q3;år\nansat;1;1;1\n", 2, "4 cells"),
        Wrong("hvem;q1;q2;q3;år\nansat;1;1;1;x\nansat;1;1;4;x\n", 3, "'4' in the column q3"),
        Wrong("hvem;q1;q2;q3;år\nansat;=1+1;1;1;x\n", 2, "not on the scale"),
        Wrong('hvem;q1;q2;q3;år\nansat;1;1;1;"x\n', 2, "no CSV"),
        Wrong("hvem;q1;q2;q3;år\nansat;1;1;1;x\x00\n", 0, "NUL"),
        Wrong("hvem;q1;q2;q3;år\nansat;1;1;1;" + "lang " * 30 + "\n", 2, "to tell groups"),
        Wrong("hvem;q1;q2;q3;år\n" + "".join(f"ansat;1;1;1;{i}\n" for i in range(61)), 62, "to tell groups"),
    ],
    ids=lambda wrong: wrong.says,
)
def test_a_file_that_cannot_be_is_refused_with_its_line(wrong: Wrong) -> None:
    with pytest.raises(InputError, match=wrong.says) as refused:
        files.read(wrong.text, FORM, GROUPS, "a.csv")
    assert (refused.value.file, refused.value.line) == ("a.csv", wrong.line)


def test_a_cell_may_hold_a_line_break_and_lines_are_still_counted() -> None:
    with pytest.raises(InputError) as refused:
        files.read('hvem;q1;q2;q3;år\nansat;1;1;1;"x\ny"\nansat;7;1;1;z\n', FORM, GROUPS, "a.csv")
    assert refused.value.line == 4


def test_an_index_is_the_mean_of_what_was_answered_with_reversed_questions_turned_round() -> None:
    found = analysed(FORM, taken(), GROUPS, {"Relationer / Tillid": "row"})
    first, second = found.themes
    # Of the five: (1 + 1)/2, (3 + 3)/2, 3, (2 + 2)/2, (3 + 1)/2
    assert first.total == IndexStat(
        5, statistics.mean([1, 3, 3, 2, 2]), pytest.approx(statistics.stdev([1, 3, 3, 2, 2])), 0
    )
    assert first.groups["professional"] == IndexStat(2, 2.0, pytest.approx(statistics.stdev([1, 3])), 0)
    assert first.groups["volunteer"] == IndexStat(1, 3.0, None, 0)
    assert (first.code, first.label, second.code, second.label) == ("row", "Tillid", "", "t2")
    assert second.total == IndexStat(3, 2.0, 1.0, 2)
    assert second.groups["andre"] == IndexStat(0, None, None, 1)
    assert first.total.caution


def test_groups_stand_in_the_order_of_the_study_and_others_keep_their_word() -> None:
    found = analysed(FORM, taken(), GROUPS)
    assert found.groups == (("professional", "Fagfolk"), ("volunteer", "Frivillige"), ("andre", "andre"))
    assert found.sizes == {"professional": 2, "volunteer": 1, "andre": 1}
    assert found.respondents == 5
    kinds = {(note.kind, note.subject, note.n) for note in found.notes}
    assert kinds == {("other_group", "andre", 1), ("no_group", "hvem", 1), ("no_theme", "Relationer / Tillid", 0)}


def test_who_answered_too_little_has_no_index() -> None:
    form = FORM._replace(themes=(FORM.themes[0]._replace(min_items=2),))
    total = analysed(form, taken(form=form), GROUPS).themes[0].total
    assert (total.n, total.missing) == (4, 1)


def test_a_distribution_counts_every_step_as_it_was_answered() -> None:
    item = analysed(FORM, taken(), GROUPS).themes[0].distributions[1]
    assert (item.item, item.reverse, item.question) == ("q2", True, "q2")
    assert (item.total.n, item.total.missing, item.total.counts) == (4, 1, (1, 1, 2))
    assert item.total.shares == (0.25, 0.25, 0.5)
    assert item.groups["volunteer"].shares == (0.0, 0.0, 0.0)


def test_answers_that_the_settings_no_longer_know_count_as_none_and_it_is_said() -> None:
    kept = taken()
    form = FORM._replace(scale=((1, "Uenig"), (2, "Hverken")), themes=(*FORM.themes, Topic("ny", items=("q9",))))
    found = analysed(form, kept, GROUPS)
    kinds = {(note.kind, note.subject): note.n for note in found.notes}
    assert kinds["not_on_scale", "q1"] == 3
    assert kinds["not_taken_in", "q9"] == 0
    assert found.themes[2].total == IndexStat(0, None, None, 5)


def test_without_answers_there_are_no_numbers_and_no_complaints() -> None:
    found = analysed(FORM, Answers(), GROUPS, {"Relationer / Tillid": "row"})
    assert (found.respondents, found.groups, found.notes) == (0, (), ())
    assert found.themes[0].total == IndexStat(0, None, None, 0)


def test_a_question_is_crossed_with_the_groups_and_words_stand_in_their_order() -> None:
    table = crossed(FORM, taken(), GROUPS, "q1")
    assert table.rows == ("Uenig", "Hverken", "Enig")
    assert table.columns == ("Fagfolk", "Frivillige", "andre")
    assert table.counts == ((1, 0, 0), (0, 0, 1), (1, 1, 0))
    assert (table.left_out, table.title) == (1, "Vi holder aftaler. × hvem")
    assert crossed(FORM, taken(), GROUPS, "år", "q3").rows == ("over", "under")
    with pytest.raises(KeyError):
        crossed(FORM, taken(), GROUPS, "kommentar")


SCORES = st.lists(st.one_of(st.none(), st.floats(-1e6, 1e6)), max_size=30)


@settings(max_examples=examples(60))
@given(SCORES)
def test_mean_and_deviation_are_those_of_the_library(scores: list[Any]) -> None:
    known = [score for score in scores if score is not None]
    found = stat(scores)
    assert (found.n, found.missing) == (len(known), len(scores) - len(known))
    assert found.mean == (pytest.approx(statistics.fmean(known), abs=1e-6) if known else None)
    assert found.sd == (pytest.approx(statistics.stdev(known), rel=1e-6, abs=1e-6) if len(known) > 1 else None)


ANSWERS = st.lists(
    st.tuples(st.sampled_from(["ansat", "frivillig", "andre", ""]), *[st.sampled_from(["1", "2", "3", "", "99"])] * 3),
    min_size=1,
    max_size=25,
)


@settings(max_examples=examples(40))
@given(ANSWERS)
def test_groups_add_up_to_everybody(rows: list[tuple[str, ...]]) -> None:
    text = "hvem;q1;q2;q3;år\n" + "".join(";".join((*row, "x")) + "\n" for row in rows)
    found = analysed(FORM, taken(text), GROUPS)
    nobody = sum(not row[0] for row in rows)
    assert sum(found.sizes.values()) + nobody == found.respondents == len(rows)
    for theme in found.themes:
        assert theme.total.n + theme.total.missing == len(rows)
        for item in theme.distributions:
            assert sum(item.total.counts) == item.total.n
            column = 1 + ("q1", "q2", "q3").index(item.item)
            for step in (1, 2, 3):
                naive = sum(row[column] == str(step) for row in rows)
                assert item.total.counts[step - 1] == naive
        within = sum(stat.n for stat in theme.groups.values())
        assert theme.total.n - nobody <= within <= theme.total.n
        if theme.total.mean is not None:
            assert 1 <= theme.total.mean <= 3


def test_words_are_replaced_cell_by_cell() -> None:
    text = files.kept(taken())
    assert files.words_in(files.opened(text), {"hvem"}) == ["Ansat", "andre", "ansat", "frivillig"]
    new = files.reworded(text, lambda cell: cell.replace("ansat", "A"))
    assert files.words_in(files.opened(new), {"hvem"}) == ["A", "Ansat", "andre", "frivillig"]
    assert files.opened(new).columns == files.opened(text).columns
