"""Two tables beside each other, written in every format."""

import csv
import io
import json

import pytest

from workbench.exports import FORMATS, Provenance, compared, render
from workbench.synthesis.comparing import compare

PROVENANCE = Provenance("Studiet", log="1f3c")


@pytest.fixture
def found(make):
    """The small matrix, and the same where two informants are asked for and Humor is called something else."""
    before, after = make(), make(min_informants=2)
    rows = [row for row in after.rows if row.theme != "h"]
    return compare(before, after._replace(rows=(*rows, rows[0]._replace(theme="n2", path="Ny"))))


def test_what_changes_column_is_new_or_gone_is_the_table(found):
    written = render(compared(found, "bo", "now", PROVENANCE, "da", "Kompetencer"), "md")
    assert written.startswith(
        """\
# Kompetencer: Hvad der er anderledes: bo → nu

| tema | ændring | bo | nu | informanter | uddrag |
|---|---|---|---|---:|---:|
| Relationer | skifter kolonne | Fælles kompetencer | Fagprofessionelle | 3 | 3 |
"""
    )
    assert "| Ny | nyt | – | Fagprofessionelle | 0 → 3 | 0 → 3 |\n" in written
    assert "| Humor | væk | for lidt belæg | – | 0 | 0 |\n" in written
    assert "\n2 temaer uden ændring.\n\n*Grundlag:* Studiet; log 1f3c.\n" in written


def test_every_format_has_every_theme(found):
    document = compared(found, "all", "con|sen<sus", PROVENANCE, "en")
    paths = [row.path for row in found.rows]
    assert [row["code"] for row in json.loads(str(render(document, "json")))["rows"]] == paths
    records = list(csv.DictReader(io.StringIO(str(render(document, "csv")))))
    assert [row["code"] for row in records] == paths
    assert records[0]["informants_before"] == records[0]["informants_after"] == "3"
    assert all(render(document, name) for name in FORMATS)
    assert "all coders → con\\|sen\\<sus" in str(render(document, "md"))


def test_that_nothing_moved_is_said(make):
    written = render(compared(compare(make(), make()), "a", "b", Provenance(), "da"), "md")
    assert written == "# Hvad der er anderledes: a → b\n\nIntet tema skifter kolonne.\n\n8 temaer uden ændring.\n"
