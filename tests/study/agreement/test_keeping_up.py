"""What is kept up to date step by step is what somebody reads who comes anew, whatever is done to the study."""

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.study.agreement.conftest import Team
from workbench.agreement.values import Scope
from workbench.errors import WorkbenchError
from workbench.store import put
from workbench.store.moment import read_position, view
from workbench.study import Study
from workbench.study.agreement import Agreement

SCOPES = (Scope(), Scope(reading="current"), Scope(subtree=True), Scope(unit="words", speech="informants"))
PATHS = ("Tillid", "Netværk", "Humor")
steps = st.tuples(
    st.sampled_from(["tag", "tag", "tag", "borders", "remove", "done", "start", "merge", "unmerge"])
    | st.sampled_from(["delete", "move", "sought", "new", "settle", "undo", "settle", "tag elsewhere"]),
    st.sampled_from(["ann", "bo"]),
    st.integers(0, 40),
)


def everything(study: Study, agreement: Agreement) -> list[object]:
    """All that is kept: tables, episodes, settlements, the consensus, what to read again."""
    found: list[object] = [agreement.table(scope) for scope in SCOPES]
    for code in study.codes.list():
        found += [agreement.episodes(code.id), agreement.episodes(code.id, SCOPES[1])]
    found += [agreement.by("pair"), agreement.each_transcript(), agreement.all_at_once()]
    return [*found, agreement.settlements(), agreement.consensus(), agreement.reread(), agreement.confusion()]


def as_it_stood(study: Study) -> bool:
    """Whether the codings at every done are those of the study made anew from the log as far as that place."""
    work, store = study.agreement._rooms.measuring.work, study._base.store
    work.refresh()
    for record in work.records():
        if record.done:
            then = view(store.db, read_position(record.done))
            rows = then.read(
                "SELECT g.id, g.start, g.end, g.code FROM coding g JOIN revision r ON r.id = g.revision "
                "WHERE g.alive = 1 AND r.transcript = ? AND g.coder = ? ORDER BY g.id",
                (record.transcript, record.coder),
            )
            then.close()
            found = work.codings(record.transcript, record.coder, record.done)
            assert rows == [(row, c.start, c.end, c.code) for row, c in sorted(found.items())]
    return True


@settings(max_examples=12, deadline=None)
@given(program=st.lists(steps, min_size=1, max_size=8))
def test_step_by_step_is_as_good_as_anew(
    program: list[tuple[str, str, int]], harbour: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    team = Team(Path(shutil.copytree(harbour, tmp_path_factory.mktemp("steps") / "study")), Study.open)
    try:
        for n, who in enumerate(("ann", "bo")):
            team.tag(who, "T-1", 50, 80 + n)
            team.tag(who, "T-2", 60, 70, "Humor")
        team.done("ann", "bo", on=("T-1", "T-2"))
        for what, who, n in program:
            try:
                _do(team, what, who, n)
            except WorkbenchError:
                continue  # there is nothing to be moved, merged or undone
            for name in ("ann", "bo"):
                study = team[name]
                fresh = Agreement(study._base, study.codes, study.transcripts)
                assert everything(study, study.agreement) == everything(study, fresh)
        assert as_it_stood(team["ann"])
    finally:
        for study in team._studies.values():
            study.close()


def _do(team: Team, what: str, who: str, n: int) -> None:
    study, transcript, path = team[who], f"T-{1 + n % 2}", PATHS[n % 3]
    codings = [c for c in study.codings.of(study.transcripts.document(transcript).revision) if c.coder == study.coder]
    if what == "tag":
        team.tag(who, transcript, n, n + 30, path)
    elif what == "tag elsewhere":
        team.tag(who, "T-3", n, n + 30, path)
    elif what == "borders" and codings:
        study.codings.borders(codings[n % len(codings)].id, n, n + 50)
    elif what == "remove" and codings:
        study.codings.remove(codings[n % len(codings)].id)
    elif what == "done":
        study.progress.done([transcript], round=str(1 + n % 3))
    elif what == "start":
        study.progress.start([transcript])
    elif what == "merge":
        study.codes.merge(team.code(path), team.code(PATHS[(n + 1) % 3]))
    elif what == "unmerge":
        study.codes.unmerge(study.codes.merged()[0][0] if study.codes.merged() else "")
    elif what == "delete":
        study.codes.delete(team.code(path))
    elif what == "move":
        study.codes.move(team.code(path), team.code(PATHS[(n + 2) % 3]))
    elif what == "sought":
        study.progress.sought([transcript], team.code(path))
    elif what == "new":
        study.codes.create(f"Ny {n}")
    elif what == "undo":
        study.undo()
    elif what == "settle":
        rows = team.episodes(path, who, reading="current").rows
        if rows:
            study.agreement.settle(rows[n % len(rows)].item, "union")


def test_what_another_moved_and_its_maker_took_back_was_there_at_done(team: Team) -> None:
    coding = team.tag("bo", "T-1", 50, 80)
    team.tag("ann", "T-1", 50, 80)
    team["ann"].progress.done(["T-1"], "ann")
    team["ann"].progress.done(["T-1"], "bo")
    team["ann"].codings.borders(coding, 50, 95)
    assert team.alpha() == 1
    team["bo"].undo()  # the borders are ann's and stay; the code and the coder are gone
    assert team["ann"]._base.store.read("SELECT coder, alive FROM coding WHERE id = ?", (coding,)) == [(None, 1)]
    study = team["ann"]
    fresh = Agreement(study._base, study.codes, study.transcripts)
    assert everything(study, study.agreement) == everything(study, fresh)
    assert team.alpha() == 1
    assert team.row(reading="current").agreement.status == "one_coder"


def test_nonsense_from_a_broken_program_is_passed_over(coded: Team) -> None:
    ann = coded["ann"]
    before, coding = coded.row(), coded.tag("bo", "T-3", 10, 20)
    text = ann.transcripts.document("T-4").revision
    nonsense = (
        put("assignment", "A", transcript=["T-1"], coder={"a": 1}, round=[], progress=["done", '{"x": 5}']),
        put("assignment", "B", transcript="T-1", coder="nobody", progress=["done", "[[[["]),
        put("coding", coding, span=None, code=["x"]),
        put("code", coded.code("Humor"), sort="first"),
        put("round", "R", name="2", codebook="[" * 100_000),
    )
    ann._base.write("break", nonsense)
    ann.codes.create("Efter")
    ann.codes.define(coded.code("Humor"), definition="hvad man ler ad")
    fresh = Agreement(ann._base, ann.codes, ann.transcripts)
    assert everything(ann, ann.agreement) == everything(ann, fresh)
    assert coded.row() == before
    assert ann.agreement.compare().before.double
    ann._base.write("break", [put("revision", text, characters="many")])
    assert coded.table().empty == ("T-4",)
    assert ann.progress.table()
    assert ann.progress.rounds()


def test_own_passages_that_meet_in_white_space_are_trimmed_alike_in_table_and_list(team: Team) -> None:
    gap = team["ann"].transcripts.document("T-1").text.index("\n\n")
    team.tag("bo", "T-1", gap - 20, gap + 2)
    team.tag("bo", "T-1", gap, gap + 30)
    team.tag("ann", "T-1", gap - 15, gap)
    team.done("ann", "bo", on=("T-1",))
    (found,) = team.episodes(trim=True).rows
    assert found.episode.share == 1
