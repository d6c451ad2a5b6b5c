"""What becomes of the passages of a text when it is replaced by another."""

from collections import Counter
from typing import Any, NamedTuple

from workbench.study.base import Base
from workbench.study.corrections.versions import Current
from workbench.study.inbox.names import Names
from workbench.transcripts.moves import Carried, Moves

KEPT, MOVED, CHANGED, LOST = "kept", "moved", "changed", "lost"
PASSAGES = ("coding", "memo", "link", "pick")
"""The kinds of rows that stand on passages and that people look after."""
_CODED = ("coding", "pick")
"""Those of them that bear a code."""

Span = tuple[str, int, int]
"""The row of a text, and a passage of it."""


class Fate(NamedTuple):
    """What becomes of a coding, a note on a passage, a link of a memo to one, or a pick (``ent`` says which).

    ``status``: ``kept`` (the same words), ``moved`` (the same words, elsewhere), ``changed`` or ``lost`` (nothing of it
    is left; ``new`` is None). ``edge``: it began or ended in words that were replaced, so its borders want to be
    looked at. ``before`` and ``after`` are its words, '' where they are not here; ``old`` and ``new`` where they stand.
    ``code`` is a path ('' for a note or link, a pick's is its theme's), ``coder`` a name.
    """

    row: str
    ent: str
    status: str
    edge: bool
    before: str
    after: str
    old: Span
    new: Span | None
    code: str
    coder: str
    transcript: str = ""


class Correction(NamedTuple):
    """A transcript (name) whose text ``parent`` (a row) is replaced by ``revision``.

    ``similarity``: which share of the two is the same, from 0 to 1. ``fates``: what becomes of the codings and notes
    that whoever is at work may see. ``warnings``: what is left to people.
    """

    transcript: str
    revision: str
    parent: str
    similarity: float
    fates: tuple[Fate, ...]
    warnings: tuple[str, ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """How many of the fates are of which status."""
        found = Counter(fate.status for fate in self.fates)
        return {status: found[status] for status in (KEPT, MOVED, CHANGED, LOST)}


class Teller:
    """Tells fates in names; lives for one look."""

    def __init__(self, base: Base) -> None:
        self._names = Names(base.store, base.coder_names(), base.blind)

    def fate(
        self,
        ent: str,
        row: tuple[Any, ...],
        transcript: str,
        before: tuple[Span, str | None],
        after: tuple[Span, str] | None,
        *,
        edge: bool = False,
        jumped: bool = False,
    ) -> Fate:
        """``row``: id, code and coder; ``before`` and ``after``: where it stands and the text that is."""
        old, text = before
        was = (text or "")[old[1] : old[2]]
        new, now = after or (None, "")
        after_words = now[new[1] : new[2]] if new else ""
        status = LOST if new is None else CHANGED if was != after_words else MOVED if jumped else KEPT
        name, code, coder = row
        path = self._names.code(code) if ent in _CODED else ""
        return Fate(
            name,
            ent,
            status,
            edge and status != KEPT,
            was,
            after_words,
            old,
            new,
            path,
            self._names.coder(coder),
            transcript,
        )


def passages(base: Base, ent: str, where: str, given: tuple[Any, ...], more: str = "") -> list[tuple[Any, ...]]:
    """The living rows (id, code, coder, revision, start, end …) of an entity that whoever is at work may see."""
    code = "e.code" if ent in _CODED else "''"
    seen = seen_of(base, ent)
    return base.store.read(
        f'SELECT e.id, {code}, e.coder, e.revision, e.start, e."end"{more} FROM "{ent}" e '
        f"JOIN revision r ON r.id = e.revision JOIN transcript t ON t.id = r.transcript "
        f"WHERE e.alive = 1 AND t.alive = 1 AND e.start >= 0 AND e.start < e.end AND e.end <= r.characters "
        f"AND {where}{seen} ORDER BY t.name, e.start, e.end, e.id",
        given,
    )


def seen_of(base: Base, ent: str) -> str:
    """`` AND …`` on a row ``e`` of ``PASSAGES`` that one may see; a link whose memo is gone is nowhere to be seen."""
    if ent == "link":
        return f" AND EXISTS (SELECT 1 FROM memo WHERE id = e.memo AND alive = 1){base.blind.links('e')}"
    return base.blind.sql("e") if ent in _CODED else base.blind.memos("e")


def fates(base: Base, now: Current, moves: Moves, after: tuple[str, str]) -> tuple[Fate, ...]:
    """What becomes of what stands in a transcript's current text; ``after``: the new text's row, and the text."""
    teller = Teller(base)
    row, text = after
    found = []
    for ent in PASSAGES:
        for name, code, coder, _, start, end in passages(base, ent, "e.revision = ?", (now.revision,)):
            carried = moves.carry(start, end)
            found.append(
                teller.fate(
                    ent,
                    (name, code, coder),
                    now.name,
                    ((now.revision, start, end), now.text),
                    ((row, carried.start, carried.end), text) if carried else None,
                    edge=carried is not None and carried.edge,
                    jumped=_jumped(moves, start, end, carried),
                )
            )
    return tuple(found)


def _jumped(moves: Moves, start: int, end: int, carried: Carried | None) -> bool:
    """Whether a passage went elsewhere, out of the order of the rest."""
    if carried is None:
        return False
    return any(j.a0 < end and start < j.a1 and j.b0 < carried.end and carried.start < j.b1 for j in moves.jumps)
