"""Which done transcripts to look through again, because the codebook has become another since."""

from collections.abc import Sequence

from workbench.store import Past
from workbench.study.agreement.measuring import Measuring
from workbench.study.agreement.seen import Seen
from workbench.study.agreement.values import Reread
from workbench.study.agreement.work import Work
from workbench.study.base import Base
from workbench.study.codes import CodeRow

NEW, REDEFINED, MERGED = "new", "redefined", "merged"

Places = tuple[str, ...]
"""Positions at which a coder had looked a transcript through, for all codes or for one."""


def reread(base: Base, measuring: Measuring, codes: Sequence[CodeRow], coder: str = "") -> list[Reread]:
    """Who should look through what again for which code, by transcript, coder, code; of everybody, or one coder.

    Of what is kept from whoever is at work, only their own.
    """
    work, names, hidden = measuring.work, base.coder_names(), base.blind.transcripts()
    proposed = _proposed(base)
    shown = [code for code in codes if code.id in proposed]
    done: dict[tuple[str, str], Places] = {}
    for record in work.records():
        if (
            record.done
            and coder in ("", record.coder)
            and (record.transcript not in hidden or record.coder == base.coder)
        ):
            key = record.transcript, record.coder
            done[key] = (*done.get(key, ()), record.done)
    whys: dict[tuple[str, str, Places, Places], str] = {}
    seen = Seen(work)
    found = []
    for (transcript, who), places in done.items():
        for number, code in enumerate(shown):
            ticks = _ticks(work, transcript, who, code.id)
            if (key_ := (who, code.id, places, ticks)) not in whys:
                whys[key_] = _why(work, seen, who, code.id, places, ticks)
            if why := whys[key_]:
                row = Reread(work.texts.now[transcript].name, names.get(who, who), code.id, code.path, why)
                found.append((row.transcript, row.coder, number, row))
    return [row for *_, row in sorted(found, key=lambda one: one[:3])]


def _ticks(work: Work, transcript: str, coder: str, code: str) -> Places:
    effective = work.codebook.effective
    return tuple(at for ticked, at in work.ticks("", transcript, coder) if effective.get(ticked, ticked) == code)


def _why(work: Work, seen: Seen, coder: str, code: str, places: Places, ticks: Places) -> str:
    """What a coder who looked at those places in the log has not seen of a code; '' for nothing."""
    pasts = [past for place in (*places, *ticks) if (past := work.past(place)) is not None]
    if not ticks and not any(seen.existed(code, place, coder) for place in places):
        return NEW
    # What counts is the last look, or the last ones where none is behind the other.
    last = [past for past in pasts if not any(_before(past, other) for other in pasts)]
    if all(work.codebook.redefined(code, past) for past in last):
        return REDEFINED
    return MERGED if all(work.codebook.regrouped(code, past) for past in last) else ""


def _before(one: Past, other: Past) -> bool:
    return one is not other and one.behind(other) and not other.behind(one)


def _proposed(base: Base) -> set[str]:
    """The codes that are everybody's: none made while coding blind by somebody who still does, and not proposed."""
    busy = base.blind.busy()
    return {row for row, draft in base.store.read("SELECT id, draft FROM code") if not draft or draft not in busy}
