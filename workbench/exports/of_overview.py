"""The data overview as a document."""

from collections.abc import Iterable
from typing import NamedTuple

from workbench.exports import shapes
from workbench.exports.document import (
    Document,
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

_HEADER = (
    *("level", "group", "site", "transcript", "date", "mode", "done"),
    *("group_interviews", "single_interviews", "documents", "others", "interviews", "informants"),
)


class _Line(NamedTuple):
    """A share and what it is of."""

    level: str
    group: str
    share: shapes.Share


def overview(overview: shapes.Overview, provenance: Provenance, language: str, title: str = "") -> Document:
    """Interviews and informants per group and site, in all, and interview by interview."""
    words = Words(language)
    lines = list(_lines(overview))
    basis = ", ".join(filter(None, (provenance.study, provenance.log and f"log {provenance.log}", provenance.date)))
    footnote = (Text(words("provenance"), emphasis=True), Text(f" {basis}."))
    table = _table(lines, words)
    return Document(
        language=language,
        sections=(
            Section(title or words("overview"), 1, (table, *([Paragraph(footnote)] if basis else []))),
            Section(words("transcripts"), 2, (_transcripts(overview, words),)),
        ),
        records=Records(_HEADER, (*map(_record, lines), *map(_transcript_record, overview.transcripts))),
        data={
            "parts": [
                {**_data(part.whole), "sites": [_data(site, "site") for site in part.by_site]}
                for part in overview.parts
            ],
            "total": {key: value for key, value in _data(overview.total).items() if key not in ("id", "label")},
            "transcripts": [_transcript_data(held) for held in overview.transcripts],
            "study": provenance.study,
            "log": provenance.log,
            "date": provenance.date,
        },
    )


def _lines(overview: shapes.Overview) -> Iterable[_Line]:
    for part in overview.parts:
        yield _Line("group", part.whole.id, part.whole)
        for site in part.by_site:
            yield _Line("site", part.whole.id, site)
    yield _Line("total", "", overview.total)


def _table(lines: list[_Line], words: Words) -> Table:
    total = lines[-1].share
    kinds = ["group", "single", *(["document"] if total.document else []), *(["other"] if total.other else [])]
    names = {"group": "group interviews", "single": "single interviews", "document": "documents", "other": "others"}
    header = (words("site"), *(words(names[kind]) for kind in kinds), words("informants"))
    rows = []
    for line in lines:
        numbers = [str(getattr(line.share, kind)) for kind in kinds] + [str(line.share.informants)]
        strong = line.level != "site"
        rows.append((_name(line, words), *((Text(number, strong=strong),) for number in numbers)))
    return Table(header, tuple(rows), frozenset(range(1, len(header))))


def _name(line: _Line, words: Words) -> Line:
    if line.level == "site":
        return plain(line.share.label or words("no site"))
    if line.level == "total":
        return (Text(words("in all"), strong=True),)
    return (Text(line.share.label or line.share.id or words("no group"), strong=True),)


def _transcripts(overview: shapes.Overview, words: Words) -> Table:
    labels = {part.whole.id: part.whole.label or part.whole.id or words("no group") for part in overview.parts}
    keys = ("interview", "site", "date", "kind", "mode", "informants", "done")
    rows = []
    for held in overview.transcripts:
        kind = words(f"kind {held.kind}") if held.kind in ("group", "single", "document") else held.kind
        who = ", ".join(f"{n} {labels.get(group, group)}" for group, n in held.informants.items())
        cells = (held.name, held.site, held.date, kind, held.mode, who or "–", words("yes" if held.done else "no"))
        rows.append(tuple(map(plain, cells)))
    return Table(tuple(map(words, keys)), tuple(rows))


def _record(line: _Line) -> tuple[str | int | None, ...]:
    s, site = line.share, line.share.id if line.level == "site" else None
    where = (line.level, line.group or None, site, None, None, None, None)
    return (*where, s.group, s.single, s.document, s.other, s.interviews, s.informants)


def _transcript_record(held: shapes.Held) -> tuple[str | int | None, ...]:
    kinds = [int(held.kind == kind) for kind in ("group", "single", "document")]
    where = (" ".join(held.informants) or None, held.site, held.name, held.date, held.mode, int(held.done))
    return ("transcript", *where, *kinds, 1 - sum(kinds), 1, sum(held.informants.values()))


def _data(share: shapes.Share, called: str = "id") -> dict[str, object]:
    names: dict[str, object] = {"site": share.id} if called == "site" else {"id": share.id, "label": share.label}
    counts = {
        "group_interviews": share.group,
        "single_interviews": share.single,
        "documents": share.document,
        "others": share.other,
        "interviews": share.interviews,
        "informants": share.informants,
    }
    return {**names, **counts} if called == "site" else {**names, **counts, "number_of_sites": share.sites}


def _transcript_data(held: shapes.Held) -> dict[str, object]:
    return {
        "id": held.name,
        "site": held.site,
        "date": held.date,
        "kind": held.kind,
        "mode": held.mode,
        "done": held.done,
        "informants": dict(held.informants),
    }
