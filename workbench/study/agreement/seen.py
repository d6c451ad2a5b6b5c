"""Which codes a coder could see at a place in the log: not the drafts of colleagues with whom they coded blind then."""

from collections.abc import Mapping

from workbench.agreement.rounds import Given, blind
from workbench.study.agreement.work import Work

Partners = Mapping[str, frozenset[str]]
"""Coder → with whom that coder coded blind somewhere."""


class Seen:
    """Asked only of codes that were drafts then, which are few; each place in the log is read once."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._era = -1
        self._partners: dict[str, Partners] = {}

    def existed(self, code: str, position: str, coder: str) -> bool:
        """Whether ``code``, or one that counts as it today, was in the codebook as ``coder`` saw it at a position."""
        if (past := self._work.past(position)) is None:
            return False
        drafts = self._work.codebook.drafts(code, past)
        if not drafts:
            return self._work.codebook.existed(code, past)
        partners = self.partners(position).get(coder, frozenset())
        return self._work.codebook.existed(
            code, past, without=[one for one, maker in drafts.items() if maker in partners]
        )

    def partners(self, position: str) -> Partners:
        """Who coded blind with whom at a position."""
        if self._era != self._work.era:
            self._partners.clear()
            self._era = self._work.era
        if position not in self._partners:
            self._partners[position] = self._read(position)
        return self._partners[position]

    def _read(self, position: str) -> Partners:
        given = (
            Given(one.round, one.transcript, one.coder, bool(one.done))
            for one in self._work.records(position)
            if one.given
        )
        found: dict[str, frozenset[str]] = {}
        for coders in blind(given, self._work.lifted(position)).values():
            for coder in coders:
                found[coder] = found.get(coder, frozenset()) | (coders - {coder})
        return found
