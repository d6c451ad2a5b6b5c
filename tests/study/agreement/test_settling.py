"""Episodes, and settling them: what is recorded, who may, what makes it stale, and what brings it back."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.study.agreement.conftest import NAMES, Team, make
from workbench.agreement.values import AGREED, BOUNDARY, MISSED, OTHER_CODE
from workbench.errors import InputError, NotFoundError, StudyError
from workbench.store import put
from workbench.study import Study
from workbench.study.agreement import EpisodeRow
from workbench.study.agreement.layered import written


def dearest(team: Team, path: str = "Tillid") -> EpisodeRow:
    """The first of a code's episodes."""
    return team.episodes(path).rows[0]


def test_the_dearest_come_first_and_the_agreed_last(coded: Team) -> None:
    found = coded.episodes()
    kinds = [(row.name, row.episode.kind) for row in found.rows]
    assert kinds[:2] == [("T-1", BOUNDARY), ("T-1", MISSED)]
    assert {name for name, _ in kinds} == set(NAMES)
    costs = [row.episode.cost for row in found.rows]
    assert costs == sorted(costs, reverse=True) == [10, 10, 9, 8, 7]
    assert found.agreed == 0
    assert found.alpha == coded.alpha()
    assert found.top_share == pytest.approx(sum(row.episode.share for row in found.rows[: found.top]))
    assert sum(row.episode.share for row in found.rows) == pytest.approx(1)
    assert found.top_alike is not None
    assert found.alpha is not None
    assert found.top_alike > found.alpha
    row = dearest(coded)
    document = coded["ann"].transcripts.document("T-1")
    assert row.text == document.text[50:90]
    assert row.turn == 2
    assert not row.changed
    assert row.settled is None


def test_what_was_coded_alike_had_everything_been_coded_alike_is_alpha_one(coded: Team) -> None:
    rows = coded.episodes().rows
    assert all(row.episode.alike is not None and row.episode.alike <= 1 for row in rows)
    coded["ann"].codings.remove(*coded["ann"].agreement._rooms.measuring.work.codings(*_mine(coded, "T-1"), ""))
    assert next(row.episode.kind for row in coded.episodes(reading="current").rows) == MISSED


def _mine(team: Team, name: str) -> tuple[str, str]:
    return team["ann"].transcripts.get(name).id, team.coder("ann")


def test_another_code_on_the_same_text_is_said(team: Team) -> None:
    team.tag("ann", "T-1", 50, 90, "Tillid")
    team.tag("bo", "T-1", 50, 88, "Netværk")
    team.done("ann", "bo", on=("T-1",))
    row = dearest(team)
    assert row.episode.kind == OTHER_CODE
    assert row.episode.instead == ((team.coder("bo"), team.code("Netværk")),)


def test_settling_writes_one_change_and_leaves_the_codings(coded: Team) -> None:
    ann, row = coded["ann"], dearest(coded)
    before = ann.codings.of(row.episode.revision)
    settled = ann.agreement.settle(row.item, coded.coder("bo"), reason="boundary rule", memo="Hele sætningen med.")
    assert ann.codings.of(row.episode.revision) == before
    (found,) = ann.agreement.settlements()
    assert found.id == settled
    assert (found.start, found.end, found.ranges) == (50, 90, ((50, 90),))
    assert (found.choice, found.how, found.reason) == (coded.coder("bo"), "discussed", "boundary rule")
    assert (found.coder, found.stale, found.others) == (ann.coder, False, ())
    assert dearest(coded).settled == found
    (memo,) = ann.memos.list(revision=row.episode.revision)
    assert (memo.text, memo.kind, memo.start, memo.end) == ("Hele sætningen med.", "settlement", 50, 90)
    entry = ann.log.entries(1)[0]
    assert (entry.verb, entry.what, entry.changes) == ("settle", "Tillid in T-1", 2)
    assert coded.alpha() == coded.episodes().alpha


def test_undo_takes_a_settlement_back_with_its_memo(coded: Team) -> None:
    ann, row = coded["ann"], dearest(coded)
    ann.agreement.settle(row.item, "union", memo="Vi var enige.")
    assert ann.undo() == "settle Tillid in T-1"
    assert ann.agreement.settlements() == []
    assert ann.memos.list() == []
    assert ann.redo() is not None
    assert dearest(coded).settled is not None


