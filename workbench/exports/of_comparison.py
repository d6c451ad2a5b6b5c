"""Two tables held beside each other: which themes stand in another column, and which numbers are other ones."""

from collections.abc import Mapping

from workbench.exports import shapes
from workbench.exports.document import (
    Document,
    Items,
    Line,
    Paragraph,
    Provenance,
    Records,
    Section,
    Table,
    Text,
    plain,
)
from workbench.exports.words import Words

_MOVED = ("moved", "new", "gone")
_HEADER = (
    *("code", "state", "before", "after"),
    *("informants_before", "interviews_before", "excerpts_before"),
    *("informants_after", "interviews_after", "excerpts_after"),
)


def compared(
    comparison: shapes.Comparison, before: str, after: str, provenance: Provenance, language: str, title: str = ""
) -> Document:
    """The document of a comparison; ``before`` and ``after`` are layers, moments as somebody wrote them, or "now".

    The table has the themes that change column, are new or gone; those whose numbers alone differ follow as a list.
    """
    words = Words(language)
    earlier, later = (words("now") if name == "now" else words.layer(name) for name in (before, after))
    labels = {id_: words("shared column") if id_ == label == "shared" else label for id_, label in comparison.columns}
    moved = [row for row in comparison.rows if row.state in _MOVED]
    counted = [row for row in comparison.rows if row.state == "counts"]
    same = sum(row.state == "same" for row in comparison.rows)
    header = (words("theme"), words("state"), earlier, later, words("informants"), words("excerpts"))
    table = Table(header, tuple(_row(row, labels, words) for row in moved), frozenset((4, 5)))
    basis = "; ".join(filter(None, (provenance.study, f"log {provenance.log}" if provenance.log else "")))
    blocks = (
        *([table] if moved else [Paragraph(plain(words("nothing moved")))]),
        *([Items(tuple(_numbers(row, words) for row in counted))] if counted else []),
        *([Paragraph(plain(words("unchanged", n=words.number(same, "theme"))))] if same else []),
        *([Paragraph((Text(words("provenance"), emphasis=True), Text(f" {basis}.")))] if basis else []),
    )
    heading = ": ".join(filter(None, (title, words("comparison"))))
    return Document(
        language=language,
        sections=(Section(f"{heading}: {earlier} → {later}", 1, blocks),),
        records=Records(_HEADER, tuple(_record(row) for row in comparison.rows)),
        data={
            "before": before,
            "after": after,
            "columns": [{"id": id_, "label": label} for id_, label in comparison.columns],
            "rows": [
                {
                    "code": row.path,
                    "state": row.state,
                    "before": row.before,
                    "after": row.after,
                    "was": dict(zip(("informants", "interviews", "excerpts"), _three(row.was), strict=True)),
                    "now": dict(zip(("informants", "interviews", "excerpts"), _three(row.now), strict=True)),
                }
                for row in comparison.rows
            ],
            "study": provenance.study,
            "log": provenance.log,
        },
    )


def _row(row: shapes.Compared, labels: Mapping[str, str], words: Words) -> tuple[Line, ...]:
    def column(id_: str | None, there: bool) -> str:
        return (labels.get(id_ or "") or words("mixed" if id_ == "mixed" else "none")) if there else "–"

    cells = (
        row.path,
        words(f"state {row.state}"),
        column(row.before, row.state != "new"),
        column(row.after, row.state != "gone"),
        _change(row.was.informants, row.now.informants),
        _change(row.was.excerpts, row.now.excerpts),
    )
    return tuple(map(plain, cells))


def _numbers(row: shapes.Compared, words: Words) -> Line:
    informants = _change(row.was.informants, row.now.informants)
    excerpts = _change(row.was.excerpts, row.now.excerpts)
    said = f": {informants} {words('informants')}, {excerpts} {words('excerpts')}"
    return Text(row.path, strong=True), Text(said)


def _change(was: int, now: int) -> str:
    return str(now) if was == now else f"{was} → {now}"


def _three(count: shapes.Count) -> tuple[int, int, int]:
    return count.informants, count.interviews, count.excerpts


def _record(row: shapes.Compared) -> tuple[str | int | None, ...]:
    return (row.path, row.state, row.before, row.after, *_three(row.was), *_three(row.now))
