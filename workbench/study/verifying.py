"""Quotations of a report held against the material: do they stand there, letter by letter, and did that one say it?"""

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from workbench.study.material import Material, Source
from workbench.study.transcripts import Document
from workbench.transcripts.alike import TOKEN, Alike, alike
from workbench.transcripts.folding import PAUSE, fold, places, whole
from workbench.transcripts.quotations import Piece, Quotation, pieces, quotations
from workbench.transcripts.search import Found

if TYPE_CHECKING:
    from workbench.study.search import Hit

LEFT_OUT, PUT_IN = 4_000, 90
"""Characters that may be left out between two pieces of a quotation, or stand for what the writer put in brackets."""
LEAST, LONG, STEP = 70.0, 60, 3
"""Of 100: what is less like a quotation of ``LONG`` characters is not what was quoted. Shorter ones must be more like
it, by one in a hundred for each ``STEP`` characters: something like five words stands in every interview."""
MOST = 20
"""Places of one quotation that are told."""
_EDGE = f" .,;:!?-\"'{PAUSE}"

_PARTS = re.compile(r"[,;:/&+]|\bog\b|\band\b|\bund\b")
_NUMBERED = re.compile(r"\d")

MakeHit = Callable[[Document, Found], "Hit"]


class Verified(NamedTuple):
    """What became of a quotation: ``line`` of the report (from 1), the ``quote`` as it stands there.

    ``status``: "exact" (but for case, white space and the shape of marks), "differs", "missing" or "ambiguous" (it
    stands in several places, and the report does not say which). ``difference`` says in words what is different,
    ``source`` is what the report names in brackets, ``remarks`` what a writer should know: that the interviewer says
    it, that it goes over several turns.
    """

    line: int
    quote: str
    status: str
    hits: "tuple[Hit, ...]"
    difference: str
    source: str = ""
    remarks: tuple[str, ...] = ()


class _Place(NamedTuple):
    """Where a quotation stands: in the folded text, and which source that is; ``parts`` are those of its pieces."""

    source: Source
    start: int
    end: int
    score: float
    parts: tuple[tuple[int, int], ...]


class Named(NamedTuple):
    """Whom the report says it has a quotation from, as far as the study knows them."""

    transcripts: frozenset[str]
    labels: frozenset[str]


