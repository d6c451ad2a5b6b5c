"""The consensus layer as evidence: what the matrix, the quotes and their footnotes need of it."""

from collections.abc import Callable, Iterator, Mapping

from workbench.study.agreement.values import Consensus, ConsensusCoding
from workbench.study.base import Base, facets_of, parsed_list

CONSENSUS = "consensus"
"""The name of the layer, and what stands in place of a coder: a consensus coding is nobody's own."""

_WORDS = {
    "da": (
        "konsensus ({double} interview kodet af to eller flere og afstemt, {single} af én; "
        "{left} uafklarede episoder udeladt)"
    ),
    "en": (
        "consensus ({double} interviews coded by two or more and settled, {single} by one; "
        "{left} unsettled episodes left out)"
    ),
}


Witness = tuple[str, str, str, str, int, int, str, tuple[str, ...] | None, Mapping[str, tuple[str, ...]]]
"""A coding as evidence is made of it: coding, code, transcript, revision, start, end, coder, voices, facets.

Voices only where somebody corrected them. There may be hundreds of thousands, so they are plain tuples.
"""

_PLAIN: tuple[None, Mapping[str, tuple[str, ...]]] = (None, {})


def written(base: Base, coder: str) -> Iterator[Witness]:
    """The codings of one coder (row), or with '' of all, that one may see.

    What a correction has left without a place in the text is evidence of nothing until somebody gives it one.
    """
    # Not joined: hundreds of thousands of rows would each look up the same few codes and texts.
    with base.store.db.reading():
        effective = dict(base.store.read("SELECT id, effective FROM code"))
        current = dict(
            base.store.read(
                "SELECT r.id, r.transcript FROM transcript t JOIN revision r ON r.id = t.current "
                "WHERE t.alive = 1 AND r.transcript = t.id"
            )
        )
        rows = base.store.read(
            "SELECT g.id, g.code, g.revision, g.start, g.end, g.coder, g.voices, g.facets FROM coding g "
            f"WHERE g.alive = 1 AND (?1 = '' OR g.coder = ?1){base.blind.sql()}",
            (coder,),
        )
    for coding, code, revision, start, end, who, voices, facets in rows:
        if revision not in current or code not in effective:
            continue
        place = coding, effective[code], current[revision], revision, start, end, who
        if voices is None and facets is None:
            yield place + _PLAIN
        else:
            spoken = tuple(parsed_list(voices, lambda one: isinstance(one, str))) if voices else None
            yield (*place, spoken, facets_of(facets))


class Layered:
    """Reads the layer when it is asked for."""

    def __init__(self, read: Callable[[], Consensus]) -> None:
        self._read = read
        self._rows: tuple[Consensus | None, dict[str, ConsensusCoding]] = (None, {})

    def witnesses(self) -> Iterator[Witness]:
        """Every coding of the layer."""
        for one in self._read().codings:
            place = one.transcript, one.revision, one.start, one.end
            yield (one.id, one.code, *place, CONSENSUS, one.voices, one.facets)

    def transcripts(self) -> frozenset[str]:
        """The transcripts that are in the layer: the denominators."""
        now = self._read()
        return now.double | now.single

    def codings(self) -> Mapping[str, ConsensusCoding]:
        """The codings by their ids."""
        now = self._read()
        if self._rows[0] is not now:
            self._rows = now, {one.id: one for one in now.codings}
        return self._rows[1]

    def coders(self) -> set[str]:
        """Whose codings (rows) it was made from."""
        return {coder for one in self._read().codings for coder in one.coders}

    def in_words(self, language: str) -> str:
        """What the layer is, for a footnote."""
        now = self._read()
        words = _WORDS["da" if language.lower().split("-")[0] == "da" else "en"]
        return words.format(double=len(now.double), single=len(now.single), left=now.unsettled + now.in_conflict)
