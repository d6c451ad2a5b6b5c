"""Memos: their kinds, when they were written, finding them, and the passages that they point to."""

import json
import shutil
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.errors import InputError, NotFoundError, StudyError
from workbench.store import Op, Store, put
from workbench.study import Study
from workbench.study.memos import KINDS, LABELS, kind_of, label
from workbench.transcripts.moves import edited, written

Opened = Callable[..., Study]


def span(study: Study, transcript: str, words: str) -> tuple[str, int, int]:
    """The passage that reads ``words``, in the text that is read."""
    document = study.transcripts.document(transcript)
    start = document.text.index(words)
    return document.revision, start, start + len(words)


class Pair:
    """Two people with a study each."""

    def __init__(self, ann: Study, bo: Study) -> None:
        self.ann, self.bo = ann, bo

    def meet(self) -> None:
        """Exchange everything."""
        self.ann.log.ingest(list(self.bo.log.export()))
        self.bo.log.ingest(list(self.ann.log.export()))
        assert self.ann._base.store.digest() == self.bo._base.store.digest()
        assert not self.ann.log.verify().faults


@pytest.fixture
def pair(folder: Path, opened: Opened) -> Pair:
    other = Path(shutil.copytree(folder, folder.parent / "bo"))
    both = Pair(opened(folder, "ann"), opened(other, "bo"))
    both.meet()
    return both


# --- kinds, dates, lists


def test_a_kind_may_be_named_as_people_call_it_or_be_a_word_of_ones_own(study: Study) -> None:
    memos = study.memos
    assert [kind_of(text) for text in LABELS.values()] == list(KINDS)
    first = memos.add("study", "", "Vi enes om koden.", kind="Meeting Decision")
    second = memos.add("study", "", "Metode.", kind=" method ")
    assert (memos.get(first).kind, label(memos.get(first).kind)) == ("decision", "meeting decision")
    assert (memos.get(second).kind, label("method")) == ("method", "method")
    assert memos.kinds() == (*KINDS, "method")
    memos.set_kind(second, "reflexive")
    assert memos.kinds() == KINDS
    assert study.undo() == "change kind of memo"
    assert memos.get(second).kind == "method"
    for wrong in ("", " \n", "x" * 41):
        with pytest.raises(InputError):
            memos.add("study", "", "x", kind=wrong)
        with pytest.raises(InputError):
            memos.set_kind(second, wrong)


def test_lists_are_narrowed_by_kind_coder_subject_and_day(study: Study, folder: Path, opened: Opened) -> None:
    memos, a, b = study.memos, study.transcripts.get("A-1").id, study.transcripts.get("B-1").id
    code, other = study.codes.create("Lytte"), study.codes.create("Høre efter")
    revision, start, end = span(study, "A-1", "turde")
    field = memos.add("transcript", a, "Et køligt lokale.", kind="field")
    passage = memos.add("passage", a, "Hun tøver.", revision=revision, start=start, end=end)
    on_code = memos.add("code", other.id, "Er det det samme?", kind="analytic")
    bo = opened(folder, "bo")
    diary = bo.memos.add("study", "", "Jeg blev træt.", kind="reflexive")
    memos.add("transcript", b, "Et varmt lokale.", kind="field")

    def ids(**asked: Any) -> set[str]:
        return {memo.id for memo in memos.list(**asked)}

    assert ids(kinds=["field note"], transcript=a) == {field}
    assert ids(transcript=a) == {field, passage}
    assert ids(coders=["BO"]) == {diary}
    assert ids(about=["code", "study"]) == {on_code, diary}
    assert ids(code=code.id) == set()
    study.codes.merge(other.id, code.id)
    assert ids(code=code.id) == {on_code}
    assert study.memos.places(memos.list())[on_code].words == "Lytte"
    today = memos.get(field).created
    assert today is not None
    assert field in ids(since=today.date(), until=today.date())
    assert ids(until=today.date() - timedelta(days=1)) == ids(since=date(2999, 1, 1)) == set()
    with pytest.raises(NotFoundError, match="there is no coder called cia"):
        memos.list(coders=["cia"])


