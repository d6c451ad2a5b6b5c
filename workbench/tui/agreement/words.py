"""Agreement in words: numbers as people write them, why one is missing, what is behind a value, what is left out."""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from workbench.agreement import verdict as verdicts
from workbench.agreement.values import OK, ONE_CODER, RELIABLE, UNRELIABLE, CodeAgreement, Interval, Scope
from workbench.tui.widgets.text import joined

if TYPE_CHECKING:
    from workbench.study.agreement import AgreementRow, AgreementTable

Paragraph = tuple[str, str]

LOOKS = {RELIABLE: "success", UNRELIABLE: "warning"}
"""The colour a verdict's words have besides what they say."""
MATERIAL = "material to think with"
"""What differences are in reflexive work, where there is no room for the sentence."""
MOST_NAMED = 6
READINGS = {"done": "codings as they stood at done", "current": "codings as they stand now, not as at done"}


def number(value: float | None, digits: int = 2) -> str:
    """A coefficient: ``.41``, ``-.05``, ``1.00``; ``–`` where there is none."""
    if value is None:
        return "–"
    text = f"{value:.{digits}f}"
    if float(text) == 0:
        text = text.lstrip("-")
    return text.replace("0.", ".", 1) if text.lstrip("-").startswith("0.") else text


def percent(share: float | None, digits: int = 1) -> str:
    """A share of one as percent; ``–`` where there is none."""
    return "–" if share is None else f"{100 * share:.{digits}f} %"


def interval(ci: Interval | None) -> str:
    """``[.28 .54]``, its upper end no more than 1; '' where there is none."""
    return f"[{number(ci.low)} {number(min(ci.high, 1.0))}]" if ci is not None else ""


def with_interval(value: float | None, ci: Interval | None) -> str:
    """``.41 [.28 .54]``."""
    return joined((number(value), interval(ci)), " ")


def counted(count: int, unit: str) -> str:
    """``1 transcript``, ``1,204 transcripts``."""
    return f"{count:,} {unit}{'' if count == 1 else 's'}"


def listed(names: Iterable[str], most: int = MOST_NAMED) -> str:
    """``K-01, K-02 and 13 more``."""
    given = list(names)
    more = len(given) - most
    return ", ".join(given[:most]) + (f" and {more} more" if more > 0 else "")


def unit(scope: Scope) -> str:
    """What is counted: ``characters``; ``sentences (half of it)``."""
    return scope.unit if scope.unit == "characters" or scope.rule == "any" else f"{scope.unit} (half of it)"


def scope(scope: Scope) -> str:
    """Whatever of the scope is not as usual; '' where everything is."""
    return joined(
        (
            "informants' words only" if scope.speech == "informants" else "",
            f"group {scope.group}" if scope.group else "",
            "codes with all below them" if scope.subtree else "",
            "white space at ends left out" if scope.trim else "",
            f"round {scope.round}" if scope.round else "",
        )
    )


def head(table: "AgreementTable", width: int) -> str:
    """Whose codings of what the numbers are, for a line of ``width`` cells."""
    single, double = len(table.single), len(table.double)
    left = f" ({single} single-coded, left out)" if single else ""
    parts = [counted(len(table.coders), "coder"), f"{counted(double, 'transcript')} double-coded{left}"]
    parts += [unit(table.scope), "95 % over transcripts", scope(table.scope)]
    told = joined(parts)
    if len(told) > width:
        parts[1] = f"{double} double-coded" + (f", {single} single" if single else "")
        told = joined(parts)
    return told


# --- one code


def passages(agreement: CodeAgreement, names: Mapping[str, str]) -> list[int | None]:
    """How many passages each coder of the table has, in the order of ``names``; None: does not count for the code."""
    return [agreement.passages.get(coder) for coder in names]


