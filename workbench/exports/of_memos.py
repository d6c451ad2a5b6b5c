"""Memos as a document: a section each, with what it is about, its words, and the passages it points to."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from workbench.exports.document import (
    Block,
    Document,
    Excerpt,
    Items,
    Line,
    Paragraph,
    Provenance,
    Records,
    Section,
    Text,
    plain,
)
from workbench.exports.words import Words

_LONGEST_TITLE = 90
_HEADER = (
    *("id", "kind", "created", "edited", "coder", "about", "transcript", "code", "start", "end"),
    *("memo", "passage", "links"),
)


class Linked(NamedTuple):
    """A passage that a memo points to: [start, end) of its transcript, and the paths of the codes on it.

    ``lost``: a correction has left nothing of it; the words are those of the text it was drawn in.
    """

    excerpt: Excerpt
    start: int
    end: int
    codes: tuple[str, ...]
    lost: bool


class Noted(NamedTuple):
    """A memo; ``about`` is passage, transcript, code or study; ``created`` and ``edited`` are ISO moments, or ''."""

    id: str
    about: str
    transcript: str
    code: str
    start: int
    end: int
    passage: Excerpt | None
    kind: str
    coder: str
    created: str
    edited: str
    text: str
    links: tuple[Linked, ...]


def memos(noted: Sequence[Noted], provenance: Provenance, language: str, title: str = "") -> Document:
    """Memos in the order given."""
    words = _Said(language)
    basis = ", ".join(filter(None, (provenance.study, provenance.log and f"log {provenance.log}", provenance.date)))
    footnote = (Text(words("provenance"), emphasis=True), Text(f" {basis}."))
    told = [Paragraph(plain(words.count(len(noted)))), *([Paragraph(footnote)] if basis else [])]
    return Document(
        language=language,
        sections=(Section(title or words("memos"), 1, tuple(told)), *(_section(one, words) for one in noted)),
        records=Records(_HEADER, tuple(_record(one) for one in noted)),
        data={
            "memos": [_data(one) for one in noted],
            "study": provenance.study,
            "log": provenance.log,
            "date": provenance.date,
        },
    )


def _section(one: Noted, words: "_Said") -> Section:
    first, _, rest = one.text.strip().partition("\n")
    whole = len(first) <= _LONGEST_TITLE
    title = first.strip() if whole else first[:_LONGEST_TITLE].rpartition(" ")[0] + " …"
    blocks: list[Block] = [Paragraph(_facts(one, words))]
    if one.passage is not None:
        blocks.append(Paragraph(_quote(one.passage, words)))
    lines = rest.splitlines() if whole else one.text.splitlines()
    blocks += [Paragraph(plain(line.strip())) for line in lines if line.strip()]
    if one.links:
        blocks += [Paragraph((Text(words("points to"), emphasis=True),)), Items(tuple(_links(one.links, words)))]
    return Section(title, 2, tuple(blocks), f"memo-{one.id.lower()}")


def _facts(one: Noted, words: "_Said") -> Line:
    """Kind, day, coder, and what it is about."""
    day = one.created.partition("T")[0]
    edited = one.edited.partition("T")[0]
    changed = words("changed", day=edited) if edited and edited != day else ""
    about = one.code or one.transcript or words("the study")
    rest = [day, changed, one.coder, words("about", what=about)]
    return Text(words.kind(one.kind), strong=True), Text(" · " + " · ".join(filter(None, rest)))


def _links(links: Iterable[Linked], words: "_Said") -> Iterable[Line]:
    for link in links:
        codes = f" · {', '.join(link.codes)}" if link.codes else ""
        lost = f" · {words('lost')}" if link.lost else ""
        yield (*_quote(link.excerpt, words), Text(codes + lost))


def _quote(excerpt: Excerpt, words: "_Said") -> Line:
    who = " ".join(excerpt.speakers)
    turn = f"{words('turn')} {excerpt.turn}" if excerpt.turn else ""
    said = " ".join(excerpt.text.split()) or "…"
    return (Text(f"“{said}” ({', '.join(filter(None, (excerpt.transcript, who, turn)))})"),)


def _record(one: Noted) -> tuple[str | int | None, ...]:
    placed = one.about == "passage"
    links = "; ".join(f"{link.excerpt.transcript} {link.start}–{link.end}" for link in one.links)
    return (
        *(one.id, one.kind, one.created or None, one.edited or None, one.coder, one.about),
        *(one.transcript or None, one.code or None),
        *((one.start, one.end) if placed else (None, None)),
        *(one.text, one.passage.text if one.passage else None, links or None),
    )


def _data(one: Noted) -> dict[str, object]:
    placed = one.about == "passage"
    return {
        "id": one.id,
        "about": one.about,
        "transcript": one.transcript or None,
        "code": one.code or None,
        "start": one.start if placed else None,
        "end": one.end if placed else None,
        "passage": one.passage.text if one.passage else None,
        "kind": one.kind,
        "coder": one.coder,
        "created": one.created or None,
        "edited": one.edited or None,
        "text": one.text,
        "links": [
            {
                "transcript": link.excerpt.transcript,
                "start": link.start,
                "end": link.end,
                "turn": link.excerpt.turn,
                "speakers": list(link.excerpt.speakers),
                "text": link.excerpt.text,
                "codes": list(link.codes),
                "lost": link.lost,
            }
            for link in one.links
        ],
    }


_DANISH = {
    "memos": "Memoer",
    "memo": "memo",
    "many": "memoer",
    "the study": "studiet",
    "about": "om {what}",
    "changed": "ændret {day}",
    "points to": "Henviser til:",
    "lost": "stedet findes ikke længere i teksten",
    "note": "note",
    "familiarisation": "første gennemlæsning",
    "analytic": "analytisk memo",
    "field": "feltnote",
    "reflexive": "refleksiv dagbog",
    "decision": "mødebeslutning",
    "settlement": "afgørelse",
}
_ENGLISH = {
    "memos": "Memos",
    "memo": "memo",
    "many": "memos",
    "the study": "the study",
    "about": "on {what}",
    "changed": "changed {day}",
    "points to": "Points to:",
    "lost": "no longer in the text",
    "note": "note",
    "familiarisation": "familiarisation",
    "analytic": "analytic memo",
    "field": "field note",
    "reflexive": "reflexive diary",
    "decision": "meeting decision",
    "settlement": "settlement",
}


class _Said:
    """The words of this document, beside those that all share."""

    def __init__(self, language: str) -> None:
        self._own = _DANISH if language.lower().split("-")[0] == "da" else _ENGLISH
        self._shared = Words(language)

    def __call__(self, key: str, **values: object) -> str:
        said = self._own.get(key)
        if said is None:
            return self._shared(key, **values)
        return said.format(**values) if values else said

    def kind(self, kind: str) -> str:
        """What a kind of memo is called; a word of the study's own by itself."""
        return self._own.get(kind, kind) or self._own["note"]

    def count(self, number: int) -> str:
        return f"{number} {self('memo' if number == 1 else 'many')}"
