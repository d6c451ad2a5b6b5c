"""What leaves the study with an export: the strong findings in its words, and every word of the key file."""

from typing import TYPE_CHECKING

from workbench.study.anonymity.clearing import Clearing, folded
from workbench.study.anonymity.edits import found_in
from workbench.study.anonymity.keys import Keys
from workbench.study.base import Base

if TYPE_CHECKING:
    from workbench.transcripts.identifiers import Finding

_MOST = 2_000_000
"""Characters of an export that are looked through for what only rules know; the words of the key file in all of it."""


def leftovers(base: Base, keys: Keys, clearing: Clearing, words: str, *, rules: bool) -> "list[Finding]":
    """What stands in the words of an export, ascending."""
    from workbench.study.anonymity.passages import strong
    from workbench.transcripts.identifiers import Finding

    known = {
        span: Finding("name", *span, words[slice(*span)], 1.0, "a word of the key file")
        for rule in keys.read().rules
        for start, end, _ in found_in(words, rule.word)
        for span in [(start, end)]
    }
    if not rules:
        return sorted(known.values(), key=lambda finding: finding.start)
    team = {folded(part) for name in base.coder_names().values() for part in (name, *name.split())}
    found = [f for f in strong(base, keys, words[:_MOST]) if folded(f.text) not in team]
    rest = [f for f in clearing.uncleared(found, None) if not any(s < f.end and f.start < e for s, e in known)]
    return sorted([*known.values(), *rest], key=lambda finding: finding.start)
