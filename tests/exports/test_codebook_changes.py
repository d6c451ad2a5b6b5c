"""The changes of a codebook as a document: in words, in records, in data; in Danish and in English."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.exports import KINDS_OF_CHANGES, CodebookChanges, CodeChange, Provenance, codebook_changes, render

WHEN = datetime(2026, 11, 20, 10, 30, tzinfo=UTC)
BY: Any = {"who": "ann", "when": WHEN}
CHANGES = CodebookChanges(
    "runde 1",
    "now",
    (
        CodeChange("renamed", "R / Netværk", "R / Ledelse", "name", "Netværk", "Ledelse", **BY, why="mere | præcist"),
        CodeChange("added", "", "Tid", **BY),
        CodeChange("removed", "Sted", "", **BY),
        CodeChange("merged", "A", "", into=("B",), **BY),
        CodeChange("unmerged", "", "C", before="B", **BY),
        CodeChange("split", "D", "D", "split", into=("E", "F", "G"), passages=12, **BY),
        CodeChange("moved", "H", "R / H", "parent", "", "R", **BY),
        CodeChange("redefined", "R", "R", "definition", "", "to\nlinjer", **BY),
        CodeChange("redefined", "R", "R", "exclusive", "no", "yes"),
        CodeChange("status", "R", "R", "status", "", "settled"),
        CodeChange("reordered", "Z", "Z", "sort"),
    ),
    7,
)
BASIS = Provenance("Nabohjælp", log="1f3c", date="2026-11-24")


def test_in_danish_every_kind_of_change_has_its_words() -> None:
    assert render(codebook_changes(CHANGES, BASIS, "da"), "md") == (
        "# Ændringer i kodebogen\n\nFra runde 1 til nu. Uændret: 7.\n\n"
        "*Grundlag:* Nabohjælp, log 1f3c, 2026-11-24.\n\n"
        "## Nye koder (1)\n\n- **Tid** (ann, 2026-11-20).\n\n"
        "## Delt (1)\n\n- **D** i “E”, “F” og “G”, 12 passager (ann, 2026-11-20).\n\n"
        "## Lagt sammen (1)\n\n- **A** i “B” (ann, 2026-11-20).\n\n"
        "## Skilt ad igen (1)\n\n- **C** ud af “B” (ann, 2026-11-20).\n\n"
        "## Slettede koder (1)\n\n- **Sted** (ann, 2026-11-20).\n\n"
        "## Omdøbt (1)\n\n- **R / Ledelse** – før: “Netværk” (ann, 2026-11-20). *Hvorfor:* mere \\| præcist\n\n"
        "## Flyttet (1)\n\n- **R / H** – før: øverst; nu: under “R” (ann, 2026-11-20).\n\n"
        "## Omdefineret (1)\n\n- **R** – definition, før: intet; nu: “to linjer” (ann, 2026-11-20).\n"
        "- **R** – gensidigt udelukkende, før: nej; nu: ja.\n\n"
        "## Status (1)\n\n- **R** – før: intet; nu: fastlagt.\n\n"
        "## Ny rækkefølge (1)\n\n- **Z**.\n"
    )


def test_in_english_too_and_where_nothing_changed_it_says_so() -> None:
    written = render(codebook_changes(CHANGES, BASIS, "en-GB"), "md")
    assert "- **D** into “E”, “F” and “G”, 12 passages (ann, 2026-11-20)." in written
    nothing = render(codebook_changes(CodebookChanges("now", "now", (), 3), Provenance(), "nn"), "md")
    assert nothing == "# Changes of the codebook\n\nFrom now to now. Unchanged: 3.\n\nNo changes.\n"


def test_records_and_data_hold_every_change() -> None:
    document = codebook_changes(CHANGES, BASIS, "da")
    rows = list(csv.DictReader(io.StringIO(str(render(document, "csv")))))
    assert [row["change"] for row in rows] == sorted((c.kind for c in CHANGES.changes), key=KINDS_OF_CHANGES.index)
    (split,) = [row for row in rows if row["change"] == "split"]
    assert (split["code"], split["into"], split["passages"], split["when"]) == ("D", "E; F; G", "12", WHEN.isoformat())
    data = json.loads(render(document, "json"))
    assert sum(len(data[kind]) for kind in KINDS_OF_CHANGES) == len(rows) == len(CHANGES.changes)
    assert (data["removed"][0]["code"], data["removed"][0]["path_after"], data["unchanged"]) == ("Sted", None, 7)


@pytest.mark.parametrize("format", ["md", "csv", "json", "docx", "xlsx"])
def test_every_format_takes_whatever_anybody_wrote(format: str) -> None:
    @settings(max_examples=10)
    @given(st.text(max_size=9), st.sampled_from(KINDS_OF_CHANGES))
    def check(text: str, kind: str) -> None:
        field = {"status": "status", "redefined": "include"}.get(kind, "name")
        said = "draft" if kind == "status" else text
        change = CodeChange(kind, text, text, field, said, said, (text,), 1, text, WHEN, text)
        assert render(codebook_changes(CodebookChanges(text, text, (change,), 0), BASIS, "da"), format)

    check()
