"""Blind first pass: when it begins and ends, drafts, and the codebook's file that two coders share."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.agreement.values import Scope
from workbench.errors import InputError, NotFoundError, StudyError
from workbench.store import delete, put
from workbench.study import Study
from workbench.study.kept import literal

Opened = Callable[..., Study]
NOW = Scope(reading="current")
FILE = Path("codebook") / "codebook.md"


def coded(study: Study, transcript: str = "A-1", path: str = "Lytte", start: int = 25, end: int = 40) -> str:
    """A coding; the code is made where it is not there."""
    return study.codings.add_new(study.transcripts.document(transcript).revision, start, end, path)


def seen(study: Study, transcript: str = "A-1") -> set[str]:
    """Whose codings one sees in a transcript."""
    names = dict(study.coders())
    return {names[row.coder] for row in study.codings.of(study.transcripts.document(transcript).revision)}


def paths(study: Study) -> list[str]:
    return [c.path for c in study.codes.list()]


@pytest.fixture
def lead(folder: Path, opened: Opened) -> Study:
    """Somebody who has made a code and codes nothing."""
    study = opened(folder, "lead")
    study.codes.create("Lytte")
    return study


@pytest.fixture
def ann(lead: Study, folder: Path, opened: Opened) -> Study:
    return opened(folder, "ann")


@pytest.fixture
def bo(lead: Study, folder: Path, opened: Opened) -> Study:
    return opened(folder, "bo")


def assign(lead: Study, *coders: str, transcript: str = "A-1", round: str = "1") -> None:
    """Give a transcript to coders."""
    lead.progress.assign([transcript], coders, round)


# --- when


def test_where_nobody_or_one_alone_was_asked_everything_is_seen(lead: Study, ann: Study, bo: Study) -> None:
    coded(ann)
    coded(bo)
    assert seen(ann) == {"ann", "bo"}
    assign(lead, "ann")
    assert (seen(ann), seen(bo)) == ({"ann", "bo"}, {"ann", "bo"})
    assert (ann._base.blind.sql(), ann._base.blind.memos(), ann._base.blind.changes()) == ("", "", "")


def test_from_the_second_coder_on_each_sees_their_own_until_all_are_done(lead: Study, ann: Study, bo: Study) -> None:
    coded(ann)
    coded(bo)
    assign(lead, "ann", "bo")
    assert (seen(ann), seen(bo), seen(lead)) == ({"ann"}, {"bo"}, {"ann", "bo"})
    ann.progress.done(["A-1"])
    assert (seen(ann), seen(bo)) == ({"ann"}, {"bo"})
    bo.progress.done(["A-1"])
    assert (seen(ann), seen(bo)) == ({"ann", "bo"}, {"ann", "bo"})
    bo.progress.start(["A-1"])
    assert (seen(ann), seen(bo)) == ({"ann"}, {"bo"})


def test_who_begins_without_being_asked_codes_nothing_blind(lead: Study, ann: Study, bo: Study) -> None:
    coded(ann)
    coded(bo)
    for coder in ("ann", "bo"):
        lead.progress.start(["A-1"], coder)
    assert (seen(ann), seen(bo), lead.progress.rounds()[0].blind) == ({"ann", "bo"}, {"ann", "bo"}, ())
    assign(lead, "ann")
    assert seen(ann) == {"ann", "bo"}
    assert (lead.progress.assign(["A-1"], "bo"), lead.progress.assign(["A-1"], "bo")) == (1, 0)
    assert (seen(ann), seen(bo), lead.progress.rounds()[0].blind) == ({"ann"}, {"bo"}, ("A-1",))
    assert [s.state for s in lead.progress.table()] == ["in progress", "in progress"]
    lead.undo()
    assert seen(ann) == {"ann", "bo"}
    lead.redo()
    lead.progress.unassign(["A-1"], "bo")
    lead.progress.start(["A-1"], "bo")
    assert (seen(ann), seen(bo)) == ({"ann", "bo"}, {"ann", "bo"})


def test_only_the_transcript_that_is_shared_is_blind(lead: Study, ann: Study, bo: Study) -> None:
    coded(ann, "B-1")
    coded(bo, "B-1")
    assign(lead, "ann", "bo")
    assert seen(ann, "B-1") == {"ann", "bo"}
    assert ann.progress.blind() == ("A-1",)


def test_the_last_of_three_lifts_it_for_all(lead: Study, ann: Study, bo: Study, opened: Opened) -> None:
    assign(lead, "ann", "bo", "cia")
    coded(ann)
    coded(bo)
    for coder in ("ann", "bo"):
        lead.progress.done(["A-1"], coder)
    assert seen(ann) == {"ann"}
    lead.progress.done(["A-1"], "cia")
    assert seen(ann) == {"ann", "bo"}


def test_who_leaves_keeps_nobody_blind(lead: Study, ann: Study, bo: Study) -> None:
    assign(lead, "ann", "bo", "cia")
    coded(ann)
    coded(bo)
    for coder in ("ann", "bo"):
        lead.progress.done(["A-1"], coder)
    assert lead.progress.unassign(["A-1", "B-1"], "cia") == 1
    assert seen(ann) == {"ann", "bo"}
    assert lead.undo() == "take assignment back A-1 for cia"
    assert seen(ann) == {"ann"}
    lead.redo()
    assign(lead, "cia")
    assert (seen(ann), lead.progress.table()[-1].state) == ({"ann"}, "assigned")


def test_a_second_round_is_blind_by_itself(lead: Study, ann: Study, bo: Study) -> None:
    coded(bo)
    assign(lead, "ann", "bo")
    for coder in ("ann", "bo"):
        lead.progress.done(["A-1"], coder, "1")
    assert seen(ann) == {"bo"}
    assign(lead, "ann", "bo", round="2")
    assert seen(ann) == set()
    with pytest.raises(InputError, match="nobody codes A-1 blind in round 1"):
        lead.progress.lift(["A-1"], "1", "enough")
    lead.progress.lift(["A-1"], "2", "enough")
    assert seen(ann) == {"bo"}


def test_a_lead_lifts_it_with_a_reason_and_undo_brings_it_back(lead: Study, ann: Study, bo: Study) -> None:
    assign(lead, "ann", "bo")
    coded(bo)
    with pytest.raises(InputError, match="with a reason"):
        lead.progress.lift(["A-1"], reason=" ")
    assert lead.progress.lift(["A-1"], reason="bo is ill") == 1
    assert lead.progress.lift(["A-1"], reason="bo is ill") == 0
    assert seen(ann) == {"bo"}
    assert ann.log.entries(1)[0][2:5] == ("lead", "lift blind coding", "A-1")
    assert lead.undo() == "lift blind coding A-1"
    assert seen(ann) == set()


def test_where_leads_are_named_nobody_else_lifts_it(folder: Path, opened: Opened) -> None:
    settings = folder / "codebook" / "study.toml"
    settings.write_text(settings.read_text().replace("[groups.pro", 'leads = ["Lea"]\n\n[groups.pro', 1))
    ann, lea = opened(folder, "ann"), opened(folder, "lea")
    assign(ann, "ann", "bo")
    with pytest.raises(StudyError, match="only Lea may"):
        ann.progress.lift(["A-1"], reason="why not")
    assert lea.progress.lift(["A-1"], reason="a pilot") == 1


def test_what_another_process_decides_holds_at_once(lead: Study, ann: Study, bo: Study) -> None:
    coding = coded(bo)
    assert ann.codings.get(coding)
    before = {c.path: c.count for c in ann.codes.list()}
    assign(lead, "ann", "bo")
    assert (ann.codings.count(), seen(ann)) == (0, set())
    assert {c.path: c.count for c in ann.codes.list()} == before | {"Lytte": 0}
    lead.progress.lift(["A-1"], reason="a mistake")
    assert {c.path: c.count for c in ann.codes.list()} == before


def test_a_withdrawn_transcript_keeps_nobody_blind(lead: Study, ann: Study) -> None:
    assign(lead, "ann", "bo")
    assert "draft" in ann.codes.draft()
    lead._base.write("test", [delete("transcript", lead.transcripts.names()["A-1"])])
    assert ann.codes.draft() == {}


def test_screens_hear_nothing_of_hidden_codings(lead: Study, ann: Study, bo: Study) -> None:
    assign(lead, "ann", "bo")
    room = ann.sync.newsroom()
    coded(bo, path="Lytte")
    mine = coded(ann, path="Lytte")
    news = room.read()
    assert (set(news.codings), news.anew) == ({mine}, False)
    lead.progress.lift(["A-1"], reason="enough")
    assert room.read().anew


def test_an_identifier_from_elsewhere_cannot_be_anything_but_one() -> None:
    assert literal("0" * 26) == f"'{'0' * 26}'"
    assert literal("x') OR 1 --") == f"CAST(x'{b'x%s) OR 1 --'.replace(b'%s', bytes([39])).hex()}' AS TEXT)"


# --- drafts


def test_a_code_made_while_coding_blind_is_a_draft_until_it_is_proposed(lead: Study, ann: Study, bo: Study) -> None:
    assign(lead, "ann", "bo")
    child = bo.codes.create("Mod / At turde / At blive").id
    assert {c.path: c.draft for c in lead.codes.list()} == {
        "Lytte": "",
        "Mod": "bo",
        "Mod / At turde": "bo",
        "Mod / At turde / At blive": "bo",
    }
    assert paths(ann) == ["Lytte"]
    assert len(bo.codes.propose(bo.codes.find("Mod / At turde").id)) == 2
    assert paths(ann) == ["Lytte", "Mod", "Mod / At turde"]
    bo.codes.propose(child)
    assert paths(ann) == paths(bo) == paths(lead)
    assert bo.codes.propose(child) == []
    bo.undo()
    assert paths(ann) == ["Lytte", "Mod", "Mod / At turde"]


def test_a_code_of_somebody_who_codes_blind_nowhere_is_no_draft(lead: Study, ann: Study) -> None:
    assign(lead, "ann", "bo")
    lead.codes.create("Mod")
    assert paths(ann) == ["Lytte", "Mod"]
    assert {c.draft for c in ann.codes.list()} == {""}


def test_what_a_lead_puts_below_a_draft_is_hidden_with_it(lead: Study, ann: Study, bo: Study) -> None:
    assign(lead, "ann", "bo")
    mod = bo.codes.create("Mod").id
    lead.codes.create("Vilje", parent=mod)
    assert paths(ann) == ["Lytte"]
    with pytest.raises(InputError, match="is unproposed"):
        lead.codes.move(lead.codes.find("Lytte").id, mod)
    with pytest.raises(InputError, match="is unproposed"):
        bo.codes.merge(bo.codes.find("Lytte").id, mod)
    assert (paths(ann), len(paths(bo))) == (["Lytte"], 3)


def test_a_path_that_only_a_hidden_draft_has_is_free_and_later_there_are_two(
    lead: Study, ann: Study, bo: Study
) -> None:
    assign(lead, "ann", "bo")
    coded(bo, path="Mod")
    coded(ann, path="Mod")
    mine = ann.codes.find("Mod")
    assert mine.id != bo.codes.find("Mod").id
    assert (mine.count, mine.number, paths(ann), paths(bo)) == (1, 1, ["Lytte", "Mod"], ["Lytte", "Mod"])
    assert (ann.inbox.items(), bo.inbox.items()) == ([], [])
    for coder in ("ann", "bo"):
        lead.progress.done(["A-1"], coder)
    assert sorted(paths(ann)) == ["Lytte", "Mod", "Mod ~2"]
    (item,) = ann.inbox.items()
    assert item.kind == "same name"
    assert {c.draft for c in ann.codes.list()} == {""}
    ann.codes.merge(ann.codes.find("Lytte").id, mine.id)


def test_a_draft_that_was_seen_before_stays_seen_in_the_next_round(lead: Study, ann: Study, bo: Study) -> None:
    assign(lead, "ann", "bo")
    coded(bo, path="Mod")
    for coder in ("ann", "bo"):
        lead.progress.done(["A-1"], coder)
    assert paths(ann) == ["Lytte", "Mod"]
    assign(lead, "ann", "bo", round="2", transcript="B-1")
    bo.codes.create("Ny")
    assert paths(ann) == ["Lytte", "Mod"]


def test_a_draft_stays_hidden_when_the_same_two_are_given_more(lead: Study, ann: Study, bo: Study) -> None:
    assign(lead, "ann", "bo")
    coded(bo, path="Mod")
    bo.codes.define(bo.codes.find("Lytte").id, example="bos")
    assign(lead, "ann", "bo", transcript="B-1")
    assert ([(c.path, c.example) for c in ann.codes.list()]) == [("Lytte", "")]
    for coder in ("ann", "bo"):
        lead.progress.done(["A-1"], coder)
    assert ([(c.path, c.example) for c in ann.codes.list()]) == [("Lytte", "bos"), ("Mod", "")]


def test_a_code_one_uses_oneself_does_not_vanish_when_work_is_taken_up_again(
    lead: Study, ann: Study, bo: Study
) -> None:
    assign(lead, "ann", "bo")
    coded(bo, path="Mod")
    coded(bo, path="Ro", start=26)
    for coder in ("ann", "bo"):
        lead.progress.done(["A-1"], coder)
    coding = coded(ann, "C-1", "Mod", 4, 9)
    bo.progress.start(["A-1"])
    assert paths(ann) == ["Lytte", "Mod"]
    assert ann.codings.get(coding).code == ann.codes.find("Mod").id


def test_a_code_one_has_used_stays_when_the_coding_is_removed_and_comes_back(
    lead: Study, ann: Study, bo: Study, folder: Path, opened: Opened
) -> None:
    assign(lead, "ann", "bo")
    coded(bo, path="Mod")
    for coder in ("ann", "bo"):
        lead.progress.done(["A-1"], coder)
    ann.codings.remove(coding := coded(ann, "C-1", "Mod", 4, 9))
    bo.progress.start(["A-1"])
    later = opened(folder, "ann")
    assert paths(ann) == paths(later) == ["Lytte", "Mod"]
    later.undo()
    assert ann.codings.get(coding).code == later.codes.find("Mod").id


def test_an_example_of_ones_own_is_seen_before_and_after_the_others(lead: Study, ann: Study, bo: Study) -> None:
    code = lead.codes.find("Lytte").id
    bo.codes.define(code, example="fra før")
    assign(lead, "ann", "bo")
    bo.codes.define(code, example="bos", definition="At høre.")
    now = ann.codes.get(code)
    assert (now.example, now.definition) == ("fra før", "At høre.")
    assert set(json.loads(ann.codes.history(code)[0].body)) == {"definition"}
    ann.codes.define(code, example="anns")
    bo.codes.define(code, example="bos igen")
    assert (ann.codes.get(code).example, bo.codes.get(code).example) == ("anns", "bos igen")
    lead.progress.lift(["A-1"], reason="enough")
    assert ann.codes.get(code).example == "bos igen"


def test_two_who_read_the_same_codes_apart_have_them_in_common(folder: Path, tmp_path: Path, opened: Opened) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    rows = "transcript,coder,code,start,end,memo\nA-1,{},Mod / Vilje,25,40,\n"
    ann = opened(folder, "ann")
    assign(ann, "ann", "bo")
    bo = opened(other, "bo")
    bo.log.ingest(ann.log.export())
    for study in (ann, bo):
        study.exchange.import_segments(rows.format(study.coder_name), "codings.csv")
        study.codes.create("Eget")
    ann.log.ingest(bo.log.export())
    bo.log.ingest(ann.log.export())
    for study in (ann, bo):
        assert {c.path: (c.draft, c.count) for c in study.codes.list()} == {
            "Mod": (study.coder_name, 0),
            "Mod / Vilje": (study.coder_name, 1),
            "Eget": (study.coder_name, 0),
        }
        assert study.inbox.items() == []


def test_a_code_that_was_there_before_the_draft_it_is_put_below_stands_where_one_sees_it(
    lead: Study, ann: Study, bo: Study
) -> None:
    """No verb of ours puts it there, but two who do not know of each other can."""
    turde = lead.codes.create("Turde").id
    assign(lead, "ann", "bo")
    draft = bo.codes.create("Lytte / Vilje / Ro").id
    lead._base.write("move code", [put("code", turde, parent=draft)])
    assert paths(lead)[-1] == "Lytte / Vilje / Ro / Turde"
    assert paths(ann) == ["Lytte", "Lytte / Turde"]


def test_what_counts_as_a_hidden_draft_is_hidden_with_it_unless_one_uses_it(lead: Study, ann: Study, bo: Study) -> None:
    """No verb of ours makes this, but two who do not know of each other can."""
    assign(lead, "ann", "bo")
    mod, lytte = bo.codes.create("Mod").id, lead.codes.find("Lytte").id
    coded(bo, "C-1", "Lytte", 4, 9)
    bo._base.write("merge codes", [put("code", lytte, merged=mod)])
    assert (ann.codings.count(), paths(ann), bo.codings.count()) == (0, [], 1)
    bo.undo()
    coded(ann, "C-1", "Lytte", 5, 9)
    bo.redo()
    assert (ann.codings.count(), paths(ann)) == (2, ["Mod"])


def test_the_inbox_asks_nothing_about_what_is_hidden(folder: Path, tmp_path: Path, opened: Opened) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    lead = opened(folder, "lead")
    turde, lytte = lead.codes.create("Turde").id, lead.codes.create("Lytte").id
    assign(lead, "ann", "bo")
    bo, carl = opened(other, "bo"), opened(other, "carl")
    bo.log.ingest(lead.log.export())
    lead.codes.delete(turde)
    lead.codes.define(lytte, example="leads")
    lead.codes.create("Ro")
    carl.codes.create("Ro")
    coded(bo, path="Turde")
    coded(bo, path="Ro")
    bo.codes.define(lytte, example="bos")
    lead.log.ingest(bo.log.export())
    ann = opened(folder, "ann")

    def kinds(study: Study) -> list[tuple[str, str]]:
        return sorted((item.kind, item.item.ent) for item in study.inbox.items())

    assert kinds(lead) == [("dangling", "coding"), ("dispute", "code"), ("same name", "code")]
    assert kinds(ann) == [("same name", "code")]
    (item,) = ann.inbox.items()
    assert sum("(0 codings)" in (side.value or "") for side in item.sides) == 2
    (item,) = [item for item in lead.inbox.items() if item.kind == "same name"]
    assert sum("(1 coding)" in (side.value or "") for side in item.sides) == 1
    ann.inbox.settle_all()
    assert kinds(ann) == []
    assert len(kinds(lead)) == 2
    lead.progress.lift(["A-1"], reason="enough")
    assert kinds(ann) == kinds(lead)


def test_a_code_that_was_kept_because_somebody_wrote_an_example_does_not_tell_it(
    folder: Path, tmp_path: Path, opened: Opened
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    lead = opened(folder, "lead")
    lytte = lead.codes.create("Lytte").id
    assign(lead, "ann", "bo")
    bo = opened(other, "bo")
    bo.log.ingest(lead.log.export())
    lead.codes.delete(lytte)
    bo.codes.define(lytte, example="bos eksempel", definition="At høre.")
    lead.log.ingest(bo.log.export())
    ann = opened(folder, "ann")

    def told(study: Study) -> list[str]:
        (item,) = study.inbox.items()
        return [side.value or "" for side in item.sides]

    assert told(lead) == ["deleted it", "wrote definition: At høre.\nexample: bos eksempel"]
    assert told(ann) == ["deleted it", "wrote definition: At høre."]
    ann.inbox.settle(ann.inbox.items()[0].id, "delete")
    assert (ann.inbox.items(), lead.inbox.items()) == ([], [])


def test_what_a_colleague_has_left_as_it_is_in_the_inbox_is_not_told(
    folder: Path, tmp_path: Path, opened: Opened
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    lead = opened(folder, "lead")
    turde = lead.codes.create("Turde").id
    assign(lead, "ann", "bo")
    bo = opened(other, "bo")
    bo.log.ingest(lead.log.export())
    lead.codes.delete(turde)
    coded(bo, path="Turde")
    bo.log.ingest(lead.log.export())
    (item,) = bo.inbox.items()
    bo.inbox.settle(item.id, "shown")
    lead.log.ingest(bo.log.export())
    assert "leave as it is" in {line.verb for line in lead.log.entries()}
    assert "leave as it is" not in {line.verb for line in opened(folder, "ann").log.entries()}


def test_the_inbox_lets_no_code_that_all_see_count_as_a_draft(folder: Path, tmp_path: Path, opened: Opened) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    lead = opened(folder, "lead")
    assign(lead, "ann", "bo")
    bo = opened(other, "bo")
    bo.log.ingest(lead.log.export())
    for study in (bo, lead):
        study.codes.create("Ro")
    bo.log.ingest(lead.log.export())
    (item,) = bo.inbox.items()
    drafts = [next(c.draft for c in bo.codes.list() if c.id == row) for row in item.item.rows]
    lost, kept = ("merge", "merge-back") if drafts[0] else ("merge-back", "merge")
    with pytest.raises(InputError, match="is unproposed"):
        bo.inbox.settle(item.id, lost)
    bo.inbox.settle(item.id, kept)
    lead.log.ingest(bo.log.export())
    assert paths(lead) == paths(bo) == paths(opened(folder, "ann")) == ["Ro"]


def test_nobody_is_told_of_hidden_words_that_have_not_come(folder: Path, tmp_path: Path, opened: Opened) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    lead = opened(folder, "lead")
    lytte = lead.codes.create("Lytte").id
    assign(lead, "ann", "bo")
    bo = opened(other, "bo")
    bo.log.ingest(lead.log.export())
    a = bo.transcripts.document("A-1")
    bo.codings.add(a.revision, 25, 40, lytte, memo="bos bemærkning")
    bo.memos.add("passage", a.id, "bos memo", revision=a.revision, start=25, end=40)
    bo.codes.define(lytte, example="bos eksempel")
    lead.log.ingest(line for line in bo.log.export() if "bos " not in line)
    ann = opened(folder, "ann")
    assert [item.sentence for item in lead.inbox.items()] == ["The words of 3 memos or examples have not come yet."]
    assert ann.inbox.items() == []


# --- the codebook's file


def turn(folder: Path, coder: str, work: Callable[[Study], object] = lambda _: None) -> list[str]:
    """Open the study as a coder, do something, close it; the codes as that coder sees them."""
    study = Study.open(folder, coder)
    try:
        work(study)
        return paths(study)
    finally:
        study.close()


def in_file(folder: Path) -> list[str]:
    """The headings of the file, without what marks them."""
    text = (folder / FILE).read_text(encoding="utf-8")
    return [line.strip("# ").partition(" {")[0] for line in text.splitlines() if line.startswith("#")]


@pytest.fixture
def shared(folder: Path) -> Path:
    """A folder in which ann and bo work in turn; bo has made a draft with a child, and was the last to work."""

    def begin(study: Study) -> None:
        study.codes.create("Lytte")
        study.codes.create("Turde")
        assign(study, "ann", "bo")

    turn(folder, "lead", begin)
    turn(folder, "bo", lambda s: s.codes.create("Mod / Vilje"))
    return folder


def test_two_coders_on_one_machine_in_turn_delete_nothing_of_each_other(shared: Path) -> None:
    assert in_file(shared) == ["Lytte", "Turde", "Mod", "Vilje"]
    for _ in range(2):
        assert turn(shared, "ann") == ["Lytte", "Turde"]
        assert in_file(shared) == ["Lytte", "Turde"]
        assert turn(shared, "bo") == ["Lytte", "Turde", "Mod", "Mod / Vilje"]
        assert in_file(shared) == ["Lytte", "Turde", "Mod", "Vilje"]


@pytest.mark.parametrize("opener", ["ann", "bo", "lead"])
@pytest.mark.parametrize("seen_by", ["ann", "bo"])
def test_a_file_edited_by_hand_says_what_was_edited_whoever_opens_it(shared: Path, seen_by: str, opener: str) -> None:
    turn(shared, seen_by)
    buffer = (shared / FILE).read_text(encoding="utf-8")
    turn(shared, "bo" if seen_by == "ann" else "ann")  # what the editor holds is not what was written last
    (shared / FILE).write_text(buffer.replace("# Turde", "# Tør"), encoding="utf-8")
    turn(shared, opener)
    assert turn(shared, "ann") == ["Lytte", "Tør"]
    assert turn(shared, "bo") == ["Lytte", "Tør", "Mod", "Mod / Vilje"]


def test_a_heading_that_is_taken_out_by_hand_goes_also_while_somebody_codes_blind(shared: Path) -> None:
    text = (shared / FILE).read_text(encoding="utf-8")
    start, end = text.index("# Turde"), text.index("# Mod")
    (shared / FILE).write_text(text[:start] + text[end:], encoding="utf-8")
    assert turn(shared, "ann") == ["Lytte"]
    assert turn(shared, "bo") == ["Lytte", "Mod", "Mod / Vilje"]


def test_a_heading_written_by_hand_is_a_draft_of_whoever_opens_the_file(shared: Path) -> None:
    turn(shared, "ann")
    with (shared / FILE).open("a", encoding="utf-8") as file:
        file.write("\n# Mod\n\n## Vilje\n\nDefinition: Anns egen.\n")
    assert turn(shared, "ann") == ["Lytte", "Turde", "Mod", "Mod / Vilje"]
    assert turn(shared, "bo") == ["Lytte", "Turde", "Mod", "Mod / Vilje"]
    assert turn(shared, "lead") == ["Lytte", "Turde", "Mod", "Mod / Vilje", "Mod ~2", "Mod ~2 / Vilje"]


def test_a_heading_whose_short_id_a_hidden_draft_has_by_chance_is_another_code(folder: Path) -> None:
    def begin(study: Study) -> None:
        study.codes.create("Lytte")
        assign(study, "ann", "bo")

    rows = "transcript,coder,code,start,end,memo\nA-1,bo,Mod / Vilje,25,40,\n"
    turn(folder, "lead", begin)
    turn(folder, "bo", lambda s: s.exchange.import_segments(rows, "codings.csv"))
    turn(folder, "ann")
    with (folder / FILE).open("a", encoding="utf-8") as file:
        file.write("\n# Mod\n\n## Vilje\n\nDefinition: Anns egen.\n")
    assert turn(folder, "ann") == ["Lytte", "Mod", "Mod / Vilje"]
    assert "Anns egen." in (folder / FILE).read_text(encoding="utf-8")
    assert turn(folder, "bo") == ["Lytte", "Mod", "Mod / Vilje"]
    assert "Anns egen." not in (folder / FILE).read_text(encoding="utf-8")
    assert len(turn(folder, "lead")) == 5


def test_an_example_that_was_left_in_an_editor_brings_nobody_elses_back(shared: Path) -> None:
    def example(study: Study) -> None:
        study.codes.define(study.codes.find("Lytte").id, example="bos")

    turn(shared, "ann")
    buffer = (shared / FILE).read_text(encoding="utf-8")
    turn(shared, "bo", example)
    (shared / FILE).write_text(buffer.replace("# Turde", "# Tør"), encoding="utf-8")
    turn(shared, "bo")
    study = Study.open(shared, "bo")
    assert (study.codes.find("Lytte").example, study.codes.find("Tør").example) == ("bos", "")
    study.close()


def test_a_codebook_that_one_takes_in_makes_codes_of_ones_own_of_hidden_drafts(shared: Path) -> None:
    text = (shared / FILE).read_text(encoding="utf-8")
    assert turn(shared, "ann", lambda s: s.import_codebook(text, "bos.md")) == ["Lytte", "Turde", "Mod", "Mod / Vilje"]
    assert len(turn(shared, "lead")) == 6


@pytest.mark.parametrize("opener", ["ann", "bo", "lead"])
def test_what_a_lead_put_below_a_draft_stays_when_the_file_of_who_does_not_see_it_is_read(
    shared: Path, opener: str
) -> None:
    turn(shared, "lead", lambda s: s.codes.create("Ro", parent=s.codes.find("Mod").id))
    turn(shared, "ann")
    buffer = (shared / FILE).read_text(encoding="utf-8")
    turn(shared, "bo")
    (shared / FILE).write_text(buffer.replace("# Turde", "# Tør"), encoding="utf-8")
    turn(shared, opener)
    assert turn(shared, "bo") == ["Lytte", "Tør", "Mod", "Mod / Vilje", "Mod / Ro"]


def test_after_the_blind_round_a_draft_is_deleted_by_hand_like_any_code(shared: Path) -> None:
    turn(shared, "lead", lambda s: [s.progress.done(["A-1"], coder) for coder in ("ann", "bo")])
    text = (shared / FILE).read_text(encoding="utf-8")
    (shared / FILE).write_text(text[: text.index("# Mod")], encoding="utf-8")
    assert turn(shared, "bo") == ["Lytte", "Turde"]


# --- what is done to others' work unseen


def test_codings_that_are_taken_in_for_others_are_told_the_same_whether_they_are_there(
    lead: Study, ann: Study, bo: Study
) -> None:
    assign(lead, "ann", "bo")
    coded(bo)
    rows = "transcript,coder,code,start,end,memo\nA-1,bo,Lytte,25,40,\nA-1,bo,Lytte,26,40,\nA-1,ann,Lytte,26,40,\n"
    assert ann.exchange.import_segments(rows, "both.csv")[:2] == (3, 0)
    assert ann.exchange.import_segments(rows, "both.csv")[:2] == (2, 1)
    assert lead.exchange.import_segments(rows, "both.csv")[:2] == (0, 3)
    assert (len(bo.codings.of(bo.transcripts.document("A-1").revision)), ann.codings.count()) == (2, 1)


def test_a_withdrawal_tells_nothing_of_hidden_codings_and_reaches_them_all_the_same(
    lead: Study, ann: Study, bo: Study
) -> None:
    assign(lead, "ann", "bo")
    words = "Man skal turde. Og man skal lytte, altså rigtigt lytte."
    before = ann.withdrawals.preview("P1")
    lytte = lead.codes.find("Lytte").id
    bo.codings.note(coded(bo), words)
    bo.codings.note(coded(bo, path="Mod"), words)
    a = bo.transcripts.document("A-1")
    bo.memos.add("passage", a.id, words, revision=a.revision, start=25, end=40)
    bo.memos.add("code", bo.codes.find("Mod").id, words)
    bo.codes.define(lytte, example=words)
    assert ann.withdrawals.preview("P1") == before
    told = lead.withdrawals.preview("P1")
    assert (told.codings, told.memos, len(told.quoting)) == ((2, 0, 0), (1, 0, 0), 2)
    done = ann.withdrawals.withdraw("P1")
    assert not [sentence for sentence in done.done if "carried over" in sentence]
    assert "withdraw" in {line.verb for line in ann.log.entries()}, "one's own work is told, whatever it touched"
    assert (lead.codings.count(), lead.memos.list(), lead.codes.get(lytte).example) == (0, [], "")


def test_a_table_names_nobody_whose_codings_are_hidden(lead: Study, ann: Study, bo: Study) -> None:
    assign(lead, "ann", "bo")
    coded(ann, "C-1", start=4, end=9)
    coded(bo)
    assert json.loads(ann.synthesis.render(format="json"))["coders"] == ["ann"]
    assert json.loads(lead.synthesis.render(format="json"))["coders"] == ["ann", "bo"]


def test_what_is_hidden_cannot_be_erased(lead: Study, ann: Study, bo: Study) -> None:
    assign(lead, "ann", "bo")
    bo.codings.note(coding := coded(bo), "godt sagt")
    a = bo.transcripts.document("A-1")
    memo = bo.memos.add("passage", a.id, "her", revision=a.revision, start=25, end=40)
    for kind, row in (("remark", coding), ("memo", memo)):
        with pytest.raises(NotFoundError, match=f"there is no {kind}"):
            ann.withdrawals.purge(kind, row, "why not")
    assert (bo.codings.get(coding).memo, bo.memos.get(memo).text) == ("godt sagt", "her")


def test_what_was_settled_and_looked_for_is_told_no_longer_where_one_codes_blind_again(
    lead: Study, ann: Study, bo: Study
) -> None:
    assign(lead, "ann", "bo")
    for study, start in ((ann, 25), (bo, 30)):
        coded(study, start=start)
        study.progress.done(["A-1"])
    lytte = lead.codes.find("Lytte").id
    (episode,) = bo.agreement.episodes(lytte, NOW).rows
    bo.agreement.settle(episode.item, "union")
    bo.progress.sought(["A-1"], lytte)
    told = {"settle", "look for code"}
    assert told <= {line.verb for line in ann.log.entries()}
    bo.progress.start(["A-1"])
    draft = bo.codes.create("Mod").id
    bo.synthesis.place("competences", draft, "volunteer", "derfor")
    told |= {"place theme"}
    assert [told & {line.verb for line in study.log.entries()} for study in (lead, bo, ann)] == [told, told, set()]
    assert (len(lead.agreement.settlements()), ann.agreement.settlements()) == (1, [])
    with pytest.raises(NotFoundError, match="not settled"):
        ann.agreement.unsettle(episode.item)


def test_the_inbox_tells_no_dispute_about_what_was_settled_or_placed_unseen(
    folder: Path, tmp_path: Path, opened: Opened
) -> None:
    other = Path(shutil.copytree(folder, tmp_path / "other"))
    lead, ann = opened(folder, "lead"), opened(folder, "ann")
    lytte = lead.codes.create("Lytte").id
    assign(lead, "ann", "bo")
    for study, coder, start in ((ann, "ann", 25), (opened(folder, "bo"), "bo", 30)):
        coded(study, start=start)
        lead.progress.done(["A-1"], coder)
    opened(folder, "bo").progress.assign(["C-1"], ["ann", "bo"])
    draft = opened(folder, "bo").codes.create("Mod").id
    bo = opened(other, "bo")
    bo.log.ingest(lead.log.export())
    (episode,) = lead.agreement.episodes(lytte, NOW).rows
    for study, choice, column in ((lead, "union", "volunteer"), (bo, "intersection", "professional")):
        study.agreement.settle(episode.item, choice)
        study.synthesis.place("competences", draft, column, "derfor")
    lead.log.ingest(bo.log.export())

    def kinds(study: Study) -> list[str]:
        return sorted(item.item.ent for item in study.inbox.items())

    assert (kinds(lead), kinds(ann)) == (["placement", "settlement"], ["settlement"])
    lead.progress.start(["A-1"], "bo")
    assert (kinds(lead), kinds(ann)) == (["placement", "settlement"], [])
