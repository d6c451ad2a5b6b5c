"""Agreement in a scope, kept up to date: what one more coding changes is one code in one transcript."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from workbench.agreement.values import EVERYTHING, Pooled, Scope
from workbench.agreement.verdict import verdict
from workbench.errors import NotFoundError
from workbench.study.agreement.measured import Measured, State
from workbench.study.agreement.rulers import check
from workbench.study.agreement.texts import Texts
from workbench.study.agreement.values import AgreementRow, AgreementTable
from workbench.study.agreement.work import Work
from workbench.study.base import Base, not_found
from workbench.study.codes import CodeRow, Codes
from workbench.study.transcripts import Transcripts

_MOST = 12
"""So many scopes are kept at a time."""


class Measuring:
    """Measured scopes, the latest few."""

    def __init__(self, base: Base, codes: Codes, transcripts: Transcripts) -> None:
        self._base = base
        self._codes = codes
        self.work = Work(base, Texts(base, transcripts))
        self._kept: dict[tuple[Scope, tuple[str, ...]], Measured] = {}
        self._exclusive: tuple[int, frozenset[str]] = (-1, frozenset())
        self._listed: tuple[State | None, list[CodeRow]] = (None, [])

    def measured(self, scope: Scope, rounds: tuple[str, ...] = ()) -> Measured:
        """A scope as it stands now. ``rounds`` (rows) may narrow it to some. Raises for what means nothing."""
        with _uncollected():
            return self._measured(scope, rounds)

    def _measured(self, scope: Scope, rounds: tuple[str, ...]) -> Measured:
        check(self._base, scope)
        self.work.refresh()
        state = State(self.work.era, self._base.blind.transcripts(), self._base.blind.drafts())
        scope = self._known(scope)
        rounds = rounds or self._round(scope)
        found = self._kept.pop((scope, rounds), None)
        # A text that comes later comes without a change.
        if found is None or found.state != state or not found.rulers.complete:
            found = Measured(self._base, self.work, scope, self._shown(state), state, rounds)
        else:
            found.keep_up()
        self._kept[scope, rounds] = found
        while len(self._kept) > _MOST:
            self._kept.pop(next(iter(self._kept)))
        return found

    def _shown(self, state: State) -> list[CodeRow]:
        """The codes one may see, depth first; how often each is used is not asked here, and may be out of date."""
        if self._listed[0] != state:
            self._listed = state, [code for code in self._codes.list() if code.id not in state.drafts]
        return self._listed[1]

    def _known(self, scope: Scope) -> Scope:
        """The scope with its codes after all merges."""
        effective = self.work.codebook.effective
        return scope._replace(codes=tuple(dict.fromkeys(effective.get(code, code) for code in scope.codes)))

    def _round(self, scope: Scope) -> tuple[str, ...]:
        if not scope.round:
            return ()
        rows = dict(self._base.store.read("SELECT name, id FROM round WHERE alive = 1 ORDER BY id DESC"))
        if scope.round not in rows:
            raise not_found("round", scope.round, [name for name in rows if name])
        return (str(rows[scope.round]),)

    def table(self, scope: Scope, rounds: tuple[str, ...] = ()) -> AgreementTable:
        """Agreement on every code of a scope."""
        return self._table(self.measured(scope, rounds), scope, self._base.coder_names(), self._base.mark())

    def parts(self, scope: Scope, parts: Iterable[Scope]) -> list[AgreementTable]:
        """A table for each of ``parts``, which name some of the transcripts, coders or speakers of ``scope``."""
        measured, names, log = self.measured(scope), self._base.coder_names(), self._base.mark()
        with _uncollected():
            return [self._table(measured.part(part), part, names, log) for part in parts]

    def each_transcript(self, scope: Scope) -> dict[str, Pooled]:
        """Agreement over all codes in each transcript (row) that two have done."""
        measured = self.measured(scope)
        with _uncollected():
            return {row: measured.part(scope._replace(transcripts=(row,))).sheet.pooled() for row in measured.double}

    def _table(self, measured: Measured, scope: Scope, names: Mapping[str, str], log: str) -> AgreementTable:
        reading, texts = measured.reading, self.work.texts.now
        approach = self._base.settings.approach
        found = {code: measured.agreement(code) for code in measured.sheet.codes}
        counted = sorted({coder for t in measured.double for coder in reading.who[t]})
        rows = {coder: names.get(coder, coder) for coder in counted}
        chosen = [t for t in texts if not scope.transcripts or t in scope.transcripts]
        return AgreementTable(
            scope=scope,
            coders=tuple(sorted(rows.values())),
            coder_rows=rows,
            double=tuple(texts[t].name for t in measured.double),
            single=tuple(texts[t].name for t in texts if len(reading.who.get(t, ())) == 1),
            waiting={
                texts[t].name: tuple(sorted(names.get(coder, coder) for coder in reading.waiting[t]))
                for t in texts
                if t in reading.waiting
            },
            hidden=tuple(texts[t].name for t in chosen if t in measured.state.hidden),
            empty=tuple(texts[t].name for t in measured.double if not measured.rulers.of(t).length),
            rows=tuple(
                AgreementRow(
                    code.id,
                    code.path,
                    code.depth,
                    found[code.id],
                    verdict(found[code.id], approach),
                    measured.reread(code.id),
                )
                for code in measured.wanted
            ),
            pooled=measured.sheet.pooled(),
            groups=measured.groups(self._exclusive_codes()),
            log=log,
            approach=approach,
            elsewhere=reading.elsewhere(),
        )

    def _exclusive_codes(self) -> frozenset[str]:
        if self._exclusive[0] != self.work.era:
            rows = self._base.store.read("SELECT id FROM code WHERE exclusive = 1 AND alive = 1")
            self._exclusive = self.work.era, frozenset(row for (row,) in rows)
        return self._exclusive[1]

    def code(self, code: str) -> CodeRow:
        """A code (row), merged ones as what they count as. Raises ``NotFoundError``."""
        codes = self.measured(EVERYTHING).codes
        wanted = self.work.codebook.effective.get(code, code)
        found = next((c for c in codes if c.id == wanted), None)
        if found is None:
            raise NotFoundError("that code is not in the codebook", "It was deleted, here or by a colleague.")
        return found


@contextmanager
def _uncollected() -> Iterator[None]:
    """Python does not look for garbage meanwhile: of the many small values that are made here, all are kept."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()
