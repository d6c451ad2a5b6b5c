"""Other looks at the same numbers: by transcript, speaker and pair; which code instead; before and after; checks."""

from collections.abc import Sequence
from itertools import combinations

from workbench.agreement.confusion import confusion
from workbench.agreement.unitizing import Continuum
from workbench.agreement.values import Pooled, Scope
from workbench.errors import InputError
from workbench.study.agreement.comparing import compare
from workbench.study.agreement.listing import NOW
from workbench.study.agreement.measuring import Measuring
from workbench.study.agreement.rereading import reread
from workbench.study.agreement.rulers import plain
from workbench.study.agreement.values import AgreementTable, AllAtOnce, Checked, Checks, Comparison, Reread
from workbench.study.base import Base, not_found

WHATS = ("transcript", "speaker", "pair")
BOUNDS = LOWER, VALUE = "lower", "value"

Tables = list[tuple[str, AgreementTable]]


class Looking:
    """What ``Agreement`` answers beside the table."""

    def __init__(self, base: Base, measuring: Measuring) -> None:
        self._base = base
        self._measuring = measuring

    def by(self, what: str, scope: Scope) -> Tables:
        """A table for each part, under its name."""
        if what not in WHATS:
            raise not_found("way to look at agreement", what, WHATS)
        parts = self._parts(what, scope)
        tables = self._measuring.parts(scope, [part for _, part in parts])
        return [(name, table) for (name, _), table in zip(parts, tables, strict=True)]

    def each_transcript(self, scope: Scope) -> dict[str, Pooled]:
        """Agreement over all codes in each transcript (row) that two have done."""
        return self._measuring.each_transcript(scope)

    def _parts(self, what: str, scope: Scope) -> list[tuple[str, Scope]]:
        measured = self._measuring.measured(scope)
        if what == "transcript":
            texts = self._measuring.work.texts.now
            return [(texts[row].name, scope._replace(transcripts=(row,))) for row in measured.double]
        if what == "pair":
            names = self._base.coder_names()
            coders = sorted({coder for t in measured.double for coder in measured.reading.who[t]})
            coders.sort(key=lambda coder: names.get(coder, coder))
            return [
                (f"{names.get(a, a)} · {names.get(b, b)}", scope._replace(coders=(a, b)))
                for a, b in combinations(coders, 2)
            ]
        groups, persons = self._speakers(measured.double)
        found = [(label, scope._replace(group=group)) for group, label in groups if scope.group in ("", group)]
        return found + [(name, scope._replace(person=row)) for row, name in persons if scope.person in ("", row)]

    def _speakers(self, transcripts: Sequence[str]) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
        """The groups and the persons who speak in transcripts: (id or row, what they are called)."""
        known = self._base.settings.groups
        names = {row: text.name for row, text in self._measuring.work.texts.now.items()}
        groups: set[str] = set()
        persons: dict[str, str] = {}
        for transcript, label, group, person, row, name in self._base.store.read(
            'SELECT i.transcript, i.label, i."group", i.person, i.id, p.name FROM informant i '
            "LEFT JOIN person p ON p.id = i.person WHERE i.alive = 1 ORDER BY i.transcript, i.label"
        ):
            if transcript in transcripts:
                groups.add(group or "")
                persons.setdefault(person or row, name or f"{names[transcript]}:{label or ''}")
        return (
            [(group.id, group.label) for group in known.values() if group.id in groups],
            sorted(persons.items(), key=lambda pair: pair[1]),
        )

    def all_at_once(self, scope: Scope) -> AllAtOnce:
        """In each transcript the codes that everybody who has done it has looked for."""
        from workbench.agreement import sets

        measured = self._measuring.measured(scope)
        texts = []
        for transcript in measured.double:
            coders = tuple(measured.reading.who[transcript])
            given = {
                code: measured.units(transcript, code, coders)
                for code in measured.sheet.codes
                if measured.sheet.overlaps(code)[transcript].coders == coders
            }
            mine = (tuple((*span, code) for code, by in given.items() for span in by[coder]) for coder in coders)
            texts.append(Continuum(measured.rulers.of(transcript).length, tuple(mine)))
        found = sets.alphas(texts)
        return AllAtOnce(found["masi"].value, found["jaccard"].value, found["masi"].sets, found["masi"].why)

    def confusion(self, scope: Scope) -> dict[tuple[str, str], int]:
        """Characters × pairs of coders, of the codes of a scope."""
        measured = self._measuring.measured(scope)
        codes = [code.id for code in measured.wanted]
        total: dict[tuple[str, str], int] = {}
        for transcript in measured.double:
            coders = {code: measured.reading.eligible(transcript, code) for code in codes}
            by_code = {code: measured.reading.ranges(transcript, code, who) for code, who in coders.items()}
            if not plain(scope):
                ruler = measured.rulers.of(transcript)
                by_code = {
                    code: {who: list(ruler.clipped(ranges)) for who, ranges in by.items()}
                    for code, by in by_code.items()
                }
            for pair, count in confusion(by_code, coders).items():
                total[pair] = total.get(pair, 0) + count
        return total

    def compare(self, scope: Scope, round_: str) -> Comparison:
        """Before and after."""
        return compare(self._base, self._measuring, scope, round_)

    def reread(self, coder: str) -> list[Reread]:
        """What to look through again."""
        return reread(self._base, self._measuring, self._measuring.measured(NOW).codes, coder)

    def check(self, minimum: float, bound: str, scope: Scope, strict: bool) -> Checks:
        """Hold every code against ``minimum``; what has no value fails only if ``strict``."""
        if bound not in BOUNDS:
            raise InputError(f"the bound is one of {', '.join(BOUNDS)}")
        if not -1 <= minimum <= 1:
            raise InputError("the least agreement lies between -1 and 1", "Krippendorff's limits are .667 and .800.")
        passed: list[Checked] = []
        failed: list[Checked] = []
        skipped: list[Checked] = []
        for row in self._measuring.table(scope).rows:
            agreement = row.agreement
            value = agreement.measures.alpha
            if bound == LOWER:
                value = agreement.ci.low if agreement.ci else None
            where = skipped if value is None and not strict else failed if value is None or value < minimum else passed
            why = agreement.why or agreement.status.replace("_", " ")
            where.append(Checked(row.path, agreement.status, value, why))
        return Checks(tuple(passed), tuple(failed), tuple(skipped))
