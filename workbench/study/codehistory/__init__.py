"""The codebook's past: what happened to it, how it stood at any moment, what differs, and what was coded by old words.

study.history.code(row)                 what happened to one code, the newest first
study.history.at("before round 2")      the codebook as it stood: a version's name, a day, a time, a place in the log
study.history.diff("2026-11-01")        what has become of it since
study.history.changed()                 codings whose code was defined otherwise when they were made
"""

from collections.abc import Collection, Sequence
from datetime import date

from workbench.errors import NotFoundError
from workbench.study.base import Base
from workbench.study.codehistory import differing, moments, outdated
from workbench.study.codehistory.happened import happened
from workbench.study.codehistory.moments import Moment
from workbench.study.codehistory.then import book, listed_then, text_of
from workbench.study.codehistory.values import Changed, CodebookDiff, Detail, Happened, Old, Version
from workbench.study.codes import CodeRow, Codes
from workbench.study.passages import Passages

__all__ = ["Changed", "CodebookDiff", "Detail", "Happened", "History", "Moment", "Old", "Version"]


class History:
    """``study.history``."""

    def __init__(self, base: Base, codes: Codes, passages: Passages) -> None:
        self._base = base
        self._codes = codes
        self._passages = passages

    def code(self, code: str) -> list[Happened]:
        """Everything that touched a code (a row, living or not), the newest first."""
        if code in self._base.blind.drafts() or not self._base.store.read("SELECT 1 FROM code WHERE id = ?", (code,)):
            raise NotFoundError("there is no such code")
        return happened(self._base, code)

    def all(self, limit: int = 1000) -> list[Happened]:
        """What happened to the codebook, the newest first."""
        return happened(self._base, limit=limit)

    def at(self, moment: Moment, *, counts: bool = False) -> list[CodeRow]:
        """The codebook as it stood, depth first; a day means its end. ``counts``: with the codings of then (slow)."""
        then = book(self._base, moments.place(self._base, moment).position)
        return listed_then(self._base, then, counts=counts)

    def versions(self) -> list[Version]:
        """The named states of the codebook and those that rounds go by, the newest first."""
        return moments.versions(self._base)

    def name_version(self, name: str, note: str = "") -> str:
        """Give the codebook as it is now a name; returns the version's row."""
        return moments.name_version(self._base, name, note)

    def rename_version(self, version: str, name: str, note: str | None = None) -> None:
        """Give a version (a row) another name, and another note where one is given."""
        moments.rename_version(self._base, version, name, note)

    def delete_version(self, version: str) -> None:
        """Let a version's name go; the state it stood for can still be asked for by its time."""
        moments.delete_version(self._base, version)

    def diff(self, since: Moment, until: Moment = "now") -> CodebookDiff:
        """What turned the codebook of ``since`` into that of ``until``, by whom, when and why."""
        return differing.diff(self._base, since, until)

    def render(self, since: Moment, until: Moment = "now", format: str = "md") -> str | bytes:
        """``diff`` as a file of a format of ``exports.FORMATS``, in the language of the study."""
        from workbench import exports

        found = self.diff(since, until)
        changes = tuple(
            exports.CodeChange(kind, *change[1:])
            for kind in exports.KINDS_OF_CHANGES
            for change in getattr(found, kind)
        )
        settings = self._base.settings
        origin = exports.Provenance(study=settings.title, log=self._base.mark(), date=date.today().isoformat())
        told = exports.CodebookChanges(found.since, found.until, changes, found.unchanged)
        return exports.render(exports.codebook_changes(told, origin, settings.language), format)

    def text_of(self, codes: Sequence[CodeRow]) -> str:
        """Codes, as ``at`` gives them, as a codebook file holds them."""
        return text_of(codes)

    def changed(self, code: str = "") -> list[Old]:
        """Codings made by whoever had not seen how their code (all codes without one) is defined now."""
        codes = [self._codes.get(code)] if code else self._codes.list()
        return outdated.outdated(self._base, codes, self._passages)

    def confirm(self, codings: Collection[str], why: str = "") -> int:
        """Say that codings (rows) were looked at and still fit; returns how many."""
        return outdated.confirm(self._base, codings, why)
