"""The rule of the matrix, one small case each, worked out by hand."""

from dataclasses import replace

import pytest

from workbench.errors import InputError, NotFoundError
from workbench.synthesis import Count, Placement, Rule, evidence_of


def rows(matrix):
    return {row.theme: row for row in matrix.rows}


def test_a_theme_that_both_actor_groups_voice_is_shared(small):
    said = small().says("t", "k1a").says("t", "f1a")
    assert said.columns()["t"] == "shared"
    assert rows(said.matrix())["t"].why == "columns"


def test_a_theme_that_a_shared_group_alone_voices_is_shared(small):
    said = small().says("t", "u1a")
    assert said.columns()["t"] == "shared"
    assert rows(said.matrix())["t"].why == "shared_group"


def test_a_theme_that_one_column_voices_stands_there(small):
    assert small().says("t", "k1a").columns() == {"r": "professional", "t": "professional", "n": None, "h": None}


def test_a_theme_below_the_thresholds_stands_nowhere(small):
    said = small().says("t", "k1a").says("t", "k1b").says("t", "f1a", at=50)
    assert said.columns(replace(said.rule, min_informants=2))["t"] == "professional"
    assert said.columns(replace(said.rule, min_informants=3))["t"] is None
    assert said.columns(replace(said.rule, min_interviews=2))["t"] is None
    assert rows(said.matrix(replace(said.rule, min_interviews=2)))["t"].why == "few"


def test_both_thresholds_must_be_reached_in_the_same_column(small):
    said = small().says("t", "k1a").says("t", "k2a").says("t", "f1a").says("t", "f1b")
    assert said.columns(replace(said.rule, min_informants=2, min_interviews=2))["t"] is None


def test_several_coders_of_one_passage_make_one_excerpt(small):
    said = small().says("t", "k1a").says("t", "k1b", coder="bo").says("t", "k1a", at=1, coder="bo")
    row = rows(said.matrix())["t"]
    assert row.total == Count(2, 1, 2)
    assert row.groups["professional"] == Count(2, 1, 2)
    assert said.matrix().coders == ("ann", "bo")


def test_a_person_in_two_interviews_is_one_informant(small):
    row = rows(small().says("t", "k1a").says("t", "k2a").matrix())["t"]
    assert row.total == Count(1, 2, 2)
    assert (row.top, row.top_share, row.interviews) == (2, 1.0, ("K-01", "K-02"))


def test_what_denies_a_theme_is_listed_and_not_counted(small):
    said = small().says("t", "f1a", facets={"stance": ("denies",)}).says("t", "k1a").says("n", "u1a", at=3)
    matrix = said.matrix()
    assert rows(matrix)["t"].column == "professional"
    assert rows(matrix)["r"].denied == 1
    assert [row.coding for row in matrix.denied] == ["c0"]
    assert rows(small().says("t", "f1a", facets={"stance": ("denies",)}).matrix())["t"].why == "denied"


def test_the_interviewers_own_words_are_no_evidence(small):
    said = small().says("h", transcript="k1").says("h", transcript="k1", coder="bo")
    row = rows(said.matrix())["h"]
    assert (row.column, row.total, row.ignored, row.why) == (None, Count(0, 0, 0), 1, "interviewer")


def test_a_passage_one_coder_heard_an_informant_in_is_not_the_interviewers(small):
    row = rows(small().says("h", transcript="k1").says("h", "k1a", coder="bo").matrix())["h"]
    assert (row.column, row.ignored) == ("professional", 0)


def test_unattributed_speech_counts_for_excerpt_and_interview_only(small):
    row = rows(small().says("t", transcript="k1", unattributed=True).matrix())["t"]
    assert row.total == row.groups["professional"] == row.cells["professional"] == Count(0, 1, 1)
    assert (row.column, row.why) == (None, "unattributed")