def test_unsettling_is_a_change_like_any_other(coded: Team) -> None:
    ann, row = coded["ann"], dearest(coded)
    ann.agreement.settle(row.item, "intersection")
    assert dearest(coded).settled is not None
    ann.agreement.unsettle(row.item)
    assert dearest(coded).settled is None
    with pytest.raises(NotFoundError):
        ann.agreement.unsettle(row.item)
    ann.undo()
    found = dearest(coded).settled
    assert found is not None
    assert found.ranges == ((50, 80),)


def test_an_episode_may_be_settled_with_ranges_of_ones_own_or_as_nothing(coded: Team) -> None:
    ann, row = coded["ann"], dearest(coded)
    ann.agreement.settle(row.item, "own", ranges=[(52, 60), (70, 88)])
    found = dearest(coded).settled
    assert found is not None
    assert found.ranges == ((52, 60), (70, 88))
    ann.agreement.settle(row.item, "own", ranges=[])
    found = dearest(coded).settled
    assert found is not None
    assert found.ranges == ()
    assert len(ann.agreement.settlements()) == 1


def test_what_means_nothing_is_refused_and_nothing_is_written(coded: Team) -> None:
    ann, row = coded["ann"], dearest(coded)
    last = ann._base.store.read("SELECT max(n) FROM change")
    for choice, more in (
        ("nobody", {}),
        ("own", {"ranges": [(0, 10**9)]}),
        ("own", {"ranges": [(9, 3)]}),
        ("union", {"how": "guessed"}),
        ("union", {"reason": "x" * 300}),
        ("union", {"reason": "a\ud800"}),
    ):
        with pytest.raises(InputError):
            ann.agreement.settle(row.item, choice, **more)  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        ann.agreement.settle("NOTHING", "union")
    assert ann._base.store.read("SELECT max(n) FROM change") == last


def test_where_there_are_leads_only_they_adjudicate(tmp_path: Path, opened: Callable[..., Study]) -> None:
    team = Team(make(tmp_path / "led", leads='"Cia"'), opened)
    team.tag("ann", "T-1", 50, 80)
    team.done("ann", "bo", on=("T-1",))
    row = dearest(team)
    with pytest.raises(StudyError, match="only Cia may adjudicate"):
        team["ann"].agreement.settle(row.item, "union", how="adjudicated")
    team["ann"].agreement.settle(row.item, "union", how="discussed")
    team["cia"].agreement.settle(row.item, "union", how="adjudicated")
    (found,) = team["ann"].agreement.settlements()
    assert (found.how, found.coder) == ("adjudicated", team.coder("cia"))
    with pytest.raises(StudyError, match="only Cia may adjudicate"):
        team["bo"].agreement.unsettle(row.item)


def test_a_settlement_is_stale_when_its_codings_change_and_says_so_where_it_was(coded: Team) -> None:
    ann, row = coded["ann"], dearest(coded)
    ann.agreement.settle(row.item, "union")
    coding = next(c for c in ann.codings.of(row.episode.revision) if (c.coder, c.start) == (ann.coder, 50))
    ann.codings.borders(coding.id, 50, 70)
    (found,) = ann.agreement.settlements()
    assert found.stale
    by_done = dearest(coded)
    assert by_done.changed
    with pytest.raises(StudyError, match="have changed since they were done"):
        ann.agreement.settle(by_done.item, "union")
    now = coded.episodes(reading="current").rows[0]
    assert (now.settled, now.before) == (None, found)
    ann.agreement.settle(now.item, "union")
    assert not coded.episodes(reading="current").rows[0].changed
    ann.undo()
    ann.undo()
    assert not ann.agreement.settlements()[0].stale


def test_a_merge_leaves_settled_what_rests_on_the_same_codings(coded: Team) -> None:
    ann, row = coded["ann"], dearest(coded)
    ann.agreement.settle(row.item, "union")
    later = ann.codes.create("Tiltro").id
    ann.codes.merge(coded.code(), later)
    found = next(r for r in coded.episodes("Tiltro").rows if r.settled)
    assert (found.settled.code, found.settled.stale) == (later, False)  # type: ignore[union-attr]
    ann.agreement.settle(found.item, "intersection")
    (only,) = ann.agreement.settlements()
    assert only.choice == "intersection"
    ann.agreement.unsettle(found.item)
    assert ann.agreement.settlements() == []


def test_agreed_episodes_are_counted(team: Team) -> None:
    team.tag("ann", "T-1", 50, 90)
    team.tag("bo", "T-1", 50, 89)
    team.done("ann", "bo", on=("T-1",))
    found = team.episodes()
    assert found.agreed == 1
    assert [row.episode.kind for row in found.rows] == [AGREED]
    assert found.top == 0


