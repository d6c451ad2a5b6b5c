"""What makes columns, what is odd about a table, and how one is held against another; one small case each."""

from dataclasses import replace

import pytest

from workbench.errors import InputError, NotFoundError
from workbench.synthesis import (
    Count,
    Note,
    Proportion,
    Rule,
    Speaker,
    build,
    compare,
    evidence_of,
    too_little,
)
from workbench.synthesis.dimensions import Dimension, dimensions


def rows(matrix):
    return {row.theme: row for row in matrix.rows}


def cells(said, rule, theme="t"):
    """Column → excerpts of one theme, where there are any."""
    return {column: count.excerpts for column, count in rows(said.matrix(rule))[theme].cells.items() if count.excerpts}


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("group", [("group", "")]),
        ("transcript", [("transcript", "")]),
        ("facet:form, form", [("facet", "form"), ("attribute", "form")]),
        ("code:Relationer  / Tillid, group", [("code", "Relationer / Tillid"), ("group", "")]),
        ("code:Tid, ro og rum, coder", [("code", "Tid, ro og rum"), ("coder", "")]),
    ],
)
def test_what_makes_columns_is_taken_apart(by, expected):
    assert dimensions(by, ["Tid, ro og rum", "Tid"]) == tuple(Dimension(*one) for one in expected)


@pytest.mark.parametrize("by", ["", "facet:", "code:", "group, ", "form, form"])
def test_what_names_nothing_or_one_thing_twice_makes_no_columns(by):
    with pytest.raises(InputError):
        dimensions(by)


def test_columns_by_what_kind_of_interview_it_is_how_it_was_held_and_which(small):
    said = small().says("t", "k1a").says("t", "k2a").says("t", "u1a", at=4)
    plain = replace(said.rule, columns=(), shared_groups=())
    assert cells(said, replace(plain, by="kind")) == {"group": 1, "single": 2}
    assert cells(said, replace(plain, by="transcript")) == {"K-01": 1, "K-02": 1, "U-01": 1}
    assert cells(said, replace(plain, by="mode")) == {}
    assert said.matrix(replace(plain, by="kind")).column_denominators == {"shared": 0, "group": 4, "single": 2}


def test_columns_by_who_coded_it_count_a_passage_of_two_coders_in_both(small):
    said = small().says("t", "k1a").says("t", "k1a", coder="bo").says("n", "f1a", coder="bo")
    matrix = said.matrix(Rule(by="coder"))
    row = rows(matrix)["t"]
    assert (row.cells["ann"], row.cells["bo"], row.total) == (Count(1, 1, 1), Count(1, 1, 1), Count(1, 1, 1))
    assert row.column == "shared"
    assert row.column_shares["bo"] == Proportion(1, 5)  # anybody who is heard could be in it


def test_columns_by_a_code_are_the_codes_below_it_on_the_same_words(small):
    said = small().says("h", "k1a", at=5).says("t", "k1a").says("n", "k1a", at=14).says("n", "f1a", coder="bo")
    said.says("h", "f1a", at=20).says("h", "f1a", at=3, coder="bo").says("h", "k1b", at=30)
    rule = Rule(by="code:Relationer")
    matrix = said.matrix(rule)
    assert matrix.columns == (("shared", "shared"), ("t", "Tillid"), ("n", "Netværk"))
    assert cells(said, rule, "h") == {"t": 1, "n": 2}  # 5–15 in K-01 is on both, 3–13 in F-01 on one, 30–40 on none
    assert rows(matrix)["h"].total.excerpts == 4
    assert cells(said, Rule(by="code:Relationer / Tillid"), "h") == {"t": 1}
    assert cells(said, Rule(by="code:Relationer", columns=("Netværk",)), "h") == {"n": 2}
    with pytest.raises(NotFoundError):
        said.matrix(Rule(by="code:Tillid"))


def test_what_denies_a_code_does_not_make_its_column(small):
    said = small().says("t", "k1a", facets={"stance": ("denies",)}).says("h", "k1a")
    assert cells(said, Rule(by="code:Relationer"), "h") == {}


def test_of_several_ways_the_first_that_says_anything_decides(small):
    said = (
        small().says("t", "k1a", facets={"form": ("cross",)}).says("t", "k1a", at=20).says("t", "f1a").says("t", "u1a")
    )
    rule = replace(said.rule, by="facet:form, form", columns=("tasks", "cross"))
    assert cells(said, rule) == {"cross": 1, "tasks": 1, "shared": 1}
    assert cells(said, replace(rule, by="form, facet:form")) == {"tasks": 2, "shared": 1}
    assert cells(said, replace(rule, by="form, group", columns=("tasks", "volunteer"))) == {
        **{"tasks": 2, "volunteer": 1},
        "shared": 1,
    }


