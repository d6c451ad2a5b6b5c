"""What can be asked of a report, and what comes with one."""

import shlex
from collections.abc import Mapping
from typing import NamedTuple

from workbench.exports.document import Document
from workbench.exports.report.values import PARTS, PLOTS

__all__ = ["PARTS", "PLOTS", "ReportAsked", "Written"]

QUOTES = 3
"""Quotations of a theme, unless somebody asks for more or fewer."""


class ReportAsked(NamedTuple):
    """Which parts, which tables, whose codings.

    ``matrices`` are names (none: all of study.toml; the pages of themes follow the first). ``layer``: '' as each table
    says. ``quotes``: so many a theme. ``without``: parts (of ``PARTS``, or ``PLOTS``) that are left out.
    """

    matrices: tuple[str, ...] = ()
    layer: str = ""
    quotes: int = QUOTES
    without: frozenset[str] = frozenset()

    def command(self) -> str:
        """What a person types to have the same report."""
        words = ["workbench", "export", "report"]
        for name in self.matrices:
            words += ["--matrix", name]
        words += ["--layer", self.layer] if self.layer else []
        words += ["--quotes", str(self.quotes)] if self.quotes != QUOTES else []
        words += [f"--no-{part}" for part in (*PARTS, PLOTS) if part in self.without]
        return shlex.join(words)


class Written(NamedTuple):
    """A report before it is a file; ``risks``: why a quotation in it may identify somebody -> how many."""

    document: Document
    risks: Mapping[str, int]
