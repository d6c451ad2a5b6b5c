"""Agreement before and after: the last change of the codebook that can change what coders do, or a round."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from workbench.agreement.values import Scope
from workbench.errors import StudyError
from workbench.sanitise import line
from workbench.store.moment import write_position
from workbench.study.agreement.codebook import MEANING, MERGED
from workbench.study.agreement.values import AgreementTable, Comparison
from workbench.study.base import Base, not_found
from workbench.study.log import local

if TYPE_CHECKING:
    from workbench.study.agreement.measuring import Measuring

_MOST = 3
"""So many codes are named of one change."""


class Changed(NamedTuple):
    """A change of the codebook: what it did, in words; when, by the clock of who made it; the order clock then."""

    what: str
    ts: int
    hlc: int


def compare(base: Base, measuring: "Measuring", scope: Scope, round_: str) -> Comparison:
    """Before and after. Raises ``StudyError`` where there is nothing to compare, ``NotFoundError`` for the round."""
    if round_:
        return _rounds(base, measuring, scope, round_)
    changed = last_change(base)
    if changed is None:
        raise StudyError("the codebook has not been changed yet", _instead(measuring))
    before = measuring.table(scope._replace(before=position_before(base, changed.hlc)))
    if not before.double:
        raise StudyError(
            f"nothing was coded by two before the codebook was changed last ({changed.what})",
            _instead(measuring),
        )
    return Comparison(before, measuring.table(scope), changed.what, local(changed.ts))


def _instead(measuring: "Measuring") -> str:
    """What else there is to compare."""
    measuring.work.refresh()
    if len({record.round for record in measuring.work.records() if record.done}) > 1:
        return "Name a round, to compare it with those since."
    return (
        "Nor is there a second round. Compare after the next change of the codebook, or when two have done one more "
        "round: `workbench progress assign … --round 2`."
    )


def _rounds(base: Base, measuring: "Measuring", scope: Scope, round_: str) -> Comparison:
    rows = base.store.read("SELECT id, name FROM round WHERE alive = 1 ORDER BY id DESC")
    named = {name: row for row, name in rows}
    if round_ not in named:
        raise not_found("round", round_, [name for name in named if name])
    measuring.work.refresh()
    work, first = measuring.work, named[round_]
    since = [row for row, _ in rows if (work.newest(row), row) > (work.newest(first), first)]
    if not since or not any(record.round in since for record in work.records(scope.before)):
        raise StudyError(f"there is no round after {line(round_, 40)}", "`workbench progress` lists the rounds.")
    scope = scope._replace(round="")
    after: AgreementTable = measuring.table(scope, tuple(sorted(since)))
    return Comparison(measuring.table(scope._replace(round=round_)), after, f"round {round_} and those since", None)


def last_change(base: Base) -> Changed | None:
    """The last change of the codebook that can change what coders do; names, places in the tree, colours do not."""
    seen: set[str] = set()
    drafts = base.blind.drafts()
    changes: dict[tuple[int, int], list[tuple[str, str, int, int]]] = {}
    for row, op, body, stream, tx, ts, hlc in base.store.read(
        "SELECT c.row, c.op, c.body, c.stream, c.tx, c.ts, c.hlc FROM change c JOIN stream s ON s.no = c.stream "
        "WHERE c.ent = 'code' ORDER BY c.hlc, s.id, c.seq, c.hash"
    ):
        fields = set(json.loads(body)) if op == "put" else set()
        kind = ""
        if op == "del":
            kind = "deleted"
        elif row not in seen:
            kind = "new"
        elif MERGED in fields:
            kind = "merged" if json.loads(body)[MERGED] else "taken apart again"
        elif fields & set(MEANING):
            kind = "redefined"
        elif not fields:
            kind = "restored"
        seen.add(row)
        if kind and row not in drafts:
            changes.setdefault((stream, tx), []).append((kind, row, ts, hlc))
    if not changes:
        return None
    found = max(changes.values(), key=lambda told: told[-1][3])
    return Changed(_in_words(base, found), found[0][2], found[0][3])


def _in_words(base: Base, told: Sequence[tuple[str, str, int, int]]) -> str:
    names = dict(base.store.read("SELECT id, COALESCE(name, short, '') FROM code"))
    shown = [(line(names.get(row, ""), 40) or "a code", kind) for kind, row, *_ in told]
    words = ", ".join(f"{name} {kind}" for name, kind in shown[:_MOST])
    return words + (f" and {len(shown) - _MOST} more" if len(shown) > _MOST else "")


def position_before(base: Base, hlc: int) -> str:
    """The place in the log just before an instant of the order clock: what had been written by then, wherever."""
    ends: dict[str, tuple[tuple[int, str], ...]] = {}
    for stream, seq, digest in base.store.read(
        "SELECT s.id, max(c.seq), c.hash FROM change c JOIN stream s ON s.no = c.stream "
        "WHERE c.hlc < ?1 AND s.forked = 0 GROUP BY s.id UNION ALL "
        "SELECT s.id, c.seq, c.hash FROM change c JOIN stream s ON s.no = c.stream WHERE c.hlc < ?1 AND s.forked > 0 "
        "AND NOT EXISTS (SELECT 1 FROM change d WHERE d.stream = c.stream AND d.seq = c.seq + 1 AND d.prev = c.hash "
        "AND d.hlc < ?1) ORDER BY 1, 2, 3",
        (hlc,),
    ):
        ends[stream] = (*ends.get(stream, ()), (seq, digest.hex()))
    return write_position(ends)
