"""Laws of the matrix, against a recount that does everything the slow and obvious way (see ``naive``)."""

import random
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from tests.synthesis.naive import Naive
from workbench.synthesis import Evidence, Interview, Rule, Speaker, Theme, build, compare, evidence_of

GROUPS = {"p": "P", "v": "V", "e": "E"}
INTERVIEWS = tuple(
    Interview(f"i{n}", f"K-{3 - n}", site="AB"[n % 2], kind=kind, mode="yx"[n // 2], done=n != 2)
    for n, kind in enumerate(("group", "single", "single", ""))
)
SPEAKERS = tuple(
    Speaker(f"{i}{k}", person, f"i{i}", group, {"form": form})
    for i, k, person, group, form in (
        (0, "a", "P1", "p", "x"),
        (0, "b", "", "p", "y"),
        (1, "a", "P1", "p", "x"),
        (1, "b", "P2", "v", ""),
        (2, "a", "P3", "v", "y"),
        (3, "a", "P4", "e", "x"),
        (3, "b", "P4", "", ""),
    )
)
THEMES = (
    *(Theme(name, name) for name in "ab"),
    *(Theme(a + b, f"{a} / {b}", a) for a in "ab" for b in "cd"),
    Theme("acf", "a / c / f", "ac"),
)
BY_ID = {speaker.id: speaker for speaker in SPEAKERS}


@st.composite
def codings(draw):
    interview = draw(st.integers(0, 3))
    there = [speaker.id for speaker in SPEAKERS if speaker.transcript == f"i{interview}"]
    start = draw(st.integers(0, 2))
    facets = {
        name: draw(st.lists(st.sampled_from(values), unique=True, max_size=2).map(tuple))
        for name, values in (("stance", ("claims", "denies")), ("bearer", ("p", "v", "both")))
        if draw(st.booleans())
    }
    return Evidence(
        coding=f"c{draw(st.integers(0, 999))}",
        theme=draw(st.sampled_from(THEMES)).id,
        transcript=f"i{interview}",
        start=start,
        end=start + draw(st.integers(1, 2)),
        coder=draw(st.sampled_from("ab")),
        speakers=tuple(draw(st.lists(st.sampled_from(there), unique=True, max_size=2))),
        unattributed=draw(st.booleans()),
        facets=facets,
    )


EVIDENCE = st.lists(codings(), max_size=25)
BY = (
    *("group", "form", "site", "kind", "mode", "transcript", "coder", "facet:bearer", "code:a", "code:b / d"),
    *("facet:bearer, form", "form, group", "code:a, site", "coder, facet:bearer"),
)
COLUMNS = ((), ("p", "v"), ("x", "y"), ("A",), ("p", "v", "x", "y", "A", "ac", "ad", "bd", "K-3", "b", "single"))


def rules(by, columns):
    return st.builds(
        Rule,
        by=st.sampled_from(by),
        columns=st.sampled_from(columns),
        min_informants=st.integers(0, 2),
        min_interviews=st.integers(0, 2),
        groups=st.sampled_from([(), ("p",), ("p", "v")]),
        shared_groups=st.sampled_from([None, (), ("v",)]),
        group_columns=st.just({"p": "p", "v": "v", "e": "shared"}),
    )


RULES = rules(BY, COLUMNS)
STEADY = rules(("group", "form", "site", "facet:bearer"), COLUMNS[1:])
"""Rules by which a passage never leaves a column because of what else is coded."""


@settings(max_examples=examples(300))
@given(EVIDENCE, RULES)
def test_every_number_of_a_matrix_equals_a_naive_recount(evidence, rule):
    matrix = build(rule, THEMES, evidence, SPEAKERS, INTERVIEWS, groups=GROUPS)
    columns = [column for column, _ in matrix.columns]
    Naive(matrix.rule, THEMES, evidence, SPEAKERS, INTERVIEWS, columns).check(matrix)


@given(EVIDENCE, RULES, st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_does_not_matter(evidence, rule, chance: random.Random):
    shuffled = evidence[:]
    chance.shuffle(shuffled)
    one, other = (build(rule, THEMES, rows, SPEAKERS, INTERVIEWS, groups=GROUPS) for rows in (evidence, shuffled))
    assert one._replace(denied=()) == other._replace(denied=())
    assert Counter(map(repr, one.denied)) == Counter(map(repr, other.denied))


@given(EVIDENCE, EVIDENCE, STEADY)
def test_more_evidence_never_lowers_a_count(evidence, more, rule):
    before, after = (
        build(rule, THEMES, rows, SPEAKERS, INTERVIEWS, groups=GROUPS) for rows in (evidence, [*evidence, *more])
    )
    for old, new in zip(before.rows, after.rows, strict=True):
        for mine, theirs in ((old.cells, new.cells), (old.groups, new.groups), ({"": old.total}, {"": new.total})):
            assert all(a <= b for key in mine for a, b in zip(mine[key], theirs[key], strict=True))
        assert old.denied <= new.denied


@given(EVIDENCE, RULES)
def test_what_is_behind_a_cell_is_what_the_cell_counts(evidence, rule):
    matrix = build(rule, THEMES, evidence, SPEAKERS, INTERVIEWS, groups=GROUPS)
    for row in matrix.rows:
        which = [({"column": c}, n) for c, n in row.cells.items()] + [({"group": g}, n) for g, n in row.groups.items()]
        for slot, count in [*which, ({}, row.total), ({"column": "*"}, row.columns)]:
            found = evidence_of(rule, THEMES, evidence, SPEAKERS, INTERVIEWS, row.theme, groups=GROUPS, **slot)
            assert len({e[2:5] for e in found}) == count.excerpts
            assert len({e.transcript for e in found}) == count.interviews


@given(EVIDENCE, EVIDENCE, RULES)
def test_comparing_tells_every_theme_once_and_of_equal_tables_nothing(evidence, other, rule):
    before, after = (build(rule, THEMES, rows, SPEAKERS, INTERVIEWS, groups=GROUPS) for rows in (evidence, other))
    found = compare(before, after)
    assert sorted(row.theme for row in found.rows) == sorted(theme.id for theme in THEMES)
    now = {row.theme: row for row in after.rows}
    for row in found.rows:
        assert (row.after, row.now) == (now[row.theme].column, now[row.theme].total)
        assert (row.state == "moved") == (row.before != row.after)
    assert {row.state for row in compare(before, before).rows} == {"same"}
