"""The consensus layer of a study: against a plain recomputation, and as the matrix reads it."""

from collections.abc import Iterable

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.study.agreement.conftest import NAMES, Team
from workbench.study.agreement import Consensus, ConsensusCoding

Range = tuple[int, int]


def ranges(found: Iterable[ConsensusCoding], origin: str) -> list[Range]:
    """Where the codings of an origin stand."""
    return sorted((one.start, one.end) for one in found if one.origin == origin)


def of(team: Team, name: str, found: Consensus) -> list[ConsensusCoding]:
    """What the layer has of one transcript."""
    row = team["ann"].transcripts.get(name).id
    return [one for one in found.codings if one.transcript == row]


def test_what_is_settled_agreed_or_one_coders_makes_it_and_the_rest_is_counted(team: Team) -> None:
    ann = team["ann"]
    team.tag("ann", "T-1", 50, 100)  # agreed
    team.tag("bo", "T-1", 52, 100)
    team.tag("ann", "T-1", 110, 120)  # missed by bo: settled below
    team.tag("bo", "T-1", 130, 140, "Humor")  # missed by ann: not settled
    team.done("ann", "bo", on=("T-1",))
    team.tag("ann", "T-2", 10, 20)  # hers alone
    team.done("ann", on=("T-2",))
    ann.progress.assign(["T-3"], ["ann", "bo"], "1")
    team.tag("ann", "T-3", 10, 20)
    row = next(r for r in team.episodes().rows if r.episode.start == 110)
    ann.agreement.settle(row.item, "own", ranges=[(111, 119)], how="adjudicated")
    found = ann.agreement.consensus()
    assert ranges(of(team, "T-1", found), "agreed") == [(52, 100)]
    assert ranges(of(team, "T-1", found), "settled") == [(111, 119)]
    assert ranges(of(team, "T-2", found), "sole") == [(10, 20)]
    assert len(found.codings) == 3
    ids = {name: ann.transcripts.get(name).id for name in NAMES}
    assert found.double == {ids["T-1"]}
    assert found.single == {ids["T-2"]}
    assert ids["T-3"] in found.waiting
    assert (found.agreed, found.discussed, found.adjudicated, found.unsettled) == (1, 0, 1, 1)
    assert (found.stale, found.in_conflict) == (0, 0)
    assert len({one.id for one in found.codings}) == 3
    assert team["bo"].agreement.consensus().codings == found.codings
    assert ann.codings.count() == 6


def test_a_stale_settlement_is_left_out_and_counted(coded: Team) -> None:
    ann = coded["ann"]
    row = coded.episodes().rows[0]
    ann.agreement.settle(row.item, "union")
    assert ranges(ann.agreement.consensus().codings, "settled") == [(50, 90)]
    coding = next(c for c in ann.codings.of(row.episode.revision) if (c.coder, c.start) == (ann.coder, 50))
    ann.codings.borders(coding.id, 50, 70)
    found = ann.agreement.consensus()
    assert (ranges(found.codings, "settled"), found.stale) == ([], 1)
    ann.codings.borders(coding.id, 50, 80)
    found = ann.agreement.consensus()
    assert (ranges(found.codings, "settled"), found.stale) == ([(50, 90)], 0)


def test_a_code_that_came_later_waits_until_two_have_looked_for_it(coded: Team) -> None:
    ann = coded["ann"]
    coded.tag("ann", "T-1", 0, 10, "Penge")
    left = ann.agreement.consensus().unsettled
    assert not any(one.code == coded.code("Penge") for one in ann.agreement.consensus().codings)
    for who in ("ann", "bo"):
        coded[who].progress.sought(["T-1"], coded.code("Penge"))
    assert ann.agreement.consensus().unsettled == left
    row = coded.episodes("Penge").rows[0]
    ann.agreement.settle(row.item, coded.coder("ann"))
    assert ann.agreement.consensus().unsettled == left - 1


def test_facets_go_with_the_coder_who_was_chosen_or_are_those_all_share(team: Team) -> None:
    for who, values in (("ann", ["formel"]), ("bo", ["formel", "reel"])):
        study = team[who]
        coding = team.tag(who, "T-1", 50, 90 if who == "ann" else 60)
        study.codings.set_facet(coding, "kind", values)
    team.done("ann", "bo", on=("T-1",))
    ann, item = team["ann"], team.episodes().rows[0].item
    ann.agreement.settle(item, team.coder("bo"))
    assert ann.agreement.consensus().codings[0].facets == {"kind": ("formel", "reel")}
    ann.agreement.settle(item, "union")
    assert ann.agreement.consensus().codings[0].facets == {"kind": ("formel",)}


