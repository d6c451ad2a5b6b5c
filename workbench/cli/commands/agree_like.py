"""``workbench agree --like``: what NVivo, MAXQDA or INCEpTION would show for the same codings."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from workbench.exports import Document
    from workbench.study import Study
    from workbench.study.scopes import Asked

Rows = list[tuple[str | int | float | None, ...]]

TITLES = {
    "nvivo": "As NVivo's coding comparison query counts",
    "maxqda": "As MAXQDA's intercoder agreement counts",
    "inception": "As INCEpTION counts (Krippendorff's α_U, 1995)",
}
NOTES = {
    "nvivo": (
        "Per code and file: percent agreement and Cohen's kappa over the units. Where a code is rare in a file, the "
        "kappa is near 0 or 1; the means are what a spreadsheet would make of the rows."
    ),
    "maxqda": (
        "Code occurs in the document, frequency of the code, and segments that overlap by {threshold} % or more. Kappa "
        "is Brennan and Prediger's, its chance from the number of codes."
    ),
    "inception": (
        "Squared distances between borders; the plain mean of the transcripts' values; of one coder's overlapping "
        "passages of one code the first alone."
    ),
}
ALL = (
    "Two coders at a time, over transcripts both have done. Who has not used a code has said no, "
    "also where it came later."
)
GROUPS = (
    "Two groups, over transcripts that somebody of each has done; a group has coded what any of those coded. "
    "Who has not used a code has said no, also where it came later."
)
NVIVO = (
    *("code", "transcript", "size", "both", "neither", "only_a", "only_b"),
    *("agreement", "disagreement", "a_and_b", "not_a_and_not_b", "a_and_not_b", "b_and_not_a", "kappa", "why"),
)
MEANS = ("code", "transcript", "rows", "agreement", "weighted_agreement", "kappa", "weighted_kappa", "why")
MAXQDA = ("level", "code", "transcript", "agreements", "disagreements", "percent", "kappa", "why")
INCEPTION = ("code", "alpha_u", "why")


def document(
    study: "Study", asked: "Asked", program: str, threshold: int, language: str, against: "Sequence[str]" = ()
) -> "Document":
    """The document of what ``program`` would show; its words are that program's. ``against``: a group (rows)."""
    from workbench.exports import plain_tables

    peers, scope, means = study.agreement.peers, asked.scope, Rows()
    rows = Rows()
    if program == "nvivo":
        header: tuple[str, ...] = NVIVO
        for pair in peers.nvivo(scope, against):
            shown = pair.nvivo
            rows += [(pair.one, pair.other, *row) for row in (shown.rows if shown else ())]
            means += [(pair.one, pair.other, *row) for row in (shown.means if shown else ())]
    elif program == "maxqda":
        header = MAXQDA
        for pair in peers.maxqda(scope, threshold):
            rows += [(pair.one, pair.other, *row) for row in pair.maxqda or ()]
    else:
        header = INCEPTION
        for pair in peers.inception(scope):
            whole = pair.inception
            if whole is not None:
                parts = {"": whole, **whole.codes}
                rows += [(pair.one, pair.other, code, part.value, part.why) for code, part in parts.items()]
    tables = [("rows", "", ("a", "b", *header), rows)]
    if means:
        tables.append(("means", "Means", ("a", "b", *MEANS), means))
    notes = (NOTES[program].format(threshold=threshold), GROUPS if against else ALL)
    return plain_tables(TITLES[program], tables, notes, language, like=program, unit=scope.unit)