def test_a_settlement_goes_along_with_a_correction_and_is_stale_where_its_own_words_changed(coded: Team) -> None:
    ann, row = coded["ann"], dearest(coded)
    text = ann.transcripts.document("T-1").text
    ann.agreement.settle(row.item, "union")
    layer = [(one.start, one.end) for one in ann.agreement.consensus().codings]
    ann.corrections.correct("T-1", text.replace("Hvordan", "Sig mig, hvordan"))
    (found,) = ann.agreement.settlements()
    assert (found.stale, found.start, found.end, found.ranges) == (False, 59, 99, ((59, 99),))
    assert dearest(coded).settled == found
    assert (59, 99) in [(one.start, one.end) for one in ann.agreement.consensus().codings]
    ann.undo()
    assert [(one.start, one.end) for one in ann.agreement.consensus().codings] == layer
    ann.corrections.correct("T-1", text[:60] + "xx" + text[62:])
    assert [one.stale for one in ann.agreement.settlements()] == [True]
    assert dearest(coded).settled is None
    ann.undo()
    ann.corrections.replace("T-1", [(88, 95, "[x]")])
    assert [one.stale for one in ann.agreement.settlements()] == [True]
    ann.undo()
    assert [one.stale for one in ann.agreement.settlements()] == [False]


def test_codings_that_a_correction_has_left_without_a_place_are_no_evidence(coded: Team) -> None:
    ann = coded["ann"]
    text = ann.transcripts.document("T-1").text
    before = len(list(written(ann._base, "")))
    ann.corrections.replace("T-1", [(100, 110, "")])
    assert len(ann.corrections.queue("T-1")) == 1
    assert len(list(written(ann._base, ""))) == before - 1
    ann.corrections.correct("T-1", text)
    assert len(list(written(ann._base, ""))) == before


def test_a_withdrawal_makes_settlements_on_what_went_stale_and_takes_their_memos_along(coded: Team) -> None:
    ann = coded["ann"]
    text = ann.transcripts.document("T-1").text
    said = text.index("Nøglen"), text.index("under.")
    for who in ("ann", "bo"):
        coded[who].progress.start(["T-1"])
    coded.tag("ann", "T-1", *said, "Humor")
    coded.done("ann", "bo", on=("T-1",))
    alpha = coded.alpha(transcripts=(ann.transcripts.get("T-1").id,))
    lost, kept = dearest(coded, "Humor"), dearest(coded)
    gone = ann.agreement.settle(lost.item, "union", memo="Hun siger noget om nøglen her.")
    stays = ann.agreement.settle(kept.item, "union", memo="Dette bliver.")
    ann.withdrawals.withdraw("Q1")
    assert [memo.text for memo in ann.memos.list()] == ["Dette bliver."]
    assert {found.id: found.stale for found in ann.agreement.settlements()} == {
        gone: True,
        stays: False,  # not a letter of it has changed
    }
    # What is left reads as it did: mapped through the cuts, at done as now.
    assert [row.text for row in coded.episodes().rows if row.name == "T-1"] == [
        row.text for row in coded.episodes(reading="current").rows if row.name == "T-1"
    ]
    assert coded.episodes("Humor").rows == ()
    now = next(row for row in coded.episodes().rows if row.name == "T-1" and row.text == text[50:90])
    assert now.settled is not None
    assert now.settled.start == 50
    assert now.before is None
    assert not now.changed
    assert alpha is not None
    assert coded.alpha() is not None
    assert coded.table().elsewhere == 0


def test_codings_on_a_text_without_a_way_to_the_present_one_are_left_out_and_counted(coded: Team) -> None:
    ann = coded["ann"]
    before = coded.row().agreement.passages[ann.coder]
    transcript = ann.transcripts.get("T-1").id
    other = put("revision", "R9", transcript=transcript, characters=200)
    ann._base.store.write("another text", [other, put("transcript", transcript, current="R9")])
    assert coded.table().elsewhere == 3
    assert coded.row().agreement.passages[ann.coder] == before - 2


def test_what_was_settled_of_a_deleted_code_rests_on_nothing_until_it_is_back(coded: Team) -> None:
    ann, row = coded["ann"], dearest(coded)
    ann.agreement.settle(row.item, "union")
    ann.codes.delete(coded.code())
    assert [found.stale for found in ann.agreement.settlements()] == [True]
    assert ann.agreement.consensus().stale == 1
    ann.undo()
    assert [found.stale for found in ann.agreement.settlements()] == [False]
    assert ann.agreement.consensus().stale == 0
