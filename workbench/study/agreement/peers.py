"""The same codings as other programs would count them, so that a team can check these numbers against theirs."""

from collections.abc import Collection, Iterable
from itertools import combinations
from typing import NamedTuple

from workbench.agreement.compatible import MaxqdaRow, Nvivo, maxqda, nvivo
from workbench.agreement.unitizing import AlphaU, Continuum, alpha_u
from workbench.agreement.values import Range, Scope
from workbench.study.agreement.measured import Measured
from workbench.study.agreement.measuring import Measuring
from workbench.study.base import Base


class Compared(NamedTuple):
    """Two coders, or two groups, by name, and what one of the programs would show; codes are paths, transcripts names.

    One of ``nvivo``, ``maxqda``, ``inception`` is given, which was asked for.
    """

    one: str
    other: str
    transcripts: tuple[str, ...]
    nvivo: Nvivo | None = None
    maxqda: tuple[MaxqdaRow, ...] | None = None
    inception: AlphaU | None = None


class Peers:
    """Every pair of coders of a scope, over the transcripts both have done, each code in each of them.

    These programs know nothing of codes that came later: whoever has not used one has said no.
    """

    def __init__(self, base: Base, measuring: Measuring) -> None:
        self._base = base
        self._measuring = measuring

    def nvivo(self, scope: Scope, against: Collection[str] = ()) -> list[Compared]:
        """NVivo's coding comparison, code by file: of every pair, or of the scope's coders ``against`` others (rows).

        A group has coded what any of its members has coded that are done there; a transcript counts where each group
        has one. Raises ``InputError`` where a group is empty or somebody is in both.
        """
        if against:
            return [self._groups(scope, against)]
        found = []
        for measured, one, other, both in self._pairs(scope):
            lengths = {self._name(t): measured.rulers.of(t).length for t in both}
            rows = nvivo(self._codings(measured, (one, other), both), lengths, [one], [other])
            found.append(self._compared([one], [other], both)._replace(nvivo=rows))
        return found

    def _groups(self, scope: Scope, against: Collection[str]) -> Compared:
        ours, theirs = scope.coders, tuple(against)
        measured = self._measuring.measured(scope._replace(coders=(*ours, *theirs)))
        who = measured.reading.who
        both = [t for t in measured.double if who[t].keys() & set(ours) and who[t].keys() & set(theirs)]
        lengths = {self._name(t): measured.rulers.of(t).length for t in both}
        rows = nvivo(self._codings(measured, (*ours, *theirs), both), lengths, ours, theirs)
        return self._compared(ours, theirs, both)._replace(nvivo=rows)

    def maxqda(self, scope: Scope, threshold: int = 90) -> list[Compared]:
        """MAXQDA's three levels; ``threshold``: per cent by which two segments have to overlap."""
        found = []
        for measured, one, other, both in self._pairs(scope):
            rows = maxqda(self._codings(measured, (one, other), both), one, other, threshold)
            found.append(self._compared([one], [other], both)._replace(maxqda=rows))
        return found

    def inception(self, scope: Scope) -> list[Compared]:
        """INCEpTION's alpha_U: the plain mean of the transcripts' values, so nothing is observed or expected of all."""
        found = []
        for measured, one, other, both in self._pairs(scope):
            codings = self._codings(measured, (one, other), both)
            continua = [
                Continuum(
                    measured.rulers.of(t).length,
                    tuple(
                        tuple((*span, path) for path, by in codings.items() for span in by[self._name(t)][coder])
                        for coder in (one, other)
                    ),
                )
                for t in both
            ]
            value = alpha_u(continua, inception=True)
            found.append(self._compared([one], [other], both)._replace(inception=value))
        return found

    def _pairs(self, scope: Scope) -> Iterable[tuple[Measured, str, str, list[str]]]:
        measured, names = self._measuring.measured(scope), self._base.coder_names()
        who = measured.reading.who
        coders = sorted({c for t in measured.double for c in who[t]}, key=lambda c: (names.get(c, c), c))
        for one, other in combinations(coders, 2):
            if both := [t for t in measured.double if {one, other} <= who[t].keys()]:
                yield measured, one, other, both

    def _codings(
        self, measured: Measured, coders: Iterable[str], both: list[str]
    ) -> dict[str, dict[str, dict[str, list[Range]]]]:
        found = {}
        done = {t: [coder for coder in coders if coder in measured.reading.who[t]] for t in both}
        for code in measured.wanted:
            by_text = {self._name(t): dict(measured.units(t, code.id, done[t])) for t in both}
            if any(ranges for by in by_text.values() for ranges in by.values()):
                found[code.path] = by_text
        return found

    def _compared(self, one: Iterable[str], other: Iterable[str], both: list[str]) -> Compared:
        names = self._base.coder_names()
        ours, theirs = (", ".join(names.get(coder, coder) for coder in side) for side in (one, other))
        return Compared(ours, theirs, tuple(map(self._name, both)))

    def _name(self, transcript: str) -> str:
        return self._measuring.work.texts.now[transcript].name
