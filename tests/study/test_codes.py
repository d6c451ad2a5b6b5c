"""The codebook as verbs: what grows, moves, merges, and comes back exactly."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.errors import InputError, NotFoundError
from workbench.store import put
from workbench.study import Study


def shape(study: Study) -> list[tuple[str, int, int]]:
    return [(c.path, c.count, c.total) for c in study.codes.list()]


@pytest.fixture
def book(study: Study) -> Study:
    for path in ("Mod / At turde", "Mod / At fejle", "Nærvær / Lytte"):
        study.codes.create(path)
    document = study.transcripts.document("B-1")
    for i, path in enumerate(("Mod / At turde", "Mod / At turde", "Nærvær / Lytte")):
        study.codings.add(document.revision, i, 30 + i, study.codes.find(path).id)
    return study


def test_a_path_makes_what_is_missing_above(book: Study) -> None:
    assert shape(book) == [
        ("Mod", 0, 2),
        ("Mod / At turde", 2, 2),
        ("Mod / At fejle", 0, 0),
        ("Nærvær", 0, 1),
        ("Nærvær / Lytte", 1, 1),
    ]
    before = book.log.entries()
    assert book.codes.create("Mod / At turde").count == 2
    assert book.log.entries() == before


def test_merging_counts_elsewhere_and_unmerging_is_exact(book: Study) -> None:
    before = shape(book)
    turde = book.codes.find("At turde")
    book.codes.merge(turde.id, book.codes.find("Lytte").id)
    assert ("Nærvær / Lytte", 3, 3) in shape(book)
    assert not any(path.endswith("turde") for path, _, _ in shape(book))
    assert book.codes.merged() == [(turde.id, "At turde → Nærvær / Lytte")]
    book.codes.unmerge(turde.id)
    assert shape(book) == before


def test_a_code_can_stand_below_one_that_only_a_merged_code_ties_to_it(study: Study) -> None:
    top, tie, low, other = (study.codes.create(path).id for path in ("X", "X / D", "X / D / A / B", "E"))
    study.codes.merge(tie, other)
    study.codes.move(top, low, why="hører under B")
    assert [c.path for c in study.codes.list()] == ["E", "E / A", "E / A / B", "E / A / B / X"]
    assert study.inbox.items() == []
    study.codes.unmerge(tie)
    assert [c.path for c in study.codes.list()][-1] == "E / A / B / X / D"
    study.undo(), study.undo()
    assert [c.path for c in study.codes.list()] == ["X", "E", "E / A", "E / A / B"]


def test_no_move_or_merge_makes_a_circle(book: Study) -> None:
    mod, turde = book.codes.find("Mod"), book.codes.find("At turde")
    with pytest.raises(InputError):
        book.codes.move(mod.id, turde.id)
    with pytest.raises(InputError):
        book.codes.merge(mod.id, turde.id)
    with pytest.raises(InputError):
        book.codes.merge(mod.id, mod.id)


def test_a_deleted_code_comes_back_with_its_codings(book: Study) -> None:
    before = shape(book)
    turde = book.codes.find("At turde").id
    book.codes.delete(turde)
    assert ("Mod", 0, 0) in shape(book)
    assert book.codes.deleted() == [(turde, "At turde")]
    book.codes.restore(turde)
    assert shape(book) == before


def test_renaming_to_a_name_beside_it_is_refused(book: Study) -> None:
    with pytest.raises(InputError, match="beside"):
        book.codes.rename(book.codes.find("At turde").id, "At fejle")


def test_a_name_that_means_nothing_names_those_like_it(book: Study) -> None:
    with pytest.raises(NotFoundError) as caught:
        book.codes.find("Nærvær / Lyte")
    assert "Lytte" in caught.value.hint


def test_recent_codes_are_the_coders_own_newest_first(book: Study) -> None:
    assert [book.codes.get(c).name for c in book.codes.recent()] == ["Lytte", "At turde"]


def test_what_is_counted_on_is_what_counting_anew_gives(book: Study, opened: Callable[..., Study]) -> None:
    bo = opened(book.folder, "bo")
    text = bo.transcripts.document("B-1").revision
    turde, lytte = (bo.codes.find(path).id for path in ("Mod / At turde", "Nærvær / Lytte"))
    steps: list[Callable[[], object]] = [
        lambda: bo.codings.add(text, 0, 30, turde),
        lambda: bo.codings.add(text, 0, 30, lytte),
        lambda: book.codings.remove(book.codings.of(text)[0].id),
        lambda: bo.log.undo(*next((line.stream, line.tx) for line in bo.log.entries())),
        lambda: book.codes.merge(turde, lytte),
        lambda: bo.codings.add(text, 5, 40, lytte),
        lambda: book.codes.unmerge(turde),
        lambda: bo.codings.borders(bo.codings.of(text)[0].id, 3, 9),
    ]
    book.codes.list()
    for step in steps:
        step()
        fresh = opened(book.folder, "ann")
        assert book.codes.list() == fresh.codes.list()
        assert sorted(book.codes.recent()) == sorted(fresh.codes.recent())


def test_a_coding_that_changes_its_code_is_counted_at_the_new_one(book: Study, opened: Callable[..., Study]) -> None:
    turde, lytte = (book.codes.find(path).id for path in ("Mod / At turde", "Nærvær / Lytte"))
    assert (book.codes.get(turde).count, book.codes.get(lytte).count) == (2, 1)
    coding = next(c for c in book.codings.of(book.transcripts.document("B-1").revision) if c.code == turde)
    opened(book.folder, "bo")._base.store.write("recode", [put("coding", coding.id, code=lytte)])
    assert (book.codes.get(turde).count, book.codes.get(lytte).count) == (1, 2)


def test_what_one_codes_comes_first_among_the_recent(book: Study) -> None:
    text = book.transcripts.document("B-1").revision
    assert [book.codes.get(c).name for c in book.codes.recent()] == ["Lytte", "At turde"]
    book.codings.add(text, 7, 20, book.codes.find("At fejle").id)
    book.codings.add(text, 8, 20, book.codes.find("At turde").id)
    assert [book.codes.get(c).name for c in book.codes.recent()] == ["At turde", "At fejle", "Lytte"]


def test_the_words_of_a_text_are_counted_once_it_has_come(book: Study, opened: Callable[..., Study]) -> None:
    fresh = opened(book.folder, "bo")
    with book._base.store.db.transaction() as con:  # as if the text were still on its way
        kept = con.execute("SELECT id, salt, data FROM blob").fetchall()
        con.execute("DELETE FROM blob")
    assert {row.words for row in fresh.transcripts.list()} == {0}
    with book._base.store.db.transaction() as con:
        con.executemany("INSERT INTO blob VALUES (?, ?, ?)", kept)
    assert all(row.words > 0 for row in fresh.transcripts.list())


def test_the_palette_finds_what_is_meant_and_offers_near_duplicates(book: Study) -> None:
    assert book.codes.rank("tur")[0].id == book.codes.find("At turde").id
    assert book.codes.rank("lyte")[0].id == book.codes.find("Lytte").id
    assert book.codes.near_duplicates("at turd")[0].id == book.codes.find("At turde").id


def test_a_codebook_from_elsewhere_adds_and_never_deletes(book: Study) -> None:
    before = {path for path, _, _ in shape(book)}
    assert book.import_codebook("# Humor\n\nDefinition: At le sammen.\n", "elsewhere.md") == 1
    assert {path for path, _, _ in shape(book)} == before | {"Humor"}
    with pytest.raises(InputError) as caught:
        book.import_codebook("# A {#aaaaaa}\n# B {#aaaaaa}\n", "elsewhere.md")
    assert caught.value.file == "elsewhere.md"


@settings(max_examples=25)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["new", "move", "merge", "unmerge", "rename", "delete"]),
            st.integers(0, 9),
            st.integers(0, 9),
        ),
        max_size=12,
    )
)
def test_the_codebook_file_and_the_log_never_disagree(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    """Whatever is done, the file is the codebook: opening the folder again changes neither."""
    folder = tmp_path_factory.mktemp("book")
    (folder / "codebook").mkdir()
    (folder / "codebook" / "study.toml").write_text("[study]\nid='x'\n[groups.a]\n", encoding="utf-8")
    study = Study.open(folder, "ann")
    for verb, i, j in steps:
        codes = study.codes.list()
        try:
            if verb == "new":
                study.codes.create(f"K{i}", parent=codes[j % len(codes)].id if codes and j else None)
            elif codes and verb == "unmerge" and study.codes.merged():
                study.codes.unmerge(study.codes.merged()[0][0])
            elif codes:
                a, b = codes[i % len(codes)], codes[j % len(codes)]
                {
                    "move": lambda a=a, b=b: study.codes.move(a.id, b.id),
                    "merge": lambda a=a, b=b: study.codes.merge(a.id, b.id),
                    "rename": lambda a=a, j=j: study.codes.rename(a.id, f"N{j}"),
                    "delete": lambda a=a: study.codes.delete(a.id),
                    "unmerge": lambda: None,
                }[verb]()
        except InputError:
            pass
    shown, entries = study.codes.list(), study.log.entries()
    study.close()
    again = Study.open(folder, "ann")
    assert again.codes.list() == shown
    assert again.log.entries() == entries
    again.close()


def test_examples_read_from_the_same_file_are_no_dispute_and_are_edited_by_hand(
    folder: Path, tmp_path: Path, opened: Callable[..., Study]
) -> None:
    file = folder / "codebook" / "codebook.md"
    file.write_text("# Mod {#mod}\n\n**Example:** Hun sagde fra.\n", encoding="utf-8")
    other = Path(shutil.copytree(folder, tmp_path / "bo"))
    ann, bo = opened(folder, "ann"), opened(other, "bo")
    assert ann.codes.find("Mod").example == "Hun sagde fra."
    lines = list(ann.log.export())
    ann.log.ingest(bo.log.export())
    bo.log.ingest(lines)
    assert not [item for item in bo._base.store.inbox() if item.kind == "dispute"]
    assert ann.log.verify().digest == bo.log.verify().digest
    bo.close()
    by_hand = other / "codebook" / "codebook.md"
    by_hand.write_text(by_hand.read_text(encoding="utf-8").replace("sagde fra", "sagde til"), encoding="utf-8")
    bo = opened(other, "bo")
    assert bo.codes.find("Mod").example == "Hun sagde til."
    entries = bo.log.entries()
    bo.close()
    bo = opened(other, "bo")
    assert bo.log.entries() == entries
    assert "Hun sagde til." in bo.export_codebook()