def test_unattributed_speech_among_two_groups_is_of_neither(small):
    row = rows(small().says("t", transcript="m1", unattributed=True).matrix())["t"]
    assert row.total == Count(0, 1, 1)
    assert {count.excerpts for count in (*row.groups.values(), *row.cells.values())} == {0}


def test_a_voice_that_is_no_longer_in_the_study_is_unattributed(small):
    row = rows(small().says("t", "gone", transcript="f1").matrix())["t"]
    assert row.total == row.groups["volunteer"] == Count(0, 1, 1)


def test_a_group_that_is_itself_a_column_maps_to_itself(small):
    said = small().says("t", "u1a").says("n", "k1a")
    only = replace(said.rule, columns=("education",))
    assert said.columns(only) == {"r": "education", "t": "education", "n": None, "h": None}
    assert rows(said.matrix(only))["n"].why == "no_column"
    assert said.matrix(only).shared_groups == ()


def test_shared_groups_named_by_the_rule_replace_those_of_the_settings(small):
    said = small().says("t", "u1a").says("n", "f1a")
    assert said.columns(replace(said.rule, shared_groups=()))["t"] is None
    named = replace(said.rule, columns=("professional",), shared_groups=("volunteer",))
    assert said.columns(named) == {"r": "shared", "t": None, "n": "shared", "h": None}


def test_columns_by_an_attribute_of_the_informant(small):
    said = small().says("t", "k1a").says("t", "k1b").says("n", "k2a").says("h", "f1a")
    rule = replace(said.rule, by="form", columns=("tasks", "cross"), groups=("professional",))
    assert said.columns(rule) == {"r": "shared", "t": "shared", "n": "tasks", "h": None}
    assert rows(said.matrix(rule))["h"].total == Count(0, 0, 0)


def test_columns_by_site_take_unattributed_speech(small):
    said = small().says("t", "k1a").says("t", transcript="f1", unattributed=True)
    rule = replace(said.rule, by="site", columns=("A", "B"), min_informants=0, shared_groups=())
    assert said.columns(rule)["t"] == "shared"
    assert rows(said.matrix(rule))["t"].cells["B"] == Count(0, 1, 1)


def test_columns_by_a_facet_of_the_coding(small):
    rule = Rule(by="facet:bearer", columns=("professional", "volunteer"))
    said = small().says("t", "u1a", facets={"bearer": ("volunteer",)}).says("n", "u1a", facets={"bearer": ("both",)})
    assert said.says("h", "k1a").columns(rule) == {"r": "shared", "t": "volunteer", "n": "shared", "h": None}


def test_both_is_an_ordinary_value_where_it_is_a_column(small):
    rule = Rule(by="facet:bearer", columns=("professional", "both"))
    assert small().says("t", "u1a", facets={"bearer": ("both",)}).columns(rule)["t"] == "both"


def test_what_a_facet_names_comes_before_the_shared_group(small):
    said = small().says("t", "u1a", facets={"bearer": ("volunteer",)}).says("n", "u1a")
    rule = replace(said.rule, by="facet:bearer")
    assert (said.columns(rule)["t"], said.columns(rule)["n"]) == ("volunteer", "shared")


def test_two_coders_who_name_different_bearers_of_one_passage_are_both_heard(small):
    said = small().says("t", "u1a", facets={"bearer": ("volunteer",)})
    said.says("t", "u1a", facets={"bearer": ("professional",)}, coder="bo")
    row = rows(said.matrix(Rule(by="facet:bearer", columns=("professional", "volunteer"))))["t"]
    assert row.cells == {"shared": Count(0, 0, 0), "professional": Count(1, 1, 1), "volunteer": Count(1, 1, 1)}
    assert (row.column, row.total) == ("shared", Count(1, 1, 1))


def test_two_groups_in_one_column_count_together(small):
    rule = Rule(columns=("actor",), group_columns={"professional": "actor", "volunteer": "actor"}, min_informants=2)
    said = small().says("t", "k1a").says("t", "f1a")
    assert said.columns(rule)["t"] == "actor"
    assert said.matrix(rule).columns == (("shared", "shared"), ("actor", "Fagprofessionelle"))