def test_the_log_says_when_a_memo_was_written_and_when_its_words_were_changed(study: Study) -> None:
    memo = study.memos.add("study", "", "\n  Første linje.  \nAnden.")
    first = study.memos.get(memo)
    assert first.title == "Første linje."
    assert first.created is not None
    assert first.edited is None
    study.memos.set_kind(memo, "analytic")
    assert study.memos.get(memo).edited is None
    study.memos.edit(memo, "Noget andet.", kind="field")
    now = study.memos.get(memo)
    assert (now.kind, now.title, now.created) == ("field", "Noget andet.", first.created)
    assert now.edited is not None
    assert now.edited >= first.created
    assert study.undo() == "edit memo"
    assert (study.memos.get(memo).text, study.memos.get(memo).kind) == (first.text, "analytic")


def test_a_memo_is_found_by_its_id_and_by_the_end_of_it(study: Study) -> None:
    memo = study.memos.add("study", "", "Her.")
    assert study.memos.find(memo).id == study.memos.find(study.memos.get(memo).short).id == memo
    for wrong in ("", "ab", "zzzzzz"):
        with pytest.raises(NotFoundError):
            study.memos.find(wrong)


def test_searching_finds_other_forms_of_the_words_and_says_where(study: Study) -> None:
    text = "Kompetencerne er ikke ens.\nDer er én KOMPETENCE, de deler."
    memo = study.memos.add("study", "", text, kind="analytic")
    study.memos.add("study", "", "Noget helt andet.")
    hits = study.memos.search("kompetence")
    assert [(hit.memo.id, hit.tier, text[hit.start : hit.end]) for hit in hits] == [
        (memo, "folded", "KOMPETENCE"),
        (memo, "lemma", "Kompetencerne"),
    ]
    assert all(hit.before + hit.text + hit.after in text for hit in hits)
    assert study.memos.search("kompetence", []) == []
    with pytest.raises(InputError):
        study.memos.search("…")


def test_a_memo_that_is_moved_keeps_its_words_kind_and_links(study: Study) -> None:
    revision, start, end = span(study, "A-1", "turde")
    memo = study.memos.add(
        "passage", "", "x", revision=revision, start=start, end=end, kind="field", links=[(revision, 0, 5)]
    )
    code = study.codes.create("Mod").id
    study.memos.move(memo, "code", code)
    now = study.memos.get(memo)
    assert (now.about, now.target, now.revision, now.start, now.kind, len(now.links)) == (
        "code",
        code,
        "",
        0,
        "field",
        1,
    )
    study.memos.move(memo, "code", code)
    study.memos.move(memo, "passage", "", revision=revision, start=0, end=5)
    assert study.memos.get(memo).end == 5
    for about, target in (("planet", ""), ("passage", "")):
        with pytest.raises((InputError, NotFoundError)):
            study.memos.move(memo, about, target)
    for _ in range(2):
        assert str(study.undo()).startswith("move memo")
    assert (study.memos.get(memo).start, study.memos.get(memo).end) == (start, end)


# --- links


def test_a_memo_points_to_passages_with_their_words_and_codes(study: Study) -> None:
    revision, start, end = span(study, "A-1", "Man skal turde.")
    study.codings.add(revision, start + 4, end, study.codes.create("Mod / Turde").id)
    memo = study.memos.add("study", "", "Mod er talt frem.", kind="analytic", links=[(revision, start, end)])
    other = span(study, "B-1", "Tid.")
    drawn = study.memos.link(memo, *other)
    assert study.memos.link(memo, *other) == drawn
    first, second = study.memos.links(memo)
    assert (first.transcript, first.text, first.turn, first.speakers) == ("A-1", "Man skal turde.", 2, ("R1",))
    assert (first.codes, first.coder, first.lost) == (("Mod / Turde",), "ann", False)
    assert (second.id, second.transcript, second.codes) == (drawn, "B-1", ())
    (linking,) = study.memos.linking(other[0])
    assert (linking.start, linking.end, linking.link, linking.memo.id) == (*other[1:], drawn, memo)
    study.memos.unlink(drawn)
    assert study.memos.linking(other[0]) == []
    assert study.undo() == "unlink passage B-1"
    assert study.memos.links(memo) == [first, second]
    study.memos.remove(memo)
    assert study.memos.linking(revision) == []
    study.undo()
    assert study.memos.links(memo) == [first, second]
    for wrong in ((revision, 9, 9), (revision, 0, 10_000), ("", 0, 1)):
        with pytest.raises((InputError, NotFoundError)):
            study.memos.link(memo, *wrong)
    for gone in (lambda: study.memos.unlink("X"), lambda: study.memos.link("X", revision, 0, 1)):
        with pytest.raises(NotFoundError):
            gone()


