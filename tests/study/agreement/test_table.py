"""The table of agreement: whose work counts where, and what a later tidying, merging or defining does to it."""

from hashlib import sha256

import pytest

from tests.study.agreement.conftest import NAMES, Team
from workbench.agreement.overlap import overlap
from workbench.agreement.report import code_agreement
from workbench.agreement.values import Scope
from workbench.errors import InputError, NotFoundError
from workbench.store import delete, put


def test_the_numbers_are_those_of_the_codings(coded: Team) -> None:
    size = len(coded["ann"].transcripts.document("T-1").text)
    ann, bo = coded.coder("ann"), coded.coder("bo")
    overlaps = {}
    for n, name in enumerate(NAMES):
        mine = [(50, 80 + n)] + ([(100, 110)] if name == "T-1" else [])
        overlaps[name] = overlap({ann: mine, bo: [(50, 90)]}, (ann, bo), size)
    plain = code_agreement(overlaps)
    found = coded.row().agreement
    assert found.measures == plain.measures
    assert found.ci == plain.ci
    assert found.passages == {ann: 5, bo: 4}
    table = coded.table()
    assert table.coders == ("ann", "bo")
    assert table.coder_rows == {ann: "ann", bo: "bo"}
    assert table.double == NAMES
    assert (table.single, table.waiting, table.hidden, table.empty, table.elsewhere) == ((), {}, (), (), 0)
    assert table.log == sha256(coded["ann"]._base.position().encode()).hexdigest()[:12]


def test_what_nobody_used_and_what_one_alone_used_say_so(coded: Team) -> None:
    assert coded.row("Humor").agreement.status == "not_used"
    assert coded.row("Netværk").agreement.status == "one_coder"
    assert coded.row("Netværk").agreement.passages == {coded.coder("ann"): 1, coded.coder("bo"): 0}


def test_who_was_given_nothing_is_not_read_as_having_coded_nothing(coded: Team) -> None:
    alpha = coded.alpha()
    coded.tag("cia", "T-1", 0, 10)
    assert coded.alpha() == alpha
    assert coded.table().coders == ("ann", "bo")


def test_transcripts_of_one_coder_are_left_out_and_named(team: Team) -> None:
    team.tag("ann", "T-1", 10, 20)
    team.tag("bo", "T-1", 10, 20)
    team.tag("ann", "T-2", 10, 20)
    team.done("ann", on=("T-1", "T-2"))
    team.done("bo", on=("T-1",))
    table = team.table()
    assert table.double == ("T-1",)
    assert table.single == ("T-2",)
    assert team.row().agreement.passages == {team.coder("ann"): 1, team.coder("bo"): 1}


def test_who_is_missing_where_several_were_given_a_transcript(team: Team) -> None:
    team["ann"].progress.assign(["T-1", "T-2"], ["ann", "bo"])
    team.done("ann", "bo", on=("T-2",))
    team.done("ann", on=("T-1",))
    table = team.table("cia")
    assert table.waiting == {"T-1": ("bo",)}
    assert table.single == ("T-1",)


def test_what_is_coded_blind_is_left_out_and_named(coded: Team) -> None:
    coded["ann"].progress.assign(["T-1"], ["ann", "bo"], "2")
    assert coded.table("ann").hidden == ("T-1",)
    assert coded.table("ann").double == NAMES[1:]
    assert coded.table("cia").hidden == ()
    assert {row.name for row in coded.episodes().rows} == set(NAMES[1:])
    assert coded["ann"].agreement.consensus().waiting == {coded["ann"].transcripts.get("T-1").id}
    coded.done("ann", "bo", on=("T-1",), round="2")
    assert coded.table("ann").hidden == ()


def test_tidying_up_after_done_does_not_raise_the_value(coded: Team) -> None:
    ann = coded["ann"]
    alpha = coded.alpha()
    for name in NAMES:
        for coding in ann.codings.of(ann.transcripts.document(name).revision):
            if coding.coder == ann.coder and coding.start == 50:
                ann.codings.borders(coding.id, 50, 90)
            elif coding.coder == ann.coder:
                ann.codings.remove(coding.id)
    assert coded.alpha() == alpha
    assert coded.alpha(reading="current") == 1
    assert coded.row("Netværk").agreement.status == "one_coder"
    assert coded.row("Netværk", reading="current").agreement.status == "not_used"
    assert all(row.changed for row in coded.episodes().rows)
    coded.done("ann", round="2")  # on her own: what both have done in a round still counts
    assert coded.alpha() == alpha
    coded.done("bo", round="2")
    assert coded.alpha() == 1
    assert coded.alpha(round="1") == alpha


