"""Whose voice every coding of a layer is: read from the tables, and from the texts that do not change."""

import gc
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager

from workbench import synthesis as room
from workbench.study.agreement.layered import CONSENSUS, Layered, Witness, written
from workbench.study.base import Base
from workbench.study.transcripts import Document, Transcripts
from workbench.transcripts import Voices, Voicing

_Heard = dict[str, dict[tuple[int, int], Voices]]
"""By text and passage."""


class Hearing:
    """Reads the evidence of a layer once, as long as nobody writes anything."""

    def __init__(
        self, base: Base, transcripts: Transcripts, consensus: Layered, coder_of: Callable[[str], str]
    ) -> None:
        self._base = base
        self._transcripts = transcripts
        self._consensus = consensus
        self._coder_of = coder_of
        self._documents: dict[str, Document | None] = {}
        self._voicings: dict[str, Voicing] = {}
        self._heard: _Heard = {}
        self._starts: dict[str, list[int]] = {}
        self._asking: object = None
        self._last: tuple[object, list[room.Evidence]] | None = None

    def voiced(self, layer: str, only: Collection[str] = ()) -> list[room.Evidence]:
        """The codings of a layer that one may see, each with whose voice its passage is; of some codes ``only``."""
        found = self._voiced(layer)
        return [row for row in found if row.theme in only] if only else found

    def _voiced(self, layer: str) -> list[room.Evidence]:
        state = self._base.store.db.state()
        known = layer, state, self._base.blind.state()
        if self._last is not None and state is not None and self._last[0] == known:
            return self._last[1]
        self._last = None  # what is no longer true need not be kept while it is read anew
        with _unswept():
            found = list(self._read(layer))
        self._last = known, found
        return found

    def _read(self, layer: str) -> Iterator[room.Evidence]:
        self._forget()
        labels = self._transcripts.labels()
        heard = self._heard
        nobody: dict[tuple[int, int], Voices] = {}
        named: dict[tuple[str, Voices], tuple[tuple[str, ...], bool]] = {}
        for coding, code, transcript, revision, start, end, who, corrected, said in self._witnesses(layer):
            if corrected is not None:
                speakers, unattributed = corrected, False
            else:
                voices = heard.get(revision, nobody).get((start, end)) or self._hear(revision, start, end)
                known = named.get((transcript, voices))
                if known is None:
                    known = named[transcript, voices] = _speaking(voices, labels.get(transcript, {}))
                speakers, unattributed = known
            yield room.Evidence(coding, code, transcript, start, end, who, speakers, unattributed, said)

    def _witnesses(self, layer: str) -> Iterable[Witness]:
        """The codings of a layer."""
        if layer == CONSENSUS:
            return self._consensus.witnesses()
        return written(self._base, "" if layer == "all" else self._coder_of(layer))

    def _forget(self) -> None:
        """Who the interviewer is may have changed, and with it whose voice a passage is; texts do not."""
        asking = self._base.store.read("SELECT id, interviewer FROM transcript ORDER BY id")
        if asking != self._asking:
            self._asking = asking
            self._documents.clear()
            self._voicings.clear()
            self._heard.clear()
            self._starts.clear()

    def _hear(self, revision: str, start: int, end: int) -> Voices:
        """Whose voice a passage is: read from the text once, for texts do not change."""
        if revision not in self._voicings:
            document = self.document(revision)
            self._voicings[revision] = (
                Voicing(document.text, document.turns, document.interviewer) if document else Voicing("", (), ())
            )
            self._heard[revision] = {}
        voices = self._heard[revision][start, end] = self._voicings[revision].of(start, end)
        return voices

    def document(self, revision: str) -> Document | None:
        """The text that a revision is; None where it is not here."""
        if self._documents.get(revision) is None:
            self._documents[revision] = self._transcripts.revision(revision)
        return self._documents[revision]

    def turn(self, revision: str, start: int) -> int:
        """The number of the turn that a place is in, from 1; 0 before all of them."""
        if revision not in self._starts:
            document = self.document(revision)
            self._starts[revision] = [turn.start for turn in document.turns] if document else []
        return bisect_right(self._starts[revision], start)


@contextmanager
def _unswept() -> Iterator[None]:
    """Without looking for garbage: none is made of what is read, and looking through it takes a third of the time."""
    swept = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if swept:
            gc.enable()


def _speaking(voices: Voices, known: dict[str, str]) -> tuple[tuple[str, ...], bool]:
    """The informants (rows) who speak, and whether somebody does who is none."""
    speakers = tuple(known[label] for label in voices.labels if label in known)
    return speakers, voices.unattributed or len(speakers) < len(voices.labels)
