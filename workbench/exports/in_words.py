"""The rule of a matrix and where its numbers come from, in sentences for the note under a table."""

from workbench.exports import shapes
from workbench.exports.document import Line, Provenance, Text
from workbench.exports.words import Words


def rule_in_words(matrix: shapes.Matrix, words: Words) -> Line:
    """When a theme stands where."""
    rule, labels, groups = matrix.rule, column_labels(matrix, words), dict(matrix.groups)
    reach = words(
        "reach",
        informants=words.number(rule.min_informants, "informant"),
        interviews=words.number(rule.min_interviews, "interview"),
    )
    shared, *columns = labels.values()
    if len(columns) == 1 and not matrix.shared_groups:
        said = words("single rule", column=columns[0], reach=reach)
    else:
        said = words("shared rule", shared=shared, reach=reach, columns=words.listed(columns))
        if matrix.shared_groups:
            names = [groups.get(group, group) for group in matrix.shared_groups]
            said += words("shared also", groups=words.listed(names, "or"))
        said += "." + words("one rule") + words("parts rule")
    said += words("voices rule", by=_by(rule.by, words))
    if rule.groups:
        said += words("only groups", groups=words.listed([groups.get(group, group) for group in rule.groups]))
    if rule.seen_from:
        said += words("seen from", column=labels[rule.seen_from])
    said += words("numbers rule")
    if any(row.placed is not None for row in matrix.rows):
        said += words("hand mark")
    return Text(words("rule"), emphasis=True), Text(" " + said)


def basis_in_words(matrix: shapes.Matrix, provenance: Provenance, words: Words) -> Line:
    """Study, layer, coders, interviews, informants, log, date."""
    coders = provenance.coders or tuple(matrix.coders)
    said = [
        provenance.study,
        f"{words('layer')}: {words.layer(provenance.layer or matrix.rule.layer)}",
        f"{words('coders')}: {words.listed(coders)}" if coders else "",
        f"{words.number(matrix.transcripts, 'interview')} ({words('finished', n=matrix.done)})",
        words.number(matrix.informants, "informant"),
        f"{words('log')} {provenance.log}" if provenance.log else "",
        provenance.date,
    ]
    return Text(words("provenance"), emphasis=True), Text(f" {'; '.join(filter(None, said))}.")


def column_labels(matrix: shapes.Matrix, words: Words) -> dict[str, str]:
    """Column -> label, where "shared" without a label of its own is said in the language of the export."""
    return {
        column: words("shared column") if column == label == "shared" else label for column, label in matrix.columns
    }


def column_in_words(column: str | None, matrix: shapes.Matrix, words: Words) -> str:
    """A column's label, “mixed”, or “too little evidence”."""
    return column_labels(matrix, words).get(column or "") or words(column if column == "mixed" else "none")


def _by(by: str, words: Words) -> str:
    if by in ("group", "site"):
        return words(f"by {by}")
    kind, _, name = by.rpartition(":")
    return words(f"by {kind or 'attribute'}", name=name) if kind in ("", "facet") else words("by attribute", name=by)
