"""A codebook that grows: how far codes have come, why they were changed, what a merge would do, examples, colours."""

from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import InputError, NotFoundError
from workbench.study import Study
from workbench.study.merging import Moved


@pytest.fixture
def book(study: Study) -> Study:
    """Three codes; ``At turde`` voiced by a professional and a volunteer, ``Lytte`` by nobody."""
    for path in ("Mod / At turde", "Mod / At fejle", "Lytte"):
        study.codes.create(path)
    a, b = study.transcripts.document("A-1"), study.transcripts.document("B-1")
    turde, fejle = study.codes.find("At turde").id, study.codes.find("At fejle").id
    study.codings.add(a.revision, *_span(a.text, "Man skal turde."), turde)
    study.codings.add(b.revision, *_span(b.text, "Tid. Og at man lytter."), fejle)
    return study


def _span(text: str, words: str) -> tuple[int, int]:
    return (at := text.index(words)), at + len(words)


def reasons(study: Study) -> list[tuple[str, str]]:
    """(verb, why) of every reason, in order."""
    rows = study._base.store.read(
        "SELECT c.verb, r.words FROM reason r JOIN change c ON c.row = r.id WHERE r.alive = 1 ORDER BY c.n"
    )
    return list(zip((verb for verb, _ in rows), study._base.words.all(words for _, words in rows), strict=True))


def test_every_verb_may_say_why_in_the_same_change(book: Study) -> None:
    codes = book.codes
    turde, lytte = codes.find("At turde").id, codes.find("Lytte").id
    verbs: list[Callable[[str], object]] = [
        lambda why: codes.create("Humor", why=why),
        lambda why: codes.rename(turde, "Turde", why=why),
        lambda why: codes.define(turde, definition="At sige noget.", why=why),
        lambda why: codes.set_exclusive(turde, why=why),
        lambda why: codes.set_status(turde, "settled", why=why),
        lambda why: codes.move(turde, None, why=why),
        lambda why: codes.merge(turde, lytte, why=why),
        lambda why: codes.unmerge(turde, why=why),
        lambda why: codes.delete(turde, why=why),
        lambda why: codes.restore(turde, why=why),
        lambda why: codes.example_from(turde, (book.transcripts.document("A-1").revision, 25, 40), why=why),
    ]
    for i, verb in enumerate(verbs):
        before = len(book.log.entries(1000))
        verb(f"grund {i}")
        assert len(book.log.entries(1000)) == before + 1
    assert [why for _, why in reasons(book)] == [f"grund {i}" for i in range(len(verbs))]
    book.undo()
    assert len(reasons(book)) == len(verbs) - 1


def test_what_changes_nothing_gives_no_reason(book: Study) -> None:
    turde = book.codes.find("At turde")
    book.codes.rename(turde.id, turde.name, why="a")
    book.codes.set_status(turde.id, "", why="b")
    book.codes.create("Lytte", why="c")
    book.codes.define(turde.id, definition="", why="d")
    assert reasons(book) == []


def test_a_code_is_a_draft_then_settled_then_neither(book: Study) -> None:
    turde = book.codes.find("At turde").id
    for status in ("draft", "settled", ""):
        book.codes.set_status(turde, status)
        assert book.codes.get(turde).status == status
    with pytest.raises(NotFoundError, match="status"):
        book.codes.set_status(turde, "done")


def test_the_status_stands_in_the_codebook_file_and_is_read_from_it(book: Study, opened: Callable[..., Study]) -> None:
    book.codes.set_status(book.codes.find("Lytte").id, "settled")
    (file,) = [f for f in (book.folder / "codebook").glob("*.md") if "Lytte" in f.read_text(encoding="utf-8")]
    text = file.read_text(encoding="utf-8")
    assert "Status: settled" in text
    file.write_text(text.replace("Status: settled", "Status: draft"), encoding="utf-8")
    assert opened(book.folder).codes.find("Lytte").status == "draft"


