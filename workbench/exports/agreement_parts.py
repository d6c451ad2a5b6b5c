"""Agreement part by part, before and after, and which code instead: the tables beside the main one."""

from collections.abc import Mapping, Sequence

from workbench.exports import agreement_shapes as shapes
from workbench.exports.agreement_data import Origin, code_data, confusion_data, counted, data, records
from workbench.exports.agreement_words import AgreementWords
from workbench.exports.document import Block, Document, Line, Paragraph, Records, Section, Table, Text, plain
from workbench.exports.of_agreement import alpha_in_words, basis, notes, remarks

Part = tuple[str, shapes.Table]
"""What a part is called, and agreement in it."""


def by_part(what: str, parts: Sequence[Part], whole: shapes.Table, origin: Origin, language: str) -> Document:
    """Agreement for each ``transcript``, ``speaker`` or ``pair`` alone: one row for each and every code used there.

    ``whole`` is agreement in all of them together, of which the notes speak.
    """
    words = AgreementWords(language)
    blocks: tuple[Block, ...] = (Paragraph(plain(words("none there"))),)
    if parts:
        blocks = (_parts(what, parts, words), *map(Paragraph, notes(whole, origin, words)))
    return Document(
        language=language,
        sections=(Section(words(f"by {what}"), 1, blocks),),
        records=records(parts, what),
        data={"by": what, "parts": [{what: name, **data(table, origin)} for name, table in parts]},
    )


def _parts(what: str, parts: Sequence[Part], words: AgreementWords) -> Table:
    header = (
        *(words(f"part {what}"), words("code"), words("ci"), "F1", words("percent")),
        *(words("interviews counted"), words("remark")),
    )
    rows: list[tuple[Line, ...]] = []
    for name, table in parts:
        value = words.value(table.pooled.alpha)
        if table.pooled.ci:
            value += f" {words.interval(table.pooled.ci.low, table.pooled.ci.high)}"
        whole = (name, words("all codes"), value, "", "", str(counted(table)), "")
        rows.append(tuple((Text(cell, strong=True),) if cell else () for cell in whole))
        for row in table.rows:
            agreement = row.agreement
            if agreement.status == "not_used":
                continue
            cells = (
                *(name, row.path, alpha_in_words(agreement, words)),
                *(words.value(agreement.measures.f1), words.share(agreement.measures.percent)),
                *(str(len(agreement.transcripts)), "; ".join(remarks(row, table, words))),
            )
            rows.append(tuple(map(plain, cells)))
    return Table(header, tuple(rows), frozenset({3, 4, 5}))


def comparison(
    before: shapes.Table, after: shapes.Table, what: str, when: str, origin: Origin, language: str
) -> Document:
    """Agreement before and after, code by code; ``what`` and ``when`` say what lies between."""
    words = AgreementWords(language)
    old, new = ({row.code: row for row in table.rows} for table in (before, after))
    codes = [*new, *(code for code in old if code not in new)]
    paths = {code: (new.get(code) or old[code]).path for code in codes}
    header = (
        *(words("code"), words("before"), words("interviews counted")),
        *(words("after"), words("interviews counted"), words("change")),
    )
    rows = [tuple(map(plain, (paths[code], *_cells(old.get(code), new.get(code), words)))) for code in codes]
    said = " · ".join(filter(None, (what, when)))
    blocks: list[Block] = [Paragraph(plain(said))] if said else []
    blocks += [Table(header, tuple(rows), frozenset({2, 4, 5})), Paragraph(plain(words("compare note")))]
    blocks += map(Paragraph, notes(after, origin, words))
    return Document(
        language=language,
        sections=(Section(words("compare"), 1, tuple(blocks)),),
        records=records([("before", before), ("after", after)], "state"),
        data={
            "what": what,
            "when": when or None,
            "codes": [
                {
                    "code": paths[code],
                    "before": code_data(old[code], before.coder_rows) if code in old else None,
                    "after": code_data(new[code], after.coder_rows) if code in new else None,
                }
                for code in codes
            ],
            "before": data(before, origin),
            "after": data(after, origin),
        },
    )


def _cells(old: shapes.Row | None, new: shapes.Row | None, words: AgreementWords) -> tuple[str, ...]:
    alphas = [row.agreement.measures.alpha if row else None for row in (old, new)]
    cells: list[str] = []
    for row in (old, new):
        cells += (alpha_in_words(row.agreement, words), str(len(row.agreement.transcripts))) if row else ("–", "–")
    if alphas[0] is None or alphas[1] is None:
        return (*cells, "–")
    change = words.value(alphas[1] - alphas[0])
    return (*cells, change if change.startswith("−") or not change.strip("0,.") else f"+{change}")


def instead(confusion: Mapping[tuple[str, str], int], table: shapes.Table, origin: Origin, language: str) -> Document:
    """Which code one coder used where another used another; codes are rows of ``table``."""
    words = AgreementWords(language)
    paths = {row.code: row.path for row in table.rows}
    found = confusion_data(confusion, paths)
    rows = tuple(tuple(plain(str(cell)) for cell in one.values()) for one in found)
    header = (words("code"), words("instead"), words("characters"))
    first: Block = Table(header, rows, frozenset({2})) if rows else Paragraph(plain(words("none there")))
    last = (Paragraph(plain(words("confusion note"))), Paragraph(basis(table, origin, words)))
    return Document(
        language=language,
        sections=(Section(words("confusion"), 1, (first, *last)),),
        records=Records(("code", "other", "characters"), tuple(tuple(one.values()) for one in found)),
        data={
            "coders": list(table.coders),
            "transcripts": counted(table),
            "confusion": found,
            "study": origin.study,
            "log": table.log,
            "date": origin.date,
        },
    )


Cell = str | int | float | None


def plain_tables(
    title: str,
    tables: Sequence[tuple[str, str, Sequence[str], Sequence[Sequence[Cell]]]],
    notes: Sequence[str],
    language: str,
    **more: object,
) -> Document:
    """Any other tables under their own keys: what another program would show, so that its numbers can be checked.

    Each is (key in the data, heading, header, rows); the first one makes the records.
    """
    words = AgreementWords(language)
    sections = []
    for i, (_, heading, header, rows) in enumerate(tables):
        cells = tuple(tuple(plain(_written(cell, words)) for cell in row) for row in rows)
        numbers = {i for row in rows for i, cell in enumerate(row) if isinstance(cell, int | float)}
        table: Block = (
            Table(tuple(header), cells, frozenset(numbers)) if rows else Paragraph(plain(words("none there")))
        )
        below = [Paragraph(plain(note)) for note in notes] if i == len(tables) - 1 else []
        sections.append(Section(title if i == 0 else heading, 1 if i == 0 else 2, (table, *below)))
    first = tables[0]
    data = {key: [dict(zip(header, row, strict=True)) for row in rows] for key, _, header, rows in tables}
    return Document(
        language=language,
        sections=tuple(sections),
        records=Records(tuple(first[2]), tuple(map(tuple, first[3]))),
        data={**more, **data, "notes": list(notes)},
    )


def _written(cell: Cell, words: AgreementWords) -> str:
    if isinstance(cell, float):
        return words.value(cell)
    return "–" if cell is None else str(cell)
