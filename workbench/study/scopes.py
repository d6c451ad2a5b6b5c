"""A scope as people write it: names in place of rows, a day in place of a position in the log."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple

from workbench.agreement.values import Scope
from workbench.errors import InputError
from workbench.log.clock import tick
from workbench.study.agreement.comparing import last_change, position_before
from workbench.study.base import Base, not_found
from workbench.study.codes import Codes
from workbench.study.log import local
from workbench.study.transcripts import Transcripts
from workbench.study.withdrawals.people import person_called

CHANGE = "change"
"""What ``before`` may say instead of a day: before the last change of the codebook."""


class Asked(NamedTuple):
    """A scope, and what its person and its moment are called ('' where they were not asked for)."""

    scope: Scope
    person: str = ""
    before: str = ""


class Scopes:
    """``study.scopes``."""

    def __init__(self, base: Base, codes: Codes, transcripts: Transcripts) -> None:
        self._base = base
        self._codes = codes
        self._transcripts = transcripts

    def read(
        self,
        *,
        unit: str = "characters",
        rule: str = "any",
        speech: str = "all",
        group: str = "",
        person: str = "",
        trim: bool = False,
        current: bool = False,
        round: str = "",
        subtree: bool = False,
        codes: Iterable[str] = (),
        transcripts: Iterable[str] = (),
        coders: Iterable[str] = (),
        before: str = "",
    ) -> Asked:
        """The scope in rows. Raises ``NotFoundError`` for a name that means nothing, ``InputError`` for a wrong day."""
        groups = self._base.settings.groups
        if group and group not in groups:
            raise not_found("group", group, groups)
        rounds = [name for (name,) in self._base.store.read("SELECT name FROM round WHERE alive = 1 AND name > ''")]
        if round and round not in rounds:
            raise not_found("round", round, rounds)
        who = person_called(self._base, person) if person else None
        position, moment = self.before(before) if before else ("", "")
        scope = Scope(
            unit=unit,
            rule=rule,
            speech=speech,
            group=group,
            person=who.row if who else "",
            trim=trim,
            reading="current" if current else "done",
            round=round,
            subtree=subtree,
            codes=tuple(dict.fromkeys(self._codes.find(path).id for path in codes)),
            transcripts=tuple(dict.fromkeys(self._transcripts.get(name).id for name in transcripts)),
            coders=tuple(dict.fromkeys(map(self.coder, coders))),
            before=position,
        )
        return Asked(scope, who.name if who else "", moment)

    def coder(self, name: str) -> str:
        """The row of the coder called ``name``. Raises ``NotFoundError``."""
        known = {row.casefold(): (row, coder) for coder, row in self._base.coders()}
        if name.strip().casefold() not in known:
            raise not_found("coder", name.strip(), [row for row, _ in known.values()])
        return known[name.strip().casefold()][1]

    def before(self, written: str) -> tuple[str, str]:
        """The position in the log before a day, a time or the last ``change``, and what to call that moment."""
        if written.strip().casefold() == CHANGE:
            changed = last_change(self._base)
            if changed is None:
                raise InputError("the codebook has not changed yet", "Name a day instead, like 2026-11-23.")
            return position_before(self._base, changed.hlc), _called(local(changed.ts))
        try:
            moment, _ = written_moment(written)
            upto = tick(int(moment.timestamp() * 1000), 0)
        except (ValueError, OverflowError, OSError):
            raise InputError(
                f"{written!r} is no moment", "Write a day (2026-11-23), a time (2026-11-23T14:30), or the word change."
            ) from None
        return position_before(self._base, upto), _called(moment)


def written_moment(written: str) -> tuple[datetime, bool]:
    """A day (its beginning) or a time as people write it, by the clock here, and whether it is a day.

    Raises ValueError, OverflowError or OSError for what is none.
    """
    text = written.strip()
    day = datetime.combine(date.fromisoformat(text), datetime.min.time()) if len(text) <= 10 else None
    return (day or datetime.fromisoformat(text)).astimezone(), day is not None


def _called(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
