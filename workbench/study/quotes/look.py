"""What is read of a study to tell its quotations; kept as long as nothing is written, for a cursor asks again."""

from typing import TYPE_CHECKING, Any

from workbench.errors import InputError
from workbench.study.base import Base
from workbench.study.quotes.people import People
from workbench.study.quotes.said import Texts
from workbench.study.transcripts import Transcripts

if TYPE_CHECKING:
    from workbench.study.anonymity import Anonymity, Leftover

Identifying = dict[str, list[tuple[int, int, str]]]
"""What may identify somebody: (start, end, words) by text, and by the row of a pick that was edited."""


class Look:
    """Everybody who speaks, the texts, and what was found in them."""

    def __init__(self, base: Base, transcripts: Transcripts, anonymity: "Anonymity") -> None:
        self.people = People(base)
        self.texts = Texts(base, transcripts)
        self._anonymity = anonymity
        self._found: Identifying | None = None
        self._looked = False

    def identifying(self, *, look: bool) -> Identifying:
        """What may identify somebody: as it was found before, or (``look``) with what nobody has looked through yet.

        Nothing where nobody has looked, or the key file cannot be read: `check` says so.
        """
        if self._found is None:
            try:
                leftovers = self._findings() if look else self._anonymity.remembered()
            except InputError:
                leftovers = None
            if leftovers is None:  # somebody may look at any time, and that is no change of the study
                return {}
            self._found = _by_place(leftovers)
        return self._found

    def _findings(self) -> "list[Leftover]":
        return self._anonymity.findings(weak=False, quasi=False)


class Looking:
    """The latest look, as long as it holds."""

    def __init__(self, base: Base, transcripts: Transcripts, anonymity: "Anonymity") -> None:
        self._base = base
        self._transcripts = transcripts
        self._anonymity = anonymity
        self._at: list[tuple[Any, ...]] = []
        self._settings = base.settings
        self._look: Look | None = None

    def now(self) -> Look:
        """A look at the study as it is."""
        at = self._base.store.read("SELECT (SELECT max(n) FROM change), (SELECT total(forked) FROM stream)")
        if self._look is None or at != self._at or self._settings is not self._base.settings:
            self._at, self._settings = at, self._base.settings
            self._look = Look(self._base, self._transcripts, self._anonymity)
        return self._look


def _by_place(leftovers: "list[Leftover]") -> Identifying:
    from workbench.transcripts.identifiers import STRONG

    result: Identifying = {}
    for one in leftovers:
        if one.finding.score < STRONG or one.finding.kind == "quasi":
            continue
        where = one.revision or (one.place.row if one.place and one.place.ent == "pick" else "")
        if where:
            result.setdefault(where, []).append((one.finding.start, one.finding.end, one.finding.text))
    return result
