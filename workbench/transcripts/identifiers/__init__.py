"""Identifiers that anonymising may have left: numbers, addresses, dates, names, places, institutions. Pure.

An aid, not proof: reading the transcript through stays the user's duty. One subject a file; ``scan`` runs them all.
spaCy and the dictionary are loaded by the first scan, never by importing this package.
"""

from workbench.transcripts.identifiers.harmless import harmless
from workbench.transcripts.identifiers.occurrences import occurrences
from workbench.transcripts.identifiers.scanning import RULES, names_in, plain, scan
from workbench.transcripts.identifiers.values import KINDS, STRONG, Finding, Own
from workbench.transcripts.identifiers.words import caseless

CASELESS = "This text has hardly any capital letters: names are found far less often in it. Read it through with care."
"""Said to people where ``caseless`` is true."""

__all__ = [
    "CASELESS",
    "KINDS",
    "RULES",
    "STRONG",
    "Finding",
    "Own",
    "caseless",
    "harmless",
    "names_in",
    "occurrences",
    "plain",
    "scan",
]
