"""The parts of a report that are tables: the material, the codebook, agreement, new codes along the way."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from workbench.exports import agreement_shapes, curve_shapes, shapes
from workbench.exports.agreement_data import Origin
from workbench.exports.document import UNKNOWN, Block, Figure, Items, Line, Paragraph, Table, Text, plain
from workbench.exports.of_agreement import counting, measure
from workbench.exports.of_codebook import Entry
from workbench.exports.of_overview import overview as overview_of
from workbench.exports.of_saturation import MARK, cannot
from workbench.exports.report.method import REFLEXIVE
from workbench.exports.report.words import ReportWords

SOFT = "codebook"
NOT_USED, ONE_CODER = "not_used", "one_coder"
SEPARATOR = " / "


def material(overview: shapes.Overview, language: str, words: ReportWords) -> tuple[Block, ...]:
    """Interviews and informants by group and site, and interview by interview: narrow enough for a standing page."""
    table = next(b for b in overview_of(overview, UNKNOWN, language).sections[0].blocks if isinstance(b, Table))
    kinds = ["group", "single", *(["document"] if overview.total.document else [])]
    kinds += ["other"] if overview.total.other else []
    short = (words("others") if kind == "other" else words(f"kind {kind}") for kind in kinds)
    header = (words("site"), *short, words("informants"))
    return table._replace(header=header, caption=words("material caption")), _interviews(overview, words)


def guide(questions: Sequence[tuple[str, tuple[str, ...]]], words: ReportWords) -> tuple[Block, ...]:
    """The questions of the interview guide, and whom they were put to alone."""
    lines = (said + (words("only to", groups=words.listed(groups)) if groups else "") for said, groups in questions)
    return (Items(tuple(map(plain, lines))),) if questions else ()


def _interviews(overview: shapes.Overview, words: ReportWords) -> Table:
    labels = {part.whole.id: part.whole.label or part.whole.id or words("no group") for part in overview.parts}
    rows: list[tuple[Line, ...]] = []
    for held in overview.transcripts:
        kind = words(f"kind {held.kind}") if held.kind in ("group", "single", "document") else held.kind
        how = ", ".join(filter(None, (held.site, kind, held.mode)))
        who = ", ".join(f"{n} {labels.get(group, group)}" for group, n in held.informants.items())
        rows.append(tuple(map(plain, (held.name, held.date or "–", how or "–", who or "–"))))
    header = (words("interview"), words("date"), words("site and form"), words("informants"))
    return Table(header, tuple(rows), caption=words("interviews caption"))


# --- the codebook


def codebook(entries: Sequence[Entry], words: ReportWords) -> tuple[Block, ...]:
    """Every code with its definition and borders; those above others stand strong."""
    parents = {entry.parent for entry in entries}
    rows = []
    for entry in entries:
        name = Text("\u2003" * (entry.level - 1) + entry.name, strong=entry.path in parents)
        rows.append(((name,), plain(_flat(entry.definition)), plain(_borders(entry, words)), plain(_said(entry))))
    header = (words("code"), words("definition"), words("borders"), words("example"))
    keep = [column for column in range(4) if column < 2 or any(row[column][0].text for row in rows)]
    cells = tuple(tuple(row[column] if row[column][0].text else () for column in keep) for row in rows)
    return (Table(tuple(header[column] for column in keep), cells),) if rows else ()


def _borders(entry: Entry, words: ReportWords) -> str:
    given = (("includes", entry.include), ("excludes", entry.exclude))
    return " ".join(words(key, words=_flat(said)) for key, said in given if said.strip())


def _said(entry: Entry) -> str:
    return _flat(entry.example)


def _flat(text: str) -> str:
    return " ".join(text.split())


# --- agreement


def agreement(
    table: agreement_shapes.Table, themes: Mapping[str, str], words: ReportWords, figure: Figure | None
) -> tuple[Block, ...]:
    """Agreement code by code, without those nobody used, and how it was measured; ``themes``: path -> its page."""
    used = [row for row in table.rows if row.agreement.status != NOT_USED]
    times = Counter(_last(row.path) for row in table.rows)
    names = {row.path: row.path if times[_last(row.path)] > 1 else _last(row.path) for row in table.rows}
    rows = [((Text(names[row.path], to=themes.get(row.path, "")),), *_agreed(row, table, words)) for row in used]
    if table.pooled.alpha is not None and len(rows) > 1:
        value = words.value(table.pooled.alpha)
        value += f" {words.between(table.pooled.ci.low, table.pooled.ci.high)}" if table.pooled.ci else ""
        rows.append(((Text(words("all codes"), strong=True),), (Text(value, strong=True),), (), ()))
    header = (words("code"), words("ci"), "F1", words("remark" if table.approach == REFLEXIVE else "verdict"))
    blocks: list[Block] = [Table(header, tuple(rows), frozenset({2}))] if rows else []
    blocks += [figure] if figure and rows else []
    said = _sentence(f"{measure(table, Origin(''), words)} {counting(table, words)}")
    said += " " + _sentence(words("interval"))
    if table.approach != REFLEXIVE:
        said += " " + words("soft limits" if table.approach == SOFT else "limits")
    blocks.append(Paragraph(plain(said)))
    if unused := [row.path for row in table.rows if row.agreement.status == NOT_USED]:
        blocks.append(Paragraph(plain(words("a unused", codes=", ".join(names[path] for path in unused)))))
    return tuple(blocks)


def _agreed(row: agreement_shapes.Row, table: agreement_shapes.Table, words: ReportWords) -> tuple[Line, ...]:
    found, said = row.agreement, []
    if found.status == ONE_CODER:
        said.append(words("a one"))
    elif row.verdict and table.approach != REFLEXIVE:
        said.append(words(f"a soft {row.verdict}" if table.approach == SOFT else f"a {row.verdict}"))
    if found.few_passages and found.status != ONE_CODER:
        said.append(words("a few"))
    cells = (_alpha(found, words), words.value(found.measures.f1), ", ".join(said))
    return tuple(map(plain, cells))


def _alpha(found: agreement_shapes.Code, words: ReportWords) -> str:
    """“0,77 [0,64–0,89]”: with one place alone at which a line may end."""
    value = words.value(found.measures.alpha)
    return f"{value} {words.between(found.ci.low, found.ci.high)}" if found.ci else value


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


# --- new codes along the way


def saturation(found: curve_shapes.NewCodes, words: ReportWords, figure: Figure | None) -> tuple[Block, ...]:
    """Which interviews brought which new codes, and what that cannot say."""
    curve = found.curve
    header = (words("interview"), words("new"), words("codes so far"), words("new codes"))
    blocks: list[Block] = [figure] if figure else []
    blocks.append(Table(header, tuple(_steps(found)), frozenset({1, 2})))
    said = [words("s rule")]
    if any(step.unlooked for step in curve.steps):
        said.append(words("s mark"))
    if found.approach != REFLEXIVE:
        said += _runs([run for run in curve.runs if run.share is not None], words)
    if found.left_out:
        said.append(words("s left out", names=", ".join(found.left_out)))
    if found.approach == REFLEXIVE:
        said.append(words("reflexive"))
    said += cannot(found, words)
    return (*blocks, Paragraph(plain(" ".join(said))))


def _runs(runs: Sequence[curve_shapes.Run], words: ReportWords) -> list[str]:
    """New codes in the last interviews by those in the first, for all lengths and bases in one sentence."""
    if not runs:
        return []
    shares = sorted({run.share or 0.0 for run in runs})
    length, base = (words.span([getattr(run, of) for run in runs]) for of in ("length", "base"))
    share = " – ".join(dict.fromkeys((words.share(shares[0]), words.share(shares[-1]))))
    return [words("s runs", length=length, base=base, share=share)]


def _steps(found: curve_shapes.NewCodes) -> Iterable[tuple[Line, ...]]:
    """A row for each interview with new codes; those without, as far as they follow each other, in one."""
    quiet: list[curve_shapes.Step] = []
    for step in found.curve.steps:
        if not step.new:
            quiet.append(step)
            continue
        if quiet:
            yield _quiet(quiet)
            quiet = []
        named = (_last(found.paths.get(code, code)) + (MARK if code in step.unlooked else "") for code in step.first)
        yield plain(step.name), plain(str(step.new)), plain(str(step.cumulative)), plain(", ".join(named))
    if quiet:
        yield _quiet(quiet)


def _quiet(steps: Sequence[curve_shapes.Step]) -> tuple[Line, ...]:
    names = steps[0].name if len(steps) == 1 else f"{steps[0].name} … {steps[-1].name} ({len(steps)})"
    return plain(names), plain("0"), plain(str(steps[-1].cumulative)), ()


def _last(path: str) -> str:
    return path.rpartition(SEPARATOR)[2]
