"""How far the coders agree, the episodes behind every number, and the consensus layer."""

from collections.abc import Sequence
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING

from workbench import __version__, exports
from workbench.agreement.values import EVERYTHING, Range, Scope
from workbench.study.agreement.values import (
    AgreementRow,
    AgreementTable,
    AllAtOnce,
    Checked,
    Checks,
    Comparison,
    Consensus,
    ConsensusCoding,
    EpisodeRow,
    Episodes,
    Reread,
    Settlement,
)
from workbench.study.base import Base, not_found
from workbench.study.codes import Codes
from workbench.study.transcripts import Transcripts

if TYPE_CHECKING:
    from workbench.agreement.values import Pooled
    from workbench.study.agreement.peers import Compared, Peers
    from workbench.study.agreement.rooms import Rooms
    from workbench.study.agreement.silence import Silence

__all__ = [
    "EVERYTHING",
    "Agreement",
    "AgreementRow",
    "AgreementTable",
    "AllAtOnce",
    "Checked",
    "Checks",
    "Comparison",
    "Consensus",
    "ConsensusCoding",
    "EpisodeRow",
    "Episodes",
    "Reread",
    "Scope",
    "Settlement",
]

# ``Agreement.settlements`` and others name the word inside the class.
Tables = list[tuple[str, AgreementTable]]
Settled = list[Settlement]
Again = list[Reread]
Beside = list["Compared"]


class Agreement:
    """``study.agreement``."""

    def __init__(self, base: Base, codes: Codes, transcripts: Transcripts) -> None:
        self._base = base
        self._codes = codes
        self._transcripts = transcripts

    @cached_property
    def _rooms(self) -> "Rooms":
        from workbench.study.agreement.rooms import Rooms

        return Rooms(self._base, self._codes, self._transcripts)

    @property
    def peers(self) -> "Peers":
        """What other programs would show."""
        return self._rooms.peers

    # --- how far the coders agree

    def table(self, scope: Scope = EVERYTHING) -> AgreementTable:
        """Agreement on every code in a scope. Raises ``InputError`` for a scope that means nothing."""
        return self._rooms.measuring.table(scope)

    def by(self, what: str, scope: Scope = EVERYTHING) -> Tables:
        """The same for each ``transcript``, ``speaker`` (informant group and person) or ``pair`` of coders alone."""
        return self._rooms.looking.by(what, scope)

    def each_transcript(self, scope: Scope = EVERYTHING) -> dict[str, "Pooled"]:
        """Agreement over all codes in each transcript (row) that two have done, and one may see."""
        return self._rooms.looking.each_transcript(scope)

    def all_at_once(self, scope: Scope = EVERYTHING) -> AllAtOnce:
        """Alpha over the sets of codes that a place got. It moves a lot with the distance between sets: no headline.

        Codes that came later than somebody was done count only where everybody has looked for them since.
        """
        return self._rooms.looking.all_at_once(scope)

    def confusion(self, scope: Scope = EVERYTHING) -> dict[tuple[str, str], int]:
        """Which code instead: (code, other code) → characters one coder gave the one and another the other, not it."""
        return self._rooms.looking.confusion(scope)

    def compare(self, scope: Scope = EVERYTHING, round: str = "") -> Comparison:
        """Before and after the last change of the codebook, or ``round`` and the rounds since.

        Raises ``StudyError`` where there is nothing to compare.
        """
        return self._rooms.looking.compare(scope, round)

    def reread(self, coder: str = "") -> Again:
        """Done transcripts to look through again, by transcript, coder (row; '' all), code."""
        return self._rooms.looking.reread(coder)

    def check(
        self,
        minimum: float,
        bound: str = "lower",
        scope: Scope = EVERYTHING,
        strict: bool = False,
    ) -> Checks:
        """Hold every code against ``minimum``, by the interval's ``lower`` bound or the ``value``.

        What has no value is passed over, unless ``strict``.
        """
        return self._rooms.looking.check(minimum, bound, scope, strict)

    def like(self, kind: str, scope: Scope = EVERYTHING, threshold: int = 90) -> Beside:
        """What ``nvivo``, ``maxqda`` or ``inception`` would show of the same codings, for each pair of coders.

        ``threshold`` is MAXQDA's: per cent by which two segments have to overlap.
        """
        if kind == "maxqda":
            return self.peers.maxqda(scope, threshold)
        if kind not in ("nvivo", "inception"):
            raise not_found("program to compare with", kind, ("nvivo", "maxqda", "inception"))
        return self.peers.nvivo(scope) if kind == "nvivo" else self.peers.inception(scope)

    def render(self, format: str = "md", scope: Scope = EVERYTHING, *, detailed: bool = False) -> str | bytes:
        """The table in a format of ``exports.FORMATS``. Raises ``NotFoundError`` for another."""
        if format not in exports.FORMATS:
            raise not_found("format", format, exports.FORMATS)
        settings = self._base.settings
        origin = exports.Origin(settings.title, date.today().isoformat(), __version__)
        sets = self.all_at_once(scope) if detailed else None
        document = exports.agreement(self.table(scope), origin, settings.language, detailed=detailed, sets=sets)
        return exports.FORMATS[format].write(document)

    def silence(self, coder: str = "") -> "Silence":
        """Where it counts that a code is absent: for a coder (row), or anybody who is done."""
        from workbench.study.agreement.silence import Silence

        work = self._rooms.measuring.work
        work.refresh()
        return Silence(self._base, work, coder)

    # --- what lies behind it

    def episodes(self, code: str, scope: Scope = EVERYTHING) -> Episodes:
        """The episodes of one code (row), the dearest first, agreed ones last."""
        return self._rooms.listing.episodes(code, scope)

    def settle(
        self,
        item: str,
        choice: str,
        *,
        ranges: Sequence[Range] = (),
        how: str = "discussed",
        reason: str = "",
        memo: str = "",
    ) -> str:
        """Settle an episode as a coder has it (row), ``union``, ``intersection`` or ``own`` ranges; its row.

        A ``memo`` is written on the passage with it. To settle once more is to settle anew, also what was in conflict.
        Raises ``NotFoundError`` where there is no such episode, ``StudyError`` where its codings have changed since
        done, or where only leads may adjudicate and this is none, ``InputError`` for a choice that means nothing.
        """
        return self._rooms.settling.settle(item, choice, ranges, how, reason, memo)

    def unsettle(self, item: str) -> None:
        """Take back how an episode was settled. Raises ``NotFoundError`` where it is not settled."""
        self._rooms.settling.unsettle(item)

    def settlements(self) -> Settled:
        """Everything that was settled, stale and disputed too."""
        return self._rooms.listing.all_settled()

    def consensus(self) -> Consensus:
        """The consensus layer as it stands."""
        return self._rooms.layer.consensus()
