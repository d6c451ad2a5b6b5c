"""The codebook written for readers and for other programs."""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING

from workbench.codebook import facets, render, tree
from workbench.errors import InputError, NotFoundError
from workbench.interchange import codebook_tables as tables
from workbench.sanitise import line
from workbench.study.base import Base
from workbench.study.codes import CodeRow, Codes
from workbench.study.files import Files
from workbench.study.words import shown

if TYPE_CHECKING:
    from workbench import exports
    from workbench.exports.of_codebook import Entry

FORMATS: Mapping[str, str] = {
    "text": ".md",
    "md": ".md",
    "docx": ".docx",
    "xlsx": ".xlsx",
    "csv": ".csv",
    "taguette": ".csv",
    "atlas": ".csv",
    "json": ".json",
}
"""What a codebook can be written as, and how such a file ends. ``text`` is the form that people edit by hand."""

BY_SUFFIX: Mapping[str, str] = {
    **{".md": "text", ".txt": "text", ".docx": "docx", ".xlsx": "xlsx", ".csv": "csv", ".json": "json"}
}
"""What a file that ends like that is written as."""

_WORDS = {
    "da": {"include": "Inkluder", "exclude": "Ekskluder", "example": "Eksempel"},
    "en": {"include": "Include", "exclude": "Exclude", "example": "Example"},
}


class Writing:
    """Writes the codebook of one open study."""

    def __init__(self, base: Base, codes: Codes, files: Files) -> None:
        self._base = base
        self._codes = codes
        self._files = files

    def export(self, format: str, *, under: str = "", counts: bool = True) -> str | bytes:
        """The codebook, or a part of it, in a format."""
        if format not in FORMATS:
            raise NotFoundError(f"a codebook is not written as {format}", f"Choose one of {', '.join(FORMATS)}.")
        codes = self._under(under)
        if format == "text":
            return self._text(codes)
        entries = self._entries(codes, counts)
        if format == "csv":
            from workbench.exports.of_codebook import codebook

            records = codebook(entries, self._provenance(), "en", layout="flat").records
            return tables.render_csv(records.header, records.rows)
        if format in ("taguette", "atlas"):
            return self._for_another(format, entries)
        return self._document(format, entries)

    def _under(self, under: str) -> list[CodeRow]:
        codes = self._codes.list()
        if not under:
            return codes
        root = self._codes.find(under)
        first = next(number for number, code in enumerate(codes) if code.id == root.id)
        last = next((n for n in range(first + 1, len(codes)) if codes[n].depth <= root.depth), len(codes))
        return codes[first:last]

    def _text(self, codes: Sequence[CodeRow]) -> str:
        shorts = {code.short for code in codes}
        return render(heading for heading in self._files.headings() if heading.short in shorts)

    def _entries(self, codes: Sequence[CodeRow], counts: bool) -> "list[Entry]":
        from workbench.exports.of_codebook import Entry

        counted = self._counts() if counts else {}
        made = self._made() if counts else {}
        above = codes[0].depth if codes else 0
        cut = len(codes[0].path) - len(codes[0].path.rpartition(tree.SEPARATOR)[2]) if above else 0
        paths = {code.id: code.path[cut:] for code in codes}
        entries = [
            Entry(
                path=paths[code.id],
                name=code.name,
                level=code.depth - above + 1,
                parent=paths.get(code.parent or "", ""),
                definition=code.definition,
                include=code.include,
                exclude=code.exclude,
                example=shown(code.example),
                facets=facets.render(code.facets),
                colour=code.colour,
                status=code.status,
                exclusive=code.exclusive,
                short=code.short,
            )
            for code in codes
        ]
        if not counts:
            return entries
        return [
            entry._replace(passages=passages, transcripts=transcripts, coders=coders, created_by=maker, created_at=when)
            for entry, code in zip(entries, codes, strict=True)
            for passages, transcripts, coders in [counted.get(code.id, (0, 0, 0))]
            for maker, when in [made.get(code.id, ("", ""))]
        ]

    def _counts(self) -> dict[str, tuple[int, int, int]]:
        """Passages, transcripts and coders of each code's own codings, of those that one may see."""
        rows = self._base.store.read(
            "SELECT code, count(DISTINCT revision || ':' || start || ':' || end), count(DISTINCT transcript), "
            f"count(DISTINCT coder) FROM {self._base.codings()} GROUP BY code"
        )
        return {code: (passages, transcripts, coders) for code, passages, transcripts, coders in rows}

    def _made(self) -> dict[str, tuple[str, str]]:
        """Who made each code, and when."""
        hidden = self._base.blind.changes("c")
        rows = self._base.store.read(
            "SELECT c.row, c.actor, c.ts FROM change c WHERE c.ent = 'code' AND c.op = 'put'"
            f"{f' AND NOT {hidden}' if hidden else ''} ORDER BY c.hlc DESC"
        )
        names = self._base.coder_names()
        first = {row: (actor, ts) for row, actor, ts in rows}
        return {row: (names.get(actor, actor), _moment(ts)) for row, (actor, ts) in first.items()}

    def _document(self, format: str, entries: "Sequence[Entry]") -> str | bytes:
        from workbench import exports
        from workbench.exports.as_xlsx import MAX_CELL
        from workbench.exports.of_codebook import codebook

        if format == "xlsx":
            for entry in entries:
                if any(len(text) > MAX_CELL - 1000 for text in (entry.path, *entry[4:8])):
                    raise InputError(
                        f"{line(entry.path, 80)} has more text than a cell of Excel holds ({MAX_CELL:,} characters)",
                        "Write the codebook as text, csv or docx.",
                    )
        layout = {"docx": "table", "xlsx": "flat"}.get(format, "headings")
        language = self._base.settings.language
        document = codebook(entries, self._provenance(), language, layout=layout)  # type: ignore[arg-type]
        return exports.render(document, format)

    def _for_another(self, format: str, entries: "Sequence[Entry]") -> str:
        """As Taguette and ATLAS.ti know codes: a name, and one text; what we know besides stands in that text."""
        words = _WORDS["da" if self._base.settings.language == "da" else "en"]
        comments = [
            "\n\n".join(filter(None, (e.definition, *(f"{words[k]}: {getattr(e, k)}" for k in words if getattr(e, k)))))
            for e in entries
        ]
        if format == "taguette":
            header: tuple[str, ...] = ("tag", "description", "number of highlights", "number of documents")
            rows = [
                (e.path, said, e.passages or 0, e.transcripts or 0) for e, said in zip(entries, comments, strict=True)
            ]
            return tables.render_csv(header, rows)
        times: dict[str, int] = {}
        for entry in entries:  # ATLAS.ti knows a code by its name alone
            times[entry.name.casefold()] = times.get(entry.name.casefold(), 0) + 1
        named = [e.name if times[e.name.casefold()] == 1 else e.path for e in entries]
        header = ("Code", "Comment", "Code Group 1")
        return tables.render_csv(
            header,
            [(name, said, e.parent) for name, said, e in zip(named, comments, entries, strict=True)],
            ";",
        )

    def _provenance(self) -> "exports.Provenance":
        from workbench.exports import Provenance

        return Provenance(study=self._base.settings.title, log=self._base.mark(), date=date.today().isoformat())


def _moment(ms: int) -> str:
    try:
        return datetime.fromtimestamp(ms / 1000, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, OSError, ValueError):  # a claimed time that no calendar knows
        return ""
