"""Corrections: a transcript's text is replaced by another, and whatever stands in it goes along.

    study.corrections.preview("K-03", text).counts
    study.corrections.correct("K-03", text)
    study.corrections.queue("K-03")

The old text stays, and no coding is written anew: the new text says where every place of the old one stands in it, and
the store follows. So what a colleague codes meanwhile in the old text finds its place too, and undoing the correction
puts everything back. What has lost its place, or an edge of it, waits in the queue for somebody to look at.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from workbench.errors import InputError, StudyError
from workbench.sanitise import line
from workbench.store import Op, put
from workbench.study.base import Base
from workbench.study.corrections import joining, originals, versions
from workbench.study.corrections.fates import CHANGED, KEPT, LOST, MOVED, Correction, Fate, fates
from workbench.study.corrections.making import CORRECTION, Making, Names, Seconds, Texts, settled, written
from workbench.study.corrections.queue import Queue
from workbench.study.corrections.versions import Current, RevisionRow, Stretch
from workbench.transcripts.moves import Carried, Moves, edited
from workbench.transcripts.reanchor import align, similarity
from workbench.transcripts.turns import Turn

__all__ = [
    "CHANGED",
    "KEPT",
    "LOST",
    "MOVED",
    "Correction",
    "Corrections",
    "Edits",
    "Fate",
    "RevisionRow",
    "Stretch",
]

Edits = Sequence[tuple[int, int, str]]
"""Stretches [start, end) of a text, ascending and apart, and the words that stand there from now on."""

_VERBS = {"correction": "correct transcript", "anonymised": "anonymise transcript", "joined": "join texts"}


class _Ready(NamedTuple):
    """A transcript's text, what it becomes, and the way between them."""

    now: Current
    text: str
    moves: Moves


