"""Codings as a table that other programs read and write."""

from typing import Any, NamedTuple

from workbench.codebook import tree
from workbench.errors import InputError
from workbench.interchange import segments
from workbench.store import Op, put
from workbench.study.agreement import Agreement
from workbench.study.agreement.layered import CONSENSUS
from workbench.study.base import Base, facets_of, not_found
from workbench.study.codes import Codes
from workbench.study.transcripts import Transcripts
from workbench.study.who import coder_name
from workbench.study.words import shown

ALL = "all"
"""The layer that is every coder's work."""


class SegmentsReport(NamedTuple):
    """What an import did: codings added, rows present before, codes and coders that came into being."""

    added: int
    present: int
    codes: int
    coders: int


class Exchange:
    """``study.exchange``."""

    def __init__(self, base: Base, codes: Codes, transcripts: Transcripts, agreement: Agreement) -> None:
        self._agreement = agreement
        self._base = base
        self._codes = codes
        self._transcripts = transcripts

    def export_segments(self, layer: str = ALL) -> str:
        """Every coding of the current texts that one may see, as CSV, by transcript and place.

        ``layer``: all coders, one coder's name, or the consensus, in which no coding has a remark.
        """
        if layer == CONSENSUS:
            return self._export_consensus()
        paths = {c.id: c.path for c in self._codes.list()}
        names = self._base.coder_names()
        wanted = [row for row, name in names.items() if name.casefold() == layer.strip().casefold()]
        if layer != ALL and not wanted:
            raise not_found("layer", layer, [ALL, CONSENSUS, *names.values()])
        rows = self._base.store.read(
            "SELECT t.name, g.coder, c.effective, g.start, g.end, g.memo, g.facets FROM coding g "
            "JOIN transcript t ON t.current = g.revision AND t.alive = 1 JOIN code c ON c.id = g.code "
            f"WHERE g.alive = 1 AND (?1 = '' OR g.coder = ?1){self._base.blind.sql()} "
            "ORDER BY t.name, g.start, g.end, g.id",
            ("" if layer == ALL else wanted[0],),
        )
        remarks = self._base.words.all(row[5] for row in rows)
        written = [
            segments.Segment(t, names.get(coder, coder), paths[code], start, end, shown(remark), facets_of(facets), 0)
            for (t, coder, code, start, end, _, facets), remark in zip(rows, remarks, strict=True)
            if code in paths
        ]
        return segments.render(written, list(self._base.settings.facets))

    def _export_consensus(self) -> str:
        paths = {c.id: c.path for c in self._codes.list()}
        names = {t.id: t.name for t in self._transcripts.list()}
        current = {revision for (revision,) in self._base.store.read("SELECT current FROM transcript WHERE alive = 1")}
        written = [
            segments.Segment(names[c.transcript], CONSENSUS, paths[c.code], c.start, c.end, "", dict(c.facets), 0)
            for c in self._agreement.consensus().codings
            if c.code in paths and c.transcript in names and c.revision in current
        ]
        written.sort(key=lambda segment: (segment.transcript, segment.start, segment.end, segment.code))
        return segments.render(written, list(self._base.settings.facets))

    def import_segments(self, text: str, file: str) -> SegmentsReport:
        """Take in codings; makes the codes and coders they name, skips what is present; all or nothing is recorded."""
        base = self._base
        lengths, revisions = {}, {}
        for row, name, revision, characters in base.store.read(
            "SELECT t.id, t.name, r.id, r.characters FROM transcript t "
            "JOIN revision r ON r.id = t.current WHERE t.alive = 1"
        ):
            lengths[name], revisions[name] = characters, (row, revision)
        found = segments.parse(text, file, base.settings.facets, lengths)
        codes, new_codes = self._code_rows(found, file)
        coders, new_coders = self._coder_rows(found, file)
        have = set(
            base.store.read(
                "SELECT g.revision, g.start, g.end, c.effective, g.coder FROM coding g "
                "JOIN code c ON c.id = g.code WHERE g.alive = 1"
            )
        )
        ops: list[Op] = [*new_coders, *new_codes]
        blind = base.blind.transcripts()
        added = 0
        for segment in found:
            transcript, revision = revisions[segment.transcript]
            code, coder = codes[segment.code], coders[segment.coder]
            key = (revision, segment.start, segment.end, code, coder)
            if key in have:
                added += transcript in blind and coder != base.coder  # whether others have coded so is not told
                continue
            have.add(key)
            added += 1
            fields: dict[str, Any] = {
                f"facet.{name}": list(values) for name, values in segment.facets.items() if values
            }
            if segment.memo:
                fields["memo"] = segment.memo
            row = base.derive("coding", transcript, coder, code, str(segment.start), str(segment.end))
            ops.append(
                put("coding", row, span=[revision, segment.start, segment.end], code=code, coder=coder, **fields)
            )
        base.write("import segments", ops)
        return SegmentsReport(added, len(found) - added, len(new_codes), len(new_coders))

    def _code_rows(self, found: tuple[segments.Segment, ...], file: str) -> tuple[dict[str, str], list[Op]]:
        """The row of every code that is named, and the changes that make those that are missing."""
        listed = self._codes.list()
        by_path = {c.path: c.id for c in listed}
        rows, ops = {}, list[Op]()
        for segment in found:
            if segment.code in rows:
                continue
            at: str | None = None
            try:
                parts = [tree.check_name(part) for part in tree.split_path(segment.code)]
            except InputError as error:
                raise error.at(file, segment.line) from None
            for depth in range(1, len(parts) + 1):
                path = tree.SEPARATOR.join(parts[:depth])
                if path not in by_path:
                    op = self._codes.derived(parts[:depth], at, len(ops))
                    by_path[path] = op.row
                    ops.append(op)
                at = by_path[path]
            assert at is not None
            rows[segment.code] = at
        return rows, ops

    def _coder_rows(self, found: tuple[segments.Segment, ...], file: str) -> tuple[dict[str, str], list[Op]]:
        known = {row for row, _ in self._base.coders()}
        rows, ops = {}, list[Op]()
        for segment in found:
            if segment.coder not in rows:
                try:
                    name = coder_name(segment.coder)
                except InputError as error:
                    raise error.at(file, segment.line) from None
                row = rows[segment.coder] = self._base.coder_id(name)
                if row not in known:
                    known.add(row)
                    ops.append(put("coder", row, name=name))
        return rows, ops