def test_done_again_takes_the_later_place(coded: Team) -> None:
    coded.tag("bo", "T-2", 120, 140, "Netværk")
    assert coded.row("Netværk").agreement.status == "one_coder"
    coded["bo"].progress.start(NAMES)
    assert coded.table().double == ()
    coded.done("bo")
    assert coded.alpha("Netværk") == 1


def test_a_code_that_came_later_does_not_count_where_nobody_has_looked_for_it(coded: Team) -> None:
    coded.tag("ann", "T-1", 0, 10, "Penge")
    row = coded.row("Penge")
    assert row.agreement.transcripts == ()
    assert row.reread == 4
    assert coded.row("Tillid").reread == 0
    # Both look T-1 through once more; bo finds nothing.
    coded["ann"].progress.sought(["T-1"], coded.code("Penge"))
    assert coded.row("Penge").reread == 4
    coded["bo"].progress.sought(["T-1"], coded.code("Penge"))
    row = coded.row("Penge")
    assert row.reread == 3
    assert row.agreement.status == "one_coder"
    assert len(row.agreement.transcripts) == 1
    # What she adds after the tick is tidying, too.
    coded.tag("bo", "T-1", 0, 10, "Penge")
    assert coded.row("Penge").agreement.status == "one_coder"


def test_a_code_deleted_at_done_was_not_there_to_be_used(team: Team) -> None:
    ann = team["ann"]
    humor = team.code("Humor")
    ann.codes.delete(humor)
    team.done("ann", "bo")
    ann.codes.restore(humor)
    assert team.row("Humor").reread == 4
    assert team.row("Tillid").reread == 0


def test_a_redefined_code_still_counts_as_it_was_coded(coded: Team) -> None:
    alpha = coded.alpha()
    coded["ann"].codes.define(coded.code(), definition="Noget andet")
    assert coded.alpha() == alpha
    assert coded.row().reread == 0


def test_merged_codes_count_where_they_went(coded: Team) -> None:
    coded.tag("bo", "T-2", 120, 140, "Humor")
    coded["bo"].progress.start(NAMES)
    coded.done("bo")
    assert coded.row("Netværk").agreement.status == "one_coder"
    coded["ann"].codes.merge(coded.code("Humor"), coded.code("Netværk"))
    assert coded.alpha("Netværk") == 1
    assert [row.path for row in coded.table().rows] == ["Tillid", "Netværk"]
    assert coded["ann"].undo()
    assert coded.row("Netværk").agreement.status == "one_coder"


def test_a_code_merged_into_a_later_one_existed_all_the_same(coded: Team) -> None:
    alpha = coded.alpha()
    ann = coded["ann"]
    later = ann.codes.create("Tiltro").id
    ann.codes.merge(coded.code(), later)
    assert coded.alpha("Tiltro") == alpha
    assert coded.row("Tiltro").reread == 0


def test_the_newest_round_that_two_have_done_counts(coded: Team) -> None:
    first = coded.alpha()
    for name in NAMES:
        coded.tag("cia", name, 50, 90)
    coded.done("cia", on=("T-1",), round="2")
    assert coded.table().coders == ("ann", "bo")
    coded.done("bo", on=("T-1",), round="2")
    table = coded.table()
    assert table.coders == ("ann", "bo", "cia")
    assert coded.alpha(round="1") == first
    assert coded.table(round="2").coders == ("bo", "cia")
    assert coded.alpha(round="2") == 1
    with pytest.raises(NotFoundError, match="no round called 3"):
        coded.table(round="3")


def test_without_such_a_round_each_ones_latest_done_counts(team: Team) -> None:
    team.tag("ann", "T-1", 10, 20)
    team.done("ann", on=("T-1",), round="1")
    team.tag("bo", "T-1", 10, 20)
    team.done("bo", on=("T-1",), round="2")
    assert team.table().double == ("T-1",)
    assert team.alpha() == 1


