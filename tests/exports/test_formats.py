"""Every format has the same rows; JSON and CSV keep what scripts rely on."""

import csv
import io
import json

import pytest

from workbench.errors import NotFoundError
from workbench.exports import FORMATS, Provenance, matrix, overview, render
from workbench.exports.words import DANISH, ENGLISH, Words
from workbench.synthesis import overview as count

PROVENANCE = Provenance("Frivillighed", "", ("ann",), "1f3c", "2026-11-23")


def records(document):
    return list(csv.DictReader(io.StringIO(render(document, "csv"))))


def test_every_format_has_the_same_rows(make):
    document = matrix(make(), PROVENANCE, "da")
    paths = [row["code"] for row in json.loads(render(document, "json"))["rows"]]
    assert paths == [row["code"] for row in records(document)]
    for path in paths:
        assert f"</a>{path}\n" in render(document, "md")


def test_json_has_the_shape_that_scripts_rely_on(make):
    found = json.loads(render(matrix(make(), PROVENANCE, "da"), "json"))
    assert {key: found[key] for key in ("name", "layer", "coders", "transcripts", "columns")} == {
        "name": "competences",
        "layer": "all",
        "coders": ["ann"],
        "transcripts": 3,
        "columns": [
            {"id": "shared", "label": "Fælles kompetencer"},
            {"id": "professional", "label": "Fagprofessionelle"},
            {"id": "volunteer", "label": "Frivillige"},
        ],
    }
    tillid, coffee = found["rows"][1], found["rows"][6]
    assert {key: tillid[key] for key in ("code", "column", "groups", "placed_by_hand")} == {
        "code": "Relationer / Tillid",
        "column": "shared",
        "groups": {
            "professional": {"informants": 1, "interviews": 1, "excerpts": 1},
            "volunteer": {"informants": 1, "interviews": 1, "excerpts": 1},
            "education": {"informants": 0, "interviews": 0, "excerpts": 0},
        },
        "placed_by_hand": None,
    }
    assert (coffee["column"], coffee["column_by_rule"], coffee["placed_by_hand"]) == (
        "professional",
        "volunteer",
        "læst igen",
    )
    assert [row["column"] for row in found["rows"]] == [
        *("shared", "shared", "professional", "mixed", "volunteer", "professional", "professional", None)
    ]


def test_json_keeps_values_and_hides_nothing_from_a_terminal(make):
    names = ("a\x9bm", "b\u202e", "c\x1b", "\ud800", "æ", "f", "g", "h")
    written = render(matrix(make(names), PROVENANCE, "da"), "json")
    assert [row["code"].split(" / ")[-1] for row in json.loads(written)["rows"]] == list(names)
    assert not {"\x9b", "\u202e", "\x1b", "\ud800"} & set(written)
    assert "æ" in written


def test_csv_has_a_record_for_every_theme_with_counts_per_group_and_column(make):
    row = records(matrix(make(), PROVENANCE, "da"))[6]
    assert {key: row[key] for key in ("code", "column", "column_by_rule", "placed_by_hand", "counter_evidence")} == {
        "code": "Kaffe",
        "column": "professional",
        "column_by_rule": "volunteer",
        "placed_by_hand": "læst igen",
        "counter_evidence": "1",
    }
    assert (row["group:volunteer:informants"], row["column:shared:excerpts"], row["log"]) == ("1", "0", "1f3c")


def test_no_formula_can_grow_of_a_name(make):
    names = ("=1+1", "+2", "-3", "@x", "\t=4", "ok", "\n=5", "h")
    written = render(matrix(make(names, reason="=cmd()"), PROVENANCE, "da"), "csv")
    cells = [cell for row in csv.reader(io.StringIO(written)) for cell in row]
    assert not [cell for cell in cells if cell[:1] in ("=", "+", "-", "@", "\t", "\r")]
    assert "'=1+1" in cells
    assert "'=cmd()" in cells


def test_the_data_overview_in_every_format(data):
    document = overview(count(*data), PROVENANCE, "en")
    found = json.loads(render(document, "json"))
    assert found["total"]["informants"] == 4
    assert [part["id"] for part in found["parts"]] == ["professional", "volunteer", "education"]
    rows = records(document)
    assert [row["level"] for row in rows] == [*(["group", "site"] * 3), "total", *(["transcript"] * 3)]
    assert [row["transcript"] for row in rows if row["transcript"]] == [held["id"] for held in found["transcripts"]]
    assert "| **in all** | **1** | **2** | **4** |" in render(document, "md")


def test_an_unknown_format_names_those_there_are(make):
    with pytest.raises(NotFoundError) as caught:
        render(matrix(make(), PROVENANCE, "da"), "pdf")
    assert all(name in caught.value.hint for name in FORMATS)


def test_both_languages_have_the_same_words():
    assert DANISH.keys() == ENGLISH.keys()
    assert Words("en").listed(["a", "b", "c"]) == "a, b and c"
    assert (Words("da").listed([]), Words("da").listed(["a"], "or")) == ("", "a")
