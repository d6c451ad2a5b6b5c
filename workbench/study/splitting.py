"""Splitting a code: its passages are sorted into others, on a worksheet of one's own, and moved in one change.

sheet = study.splitting.open(code)
key = study.splitting.add_target(code, "Netværksledelse")
study.splitting.sort(code, sheet.passages[0], key)
study.splitting.apply(code, why="two things in one")
"""

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from workbench.codebook import tree
from workbench.errors import InputError, NotFoundError
from workbench.sanitise import line
from workbench.study.base import Base
from workbench.study.codes import CodeRow, Codes
from workbench.study.passages import Passage, Passages, Span
from workbench.study.splitops import RESTS, STAY, Plan, SplitDone, SplitPreview
from workbench.study.worksheets import KEYS, Sorted, Worksheets, Written, free_key, placed

__all__ = [
    "KEYS",
    "RESTS",
    "STAY",
    "Line",
    "Sheet",
    "SplitDone",
    "SplitPreview",
    "Splitting",
    "Target",
]


class Target(NamedTuple):
    """A code to sort into; ``code`` is '' as long as it is ``new``, which is made when the sheet is applied.

    A new one's ``path`` is a whole path, or a name alone: then it comes to stand beside the code, or below it.
    ``gone``: it was deleted or merged since it was added; nothing can be sorted into it.
    """

    key: str
    code: str
    path: str
    new: bool
    definition: str
    gone: bool = False


class Sheet(NamedTuple):
    """The worksheet of a code; ``sorted`` says of a passage into which targets it goes, ``left`` how many wait."""

    code: CodeRow
    targets: tuple[Target, ...]
    passages: tuple[Passage, ...]
    sorted: Mapping[Span, tuple[str, ...]]
    left: int


class Line(NamedTuple):
    """A row of a table: a passage of the code and the path of the code it goes into ('' for not yet)."""

    transcript: str
    start: int
    end: int
    into: str
    line: int = 0


