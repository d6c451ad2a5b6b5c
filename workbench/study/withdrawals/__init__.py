"""Withdrawal: what somebody said leaves every text, on every replica; and who has confirmed it.

Three of us sat in the interview, and one takes back what she said. Her turns leave every text, original, quotation,
example and memo; what is anchored in the rest is carried over exactly. The log stays whole: the words never stood in
it, only the names of texts, and those are emptied. What others say *about* her stays, and is listed for people to read.

What a colleague writes meanwhile on the old text is carried over when it comes. A note of theirs that quotes her cannot
be known any more, for there is nothing left to compare it with: whoever withdraws should ask the team to sync first.
"""

import json
from collections.abc import Iterable
from typing import NamedTuple

from workbench.errors import StudyError
from workbench.identity import new_id
from workbench.store import Op, delete, put
from workbench.study.base import CARRIED, Base, parsed_list, storable
from workbench.study.sync import SCOPE as SYNCED
from workbench.study.withdrawals import aftermath, leaving, standing, summed, traces
from workbench.study.withdrawals.leaving import Labels, Plan
from workbench.study.withdrawals.people import all_labels, person_called, withdrawn, written_ids
from workbench.study.withdrawals.preview import Mention, Preview, counts, prepare, shown
from workbench.study.withdrawals.purging import erasing
from workbench.study.withdrawals.standing import Purged, State
from workbench.study.worksheets import reworded
from workbench.sync import is_hub
from workbench.transcripts.quoted import Quoted

__all__ = ["NOTHING", "CarriedOut", "Mention", "Preview", "Purged", "State", "Withdrawals"]

_NOTEBOOK = "withdrawals"
_HANDLED = "erasures handled"


class CarriedOut(NamedTuple):
    """What was done here: sentences, and what is left to people. ``confirmed``: it now stands in the log."""

    done: tuple[str, ...]
    left: tuple[str, ...]
    confirmed: bool

    def __bool__(self) -> bool:
        return bool(self.done)


NOTHING = CarriedOut((), (), False)