def test_columns_that_are_not_named_are_those_that_occur(small):
    said = small().says("t", "k1a", facets={"bearer": ("b", "a", "both")})
    ids = {
        by: [column for column, _ in said.matrix(replace(said.rule, by=by, columns=())).columns]
        for by in ("group", "site", "form", "facet:bearer")
    }
    assert ids == {
        "group": ["shared", "professional", "volunteer"],
        "site": ["shared", "A", "B", "C"],
        "form": ["shared", "cross", "tasks"],
        "facet:bearer": ["shared", "a", "b"],
    }


def test_a_parent_whose_columns_come_from_different_children_is_mixed(small):
    said = small().says("t", "k1a").says("n", "f1a")
    assert said.columns() == {"r": "mixed", "t": "professional", "n": "volunteer", "h": None}
    assert rows(said.matrix())["r"].why == "parts"


def test_a_parents_own_codings_and_its_child_are_different_contributors(small):
    assert small().says("r", "k1a").says("n", "f1a").columns()["r"] == "mixed"


def test_a_parent_is_shared_where_one_contributor_is(small):
    assert small().says("t", "k1a").says("t", "f1a", at=9).says("n", "f1a").columns()["r"] == "shared"
    assert small().says("r", "k1a").says("r", "f1a").says("n", "f1a").columns()["r"] == "shared"


def test_a_parent_reaches_thresholds_with_the_evidence_of_its_subtree(small):
    said = small().says("t", "k1a").says("n", "k1b")
    assert said.columns(replace(said.rule, min_informants=2)) == {"r": "professional", "t": None, "n": None, "h": None}


def test_a_passage_coded_with_two_children_is_one_excerpt_of_the_parent(small):
    row = rows(small().says("t", "k1a").says("n", "k1b").matrix())["r"]
    assert row.total == Count(2, 1, 1)


def test_placing_by_hand_overrides_and_says_why(small):
    said = small().says("t", "k1a")
    row = rows(said.matrix(placements=[Placement("t", "shared", "læst igen")]))["t"]
    assert (row.column, row.placed, row.by_rule) == ("shared", "læst igen", "professional")
    assert rows(said.matrix(placements=[Placement("t", "", "tvivl")]))["t"].column is None
    assert said.columns(placements=[Placement("t", "shared", "læst igen")])["r"] == "professional"


def test_a_placement_into_a_column_that_is_gone_is_told_and_has_no_effect(small):
    stray = Placement("t", "old", "dengang")
    matrix = small().says("t", "k1a").matrix(placements=[stray])
    assert (rows(matrix)["t"].column, rows(matrix)["t"].placed, matrix.stray) == ("professional", None, (stray,))


def test_rows_seen_from_a_column_are_those_it_voices(small):
    said = small().says("t", "k1a").says("t", "f1a").says("n", "k1a").says("h", "f1a")
    assert list(said.columns(replace(said.rule, seen_from="volunteer"))) == ["r", "t", "h"]
    with pytest.raises(InputError, match="seen from"):
        said.matrix(replace(said.rule, seen_from="nobody"))


@pytest.mark.parametrize(
    ("named", "expected"),
    [("codes", "rtnh"), ("depth:1", "rh"), ("depth:2", "rtnh"), ("Relationer", "rtn"), ("Relationer / Netværk", "n")],
)
def test_rows_are_all_codes_a_depth_or_a_subtree(small, named, expected):
    said = small().says("n", "k1a")
    assert "".join(said.columns(replace(said.rule, rows=named))) == expected


def test_rows_that_name_nothing_are_refused_with_near_names(small):
    with pytest.raises(NotFoundError) as caught:
        small().matrix(Rule(rows="Relationer / Tilid"))
    assert "Relationer / Tillid" in caught.value.hint


