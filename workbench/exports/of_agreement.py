"""Agreement as a document: the table of a methods section, and the paragraphs without which its numbers mean little."""

from collections.abc import Iterable

from workbench.exports import agreement_shapes as shapes
from workbench.exports.agreement_data import Origin, counted, data, records, sets_data
from workbench.exports.agreement_details import details
from workbench.exports.agreement_words import AgreementWords
from workbench.exports.document import Block, Document, Items, Line, Paragraph, Section, Table, Text, plain

NOT_USED, NO_VARIATION, ONE_CODER, FEW_TRANSCRIPTS = "not_used", "no_variation", "one_coder", "few_transcripts"
REFLEXIVE, SOFT = "reflexive", "codebook"
WIDE = 20
"""Up to so many interviews it is said that an interval is wide by nature."""


def agreement(
    table: shapes.Table,
    origin: Origin,
    language: str,
    *,
    detailed: bool = False,
    sets: shapes.Sets | None = None,
) -> Document:
    """The document of ``table``; ``language`` (a BCP 47 tag) is that of the words around the numbers.

    ``detailed`` adds every coefficient, the pairs of coders, alpha without each of them, and ``sets``.
    """
    words = AgreementWords(language)
    title = words("title reflexive" if table.approach == REFLEXIVE else "title")
    blocks: tuple[Block, ...]
    if counted(table):
        blocks = (main_table(table, words), *(Paragraph(line) for line in notes(table, origin, words)))
    else:
        blocks = (
            Paragraph(plain(words("nothing"))),
            *missing(table, words),
            Paragraph(basis(table, origin, words)),
        )
    more = details(table, words, detailed=detailed, sets=sets) if counted(table) else ()
    return Document(
        language=language,
        sections=(Section(title, 1, blocks), *more),
        records=records([("", table)]),
        data=data(table, origin) | ({"sets": sets_data(sets)} if sets is not None else {}),
    )


def main_table(table: shapes.Table, words: AgreementWords) -> Table:
    """Codes by their numbers, and over all codes."""
    said = "remark" if table.approach == REFLEXIVE else "verdict"
    header = (
        *(words("code"), words("ci"), "F1", words("percent")),
        *(words("passages of", coder=coder) for coder in table.coders),
        *(words("interviews counted"), words(said)),
    )
    rows = [_row(row, table, words) for row in table.rows]
    pooled = table.pooled
    if pooled.alpha is not None and len(table.rows) > 1:
        value = words.value(pooled.alpha) + (f" {words.interval(*_bounds(pooled.ci))}" if pooled.ci else "")
        first, number = Text(words("all codes"), strong=True), Text(value, strong=True)
        rows.append(((first,), (number,), *([()] * (len(header) - 2))))
    return Table(header, tuple(rows), frozenset(range(2, len(header) - 1)))


def _row(row: shapes.Row, table: shapes.Table, words: AgreementWords) -> tuple[Line, ...]:
    agreement, by_name = row.agreement, {name: coder for coder, name in table.coder_rows.items()}
    passages = []
    for name in table.coders:
        coder = by_name.get(name, "")
        passages.append(str(agreement.passages.get(coder, 0)) if coder in agreement.coders else "–")
    cells = (
        *(row.path, alpha_in_words(agreement, words)),
        *(words.value(agreement.measures.f1), words.share(agreement.measures.percent)),
        *(*passages, str(len(agreement.transcripts))),
        "; ".join(remarks(row, table, words)),
    )
    return tuple(map(plain, cells))


def alpha_in_words(agreement: shapes.Code, words: AgreementWords) -> str:
    """“.74 [.61, .83]”, “.74”, or “–”."""
    value = words.value(agreement.measures.alpha)
    return f"{value} {words.interval(*_bounds(agreement.ci))}" if agreement.ci else value


def remarks(row: shapes.Row, table: shapes.Table, words: AgreementWords) -> Iterable[str]:
    """What the study's approach says of a code, and what has to be said beside its numbers."""
    agreement = row.agreement
    if status := status_in_words(agreement, table, words):
        yield status
    if row.verdict and table.approach != REFLEXIVE and agreement.status != ONE_CODER:
        yield words(f"soft {row.verdict}" if table.approach == SOFT else row.verdict)
    if agreement.ci is not None and agreement.ci.low == agreement.ci.high == 1:
        yield words("perfect")
    if agreement.few_passages and agreement.status not in (NOT_USED, ONE_CODER):
        yield words("few")
    if joined := sum(agreement.merged.values()):
        yield words("joined", n=joined)
    if row.reread:
        yield words("reread", n=row.reread)


