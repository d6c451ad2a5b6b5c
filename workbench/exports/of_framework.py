"""The framework matrix as a document: themes by groups, or theme by theme the informants, in the team's own words."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from workbench.exports.anchors import Anchors
from workbench.exports.document import (
    Block,
    Document,
    Items,
    Line,
    Paragraph,
    Provenance,
    Records,
    Section,
    Table,
    Text,
    plain,
)
from workbench.exports.words import Words

PERSON = "person"
"""What ``by`` says where the columns are persons."""

_HEADER = (
    *("theme", "about", "of", "summary", "informants", "interviews", "excerpts", "changed_since"),
    *("coder", "edited", "written"),
)


class _Summary(Protocol):
    """Who wrote a cell last, and when."""

    @property
    def coder(self) -> str: ...
    @property
    def edited(self) -> datetime | None: ...
    @property
    def history(self) -> int: ...


class _Cell(Protocol):
    """What a cell says, and the evidence behind it; ``since``: excerpts that came or went since it was written."""

    @property
    def words(self) -> str: ...
    @property
    def informants(self) -> int: ...
    @property
    def interviews(self) -> int: ...
    @property
    def excerpts(self) -> int: ...
    @property
    def since(self) -> int: ...
    @property
    def summary(self) -> _Summary | None: ...


class _Theme(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def path(self) -> str: ...
    @property
    def depth(self) -> int: ...


class _Framework(Protocol):
    """Themes by columns (id, label); ``cells`` by (theme, column), column '' being the theme as a whole."""

    @property
    def name(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def themes(self) -> Sequence[_Theme]: ...
    @property
    def columns(self) -> Sequence[tuple[str, str]]: ...
    @property
    def cells(self) -> Mapping[tuple[str, str], _Cell]: ...
    @property
    def layer(self) -> str: ...


def framework(grid: _Framework, provenance: Provenance, language: str) -> Document:
    """The document of a framework matrix; ``language`` (a BCP 47 tag) is that of the words around the cells.

    By group it is one table. By person, who are many, each theme has a table of its own, with those who voice it or of
    whom something is written.
    """
    words = _Said(language)
    sections = _by_theme(grid, words) if grid.by == PERSON else ()
    head: list[Block] = [Paragraph(plain(words("reading persons" if grid.by == PERSON else "reading")))]
    if grid.by != PERSON:
        head.append(_table(grid, words))
    head.append(Paragraph(_basis(grid, provenance, words)))
    title = words("title", title=grid.title or grid.name) if grid.title or grid.name else words("framework")
    return Document(
        language=language,
        sections=(Section(title, 1, tuple(head)), *sections, *_missing(grid, words)),
        records=Records(_HEADER, tuple(_records(grid))),
        data=_data(grid, provenance),
    )


def _shown(grid: _Framework) -> list[_Theme]:
    """The themes of which there is anything to say."""
    somewhere = {theme for theme, _ in grid.cells}
    return [theme for theme in grid.themes if theme.id in somewhere]


def _table(grid: _Framework, words: "_Said") -> Table:
    whole = any(grid.cells[cell].words for cell in grid.cells if not cell[1])
    columns = [*([("", words("as a whole"))] if whole else []), *grid.columns]
    rows = tuple(
        (plain(theme.path), *(_cell(grid.cells.get((theme.id, column)), words) for column, _ in columns))
        for theme in _shown(grid)
    )
    return Table((words("theme"), *(label for _, label in columns)), rows)


def _by_theme(grid: _Framework, words: "_Said") -> Iterable[Section]:
    anchors = Anchors()
    for theme in _shown(grid):
        blocks: list[Block] = []
        whole = grid.cells.get((theme.id, ""))
        if whole is not None and whole.words:
            blocks.append(Paragraph(_cell(whole, words)))
        cells = [(label, cell) for column, label in grid.columns if (cell := grid.cells.get((theme.id, column)))]
        rows = tuple(
            (plain(label), _words(cell, words), plain(str(cell.excerpts))) for label, cell in cells if cell.words
        )
        if rows:
            header = words("informant"), words("summary"), words("excerpts")
            blocks.append(Table(header, rows, frozenset((2,))))
        if blocks:
            if others := sum(bool(cell.excerpts) and not cell.words for _, cell in cells):
                blocks.append(Paragraph((Text(words("others", n=others), emphasis=True),)))
            yield Section(theme.path, 2, tuple(blocks), anchors.new(theme.path))


def _missing(grid: _Framework, words: "_Said") -> Iterable[Section]:
    """Where there is evidence and nothing is written: in a table of persons most cells are, and that is no news."""
    if grid.by == PERSON:
        return
    lines = []
    for theme in _shown(grid):
        cells = ((label, grid.cells.get((theme.id, column))) for column, label in grid.columns)
        empty = [label for label, cell in cells if cell is not None and cell.excerpts and not cell.words]
        if empty:
            lines.append((Text(theme.path, strong=True), Text(f": {', '.join(empty)}")))
    if lines:
        yield Section(words("missing"), 2, (Items(tuple(lines)),))


def _cell(cell: _Cell | None, words: "_Said") -> Line:
    """The words, and after them in how much evidence they stand."""
    if cell is None:
        return plain("–")
    told = words.counts(cell)
    if not cell.words:
        return (Text(f"({told})", emphasis=True),) if told else plain("–")
    return (*_words(cell, words), *((Text(f" ({told})", emphasis=True),) if told else ()))


def _words(cell: _Cell, words: "_Said") -> Line:
    said = " ".join(cell.words.split())
    late = words("late", n=cell.since) if cell.since and cell.words else ""
    return (Text(said or "–"), *((Text(f" [{late}]", emphasis=True),) if late else ()))


def _basis(grid: _Framework, provenance: Provenance, words: "_Said") -> Line:
    layer = f"{words('layer')}: {words.layer(provenance.layer or grid.layer)}"
    coders = f"{words('coders')}: {words.listed(provenance.coders)}" if provenance.coders else ""
    log = f"{words('log')} {provenance.log}" if provenance.log else ""
    said = "; ".join(filter(None, (provenance.study, layer, coders, log, provenance.date)))
    return Text(words("provenance"), emphasis=True), Text(f" {said}.")


def _records(grid: _Framework) -> Iterable[tuple[str | int | None, ...]]:
    for theme in grid.themes:
        for column, label in (("", ""), *grid.columns):
            cell = grid.cells.get((theme.id, column))
            if cell is None:
                continue
            by = cell.summary
            yield (
                *(theme.path, grid.by if column else None, label or None, cell.words or None),
                *(cell.informants, cell.interviews, cell.excerpts, cell.since),
                *((by.coder, _moment(by.edited), by.history) if by else (None, None, None)),
            )


def _data(grid: _Framework, provenance: Provenance) -> dict[str, object]:
    return {
        "name": grid.name,
        "title": grid.title,
        "by": grid.by,
        "layer": grid.layer,
        "columns": [{"id": column, "label": label} for column, label in grid.columns],
        "themes": [
            {
                "id": theme.id,
                "theme": theme.path,
                "cells": [
                    _cell_data(column, cell)
                    for column in ("", *(column for column, _ in grid.columns))
                    if (cell := grid.cells.get((theme.id, column))) is not None
                ],
            }
            for theme in grid.themes
        ],
        "study": provenance.study,
        "log": provenance.log,
        "date": provenance.date,
    }


def _cell_data(column: str, cell: _Cell) -> dict[str, object]:
    by = cell.summary
    return {
        "column": column or None,
        "summary": cell.words or None,
        "informants": cell.informants,
        "interviews": cell.interviews,
        "excerpts": cell.excerpts,
        "changed_since": cell.since,
        "coder": by.coder if by else None,
        "edited": _moment(by.edited) if by else None,
    }


def _moment(when: datetime | None) -> str | None:
    return when.isoformat(timespec="seconds") if when else None


_DANISH = {
    "framework": "Sammenfatninger",
    "title": "Sammenfatninger: {title}",
    "reading": (
        "Hver celle er forskernes egen sammenfatning af et tema; i parentes det, den hviler på: "
        "informanter · interview · uddrag. Et overordnet tema regnes med hele sit undertræ."
    ),
    "as a whole": "temaet som helhed",
    "summary": "sammenfatning",
    "late": "belægget er ændret siden: {n} uddrag",
    "missing": "Belæg uden sammenfatning",
    "reading persons": "Forskernes egne sammenfatninger af, hvad den enkelte siger om et tema; og antal uddrag.",
    "others": "Uden sammenfatning: {n}, som også udtrykker temaet.",
}
_ENGLISH = {
    "framework": "Summaries",
    "title": "Summaries: {title}",
    "reading": (
        "Each cell is the researchers' own summary of a theme; in brackets what it rests on: informants · interviews "
        "· excerpts. A parent is counted with its whole subtree."
    ),
    "as a whole": "the theme as a whole",
    "summary": "summary",
    "late": "the evidence has changed since: {n} excerpts",
    "missing": "Evidence without a summary",
    "reading persons": "The researchers' own summaries of what each says about a theme; and how many excerpts.",
    "others": "Without a summary: {n} more who voice the theme.",
}


class _Said:
    """The words of this document, beside those that all share."""

    def __init__(self, language: str) -> None:
        self._own = _DANISH if language.lower().split("-")[0] == "da" else _ENGLISH
        self._shared = Words(language)
        self.layer, self.listed = self._shared.layer, self._shared.listed

    def __call__(self, key: str, **values: object) -> str:
        said = self._own.get(key)
        if said is None:
            return self._shared(key, **values)
        return said.format(**values) if values else said

    def counts(self, cell: _Cell) -> str:
        """“3 · 2 · 5”: informants, interviews, excerpts, as the reader is told; '' where there is nothing."""
        return f"{cell.informants} · {cell.interviews} · {cell.excerpts}" if cell.excerpts else ""
