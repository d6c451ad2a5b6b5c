"""What lies between two states of a codebook, as a document."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from workbench.exports.document import Document, Items, Line, Paragraph, Provenance, Records, Section, Text, plain
from workbench.exports.words import Words

KINDS = ("added", "split", "merged", "unmerged", "removed", "renamed", "moved", "redefined", "status", "reordered")
"""The lists of a comparison, in the order in which they are told."""

_HEADER = (
    *("change", "code", "path_before", "path_after", "field", "before", "after", "into", "passages"),
    *("who", "when", "why"),
)

_DANISH = {
    "title": "Ændringer i kodebogen",
    "from to": "Fra {since} til {until}.",
    "unchanged": "Uændret: {n}.",
    "nothing": "Ingen ændringer.",
    "added": "Nye koder",
    "removed": "Slettede koder",
    "merged": "Lagt sammen",
    "unmerged": "Skilt ad igen",
    "split": "Delt",
    "renamed": "Omdøbt",
    "moved": "Flyttet",
    "redefined": "Omdefineret",
    "status": "Status",
    "reordered": "Ny rækkefølge",
    "top": "øverst",
    "below": "under {parent}",
    "out of": "ud af {code}",
    "into": "i {codes}",
    "passages": "{n} passager",
    "passage": "1 passage",
    "was": "før",
    "now": "nu",
    "empty": "intet",
    "why": "Hvorfor:",
    "definition": "definition",
    "include": "tag med",
    "exclude": "tag ikke med",
    "example": "eksempel",
    "facets": "facetter",
    "colour": "farve",
    "exclusive": "gensidigt udelukkende",
    "draft": "udkast",
    "settled": "fastlagt",
    "yes": "ja",
    "no": "nej",
    "now moment": "nu",
    "round": "runde {name}",
}
_ENGLISH = {
    "title": "Changes of the codebook",
    "from to": "From {since} to {until}.",
    "unchanged": "Unchanged: {n}.",
    "nothing": "No changes.",
    "added": "New codes",
    "removed": "Deleted codes",
    "merged": "Merged",
    "unmerged": "Unmerged",
    "split": "Split",
    "renamed": "Renamed",
    "moved": "Moved",
    "redefined": "Redefined",
    "status": "Status",
    "reordered": "Reordered",
    "top": "at the top",
    "below": "below {parent}",
    "out of": "out of {code}",
    "into": "into {codes}",
    "passages": "{n} passages",
    "passage": "1 passage",
    "was": "before",
    "now": "now",
    "empty": "nothing",
    "why": "Why:",
    "definition": "definition",
    "include": "include",
    "exclude": "exclude",
    "example": "example",
    "facets": "facets",
    "colour": "colour",
    "exclusive": "exclusive",
    "draft": "draft",
    "settled": "settled",
    "yes": "yes",
    "no": "no",
    "now moment": "now",
    "round": "round {name}",
}


class CodeChange(NamedTuple):
    """How one code differs; ``kind`` is one of ``KINDS``, paths are '' where it is not in that state.

    ``field``, ``before`` and ``after`` say what reads otherwise, ``into`` (paths) where its ``passages`` went.
    """

    kind: str
    path_before: str
    path_after: str
    field: str = ""
    before: str = ""
    after: str = ""
    into: tuple[str, ...] = ()
    passages: int = 0
    who: str = ""
    when: datetime | None = None
    why: str = ""


class CodebookChanges(NamedTuple):
    """A comparison: the two moments as they are called, all changes, and how many codes are the same."""

    since: str
    until: str
    changes: tuple[CodeChange, ...]
    unchanged: int


def codebook_changes(changes: CodebookChanges, provenance: Provenance, language: str) -> Document:
    """The document of ``changes``; ``language`` (a BCP 47 tag) is that of the words around what people wrote."""
    words = _Words(language)
    by_kind = {kind: [one for one in changes.changes if one.kind == kind] for kind in KINDS}
    basis = ", ".join(filter(None, (provenance.study, provenance.log and f"log {provenance.log}", provenance.date)))
    called = words("from to", since=words.moment(changes.since), until=words.moment(changes.until))
    told = [Paragraph(plain(f"{called} {words('unchanged', n=changes.unchanged)}"))]
    if not changes.changes:
        told.append(Paragraph(plain(words("nothing"))))
    if basis:
        told.append(Paragraph((Text(words.common("provenance"), emphasis=True), Text(f" {basis}."))))
    return Document(
        language=language,
        sections=(
            Section(words("title"), 1, tuple(told)),
            *(
                Section(f"{words(kind)} ({_codes(found)})", 2, (Items(tuple(words.item(one) for one in found)),))
                for kind, found in by_kind.items()
                if found
            ),
        ),
        records=Records(_HEADER, tuple(_record(one) for kind in KINDS for one in by_kind[kind])),
        data={
            "since": changes.since,
            "until": changes.until,
            "unchanged": changes.unchanged,
            **{kind: [_data(one) for one in by_kind[kind]] for kind in KINDS},
            "study": provenance.study,
            "log": provenance.log,
            "date": provenance.date,
        },
    )


def _codes(found: Sequence[CodeChange]) -> int:
    return len({(one.path_before, one.path_after) for one in found})


class _Words:
    """The words of one language."""

    def __init__(self, language: str) -> None:
        self._words = _DANISH if language.lower().split("-")[0] == "da" else _ENGLISH
        self.common = Words(language)

    def __call__(self, key: str, **values: object) -> str:
        return self._words[key].format(**values) if values else self._words[key]

    def moment(self, called: str) -> str:
        """A moment as it is called; the words of our own in this language."""
        if called == "now":
            return self("now moment")
        kind, _, name = called.partition(" ")
        return self("round", name=name) if kind == "round" and name else called

    def item(self, one: CodeChange) -> Line:
        """One change: the code, what happened to it, who did it and when, and why."""
        said = f" {self._said(one)}".rstrip()
        when = one.when.strftime("%Y-%m-%d") if one.when else ""
        by = ", ".join(filter(None, (one.who, when)))
        runs = [Text(one.path_after or one.path_before, strong=True), Text(f"{said}{f' ({by})' if by else ''}.")]
        if one.why:
            runs += [Text(" "), Text(self("why"), emphasis=True), Text(f" {' '.join(one.why.split())}")]
        return tuple(runs)

    def _said(self, one: CodeChange) -> str:
        match one.kind:
            case "merged" | "split":
                count = self("passage") if one.passages == 1 else self("passages", n=one.passages)
                into = self("into", codes=self.common.listed(tuple(f"“{path}”" for path in one.into)))
                return f"{into}, {count}" if one.passages else into if one.into else ""
            case "unmerged":
                return self("out of", code=f"“{one.before}”") if one.before else ""
            case "renamed":
                return f"– {self('was')}: “{one.before}”"
            case "moved":
                return f"– {self('was')}: {self._place(one.before)}; {self('now')}: {self._place(one.after)}"
            case "redefined":
                was, now = self._value(one.field, one.before), self._value(one.field, one.after)
                return f"– {self(one.field)}, {self('was')}: {was}; {self('now')}: {now}"
            case "status":
                was, now = (self(status) if status else self("empty") for status in (one.before, one.after))
                return f"– {self('was')}: {was}; {self('now')}: {now}"
        return ""

    def _place(self, parent: str) -> str:
        return self("below", parent=f"“{parent}”") if parent else self("top")

    def _value(self, field: str, value: str) -> str:
        if field == "exclusive":
            return self(value)
        return f"“{' '.join(value.split())}”" if value else self("empty")


def _record(one: CodeChange) -> tuple[str | int | None, ...]:
    into = "; ".join(one.into) or None
    told = (one.field or None, one.before or None, one.after or None, into, one.passages or None)
    when = one.when.isoformat() if one.when else None
    code = one.path_after or one.path_before
    return (
        one.kind,
        code,
        one.path_before or None,
        one.path_after or None,
        *told,
        one.who or None,
        when,
        one.why or None,
    )


def _data(one: CodeChange) -> dict[str, object]:
    return {
        "code": one.path_after or one.path_before,
        "path_before": one.path_before or None,
        "path_after": one.path_after or None,
        "field": one.field,
        "before": one.before,
        "after": one.after,
        "into": list(one.into),
        "passages": one.passages,
        "who": one.who or None,
        "when": one.when.isoformat() if one.when else None,
        "why": one.why,
    }