def status_in_words(agreement: shapes.Code, table: shapes.Table, words: AgreementWords) -> str:
    """Why a value or an interval is missing; '' where nothing is."""
    if agreement.status == NOT_USED:
        return words(NOT_USED if agreement.transcripts else "not counted")
    if agreement.status == NO_VARIATION:
        return words(NO_VARIATION, percent=words.share(agreement.measures.percent))
    if agreement.status == ONE_CODER:
        used = [(table.coder_rows.get(coder, coder), n) for coder, n in agreement.passages.items() if n]
        return "; ".join(words(ONE_CODER, coder=name, passages=words.number(n, "passage")) for name, n in used)
    if agreement.status == FEW_TRANSCRIPTS:
        return words("one interview" if len(agreement.transcripts) >= 4 else FEW_TRANSCRIPTS)
    return ""


def notes(table: shapes.Table, origin: Origin, words: AgreementWords) -> Iterable[Line]:
    """What a methods section has to say: the measure, what counts, the interval, the signs, where it comes from."""
    yield _titled("how", measure(table, origin, words) + words("saturated"), words)
    yield _titled("read", counting(table, words), words)
    statuses = {row.agreement.status for row in table.rows}
    said = words("interval") + (words("wide") if counted(table) <= WIDE else "")
    if table.approach == REFLEXIVE:
        said += " " + words("material")
    else:
        said += " " + words("soft limits" if table.approach == SOFT else "limits")
    yield _titled("uncertain", said, words)
    signs = [words(f"sign {s}") for s in (NOT_USED, NO_VARIATION, ONE_CODER, FEW_TRANSCRIPTS) if s in statuses]
    if signs:
        yield _titled("signs", " ".join(signs), words)
    yield basis(table, origin, words)


def measure(table: shapes.Table, origin: Origin, words: AgreementWords) -> str:
    """Unit, rule, whose words, which codings: one sentence."""
    scope = table.scope
    said = words("alpha", unit=words(f"unit {scope.unit}"))
    said += words(f"rule {scope.rule}") if scope.unit != "characters" else ""
    said += words(f"speech {scope.speech}")
    said += words("only group", group=scope.group) if scope.group else ""
    said += words("only person", person=origin.person) if scope.person and origin.person else ""
    said += words("trimmed") if scope.trim else ""
    return said + words("subtree" if scope.subtree else "alone") + words("pairs said") + "."


def counting(table: shapes.Table, words: AgreementWords) -> str:
    """Who coded what, what is left out, and how codings were read."""
    scope = table.scope
    coders = words.listed(list(table.coders))
    coders = words("two of", coders=coders) if len(table.coders) > 2 else coders
    said = words("coded by", coders=coders, double=words.number(counted(table), "interview"))
    said += words("of single", single=words.number(len(table.single), "interview")) if table.single else ""
    for key, names in (("waiting", table.waiting), ("hidden", table.hidden), ("empty", table.empty)):
        said += words(f"of {key}", n=len(names)) if names else ""
    said += words("of elsewhere", n=table.elsewhere) if table.elsewhere else ""
    said += words("in round", round=scope.round) if scope.round else ""
    return said + words(f"reading {scope.reading}") + words("absence")


def missing(table: shapes.Table, words: AgreementWords) -> Iterable[Block]:
    """Where there is nothing to measure: what would make it so."""
    lines = [
        plain(words("waits", transcript=name, coders=words.listed(list(coders))))
        for name, coders in table.waiting.items()
    ]
    if table.single:
        lines.append(plain(words("once", transcripts=words.listed(list(table.single)))))
    if table.hidden:
        lines.append(plain(words("of hidden", n=len(table.hidden)).strip()))
    yield Items(tuple(lines)) if lines else Paragraph(plain(words("no one")))


def basis(table: shapes.Table, origin: Origin, words: AgreementWords) -> Line:
    """Study, layer, log, date, version."""
    said = [
        origin.study,
        words("as of", before=origin.before) if table.scope.before and origin.before else "",
        f"{words('layer')}: {words.layer('all')}",
        f"{words('log')} {table.log}" if table.log else "",
        origin.date,
        words("version", version=origin.version) if origin.version else "",
    ]
    return Text(words("provenance"), emphasis=True), Text(f" {'; '.join(filter(None, said))}.")


def _titled(key: str, said: str, words: AgreementWords) -> Line:
    return Text(words(key), emphasis=True), Text(f" {said[0].upper()}{said[1:]}")


def _bounds(interval: shapes.Interval) -> tuple[float, float]:
    return interval.low, interval.high
