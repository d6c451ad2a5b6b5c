"""A document in which every kind of block stands, for the formats that are read by people."""

from tests.exports.conftest import small_matrix
from workbench.exports import Document, Provenance, plots
from workbench.exports.document import (
    Figure,
    Items,
    Paragraph,
    Quotation,
    Records,
    Section,
    Table,
    Text,
    plain,
)

PROVENANCE = Provenance("Frivillighed", "", ("ann", "bo"), "1f3c", "2026-11-23")
WIDE = 9
"""Columns of the wide table."""


def heat() -> Figure:
    """The small matrix as a heat map."""
    return plots.heat(small_matrix(), "da", PROVENANCE)


def showcase(text: str = "Tillid", *, wide: bool = False) -> Document:
    """``text`` wherever somebody may have typed something."""
    said = (Text("Reglen: ", emphasis=True), Text(text, strong=True), Text(" følger", to="maal"))
    table = Table(
        (text, "kommune", "forening"),
        ((plain(text), (Text("2/2", to="maal"),), plain("1/3")), (plain(text), plain("–"), ())),
        frozenset({1, 2}),
        caption=f"Informanter: {text}",
        shades={(0, 1): 1.0, (0, 2): 0.33},
    )
    names = tuple(f"k{number}" for number in range(WIDE))
    broad = Table(names, (tuple(map(plain, names)),), frozenset(range(1, WIDE)))
    quotes = Quotation(plain(text), (Text("En frivillig, "), Text(text))), Quotation(plain("Uden navn"), ())
    sections = (
        Section(text, 1, (Paragraph(said), table, heat())),
        Section(f"Citater: {text}", 2, (*quotes, Items((plain(text), plain("to")))), "maal"),
        Section(text, 4, (Table(("a",), ((plain(text),),), heads=0),), "maal"),
        Section("", 2, (Paragraph(plain(text)),), "uden-titel"),
        *([Section("Bred", 2, (broad,))] if wide else []),
    )
    return Document("da", sections, Records(("navn",), ((text,),)), {"navn": text})