class Verifying:
    """Holds quotations against the material of one study."""

    def __init__(self, material: Material) -> None:
        self._material = material

    def verify(self, markdown: str, hit: MakeHit) -> list[Verified]:
        """Every quotation of a report, in its order."""
        sources = self._material.sources()
        labels = {turn.label for source in sources for turn in source.document.turns if turn.label}
        return [self._one(quote, sources, labels, hit) for quote in quotations(markdown, labels)]

    def _one(self, quote: Quotation, sources: Sequence[Source], labels: Iterable[str], hit: MakeHit) -> Verified:
        named = _named(quote, sources, labels)
        found = self._exact(quote.text, sources)
        inexact = not found
        if inexact:
            found = self._alike(quote.text, sources, named)
        if not found:
            told = "it stands nowhere in the material, nor does anything like it"
            return Verified(quote.line, quote.text, "missing", (), told, quote.source)
        right = [place for place in found if self._is_from(place, named)]
        differences = []
        if inexact:
            differences.append(self._difference(quote.text, found[0]))
        if not right:
            differences.append(f"it stands in {self._where(found)}, and the report says {quote.source}")
        chosen = right or found
        doubtful = len(chosen) > 1 and not named.transcripts
        status = "differs" if differences else "ambiguous" if doubtful else "exact"
        if status == "ambiguous":
            differences.append(f"it stands {len(chosen)} times: {self._where(chosen)}")
        tier = "fuzzy" if inexact else "exact"
        hits = tuple(
            hit(place.source.document, Found(*self._span(place), tier, round(place.score, 1)))
            for place in chosen[:MOST]
        )
        return Verified(
            quote.line, quote.text, status, hits, "; ".join(differences), quote.source, self._remarks(chosen[0])
        )

    # --- finding it

    def _exact(self, quote: str, sources: Sequence[Source]) -> list[_Place]:
        """Where a quotation stands as it is; else with what is left out or put in; else its pauses are left out too."""
        tried: list[tuple[Piece, ...]] = []
        for way in ((Piece(quote, ""),), tuple(pieces(quote)), tuple(pieces(quote, pauses=True))):
            wanted = tuple(Piece(fold(p.text).strip(_EDGE), p.before) for p in way)
            if wanted in tried or not wanted or not all(p.text for p in wanted):
                continue
            tried.append(wanted)
            if found := [place for source in sources for place in self._chains(wanted, source)]:
                return found
        return []

    def _chains(self, wanted: Sequence[Piece], source: Source) -> Iterable[_Place]:
        """The places of a text where the pieces stand one after the other."""
        text = self._text(source)
        last = 0
        for at in places(wanted[0].text, text):
            if at < last or not whole(text, at, at + len(wanted[0].text)):
                continue
            parts = [(at, at + len(wanted[0].text))]
            for piece in wanted[1:]:
                after = _next(piece, text, parts[-1][1])
                if after < 0:
                    break
                parts.append((after, after + len(piece.text)))
            else:
                last = parts[-1][1]
                yield _Place(source, at, last, 100.0, tuple(parts))

    def _alike(self, quote: str, sources: Sequence[Source], named: Named) -> list[_Place]:
        """The place most like a quotation, preferably in the transcript that the report names; [] where none is."""
        wanted = [fold(p.text).strip(_EDGE) for p in pieces(quote)]
        wanted = [piece for piece in wanted if piece]
        enough = LEAST + max(LONG - sum(map(len, wanted)), 0) / STEP
        best: _Place | None = None
        for source in sources:
            bonus = 3.0 if source.document.name in named.transcripts else 0.0
            least = max(enough, best.score - bonus if best else 0.0)
            place = self._likeness(wanted, source, least)
            if place is not None and (best is None or place.score + bonus > best.score):
                best = place
        return [best] if best is not None else []

    def _likeness(self, wanted: Sequence[str], source: Source, least: float) -> _Place | None:
        text, parts = self._text(source), list[Alike]()
        # One piece may be as it was quoted and another one not: together they must be like enough.
        each = least if len(wanted) == 1 else least * 0.8
        for piece in wanted:
            part = alike(piece, text, each)
            if part is None:
                return None
            parts.append(part)
        size = sum(map(len, wanted))
        score = sum(part.score * len(piece) for part, piece in zip(parts, wanted, strict=True)) / size if size else 0.0
        if not parts or score < least:
            return None
        spans = tuple((part.start, part.end) for part in parts)
        together = all(0 <= b[0] - a[1] <= LEFT_OUT for a, b in pairwise(spans))
        first, last = (spans[0][0], spans[-1][1]) if together else max(spans, key=lambda span: span[1] - span[0])
        return _Place(source, first, last, score, spans)

    def _text(self, source: Source) -> str:
        return self._material.ready(source.document, across=True).folded.text

    # --- telling it

    def _span(self, place: _Place) -> tuple[int, int]:
        return self._material.ready(place.source.document, across=True).folded.span(place.start, place.end)

    def _difference(self, quote: str, place: _Place) -> str:
        """What the text has in the place of what is quoted."""
        made = self._material.ready(place.source.document, across=True)
        told = []
        for piece, (start, end) in zip([p for p in pieces(quote) if fold(p.text)], place.parts, strict=False):
            first, last = made.folded.span(start, end)
            told += _differences(piece.text, made.text[first:last])
        if list(place.parts) != sorted(place.parts):
            told.append("its parts stand in another order")
        return "; ".join(told[:6]) + (f"; and {len(told) - 6} more" if len(told) > 6 else "")

    def _speakers(self, place: _Place) -> list[str]:
        """Who has the word in a place, in order."""
        start, end = self._span(place)
        turns = [turn for turn in place.source.document.turns if turn.speech < end and turn.end > start]
        return [turn.label for turn in turns]

    def _is_from(self, place: _Place, named: Named) -> bool:
        here = not named.transcripts or place.source.document.name in named.transcripts
        return here and (not named.labels or bool(named.labels & set(self._speakers(place))))

    def _where(self, found: Sequence[_Place]) -> str:
        told = dict.fromkeys(
            f"{place.source.document.name} ({', '.join(dict.fromkeys(self._speakers(place))) or 'nobody named'})"
            for place in found
        )
        return ", ".join(list(told)[:5]) + (" …" if len(told) > 5 else "")

    def _remarks(self, place: _Place) -> tuple[str, ...]:
        speakers = self._speakers(place)
        remarks = []
        if speakers and set(speakers) <= set(place.source.document.interviewer):
            remarks.append("said by the interviewer")
        if len(speakers) > 1:
            remarks.append(f"goes over {len(speakers)} turns: {', '.join(label or '?' for label in speakers[:6])}")
        return tuple(remarks)