def test_a_link_that_two_have_drawn_is_one_and_goes_as_one(pair: Pair) -> None:
    ann, bo = pair.ann, pair.bo
    memo = ann.memos.add("study", "", "Mod.", kind="analytic")
    pair.meet()
    for study in (ann, bo):
        study.memos.link(memo, *span(study, "A-1", "turde"))
    pair.meet()
    assert len(ann._base.store.read("SELECT id FROM link WHERE alive = 1")) == 2
    assert len(ann.memos.get(memo).links) == len(ann.memos.links(memo)) == 1
    assert len(bo.memos.linking(span(bo, "A-1", "turde")[0])) == 1
    bo.memos.unlink(bo.memos.links(memo)[0].id)
    pair.meet()
    assert ann.memos.links(memo) == []
    bo.undo()
    assert len(bo.memos.links(memo)) == 1
    assert ann.inbox.items() == []


def test_what_two_wrote_into_a_memo_at_the_same_time_is_kept_twice(pair: Pair) -> None:
    ann, bo = pair.ann, pair.bo
    memo = ann.memos.add("study", "", "Først.")
    pair.meet()
    ann.memos.edit(memo, "Anns.")
    bo.memos.edit(memo, "Bos.")
    pair.meet()
    (item,) = ann.inbox.items()
    assert {side.value for side in item.sides} == {"Anns.", "Bos."}


def test_who_settles_what_a_memo_is_about_settles_all_of_it(pair: Pair) -> None:
    ann, bo = pair.ann, pair.bo
    code = ann.codes.create("Mod").id
    memo = ann.memos.add("study", "", "Om mod.")
    pair.meet()
    ann.memos.move(memo, "code", code)
    bo.memos.move(memo, "passage", bo.transcripts.get("A-1").id, **_placed(span(bo, "A-1", "turde")))
    pair.meet()
    (item,) = ann.inbox.items()
    assert item.sentence.startswith("ann and bo let the memo on ") or item.sentence.startswith("bo and ann")
    assert {side.value for side in item.sides} == {"Mod", "A-1"}
    shown = ann.memos.get(memo).about
    ann.inbox.settle(item.id, "other")
    now = ann.memos.get(memo)
    assert now.about != shown
    assert bool(now.revision) == (now.about == "passage")
    assert ann.inbox.items() == []
    pair.meet()
    assert bo.memos.get(memo).about == now.about


def _placed(where: tuple[str, int, int]) -> dict[str, Any]:
    return dict(zip(("revision", "start", "end"), where, strict=True))


def test_a_link_of_a_memo_that_was_removed_unknowingly_is_told_and_comes_back_with_it(pair: Pair) -> None:
    ann, bo = pair.ann, pair.bo
    memo = ann.memos.add("study", "", "Mod.", kind="analytic", links=[span(ann, "A-1", "turde")])
    pair.meet()
    ann.memos.remove(memo)
    assert ann.inbox.items() == []
    bo.memos.link(memo, *span(bo, "B-1", "Tid."))
    pair.meet()
    (item,) = ann.inbox.items()
    assert item.sentence.startswith("A link drawn by bo to B-1 belongs to the memo on the study, which ann deleted on ")
    assert item.sentence.endswith(" without knowing of it.")
    assert [choice.key for choice in item.choices] == ["shown", "restore", "remove"]
    assert any(problem.where == item.sentence for problem in ann.anonymity.problems())
    ann.inbox.settle(item.id, "restore")
    assert len(ann.memos.links(memo)) == 2
    ann.undo()
    (item,) = ann.inbox.items()
    ann.inbox.settle(item.id, "remove")
    assert ann.inbox.items() == []
    pair.meet()
    assert bo.inbox.items() == []


# --- corrections


