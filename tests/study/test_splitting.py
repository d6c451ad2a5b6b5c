"""Splitting a code by sorting its passages: the worksheet, the preview, the one change, and a table instead."""

from collections.abc import Callable

import pytest

from workbench.errors import InputError, NotFoundError, StudyError
from workbench.store import put
from workbench.study import Sheet, Study
from workbench.study.splitting import KEYS, STAY

SPANS = ((0, 16), (22, 37), (38, 60), (70, 90))


class Book:
    """``Mod`` with two codes; ann has coded four passages of A-1 with ``At turde``, bo the first of them too."""

    def __init__(self, ann: Study, bo: Study) -> None:
        self.ann, self.bo = ann, bo
        self.code = ann.codes.create("Mod / At turde").id
        self.other = ann.codes.create("Lytte").id
        self.revision = ann.transcripts.document("A-1").revision
        for start, end in SPANS:
            ann.codings.add(self.revision, start, end, self.code)
        bo.codings.add(self.revision, *SPANS[0], self.code)
        self.work = ann.splitting

    def sheet(self) -> Sheet:
        return self.work.open(self.code)

    def sort(self, *keys: str) -> None:
        """Sort the passages in their order: one word of keys each."""
        for passage, those in zip(self.sheet().passages, keys, strict=False):
            self.work.sort(self.code, passage, *those)

    def tree(self) -> dict[str, int]:
        return {code.path: code.count for code in self.ann.codes.list()}


@pytest.fixture
def book(study: Study, opened: Callable[..., Study]) -> Book:
    return Book(study, opened(study.folder, "bo"))


def test_a_code_is_sorted_into_new_ones_below_it_and_one_undo_brings_it_back(book: Book) -> None:
    before, entries = book.tree(), len(book.ann.log.entries(1000))
    sheet = book.sheet()
    assert (len(sheet.passages), sheet.left, sheet.targets) == (4, 4, ())
    first = book.work.add_target(book.code, "Sige fra", "At sige nej.")
    second = book.work.add_target(book.code, "Prøve")
    assert (first, second) == (KEYS[0], KEYS[1])
    book.sort(first, second, STAY)
    sheet = book.sheet()
    assert (sheet.left, [t.path for t in sheet.targets], [t.new for t in sheet.targets]) == (
        1,
        ["Sige fra", "Prøve"],
        [True, True],
    )
    done = book.work.apply(book.code, why="to ting i én")
    assert (done.moved, done.added, len(done.targets)) == (3, 0, 2)
    assert book.tree() == {
        "Mod": 0,
        "Mod / At turde": 2,
        "Mod / At turde / Sige fra": 2,
        "Mod / At turde / Prøve": 1,
        "Lytte": 0,
    }
    new = book.ann.codes.find("Sige fra")
    assert (new.origin, new.definition, new.id) == (book.code, "At sige nej.", done.targets[0])
    assert len(book.ann.log.entries(1000)) == entries + 1
    assert book.sheet().sorted == {}
    assert book.work.begun() == {}
    assert (book.ann.undo() or "").startswith("split code")
    assert book.tree() == before
    book.ann.redo()
    assert book.tree()["Mod / At turde / Sige fra"] == 2


def test_the_worksheet_survives_leaving_and_is_ones_own(book: Book, opened: Callable[..., Study]) -> None:
    key = book.work.add_target(book.code, "Prøve")
    book.sort(key, "", key)
    before = book.ann.log.entries()
    again = opened(book.ann.folder)
    assert again.splitting.open(book.code).sorted == book.sheet().sorted
    assert again.splitting.begun() == {book.code: 2}
    assert book.bo.splitting.begun() == {}
    assert book.bo.splitting.open(book.code).targets == ()
    assert "Prøve" not in "".join(book.ann.log.export())
    book.work.discard(book.code)
    assert book.sheet().targets == ()
    assert book.ann.log.entries() == before


def test_work_that_comes_meanwhile_is_on_the_sheet(book: Book) -> None:
    key = book.work.add_target(book.code, "Prøve")
    book.sort(key)
    book.bo.codings.add(book.revision, 5, 12, book.code)
    sheet = book.sheet()
    assert (len(sheet.passages), sheet.left) == (5, 4)


def test_a_passage_whose_borders_were_moved_stays_where_it_was_sorted_and_can_be_taken_back(book: Book) -> None:
    key = book.work.add_target(book.code, "Prøve")
    book.sort("", key)
    passage = book.sheet().passages[1]
    book.ann.codings.borders(passage.codings[0], 20, 37)
    (moved,) = book.sheet().sorted
    assert moved == (book.revision, 20, 37)
    book.work.sort(book.code, next(p for p in book.sheet().passages if p.span == moved))
    assert book.sheet().sorted == {}
    assert book.work.begun() == {book.code: 1}