def verdict(row: "AgreementRow", names: Mapping[str, str], approach: str) -> str:
    """The verdict, or why there is none."""
    agreement = row.agreement
    if agreement.status == ONE_CODER:
        coder, count = max(agreement.passages.items(), key=lambda item: item[1], default=("", 0))
        return f"only {names.get(coder, coder)} used it ({counted(count, 'passage')})"
    if agreement.status != OK or not row.verdict:
        return verdicts.status_words(agreement)
    return verdicts.words(row.verdict, approach)


def look(row: "AgreementRow", approach: str) -> str:
    """The look of the verdict's words."""
    if row.agreement.status == ONE_CODER and approach != "reflexive":
        return "warning"
    if row.agreement.status != OK:
        return "dim"
    return LOOKS.get(row.verdict, "") if approach == "reliability" else ""


def first_facts(row: "AgreementRow", names: Mapping[str, str], approach: str) -> tuple[str, str]:
    """Alpha with its interval; the verdict, or why there is none."""
    agreement = row.agreement
    plain = approach != "reliability" or not row.verdict or agreement.below is None
    risk = "" if plain else f"P(α < .667) = {number(agreement.below)}"
    told = verdict(row, names, approach)
    if agreement.measures.alpha is None:
        return "", told
    return f"α {with_interval(agreement.measures.alpha, agreement.ci)}", joined((told, risk))


def measures(agreement: CodeAgreement) -> str:
    """The measures that stand beside alpha."""
    found = agreement.measures
    if found.percent is None:
        return ""
    used = f"used in {agreement.used_in} of {counted(len(agreement.transcripts), 'transcript')}"
    return joined(
        (
            f"{percent(found.percent)} agree",
            f"F1 {number(found.f1)}",
            f"Jaccard {number(found.jaccard)}",
            f"Cohen {number(found.cohen)}",
            used,
        )
    )


def shares(agreement: CodeAgreement, names: Mapping[str, str]) -> str:
    """How much each coder coded with it: passages and share of the text."""
    told = [
        f"{names.get(coder, coder)} {counted(agreement.passages.get(coder, 0), 'passage')} "
        f"({percent(agreement.shares.get(coder))} of the text)"
        for coder in names
        if coder in agreement.coders
    ]
    return joined(told)


def pair_values(agreement: CodeAgreement, names: Mapping[str, str]) -> str:
    """Alpha of each pair, and without each coder; '' for two coders, who are one pair."""
    if len(agreement.coders) < 3:
        return ""
    pairs = sorted(f"{pair_name((p.one, p.other), names)} {number(p.alpha)}" for p in agreement.pairs)
    without = [f"without {name} {number(agreement.without[c])}" for c, name in names.items() if c in agreement.without]
    return joined((f"pairs: {', '.join(pairs)}" if pairs else "", ", ".join(without)))


def pair_name(pair: Iterable[str], names: Mapping[str, str]) -> str:
    """``ann–bo``, whichever of the two the study names first."""
    return "–".join(sorted((names.get(coder, coder) for coder in pair), key=str.casefold))


def overlaps(agreement: CodeAgreement, names: Mapping[str, str], unit: str) -> list[str]:
    """What each pair coded together and apart, in units."""
    return [
        f"{names.get(p.one, p.one)} and {names.get(p.other, p.other)}: both {p.both:,} · only "
        f"{names.get(p.one, p.one)} {p.only_one:,} · only {names.get(p.other, p.other)} {p.only_other:,} {unit}"
        for p in agreement.pairs
    ]


def wide(agreement: CodeAgreement) -> str:
    """What an interval over transcripts means, and why it is wide; '' where there is none."""
    if agreement.ci is None:
        return ""
    return joined((verdicts.FIXED_CODERS, verdicts.width(len(agreement.transcripts))), " ")


def hidden(table: "AgreementTable") -> str:
    """What a blind coder does not see, and why."""
    return f"hidden while you code blind, until all are done there: {listed(table.hidden)}" if table.hidden else ""


