"""Leads who settle the same episode apart: one study on every replica, and an item that says what to decide."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.study.agreement.conftest import NAMES, Team
from workbench.agreement.values import Scope
from workbench.study import Study
from workbench.study.agreement import EpisodeRow


def meet(*studies: Study) -> None:
    """Everybody hears everything; then all have the same study, the same settlements and the same consensus."""
    for one in studies:
        for other in studies:
            if one is not other:
                one.log.ingest(list(other.log.export()))
    assert len({study._base.store.digest() for study in studies}) == 1
    first, *rest = ((s.agreement.settlements(), s.agreement.consensus(), told(s)) for s in studies)
    assert all(there == first for there in rest)


def told(study: Study) -> list[tuple[str, str]]:
    """The inbox in words."""
    return [(item.id, item.sentence) for item in study.inbox.items()]


@pytest.fixture
def apart(coded: Team, tmp_path: Path, opened: Callable[..., Study]) -> tuple[Study, Study]:
    """Ann and bo, who have coded together and go on apart."""
    ann = coded["ann"]
    ann.log.verify()
    home = shutil.copytree(coded.folder, tmp_path / "bo")
    return ann, opened(home, "bo")


def first(study: Study) -> EpisodeRow:
    """The dearest episode of Tillid."""
    return study.agreement.episodes(study.codes.find("Tillid").id).rows[0]


def test_two_who_settle_differently_find_it_in_the_inbox_with_both_sides(apart: tuple[Study, Study]) -> None:
    ann, bo = apart
    item = first(ann).item
    ann.agreement.settle(item, "union", reason="boundary rule")
    bo.agreement.settle(item, "own", ranges=[], how="adjudicated")
    meet(ann, bo)
    (found,) = ann.inbox.items()
    assert found.sentence.startswith("ann and bo settled Tillid in T-1, turn 2 differently")
    assert {side.value for side in found.sides} == {"no coding there", _passage(ann, 50, 90)}
    assert [choice.key for choice in found.choices] == ["shown", "other"]
    assert (found.about.transcript, found.about.start, found.about.end) == ("T-1", 50, 90)
    assert ann.inbox.settle_all() == ([], [found])
    (settled,) = ann.agreement.settlements()
    assert len(settled.others) == 1
    consensus = ann.agreement.consensus()
    assert (consensus.in_conflict, [c for c in consensus.codings if c.origin == "settled"]) == (1, [])


def _passage(study: Study, start: int, end: int) -> str:
    text = study.transcripts.document("T-1").text[start:end].strip()
    return f"T-1, turn 2: “{text}” ({start}–{end})"


@pytest.mark.parametrize("choice", ["shown", "other"])
def test_either_side_can_be_taken_and_brings_its_author_with_it(choice: str, apart: tuple[Study, Study]) -> None:
    ann, bo = apart
    item = first(ann).item
    ann.agreement.settle(item, "union", reason="boundary rule")
    bo.agreement.settle(item, "own", ranges=[], how="adjudicated", reason="slip")
    meet(ann, bo)
    (waiting,) = ann.inbox.items()
    by_bo = next(side for side in waiting.sides if side.coder == "bo")
    takes_bo = by_bo.shown == (choice == "shown")
    ann.inbox.settle(waiting.id, choice)
    meet(ann, bo)
    assert bo.inbox.items() == []
    (settled,) = bo.agreement.settlements()
    assert settled.others == ()
    expected = ("own", "adjudicated", "slip", ()) if takes_bo else ("union", "discussed", "boundary rule", ((50, 90),))
    assert (settled.choice, settled.how, settled.reason, settled.ranges) == expected
    assert bo.agreement.consensus().in_conflict == 0
    ann.undo()
    meet(ann, bo)
    assert len(bo.inbox.items()) == 1
    assert bo.agreement.consensus().in_conflict == 1


def test_settling_once_more_over_a_conflict_resolves_it(apart: tuple[Study, Study]) -> None:
    ann, bo = apart
    item = first(ann).item
    ann.agreement.settle(item, "union")
    bo.agreement.settle(item, "intersection")
    meet(ann, bo)
    bo.agreement.settle(item, bo.coder)
    meet(ann, bo)
    assert ann.inbox.items() == []
    assert ann.agreement.consensus().in_conflict == 0
    assert ann.agreement.settlements()[0].others == ()


def test_the_same_outcome_for_other_reasons_is_no_matter(apart: tuple[Study, Study]) -> None:
    ann, bo = apart
    item = first(ann).item
    ann.agreement.settle(item, "union", reason="slip")
    bo.agreement.settle(item, "own", ranges=[(50, 90)], how="adjudicated", reason="definition unclear")
    meet(ann, bo)
    assert ann.inbox.items() == []
    assert ann.agreement.consensus().in_conflict == 0


def test_one_takes_back_what_the_other_settles_anew(apart: tuple[Study, Study]) -> None:
    ann, bo = apart
    item = first(ann).item
    ann.agreement.settle(item, "union")
    meet(ann, bo)
    ann.agreement.unsettle(item)
    bo.agreement.settle(item, "intersection")
    meet(ann, bo)
    (found,) = ann.inbox.items()
    assert "deleted Tillid in T-1, turn 2" in found.sentence
    assert any(f"settled it: {_passage(ann, 50, 80)}" in (side.value or "") for side in found.sides)
    ann.inbox.settle(found.id, "delete")
    meet(ann, bo)
    assert bo.agreement.settlements() == []


def test_codings_that_come_after_the_word_done_still_count(
    team: Team, tmp_path: Path, opened: Callable[..., Study]
) -> None:
    ann = team["ann"]
    bo = opened(Path(shutil.copytree(team.folder, tmp_path / "bo")), "bo")
    revision, code = ann.transcripts.document("T-1").revision, team.code()
    team.tag("ann", "T-1", 50, 90)
    team.done("ann", on=("T-1",))
    bo.codings.add(revision, 50, 90, code)
    bo.progress.done(["T-1"])
    bo.codings.add(revision, 100, 110, code)  # after done
    before = list(ann.log.export())
    lines = [line for line in bo.log.export() if line not in before]
    done = next(i for i, line in enumerate(lines) if '"assignment"' in line)
    ann.log.ingest(lines[:done])
    assert team.table().single == ("T-1",)
    ann.log.ingest(lines[done:])
    bo.log.ingest(before)
    assert team.row().agreement.passages == {ann.coder: 1, bo.coder: 1}
    assert team.row(reading="current").agreement.passages == {ann.coder: 1, bo.coder: 2}
    assert bo.agreement.table() == ann.agreement.table()
    now = Scope(reading="current")
    assert bo.agreement.table(now) == ann.agreement.table(now)


moves = st.tuples(st.integers(0, 2), st.sampled_from(["settle", "unsettle", "undo", "code", "meet"]), st.integers(0, 5))
CHOICES = ("union", "intersection", "ann", "bo", "own", "own nothing")


@settings(max_examples=8, deadline=None)
@given(program=st.lists(moves, max_size=8))
def test_three_who_settle_apart_have_one_study_in_the_end(
    program: list[tuple[int, str, int]], harbour: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    home = tmp_path_factory.mktemp("three")
    team = Team(Path(shutil.copytree(harbour, home / "0")), Study.open)
    for name in NAMES[:2]:
        team.tag("ann", name, 50, 80)
        team.tag("bo", name, 50, 100)
    team.done("ann", "bo", on=NAMES[:2])
    studies = [team["ann"]]
    for n, who in ((1, "bo"), (2, "cia")):
        studies.append(Study.open(shutil.copytree(team.folder, home / str(n)), who))
    try:
        for who, what, n in program:
            _do(studies, who, what, n, team)
        meet(*studies)
        meet(*studies)
    finally:
        for study in [*team._studies.values(), *studies]:
            study.close()


def _do(studies: list[Study], who: int, what: str, n: int, team: Team) -> None:
    study = studies[who]
    rows = study.agreement.episodes(study.codes.find("Tillid").id, Scope(reading="current")).rows
    if not rows:
        return
    row = rows[n % len(rows)]
    if what == "settle":
        choice = CHOICES[n]
        coder = {"ann": studies[0].coder, "bo": studies[1].coder}.get(choice, choice.partition(" ")[0])
        if coder in (studies[0].coder, studies[1].coder) and coder not in dict(row.episode.ranges):
            return
        own = [(row.episode.start, row.episode.start + 5)] if choice == "own" else []
        study.agreement.settle(row.item, coder, ranges=own)
    elif what == "unsettle" and row.settled:
        study.agreement.unsettle(row.item)
    elif what == "undo":
        study.undo()
    elif what == "code":
        document = study.transcripts.document("T-1")
        study.codings.add(document.revision, 110 + n, 120 + n, study.codes.find("Tillid").id)
    elif what == "meet":
        studies[n % 3].log.ingest(list(study.log.export()))