class Splitting:
    """``study.splitting``."""

    def __init__(self, base: Base, codes: Codes, passages: Passages) -> None:
        self._base = base
        self._codes = codes
        self._passages = passages
        self._kept = Worksheets(base)

    # --- the worksheet

    def open(self, code: str) -> Sheet:
        """The worksheet of a code (a row), with its passages as they are now; empty where none was begun."""
        written = self._kept.targets(code)
        return self._sheet(code, written, self._kept.rows(code))

    def begun(self) -> dict[str, int]:
        """Codes (rows) with a worksheet that waits, and how many passages were sorted on it."""
        return self._kept.begun()

    def _sheet(self, code: str, written: Collection[Written], rows: dict[Span, Sorted]) -> Sheet:
        now = self._codes.get(code)
        targets = self._targets(written)
        passages = tuple(self._passages.of(code))
        known = {STAY, *(target.key for target in targets if not target.gone)}
        where = placed(passages, rows, known)
        return Sheet(now, targets, passages, where, len(passages) - len(where))

    def _targets(self, written: Iterable[Written]) -> tuple[Target, ...]:
        codes = {one.id: one for one in self._codes.list(counts=False)}
        found = []
        for key, code, path, definition in written:
            if code in codes:
                found.append(Target(key, code, codes[code].path, False, codes[code].definition))
            else:
                found.append(Target(key, code, path, not code, definition, bool(code)))
        return tuple(found)

    def add_target(self, code: str, into: str, definition: str = "") -> str:
        """Add a code to sort into: a row, a path, or what is to be a new one's; returns its key.

        A new code is made by ``apply``, with ``definition``; a name alone puts it beside the code, or below it.
        """
        self._codes.known(code)
        targets = self._kept.targets(code)
        row, path = self._meant(code, into)
        same = (one.key for one in targets if (one.code == row if row else not one.code and one.path == path))
        if (key := next(same, "")) == "":
            key = free_key(targets)
            self._kept.write_targets(code, [*targets, Written(key, row, path, definition.strip())])
        return key

    def rename_target(self, code: str, key: str, path: str, definition: str | None = None) -> None:
        """Give a target that is new another name, and other words where ``definition`` is given."""
        targets = self._kept.targets(code)
        old = self._target(targets, key)
        if old.code:
            raise InputError(
                f"{line(old.path, 60)} is in the codebook already", "Rename it there, or take it off the sheet."
            )
        row, path = self._meant(code, path)
        if any((one.code == row if row else not one.code and one.path == path) for one in targets if one.key != key):
            raise InputError("there is a target of that name already", "Sort into that one.")
        words = old.definition if definition is None else definition.strip()
        new = Written(key, row, path, words)
        self._kept.write_targets(code, [new if one.key == key else one for one in targets])

    def drop_target(self, code: str, key: str) -> None:
        """Take a target off the sheet; what was sorted into it alone is unsorted again."""
        targets = self._kept.targets(code)
        self._target(targets, key)
        rows = {span: row for span, row in self._kept.rows(code).items() if key in row.keys}
        self._kept.keep(
            code, {span: Sorted(tuple(k for k in row.keys if k != key), row.codings) for span, row in rows.items()}
        )
        self._kept.write_targets(code, [one for one in targets if one.key != key])

    def sort(self, code: str, passage: Passage | Span, *keys: str) -> None:
        """Sort a passage into targets; ``STAY`` leaves it in the code, no key at all puts it back.

        Of several keys the first says what its codings become; with the others each coder gets one coding more.
        """
        self.sort_all(code, [passage], keys)

    def sort_all(self, code: str, passages: Iterable[Passage | Span], keys: Collection[str]) -> None:
        """The same for many passages."""
        targets = self._kept.targets(code)
        for key in keys:
            if key != STAY:
                self._target(targets, key)
        if not targets:
            self._kept.write_targets(code, ())
        self._kept.sort(code, passages, tuple(dict.fromkeys(keys)))

    def discard(self, code: str) -> None:
        """Throw the worksheet away."""
        self._kept.discard(code)

    def _target(self, targets: Iterable[Written], key: str) -> Written:
        found = next((one for one in targets if one.key == key), None)
        if found is None:
            raise NotFoundError(f"no target has the key {line(key, 10)}", "Add it first.")
        return found

    def _meant(self, code: str, into: str) -> tuple[str, str]:
        """The row of a living code that ``into`` names ('' for a new one), and its path."""
        now = self._codes.known(code)
        codes = self._codes.list(counts=False)
        path = tree.SEPARATOR.join(tree.split_path(into))
        found = next((one for one in codes if into == one.id or path == one.path), None)
        if found is None:
            return "", tree.SEPARATOR.join(tree.check_name(part) for part in tree.split_path(into))
        if found.id == now.id:
            raise InputError(
                f"{line(now.path, 60)} is the code that is being split", "What stays in it is sorted with a full stop."
            )
        return found.id, found.path

    # --- doing it

    def preview(self, code: str | Sheet, *, rest: str = "") -> SplitPreview:
        """What ``apply`` would do."""
        return self._plan(code, rest).preview()

    def apply(self, code: str | Sheet, *, rest: str = "", why: str = "") -> SplitDone:
        """Split the code as its sheet says, in one change, and put the sheet away.

        ``rest`` is one of ``RESTS``; '' is ``parent`` where a new code is among the targets, else ``keep``. Raises
        ``InputError`` where nothing is sorted, where a target is gone, and for ``delete`` while anything is left in it.
        """
        plan = self._plan(code, rest)
        ops, done = plan.operations(why)
        self._base.write("split code", ops)
        if isinstance(code, str):
            self._kept.discard(code)
        return done

    def _plan(self, code: str | Sheet, rest: str) -> Plan:
        sheet = self.open(code) if isinstance(code, str) else code
        return Plan(self._base, self._codes, sheet, rest)

    # --- from a table

    def from_table(self, code: str, rows: Iterable[Line | tuple[str, int, int, str]], file: str = "") -> Sheet:
        """A sheet made of a table instead, to be previewed and applied; the worksheet is left as it is.

        ``into`` is the path of a code, of a new one (a name alone: beside the code or below it), ``STAY`` or the code's
        own path for what stays, or ''. A passage on several rows goes into several codes. Raises ``InputError`` naming
        file and line for a row that is no passage of the code, and for a name that may mean a code elsewhere.
        """
        now = self._codes.known(code)
        passages = self._passages.of(code)
        here = {(p.transcript, p.start, p.end): p for p in sorted(passages, key=lambda p: not p.lost)}
        targets: list[Written] = []
        where: dict[Span, list[str]] = {}
        for row in (Line(*given) for given in rows):
            try:
                passage = here.get((row.transcript, row.start, row.end))
                if passage is None:
                    raise InputError(
                        f"{line(row.transcript, 40)} {row.start}–{row.end} is no passage of {line(now.path, 60)}",
                        f'`workbench codebook split "{line(now.path, 60)}" --list` writes those it has.',
                    )
                if key := self._key(now, row.into.strip(), targets):
                    where.setdefault(passage.span, []).append(key)
            except InputError as error:
                raise error.at(file, row.line) from None
        known = {span: Sorted(tuple(dict.fromkeys(keys)), ()) for span, keys in where.items()}
        return self._sheet(code, targets, known)

    def _key(self, code: CodeRow, into: str, targets: list[Written]) -> str:
        """The key of what a cell names; a new target is added to ``targets``."""
        if into in ("", STAY, code.path):
            return STAY if into else ""
        row, path = self._meant(code.id, into)
        if not row and tree.SEPARATOR not in path:
            named = [one for one in self._codes.list(counts=False) if one.name == path]
            near = [one for one in named if one.parent in (code.id, code.parent)]
            if named and len(near) != 1:
                raise InputError(
                    f"there is a code of that name already: {line(named[0].path, 80)}",
                    "Write its path; for a new one of that name, the path that it shall have.",
                )
            row, path = (near[0].id, near[0].path) if near else ("", path)
        found = next((one for one in targets if (one.code, one.path) == (row, path)), None)
        if found is None:
            found = Written(free_key(targets), row, path)
            targets.append(found)
        return found.key