def test_a_link_goes_along_with_a_correction_and_waits_where_nothing_is_left_of_it(study: Study) -> None:
    first, second = span(study, "A-1", "rigtigt lytte"), span(study, "A-1", "Man skal turde.")
    memo = study.memos.add("study", "", "Mod.", kind="analytic", links=[first, second])
    text = study.transcripts.document("A-1").text
    (fate, other) = study.corrections.preview("A-1", text.replace("Man skal turde. ", "")).fates
    assert {(fate.ent, fate.status), (other.ent, other.status)} == {("link", "lost"), ("link", "kept")}
    study.corrections.correct("A-1", text.replace("I: Hvad kræver det?", "I: Hvad kræver det så?"))
    assert [link.text for link in study.memos.links(memo)] == ["Man skal turde.", "rigtigt lytte"]
    assert study.corrections.queue() == []
    now = study.transcripts.document("A-1").text
    study.corrections.correct("A-1", now.replace("Man skal turde. ", ""))
    (fate,) = study.corrections.queue()
    assert (fate.ent, fate.row) == ("link", next(link.id for link in study.memos.links(memo) if link.lost))
    assert [(link.text, link.lost) for link in study.memos.links(memo) if link.lost] == [("Man skal turde.", True)]
    assert any("link of a memo by ann: lost" in problem.where for problem in study.anonymity.problems())
    study.corrections.place(fate.row, *span(study, "A-1", "Og man skal lytte")[1:])
    assert [link.text for link in study.memos.links(memo)] == ["Og man skal lytte", "rigtigt lytte"]
    study.undo()
    study.memos.remove(memo)
    assert study.corrections.queue() == []
    study.undo()
    study.corrections.accept(fate.row)
    assert study.corrections.queue() == []


TEXT = "Ja. Det gik godt. Mette kom. Så gik vi hjem igen."
edits = st.lists(st.integers(0, len(TEXT) - 2), max_size=4, unique=True).map(
    lambda at: [(n, n + 1, "" if n % 3 else "æø") for n in sorted(at)]
)
steps = st.one_of(
    st.tuples(st.just("mark"), st.integers(0, 6), st.integers(0, 40), st.integers(1, 12)),
    st.tuples(st.just("correct"), edits),
    st.tuples(st.just("back"), st.integers(0, 6)),
    st.tuples(st.just("undo")),
)


@settings(max_examples=examples(30), deadline=None)
@given(st.lists(st.tuples(st.integers(0, 1), steps), max_size=12))
def test_a_link_stands_wherever_a_coding_of_the_same_passage_stands(
    program: list[tuple[int, tuple[object, ...]]],
) -> None:
    members = [Store.open(":memory:", name) for name in ("ann", "bo")]
    words = {"A": TEXT}
    first = [put("revision", "A", transcript="T", characters=len(TEXT)), put("transcript", "T", current="A")]
    members[0].write("import", first)
    members[1].ingest(members[0].export())
    for member, step in program:
        _take(members[member], words, step)
    for one, other in ((0, 1), (1, 0)):
        members[one].ingest(members[other].export())
    assert members[0].digest() == members[1].digest()
    for store in members:
        query = "SELECT substr(id, 2), revision, start, end, anchor FROM {} WHERE alive = 1 ORDER BY 1"
        assert store.read(query.format("link")) == store.read(query.format("coding"))
        store.db.close()


def _take(store: Store, words: dict[str, str], step: tuple[object, ...]) -> None:
    here = [row for (row,) in store.read("SELECT id FROM revision ORDER BY id")]
    ((now,),) = store.read("SELECT current FROM transcript")
    match step:
        case ("mark", int(n), int(start), int(length)):
            revision = here[n % len(here)]
            start = min(start, len(words[revision]) - 2)
            where = [revision, start, min(start + length, len(words[revision]))]
            marks: list[Op] = [put("coding", f"G{n}", span=where), put("link", f"L{n}", span=where, memo="M")]
            store.write("mark", marks)
        case ("correct", list(changes)):
            row = f"R{len(words)}"
            fitting = [change for change in changes if change[1] <= len(words[now])]
            words[row], moves = edited(words[now], fitting)
            more = {"parents": json.dumps([now]), "moves": written({now: moves})}
            made = put("revision", row, transcript="T", characters=len(words[row]), **more)
            store.write("correct", [made, put("transcript", "T", current=row)])
        case ("back", int(n)):
            store.write("back", [put("transcript", "T", current=here[n % len(here)])])
        case ("undo",):
            done = [s for s in store.undo_list().done if s.verb != "import"]
            if done:
                try:
                    store.undo(done[-1].stream, done[-1].tx)
                except StudyError:
                    return


