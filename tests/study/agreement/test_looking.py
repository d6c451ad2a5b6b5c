"""Before and after, part by part, which code instead, what to read again, and the check of a pipeline."""

from collections.abc import Callable

import pytest

from tests.study.agreement.conftest import NAMES, Team
from workbench.errors import InputError, NotFoundError, StudyError
from workbench.study.agreement import Scope
from workbench.study.agreement.comparing import position_before

# --- before and after


def better(team: Team) -> None:
    """Both go through it again in a second round, and now bo ends where ann does."""
    bo = team["bo"]
    for n, name in enumerate(NAMES):
        (coding,) = [c for c in bo.codings.of(bo.transcripts.document(name).revision) if c.coder == bo.coder]
        bo.codings.borders(coding.id, 50, 80 + n)
    team.done("ann", "bo", round="2")


def test_a_new_definition_is_held_against_what_was_before_it(coded: Team) -> None:
    was = coded.table()
    coded["ann"].codes.define(coded.code(), definition="Kun når det siges højt")
    better(coded)
    found = coded["bo"].agreement.compare()
    assert found.what == "Tillid redefined"
    assert found.when is not None
    assert found.before.rows == was.rows
    assert found.before.pooled == was.pooled
    assert found.after == coded.table()
    assert found.after.pooled.alpha > found.before.pooled.alpha  # type: ignore[operator]


CHANGES: dict[str, Callable[[Team], object]] = {
    "Humor merged": lambda team: team["ann"].codes.merge(team.code("Humor"), team.code("Netværk")),
    "Penge new": lambda team: team["ann"].codes.create("Penge"),
    "Humor deleted": lambda team: team["ann"].codes.delete(team.code("Humor")),
    "Tillid redefined": lambda team: team["ann"].codes.define(team.code(), exclude="Tiltro"),
}


@pytest.mark.parametrize("what", CHANGES)
def test_what_can_change_what_coders_do_is_a_change(what: str, coded: Team) -> None:
    alpha = coded.alpha()
    CHANGES[what](coded)
    found = coded["ann"].agreement.compare()
    assert found.what == what
    assert [row.agreement.measures.alpha for row in found.before.rows if row.path == "Tillid"] == [alpha]


def test_names_places_and_colours_are_none(coded: Team) -> None:
    coded["ann"].codes.define(coded.code(), definition="Kun når det siges højt")
    coded["ann"].codes.rename(coded.code("Humor"), "Latter")
    coded["ann"].codes.move(coded.code("Latter"), coded.code("Netværk"))
    coded["ann"].codes.define(coded.code(), colour="red")
    assert coded["ann"].agreement.compare().what == "Tillid redefined"


def test_without_anything_before_there_is_nothing_to_compare(team: Team) -> None:
    with pytest.raises(StudyError, match="nothing was coded by two before"):
        team["ann"].agreement.compare()


def test_a_round_is_held_against_those_since(coded: Team) -> None:
    first = coded.table()
    with pytest.raises(StudyError, match="no round after 1"):
        coded["ann"].agreement.compare(round="1")
    with pytest.raises(NotFoundError):
        coded["ann"].agreement.compare(round="7")
    better(coded)
    found = coded["ann"].agreement.compare(round="1")
    assert (found.what, found.when) == ("round 1 and those since", None)
    assert found.before.rows == first.rows
    assert found.after.rows == coded.table(round="2").rows


def test_before_is_everything_as_it_stood(coded: Team) -> None:
    was, now = coded.table(), coded.table(reading="current")
    position = coded["ann"]._base.position()
    coded.tag("bo", "T-1", 100, 110)
    coded["bo"].progress.start(["T-2"])
    coded.done("bo", on=("T-1",), round="2")
    assert coded.table("cia").rows != was.rows
    assert coded.table("cia", before=position).rows == was.rows
    assert coded.table("cia", before=position, reading="current").rows == now.rows
    assert position_before(coded["ann"]._base, 1 << 62) == coded["ann"]._base.position()


# --- part by part