class Corrections:
    """``study.corrections``."""

    def __init__(self, base: Base) -> None:
        self._base = base
        self._queue = Queue(base)

    # --- beforehand

    def preview(self, transcript: str, text: str) -> Correction:
        """What ``correct`` would do; nothing is written. Raises as ``correct`` does."""
        now = versions.current(self._base, transcript)
        text = settled(text)
        return self._told(_Ready(now, text, align(now.text, text)))

    # --- doing it

    def correct(
        self,
        transcript: str,
        text: str,
        *,
        turns: Sequence[Turn] | None = None,
        times: Seconds | None = None,
        why: str = CORRECTION,
    ) -> Correction | None:
        """Give a transcript (by name) another text; None where it is the text it has.

        ``turns`` and ``times`` (one a turn) are those of a file that knows them; without, the turns are told from the
        labels and the times carried over. Raises ``NotFoundError`` for a transcript that is not here, ``InputError``
        for a text that cannot be kept, ``StudyError`` where the text was erased, or somebody was quicker.
        """
        now = versions.current(self._base, transcript)
        text = settled(text)
        if text == now.text:
            return None
        ready = _Ready(now, text, align(now.text, text))
        made = self._made(ready, why, turns=turns, times=times)
        return self._written([ready], [made], why)[0]

    def replace(
        self, transcript: str, edits: Edits, *, why: str = "anonymised", private_before: bool = False
    ) -> Correction:
        """Replace some stretches of a transcript's current text; every passage goes along exactly.

        ``private_before``: the texts it had so far never leave this machine from now on. Raises as ``replace_all``.
        """
        done = self.replace_all({transcript: edits}, why=why, private_before=private_before)
        return done[0] if done else self.preview(transcript, versions.current(self._base, transcript).text)

    def replace_all(
        self,
        edits: Mapping[str, Edits],
        *,
        why: str = "anonymised",
        private_before: bool = False,
        labels: Mapping[str, Mapping[str, str]] | None = None,
        also: Sequence[Op] = (),
        texts: Sequence[tuple[bytes, str]] = (),
    ) -> list[Correction]:
        """``replace`` in several transcripts (by name), as one transaction; where nothing changes, nothing is written.

        ``labels``: transcript → label → what it is called from now on, where an edit renames a speaker: the informant
        stays who they were. ``also`` is written with it, and the ``texts`` out of line that it names. Raises
        ``InputError`` where edits overlap or lie outside the text, else as ``correct``.
        """
        ready, made = [], []
        for transcript, changes in edits.items():
            now = versions.current(self._base, transcript)
            one = _edited(now, changes)
            if one.text == now.text:
                continue
            renamed = (labels or {}).get(transcript, {})
            ready.append(one)
            made.append(self._made(one, why, renamed=renamed, private_before=private_before))
        return self._written(ready, made, why, also, texts)

    def back(self, transcript: str, revision: str) -> Correction | None:
        """Read an earlier text of a transcript again (``revision``: its row); None where that is the one it has.

        Raises ``NotFoundError``, and ``StudyError`` for a text that was erased or is from before anonymisation.
        """
        now = versions.current(self._base, transcript)
        if revision == now.revision:
            return None
        text = versions.to_go_back_to(self._base, now, revision)
        ready = _Ready(now, text, align(now.text, text))
        ops = [put("transcript", now.transcript, current=revision)]
        return self._written([ready], [(revision, ops, [])], "earlier text")[0]

    def share(self, transcript: str) -> None:
        """Let the current text of a transcript travel, though it was made from one that stays at home."""
        now = versions.current(self._base, transcript)
        if now.private:
            self._base.write("share text", [put("revision", now.revision, private=None)])

    # --- looking

    def revisions(self, transcript: str) -> list[RevisionRow]:
        """The texts a transcript has had, the oldest first."""
        return versions.revisions(self._base, transcript)

    def text_of(self, revision: str) -> str | None:
        """The text of a revision; None where it is not here, or was erased."""
        return versions.text_of(self._base, revision)

    def difference(self, transcript: str, older: str, newer: str) -> list[Stretch]:
        """What two texts of a transcript (rows) differ in, in order. Raises ``NotFoundError`` where one is not here."""
        return versions.difference(self._base, transcript, older, newer)

    def way(self, frm: str, to: str) -> Callable[[int, int], Carried | None]:
        """Where passages of one text (a row) stand in another of the same transcript, for cursors and selections.

        What it gives takes [start, end), and says None where there is no way, or nothing is left.
        """
        ways = versions.ways(self._base, frm)
        return lambda start, end: ways.carry(frm, to, start, end)

    # --- what wants to be looked at

    def queue(self, transcript: str = "") -> list[Fate]:
        """Passages changed at an edge, or lost, that nobody has looked at; without a name, of all transcripts."""
        return self._queue.fates(transcript)

    def accept(self, *rows: str) -> None:
        """Leave passages of the queue where they stand now; one that is lost is put aside. ``undo`` brings them back.

        Raises ``NotFoundError`` for what is not in the queue.
        """
        self._queue.accept(rows)

    def place(self, row: str, start: int, end: int) -> None:
        """Put a coding, note or link on a passage of its transcript's current text.

        Raises ``NotFoundError`` where it is gone, ``InputError`` for what is no passage.
        """
        self._queue.place(row, start, end)

    # --- two at once

    def conflicts(self) -> list[str]:
        """Transcripts (names) whose text several people have changed, not knowing of each other."""
        return joining.disputed(self._base)

    def join(self, transcript: str, prefer: str = "") -> Correction:
        """Make one text of those that several people have made of one.

        ``prefer`` (``mine`` or ``theirs``) decides where they changed the same words. Raises ``StudyError`` where they
        have and it says nothing, and where there is nothing to join.
        """
        base = self._base
        joined = joining.joined(base, transcript, prefer)
        ready = _Ready(joined.now, joined.text, joined.moves[joined.now.revision])
        making = Making(base, joined.now, "joined", private=joined.private)
        made = making.made(joined.text, joined.moves)
        # Written though it may be the text that is shown: it has heard all sides.
        return self._written([ready], [made], "joined", joined.ops)[0]

    def follow(self, stream: str, tx: int) -> None:
        """Let the study's own files follow the undo, or redo, of a transaction in which texts were corrected."""
        originals.follow(self._base, stream, tx)

    def onto(self, transcript: str, revision: str, text: str) -> str:
        """``text``, which somebody made of the text ``revision`` while that may have been replaced: with both changes.

        Raises ``StudyError`` where both have changed the same words.
        """
        now = versions.current(self._base, transcript)
        if now.revision == revision:
            return text
        return joining.onto(now, versions.version(self._base, revision).text, settled(text))

    # --- how

    def _made(
        self,
        ready: _Ready,
        why: str,
        *,
        turns: Sequence[Turn] | None = None,
        times: Seconds | None = None,
        renamed: Names | None = None,
        private_before: bool = False,
    ) -> tuple[str, list[Op], Texts]:
        now = ready.now
        making = Making(self._base, now, why, renamed=renamed or {}, private=now.private)
        row, ops, texts = making.made(ready.text, {now.revision: ready.moves}, turns=turns, times=times)
        if private_before:
            ops += versions.at_home(self._base, now.transcript, besides=row)
        return row, ops, texts

    def _written(
        self,
        ready: Sequence[_Ready],
        made: Sequence[tuple[str, list[Op], Texts]],
        why: str,
        also: Sequence[Op] = (),
        more: Sequence[tuple[bytes, str]] = (),
    ) -> list[Correction]:
        base = self._base
        if not ready and not also:
            return []
        told = [self._told(one, row) for one, (row, _, _) in zip(ready, made, strict=True)]
        ops = [op for _, found, _ in made for op in found]

        def decide() -> list[Op]:
            for one in ready:
                if versions.points_to(base, one.now.transcript) != one.now.revision:
                    raise StudyError(
                        f"the text of {line(one.now.name, 60)} was changed meanwhile",
                        "Look at it again; nothing was changed.",
                    )
            return [*ops, *also]

        written(base, _VERBS.get(why, why), decide, [*more, *(text for _, _, texts in made for text in texts)])
        return [
            correction._replace(warnings=originals.rewritten(base, one.now, one.text))
            for correction, one in zip(told, ready, strict=True)
        ]

    def _told(self, ready: _Ready, revision: str = "") -> Correction:
        now = ready.now
        row = revision or now.row_of(self._base, ready.text)
        found = fates(self._base, now, ready.moves, (row, ready.text))
        return Correction(now.name, row, now.revision, similarity(ready.moves), found)


def _edited(now: Current, edits: Edits) -> _Ready:
    try:
        text, moves = edited(now.text, edits)
    except ValueError as error:
        raise InputError(f"the text of {line(now.name, 60)} cannot be changed so: {error}") from None
    return _Ready(now, settled(text), moves)