def _next(piece: Piece, text: str, after: int) -> int:
    """Where the next piece stands, near enough behind the one before; -1 for nowhere."""
    limit = after + (PUT_IN if piece.before == "inserted" else LEFT_OUT) + len(piece.text)
    at = text.find(piece.text, after, limit)
    while at >= 0 and not whole(text, at, at + len(piece.text)):
        at = text.find(piece.text, at + 1, limit)
    return at


def _named(quote: Quotation, sources: Sequence[Source], labels: Iterable[str]) -> Named:
    """What of a source in brackets the study knows: transcripts, labels, and persons, who are both."""
    written = " ".join((quote.source, *quote.labels))
    if not written.strip():
        return Named(frozenset(), frozenset())
    transcripts = {s.document.name for s in sources if _mentions(written, s.document.name)}
    for name in sorted(transcripts, key=len, reverse=True):
        written = re.sub(re.escape(name), " ", written, flags=re.IGNORECASE)
    parts = {part.strip() for part in _PARTS.split(written)}
    # "I" is a label and a word: without a number it has to stand alone between commas.
    said = {label for label in labels if label in parts or (_NUMBERED.search(label) and _mentions(written, label))}
    for source in sources:
        for label, person in source.persons.items():
            if person and _mentions(written, person):
                transcripts.add(source.document.name)
                said.add(label)
    return Named(frozenset(transcripts), frozenset(said))


def _mentions(written: str, name: str) -> bool:
    return re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", written, re.IGNORECASE) is not None


def _differences(quoted: str, said: str) -> list[str]:
    """What differs between a quotation and the text, in words: case and the shape of marks do not count."""
    from rapidfuzz.distance import Indel

    ours, theirs = TOKEN.findall(quoted), TOKEN.findall(said)
    while ours and fold(ours[-1]).strip(_EDGE) == "":
        ours.pop()  # a full stop that ends the report's sentence
    left, right = [fold(t) for t in ours], [fold(t) for t in theirs]
    told: list[str] = []
    gone: list[str] = []
    put: list[str] = []

    def tell() -> None:
        if gone and put:
            told.append(f"“{' '.join(put)}” where the text has “{' '.join(gone)}”")
        elif gone:
            told.append(f"left out: “{' '.join(gone)}”")
        elif put:
            told.append(f"not in the text: “{' '.join(put)}”")
        gone.clear()
        put.clear()

    for op in Indel.opcodes(left, right):
        if op.tag == "equal":
            tell()
        put += ours[op.src_start : op.src_end] if op.tag in ("delete", "replace") else []
        gone += theirs[op.dest_start : op.dest_end] if op.tag in ("insert", "replace") else []
    tell()
    return told
