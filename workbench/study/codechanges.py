"""What changes the codebook. Each verb is one change of the log, which may say why, and ``undo`` takes it back."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from workbench.codebook import tree
from workbench.codebook.colours import colour_of
from workbench.codebook.heading import STATUSES
from workbench.errors import InputError, NotFoundError
from workbench.identity import derived_short, new_short
from workbench.sanitise import line
from workbench.store import Op, delete, put
from workbench.store.tree import planted
from workbench.study.base import Base, checked_facets, facets_text, not_found, storable
from workbench.study.coderows import CodeRow, check_shared

TEXTS = ("definition", "include", "exclude", "example", "colour")


class Changes(ABC):
    """The verbs of ``study.codes``; what they need of the codes that are there is asked of ``list`` and ``get``."""

    _base: Base

    @abstractmethod
    def list(self, *, counts: bool = True) -> Sequence[CodeRow]:
        """The living, unmerged codes, depth first."""

    @abstractmethod
    def get(self, code: str) -> CodeRow:
        """A living code by its row. Raises ``NotFoundError``."""

    def known(self, code: str) -> CodeRow:
        """The same without looking at any coding: its numbers are those that were counted last."""
        found = next((one for one in self.list(counts=False) if one.id == code), None)
        return found or self.get(code)

    # --- new ones

    def create(self, path: str, *, parent: str | None = None, definition: str = "", why: str = "") -> CodeRow:
        """Make the code at ``path`` (below ``parent``) and what is missing above it, or find the one that is there."""
        row, ops = self.made(path, parent=parent, definition=definition)
        self._base.write("new code", [*ops, *(self._base.why(row, why) if ops else ())])
        return self.get(row)

    def made(self, path: str, *, parent: str | None = None, definition: str = "") -> tuple[str, Sequence[Op]]:
        """The row of the code at ``path``, and the changes that make it and what is missing above it (maybe none)."""
        if parent is not None:
            self.known(parent)
        here = {(c.parent, c.name): c.id for c in reversed(self.list(counts=False))}
        return self.planted(here, path, parent=parent, definition=definition)

    def planted(
        self,
        here: dict[tuple[str | None, str], str],
        path: str,
        *,
        parent: str | None = None,
        definition: str = "",
        nth: int = 0,
    ) -> tuple[str, Sequence[Op]]:
        """The same, where several are made at once: ``here`` has the codes by parent and name, and learns the new.

        ``nth``: how many were made before it in the same change.
        """
        at, ops = parent, list[Op]()
        names = [tree.check_name(part) for part in tree.split_path(path)]
        for i, part in enumerate(names):
            if (at, part) not in here:
                last = definition and i == len(names) - 1
                words = {"definition": storable(definition, "the definition")} if last else {}
                ops.append(self._new(part, at, nth + len(ops), words | self.draft()))
                here[at, part] = ops[-1].row
            at = here[at, part]
        assert at is not None
        return at, ops

    def _new(self, name: str, parent: str | None, nth: int, fields: Mapping[str, Any]) -> Op:
        short = new_short()
        above = {"parent": parent} if parent else {}
        row = self._base.derive("code", short)
        return put("code", row, short=short, name=name, sort=self._last_place(nth), **above, **fields)

    def derived(self, path: Sequence[str], parent: str | None, nth: int) -> Op:
        """The change that makes a code named by its path in a file: whoever reads the file makes the same one."""
        short = derived_short(*(tree.check_name(part) for part in path))
        if self._base.store.read("SELECT 1 FROM code WHERE short = ?", (short,)):
            short = new_short()  # it was here before under another path, or was deleted: that one stays what it is
        above = {"parent": parent} if parent else {}
        row = self._base.derive("code", short)
        more = above | self.draft()
        return put("code", row, short=short, name=tree.check_name(path[-1]), sort=self._last_place(nth), **more)

    def _last_place(self, nth: int) -> int:
        """A sort number behind everything that is there."""
        query = "SELECT COALESCE(max(sort), 0) FROM code WHERE typeof(sort) = 'integer'"
        return int(self._base.store.read(query)[0][0]) + (nth + 1) * tree.SORT_STEP

    def draft(self) -> dict[str, str]:
        """What a new code is marked with: its maker's, where that one codes blind."""
        return {"draft": self._base.coder} if self._base.blind.active() else {}

    def propose(self, code: str, *, why: str = "") -> Sequence[str]:
        """Show the team an unproposed code, and those above it, without which it has no place; returns those codes."""
        rows = {c.id: c for c in self.list(counts=False)}
        at: str | None = self.known(code).id
        proposed = []
        while at is not None:
            if rows[at].draft:
                proposed.append(at)
            at = rows[at].parent
        ops = [put("code", row, draft=None) for row in reversed(proposed)]
        self._base.write("propose code", [*ops, *(self._base.why(code, why) if ops else ())])
        return proposed

    # --- what a code says

    def rename(self, code: str, name: str, *, why: str = "") -> None:
        """Give a code another name; its codings follow by themselves."""
        now, new = self.known(code), tree.check_name(name)
        if now.name == new:
            return
        if any(c.parent == now.parent and c.name == new for c in self.list(counts=False)):
            raise InputError("there is a code of that name beside it", "Merge the two, or choose another name.")
        self._change("rename code", code, why, name=new)

    def define(
        self, code: str, *, facets: Mapping[str, Collection[str]] | None = None, why: str = "", **texts: str | None
    ) -> None:
        """Set what is given of definition, include, exclude, example, colour and facets; '' takes it away.

        ``colour`` is a name or ``#rrggbb``; raises ``InputError`` for any other.
        """
        now = self.known(code)
        fields: dict[str, Any] = {}
        for key, value in texts.items():
            if key not in TEXTS:
                raise InputError(f"a code has no {key}")
            if value is not None and storable(value.strip(), key) != getattr(now, key):
                text = colour_of(value) if key == "colour" else value.strip()
                if text != getattr(now, key):
                    fields[key] = text or None
        if facets is not None:
            checked = {k: v for k, v in checked_facets(self._base.settings, facets).items() if v}
            if {k: tuple(v) for k, v in checked.items()} != dict(now.facets):
                fields["facets"] = facets_text(checked)
        if fields:
            self._change("define code", code, why, **fields)

    def set_exclusive(self, code: str, on: bool = True, *, why: str = "") -> None:
        """Say that of the codes below it a passage bears one at most (``on`` False: as many as one likes)."""
        if self.known(code).exclusive != on:
            self._change("define code", code, why, exclusive=1 if on else None)

    def set_status(self, code: str, status: str, *, why: str = "") -> None:
        """Say how far a code has come: ``draft``, ``settled``, or '' for neither."""
        if status and status not in STATUSES:
            raise not_found("status", status, STATUSES)
        if self.known(code).status != status:
            self._change("mark code", code, why, status=status or None)

    # --- where it stands, and whether

    def move(self, code: str, parent: str | None, *, why: str = "") -> None:
        """Put a code below another, or at the top (None). Raises ``InputError`` where that would make a circle."""
        now = self.known(code)
        if now.parent == parent:
            return
        at = parent
        parents = {c.id: c.parent for c in self.list(counts=False)}
        if parent is not None:
            check_shared(now, self.known(parent))
        while at is not None:
            if at == code:
                raise InputError("a code cannot stand below itself", "Move the other one up first.")
            at = parents[at]
        ops = [*self._untied(code, parent, parents), put("code", code, parent=parent)]
        self._base.write("move code", [*ops, *self._base.why(code, why)])

    def _untied(self, code: str, parent: str | None, parents: Mapping[str, str | None]) -> Sequence[Op]:
        """Put where they are shown those above ``parent`` that deleted or merged codes tie to ``code``.

        Else ``code`` would stand below itself when these come back, and so could not be moved there at all.
        """
        links, ops, at = planted(self._base.store.db).parent, list[Op](), parent
        while at is not None:
            up = links.get(at)
            while up not in (None, code, parents[at]):
                up = links.get(up or "")
            if up == code:
                ops.append(put("code", at, parent=parents[at]))
            at = parents[at]
        return ops

    def merge(self, code: str, into: str, *, why: str = "") -> None:
        """Let all codings of ``code`` count as ``into``; ``unmerge`` takes it back exactly."""
        self.check_merge(code, into)
        self._change("merge codes", code, why, merged=into)

    def check_merge(self, code: str, into: str) -> None:
        """Raise where ``code`` cannot be merged into ``into``."""
        now, other = self.known(code), self.known(into)
        if now.id == other.id:
            raise InputError("a code cannot be merged into itself", "Name another one to merge it into.")
        check_shared(now, other)
        parents = {c.id: c.parent for c in self.list(counts=False)}
        at: str | None = other.id
        while at is not None and at != now.id:
            at = parents[at]
        if at is not None:
            raise InputError(
                "a code cannot be merged into one below it", "Move that one up first, or merge it the other way."
            )

    def unmerge(self, code: str, *, why: str = "") -> None:
        """Take a merge back: the code stands where it stood, with the codings it had."""
        rows = self._base.store.read("SELECT merged FROM code WHERE id = ? AND alive = 1", (code,))
        if not rows or rows[0][0] is None or code in self._base.blind.drafts():
            raise InputError("that code is not merged into another")
        self._change("unmerge code", code, why, merged=None)

    def delete(self, code: str, *, why: str = "") -> None:
        """Take a code out of the codebook. Its codings stay in the log and come back with it."""
        self._base.write("delete code", [delete("code", self.known(code).id), *self._base.why(code, why)])

    def restore(self, code: str, *, why: str = "") -> None:
        """Bring a deleted code back, with its codings."""
        rows = self._base.store.read("SELECT 1 FROM code WHERE id = ? AND alive = 0", (code,))
        if not rows or code in self._base.blind.drafts():
            raise NotFoundError("there is no such deleted code")
        self._change("restore code", code, why)

    def find_deleted(self, name: str) -> str:
        """The row of a deleted code by its name (its path's last part). Raises ``NotFoundError``, and for several."""
        drafts = self._base.blind.drafts()
        rows = self._base.store.read("SELECT id, name, short FROM code WHERE alive = 0 ORDER BY name, id")
        rows = [row for row in rows if row[0] not in drafts]
        wanted = tree.split_path(name)[-1]
        found = [row for row, known, short in rows if wanted in (known, short)]
        if not found:
            raise not_found("deleted code", name, [known or "" for _, known, _ in rows])
        if len(found) > 1:
            shorts = ", ".join(str(short) for _, known, short in rows if known == wanted)
            raise InputError(
                f"{len(found)} deleted codes are called {line(wanted, 60)}", f"Name one by its short id: {shorts}."
            )
        return str(found[0])

    def _change(self, verb: str, code: str, why: str, **fields: Any) -> None:
        self._base.write(verb, [put("code", code, **fields), *self._base.why(code, why)])
