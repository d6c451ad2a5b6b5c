"""A survey in a study: taken in once, the same for everybody, beside its themes, and without anybody's words."""

import csv
import io
import json
import shutil
import statistics
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.study.conftest import SETTINGS
from workbench.errors import InputError, NotFoundError, StudyError
from workbench.study import Study, init
from workbench.study import settings as toml
from workbench.study.anonymity.elsewhere import places
from workbench.transcripts.quoted import Quoted

SURVEY = """
[survey.trivsel]
title = "Trivsel"
file = "codebook/trivsel.csv"
group = "hvem"
missing = [99]
scale = {1 = "Uenig", 2 = "Hverken", 3 = "Enig"}
tables = ["hvor"]
groups = {ansat = "professional", frivillig = "volunteer"}
[survey.trivsel.themes.mod]
label = "Mod"
code = "Sind / Mod"
items = ["q1", "q2"]
reverse = ["q2"]

[table.ude]
rows = ["by", "land"]
columns = ["ja", "nej"]
counts = [[12, 30], [25, 8]]
"""
ROWS = """hvem;hvor;q1;q2;navn
ansat;by;1;3;Gerda Grim
ansat;land;3;1;Otto Odd
frivillig;by;Enig;1;Ida Id
frivillig;land;99;;Bo Bo
"""
SAID = "Man skal turde. Og man skal lytte"


@pytest.fixture
def folder(folder: Path) -> Path:
    """The small study with a survey, never opened."""
    with (folder / "codebook" / "study.toml").open("a", encoding="utf-8") as file:
        file.write(SURVEY)
    (folder / "codebook" / "trivsel.csv").write_text(ROWS, encoding="utf-8")
    return folder


def rows_of(study: Study) -> str:
    return study._base.words.of(study._base.store.read('SELECT "rows" FROM survey WHERE alive = 1')[0][0])


def write(study: Study, text: str, name: str = "nye.csv") -> Path:
    path = study.folder / name
    path.write_text(text, encoding="cp1252")
    return path


def test_the_first_opening_takes_the_answers_in_and_a_second_changes_nothing(
    study: Study, opened: Callable[..., Study]
) -> None:
    assert study.warnings == []
    result = study.surveys.get()
    assert (result.respondents, result.title) == (4, "Trivsel")
    mod = result.themes[0]
    assert (mod.total.n, mod.total.mean, mod.total.missing) == (3, 7 / 3, 1)
    assert mod.groups["volunteer"].mean == 3.0
    assert [line.verb for line in study.log.entries() if line.what == "trivsel"] == ["import survey"]
    last = study.log.entries(1)
    again = study.surveys.import_file()
    assert (again.state, again.respondents, again.left_out) == ("same", 4, 1)
    assert study.log.entries(1) == last
    study.close()
    assert opened(study.folder).log.entries(1) == last


def test_what_study_toml_does_not_name_never_comes_into_the_study(study: Study) -> None:
    assert "Gerda" not in rows_of(study)
    study.close()
    database = b"".join(path.read_bytes() for path in (study.folder / ".workbench").rglob("*") if path.is_file())
    assert b"Gerda" not in database


def test_a_new_file_replaces_the_answers_and_undo_brings_them_back(study: Study) -> None:
    before = rows_of(study)
    path = write(study, ROWS.replace("land", "på landet") + "ansat;by;2;2;x\n")
    assert study.surveys.import_file("trivsel", path).state == "replaced"
    assert "på landet" in rows_of(study)
    assert study.surveys.get().respondents == 5
    study.undo()
    assert rows_of(study) == before
    study.redo()
    study.surveys.remove("trivsel")
    assert study.surveys.get().respondents == 0
    with pytest.raises(NotFoundError):
        study.surveys.remove("trivsel")
    study.undo()
    assert study.surveys.get().respondents == 5


