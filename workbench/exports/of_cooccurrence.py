"""Codes that stand together as a document: the pairs, and how they were counted."""

from workbench.exports import curve_shapes as shapes
from workbench.exports.curve_words import Words
from workbench.exports.document import (
    Block,
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

_HEADER = (
    *("first", "second", "together", "first_in", "first_passages", "second_in", "second_passages"),
    *("share", "jaccard", "interviews", "within", "turns", "same_coder", "subtree"),
    *("layer", "coders", "transcripts", "under", "group", "log"),
)


def cooccurrence(found: shapes.Together, provenance: Provenance, language: str) -> Document:
    """The document of the pairs; ``language`` (a BCP 47 tag) is that of the words around the numbers."""
    words = Words(language)
    table: Block = _table(found, words) if found.pairs.pairs else Paragraph(plain(words("no pairs")))
    rule = Paragraph((Text(words("rule"), emphasis=True), Text(f" {' '.join(rules(found, words))}")))
    return Document(
        language=language,
        sections=(Section(words("pairs title"), 1, (table, rule, Paragraph(_basis(found, provenance, words)))),),
        records=_records(found, provenance),
        data=_data(found, provenance),
    )


def rules(found: shapes.Together, words: Words) -> list[str]:
    """How the pairs were counted, a sentence each."""
    pairs, asked = found.pairs, found.asked
    said = [
        words(f"within {asked.mode}", turns=words.number(asked.turns, "tur")),
        words("pairs rule"),
        words("same coder" if pairs.same_coder else "any coder"),
        words("with subtree" if pairs.subtree else "without subtree"),
    ]
    return [*said, words("least", n=pairs.least)] if pairs.least > 1 else said


def _table(found: shapes.Together, words: Words) -> Table:
    codes = {code.id: code for code in found.pairs.codes}
    overlap = found.asked.mode == "overlap"
    keys = ["first", "second", "together", "first in", "second in", "share", *(["jaccard"] if overlap else [])]
    rows = []
    for pair in found.pairs.pairs:
        first, second = codes[pair.first], codes[pair.second]
        cells = [first.path, second.path, str(pair.together)]
        cells += [words("of", n=pair.first_in, all=first.passages), words("of", n=pair.second_in, all=second.passages)]
        cells += [words.ratio(pair.share), *([words.ratio(pair.jaccard)] if overlap else []), str(pair.interviews)]
        rows.append(tuple(map(plain, cells)))
    header = (*map(words, keys), words("interviews"))
    return Table(header, tuple(rows), frozenset(range(2, len(header))))


def _basis(found: shapes.Together, provenance: Provenance, words: Words) -> Line:
    pairs, asked = found.pairs, found.asked
    said = [
        provenance.study,
        f"{words('layer')}: {words.layer(provenance.layer or asked.layer)}",
        f"{words('coders')}: {words.listed(found.coders)}" if found.coders else "",
        f"{words.number(pairs.interviews, 'interview')} ({words('finished', n=pairs.done)})",
        words.number(pairs.passages, "passage"),
        words("under", code=asked.under) if asked.under else "",
        words("only group", group=found.groups.get(asked.group, asked.group)) if asked.group else "",
        f"{words('log')} {provenance.log}" if provenance.log else "",
        provenance.date,
    ]
    return Text(words("provenance"), emphasis=True), Text(f" {'; '.join(filter(None, said))}.")


def _records(found: shapes.Together, provenance: Provenance) -> Records:
    pairs, asked = found.pairs, found.asked
    codes = {code.id: code for code in pairs.codes}
    basis = (
        *(asked.mode, asked.turns if asked.mode == "near" else None, int(pairs.same_coder), int(pairs.subtree)),
        *(asked.layer, "; ".join(found.coders), pairs.interviews, asked.under, asked.group, provenance.log),
    )
    rows = (
        (
            *(codes[pair.first].path, codes[pair.second].path, pair.together),
            *(pair.first_in, codes[pair.first].passages, pair.second_in, codes[pair.second].passages),
            *(pair.share, pair.jaccard, pair.interviews),
            *basis,
        )
        for pair in pairs.pairs
    )
    return Records(_HEADER, tuple(rows))


def _data(found: shapes.Together, provenance: Provenance) -> dict[str, object]:
    pairs, asked = found.pairs, found.asked
    paths = {code.id: code.path for code in pairs.codes}
    return {
        "unit": "passages",
        "within": asked.mode,
        "turns": asked.turns if asked.mode == "near" else None,
        "same_coder": pairs.same_coder,
        "subtree": pairs.subtree,
        "min": pairs.least,
        "layer": asked.layer,
        "coders": list(found.coders),
        "transcripts": pairs.interviews,
        "done": pairs.done,
        "passages": pairs.passages,
        "asked": list(asked.codes),
        "under": asked.under or None,
        "group": asked.group or None,
        "codes": [{"code": code.path, "passages": code.passages} for code in pairs.codes],
        "pairs": [
            {
                "first": paths[pair.first],
                "second": paths[pair.second],
                "together": pair.together,
                "first_in": pair.first_in,
                "second_in": pair.second_in,
                "share": pair.share,
                "jaccard": pair.jaccard,
                "interviews": pair.interviews,
            }
            for pair in pairs.pairs
        ],
        "approach": found.approach,
        "study": provenance.study,
        "log": provenance.log,
        "date": provenance.date,
    }
