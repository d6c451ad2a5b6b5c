"""CSV for spreadsheets and statistics: one record a row, no formula can grow of a name."""

import csv
import io

from workbench import sanitise
from workbench.exports.document import Document


def write(document: Document) -> str:
    """The document's records as RFC 4180 with commas and "\\n"; an empty cell where there is no value."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    for record in (document.records.header, *document.records.rows):
        writer.writerow([_cell(value) for value in record])
    return out.getvalue()


def _cell(value: str | float | None) -> str | float:
    if value is None:
        return ""
    return sanitise.csv_cell(sanitise.line(value)) if isinstance(value, str) else value