def test_the_matrix_reads_it_and_says_what_it_is(coded: Team) -> None:
    ann = coded["ann"]
    rows = coded.episodes().rows
    ann.agreement.settle(next(r for r in rows if r.name == "T-1" and r.episode.start == 50).item, "union")
    coded.tag("ann", "T-4", 130, 150)  # no coding of a layer in which four transcripts are done, and it is unsettled
    matrix = ann.synthesis.matrix(layer="consensus")
    assert matrix.coders == ("consensus",)
    assert (matrix.done, matrix.transcripts) == (4, 4)
    row = next(row for row in matrix.rows if row.path == "Tillid")
    assert (row.total.informants, row.total.interviews, row.total.excerpts) == (1, 1, 1)
    assert row.groups["club"].informants == 1
    written = ann.synthesis.render(format="md", layer="consensus")
    left = ann.agreement.consensus().unsettled
    said = f"konsensus (4 interview kodet af to eller flere og afstemt, 0 af én; {left} uafklarede episoder udeladt)"
    assert isinstance(written, str)
    assert said in written
    assert "ann og bo" in written


def test_the_quotes_behind_a_cell_of_it_name_those_it_came_from(tmp_path_factory: object, coded: Team) -> None:
    ann = coded["ann"]
    item = next(r for r in coded.episodes().rows if r.name == "T-1" and r.episode.start == 50).item
    ann.agreement.settle(item, "union")
    settings_ = ann.export_settings().replace("[matrix.m]", '[matrix.m]\nlayer = "consensus"')
    ann.import_settings(settings_, "study.toml")
    (quote,) = ann.synthesis.evidence("m", coded.code(), "club")
    assert quote.text == ann.transcripts.document("T-1").text[50:90]
    assert quote.coders == ("ann", "bo")
    assert (quote.transcript, quote.start, quote.end, quote.speakers) == ("T-1", 50, 90, ("R1",))


span = st.tuples(st.integers(0, 30), st.integers(1, 15)).map(lambda s: (s[0], s[0] + s[1]))


@settings(max_examples=20, deadline=None)
@given(
    work=st.lists(st.tuples(st.sampled_from(["ann", "bo"]), span), max_size=8),
    choices=st.lists(st.sampled_from(["ann", "bo", "union", "intersection", ""]), min_size=8, max_size=8),
)
def test_it_is_what_a_plain_recomputation_says(
    work: list[tuple[str, Range]], choices: list[str], harbour: object, tmp_path_factory: object
) -> None:
    team = _fresh(harbour, tmp_path_factory)
    try:
        for who, (start, end) in work:
            team.tag(who, "T-1", start, end)
        team.done("ann", "bo", on=("T-1",))
        masks = {who: {n for by, (a, b) in work if by == who for n in range(a, b)} for who in ("ann", "bo")}
        expected: set[int] = set()
        rows = sorted(team.episodes().rows, key=lambda row: row.episode.start)
        for row, choice in zip(rows, choices, strict=False):
            here = set(range(row.episode.start, row.episode.end))
            one, other = masks["ann"] & here, masks["bo"] & here
            if choice:
                chosen = team.coder(choice) if choice in masks else choice
                team["ann"].agreement.settle(row.item, chosen)
                outcome = {"ann": one, "bo": other, "union": one | other, "intersection": one & other}[choice]
                expected |= outcome
            elif one and other and len(one & other) / len(one | other) >= 0.9:
                expected |= one & other
        found = team["ann"].agreement.consensus()
        assert {n for one_ in found.codings for n in range(one_.start, one_.end)} == expected
        assert all(one_.origin in ("agreed", "settled") for one_ in found.codings)
    finally:
        for study in team._studies.values():
            study.close()


def _fresh(harbour: object, factory: object) -> Team:
    import shutil
    from pathlib import Path

    from workbench.study import Study

    assert isinstance(harbour, Path)
    home = factory.mktemp("fresh") / "study"  # type: ignore[attr-defined]
    return Team(Path(shutil.copytree(harbour, home)), Study.open)
