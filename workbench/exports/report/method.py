"""How the study was done, in sentences made of facts alone: what nobody has recorded is not said."""

from collections import Counter
from collections.abc import Iterable, Mapping

from workbench.exports import agreement_shapes, curve_shapes, shapes
from workbench.exports.document import Block, Paragraph, plain
from workbench.exports.report.values import Facts, Given, Round
from workbench.exports.report.words import ReportWords

REFLEXIVE = "reflexive"
_LATEST = 3  # rounds that are told of


def method(given: Given, words: ReportWords) -> tuple[Block, ...]:
    """The paragraphs of the method: the material, the coding, the tables, the quotes."""
    said = [
        _material(given.overview, given.facts, words) if given.overview else "",
        _coding(given, words),
        words("m tables") + by_hand(given, words) if given.tables else "",
        _quotes(given, words),
    ]
    return tuple(Paragraph(plain(one)) for one in said if one)


# --- the material


def _material(overview: shapes.Overview, facts: Facts, words: ReportWords) -> str:
    total = overview.total
    people = [(part.whole.label or part.whole.id, part.whole.informants) for part in overview.parts if part.whole.id]
    groups = f" ({', '.join(f'{label} {n}' for label, n in people)})" if len(people) > 1 else ""
    said = words(
        "m material",
        interviews=words.number(total.interviews, "interview"),
        kinds=kinds_in_words(total, words),
        informants=words.number(total.informants, "informant"),
        groups=groups,
    ).replace(" ()", "")
    if period := _period([held.date for held in overview.transcripts if held.date], words):
        modes = modes_of(overview)
        said += words(
            "m held",
            period=period,
            modes=f" ({words.amounts(modes)})" if len(modes) > 1 else "",
            sites=words("m sites", n=total.sites) if total.sites > 1 else "",
        )
    if facts.again:
        said += words("m again one") if facts.again == 1 else words("m again", n=facts.again)
    return said + (words("m replaced", n=facts.replaced) if facts.replaced else "")


def kinds_in_words(share: shapes.Share, words: ReportWords) -> str:
    """“15 gruppeinterview og 8 enkeltinterview”."""
    keys = {"group": "group interviews", "single": "single interviews", "document": "documents", "other": "others"}
    return words.listed([f"{getattr(share, kind)} {words(key)}" for kind, key in keys.items() if getattr(share, kind)])


def modes_of(overview: shapes.Overview) -> Mapping[str, int]:
    """How the interviews were held -> how many."""
    return Counter(held.mode for held in overview.transcripts if held.mode)


def _period(dates: list[str], words: ReportWords) -> str:
    if not dates:
        return ""
    first, last = words.day(min(dates)), words.day(max(dates))
    return words("m one day", first=first) if first == last else words("m period", first=first, last=last)


# --- the coding


def _coding(given: Given, words: ReportWords) -> str:
    source, facts, table = given.source, given.facts, given.agreement
    if not facts.codes:
        return ""
    # What becomes of disagreement is only said where two have coded the same.
    together = table is not None and bool(table.double)
    said = words(f"m approach {source.approach}" if together else f"m alone {source.approach}")
    if source.coders:
        said += words(
            "m coded",
            coders=words.coder_count(len(source.coders)),
            names=words.listed(source.coders),
            codes=words.number(facts.codes, "code"),
            top=words("m top", n=facts.top) if 0 < facts.top < facts.codes else "",
        )
    said += _double(table, facts, words) if table else ""
    if table and source.approach != REFLEXIVE:
        said += alpha_in_words(table, words)
    if facts.settled and (facts.settled.discussed or facts.settled.adjudicated):
        settled = facts.settled
        said += words("m settled", discussed=settled.discussed, adjudicated=settled.adjudicated, open=settled.open)
    said += "".join(_round(one, words) for one in facts.rounds[-_LATEST:])
    if facts.versions:
        names = [f"“{one.name}” ({words.day(one.day)})" for one in facts.versions]
        said += words("m versions", names=words.listed(names))
    if given.curve and source.approach != REFLEXIVE:
        said += _saturated(given.curve, words)
    if facts.memos:
        kinds = words.amounts({words.kind(kind): n for kind, n in facts.memos.items()})
        said += words("m memos", n=words.number(sum(facts.memos.values()), "memo"), kinds=kinds)
    return said


def _double(table: agreement_shapes.Table, facts: Facts, words: ReportWords) -> str:
    double, single = len(table.double), len(table.single)
    said = ""
    if double:
        apart = words("m apart all" if facts.apart >= double else "m apart some", n=facts.apart) if facts.apart else ""
        key = "m double" if single else "m double all"
        said = words(
            key, double=words.number(double, "interview"), single=words.number(single, "interview"), apart=apart
        )
    elif single:
        said = words("m single", single=words.number(single, "interview"))
    waiting = len(table.waiting) + len(table.hidden)
    return said + (words("m waiting", n=words.number(waiting, "interview")) if waiting else "")


def alpha_in_words(table: agreement_shapes.Table, words: ReportWords) -> str:
    """Alpha over all codes with its interval, as a sentence; '' where there is none."""
    pooled = table.pooled
    if pooled.alpha is None:
        return ""
    low, high = (pooled.ci.low, min(pooled.ci.high, 1.0)) if pooled.ci else (None, None)
    interval = words("m interval", low=words.value(low), high=words.value(high)) if pooled.ci else ""
    unit = words(f"unit {table.scope.unit}")
    return words("m alpha", alpha=words.value(pooled.alpha), interval=interval, unit=unit)


def _round(one: Round, words: ReportWords) -> str:
    key = {0: "m changed none", 1: "m changed one"}.get(one.changed, "m changed")
    codes = words.number(one.codes, "code")
    return words("m round", name=one.name, day=words.day(one.day), codes=codes, changed=words(key, n=one.changed))


def last_new(curve: curve_shapes.Curve) -> int:
    """The number (from 1) of the last interview that brought a new code; 0 where none did."""
    return max((i for i, step in enumerate(curve.steps, 1) if step.new), default=0)


def _saturated(found: curve_shapes.NewCodes, words: ReportWords) -> str:
    curve = found.curve
    last, n = last_new(curve), len(curve.steps)
    if not last or n < 2:
        return ""
    if last == n:
        return words("m unsaturated")
    rest = words("m rest one") if n - last == 1 else words("m rest", n=n - last)
    codes = words.number(curve.codes - len(curve.unused), "code")
    return words("m saturated", codes=codes, n=last, all=n, rest=rest)


# --- the tables and the quotes


def by_hand(given: Given, words: ReportWords) -> str:
    """How many themes stand where somebody put them."""
    placed = len(set(_placed(given)))
    if placed < 2:
        return words("m by hand one") if placed else ""
    return words("m by hand", n=words.number(placed, "theme"))


def _placed(given: Given) -> Iterable[str]:
    return (row.theme for table in given.tables for row in table.matrix.rows if row.placed is not None)


def _quotes(given: Given, words: ReportWords) -> str:
    if not any(theme.quotes for theme in given.themes):
        return ""
    facts = given.facts
    said = words("m quotes")
    if facts.names:
        patterns = [f"“{name.replace('{', '[').replace('}', ']')}”" for name in facts.names]
        said += words("m names", patterns=words.listed(patterns, "or"), same=facts.same)
    return said
