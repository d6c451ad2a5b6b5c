"""The rule of a matrix and where its numbers come from, in sentences for the note under a table."""

from workbench.exports import shapes
from workbench.exports.document import Line, Provenance, Text
from workbench.exports.spoken import NUMBERS, WORDS
from workbench.exports.words import Words


def rule_in_words(matrix: shapes.Matrix, words: Words, counts: str = NUMBERS, *, carried: bool = False) -> Line:
    """When a theme stands where; ``counts``: how many is said how; ``carried``: some are marked as one informant's."""
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
        said = words("shared rule", shared=shared, reach=reach, columns=words.listed(columns) or "–")
        if matrix.shared_groups:
            names = [groups.get(group, group) for group in matrix.shared_groups]
            said += words("shared also", groups=words.listed(names, "or"))
        said += "." + words("one rule") + words("parts rule")
    said += words("voices rule", by=_by(rule.by, words))
    if rule.groups:
        said += words("only groups", groups=words.listed([groups.get(group, group) for group in rule.groups]))
    if rule.seen_from:
        said += words("seen from", column=labels[rule.seen_from])
    said += words("numbers rule") if counts == NUMBERS else words("words rule") if counts == WORDS else ""
    if any(row.placed is not None for row in matrix.rows):
        said += words("hand mark")
    if carried:
        said += words("carried mark")
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
    """Column -> label; "shared" and the kinds of interviews, without labels of their own, in the export's language."""
    own = {"shared": "shared column"}
    if "kind" in matrix.rule.by.split(", "):
        own |= {kind: f"kind {kind}" for kind in ("group", "single", "document")}
    return {
        column: words(own[column]) if column in own and column == label else label for column, label in matrix.columns
    }


def column_in_words(column: str | None, matrix: shapes.Matrix, words: Words) -> str:
    """A column's label, “mixed”, or “too little evidence”."""
    return column_labels(matrix, words).get(column or "") or words(column if column == "mixed" else "none")


def _by(by: str, words: Words) -> str:
    first, *then = by.split(", ")
    said = _one_by(first, words)
    return words("by several", first=said, then=_by(", ".join(then), words)) if then else said


def _one_by(by: str, words: Words) -> str:
    if by in ("group", "site", "kind", "mode", "transcript", "coder"):
        return words(f"by {by}")
    kind, _, name = by.partition(":")
    return words(f"by {kind}", name=name) if name and kind in ("facet", "code") else words("by attribute", name=by)
