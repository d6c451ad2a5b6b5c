"""Settling an episode: the outcome stands beside the codings, which stay what each coder thought."""

import json
from collections.abc import Sequence

from workbench.agreement import consensus
from workbench.agreement.values import EVERYTHING, Episode, Range
from workbench.errors import InputError, NotFoundError, StudyError
from workbench.identity import new_id
from workbench.store import delete, put
from workbench.study.agreement.listing import Listing
from workbench.study.agreement.measuring import Measuring
from workbench.study.agreement.settlements import HOW
from workbench.study.base import Base, storable
from workbench.study.words import hidden

REASONS = ("definition unclear", "slip", "boundary rule", "double meaning", "")
"""Why coders differed, in the words that are offered; others may be written."""

KIND = "settlement"
"""The kind of a memo that says how an episode was settled."""

_MAX_REASON = 200


class Settling:
    """Writes settlements, and takes them back."""

    def __init__(self, base: Base, measuring: Measuring, listing: Listing) -> None:
        self._base = base
        self._measuring = measuring
        self._listing = listing

    def settle(self, item: str, choice: str, ranges: Sequence[Range], how: str, reason: str, memo: str) -> str:
        """Record how an episode was settled, with a memo on the passage where one is given; its row."""
        base = self._base
        self._may(how)
        if len(reason.strip()) > _MAX_REASON:
            raise InputError(f"a reason may have {_MAX_REASON} characters", "Write the rest into a memo.")
        why = storable(reason.strip(), "the reason")
        episode = self._episode(item)
        text = self._measuring.work.texts.now[episode.transcript]
        outcome = consensus.outcome(choice, episode, ranges, length=text.characters)
        ops, texts = [], []
        if memo.strip():
            value, words = hidden(storable(memo, "the memo"))
            texts.append(words)
            fields = {"about": "passage", "target": episode.transcript, "kind": KIND, "coder": base.coder}
            span = [episode.revision, episode.start, episode.end]
            ops.append(put("memo", new_id(), text=[None, value["text"]], span=span, **fields))
        row = self._listing.settlements.row(item)
        ops.append(
            put(
                "settlement",
                row,
                item=item,
                code=episode.code,
                transcript=episode.transcript,
                span=[episode.revision, episode.start, episode.end],
                basis=consensus.basis(episode.ranges),
                ranges=json.dumps([list(span) for span in outcome], separators=(",", ":")),
                by=[choice, how, why, base.coder],
            )
        )
        base.write("settle", ops, texts=texts)
        return row

    def unsettle(self, item: str) -> None:
        """Take back how an episode was settled; ``undo`` brings it back."""
        known = next((one for one in self._listing.all_settled() if item in (one.item, one.id)), None)
        if known is None:
            raise NotFoundError("that episode is not settled", "Perhaps a colleague has taken it back.")
        self._may(known.how)
        rows = self._listing.settlements.rows_of(known.item)
        self._base.write("unsettle", [delete("settlement", row) for row in rows])

    def _may(self, how: str) -> None:
        if how not in HOW:
            raise InputError(f"an episode is settled as one of {', '.join(HOW)}")
        if how == consensus.ADJUDICATED:
            self._base.check_lead("adjudicate")

    def _episode(self, item: str) -> Episode:
        if found := self._listing.find(item):
            return found
        measured = self._measuring.measured(EVERYTHING)
        for code in measured.codes:
            for transcript in measured.double:
                if item in self._listing.named(measured, transcript, code.id):
                    raise StudyError(
                        "the codings behind this episode have changed since they were done",
                        "Look at the codings as they stand now (the current reading), and settle what is left.",
                    )
        raise NotFoundError(
            "there is no such episode in the work of all who count there",
            "Somebody has gone on coding, or the list was narrowed to some of the coders; look again.",
        )
