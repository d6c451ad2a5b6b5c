"""How often codes are used, kept up to date: what is counted again, and when."""

import itertools
from collections.abc import Callable
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.study import Study
from workbench.study.codes import Codes
from workbench.study.counting import since


def test_who_is_done_looks_again_or_is_asked_does_not_make_the_codebook_new(
    folder: Path, opened: Callable[..., Study]
) -> None:
    study = opened(folder, "ann")
    code = study.codes.create("Lytte")
    upto = since(study._base.store, -1).upto
    study.progress.assign(["A-1"], round="2")
    study.progress.done(["A-1"])
    study.progress.sought(["A-1"], code.id)
    assert not since(study._base.store, upto).more
    study.codes.rename(code.id, "Høre")
    assert since(study._base.store, upto).more


def test_what_is_kept_back_is_not_counted_and_counted_when_it_is_not(
    folder: Path, opened: Callable[..., Study]
) -> None:
    lead, ann, bo = (opened(folder, name) for name in ("lead", "ann", "bo"))
    code = lead.codes.create("Lytte").id
    document = bo.transcripts.document("A-1")
    for start in (0, 5):
        bo.codings.add(document.revision, start, start + 3, code)

    def count() -> int:
        return ann.codes.get(code).count

    assert count() == 2
    lead.progress.assign(["A-1"], ["ann", "bo"])
    assert count() == 0
    ann.codings.add(document.revision, 1, 9, code)
    bo.codings.add(document.revision, 1, 8, code)
    assert count() == 1
    lead.progress.lift(["A-1"], reason="bo is ill")
    assert count() == 4
    lead.undo()
    assert count() == 1
    ann.progress.done(["A-1"])
    bo.progress.done(["A-1"])
    assert count() == 4


def test_codes_are_listed_without_looking_at_a_coding_and_counted_a_few_at_a_time(
    folder: Path, opened: Callable[..., Study]
) -> None:
    first = opened(folder, "ann")
    codes = [first.codes.create(f"Kode {n}").id for n in range(5)]
    revision = first.transcripts.document("A-1").revision
    for n, code in enumerate(codes):
        for start in range(n):
            first.codings.add(revision, start, start + 3, code)
    study = opened(folder, "bo")
    before = study.codes.list(counts=False)
    assert [(c.name, c.count) for c in before] == [(f"Kode {n}", 0) for n in range(5)]
    assert not study.codes.counted
    assert [study.codes.count_on(2) for _ in range(4)] == [False, False, True, True]
    first.codings.add(revision, 9, 12, codes[0])
    assert study.codes.counted
    assert [c.count for c in study.codes.list(counts=False)] == [0] * 5
    assert [c.count for c in study.codes.list()] == [1, 1, 2, 3, 4]
    assert [c.count for c in study.codes.list(counts=False)] == [1, 1, 2, 3, 4]
    study.codes.create("Kode 6")
    assert study.codes.counted
    first.codes.merge(codes[4], codes[0])
    assert not study.codes.counted
    assert [c.count for c in study.codes.list()] == [5, 1, 2, 3, 0]


def test_whatever_is_done_the_numbers_are_those_that_a_new_count_gives(
    folder: Path, opened: Callable[..., Study]
) -> None:
    ann, bo = opened(folder, "ann"), opened(folder, "bo")
    for n in range(4):
        ann.codes.create(f"Kode {n}")
    revision = ann.transcripts.document("A-1").revision

    def pick(study: Study, n: int) -> str:
        codes = study.codes.list(counts=False)
        return codes[n % len(codes)].id

    def merge(study: Study, n: int) -> None:
        if (one := pick(study, n)) != (other := pick(study, n + 1)):
            study.codes.merge(one, other)

    def remove(study: Study, n: int) -> None:
        rows = study.codings.of(revision)
        if rows:
            study.codings.remove(rows[n % len(rows)].id)

    def delete(study: Study, n: int) -> None:
        if len(study.codes.list(counts=False)) > 2:
            study.codes.delete(pick(study, n))

    fresh = itertools.count()
    steps: list[Callable[[Study, int], object]] = [
        lambda s, n: s.codings.add(revision, n % 20, n % 20 + 4, pick(s, n)),
        lambda s, n: s.codings.add(revision, n % 3, 9, pick(s, n)),
        lambda s, n: s.codes.create(f"Ny {n}"),
        lambda s, n: s.codes.rename(pick(s, n), f"Om {next(fresh)}"),
        lambda s, n: s.undo(),
        lambda s, n: s.redo(),
        lambda s, n: s.codes.count_on(n),
        lambda s, n: s.codes.list(),
        merge, remove, delete,
    ]  # fmt: skip

    @settings(max_examples=examples(40))
    @given(st.lists(st.tuples(st.booleans(), st.sampled_from(range(len(steps))), st.integers(1, 60)), max_size=8))
    def whatever(done: list[tuple[bool, int, int]]) -> None:
        for mine, step, n in done:
            steps[step](ann if mine else bo, n)
        for study in (ann, bo):
            assert study.codes.list() == Codes(study._base).list()

    whatever()