@pytest.mark.parametrize(
    "rule", [Rule(rows="depth:0"), Rule(rows="depth:x"), Rule(rows="transcripts"), Rule(min_informants=-1)]
)
def test_a_rule_that_cannot_be_is_refused(small, rule):
    with pytest.raises(InputError):
        small().matrix(rule)


def test_a_column_called_mixed_is_refused(small):
    with pytest.raises(InputError, match="mixed"):
        small().matrix(Rule(columns=("mixed",)))


def test_columns_come_shared_first_with_labels(small):
    assert small().matrix().columns == (
        ("shared", "Fælles"),
        ("professional", "Fagprofessionelle"),
        ("volunteer", "Frivillige"),
    )
    assert small().matrix(Rule(columns=("volunteer",), labels={"volunteer": "Alene"})).columns[1][1] == "Alene"


def test_denominators_are_persons_in_interviews_that_are_done(small):
    matrix = small().matrix()
    assert matrix.denominators == {"professional": 2, "volunteer": 2, "education": 1}
    assert (matrix.transcripts, matrix.done, matrix.informants) == (5, 4, 7)
    only = small().matrix(Rule(groups=("volunteer",)))
    assert (only.transcripts, only.done, only.informants) == (2, 1, 3)


def test_every_group_of_the_study_is_in_every_row(small):
    assert all(list(row.groups) == ["professional", "volunteer", "education"] for row in small().matrix().rows)


def test_evidence_of_an_unknown_theme_or_interview_is_left_aside(small):
    said = small().says("gone", "k1a").says("t", "k1a", transcript="gone")
    assert set(said.columns().values()) == {None}
    assert said.matrix().coders == ()


def test_sensitivity_names_the_themes_another_setting_moves(small):
    said = small().says("t", "k1a").says("t", "f1a").says("t", "f1b").says("h", "u1a")
    found = {
        (one.setting, one.value): {c.theme: (c.before, c.after) for c in one.changes}
        for one in said.matrix().sensitivity
    }
    assert found == {
        ("min_informants", 2): {"r": ("shared", "volunteer"), "t": ("shared", "volunteer"), "h": ("shared", None)},
        ("min_informants", 3): {"r": ("shared", None), "t": ("shared", None), "h": ("shared", None)},
        ("min_interviews", 2): {"r": ("shared", None), "t": ("shared", None), "h": ("shared", None)},
        ("no_shared_groups", 0): {"h": ("shared", None)},
    }


def test_sensitivity_leaves_out_the_rules_own_settings_and_what_was_placed_by_hand(small):
    said = small().says("t", "k1a")
    rule = replace(said.rule, min_informants=2, min_interviews=2, shared_groups=())
    found = said.matrix(rule, placements=[Placement("t", "shared", "fordi")]).sensitivity
    assert [(one.setting, one.value) for one in found] == [("min_informants", 1), ("min_informants", 3)]
    assert all(change.theme != "t" for one in found for change in one.changes)


def test_the_evidence_behind_a_cell_is_in_the_order_of_the_transcripts(small):
    said = small().says("n", "k1a", at=30).says("t", "f1a").says("t", "k1b", at=5, coder="bo").says("t", "u1a", at=1)
    said.says("t", "k1a", at=2, facets={"stance": ("denies",)})

    def behind(theme, **which):
        found = evidence_of(said.rule, said.themes, said.evidence, said.speakers, said.interviews, theme, **which)
        return [row.coding for row in found]

    assert behind("r") == ["c1", "c2", "c0", "c3"]
    assert behind("r", column="professional") == ["c2", "c0"]
    assert behind("t", column="shared") == ["c3"]
    assert behind("t", group="volunteer") == ["c1"]
    assert behind("t", column="*") == ["c1", "c2", "c3"]
    for wrong in ({"column": "x"}, {"group": "x"}):
        with pytest.raises(NotFoundError):
            behind("t", **wrong)
    with pytest.raises(NotFoundError):
        behind("gone")