class Withdrawals:
    """``study.withdrawals``."""

    def __init__(self, base: Base) -> None:
        self._base = base

    # --- beforehand

    def preview(self, person: str) -> Preview:
        """What ``withdraw`` would do; changes nothing.

        ``person`` is a written id (P07), or TRANSCRIPT:LABEL. Raises ``NotFoundError`` where nobody is called so.
        """
        return shown(self._base, prepare(self._base, person_called(self._base, person)))

    # --- doing it

    def withdraw(self, person: str, reason: str = "") -> CarriedOut:
        """Take back what ``person`` said, here at once and elsewhere when this comes there. There is no undo.

        Raises ``StudyError`` where only leads may and this is none, ``NotFoundError`` where nobody is called so.
        """
        base = self._base
        self._base.check_lead("do that")
        prepared = prepare(self._base, person_called(self._base, person))
        who, plan, found, quoted = prepared
        row = new_id()
        spoken = [[transcript, *sorted(labels)] for transcript, labels in sorted(who.labels.items())]
        fields = {"reason": storable(reason.strip(), "the reason")} if reason.strip() else {}
        summaries, summed_up = summed.going(base, who.labels)
        ops: list[Op] = [
            put(
                "withdrawal",
                row,
                person=who.row,
                transcripts=json.dumps(spoken, ensure_ascii=False),
                coder=base.coder,
                **fields,
            ),
            *plan.ops,
            *found.ops,
            *self._gone(who.labels),
            *summaries,
            *leaving.erasures(base, plan.erased | found.erased | summed_up, row),
        ]
        base.write("withdraw", ops, texts=[*plan.texts, *found.texts])
        reworded(base, quoted.without)
        stay = [f"the log holds words of theirs in {where}" for where in found.in_log]
        return self._here(plan, quoted, stay)

    def _gone(self, labels: Labels) -> list[Op]:
        """What deletes the informants under those labels, with all that is said of them.

        Where a coder had corrected whose voice a passage is, they are taken out of that too.
        """
        ops: list[Op] = []
        gone = set()
        for informant, transcript, label, alive in self._base.store.read(
            "SELECT id, transcript, label, alive FROM informant ORDER BY id"
        ):
            if label in labels.get(transcript, ()):
                gone.add(informant)
                if alive:
                    ops.append(delete("informant", informant))
        for attribute, owner in self._base.store.read("SELECT id, owner FROM attribute WHERE alive = 1 ORDER BY id"):
            if owner in gone:
                ops.append(delete("attribute", attribute))
        for coding, voices in self._base.store.read("SELECT id, voices FROM coding WHERE alive = 1 AND voices > ''"):
            heard = parsed_list(voices, lambda voice: isinstance(voice, str))
            stay = [voice for voice in heard if voice not in gone]
            if stay != heard:
                ops.append(put("coding", coding, voices=json.dumps(stay) if stay else None))
        return ops

    # --- afterwards, here and elsewhere

    def carry_out(self) -> CarriedOut:
        """Do here what withdrawals ask for: after every opening and every sync. Quick where there is nothing to do.

        Codings made meanwhile on an old text are carried over; the originals, the codebook's file, the backups and the
        database are rid of what was erased; and that is confirmed in the log.
        """
        ((withdrawals, erasures),) = self._base.store.read(
            "SELECT (SELECT count(*) FROM withdrawal), (SELECT count(*) FROM erasure)"
        )
        if not withdrawals and not erasures:
            return NOTHING
        try:
            plan = self._carry_over()
            if not plan.ops and self._base.store.notes(_NOTEBOOK).get(_HANDLED) == self._erased():
                return NOTHING
            return self._here(plan, None, ())
        except StudyError as error:  # it must keep nobody from opening the study, and is tried again the next time
            return CarriedOut((f"it could not be carried out here yet: {error.message}",), (), False)

    def _carry_over(self) -> Plan:
        """Let what came meanwhile follow the withdrawals that are known: the same changes wherever it is done."""
        base, known = self._base, withdrawn(self._base)
        labels = all_labels(base)
        plan = leaving.plan(base, labels)
        gone, texts = summed.going(base, labels)
        plan.ops += [*self._gone(labels), *gone]
        plan.erased |= texts
        if known and self._may_erase():
            plan.ops += leaving.erasures(base, plan.erased, known[0].id)
        base.write(CARRIED, plan.ops, texts=plan.texts)
        return plan

    def _may_erase(self) -> bool:
        """Whether a text may be erased for ever in the name of whoever is at work: of what comes later, too.

        A server takes that from leads alone; without any named in study.toml, those who have withdrawn somebody are.
        """
        base = self._base
        if base.settings.leads:
            return base.lead
        if base.store.read("SELECT 1 FROM withdrawal WHERE coder = ?", (base.coder,)):
            return True
        return not is_hub(self._peer())

    def _peer(self) -> str:
        """Where this replica syncs to, or ''."""
        return self._base.store.notes(SYNCED).get("peer", "")

    def _erased(self) -> str:
        return str(self._base.store.read("SELECT count(*) FROM erasure")[0][0])

    def _here(self, plan: Plan, quoted: Quoted | None, stay: Iterable[str]) -> CarriedOut:
        """Rid this machine of what was erased, as far as a program can, and confirm it."""
        base = self._base
        done = _told(base, plan)
        labels = all_labels(self._base)
        waiting = ["texts that came later leave this copy when a lead has synced"] if not self._may_erase() else []
        files = aftermath.originals(base, labels, written_ids(self._base))
        done += [f"{name} was written anew" for name in files.rewritten]
        done += [f"{name} was removed" for name in files.removed]
        left = [*stay, *(waiting if plan.erased else ()), *files.left, *aftermath.codebook(base)]
        known = traces.files(base.folder, quoted, aftermath.own_files(base)) if quoted else []
        handled = self._erased()
        if files.failed:
            return CarriedOut((*done, *files.failed), tuple(left), False)
        if not base.store.scrub():
            done.append("another program holds the database: open the study again when it is closed, to finish this")
            return CarriedOut(tuple(done), tuple(left), False)
        left += [*aftermath.renew_backups(base), *aftermath.beyond(base.folder, known, self._peer())]
        base.store.note(_NOTEBOOK, {_HANDLED: handled})
        self._confirm(left)
        base.store.note(_NOTEBOOK, {_HANDLED: self._erased()})
        return CarriedOut(tuple(done), tuple(left), True)

    def _confirm(self, left: list[str]) -> None:
        base = self._base
        replica = base.store.db.meta("replica")
        ops = []
        for one in withdrawn(self._base):
            row = base.derive("confirmation", one.id, replica, base.coder)
            said = json.dumps(left, ensure_ascii=False)
            fields = {"withdrawal": one.id, "replica": replica, "coder": base.coder, "left": said}
            known = base.store.read('SELECT "left" FROM confirmation WHERE id = ? AND alive = 1', (row,))
            if not known or known[0][0] != said:
                ops.append(put("confirmation", row, **fields))
        base.write("confirm withdrawal", ops)

    # --- looking back

    def status(self) -> list[State]:
        """Every withdrawal, the latest last."""
        return standing.states(self._base)

    def purged(self) -> list[Purged]:
        """The texts that were erased by themselves, in the order of their identifiers."""
        return standing.purged(self._base)

    # --- one text

    def purge(self, kind: str, name: str, reason: str) -> CarriedOut:
        """Erase one text for ever, here and wherever this comes: ``kind`` memo, remark, example, survey or text.

        A ``memo`` (by id) goes with all its versions; so do the ``remark`` of a coding (by id), the ``example`` of a
        code (by row) and the answers to a ``survey`` (by name). A ``text`` is one by itself, by the beginning of its
        id. The log stays whole. There is no undo.
        """
        self._base.check_lead("do that")
        self._base.write("purge", erasing(self._base, kind, name, reason))
        return self._here(Plan(), None, ())


def _told(base: Base, plan: Plan) -> list[str]:
    """What was carried over of all that one may see, in sentences."""
    done = []
    for ent, word in (("coding", "coding"), ("memo", "memo"), ("link", "link"), ("pick", "quotation")):
        lost, shortened, kept = counts(base, plan, ent)
        if lost or shortened or kept:
            done.append(
                f"{word}s carried over: {kept} whole, {shortened} shortened; {lost} lost with what they were on"
            )
    if plan.waiting:
        done.append(f"{plan.waiting} texts have not come yet; what is anchored in them waits")
    return done