@pytest.mark.parametrize(
    ("written", "kept"), [("teal", "#008080"), (" Light Blue ", "#add8e6"), ("#0072B2", "#0072b2"), ("", "")]
)
def test_a_colour_is_a_name_or_a_number(book: Study, written: str, kept: str) -> None:
    turde = book.codes.find("At turde").id
    book.codes.define(turde, colour=written)
    assert book.codes.get(turde).colour == kept


def test_what_is_no_colour_is_refused_with_one_that_may_be_meant(book: Study) -> None:
    with pytest.raises(InputError, match="no colour") as caught:
        book.codes.define(book.codes.find("At turde").id, colour="teel")
    assert "teal" in caught.value.hint


def test_an_example_is_whole_words_on_one_line_and_says_where(book: Study) -> None:
    turde = book.codes.find("At turde").id
    document = book.transcripts.document("A-1")
    start = document.text.index("an skal")
    book.codes.example_from(turde, (document.revision, start, document.text.index("altså") + 2))
    assert book.codes.get(turde).example == '"Man skal turde. Og man skal lytte, altså" (A-1)'


def test_a_long_example_keeps_its_beginning_and_its_end(study: Study, tmp_path: Path) -> None:
    words = " ".join(f"ord{i}" for i in range(200))
    file = tmp_path / "long.md"
    file.write_text(f"---\nid: L-1\ninformants:\n  - {{label: R1}}\n---\nR1: {words}\n", encoding="utf-8")
    study.transcripts.import_files([file])
    document, code = study.transcripts.document("L-1"), study.codes.create("Lang").id
    study.codes.example_from(code, (document.revision, 4, len(document.text.rstrip())))
    example = study.codes.get(code).example
    quote = example.removeprefix('"').removesuffix('" (L-1)')
    first, _, last = quote.partition(" […] ")
    assert len(quote) <= 400
    assert words.startswith(f"{first} ")
    assert words.endswith(f" {last}")


def test_a_deleted_code_is_found_by_its_name_and_one_of_two_by_its_short_id(book: Study) -> None:
    first = book.codes.find("Lytte")
    book.codes.delete(first.id)
    assert book.codes.find_deleted("Lytte") == first.id
    second = book.codes.create("Lytte")
    book.codes.delete(second.id)
    with pytest.raises(InputError, match="2 deleted codes"):
        book.codes.find_deleted("Lytte")
    assert book.codes.find_deleted(second.short) == second.id
    with pytest.raises(NotFoundError, match="deleted code"):
        book.codes.find_deleted("Humor")


def test_a_merge_is_foreseen_as_it_comes(book: Study, opened: Callable[..., Study]) -> None:
    turde, fejle = book.codes.find("At turde").id, book.codes.find("At fejle").id
    document = book.transcripts.document("B-1")
    span = _span(document.text, "Tid. Og at man lytter.")
    bo = opened(book.folder, "bo")
    bo.codings.add(document.revision, *span, turde)
    book.codings.add(document.revision, *span, turde)
    book.codes.create("Under", parent=turde)
    seen = book.codes.merge_preview(turde, fejle)
    assert (seen.own, seen.other, seen.together, seen.twice, seen.transcripts) == (3, 1, 3, 1, 2)
    assert seen.by_coder == (("ann", 2), ("bo", 1))
    assert seen.below == ("Mod / At turde / Under",)
    before = {row.theme: row.column for row in book.synthesis.matrix().rows}
    book.codes.merge(turde, fejle)
    after = {row.theme: row.column for row in book.synthesis.matrix().rows}
    assert book.codes.get(fejle).count == seen.together
    changed = {row for row in after if after[row] != before[row]}
    assert {book.codes.get(row).path for row in changed} == {moved.code for moved in seen.matrix}
    assert seen.matrix == (Moved("competences", "Mod / At fejle", "volunteer", "shared"),)


def test_what_cannot_be_merged_cannot_be_foreseen(book: Study) -> None:
    with pytest.raises(InputError, match="below it"):
        book.codes.merge_preview(book.codes.find("Mod").id, book.codes.find("At turde").id)