def test_a_wrong_file_changes_nothing(study: Study) -> None:
    last = study.log.entries(1)
    with pytest.raises(InputError) as refused:
        study.surveys.import_file("trivsel", write(study, ROWS + "ansat;by;7;1;x\n"))
    assert refused.value.line == 6
    (study.folder / "bog.csv").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 4)
    with pytest.raises(InputError, match=r"bog\.csv"):
        study.surveys.import_file("trivsel", study.folder / "bog.csv")
    with pytest.raises(InputError):
        study.surveys.import_file("trivsel", study.folder / "ingen.csv")
    with pytest.raises(NotFoundError, match="no survey"):
        study.surveys.get("andet")
    assert study.log.entries(1) == last


def test_a_file_that_is_not_there_at_first_is_said_and_taken_in_later(
    folder: Path, opened: Callable[..., Study]
) -> None:
    (folder / "codebook" / "trivsel.csv").unlink()
    study = opened(folder)
    assert len(study.warnings) == 1
    assert "trivsel" in study.warnings[0]
    assert study.surveys.get().respondents == 0
    assert study.surveys.for_theme("x") == ()
    (folder / "codebook" / "trivsel.csv").write_text(ROWS, encoding="utf-8")
    assert study.surveys.import_file().state == "new"


def test_an_index_stands_beside_the_theme_it_is_linked_to_and_those_above(study: Study) -> None:
    mod = study.codes.create("Sind / Mod")
    sind, other = study.codes.find("Sind"), study.codes.create("Andet")
    document = study.transcripts.document("A-1")
    start = document.text.index(SAID)
    study.codings.add(document.revision, start, start + len(SAID), mod.id)
    study.progress.done(["A-1"])
    assert [theme.id for theme in study.surveys.for_theme(mod.id)] == ["mod"]
    assert [theme.id for theme in study.surveys.for_theme(sind.id)] == ["mod"]
    assert study.surveys.for_theme(other.id) == ()
    text = study.surveys.render()
    assert isinstance(text, str)
    assert "| Mod | alle | 3! | 2,33 | 1,15 | 1 | Sind / Mod (Kommunen) | 1 af 1 | 1 |" in text
    assert "|  | Kommunen | 2! | 2,00 | 1,41 | 0 |  | 1 af 1 | 1 |" in text
    study.codes.rename(mod.id, "Vovemod")
    assert [note.kind for note in study.surveys.get().notes] == ["no_theme"]
    text = study.export_settings().replace('code = "Sind / Mod"', f'code = "#{study.codes.get(mod.id).short}"')
    study.import_settings(text, "study.toml")
    study.codes.rename(mod.id, "Dumdristighed")
    (theme,) = study.surveys.for_theme(mod.id)
    assert (theme.code, theme.path, study.surveys.get().notes) == (mod.id, "Sind / Dumdristighed", ())


def test_the_means_of_an_index_stand_in_the_tables_below_its_theme(sample_study: Study) -> None:
    told = json.loads(sample_study.synthesis.render("competences", "json"))
    surveyed = {row["code"]: row["survey"] for row in told["rows"] if row["survey"]}
    found = {one.path: one for one in sample_study.surveys.get(sample_study.surveys.names()[0]).themes}
    assert surveyed.keys() == found.keys()
    for path, (index,) in surveyed.items():
        for group, stat in found[path].groups.items():
            assert (index["groups"][group]["n"], index["groups"][group]["mean"]) == (stat.n, round(stat.mean or 0, 4))
    assert "**I spørgeskemaet, Tillid:** Fagprofessionelle i kommuner 3,8 ± 0,6 (n 46)" in str(
        sample_study.synthesis.render("competences")
    )


def test_columns_are_crossed_and_typed_tables_tested(study: Study) -> None:
    table = study.surveys.crosstab("trivsel", "hvor")
    assert (table.rows, table.columns, table.counts) == (
        ("by", "land"),
        ("Kommunen", "De frivillige"),
        ((1, 1), (1, 1)),
    )
    assert table.caution
    with pytest.raises(NotFoundError, match="column"):
        study.surveys.crosstab("trivsel", "navn")
    assert study.surveys.table().n == 75
    assert study.surveys.table("ude").p == pytest.approx(4.965e-5, rel=1e-3)


