"""What a sorted worksheet comes to: said beforehand, and as the operations of the one change that splits the code."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from workbench.codebook import tree
from workbench.errors import InputError, StudyError
from workbench.identity import new_id
from workbench.sanitise import line
from workbench.store import Op, delete, put
from workbench.study.base import Base, facets_of, not_found
from workbench.study.codes import Codes
from workbench.study.passages import Passage, Span

if TYPE_CHECKING:
    from workbench.study.splitting import Sheet, Target

STAY = "."
"""The key of the code itself: the passage stays what it is."""
KEEP, PARENT, DELETE = "keep", "parent", "delete"
RESTS = (KEEP, PARENT, DELETE)
"""What becomes of the code: it stays beside the others, above those that are new, or goes."""


class SplitPreview(NamedTuple):
    """What ``apply`` would do: (path, passages, codings) for each target; passages that stay, or are not sorted yet.

    A new code into which nothing was sorted is not made. ``rest`` says of each of ``RESTS`` what would happen to the
    code, or '' where it cannot be chosen; ``chosen`` is the one that was foreseen.
    """

    to: tuple[tuple[str, int, int], ...]
    stays: int
    unsorted: int
    rest: Mapping[str, str]
    chosen: str


class SplitDone(NamedTuple):
    """``targets``: the rows of the codes; ``moved``: codings that have another code now; ``added``: new ones."""

    targets: tuple[str, ...]
    moved: int
    added: int


class _Coding(NamedTuple):
    """A coding, as far as one beside it is made after it."""

    coder: str
    voices: str | None
    facets: str | None


class Plan:
    """One splitting of one code."""

    def __init__(self, base: Base, codes: Codes, sheet: "Sheet", rest: str = "") -> None:
        if rest and rest not in RESTS:
            raise not_found("way to leave the code", rest, RESTS)
        self._base = base
        self._codes = codes
        self._sheet = sheet
        self._code = sheet.code
        self._targets = {target.key: target for target in sheet.targets}
        self._passages: dict[Span, Passage] = {passage.span: passage for passage in sheet.passages}
        self._rest = rest or (PARENT if any(self._is_free(t) for t in sheet.targets) else KEEP)
        ids = json.dumps([coding for passage in sheet.passages for coding in passage.codings])
        rows = base.store.read(
            "SELECT id, coder, voices, facets FROM coding WHERE id IN (SELECT value FROM json_each(?))", (ids,)
        )
        self._codings = {row: _Coding(coder or "", voices, facets) for row, coder, voices, facets in rows}

    @staticmethod
    def _is_free(target: "Target") -> bool:
        """Whether a target is new and has no place of its own: it stands beside the code, or below it."""
        return target.new and tree.SEPARATOR not in target.path

    # --- said beforehand

    def preview(self) -> SplitPreview:
        """What would be done."""
        moved, added = self._moved(), self._added({})
        to = []
        for key, target in self._targets.items():
            passages = sum(key in keys for keys in self._sheet.sorted.values())
            codings = sum(k == key for k in moved.values()) + sum(k == key for _, k, _ in added)
            to.append((self._path(target), passages, codings))
        stays = sum(STAY in keys for keys in self._sheet.sorted.values())
        return SplitPreview(tuple(to), stays, self._sheet.left, self._words(stays + self._sheet.left), self._rest)

    def _path(self, target: "Target") -> str:
        """The path that a target has, or will have."""
        if not self._is_free(target):
            return target.path
        if self._rest == PARENT:
            return tree.SEPARATOR.join((self._code.path, target.path))
        above = next((one.path for one in self._codes.list(counts=False) if one.id == self._code.parent), "")
        return tree.SEPARATOR.join(part for part in (above, target.path) if part)

    def _words(self, left: int) -> dict[str, str]:
        it = line(self._code.path, 80)
        words = {KEEP: f"{it} stays beside them", PARENT: f"{it} stays, and the new codes stand below it", DELETE: ""}
        if left:
            held = f", with {left:,} passage{'' if left == 1 else 's'}"
            words |= {key: words[key] + held for key in (KEEP, PARENT)}
        elif not self._hinders():
            words[DELETE] = f"{it} goes out of the codebook"
        return words

    # --- done

    def operations(self, why: str) -> tuple[list[Op], SplitDone]:
        """The change. Raises where there is nothing to do, or it cannot be done."""
        used = dict.fromkeys(key for keys in self._sheet.sorted.values() for key in keys if key != STAY)
        if not used:
            raise InputError("nothing is sorted yet", "Sort at least one passage into another code.")
        if self._rest == DELETE and (why_not := self._hinders()):
            raise InputError(*why_not)
        rows, new = self._made(used)
        moved = self._moved()
        ops = [*new, *(put("coding", coding, code=rows[key]) for coding, key in moved.items())]
        added = self._added({key: rows[key] for key in used})
        ops += [self._beside(span, rows[key], coding) for span, key, coding in added]
        targets = tuple(dict.fromkeys(rows[key] for key in self._targets if key in used))
        # Last, for the log tells what a change was about by its last part.
        ops += [*self._base.why(self._code.id, why), put("code", self._code.id, split=json.dumps(list(targets)))]
        if self._rest == DELETE:
            ops.append(delete("code", self._code.id))
        return ops, SplitDone(targets, len(moved), len(added))

    def _made(self, used: Mapping[str, None]) -> tuple[dict[str, str], list[Op]]:
        """The rows of the targets that are used, and the changes that make the new ones."""
        codes = self._codes.list(counts=False)
        here = {(one.parent, one.name): one.id for one in reversed(codes)}
        living = {one.id for one in codes}
        rows: dict[str, str] = {}
        ops: list[Op] = []
        for key in used:
            target = self._targets[key]
            if not target.new:
                if target.code not in living:
                    raise StudyError(
                        f"{line(target.path, 80)} is no longer in the codebook", "Sort into another code instead."
                    )
                rows[key] = target.code
                continue
            parent = None
            if self._is_free(target):
                parent = self._code.id if self._rest == PARENT else self._code.parent
            row, made = self._codes.planted(
                here, target.path, parent=parent, definition=target.definition, nth=len(ops)
            )
            if row == self._code.id:
                raise InputError(f"{line(target.path, 60)} is the code that is being split", "Give it another name.")
            ops += [op._replace(body={**op.body, "origin": self._code.id}) if op.row == row else op for op in made]
            rows[key] = row
        return rows, ops

    def _moved(self) -> dict[str, str]:
        """Coding → the target whose code it gets."""
        return {
            coding: keys[0]
            for span, keys in self._sheet.sorted.items()
            if STAY not in keys
            for coding in self._passages[span].codings
        }

    def _added(self, rows: Mapping[str, str]) -> list[tuple[Span, str, _Coding]]:
        """What is coded once more: passage, target and whose coding it is made after, for one who has it not yet."""
        found = []
        have: dict[str, set[tuple[str, int, int, str]]] = {}
        for span, keys in self._sheet.sorted.items():
            for key in keys if STAY in keys else keys[1:]:
                if key == STAY:
                    continue
                if key not in have:
                    have[key] = self._coded(rows.get(key) or self._targets[key].code)
                for coding in self._passages[span].codings:
                    one = self._codings[coding]
                    if (*span, one.coder) not in have[key]:
                        have[key].add((*span, one.coder))
                        found.append((span, key, one))
        return found

    def _coded(self, code: str) -> set[tuple[str, int, int, str]]:
        """Where a code stands already, and whose coding that is."""
        return set(
            self._base.store.read(
                "SELECT g.revision, g.start, g.end, g.coder FROM code k CROSS JOIN coding g ON g.code = k.id "
                "WHERE k.effective = ? AND g.alive = 1",
                (code,),
            )
        )

    @staticmethod
    def _beside(span: Span, code: str, like: _Coding) -> Op:
        """A coding of the same passage by the same coder with another code; remark and star stay with the first."""
        fields: dict[str, object] = {f"facet.{name}": list(values) for name, values in facets_of(like.facets).items()}
        if like.voices:
            fields["voices"] = like.voices
        return put("coding", new_id(), span=list(span), code=code, coder=like.coder, **fields)

    def _hinders(self) -> tuple[str, str] | None:
        """Why the code cannot go, and what to do; None where it can."""
        sheet = self._sheet
        waiting = sheet.left + sum(STAY in keys for keys in sheet.sorted.values())
        if waiting:
            return (
                f"{waiting:,} passage{' is' if waiting == 1 else 's are'} still in {line(self._code.path, 60)}",
                "Sort all of them, or let the code stay.",
            )
        if self._base.blind.active():
            return (
                f"{line(self._code.path, 60)} cannot go while you code blind: others may be using it",
                "Let it stay until everybody has finished.",
            )
        ((left,),) = self._base.store.read(
            "SELECT count(*) FROM code k CROSS JOIN coding g ON g.code = k.id "
            "WHERE k.effective = ? AND g.alive = 1 AND g.id NOT IN (SELECT value FROM json_each(?))",
            (self._code.id, json.dumps([c for p in sheet.passages for c in p.codings])),
        )
        if left:
            return (
                f"{left:,} coding{' with it is' if left == 1 else 's with it are'} in texts that are not here",
                "Let the code stay until they have come.",
            )
        return None
