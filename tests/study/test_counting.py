"""How often codes are used, kept up to date: what is counted again, and when."""

from collections.abc import Callable
from pathlib import Path

from workbench.study import Study
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