def left_out(table: "AgreementTable") -> list[str]:
    """What does not count, and why; a blind coder sees why a transcript is hidden."""
    waiting = [f"{name} (for {', '.join(missing)})" for name, missing in table.waiting.items()]
    told = [
        hidden(table),
        f"waiting: {listed(waiting)}" if waiting else "",
        f"single-coded, left out: {listed(table.single)}" if table.single else "",
        f"without text here: {listed(table.empty)}" if table.empty else "",
    ]
    if table.elsewhere:
        told.append(f"{counted(table.elsewhere, 'coding')} in texts that have been replaced since")
    return [one for one in told if one]


def together(table: "AgreementTable", row: "AgreementRow") -> str:
    """Codes that exclude each other, taken together; '' where the code under the cursor has none below it."""
    group = next((group for group in table.groups if group.code == row.code), None)
    if group is None:
        return ""
    told = [f"the codes below exclude each other: any of them α {number(group.any_code.measures.alpha)}"]
    if group.nominal is not None:
        told.append(f"each of them or none: α {number(group.nominal.alpha)}")
    if group.cu_alpha is not None:
        told.append(f"which of them: cu-α {number(group.cu_alpha)}, on {percent(group.coverage)} of the text")
    if group.violations:
        told.append(f"{counted(len(group.violations), 'passage')} with two of them (i)")
    elif group.cu_alpha is None:
        told.append(group.why)
    return joined(told)


def left_out_short(table: "AgreementTable") -> str:
    """The same in one line."""
    counts = (
        (len(table.hidden), "hidden while you code blind"),
        (len(table.waiting), "waiting"),
        (len(table.single), "single-coded"),
        (len(table.empty), "without text"),
    )
    told = joined((f"{count} {what}" for count, what in counts if count), ", ")
    return f"left out: {told}" if told else ""


def pooled(table: "AgreementTable", width: int) -> str:
    """The last line: alpha over all codes."""
    one = table.pooled
    if one.alpha is None:
        return f"all codes together: {one.why or 'no value'}"
    names = table.coder_rows
    found = one.pairs if len(one.pairs) > 1 else {}
    pairs = sorted(f"{pair_name(pair, names)} {number(value)}" for pair, value in found.items())
    reading = READINGS[table.scope.reading] if table.scope.reading != "done" else ""
    told = f"all {counted(one.codes, 'code')} together: α {with_interval(one.alpha, one.ci)}"
    why = one.why if one.ci is None else ""
    material = f"differences: {MATERIAL}" if table.approach == "reflexive" else ""
    more = (material, reading, why, *pairs, left_out_short(table))
    while len(joined((told, *more))) > width and more:
        more = more[:-1]
    return joined((told, *more))


def below(table: "AgreementTable", row: "AgreementRow") -> list[Paragraph]:
    """The code under the cursor in a few lines, the most important first."""
    names, agreement = table.coder_rows, row.agreement
    reread = f"{counted(row.reread, 'done transcript')} not looked through for it (r)" if row.reread else ""
    value, told = first_facts(row, names, table.approach)
    lines = [
        (value, ""),
        (told, look(row, table.approach)),
        (hidden(table), "warning"),
        (measures(agreement), ""),
        (shares(agreement, names), ""),
        (pair_values(agreement, names), ""),
        (reread, "warning"),
        *((one, "dim") for one in verdicts.remarks(agreement)),
        (wide(agreement), "dim"),
        (together(table, row), ""),
        *((one, "dim") for one in left_out(table)[bool(table.hidden) :]),
    ]
    return [line for line in lines if line[0]]


def nothing(table: "AgreementTable | None") -> str:
    """What to do where there is no transcript that two have done."""
    if table is None:
        return "Agreement cannot be told now."
    told = ["No transcript is done by two coders yet: there is nothing to compare."]
    if table.hidden:
        told.append(f"H{hidden(table)[1:]}.")
    if table.waiting:
        waiting = [f"{name} for {', '.join(missing)}" for name, missing in table.waiting.items()]
        told.append(f"Given to several and not done by all: {listed(waiting)}.")
    if table.single:
        told.append(f"Done by one alone: {listed(table.single)}. Give some of them to a second coder.")
    told.append("In the library (F2), a gives a transcript to a coder and d says that one is done with it.")
    return "\n".join(told)
