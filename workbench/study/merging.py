"""What merging one code into another would do, said before it is done."""

from collections.abc import Mapping
from typing import NamedTuple

from workbench.errors import WorkbenchError
from workbench.study.base import Base
from workbench.study.codes import Codes
from workbench.study.synthesis import OVERVIEW, Synthesis

Key = tuple[str, int, int, str]


class Moved(NamedTuple):
    """A theme that would stand in another column of a matrix; columns by their ids, '' for none."""

    matrix: str
    code: str
    before: str
    after: str


class MergePreview(NamedTuple):
    """What a merge would do. Codings are counted as everywhere: a passage, code and coder once.

    ``own``: codings of the code that goes, ``other``: of the one that stays, ``together``: what that will have,
    ``twice``: what bears both by one coder. ``by_coder``: whose codings of the one that goes. ``below``: the paths of
    what stands below it, and will stand below the other. ``matrix``: themes that change column in the matrices of
    study.toml. ``transcripts``: in how many of them its codings are.
    """

    own: int
    other: int
    together: int
    twice: int
    by_coder: tuple[tuple[str, int], ...]
    below: tuple[str, ...]
    matrix: tuple[Moved, ...]
    transcripts: int


def preview(base: Base, codes: Codes, synthesis: Synthesis, code: str, into: str, tables: bool = True) -> MergePreview:
    """What merging ``code`` into ``into`` would do. Raises as ``merge`` does where it cannot be done."""
    codes.check_merge(code, into)
    own, other = _codings(base, code), _codings(base, into)
    names = base.coder_names()
    by_coder: dict[str, int] = {}
    for *_, coder in own:
        name = names.get(coder, coder)
        by_coder[name] = by_coder.get(name, 0) + 1
    transcripts = base.store.read(
        f"SELECT count(DISTINCT transcript) FROM {base.codings()} WHERE code = ?",
        (code,),
    )
    return MergePreview(
        len(own),
        len(other),
        len(own | other),
        len(own & other),
        tuple(sorted(by_coder.items())),
        tuple(c.path for c in codes.list(counts=False) if c.parent == code and c.id != into),
        tuple(_moved(synthesis, code, into)) if tables else (),
        int(transcripts[0][0]),
    )


def _codings(base: Base, code: str) -> set[Key]:
    query = (
        "SELECT DISTINCT g.revision, g.start, g.end, g.coder FROM code k CROSS JOIN coding g ON g.code = k.id "
        f"CROSS JOIN revision r ON r.id = g.revision WHERE k.effective = ? AND g.alive = 1{base.blind.sql()}"
    )
    return {
        (revision or "", start or 0, end or 0, coder or "")
        for revision, start, end, coder in base.store.read(query, (code,))
    }


def _moved(synthesis: Synthesis, code: str, into: str) -> list[Moved]:
    found = []
    for name in synthesis.names():
        if synthesis.rule(name).rows == OVERVIEW:
            continue
        try:
            before, after = synthesis.matrix(name), synthesis.foreseen(name, code, into)
        except WorkbenchError:
            continue  # its rows are those below the code that goes, or its settings are none
        columns: Mapping[str, str | None] = {row.theme: row.column for row in after.rows}
        found += [
            Moved(name, row.path, row.column or "", columns[row.theme] or "")
            for row in before.rows
            if row.theme in columns and columns[row.theme] != row.column
        ]
    return found
