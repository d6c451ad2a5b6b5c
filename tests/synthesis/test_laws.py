"""Laws of the matrix, against a recount that does everything the slow and obvious way."""

import random
from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from workbench.synthesis import SHARED, Count, Evidence, Interview, Rule, Speaker, Theme, build, evidence_of

GROUPS = {"p": "P", "v": "V", "e": "E"}
INTERVIEWS = tuple(Interview(f"i{n}", f"K-{3 - n}", site="AB"[n % 2]) for n in range(4))
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
RULES = st.builds(
    Rule,
    by=st.sampled_from(["group", "form", "site", "facet:bearer"]),
    columns=st.sampled_from([("p", "v"), ("x", "y"), ("A",), ("p", "v", "x", "y", "A")]),
    min_informants=st.integers(0, 2),
    min_interviews=st.integers(0, 2),
    groups=st.sampled_from([(), ("p",), ("p", "v")]),
    shared_groups=st.sampled_from([None, (), ("v",)]),
    group_columns=st.just({"p": "p", "v": "v", "e": "shared"}),
)


def below(theme):
    return {t.id for t in THEMES if t.path == theme.path or t.path.startswith(theme.path + " / ")}


def in_columns(rule, row, speaker):
    """The columns one voice counts for; ``speaker`` None where nobody is known to be in the transcript."""
    shared = rule.shared_groups if rule.shared_groups is not None else ("e",)
    group = speaker.group if speaker else ""
    if rule.by == "group":
        named = {group} & set(rule.columns)
        if not named and group not in shared:
            named = {rule.group_columns.get(group)} & set(rule.columns)
    elif rule.by == "site":
        named = {next(i.site for i in INTERVIEWS if i.id == row.transcript)} & set(rule.columns)
    elif rule.by == "form":
        named = ({speaker.attributes["form"]} if speaker else set()) & set(rule.columns)
    else:
        values = set(row.facets.get("bearer", ()))
        named = set(rule.columns) if "both" in values else values & set(rule.columns)
    return named or ({SHARED} if group in shared else set())


def recount(rule, evidence, theme, slot):
    """Distinct persons, transcripts and passages; ``slot`` says of (row, speaker) whether it is to be counted."""
    persons, interviews, passages = set(), set(), set()
    for row in evidence:
        if row.theme not in below(theme) or "denies" in row.facets.get("stance", ()):
            continue
        heard = [BY_ID[s] for s in row.speakers if not rule.groups or BY_ID[s].group in rule.groups]
        found = [s for s in heard if slot(row, s)]
        present = [s for s in SPEAKERS if s.transcript == row.transcript]
        unknown = row.unattributed and not (rule.groups and any(s.group not in rule.groups for s in present))
        alike = len({(s.group) for s in present}), len({frozenset(in_columns(rule, row, s)) for s in present})
        if unknown and (alike[slot.by_column] == 1 or slot.always) and slot(row, present[0]):
            passages.add(row[2:5])
            interviews.add(row.transcript)
        for speaker in found:
            persons.add(speaker.person or speaker.id)
            passages.add(row[2:5])
            interviews.add(row.transcript)
    return Count(len(persons), len(interviews), len(passages))


class Slot:
    """What is being counted."""

    def __init__(self, holds, by_column=True, always=False):
        self.holds, self.by_column, self.always = holds, by_column, always

    def __call__(self, row, speaker):
        return self.holds(row, speaker)


@given(EVIDENCE, RULES)
def test_counts_equal_a_naive_recount(evidence, rule):
    matrix = build(rule, THEMES, evidence, SPEAKERS, INTERVIEWS, groups=GROUPS)
    for row, theme in zip(matrix.rows, THEMES, strict=True):
        assert row.total == recount(rule, evidence, theme, Slot(lambda *_: True, always=True))
        for group, count in row.groups.items():
            assert count == recount(rule, evidence, theme, Slot(lambda _, s, g=group: s.group == g, by_column=False))
        for column, count in row.cells.items():
            in_it = Slot(lambda r, s, c=column: c in in_columns(rule, r, s))
            assert count == recount(rule, evidence, theme, in_it)


@given(EVIDENCE, RULES)
def test_the_column_follows_from_the_counts_of_the_row_and_of_its_parts(evidence, rule):
    matrix = build(rule, THEMES, evidence, SPEAKERS, INTERVIEWS, groups=GROUPS)
    own = {
        theme.id: build(rule, [theme], [row for row in evidence if row.theme == theme.id], SPEAKERS, INTERVIEWS).rows[0]
        for theme in THEMES
    }
    column = {row.theme: row.column for row in matrix.rows}
    for row in matrix.rows:
        enough = [
            c
            for c, n in row.cells.items()
            if n.excerpts and n.informants >= rule.min_informants and n.interviews >= rule.min_interviews
        ]
        if SHARED in enough or len(enough) > 1:
            children = [theme.id for theme in THEMES if theme.parent == row.theme]
            parts = {own[row.theme].column, *(column[child] for child in children)}
            assert row.column == (SHARED if not children or SHARED in parts else "mixed")
        else:
            assert row.column == (enough[0] if enough else None)


@given(EVIDENCE, RULES, st.randoms(use_true_random=False))
def test_the_order_of_the_evidence_does_not_matter(evidence, rule, chance: random.Random):
    shuffled = evidence[:]
    chance.shuffle(shuffled)
    one, other = (build(rule, THEMES, rows, SPEAKERS, INTERVIEWS, groups=GROUPS) for rows in (evidence, shuffled))
    assert one._replace(denied=()) == other._replace(denied=())
    assert Counter(map(repr, one.denied)) == Counter(map(repr, other.denied))


@given(EVIDENCE, EVIDENCE, RULES)
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
