"""New codes by interview, and codes that stand together: numbers with what they rest on, and the passages behind."""

import json
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from workbench import exports
from workbench.study.agreement import Agreement
from workbench.study.agreement.layered import CONSENSUS
from workbench.study.base import Base, not_found, parsed_list
from workbench.study.codes import Codes
from workbench.study.folder import write_file
from workbench.study.saturation.values import Behind, CurveAsked, NewCodes, PairsAsked, Together
from workbench.study.synthesis import Synthesis
from workbench.synthesis import Evidence, Theme
from workbench.synthesis import cooccurrence as pairing
from workbench.synthesis import saturation as room
from workbench.synthesis.evidence import counted
from workbench.synthesis.tree import subtree

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["Behind", "CurveAsked", "NewCodes", "PairsAsked", "Saturation", "Together"]

_DONE = "done"


class Saturation:
    """``study.saturation``."""

    def __init__(self, base: Base, codes: Codes, synthesis: Synthesis, agreement: Agreement) -> None:
        self._base = base
        self._codes = codes
        self._synthesis = synthesis
        self._agreement = agreement

    def large(self, most: int) -> bool:
        """Whether there are more than ``most`` codings to count, which is known at once."""
        rows = self._base.store.read("SELECT count(*) FROM (SELECT 1 FROM coding LIMIT ?)", (most + 1,))
        return int(rows[0][0]) > most

    # --- new codes by interview

    def curve(self, asked: CurveAsked = CurveAsked()) -> NewCodes:  # noqa: B008  a value, never changed
        """The interviews that are done in the layer, in their order, with the codes that each brought.

        Raises ``NotFoundError`` for a layer, group or code that is not there, ``InputError`` for what cannot be.
        """
        groups = self._group(asked.group)
        interviews = self._synthesis.interviews(asked.layer)
        themes = self._themes(asked.under)
        coder = self._coder(asked.layer)
        silence = self._agreement.silence(coder)
        found = room.curve(
            themes,
            self._synthesis.voiced(asked.layer),
            self._synthesis.speakers(),
            [one for one in interviews if one.done or asked.unfinished],
            lambda interview, code: silence.counts(interview, code),
            order=asked.order,
            sequence=self._sequence(coder),
            groups=groups,
            group_order=tuple(self._synthesis.groups()),
            permutations=asked.permutations,
            seed=asked.seed,
        )
        return NewCodes(
            asked,
            found,
            {theme.id: theme.path for theme in themes},
            self._synthesis.groups(),
            self._names(asked.layer, found.coders),
            tuple(sorted(one.name for one in interviews if not (one.done or asked.unfinished))),
            self._base.settings.approach,
        )

    def behind_step(self, interview: str, codes: Collection[str], asked: CurveAsked = CurveAsked()) -> Behind:  # noqa: B008
        """The excerpts of some codes (ids) in an interview (id), as a curve counts them."""
        rows = self._counted(asked.layer, asked.group, codes)
        return self._behind(row for row in rows if row.transcript == interview)

    # --- codes that stand together

    def cooccurrence(self, asked: PairsAsked = PairsAsked()) -> Together:  # noqa: B008
        """The pairs of codes that stand together in a layer; raises as ``curve`` does."""
        themes = self._themes(asked.under)
        found = pairing.cooccurrence(
            themes,
            self._synthesis.voiced(asked.layer),
            self._synthesis.speakers(),
            self._synthesis.interviews(asked.layer),
            asked.within,
            turns=self._turns() if asked.mode == pairing.NEAR else {},
            same_coder=asked.same_coder,
            subtree=asked.subtree,
            groups=self._group(asked.group),
            only=[self._codes.find(path).id for path in asked.codes],
            least=asked.least,
        )
        names, groups = self._names(asked.layer, found.coders), self._synthesis.groups()
        return Together(asked, found, groups, names, self._base.settings.approach)

    def behind_pair(
        self,
        first: str,
        second: str,
        asked: PairsAsked = PairsAsked(),  # noqa: B008
    ) -> Behind:
        """The passages of two codes (ids) that meet, by transcript and place."""
        themes = self._synthesis.themes()
        sides = [subtree(themes, code) if asked.subtree else {code} for code in (first, second)]
        rows = self._counted(asked.layer, asked.group, set().union(*sides))
        turns = self._turns() if asked.mode == pairing.NEAR else {}
        one, other = ([row for row in rows if row.theme in side] for side in sides)
        met = pairing.meeting(asked.within, one, other, turns, same_coder=asked.same_coder)
        return self._behind(row for pair in met for row in pair)

    # --- written

    def render(self, asked: CurveAsked | PairsAsked, format: str = "md") -> str | bytes:
        """The curve or the pairs in a format of ``exports.FORMATS``. Raises ``NotFoundError`` for another."""
        if format not in exports.FORMATS:
            raise not_found("format", format, exports.FORMATS)
        origin, language = self._synthesis.provenance(asked.layer), self._base.settings.language
        if isinstance(asked, CurveAsked):
            document = exports.saturation(self.curve(asked), origin, language)
        else:
            document = exports.cooccurrence(self.cooccurrence(asked), origin, language)
        return exports.FORMATS[format].write(document)

    def export(self, asked: CurveAsked | PairsAsked, format: str, path: Path) -> Path:
        """Write ``render`` to ``path`` in one step; returns it."""
        write_file(path, self.render(asked, format))
        return path

    # --- what goes in

    def _themes(self, under: str) -> list[Theme]:
        themes = self._synthesis.themes()
        if not under:
            return themes
        below = subtree(themes, self._codes.find(under).id)
        return [theme for theme in themes if theme.id in below]

    def _group(self, group: str) -> tuple[str, ...]:
        known = self._synthesis.groups()
        if group and group not in known:
            raise not_found("group", group, known)
        return (group,) if group else ()

    def _coder(self, layer: str) -> str:
        """The row of the coder whose codings a layer is; '' where they are several people's."""
        return "" if layer in ("all", CONSENSUS) else self._synthesis.coder_of(layer)

    def _names(self, layer: str, coders: Iterable[str]) -> tuple[str, ...]:
        if layer == CONSENSUS:
            return self._synthesis.provenance(layer).coders
        names = self._base.coder_names()
        return tuple(sorted(names.get(coder, coder) for coder in coders))

    def _counted(self, layer: str, group: str, codes: Collection[str]) -> list[Evidence]:
        speakers, interviews = self._synthesis.speakers(), self._synthesis.interviews(layer)
        return counted(self._synthesis.voiced(layer, codes), speakers, interviews, self._group(group))

    def _behind(self, rows: Iterable[Evidence]) -> Behind:
        """Each passage once, by the transcript's name and place."""
        names = {one.id: one.name for one in self._synthesis.interviews("all")}
        paths = {theme.id: theme.path for theme in self._synthesis.themes()}
        passages: dict[tuple[str, str, int, int], dict[str, Evidence]] = {}
        codes = {}
        for row in rows:
            where = (names.get(row.transcript, ""), row.transcript, row.start, row.end)
            passages.setdefault(where, {})[row.coding] = row
            codes[row.coding] = paths.get(row.theme, "")
        return Behind(self._synthesis.quotes(tuple(passages[where].values()) for where in sorted(passages)), codes)

    def _turns(self) -> Mapping[str, "Sequence[int]"]:
        """Transcript (row) -> where the turns of its text begin."""
        rows = self._base.store.read(
            "SELECT t.id, r.turns FROM transcript t JOIN revision r ON r.id = t.current WHERE t.alive = 1"
        )
        return {row: sorted(turn[0] for turn in parsed_list(turns, _is_turn)) for row, turns in rows}

    def _sequence(self, coder: str) -> dict[str, int]:
        """Transcript (row) -> when its coding was done last, by the order clock; nothing of others' blind work."""
        blind, me = self._base.blind.transcripts(), self._base.coder
        found: dict[str, int] = {}
        for transcript, who, done, hlc, body in self._base.store.read(
            "SELECT a.transcript, a.coder, a.done, c.hlc, c.body FROM assignment a "
            "JOIN change c ON c.row = a.id AND c.ent = 'assignment' AND c.op = 'put' "
            "WHERE a.alive = 1 AND a.state = ? AND instr(c.body, '\"progress\"') > 0",
            (_DONE,),
        ):
            if (coder and who != coder) or (transcript in blind and who != me):
                continue
            if json.loads(body).get("progress") == [_DONE, done]:
                found[transcript] = max(found.get(transcript, 0), hlc)
        return found


def _is_turn(given: object) -> bool:
    return isinstance(given, list) and bool(given) and type(given[0]) is int
