"""Parts of what is measured, all codes at once, groups of coders, codes that came later, and a stream that forked."""

import pytest

from tests.study.agreement.conftest import NAMES, Team
from workbench.agreement import sets
from workbench.agreement.unitizing import Continuum
from workbench.agreement.values import Scope
from workbench.errors import InputError, StudyError
from workbench.log.change import canonical_json, encode, parse, sealed
from workbench.study import Study
from workbench.study.agreement import Agreement
from workbench.study.agreement.measured import LATER


@pytest.fixture
def three(coded: Team) -> Team:
    """Eva has done three of the four as well; a code came later, and ann has looked for it in one transcript."""
    for name in NAMES[:3]:
        coded.tag("eva", name, 40, 85)
    coded["eva"].progress.done(NAMES[:3])
    late = coded["ann"].codes.create("Sent")
    coded["ann"].progress.sought(["T-1"], late.id)
    coded["eva"].progress.sought(["T-1", "T-2"], late.id)
    return coded


def alone(study: Study, what: str, scope: Scope) -> list[object]:
    """Every part measured by itself, by somebody who comes anew."""
    fresh = Agreement(study._base, study.codes, study.transcripts)
    return [(name, fresh.table(part)) for name, part in study.agreement._rooms.looking._parts(what, scope)]


@pytest.mark.parametrize("what", ["transcript", "pair", "speaker"])
@pytest.mark.parametrize("scope", [Scope(), Scope(unit="words", subtree=True, group="club"), Scope(reading="current")])
def test_a_part_is_what_it_is_when_it_is_measured_alone(what: str, scope: Scope, three: Team) -> None:
    study = three["ann"]
    study.codes.set_exclusive(three.code("Tillid"))
    study.codes.create("Tillid / Stor")
    assert study.agreement.by(what, scope) == alone(study, what, scope)
    three.tag("bo", "T-2", 10, 30, "Netværk")
    three.tag("ann", "T-3", 12, 30, "Netværk")
    assert study.agreement.by(what, scope) == alone(study, what, scope)
    three["bo"].progress.start(["T-1"])
    assert study.agreement.by(what, scope) == alone(study, what, scope)


def test_each_transcript_has_its_value_over_all_codes(three: Team) -> None:
    study = three["ann"]
    tables = dict(study.agreement.by("transcript"))
    names = {row: name for name, row in study.transcripts.names().items()}
    found = study.agreement.each_transcript()
    assert {names[row]: pooled for row, pooled in found.items()} == {name: t.pooled for name, t in tables.items()}
    study.progress.assign(["T-4"], ["ann", "eva"], round="2")  # ann codes it blind now
    assert {names[row] for row in study.agreement.each_transcript()} == {"T-1", "T-2", "T-3"}


def test_all_codes_at_once_are_sets_of_what_everybody_has_looked_for(three: Team) -> None:
    study = three["ann"]
    three.tag("bo", "T-3", 50, 90, "Netværk")
    now = Scope(reading="current")
    texts, every = [], three.table().rows
    rows, measured = study.transcripts.names(), study.agreement._rooms.measuring.measured(now)
    for name in NAMES:
        coders = measured.reading.who[rows[name]]
        given = {
            row.code: measured.units(rows[name], row.code, coders)
            for row in every
            if row.path != "Sent"  # nobody but two has looked for it, and only where bo has not
        }
        segments = tuple(
            tuple((a, b, code) for code, by in given.items() for a, b in by.get(coder, ())) for coder in coders
        )
        texts.append(Continuum(study.transcripts.get(name).characters, segments))
    found = study.agreement.all_at_once(now)
    assert (found.masi, found.jaccard) == (sets.alpha(texts).value, sets.alpha(texts, "jaccard").value)
    assert found.masi != found.jaccard
    assert found.why == ""
    assert study.agreement.all_at_once(Scope(codes=(three.code("Humor"),))).masi is None


