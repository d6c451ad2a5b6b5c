"""What people do to the codebook file in an editor becomes exactly the changes they meant, and nothing else."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.quick import examples
from workbench.codebook import Heading, parse, render
from workbench.errors import InputError
from workbench.study import CodeRow, Study

Open = Callable[..., Study]
BOOK = "codebook/codebook.md"
START = """\
# Mod {#mod}

Definition: At turde.

## At sige fra {#fra}

## At sige til {#til}

# Tid {#tid}

Definition: At have den.
Include: kalendere
"""


@pytest.fixture
def edited(folder: Path, opened: Open) -> Callable[[Callable[[str], str]], Study]:
    """The study after somebody has changed the file of a closed study by hand."""
    (folder / BOOK).write_text(START, encoding="utf-8")
    study = opened(folder)
    text = study.transcripts.document("A-1")
    study.codings.add(text.revision, 24, 40, study.codes.find("Mod / At sige fra").id)
    study.close()

    def edit(change: Callable[[str], str]) -> Study:
        now = (folder / BOOK).read_text(encoding="utf-8")
        (folder / BOOK).write_text(change(now), encoding="utf-8")
        return opened(folder)

    return edit


def did(study: Study) -> list[tuple[str, dict[str, object]]]:
    """The last transaction, as (short id, fields that were written), in order."""
    (last,) = study.log.entries(1)
    shorts = dict(study._base.store.read("SELECT id, short FROM code"))
    rows = study._base.store.read(
        "SELECT c.row, c.op, c.body FROM change c JOIN stream s ON s.no = c.stream WHERE s.id = ? AND c.tx = ? "
        "ORDER BY c.seq",
        (last.stream, last.tx),
    )
    return [(shorts[row], json.loads(body) if op == "put" else {"deleted": True}) for row, op, body in rows]


def test_a_rename_is_one_name_written(edited: Callable[..., Study]) -> None:
    study = edited(lambda text: text.replace("# Mod {", "# Modet {"))
    assert did(study) == [("mod", {"name": "Modet"})]
    assert study.codes.find("Modet / At sige fra").count == 1


def test_a_move_is_one_parent_written_and_a_place(edited: Callable[..., Study]) -> None:
    study = edited(lambda text: text.replace("## At sige til {#til}\n\n", "").rstrip() + "\n\n## At sige til {#til}\n")
    ((short, fields),) = did(study)
    assert short == "til"
    assert fields.keys() <= {"parent", "sort"}
    assert [c.path for c in study.codes.list()] == ["Mod", "Mod / At sige fra", "Tid", "Tid / At sige til"]


def test_a_new_definition_is_one_field_written(edited: Callable[..., Study]) -> None:
    study = edited(lambda text: text.replace("At have den.", "At give den."))
    assert did(study) == [("tid", {"definition": "At give den."})]
    assert study.codes.find("Tid").include == "kalendere"


def test_a_status_is_one_field_written_and_taken_back(edited: Callable[..., Study]) -> None:
    study = edited(lambda text: text.replace("Include: kalendere", "Include: kalendere\nStatus: fastlagt"))
    assert did(study) == [("tid", {"status": "settled"})]
    assert study.codes.find("Tid").status == "settled"
    assert "Status: settled" in (study.folder / BOOK).read_text(encoding="utf-8")
    study.close()
    study = edited(lambda text: text.replace("Status: settled\n", ""))
    assert did(study) == [("tid", {"status": None})]


def test_another_order_writes_as_few_places_as_can_be(edited: Callable[..., Study]) -> None:
    def turned(text: str) -> str:
        mod, tid = text.split("# Tid")
        return "# Tid" + tid.rstrip() + "\n\n" + mod

    study = edited(turned)
    assert [c.path for c in study.codes.list()] == ["Tid", "Mod", "Mod / At sige fra", "Mod / At sige til"]
    ((_, fields),) = did(study)
    assert fields.keys() == {"sort"}


def test_several_edits_at_once_are_one_step_that_one_undo_takes_back(edited: Callable[..., Study]) -> None:
    study = edited(
        lambda text: (
            text.replace("# Mod {", "# Modet {")
            .replace("At turde.", "At gøre det.")
            .replace("## At sige til {#til}\n\n", "")
            .rstrip()
            + "\n\n# Humor\n\nDefinition: At le.\n"
        )
    )
    assert [(c.path, c.definition) for c in study.codes.list()] == [
        ("Modet", "At gøre det."),
        ("Modet / At sige fra", ""),
        ("Tid", "At have den."),
        ("Humor", "At le."),
    ]
    study.undo()
    assert [c.path for c in study.codes.list()] == ["Mod", "Mod / At sige fra", "Mod / At sige til", "Tid"]
    assert "# Mod {#mod}" in (study.folder / BOOK).read_text(encoding="utf-8")


def test_a_rename_by_hand_and_a_colleagues_are_both_kept_and_told(
    tmp_path: Path, folder: Path, opened: Open, edited: Callable[..., Study]
) -> None:
    edited(lambda text: text).close()
    bo = opened(Path(shutil.copytree(folder, tmp_path / "bo", ignore=shutil.ignore_patterns(".workbench"))), "bo")
    bo.codes.rename(bo.codes.find("Mod").id, "Tapperhed")
    ann = edited(lambda text: text.replace("# Mod {", "# Modet {"))
    ann.log.ingest(list(bo.log.export()))
    bo.log.ingest(list(ann.log.export()))
    for study in (ann, bo):
        (item,) = study.inbox.items()
        assert {side.value for side in item.sides} == {"Modet", "Tapperhed"}
        shown = study.codes.list()[0].name
        assert shown in ("Modet", "Tapperhed")
        assert f"# {shown} {{#mod}}" in (study.folder / BOOK).read_text(encoding="utf-8")
    assert ann.codes.list()[0].name == bo.codes.list()[0].name
    assert ann.log.verify().digest == bo.log.verify().digest


BROKEN = {
    "a level is skipped": ("# Tid {#tid}", "# Tid {#tid}\n\n### Ferie", "### Ferie"),
    "a short id twice": ("# Tid {#tid}", "# Tid {#mod}", "# Tid {#mod}"),
    "a second definition": ("Include: kalendere", "Definition: Igen.", "Definition: Igen."),
    "a slip of a field's name": ("Include: kalendere", "Inclde: kalendere", "Inclde: kalendere"),
    "a facet nobody knows": ("Include: kalendere", "Facets: farve = blå", "# Tid {#tid}"),
    "text that belongs to no code": ("# Mod {#mod}", "Et forord.\n\n# Mod {#mod}", "Et forord."),
    "an empty name": ("# Tid {#tid}", "# {#tid}", "# {#tid}"),
    "a path in a name": ("# Tid {#tid}", "# Tid / Rum {#tid}", "# Tid / Rum {#tid}"),
}


@pytest.mark.parametrize("how", BROKEN)
def test_a_broken_file_names_the_line_and_changes_nothing(
    folder: Path, opened: Open, edited: Callable[..., Study], how: str
) -> None:
    old, new, line = BROKEN[how]
    study = edited(lambda text: text)
    before = study.log.entries()
    study.close()
    with pytest.raises(InputError) as caught:
        edited(lambda text: text.replace(old, new).replace("At turde.", "Det må ikke gå ind."))
    broken = (folder / BOOK).read_text(encoding="utf-8")
    assert caught.value.file.endswith("codebook.md")
    assert caught.value.line == broken.splitlines().index(line) + 1
    (folder / BOOK).write_text(START, encoding="utf-8")
    again = opened(folder)
    assert again.log.entries() == before


# --- any edit at all


WORDS = ("Mod", "Tid", "Sted", "Humor", "Ro", "At lytte", "Ærlighed")


@st.composite
def edits(draw: st.DrawFn, before: tuple[Heading, ...], step: int) -> tuple[Heading, ...]:
    """The headings of ``before`` as somebody might leave them: some gone, renamed, moved, described, some new."""
    kept = [h for h in before if draw(st.integers(0, 9))]
    rows = [(h.short, h) for h in draw(st.permutations(kept))]
    rows += [(f"ny{step}{n}", Heading(short="", name="")) for n in range(draw(st.integers(0, 2)))]
    result: list[Heading] = []
    for number, (short, was) in enumerate(rows):
        parent = draw(st.sampled_from(["", *(h.short for h in result)]))
        name = was.name if was.name and draw(st.booleans()) else f"{draw(st.sampled_from(WORDS))} {step}.{number}"
        said = draw(st.sampled_from([was.definition, "", "Noget andet.", "To\n\nafsnit: med kolon"]))
        result.append(
            Heading(
                short=short,
                name=name,
                parent=parent,
                definition=said,
                include=was.include,
                status=draw(st.sampled_from([was.status, "", "draft", "settled"])),
                exclusive=draw(st.booleans()),
            )
        )
    return parse(render(result)) if result else ()


@given(data=st.data())
@settings(
    max_examples=examples(30),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
def test_whatever_is_written_into_the_file_is_what_the_codebook_says_then(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory, folder: Path
) -> None:
    home = Path(shutil.copytree(folder, tmp_path_factory.mktemp("hand") / "study"))
    (home / BOOK).write_text(START, encoding="utf-8")
    Study.open(home, "ann").close()
    for step in range(2):
        before = parse((home / BOOK).read_text(encoding="utf-8"))
        after = data.draw(edits(before, step))
        if not after:
            continue
        (home / BOOK).write_text(render(after), encoding="utf-8")
        study = Study.open(home, "ann")
        try:
            assert [_said(code) for code in study.codes.list()] == [_meant(h, after) for h in after]
            assert parse((home / BOOK).read_text(encoding="utf-8")) == after
            entries = len(study.log.entries())
            assert study.log.verify().faults == ()
        finally:
            study.close()
        again = Study.open(home, "ann")
        assert len(again.log.entries()) == entries, "what was read once is not recorded twice"
        again.close()


def _said(code: CodeRow) -> tuple[str, str, str, str, str, bool]:
    return code.short, code.path, code.definition, code.include, code.status, code.exclusive


def _meant(heading: Heading, among: tuple[Heading, ...]) -> tuple[str, str, str, str, str, bool]:
    known = {h.short: h for h in among}
    path, at = heading.name, heading.parent
    while at:
        path, at = f"{known[at].name} / {path}", known[at].parent
    return heading.short, path, heading.definition, heading.include, heading.status, heading.exclusive