def test_targets_are_codes_that_are_there_or_names_and_each_is_once_on_the_sheet(book: Book) -> None:
    work = book.work
    by_path, by_row = work.add_target(book.code, "Lytte"), work.add_target(book.code, book.other)
    new, again = work.add_target(book.code, "Ny / Egen"), work.add_target(book.code, " Ny  /  Egen ")
    assert (by_path, new) == (by_row, again)
    work.rename_target(book.code, new, "Ny / Anden")
    assert [(t.path, t.new) for t in book.sheet().targets] == [("Lytte", False), ("Ny / Anden", True)]
    for refused in (
        lambda: work.add_target(book.code, "Mod / At turde"),
        lambda: work.add_target(book.code, "A / "),
        lambda: work.rename_target(book.code, by_path, "X"),
        lambda: work.rename_target(book.code, new, "Lytte"),
        lambda: work.add_target("nothing", "X"),
        lambda: work.sort(book.code, book.sheet().passages[0], "9"),
        lambda: work.drop_target(book.code, "9"),
    ):
        with pytest.raises((InputError, NotFoundError)):
            refused()
    book.sort(new, new + by_path)
    work.drop_target(book.code, new)
    assert [list(keys) for keys in book.sheet().sorted.values()] == [[by_path]]


def test_of_two_codes_of_one_name_either_can_be_sorted_into(book: Book) -> None:
    book.bo.codes.create("Tid / Lytte")
    twin = book.ann.codes.find("Tid / Lytte").id
    book.ann._base.write("move code", [put("code", twin, parent=None)])
    assert "Lytte ~2" in book.tree()
    book.sort(book.work.add_target(book.code, book.other), book.work.add_target(book.code, twin))
    book.work.apply(book.code)
    assert (book.ann.codes.get(book.other).count, book.ann.codes.get(twin).count) == (2, 1)


def test_there_is_an_end_to_keys(book: Book) -> None:
    for i in range(len(KEYS)):
        book.work.add_target(book.code, f"Kode {i}")
    with pytest.raises(InputError, match="at most"):
        book.work.add_target(book.code, "En til")


def test_several_targets_give_each_coder_one_coding_more(book: Book) -> None:
    new, known = book.work.add_target(book.code, "Prøve"), book.work.add_target(book.code, "Lytte")
    first = book.sheet().passages[0]
    book.ann.codings.add(book.revision, *SPANS[0], book.other)
    book.ann.codings.set_facet(first.codings[0], "kind", ["reel"])
    book.sort(new + known, STAY + known)
    preview = book.work.preview(book.code)
    assert preview.to == (("Mod / At turde / Prøve", 1, 2), ("Lytte", 2, 2))
    done = book.work.apply(book.code)
    assert (done.moved, done.added) == (2, 2), "ann had the first with Lytte already"
    assert book.tree()["Lytte"] == 3
    assert book.tree()["Mod / At turde"] == 3
    (passage, _) = book.ann.passages.of(book.other)
    assert passage.coders == ("ann", "bo")


def test_an_added_coding_has_the_facets_and_voices_of_the_first(book: Book) -> None:
    known = book.work.add_target(book.code, "Lytte")
    coding = book.sheet().passages[1].codings[0]
    book.ann.codings.set_facet(coding, "kind", ["reel"])
    book.ann.codings.set_voices(coding, [])
    book.ann.codings.note(coding, "se her")
    book.sort("", STAY + known)
    book.work.apply(book.code)
    (added,) = book.ann.codings.with_code(book.other)
    assert (added.facets, added.voices, added.memo) == ({"kind": ("reel",)}, (), "")


def test_the_code_stays_beside_or_goes_only_when_nothing_is_left_of_it(book: Book) -> None:
    key = book.work.add_target(book.code, "Prøve")
    book.sort(key, key, STAY)
    preview = book.work.preview(book.code, rest="keep")
    assert preview.to == (("Mod / Prøve", 2, 3),)
    assert (preview.stays, preview.unsorted, preview.rest["delete"], preview.chosen) == (1, 1, "", "keep")
    assert "with 2 passages" in preview.rest["keep"]
    with pytest.raises(InputError, match="2 passages are still"):
        book.work.apply(book.code, rest="delete")
    book.sort(key, key, key, key)
    assert book.work.preview(book.code, rest="delete").rest["delete"]
    book.work.apply(book.code, rest="delete")
    assert book.tree() == {"Mod": 0, "Lytte": 0, "Mod / Prøve": 5}
    assert book.ann.inbox.items() == []
    book.ann.undo()
    assert book.tree() == {"Mod": 0, "Mod / At turde": 5, "Lytte": 0}


