"""The passages that bear a code, as excerpts: everybody's, the interviewer's words too."""

from collections.abc import Collection
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.study import CodingRow, Document, Quote, Study


def quotes(study: "Study", codes: Collection[str]) -> "list[Quote]":
    """One excerpt a passage, by transcript and place; the codings of several coders on it are one excerpt."""
    from workbench.study import Quote

    coders = {coder.id: coder.name for coder in study.coders()}
    groups = {t.name: {i.label: i.group for i in t.informants} for t in study.transcripts.list()}
    passages: dict[tuple[str, int, int], list[CodingRow]] = {}
    for code in codes:
        for coding in study.codings.with_code(code):
            passages.setdefault((coding.revision, coding.start, coding.end), []).append(coding)
    documents = {revision: study.transcripts.revision(revision) for revision, _, _ in passages}
    found = []
    for (revision, start, end), codings in passages.items():
        if (document := documents[revision]) is None:
            continue  # the text has not come from the colleague yet
        labels = speakers(document, start, end)
        who = groups.get(document.name, {})
        found.append(
            Quote(
                tuple(coding.id for coding in codings),
                document.name,
                revision,
                start,
                end,
                document.text[start:end],
                labels,
                tuple(dict.fromkeys(who[label] for label in labels if who.get(label))),
                tuple(sorted({coders.get(coding.coder, coding.coder) for coding in codings})),
                tuple(coding.memo for coding in codings if coding.memo),
            )
        )
    return sorted(found, key=lambda quote: (quote.transcript, quote.start, -quote.end))


def speakers(document: "Document", start: int, end: int) -> tuple[str, ...]:
    """The labels of the turns that the passage touches, in order, each once."""
    return tuple(dict.fromkeys(t.label for t in document.turns if t.label and t.speech < end and start < t.end))