def test_colleagues_who_take_in_the_same_file_write_the_same_and_others_are_asked(
    folder: Path, tmp_path: Path, opened: Callable[..., Study]
) -> None:
    other_home = shutil.copytree(folder, tmp_path / "hos-bo")
    ann, bo = opened(folder, "ann"), opened(other_home, "bo")
    ann.log.ingest(list(bo.log.export()))
    assert ann.inbox.items() == []
    bo.log.ingest(list(ann.log.export()))
    ann.surveys.import_file("trivsel", write(ann, ROWS.replace("by", "byen")))
    bo.surveys.import_file("trivsel", write(bo, ROWS.replace("by", "stad")))
    ann.log.ingest(list(bo.log.export()))
    (item,) = ann.inbox.items()
    assert "took in different answers to the survey trivsel" in item.sentence
    assert all("4 persons' answers" in (side.value or "") for side in item.sides)
    assert [choice.key for choice in item.choices] == ["shown", "other"]
    shown = rows_of(ann)
    ann.inbox.settle(item.id, "other")
    assert rows_of(ann) != shown
    assert ann.inbox.items() == []
    bo.log.ingest(list(ann.log.export()))
    assert rows_of(bo) == rows_of(ann)


def test_a_name_among_the_answers_is_found_replaced_and_brought_back(study: Study) -> None:
    study.surveys.import_file("trivsel", write(study, ROWS.replace("land", "hos Mette Hansen")))
    (place,) = (place for place in places(study._base) if place.ent == "survey")
    assert (place.where, place.words) == ("answers to the survey trivsel", "ansat\nby\nfrivillig\nhos Mette Hansen")
    study.anonymity.replace_word("Mette Hansen", "en, nabo")
    assert "en, nabo" in rows_of(study)
    assert "Mette" not in rows_of(study)
    assert study.surveys.crosstab("trivsel", "hvor").rows == ("by", "hos en, nabo")
    assert study.surveys.get().themes[0].total.n == 3
    study.undo()
    assert "Mette Hansen" in rows_of(study)


def test_who_withdraws_takes_their_words_out_of_the_answers_and_leaves_the_numbers(study: Study) -> None:
    study.surveys.import_file("trivsel", write(study, ROWS.replace("land", "og man skal lytte, altså")))
    preview = study.withdrawals.preview("P1")
    assert preview.quoting == ("answers to the survey trivsel",)
    study.withdrawals.withdraw("P1")
    assert "lytte" not in rows_of(study)
    table = study.surveys.crosstab("trivsel", "hvor")
    assert (table.rows, table.left_out) == (("by",), 2)
    assert study.surveys.get().themes[0].total.n == 3


def test_answers_that_are_erased_do_not_come_back_from_a_copy_of_the_file(study: Study) -> None:
    study.withdrawals.purge("survey", "trivsel", "bedt om det")
    assert study.surveys.get().respondents == 0
    study.undo()
    study.redo()
    assert study.surveys.get().respondents == 0
    with pytest.raises(StudyError, match="erased"):
        study.surveys.import_file()
    with pytest.raises(NotFoundError, match="no survey called andet"):
        study.withdrawals.purge("survey", "andet", "bedt om det")
    assert study.surveys.import_file("trivsel", write(study, ROWS + "ansat;by;2;2;x\n")).state == "new"


def test_numbers_beside_each_other_are_nobodys_words(folder: Path, opened: Callable[..., Study]) -> None:
    transcript = folder / "transcripts" / "a.md"
    transcript.write_text(
        transcript.read_text(encoding="utf-8") + "\nR1: Jeg siger 1 3 by ansat 2 2 by.\n", encoding="utf-8"
    )
    study = opened(folder)
    study.surveys.import_file("trivsel", write(study, ROWS + "ansat;by;2;2;x\n" * 3))
    before = rows_of(study)
    assert Quoted(["1 3 by ansat 2 2 by"]).within(before)
    study.withdrawals.withdraw("P1")
    assert rows_of(study) == before


