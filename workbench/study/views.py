"""The codebook file says what its last reader may see: which differences from it are no edits of the codebook.

Two coders who code blind may work in one folder in turn, and each finds the file as it is for them. An editor that is
still open with the one's, a copy that is put back, a program that was stopped while writing: each leaves in the file
what is not in the last projection, or the other way round, and nobody has meant anything by it.
"""

import json
from collections.abc import Collection

from workbench.study.base import Base


class Views:
    """What several coders see differently, for one reading of the file."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._busy = base.blind.busy()

    def taken(self, code: str, short: str, given: Collection[str]) -> bool:
        """Whether a heading that is new to whoever is at work only by chance has the short id of a hidden draft.

        ``given`` are the short ids that stand in the text: such a heading is the other's own and stays that code.
        """
        return short not in given and code in self._base.blind.drafts()

    def unseen(self, code: str) -> bool:
        """Whether somebody may not see this code, a draft or below one: that it is left out says nothing."""
        if not self._busy:
            return False
        passed: set[str] = set()
        at: str | None = code
        while at is not None and at not in passed:
            passed.add(at)
            rows = self._base.store.read("SELECT draft, COALESCE(above, parent) FROM code WHERE id = ?", (at,))
            if rows and rows[0][0] in self._busy:
                return True
            at = rows[0][1] if rows else None
        return False

    def stale(self, code: str, example: str | None) -> bool:
        """Whether a code's example is what it was, or is for somebody else, and not what somebody has written now."""
        if not self._busy:
            return False
        rows = self._base.store.read(
            "SELECT actor, body FROM change WHERE row = ? AND op = 'put' AND instr(body, '\"example\"') > 0", (code,)
        )
        if not any(actor in self._busy for actor, _ in rows):
            return False
        return not example or example in self._base.words.all(json.loads(body).get("example") for _, body in rows)