def test_every_transcript_speaker_and_pair_by_itself(coded: Team) -> None:
    for name in NAMES:
        coded.tag("cia", name, 50, 90)
    coded.done("cia")
    agreement = coded["ann"].agreement
    assert [name for name, _ in agreement.by("transcript")] == list(NAMES)
    assert all(table.double == (name,) for name, table in agreement.by("transcript"))
    pairs = dict(agreement.by("pair"))
    assert list(pairs) == ["ann · bo", "ann · cia", "bo · cia"]
    assert {row.path: row.agreement.measures.alpha for row in pairs["bo · cia"].rows}["Tillid"] == 1
    speakers = [name for name, _ in agreement.by("speaker")]
    assert speakers[:2] == ["Klubben", "Kommunen"]
    assert speakers[2:] == [f"{kind}{n}" for kind in "PQ" for n in range(1, 5)]
    with pytest.raises(NotFoundError):
        agreement.by("moon")


def test_which_code_instead(team: Team) -> None:
    team.tag("ann", "T-1", 50, 90, "Tillid")
    team.tag("bo", "T-1", 60, 100, "Netværk")
    team.done("ann", "bo", on=("T-1",))
    one, other = team.code("Tillid"), team.code("Netværk")
    assert team["ann"].agreement.confusion() == {(one, other): 30, (other, one): 30}


# --- reading again


def again(team: Team, who: str = "ann", coder: str = "") -> list[tuple[str, str, str, str]]:
    """What is on the list."""
    found = team[who].agreement.reread(coder)
    return [(one.transcript, one.coder, one.path, one.why) for one in found]


def test_a_new_code_puts_what_is_done_on_the_list_until_it_is_ticked(coded: Team) -> None:
    assert again(coded) == []
    coded["ann"].codes.create("Penge")
    assert again(coded) == [(name, who, "Penge", "new") for name in NAMES for who in ("ann", "bo")]
    coded["bo"].progress.sought(NAMES[1:], coded.code("Penge"))
    assert again(coded, coder=coded.coder("bo")) == [("T-1", "bo", "Penge", "new")]
    coded.done("bo", round="2")
    assert again(coded, coder=coded.coder("bo")) == []
    assert len(again(coded, coder=coded.coder("ann"))) == 4
    coded["ann"].undo()
    assert again(coded) == []


def test_a_new_meaning_and_a_merge_do_so_too(coded: Team) -> None:
    ann = coded["ann"]
    ann.codes.define(coded.code(), include="Også stiltiende")
    assert {one[2:] for one in again(coded)} == {("Tillid", "redefined")}
    ann.progress.sought(NAMES, coded.code())
    assert {one[1] for one in again(coded)} == {"bo"}
    ann.codes.define(coded.code(), include="")
    assert {one[1] for one in again(coded)} == {"ann"}  # what bo read it by is what it says again
    ann.undo()
    ann.undo()
    ann.undo()
    assert again(coded) == []
    ann.codes.merge(coded.code("Humor"), coded.code("Netværk"))
    assert {one[2:] for one in again(coded)} == {("Netværk", "merged")}
    ann.codes.unmerge(next(row for row, name in ann.codes.merged() if name.startswith("Humor")))
    assert again(coded) == []


def test_a_code_made_while_coding_blind_is_looked_for_again_once_nobody_does(coded: Team) -> None:
    ann = coded["ann"]
    ann.progress.assign(["T-1"], ["ann", "bo"], "2")
    ann.codes.create("Penge")
    assert again(coded) == []
    coded.done("ann", "bo", on=("T-1",), round="2")
    assert ("T-2", "bo", "Penge", "new") in again(coded)


def test_silence_about_what_one_could_not_see_is_no_no(coded: Team) -> None:
    """A draft of somebody with whom one codes blind: neither counted nor forgotten."""
    ann, bo = coded["ann"], coded["bo"]
    ann.progress.assign(NAMES, ["ann", "bo"], "2")
    for name in NAMES:
        coded.tag("ann", name, 10, 40, "Penge")
    coded.tag("ann", "T-1", 50, 60, "Ære")
    ann.codes.propose(coded.code("Ære"))
    coded.done("ann", "bo", round="2")
    rows = {row.path: row.agreement for row in ann.agreement.table().rows}
    assert (rows["Penge"].status, rows["Penge"].transcripts) == ("not_used", ())
    assert "later" in rows["Penge"].why
    assert (rows["Ære"].status, len(rows["Ære"].transcripts)) == ("one_coder", 4)
    assert again(coded, "bo") == [(name, "bo", "Penge", "new") for name in NAMES]
    bo.progress.sought(NAMES, coded.code("Penge"))
    assert again(coded, "bo") == []
    (penge,) = [row.agreement for row in ann.agreement.table().rows if row.path == "Penge"]
    assert (penge.status, penge.passages[coded.coder("bo")]) == ("one_coder", 0)


