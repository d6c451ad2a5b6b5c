"""What is counted by another process, and what is left to Python's search for garbage."""

import gc
import os
from pathlib import Path
from typing import Any

import pytest

from workbench.study import Study, init
from workbench.study.agreement.asked import answer
from workbench.tui import garbage
from workbench.tui.beside import Counted, Counter
from workbench.tui.library.agreeing import Afterwards
from workbench.tui.live import Lull

TEXT = "---\nid: A\n---\n\nI: Hvad gør du?\n\nR1: Jeg venter og ser. Så går jeg hjem.\n"


@pytest.fixture
def double(tmp_path: Path) -> Path:
    """A study with one transcript that two coders have done; a code came later."""
    folder = tmp_path / "study"
    init(folder, "To")
    (folder / "A.md").write_text(TEXT)
    for coder, span in (("ann", (10, 20)), ("bo", (12, 22))):
        study = Study.open(folder, coder)
        study.transcripts.import_files([folder / "A.md"])
        code = next((c.id for c in study.codes.list()), "") or study.codes.create("At vente").id
        study.codings.add(study.transcripts.document("A").revision, *span, code)
        study.progress.done(["A"])
        study.close()
    study = Study.open(folder, "ann")
    study.codes.create("Humor")
    study.close()
    return folder


def test_the_other_process_answers_what_would_be_counted_here_and_ends_when_it_is_let_go(double: Path) -> None:
    study = Study.open(double, "ann")
    (transcript,) = (t.id for t in study.transcripts.list())
    here = answer(study, {"transcripts": [transcript], "look_for": True, "most": 10})
    counter = Counter(double, "ann")
    try:
        there = counter.ask([transcript], True, 10)
        assert there is not None
        assert {row: list(found) for row, found in there.agreement.items()} == here["agreement"]
        assert here["agreement"][transcript], "two have done it"
        assert [list(row) for row in there.look_for or ()] == here["look_for"]
        assert [row[3] for row in there.look_for or ()] == ["Humor"]
        study.progress.sought(["A"], next(c.id for c in study.codes.list() if c.name == "Humor"))
        assert counter.ask([transcript], True, 10) == Counted(there.agreement, []), "it sees what came meanwhile"
        assert counter.ask([transcript], True, 0) == Counted({}, []), "too many codings"
        assert counter.ask([], False, 10) == Counted({}, None)
        process = counter._beside.process
        assert process is not None
        process.kill()
        process.wait()
        assert counter.ask([], False, 10) == Counted({}, None), "it is started again"
    finally:
        counter.stop()
        study.close()
    assert counter._beside.process is not None
    assert counter._beside.process.poll() is not None
    assert counter.ask([], False, 10) is None


@pytest.mark.parametrize("told", [b"", b"[]", b"{}", b"nonsense", b'{"agreement": [], "look_for": 1}'])
def test_an_answer_that_is_none_is_none(told: bytes, tmp_path: Path) -> None:
    counter = Counter(tmp_path, "ann")
    counter._beside.command = ["cat"] if not told else ["sh", "-c", f"read a; read b; echo '{told.decode()}'"]
    if os.name == "posix":
        assert counter.ask(["t"], True, 10) is None
    counter.stop()


async def test_the_library_shows_what_another_process_counts_and_only_while_it_is_on_the_screen(
    open_app: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Lull, "QUIET", 0.0)
    async with open_app() as (app, _pilot):
        later: list[Any] = []
        asked: list[Any] = []
        on_top = False

        def beside(transcripts: Any, look_for: bool, most: int, then: Any) -> bool:
            asked.append((list(transcripts), look_for, then))
            return True

        def keep(seconds: float, work: Any) -> None:
            later.append(work)

        afterwards = Afterwards(app.study, lambda: None, lambda: 0.0, keep, beside, lambda: on_top)
        one = app.study.transcripts.list()[0]
        afterwards.ask([one], True)
        later.pop()()
        assert asked == [], "something else is on the screen"
        on_top = True
        afterwards.go_on()
        while later:
            later.pop(0)()
        ((rows, look_for, then),) = asked
        assert (rows, look_for) == ([one.id], True)
        then(Counted({one.id: (0.5, 0.25, 0.75)}, [(one.name, "ann", "c", "Humor", "new")]))
        assert afterwards.agreement == {one.name: ".50 [.25 .75]"}
        assert afterwards.look_for == {one.name: ["Humor"]}
        afterwards.ask([one], False)
        while later:
            later.pop(0)()
            if len(asked) > 1:
                break
        afterwards.stop()
        asked[-1][2](Counted({one.id: (0.1,)}, None))
        assert afterwards.agreement == {}, "nobody waits for it any more"


def test_garbage_is_looked_for_as_always_where_the_program_did_not_hold_it() -> None:
    before, frozen = gc.get_threshold(), gc.get_freeze_count()
    garbage.settle()
    garbage.tidy()
    assert (gc.isenabled(), gc.get_threshold(), gc.get_freeze_count()) == (True, before, frozen)
    try:
        garbage.hold()
        assert not gc.isenabled()
        garbage.settle()
        assert gc.isenabled()
        assert gc.get_freeze_count()
        garbage.tidy()
    finally:
        gc.unfreeze()
        gc.set_threshold(*before)
        gc.enable()