def test_into_codes_that_are_there_it_stays_beside_them(book: Book) -> None:
    key = book.work.add_target(book.code, "Lytte")
    book.sort(key)
    book.work.apply(book.code)
    assert book.tree() == {"Mod": 0, "Mod / At turde": 3, "Lytte": 2}
    assert book.ann.codes.get(book.other).origin == ""


def test_new_codes_may_share_parents_that_are_new_as_well(book: Book) -> None:
    keys = [book.work.add_target(book.code, path) for path in ("Nyt / A", "Nyt / B", "Mod / C")]
    book.sort(*keys)
    book.work.apply(book.code, rest="keep")
    assert [book.tree()[path] for path in ("Nyt / A", "Nyt / B", "Mod / C")] == [2, 1, 1]
    assert sum(path == "Nyt" for path in book.tree()) == 1


def test_nothing_sorted_is_nothing_to_do_and_an_empty_target_is_not_made(book: Book) -> None:
    key = book.work.add_target(book.code, "Prøve")
    book.work.add_target(book.code, "Tom")
    with pytest.raises(InputError, match="nothing is sorted"):
        book.work.apply(book.code)
    with pytest.raises(NotFoundError, match="leave"):
        book.work.apply(book.code, rest="burn")
    book.sort(key)
    book.work.apply(book.code)
    assert not any("Tom" in path for path in book.tree())


def test_a_target_that_is_gone_meanwhile_takes_nothing(book: Book) -> None:
    key, new = book.work.add_target(book.code, "Lytte"), book.work.add_target(book.code, "Prøve")
    book.sort(key, new)
    sheet = book.sheet()
    book.bo.codes.delete(book.other)
    assert [t.gone for t in book.sheet().targets] == [True, False]
    assert (book.sheet().left, list(book.sheet().sorted.values())) == (3, [(new,)])
    with pytest.raises(StudyError, match="no longer"):
        book.work.apply(sheet)


def test_who_codes_blind_makes_unproposed_codes_and_cannot_let_the_code_go(book: Book) -> None:
    book.ann.progress.assign(["B-1"], ["ann", "bo"])
    key = book.work.add_target(book.code, "Prøve")
    book.sort(key, key, key, key)
    with pytest.raises(InputError, match="blind"):
        book.work.apply(book.code, rest="delete")
    book.work.apply(book.code)
    assert book.ann.codes.find("Prøve").draft == "ann"


def test_a_table_splits_as_the_sheet_does(book: Book) -> None:
    rows = [("A-1", *SPANS[0], "Prøve"), ("A-1", *SPANS[1], "Lytte"), ("A-1", *SPANS[1], "Ny / Prøve")]
    rows += [("A-1", *SPANS[2], "."), ("A-1", *SPANS[3], "")]
    sheet = book.work.from_table(book.code, rows)
    assert sheet.left == 1
    preview = book.work.preview(sheet)
    assert [path for path, *_ in preview.to] == ["Mod / At turde / Prøve", "Lytte", "Ny / Prøve"]
    book.work.add_target(book.code, "Arket")
    done = book.work.apply(sheet)
    assert (done.moved, done.added) == (3, 1)
    assert [t.path for t in book.sheet().targets] == ["Arket"], "the worksheet is another matter"


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("A-1", 0, 15, "Prøve"), "no passage"),
        (("Z-9", 0, 16, "Prøve"), "no passage"),
        (("A-1", 0, 16, "A /  / B"), "empty"),
        (("A-1", 0, 16, "At fejle"), "already: Ansvar / At fejle"),
    ],
)
def test_one_wrong_row_refuses_the_table_and_names_its_line(
    book: Book, row: tuple[str, int, int, str], said: str
) -> None:
    book.ann.codes.create("Ansvar / At fejle")
    with pytest.raises(InputError, match=said) as caught:
        book.work.from_table(book.code, [("A-1", *SPANS[1], "Prøve", 2), (*row, 3)], "x.csv")  # type: ignore[list-item]
    assert (caught.value.file, caught.value.line) == ("x.csv", 3)


def test_in_a_table_the_name_of_a_code_beside_or_below_is_that_code(book: Book) -> None:
    beside, below = book.ann.codes.create("Mod / Prøve").id, book.ann.codes.create("Mod / At turde / Under").id
    sheet = book.work.from_table(book.code, [("A-1", *SPANS[0], "Prøve"), ("A-1", *SPANS[1], "Under")])
    assert [t.code for t in sheet.targets] == [beside, below]