def test_the_scope_narrows_what_counts(coded: Team) -> None:
    one = coded["ann"].transcripts.get("T-1").id
    assert coded.table(transcripts=(one,)).double == ("T-1",)
    assert coded.table(coders=(coded.coder("ann"),)).double == ()
    assert coded.table(coders=(coded.coder("ann"),)).single == NAMES
    assert [row.path for row in coded.table(codes=(coded.code("Humor"),)).rows] == ["Humor"]
    # What R2 says nobody has coded.
    assert coded.row(group="town").agreement.status == "not_used"
    assert coded.row(group="club").agreement.status == "ok"
    assert coded.table(group="club").empty == ()
    assert coded.table(unit="turns").scope.unit == "turns"
    assert coded.alpha(unit="turns") == 1
    for wrong in ({"unit": "pages"}, {"rule": "most"}, {"speech": "mine"}, {"reading": "tomorrow"}):
        with pytest.raises(InputError):
            coded.table(**wrong)


def test_a_subtree_has_the_passages_of_all_that_is_below(coded: Team) -> None:
    coded["ann"].codes.move(coded.code("Netværk"), coded.code())
    row = coded.row(subtree=True)
    assert row.agreement.passages[coded.coder("ann")] == 6
    assert coded.row().agreement.passages[coded.coder("ann")] == 5


def test_codes_that_exclude_each_other_are_looked_at_together(coded: Team) -> None:
    ann = coded["ann"]
    for name in ("Tillid", "Netværk"):
        ann.codes.move(coded.code(name), coded.code("Humor"))
    assert coded.table().groups == ()
    ann._base.write("define code", [put("code", coded.code("Humor"), exclusive=1)])
    (group,) = coded.table().groups
    assert group.code == coded.code("Humor")
    assert group.any_code.passages[coded.coder("ann")] == 6


def test_one_more_coding_changes_what_it_touches_and_nothing_else(coded: Team) -> None:
    before = {row.path: row for row in coded.table(reading="current").rows}
    coded.tag("bo", "T-3", 120, 130, "Netværk")
    after = {row.path: row for row in coded.table(reading="current").rows}
    assert after["Netværk"] != before["Netværk"]
    assert after["Tillid"].agreement is before["Tillid"].agreement
    assert {row.path: row.agreement for row in coded.table().rows}["Netværk"].passages[coded.coder("bo")] == 0
    fresh = coded._opened(coded.folder, "dan")  # what was kept up to date is what somebody reads who comes anew
    told = fresh.agreement.table(Scope(reading="current"))
    assert [row.agreement for row in told.rows] == [after[row.path].agreement for row in told.rows]


def test_what_no_program_of_ours_writes_is_passed_over(coded: Team) -> None:
    alpha = coded.alpha()
    ann = coded["ann"]
    document = ann.transcripts.document("T-1")
    code, round_ = coded.code(), ann._base.derive("round", "1")
    nonsense = [
        put("coding", "X1", span=[document.revision, "a", 5], code=code, coder=coded.coder("bo")),
        put("coding", "X2", span=[document.revision, 5, 10**12], code=code, coder=coded.coder("bo")),
        put("coding", "X3", span="nowhere", code=code, coder=coded.coder("bo")),
        put("coding", "X4", span=["?", 0, 5], code=code, coder=coded.coder("bo")),
        put("coding", "X5", code=code),
        put("assignment", "Y1", round=round_, transcript=document.id, coder="Z", progress=["done", "[[[["]),
        put("assignment", "Y2", round=round_, transcript=document.id, coder="Z", progress=["done", '{"s": [1, 2]}']),
        put("assignment", "Y3", round=round_, transcript=document.id, coder="Z", progress="done"),
        put("sought", "S1", transcript=document.id, coder=coded.coder("bo"), code=code, done="?"),
        put("sought", "S2", transcript=5, coder=[], code={}, done=None),
        put("settlement", "E1", item="?", code=code, transcript=document.id, basis="[", ranges="{}"),
        put("settlement", "E2", span=[document.revision, 0, 5], code=5, basis="[[1, 2]]", ranges="[[5, 1]]"),
        put("revision", "R1", transcript=document.id, parents='["R1"]', cuts='[["a"]]'),
        delete("coding", "X9"),
    ]
    ann._base.store.write("nonsense", nonsense)
    assert coded.alpha() == alpha
    assert coded.alpha(reading="current") == alpha
    assert coded.episodes().rows
    assert coded["ann"].agreement.settlements() == []
    assert coded["ann"].agreement.consensus().double
    assert coded["ann"].agreement.reread() == []
