"""The matrix of themes, and what stands behind every number in it."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from workbench import exports
from workbench import synthesis as room
from workbench.errors import InputError
from workbench.store import put
from workbench.study.agreement import Agreement, ConsensusCoding
from workbench.study.agreement.layered import CONSENSUS, Layered, Witness, written
from workbench.study.base import Base, not_found
from workbench.study.codes import Codes
from workbench.study.folder import write_file
from workbench.study.progress import Progress
from workbench.study.transcripts import Document, Transcripts
from workbench.transcripts import Voices, Voicing

OVERVIEW = "transcripts"
"""What ``rows`` says of the table that is the data overview."""


class Quote(NamedTuple):
    """An excerpt: one passage and who tagged it. ``speakers`` are labels, ``coders`` names."""

    codings: tuple[str, ...]
    transcript: str
    revision: str
    start: int
    end: int
    text: str
    speakers: tuple[str, ...]
    groups: tuple[str, ...]
    coders: tuple[str, ...]
    memos: tuple[str, ...]


class Synthesis:
    """``study.synthesis``."""

    def __init__(
        self, base: Base, codes: Codes, transcripts: Transcripts, progress: Progress, agreement: Agreement
    ) -> None:
        self._base = base
        self._codes = codes
        self._transcripts = transcripts
        self._progress = progress
        self._consensus = Layered(agreement.consensus)
        self._documents: dict[str, Document | None] = {}
        self._voicings: dict[str, Voicing] = {}
        self._heard: dict[tuple[str, int, int], Voices] = {}
        base.after.append(self._forget)

    def _forget(self, ents: set[str]) -> None:
        """Who the interviewer is may have changed, and with it whose voice a passage is."""
        if "transcript" in ents:
            self._documents.clear()
            self._voicings.clear()
            self._heard.clear()

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

    def matrix(self, name: str = "", **changes: Any) -> room.Matrix:
        """Build a matrix; ``changes`` replace parts of its rule."""
        rule = replace(self.rule(name), **changes)
        return self._built(rule, self.themes(), self.voiced(rule.layer))

    def foreseen(self, name: str, code: str, into: str) -> room.Matrix:
        """A matrix as it would be, were one code merged into another."""
        rule = self.rule(name)
        return self._built(rule, *room.merged(self.themes(), self.voiced(rule.layer), code, into))

    def _built(self, rule: room.Rule, themes: list[room.Theme], evidence: list[room.Evidence]) -> room.Matrix:
        return room.build(
            rule,
            themes,
            evidence,
            self.speakers(),
            self.interviews(rule.layer),
            self._placements(rule.name),
            self.groups(),
            room.asked(self._base.settings.guide.values(), themes, self._base.settings.groups),
        )

    def overview(self) -> room.Overview:
        """The data overview: interviews and informants by group, counted from the transcripts."""
        return room.overview(self.speakers(), self.interviews("all"), self.groups())

    def evidence(self, name: str, theme: str, where: str = "", **changes: Any) -> list[Quote]:
        """The excerpts behind a cell: of a theme's subtree, in a group or column ('': all), by transcript and place.

        ``changes`` replace parts of the rule, as for ``matrix``.
        """
        rule = replace(self.rule(name), **changes)
        groups = self._base.settings.groups
        found = room.evidence_of(
            rule,
            self.themes(),
            self.voiced(rule.layer),
            self.speakers(),
            self.interviews(rule.layer),
            theme,
            column="" if where in groups else where,
            group=where if where in groups else "",
            groups=groups,
        )
        passages: dict[tuple[str, int, int], list[room.Evidence]] = {}
        for item in found:
            passages.setdefault((item.transcript, item.start, item.end), []).append(item)
        return self.quotes(tuple(items) for items in passages.values())

    def counter_evidence(self, name: str = "") -> list[Quote]:
        """The excerpts in which somebody denies that a theme matters."""
        return self.quotes((item,) for item in self.matrix(name).denied)

    def place(self, name: str, theme: str, column: str | None, reason: str) -> None:
        """Put a theme into a column by hand ("shared", "mixed", "" for none), with the reason; None takes that back."""
        rule = self.rule(name)
        self._codes.get(theme)
        known = [*(c for c, _ in self.matrix(name).columns), room.MIXED, ""]
        if column is not None and column not in known:
            raise not_found("column", column, known)
        if column is not None and not reason.strip():
            raise InputError("a theme is placed by hand with a reason", "Say why, in a sentence others can judge.")
        row = self._base.derive("placement", rule.name, theme)
        place = [column, reason.strip() or None]
        fields = {"matrix": rule.name, "code": theme, "coder": self._base.coder}
        self._base.write("place theme", [put("placement", row, place=place, **fields)])

    def render(self, name: str = "", format: str = "md", **changes: Any) -> str | bytes:
        """A matrix (or the data overview) in a format of ``exports.FORMATS``."""
        if format not in exports.FORMATS:
            raise not_found("format", format, exports.FORMATS)
        rule = replace(self.rule(name), **changes)
        language = self._base.settings.language
        if rule.rows == OVERVIEW:
            document = exports.overview(self.overview(), self.provenance(rule.layer), language, rule.title)
        else:
            document = exports.matrix(self.matrix(name, **changes), self.provenance(rule.layer), language)
        return exports.FORMATS[format].write(document)

    def export(self, name: str, format: str, path: Path, **changes: Any) -> Path:
        """Write ``render`` to ``path`` in one step; returns it."""
        write_file(path, self.render(name, format, **changes))
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
        return [
            room.Interview(t.id, t.name, t.site, t.date, t.kind, t.mode, t.id in finished)
            for t in self._transcripts.list()
        ]

    def coder_of(self, layer: str) -> str:
        """The coder whose codings a layer is. Raises where there is none of that name."""
        names = {name.casefold(): row for row, name in self._base.coders()}
        if layer.casefold() not in names:
            raise not_found("layer", layer, ["all", CONSENSUS, *(name for _, name in self._base.coders())])
        return names[layer.casefold()]

    def _witnesses(self, layer: str) -> Iterable[Witness]:
        """The codings of a layer."""
        if layer == CONSENSUS:
            return self._consensus.witnesses()
        return written(self._base, "" if layer == "all" else self.coder_of(layer))

    def voiced(self, layer: str, only: Collection[str] = ()) -> list[room.Evidence]:
        """The codings of a layer that one may see, each with whose voice its passage is; of some codes ``only``."""
        labels = self._transcripts.labels()
        result = []
        for coding, code, transcript, revision, start, end, who, corrected, said in self._witnesses(layer):
            if only and code not in only:
                continue
            known = labels.get(transcript, {})
            if corrected is not None:
                speakers, unattributed = corrected, False
            else:
                voices = self._heard.get((revision, start, end)) or self._hear(revision, start, end)
                speakers = tuple(known[label] for label in voices.labels if label in known)
                unattributed = voices.unattributed or len(speakers) < len(voices.labels)
            result.append(room.Evidence(coding, code, transcript, start, end, who, speakers, unattributed, said))
        return result

    def _hear(self, revision: str, start: int, end: int) -> Voices:
        """Whose voice a passage is: read from the text once, for texts do not change."""
        voices = self._heard[revision, start, end] = self._voicing(revision).of(start, end)
        return voices

    def _voicing(self, revision: str) -> Voicing:
        if revision not in self._voicings:
            document = self._document(revision)
            self._voicings[revision] = (
                Voicing(document.text, document.turns, document.interviewer) if document else Voicing("", (), ())
            )
        return self._voicings[revision]

    def _document(self, revision: str) -> Document | None:
        if self._documents.get(revision) is None:
            self._documents[revision] = self._transcripts.revision(revision)
        return self._documents[revision]

    def _placements(self, matrix: str) -> list[room.Placement]:
        rows = self._base.store.read(
            'SELECT code, "column", reason FROM placement WHERE alive = 1 AND matrix = ? AND "column" IS NOT NULL',
            (matrix,),
        )
        return [room.Placement(code, column, reason or "") for code, column, reason in rows]

    def groups(self) -> Mapping[str, str]:
        """The groups of the study, in their order, and what they are called."""
        return {g.id: g.label for g in self._base.settings.groups.values()}

    def quotes(self, found: Iterable[tuple[room.Evidence, ...]]) -> list[Quote]:
        """The passages that groups of evidence stand on; each group is one passage."""
        informants = {i.id: i for t in self._transcripts.list() for i in t.informants}
        names = self._base.coder_names()
        placed = dict(self._base.store.read("SELECT id, revision FROM coding WHERE alive = 1"))
        found = list(found)
        agreed = self._consensus.codings() if any(items[0].coder == CONSENSUS for items in found) else {}
        placed |= {row: one.revision for row, one in agreed.items()}
        remarks = self._base.store.read("SELECT id, memo FROM coding WHERE alive = 1 AND memo > ''")
        memos = dict(zip((c for c, _ in remarks), self._base.words.all(memo for _, memo in remarks), strict=True))
        quotes = []
        for items in found:
            first = items[0]
            document = self._document(placed[first.coding])
            speaking = [informants[s] for s in dict.fromkeys(s for i in items for s in i.speakers) if s in informants]
            codings = tuple(sorted({i.coding for i in items}))
            quotes.append(
                Quote(
                    codings,
                    document.name if document else "",
                    placed[first.coding],
                    first.start,
                    first.end,
                    document.text[first.start : first.end] if document else "",
                    tuple(i.label for i in speaking),
                    tuple(dict.fromkeys(i.group for i in speaking if i.group)),
                    tuple(sorted({names.get(c, c) for i in items for c in _coders(i, agreed)})),
                    tuple(memos[c] for c in codings if c in memos),
                )
            )
        return quotes

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
        return self._made(layer, (name or "" for (name,) in coders))

    def _consensus_provenance(self) -> exports.Provenance:
        names = self._base.coder_names()
        layer = self._consensus.in_words(self._base.settings.language)
        return self._made(layer, sorted(names.get(coder, coder) for coder in self._consensus.coders()))

    def _made(self, layer: str, coders: Iterable[str]) -> exports.Provenance:
        return exports.Provenance(
            study=self._base.settings.title,
            layer=layer,
            coders=tuple(coders),
            log=self._base.mark(),
            date=date.today().isoformat(),
        )


def _coders(item: room.Evidence, agreed: Mapping[str, ConsensusCoding]) -> tuple[str, ...]:
    """Whose work a piece of evidence is: the coder's, or of those whose codings the consensus was made from."""
    return agreed[item.coding].coders if item.coding in agreed else (item.coder,)
