"""A survey and cross tables as documents: the same numbers in every format, beside the theme's own."""

import csv
import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.exports.conftest import GROUPS
from workbench import exports
from workbench.exports import Provenance
from workbench.synthesis import Matrix
from workbench.synthesis.crosstab import crosstab
from workbench.synthesis.survey import Answers, Form, Topic, analysed

FORM = Form(
    "s",
    "Hvad | svarede *de*?",
    group="g",
    scale=((1, "Uenig"), (2, "Enig")),
    themes=(Topic("i", "Indeks", "Relationer", ("q1", "q2"), ("q2",)), Topic("løs", "Løs", "", ("q2",))),
    questions={"q1": "=HYPERLINK(“x”)"},
)
ROWS = (*[("professional", "2", "1")] * 40, *[("volunteer", "1", "2")] * 2, ("", "1", ""))
PROVENANCE = Provenance("Studiet", "all", ("ann", "bo"), "abc", "2026-11-24")


@pytest.fixture
def matrix(make: Callable[..., Matrix]) -> Matrix:
    return make()


@pytest.fixture
def document(matrix: Matrix) -> exports.Document:
    result = analysed(FORM, Answers(("g", "q1", "q2"), ROWS), GROUPS, {row.path: row.theme for row in matrix.rows})
    return exports.survey(result, matrix, PROVENANCE, "da")


def test_every_index_stands_beside_its_theme_and_few_are_marked(document: exports.Document, matrix: Matrix) -> None:
    text = str(exports.render(document, "md"))
    row = next(row for row in matrix.rows if row.path == "Relationer")
    rows = [line for line in text.splitlines() if line.startswith("|")]
    everybody = f"{row.total.informants} af {row.spread.of_informants} | {row.total.interviews} |"
    assert any(
        line.startswith("| Indeks | alle | 43 | 1,93 | 0,26 | 0 | Relationer") and line.endswith(everybody)
        for line in rows
    )
    assert any(line.startswith("|  | Frivillige | 2! | 1,00 | 0,00 | 0 |") for line in rows)
    assert any(line.startswith("|  | Fagprofessionelle | 40 | 2,00 | 0,00 | 0 |") for line in rows)
    assert "| Løs | alle | 42 | 1,05 | 0,22 | 1 | intet tema | – | – |" in rows
    assert "færre end 40" in text
    assert '# <a id="survey"></a>Hvad \\| svarede \\*de\\*?' in text
    assert "Om 1 svar siges ingen gruppe" in text


def test_the_same_numbers_stand_in_every_format(document: exports.Document) -> None:
    data = json.loads(exports.render(document, "json"))
    flat = list(csv.DictReader(io.StringIO(str(exports.render(document, "csv")))))
    index = data["themes"][0]["index"]
    by_group: dict[str, Any] = {"": index["all"], **index["groups"]}
    records = {row["group"]: row for row in flat if row["kind"] == "index" and row["index"] == "Indeks"}
    assert by_group.keys() == records.keys()
    for group, said in by_group.items():
        record = records[group]
        assert (int(record["n"]), int(record["missing"])) == (said["n"], said["missing"])
        assert float(record["mean"]) == pytest.approx(said["mean"])
        assert bool(int(record["caution"])) == said["caution"] == (said["n"] < 40)
        assert int(record["informants"]) == said["interviews"]["informants"]
    asked = next(row for row in flat if row["item"] == "q2" and row["group"] == "" and row["index"] == "Indeks")
    said = data["themes"][0]["items"][1]["all"]
    assert [int(asked["answered_1"]), int(asked["answered_2"])] == said["counts"] == [40, 2]
    html = str(exports.render(document, "html"))
    cells = re.findall(r"<td[^>]*>\s*(1,93|95 % \(40\))\s*<", html)
    assert cells
    for name in ("docx", "xlsx"):
        assert exports.render(document, name)[:2] == b"PK"


def test_nothing_a_file_brings_becomes_a_formula(document: exports.Document) -> None:
    flat = list(csv.DictReader(io.StringIO(str(exports.render(document, "csv")))))
    assert {row["question"][:1] for row in flat if row["item"] == "q1"} == {"'"}


def test_without_answers_and_without_a_matrix_it_says_what_there_is() -> None:
    text = str(exports.render(exports.survey(analysed(FORM, Answers(), GROUPS), None, Provenance(), "en"), "md"))
    assert "Nobody's answers have been taken in yet." in text
    full = analysed(FORM, Answers(("g", "q1", "q2"), ROWS), GROUPS)
    text = str(exports.render(exports.survey(full, None, Provenance(), "en"), "md"))
    assert "| Indeks | everybody | 43 | 1.93 | 0.26 | 0 |" in text
    assert "voiced by" not in text


def test_a_cross_table_says_its_test_and_when_not_to_lean_on_it() -> None:
    fine = crosstab(["ja", "nej"], ["A", "B"], [[30, 10], [10, 30]], title="T", left_out=3)
    few = crosstab(["ja", "nej"], ["A", "B"], [[3, 1], [1, 2]], title="U")
    none = crosstab(["ja"], ["A", "B"], [[3, 1]], title="V")
    text = str(exports.render(exports.crosstab([fine, few, none], PROVENANCE, "da"), "md"))
    assert "| ja | 30 (75 %) | 10 (25 %) | 40 |" in text
    assert "| i alt | 40 | 40 | 80 |" in text
    assert "χ²(1, N = 80) = 20,00, p \\< 0,001, Cramérs V = 0,50." in text
    assert "3 er ikke med" in text
    assert "100 % af felterne har færre end 5 forventede" in text
    assert "intet at teste" in text
    data = json.loads(exports.render(exports.crosstab([fine, none], PROVENANCE, "en"), "json"))
    assert data["tables"][0]["chi2"] == pytest.approx(20)
    assert data["tables"][0]["left_out"] == 3
    assert data["tables"][1]["p"] is None
    flat = list(csv.DictReader(io.StringIO(str(exports.render(exports.crosstab([fine], PROVENANCE, "en"), "csv")))))
    assert [(row["row"], row["column"], row["count"]) for row in flat][:2] == [("ja", "A", "30"), ("ja", "B", "10")]