def test_a_code_that_came_later_says_so(coded: Team) -> None:
    late = coded["ann"].codes.create("Sent")
    row = coded.row("Sent")
    assert (row.agreement.status, row.agreement.why, row.reread) == ("not_used", LATER, 4)
    assert coded.row("Humor").agreement.why == "nobody used it"
    coded["ann"].progress.sought(["T-1"], late.id)
    assert coded.row("Sent").agreement.why == LATER
    coded["bo"].progress.sought(["T-1"], late.id)
    assert coded.row("Sent").agreement.why == "nobody used it"


def test_two_groups_are_compared_as_nvivo_does(three: Team) -> None:
    peers, ann, bo, eva = three["ann"].agreement.peers, *(three.coder(who) for who in ("ann", "bo", "eva"))
    (pair,) = peers.nvivo(Scope(coders=(ann, eva)), [bo])
    assert (pair.one, pair.other, pair.transcripts) == ("ann, eva", "bo", NAMES)
    assert pair.nvivo is not None
    rows = {row.transcript: row for row in pair.nvivo.rows if row.code == "Tillid"}
    assert (rows["T-2"].both, rows["T-2"].only_a, rows["T-2"].only_b) == (35, 10, 5)  # 40-85 against 50-90
    assert (rows["T-4"].both, rows["T-4"].only_a, rows["T-4"].only_b) == (33, 0, 7)  # eva has not done it
    with pytest.raises(InputError, match="nobody can be on both"):
        peers.nvivo(Scope(coders=(ann, bo)), [bo])
    with pytest.raises(InputError, match="a coder each"):
        peers.nvivo(Scope(), [bo])


def test_with_one_round_nobody_is_told_to_name_a_round(team: Team) -> None:
    study = team["ann"]
    team.done("ann", "bo")
    with pytest.raises(StudyError) as refused:
        study.agreement.compare()
    assert refused.value.hint is not None
    assert "Nor is there a second round" in refused.value.hint
    team.done("ann", "bo", round="2")
    with pytest.raises(StudyError) as refused:
        study.agreement.compare()
    assert refused.value.hint == "Name a round, to compare it with those since."


def branch(study: Study, start: int, end: int, after: str = "") -> str:
    """A change that follows the same one as bo's last coding did, as a copy of bo's file would have written it."""
    lines = list(study.log.export())
    changes = [parse(text)[0] for text in lines if '"e":"coding"' in text]
    found = [c for c in changes if c.actor == study._base.coder_id("bo")][-1]
    if after:
        before = parse(after)[0]
        found = found._replace(seq=before.seq + 1, tx=before.seq + 1, prev=before.hash, row=before.row, hlc=before.hlc)
    body = canonical_json({"span": [study.transcripts.document("T-1").revision, start, end]})
    if not after:
        body = canonical_json({**parse(encode(found))[1], "span": [*parse(encode(found))[1]["span"][:1], start, end]})
    return encode(sealed(found._replace(body=body, hlc=found.hlc + 1, deps="", hash=b"")))


def test_where_a_stream_has_forked_only_what_comes_of_it_makes_everything_new(
    coded: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    study = coded["ann"]
    study.agreement.table()
    work = study.agreement._rooms.measuring.work
    real, anew = work._anew, list[int]()

    def counted() -> None:
        anew.append(1)
        real()

    monkeypatch.setattr(work, "_anew", counted)

    def as_anew() -> None:
        fresh = Agreement(study._base, study.codes, study.transcripts)
        for scope in (Scope(), Scope(reading="current")):
            assert study.agreement.table(scope) == fresh.table(scope)
        assert study.agreement.consensus() == fresh.consensus()

    line = branch(study, 20, 45)
    assert study.log.ingest([line]).applied == 1
    assert study._base.store.read("SELECT count(*) FROM stream WHERE forked > 0") == [(1,)]
    as_anew()
    assert len(anew) == 1
    coded.tag("ann", "T-1", 130, 150)
    coded.tag("eva", "T-1", 130, 150)
    as_anew()
    coded["eva"].progress.done(["T-1"])
    as_anew()
    assert len(anew) == 1
    assert "eva" in coded.table().coders
    assert study.log.ingest([branch(study, 22, 60, line)]).applied == 1
    as_anew()
    assert len(anew) == 2
    assert coded["bo"].agreement.table() == study.agreement.table()