def test_whoever_has_used_a_draft_has_seen_it_and_so_has_everybody_later(coded: Team) -> None:
    ann = coded["ann"]
    ann.progress.assign(NAMES[:1], ["ann", "bo"], "2")
    coded.tag("ann", "T-1", 10, 40, "Penge")
    coded.done("ann", "bo", on=NAMES[:1], round="2")
    coded.done("ann", "bo", on=NAMES[1:], round="3")  # nobody is blind any more, and nothing was proposed
    (penge,) = [row.agreement for row in ann.agreement.table().rows if row.path == "Penge"]
    assert len(penge.transcripts) == 3
    assert again(coded) == [("T-1", "bo", "Penge", "new")]


def test_a_blind_coder_sees_only_the_own_list_of_what_is_blind(coded: Team) -> None:
    coded["ann"].progress.assign(["T-1"], ["ann", "bo"], "2")
    coded["lea"].codes.create("Penge")
    mine = again(coded, "ann")
    assert ("T-1", "ann", "Penge", "new") in mine
    assert [who for name, who, *_ in mine if name == "T-1"] == ["ann"]
    assert [who for name, who, *_ in mine if name == "T-2"] == ["ann", "bo"]
    assert [who for name, who, *_ in again(coded, "lea") if name == "T-1"] == ["ann", "bo"]


def test_a_hidden_draft_is_no_change_of_the_codebook_for_who_does_not_see_it(coded: Team) -> None:
    ann, bo = coded["ann"], coded["bo"]
    ann.codes.define(coded.code(), include="Også stiltiende")
    before = bo.agreement.compare().what
    ann.progress.assign(["T-1"], ["ann", "bo"], "2")
    ann.codes.create("Penge")
    assert bo.agreement.compare().what == before
    assert ann.agreement.compare().what != before


def test_a_name_or_a_colour_asks_nobody_to_read_again(coded: Team) -> None:
    coded["ann"].codes.rename(coded.code(), "Tiltro")
    coded["ann"].codes.define(coded.code("Humor"), colour="red", example="Ha!")
    assert again(coded) == []


# --- the check


def test_the_check_names_what_is_below_and_passes_over_what_has_no_value(coded: Team) -> None:
    check, one = coded["ann"].agreement.check, Scope(codes=(coded.code(),))
    ((path, status, value, _),) = check(0.9, "value", one).failed
    assert (path, status, value) == ("Tillid", coded.row().agreement.status, coded.alpha())
    assert [found.path for found in check(0.1, "value", one).passed] == ["Tillid"]
    low = coded.row().agreement.ci
    assert low is not None
    assert check(0.9, scope=one).failed[0].value == low.low
    below, rows = check(0.9), coded.table().rows
    assert [found.path for found in below.failed] == [row.path for row in rows if row.agreement.ci]
    assert [found.path for found in below.skipped] == [row.path for row in rows if not row.agreement.ci]
    strict = check(0.9, "value", strict=True)
    assert ("Humor", "not_used", None, "nobody used it") in strict.failed
    assert strict.skipped == ()
    for wrong in ({"minimum": 3.0}, {"minimum": 0.5, "bound": "upper"}):
        with pytest.raises(InputError):
            check(**wrong)  # type: ignore[arg-type]


# --- written down, and beside other programs


def test_the_table_is_written_in_every_format(coded: Team) -> None:
    written = coded["ann"].agreement.render()
    assert isinstance(written, str)
    assert "Tillid" in written
    assert '"alpha"' in str(coded["ann"].agreement.render("json"))
    with pytest.raises(NotFoundError):
        coded["ann"].agreement.render("wax")


def test_other_programs_would_say_something_else(coded: Team) -> None:
    (pair,) = coded["ann"].agreement.like("nvivo")
    assert (pair.one, pair.other, pair.transcripts) == ("ann", "bo", NAMES)
    assert pair.nvivo is not None
    assert {row.code for row in pair.nvivo.rows} == {"Tillid", "Netværk"}
    assert coded["ann"].agreement.like("maxqda", threshold=70)[0].maxqda
    assert coded["ann"].agreement.like("inception")[0].inception is not None
    with pytest.raises(NotFoundError):
        coded["ann"].agreement.like("abacus")
