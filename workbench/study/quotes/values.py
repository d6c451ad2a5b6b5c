"""What a quotation is to a study: values, no database."""

from typing import NamedTuple

from workbench.study.synthesis import Quote
from workbench.synthesis.quotes import Attribution

Span = tuple[str, int, int]
"""(revision, start, end)."""

DRIFTED, LOST, GONE, MISSING = "drifted", "lost", "gone", "missing"
"""Why a picked quotation does not hold: what is shown is no longer what was said; its passage has no place in the text
that is read; its theme is no longer in the codebook; the words that are to be shown are not here."""


class Picked(NamedTuple):
    """An excerpt as a quotation; ``id`` is the row of the pick, '' where nobody has picked it.

    ``theme`` and ``path`` are the code (row, path) it was picked for, or coded with. ``shown`` is how it is to be read:
    as somebody has edited it, else what is said, on one line. ``source`` says where it stands ("K-03, R1").
    ``drifted``: what is shown is no longer what was said, or the passage is lost. ``risks``: see ``synthesis.quotes``.
    """

    id: str
    theme: str
    path: str
    quote: Quote
    shown: str
    attribution: Attribution
    source: str
    starred: bool
    picked: bool
    drifted: bool
    risks: tuple[str, ...]

    @property
    def people(self) -> tuple[str, ...]:
        """The persons (ids) whose voice it is."""
        return self.quote.people

    @property
    def groups(self) -> tuple[str, ...]:
        """Their groups."""
        return self.quote.groups

    @property
    def text(self) -> str:
        """How it is to be read."""
        return self.shown

    @property
    def span(self) -> Span:
        """Where the passage stands."""
        return self.quote.revision, self.quote.start, self.quote.end


class Fault(NamedTuple):
    """A pick that does not hold: ``why`` is DRIFTED, LOST, GONE or MISSING, ``what`` says more in words.

    ``transcript`` is a name, ``start`` and ``end`` where the passage stands, ``shown`` what somebody has made of it.
    """

    id: str
    path: str
    transcript: str
    start: int
    end: int
    shown: str
    why: str
    what: str
    hint: str = ""
