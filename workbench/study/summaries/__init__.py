"""Summaries: what the evidence of a theme comes to, for a group, for one informant or in all, in the team's own words.

    study.summaries.write(code.id, "De frivillige taler om …", "group", "volunteer")
    study.summaries.grid("competences", "group").missing()

There is one text a cell. Who writes it again changes it; the log keeps what was there before. Two who write at the same
time, not knowing of each other, are told in the inbox, and neither text is lost.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from workbench import synthesis as room
from workbench.errors import InputError, StudyError
from workbench.store import delete, put
from workbench.study.base import Base, not_found, storable
from workbench.study.codes import Codes
from workbench.study.folder import write_file
from workbench.study.summaries import rows
from workbench.study.summaries.framework import Cell, Framework, FrameworkTheme, by_person
from workbench.study.summaries.people import Who, people, person_called
from workbench.study.summaries.rows import ABOUT, GROUP, PERSON, Kept, Key, SummaryRow
from workbench.study.summaries.since import Since
from workbench.study.synthesis import Synthesis
from workbench.study.tables import OVERVIEW
from workbench.study.words import NOTES
from workbench.synthesis.evidence import counted

__all__ = ["ABOUT", "GROUP", "PERSON", "Cell", "Framework", "FrameworkTheme", "Summaries", "SummaryRow", "Who"]

MAX = 100_000
"""Characters in one summary."""

# ``Summaries.list`` hides the word inside the class.
Rows = list[SummaryRow]
Versions = list[tuple[Any, str, str]]
Everybody = list[Who]


class Summaries:
    """``study.summaries``."""

    def __init__(self, base: Base, codes: Codes, synthesis: Synthesis) -> None:
        self._base = base
        self._codes = codes
        self._synthesis = synthesis

    # --- reading

    def list(self, theme: str = "", about: str | None = None, *, since: bool = False) -> Rows:
        """The cells with words, by theme: of one ``theme`` (a row) or all.

        ``about``: only "" (the theme as a whole), "group" or "person". ``since`` counts how far each is behind its
        evidence, which takes as long as a matrix.
        """
        paths = self._paths()
        cells = rows.kept(self._base, paths, theme)
        order = {code: n for n, code in enumerate(paths)}
        columns = {target: n for n, target in enumerate([*self._base.settings.groups, *people(self._base)[0]])}
        found = [rows.joined(cell) for key, cell in cells.items() if about in (None, key[1])]
        found.sort(key=lambda one: (order[one.theme], ABOUT.index(one.about), columns.get(one.target, 0), one.label))
        return self._with_since(found, cells) if since else found

    def get(self, theme: str, about: str = "", target: str = "", *, since: bool = False) -> SummaryRow | None:
        """The words of one cell; None where there are none that one may see. ``since``: how far it is behind."""
        found = rows.kept(self._base, self._paths(), theme).get((theme, about, target))
        if found is None:
            return None
        return (
            self._with_since([rows.joined(found)], {(theme, about, target): found})[0] if since else rows.joined(found)
        )

    def history(self, theme: str, about: str = "", target: str = "") -> Versions:
        """What a cell has said, the oldest first: when, who (a name), words ('' where they were taken away)."""
        row = self._row(theme, about, target)
        self._check_seen(row)
        return rows.versions(self._base, row)

    def people(self) -> Everybody:
        """Everybody who was interviewed, each once."""
        return list(people(self._base)[0].values())

    def person(self, written: str) -> str:
        """The target that is called P07, or ``K-03 R1``. Raises ``NotFoundError``."""
        return person_called(self._base, written)

    def grid(self, name: str = "", by: str = GROUP, **changes: Any) -> Framework:
        """The themes of a matrix by group or by person, with words and evidence; ``changes`` as for a matrix."""
        if by not in (GROUP, PERSON):
            raise not_found("kind of column", by, (GROUP, PERSON))
        if self._synthesis.rule(name).rows == OVERVIEW:
            raise InputError("that table counts transcripts, not themes", "Name another matrix.")
        matrix = self._synthesis.matrix(name, **changes)
        only = matrix.rule.groups
        if by == GROUP:
            columns = tuple((id_, label) for id_, label in matrix.groups if not only or id_ in only)
        else:
            seen = [who for who in self.people() if not only or set(who.groups) & set(only)]
            columns = tuple((who.id, who.label) for who in seen)
        return Framework(
            matrix.rule.name,
            matrix.rule.title,
            by,
            tuple(FrameworkTheme(row.theme, row.path, row.depth) for row in matrix.rows),
            columns,
            self._cells(matrix, by),
            matrix.rule.layer,
            matrix.coders,
        )

    def missing(self, name: str = "", by: str = GROUP, **changes: Any) -> Sequence[tuple[str, str]]:
        """The (theme, column) of a grid where there is evidence and nobody has written yet."""
        return self.grid(name, by, **changes).missing()

    def _cells(self, matrix: room.Matrix, by: str) -> dict[tuple[str, str], Cell]:
        counts: dict[tuple[str, str], room.Count] = {(row.theme, ""): row.total for row in matrix.rows}
        if by == GROUP:
            counts |= {(row.theme, group): count for row in matrix.rows for group, count in row.groups.items()}
        else:
            speakers = self._synthesis.speakers()
            evidence = self._counted(matrix.rule.layer, matrix.rule.groups)
            shown = {row.theme for row in matrix.rows}
            found = by_person(self._synthesis.themes(), evidence, speakers)
            counts |= {cell: count for cell, count in found.items() if cell[0] in shown}
        told = {(one.theme, one.target): one for one in self.list(since=True) if one.about in ("", by)}
        cells = {key: Cell("", *count) for key, count in counts.items() if count.excerpts}
        none = room.Count(0, 0, 0)
        return cells | {key: Cell(one.words, *counts.get(key, none), one) for key, one in told.items()}

    def _counted(self, layer: str, groups: tuple[str, ...] = ()) -> Sequence[room.Evidence]:
        synthesis = self._synthesis
        return counted(synthesis.voiced(layer), synthesis.speakers(), synthesis.interviews(layer), groups)

    def _with_since(self, found: Rows, cells: Mapping[Key, Sequence[Kept]]) -> Rows:
        if not found:
            return found
        dots = [(one, max(cells[one.key], key=lambda kept: kept.written.order).written.dot) for one in found]
        reader = Since(self._base, self._synthesis.transcripts, self._synthesis.themes())
        late = reader.of(dots, self._counted("all"))
        return [one._replace(since=late.get(one.key, 0)) for one in found]

    # --- writing

    def write(self, theme: str, words: str, about: str = "", target: str = "") -> SummaryRow | None:
        """Write what a cell comes to; no words take it away. Returns the cell as it is now, None where it is empty.

        Raises ``NotFoundError`` for a theme, group or person that is not there, ``InputError`` for what cannot be kept.
        """
        self._check(theme, about, target)
        said = storable(words.strip(), "the summary")
        if len(said) > MAX:
            raise InputError(f"a summary may have {MAX:,} characters", "Write the rest as a memo on the code.")
        row = self._row(theme, about, target)
        self._check_seen(row)
        cell = rows.kept(self._base, self._paths(), theme).get((theme, about, target), [])
        before = rows.joined(cell).words if cell else ""
        if said == before or said in NOTES:
            return self.get(theme, about, target)
        if said:
            fields = {"code": theme, "about": about, "target": target, "words": said, "coder": self._base.coder}
            self._base.write("write summary", [put("summary", row, **fields)])
        else:
            self._base.write("remove summary", [delete("summary", one.row.id) for one in cell])
        return self.get(theme, about, target)

    def remove(self, theme: str, about: str = "", target: str = "") -> None:
        """Take the words of a cell away; ``undo`` brings them back. Raises ``InputError`` where there are none."""
        if self.get(theme, about, target) is None:
            raise InputError("there is no summary there", "`workbench summaries` lists those there are.")
        self.write(theme, "", about, target)

    # --- as files

    def render(self, name: str = "", format: str = "md", by: str = GROUP, **changes: Any) -> str | bytes:
        """The framework matrix in a format of ``exports.FORMATS``."""
        from workbench import exports

        grid = self.grid(name, by, **changes)
        made = self._synthesis.provenance(grid.layer)._replace(date=date.today().isoformat())
        return exports.render(exports.framework(grid, made, self._base.settings.language), format)

    def export(self, name: str, format: str, path: Path, by: str = GROUP, **changes: Any) -> Path:
        """Write ``render`` to ``path`` in one step; returns it."""
        write_file(path, self.render(name, format, by, **changes))
        return path

    # --- what is there

    def _paths(self) -> dict[str, str]:
        return {code.id: code.path for code in self._codes.list(counts=False)}

    def _row(self, theme: str, about: str, target: str) -> str:
        return self._base.derive("summary", theme, about, target)

    def _check(self, theme: str, about: str, target: str) -> None:
        self._codes.known(theme)
        if about not in ABOUT:
            raise not_found("kind of summary", about, [one for one in ABOUT if one])
        groups = self._base.settings.groups
        if about == GROUP and target not in groups:
            raise not_found("group", target, groups)
        if about == PERSON and target not in (everybody := people(self._base)[0]):
            raise not_found("informant", target, [who.label for who in everybody.values()])
        if not about and target:
            raise InputError("a summary of a theme as a whole is of nobody in particular", "Leave the target out.")

    def _check_seen(self, row: str) -> None:
        """Raise ``StudyError`` where a colleague with whom one codes blind has written."""
        if self._base.blind.hides("summary", row):
            raise StudyError(
                "a colleague has written there what you are not to see yet",
                "You code blind with them: finish your transcripts first, then write it together.",
            )
