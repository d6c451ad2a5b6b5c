"""Which codes a coder could see at a place in the log: not the drafts of colleagues with whom they coded blind then."""

from collections.abc import Mapping

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
        """Who coded blind with whom at a position: given the same transcript in a round, not all done, not lifted."""
        if self._era != self._work.era:
            self._partners.clear()
            self._era = self._work.era
        if position not in self._partners:
            self._partners[position] = self._read(position)
        return self._partners[position]

    def _read(self, position: str) -> Partners:
        lifted = self._work.lifted(position)
        groups: dict[tuple[str, str], dict[str, bool]] = {}
        for record in self._work.records(position):
            if record.given:
                groups.setdefault((record.round, record.transcript), {})[record.coder] = bool(record.done)
        found: dict[str, frozenset[str]] = {}
        for group, done in groups.items():
            if len(done) > 1 and not all(done.values()) and group not in lifted:
                for coder in done:
                    found[coder] = found.get(coder, frozenset()) | (done.keys() - {coder})
        return found
