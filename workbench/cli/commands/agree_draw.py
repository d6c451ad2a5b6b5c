"""Agreement on a terminal: the worst first, alpha with its interval drawn where there is room, honest words."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.cli.call import Call

if TYPE_CHECKING:
    from workbench.exports import Document, Origin
    from workbench.study.agreement import AgreementRow, AgreementTable, AllAtOnce

ROOM = 96
"""Columns from which the interval is drawn; below them it is written."""

FULL = 136
"""Columns from which a verdict is written out in its row; below, what to do about it stands once, under the table."""

NARROWEST, WIDEST = 22, 44


def table(
    call: Call,
    found: "AgreementTable",
    origin: "Origin",
    *,
    detailed: bool = False,
    sets: "AllAtOnce | None" = None,
) -> None:
    """Draw agreement on every code."""
    from workbench.exports import agreement

    document = agreement(found, origin, "en", detailed=detailed, sets=sets)
    if not document.data["transcripts"]:
        _nothing(call, document)
        return
    call.console.say(head(found, int(str(document.data["transcripts"]))))
    _main(call, found)
    for section in document.sections[1:]:
        _section(call, section.title, section.blocks)


def head(found: "AgreementTable", double: int) -> str:
    """Coders, transcripts, unit, reading: what every number below is a number of."""
    scope = found.scope
    left = {
        "single-coded": len(found.single),
        "waiting for a coder": len(found.waiting),
        "kept from you while you code blind": len(found.hidden),
        "without text": len(found.empty),
    }
    out = ", ".join(f"{n} {what}" for what, n in left.items() if n)
    said = [
        f"{len(found.coders)} coders ({', '.join(found.coders)})",
        f"{double} transcripts double-coded" + (f" ({out}: left out)" if out else ""),
        scope.unit + (f", {scope.rule} of one" if scope.unit != "characters" else ""),
        "informants' words only" if scope.speech != "all" else "",
        f"group {scope.group}" if scope.group else "",
        "as codings stood at done" if scope.reading == "done" else "as codings stand NOW: no measure of reliability",
        f"{found.elsewhere} codings in texts that were replaced: left out" if found.elsewhere else "",
        "95 % over transcripts",
    ]
    return " · ".join(filter(None, said))


def _main(call: Call, found: "AgreementTable") -> None:
    from workbench.agreement import shown
    from workbench.agreement.verdict import FIXED_CODERS, MATERIAL, width
    from workbench.agreement.verdict import words as words_of
    from workbench.exports.agreement_words import AgreementWords

    words, room = AgreementWords("en"), call.console.width
    used = [row for row in found.rows if row.agreement.status != "not_used"]
    marks = found.approach != "reflexive"
    bar = max(NARROWEST, min(WIDEST, room // 4)) if room >= ROOM else 0
    names = shown.names(used)
    rows = []
    verdicts: dict[str, None] = {}
    for row in shown.ordered(used):
        agreement, ci = row.agreement, row.agreement.ci
        interval = words.interval(ci.low, ci.high) if ci else "–"
        verdicts[row.verdict] = None
        passages = " · ".join(str(agreement.passages.get(coder, 0)) for coder in _coders(found))
        rows.append(
            (
                *(names[row.code], words.value(agreement.measures.alpha)),
                shown.drawn(agreement.measures.alpha, ci, bar, marks=marks) if bar else interval,
                *(words.value(agreement.measures.f1), words.share(agreement.measures.percent)),
                *(passages, len(agreement.transcripts), _said(row, found, whole=room >= FULL)),
            )
        )
    said = "remark" if found.approach == "reflexive" else "verdict"
    headings = ("code", "α", shown.scale(bar, marks=marks) if bar else "95 %", "F1", "percent", "passages", "in", said)
    pooled, notes = found.pooled, list[str]()
    if pooled.alpha is not None:
        spread = words.interval(pooled.ci.low, pooled.ci.high) if pooled.ci else f"({pooled.why})"
        notes.append(f"all {pooled.codes} codes pooled: α {words.value(pooled.alpha)} {spread}")
    unused = [row for row in found.rows if row.agreement.status == "not_used"]
    later = [row.path for row in unused if row.reread and not row.agreement.transcripts]
    never = [row.path for row in unused if row.path not in later]
    notes += [f"not used ({len(never)}): {', '.join(never)}"] if never else []
    notes += [f"came later, not looked for since ({len(later)}): {', '.join(later)}"] if later else []
    notes.append(f"passages: {' · '.join(found.coder_rows[coder] for coder in _coders(found))}. {FIXED_CODERS}")
    counted = max((len(row.agreement.transcripts) for row in used), default=0)
    notes += [note] if (note := width(counted)) else []
    if room < FULL:
        notes += [said for verdict in verdicts if ":" in (said := words_of(verdict, found.approach))]
    notes += [MATERIAL] if found.approach == "reflexive" else []
    call.console.table(headings, rows, caption="\n".join(notes), right=(1, 3, 4), folds=(len(headings) - 1,))


def _said(row: "AgreementRow", found: "AgreementTable", *, whole: bool) -> str:
    from workbench.agreement import verdict
    from workbench.exports.agreement_words import AgreementWords
    from workbench.exports.of_agreement import status_in_words

    status = status_in_words(row.agreement, found, AgreementWords("en")).replace("interview", "transcript")
    judged = "" if row.agreement.status == "one_coder" else verdict.words(row.verdict, found.approach)
    judged = judged if whole else judged.partition(":")[0]
    reread = f"{row.reread} transcripts to re-read" if row.reread else ""
    few = "few passages" if row.agreement.few_passages and row.agreement.status != "one_coder" else ""
    return "; ".join(filter(None, (status, judged, few, reread)))


def _coders(found: "AgreementTable") -> list[str]:
    """Rows, by name."""
    return sorted(found.coder_rows, key=lambda coder: found.coder_rows[coder])


def document(call: Call, shown: "Document") -> None:
    """Draw any document of the exports: its tables as tables, its paragraphs as lines."""
    for section in shown.sections:
        _section(call, section.title, section.blocks)


def _nothing(call: Call, shown: "Document") -> None:
    _section(call, "", shown.sections[0].blocks[:-1])


def _section(call: Call, title: str, blocks: Iterable[object]) -> None:
    from workbench.exports.document import Items, Paragraph, Table

    if title:
        call.console.say(f"\n{title}")
    for block in blocks:
        if isinstance(block, Table):
            rows = [[_text(cell) for cell in row] for row in block.rows]
            call.console.table(block.header, rows, right=block.numbers)
        elif isinstance(block, Paragraph):
            call.console.say(_text(block.line))
        elif isinstance(block, Items):
            for line in block.lines:
                call.console.say(f"  {_text(line)}")


def _text(line: Iterable[tuple[object, ...]]) -> str:
    return "".join(str(run[0]) for run in line)
