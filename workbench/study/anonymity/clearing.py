"""What people have looked at and keep: "København" may stay. The log knows that, without knowing the word."""

import unicodedata
from collections.abc import Iterable
from typing import TYPE_CHECKING

from workbench.study.base import Base

if TYPE_CHECKING:
    from workbench.transcripts.identifiers import Finding

EVERYWHERE = ""
"""In place of a transcript's row."""


class Clearing:
    """What was cleared in one open study."""

    def __init__(self, base: Base) -> None:
        self._base = base

    def row(self, kind: str, word: str, transcript: str) -> str:
        """The row that everybody derives who keeps a word there: the log holds no more of it."""
        return self._base.derive("cleared", transcript, kind, folded(word))

    def rows(self) -> frozenset[str]:
        """What is cleared now."""
        return frozenset(row for (row,) in self._base.store.read("SELECT id FROM cleared WHERE alive = 1"))

    def uncleared(self, found: "Iterable[Finding]", transcript: str | None) -> "list[Finding]":
        """Findings without those that were cleared in a transcript, or everywhere; None: in whichever transcript."""
        given, rows = list(found), self.rows()
        if not rows or not given:
            return given
        where = [EVERYWHERE, transcript] if transcript is not None else [EVERYWHERE, *self._transcripts()]
        return [f for f in given if not self._cleared(f, where, rows)]

    def _cleared(self, finding: "Finding", where: Iterable[str], rows: frozenset[str]) -> bool:
        words = [finding.text, *([bare] if (bare := stem(finding.text)) else [])]
        return any(self.row(finding.kind, word, place) in rows for place in where for word in words)

    def _transcripts(self) -> list[str]:
        return [
            row
            for (row,) in self._base.store.read(
                "SELECT DISTINCT transcript FROM cleared WHERE alive = 1 AND transcript > ''"
            )
        ]


def folded(word: str) -> str:
    """A word whatever its capitals, spaces and the way its accents are written."""
    return unicodedata.normalize("NFC", " ".join(word.split())).casefold()


def stem(word: str) -> str:
    """A word without its genitive; '' where it has none."""
    for genitive in ("'s", "’s", "s", "'", "’"):
        if word.endswith(genitive) and len(word) > len(genitive) + 1:
            return word[: -len(genitive)]
    return ""
