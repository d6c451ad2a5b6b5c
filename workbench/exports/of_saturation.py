"""New codes by interview as a document: the table, which codes they are, and what the numbers cannot say."""

from collections.abc import Iterator

from workbench.exports import curve_shapes as shapes
from workbench.exports.curve_words import SOURCE, Words
from workbench.exports.document import (
    Block,
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

REFLEXIVE = "reflexive"
MARK = "°"
"""Stands after a new code that may have been voiced before, where nobody looked for it."""

_HEADER = (
    *("number", "interview", "date", "groups", "done", "codes", "new", "cumulative", "expected"),
    *("band_low", "band_median", "band_high", "not_looked_for", "perhaps_earlier", "excerpts"),
    *("informants", "new_informants", "new_codes", "order", "layer", "coders", "under", "group", "seed", "log"),
)


def saturation(found: shapes.NewCodes, provenance: Provenance, language: str) -> Document:
    """The document of a curve; ``language`` (a BCP 47 tag) is that of the words around the numbers."""
    words = Words(language)
    notes: list[Block] = [Paragraph(plain(words("reflexive")))] if found.approach == REFLEXIVE else []
    band = words("band rule", n=found.curve.permutations, seed=found.curve.seed) if found.curve.band else ""
    rule = " ".join(filter(None, (words("curve rule"), band, words("looked rule"))))
    notes += [
        Paragraph((Text(words("rule"), emphasis=True), Text(f" {rule}"))),
        Paragraph(_basis(found, provenance, words)),
    ]
    return Document(
        language=language,
        sections=(Section(words("curve title"), 1, (_table(found, words), *notes)), *_lists(found, words)),
        records=_records(found, provenance),
        data=_data(found, provenance),
    )


def cannot(found: shapes.NewCodes, words: Words) -> list[str]:
    """What the curve cannot say, a sentence each."""
    curve = found.curve
    said = [words(f"cannot {key}") for key in ("meaning", "grain", "order", "others")]
    if curve.undated and curve.order != "coding":
        said.append(words("cannot undated", n=words.number(curve.undated, "interview")))
    if curve.same_day and curve.order != "coding":
        said.append(words("cannot same day", n=words.number(curve.same_day, "interview")))
    return said


def _table(found: shapes.NewCodes, words: Words) -> Table:
    curve = found.curve
    keys = ["number", "interview", "date", "group", "codes", "new", "so far", "expected"]
    keys += [*(["band"] if curve.band else []), "not looked for", "excerpts", "new informants"]
    rows = []
    for i, step in enumerate(curve.steps):
        band = [f"{curve.band[i].low}–{curve.band[i].high}"] if curve.band else []
        groups = ", ".join(found.groups.get(group, group) for group in step.groups)
        numbers = (step.codes, step.new, step.cumulative)
        cells = [str(i + 1), step.name, step.date or "–", groups or "–", *map(str, numbers)]
        cells += [words.mean(curve.expected[i]), *band, str(step.created), str(step.excerpts), str(step.newcomers)]
        rows.append(tuple(map(plain, cells)))
    left = {"interview", "date", "group"}
    return Table(tuple(map(words, keys)), tuple(rows), frozenset(i for i, key in enumerate(keys) if key not in left))


def _basis(found: shapes.NewCodes, provenance: Provenance, words: Words) -> Line:
    curve, asked = found.curve, found.asked
    done = sum(step.done for step in curve.steps)
    said = [
        provenance.study,
        words(f"order {curve.order}"),
        f"{words('layer')}: {words.layer(provenance.layer or asked.layer)}",
        f"{words('coders')}: {words.listed(found.coders)}" if found.coders else "",
        f"{words.number(len(curve.steps), 'interview')} ({words('finished', n=done)})",
        words.number(curve.informants, "informant"),
        words.number(curve.excerpts, "excerpt"),
        words("of codes", n=curve.codes - len(curve.unused), all=curve.codes),
        words("under", code=asked.under) if asked.under else "",
        words("only group", group=found.groups.get(asked.group, asked.group)) if asked.group else "",
        words("with unfinished") if asked.unfinished else "",
        f"{words('log')} {provenance.log}" if provenance.log else "",
        provenance.date,
    ]
    return Text(words("provenance"), emphasis=True), Text(f" {'; '.join(filter(None, said))}.")


def _lists(found: shapes.NewCodes, words: Words) -> Iterator[Section]:
    curve = found.curve
    if any(step.new for step in curve.steps):
        blocks: tuple[Block, ...] = (Items(tuple(_new(step, found, words) for step in curve.steps)),)
        if any(step.unlooked for step in curve.steps):
            blocks += (Paragraph(plain(words("unlooked mark"))),)
        yield Section(words("new list"), 2, blocks)
    if curve.runs and found.approach != REFLEXIVE:
        note = Paragraph(plain(words("runs note", source=SOURCE)))
        yield Section(words("runs list"), 2, (_runs(found, words), note))
    yield Section(words("cannot list"), 2, (Items(tuple(map(plain, cannot(found, words)))),))
    if curve.unused:
        unused = tuple(plain(found.paths.get(code, code)) for code in curve.unused)
        yield Section(words("unused list"), 2, (Items(unused),))
    if found.left_out:
        yield Section(words("left out list"), 2, (Paragraph(plain(f"{', '.join(found.left_out)}.")),))


def _new(step: shapes.Step, found: shapes.NewCodes, words: Words) -> Line:
    named = (found.paths.get(code, code) + (MARK if code in step.unlooked else "") for code in step.first)
    return Text(step.name, strong=True), Text(f": {', '.join(named) or words('none new')}")


def _runs(found: shapes.NewCodes, words: Words) -> Table:
    header = tuple(words(key) for key in ("base", "base codes", "run", "run new", "run share"))
    rows = (
        tuple(map(plain, (*map(str, (run.base, run.in_base, run.length, run.new)), words.share(run.share))))
        for run in found.curve.runs
    )
    return Table(header, tuple(rows), frozenset(range(len(header))))


def _records(found: shapes.NewCodes, provenance: Provenance) -> Records:
    curve, asked = found.curve, found.asked
    basis = (
        *(curve.order, asked.layer, "; ".join(found.coders), asked.under, asked.group),
        *(curve.seed if curve.band else None, provenance.log),
    )
    rows = (
        (
            *(i + 1, step.name, step.date, "; ".join(step.groups), int(step.done)),
            *(step.codes, step.new, step.cumulative, curve.expected[i]),
            *((curve.band[i].low, curve.band[i].median, curve.band[i].high) if curve.band else (None, None, None)),
            *(step.created, len(step.unlooked), step.excerpts, step.informants, step.newcomers),
            "; ".join(found.paths.get(code, code) for code in step.first),
            *basis,
        )
        for i, step in enumerate(curve.steps)
    )
    return Records(_HEADER, tuple(rows))


def _data(found: shapes.NewCodes, provenance: Provenance) -> dict[str, object]:
    curve, asked, paths = found.curve, found.asked, found.paths
    return {
        "unit": "codes",
        "order": curve.order,
        "layer": asked.layer,
        "coders": list(found.coders),
        "transcripts": len(curve.steps),
        "under": asked.under or None,
        "group": asked.group or None,
        "unfinished": asked.unfinished,
        "seed": curve.seed,
        "permutations": curve.permutations,
        "codes": curve.codes,
        "evidenced": curve.codes - len(curve.unused),
        "excerpts": curve.excerpts,
        "informants": curve.informants,
        "steps": [_step(i, step, found) for i, step in enumerate(curve.steps)],
        "runs": [
            {"base": r.base, "length": r.length, "codes_in_base": r.in_base, "new": r.new, "share": r.share}
            for r in curve.runs
        ],
        "runs_source": SOURCE,
        "unused": [paths.get(code, code) for code in curve.unused],
        "left_out": list(found.left_out),
        "undated": curve.undated,
        "same_day": curve.same_day,
        "approach": found.approach,
        "study": provenance.study,
        "log": provenance.log,
        "date": provenance.date,
    }


def _step(number: int, step: shapes.Step, found: shapes.NewCodes) -> dict[str, object]:
    curve, paths = found.curve, found.paths
    band = curve.band[number] if curve.band else None
    return {
        "interview": step.name,
        "date": step.date,
        "groups": list(step.groups),
        "done": step.done,
        "codes": step.codes,
        "new": step.new,
        "cumulative": step.cumulative,
        "expected": curve.expected[number],
        "band": [band.low, band.median, band.high] if band else None,
        "not_looked_for": step.created,
        "excerpts": step.excerpts,
        "informants": step.informants,
        "new_informants": step.newcomers,
        "new_codes": [paths.get(code, code) for code in step.first],
        "perhaps_earlier": [paths.get(code, code) for code in step.unlooked],
    }