def test_an_encrypted_study_takes_nothing_in_by_itself(tmp_path: Path) -> None:
    home = tmp_path / "lukket"
    init(home, "Lukket", passphrase="en lang sætning til prøve", coder="ann")
    study = Study.open(home, "ann", passphrase="en lang sætning til prøve")
    try:
        study.import_settings(study.export_settings() + SURVEY, "x.toml")
        (home / "codebook").mkdir(exist_ok=True)
        (home / "codebook" / "trivsel.csv").write_text(ROWS, encoding="utf-8")
        study.close()
        study = Study.open(home, "ann", passphrase="en lang sætning til prøve")
        assert study.surveys.get().respondents == 0
        taken = study.surveys.import_file()
        assert (taken.state, taken.respondents) == ("new", 4)
        assert "encrypted" in taken.warnings[0]
    finally:
        study.close()


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('file = "../../trivsel.csv"', "below the study's folder"),
        ('delimiter = ";;"', "one character"),
        ('groups = {ansat = "ingen"}', "no group ingen"),
        ('scale = {en = "x"}', "whole numbers"),
        ('scale = {1 = "x", 2 = "X"}', "called the same"),
        ('missing = "x"', "list of texts"),
        ('themes.a = {items = ["q"]}', "no scale"),
        ('scale = {1 = "x", 2 = "y"}\nthemes.a = {items = []}', "no questions"),
        ('scale = {1 = "x", 2 = "y"}\nthemes.a = {items = ["q"], reverse = ["z"]}', "not among the items"),
        ('scale = {1 = "x", 2 = "y"}\nthemes.a = {items = ["q"], min_items = 2}', "only 1 questions"),
        ('scale = {1 = "x", 2 = "y"}\ntables = ["q"]\nthemes.a = {items = ["q"]}', "a column of words too"),
        ('[table.t]\nrows = ["a"]\ncolumns = ["b"]\ncounts = [[1, 2]]', "1 rows of 1 counts"),
        ('[table.t]\nrows = ["a"]\ncolumns = ["b"]\ncounts = [[-1]]', "whole numbers"),
    ],
)
def test_what_cannot_be_a_survey_is_said_with_its_line(line: str, says: str) -> None:
    text = f"{SETTINGS}\n[survey.ny]\n{line}\n"
    with pytest.raises(InputError, match=says) as refused:
        toml.read(toml.load(text), text)
    assert refused.value.line > SETTINGS.count("\n")


def test_the_samples_survey_is_what_its_file_says_counted_a_second_time(sample_study: Study) -> None:
    text = (sample_study.folder / "codebook" / "survey" / "samarbejde.csv").read_text(encoding="utf-8")
    rows = list(csv.DictReader(io.StringIO(text), delimiter=";"))
    result = sample_study.surveys.get("samarbejde")
    assert result.respondents == len(rows) == 118
    assert {note.kind for note in result.notes} == {"no_group"}
    tillid = result.themes[0]
    scores = []
    for row in rows:
        said = {q: int(row[q]) for q in ("q1", "q2", "q3") if row[q] not in ("", "99")}
        if row["gruppe"] == "Underviser eller studerende" and len(said) >= 2:
            scores.append(statistics.mean(6 - value if q == "q3" else value for q, value in said.items()))
    assert tillid.groups["education"].n == len(scores) < 40
    assert tillid.groups["education"].mean == pytest.approx(statistics.mean(scores))
    assert tillid.groups["education"].sd == pytest.approx(statistics.stdev(scores))
    assert tillid.groups["education"].caution
    assert all(theme.code for theme in result.themes)
