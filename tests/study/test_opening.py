"""The first opening takes the folder in; later ones only what was changed by hand."""

import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from workbench.errors import InputError, StudyError
from workbench.store import Store, put
from workbench.study import Study, init, known_coders

Open = Callable[..., Study]
BOOK = "codebook/codebook.md"


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


def read(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def test_a_folder_without_settings_is_no_study(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as caught:
        Study.open(tmp_path, "ann")
    assert "workbench init" in caught.value.hint
    assert list(tmp_path.iterdir()) == []


def test_the_first_opening_takes_in_transcripts_and_informants(study: Study) -> None:
    rows = study.transcripts.list()
    assert [(t.name, t.kind, len(t.informants)) for t in rows] == [
        ("A-1", "single", 1),
        ("B-1", "group", 2),
        ("C-1", "single", 1),
    ]
    (leader,) = rows[0].informants
    assert (leader.label, leader.person, leader.group, dict(leader.attributes)) == (
        "R1",
        "P1",
        "professional",
        {"role": "leder"},
    )
    document = study.transcripts.document("A-1")
    assert document.text.startswith("I: Hvad kræver det?\n")
    assert rows[0].characters == len(document.text)


def test_opening_again_records_nothing(folder: Path, opened: Open) -> None:
    study = opened(folder)
    study.codes.create("Mod / At turde", definition="At gøre det alligevel.")
    before = study.log.entries()
    study.close()
    files = {p: p.read_bytes() for p in sorted(folder.rglob("*.*")) if ".workbench" not in p.parts}
    again = opened(folder)
    assert again.log.entries() == before
    assert {p: p.read_bytes() for p in files} == files


def test_a_new_code_stands_in_the_codebook_file_at_once(study: Study) -> None:
    study.codes.create("Mod / At turde", definition="At gøre det alligevel.")
    text = read(study.folder, BOOK)
    assert "# Mod {#" in text
    assert "## At turde {#" in text
    assert "At gøre det alligevel." in text


def test_a_rename_by_hand_is_a_rename_and_keeps_the_codings(folder: Path, opened: Open) -> None:
    study = opened(folder)
    code = study.codes.create("At turde")
    text = study.transcripts.document("A-1")
    study.codings.add(text.revision, 24, 40, code.id)
    study.close()
    write(folder, BOOK, read(folder, BOOK).replace("# At turde", "# Mod"))
    again = opened(folder)
    assert [(c.id, c.name, c.count) for c in again.codes.list()] == [(code.id, "Mod", 1)]


def test_a_hand_edit_never_undoes_what_a_colleague_did_meanwhile(tmp_path: Path, folder: Path, opened: Open) -> None:
    ann = opened(folder)
    code = ann.codes.create("Mod", definition="Først.")
    bo_folder = Path(shutil.copytree(folder, tmp_path / "bo", ignore=shutil.ignore_patterns(".workbench")))
    bo = opened(bo_folder, "bo")
    bo.codes.define(bo.codes.find("Mod").id, definition="Bos ord.")
    bo.codes.create("Tid")
    ann.close()
    edited = read(folder, BOOK).rstrip() + "\n\n# Humor\n"
    write(folder, BOOK, edited)
    ann = opened(folder)
    ann.log.ingest(list(bo.log.export()))
    names = {c.name: c.definition for c in ann.codes.list()}
    assert set(names) == {"Mod", "Tid", "Humor"}
    assert names["Mod"] == "Bos ord."
    assert "Bos ord." in read(folder, BOOK)
    assert ann.codes.find("Mod").id == code.id


def test_a_deleted_code_that_is_written_again_is_what_is_written(folder: Path, opened: Open) -> None:
    study = opened(folder)
    code = study.codes.create("Mod", definition="Gammelt.")
    study.codes.delete(code.id)
    study.close()
    write(folder, BOOK, f"# Mod {{#{code.short}}}\n")
    (again,) = opened(folder).codes.list()
    assert (again.id, again.definition) == (code.id, "")


def test_a_broken_codebook_is_refused_with_its_line_and_left_alone(folder: Path, opened: Open) -> None:
    study = opened(folder)
    study.codes.create("Mod")
    study.close()
    broken = read(folder, BOOK) + "\n# Tid {#aaaaaa}\n\n# Sted {#aaaaaa}\n"
    write(folder, BOOK, broken)
    with pytest.raises(InputError) as caught:
        Study.open(folder, "ann")
    assert caught.value.file.endswith("codebook.md")
    assert caught.value.line == broken.splitlines().index("# Sted {#aaaaaa}") + 1
    assert read(folder, BOOK) == broken


def test_settings_changed_by_hand_count_and_keep_their_comments(folder: Path, opened: Open) -> None:
    opened(folder).close()
    write(folder, "codebook/study.toml", read(folder, "codebook/study.toml").replace("Nabohjælp", "Naboer"))
    study = opened(folder)
    assert study.title == "Naboer"
    assert "# a comment that must stay" in read(folder, "codebook/study.toml")


def test_a_setting_that_a_colleague_changed_is_written_into_the_file(
    tmp_path: Path, folder: Path, opened: Open
) -> None:
    ann = opened(folder)
    bo_folder = Path(shutil.copytree(folder, tmp_path / "bo", ignore=shutil.ignore_patterns(".workbench")))
    write(bo_folder, "codebook/study.toml", read(bo_folder, "codebook/study.toml").replace('"reel"', '"reel", "andet"'))
    bo = opened(bo_folder, "bo")
    ann.log.ingest(list(bo.log.export()))
    assert ann.settings.facets["kind"] == ("formel", "reel", "andet")
    text = read(folder, "codebook/study.toml")
    assert '"andet"' in text
    assert "# a comment that must stay" in text


MATRICES = """
[matrix.zebra]
columns = ["volunteer"]

# a comment that belongs to alfa
[matrix.alfa]
columns = ["professional"]
[matrix.alfa.labels]
professional = "Kommunerne"

[guide.Q9]
text = "Først?"

[guide.Q1]
text = "Siden?"
"""


def matrices(study: Study) -> list[str]:
    return list(study.settings.matrices)


def test_a_study_made_from_the_log_alone_has_its_settings_in_the_same_order(
    tmp_path: Path, folder: Path, opened: Open
) -> None:
    """The first matrix is the default, whichever comes first in the alphabet."""
    write(folder, "codebook/study.toml", read(folder, "codebook/study.toml") + MATRICES)
    study = opened(folder)
    joined = tmp_path / "joined"
    (joined / "codebook").mkdir(parents=True)
    write(joined, "codebook/study.toml", f'[study]\nid = "{study.settings.id}"\n')
    other = opened(joined, "bo")
    other.log.ingest(list(study.log.export()))
    for one in (other, opened(joined, "bo")):
        assert matrices(one) == matrices(study) == ["competences", "zebra", "alfa"]
        assert list(one.settings.groups) == list(study.settings.groups) == ["professional", "volunteer", "education"]
        assert list(one.settings.facets) == list(study.settings.facets) == ["kind", "stance"]
        assert list(one.settings.guide) == list(study.settings.guide) == ["Q9", "Q1"]
        assert one.synthesis.names() == study.synthesis.names()
        assert one.synthesis.matrix().rule == study.synthesis.matrix().rule
    tables = [line for line in read(joined, "codebook/study.toml").splitlines() if line.startswith("[")]
    assert tables == [line for line in read(folder, "codebook/study.toml").splitlines() if line.startswith("[")]


def test_a_matrix_that_is_put_first_by_hand_is_the_default_everywhere(
    tmp_path: Path, folder: Path, opened: Open
) -> None:
    write(folder, "codebook/study.toml", read(folder, "codebook/study.toml") + MATRICES)
    ann = opened(folder)
    bo = opened(Path(shutil.copytree(folder, tmp_path / "bo", ignore=shutil.ignore_patterns(".workbench"))), "bo")
    ann.close()
    text = read(folder, "codebook/study.toml")
    at = text.index("[matrix.competences]")
    alfa = text[text.index("# a comment that belongs to alfa") : text.index("[guide.Q9]")]
    write(folder, "codebook/study.toml", text[:at] + alfa + text[at:].replace(alfa, ""))
    ann = opened(folder)
    (entry, *_) = ann.log.entries()
    assert (entry.verb, entry.changes) == ("edit study.toml", 2)  # the two keys of alfa, and no other
    bo.log.ingest(list(ann.log.export()))
    assert matrices(bo) == matrices(ann) == ["alfa", "competences", "zebra"]
    there = read(bo.folder, "codebook/study.toml")
    assert there.index("# a comment that belongs to alfa\n[matrix.alfa]") < there.index("[matrix.competences]")
    assert "# a comment that must stay" in there
    before = bo.log.entries()
    bo.close()
    assert opened(bo.folder, "bo").log.entries() == before


def test_a_new_matrix_between_two_others_stands_there_everywhere(tmp_path: Path, folder: Path, opened: Open) -> None:
    write(folder, "codebook/study.toml", read(folder, "codebook/study.toml") + MATRICES)
    opened(folder).close()
    text = read(folder, "codebook/study.toml")
    at = text.index("# a comment that belongs to alfa")
    write(folder, "codebook/study.toml", text[:at] + '[matrix.ny]\ncolumns = ["volunteer"]\n\n' + text[at:])
    ann = opened(folder)
    assert ann.log.entries()[0].changes == 1
    assert matrices(ann) == ["competences", "zebra", "ny", "alfa"]


def test_settings_without_a_place_stay_in_the_order_of_the_file(folder: Path, opened: Open) -> None:
    """As an older workbench has recorded them; a broken one may have written anything there."""
    write(folder, "codebook/study.toml", read(folder, "codebook/study.toml") + MATRICES)
    opened(folder).close()
    forget_places(folder)
    study = opened(folder)
    before = study.log.entries()
    assert matrices(study) == ["competences", "zebra", "alfa"]
    study.close()
    study = opened(folder)
    assert study.log.entries() == before
    study.close()
    text = read(folder, "codebook/study.toml")
    write(folder, "codebook/study.toml", text + '\n[matrix.sidst]\ncolumns = ["volunteer"]\n')
    assert matrices(opened(folder)) == ["competences", "zebra", "alfa", "sidst"]


def forget_places(folder: Path) -> None:
    """Make the settings as if nobody had recorded where they stand."""
    store = Store.open(folder / ".workbench" / "study.db", "X" * 26)
    ids = [row for (row,) in store.read("SELECT id FROM setting")]
    odd = [None, "left", 2**52]
    store.write("forget", [put("setting", row, sort=odd[i % len(odd)]) for i, row in enumerate(ids)])
    store.close()


def test_three_copies_of_a_folder_become_one_study(tmp_path: Path, folder: Path, opened: Open) -> None:
    write(folder, BOOK, "# Mod\n\n# Tid {#tidtid}\n")
    studies = []
    for name in ("ann", "bo", "cat"):
        copy = Path(shutil.copytree(folder, tmp_path / name))
        study = opened(copy, name)
        text = study.transcripts.document("B-1")
        study.codings.add(text.revision, 24, 40, study.codes.find("Mod").id)
        study.codes.create(f"Fundet af {name}")
        studies.append(study)
    for a in studies:
        for b in studies:
            if a is not b:
                b.log.ingest(list(a.log.export()))
    for study in studies:
        assert [t.name for t in study.transcripts.list()] == ["A-1", "B-1", "C-1"]
        names = sorted(c.name for c in study.codes.list())
        assert names == ["Fundet af ann", "Fundet af bo", "Fundet af cat", "Mod", "Tid"]
        assert study.codes.find("Mod").count == 3
        assert [c.name for c in study.coders()] == ["ann", "bo", "cat"]
        assert study.log.verify().faults == ()
    assert len({s.log.verify().digest for s in studies}) == 1
    assert len({read(s.folder, BOOK) for s in studies}) == 1


@pytest.mark.parametrize("how", ["deleted", "emptied"])
def test_a_codebook_file_that_was_lost_is_written_again(folder: Path, opened: Open, how: str) -> None:
    study = opened(folder)
    study.codes.create("Mod / At turde")
    study.close()
    text = read(folder, BOOK)
    if how == "deleted":
        (folder / BOOK).unlink()
    else:
        write(folder, BOOK, "")
    assert [c.path for c in opened(folder).codes.list()] == ["Mod", "Mod / At turde"]
    assert read(folder, BOOK) == text


def test_the_id_that_a_study_was_given_is_written_down(tmp_path: Path, folder: Path, opened: Open) -> None:
    """So a colleague who gets the folder after its title was changed still has the same study."""
    ann = opened(folder)
    ann.close()
    write(folder, "codebook/study.toml", read(folder, "codebook/study.toml").replace("Nabohjælp", "Naboer"))
    ann = opened(folder)
    bo = opened(Path(shutil.copytree(folder, tmp_path / "bo", ignore=shutil.ignore_patterns(".workbench"))), "bo")
    assert bo.settings.id
    assert [t.id for t in bo.transcripts.list()] == [t.id for t in ann.transcripts.list()]


def test_a_file_that_is_broken_by_hand_meanwhile_stops_nobody_from_coding(folder: Path, opened: Open) -> None:
    study = opened(folder)
    for name in ("codebook/study.toml", BOOK):
        write(folder, name, "[broken\n")
    assert study.codes.create("Mod").name == "Mod"
    assert read(folder, BOOK) == "[broken\n"


def test_a_log_from_a_broken_program_makes_no_study_unusable(tmp_path: Path, folder: Path, opened: Open) -> None:
    study = opened(folder)
    document = study.transcripts.document("B-1")
    elsewhere = Store.open(tmp_path / "elsewhere.db", "X" * 26)
    elsewhere.write(
        "break",
        [
            put("transcript", document.id, interviewer="not json"),
            put("revision", document.revision, turns='[[5, 2, 99999, "R1"], 7]', sentences='{"a": 1}'),
            put("coding", "C" * 26, span=[document.revision, 9, 99999], code="K" * 26, coder=7, voices="{"),
            put("coding", "D" * 26, span=["no", "such", "span"], code=None, **{"facet.kind": 3}),
            put("setting", "S" * 26, key="study.title", value="{"),
            put("code", "K" * 26, name="Kaos", facets="[", parent="K" * 26),
            put("memo", "M" * 26, text=["hej", None], about="nothing", span=[3, 2, 1]),
            put("assignment", "A" * 26, progress=["done", "{"], transcript=document.id, coder="nobody"),
        ],
    )
    study.log.ingest(list(elsewhere.export()))
    assert study.transcripts.document("B-1").text == document.text
    assert study.codings.of(document.revision) == []
    assert [t.name for t in study.transcripts.list()] == ["A-1", "B-1", "C-1"]
    assert "Kaos" in str(study.synthesis.render())
    assert study.memos.list()
    assert study.progress.table()
    assert study.exchange.export_segments().startswith("transcript,")
    assert study.log.entries()
    assert study.log.verify().faults == ()
    study.close()
    opened(folder)
    elsewhere.close()


def test_a_database_of_another_study_is_refused(folder: Path, opened: Open) -> None:
    opened(folder).close()
    text = read(folder, "codebook/study.toml")
    write(folder, "codebook/study.toml", re.sub(r'(?m)^id = ".*"$', 'id = "other"', text))
    with pytest.raises(StudyError, match="another study"):
        Study.open(folder, "ann")


def test_init_makes_a_study_that_opens_and_refuses_to_do_so_twice(tmp_path: Path, opened: Open) -> None:
    init(tmp_path / "ny", 'Et "navn" \\ [x]')
    study = opened(tmp_path / "ny")
    assert study.title == 'Et "navn" \\ [x]'
    assert list(study.settings.groups) == ["professional", "volunteer", "education"]
    with pytest.raises(StudyError):
        init(tmp_path / "ny")


def test_everything_the_program_keeps_for_itself_is_ignored_by_git(study: Study) -> None:
    assert read(study.folder, ".workbench/.gitignore") == "*\n"


def test_known_coders_are_those_who_have_written(folder: Path, opened: Open) -> None:
    assert known_coders(folder) == []
    opened(folder, "ann").codes.create("Mod")
    opened(folder, "Bo").codes.create("Tid")
    opened(folder, "bo").codes.create("Sted")
    assert known_coders(folder) == ["Bo", "ann"]