def test_shares_are_of_those_who_are_heard_where_it_is_done(small):
    said = small().says("t", "k1a").says("t", "m1a").says("t", "m1b")
    row = rows(said.matrix())["t"]
    assert (row.groups["professional"].informants, row.shares["professional"]) == (2, Proportion(1, 2))
    assert (row.shares["volunteer"], row.column_shares["shared"]) == (Proportion(0, 2), Proportion(0, 1))
    assert row.shares["professional"].share == 0.5
    assert (row.spread.informants, row.spread.of_informants) == (1, 5)
    assert (row.spread.interviews, row.spread.of_interviews, row.spread.excerpts) == (1, 4, 2)


def test_a_column_and_a_group_of_one_id_each_have_their_own_share(small):
    said = small().says("t", "u1a", facets={"bearer": ("volunteer",)})
    row = rows(said.matrix(Rule(by="facet:bearer", columns=("volunteer",))))["t"]
    assert row.shares["volunteer"] == Proportion(0, 2)
    assert row.column_shares["volunteer"] == Proportion(1, 5)
    assert (row.carried, row.column_carried) == ({"": "only", "education": "only"}, {"volunteer": "only"})


def test_one_person_carries_more_than_half_of_three_but_not_half_of_four(small):
    said = small().says("t", "f1a").says("t", "f1a", at=20).says("t", "f1b", at=40)
    assert rows(said.matrix())["t"].carried == {"": "most", "volunteer": "most"}
    assert rows(said.says("t", "f1b", at=60).matrix())["t"].carried == {}
    assert rows(small().says("t", "f1a").says("t", "f1b", at=20).matrix())["t"].carried == {}


def test_depth_is_of_excerpts_whose_voice_is_known(small):
    said = small().says("t", "f1a").says("t", "f1a", at=20).says("t", "f1b", at=40)
    spread = rows(said.says("t", transcript="f1", at=60, unattributed=True).matrix())["t"].spread
    assert (spread.excerpts, spread.density, spread.top, spread.top_person) == (4, 1.5, 2, "P3")
    assert spread.effective == 9 / 5


def test_what_is_odd_about_a_table_is_noted(small):
    said = small().says("t", "k1a").says("n", "m1a").says("r", "m1a", at=40)
    rule = replace(said.rule, columns=("professional", "volunteer"))
    assert said.matrix(rule).notes == (
        Note("empty_column", "volunteer", 2),
        Note("one_column", "professional", 3),
        Note("not_done", "M-01", 2),
        Note("no_evidence", "h", 0),
    )
    alone = replace(said.rule, columns=("professional",), groups=("professional",), shared_groups=())
    assert [note.kind for note in said.matrix(alone).notes] == ["not_done", "no_evidence"]


def test_a_table_by_what_nobody_has_says_that_it_has_no_columns(small):
    said = small().says("t", "k1a")
    assert Note("no_columns", "shoe size", 0) in said.matrix(Rule(by="shoe size")).notes
    assert not [note for note in said.matrix().notes if note.kind == "no_columns"]


def test_a_group_without_anybody_and_a_person_in_two_groups_are_noted(small):
    said = small().says("t", "k1a")
    speakers = [s for s in said.speakers if s.group != "education"] + [Speaker("f1c", "P1", "f1", "volunteer")]
    matrix = build(said.rule, said.themes, said.evidence, speakers, said.interviews, groups=said.groups)
    assert {("empty_group", "education", 0), ("two_groups", "P1", 2)} <= set(matrix.notes)
    assert matrix.denominators == {"professional": 2, "volunteer": 3, "education": 0}


def test_what_is_too_little_is_told_with_why(small):
    said = small().says("t", "k1a").says("h", transcript="k1")
    found = too_little(said.matrix(replace(said.rule, min_informants=2)))
    assert {row.theme: row.why for row in found} == {"r": "few", "t": "few", "n": "nothing", "h": "interviewer"}


def test_two_tables_are_compared_theme_by_theme(small):
    before = small().says("t", "k1a").says("n", "f1a").says("h", "u1a").matrix()
    said = small().says("t", "k1a").says("t", "f1a").says("n", "f1a").says("n", "f1b").says("h", "u1a")
    found = {row.theme: row for row in compare(before, said.matrix()).rows}
    assert {theme: row.state for theme, row in found.items()} == {
        "r": "moved",
        "t": "moved",
        "n": "counts",
        "h": "same",
    }
    assert (found["t"].before, found["t"].after, found["n"].now) == ("professional", "shared", Count(2, 1, 1))
    some = compare(before, said.matrix(replace(said.rule, rows="Relationer", columns=("volunteer",))))
    assert [row.theme for row in some.of("gone")] == ["h"]
    assert [column for column, _ in some.columns] == ["shared", "professional", "volunteer"]


def test_the_evidence_of_a_column_by_code_is_what_its_cell_counts(small):
    said = small().says("h", "k1a", at=5).says("t", "k1a").says("h", "f1a")
    found = evidence_of(
        *(Rule(by="code:Relationer"), said.themes, said.evidence, said.speakers, said.interviews, "h"), column="t"
    )
    assert [row.coding for row in found] == ["c0"]
