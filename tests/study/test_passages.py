"""A code's passages: who is in the list, what stands around them, and what is done to many at once."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import InputError, NotFoundError
from workbench.study import Passage, Study

TURDE, LYTTE = "Man skal turde.", "Og man skal lytte, altså rigtigt lytte."


class Book:
    """The small study with two codes: ann and bo have coded the same sentence, bo one more."""

    def __init__(self, ann: Study, bo: Study) -> None:
        self.ann, self.bo = ann, bo
        self.mod = ann.codes.create("Mod").id
        self.turde = ann.codes.create("Mod / At turde").id
        self.lytte = ann.codes.create("Lytte").id
        self.code(ann, "A-1", TURDE, self.turde)
        self.code(bo, "A-1", TURDE, self.turde)
        self.code(bo, "B-1", "Tid. Og at man lytter.\n\nR2: Mm.", self.turde)

    def code(self, study: Study, transcript: str, words: str, code: str, memo: str = "") -> str:
        document = study.transcripts.document(transcript)
        start = document.text.index(words)
        return study.codings.add(document.revision, start, start + len(words), code, memo=memo)

    def of(self, **filters: object) -> list[Passage]:
        return self.ann.passages.of(self.turde, **filters)  # type: ignore[arg-type]

    def texts(self, **filters: object) -> list[str]:
        return [p.text[:12] for p in self.of(**filters)]


@pytest.fixture
def book(study: Study, opened: Callable[..., Study]) -> Book:
    return Book(study, opened(study.folder, "bo"))


def test_one_passage_holds_the_codings_of_all_who_coded_it(book: Book) -> None:
    first, second = book.of()
    assert (first.transcript, first.text, first.coders, len(first.codings)) == ("A-1", TURDE, ("ann", "bo"), 2)
    assert (first.turn, first.speakers, first.groups) == (2, ("R1",), ("professional",))
    assert (first.before.split()[-1], first.after.split()[0]) == ("R1:", "Og")
    assert (second.transcript, second.coders, second.turn) == ("B-1", ("bo",), 2)
    assert not (first.starred)
    assert not (first.lost)


def test_who_only_says_mm_is_no_voice_and_corrected_voices_are(book: Book) -> None:
    (_, second) = book.of()
    assert second.speakers == ("R1",)
    r2 = next(i.id for i in book.ann.transcripts.get("B-1").informants if i.label == "R2")
    book.ann.codings.set_voices(second.codings[0], [r2])
    assert book.of()[1].speakers == ("R2",)


def test_where_only_the_interviewer_speaks_that_is_said_and_can_be_left_out(book: Book) -> None:
    book.code(book.ann, "A-1", "Hvad kræver det?", book.turde)
    assert [p.speakers for p in book.of()] == [("I",), ("R1",), ("R1",)]
    assert len(book.of(interviewer=False)) == 2


def test_all_codes_of_the_very_passage_its_remarks_and_its_memos_are_told(book: Book) -> None:
    book.code(book.bo, "A-1", TURDE, book.lytte, memo="hører ikke til")
    coding = next(c for c in book.ann.codings.with_code(book.turde) if c.coder == book.ann.coder)
    book.ann.codings.note(coding.id, "se her")
    first = book.of()[0]
    transcript = book.ann.transcripts.get("A-1").id
    revision, start, end = first.span
    book.ann.memos.add("passage", transcript, "Et notat.", revision=revision, start=start, end=end)
    first = book.of()[0]
    assert first.codes == ("Mod / At turde", "Lytte")
    assert first.memos == ("se her", "Et notat.")


def test_passages_are_narrowed_by_what_is_known_of_them(book: Book) -> None:
    assert book.texts(coders=["ann"]) == ["Man skal tur"]
    assert book.of(coders=["ANN"])[0].coders == ("ann", "bo"), "the passage stays what it is"
    assert len(book.of(coders=["ANN"])[0].codings) == 1, "but what is done to it is done to ann's coding"
    assert book.texts(groups=["volunteer"]) == ["Tid. Og at m"]
    assert book.texts(attributes={"role": "leder"}) == ["Man skal tur"]
    assert book.texts(transcripts=["B-1"]) == ["Tid. Og at m"]
    assert book.texts(groups=["education"]) == []
    filters = book.ann.passages.filters()
    assert filters.coders == ("ann", "bo")
    assert filters.groups[0] == ("professional", "Kommunen")
    assert filters.attributes == {"role": ("leder",)}
    assert filters.transcripts == ("A-1", "B-1", "C-1")


@pytest.mark.parametrize(
    "filters",
    [
        {"coders": ["eva"]},
        {"groups": ["nobody"]},
        {"transcripts": ["Z-9"]},
        {"attributes": {"age": "4"}},
        {"attributes": {"role": "konge"}},
    ],
)
def test_a_name_that_means_nothing_is_refused(book: Book, filters: dict[str, object]) -> None:
    with pytest.raises(NotFoundError):
        book.of(**filters)
    with pytest.raises(NotFoundError):
        book.ann.passages.of("nothing")


def test_a_subtree_is_one_list_and_a_passage_in_it_once(book: Book) -> None:
    book.code(book.ann, "A-1", TURDE, book.mod)
    book.code(book.ann, "C-1", "Vi lærer dem at sige fra.", book.mod)
    found = book.ann.passages.of(book.mod, subtree=True)
    assert [p.transcript for p in found] == ["A-1", "B-1", "C-1"]
    assert found[0].codes == ("Mod", "Mod / At turde")
    assert len(found[0].codings) == 3
    assert [p.transcript for p in book.ann.passages.of(book.mod)] == ["A-1", "C-1"]


def test_a_passage_whose_words_a_correction_took_away_is_lost_and_still_there(book: Book, tmp_path: Path) -> None:
    text = book.ann.transcripts.document("B-1").text
    cut = text.index("R1: Tid."), text.index("R1: Det er")
    file = tmp_path / "b.md"
    front = "---\nid: B-1\ninformants: [{label: R1, group: volunteer}, {label: R2, group: volunteer}]\n---\n"
    file.write_text(front + text[: cut[0]] + text[cut[1] :], encoding="utf-8")
    book.ann.transcripts.import_files([file])
    lost = [p for p in book.of() if p.lost]
    assert [p.text[:4] for p in lost] == ["Tid."]


def test_recoding_moves_everybodys_codings_and_nothing_else_of_them(book: Book) -> None:
    coding = next(c for c in book.ann.codings.with_code(book.turde) if c.coder == book.ann.coder)
    book.ann.codings.note(coding.id, "min note")
    book.ann.codings.set_facet(coding.id, "kind", ["reel"])
    book.ann.passages.star([coding.id])
    first = book.of()[0]
    assert book.ann.passages.recode(first.codings, book.lytte, why="det er at lytte") == 2
    (moved,) = book.ann.passages.of(book.lytte)
    assert (moved.coders, moved.memos, moved.starred) == (("ann", "bo"), ("min note",), True)
    assert book.ann.codings.get(coding.id).facets == {"kind": ("reel",)}
    assert book.texts() == ["Tid. Og at m"]
    assert book.ann.passages.recode(first.codings, book.lytte) == 0
    book.ann.undo()
    assert book.of()[0].codings == first.codings
    assert book.ann.passages.of(book.lytte) == []


def test_who_has_the_code_already_counts_once(book: Book) -> None:
    book.code(book.ann, "A-1", TURDE, book.lytte)
    book.ann.passages.recode(book.of()[0].codings, book.lytte)
    assert book.ann.codes.get(book.lytte).count == 2
    assert len(book.ann.passages.of(book.lytte)[0].codings) == 3
    book.ann.undo()
    assert book.ann.codes.get(book.lytte).count == 1


def test_removing_many_is_one_change_and_comes_back(book: Book) -> None:
    codings = [c for p in book.of() for c in p.codings]
    assert book.ann.passages.remove(codings, "ikke relevant") == 3
    assert book.of() == []
    book.ann.undo()
    assert len(book.of()) == 2


def test_widening_takes_everybodys_borders_along_and_goes_back(book: Book) -> None:
    before = book.of()[0]
    moved = book.ann.passages.widen(before.codings, "sentence")
    now = book.of()[0]
    assert moved == {before.span: now.span}
    assert (now.text, now.coders) == (f"{TURDE} {LYTTE}", ("ann", "bo"))
    assert book.ann.passages.widen(now.codings, "sentence", narrower=True) == {now.span: before.span}
    assert book.of()[0].text == TURDE
    book.ann.undo()
    assert book.of()[0].text == f"{TURDE} {LYTTE}"
    assert book.ann.passages.widen(book.of()[0].codings, "turn") != {}
    with pytest.raises(NotFoundError, match="unit"):
        book.ann.passages.widen(now.codings, "page")


def test_stars_are_set_and_taken_and_listed_alone(book: Book) -> None:
    first = book.of()[0]
    assert book.ann.passages.star(first.codings) == 2
    assert book.ann.passages.star(first.codings) == 0
    assert [p.starred for p in book.of()] == [True, False]
    assert book.texts(starred=True) == ["Man skal tur"]
    book.ann.undo()
    assert book.of(starred=True) == []


def test_what_is_gone_is_refused_and_nothing_changes(book: Book) -> None:
    first = book.of()[0]
    book.bo.codings.remove(first.codings[0])
    before = book.ann.log.entries()
    for change in (
        lambda: book.ann.passages.recode(first.codings, book.lytte),
        lambda: book.ann.passages.remove(first.codings),
        lambda: book.ann.passages.widen(first.codings),
        lambda: book.ann.passages.star(first.codings),
    ):
        with pytest.raises(NotFoundError, match="no longer there"):
            change()
    with pytest.raises(InputError):
        book.ann.passages.remove([])
    assert book.ann.log.entries() == before


def test_who_codes_blind_sees_and_changes_nothing_of_others(book: Book) -> None:
    mine = {c.id for c in book.ann.codings.with_code(book.turde) if c.coder == book.ann.coder}
    (coding,) = set(book.of()[0].codings) - mine
    book.ann.progress.assign(["A-1"], ["ann", "bo"])
    first = book.of()[0]
    assert (first.coders, len(first.codings)) == (("ann",), 1)
    with pytest.raises(NotFoundError):
        book.ann.passages.recode([coding], book.lytte)
    book.ann.passages.recode(first.codings, book.lytte)
    assert len(book.bo.passages.of(book.turde)[0].codings) == 1