# --- what is kept from whom, and what is taken back


def test_who_codes_blind_sees_no_link_of_the_others_to_their_transcripts(
    study: Study, folder: Path, opened: Opened
) -> None:
    lead, ann, bo = study, opened(folder, "cia"), opened(folder, "bo")
    on_study = lead.memos.add("study", "", "Mod.", kind="analytic")
    for coder in ("cia", "bo"):
        lead.progress.assign(["A-1"], coder)
    secret = bo.memos.add("transcript", bo.transcripts.get("A-1").id, "Feltnote.", kind="field")
    bo.memos.link(secret, *span(bo, "B-1", "Tid."))
    hidden = bo.memos.link(on_study, *span(bo, "A-1", "turde"))
    shown = bo.memos.link(on_study, *span(bo, "B-1", "Tid."))
    log = [line.verb for line in ann.log.entries()]
    assert [link.id for link in ann.memos.links(on_study)] == [shown]
    assert [one.memo.id for one in ann.memos.linking(span(ann, "B-1", "Tid.")[0])] == [on_study]
    assert ann.memos.linking(span(ann, "A-1", "turde")[0]) == []
    assert log.count("link passage") == 1
    assert len(lead.memos.links(on_study)) == 2
    assert len(bo.memos.links(secret)) == 1
    with pytest.raises(NotFoundError):
        ann.memos.unlink(hidden)
    with pytest.raises(NotFoundError):
        ann.memos.links(secret)
    mine = ann.memos.link(on_study, *span(ann, "A-1", "turde"))
    assert mine != hidden
    ann.memos.unlink(mine)
    assert len(bo.memos.links(on_study)) == 2
    content = ann.memos.render(ann.memos.list(), "md")
    assert "Feltnote" not in str(content)
    assert "turde" not in str(content)
    for coder in ("cia", "bo"):
        lead.progress.done(["A-1"], coder)
    assert {link.id for link in ann.memos.links(on_study)} == {hidden, shown}


def test_with_the_words_of_who_withdraws_the_links_to_them_go(study: Study) -> None:
    gone, stays = span(study, "B-1", "Mm."), span(study, "B-1", "Tid. Og at man lytter.")
    memo = study.memos.add("study", "", "To stemmer.", kind="analytic", links=[gone, stays])
    assert study.withdrawals.preview("P3").links == (1, 0, 1)
    done = study.withdrawals.withdraw("P3")
    assert "links carried over: 1 whole, 0 shortened; 1 lost with what they were on" in done.done
    (link,) = study.memos.links(memo)
    assert (link.text, link.lost) == ("Tid. Og at man lytter.", False)
    assert not study.log.verify().faults


# --- leaving the study


def test_memos_leave_with_kind_day_subject_and_the_quotes_they_point_to(study: Study, tmp_path: Path) -> None:
    revision, start, end = span(study, "A-1", "Man skal turde.")
    study.codings.add(revision, start, end, study.codes.create("Mod").id)
    memo = study.memos.add(
        "code", study.codes.find("Mod").id, "Mod er *talt* frem.\n\n- for det første\n", kind="analytic",
        links=[(revision, start, end)],
    )  # fmt: skip
    path = study.memos.export([study.memos.get(memo)], "md", tmp_path / "memoer.md")
    text = path.read_text(encoding="utf-8")
    day = study.memos.get(memo).day
    assert f"**analytisk memo** · {day} · ann · om Mod" in text
    assert "Mod er \\*talt\\* frem." in text.splitlines()[6]
    assert "- “Man skal turde.” (A-1, R1, tur 2) · Mod" in text
    assert study.search.verify(text)[0].status == "exact"
    data = json.loads(study.memos.render(study.memos.list(), "json"))
    assert data["memos"][0]["links"][0]["text"] == "Man skal turde."
    csv = str(study.memos.render(study.memos.list(), "csv")).splitlines()
    assert csv[0].startswith("id,kind,created,edited,coder,about,transcript,code,start,end,memo,passage,links")
    assert csv[1].endswith(f",A-1 {start}–{end}")
    with pytest.raises(NotFoundError):
        study.memos.render([], "pages")
