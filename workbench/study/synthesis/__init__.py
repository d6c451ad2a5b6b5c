"""The matrix of themes, and what stands behind every number in it.

study.synthesis.matrix("competences")                       as study.toml asks for it
study.synthesis.matrix("competences", at="before round 2")  as it stood: a version's name, a day, a time, a position
study.synthesis.evidence("competences", code.id, "volunteer", limit=50)   the excerpts behind a cell
study.synthesis.compare("competences", Side("ann"), Side("bo"))           two layers, or two moments
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from workbench import exports
from workbench import synthesis as room
from workbench.study.agreement import Agreement
from workbench.study.agreement.layered import CONSENSUS, Layered
from workbench.study.base import Base, not_found
from workbench.study.codehistory.moments import Moment
from workbench.study.codes import Codes
from workbench.study.folder import write_file
from workbench.study.progress import Progress
from workbench.study.synthesis import placing
from workbench.study.synthesis.hearing import Hearing
from workbench.study.synthesis.placing import PlacedByHand
from workbench.study.synthesis.quoting import Quote, Quoting
from workbench.study.synthesis.then import Then
from workbench.study.tables import OVERVIEW, Tables
from workbench.study.transcripts import Transcripts
from workbench.synthesis.dimensions import CODER, dimensions

__all__ = ["OVERVIEW", "Moment", "PlacedByHand", "Quote", "Side", "Synthesis"]


class Side(NamedTuple):
    """One side of a comparison: a layer ('' as the matrix says) at a moment (None: now)."""

    layer: str = ""
    at: Moment | None = None


class Synthesis:
    """``study.synthesis``."""

    def __init__(
        self, base: Base, codes: Codes, transcripts: Transcripts, progress: Progress, agreement: Agreement
    ) -> None:
        self._base = base
        self._codes = codes
        self.transcripts = transcripts
        self._progress = progress
        self._consensus = Layered(agreement.consensus)
        self._hearing = Hearing(base, transcripts, self._consensus, self.coder_of)
        self._quoting = Quoting(base, transcripts, self._hearing, self._consensus)
        self._then = Then(base, _made)
        self.tables = Tables(base, self)

    # --- tables

    def names(self) -> list[str]:
        """The matrices that study.toml defines; the first is the default."""
        return list(self._base.settings.matrices)

    def rule(self, name: str = "") -> room.Rule:
        """A matrix's rule. Raises ``NotFoundError``."""
        rules = self._base.settings.matrices
        chosen = name or next(iter(rules), "")
        if chosen not in rules:
            raise not_found("matrix", name, rules)
        return rules[chosen]

    def changed(self, name: str = "", **changes: Any) -> room.Rule:
        """A matrix's rule with some of its parts replaced. Raises ``NotFoundError``."""
        return replace(self.rule(name), **changes)

    def matrix(self, name: str = "", *, at: Moment | None = None, **changes: Any) -> room.Matrix:
        """Build a matrix; ``changes`` replace parts of its rule.

        ``at``: as it stood then, by the settings, codes, codings, transcripts and placements of then; a matrix that
        study.toml did not have yet is built as it is asked for now. Raises ``NotFoundError`` for what is no moment.
        """
        if at is not None:
            then = self.as_of(at)
            rule = (
                then.changed(name, **changes) if self.rule(name).name in then.names() else self.changed(name, **changes)
            )
            return then._matrix(rule)
        return self._matrix(self.changed(name, **changes))

    def as_of(self, at: Moment) -> "Synthesis":
        """The same reads of the study as it stood at a moment; nothing can be written there.

        What is kept from whoever is at work now is kept there, too, and what was erased since is not there either.
        Slow for a long log (it is replayed), but the two moments asked for last are remembered.
        """
        return self._then.at(at) or self

    def compare(self, name: str, before: Side, after: Side, **changes: Any) -> room.Comparison:
        """What differs between two layers of a matrix, or one at two moments, or both."""

        def built(side: Side) -> room.Matrix:
            return self.matrix(name, at=side.at, **changes, **({"layer": side.layer} if side.layer else {}))

        return room.compare(built(before), built(after))

    def foreseen(self, name: str, code: str, into: str) -> room.Matrix:
        """A matrix as it would be, were one code merged into another."""
        rule = self.rule(name)
        return self._built(rule, *room.merged(self.themes(), self._evidence(rule), code, into))

    def _matrix(self, rule: room.Rule) -> room.Matrix:
        return self._built(rule, self.themes(), self._evidence(rule))

    def _built(self, rule: room.Rule, themes: list[room.Theme], evidence: list[room.Evidence]) -> room.Matrix:
        made = room.build(
            rule,
            themes,
            evidence,
            self.speakers(),
            self.interviews(rule.layer),
            [room.Placement(*put[:3]) for put in placing.placements(self._base, rule.name)],
            self.groups(),
            room.asked(self._base.settings.guide.values(), themes, self._base.settings.groups),
        )
        return made._replace(notes=(*made.notes, *self._without_text(evidence)))

    def _without_text(self, evidence: Iterable[room.Evidence]) -> Iterator[room.Note]:
        """The transcripts whose words are not here, so that nobody can say whose voice the codings in them are."""
        rows = self._base.store.read(
            "SELECT t.id, t.name FROM transcript t JOIN revision r ON r.id = t.current "
            "LEFT JOIN blob b ON b.id = r.text WHERE t.alive = 1 AND b.data IS NULL ORDER BY t.name"
        )
        for row, name in rows:
            if number := sum(item.transcript == row for item in evidence):
                yield room.Note("no_text", name or "", number)

    def overview(self) -> room.Overview:
        """The data overview: interviews and informants by group, counted from the transcripts."""
        return room.overview(self.speakers(), self.interviews("all"), self.groups())

    # --- what is behind a cell

    def evidence(
        self, name: str, theme: str, where: str = "", limit: int | None = None, *, offset: int = 0, **changes: Any
    ) -> list[Quote]:
        """The excerpts behind a cell, by transcript and place: ``limit`` of them from ``offset`` on, or all.

        Of the theme's subtree, in a group or column ('' all; "*" any column). An id that a group and a column have is
        the group's; "column:ID" and "group:ID" say which is meant, and a column may be named by its label.
        ``changes`` replace parts of the rule, as for ``matrix``.
        """
        passages = self._behind(name, theme, where, changes)
        return self.quotes(islice(passages.values(), offset, None if limit is None else offset + limit))

    def evidence_count(self, name: str, theme: str, where: str = "", **changes: Any) -> int:
        """How many excerpts ``evidence`` has in all; the number that stands in the cell."""
        return len(self._behind(name, theme, where, changes))

    def _behind(
        self, name: str, theme: str, where: str, changes: Mapping[str, Any]
    ) -> dict[tuple[str, int, int], list[room.Evidence]]:
        rule = self.changed(name, **changes)
        group, column = self._where(rule, where)
        found = room.evidence_of(
            rule,
            self.themes(),
            self._evidence(rule),
            self.speakers(),
            self.interviews(rule.layer),
            theme,
            column=column,
            group=group,
            groups=self._base.settings.groups,
        )
        passages: dict[tuple[str, int, int], list[room.Evidence]] = {}
        for item in found:
            passages.setdefault((item.transcript, item.start, item.end), []).append(item)
        return passages

    def _where(self, rule: room.Rule, where: str) -> tuple[str, str]:
        """The group and the column that are meant, one of them ''."""
        kind, separator, id_ = where.partition(":")
        if separator and kind in ("group", "column"):
            return (id_, "") if kind == "group" else ("", id_)
        if where in self._base.settings.groups:
            return where, ""
        named = {label.casefold(): column for column, label in rule.labels.items() if column in rule.columns}
        named |= {rule.shared_label.casefold(): room.SHARED} if rule.shared_label else {}
        named |= {column.casefold(): column for column in (*rule.columns, room.SHARED)}
        return "", named.get(where.casefold(), where)

    def counter_evidence(self, name: str = "", **changes: Any) -> list[Quote]:
        """The excerpts in which somebody denies that a theme matters."""
        return self.quotes((item,) for item in self.matrix(name, **changes).denied)

    def quotes(self, found: Iterable[Collection[room.Evidence]]) -> list[Quote]:
        """The passages that groups of evidence stand on; each group is one passage."""
        return self._quoting.quotes(tuple(items) for items in found)

    # --- by hand

    def place(self, name: str, theme: str, column: str | None, reason: str) -> None:
        """Put a theme into a column by hand ("shared", "mixed", "" for none), with the reason; None takes that back."""
        rule = self.rule(name)
        self._codes.get(theme, counts=False)
        known = [*(c for c, _ in self.matrix(name).columns), room.MIXED, ""]
        if column is not None and column not in known:
            raise not_found("column", column, known)
        self._base.write("place theme", placing.place(self._base, rule, theme, column, reason))

    def placements(self, name: str = "") -> list[PlacedByHand]:
        """What somebody has put into a column of a matrix by hand: why, who, when."""
        return placing.placements(self._base, self.rule(name).name)

    def wordings(self, matrix: str = "") -> Mapping[str, str]:
        """Theme (row) → what it is called in the tables of a matrix; with '' only what is said of all of them."""
        return placing.wordings(self._base, matrix)

    def set_wording(self, matrix: str, code: str, words: str) -> None:
        """Call a theme something in the tables of a matrix (a name), or with '' of all; no words take that back."""
        if matrix:
            self.rule(matrix)
        self._codes.get(code, counts=False)
        self._base.write("word theme", placing.word(self._base, matrix, code, words))

    # --- as files

    def render(self, name: str = "", format: str = "md", **asked: Any) -> str | bytes:
        """A matrix (or the data overview) in a format of ``exports.FORMATS``; see ``Tables.document``."""
        return self.tables.render(name, format, **asked)

    def export(self, name: str, format: str, path: Path, **asked: Any) -> Path:
        """Write ``render`` to ``path`` in one step; returns it."""
        write_file(path, self.render(name, format, **asked))
        return path

    # --- what goes in

    def themes(self) -> list[room.Theme]:
        """The living, unmerged codes, depth first."""
        return [room.Theme(c.id, c.path, c.parent) for c in self._codes.list(counts=False)]

    def speakers(self) -> list[room.Speaker]:
        """Every informant; one without a written person is a person of that transcript alone."""
        rows = self._base.store.read(
            "SELECT i.id, COALESCE(i.person, i.id), i.transcript, COALESCE(i.\"group\", '') FROM informant i "
            "JOIN transcript t ON t.id = i.transcript WHERE i.alive = 1 AND t.alive = 1"
        )
        attributes: dict[str, dict[str, str]] = {}
        for owner, name, value in self._base.store.read("SELECT owner, name, value FROM attribute WHERE alive = 1"):
            attributes.setdefault(owner, {})[name] = value or ""
        return [
            room.Speaker(row, person, transcript, group, attributes.get(row, {}))
            for row, person, transcript, group in rows
        ]

    def interviews(self, layer: str) -> list[room.Interview]:
        """Every transcript, and whether it is done: by the layer's coder (any, for all), or ripe for the consensus."""
        if layer == CONSENSUS:
            finished = set(self._consensus.transcripts())
        else:
            done = self._progress.done_by()
            coder = "" if layer == "all" else self.coder_of(layer)
            finished = {row for row, coders in done.items() if not coder or coder in coders}
        rows = self._base.store.read(
            "SELECT id, name, site, date, kind, mode FROM transcript WHERE alive = 1 ORDER BY name, id"
        )
        return [
            room.Interview(row, name or "", site or "", day or "", kind or "", mode or "", row in finished)
            for row, name, site, day, kind, mode in rows
        ]

    def coder_of(self, layer: str) -> str:
        """The coder whose codings a layer is. Raises where there is none of that name."""
        names = {name.casefold(): row for row, name in self._base.coders()}
        if layer.casefold() not in names:
            raise not_found("layer", layer, ["all", CONSENSUS, *(name for _, name in self._base.coders())])
        return names[layer.casefold()]

    def voiced(self, layer: str, only: Collection[str] = ()) -> list[room.Evidence]:
        """The codings of a layer that one may see, each with whose voice its passage is; of some codes ``only``."""
        return self._hearing.voiced(layer, only)

    def _evidence(self, rule: room.Rule) -> list[room.Evidence]:
        """The evidence of a rule's layer; where coders make the columns, they go by their names."""
        found = self.voiced(rule.layer)
        if not any(one.kind == CODER for one in dimensions(rule.by)):
            return found
        names = self._base.coder_names()
        return [row._replace(coder=names.get(row.coder, row.coder)) for row in found]

    def groups(self) -> Mapping[str, str]:
        """The groups of the study, in their order, and what they are called."""
        return {g.id: g.label for g in self._base.settings.groups.values()}

    def provenance(self, layer: str) -> exports.Provenance:
        """Where the numbers of a layer come from, for a footnote."""
        if layer == CONSENSUS:
            return self._consensus_provenance()
        coder = "" if layer == "all" else self.coder_of(layer)
        seen = f"g.alive = 1{self._base.blind.sql()}"
        coders = self._base.store.read(
            "SELECT c.name FROM coder c WHERE (?1 = '' OR c.id = ?1) "
            f"AND EXISTS (SELECT 1 FROM coding g WHERE g.coder = c.id AND {seen}) ORDER BY 1",
            (coder,),
        )
        return self._provenance(layer, (name or "" for (name,) in coders))

    def _consensus_provenance(self) -> exports.Provenance:
        names = self._base.coder_names()
        layer = self._consensus.in_words(self._base.settings.language)
        return self._provenance(layer, sorted(names.get(coder, coder) for coder in self._consensus.coders()))

    def _provenance(self, layer: str, coders: Iterable[str]) -> exports.Provenance:
        return exports.Provenance(
            study=self._base.settings.title,
            layer=layer,
            coders=tuple(coders),
            log=self._base.mark(),
            date=date.today().isoformat(),
        )


def _made(base: Base) -> Synthesis:
    """The reads of a study, over whatever it is that holds it."""
    codes, transcripts = Codes(base), Transcripts(base)
    return Synthesis(base, codes, transcripts, Progress(base), Agreement(base, codes, transcripts))
